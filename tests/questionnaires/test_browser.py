"""Filling in on a phone, with a script and without one; together on one screen; and every page sound."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from livewell.journeys.rules import Stage
from livewell.kit import clock, cookies
from livewell.kit.db import value
from livewell.measures.rules.taking import How as Taken
from livewell.questionnaires import actions
from livewell.questionnaires.rules import How
from tests.at_home import a_visit
from tests.factories.journeys import a_coach_and_a_journey, an_open_journey, the_journey
from tests.factories.measures import a_pam
from tests.factories.questionnaires import a_key_to, all_answers, an_asking, phq9_set_up, with_email
from tests.factories.staff import a_sign_in
from tests.front.browser import assert_sound, listen
from tests.live import LiveHouse, a_live_house

PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Home:
    """A served house with a coach, and a person of theirs in their own space."""

    server: LiveHouse
    coach: str
    visit: str
    journey: UUID
    askings: dict[str, UUID]
    token: str

    @property
    def address(self) -> str:
        return self.server.address


@pytest_asyncio.fixture(scope="session")
async def home(cluster, template, tmp_path_factory) -> AsyncIterator[Home]:
    """One person with questions of every kind, and scores from before."""
    async with a_live_house(cluster, tmp_path_factory) as server:
        async with server.database():
            coach, journey = await a_coach_and_a_journey(Stage.COACHING)
            person = (await the_journey(journey)).person
            await with_email(person)
            await phq9_set_up(coach)
            for days, score in ((95, "44.1"), (1, "61")):
                await a_pam(journey, coach, score, clock.now() - timedelta(days=days))
            with clock.at(clock.now() - timedelta(days=80)):
                before = await an_asking(journey, coach, "gad7")
                await actions.answer(
                    before,
                    journey=journey,
                    answers=all_answers("gad7", 2),
                    how=Taken.TOGETHER,
                    submission=uuid4(),
                    by=coach,
                )
            askings = {
                "ons4": await an_asking(journey, coach, "ons4", words="Before we meet on Monday."),
                "gad7": await an_asking(journey, coach, "gad7", How.TOGETHER, due_on=clock.today()),
                "phq9": await an_asking(journey, coach, "phq9"),
                "phq8": await an_asking(journey, coach, "phq8", How.PAPER),
                "pam": await an_asking(journey, coach, "pam", How.SCORE),
            }
            another = await an_open_journey(coach, stage=Stage.COACHING)
            by_link = await an_asking(another, coach, "ons4")
            token = await a_key_to(by_link)
            found = Home(server, await a_sign_in(coach), await a_visit(person), journey, askings, token)
        yield found


async def a_phone(chromium: Browser, home: Home, cookie: str, token: str, **more: object) -> BrowserContext:
    context = await chromium.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/London", **more)
    context.set_default_timeout(30_000)
    name = cookies.cookie_name(cookie, secure=False)
    await context.add_cookies([{"name": name, "value": token, "url": home.address}])
    return context


@pytest_asyncio.fixture(loop_scope="session")
async def at_home(chromium: Browser, home: Home) -> AsyncIterator[Page]:
    """The person's phone, in their own space."""
    context = await a_phone(chromium, home, cookies.HOME, home.visit)
    page = await context.new_page()
    listen(page)
    yield page
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def at_work(chromium: Browser, home: Home) -> AsyncIterator[Page]:
    """The coach's screen."""
    context = await a_phone(chromium, home, cookies.SIGN_IN, home.coach)
    page = await context.new_page()
    listen(page)
    yield page
    await context.close()


async def test_half_done_on_a_phone_is_kept_and_sent_later(at_home: Page, home: Home) -> None:
    sheet = f"{home.address}/my/questions/{home.askings['ons4']}"
    await at_home.goto(f"{home.address}/my/questions")
    await assert_sound(at_home)
    await at_home.get_by_role("link", name=re.compile("ONS4")).first.click()
    await assert_sound(at_home)
    happy = at_home.get_by_role("group", name=re.compile("how happy"))
    async with at_home.expect_response(re.compile("/draft$")) as saved:
        await happy.get_by_role("radio", name="7", exact=True).check()
    assert (await saved.value).status == 200
    await expect(at_home.locator("[data-draft-status]")).to_contain_text("Draft saved at")
    await at_home.goto(sheet)
    await expect(happy.get_by_role("radio", name="7", exact=True)).to_be_checked()
    await at_home.get_by_role("button", name="Send my answers").click()
    await expect(at_home.locator(".nhsuk-error-summary li")).to_have_count(3)
    await assert_sound(at_home)
    await expect(happy.get_by_role("radio", name="7", exact=True)).to_be_checked()
    for words in ("how satisfied", "to what extent", "how anxious"):
        group = at_home.get_by_role("group", name=re.compile(words))
        await group.get_by_label("I would rather not answer this").check()
    await at_home.get_by_role("button", name="Send my answers").click()
    await expect(at_home.get_by_role("heading", level=1)).to_have_text("Thank you")
    await assert_sound(at_home)
    await at_home.get_by_role("link", name="See what your answers say").click()
    await assert_sound(at_home)


async def test_without_a_script_it_is_kept_by_a_button_and_help_comes_at_once(
    chromium: Browser, home: Home, at_home: Page
) -> None:
    context = await a_phone(chromium, home, cookies.HOME, home.visit, java_script_enabled=False)
    page = await context.new_page()
    sheet = f"{home.address}/my/questions/{home.askings['phq9']}"
    await page.goto(sheet)
    groups = page.locator(".lw-sheet__question")
    await expect(groups).to_have_count(9)
    await groups.first.get_by_label("Several days").check()
    await page.get_by_role("button", name="Save and finish later").click()
    await expect(page.get_by_role("alert")).to_contain_text("Your answers so far are kept for 30 days.")
    await page.goto(sheet)
    await expect(groups.first.get_by_label("Several days")).to_be_checked()
    for number in range(1, 8):
        await groups.nth(number).get_by_label("Not at all").check()
    await groups.nth(8).get_by_label("Nearly every day").check()
    await page.get_by_role("button", name="Send my answers").click()
    await expect(page.get_by_role("link", name="116 123")).to_be_visible()
    await expect(page).to_have_url(sheet)
    await context.close()
    async with home.server.database():
        assert await value("SELECT count(*) FROM safety_matter") == 1
    await at_home.goto(f"{home.address}/my/questions/about/phq9")
    await expect(at_home.get_by_role("link", name="116 123")).to_be_visible()
    await assert_sound(at_home)


async def test_the_link_opens_on_a_phone_that_nobody_signed_in_to(chromium: Browser, home: Home) -> None:
    context = await chromium.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/London")
    page = await context.new_page()
    listen(page)
    await page.goto(f"{home.address}/answer/{home.token}")
    await expect(page).to_have_url(f"{home.address}/answer")
    await assert_sound(page)
    for words in ("how satisfied", "to what extent", "how happy", "how anxious"):
        await page.get_by_role("group", name=re.compile(words)).get_by_role("radio", name="5", exact=True).check()
    await page.get_by_role("button", name="Send my answers").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    await assert_sound(page)
    await page.goto(f"{home.address}/answer/{home.token}")
    await expect(page.get_by_role("heading", level=1)).to_have_text("This link opens nothing any more")
    await assert_sound(page)
    await context.close()


async def test_together_on_one_screen_and_every_page_of_the_worker_is_sound(at_work: Page, home: Home) -> None:
    there = f"{home.address}/journeys/{home.journey}"
    for path in (
        "/questions/new",
        "/about/measures",
        "/measures/pam",
        f"/questions/{home.askings['gad7']}",
        f"/questions/{home.askings['gad7']}/answer",
        f"/questions/{home.askings['phq8']}",
        f"/questions/{home.askings['pam']}/score",
        f"/questions/{home.askings['gad7']}/together",
    ):
        await at_work.goto(there + path)
        await assert_sound(at_work)
    groups = at_work.locator(".lw-sheet__question")
    for number in range(await groups.count()):
        await groups.nth(number).get_by_label("Not at all").check()
    await at_work.get_by_role("button", name="I have finished").click()
    await expect(at_work.get_by_text("give the screen back")).to_be_visible()
    await assert_sound(at_work)
    await at_work.get_by_role("link", name="For the worker").click()
    await assert_sound(at_work)
    await expect(at_work.get_by_text("14 points lower")).to_be_visible()
    await at_work.goto(f"{home.address}/questions-on-paper")
    await assert_sound(at_work)
