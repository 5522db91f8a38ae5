"""What the stories of the community share: a phone, what a page promises, a mail tray, and something to find."""

import asyncio
import io
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from uuid import UUID

import pypdf
from playwright.async_api import Browser, Frame, ViewportSize

from livewell.assets.rules import Feature
from livewell.assets.rules.listing import ContactPerson
from livewell.assets.rules.times import Pattern, Repeats
from tests.browser.at_a_desk import Desk, a_desk
from tests.factories.assets import a_listing, a_venue, an_asset_from
from tests.front.browser import assert_accessible, assert_reflows, assert_sound
from tests.live import LiveHouse

PHONE: ViewportSize = {"width": 390, "height": 844}
HOME = "NG2 6AB"
TUESDAY_AFTERNOON = Pattern(Repeats.WEEKLY, weekdays=(1,), opens=14 * 60, closes=16 * 60)
_A_LINK = re.compile(r"http\S+/own/[A-Za-z0-9_-]{43}")


@asynccontextmanager
async def a_phone(chromium: Browser, address: str, *, javascript: bool = True) -> AsyncIterator[Desk]:
    """A browser of somebody's own, as wide as a phone."""
    async with a_desk(chromium, address, javascript=javascript) as desk:
        await desk.page.set_viewport_size(PHONE)
        yield desk


async def look(desk: Desk) -> None:
    """The page that is open keeps what every page promises: axe, the content policy, and no wider than 320 pixels."""
    if desk.javascript:
        await assert_sound(desk.page)
        return
    await desk.sound()
    await assert_reflows(desk.page)
    await _axe_without_scripts(desk)


async def _axe_without_scripts(desk: Desk) -> None:
    """Axe needs a browser that runs it: the same page once more, for the same person, with none of our scripts."""
    browser = desk.page.context.browser
    assert browser is not None
    context = await browser.new_context(storage_state=await desk.page.context.storage_state(), viewport=PHONE)
    try:
        await context.route("**/*.js*", lambda route: route.abort())
        page = await context.new_page()
        await page.goto(desk.page.url)
        await assert_accessible(page)
    finally:
        await context.close()


async def a_walk(name: str, **changes: object) -> UUID:
    """A free and step-free walk on Tuesday afternoons, by a postcode that is a real one."""
    usual = {
        "name": name,
        "what": "A gentle walk by the river at the pace of the slowest, then tea.",
        "who_for": "Anybody who likes company",
        "free": True,
        "activities": ("walking",),
        "patterns": (TUESDAY_AFTERNOON,),
        "features": (Feature.ALONE,),
        "venues": (
            a_venue(
                name="The boathouse",
                address="1 Riverside",
                town="West Bridgford",
                postcode=HOME,
                features=(Feature.STEP_FREE, Feature.TOILET),
            ),
        ),
        "contacts": (ContactPerson("Marigold Attenborrow", "Walk leader", "01632 960145"),),
    }
    return await an_asset_from(a_listing(**(usual | changes)))


async def text_of_pdf(desk: Desk, path: str) -> tuple[str, int]:
    """The words of a PDF, as this browser is given it, and how many pages it has."""
    answer = await desk.page.request.get(desk.address + path)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return words_of(await answer.body())


def words_of(pdf: bytes) -> tuple[str, int]:
    """The words of a PDF in one line, and how many pages it has."""
    read = pypdf.PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in read.pages).split()), len(read.pages)


async def link_in_tray(server: LiveHouse, to: str) -> str:
    """The link to their listings in the last message that a demonstration laid in its tray for somebody."""
    tray = Path(server.settings["LIVEWELL_DATA_DIR"]) / "mail"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        found = [message_from_bytes(one.read_bytes(), policy=default) for one in _newest_last(tray)]
        links = [link for one in found if one["To"] == to for link in _A_LINK.findall(one.get_content())]
        if links:
            return str(links[-1])
        await asyncio.sleep(0.1)
    raise AssertionError(f"No message with a link came to {to}.")


def _newest_last(tray: Path) -> Sequence[Path]:
    return sorted(tray.glob("*.eml"), key=lambda one: one.stat().st_mtime) if tray.exists() else []


class Effort:
    """What something costs somebody: pages they waited for, and times they pressed."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.loads = 0
        self.presses = 0
        desk.page.on("framenavigated", self._loaded)

    def _loaded(self, frame: Frame) -> None:
        self.loads += frame.parent_frame is None

    async def follow(self, link: str | re.Pattern[str]) -> None:
        """Press a link."""
        self.presses += 1
        await self.desk.follow(link)

    async def press(self, button: str | re.Pattern[str]) -> None:
        """Press a button."""
        self.presses += 1
        await self.desk.press(button)

    async def ask(self, label: str, words: str) -> None:
        """Type into a box, and press Return."""
        self.presses += 1
        box = self.desk.page.get_by_label(label, exact=True)
        await box.fill(words)
        await box.press("Enter")
