"""Asking, taking back, answering, declining, putting right: what each does, what it refuses, and what it leaves behind."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from livewell.journeys import actions as journeys
from livewell.journeys.rules import EndReason, Stage
from livewell.kit import clock, drafts
from livewell.kit.db import row, rows, value
from livewell.kit.deliveries import deliver_all
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Event
from livewell.measures.rules.taking import How as Taken
from livewell.measures.rules.taking import NotDone
from livewell.measures.tables import Score
from livewell.questionnaires import actions, queries
from livewell.questionnaires.rules import AskingState, How
from livewell.questionnaires.tables import Asking
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.factories.journeys import an_open_journey
from tests.factories.measures import a_pam
from tests.factories.questionnaires import all_answers, an_asking, phq9_set_up, the_asking, with_email
from tests.factories.staff import a_member


async def given_answers(work, asking, instrument="ons4", *, by=None, how=Taken.TOGETHER, submission=None, **changed):
    return await actions.answer(
        asking,
        journey=work.journey,
        answers=all_answers(instrument, 5 if instrument == "ons4" else 0, **changed),
        how=how,
        submission=submission or uuid4(),
        by=by or work.coach,
    )


async def events(what):
    return await Event.select().where(Event.what == what)


# ── asking ──


async def test_asking_is_kept_with_how_and_by_when_and_is_told(work):
    due = clock.today() + timedelta(days=3)
    asking = await an_asking(work.journey, work.coach, due_on=due, words="See you on Monday.")
    kept = await the_asking(asking)
    assert (kept.instrument, kept.how, kept.due_on, kept.words, kept.state) == (
        "ons4",
        "space",
        due,
        "See you on Monday.",
        "open",
    )
    assert kept.reference is None
    [event] = await events("measure.asked")
    assert event["subject"] == asking
    assert "Monday" not in str(event)


async def test_the_same_form_twice_asks_once(work):
    submission = uuid4()
    first = await an_asking(work.journey, work.coach, submission=submission)
    assert await an_asking(work.journey, work.coach, submission=submission) == first
    assert await Asking.count() == 1


async def test_a_paper_has_a_code_of_its_own(work):
    first = await the_asking(await an_asking(work.journey, work.coach, how=How.PAPER))
    second = await the_asking(await an_asking(work.journey, work.coach, "phq8", How.PAPER))
    assert first.reference
    assert second.reference
    assert first.reference != second.reference
    found = await queries.by_reference(f" {first.reference.lower().replace('-', ' ')} ", seen_by=work.coach)
    assert found.id == first.id
    with pytest.raises(NotFound):
        await queries.by_reference(first.reference, seen_by=await a_member(Role.HEALTH_COACH))


async def test_what_waits_already_is_not_asked_again(work):
    await an_asking(work.journey, work.coach)
    with pytest.raises(RuleBroken, match="waits for answers"):
        await an_asking(work.journey, work.coach, how=How.TOGETHER)


@pytest.mark.parametrize(
    ("instrument", "how", "said"),
    [
        ("phq9", How.SPACE, "on duty|switched off"),
        ("pam", How.SPACE, "licence pack"),
        ("phq8", How.SCORE, "filled in here"),
    ],
)
async def test_what_this_site_may_not_ask_is_refused_with_a_sentence(work, instrument, how, said):
    with pytest.raises(RuleBroken, match=said):
        await an_asking(work.journey, work.coach, instrument, how)
    assert not await Asking.exists()


async def test_nothing_is_asked_of_an_unknown_instrument(work):
    with pytest.raises(NotFound):
        await an_asking(work.journey, work.coach, "horoscope")


@pytest.mark.parametrize(
    ("changed", "said"), [({"email": ""}, "no email address"), ({"never_contact": True}, "never to be contacted")]
)
async def test_no_link_goes_to_whom_nothing_may_be_sent(work, postbox, changed, said):
    await with_email(work.person, **changed)
    with pytest.raises(RuleBroken, match=said):
        await an_asking(work.journey, work.coach, how=How.LINK)


async def test_only_staff_who_work_with_them_ask(work):
    with pytest.raises(RuleBroken):
        await an_asking(work.journey, as_themself(work.person))
    with pytest.raises(NotFound):
        await an_asking(work.journey, await a_member(Role.HEALTH_COACH))
    with pytest.raises(RuleBroken):
        await an_asking(work.journey, await a_member(Role.EVALUATOR))


async def test_nothing_is_asked_on_a_journey_that_has_ended(work):
    await journeys.close(work.journey, reason=EndReason.GOALS_MET, planned=True, why="Done", by=work.coach)
    with pytest.raises(RuleBroken, match="ended"):
        await an_asking(work.journey, work.coach)


async def test_an_asking_that_cannot_be_told_is_not_there(work, mute):
    mute()
    with pytest.raises(RuntimeError):
        await an_asking(work.journey, work.coach)
    assert not await Asking.exists()


# ── taking back ──


async def test_taken_back_it_waits_no_more_and_half_done_sheets_are_forgotten(work):
    asking = await an_asking(work.journey, work.coach)
    await drafts.keep("resident:x", actions.DRAFT, str(asking), {"item-happy": "4"})
    for _ in range(2):
        await actions.take_back(asking, journey=work.journey, by=work.coach)
    assert (await the_asking(asking)).state == AskingState.TAKEN_BACK
    assert await drafts.kept("resident:x", actions.DRAFT, str(asking)) is None
    assert len(await events("measure.taken_back")) == 1
    assert await queries.open_for(work.person) == []
    with pytest.raises(RuleBroken, match="not needed any more"):
        await given_answers(work, asking)


async def test_nobody_takes_back_what_is_not_theirs(work):
    asking = await an_asking(work.journey, work.coach)
    other = await an_open_journey(work.coach, stage=Stage.COACHING)
    for journey, by in ((other, work.coach), (work.journey, await a_member(Role.HEALTH_COACH))):
        with pytest.raises(NotFound):
            await actions.take_back(asking, journey=journey, by=by)
    with pytest.raises(RuleBroken):
        await actions.take_back(asking, journey=work.journey, by=as_themself(work.person))


# ── answering ──


async def test_answers_become_a_score_and_what_was_asked_is_over(work):
    asking = await an_asking(work.journey, work.coach, "gad7")
    answered = await given_answers(work, asking, "gad7", by=as_themself(work.person), how=Taken.SELF)
    score = await row("SELECT * FROM score WHERE id = $1", answered.score)
    assert (score["instrument"], score["how"], score["taken_by"]) == ("gad7", "self", None)
    kept = await the_asking(asking)
    assert (kept.state, kept.score) == ("answered", answered.score)
    [event] = await events("measure.answered")
    assert event["by_kind"] == "resident"


async def test_the_same_sheet_twice_is_one_score(work):
    asking, submission = await an_asking(work.journey, work.coach), uuid4()
    first = await given_answers(work, asking, submission=submission)
    assert await given_answers(work, asking, submission=submission) == first
    assert await Score.count() == 1
    with pytest.raises(RuleBroken, match="answered already"):
        await given_answers(work, asking)


async def test_a_sheet_that_fails_leaves_the_asking_open(work, mute):
    asking = await an_asking(work.journey, work.coach)
    mute()
    with pytest.raises(RuntimeError):
        await given_answers(work, asking)
    assert (await the_asking(asking)).state == "open"
    assert not await Score.exists()


async def test_nobody_answers_for_somebody_else(work):
    asking = await an_asking(work.journey, work.coach)
    stranger = as_themself((await row("SELECT person FROM journey WHERE id = $1", await another(work)))["person"])
    for by in (stranger, await a_member(Role.HEALTH_COACH)):
        with pytest.raises(NotFound):
            await given_answers(work, asking, by=by)


async def another(work):
    return await an_open_journey(work.coach, stage=Stage.COACHING)


async def test_they_would_rather_not_is_an_answer(work):
    asking = await an_asking(work.journey, work.coach)
    for _ in range(2):
        await actions.decline(asking, journey=work.journey, by=as_themself(work.person))
    assert (await the_asking(asking)).state == "declined"
    assert [one["not_done"] for one in await Score.select()] == ["declined"]
    assert len(await events("measure.declined")) == 1


async def test_a_score_from_its_licensed_source_answers_what_was_asked(work):
    asking = await an_asking(work.journey, work.coach, "pam", How.SCORE)
    submission = uuid4()
    for _ in range(2):
        await actions.enter_score(
            asking, journey=work.journey, score=Decimal("52.9"), submission=submission, by=work.coach
        )
    assert (await the_asking(asking)).state == "answered"
    assert await Score.count() == 1


async def test_why_there_is_no_score_ends_it_too(work):
    asking = await an_asking(work.journey, work.coach, "pam", How.SCORE)
    await actions.enter_score(
        asking, journey=work.journey, not_done=NotDone.NOT_SUITABLE, submission=uuid4(), by=work.coach
    )
    assert (await the_asking(asking)).state == "declined"


async def test_a_score_written_down_elsewhere_settles_what_was_asked(work, app):
    asking = await an_asking(work.journey, work.coach, "pam", How.SCORE)
    waiting = await an_asking(work.journey, work.coach)
    score = await a_pam(work.journey, work.coach)
    await deliver_all()
    settled = await the_asking(asking)
    assert (settled.state, settled.score) == ("answered", score)
    assert (await the_asking(waiting)).state == "open"


# ── putting right ──


async def test_answers_are_put_right_beside_the_old_ones(work):
    asking = await an_asking(work.journey, work.coach, "gad7")
    wrong = (await given_answers(work, asking, "gad7")).score
    right = await actions.correct(
        wrong, journey=work.journey, answers=all_answers("gad7", 1), how=Taken.TOGETHER, by=work.coach
    )
    panel = await queries.result(work.journey, "gad7", seen_by=work.coach)
    assert {one.id: one.struck for one in panel.scores} == {wrong: True, right.score: False}
    assert panel.latest.score == 7


async def test_only_staff_put_scores_right(work):
    asking = await an_asking(work.journey, work.coach, "gad7")
    wrong = (await given_answers(work, asking, "gad7")).score
    with pytest.raises(RuleBroken):
        await actions.correct(wrong, journey=work.journey, answers=all_answers("gad7", 1), by=as_themself(work.person))
    with pytest.raises(NotFound):
        await actions.correct(uuid4(), journey=work.journey, answers=all_answers("gad7", 1), by=work.coach)


# ── an answer that asks for help ──


async def matters():
    return await rows("SELECT * FROM safety_matter ORDER BY raised_at")


@pytest.fixture
async def duty():
    """Somebody on duty who works in another area."""
    member = await a_member(Role.HEALTH_COACH, email="duty@livewell.example")
    await phq9_set_up(member)
    return member


@pytest.mark.parametrize("value", [1, 2, 3])
async def test_it_opens_a_matter_for_whoever_is_on_duty_whatever_the_number(work, duty, value):
    asking = await an_asking(work.journey, work.coach, "phq9")
    answered = await given_answers(work, asking, "phq9", by=as_themself(work.person), how=Taken.SELF, thoughts=value)
    assert answered.needs_help
    [matter] = await matters()
    assert (matter["duty"], matter["urgent"], matter["person"], matter["journey"], matter["raised_from"]) == (
        duty.id,
        True,
        work.person,
        work.journey,
        "measure",
    )


async def test_no_such_answer_opens_none(work, duty):
    asking = await an_asking(work.journey, work.coach, "phq9")
    answered = await given_answers(work, asking, "phq9", interest=3, down=3)
    assert not answered.needs_help
    assert await matters() == []


async def test_one_sheet_sent_twice_opens_one(work, duty):
    asking, submission = await an_asking(work.journey, work.coach, "phq9"), uuid4()
    for _ in range(2):
        answered = await given_answers(work, asking, "phq9", submission=submission, thoughts=1)
        assert answered.needs_help
    assert len(await matters()) == 1


async def test_the_score_is_not_kept_without_its_matter(work, duty, monkeypatch):
    async def fails(**_):
        raise RuntimeError("no matter today")

    asking = await an_asking(work.journey, work.coach, "phq9")
    monkeypatch.setattr("livewell.safety.actions.raise_matter", fails)
    with pytest.raises(RuntimeError):
        await given_answers(work, asking, "phq9", thoughts=1)
    assert not await Score.exists()
    assert (await the_asking(asking)).state == "open"


async def test_put_right_it_asks_for_help_as_well_and_only_once(work, duty):
    asking = await an_asking(work.journey, work.coach, "phq9")
    score = (await given_answers(work, asking, "phq9")).score
    for answers in (all_answers("phq9", thoughts=2), all_answers("phq9", thoughts=2, down=1)):
        right = await actions.correct(score, journey=work.journey, answers=answers, how=Taken.TOGETHER, by=work.coach)
        assert right.needs_help
        score = right.score
    assert len(await matters()) == 1


async def test_neither_message_nor_news_says_what_was_answered(work, duty, app):
    asking = await an_asking(work.journey, work.coach, "phq9")
    await given_answers(work, asking, "phq9", by=as_themself(work.person), how=Taken.SELF, thoughts=1)
    await deliver_all()
    told = await rows('SELECT "to", subject, body FROM message')
    assert "duty@livewell.example" in {one["to"] for one in told}
    assert len(told) == 2  # the duty contact and the coach of the area
    said = str(told) + str(await Event.select()) + str(await rows("SELECT * FROM delivery"))
    for word in ("thoughts", "phq9:", "better off dead", "item_9", "PHQ", "Low mood", "suicid", "answers"):
        assert word not in said, word
    assert await value("SELECT count(*) FROM event WHERE details::text LIKE '%item_9%'") == 0


# ── reminding ──


@pytest.mark.parametrize(
    ("days", "how", "changed", "reminded"),
    [
        (2, How.SPACE, {}, 1),
        (2, How.LINK, {}, 1),
        (0, How.SPACE, {}, 1),
        (-7, How.SPACE, {}, 1),
        (3, How.SPACE, {}, 0),
        (-8, How.SPACE, {}, 0),
        (2, How.PAPER, {}, 0),
        (2, How.SPACE, {"email": ""}, 0),
        (2, How.SPACE, {"never_contact": True}, 0),
    ],
)
async def test_who_is_reminded_and_when(work, postbox, days, how, changed, reminded):
    with clock.at(clock.now() - timedelta(days=20)):
        asking = await an_asking(work.journey, work.coach, how=how, due_on=clock.today())
    await Asking.update({Asking.due_on: clock.today() + timedelta(days=days)}).where(Asking.id == asking)
    await with_email(work.person, **changed)
    assert await actions.remind_due() == reminded
    assert await actions.remind_due() == 0
    await deliver_all()
    subjects = [one["subject"] for one in postbox.taken if "reminder" in one["subject"]]
    assert len(subjects) == reminded


async def test_nobody_is_reminded_of_what_is_over_or_was_asked_today(work, postbox):
    fresh = await an_asking(work.journey, work.coach, due_on=clock.today())
    assert await actions.remind_due() == 0
    await Asking.update({Asking.asked_at: clock.now() - timedelta(days=2)}).where(Asking.id == fresh)
    await actions.take_back(fresh, journey=work.journey, by=work.coach)
    assert await actions.remind_due() == 0


async def test_a_reminder_says_nothing_of_what_it_is_about(work, postbox):
    asking = await an_asking(work.journey, work.coach, "phq8", due_on=clock.today(), words="About your mood.")
    await Asking.update({Asking.asked_at: clock.now() - timedelta(days=2)}).where(Asking.id == asking)
    await actions.remind_due()
    await deliver_all()
    # Without random letters, of which any three may be a word.
    said = re.sub(r"[\w-]{30,}", "", postbox.taken[-1]["subject"] + postbox.taken[-1].get_content())
    assert "/my/questions" in said
    assert "/help-now" in said
    for word in ("PHQ", "mood", "Low", "depress"):
        assert word not in said
