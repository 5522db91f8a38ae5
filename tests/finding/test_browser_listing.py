"""A listing, a list of them and collections in a real browser: on a phone, on paper, by keyboard, without a script."""

import os
import re
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from livewell.assets import actions as assets
from livewell.finding import actions
from livewell.finding.forms_listing import CollectionSaid
from livewell.kit import cookies
from livewell.kit.actor import SYSTEM
from livewell.staff.rules import Role
from tests.factories.assets import an_asset, an_asset_from
from tests.factories.staff import a_member, a_sign_in
from tests.finding.test_flyer import a_picture
from tests.finding.test_listing import a_whole_listing
from tests.front.browser import assert_no_csp_violations, assert_sound
from tests.live import LiveHouse

SHOTS = os.getenv("LIVEWELL_SHOTS")


@pytest_asyncio.fixture(scope="session")
async def stocked(live_server: LiveHouse) -> dict[str, str]:
    """A house with a listing that says everything, one that says little, and a collection of both."""
    async with live_server.database():
        walk = await an_asset_from(a_whole_listing())
        for alt in ("People walking under trees", "The red bench", "Tea in the library"):
            await assets.add_photo(walk, a_picture(), alt=alt, submission=uuid4(), by=SYSTEM)
        little = await an_asset(name="Chess", what="Boards and tea.")
        night = await an_asset(name="Night Line", kind="crisis", what="Somebody to talk to.", contact_phone="116 123")
        said = CollectionSaid("After somebody has died", "Company, at your own pace.", "", "somebody bereaved")
        made = await actions.add_collection(said, submission=uuid4(), by=SYSTEM)
        for one in (walk, little):
            await actions.put_in(made, one, by=SYSTEM)
        await actions.show_collection(made, shown=True, by=SYSTEM)
        worker = await a_sign_in(await a_member(Role.LINK_WORKER))
        return {
            "walk": str(walk),
            "little": str(little),
            "night": str(night),
            "collection": str(made),
            "worker": worker,
        }


async def shot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", [390, 1280])
async def test_every_public_page_is_sound(
    page: Page, live_server: LiveHouse, stocked: dict[str, str], width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    for name, path in (
        ("listing", f"/community/{stocked['walk']}"),
        ("little", f"/community/{stocked['little']}"),
        ("crisis", f"/community/{stocked['night']}"),
        ("empty-list", "/community/shortlist"),
        ("collections", "/community/collections"),
        ("collection", f"/community/collections/{stocked['collection']}"),
    ):
        await page.goto(f"{live_server.address}{path}")
        await shot(page, f"{name}-{width}")
        await assert_sound(page)


async def test_a_resident_keeps_a_walk_and_prints_the_list(
    page: Page, live_server: LiveHouse, stocked: dict[str, str]
) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(f"{live_server.address}/community/{stocked['walk']}")
    await page.get_by_role("button", name=re.compile("Add to my list ?: Strollers")).press("Enter")
    await expect(page.get_by_text("It is on your list.")).to_be_visible()
    await page.get_by_role("link", name="My list (1)").click()
    await expect(page.get_by_role("heading", name="Strollers")).to_be_visible()
    await shot(page, "list-390")
    await assert_sound(page)
    paper = PdfReader(BytesIO(await page.pdf(format="A4")))
    assert len(paper.pages) == 1
    said = paper.pages[0].extract_text()
    assert "Beryl" in said
    for words in ("Take off my list", "By email", "Privacy"):
        assert words not in said
    await page.get_by_role("button", name=re.compile("Take off my list ?: Strollers")).click()
    await expect(page.get_by_text("There is nothing on your list yet.")).to_be_visible()


@pytest.mark.parametrize("listing", ["walk", "little", "night"])
async def test_a_listing_is_worth_printing(
    page: Page, live_server: LiveHouse, stocked: dict[str, str], listing: str
) -> None:
    await page.goto(f"{live_server.address}/community/{stocked[listing]}")
    made = await page.pdf(format="A4")
    if SHOTS:
        Path(SHOTS, f"{listing}.pdf").write_bytes(made)
    paper = PdfReader(BytesIO(made))
    assert len(paper.pages) <= 2
    said = " ".join(one.extract_text() for one in paper.pages)
    for words in ("Add to my list", "Staff sign in", "Flyer to print", "Privacy", "Something is wrong here"):
        assert words not in said, words
    assert f"/community/{stocked[listing]}" in said.replace("\n", "")


async def test_the_list_works_without_a_script(
    chromium: Browser, live_server: LiveHouse, stocked: dict[str, str]
) -> None:
    context: BrowserContext = await chromium.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{live_server.address}/community/collections/{stocked['collection']}")
    await page.get_by_role("button", name=re.compile("Add to my list ?: Chess")).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("After somebody has died")
    await page.get_by_role("link", name="My list (1)").click()
    await expect(page.get_by_role("heading", name="Chess")).to_be_visible()
    await context.close()


async def test_a_link_worker_keeps_a_collection(
    page: Page, browsing: BrowserContext, live_server: LiveHouse, stocked: dict[str, str]
) -> None:
    name = cookies.cookie_name(cookies.SIGN_IN, secure=False)
    await browsing.add_cookies([{"name": name, "value": stocked["worker"], "url": live_server.address}])
    for path in ("", "/new", f"/{stocked['collection']}", f"/{stocked['collection']}/words"):
        await page.goto(f"{live_server.address}/directory/collections{path}")
        await shot(page, f"staff-collection{path.replace(stocked['collection'], 'one').replace('/', '-')}")
        await assert_sound(page)
    await page.goto(f"{live_server.address}/directory/collections/{stocked['collection']}")
    await page.get_by_role("button", name=re.compile("Move up ?: Chess")).click()
    await expect(page.locator(".lw-ticks li").first).to_contain_text("Chess")
    await page.goto(f"{live_server.address}/community/{stocked['walk']}")
    await assert_sound(page)
    await assert_no_csp_violations(page)
