"""What the stories of coaching share: one served house with a mail server, people who come in by a link, and a team."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from playwright.async_api import Browser, Page, ViewportSize, expect

from livewell.greenbook import actions as greenbook
from livewell.journeys.rules import Stage
from livewell.kit import cookies
from livewell.kit.db import execute, value
from livewell.staff.rules import Member, Role
from livewell.worker import prepare
from tests.browser.at_a_desk import Desk, a_desk
from tests.browser.in_the_community import PHONE, a_phone, look
from tests.factories.coaching import an_agreed_goal
from tests.factories.connections import a_connection
from tests.factories.journeys import an_open_journey
from tests.factories.places import an_area
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_accessible
from tests.live import LiveHouse, a_live_house
from tests.owners.conftest import Postbox, a_postbox

BORN = date(1951, 4, 9)
DESK: ViewportSize = {"width": 1280, "height": 900}
STEP = "Walk to the corner on Monday"
"""The one step of every goal that the factory makes."""


@dataclass
class World:
    """A served house, the mail server it writes to, and the team of one area."""

    server: LiveHouse
    postbox: Postbox
    team: dict[str, Member] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where it is served."""
        return self.server.address


@dataclass(frozen=True)
class Somebody:
    """Who has a space of their own, with a goal and a place in it."""

    first: str
    email: str
    person: UUID
    journey: UUID
    goal: UUID
    place: UUID

    @property
    def record(self) -> str:
        """Their record, as those who work with them open it."""
        return f"/journeys/{self.journey}"


@asynccontextmanager
async def a_world(cluster: Any, folders: Any) -> AsyncIterator[World]:
    """One house for all stories of a module; each story has a person of its own."""
    async with (
        a_postbox() as (postbox, port),
        a_live_house(
            cluster,
            folders,
            LIVEWELL_SMTP_HOST="127.0.0.1",
            LIVEWELL_SMTP_PORT=str(port),
            LIVEWELL_SMTP_SECURITY="none",
        ) as server,
    ):
        prepare()
        world = World(server, postbox)
        async with server.database():
            area = await an_area(name="Central")
            world.team = {
                "coach": await a_member(Role.HEALTH_COACH, area=area, name="Ruth Coach", job_title="Health coach"),
                "link_worker": await a_member(Role.LINK_WORKER, area=area, name="Sam Linker", job_title="Link worker"),
                "lead": await a_member(Role.MANAGER, name="Ines Lead"),
            }
        yield world


async def somebody(world: World, first: str, goal: str, place: UUID | None = None) -> Somebody:
    """A person whom both of the team work with, who has a book, a goal with a step, and a place that was suggested."""
    coach, link_worker = world.team["coach"], world.team["link_worker"]
    email = f"{first.lower()}@home.example"
    journey = await an_open_journey(
        coach, stage=Stage.LINK_WORK, link_worker=link_worker, first_name=first, email=email, born_on=BORN
    )
    person = await value("SELECT person FROM journey WHERE id = $1", journey)
    await greenbook.issue(person=person, by=coach)
    agreed = await an_agreed_goal(journey, coach, in_words=goal, baseline=-2)
    connection = await a_connection(journey, link_worker, asset=place, goal=agreed)
    return Somebody(first, email, person, journey, agreed, connection)


@asynccontextmanager
async def at_home(chromium: Browser, world: World, who: Somebody, *, javascript: bool = True) -> AsyncIterator[Desk]:
    """Their own phone, in their own space, where they came by the link in a mail."""
    async with a_phone(chromium, world.address, javascript=javascript) as phone:
        await come_in(phone, world, who)
        yield phone


@asynccontextmanager
async def at_work(chromium: Browser, world: World, who: str, *, javascript: bool = True) -> AsyncIterator[Desk]:
    """The screen of somebody of the team who has signed in."""
    async with a_desk(chromium, world.address, javascript=javascript) as desk:
        async with world.server.database():
            token = await a_sign_in(world.team[who])
        name = cookies.cookie_name(cookies.SIGN_IN, secure=False)
        await desk.page.context.add_cookies([{"name": name, "value": token, "url": world.address}])
        yield desk


async def come_in(phone: Desk, world: World, who: Somebody) -> None:
    """Ask for a link, wait for the mail, open it once, and say one's birthday."""
    async with world.server.database():
        await execute("DELETE FROM rate_limit")
    await phone.go("/my/come-in")
    await phone.write({"Email address": who.email})
    await phone.press("Send me a link")
    await phone.is_at("Look in your mailbox")
    await phone.go(await _link_for(world, phone.page, who.email))
    await phone.write({"Day": str(BORN.day), "Month": str(BORN.month), "Year": str(BORN.year)})
    await phone.press("Come in")
    await phone.is_at(f"Hello {who.first}")


async def _link_for(world: World, page: Page, email: str) -> str:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        for number, mail in reversed(list(enumerate(world.postbox.taken))):
            links = [one for one in world.postbox.links(number) if "/my/come-in/link/" in one]
            if email in str(mail["To"]) and links:
                world.postbox.taken.remove(mail)
                return links[0]
        await page.wait_for_timeout(100)
    raise AssertionError(f"No link came to {email}.")


async def sound_everywhere(desk: Desk) -> None:
    """
    The open page keeps every promise on a phone and on a wide screen, and is never wider than 320 pixels.

    No two things on it have one id either: a label would lead to the wrong one, and axe does not say so.
    """
    await desk.page.wait_for_load_state()
    found = await desk.page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    twice = {one for one in found if found.count(one) > 1}
    assert not twice, f"{desk.page.url} has more than one {twice}"
    await look(desk)
    if desk.javascript:
        before = desk.page.viewport_size or PHONE
        await desk.page.set_viewport_size(PHONE if before == DESK else DESK)
        await assert_accessible(desk.page)
        await desk.page.set_viewport_size(before)


async def nowhere(desk: Desk, paths: list[str], *words: str) -> None:
    """None of these pages holds any of these words, not even in what is not shown."""
    for path in paths:
        await desk.go(path)
        found = [one for one in words if one in await desk.page.content()]
        assert not found, f"{path} shows {found}"


async def is_not_there(desk: Desk, path: str) -> None:
    """An address answers as one that never was."""
    answer = await desk.page.goto(desk.address + path)
    assert answer is not None
    assert answer.status == 404, f"{path} answers {answer.status}"
    await expect(desk.page.get_by_role("heading", level=1)).to_have_count(1)
