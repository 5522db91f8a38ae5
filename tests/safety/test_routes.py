import pytest

from livewell.kit import db
from livewell.kit.access_log import Opening
from livewell.safety import actions
from livewell.safety.tables import SafetyStep
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.people import a_person
from tests.factories.places import an_area
from tests.factories.safety import WORDS, a_matter, the_matter
from tests.factories.staff import a_member

SEES = {Role.HEALTH_COACH, Role.LINK_WORKER, Role.MANAGER}


@pytest.fixture
async def coach():
    return await a_member(Role.HEALTH_COACH, area=await an_area())


@pytest.mark.parametrize("role", list(Role))
async def test_who_may_open_the_list(client_for, role):
    client = await client_for(role)
    assert (await client.get("/safety")).status_code == (200 if role in SEES else 403)


async def test_a_visitor_is_sent_to_sign_in(visitor, coach):
    matter = await a_matter(coach)
    for path in ("/safety", f"/safety/{matter}"):
        assert (await visitor.get(path)).status_code in {303, 401}


@pytest.mark.parametrize("role", list(Role))
async def test_who_may_open_and_handle_one(client_for, coach, role):
    matter = await a_matter(coach)
    client = await client_for(role, **({"area": coach.area} if role in {Role.HEALTH_COACH, Role.LINK_WORKER} else {}))
    page = await client.get(f"/safety/{matter}")
    expected = 403 if role not in SEES else 404 if role is Role.LINK_WORKER else 200
    assert page.status_code == expected
    if expected == 200:
        assert form_to(page, f"/safety/{matter}/acknowledge")


async def test_whoever_raised_it_sees_it_and_adds_steps_but_does_not_take_it_on(client_for, coach):
    link_worker = await a_member(Role.LINK_WORKER, area=coach.area)
    matter = await a_matter(link_worker)
    client = await client_for(link_worker)
    page = await client.get(f"/safety/{matter}")
    assert WORDS in page.text
    assert "I am taking this on" not in page.text
    token = form_to(page, f"/safety/{matter}/steps").data
    assert (await client.post(f"/safety/{matter}/acknowledge", data=token)).status_code == 403
    answer = await post(client, f"/safety/{matter}/steps", {"step": "Rang her sister."}, page=f"/safety/{matter}")
    assert answer.status_code == 303
    assert "Rang her sister." in (await client.get(f"/safety/{matter}")).text


async def test_a_matter_from_raised_to_closed_in_the_browser(client_for, coach):
    matter = await a_matter(coach, person=await a_person(first_name="Edith", family_name="Marlowe"))
    client = await client_for(coach)
    listed = await client.get("/safety")
    assert "Edith Marlowe" in listed.text
    page = f"/safety/{matter}"
    assert (await post(client, f"{page}/acknowledge", page=page)).headers["location"] == page
    assert "You have taken this safety matter on." in (await client.get(page)).text
    await post(client, f"{page}/close", {"outcome": "The crisis team sees her on Monday."}, page=page)
    assert "The crisis team sees her on Monday." in (await client.get(page)).text
    assert "Edith Marlowe" not in (await client.get("/safety")).text
    assert "Edith Marlowe" in (await client.get("/safety?show=closed")).text


async def test_nothing_typed_is_lost_and_the_form_says_what_is_missing(client_for, coach):
    matter = await a_matter(coach)
    await actions.acknowledge(matter, by=coach)
    client, page = await client_for(coach), f"/safety/{matter}"
    answer = await post(client, f"{page}/steps", {"step": "x" * 4001}, page=page)
    assert answer.status_code == 422
    assert "x" * 4001 in answer.text
    assert "Error: " in answer.text
    answer = await post(client, f"{page}/close", {"outcome": ""}, page=page)
    assert answer.status_code == 422
    assert "Say what came of it" in answer.text
    assert (await the_matter(matter)).status == "acknowledged"


async def test_a_step_sent_twice_is_written_once(client_for, coach):
    matter = await a_matter(coach)
    client, page = await client_for(coach), f"/safety/{matter}"
    data = form_to(await client.get(page), f"{page}/steps").data | {"step": "Rang."}
    for _ in range(2):
        assert (await client.post(f"{page}/steps", data=data)).status_code == 303
    assert await SafetyStep.count() == 1


async def test_closing_what_nobody_took_on_is_refused_in_words(client_for, coach):
    matter = await a_matter(coach)
    client, page = await client_for(coach), f"/safety/{matter}"
    data = form_to(await client.get(page), f"{page}/steps").data | {"outcome": "Safe."}
    answer = await client.post(f"{page}/close", data=data)
    assert answer.status_code == 409
    assert "Somebody must take this safety matter on before it can be closed." in answer.text


async def test_words_are_escaped(client_for, coach):
    matter = await a_matter(coach, what="<script>alert(1)</script>")
    page = await (await client_for(coach)).get(f"/safety/{matter}")
    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;" in page.text


async def test_opening_one_is_written_down(client_for, coach):
    matter = await a_matter(coach)
    await (await client_for(coach)).get(f"/safety/{matter}")
    [opening] = await Opening.select().where(Opening.record == matter)
    assert opening["who"] == coach.id
    assert opening["person"] == (await the_matter(matter)).person


async def test_pages_stay_within_twelve_queries(client_for, coach):
    matters = [await a_matter(coach) for _ in range(30)]
    client = await client_for(coach)
    for page in ("/safety", f"/safety/{matters[0]}"):
        with db.count_queries() as ran:
            assert (await client.get(page)).status_code == 200
        assert ran.count <= 12, ran.statements


async def test_what_nobody_has_taken_on_stands_first_on_the_home_page(client_for, coach):
    matter = await a_matter(coach, person=await a_person(first_name="Edith", family_name="Marlowe"))
    client = await client_for(coach)
    page = (await client.get("/caseload")).text
    assert page.index(f"/safety/{matter}") < page.index("Find somebody on this caseload")
    assert f"/safety/{matter}" in (await (await client_for(Role.MANAGER)).get("/overview")).text
    await actions.acknowledge(matter, by=coach)
    assert f"/safety/{matter}" not in (await client.get("/caseload")).text
