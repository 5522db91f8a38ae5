"""Somebody at a browser of their own: they sign in, follow links, fill in forms and read what they are told."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from playwright.async_api import Browser, Locator, Page, expect

from livewell.demo.cast import PASSWORD
from tests.front.browser import assert_no_csp_violations, listen

PATIENCE = 30_000
"""Milliseconds: a busy machine is not a fault of the page."""
REFERENCE = re.compile(r"LW-[0-9A-Z]{4}-[0-9A-Z]{2}")


@dataclass
class Desk:
    """One browser profile and the page that is open in it."""

    page: Page
    address: str
    javascript: bool

    async def go(self, path: str) -> None:
        """Open an address by typing it."""
        await self.page.goto(self.address + path)
        await self.sound()

    async def sound(self) -> None:
        """The page that is open has one h1, and nothing of it was blocked or failed."""
        await expect(self.page.get_by_role("heading", level=1)).to_have_count(1)
        if self.javascript:
            await assert_no_csp_violations(self.page)

    async def sees(self, *texts: str | re.Pattern[str]) -> None:
        """Every one of these is on the page, and the page is sound."""
        for text in texts:
            await expect(self.page.get_by_role("main")).to_contain_text(text)
        await self.sound()

    async def is_at(self, title: str | re.Pattern[str]) -> None:
        """The page has this heading."""
        await expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)
        await self.sound()

    async def is_told(self, sentence: str) -> None:
        """What was done is said at the top of the page."""
        await expect(self.page.get_by_role("alert")).to_contain_text(sentence)
        await self.sound()

    async def is_asked_to_put_right(self, *sentences: str) -> None:
        """A summary of what is wrong stands first, each sentence a link to its field."""
        summary = self.page.get_by_role("alert")
        await expect(summary).to_contain_text("There is a problem")
        await expect(self.page).to_have_title(re.compile("^Error: "))
        for sentence in sentences:
            link = summary.get_by_role("link", name=sentence)
            target = (await link.get_attribute("href") or "").removeprefix("#")
            await expect(self.page.locator(f'[id="{target}"]')).to_have_count(1)
        await self.sound()

    async def follow(self, link: str | re.Pattern[str]) -> None:
        """Press a link of the page or of its menu."""
        exact = isinstance(link, str)
        await self.page.get_by_role("link", name=link, exact=exact).first.click()

    async def press(self, button: str | re.Pattern[str]) -> None:
        """Press a button."""
        await self.page.get_by_role("button", name=button, exact=isinstance(button, str)).click()

    async def write(self, texts: dict[str, str], within: Locator | None = None) -> None:
        """Write into boxes by their labels. What is folded away cannot be written into."""
        for label, text in texts.items():
            await (within or self.page).get_by_label(label, exact=True).filter(visible=True).fill(text)

    async def kept(self, texts: dict[str, str]) -> None:
        """Boxes still hold what was written into them."""
        for label, text in texts.items():
            await expect(self.page.get_by_label(label, exact=True)).to_have_value(text)

    def question(self, legend: str | re.Pattern[str]) -> Locator:
        """A group of choices, or the boxes of a date, by its legend."""
        return self.page.get_by_role("group", name=legend)

    async def choose(self, legend: str | re.Pattern[str], *choices: str) -> None:
        """Choose answers of a question."""
        for choice in choices:
            await self.question(legend).get_by_label(choice, exact=True).check()

    async def date(self, legend: str, day: date, time: str = "") -> None:
        """Write a date, and a time where there is a box for it."""
        boxes = {"Day": str(day.day), "Month": str(day.month), "Year": str(day.year)} | ({"Time": time} if time else {})
        await self.write(boxes, within=self.question(legend))

    async def reference(self) -> str:
        """The reference that the page shows to read aloud."""
        await expect(self.page.get_by_role("main")).to_contain_text(REFERENCE)
        found = REFERENCE.search(await self.page.inner_text("main"))
        assert found, f"{self.page.url} shows no reference"
        return found[0]

    async def sign_in(self, email: str) -> None:
        """With the password of the demonstration."""
        await self.go("/sign-in")
        await self.write({"Email address": email, "Password": PASSWORD})
        await self.press("Sign in")
        await expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()
        await self.sound()


@asynccontextmanager
async def a_desk(chromium: Browser, address: str, *, javascript: bool = True) -> AsyncIterator[Desk]:
    """A browser profile of its own, with or without scripts."""
    context = await chromium.new_context(
        viewport={"width": 1280, "height": 900},
        locale="en-GB",
        timezone_id="Europe/London",
        java_script_enabled=javascript,
    )
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page = await context.new_page()
    listen(page)
    try:
        yield Desk(page, address, javascript)
    finally:
        await context.close()
