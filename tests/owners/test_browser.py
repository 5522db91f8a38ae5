"""A group leader with a phone: the link from the message, a new time in a few taps, an address that waits; and every page sound."""

import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from livewell.assets import queries as listings
from livewell.assets.rules.listing import ContactPerson
from livewell.assets.rules.times import Pattern, Repeats
from livewell.kit import clock, cookies, news
from livewell.kit.actor import SYSTEM
from livewell.kit.db import execute, transaction, value
from livewell.owners import actions
from livewell.owners.actions.links import browser_for
from livewell.owners.rules import ClaimState
from livewell.staff.rules import Role
from livewell.worker import prepare
from tests.factories.assets import a_listing, a_venue, an_asset, an_asset_from, an_organisation
from tests.factories.owners import a_claim, a_keeper
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_no_csp_violations, assert_sound, until
from tests.live import LiveHouse, a_live_house
from tests.owners.conftest import Postbox, a_postbox

PHONE = {"width": 390, "height": 844}
SHOTS = os.getenv("LIVEWELL_SHOTS")
TUESDAYS = Pattern(Repeats.WEEKLY, weekdays=(1,), opens=840, closes=960)
BERYL = "beryl@group.example"


@dataclass(frozen=True)
class Group:
    """A served house with a group, its leader, and the mail server it writes to."""

    server: LiveHouse
    postbox: Postbox
    asset: UUID
    closing: UUID
    claim: UUID
    decided: UUID
    worker: str

    @property
    def address(self) -> str:
        return self.server.address


@pytest_asyncio.fixture(scope="session")
async def group(cluster, template, tmp_path_factory) -> AsyncIterator[Group]:
    """A walking group with a hall and a time, whose leader is at her listings in one browser."""
    async with (
        a_postbox() as (postbox, port),
        a_live_house(
            cluster,
            tmp_path_factory,
            LIVEWELL_SMTP_HOST="127.0.0.1",
            LIVEWELL_SMTP_PORT=str(port),
            LIVEWELL_SMTP_SECURITY="none",
        ) as server,
    ):
        async with server.database():
            worker = await a_member(Role.LINK_WORKER)
            organisation = await an_organisation(name="Fictional Walkers")
            asset = await an_asset_from(
                a_listing(
                    name="Tuesday strollers",
                    organisation=organisation,
                    organisation_name="Fictional Walkers",
                    venues=(a_venue(name="Fictional Village Hall", address="1 Green Lane", patterns=(TUESDAYS,)),),
                    contacts=(ContactPerson("Beryl", "Walk leader", "01632 960 001", BERYL),),
                )
            )
            closing = await an_asset(name="Saturday soup", contact_email="soup@group.example")
            await a_keeper(asset, email=BERYL, name="Beryl Khan")
            await a_keeper(closing, email=BERYL, name="Beryl Khan")
            claim, decided = await a_claim(asset), await a_claim(closing)
            await actions.decide(decided, to=ClaimState.REFUSED, sentence="Ring us.", version=1, by=worker)
            signed_in = await a_sign_in(worker)
        yield Group(server, postbox, asset, closing, claim, decided, signed_in)


async def put(context: BrowserContext, group: Group, name: str, value: str) -> None:
    await context.add_cookies([{"name": cookies.cookie_name(name, secure=False), "value": value, "url": group.address}])


async def shot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/owners-{name}.png", full_page=True)


async def look(page: Page, address: str) -> None:
    answer = await page.goto(address)
    assert answer is not None
    assert (answer.status, page.url) == (200, address)


async def the_link(group: Group, to: str) -> str:
    """The link in the last message to an address, once it has come."""

    def found() -> list[str]:
        texts = [one.get_content() for one in group.postbox.taken if one["To"] == to]
        return re.findall(r"http\S+/own/[A-Za-z0-9_-]{43}", texts[-1]) if texts else []

    return (await until(found, f"A link to {to}"))[0]


async def test_a_group_leader_changes_its_time_by_a_link_in_a_message(page: Page, group: Group) -> None:
    await page.set_viewport_size(PHONE)
    await page.goto(f"{group.address}/own/link")
    await page.get_by_label("Email address").fill(BERYL)
    await page.get_by_role("button", name="Send me a link").click()
    await expect(page.get_by_role("heading", name="Look in your mailbox")).to_be_visible()
    await assert_sound(page)
    link = await the_link(group, BERYL)

    await page.goto(link)
    await expect(page).to_have_url(f"{group.address}/own/open")
    await assert_sound(page)
    await shot(page, "open-phone")
    await page.get_by_role("button", name="Open my listings").click()
    await expect(page.get_by_role("heading", name="Your listings")).to_be_visible()
    await assert_sound(page)
    await shot(page, "home-phone")

    # A new time: needs changing, times, two boxes, save.
    card = page.locator(".nhsuk-card", has_text="Tuesday strollers")
    await card.get_by_role("button", name="Needs changing").click()
    await expect(page.get_by_role("link", name="Change times")).to_be_visible()
    await assert_sound(page)
    await shot(page, "listing-phone")
    await page.get_by_role("link", name="Change times").click()
    await page.get_by_label("From", exact=True).fill("3pm")
    await page.get_by_label("To", exact=True).fill("4:30pm")
    await assert_sound(page)
    await shot(page, "times-phone")
    await page.get_by_role("button", name="Save", exact=True).last.click()
    await expect(page.get_by_text("Everybody sees this now.")).to_be_visible()
    await page.goto(f"{group.address}/community/{group.asset}")
    await expect(page.get_by_text("Tuesdays 3pm to 4:30pm").first).to_be_visible()
    await shot(page, "public-phone")

    # The address waits, and everybody goes on reading the old one.
    await page.goto(f"{group.address}/own/listings/{group.asset}/edit/where")
    await page.get_by_label("Street and number").fill("27 Station Road")
    await assert_sound(page)
    await page.get_by_role("button", name="Save", exact=True).last.click()
    await expect(page.get_by_text("A link worker looks at this first").first).to_be_visible()
    await assert_sound(page)
    await shot(page, "waits-phone")
    async with group.server.database():
        seen = await listings.asset(group.asset)
        assert seen.listing.venues[0].address == "1 Green Lane"
        assert [one.fields for one in await listings.waiting_for(group.asset)] == [("venues",)]
    await page.goto(f"{group.address}/community/{group.asset}")
    await expect(page.get_by_text("27 Station Road")).to_have_count(0)

    # The link has done its work; the way out ends the rest.
    await page.goto(f"{group.address}/own")
    await page.get_by_role("button", name="Leave", exact=True).click()
    await expect(page.get_by_text("You have left your listings.")).to_be_visible()
    await page.goto(link)
    await expect(page.get_by_role("heading", name="This link has been used or has ended")).to_be_visible()
    await assert_sound(page)
    await shot(page, "ended-phone")


OWN = {
    "home": "/own",
    "listing": "/own/listings/{asset}",
    "about": "/own/listings/{asset}/edit/about",
    "who": "/own/listings/{asset}/edit/who",
    "where": "/own/listings/{asset}/edit/where",
    "times": "/own/listings/{asset}/edit/times",
    "cost": "/own/listings/{asset}/edit/cost",
    "access": "/own/listings/{asset}/edit/access",
    "joining": "/own/listings/{asset}/edit/joining",
    "people": "/own/listings/{asset}/edit/people",
    "areas": "/own/listings/{asset}/edit/areas",
    "showing": "/own/listings/{asset}/edit/showing",
    "photos": "/own/listings/{asset}/photos",
    "preview": "/own/listings/{asset}/preview",
    "closed": "/own/listings/{asset}/closed",
    "leave": "/own/listings/{asset}/leave",
    "name": "/own/listings/{asset}/name",
    "new": "/own/new",
    "mine": "/community/{asset}/mine",
    "claim-sent": "/community/{asset}/mine/sent",
    "thanks": "/own/thanks/right",
}


@pytest.fixture
def place(group: Group):
    return {"asset": group.asset, "claim": group.claim, "decided": group.decided}


@pytest.mark.parametrize("name", OWN)
async def test_every_page_of_a_keeper_is_sound(browsing, page: Page, group: Group, place, name: str) -> None:
    async with group.server.database(), transaction():
        own = await browser_for(await _keeper())
    await put(browsing, group, cookies.OWN, own)
    await page.set_viewport_size(PHONE)
    await look(page, group.address + OWN[name].format(**place))
    await assert_sound(page)
    await shot(page, f"{name}-phone")


async def _keeper() -> UUID:
    return UUID(str(await value("SELECT id FROM keeper WHERE email = $1 ORDER BY approved_at LIMIT 1", BERYL)))


TEAM = {
    "claims": "/directory/claims",
    "claims-decided": "/directory/claims?show=decided",
    "claim": "/directory/claims/{claim}",
    "claim-decided": "/directory/claims/{decided}",
    "invite": "/directory/{asset}/invite",
}


@pytest.mark.parametrize("name", TEAM)
async def test_every_page_of_the_team_is_sound(browsing, page: Page, group: Group, place, name: str) -> None:
    await put(browsing, group, cookies.SIGN_IN, group.worker)
    await look(page, group.address + TEAM[name].format(**place))
    await assert_sound(page)
    await shot(page, name)


async def test_the_message_that_asks_is_answered_without_a_script(chromium: Browser, page: Page, group: Group) -> None:
    async with group.server.database():
        before = clock.now() - timedelta(days=200)
        await execute("UPDATE asset SET assured_at = $2 WHERE id = $1", group.closing, before)
        digest = uuid4()
        await execute(
            "INSERT INTO digest_sent (id, digest, asset, email, name, asked_at) VALUES ($1, $2, $3, $4, 'Beryl', $5)",
            uuid4(),
            digest,
            group.closing,
            BERYL,
            clock.now(),
        )
        prepare()
        async with transaction():
            await news.tell("keeper.to_ask", subject=digest, by=SYSTEM, listings=1)

    def asked() -> list[str]:
        texts = [one.get_content() for one in group.postbox.taken if "still right" in str(one["Subject"])]
        return re.findall(r"http\S+/own/(?:right|changing|closed)/\S+", texts[-1]) if texts else []

    found = await until(asked, "The message that asks")
    assert len(found) == 3
    context = await chromium.new_context(java_script_enabled=False, viewport=PHONE)
    bare = await context.new_page()
    await bare.goto(found[0])
    await expect(bare).to_have_url(f"{group.address}/own/answer/right")
    await shot(bare, "answer-phone")
    await page.goto(found[2])
    await assert_sound(page)
    await page.goto(found[1])
    await assert_sound(page)
    await bare.get_by_role("button", name="All of it is right").click()
    await expect(bare.get_by_role("heading", name="Thank you")).to_be_visible()
    await context.close()
    async with group.server.database():
        assert (await listings.asset(group.closing)).assured_words.startswith("Confirmed by those who run it")


async def test_a_leader_changes_a_time_without_a_script(chromium: Browser, group: Group) -> None:
    async with group.server.database(), transaction():
        own = await browser_for(await _keeper())
    context = await chromium.new_context(java_script_enabled=False, viewport=PHONE)
    await put(context, group, cookies.OWN, own)
    page = await context.new_page()
    await page.goto(f"{group.address}/own/listings/{group.asset}/edit/times")
    await page.get_by_label("When, in your own words").fill("Fridays 10am to 11am")
    await page.get_by_role("button", name="Fill in the boxes").click()
    await expect(page.get_by_label("From", exact=True).last).to_have_value("10am")
    await page.get_by_role("button", name="Save", exact=True).last.click()
    await expect(page.get_by_text("Everybody sees this now.")).to_be_visible()
    await expect(page.get_by_text("Fridays 10am to 11am").first).to_be_visible()
    await context.close()


async def test_a_phone_that_went_dark_loses_nothing(browsing, page: Page, group: Group) -> None:
    async with group.server.database(), transaction():
        own = await browser_for(await _keeper())
    await put(browsing, group, cookies.OWN, own)
    await page.set_viewport_size(PHONE)
    await page.goto(f"{group.address}/own/listings/{group.asset}/edit/about")
    await page.get_by_label("What happens there").fill("We walk round the pond, slowly.")
    await expect(page.locator("[data-draft-status]")).to_contain_text("Draft saved")
    await page.reload()
    await expect(page.get_by_label("What happens there")).to_have_value("We walk round the pond, slowly.")
    await assert_sound(page)
    await page.get_by_role("button", name="Throw it away").click()
    await expect(page.get_by_text("The draft is gone.")).to_be_visible()
    await assert_no_csp_violations(page)
