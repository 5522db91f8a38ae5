"""Every component in a real browser: accessible, inside the policy, and no wider than the window."""

import pytest
from playwright.async_api import Browser, Page

from tests.front.browser import (
    WIDTHS,
    assert_accessible,
    assert_no_csp_violations,
    assert_reflows,
    assert_sound,
    listen,
)
from tests.front.conftest import Gallery
from tests.front.gallery.samples import PAGES


@pytest.mark.parametrize("name", PAGES)
async def test_every_page_is_sound(page: Page, gallery: Gallery, name: str) -> None:
    await page.goto(f"{gallery.url}/{name}")
    if name == "bits":
        await page.locator("dialog#timeout[open]").wait_for()
        await page.keyboard.press("Escape")
    await assert_sound(page)


@pytest.mark.parametrize("name", ["fields-wrong", "worklist", "person", "bits"])
@pytest.mark.parametrize("width", ["phone", "narrow"])
async def test_small_screens_are_accessible_too(page: Page, gallery: Gallery, name: str, width: str) -> None:
    await page.set_viewport_size({"width": WIDTHS[width][0], "height": WIDTHS[width][1]})
    await page.goto(f"{gallery.url}/{name}")
    await assert_accessible(page)
    await assert_reflows(page, width=WIDTHS[width][0])


@pytest.mark.parametrize("name", ["fields", "person", "worklist"])
async def test_pages_work_in_the_readers_own_colours(chromium: Browser, gallery: Gallery, name: str) -> None:
    context = await chromium.new_context(forced_colors="active", reduced_motion="reduce")
    page = await context.new_page()
    listen(page)
    await page.goto(f"{gallery.url}/{name}")
    await assert_accessible(page, but=("color-contrast",))
    await assert_no_csp_violations(page)
    await context.close()


@pytest.mark.parametrize("name", ["fields-wrong", "person", "worklist", "question"])
async def test_pages_are_whole_without_scripts(chromium: Browser, gallery: Gallery, name: str) -> None:
    context = await chromium.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{gallery.url}/{name}")
    assert not await page.locator("dialog").is_visible() if await page.locator("dialog").count() else True
    for field in await page.locator("main label").all():
        assert await field.is_visible()
    assert await page.locator("#toggle-menu").is_hidden() if await page.locator("#toggle-menu").count() else True
    await context.close()


async def test_on_paper_tables_are_tables_and_what_cannot_be_pressed_is_gone(page: Page, gallery: Gallery) -> None:
    await page.set_viewport_size({"width": 700, "height": 900})
    await page.goto(f"{gallery.url}/worklist")
    await page.emulate_media(media="print")
    for gone in (".lw-filters", ".nhsuk-pagination", ".nhsuk-header__navigation", ".lw-footer"):
        assert not await page.locator(gone).first.is_visible(), gone
    shapes = await page.evaluate(
        "() => ['.nhsuk-table__body .nhsuk-table__row', '.nhsuk-table__body .nhsuk-table__cell', 'thead']"
        ".map(one => getComputedStyle(document.querySelector(one)).display)"
    )
    assert shapes == ["table-row", "table-cell", "table-header-group"]
    address = await page.evaluate(
        "() => getComputedStyle(document.querySelector('main a[href^=\"/\"]'), '::after').content"
    )
    assert address in ("none", "normal")
    assert await page.evaluate("() => getComputedStyle(document.querySelector('main')).paddingBlockEnd") == "0px"


async def test_a_table_that_moves_sideways_is_set_smaller_on_paper(page: Page, gallery: Gallery) -> None:
    await page.goto(f"{gallery.url}/worklist")
    await page.emulate_media(media="print")
    await page.evaluate(
        "() => { const table = document.querySelector('main table');"
        " table.classList.remove('nhsuk-table--responsive'); table.parentElement.classList.add('lw-scroll'); }"
    )
    looks = await page.evaluate(
        "() => { const name = getComputedStyle(document.querySelector('.lw-scroll tbody tr > :first-child'));"
        " return [name.position, name.minInlineSize, Math.round(parseFloat(name.fontSize))]; }"
    )
    assert looks == ["static", "0px", 11]


async def test_there_is_one_set_of_colours_whatever_the_browser_would_like(page: Page, gallery: Gallery) -> None:
    await page.emulate_media(color_scheme="dark")
    await page.goto(f"{gallery.url}/worklist")
    assert await page.evaluate("() => getComputedStyle(document.documentElement).colorScheme") == "light"


async def test_header_and_content_of_a_wide_page_stand_in_line(page: Page, gallery: Gallery) -> None:
    for width in (390, 800, 1280, 1600):
        await page.set_viewport_size({"width": width, "height": 900})
        await page.goto(f"{gallery.url}/worklist")
        left = await page.evaluate(
            "() => ['.nhsuk-header__container', 'main', '.lw-footer .nhsuk-width-container']"
            ".map(one => Math.round(document.querySelector(one).getBoundingClientRect().left))"
        )
        assert len(set(left)) == 1, (width, left)
