import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from livewell.kit import db, news
from livewell.kit.errors import NotFound, RuleBroken
from livewell.referrals import actions
from livewell.referrals.rules import DeclineReason
from livewell.referrals.tables import Referral
from livewell.staff.rules import Member, Role
from tests.factories.people import a_person, an_nhs_number
from tests.factories.places import a_practice, an_area
from tests.factories.referrals import a_referral
from tests.factories.staff import a_member


async def the(referral: UUID) -> Referral:
    row = await Referral.objects().where(Referral.id == referral).first()
    assert row is not None
    return row


async def told() -> list[str]:
    return [one["what"] for one in await db.rows("SELECT what FROM event ORDER BY told_in")]


async def a_coach(area: UUID | None = None) -> Member:
    return await a_member(Role.HEALTH_COACH, area=area or await an_area())


async def test_accepting_opens_the_journey() -> None:
    coach = await a_coach()
    practice = await a_practice(area=coach.area)
    person = await a_person(practice=practice)
    referral = await a_referral(person=person, area=coach.area)
    journey = await actions.accept(referral, by=coach)
    row = await the(referral)
    assert (row.status, row.journey, row.decided_by) == ("accepted", journey, coach.id)
    opened = await db.row("SELECT * FROM journey WHERE id = $1", journey)
    assert opened is not None
    assert (opened["person"], opened["area"], opened["practice"], opened["health_coach"]) == (
        person,
        coach.area,
        practice,
        coach.id,
    )
    assert {"journey.opened", "referral.accepted"} <= set(await told())


async def test_the_service_sets_by_when_the_first_contact_is_due() -> None:
    await db.execute(
        "INSERT INTO service_setting (key, value, changed_at) VALUES ('first_contact_working_days', '60', now())"
    )
    coach = await a_coach()
    late = await actions.accept(await a_referral(area=coach.area), by=coach)
    await db.execute("UPDATE service_setting SET value = '1'")
    soon = await actions.accept(await a_referral(area=coach.area), by=coach)
    due = {
        one["id"]: one["first_contact_due_on"] for one in await db.rows("SELECT id, first_contact_due_on FROM journey")
    }
    assert (due[late] - due[soon]).days > 60


async def test_a_second_referral_joins_the_open_journey() -> None:
    coach = await a_coach()
    person = await a_person()
    first = await actions.accept(await a_referral(person=person, area=coach.area), by=coach)
    second = await actions.accept(await a_referral(person=person, area=coach.area), by=coach)
    assert first == second
    assert await db.value("SELECT count(*) FROM journey") == 1


async def test_a_manager_names_the_coach_and_the_area_when_there_is_none() -> None:
    manager = await a_member(Role.MANAGER)
    coach = await a_coach()
    referral = await a_referral(area=None)
    with pytest.raises(RuleBroken, match="Choose the health coach"):
        await actions.accept(referral, by=manager)
    worker = await a_member(Role.LINK_WORKER)
    with pytest.raises(RuleBroken, match="working with Live Well"):
        await actions.accept(referral, health_coach=worker.id, by=manager)
    elsewhere = await an_area()
    await actions.accept(referral, health_coach=coach.id, area=elsewhere, by=manager)
    assert (await the(referral)).area == elsewhere
    without = await a_referral(area=None)
    await actions.accept(without, by=coach)
    assert (await the(without)).area == coach.area


async def test_somebody_not_eligible_is_accepted_with_a_reason_only() -> None:
    coach = await a_coach()
    referral = await a_referral(area=coach.area, eligible=False, not_eligible_why="outside_area")
    with pytest.raises(RuleBroken, match="Say why"):
        await actions.accept(referral, by=coach)
    await actions.accept(referral, override_why="Moves here next week", by=coach)
    assert (await the(referral)).override_why == "Moves here next week"


@pytest.mark.parametrize("verb", ["accept", "ask", "decline", "set_urgent", "same_person", "different_people", "undo"])
async def test_only_coaches_of_the_area_and_managers_decide(verb: str) -> None:
    area = await an_area()
    referral = await a_referral(area=area)

    async def act(by: Member) -> None:
        if verb == "accept":
            await actions.accept(referral, by=by)
        elif verb == "ask":
            await actions.ask(referral, question="Which number?", by=by)
        elif verb == "decline":
            await actions.decline(referral, reason=DeclineReason.DUPLICATE, suggestion="The first one", by=by)
        elif verb == "set_urgent":
            await actions.set_urgent(referral, urgent=True, by=by)
        elif verb == "same_person":
            await actions.same_person(referral, other=uuid4(), by=by)
        elif verb == "different_people":
            await actions.different_people(referral, other=uuid4(), by=by)
        else:
            await actions.undo_same_person(referral, by=by)

    for stranger in (
        await a_coach(),
        await a_member(Role.LINK_WORKER, area=area),
        await a_member(Role.PRACTICE_REFERRER),
        await a_member(Role.EVALUATOR),
    ):
        with pytest.raises(NotFound):
            await act(stranger)
    assert (await the(referral)).status == "received"
    assert (await the(referral)).urgent is False


@pytest.mark.parametrize("verb", ["accept", "ask", "answer", "decline", "set_urgent", "same_person"])
async def test_after_a_decision_nothing_changes(verb: str) -> None:
    coach = await a_coach()
    referral = await a_referral(area=coach.area)
    question = await actions.ask(referral, question="Which number?", by=coach)
    await actions.decline(referral, reason=DeclineReason.OTHER_SERVICE, suggestion="The walking group", by=coach)
    tries: dict[str, Any] = {
        "accept": lambda: actions.accept(referral, by=coach),
        "ask": lambda: actions.ask(referral, question="Again?", by=coach),
        "answer": lambda: actions.answer(referral, request_id=question, text="This one", by=coach),
        "decline": lambda: actions.decline(referral, reason=DeclineReason.DUPLICATE, suggestion="Nothing", by=coach),
        "set_urgent": lambda: actions.set_urgent(referral, urgent=True, by=coach),
        "same_person": lambda: actions.same_person(referral, other=uuid4(), by=coach),
    }
    with pytest.raises(RuleBroken, match="already declined"):
        await tries[verb]()


async def test_a_question_waits_for_its_answer() -> None:
    coach = await a_coach()
    gp = await a_member(Role.PRACTICE_REFERRER)
    referral = await a_referral(area=coach.area, practice=gp.practice, referrer=gp.id)
    first = await actions.ask(referral, question="Which number may we ring?", by=coach)
    second = await actions.ask(referral, question="And when?", by=coach)
    assert (await the(referral)).status == "awaiting_information"
    stranger = await a_member(Role.PRACTICE_REFERRER)
    with pytest.raises(NotFound):
        await actions.answer(referral, request_id=first, text="None", by=stranger)
    colleague = await a_member(Role.PRACTICE_REFERRER, practice=gp.practice)
    await actions.answer(referral, request_id=first, text="Her daughter’s", by=colleague)
    assert (await the(referral)).status == "awaiting_information"
    with pytest.raises(RuleBroken, match="answered already"):
        await actions.answer(referral, request_id=first, text="Again", by=gp)
    with pytest.raises(NotFound):
        await actions.answer(referral, request_id=uuid4(), text="To nothing", by=gp)
    await actions.answer(referral, request_id=second, text="After ten", by=coach)
    assert (await the(referral)).status == "received"
    assert await told() == ["referral.information_asked"] * 2 + ["referral.information_given"] * 2


async def test_declining_needs_something_the_person_can_still_use() -> None:
    coach = await a_coach()
    referral = await a_referral(area=coach.area)
    with pytest.raises(RuleBroken, match="Suggest"):
        await actions.decline(referral, reason=DeclineReason.OTHER_SERVICE, suggestion="", by=coach)
    await actions.decline(referral, reason=DeclineReason.OTHER_SERVICE, suggestion="The memory café", by=coach)
    row = await the(referral)
    assert (row.status, row.decline_reason, row.decline_suggestion) == ("declined", "other_service", "The memory café")
    event = await db.row("SELECT details FROM event WHERE what = 'referral.declined'")
    assert event is not None
    assert event["details"] == '{"reason": "other_service"}'


async def test_urgent_is_marked_and_unmarked_once() -> None:
    coach = await a_coach()
    referral = await a_referral(area=coach.area)
    await actions.set_urgent(referral, urgent=True, by=coach)
    await actions.set_urgent(referral, urgent=True, by=coach)
    assert (await the(referral)).urgent
    await actions.set_urgent(referral, urgent=False, by=coach)
    assert await told() == ["referral.urgent", "referral.urgent"]


MARY: dict[str, Any] = {"first_name": "Mary", "family_name": "Okafor", "born_on": date(1948, 3, 12), "nhs_number": None}


async def test_one_person_with_two_records_and_back_again() -> None:
    coach = await a_coach()
    older = await a_person(**MARY)
    newer = await a_person(**MARY | {"nhs_number": an_nhs_number()})
    referral = await a_referral(person=newer, area=coach.area)
    assert await actions.same_person(referral, other=older, by=coach) == older
    assert (await the(referral)).person == older
    await actions.undo_same_person(referral, by=coach)
    assert (await the(referral)).person == newer
    with pytest.raises(RuleBroken, match="nothing to take back"):
        await actions.undo_same_person(referral, by=coach)


async def test_once_a_journey_has_started_records_stay_joined() -> None:
    coach = await a_coach()
    older, newer = await a_person(**MARY), await a_person(**MARY)
    kept = await a_referral(person=older, area=coach.area)
    moved = await a_referral(person=newer, area=coach.area)
    await actions.same_person(moved, other=older, by=coach)
    await actions.accept(moved, by=coach)
    with pytest.raises(RuleBroken, match="stay joined"):
        await actions.undo_same_person(kept, by=coach)


async def test_the_record_with_a_journey_goes_on_even_when_it_is_younger() -> None:
    coach = await a_coach()
    older, newer = await a_person(**MARY), await a_person(**MARY)
    await actions.accept(await a_referral(person=newer, area=coach.area), by=coach)
    referral = await a_referral(person=older, area=coach.area)
    assert await actions.same_person(referral, other=newer, by=coach) == newer
    assert (await the(referral)).person == newer


async def test_two_journeys_are_for_a_manager_to_sort_out() -> None:
    coach = await a_coach()
    one, other = await a_person(**MARY), await a_person(**MARY)
    for person in (one, other):
        await actions.accept(await a_referral(person=person, area=coach.area), by=coach)
    with pytest.raises(RuleBroken, match="Both records"):
        await actions.same_person(await a_referral(person=one, area=coach.area), other=other, by=coach)


async def test_only_records_that_are_alike_are_compared_and_only_once() -> None:
    coach = await a_coach()
    person, like, unlike = await a_person(**MARY), await a_person(**MARY), await a_person()
    referral = await a_referral(person=person, area=coach.area)
    with pytest.raises(RuleBroken, match="not alike"):
        await actions.same_person(referral, other=unlike, by=coach)
    await actions.different_people(referral, other=like, by=coach)
    with pytest.raises(RuleBroken, match="decided"):
        await actions.same_person(referral, other=like, by=coach)


@pytest.mark.parametrize("verb", ["accept", "ask", "answer", "decline", "set_urgent", "same_person", "undo"])
async def test_nothing_is_left_behind_when_it_fails(verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    coach = await a_coach()
    older, newer = await a_person(**MARY), await a_person(**MARY)
    referral = await a_referral(person=newer, area=coach.area)
    question = await actions.ask(referral, question="Which number?", by=coach) if verb == "answer" else uuid4()
    if verb == "undo":
        await actions.same_person(referral, other=older, by=coach)
    before = (await the(referral)).to_dict()

    async def broken(*_: Any, **__: Any) -> None:
        raise OSError

    tries: dict[str, Any] = {
        "accept": lambda: actions.accept(referral, by=coach),
        "ask": lambda: actions.ask(referral, question="When?", by=coach),
        "answer": lambda: actions.answer(referral, request_id=question, text="This one", by=coach),
        "decline": lambda: actions.decline(referral, reason=DeclineReason.DUPLICATE, suggestion="First", by=coach),
        "set_urgent": lambda: actions.set_urgent(referral, urgent=True, by=coach),
        "same_person": lambda: actions.same_person(referral, other=older, by=coach),
        "undo": lambda: actions.undo_same_person(referral, by=coach),
    }
    monkeypatch.setattr(news, "tell", broken)
    with pytest.raises(OSError):
        await tries[verb]()
    assert (await the(referral)).to_dict() == before
    assert await db.value("SELECT count(*) FROM journey") == 0
    assert await db.value("SELECT count(*) FROM green_book") == 0
    assert await db.value("SELECT count(*) FROM same_person WHERE undone_at IS NOT NULL") == 0
    assert await db.value("SELECT count(*) FROM information_request WHERE answered_at IS NOT NULL") == 0


async def test_two_coaches_accept_at_once_and_one_wins(committed_db: str) -> None:
    area = await an_area()
    coaches = [await a_member(Role.HEALTH_COACH, area=area) for _ in range(2)]
    referral = await a_referral(area=area)
    answers = await asyncio.gather(*(actions.accept(referral, by=coach) for coach in coaches), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["RuleBroken", "UUID"]
    assert await db.value("SELECT count(*) FROM journey") == 1
