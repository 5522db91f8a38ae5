"""The pages of this room in a real browser: on a phone, without JavaScript, and for everybody."""

import os
from datetime import timedelta
from uuid import UUID

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from livewell.gatherings import queries
from livewell.gatherings.rules.comments import CommentState
from livewell.gatherings.rules.meetings import Counted
from livewell.kit import clock, cookies
from livewell.kit.db import transaction
from livewell.owners.actions.links import browser_for
from livewell.staff.rules import Role
from tests.factories.gatherings import HALF_PAST_ONE, a_walking_group, recorded, said
from tests.factories.owners import a_keeper
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_sound
from tests.live import LiveHouse

SHOTS = os.getenv("LIVEWELL_SHOTS")
NAMES = ("Ann", "Bert", "Cicely", "Dev", "Edie", "Fred", "Grace", "Harold")


@pytest_asyncio.fixture(scope="session")
async def a_group(live_server: LiveHouse) -> dict[str, str]:
    """A group that has met for half a year, what people say of it, and a browser in which somebody is signed in."""
    async with live_server.database():
        worker = await a_member(Role.LINK_WORKER)
        group = await a_walking_group(name="Thursday Strollers of the Browser")
        last = clock.today() - timedelta(days=(clock.today().weekday() - 3) % 7)
        first = await recorded(
            group, last - timedelta(weeks=26), starts=HALF_PAST_ONE, counts=(), new_names=NAMES, newcomers=8, by=worker
        )
        everybody = [one.id for one in await queries.register(group)]
        for week in range(25, 1, -1):
            here = tuple(everybody[week % 3 :])
            counts = (Counted("Walk", len(here)), Counted("Tea", len(here) + week % 2))
            day = last - timedelta(weeks=week)
            await recorded(group, day, starts=HALF_PAST_ONE, here=here, counts=counts, newcomers=week % 2, by=worker)
        for number in range(6):
            await said(
                group, decided=CommentState.APPROVED, by=worker, first_name=NAMES[number], overall=4 + number % 2
            )
        waiting = await said(group, words="Nobody could hear the leader.", overall=2)
        shown = (await queries.comments_of(group))[0].id
        return {
            "group": str(group),
            "meeting": str(first),
            "name": str(everybody[0]),
            "waiting": str(waiting),
            "shown": str(shown),
            "token": await a_sign_in(worker),
        }


async def sign_in(context: BrowserContext, server: LiveHouse, token: str) -> None:
    await context.add_cookies(
        [{"name": cookies.cookie_name(cookies.SIGN_IN, secure=False), "value": token, "url": server.address}]
    )


async def shot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


async def test_every_page_is_for_everybody(
    page: Page, browsing: BrowserContext, live_server: LiveHouse, a_group: dict[str, str]
):
    await sign_in(browsing, live_server, a_group["token"])
    home = f"/directory/{a_group['group']}"
    pages = {
        "figures": f"{home}/gatherings",
        "figures-2": f"{home}/gatherings?page=2",
        "new": f"{home}/gatherings/new",
        "meeting": f"{home}/gatherings/{a_group['meeting']}",
        "register": f"{home}/gatherings/register",
        "name": f"{home}/gatherings/register/{a_group['name']}",
        "comments": "/directory/comments",
        "decided": "/directory/comments?show=decided",
        "comment": f"/directory/comments/{a_group['waiting']}",
        "comment-shown": f"/directory/comments/{a_group['shown']}",
        "to-answer": f"{home}/comments",
        "answer": f"{home}/comments/{a_group['shown']}",
        "say": f"/community/{a_group['group']}/say",
        "thanks": f"/community/{a_group['group']}/say/thanks",
        "what-people-say": f"/community/{a_group['group']}/comments",
    }
    for name, path in pages.items():
        answer = await page.goto(live_server.address + path)
        assert answer is not None, path
        assert answer.status == 200, path
        await assert_sound(page)
        await shot(page, name)


async def test_a_meeting_is_written_down_on_a_phone_and_a_draft_survives_the_dark(
    page: Page, browsing: BrowserContext, live_server: LiveHouse, a_group: dict[str, str]
):
    await sign_in(browsing, live_server, a_group["token"])
    await page.set_viewport_size({"width": 390, "height": 844})
    url = f"{live_server.address}/directory/{a_group['group']}/gatherings/new"
    await page.goto(url)
    await page.get_by_label("Walk").fill("9")
    await expect(page.locator("[data-draft-status]")).to_contain_text("Draft saved")
    await page.reload()
    await expect(page.get_by_label("Walk")).to_have_value("9")
    await shot(page, "phone-draft")
    await page.get_by_label("Tea").fill("10")
    await page.get_by_label("How many came for the first time?").fill("2")
    await page.get_by_label("Bert").check()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("How it meets")
    await expect(page.get_by_text("The meeting is written down.")).to_be_visible()
    await expect(page.get_by_role("table", name="Meetings, the last first")).to_contain_text("Walk 9, Tea 10")
    await assert_sound(page)
    await shot(page, "phone-figures")


async def test_everything_works_without_javascript_on_a_phone(
    chromium: Browser, live_server: LiveHouse, a_group: dict[str, str]
):
    context = await chromium.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="en-GB", timezone_id="Europe/London"
    )
    try:
        page = await context.new_page()
        await page.goto(f"{live_server.address}/community/{a_group['group']}/say")
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_role("link", name="Say how it was, from 1 to 5")).to_be_visible()
        await page.get_by_role("group", name="How was it overall?").get_by_label("4").check()
        await page.get_by_label("In your words").fill("A kind welcome, and a good path.")
        await shot(page, "no-script-say")
        await page.get_by_role("button", name="Send").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for saying how it was")
        await sign_in(context, live_server, a_group["token"])
        await page.goto(f"{live_server.address}/directory/{a_group['group']}/gatherings/new")
        await page.get_by_label("Another day").check()
        await page.get_by_text("If it was another day").click()
        for box, text in (("Day", "3"), ("Month", "1"), ("Year", "2020")):
            await page.get_by_role("textbox", name=box, exact=True).fill(text)
        await page.get_by_label("Walk").fill("3")
        await shot(page, "no-script-new")
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("How it meets")
    finally:
        await context.close()
    async with live_server.database():
        first = (await queries.gatherings(UUID(a_group["group"])))[0]
    assert (first.when, first.counts_words) == ("Friday 3 January 2020", "Walk 3")


async def test_whoever_runs_the_group_and_has_no_account_writes_it_down_on_a_phone(
    page: Page, chromium: Browser, live_server: LiveHouse
):
    async with live_server.database():
        worker = await a_member(Role.LINK_WORKER)
        group = await a_walking_group(name="Strollers without an Account")
        meeting = await recorded(group, clock.today() - timedelta(days=30), counts=(Counted("Walk", 4),))
        keeper = await a_keeper(group, approved_by=worker.id)
        async with transaction():
            token = await browser_for(keeper)
    theirs = {"name": cookies.cookie_name(cookies.OWN, secure=False), "value": token, "url": live_server.address}
    context = await chromium.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="en-GB", timezone_id="Europe/London"
    )
    async with context:
        await context.add_cookies([theirs])
        phone = await context.new_page()
        await phone.goto(f"{live_server.address}/own")
        await phone.get_by_role("link", name="Write down who came").click()
        await phone.get_by_label("Walk").fill("7")
        await phone.get_by_label("Names", exact=True).fill("Ann\nBert")
        await phone.get_by_role("button", name="Save").click()
        await expect(phone.get_by_role("heading", level=1)).to_have_text("How it meets")
        await phone.get_by_role("link", name="The register of names").click()
        await expect(phone.get_by_role("link", name="Bert")).to_be_visible()
        # A thumb finds every button: 44 pixels, WCAG 2.5.5.
        for button in await phone.locator("main button").all():
            box = await button.bounding_box()
            assert box is not None
            assert box["height"] >= 44
    async with live_server.database():
        (name, *_) = await queries.register(group)
    await page.context.add_cookies([theirs])
    home = f"/own/listings/{group}/gatherings"
    for path in ("", "/new", f"/{meeting}", "/register", f"/register/{name.id}"):
        answer = await page.goto(live_server.address + home + path)
        assert answer is not None
        assert answer.status == 200
        await assert_sound(page)
