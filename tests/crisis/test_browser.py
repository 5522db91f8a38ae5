"""Something difficult on a phone, with scripts and without: from a person's page through every step to the end."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from livewell.crisis.queries import pathways as queries
from livewell.crisis.rules.first_pathways import FIRST_PATHWAYS
from livewell.journeys.rules import Stage
from livewell.kit import cookies
from livewell.staff.rules import Role
from tests.at_home import a_visit
from tests.factories.crisis import PLAN, SUICIDAL_THOUGHTS, a_plan, a_walk, an_approved_pathway
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import WIDTHS, assert_sound, listen
from tests.live import LiveHouse

PHONE = {"width": 390, "height": 844}
TARGET = 44
"""CSS pixels a thumb needs: https://www.w3.org/TR/WCAG22/#target-size-enhanced"""


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest_asyncio.fixture
async def on_a_phone(chromium: Browser, live_server: LiveHouse, scripts: bool) -> AsyncIterator[tuple[Page, str, UUID]]:
    """A coach's phone, the address of the house, and a journey; one pathway can be followed."""
    async with live_server.database():
        coach = await a_member(Role.HEALTH_COACH)
        journey = await an_open_journey(coach, stage=Stage.COACHING, first_name="Edith")
        if not (await queries.guide(SUICIDAL_THOUGHTS)).is_ready:
            await an_approved_pathway()
        token = await a_sign_in(coach)
    context = await chromium.new_context(viewport=PHONE, java_script_enabled=scripts)
    await context.add_cookies(
        [{"name": cookies.cookie_name(cookies.SIGN_IN, secure=False), "value": token, "url": live_server.address}]
    )
    page = await context.new_page()
    listen(page)
    yield page, live_server.address, journey
    await context.close()


async def sound(page: Page, *, scripts: bool) -> None:
    """All that can be asked of a page; axe is a script, so it runs only where scripts do."""
    await expect(page.get_by_role("heading", level=1)).to_have_count(1)
    if scripts:
        await assert_sound(page)


async def test_from_a_persons_page_through_every_step(on_a_phone: tuple[Page, str, UUID], scripts: bool) -> None:
    page, address, journey = on_a_phone
    await page.goto(f"{address}/journeys/{journey}/assessment")
    await page.get_by_role("link", name="Something difficult?").click()
    await sound(page, scripts=scripts)
    await page.get_by_role("link", name=FIRST_PATHWAYS[0].title).click()
    await sound(page, scripts=scripts)
    await page.get_by_role("button", name="Begin this pathway now").click()
    await expect(page.get_by_text("A safety matter is raised")).to_be_visible()
    await sound(page, scripts=scripts)
    done = page.get_by_role("button", name="Done").locator("visible=true").first
    box = await done.bounding_box()
    assert box is not None
    assert box["height"] >= TARGET
    await done.click()
    await expect(page.get_by_text("Step 1 is written down.")).to_be_visible()
    # The next step is open by itself; saying nothing about why is put right in its place.
    await page.get_by_role("button", name="Could not").locator("visible=true").first.click()
    await expect(page.get_by_role("link", name="Say why, so that whoever reads it knows")).to_be_visible()
    await sound(page, scripts=scripts)
    await page.get_by_label("What you did, or why not").locator("visible=true").first.fill("No signal in the lane.")
    await page.get_by_role("button", name="Could not").locator("visible=true").first.click()
    await expect(page.get_by_text("No signal in the lane.")).to_be_visible()
    await page.get_by_label("What came of it?").fill("Her sister is with her.")
    await page.get_by_role("button", name="End this pathway").click()
    await expect(page.get_by_text("What came of it is kept.")).to_be_visible()
    await sound(page, scripts=scripts)
    await page.get_by_role("link", name="The safety matter").click()
    await expect(page.get_by_text("Her sister is with her.")).to_be_visible()
    await sound(page, scripts=scripts)


async def test_what_is_not_ready_says_so(on_a_phone: tuple[Page, str, UUID], scripts: bool) -> None:
    page, address, journey = on_a_phone
    await page.goto(f"{address}/journeys/{journey}/pathways/{FIRST_PATHWAYS[2].id}")
    await expect(page.get_by_role("heading", name="This pathway is not ready")).to_be_visible()
    await expect(page.get_by_role("button", name="Begin this pathway now")).to_have_count(0)
    await expect(page.get_by_role("button", name="Raise a safety matter")).to_be_visible()
    await sound(page, scripts=scripts)


async def test_a_plan_written_side_by_side(on_a_phone: tuple[Page, str, UUID], scripts: bool) -> None:
    page, address, journey = on_a_phone
    await page.goto(f"{address}/journeys/{journey}/safety-plan/write")
    await sound(page, scripts=scripts)
    await page.get_by_label("What helps me feel safe").fill("The radio on low.")
    await page.get_by_role("button", name="Keep the plan").click()
    await expect(page.get_by_role("link", name="A safety plan is agreed with the person.")).to_be_visible()
    await sound(page, scripts=scripts)
    await page.get_by_label("took part, and agrees with what is written here").check()
    await page.get_by_role("button", name="Keep the plan").click()
    await expect(page.get_by_text("The radio on low.")).to_be_visible()
    await sound(page, scripts=scripts)


async def test_a_person_reads_their_plan_at_home(chromium: Browser, live_server: LiveHouse, scripts: bool) -> None:
    async with live_server.database():
        coach = await a_member(Role.HEALTH_COACH)
        journey = await an_open_journey(coach, stage=Stage.COACHING)
        await a_plan(journey, coach)
        token = await a_visit((await the_journey(journey)).person)
    context = await chromium.new_context(viewport=PHONE, java_script_enabled=scripts)
    await context.add_cookies(
        [{"name": cookies.cookie_name(cookies.HOME, secure=False), "value": token, "url": live_server.address}]
    )
    page = await context.new_page()
    listen(page)
    await page.goto(f"{live_server.address}/my/safety-plan")
    await expect(page.get_by_text(PLAN["triggers"])).to_be_visible()
    await sound(page, scripts=scripts)
    await page.get_by_label("What you would like to say about it").fill("Joan has moved.")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("Joan has moved.")).to_be_visible()
    await sound(page, scripts=scripts)
    await context.close()


async def test_looking_after_pathways_is_sound(chromium: Browser, live_server: LiveHouse) -> None:
    async with live_server.database():
        manager = await a_member(Role.MANAGER)
        coach = await a_member(Role.HEALTH_COACH)
        journey = await an_open_journey(coach, stage=Stage.COACHING)
        if not (await queries.guide(SUICIDAL_THOUGHTS)).is_ready:
            await an_approved_pathway()
        walk = await a_walk(journey, coach, pathway_id=SUICIDAL_THOUGHTS)
        token = await a_sign_in(manager)
    context = await chromium.new_context(viewport=dict(zip(("width", "height"), WIDTHS["desk"], strict=True)))
    await context.add_cookies(
        [{"name": cookies.cookie_name(cookies.SIGN_IN, secure=False), "value": token, "url": live_server.address}]
    )
    page = await context.new_page()
    listen(page)
    for path in (
        "/pathways",
        f"/pathways/{SUICIDAL_THOUGHTS}",
        f"/pathways/{FIRST_PATHWAYS[1].id}",
        "/pathways/manage",
        "/pathways/manage/new",
        f"/pathways/manage/{SUICIDAL_THOUGHTS}",
        f"/pathways/manage/{FIRST_PATHWAYS[1].id}",
        f"/pathways/manage/{SUICIDAL_THOUGHTS}/edit",
        f"/pathway-walks/{walk}",
    ):
        await page.goto(f"{live_server.address}{path}")
        await sound(page, scripts=True)
    await context.close()
