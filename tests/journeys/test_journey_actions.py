"""A journey opens, moves, is given to somebody, and ends: what each does, refuses, and leaves when it fails."""

from uuid import uuid4

import pytest

from livewell.journeys import actions, queries
from livewell.journeys.rules import ContactOutcome, EndReason, Stage
from livewell.journeys.tables import ContactAttempt, Journey, StageChange
from livewell.kit.actor import PUBLIC_VISITOR, SYSTEM
from livewell.kit.db import rows, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.people.rules import ContactMethod
from livewell.staff.rules import Role
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.people import a_person
from tests.factories.staff import a_member


async def told(journey):
    return [row["what"] for row in await rows("SELECT what FROM event WHERE journey = $1 ORDER BY told_in", journey)]


async def test_opening_writes_the_journey_its_first_change_and_the_news():
    coach = await a_member(Role.HEALTH_COACH)
    person = await a_person()
    opened = await actions.open_or_join(person=person, area=coach.area, practice=None, health_coach=coach.id, by=coach)
    journey = await the_journey(opened.journey_id)
    assert not opened.joined
    assert (journey.stage, journey.person, journey.health_coach) == (Stage.CONTACTING, person, coach.id)
    changes = await StageChange.select().where(StageChange.journey == journey.id)
    assert [(one["from_stage"], one["to_stage"], one["changed_by"]) for one in changes] == [
        ("", "contacting", coach.id)
    ]
    assert await told(journey.id) == ["journey.opened"]


async def test_a_second_referral_joins():
    coach = await a_member(Role.HEALTH_COACH)
    person = await a_person()
    again = {"person": person, "area": coach.area, "practice": None, "health_coach": coach.id, "by": coach}
    first = await actions.open_or_join(**again)
    second = await actions.open_or_join(**again)
    assert second.joined
    assert second.journey_id == first.journey_id
    assert await value("SELECT count(*) FROM journey WHERE person = $1", person) == 1
    assert await told(first.journey_id) == ["journey.opened", "journey.joined"]


async def test_after_an_ending_a_new_journey_names_the_old():
    coach = await a_member(Role.HEALTH_COACH)
    first = await an_open_journey(coach)
    person = (await the_journey(first)).person
    await actions.close(first, reason=EndReason.UNABLE_TO_CONTACT, planned=False, why="", by=coach)
    second = await actions.open_or_join(person=person, area=coach.area, practice=None, health_coach=None, by=coach)
    assert not second.joined
    assert (await the_journey(second.journey_id)).previous == first


async def test_the_database_itself_allows_one_open_journey():
    coach = await a_member(Role.HEALTH_COACH)
    journey = await the_journey(await an_open_journey(coach))
    with pytest.raises(Exception, match="journey_one_open"):
        await Journey(
            person=journey.person,
            area=journey.area,
            opened_at=journey.opened_at,
            first_contact_due_on=journey.first_contact_due_on,
        ).save()


async def test_nobody_opens_a_journey_for_nobody():
    coach = await a_member(Role.HEALTH_COACH)
    with pytest.raises(NotFound):
        await actions.open_or_join(person=uuid4(), area=coach.area, practice=None, health_coach=None, by=coach)


async def test_opening_that_cannot_be_told_leaves_nothing(mute):
    coach = await a_member(Role.HEALTH_COACH)
    person = await a_person()
    mute()
    with pytest.raises(RuntimeError):
        await actions.open_or_join(person=person, area=coach.area, practice=None, health_coach=None, by=coach)
    assert await value("SELECT count(*) FROM journey WHERE person = $1", person) == 0


async def test_having_spoken_begins_the_coachs_part():
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    await actions.note_attempt(journey, method=ContactMethod.PHONE, outcome=ContactOutcome.NO_ANSWER, by=coach)
    assert (await the_journey(journey)).stage == Stage.CONTACTING
    await actions.note_attempt(
        journey, method=ContactMethod.TEXT, outcome=ContactOutcome.REACHED, note="By text", by=coach
    )
    after = await the_journey(journey)
    assert after.stage == Stage.COACHING
    assert after.reached_at is not None
    panel = await queries.panel(journey, coach)
    assert [(one.outcome, one.note) for one in panel.attempts] == [("reached", "By text"), ("no_answer", "")]
    assert await told(journey) == ["journey.opened", "journey.contact_tried", "journey.contact_tried", "journey.moved"]


async def test_the_page_suggests_an_ending_after_the_guide_and_ends_nothing():
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    for _ in range(3):
        assert (await queries.panel(journey, coach)).suggested_ending == ""
        await actions.note_attempt(journey, method=ContactMethod.PHONE, outcome=ContactOutcome.NO_ANSWER, by=coach)
    panel = await queries.panel(journey, coach)
    assert panel.suggested_ending == EndReason.UNABLE_TO_CONTACT
    assert panel.journey.is_open


async def test_whoever_is_never_to_be_contacted_is_not():
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, never_contact=True)
    with pytest.raises(RuleBroken, match="safety"):
        await actions.note_attempt(journey, method=ContactMethod.PHONE, outcome=ContactOutcome.REACHED, by=coach)
    assert await ContactAttempt.count().where(ContactAttempt.journey == journey) == 0
    await actions.move(journey, to=Stage.COACHING, why="They came by", by=coach)
    assert (await the_journey(journey)).reached_at is not None


async def test_tries_are_only_noted_before_we_spoke():
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    with pytest.raises(RuleBroken, match="spoken"):
        await actions.note_attempt(journey, method=ContactMethod.PHONE, outcome=ContactOutcome.NO_ANSWER, by=coach)


async def test_a_try_that_cannot_be_told_leaves_nothing(mute):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    mute()
    with pytest.raises(RuntimeError):
        await actions.note_attempt(journey, method=ContactMethod.PHONE, outcome=ContactOutcome.REACHED, by=coach)
    assert await ContactAttempt.count().where(ContactAttempt.journey == journey) == 0
    assert (await the_journey(journey)).stage == Stage.CONTACTING


async def test_a_move_is_a_row_with_who_when_and_why():
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    await actions.move(journey, to=Stage.INTRODUCED, why="Ready for company", by=coach)
    change = (
        await StageChange.select()
        .where((StageChange.journey == journey) & (StageChange.to_stage == "introduced"))
        .first()
    )
    assert (change["from_stage"], change["why"], change["changed_by"]) == ("coaching", "Ready for company", coach.id)
    details = await value(
        "SELECT details FROM event WHERE journey = $1 AND what = 'journey.moved' ORDER BY told_in DESC LIMIT 1", journey
    )
    assert '"from": "coaching"' in details
    assert '"to": "introduced"' in details


@pytest.mark.parametrize("to", [Stage.CONTACTING, Stage.COACHING, Stage.LINK_WORK, Stage.CLOSED])
async def test_a_move_that_is_not_open_is_refused(to):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    with pytest.raises(RuleBroken):
        await actions.move(journey, to=to, why="", by=coach)
    assert (await the_journey(journey)).stage == Stage.COACHING


async def test_a_move_that_cannot_be_told_leaves_nothing(mute):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    changes = await StageChange.count().where(StageChange.journey == journey)
    mute()
    with pytest.raises(RuntimeError):
        await actions.move(journey, to=Stage.INTRODUCED, why="", by=coach)
    assert (await the_journey(journey)).stage == Stage.COACHING
    assert await StageChange.count().where(StageChange.journey == journey) == changes


async def test_an_ending_has_a_reason_and_happens_once(mute):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    await actions.close(journey, reason=EndReason.GOALS_MET, planned=True, why="Well done", by=coach)
    ended = await the_journey(journey)
    assert (ended.stage, ended.end_reason, ended.end_planned) == (Stage.CLOSED, "goals_met", True)
    assert ended.closed_at is not None
    for again in (
        actions.close(journey, reason=EndReason.DIED, planned=False, why="", by=coach),
        actions.move(journey, to=Stage.COACHING, why="", by=coach),
        actions.assign(journey, health_coach=coach.id, by=coach),
        actions.note_attempt(journey, method=ContactMethod.PHONE, outcome=ContactOutcome.REACHED, by=coach),
    ):
        with pytest.raises(RuleBroken):
            await again
    assert (await the_journey(journey)).end_reason == "goals_met"


async def test_an_ending_that_cannot_be_told_leaves_nothing(mute):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    mute()
    with pytest.raises(RuntimeError):
        await actions.close(journey, reason=EndReason.MOVED_AWAY, planned=False, why="", by=coach)
    after = await the_journey(journey)
    assert (after.stage, after.end_reason, after.closed_at) == (Stage.CONTACTING, "", None)


async def test_giving_a_journey_to_others_of_the_area():
    coach = await a_member(Role.HEALTH_COACH)
    other = await a_member(Role.HEALTH_COACH, area=coach.area)
    worker = await a_member(Role.LINK_WORKER, area=coach.area)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    await actions.assign(journey, health_coach=other.id, by=coach)
    await actions.assign(journey, link_worker=worker.id, by=coach)
    after = await the_journey(journey)
    assert (after.health_coach, after.link_worker) == (other.id, worker.id)
    await actions.assign(journey, no_link_worker=True, by=coach)
    after = await the_journey(journey)
    assert (after.health_coach, after.link_worker) == (other.id, None)


async def test_a_worker_of_another_area_is_given_it_only_on_purpose():
    coach = await a_member(Role.HEALTH_COACH)
    far = await a_member(Role.LINK_WORKER)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    with pytest.raises(RuleBroken, match="area"):
        await actions.assign(journey, link_worker=far.id, by=coach)
    await actions.assign(journey, link_worker=far.id, elsewhere=True, by=coach)
    assert (await the_journey(journey)).link_worker == far.id


@pytest.mark.parametrize("kind", ["a coach as link worker", "a link worker as coach", "somebody who left", "nobody"])
async def test_only_an_active_worker_of_that_kind(kind):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    if kind == "a coach as link worker":
        wrong = {"link_worker": coach.id}
    elif kind == "a link worker as coach":
        wrong = {"health_coach": (await a_member(Role.LINK_WORKER, area=coach.area)).id}
    elif kind == "somebody who left":
        wrong = {"health_coach": (await a_member(Role.HEALTH_COACH, area=coach.area, active=False)).id}
    else:
        wrong = {"health_coach": uuid4()}
    with pytest.raises(RuleBroken):
        await actions.assign(journey, **wrong, by=coach)


async def test_giving_that_cannot_be_told_leaves_nothing(mute):
    coach = await a_member(Role.HEALTH_COACH)
    other = await a_member(Role.HEALTH_COACH, area=coach.area)
    journey = await an_open_journey(coach)
    mute()
    with pytest.raises(RuntimeError):
        await actions.assign(journey, health_coach=other.id, by=coach)
    assert (await the_journey(journey)).health_coach == coach.id


STRANGERS = [role for role in Role if role is not Role.MANAGER]


@pytest.mark.parametrize("role", STRANGERS)
async def test_a_journey_that_is_not_theirs_is_not_there(role):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    stranger = await a_member(role)
    for attempt in (
        actions.move(journey, to=Stage.COACHING, why="", by=stranger),
        actions.close(journey, reason=EndReason.DIED, planned=False, why="", by=stranger),
        actions.assign(journey, health_coach=coach.id, by=stranger),
        actions.note_attempt(journey, method=ContactMethod.PHONE, outcome=ContactOutcome.REACHED, by=stranger),
        queries.journey(journey, stranger),
        queries.panel(journey, stranger),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert (await the_journey(journey)).stage == Stage.CONTACTING


async def test_the_public_moves_nothing_and_the_system_may():
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    with pytest.raises(NotFound):
        await actions.move(journey, to=Stage.COACHING, why="", by=PUBLIC_VISITOR)
    await actions.move(journey, to=Stage.COACHING, why="", by=SYSTEM)
    assert (await the_journey(journey)).stage == Stage.COACHING


async def test_who_sees_which():
    coach = await a_member(Role.HEALTH_COACH)
    colleague = await a_member(Role.HEALTH_COACH, area=coach.area)
    worker = await a_member(Role.LINK_WORKER, area=coach.area)
    other_worker = await a_member(Role.LINK_WORKER, area=coach.area)
    manager = await a_member(Role.MANAGER)
    journey = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=worker)
    for member in (coach, colleague, worker, manager):
        assert (await queries.journey(journey, member)).id == journey
        assert await Journey.count().where(Journey.id == journey).where(queries.visible(member)) == 1
    with pytest.raises(NotFound):
        await queries.journey(journey, other_worker)
    assert await Journey.count().where(Journey.id == journey).where(queries.visible(other_worker)) == 0


async def test_the_name_of_a_table_is_a_name():
    manager = await a_member(Role.MANAGER)
    with pytest.raises(ValueError):
        queries.seen_by_sql(manager, "j; DROP TABLE journey")
