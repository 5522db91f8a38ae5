"""Somebody with a phone: in by a link, a step ticked, a place gone to, another time asked for; out, and nothing is left behind."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from livewell.kit.db import execute, value
from livewell.worker import prepare
from tests.front.browser import assert_sound, listen, until
from tests.live import LiveHouse, a_live_house
from tests.owners.conftest import Postbox, a_postbox
from tests.residents.conftest import Story, a_story

PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class House:
    """A served house with somebody in it, and the mail server it writes to."""

    server: LiveHouse
    postbox: Postbox
    story: Story

    @property
    def address(self) -> str:
        return self.server.address


@pytest_asyncio.fixture(scope="session")
async def served(cluster, template, tmp_path_factory) -> AsyncIterator[House]:
    async with (
        a_postbox() as (postbox, port),
        a_live_house(
            cluster,
            tmp_path_factory,
            LIVEWELL_SMTP_HOST="127.0.0.1",
            LIVEWELL_SMTP_PORT=str(port),
            LIVEWELL_SMTP_SECURITY="none",
        ) as server,
    ):
        prepare()
        async with server.database():
            story = await a_story()
        yield House(server, postbox, story)


def links_in(house: House) -> list[str]:
    """Every way in that was ever sent; a letter may come twice, or after another that was written later."""
    said = (house.postbox.links(number) for number in range(len(house.postbox.taken)))
    return [link for links in said for link in links if "/link/" in link]


async def come_in(page: Page, house: House, *, shared: bool = False) -> None:
    """Ask for a link, wait for the mail, follow it, and press the button."""
    old = set(links_in(house))
    async with house.server.database():
        await execute("DELETE FROM rate_limit")
    await page.goto(f"{house.address}/my/come-in")
    await page.get_by_label("Email address").fill("mary@home.example")
    await page.get_by_role("button", name="Send me a link").click()
    await expect(page.get_by_role("heading", name="Look in your mailbox")).to_be_visible()
    new = await until(lambda: [one for one in links_in(house) if one not in old], "The mail with a link")
    await page.goto(house.address + new[-1])
    for box, text in (("Day", "9"), ("Month", "4"), ("Year", "1951")):
        await page.get_by_label(box, exact=True).fill(text)
    if shared:
        await page.get_by_label("Other people use this device").check()
    await page.get_by_role("button", name="Come in").click()
    await expect(page.get_by_role("heading", name="Hello Mary")).to_be_visible()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
async def phone(request, chromium: Browser) -> AsyncIterator[Page]:
    context = await chromium.new_context(viewport=PHONE, java_script_enabled=request.param)
    yield await context.new_page()
    await context.close()


async def test_a_walk_through_ones_own_space_on_a_phone(phone: Page, served: House) -> None:
    story = served.story
    async with served.server.database():
        await execute("UPDATE goal_step SET done_at = NULL")
        await execute("DELETE FROM session_wish")
        await execute("DELETE FROM visit")
    await come_in(phone, served)
    await phone.get_by_role("button", name=re.compile("Done.*Walk to the corner on Monday")).click()
    await expect(phone.get_by_text("Well done.").first).to_be_visible()
    await phone.goto(f"{served.address}/my/sessions/{story.session}")
    await phone.get_by_label("Ask for another time").check()
    await phone.get_by_label("What would suit you better?").fill("Thursday would be better")
    await phone.get_by_role("button", name="Ask my worker").click()
    await expect(phone.get_by_text("has not answered yet")).to_be_visible()
    await phone.goto(f"{served.address}/my/places/{story.connection}")
    for box, text in (("Day", "2"), ("Month", "11"), ("Year", "2026")):
        await phone.get_by_label(box, exact=True).fill(text)
    await phone.get_by_label("Yes, it is for me").check()
    await phone.get_by_role("button", name="Save", exact=True).click()
    await expect(phone.get_by_text("Thank you for telling us")).to_be_visible()
    async with served.server.database():
        assert await value("SELECT for_me FROM visit") == "yes"
        assert await value("SELECT done_at IS NOT NULL FROM goal_step")
        assert await value("SELECT words FROM session_wish") == "Thursday would be better"


async def test_leaving_quickly_ends_it_and_the_way_back_shows_nothing(phone: Page, served: House) -> None:
    await come_in(phone, served, shared=True)
    await phone.goto(f"{served.address}/my/goals")
    await phone.get_by_role("button", name="Leave quickly").click()
    await phone.wait_for_url(f"{served.address}/")
    for _ in range(3):
        await phone.go_back()
        text = await phone.inner_text("body")
        assert "Mary" not in text
        assert "Walk to the corner" not in text
    assert not [one for one in await phone.context.cookies() if one["name"] == "livewell_home" and one["value"]]


async def test_escape_three_times_leaves_too_and_takes_the_page_out_of_the_history(
    chromium: Browser, served: House
) -> None:
    context = await chromium.new_context(viewport=PHONE)
    page = await context.new_page()
    await come_in(page, served)
    await page.goto(f"{served.address}/my/goals")
    length = await page.evaluate("history.length")
    for _ in range(3):
        await page.keyboard.press("Escape")
    await page.wait_for_url(f"{served.address}/")
    assert await page.evaluate("history.length") == length
    await context.close()


async def test_every_page_of_it_is_sound(chromium: Browser, served: House) -> None:
    context = await chromium.new_context(viewport=PHONE)
    page = await context.new_page()
    listen(page)
    story = served.story
    for path in ("/my/come-in", "/my/come-in/sent", "/my/come-in/text", "/my/come-in/paper", "/my/come-in/ended"):
        await page.goto(served.address + path)
        await assert_sound(page)
    await come_in(page, served)
    paths = [
        "/my",
        "/my/sessions",
        "/my/goals",
        "/my/places",
        "/my/details",
        "/my/sharing",
        "/my/privacy",
        "/my/visits",
    ]
    paths += [f"/my/sessions/{story.session}", f"/my/sessions/{story.held}", f"/my/places/{story.connection}"]
    for path in paths:
        await page.goto(served.address + path)
        await assert_sound(page)
    await context.close()
