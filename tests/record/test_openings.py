"""Who opened what can be listed by person and by member of staff, by managers alone; and everybody sees their own."""

import pytest

from livewell.kit.db import count_queries
from livewell.record import queries
from livewell.staff.rules import Role
from tests.factories.feedback import a_case, somebody
from tests.factories.staff import a_member


@pytest.fixture
async def looked(client_for):
    coach = await a_member(Role.HEALTH_COACH, name="Ama Boateng")
    person = await somebody(first_name="Edith", family_name="Marlowe")
    journey = await a_case(coach, person=person)
    client = await client_for(coach)
    for _ in range(3):
        assert (await client.get(f"/journeys/{journey}")).status_code == 200
    return coach, person, journey


async def test_a_manager_sees_who_opened_a_record(looked, client_for):
    _coach, person, journey = looked
    client = await client_for(Role.MANAGER)
    with count_queries() as ran:
        page = await client.get(f"/journeys/{journey}/openings")
    assert page.status_code == 200
    assert ran.count <= 12
    assert "Ama Boateng" in page.text
    assert (await queries.openings_of(person)).by_member[0] == ("Ama Boateng", 3)
    again = await queries.openings_of(person)
    assert again.total == 4, "looking at the list is an opening too"


async def test_a_manager_sees_what_a_member_opened(looked, client_for):
    coach, _, _ = looked
    client = await client_for(Role.MANAGER)
    page = await client.get(f"/staff-openings/{coach.id}")
    assert page.status_code == 200
    assert "Edith Marlowe" in page.text
    everybody = await client.get("/staff-openings")
    assert "Ama Boateng" in everybody.text


async def test_everybody_sees_their_own(looked, client_for):
    coach, _, _ = looked
    page = await (await client_for(coach)).get("/account/openings")
    assert page.status_code == 200
    assert page.text.count("Edith Marlowe") == 3
    other = await (await client_for(Role.EVALUATOR)).get("/account/openings")
    assert other.status_code == 200
    assert "Edith" not in other.text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
async def test_nobody_else_sees_the_lists(looked, client_for, role):
    coach, _, journey = looked
    client = await client_for(role)
    for path in (f"/journeys/{journey}/openings", "/staff-openings", f"/staff-openings/{coach.id}"):
        assert (await client.get(path)).status_code == 403


async def test_nobody_by_that_number(client_for):
    client = await client_for(Role.MANAGER)
    assert (await client.get("/staff-openings/00000000-0000-4000-8000-000000000000")).status_code == 404
    assert (await client.get("/journeys/00000000-0000-4000-8000-000000000000/openings")).status_code == 404
