"""The directory in a real browser: pages that everybody on the team and everybody who runs something can use."""

import os
from dataclasses import replace
from uuid import uuid4

import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from livewell.assets import actions, queries
from livewell.assets.forms import PARTS
from livewell.kit import cookies
from livewell.kit.geo import Point
from livewell.staff.rules import Role
from tests.factories.assets import an_asset, an_organisation
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_no_csp_violations, assert_sound
from tests.live import LiveHouse

HERE = Point.on_grid(458500, 337500)
SHOTS = os.getenv("LIVEWELL_SHOTS")


@pytest_asyncio.fixture(scope="session")
async def stocked(live_server: LiveHouse) -> dict[str, str]:
    """A house with a few listings in it, and browsers in which people are signed in."""
    async with live_server.database():
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
        saved = await queries.asset(beans)
        asked = await actions.propose(
            beans,
            replace(saved.listing, name="Beans, peas and company", minimum_age=18),
            based_on=saved.version,
            submission=uuid4(),
            proposed_by="Beryl",
            reply_to="beryl@growers.example",
        )
        return {
            "beans": str(beans),
            "change": str(asked.change_id),
            "editor": await a_sign_in(editor),
            "worker": await a_sign_in(worker),
        }


async def sign_in(context: BrowserContext, server: LiveHouse, token: str) -> None:
    await context.add_cookies(
        [{"name": cookies.cookie_name(cookies.SIGN_IN, secure=False), "value": token, "url": server.address}]
    )


async def shot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


async def test_pages_of_the_team_are_sound(
    browsing: BrowserContext, page: Page, live_server: LiveHouse, stocked: dict[str, str]
) -> None:
    await sign_in(browsing, live_server, stocked["worker"])
    beans = f"/directory/{stocked['beans']}"
    paths = {
        "directory": "/directory",
        "new": "/directory/new",
        "listing": beans,
        "photos": f"{beans}/photos",
        "versions": f"{beans}/versions",
        "changes": "/directory/changes",
        "change": f"/directory/changes/{stocked['change']}",
        "amend": f"/directory/changes/{stocked['change']}/amend",
        "words": "/directory/words",
        **{f"part-{part}": f"{beans}/edit/{part}" for part in PARTS},
    }
    for name, path in paths.items():
        await page.goto(live_server.address + path)
        await assert_sound(page)
        await shot(page, name)
    await page.goto(f"{live_server.address}/directory/new")
    await page.get_by_role("button", name="Begin the listing").click()
    await expect(page.get_by_role("alert")).to_contain_text("Say what it is called")
    await assert_sound(page)
    await shot(page, "wrong")


async def test_times_are_written_by_lines_and_what_is_typed_is_kept_as_a_draft(
    browsing: BrowserContext, page: Page, live_server: LiveHouse, stocked: dict[str, str]
) -> None:
    await sign_in(browsing, live_server, stocked["worker"])
    path = f"{live_server.address}/directory/{stocked['beans']}/edit/times"
    await page.goto(path)
    await page.get_by_label("When, in your own words").fill("Tuesdays 2pm to 4pm")
    await page.get_by_role("button", name="Fill in the boxes").click()
    await expect(page.get_by_label("From").first).to_have_value("2pm")
    await page.get_by_label("About the times").fill("Tea after")
    await expect(page.get_by_text("Draft saved")).to_be_visible()
    await page.goto(path)
    await expect(page.get_by_text("This is the draft you began")).to_be_visible()
    await expect(page.get_by_label("About the times")).to_have_value("Tea after")
    await page.get_by_label("About the times").press("Control+End")
    await page.get_by_role("button", name="Save", exact=True).last.click()
    await expect(page.get_by_text("Tuesdays 2pm to 4pm. Tea after")).to_be_visible()
    await assert_no_csp_violations(page)


async def test_an_editors_page_is_sound_and_one_click_says_still_right(
    browsing: BrowserContext, page: Page, live_server: LiveHouse, stocked: dict[str, str]
) -> None:
    await sign_in(browsing, live_server, stocked["editor"])
    await page.goto(f"{live_server.address}/my-listings")
    await assert_sound(page)
    await shot(page, "mine")
    await page.get_by_role("button", name="Still right").click()
    await expect(page.get_by_text("The listing says that you confirmed it today.")).to_be_visible()
