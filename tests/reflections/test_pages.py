"""The pages of looking back, without a script."""

import pytest

from livewell.kit.db import count_queries
from livewell.reflections.rules import THEMES, Answer
from livewell.reflections.tables import Reflection
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.journeys import a_coach_and_a_journey
from tests.factories.reflections import a_reflection
from tests.factories.sessions import a_held_session
from tests.factories.staff import a_member


@pytest.fixture
async def held():
    coach, journey = await a_coach_and_a_journey()
    return coach, await a_held_session(journey, coach)


async def test_from_the_session_and_the_caseload_to_a_reflection(client_for, held):
    coach, session = held
    client = await client_for(coach)
    page = f"/reflections/about/{session}"
    assert page in (await client.get(f"/sessions/{session}")).text
    assert "/reflections" in (await client.get("/caseload")).text
    assert page in (await client.get("/reflections")).text
    text = (await client.get(page)).text
    assert all(question in text for _, question in THEMES.values())
    answer = await post(client, page, {"hope": "yes", "setbacks": "next_time", "words": "She laughed twice."})
    assert answer.status_code == 303
    kept = await client.get(answer.headers["location"])
    assert "She laughed twice." in kept.text
    listed = await client.get("/reflections")
    assert "How it changes" in listed.text
    assert "1 of 1" in listed.text


async def test_a_colleague_who_may_see_the_session_is_not_asked_to_look_back_at_it(client_for, held):
    _, session = held
    manager = await client_for(Role.MANAGER)
    assert "/reflections/about/" not in (await manager.get(f"/sessions/{session}")).text


async def test_nothing_written_comes_back_and_a_double_click_is_one(client_for, held):
    coach, session = held
    client, page = await client_for(coach), f"/reflections/about/{session}"
    wrong = await post(client, page, {})
    assert wrong.status_code == 422
    assert "Answer at least one, or write a line" in wrong.text
    data = form_to(await client.get(page), page).data | {"words": "Twice."}
    for _ in range(2):
        assert (await client.post(page, data=data)).status_code == 303
    assert await Reflection.count() == 1


async def test_a_draft_comes_back_to_its_writer_and_goes_when_kept(client_for, held):
    coach, session = held
    client, page = await client_for(coach), f"/reflections/about/{session}"
    data = form_to(await client.get(page), page).data | {"words": "Half a thought"}
    assert (await client.post(f"{page}/draft", data=data)).status_code == 200
    again = await client.get(page)
    assert "Half a thought" in again.text
    assert "This is the draft you began" in again.text
    assert (await post(client, f"{page}/draft/drop", page=page)).status_code == 303
    assert "Half a thought" not in (await client.get(page)).text


async def test_a_second_window_is_told(client_for, held):
    coach, session = held
    client, page = await client_for(coach), f"/reflections/about/{session}"
    data = form_to(await client.get(page), page).data | {"words": "My second window"}
    await a_reflection(session, coach, words="My first window", hope=Answer.PARTLY)
    answer = await client.post(page, data=data)
    assert answer.status_code == 409
    assert "My second window" in answer.text
    assert "My first window" in answer.text


async def test_sharing_asks_whom_and_deleting_deletes(client_for, held):
    coach, session = held
    manager = await a_member(Role.MANAGER)
    reflection = await a_reflection(session, coach)
    client, page = await client_for(coach), f"/reflections/{reflection}"
    wrong = await post(client, f"{page}/share", page=page)
    assert wrong.status_code == 422
    assert "Choose whom you would like to show it" in wrong.text
    assert (await post(client, f"{page}/share", {"with": str(manager.id)}, page=page)).status_code == 303
    assert coach.name in (await (await client_for(manager)).get("/reflections")).text
    assert (await post(client, f"{page}/throw-away", page=page)).status_code == 303
    assert (await client.get(page)).status_code == 404


async def test_the_list_stays_within_ten_queries(client_for, held):
    coach, session = held
    await a_reflection(session, coach)
    client = await client_for(coach)
    with count_queries() as ran:
        assert (await client.get("/reflections")).status_code == 200
    assert ran.count <= 10, ran.statements
