"""Whoever must not meet never meets: no list, no form, no join of records and no row brings them together, and nobody is told why."""

from uuid import uuid4

import asyncpg
import pytest

from livewell.journeys.rules import Stage
from livewell.kit import clock, deliveries
from livewell.kit.db import transaction, value
from livewell.kit.errors import RuleBroken
from livewell.people import actions as people
from livewell.placements import actions, queries
from livewell.placements.actions.placing import NOT_FROM_THE_LIST
from livewell.placements.tables import Placement
from livewell.staff.rules import Role
from livewell.worker import prepare
from tests.factories.journeys import an_open_journey
from tests.factories.people import a_person
from tests.factories.placements import a_pair, a_visit, begun, proposed, the_placement, the_request, the_shift
from tests.factories.staff import a_member
from tests.factories.volunteers import at_own_pages

WHY = "Whyhecanary is her former husband"


@pytest.fixture(autouse=True)
def everybody_listens():
    prepare()


async def apart(pair) -> None:
    await actions.keep_apart(pair.journey, volunteer=pair.volunteer, why=WHY, submission=uuid4(), by=pair.coach)


async def test_they_are_absent_from_the_list_and_the_form_says_the_same_as_for_anybody():
    pair = await a_pair()
    assert len(await queries.suggested(pair.asked)) == 1
    await apart(pair)
    assert await queries.suggested(pair.asked) == ()
    with pytest.raises(RuleBroken) as refused:
        await proposed(pair)
    assert str(refused.value) == NOT_FROM_THE_LIST


async def test_what_goes_on_ends_at_once_and_its_visits_with_it():
    pair = await a_pair()
    placement = await begun(pair)
    visit = await a_visit(pair, placement)
    await apart(pair)
    assert (await the_placement(placement)).state == "ended"
    assert (await the_shift(visit)).state == "cancelled"
    assert (await the_request(pair.asked)).state == "open"
    for what in ("placement.ended", "volunteer.kept_apart"):
        assert await value("SELECT count(*) FROM event WHERE what = $1", what) == 1


async def test_what_is_being_asked_ends_too():
    pair = await a_pair()
    placement = await proposed(pair)
    await apart(pair)
    assert (await the_placement(placement)).state == "ended"
    with pytest.raises(RuleBroken):
        await actions.start(placement, by=pair.coordinator)


@pytest.mark.parametrize("state", ["proposed", "active"])
async def test_no_row_brings_them_together_whatever_writes_it(state):
    pair = await a_pair()
    await apart(pair)
    with pytest.raises(asyncpg.CheckViolationError, match="not matched"):
        async with transaction():
            await Placement(
                id=uuid4(),
                volunteer=pair.volunteer,
                role=pair.role,
                asked=pair.asked,
                state=state,
                made_at=clock.now(),
                made_by=pair.coordinator.id,
            ).save()


async def test_what_holds_for_one_record_holds_for_the_other_when_they_are_one_person():
    pair = await a_pair()
    placement = await begun(pair)
    other = await an_open_journey(pair.coach, stage=Stage.COACHING)
    await actions.keep_apart(other, volunteer=pair.volunteer, why=WHY, submission=uuid4(), by=pair.coach)
    assert (await the_placement(placement)).state == "active"
    one = await value("SELECT person FROM journey WHERE id = $1", pair.journey)
    two = await value("SELECT person FROM journey WHERE id = $1", other)
    await people.decide_same(goes_on=one, other=two, moved=(), by=pair.coach)
    await deliveries.deliver_all()
    assert (await the_placement(placement)).state == "ended"
    assert await queries.suggested(pair.asked) == ()
    seen = await queries.apart_from(pair.journey, seen_by=pair.coach)
    assert [kept.why for kept in seen.apart] == [WHY]


async def test_a_chain_of_records_is_one_person():
    pair = await a_pair()
    first = await value("SELECT person FROM journey WHERE id = $1", pair.journey)
    middle = await a_person()
    far = await an_open_journey(pair.coach, stage=Stage.COACHING)
    last = await value("SELECT person FROM journey WHERE id = $1", far)
    await people.decide_same(goes_on=middle, other=first, moved=(), by=pair.coach)
    await people.decide_same(goes_on=last, other=middle, moved=(), by=pair.coach)
    await actions.keep_apart(far, volunteer=pair.volunteer, why=WHY, submission=uuid4(), by=pair.coach)
    assert await queries.suggested(pair.asked) == ()


async def test_why_is_read_by_the_safety_team_alone(client_for, visitor):
    pair = await a_pair()
    await begun(pair)
    await apart(pair)
    worker = await a_member(Role.LINK_WORKER, area=pair.coach.area)
    await value("UPDATE journey SET link_worker = $2 WHERE id = $1", pair.journey, worker.id)
    page = f"/journeys/{pair.journey}/apart"
    assert "Whyhecanary" in (await (await client_for(pair.coach)).get(page)).text
    seen = await (await client_for(worker)).get(page)
    assert seen.status_code == 200
    assert "Whyhecanary" not in seen.text
    coordinator = await client_for(pair.coordinator)
    assert (await coordinator.get(page)).status_code == 403
    for path in (
        "/volunteers/matching",
        f"/volunteers/matching/{pair.asked}",
        f"/volunteers/{pair.volunteer}",
        "/volunteers",
    ):
        shown = await coordinator.get(path)
        assert shown.status_code == 200, path
        assert "Whyhecanary" not in shown.text
        assert "kept apart" not in shown.text.lower()
    own = await at_own_pages(visitor, pair.volunteer)
    for path in ("/volunteer/me", "/volunteer/me/people", "/volunteer/me/rota"):
        assert "Whyhecanary" not in (await own.get(path)).text


CANARIES = {
    "family_name": "Familycanary",
    "address": "1 Canary Wharf Lane",
    "postcode": "NG2 6AB",
    "phone": "01632 960777",
    "email": "canary@person.example",
}


async def test_coordinators_and_volunteers_see_a_first_name_and_nothing_that_leads_to_the_person(client_for, visitor):
    pair = await a_pair(said={"ward": "E05009708"}, protected_address=True, nhs_number="9990000018", **CANARIES)
    placement = await begun(pair)
    await a_visit(pair, placement)
    about = await value("SELECT person FROM journey WHERE id = $1", pair.journey)
    coordinator = await client_for(pair.coordinator)
    own = await at_own_pages(visitor, pair.volunteer)
    shift = await value("SELECT id FROM shift LIMIT 1")
    seen = [
        await coordinator.get(path)
        for path in (
            "/volunteers/matching",
            f"/volunteers/matching/{pair.asked}",
            f"/volunteers/placements/{placement}",
            "/volunteers/rota",
            f"/volunteers/rota/{shift}",
            f"/volunteers/rota/{shift}/shift.ics",
            f"/volunteers/{pair.volunteer}",
        )
    ]
    seen += [
        await own.get(path)
        for path in (
            "/volunteer/me",
            "/volunteer/me/rota",
            "/volunteer/me/people",
            f"/volunteer/me/people/{placement}",
            "/volunteer/me/worry",
            f"/volunteer/me/rota/{shift}/shift.ics",
        )
    ]
    for answer in seen:
        assert answer.status_code == 200, answer.url
        for canary in (*CANARIES.values(), "9990000018", "E05009708", str(pair.journey), str(about)):
            assert canary not in answer.text, (canary, answer.url)
    assert (await coordinator.get(f"/journeys/{pair.journey}/about/befriender")).status_code == 403
