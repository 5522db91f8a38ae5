"""What the script adds: drafts, a warning in time, a way out, one send for one form."""

import re
from urllib.parse import parse_qs

from playwright.async_api import Page, expect

from tests.front.browser import assert_accessible, assert_no_csp_violations
from tests.front.conftest import Gallery


async def test_what_is_written_is_kept_as_a_draft(page: Page, gallery: Gallery) -> None:
    await page.goto(f"{gallery.url}/fields")
    async with page.expect_response("**/draft"):
        await page.get_by_label("Full name").fill("Edith O’Neill <Marlowe>, Edie")
    status = page.locator("[data-draft-status]")
    await expect(status).to_have_text(re.compile(r"^Draft saved at \d{1,2}:\d\d(am|pm)$"))
    await expect(status).to_have_attribute("role", "status")
    path, body = gallery.posted[-1]
    kept = parse_qs(body)
    assert path == "/draft"
    assert kept["csrf"] == ["a-token"]
    assert kept["name"] == ["Edith O’Neill <Marlowe>, Edie"]
    assert kept["needs"] == ["lonely", "condition"]


async def whatever_was_waiting_is_sent(page: Page) -> None:
    """A minute goes by, and one request more comes after all that had begun by then."""
    await page.clock.run_for(60_000)
    await page.evaluate("() => fetch('/after-all', {method: 'POST'})")


async def test_typing_many_letters_saves_once(page: Page, gallery: Gallery) -> None:
    await page.clock.install(time=0)
    await page.goto(f"{gallery.url}/fields")
    await page.clock.pause_at(60)  # Time stands still while they type, however slow the machine is.
    await page.get_by_label("In your words").press_sequentially("Quite a long sentence")
    async with page.expect_response("**/draft"):
        await page.clock.run_for(60_000)
    await whatever_was_waiting_is_sent(page)
    assert [path for path, _ in gallery.posted] == ["/draft", "/after-all"]


async def test_a_draft_that_cannot_be_kept_is_said(page: Page, gallery: Gallery) -> None:
    gallery.answers["/draft"] = (503, "")
    await page.goto(f"{gallery.url}/fields")
    async with page.expect_response("**/draft"):
        await page.get_by_label("Full name").fill("Bev")
    await expect(page.locator("[data-draft-status]")).to_contain_text("could not be saved")


async def test_what_is_written_without_a_connection_is_kept_once_it_is_back(page: Page, gallery: Gallery) -> None:
    await page.goto(f"{gallery.url}/fields")
    await page.context.set_offline(True)
    await page.get_by_label("Full name").fill("Winifred of the village hall")
    status = page.locator("[data-draft-status]")
    await expect(status).to_contain_text("There is no connection")

    await page.locator("form[data-autosave]").evaluate("form => form.requestSubmit()")
    await expect(page.get_by_label("Full name")).to_have_value("Winifred of the village hall")
    assert gallery.posted == []

    async with page.expect_response("**/draft"):
        await page.context.set_offline(False)
    await expect(status).to_contain_text("Draft saved at")
    assert parse_qs(gallery.posted[-1][1])["name"] == ["Winifred of the village hall"]


async def test_a_password_alone_starts_no_draft(page: Page, gallery: Gallery) -> None:
    await page.clock.install()
    await page.goto(f"{gallery.url}/fields")
    await page.get_by_label("Password", exact=True).fill("secret words here")
    await whatever_was_waiting_is_sent(page)
    assert [path for path, _ in gallery.posted] == ["/after-all"]


async def test_a_form_is_sent_once(page: Page, gallery: Gallery) -> None:
    await page.goto(f"{gallery.url}/fields")
    await page.evaluate(
        "() => { window.sent = 0; const form = document.querySelector('main form').cloneNode(true); document.querySelector('main').append(form); form.target = 'elsewhere'; form.method = 'post'; document.addEventListener('submit', event => { window.sent += event.defaultPrevented ? 0 : 1; }); for (let n = 0; n < 3; n++) form.requestSubmit(); }"
    )
    assert await page.evaluate("() => window.sent") == 1


async def test_a_warning_comes_in_time_and_can_be_answered(page: Page, gallery: Gallery) -> None:
    await page.goto(f"{gallery.url}/bits")
    dialog = page.get_by_role("dialog", name="You will be signed out soon")
    await dialog.wait_for()
    await expect(dialog).to_contain_text("You have 2 minutes left.")
    await assert_accessible(page)

    async with page.expect_response("**/account/stay"):
        await dialog.get_by_role("button", name="Stay signed in").click()
    assert gallery.posted == [("/account/stay", "csrf=a-token")]
    await assert_no_csp_violations(page)


async def test_the_warning_counts_down_and_then_asks_the_server(page: Page, gallery: Gallery) -> None:
    await page.clock.install()
    await page.goto(f"{gallery.url}/person")
    dialog = page.locator("dialog#timeout")
    await page.clock.fast_forward(700_000)
    await expect(dialog).to_be_hidden()
    await page.clock.run_for(85_000)
    await expect(dialog).to_be_visible()
    gallery.answers["/person"] = (200, "<!doctype html><title>Sign in – Live Well</title><h1>Sign in</h1>")
    async with page.expect_navigation():
        await page.clock.run_for(120_000)
    await expect(page.locator("h1")).to_have_text("Sign in")


async def test_using_another_tab_keeps_this_one(page: Page, gallery: Gallery) -> None:
    await page.goto(f"{gallery.url}/bits")
    await page.locator("dialog#timeout[open]").wait_for()
    other = await page.context.new_page()
    await other.goto(f"{gallery.url}/person")
    await page.locator("dialog#timeout:not([open])").wait_for(state="attached")


async def test_leaving_quickly_leaves_nothing_to_go_back_to(page: Page, gallery: Gallery) -> None:
    await page.route(
        "https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<h1>Weather</h1>", content_type="text/html")
    )
    await page.goto(f"{gallery.url}/404")
    await page.goto(f"{gallery.url}/question")
    await page.get_by_role("link", name="Leave this site quickly").click()
    await page.wait_for_url("https://www.bbc.co.uk/weather")
    await page.go_back()
    await expect(page).to_have_url(f"{gallery.url}/404")


async def test_escape_three_times_leaves_too(page: Page, gallery: Gallery) -> None:
    await page.route(
        "https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<h1>Weather</h1>", content_type="text/html")
    )
    await page.goto(f"{gallery.url}/question")
    for _ in range(3):
        await page.keyboard.press("Escape")
    await page.wait_for_url("https://www.bbc.co.uk/weather")


async def test_the_error_summary_has_the_focus_and_leads_to_each_field(page: Page, gallery: Gallery) -> None:
    await page.goto(f"{gallery.url}/fields-wrong")
    await expect(page).to_have_title(re.compile("^Error: "))
    await expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    links = page.locator(".nhsuk-error-summary a")
    for index in range(await links.count()):
        target = (await links.nth(index).get_attribute("href") or "")[1:]
        if target == "change":
            continue  # on the page of one question
        await links.nth(index).click()
        await expect(page.locator(f'[id="{target}"]')).to_be_focused()


async def test_a_reference_can_be_copied(page: Page, gallery: Gallery) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.goto(f"{gallery.url}/bits")
    await page.locator("dialog#timeout[open]").wait_for()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Copy the reference LW-4F7K-92").click()
    await page.get_by_role("button", name="Copied").wait_for()
    assert await page.evaluate("() => navigator.clipboard.readText()") == "LW-4F7K-92"


async def test_what_htmx_swaps_in_is_awake_and_gets_the_focus(page: Page, gallery: Gallery) -> None:
    gallery.answers["/piece"] = (
        422,
        '<div id="piece"><h2 data-focus>Look here</h2><div class="nhsuk-form-group nhsuk-character-count" data-module="nhsuk-character-count" data-maxlength="10"><label for="t">T</label><textarea class="nhsuk-textarea nhsuk-js-character-count" id="t" name="t" aria-describedby="t-info">abc</textarea><div class="nhsuk-hint nhsuk-character-count__message" id="t-info">You can enter up to 10 characters</div></div></div>',
    )
    await page.goto(f"{gallery.url}/person")
    await page.evaluate(
        "() => { const link = document.createElement('button'); link.id = 'ask'; link.textContent = 'Ask'; link.setAttribute('hx-get', '/piece'); link.setAttribute('hx-target', '#here'); const here = document.createElement('div'); here.id = 'here'; document.querySelector('main').append(link, here); htmx.process(link); }"
    )
    await page.locator("#ask").click()
    await page.get_by_text("You have 7 characters remaining").first.wait_for()
    await expect(page.get_by_role("heading", name="Look here", exact=True)).to_be_focused()
    await assert_no_csp_violations(page)


async def test_nothing_is_left_in_the_browsers_storage(page: Page, gallery: Gallery) -> None:
    await page.goto(f"{gallery.url}/fields")
    await page.get_by_label("Full name").fill("Bev")
    await page.goto(f"{gallery.url}/worklist")
    assert await page.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]


async def test_filters_fold_away_on_a_phone_only(page: Page, gallery: Gallery) -> None:
    await page.goto(f"{gallery.url}/worklist")
    await expect(page.get_by_label("Name or reference")).to_be_visible()
    await page.set_viewport_size({"width": 390, "height": 800})
    await page.reload()
    await page.locator(".lw-filters details:not([open])").wait_for(state="attached")
    await page.locator(".lw-filters summary").click()
    await expect(page.get_by_label("Name or reference")).to_be_visible()
