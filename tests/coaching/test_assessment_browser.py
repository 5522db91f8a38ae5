"""While somebody writes the assessment: another way to put it is offered, heard by a screen reader, and can be left."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from livewell.journeys.rules import Stage
from livewell.kit import cookies
from livewell.kit.wording import find, read_list
from livewell.places.rules import KINDER_WORDS
from livewell.staff.rules import Role
from tests.factories.journeys import an_open_journey
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_accessible, assert_no_csp_violations, assert_reflows, browsing, chromium, listen
from tests.live import LiveHouse

__all__ = ["browsing", "chromium"]

TEXTS = [
    "She is non-compliant.",
    "NON COMPLIANT again",
    "noncompliant, and Refuses help; refuses",
    "She says “I am manipulative” of herself.",
    'He said "manipulative", and he is attention seeking',
    "It was a difficult week.",
    "xrefuses refusesx refuses_",
    "Mends clocks.",
]


@pytest_asyncio.fixture
async def writing(chromium: Browser, live_server: LiveHouse) -> AsyncIterator[Page]:
    """The page of an assessment, as a coach has it open."""
    async with live_server.database():
        coach = await a_member(Role.HEALTH_COACH)
        journey = await an_open_journey(coach, stage=Stage.COACHING)
        token = await a_sign_in(coach)
    context = await chromium.new_context(viewport={"width": 390, "height": 844})
    await context.add_cookies(
        [{"name": cookies.cookie_name(cookies.SIGN_IN, secure=False), "value": token, "url": live_server.address}]
    )
    page = await context.new_page()
    listen(page)
    await page.goto(f"{live_server.address}/journeys/{journey}/assessment")
    yield page
    await context.close()


async def test_a_hint_comes_is_heard_and_can_be_left(writing: Page) -> None:
    page = writing
    story = page.get_by_label("What has happened, in their words")
    region = page.locator(".nhsuk-form-group", has=story).locator(".lw-wording-live")
    await expect(region).to_be_empty()
    await story.fill("She is non-compliant with her tablets.")
    await expect(region).to_contain_text("You wrote “non-compliant”. Another way to put it: has reasons of their own")
    await expect(region).to_have_attribute("role", "status")
    await expect(region).to_have_attribute("aria-live", "polite")
    await assert_accessible(page)
    await assert_reflows(page)
    await page.get_by_role("button", name="Keep my words").click()
    await expect(region).to_be_empty()
    await expect(story).to_be_focused()
    await expect(story).to_have_value("She is non-compliant with her tablets.")
    await story.press_sequentially(" She said so.")
    await page.wait_for_timeout(1200)
    await expect(region).to_be_empty()
    await story.fill("She refuses them.")
    await expect(region).to_contain_text("“refuses”")
    await story.fill("She says no to them.")
    await expect(region).to_be_empty()
    await assert_no_csp_violations(page)


@pytest.mark.parametrize("text", TEXTS)
async def test_the_script_finds_what_the_server_finds(writing: Page, text: str) -> None:
    wanted = [hint.typed for hint in find(text, read_list(KINDER_WORDS))]
    hopes = writing.get_by_label("Hopes, in their words")
    await hopes.fill(text)
    await writing.wait_for_timeout(1000)
    items = writing.locator(".nhsuk-form-group", has=hopes).locator(".lw-wording-live li")
    await expect(items).to_have_count(len(wanted))
    said = await items.all_inner_texts()
    assert [one.split("“")[1].split("”")[0] for one in said] == wanted


async def test_another_question_is_one_press_away(writing: Page) -> None:
    section = writing.get_by_role("region", name="Strengths")
    await section.get_by_text("Ask another way").click()
    await expect(section.get_by_role("listitem").filter(has_text="?").nth(2)).to_be_visible()
    await assert_accessible(writing)
