"""Looking back at a session on a phone, with scripts and without; every page sound."""

import pytest
from playwright.async_api import Browser, expect

from livewell.journeys.rules import Stage
from livewell.kit import cookies
from livewell.staff.rules import Role
from tests.factories.journeys import an_open_journey
from tests.factories.sessions import a_held_session
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_no_csp_violations, assert_reflows, assert_sound, listen
from tests.live import LiveHouse

PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_from_the_session_to_a_reflection_and_back(
    chromium: Browser, live_server: LiveHouse, scripts: bool
) -> None:
    async with live_server.database():
        coach = await a_member(Role.HEALTH_COACH)
        manager = await a_member(Role.MANAGER, name="Ruth Fernhill")
        session = await a_held_session(await an_open_journey(coach, stage=Stage.COACHING), coach)
        token = await a_sign_in(coach)
    context = await chromium.new_context(viewport=PHONE, java_script_enabled=scripts)
    await context.add_cookies(
        [{"name": cookies.cookie_name(cookies.SIGN_IN, secure=False), "value": token, "url": live_server.address}]
    )
    page = await context.new_page()
    listen(page)

    async def sound() -> None:
        await expect(page.get_by_role("heading", level=1)).to_have_count(1)
        if scripts:
            await assert_sound(page)
            await assert_reflows(page)
            await assert_no_csp_violations(page)

    await page.goto(f"{live_server.address}/sessions/{session}")
    await page.get_by_role("link", name="Look back at this session, for yourself").click()
    await sound()
    await page.get_by_role("button", name="Keep it for myself").click()
    await expect(page.get_by_role("link", name="Answer at least one, or write a line")).to_be_visible()
    await sound()
    await page.get_by_label("In your own words").fill("She laughed twice.")
    question = page.get_by_role("group", name="Did we talk as two equals")
    await question.get_by_label("Yes").check()
    await page.get_by_role("button", name="Keep it for myself").click()
    await expect(page.get_by_text("Kept, for you alone.")).to_be_visible()
    await sound()
    await page.get_by_label("Show it to").select_option(str(manager.id))
    await page.get_by_role("button", name="Show it to them").click()
    await expect(page.get_by_text("Ruth Fernhill since")).to_be_visible()
    await page.get_by_role("button", name="Take it back").click()
    await expect(page.get_by_text("You alone.")).to_be_visible()
    await page.get_by_role("link", name="My reflections").click()
    await sound()
    await context.close()
