"""Somebody writes in their own space while their visit ends: their words wait on the page for them, and for nobody else."""

import pytest

from livewell.kit import clock, cookies
from livewell.kit.db import execute, rows
from tests.at_home import a_visit
from tests.browsing import forms_in
from tests.residents.conftest import a_story

WORDS = "I would like to bring my sister.\r\n\r\nCzy mogę? 🌱"
PAGE = "/my/messages"


@pytest.fixture
async def mary(story, home_client_for):
    return await home_client_for(story.person)


def form_of(answer, action):
    return next(form for form in forms_in(answer) if form.action == action)


async def writes_too_late(client, person, **more):
    """The form as the page had it, sent after the visit was over."""
    data = {**form_of(await client.get(PAGE), PAGE).data, "words": WORDS}
    await execute("UPDATE resident_visit SET left_at = $2 WHERE person = $1", person, clock.now())
    return await client.post(PAGE, data=data | more)


async def comes_in(client, person):
    for cookie in [one for one in client.cookies.jar if one.name == cookies.HOME]:
        client.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)
    client.cookies.set(cookies.HOME, await a_visit(person))


async def messages():
    return [row["words"] for row in await rows("SELECT words FROM team_message WHERE from_person")]


async def test_they_come_in_again_in_another_tab_and_send_it_from_here(mary, story):
    before = await messages()
    out = await writes_too_late(mary, story.person)
    assert out.status_code == 401
    assert "I would like to bring my sister." in out.text
    assert 'href="/my/come-in" target="_blank"' in out.text
    waits = form_of(out, "/my/again").data
    too_soon = await mary.post("/my/again", data=waits)
    assert too_soon.status_code == 401
    waits = form_of(too_soon, "/my/again").data
    await comes_in(mary, story.person)
    back = await mary.post("/my/again", data=waits)
    assert "Your words are still here" in back.text
    again = form_of(back, PAGE)
    for _ in range(2):
        assert (await mary.post(PAGE, data=again.data)).status_code == 303
    (written,) = [words for words in await messages() if words not in before]
    assert written.splitlines() == WORDS.splitlines()


async def test_somebody_else_who_comes_in_there_reads_and_sends_nothing(mary, story):
    other = await a_story(first_name="Zofia", email="zofia@home.example", phone="07700 900456")
    before = await messages()
    waits = form_of(await writes_too_late(mary, story.person), "/my/again").data
    await comes_in(mary, other.person)
    answer = await mary.post("/my/again", data=waits)
    assert "Somebody else wrote this" in answer.text
    assert "sister" not in answer.text
    assert PAGE not in [form.action for form in forms_in(answer)]
    assert await messages() == before


async def test_when_the_page_gave_up_by_itself_nothing_of_it_is_on_the_screen(mary, story):
    out = await writes_too_late(mary, story.person, held_back="yes")
    assert out.status_code == 401
    assert "sister" not in out.text
    await comes_in(mary, story.person)
    back = await mary.post("/my/again", data=form_of(out, "/my/again").data)
    assert "sister" in back.text
    assert "held_back" not in form_of(back, PAGE).data


async def test_the_page_speaks_their_language(mary, story):
    await execute("UPDATE person SET language = 'pl' WHERE id = $1", story.person)
    mary.cookies.set(cookies.LANGUAGE, "pl")
    out = await writes_too_late(mary, story.person)
    assert "Jestem z powrotem" in out.text


async def test_from_elsewhere_nothing_is_kept(mary, story):
    data = {"csrf": "0" * 64, "words": WORDS}
    await execute("UPDATE resident_visit SET left_at = $2 WHERE person = $1", story.person, clock.now())
    for site in ("cross-site", "same-site", "none"):
        answer = await mary.post(PAGE, data=data, headers={"sec-fetch-site": site})
        assert "words_kept" not in answer.text
