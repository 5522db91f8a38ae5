"""The pages of the library in a real browser: on a phone, without JavaScript, and for everybody."""

import os
from dataclasses import dataclass

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from livewell.demo.shelf import PACING, SHOPS
from livewell.kit import cookies
from livewell.library.rules import FiveWay
from livewell.staff.rules import Role
from tests.at_home import a_visit
from tests.factories.library import another_version, details, published, submitted, with_picture
from tests.factories.people import a_person
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_sound_at_every_width
from tests.live import LiveHouse

SHOTS = os.getenv("LIVEWELL_SHOTS")


@dataclass(frozen=True)
class Shelf:
    """A library with something in every state, and the tokens of two browsers."""

    slug: str
    item: str
    waits: str
    staff: str
    home: str


@pytest_asyncio.fixture(scope="session")
async def shelf(live_server: LiveHouse) -> Shelf:
    async with live_server.database():
        worker, coach = await a_member(Role.LINK_WORKER), await a_member(Role.HEALTH_COACH)
        item = await published(
            SHOPS.title, by=worker, body=SHOPS.body, found_by=details(needs=("getting_about",), ways=(FiveWay.CONNECT,))
        )
        await published(PACING.title, by=worker, body=PACING.body, found_by=details(needs=("sleep",), easy=True))
        await with_picture(item.id, by=worker)
        changed = SHOPS.body.replace("neighbour", "friend") + "\n![A bench](bench.webp)\n"
        await another_version(item.id, changed, by=coach, publisher=worker)
        waits = await submitted("Something new", body="- One\n- Two\n")
        return Shelf(item.slug, str(item.id), str(waits), await a_sign_in(coach), await a_visit(await a_person()))


async def come_in(context: BrowserContext, server: LiveHouse, kind: str, token: str) -> None:
    await context.add_cookies(
        [{"name": cookies.cookie_name(kind, secure=False), "value": token, "url": server.address}]
    )


async def shot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/library-{name}.png", full_page=True)


async def test_every_page_is_for_everybody(page: Page, browsing: BrowserContext, live_server: LiveHouse, shelf: Shelf):
    await come_in(browsing, live_server, cookies.SIGN_IN, shelf.staff)
    await come_in(browsing, live_server, cookies.HOME, shelf.home)
    here, waits = f"/library/items/{shelf.item}", f"/library/items/{shelf.waits}"
    pages = {
        "search": "/library",
        "found": "/library?q=shops&need=getting_about",
        "nothing": "/library?q=zebra&kind=list",
        "item": f"/library/{shelf.slug}",
        "give": "/library/give",
        "thanks": "/library/give/thanks",
        "review": "/library/review",
        "keep": here,
        "words": f"{here}/words",
        "details": f"{here}/details",
        "files": f"{here}/files",
        "version": f"{here}/versions/2",
        "still-right": f"{here}/still-right",
        "withdraw": f"{here}/withdraw",
        "publish": f"{waits}/publish",
        "back": f"{waits}/back",
        "add": f"/my/green-book/add/{shelf.item}",
    }
    for name, path in pages.items():
        await page.goto(f"{live_server.address}{path}")
        await assert_sound_at_every_width(page, pictures=f"{SHOTS}/library-{name}-{{width}}.png" if SHOTS else "")


async def test_without_javascript_somebody_finds_reads_says_and_gives(
    chromium: Browser, live_server: LiveHouse, shelf: Shelf
):
    context = await chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = await context.new_page()
    await page.goto(f"{live_server.address}/library")
    await page.get_by_label("What would you like to read about?").fill("shops")
    await page.get_by_role("button", name="Search").click()
    await page.get_by_role("link", name=SHOPS.title).click()
    await expect(page.get_by_role("img", name="A bench")).to_be_visible()
    await expect(page.get_by_role("button", name="Print this page")).to_be_hidden()
    await page.get_by_label("No", exact=True).check()
    await page.get_by_role("button", name="Tell us").click()
    await expect(page.get_by_role("alert")).to_contain_text("Thank you")
    await page.get_by_role("link", name="Library", exact=True).click()
    await page.get_by_role("link", name="Give something to the library").click()
    await page.get_by_label("Tips").check()
    await page.get_by_label("Title").fill("A tip from a telephone")
    await page.get_by_role("button", name="Send it").click()
    await expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    await page.get_by_label("What it is, in a sentence").fill("It is short.")
    await page.get_by_label("The text").fill("Ask.")
    await page.get_by_role("button", name="Send it").click()
    await expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    await context.close()


async def test_with_javascript_the_answer_comes_while_somebody_types(page: Page, live_server: LiveHouse, shelf: Shelf):
    await page.goto(f"{live_server.address}/library")
    await page.get_by_label("What would you like to read about?").press_sequentially("pacin")
    await expect(page.get_by_role("status").first).to_contain_text("Showing 1 to 1 of 1")
    await expect(page.get_by_role("link", name=PACING.title)).to_be_visible()
    await page.get_by_text("More ways to narrow").click()
    await page.get_by_label("What it helps with").select_option("getting_about")
    await expect(page.get_by_text("Nothing in the library fits")).to_be_visible()


async def test_a_picture_stands_in_the_text_and_its_file_is_kept_apart(
    page: Page, live_server: LiveHouse, shelf: Shelf
):
    await page.goto(f"{live_server.address}/library/{shelf.slug}")
    picture = page.get_by_role("img", name="A bench")
    await picture.scroll_into_view_if_needed()
    await expect(picture).to_have_js_property("complete", value=True)
    await expect(picture).not_to_have_js_property("naturalWidth", 0)
    await page.emulate_media(media="print")
    await expect(page.get_by_role("heading", name=SHOPS.title)).to_be_visible()
    await expect(page.get_by_text("Was this helpful?")).to_be_hidden()
    await expect(page.get_by_text("Version", exact=True)).to_be_visible()
