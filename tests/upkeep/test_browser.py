"""A link worker with a phone in one hand: visits, makes sure, and reads it on the listing; every page sound, also without a script."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from livewell.kit import clock, cookies
from livewell.kit.dates import say_day
from livewell.kit.db import execute
from livewell.kit.geo import Point
from livewell.staff.rules import Role
from livewell.upkeep import actions, queries
from livewell.upkeep.rules.visits import FollowOn
from tests.factories.assets import an_asset
from tests.factories.staff import a_member, a_sign_in
from tests.factories.upkeep import a_find, a_report, made_sure, two_wards
from tests.front.browser import assert_no_csp_violations, assert_sound, listen
from tests.live import LiveHouse

ABBEY = Point.on_grid(458500, 337000)
PHONE = {"width": 390, "height": 844}
SHOTS = os.getenv("LIVEWELL_SHOTS")
SMALLEST_TARGET = 44
"""CSS pixels: what a thumb hits (https://www.w3.org/TR/WCAG22/#target-size-enhanced)."""


@pytest_asyncio.fixture(scope="session")
async def kept_true(live_server: LiveHouse) -> dict[str, str]:
    """A house with listings to visit, to phone, to put right and to make one."""
    async with live_server.database():
        await two_wards()
        worker = await a_member(Role.LINK_WORKER)
        soup = await an_asset(
            name="Soup and company",
            kind="cafe",
            what="Soup on Wednesdays.",
            at=ABBEY,
            place_name="Fictional Chapel",
            when="Wednesdays at noon",
            contact_name="Beryl",
            contact_phone="01632 960001",
            checked_at=None,
        )
        twin = await an_asset(
            name="Soup & company",
            kind="cafe",
            what="Soup, cards and a walk.",
            at=ABBEY,
            place_name="The chapel",
            website="https://soup.example",
        )
        strollers = await an_asset(
            name="Strollers", at=ABBEY, place_name="Library steps", contact_name="Anne", contact_phone="01632 960002"
        )
        await made_sure(strollers, days_ago=300, used=4)
        seen = await actions.record(
            strollers,
            a_find(follow_ons=(FollowOn.JOIN_FORUM, FollowOn.WANTS_TRAINING)),
            version=1,
            submission=uuid4(),
            by=worker,
        )
        await made_sure(strollers, days_ago=300, used=4)
        await actions.plan(soup, on=clock.today() + timedelta(days=2), submission=uuid4(), by=worker)
        problem = await a_report(strollers, words="It is at 3pm now.", reply_to="ann@example.com")
        await a_report(strollers, words="A man there hit one of the children.")
        await execute("UPDATE asset SET needs = '{company}' WHERE id = $1", soup)
        await actions.find_duplicates()
        # Other listings may be there that are like each other.
        (pair,) = [one for one in await queries.pairs(decided=False) if {one.one, one.other} == {soup, twin}]
        return {
            "worker": await a_sign_in(worker),
            "soup": str(soup),
            "twin": str(twin),
            "strollers": str(strollers),
            "visit": str(seen),
            "problem": str(problem),
            "pair": str(pair.id),
        }


async def sign_in(context: BrowserContext, server: LiveHouse, token: str) -> None:
    await context.add_cookies(
        [{"name": cookies.cookie_name(cookies.SIGN_IN, secure=False), "value": token, "url": server.address}]
    )


async def shot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/upkeep-{name}.png", full_page=True)


async def too_small(page: Page) -> list[str]:
    """What a thumb would miss in the form: boxes, rounds and buttons less than 44 pixels high."""
    found: list[str] = await page.evaluate(
        "least => [...document.querySelectorAll('main .nhsuk-checkboxes__input, main .nhsuk-radios__input,"
        " main form[data-autosave] .nhsuk-button, main .nhsuk-input, main textarea')]"
        ".filter(one => one.getBoundingClientRect().height && one.getBoundingClientRect().height < least - 4)"
        ".map(one => one.outerHTML.slice(0, 100))",
        SMALLEST_TARGET,
    )
    return found


async def test_a_link_worker_visits_with_a_phone_in_one_hand(
    browsing: BrowserContext, page: Page, live_server: LiveHouse, kept_true: dict[str, str]
) -> None:
    await sign_in(browsing, live_server, kept_true["worker"])
    await page.set_viewport_size(PHONE)
    await page.goto(f"{live_server.address}/visits")
    await (
        page.locator("section", has_text="My planned visits").get_by_role("button", name="Write it down").first.click()
    )
    await assert_sound(page)
    assert await too_small(page) == []
    await page.get_by_label("Who did you meet?").fill("Beryl, who runs the kitchen")
    await page.get_by_label("Who comes, and who would be welcome").fill("Anybody who likes company.")
    await page.get_by_label("Step-free").check()
    await page.get_by_label("Fine to come alone").check()
    await expect(page.locator("[data-draft-status]")).to_contain_text("Draft saved")
    await expect(page.locator("form[data-autosave][data-draft-kept]")).to_have_count(1)
    # The phone goes dark; the bus comes; the page is opened again. Nothing typed is lost.
    await page.reload()
    await expect(page.get_by_label("Who did you meet?")).to_have_value("Beryl, who runs the kitchen")
    await expect(page.get_by_label("Step-free")).to_be_checked()
    await assert_sound(page)
    await page.get_by_role("group", name="Did you say what Live Well is?").get_by_label("Yes").check()
    await page.get_by_label("Join the coproduction forum").check()
    await page.get_by_role("button", name="Save the visit").click()
    await expect(page.get_by_role("alert").first).to_contain_text("Say whether the listing is right")
    await expect(page.get_by_label("Who did you meet?")).to_have_value("Beryl, who runs the kitchen")
    await assert_sound(page)
    await shot(page, "visit-wrong-phone")
    await page.get_by_label("It is right once it says what I wrote here").check()
    await page.get_by_label("When it happens").check()
    await shot(page, "visit-phone")
    await page.get_by_role("button", name="Save the visit").click()
    words = f"Checked by a visit on {say_day(clock.today())}"
    await expect(page.get_by_text(words).first).to_be_visible()
    await shot(page, "asset-phone")
    await page.goto(f"{live_server.address}/community/{kept_true['soup']}")
    await expect(page.get_by_text(words).first).to_be_visible()
    await expect(page.get_by_text("Anybody who likes company.").first).to_be_visible()
    await shot(page, "listing-phone")
    await page.goto(f"{live_server.address}/visits")
    card = page.locator(".nhsuk-card", has_text="Soup and company: Join the coproduction forum")
    await expect(card).to_contain_text("Beryl")
    await assert_no_csp_violations(page)


PAGES = {
    "visits": "/visits",
    "visit": "/visits/{visit}",
    "new": "/visits/new",
    "form": "/community/{strollers}/visit",
    "asset": "/directory/{strollers}/upkeep",
    "problems": "/directory/problems",
    "answered": "/directory/problems?show=decided",
    "problem": "/directory/problems/{problem}",
    "freshness": "/directory/freshness",
    "phone-list": "/directory/freshness/phone-list",
    "duplicates": "/directory/duplicates",
    "decided": "/directory/duplicates?show=decided",
    "pair": "/directory/duplicates/{pair}",
    "coverage": "/directory/coverage",
    "provision": "/directory/provision",
}


@pytest.mark.parametrize("name", PAGES)
async def test_every_page_of_the_team_is_sound(
    browsing: BrowserContext, page: Page, live_server: LiveHouse, kept_true: dict[str, str], name: str
) -> None:
    await sign_in(browsing, live_server, kept_true["worker"])
    await page.goto(live_server.address + PAGES[name].format(**kept_true))
    await assert_sound(page)
    await shot(page, name)


async def test_anybody_says_that_something_is_wrong_without_a_script(
    chromium: Browser, live_server: LiveHouse, kept_true: dict[str, str]
) -> None:
    context = await chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = await context.new_page()
    await page.goto(f"{live_server.address}/community/{kept_true['twin']}/wrong")
    await page.get_by_role("button", name="Tell us").click()
    await expect(page.get_by_text("Choose what is wrong").first).to_be_visible()
    await page.get_by_label("It is not going on any more").check()
    await page.get_by_role("button", name="Tell us").click()
    await expect(page.get_by_role("heading", name="Thank you for telling us")).to_be_visible()
    await context.close()


async def test_the_form_for_what_is_wrong_is_sound_and_danger_is_answered(
    page: Page, live_server: LiveHouse, kept_true: dict[str, str]
) -> None:
    await page.goto(f"{live_server.address}/community/{kept_true['twin']}/wrong")
    await assert_sound(page)
    await shot(page, "wrong")
    await page.get_by_label("Something else").check()
    await page.get_by_label("What should it say?").fill("Somebody there threatened to hurt me")
    await page.get_by_role("button", name="Tell us").click()
    await expect(page.get_by_role("heading", name="If you need help now")).to_be_visible()
    await assert_sound(page)
    await shot(page, "help")


async def test_the_desk_works_without_a_script(
    chromium: Browser, live_server: LiveHouse, kept_true: dict[str, str]
) -> None:
    context = await chromium.new_context(java_script_enabled=False)
    await sign_in(context, live_server, kept_true["worker"])
    page = await context.new_page()
    listen(page)
    await page.goto(f"{live_server.address}/directory/freshness")
    await page.get_by_label("Ward").select_option(label="Abbey")
    await page.get_by_role("button", name="Show these").click()
    # Other listings of this name may wait there too.
    said = page.locator(f"form[action='/directory/freshness/{kept_true['strollers']}']")
    await said.get_by_role("button", name="Phoned, still right").click()
    await expect(page.get_by_text("The listing says that it was checked today.")).to_be_visible()
    await page.goto(f"{live_server.address}/directory/duplicates/{kept_true['pair']}")
    await page.get_by_role("group", name="Whose address stays?").get_by_label("The first").check()
    await page.get_by_role("button", name="Make them one").click()
    await expect(page.get_by_text("The two listings are one.")).to_be_visible()
    await page.goto(f"{live_server.address}/directory/duplicates?show=decided")
    undo = page.locator(f"form[action='/directory/duplicates/{kept_true['pair']}/undo']")
    await undo.get_by_role("button", name="Undo this").click()
    await expect(page.get_by_text("The decision is undone.")).to_be_visible()
    await context.close()
