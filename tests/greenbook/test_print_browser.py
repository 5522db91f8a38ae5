"""The pages that print in a real browser: sound, on a phone too, and a run is watched to its end."""

from playwright.async_api import BrowserContext, Page, expect

from tests.front.browser import assert_sound, listen
from tests.greenbook.test_browser import PHONE, House, served

__all__ = ["served"]


async def test_the_public_pages_are_sound_on_a_phone(served: House, page: Page) -> None:
    await page.set_viewport_size(PHONE)
    listen(page)
    for path in ("/green-book", "/green-book/keeps_well"):
        await page.goto(f"{served.address}{path}")
        await assert_sound(page)


async def test_one_s_own_book_is_chosen_on_a_phone(served: House, browsing: BrowserContext, page: Page) -> None:
    await served.come_in(browsing)
    await page.set_viewport_size(PHONE)
    listen(page)
    await page.goto(f"{served.address}/my/green-book/print")
    await assert_sound(page)
    for box in await page.get_by_role("checkbox").all():
        await box.uncheck()
    await page.get_by_role("button", name="Make the file").click()
    await expect(page.get_by_role("alert")).to_contain_text("Choose at least one page")
    await assert_sound(page)


async def test_a_run_is_asked_for_and_watched_to_its_end(served: House, browsing: BrowserContext, page: Page) -> None:
    await served.sign_in(browsing, "coach")
    listen(page)
    await page.goto(f"{served.address}/green-books")
    await assert_sound(page)
    await page.get_by_label("How many empty books?").fill("2")
    await page.get_by_role("button", name="Make the books").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("2 empty books")
    await assert_sound(page)
    # The served house has its own worker; the page asks for itself.
    await expect(page.get_by_role("link", name="Books 1 to 2")).to_be_visible(timeout=90_000)
    await assert_sound(page)
    file = await browsing.request.get(await page.get_by_role("link", name="Books 1 to 2").evaluate("one => one.href"))
    assert (await file.body()).startswith(b"%PDF-")
