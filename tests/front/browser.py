"""Chromium for tests: a page that remembers what went wrong, and three promises to hold every page to."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect
from playwright.async_api import Error as BrowserError

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
Found = TypeVar("Found")
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The shell is the same Chromium without the window around the page, and asks half as much of the machine."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # A page of a test lives for a second: compilers that make a script fast for hours cost more than they give.
    "--js-flags=--no-opt --no-maglev --sparkplug --single-threaded-gc",
]
# WCAG 2.2 AA, with axe's own good practice: https://www.deque.com/axe/core-documentation/api-documentation/#axecore-tags
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 30_000
"""How long a page may take to become what it should, in milliseconds: it costs nothing when it is quick."""
expect.set_options(timeout=PATIENCE)
WIDTHS = {"desk": (1280, 900), "phone": (390, 844), "narrow": (320, 640)}


@dataclass
class Heard:
    """What a page complained about since it was opened."""

    violations: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


_heard: WeakKeyDictionary[Page, Heard] = WeakKeyDictionary()


def find_chromium() -> str:
    """The Chromium of the system; nothing is downloaded for tests."""
    for name in PROGRAMS:
        found = shutil.which(name)
        if found:
            return found
    raise RuntimeError("The browser tests need Chromium. Install it (on Debian or Ubuntu: apt-get install chromium).")


def listen(page: Page) -> Heard:
    """Begin to remember policy violations, script errors and requests to other hosts."""
    heard = Heard()
    _heard[page] = heard

    def on_console(message: Any) -> None:
        text = message.text
        if "Content Security Policy" in text:
            heard.violations.append(text)
        elif message.type == "error" and "Failed to load resource" not in text:
            heard.errors.append(text)

    page.on("console", on_console)
    page.on("pageerror", lambda error: heard.errors.append(str(error)))
    page.on("request", lambda request: _note_elsewhere(request.url, heard))
    return heard


def _note_elsewhere(url: str, heard: Heard) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob", "about") and parts.hostname not in ("127.0.0.1", "localhost"):
        heard.elsewhere.append(url)


def _until_it_stands(press: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Playwright comes back when the next page begins to arrive; whoever looks then may see an empty one."""

    @wraps(press)
    async def pressed(self: Locator, *args: Any, **more: Any) -> None:
        await press(self, *args, **more)
        if not self.page.is_closed():
            await self.page.wait_for_load_state()

    return pressed


for _way in ("click", "dblclick", "check", "press", "select_option", "set_checked", "tap"):
    setattr(Locator, _way, _until_it_stands(getattr(Locator, _way)))


async def until(look: Callable[[], Found | None], what: str, *, seconds: float = 120) -> Found:
    """What `look` finds, as soon as it finds anything; AssertionError that `what` did not come when time is up."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"{what} did not come in {seconds:g} seconds."
        await asyncio.sleep(0.05)
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def one_chromium() -> AsyncIterator[Browser]:
    """The browser of this worker; only the ground of all tests has it, so that there is one for all folders."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def chromium(one_chromium: Browser) -> Browser:
    """One browser for the whole run, whichever folder's conftest names it."""
    return one_chromium


@pytest_asyncio.fixture(loop_scope="session")
async def browsing(chromium: Browser) -> AsyncIterator[BrowserContext]:
    """A browser profile of its own, at the size of a desk."""
    context = await chromium.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/London"
    )
    context.set_default_timeout(PATIENCE)
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browsing: BrowserContext) -> Page:
    """One page that listens."""
    opened = await browsing.new_page()
    listen(opened)
    return opened


_AT_REST = """async () => {
    if (matchMedia('(scripting: none)').matches) return;
    const named = document.querySelector('meta[name="livewell-components"]');
    // Only where scripts run has the page this class: see static/boot.js.
    if (named && document.body.classList.contains('js-enabled')) await import(named.content);
    window.dispatchEvent(new Event('resize'));
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
}"""
"""
The components come after the page has loaded, and the header folds its menu in the frame after its window has changed:
what is half folded is no page to look at.
"""


_brought: WeakKeyDictionary[Page, int] = WeakKeyDictionary()
"""How often axe was sent to a tab."""


@cache
def _axe() -> str:
    return AXE.read_text()


async def _bring_axe(page: Page) -> None:
    """
    Into the page that is open, and into those that follow in a tab that it is sent to for the second time.

    It is two thirds of a megabyte: a tab that walks through many pages is given it once for all of them.
    """
    if await page.evaluate("() => 'axe' in window"):
        return
    await page.evaluate(_axe())
    _brought[page] = _brought.get(page, 0) + 1
    if _brought[page] == 2:
        await page.add_init_script(_axe())


async def assert_accessible(page: Page, *, but: tuple[str, ...] = ()) -> None:
    """No violation of WCAG 2.2 AA or of axe's good practice. `but` names rules that a page breaks for a written reason."""
    await page.evaluate(_AT_REST)
    await _bring_axe(page)
    found: list[dict[str, Any]] = await page.evaluate(
        "([tags, off]) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], rules: Object.fromEntries(off.map(id => [id, {enabled: false}]))})"
        ".then(result => result.violations.map(one => ({id: one.id, help: one.help, nodes: one.nodes.map(node => node.html.slice(0, 160))})))",
        [RULES, list(but)],
    )
    said = "\n".join(f"{one['id']}: {one['help']}\n    " + "\n    ".join(one["nodes"][:5]) for one in found)
    assert not found, f"{page.url} is not accessible:\n{said}"


async def assert_reflows(page: Page, *, width: int = 320) -> None:
    """Nothing is wider than a window of 320 CSS pixels, which is 1280 at 400% (WCAG 1.4.10). The size is put back after."""
    before = page.viewport_size
    try:
        await _assert_reflows_at(page, width)
    finally:
        if before:
            await page.set_viewport_size(before)


async def _assert_reflows_at(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 640})
    await page.evaluate(_AT_REST)
    scrolls = await page.evaluate("() => document.documentElement.scrollWidth")
    wide: list[str] = await page.evaluate(
        "width => [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > width + 1"
        " && !one.closest('.nhsuk-u-visually-hidden, .nhsuk-table__head')).slice(-5).map(one => one.outerHTML.slice(0, 120))",
        width,
    )
    assert scrolls <= width, f"{page.url} scrolls sideways at {width} pixels ({scrolls}):\n" + "\n".join(wide)


async def assert_no_csp_violations(page: Page) -> None:
    """Nothing was blocked, nothing failed in a script, and nothing was asked of another host, since the page was opened."""
    heard = _heard[page]
    assert not heard.violations, f"{page.url} breaks the content security policy: {heard.violations}"
    assert not heard.errors, f"{page.url} has errors in its scripts: {heard.errors}"
    assert not heard.elsewhere, f"{page.url} asks other hosts: {heard.elsewhere}"


async def _steadily(page: Page, look: Callable[[], Awaitable[None]]) -> None:
    """Look at the page that stands: when another takes its place meanwhile, at that one."""
    for _ in range(5):
        await page.wait_for_load_state()
        try:
            return await look()
        except BrowserError as error:
            if "context was destroyed" not in str(error):
                raise
    await page.wait_for_load_state()
    return await look()


async def _assert_named(page: Page) -> None:
    """One h1, a title that says where we are, and no name that two things have."""
    await page.wait_for_load_state()
    headings, title, twice = await page.evaluate(
        "() => { const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);"
        " const twice = [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))];"
        " return [document.querySelectorAll('h1').length, document.title, twice]; }"
    )
    assert headings == 1, f"{page.url} must have one h1"
    assert title.endswith(" – Live Well"), f"{page.url} is titled {title!r}"
    assert title != " – Live Well", f"{page.url} has an empty title"
    assert not twice, f"{page.url} has an id twice: {twice}"


async def assert_sound(page: Page, *, but: tuple[str, ...] = ()) -> None:
    """All three promises at once, and the ones every page makes: one h1, a title that says where we are."""

    async def look() -> None:
        await _assert_named(page)
        await assert_accessible(page, but=but)
        await assert_reflows(page)

    await _steadily(page, look)
    await assert_no_csp_violations(page)


async def assert_sound_at_every_width(page: Page, *, pictures: str = "") -> None:
    """
    `assert_sound` at a desk and on a phone, of a page that was opened once; it is left as wide as a desk.

    `pictures` is where a picture of each goes, with {width} in it; nowhere when it is empty.
    """
    await _assert_named(page)
    for size in ("desk", "phone"):
        await _be_as_wide_as(page, size)
        await assert_accessible(page)
        if pictures:
            await page.screenshot(path=pictures.format(width=WIDTHS[size][0]), full_page=True)
    await _assert_reflows_at(page, WIDTHS["narrow"][0])
    await _be_as_wide_as(page, "desk")
    await assert_no_csp_violations(page)


async def _be_as_wide_as(page: Page, size: str) -> None:
    width, height = WIDTHS[size]
    if page.viewport_size != {"width": width, "height": height}:
        await page.set_viewport_size({"width": width, "height": height})
