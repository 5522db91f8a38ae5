"""Every kind of page about groups and threads is sound, on a phone and on a screen; what is public, without a script."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from livewell.assets.rules import AssetKind
from livewell.groups import actions, queries
from livewell.groups.rules import Stage, Step
from livewell.groups.rules.planning import Plan
from livewell.kit import clock, cookies
from livewell.staff.rules import Role
from tests.factories.assets import an_asset
from tests.factories.gaps import a_gap
from tests.factories.gatherings import recorded
from tests.factories.groups import a_group, a_promise, a_running_group, an_entry, an_outreach, led, time_given
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_sound_at_every_width
from tests.live import LiveHouse

SHOTS = os.getenv("LIVEWELL_SHOTS")
PHONE = {"width": 390, "height": 844}
MINUTES = (180, 150, 120, 120, 90, 60, 60, 45, 30, 30)


@pytest_asyncio.fixture(scope="session")
async def world(live_server: LiveHouse) -> dict[str, str]:
    """A group that met ten times and needs somebody, a café with a programme, and an event that was followed."""
    async with live_server.database():
        worker = await a_member(Role.LINK_WORKER, name="Bola Okafor")
        today = clock.today()
        first = today - timedelta(weeks=9)
        gap = await a_gap(worker, title="Somewhere to walk together", people=14)
        await a_gap(worker, title="A choir without reading music", people=6)
        group = await a_running_group(
            worker, gap=gap, since=first, about="A gentle walk, then tea and a chat.", supporter=worker.id
        )
        for step, words in (
            (Step.PEOPLE, "Met three times in the library."),
            (Step.PLACE, "Half past one at the café."),
        ):
            await actions.tick(group, step, on=first - timedelta(days=9), words=words, by=worker)
        await actions.tick(group, Step.FIRST_SESSION, on=first, by=worker)
        asset = (await queries.group(group)).asset
        assert asset is not None
        for week, minutes in enumerate(MINUTES):
            day = first + timedelta(weeks=week)
            names = [f"Walker {week}-{number}" for number in range(6 if week < 6 else 3)]
            await recorded(asset, day, counts=[], new_names=names, newcomers=0 if week else 6)
            await time_given(group, worker, minutes=minutes, on=day, what="Walked along")
        lead = await led(group, worker, name="Rosa Fictional", since=today - timedelta(days=9))
        review = await actions.hold_review(
            group,
            {"lead": "Two could stand in for Rosa.", "money": "Nothing is needed."},
            held_on=today - timedelta(days=5),
            agreed="Rosa asks the café about winter.",
            next_on=today + timedelta(weeks=26),
            submission=uuid4(),
            by=worker,
        )
        await actions.give_flyers(
            group, place="The library", number=40, on=today - timedelta(days=20), submission=uuid4(), by=worker
        )
        plan = Plan(40_000, 900, 20, today + timedelta(days=200), "What the walk in the next village came to.")
        await actions.plan_group(group, plan, version=None, by=worker)
        await actions.watch_all()
        (sign, *_) = await queries.alerts_of(group)
        cafe = await a_group(worker, name="Fictional Hall Café", kind="cafe", about="Tea, and something to do.")
        hall = await an_asset(name="Fictional Hall Café", kind=AssetKind.CAFE.value, place_name="Fictional Hall")
        await actions.link_listing(cafe, hall, by=worker)
        await actions.move(cafe, Stage.FORMING, by=worker)
        entry = await actions.plan_entry(
            cafe, an_entry(refreshments="Tea and cake, by donation"), submission=uuid4(), by=worker
        )
        off = await actions.plan_entry(
            cafe, an_entry(title="A talk about sleep", on=today + timedelta(days=9)), submission=uuid4(), by=worker
        )
        await actions.cancel_entry(off, why="The speaker is ill.", by=worker)
        event = await an_outreach(worker, partners=("The Rotary club", "The golf club"), people=60)
        promise = await a_promise(event, worker)
        followed = await a_promise(event, worker, "Walk the course at dusk", "The golf club")
        await actions.promise_becomes_group(followed, "Dusk walkers", submission=uuid4(), by=worker)
        return {
            "worker": await a_sign_in(worker),
            "gap": str(gap),
            "group": str(group),
            "cafe": str(cafe),
            "lead": str(lead),
            "review": str(review),
            "sign": str(sign.id),
            "entry": str(entry),
            "event": str(event),
            "promise": str(promise),
        }


PAGES = {
    "together": "/together",
    "threads": "/threads",
    "thread": "/threads/{gap}",
    "groups": "/groups",
    "group": "/groups/{group}",
    "figures": "/groups/figures",
    "new": "/groups/new?gap={gap}",
    "change": "/groups/{group}/change",
    "step": "/groups/{group}/steps/flyer",
    "stage": "/groups/{group}/stage",
    "listing": "/groups/{group}/listing",
    "time": "/groups/{group}/time",
    "case": "/groups/{group}/case",
    "plan": "/groups/{group}/plan",
    "lead": "/groups/{group}/lead",
    "lead-left": "/groups/{group}/lead/{lead}/end",
    "review-new": "/groups/{group}/reviews/new",
    "review": "/groups/{group}/reviews/{review}",
    "flyers": "/groups/{group}/flyers",
    "sign": "/groups/{group}/signs/{sign}",
    "programme": "/groups/{cafe}/programme",
    "entry": "/groups/{cafe}/programme/{entry}",
    "entry-off": "/groups/{cafe}/programme/{entry}/cancel",
    "outreaches": "/outreach",
    "outreach": "/outreach/{event}",
    "outreach-new": "/outreach/new",
    "promise": "/outreach/{event}/promises/{promise}",
}


async def test_the_pages_of_the_team(
    browsing: BrowserContext, page: Page, live_server: LiveHouse, world: dict[str, str]
) -> None:
    await browsing.add_cookies(
        [
            {
                "name": cookies.cookie_name(cookies.SIGN_IN, secure=False),
                "value": world["worker"],
                "url": live_server.address,
            }
        ]
    )
    for name, path in PAGES.items():
        await page.goto(live_server.address + path.format(**world))
        await assert_sound_at_every_width(page, pictures=f"{SHOTS}/groups-{name}-{{width}}.png" if SHOTS else "")


async def test_what_is_on_for_everybody_without_a_script(
    chromium: Browser, live_server: LiveHouse, world: dict[str, str]
) -> None:
    context = await chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = await context.new_page()
    await page.goto(f"{live_server.address}/cafes")
    await page.get_by_role("link", name="Fictional Hall Café").click()
    await expect(page.get_by_role("heading", name="What is on")).to_be_visible()
    await expect(page.get_by_text("The speaker is ill.")).to_be_visible()
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/groups-cafe-390.png", full_page=True)
    await context.close()


async def test_the_pages_for_everybody(page: Page, live_server: LiveHouse, world: dict[str, str]) -> None:
    for name, path in {"cafes": "/cafes", "cafe": f"/cafes/{world['cafe']}/programme"}.items():
        await page.goto(live_server.address + path)
        await assert_sound_at_every_width(page, pictures=f"{SHOTS}/groups-{name}-{{width}}.png" if SHOTS else "")
