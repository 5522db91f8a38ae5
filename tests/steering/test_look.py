"""The pages of steering in a real browser: at a desk and reflowed, and a plan filled on a phone without scripts."""

import os

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from livewell.kit import cookies
from livewell.staff.rules import Role
from livewell.steering import actions
from livewell.steering.rules.review import Level
from tests.factories.challenges import a_challenge, a_voice, decided_on
from tests.factories.places import an_area
from tests.factories.staff import a_member, a_sign_in
from tests.factories.steering import a_milestone, a_priority, a_review, a_risk, a_team_plan, in_days
from tests.front.browser import assert_sound, listen
from tests.live import LiveHouse

SHOTS = os.getenv("LIVEWELL_SHOTS")
PHONE = {"width": 390, "height": 844}


@pytest_asyncio.fixture(scope="session")
async def steered(live_server: LiveHouse) -> tuple[dict[str, str], str]:
    """Something of every kind, as {name: path}; and the token of somebody who steers."""
    async with live_server.database():
        by = await a_member(Role.MANAGER)
        voice = await a_voice(by, "Bilal Khan")
        milestone = await a_milestone(by)
        await actions.move_milestone(milestone, to=in_days(80), why="The roof leaks.", version=1, by=by)
        await a_milestone(by, "Twelve volunteers are ready", due_on=in_days(-3))
        risk = await a_risk(by)
        past = await a_risk(by, "Nobody can lead the choir")
        await actions.close_risk(past, why="Two people offered.", by=by)
        challenge = await a_challenge(by, owner=voice)
        await decided_on(challenge, by=by)
        await a_review(by, 2025, 2, Level.DESCRIPTIVE)
        review = await a_review(by, 2026, 3)
        area = await an_area(name="Rushcliffe West")
        plan = await a_team_plan(by, area=area)
        for title, quick in (
            ("Signs at the door", True),
            ("Tea at every meeting", True),
            ("A bench for the ward", False),
        ):
            one = await a_priority(plan, voice, by=by, title=title, quick_win=quick, due_on=in_days(20))
        await actions.put_in_force(plan, by=by)
        draft = await a_team_plan(by, area=area)
        here, team = "/forum/steering", f"/team-plans/{plan}"
        paths = {
            "board": here,
            "milestone": f"{here}/milestones/{milestone}",
            "milestone-new": f"{here}/milestones/new",
            "milestone-change": f"{here}/milestones/{milestone}/change",
            "risk": f"{here}/risks/{risk}",
            "risk-new": f"{here}/risks/new",
            "risks-past": f"{here}/risks",
            "reviews": "/forum/reviews",
            "review": f"/forum/reviews/{review}",
            "review-new": "/forum/reviews/new",
            "plans": "/team-plans",
            "plan": team,
            "plan-draft": f"/team-plans/{draft}",
            "plan-new": "/team-plans/new",
            "assets": f"{team}/assets",
            "benchmarks": f"{team}/benchmarks",
            "priority-new": f"{team}/priorities",
            "priority": f"{team}/priorities/{one}",
        }
        return paths, await a_sign_in(by)


async def come_in(context: BrowserContext, server: LiveHouse, token: str) -> None:
    cookie = {"name": cookies.cookie_name(cookies.SIGN_IN, secure=False), "value": token, "url": server.address}
    await context.add_cookies([cookie])


async def test_every_page_is_for_everybody(
    page: Page, browsing: BrowserContext, live_server: LiveHouse, steered: tuple[dict[str, str], str]
):
    paths, token = steered
    await come_in(browsing, live_server, token)
    for name, path in paths.items():
        answer = await page.goto(live_server.address + path)
        assert answer is not None
        assert answer.status == 200, path
        await assert_sound(page)
        if SHOTS:
            await page.screenshot(path=f"{SHOTS}/steering-{name}.png", full_page=True)


async def test_a_statement_is_rated_on_a_phone_without_scripts(
    chromium: Browser, live_server: LiveHouse, steered: tuple[dict[str, str], str]
):
    paths, token = steered
    context = await chromium.new_context(viewport=PHONE, java_script_enabled=False)
    await come_in(context, live_server, token)
    page = await context.new_page()
    listen(page)
    await page.goto(live_server.address + paths["benchmarks"])
    await page.get_by_label("Statement 2: how it should be").fill("Newcomers find a friendly face.")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("link", name="Say how far statement 2 is true")).to_be_visible()
    await page.get_by_role("group", name="How far is statement 2 true?").get_by_label("Mostly").check()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Newcomers find a friendly face.")).to_be_visible()
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/steering-phone-plan.png", full_page=True)
    await context.close()
