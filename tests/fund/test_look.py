"""The fund, gifts and interests in a real browser: for everybody, on a phone, and without scripts."""

import os
from dataclasses import dataclass
from uuid import uuid4

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from livewell.forum.door import MEMBER_DOOR
from livewell.fund import actions
from livewell.fund.door import APPLICANT_DOOR
from livewell.fund.forms.keeping import GiftTyped
from livewell.fund.queries.panel import panel_of
from livewell.fund.queries.pots import pot_called
from livewell.fund.rules import Says
from livewell.interests import actions as interests
from livewell.interests.forms import StepTyped
from livewell.interests.rules import LeadsOn
from livewell.kit import clock, cookies
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import transaction
from livewell.staff.rules import Role
from tests.factories.fund import a_pot, asked, awarded, begun, opinion, payment, reported, sent
from tests.factories.interests import held
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_sound_at_every_width
from tests.live import LiveHouse

SHOTS = os.getenv("LIVEWELL_SHOTS")


@dataclass(frozen=True)
class World:
    """A fund with something on every step, and the tokens of three browsers."""

    pages: dict[str, str]
    slug: str
    staff: str
    applicant: str
    panellist: str


@pytest_asyncio.fixture(scope="session")
async def world(live_server: LiveHouse) -> World:
    async with live_server.database():
        keeper = await a_member(Role.MANAGER)
        pot = await a_pot(keeper, name="Small sparks")
        mail = {"email": "mira@group.example"}
        half = await begun(pot, **mail)
        asked_back = await sent(pot, **mail)
        await actions.ask(asked_back, "Is there a ramp at the hall?", submission=uuid4(), by=keeper)
        waits = await sent(pot, group_name="", words=asked(what="A shared shed with tools for neighbours."))
        await actions.put_before_panel(waits, by=keeper)
        members = [member for member, _ in await panel_of(pot)]
        await actions.give_opinion(waits, members[1], opinion(Says.PART), version=0, by=keeper)
        await actions.give_opinion(waits, members[0], opinion(), version=0, by=keeper)
        done = await awarded(pot, keeper, 25_000, **mail)
        await actions.pay(done.id, payment(20_000), submission=uuid4(), by=keeper)
        told = await awarded(pot, keeper, 10_000)
        await actions.pay(told.id, payment(10_000), submission=uuid4(), by=keeper)
        await actions.report(told.id, reported(), version=0, by=PUBLIC_VISITOR)
        await actions.read_report(told.id, version=1, by=keeper)
        gift = GiftTyped(
            "The big hall on Tuesdays", "The parish", 12_000, "Ten weeks at £12", clock.today(), None, None
        )
        await actions.note_gift(gift, submission=uuid4(), by=keeper)
        interest = await held(keeper, "Carers", leads_on=LeadsOn.GROUPS)
        step = StepTyped("Go to the evening course", "Learning for carers", clock.today())
        await interests.plan_step(interest, step, submission=uuid4(), by=keeper)
        slug = "small-sparks"
        here = f"/fund/desk/applications/{waits}"
        award = f"/fund/desk/applications/{told.id}"
        pages = {
            "public": "/fund",
            "pot": f"/fund/{slug}",
            "apply": f"/fund/{slug}/apply",
            "mine": "/fund/mine",
            "write": f"/fund/mine/{half}",
            "own": f"/fund/mine/{asked_back}",
            "own-award": f"/fund/mine/{done.id}",
            "report": f"/fund/mine/{done.id}/report",
            "panel": "/forum/me/fund",
            "panel-one": f"/forum/me/fund/{waits}",
            "desk": "/fund/desk",
            "pot-new": "/fund/desk/pots/new",
            "desk-pot": f"/fund/desk/pots/{pot}",
            "pot-change": f"/fund/desk/pots/{pot}/change",
            "help": f"/fund/desk/pots/{pot}/new",
            "application": here,
            "award": award,
            "write-for": f"/fund/desk/applications/{half}/write",
            "opinion": f"{here}/opinions/{members[0]}",
            "decide": f"{here}/decide",
            "report-for": f"/fund/desk/applications/{done.id}/report",
            "figures": "/fund/figures",
            "gifts": "/gifts",
            "gift-new": "/gifts/new",
            "interests": "/interests",
            "interests-mine": "/interests/mine",
            "interest-new": "/interests/new",
            "interest": f"/interests/{interest}",
            "interest-change": f"/interests/{interest}/change",
            "interest-talk": f"/interests/{interest}/talk",
        }
        async with transaction():
            link = await APPLICANT_DOOR.kind.make_link(done.id, holder=mail["email"])
            other = await MEMBER_DOOR.kind.make_link(members[0], holder="panellist@forum.example")
        applicant = await APPLICANT_DOOR.kind.come_in(link)
        panellist = await MEMBER_DOOR.kind.come_in(other)
        return World(pages, slug, await a_sign_in(keeper), applicant, panellist)


async def come_in(context: BrowserContext, server: LiveHouse, world: World) -> None:
    tokens = {cookies.SIGN_IN: world.staff, cookies.APPLICANT: world.applicant, cookies.MEMBER: world.panellist}
    await context.add_cookies(
        [
            {"name": cookies.cookie_name(name, secure=False), "value": token, "url": server.address}
            for name, token in tokens.items()
        ]
    )


async def test_every_page_is_for_everybody(page: Page, browsing: BrowserContext, live_server: LiveHouse, world: World):
    await come_in(browsing, live_server, world)
    for name, path in world.pages.items():
        answer = await page.goto(f"{live_server.address}{path}")
        assert answer
        assert answer.status == 200, path
        await assert_sound_at_every_width(page, pictures=f"{SHOTS}/fund-{name}-{{width}}.png" if SHOTS else "")


async def test_without_javascript_somebody_asks_from_a_phone(chromium: Browser, live_server: LiveHouse, world: World):
    context = await chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = await context.new_page()
    await page.goto(f"{live_server.address}/fund")
    await page.get_by_role("link", name="Small sparks").click()
    await page.get_by_role("button", name="Ask for money").click()
    await page.get_by_label("Your name").fill("Bela Arkwright")
    await page.get_by_label("Email address").fill("bela@neighbour.example")
    await page.get_by_role("button", name="Go on").click()
    await page.get_by_label("What would you like to do?").fill("Tea for the whole street")
    await page.get_by_role("button", name="Keep it for later").click()
    await page.get_by_role("link", name="Small sparks").click()
    await expect(page.get_by_label("What would you like to do?")).to_have_value("Tea for the whole street")
    await page.get_by_label("How much do you ask for?").fill("a lot")
    await page.get_by_role("button", name="Send it to the fund").click()
    await expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    await page.get_by_label("Who is it for?").fill("Whoever lives here")
    await page.get_by_label("About how many people?").fill("30")
    await page.get_by_label("How much do you ask for?").fill("80.50")
    await page.get_by_label("What is it spent on?").fill("Tea £30.50, cups £50")
    await page.get_by_label("How do you make sure").fill("We know each other")
    await page.get_by_role("button", name="Send it to the fund").click()
    await expect(page.get_by_text("£80.50")).to_be_visible()
    await context.close()
    async with live_server.database():
        assert (await pot_called(world.slug)).books.reconciles
