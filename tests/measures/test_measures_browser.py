"""The pages about measures in a real browser: wide, on a phone, and without JavaScript."""

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from livewell.kit import clock, cookies
from livewell.measures import actions
from livewell.measures.rules.taking import How
from livewell.staff.rules import Role
from tests.factories.journeys import a_coach_and_a_journey, the_journey
from tests.factories.measures import a_pack, a_pack_file, a_pam, as_file
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_sound_at_every_width
from tests.live import LiveHouse

SHOTS = os.getenv("LIVEWELL_SHOTS")


@dataclass(frozen=True)
class Site:
    """A coach with somebody's scores, and a manager who looks after the measures."""

    coach: str
    manager: str
    name: str
    journey: UUID
    score: UUID
    pack: UUID


@pytest_asyncio.fixture(scope="session")
async def site(live_server: LiveHouse) -> Site:
    async with live_server.database():
        coach, journey = await a_coach_and_a_journey()
        manager = await a_member(Role.MANAGER)
        pack = await a_pack(manager)
        with clock.at(clock.now() - timedelta(days=100)):
            await a_pam(journey, coach, "38.1")
            old = await actions.record(
                person=(await the_journey(journey)).person,
                journey=journey,
                instrument="pam",
                answers={str(one): 3 for one in range(1, 14)},
                how=How.SELF,
                by=coach,
            )
        await a_pack(manager, pack_version="SYNTHETIC 2", cuts=[40.0, 50.0, 60.0])
        return Site(await a_sign_in(coach), await a_sign_in(manager), manager.name, journey, old.id, pack)


async def come_in(context: BrowserContext, server: LiveHouse, token: str) -> None:
    name = cookies.cookie_name(cookies.SIGN_IN, secure=False)
    await context.add_cookies([{"name": name, "value": token, "url": server.address}])


async def look(page: Page, server: LiveHouse, pages: dict[str, str]) -> None:
    for name, path in pages.items():
        await page.goto(f"{server.address}{path}")
        await assert_sound_at_every_width(page, pictures=f"{SHOTS}/measures-{name}-{{width}}.png" if SHOTS else "")


async def test_the_public_pages_are_for_everybody(page: Page, live_server: LiveHouse):
    pages = {"all": "/measures", "ons4": "/measures/ons4", "phq9": "/measures/phq9", "pam": "/measures/pam"}
    await look(page, live_server, pages)


async def test_the_pages_of_a_site_are_sound(page: Page, browsing: BrowserContext, live_server: LiveHouse, site: Site):
    await come_in(browsing, live_server, site.manager)
    pages = {
        "site": "/measures/site",
        "choice": "/measures/site/phq9",
        "withdraw": f"/measures/site/packs/{site.pack}/withdraw",
    }
    await look(page, live_server, pages)


async def test_the_pages_of_a_score_are_sound(page: Page, browsing: BrowserContext, live_server: LiveHouse, site: Site):
    await come_in(browsing, live_server, site.coach)
    pages = {"score": f"/journeys/{site.journey}/scores/{site.score}", "pam-of": f"/journeys/{site.journey}/pam"}
    await look(page, live_server, pages)


async def test_without_javascript_a_pack_is_refused_then_loaded_and_phq_9_goes_on(
    chromium: Browser, live_server: LiveHouse, site: Site, tmp_path: Path
):
    wrong, right = tmp_path / "wrong.json", tmp_path / "right.json"
    wrong.write_bytes(as_file(a_pack_file("swemwbs", holder="", contexts=["research"])))
    right.write_bytes(as_file(a_pack_file("swemwbs")))
    context = await chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    await come_in(context, live_server, site.manager)
    page = await context.new_page()
    await page.goto(f"{live_server.address}/measures/site")
    for file in (wrong, right):
        await page.get_by_label("The file").set_input_files(file)
        await page.get_by_label("I have read the licence").check()
        await page.get_by_label("Where you have it from").fill("By post in March")
        await page.get_by_role("button", name="Load the pack").click()
        if file is wrong:
            await expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
            await expect(page.get_by_text("does not cover work with people").first).to_be_visible()
            await expect(page.get_by_label("Where you have it from")).to_have_value("By post in March")
    await expect(page.get_by_role("alert")).to_contain_text("The licence pack is loaded")
    await page.get_by_role("link", name="Change Low mood (PHQ-9)").click()
    await page.get_by_label("Yes").check()
    await page.get_by_role("button", name="Keep").click()
    await expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    await page.get_by_label("What you do when an answer asks for help now").fill("Ring 01632 960911.")
    await page.get_by_label("Who is told at once").select_option(label=site.name)
    await page.get_by_role("button", name="Keep").click()
    await expect(page.get_by_role("row", name="Low mood (PHQ-9)")).to_contain_text(site.name)
    await context.close()


async def test_without_javascript_answers_are_scored_again(chromium: Browser, live_server: LiveHouse, site: Site):
    context = await chromium.new_context(java_script_enabled=False)
    await come_in(context, live_server, site.coach)
    page = await context.new_page()
    await page.goto(f"{live_server.address}/journeys/{site.journey}/scores/{site.score}")
    async with page.expect_download() as kept:
        await page.get_by_role("link", name="This score as an HL7 FHIR Bundle").click()
    assert (await kept.value).suggested_filename.startswith("pam-")
    await page.get_by_role("button", name="Score again").click()
    await expect(page.get_by_role("alert")).to_contain_text("Scored again")
    await expect(page.get_by_text("Level 4")).to_be_visible()
    await context.close()
