"""The assessment saved as it grows, and patient activation written down and put right."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from livewell.coaching import actions, queries
from livewell.coaching.actions import Answers
from livewell.coaching.rules import Condition, Intensity
from livewell.journeys import actions as journeys
from livewell.journeys.rules import EndReason, Stage
from livewell.kit import clock
from livewell.kit.db import execute, rows, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.measures import actions as measure_actions
from livewell.measures import pam
from livewell.measures import queries as measures
from livewell.measures.rules.taking import How, NotDone
from livewell.staff.rules import Role
from tests.factories.journeys import a_coach_and_a_journey, an_open_journey, the_journey
from tests.factories.measures import a_pam
from tests.factories.staff import a_member

# ── the assessment ──


async def test_saved_as_they_go_then_finished_with_what_was_left_out_said_so():
    coach, journey = await a_coach_and_a_journey()
    assert await queries.assessment(journey) is None
    await actions.save_assessment(
        journey, answers=Answers(strengths="Mends clocks", skipped=("story",)), version=0, by=coach
    )
    begun = await queries.assessment(journey)
    assert (begun.version, begun.completed_at) == (1, None)
    assert [section.code for section in begun.sections if section.skipped] == ["story"]
    await actions.save_assessment(
        journey,
        answers=Answers(
            strengths="Mends clocks",
            story="Moved here in spring",
            conditions=(Condition.COPD, Condition.DIABETES, Condition.SMI),
            groups=2,
            skipped=("story",),
        ),
        version=1,
        finish=True,
        by=coach,
    )
    done = await queries.assessment(journey)
    assert done.completed_at is not None
    assert done.three_or_more
    assert done.groups == 2
    skipped = {section.code for section in done.sections if section.skipped}
    assert "story" not in skipped
    assert "conditions" not in skipped
    assert {"hopes", "safety", "needs"} <= skipped
    assert done.written == 3
    told = [row["what"] for row in await rows("SELECT what FROM event WHERE subject = $1 ORDER BY told_in", done.id)]
    assert told == ["assessment.started", "assessment.completed"]


async def test_two_people_writing_at_once_both_keep_their_words():
    coach, journey = await a_coach_and_a_journey()
    await actions.save_assessment(journey, answers=Answers(hopes="To sing again"), version=0, by=coach)
    with pytest.raises(Stale) as stale:
        await actions.save_assessment(
            journey, answers=Answers(hopes="A choir", conditions=(Condition.PAIN,)), version=0, by=coach
        )
    assert (stale.value.theirs["Hopes"], stale.value.yours["Hopes"]) == ("To sing again", "A choir")
    assert stale.value.yours["Conditions"] == "Long-lasting pain"
    assert (await queries.assessment(journey)).version == 1


async def test_the_level_suggests_and_the_coach_may_choose_otherwise_with_a_reason():
    coach, journey = await a_coach_and_a_journey()
    await a_pam(journey, coach, "40.0")
    light = Answers(intensity=Intensity.LIGHT)
    with pytest.raises(RuleBroken, match="Say why"):
        await actions.save_assessment(journey, answers=light, version=0, by=coach)
    await actions.save_assessment(
        journey, answers=Answers(intensity=Intensity.LIGHT, intensity_why="They asked for it"), version=0, by=coach
    )
    assert (await queries.assessment(journey)).intensity_label == "Light touch"


async def test_an_assessment_that_cannot_be_told_does_not_stay(mute):
    coach, journey = await a_coach_and_a_journey()
    mute()
    with pytest.raises(RuntimeError):
        await actions.save_assessment(journey, answers=Answers(hopes="Sing"), version=0, by=coach)
    assert await queries.assessment(journey) is None


async def test_no_assessment_after_the_end_or_by_a_stranger():
    coach, journey = await a_coach_and_a_journey()
    with pytest.raises(NotFound):
        await actions.save_assessment(journey, answers=Answers(), version=0, by=await a_member(Role.HEALTH_COACH))
    await journeys.close(journey, reason=EndReason.MOVED_ON, planned=True, why="", by=coach)
    with pytest.raises(RuleBroken, match="ended"):
        await actions.save_assessment(journey, answers=Answers(), version=0, by=coach)


# ── patient activation ──


async def test_a_score_gets_its_level_its_cut_points_and_its_turn():
    coach, journey = await a_coach_and_a_journey()
    once = uuid4()
    first = await actions.record_pam(journey, score=Decimal("55.2"), how=How.SELF, submission=once, by=coach)
    assert await actions.record_pam(journey, score=Decimal("55.2"), how=How.SELF, submission=once, by=coach) == first
    await actions.record_pam(journey, not_done=NotDone.DECLINED, why="Not today", by=coach)
    panel = await measures.panel(journey, coach)
    declined, score = panel.scores
    assert (score.score, score.level, score.cuts, score.sequence) == (Decimal("55.2"), 3, pam.CURRENT.version, 1)
    assert (declined.score, declined.not_done_label, declined.sequence) == (None, "They would rather not", 2)
    assert panel.baseline == panel.latest == score
    assert panel.change == ""
    assert panel.chart is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"score": Decimal("47.05")},
        {"score": Decimal("100.1")},
        {"score": Decimal(-1)},
        {},
        {"score": Decimal(50), "not_done": NotDone.DECLINED},
    ],
)
async def test_what_is_no_score_is_refused(wrong):
    coach, journey = await a_coach_and_a_journey()
    with pytest.raises(RuleBroken):
        await actions.record_pam(journey, **wrong, by=coach)
    assert await value("SELECT count(*) FROM score WHERE journey = $1", journey) == 0


async def test_a_score_of_tomorrow_is_refused():
    coach, journey = await a_coach_and_a_journey()
    with pytest.raises(RuleBroken, match="future"):
        await actions.record_pam(journey, score=Decimal(50), taken_at=clock.now() + timedelta(days=1), by=coach)


async def test_a_journey_of_somebody_else_takes_no_score():
    coach, journey = await a_coach_and_a_journey()
    other = await the_journey(await an_open_journey(coach))
    with pytest.raises(NotFound):
        await measure_actions.record(
            person=other.person, journey=journey, instrument="pam", score=Decimal(50), by=coach
        )


async def test_the_change_is_said_truly():
    coach, journey = await a_coach_and_a_journey()
    await a_pam(journey, coach, "50.0")
    await a_pam(journey, coach, "54.0")
    assert "can be chance" in (await measures.panel(journey, coach)).change
    await a_pam(journey, coach, "70.0")
    assert "more than measurement error alone" in (await measures.panel(journey, coach)).change


async def test_scores_of_two_calibrations_are_not_compared():
    coach, journey = await a_coach_and_a_journey()
    person = (await the_journey(journey)).person
    await measure_actions.record(person=person, journey=journey, instrument="pam", score=Decimal(50), by=coach)
    await execute("UPDATE score SET cuts = $1 WHERE journey = $2", pam.OLDER.version, journey)
    await a_pam(journey, coach, "80.0")
    panel = await measures.panel(journey, coach)
    assert "cannot be compared" in panel.change
    assert panel.chart is None
    assert any("another version" in flag for flag in panel.latest.flags)


async def test_a_correction_is_a_new_row_and_the_old_one_is_struck_through():
    coach, journey = await a_coach_and_a_journey()
    with clock.at(datetime(2026, 3, 2, 10, tzinfo=UTC)):
        wrong = await a_pam(journey, coach, "25.9")
    right = await actions.correct_pam(journey, wrong, score=Decimal("52.9"), how=How.TOGETHER, by=coach)
    found = {score.id: score for score in await measures.scores(journey, "pam")}
    assert found[wrong].struck
    assert not found[right].struck
    assert (found[right].replaces, found[right].sequence, found[right].level) == (wrong, 1, 2)
    assert found[right].taken_at == found[wrong].taken_at
    panel = await measures.panel(journey, coach)
    assert [score.id for score in panel.standing] == [right]
    with pytest.raises(RuleBroken, match="already"):
        await actions.correct_pam(journey, wrong, score=Decimal("53.0"), by=coach)
    again = await actions.correct_pam(journey, right, not_done=NotDone.NOT_DONE, by=coach)
    assert [score.id for score in await measures.scores(journey, "pam") if not score.struck] == [again]


async def test_a_score_of_another_journey_is_not_corrected_here():
    coach, journey = await a_coach_and_a_journey()
    other = await an_open_journey(coach, stage=Stage.COACHING)
    score = await a_pam(other, coach)
    with pytest.raises(NotFound):
        await actions.correct_pam(journey, score, score=Decimal(50), by=coach)


async def test_three_months_later_it_is_due_and_a_reason_is_an_answer():
    with clock.at(datetime(2026, 1, 10, 10, tzinfo=UTC)):
        coach, journey = await a_coach_and_a_journey()
        assert (await measures.panel(journey, coach)).due.baseline
        await a_pam(journey, coach)
        assert not (await measures.panel(journey, coach)).is_due
    with clock.at(datetime(2026, 4, 25, 10, tzinfo=UTC)):
        assert (await measures.panel(journey, coach)).is_overdue
        await actions.record_pam(journey, not_done=NotDone.DECLINED, by=coach)
        assert not (await measures.panel(journey, coach)).is_due


async def test_after_the_end_nothing_is_due_and_nothing_new_is_written_but_a_mistake_can_be_put_right():
    coach, journey = await a_coach_and_a_journey()
    score = await a_pam(journey, coach, "25.9")
    await journeys.close(journey, reason=EndReason.MOVED_ON, planned=True, why="", by=coach)
    panel = await measures.panel(journey, coach)
    assert panel.due is None
    assert not panel.can_record
    with pytest.raises(RuleBroken, match="ended"):
        await actions.record_pam(journey, score=Decimal(50), by=coach)
    await actions.correct_pam(journey, score, score=Decimal("52.9"), by=coach)


@pytest.mark.parametrize("verb", ["record", "correct"])
async def test_a_score_that_cannot_be_told_does_not_stay(verb, mute):
    coach, journey = await a_coach_and_a_journey()
    score = await a_pam(journey, coach)
    before = await measures.scores(journey, "pam")
    mute()
    with pytest.raises(RuntimeError):
        if verb == "record":
            await actions.record_pam(journey, score=Decimal(60), by=coach)
        else:
            await actions.correct_pam(journey, score, score=Decimal(60), by=coach)
    assert await measures.scores(journey, "pam") == before


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
async def test_a_stranger_writes_no_score(role):
    coach, journey = await a_coach_and_a_journey()
    score = await a_pam(journey, coach)
    stranger = await a_member(role)
    with pytest.raises(NotFound):
        await actions.record_pam(journey, score=Decimal(60), by=stranger)
    with pytest.raises(NotFound):
        await actions.correct_pam(journey, score, score=Decimal(60), by=stranger)
