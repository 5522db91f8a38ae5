"""The directory in a real browser: a search that answers while somebody types, and pages that everybody can use."""

import os

import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from livewell.kit import cookies
from livewell.kit.geo import Point
from livewell.staff.rules import Role
from tests.factories.assets import an_asset, an_organisation
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_no_csp_violations, assert_sound
from tests.kit.test_geo import a_postcode
from tests.live import LiveHouse

HERE = Point.on_grid(458500, 337500)
SHOTS = os.getenv("LIVEWELL_SHOTS")


@pytest_asyncio.fixture(scope="session")
async def stocked(live_server: LiveHouse) -> dict[str, str]:
    """A house with a few listings in it, and browsers in which people are signed in."""
    async with live_server.database():
        await a_postcode("NG2 6AB", 458500, 337500)
        society = await an_organisation(name="Fictional Growers")
        beans = await an_asset(
            name="Beans and company",
            kind="club",
            what="Raised beds you can reach from a chair, and more beans than anybody can eat.",
            organisation=society,
            place_name="The allotments",
            postcode="NG2 6AB",
            at=Point.on_grid(458900, 337500),
            when="Saturdays 10am",
            cost="£10 a year",
            access="Step-free. Toilets.",
            contact_name="Beryl",
            contact_phone="01632 960001",
            contact_email="beans@growers.example",
            website="https://growers.example",
            checked_at=None,
        )
        for number in range(22):
            await an_asset(
                name=f"Strollers {number}",
                at=Point.on_grid(459000 + 400 * number, 337500),
                place_name="The library steps",
            )
        await an_asset(name="Night Line", kind="crisis", what="Somebody to talk to.", contact_phone="116 123")
        editor = await a_member(Role.ORGANISATION_EDITOR, organisation=society)
        worker = await a_member(Role.LINK_WORKER)
        return {"beans": str(beans), "editor": await a_sign_in(editor), "worker": await a_sign_in(worker)}


async def sign_in(context: BrowserContext, server: LiveHouse, token: str) -> None:
    await context.add_cookies(
        [{"name": cookies.cookie_name(cookies.SIGN_IN, secure=False), "value": token, "url": server.address}]
    )


async def shot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


async def test_a_search_answers_while_somebody_types(
    page: Page, live_server: LiveHouse, stocked: dict[str, str]
) -> None:
    await page.goto(f"{live_server.address}/community")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/community?" in request.url else None)
    box = page.get_by_label("What are you looking for?")
    status = page.locator("#results [role=status]")
    # A screen reader says what changes in a region that was there before, not one that is put in its place.
    await status.evaluate("region => { region.wasHere = true }")
    await box.press_sequentially("beans", delay=30)
    await expect(status).to_contain_text("1 to 1 of 1")
    await expect(page.get_by_role("link", name="Beans and company")).to_be_visible()
    await expect(box).to_be_focused()
    assert await status.evaluate("region => region.wasHere === true")
    assert len(asked) == 1, asked
    await page.get_by_label("Postcode").fill("NG2 6AB")
    await expect(page.get_by_text("0.2 miles away")).to_be_visible()
    await assert_no_csp_violations(page)
    # A reload and the back button find the same search: its address has not been touched by typing.
    await page.get_by_role("button", name="Search").click()
    await expect(status).to_contain_text("1 to 1 of 1")


async def test_without_a_script_the_same_search_is_a_page(
    chromium, live_server: LiveHouse, stocked: dict[str, str]
) -> None:
    context = await chromium.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{live_server.address}/community")
    await page.get_by_label("What are you looking for?").fill("beans")
    await page.get_by_role("button", name="Search").click()
    await page.get_by_role("link", name="Beans and company").click()
    assert await page.locator("h1").inner_text() == "Beans and company"
    await context.close()


async def test_pages_for_everybody_are_sound(page: Page, live_server: LiveHouse, stocked: dict[str, str]) -> None:
    paths = {
        "community": "/community",
        "found": "/community?q=walk&postcode=NG2+6AB&within=5&kind=group&way=connect",
        "crisis": "/community?q=crisis",
        "nothing": "/community?q=xylophone&postcode=ZZ9+9ZZ",
        "asset": f"/community/{stocked['beans']}",
    }
    for name, path in paths.items():
        await page.goto(live_server.address + path)
        await assert_sound(page)
        await shot(page, name)


async def test_pages_of_the_team_are_sound(
    browsing: BrowserContext, page: Page, live_server: LiveHouse, stocked: dict[str, str]
) -> None:
    await sign_in(browsing, live_server, stocked["worker"])
    for name, path in {
        "directory": "/directory",
        "new": "/directory/new",
        "edit": f"/directory/{stocked['beans']}/edit",
    }.items():
        await page.goto(live_server.address + path)
        await assert_sound(page)
        await shot(page, name)
    await page.goto(f"{live_server.address}/directory/new")
    await page.get_by_role("button", name="Add it").click()
    await expect(page.get_by_role("alert")).to_contain_text("Say what it is called")
    await assert_sound(page)
    await shot(page, "wrong")


async def test_an_editors_page_is_sound_and_one_click_says_still_right(
    browsing: BrowserContext, page: Page, live_server: LiveHouse, stocked: dict[str, str]
) -> None:
    await sign_in(browsing, live_server, stocked["editor"])
    await page.goto(f"{live_server.address}/my-listings")
    await assert_sound(page)
    await shot(page, "mine")
    await page.get_by_role("button", name="Still right").click()
    await expect(page.get_by_text("The listing says that it was checked today.")).to_be_visible()
