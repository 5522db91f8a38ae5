"""The community map in a real browser: a search that answers while somebody types, on a phone and without a script."""

import os
import re
from datetime import timedelta

import pytest_asyncio
from playwright.async_api import Page, expect

from livewell.assets.rules import AssetKind, Delivery, Feature
from livewell.assets.rules.listing import ContactPerson, Covered
from livewell.assets.rules.times import Pattern, Repeats
from livewell.kit import clock
from livewell.kit.geo import Point
from tests.factories.assets import a_listing, a_venue, an_asset_from
from tests.front.browser import WIDTHS, assert_no_csp_violations, assert_reflows, assert_sound
from tests.kit.test_geo import a_postcode
from tests.live import LiveHouse

SHOTS = os.getenv("LIVEWELL_SHOTS")


@pytest_asyncio.fixture(scope="session")
async def stocked(live_server: LiveHouse) -> str:
    """A house with a community in it; gives the id of its walk."""
    async with live_server.database():
        await a_postcode("NG2 6AB", 458500, 337500)
        walk = await an_asset_from(
            a_listing(
                name="Tuesday Canal Walk",
                what="A gentle walk along the canal at the pace of the slowest, then tea in the boathouse.",
                free=True,
                features=(Feature.ALONE,),
                patterns=(Pattern(Repeats.WEEKLY, weekdays=(1,), opens=840, closes=960),),
                venues=(a_venue(Point.on_grid(459500, 337900), name="The boathouse", town="Fictown", postcode="NG2 6AB",
                                features=(Feature.STEP_FREE, Feature.TOILET)),),
                contacts=(ContactPerson("Beryl", "", "01632 960001"),),
            )
        )  # fmt: skip
        for number in range(24):
            await an_asset_from(
                a_listing(
                    name=f"Strollers {number}",
                    what="Walking and talking.",
                    venues=(
                        a_venue(Point.on_grid(458000 + 700 * number, 337500 + 300 * (number % 5)), town="Fictown"),
                    ),
                )
            )
        await an_asset_from(
            a_listing(
                name="Night Line", kind=AssetKind.CRISIS, what="Somebody to talk to.", delivery=(Delivery.PHONE,),
                covers=(Covered(everywhere=True),), contacts=(ContactPerson("", "", "01632 960002"),),
            )
        )  # fmt: skip
        return str(walk)


async def shot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/finding-{name}.png", full_page=True)


async def test_a_resident_on_a_phone_finds_a_free_step_free_walk_on_a_tuesday_afternoon(
    page: Page, live_server: LiveHouse, stocked: str
) -> None:
    width, height = WIDTHS["phone"]
    await page.set_viewport_size({"width": width, "height": height})
    await page.goto(f"{live_server.address}/community")
    await page.get_by_label("What are you looking for?").fill("walk")
    await page.get_by_label("Near", exact=True).fill("NG2 6AB")
    await page.get_by_label("How far away").select_option("2")
    await page.get_by_text("More ways to narrow").click()
    await page.get_by_role("checkbox", name="Tuesday").check()
    await page.get_by_label("Part of the day").select_option("afternoon")
    await page.get_by_role("checkbox", name="Step-free").check()
    await page.get_by_role("checkbox", name="Free", exact=True).check()
    await page.get_by_role("button", name="Search").click()
    await expect(page.locator(".lw-results")).to_contain_text("1 to 1 of 1")
    await expect(page.locator(".lw-found__why")).to_contain_text(
        re.compile("away · (on now|next (today|tomorrow|on Tuesday))")
    )
    await shot(page, "found-phone")
    await page.locator(".lw-found__name a").click()
    await expect(page.locator("h1")).to_have_text("Tuesday Canal Walk")


async def test_a_search_answers_while_somebody_types_and_says_so(
    page: Page, live_server: LiveHouse, stocked: str
) -> None:
    began = clock.now()
    await page.clock.install(time=began)
    await page.goto(f"{live_server.address}/community")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/community?" in request.url else None)
    box = page.get_by_label("What are you looking for?")
    status = page.locator(".lw-results")
    # A screen reader says what changes in a region that was there before, not one that is put in its place.
    await status.evaluate("region => { region.wasHere = true }")
    # Time stands still while they type, however slow the machine is.
    await page.clock.pause_at(began + timedelta(minutes=2))
    await box.press_sequentially("canal")
    await page.clock.resume()
    await expect(status).to_contain_text("1 to 1 of 1")
    await expect(box).to_be_focused()
    assert await status.evaluate("region => region.wasHere === true")
    assert len(asked) == 1, asked
    await expect(page.locator("#words option").first).to_be_attached()
    await assert_no_csp_violations(page)


async def test_without_a_script_the_same_search_is_a_page(chromium, live_server: LiveHouse, stocked: str) -> None:
    context = await chromium.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{live_server.address}/community")
    await expect(page.get_by_role("button", name="Near me")).to_have_count(0)
    await page.get_by_label("What are you looking for?").fill("canal")
    await page.get_by_role("button", name="Search").click()
    await page.get_by_text("Narrow these down").click()
    await page.get_by_role("link", name="Step-free").click()
    await page.get_by_role("link", name="Remove this filter: Step-free").click()
    await expect(page.get_by_role("link", name="Remove this filter: Step-free")).to_have_count(0)
    await expect(page.get_by_role("main")).to_contain_text("Tuesday Canal Walk")
    await context.close()


async def test_near_me_asks_only_when_it_is_pressed_and_says_no_more_than_a_hundred_metres(
    chromium, live_server: LiveHouse, stocked: str
) -> None:
    context = await chromium.new_context(
        geolocation={"latitude": 52.93172511, "longitude": -1.13113744}, permissions=["geolocation"]
    )
    page = await context.new_page()
    await page.goto(f"{live_server.address}/community")
    await expect(page.get_by_label("Near", exact=True)).to_have_value("")
    await page.get_by_role("button", name="Near me").click()
    await expect(page.get_by_label("Near", exact=True)).to_have_value("52.932, -1.131")
    await expect(page.locator("#results")).to_contain_text("Looking from where you are")
    await context.close()


async def test_pages_are_sound_on_a_desk_and_on_a_phone(page: Page, live_server: LiveHouse, stocked: str) -> None:
    paths = {
        "all": "/community",
        "near": "/community?q=walk&place=NG2+6AB&within=5&day=tue&feature=step_free&kind=group",
        "many": "/community?place=NG2+6AB",
        "crisis": "/community?q=I+want+to+die&place=NG2+6AB",
        "nothing": "/community?q=xylophone&place=ZZ9+9ZZ&kind=fund&free=yes",
        "second": "/community?place=NG2+6AB&page=2",
    }
    for size in ("desk", "phone"):
        width, height = WIDTHS[size]
        await page.set_viewport_size({"width": width, "height": height})
        for name, path in paths.items():
            await page.goto(live_server.address + path)
            await assert_sound(page)
            await shot(page, f"{name}-{size}")
    await assert_reflows(page)
    await assert_no_csp_violations(page)
