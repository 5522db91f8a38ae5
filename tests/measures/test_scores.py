"""Writing scores down: every instrument, what is refused, what is kept, putting right, and scoring again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from livewell.kit import clock
from livewell.kit.db import execute, row, rows, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.measures import actions, queries
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.measures.rules.taking import Flag, How, NotDone
from livewell.staff.rules import Role
from tests.factories.journeys import a_coach_and_a_journey, the_journey
from tests.factories.measures import a_pack
from tests.factories.staff import a_member

GAD = {"nervous": 3, "control": 2, "worrying": 2, "relaxing": 1, "restless": 0, "irritable": 1, "afraid": 1}


async def recorded(coach, journey, instrument, **how):
    return await actions.record(
        person=(await the_journey(journey)).person, journey=journey, instrument=instrument, by=coach, **how
    )


def lowest(name):
    return {item.id: item.scale.lowest for item in INSTRUMENTS[name].items}


@pytest.mark.parametrize(
    "name", ["ons4", "loneliness", "groups", "service_use", "roles", "citizenship", "phq8", "gad7"]
)
async def test_answers_to_every_instrument_that_is_on_are_kept(name):
    coach, journey = await a_coach_and_a_journey()
    taken = await recorded(coach, journey, name, answers=lowest(name), how=How.TOGETHER)
    (score,) = await queries.scores(journey, name)
    one = INSTRUMENTS[name]
    assert score.id == taken.id
    assert score.answers == lowest(name)
    assert (score.version, score.algorithm) == (one.version, f"{one.scoring.algorithm}-{one.scoring.version}")
    assert (score.score is not None) is one.has_score
    assert (score.how_label, score.by_name, score.sequence) == ("We went through it together", coach.name, 1)
    panel = await queries.panel_for(journey, coach, name)
    assert panel.charts
    assert all("<svg" in chart.svg and chart.rows for _, chart in panel.charts)


async def test_a_score_keeps_its_band_its_parts_and_says_what_it_is():
    coach, journey = await a_coach_and_a_journey()
    await recorded(coach, journey, "gad7", answers=GAD, how=How.SELF)
    (score,) = await queries.scores(journey, "gad7")
    assert (str(score.score), score.band, score.band_label) == ("10", "moderate", "Moderate")
    await recorded(coach, journey, "ons4", answers={"satisfied": 7, "anxious": 7})
    (ons4,) = await queries.scores(journey, "ons4")
    assert [(part.id, part.value, part.band_label) for part in ons4.parts] == [
        ("satisfied", 7, "High"),
        ("anxious", 7, "High"),
    ]


async def test_news_holds_codes_and_no_answer():
    coach, journey = await a_coach_and_a_journey()
    taken = await recorded(coach, journey, "gad7", answers=GAD)
    news = await row("SELECT what, details FROM event WHERE subject = $1", taken.id)
    assert news["what"] == "score.recorded"
    assert "gad7" in news["details"]
    assert "nervous" not in news["details"]


async def test_too_few_answers_are_kept_without_a_score():
    coach, journey = await a_coach_and_a_journey()
    taken = await recorded(coach, journey, "gad7", answers={"nervous": 3})
    assert taken.score is None
    assert taken.flags == (Flag.TOO_FEW,)
    (score,) = await queries.scores(journey, "gad7")
    assert score.answers == {"nervous": 3}
    assert "Too few answers for a score" in score.flags
    assert score.has_answer


@pytest.mark.parametrize("name", ["swemwbs", "wemwbs", "djg6", "pam10"])
async def test_a_score_from_elsewhere_for_what_is_not_ours_to_ask(name):
    coach, journey = await a_coach_and_a_journey()
    await actions.choose(name, on=True, version=0, by=await a_member(Role.MANAGER))
    highest = INSTRUMENTS[name].scoring.highest
    await recorded(coach, journey, name, score=highest)
    (score,) = await queries.scores(journey, name)
    assert score.score == highest
    assert score.algorithm == ""
    assert score.how_label == "We only know the score"


async def test_answers_by_their_numbers_are_scored_without_any_wording():
    coach, journey = await a_coach_and_a_journey()
    await actions.choose("swemwbs", on=True, version=0, by=await a_member(Role.MANAGER))
    used = await queries.usable("swemwbs")
    assert not used.can_ask
    assert "licence pack" in used.why_not
    taken = await recorded(coach, journey, "swemwbs", answers={str(one): 3 for one in range(1, 8)}, how=How.PAPER)
    assert taken.score == Decimal("19.25")
    (score,) = await queries.scores(journey, "swemwbs")
    assert len(score.table_hash) == 64


@pytest.mark.parametrize(
    ("instrument", "how", "said"),
    [
        ("gad7", {}, "either a score or the reason"),
        ("gad7", {"answers": GAD, "not_done": NotDone.DECLINED}, "either a score or the reason"),
        ("gad7", {"answers": GAD, "score": Decimal(4)}, "either a score or the reason"),
        ("gad7", {"score": Decimal(4)}, "scored here"),
        ("gad7", {"answers": {"nervous": 4}}, "question 1"),
        ("gad7", {"answers": {}}, "at least one"),
        ("gad7", {"answers": {"sleep": 1}}, "does not ask"),
        ("pam", {"score": Decimal("47.05")}, "one decimal"),
        ("swemwbs", {"answers": {"1": 3}}, "switched off"),
        ("phq9", {"answers": {"interest": 1}}, "switched off"),
        ("gad7", {"answers": GAD, "taken_at": datetime(2999, 1, 1, tzinfo=UTC)}, "in the future"),
    ],
)
async def test_what_is_refused_leaves_nothing(instrument, how, said):
    coach, journey = await a_coach_and_a_journey()
    with pytest.raises(RuleBroken, match=said):
        await recorded(coach, journey, instrument, **how)
    assert await value("SELECT count(*) FROM score") == 0


async def test_what_is_not_there_is_not_found():
    coach, journey = await a_coach_and_a_journey()
    with pytest.raises(NotFound):
        await recorded(coach, journey, "eq5d", answers={"mobility": 1})
    with pytest.raises(NotFound):
        await actions.record(person=uuid4(), journey=journey, instrument="gad7", answers=GAD, by=coach)
    with pytest.raises(NotFound):
        await actions.rescore(uuid4(), journey=journey, by=coach)


async def test_the_same_form_twice_is_one_score():
    coach, journey = await a_coach_and_a_journey()
    submission = uuid4()
    first = await recorded(coach, journey, "gad7", answers=GAD, submission=submission)
    again = await recorded(coach, journey, "gad7", answers=GAD, submission=submission)
    assert first == again
    assert len(await queries.scores(journey, "gad7")) == 1


async def test_each_instrument_counts_its_own_turns():
    coach, journey = await a_coach_and_a_journey()
    for name, answers in (("gad7", GAD), ("gad7", GAD), ("ons4", {"happy": 5})):
        await recorded(coach, journey, name, answers=answers)
    assert [one.sequence for one in await queries.scores(journey, "gad7")] == [2, 1]
    assert [one.sequence for one in await queries.scores(journey, "ons4")] == [1]
    assert len(await queries.all_scores(journey)) == 3


async def test_answers_beside_the_ones_before_raise_their_flags_and_words():
    coach, journey = await a_coach_and_a_journey()
    with clock.at(clock.now() - timedelta(days=90)):
        await recorded(coach, journey, "gad7", answers=GAD, how=How.SELF)
    later = await recorded(coach, journey, "gad7", answers=dict.fromkeys(GAD, 0), how=How.TOGETHER)
    assert set(later.flags) == {Flag.CEILING, Flag.BIG_JUMP, Flag.MODE_CHANGE}
    panel = await queries.panel_for(journey, coach, "gad7")
    assert panel.change.startswith("10 points lower, and lower is better here. That is more than")
    assert (panel.baseline.sequence, panel.latest.sequence) == (1, 2)
    assert panel.due is None


async def test_item_9_asks_for_help_and_a_switched_off_measure_takes_nothing():
    coach, journey = await a_coach_and_a_journey()
    manager = await a_member(Role.MANAGER)
    await actions.choose("phq9", on=True, pathway="Ring.", duty_contact=manager.id, version=0, by=manager)
    answers = dict.fromkeys(lowest("phq9"), 0)
    assert not (await recorded(coach, journey, "phq9", answers=answers)).asks_for_help
    told = await recorded(coach, journey, "phq9", answers={"thoughts": 1}, how=How.SELF)
    assert told.asks_for_help
    assert told.score is None
    assert (await queries.scores(journey, "phq9"))[0].asks_for_help
    assert (await queries.duty("phq9")).name == manager.name


async def test_a_reason_is_an_answer_also_for_what_is_switched_off():
    coach, journey = await a_coach_and_a_journey()
    await recorded(coach, journey, "djg6", not_done=NotDone.DECLINED, why="Rather not")
    (score,) = await queries.scores(journey, "djg6")
    assert (score.not_done_label, score.why, score.has_answer) == ("They would rather not", "Rather not", False)
    assert (await queries.panel_for(journey, coach, "djg6")).charts == []


# ── putting right ──


async def test_a_correction_strikes_the_old_row_and_keeps_its_day_and_turn():
    coach, journey = await a_coach_and_a_journey()
    with clock.at(clock.now() - timedelta(days=3)):
        wrong = await recorded(coach, journey, "gad7", answers=GAD, how=How.PAPER)
    right = await actions.correct(wrong.id, journey=journey, answers=GAD | {"afraid": 0}, how=How.PAPER, by=coach)
    new, old = sorted(await queries.scores(journey, "gad7"), key=lambda one: one.struck)
    assert (new.id, new.score, new.replaces) == (right.id, 9, wrong.id)
    assert (old.struck, old.struck_how, old.was_rescored) == (True, "corrected", False)
    assert (new.taken_at, new.sequence) == (old.taken_at, old.sequence)
    assert Flag.RETEST_EARLY not in right.flags
    with pytest.raises(RuleBroken, match="already"):
        await actions.correct(wrong.id, journey=journey, answers=GAD, by=coach)


async def test_a_score_of_another_journey_is_not_found():
    coach, journey = await a_coach_and_a_journey()
    _, other = await a_coach_and_a_journey()
    wrong = await recorded(coach, journey, "gad7", answers=GAD)
    with pytest.raises(NotFound):
        await actions.correct(wrong.id, journey=other, answers=GAD, by=coach)
    with pytest.raises(NotFound):
        await actions.rescore(wrong.id, journey=other, by=coach)


async def test_what_cannot_be_told_does_not_stay(mute):
    coach, journey = await a_coach_and_a_journey()
    taken = await recorded(coach, journey, "gad7", answers=GAD)
    before = await rows("SELECT * FROM score")
    mute()
    with pytest.raises(RuntimeError, match="no news today"):
        await recorded(coach, journey, "gad7", answers=GAD)
    with pytest.raises(RuntimeError, match="no news today"):
        await actions.correct(taken.id, journey=journey, answers=GAD, by=coach)
    assert await rows("SELECT * FROM score") == before


# ── packs, versions and scoring again ──

ALL_THREES = {str(one): 3 for one in range(1, 14)}


async def test_with_a_pack_answers_to_patient_activation_are_scored_and_the_calibration_is_kept():
    coach, journey = await a_coach_and_a_journey()
    pack = await a_pack(await a_member(Role.MANAGER))
    taken = await recorded(coach, journey, "pam", answers=ALL_THREES, how=How.SELF, seconds=120)
    assert (taken.score, taken.level) == (Decimal("66.7"), 3)
    (score,) = await queries.scores(journey, "pam")
    assert (score.pack, score.cuts, len(score.table_hash)) == (pack, "SYNTHETIC 1", 64)
    # A score from the licensed source is read with the same cut-points, so that the two may be compared.
    await recorded(coach, journey, "pam", score=Decimal("80.0"))
    panel = await queries.panel_for(journey, coach, "pam")
    assert panel.latest.level == 4
    assert "cannot be compared" not in panel.change
    assert [band.lowest for band in panel.bands] == [0, 40, 60, 80]
    assert panel.chart is not None


@pytest.mark.parametrize("ending", ["withdrawn", "expired"])
async def test_after_a_pack_has_gone_its_scores_stay_and_new_ones_come_from_the_source(ending):
    coach, journey = await a_coach_and_a_journey()
    manager = await a_member(Role.MANAGER)
    pack = await a_pack(manager)
    await recorded(coach, journey, "pam", answers=ALL_THREES)
    before = await row("SELECT * FROM score")
    if ending == "withdrawn":
        await actions.withdraw_pack(pack, why="Ended", by=manager)
    else:
        await execute("UPDATE licence_pack SET ends_on = $1", clock.today() - timedelta(days=1))
    assert not (await queries.usable("pam")).can_ask
    assert (await queries.usable("pam")).can_enter_score
    later = await recorded(coach, journey, "pam", score=Decimal("70.0"))
    assert later.level == 3
    assert Flag.VERSION_CHANGE in later.flags
    assert await row("SELECT * FROM score WHERE sequence = 1") == before
    panel = await queries.panel_for(journey, coach, "pam")
    assert "cannot be compared" in panel.change
    assert panel.chart is None


async def test_putting_right_keeps_the_calibration_of_the_row_even_after_its_pack_has_gone():
    coach, journey = await a_coach_and_a_journey()
    manager = await a_member(Role.MANAGER)
    pack = await a_pack(manager)
    wrong = await recorded(coach, journey, "pam", answers=ALL_THREES)
    await actions.withdraw_pack(pack, why="Ended", by=manager)
    right = await actions.correct(wrong.id, journey=journey, answers=ALL_THREES | {"1": 4}, by=coach)
    assert right.score > wrong.score
    assert (await queries.scores(journey, "pam"))[0].pack == pack


async def test_scoring_again_adds_a_row_and_changes_none():
    coach, journey = await a_coach_and_a_journey()
    manager = await a_member(Role.MANAGER)
    await a_pack(manager)
    first = await recorded(coach, journey, "pam", answers=ALL_THREES)
    before = await row("SELECT * FROM score")
    with pytest.raises(RuleBroken, match="in the same way already"):
        await actions.rescore(first.id, journey=journey, by=coach)
    await a_pack(manager, pack_version="SYNTHETIC 2", cuts=[40.0, 50.0, 60.0])
    later = await recorded(coach, journey, "pam", answers=ALL_THREES)
    assert later.level == 4
    assert Flag.VERSION_CHANGE in later.flags
    again = await actions.rescore(first.id, journey=journey, by=coach)
    assert (again.score, again.level) == (first.score, 4)
    assert await row("SELECT * FROM score WHERE id = $1", first.id) == before
    scores = await queries.scores(journey, "pam")
    assert {one.id: one.was_rescored for one in scores} == {first.id: True, later.id: False, again.id: False}
    assert "The same as before" in (await queries.panel_for(journey, coach, "pam")).change


async def test_a_score_without_answers_is_not_scored_again():
    coach, journey = await a_coach_and_a_journey()
    taken = await recorded(coach, journey, "pam", score=Decimal("50.0"))
    with pytest.raises(RuleBroken, match="no answers to score again"):
        await actions.rescore(taken.id, journey=journey, by=coach)


async def test_an_instrument_that_changes_never_changes_an_old_score(monkeypatch):
    coach, journey = await a_coach_and_a_journey()
    old = await recorded(coach, journey, "gad7", answers=GAD)
    before = await row("SELECT * FROM score")
    one = INSTRUMENTS["gad7"]
    newer = replace(one, version="2030.1", scoring=replace(one.scoring, version="2"))
    monkeypatch.setitem(INSTRUMENTS, "gad7", newer)
    later = await recorded(coach, journey, "gad7", answers=GAD)
    assert await row("SELECT * FROM score WHERE id = $1", old.id) == before
    assert Flag.VERSION_CHANGE in later.flags
    assert (await queries.panel_for(journey, coach, "gad7")).chart is None
    await actions.rescore(old.id, journey=journey, by=coach)
    assert (await queries.panel_for(journey, coach, "gad7")).chart is not None
