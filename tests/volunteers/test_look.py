"""Volunteering in a real browser: for everybody, on a phone, and without scripts."""

import os
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from livewell.kit import clock, cookies, doorkeys
from livewell.kit.db import execute, transaction, value
from livewell.outcomes.rules import WhatNext
from livewell.staff.rules import Role
from livewell.volunteers import actions
from livewell.volunteers.actions import REFERENCE_KEY
from livewell.volunteers.door import VOLUNTEER
from livewell.volunteers.forms.desk import Weighed
from livewell.volunteers.queries import cohort as the_cohort
from livewell.volunteers.rules import Stage
from livewell.volunteers.rules.cohorts import PlaceState
from livewell.volunteers.rules.gate import CheckLevel
from livewell.volunteers.rules.references import LINK_LASTS
from tests.factories.journeys import an_open_journey
from tests.factories.outcomes import an_ending
from tests.factories.staff import a_member, a_sign_in
from tests.factories.upkeep import two_wards
from tests.factories.volunteers import (
    a_cohort,
    a_coordinator,
    a_ready_volunteer,
    a_role,
    a_volunteer,
    checked,
    moved,
    spoken_for,
    talked,
)
from tests.front.browser import assert_sound, assert_sound_at_every_width
from tests.live import LiveHouse

SHOTS = os.getenv("LIVEWELL_SHOTS")
ADA = "ada.lovely@people.example"


@dataclass(frozen=True)
class World:
    """Volunteers on every step, and the tokens of four browsers."""

    pages: dict[str, str]
    coordinator: str
    worker: str
    ada: str
    bob: str


@pytest_asyncio.fixture(scope="session")
async def world(live_server: LiveHouse) -> World:
    async with live_server.database():
        await two_wards()
        coordinator = await a_coordinator(name="Owen Merryweather")
        befriend = await a_role(
            coordinator, title="Befriender in Abbey", not_part_of_it="No money, no medicines.\n\nNo lifts."
        )
        tea = await a_role(
            coordinator,
            title="Host at the Thursday café",
            family="cafe_host",
            check_level=CheckLevel.NONE,
            trainings=("food_hygiene",),
        )
        await a_role(coordinator, title="Driver to the clinic", family="driver", trainings=("driving",))
        for number, title in enumerate(("Befriender in Abbey", "Host at the Thursday café", "Driver to the clinic")):
            await execute(
                "UPDATE volunteer_role SET easting = $2, northing = $3, postcode = 'NG2 6AB' WHERE title = $1",
                title,
                456_000 + 900 * number,
                337_000 + 500 * number,
            )
        ada = await on_her_way(coordinator, befriend, tea)
        ready = await a_ready_volunteer(coordinator, befriend, name="Ruth Ready")
        cohort = await a_cohort(coordinator, name="Spring cohort", topics=("listening", "boundaries", "safeguarding"))
        for one in (ada, ready):
            await actions.book_place(cohort, one, by=coordinator)
        _, places = await the_cohort(cohort, seen_by=coordinator)
        done = {places[1].id: PlaceState.COMPLETED}
        await actions.keep_register(cohort, done, done_on=clock.today(), by=coordinator)
        await a_cohort(coordinator, name="Summer cohort", ends_on=clock.today() + timedelta(days=60))
        check = await checked(ada, coordinator, disclosed=True, certificate_on=clock.today() - timedelta(days=20))
        weighed = Weighed("A caution, nine years ago.", "", None, "")
        await actions.write_disclosure(check, weighed, readers=(), version=None, by=coordinator)
        gone = await a_volunteer(tea, name="Theo Gone")
        await moved(gone, coordinator, Stage.DECLINED)
        await somebody_said_so()
        reference = await value("SELECT id FROM volunteer_reference WHERE volunteer = $1 AND state = 'asked'", ada)
        async with transaction():
            link = await VOLUNTEER.make_link(ada, holder=ADA)
            bob = await doorkeys.make_key(
                REFERENCE_KEY, reference, holder="bob@people.example", lasts=LINK_LASTS, single_use=True
            )
        slug = await value("SELECT slug FROM volunteer_role WHERE id = $1", befriend)
        own = {name: f"/volunteer/me/{name}" for name in ("details", "references", "checks", "training", "stop")}
        one = {name: f"/volunteers/{ada}/{name}" for name in ("step", "talk", "references", "training", "details")}
        pages = {
            "public": "/volunteer",
            "role": f"/volunteer/roles/{slug}",
            "about-checks": "/volunteer/checks",
            "about-conversation": "/volunteer/conversation",
            "apply": f"/volunteer/apply?role={slug}",
            "thanks": "/volunteer/apply/thanks",
            "me": "/volunteer/me",
            **{f"me-{name}": path for name, path in own.items()},
            "desk": "/volunteers",
            "desk-none": "/volunteers?q=nobody",
            "apply-with": "/volunteers/new",
            "interest": "/volunteers/interest",
            "volunteer": f"/volunteers/{ada}",
            "volunteer-ready": f"/volunteers/{ready}",
            **{f"one-{name}": path for name, path in one.items()},
            "check": f"/volunteers/{ada}/checks/new",
            "disclosure": f"/volunteers/checks/{check}/disclosure",
            "reference": f"/volunteers/references/{reference}",
            "roles": "/volunteers/roles",
            "role-new": "/volunteers/roles/new",
            "role-change": f"/volunteers/roles/{befriend}",
            "cohorts": "/volunteers/cohorts",
            "cohort": f"/volunteers/cohorts/{cohort}",
            "cohort-new": "/volunteers/cohorts/new",
            "cohort-report": f"/volunteers/cohorts/{cohort}/report",
        }
        worker = await a_member(Role.LINK_WORKER)
        return World(pages, await a_sign_in(coordinator), await a_sign_in(worker), await VOLUNTEER.come_in(link), bob)


async def on_her_way(coordinator, *roles: UUID) -> UUID:
    ada = await a_volunteer(*roles, name="Ada Lovely", email=ADA, why="I had a visitor myself once.", referees=2)
    await actions.take_on(ada, coordinator=coordinator.id, by=coordinator)
    await moved(ada, coordinator, Stage.CONVERSATION, Stage.REFERENCES)
    await talked(ada, coordinator)
    await spoken_for(ada, coordinator)
    first = await value("SELECT id FROM volunteer_reference WHERE volunteer = $1 AND state = 'waiting' LIMIT 1", ada)
    await actions.ask_reference(first, version=None, by=coordinator)
    return ada


async def somebody_said_so() -> None:
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, first_name="Edith", family_name="Marlowe", phone="01632 960777")
    await an_ending(journey, coach, what_next=(WhatNext.VOLUNTEER,), may_contact_about_volunteering=True)


async def come_in(context: BrowserContext, server: LiveHouse, **tokens: str) -> None:
    await context.add_cookies(
        [
            {"name": cookies.cookie_name(name, secure=False), "value": token, "url": server.address}
            for name, token in tokens.items()
        ]
    )


async def shot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/volunteers-{name}.png", full_page=True)


async def test_every_page_is_for_everybody(page: Page, browsing: BrowserContext, live_server: LiveHouse, world: World):
    await come_in(browsing, live_server, **{cookies.SIGN_IN: world.coordinator, cookies.VOLUNTEER: world.ada})
    for name, path in world.pages.items():
        answer = await page.goto(f"{live_server.address}{path}")
        assert answer
        assert answer.status == 200, path
        await assert_sound_at_every_width(page, pictures=f"{SHOTS}/volunteers-{name}-{{width}}.png" if SHOTS else "")


async def test_what_a_worker_and_a_referee_see(
    page: Page, browsing: BrowserContext, live_server: LiveHouse, world: World
):
    await come_in(browsing, live_server, **{cookies.SIGN_IN: world.worker})
    for name in ("desk", "volunteer", "cohorts"):
        await page.goto(f"{live_server.address}{world.pages[name]}")
        await assert_sound(page)
        await shot(page, f"worker-{name}")
    await page.goto(f"{live_server.address}/volunteer/reference/{world.bob}")
    await expect(page.get_by_role("heading", name="A few words about Ada Lovely")).to_be_visible()
    await expect(page).to_have_url(f"{live_server.address}/volunteer/reference")
    await assert_sound(page)
    await shot(page, "reference-asked")


async def test_without_javascript_somebody_applies_from_a_phone(
    chromium: Browser, live_server: LiveHouse, world: World
):
    context = await chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = await context.new_page()
    await page.goto(f"{live_server.address}/volunteer")
    await page.get_by_role("link", name="Befriender in Abbey").last.click()
    await expect(page.get_by_role("link", name="01632 960500")).to_be_visible()
    await page.get_by_role("button", name="Apply for this").click()
    await page.get_by_label("Your name").fill("Zoë New")
    await page.get_by_role("button", name="Send it").click()
    await expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    await expect(page.get_by_label("Your name")).to_have_value("Zoë New")
    await page.get_by_label("Email address", exact=True).fill("zoe@people.example")
    await page.get_by_label("You may keep this").check()
    await page.get_by_role("button", name="Send it").click()
    await expect(page.get_by_text("We have what you sent.")).to_be_visible()
    await context.close()
    async with live_server.database():
        assert await value("SELECT stage FROM volunteer WHERE email = 'zoe@people.example'") == Stage.APPLIED
