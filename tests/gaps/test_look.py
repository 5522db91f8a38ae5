"""Every kind of page about what is missing is sound, on a phone and on a screen, and works without a script."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from livewell.gaps import actions
from livewell.gaps.rules import Left, StepKind
from livewell.kit import clock, cookies
from livewell.kit.geo import Point
from livewell.staff.rules import Role
from tests.factories.assets import an_asset
from tests.factories.gaps import a_gap
from tests.factories.staff import a_member, a_sign_in
from tests.factories.upkeep import two_wards
from tests.front.browser import assert_sound, assert_sound_at_every_width
from tests.live import LiveHouse

SHOTS = os.getenv("LIVEWELL_SHOTS")
PHONE = {"width": 390, "height": 844}
ABBEY, LUTTERELL = "E05014965", "E05014980"


@pytest_asyncio.fixture(scope="session")
async def missing(live_server: LiveHouse) -> dict[str, str]:
    """A house where things are missing: waiting, open, tried, joined and settled."""
    async with live_server.database():
        await two_wards()
        worker = await a_member(Role.LINK_WORKER)
        asset = await an_asset(name="Fictional Leisure", at=Point.on_grid(458500, 337000), ways=("be_active",))
        waits = await a_gap(
            title="Somewhere warm to sit", words="My neighbour hits me, and I would like to get out.", ward=ABBEY
        )
        gap = await a_gap(
            worker,
            title="Swimming in a quiet hour",
            words="For people who find a crowd hard.",
            way="be_active",
            ward=ABBEY,
            people=14,
            times=("weekday_morning",),
            for_whom=("disabled", "carers"),
        )
        await a_gap(joins=gap, title="A quiet hour to swim", left=Left("Ann", "ann@person.example", would_help=True))
        same = await a_gap(worker, title="A quiet hour in the pool", way="be_active", ward=LUTTERELL, people=3)
        await actions.join(same, gap, by=worker)
        await a_gap(worker, title="Swimming at a quiet time of the day", way="be_active", ward=ABBEY, people=2)
        today = clock.today()
        for kind, words, ago, ahead in (
            (StepKind.ASKED, "Could there be an hour without music?", 20, None),
            (StepKind.ANSWERED, "Perhaps, on Tuesdays. They ask their manager.", 5, 2),
        ):
            await actions.try_with(
                gap,
                kind=kind,
                words=words,
                done_on=today - timedelta(days=ago),
                next_on=today + timedelta(days=ahead) if ahead else None,
                asset=asset,
                submission=uuid4(),
                by=worker,
            )
        settled = await a_gap(worker, title="A men’s shed", people=8, ward=LUTTERELL)
        await actions.settle(settled, "group", "It meets on Tuesdays at the fictional chapel.", by=worker)
        hidden = await a_gap(worker, title="A ramp for Mr Fictional")
        await actions.hide(hidden, why="It names somebody", by=worker)
        return {
            "worker": await a_sign_in(worker),
            "evaluator": await a_sign_in(await a_member(Role.EVALUATOR)),
            "waits": str(waits),
            "gap": str(gap),
            "settled": str(settled),
            "same": str(same),
            "hidden": str(hidden),
        }


PAGES = {
    "list": "/gaps",
    "to-read": "/gaps?state=waiting",
    "waiting": "/gaps/{waits}",
    "gap": "/gaps/{gap}",
    "settled": "/gaps/{settled}",
    "joined": "/gaps/{same}",
    "hidden": "/gaps/{hidden}",
    "change": "/gaps/{gap}/change",
    "new": "/gaps/new?source=search&title=Bowls",
    "searches": "/gaps/searches",
    "due": "/gaps/due",
    "case": "/gaps/case",
}


async def sign_in(context: BrowserContext, server: LiveHouse, token: str) -> None:
    await context.add_cookies(
        [{"name": cookies.cookie_name(cookies.SIGN_IN, secure=False), "value": token, "url": server.address}]
    )


async def seen(page: Page, server: LiveHouse, pages: dict[str, str], prefix: str = "") -> None:
    for name, path in pages.items():
        await page.goto(server.address + path)
        await assert_sound_at_every_width(page, pictures=f"{SHOTS}/gaps-{prefix}{name}-{{width}}.png" if SHOTS else "")


async def test_the_pages_of_the_team(
    browsing: BrowserContext, page: Page, live_server: LiveHouse, missing: dict[str, str]
) -> None:
    await sign_in(browsing, live_server, missing["worker"])
    await seen(page, live_server, {name: path.format(**missing) for name, path in PAGES.items()})


async def test_the_pages_of_an_evaluator(
    browsing: BrowserContext, page: Page, live_server: LiveHouse, missing: dict[str, str]
) -> None:
    await sign_in(browsing, live_server, missing["evaluator"])
    await seen(page, live_server, {"list": "/gaps", "gap": f"/gaps/{missing['gap']}"}, "evaluator-")


async def test_anybody_says_it_without_a_script(
    chromium: Browser, live_server: LiveHouse, missing: dict[str, str]
) -> None:
    context = await chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = await context.new_page()
    await page.goto(f"{live_server.address}/something-missing")
    await page.get_by_role("button", name="Send it").click()
    await expect(page.get_by_text("Say in a few words what is missing").first).to_be_visible()
    await page.get_by_label("What is missing?").fill("Swimming in a quiet hour")
    await page.get_by_role("button", name="Send it").click()
    await expect(page.get_by_text("Others asked for something like it")).to_be_visible()
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/gaps-same-390.png", full_page=True)
    await page.get_by_label("Swimming in a quiet hour").check()
    await page.get_by_role("button", name="Send it").click()
    await expect(page.get_by_role("heading", name="Thank you for telling us")).to_be_visible()
    await context.close()


async def test_the_pages_for_everybody(page: Page, live_server: LiveHouse, missing: dict[str, str]) -> None:
    await seen(
        page,
        live_server,
        {
            "public": "/something-missing",
            "thanks": "/something-missing/thanks",
            "help": "/something-missing/help",
            "search": "/community?q=falconry&sought=yes",
        },
    )
    await page.goto(f"{live_server.address}/something-missing")
    await page.get_by_label("What is missing?").fill("A quiet time to swim in the day")
    await page.get_by_role("button", name="Send it").click()
    await assert_sound(page)
