"""From a goal to a connection on a phone, with scripts and without; every page sound."""

import re
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from livewell.assets.rules.times import Pattern, Repeats
from livewell.journeys.rules import Stage
from livewell.kit import cookies
from livewell.kit.geo import Point
from livewell.kit.geo_tables import Postcode
from livewell.staff.rules import Role
from tests.factories.assets import a_listing, a_venue, an_asset_from
from tests.factories.coaching import an_agreed_goal
from tests.factories.journeys import an_open_journey
from tests.factories.places import an_area
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_sound, listen
from tests.live import LiveHouse

HOME = Point.on_grid(458_000, 337_000)
PHONE = {"width": 390, "height": 844}
TUESDAYS = (Pattern(Repeats.WEEKLY, (1,), opens=14 * 60, closes=15 * 60),)


async def something(name: str, *, east: int = 300, **changes: object) -> UUID:
    """A walk near home on Tuesdays."""
    venue = a_venue(Point.on_grid(HOME.easting + east, HOME.northing), patterns=TUESDAYS, getting_there="Bus 5.")
    return await an_asset_from(a_listing(name=name, venues=(venue,), activities=("walking",), **changes))


@pytest_asyncio.fixture(scope="session")
async def community(live_server: LiveHouse) -> None:
    async with live_server.database():
        if not await Postcode.exists().where(Postcode.postcode == "NG26AB"):
            await Postcode(
                postcode="NG26AB",
                easting=HOME.easting,
                northing=HOME.northing,
                latitude=HOME.latitude,
                longitude=HOME.longitude,
                district="E07000176",
            ).save()
        await something("Lantern walkers")
        await something("Ninety and over", east=600, minimum_age=90)


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest_asyncio.fixture
async def on_a_phone(
    chromium: Browser, live_server: LiveHouse, community: None, scripts: bool
) -> AsyncIterator[tuple[Page, str]]:
    """A coach's phone, and the address of the search that a goal begins."""
    async with live_server.database():
        coach = await a_member(Role.HEALTH_COACH, area=await an_area())
        journey = await an_open_journey(coach, stage=Stage.COACHING, first_name="Edith", postcode="NG2 6AB")
        goal = await an_agreed_goal(journey, coach)
        token = await a_sign_in(coach)
    context = await chromium.new_context(viewport=PHONE, java_script_enabled=scripts)
    await context.add_cookies(
        [{"name": cookies.cookie_name(cookies.SIGN_IN, secure=False), "value": token, "url": live_server.address}]
    )
    page = await context.new_page()
    listen(page)
    yield page, f"{live_server.address}/journeys/{journey}/connections/new?goal={goal}"
    await context.close()


async def sound(page: Page, *, scripts: bool) -> None:
    """All that can be asked of a page; axe is a script, so it runs only where scripts do."""
    await expect(page.get_by_role("heading", level=1)).to_have_count(1)
    if scripts:
        await assert_sound(page)


async def test_from_a_goal_to_a_connection(on_a_phone: tuple[Page, str], scripts: bool) -> None:
    page, address = on_a_phone
    await page.goto(address)
    await sound(page, scripts=scripts)
    walkers = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Lantern walkers"))
    await expect(walkers).to_contain_text(
        re.compile(r"From home: 0[.]\d miles away · (on now|next (today|tomorrow|on Tuesday))", re.IGNORECASE)
    )
    await expect(page.get_by_text("NG2 6AB")).to_have_count(0)
    # What may not suit says why when it is opened, and can be suggested all the same.
    ninety = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Ninety and over"))
    await ninety.get_by_text("It may not suit Edith").click()
    await expect(ninety.get_by_text("It is for people aged 90 and over.")).to_be_visible()
    await sound(page, scripts=scripts)
    # Every condition can be changed, and the address says nothing of who it is for.
    filters = page.locator("form.lw-filters")
    if await filters.locator("details").first.get_attribute("open") is None:
        await filters.locator("summary").first.click()
    await filters.get_by_label("How far away?").select_option("2")
    await filters.get_by_text("When they can go").click()
    await filters.get_by_label("Tuesday").check()
    await filters.get_by_role("button", name="Search").click()
    await expect(page).to_have_url(re.compile("within=2"))
    assert "place=home" in page.url
    assert "Edith" not in page.url
    await expect(walkers).to_be_visible()
    await sound(page, scripts=scripts)
    await walkers.get_by_role("button", name="Suggest this").click()
    await expect(page.get_by_role("alert").first).to_contain_text("Suggested.")
    await page.get_by_role("link", name="Lantern walkers").first.click()
    await expect(page.get_by_role("main")).to_contain_text("2pm to 3pm")
    await expect(page.get_by_role("main")).to_contain_text("Bus 5.")
    await sound(page, scripts=scripts)
