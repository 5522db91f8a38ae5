"""What the stories of the work together share: a house that writes letters, desks of the team and of guests, and letters."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from livewell.kit import cookies
from livewell.kit.db import transaction
from livewell.kit.guest_door import GuestDoor
from livewell.staff.rules import Member
from livewell.worker import prepare
from tests.browser.at_a_desk import Desk, a_desk
from tests.browser.in_the_community import PHONE
from tests.factories.staff import a_sign_in
from tests.live import LiveHouse, a_live_house
from tests.owners.conftest import Postbox, a_postbox


@dataclass(frozen=True)
class House:
    """A served house, and the mail server it writes to."""

    server: LiveHouse
    postbox: Postbox

    @property
    def address(self) -> str:
        """Where it is served."""
        return self.server.address

    def database(self) -> AbstractAsyncContextManager[None]:
        """Its database, for the usual factories."""
        return self.server.database()


@asynccontextmanager
async def a_house(cluster: Any, folders: Any) -> AsyncIterator[House]:
    """An empty house that sends its messages to a mail server of this test's own."""
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
        yield House(server, postbox)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(cluster, template, tmp_path_factory) -> AsyncIterator[House]:
    """One of them for all stories of a module; each story has people of its own."""
    async with a_house(cluster, tmp_path_factory) as served:
        yield served


@asynccontextmanager
async def a_colleague(chromium: Browser, house: House, member: Member, **desk: bool) -> AsyncIterator[Desk]:
    """Somebody of the team at their desk, signed in."""
    async with house.database():
        token = await a_sign_in(member)
    async with a_desk(chromium, house.address, **desk) as here:
        await here.page.context.add_cookies([{"name": cookies.SIGN_IN, "value": token, "url": house.address}])
        yield here


@asynccontextmanager
async def a_guest(chromium: Browser, house: House, door: GuestDoor, record: UUID, **desk: bool) -> AsyncIterator[Desk]:
    """Somebody without an account on a phone, come in by a link."""
    async with house.database(), transaction():
        here = await door.kind.come_in(await door.kind.make_link(record, holder="somebody@letterbox.example"))
    async with a_desk(chromium, house.address, **desk) as phone:
        await phone.page.set_viewport_size(PHONE)
        await phone.page.context.add_cookies([{"name": door.cookie, "value": here, "url": house.address}])
        yield phone


async def link_in_letter(house: House, to: str, path: str) -> str:
    """The newest link below a path that was sent to somebody, without the host; waits for it up to two minutes."""
    link = re.compile(rf"https?://[^/\s]+({path}/[A-Za-z0-9_-]{{20,}})")
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        for letter in reversed(house.postbox.taken):
            plain = letter.get_body(("plain",))
            found = link.findall(plain.get_content()) if letter["To"] == to and plain else []
            if found:
                return str(found[-1])
        await asyncio.sleep(0.1)
    raise AssertionError(f"No letter with a link below {path} came to {to}.")


async def unfold(desk: Desk, summary: str) -> Locator:
    """Open what is folded away beneath these words."""
    folded = desk.page.locator("details", has=desk.page.get_by_text(summary, exact=True))
    if not await folded.evaluate("one => one.open"):
        await folded.locator("summary").click()
    return folded


async def pick(desk: Desk, legend: str | re.Pattern[str], choice: str | re.Pattern[str]) -> None:
    """Choose one radio button or box whose words hold these."""
    box = desk.question(legend).get_by_label(choice, exact=isinstance(choice, str)).first
    await box.check()
    await expect(box).to_be_checked()
