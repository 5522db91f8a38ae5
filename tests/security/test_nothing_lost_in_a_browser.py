"""Their sign-in ends while they write: in a real browser, with scripts and without, every word goes on with them."""

from itertools import count

import pytest
from playwright.async_api import expect

from livewell.kit import clock, cookies
from livewell.kit.db import execute, rows
from livewell.staff import passwords
from livewell.staff.queries import hash_of
from livewell.staff.rules import Role
from tests.factories.assets import an_asset
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_accessible, assert_no_csp_violations, assert_reflows, listen

PASSWORD = "tulip kettle marsh"
WORDS = "She would be glad of “a lift” – früh 🎣\n\n  <b>&amp; a second paragraph</b>\nand a line"
_number = count(1)


async def somebody(server, name):
    async with server.database():
        member = await a_member(
            Role.HEALTH_COACH,
            name=name,
            email=f"lost{next(_number)}@livewell.example",
            password_hash=await passwords.hash_password(PASSWORD),
        )
        return member, await a_sign_in(member, second_factor=False)


async def writing(page, server, token):
    """They have opened a form and filled it in."""
    await page.context.add_cookies([{"name": cookies.SIGN_IN, "value": token, "url": server.address}])
    await page.goto(f"{server.address}/interests/new")
    await page.get_by_label("What may colleagues ask you about?").fill("Fishing on the Trent")
    await page.locator("main").get_by_role("radio").first.check()
    await page.locator("main textarea").first.fill(WORDS)


async def ends(server, token):
    async with server.database():
        await execute("UPDATE sign_in SET revoked_at = $2 WHERE token_hash = $1", hash_of(token), clock.now())


async def kept_by(server, member):
    async with server.database():
        return await rows("SELECT area, words FROM interest WHERE staff_user = $1", member.id)


async def signs_in(page, member):
    await page.get_by_label("Email address").fill(member.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("javascript", [True, False])
async def test_their_words_go_on_with_them_through_the_sign_in(javascript, live_server, chromium):
    member, token = await somebody(live_server, "Priya Okafor")
    other, _ = await somebody(live_server, "Tom Ravensdale")
    context = await chromium.new_context(java_script_enabled=javascript, viewport={"width": 390, "height": 844})
    async with context:
        page = await context.new_page()
        listen(page)
        await writing(page, live_server, token)
        await ends(live_server, token)
        await page.locator("main").get_by_role("button").last.click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
        assert "Fishing" not in await page.content()
        await signs_in(page, other)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Somebody else wrote this")
        assert "Fishing" not in await page.content()
        await page.get_by_label("Email address").fill(member.email)
        await page.get_by_label("Password", exact=True).fill("not this one at all")
        await page.get_by_role("button", name="Sign in as the writer").click()
        await expect(page.get_by_text("do not go together").first).to_be_visible()
        await signs_in(page, member)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Your words are still here")
        await expect(page.get_by_role("main")).to_contain_text("You are signed in as Priya Okafor")
        await expect(page.get_by_role("main")).to_contain_text("<b>&amp; a second paragraph</b>")
        if javascript:
            await assert_accessible(page)
            await assert_reflows(page)
            await assert_no_csp_violations(page)
        await page.get_by_role("button", name="Send it now").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Fishing on the Trent")
        assert page.url.startswith(f"{live_server.address}/interests/")
        assert await kept_by(live_server, other) == []
        assert await kept_by(live_server, member) == [{"area": "Fishing on the Trent", "words": WORDS}]


async def test_when_time_is_up_the_page_gives_the_words_back_and_sends_nothing(page, live_server):
    """The browser's clock is moved on, past the warning; another tab may still be signed in."""
    member, token = await somebody(live_server, "Asha Larkspur")
    await page.clock.install(time=clock.now())
    await writing(page, live_server, token)
    await page.clock.fast_forward("20:00")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your words are still here")
    assert await kept_by(live_server, member) == []
    await page.get_by_role("button", name="Send it now").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Fishing on the Trent")
    assert await kept_by(live_server, member) == [{"area": "Fishing on the Trent", "words": WORDS}]


async def test_when_the_sign_in_has_ended_as_well_they_sign_in_first(page, live_server):
    member, token = await somebody(live_server, "Owen Merryweather")
    await page.clock.install(time=clock.now())
    await writing(page, live_server, token)
    await ends(live_server, token)
    await page.clock.fast_forward("20:00")
    await expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    assert "Fishing" not in await page.content()
    await signs_in(page, member)
    await page.get_by_role("button", name="Send it now").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Fishing on the Trent")
    assert await kept_by(live_server, member) == [{"area": "Fishing on the Trent", "words": WORDS}]


async def test_of_several_forms_on_one_page_the_words_of_each_come_back_and_each_is_sent(page, live_server):
    async with live_server.database():
        worker = await a_member(Role.LINK_WORKER, name="Asha Larkspur")
        asset = await an_asset(name="Two forms on its page")
        token = await a_sign_in(worker)
    await page.clock.install(time=clock.now())
    await page.context.add_cookies([{"name": cookies.SIGN_IN, "value": token, "url": live_server.address}])
    await page.goto(f"{live_server.address}/directory/{asset}/invite")
    await page.locator("main form[action$='/invite'] input[name=name]").fill("Beryl Khan")
    await page.locator("main form[action$='/invite'] input[name=email]").fill("beryl@group.example")
    await page.locator("main form[action$='/letter'] input[name=letter_name]").fill("Olu “by letter” Adeyemi")
    await page.clock.fast_forward("20:00")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your words are still here")
    for words in ("Olu “by letter” Adeyemi", "Beryl Khan", "beryl@group.example"):
        await expect(page.get_by_role("main")).to_contain_text(words)
    await assert_accessible(page)
    await assert_reflows(page)
    async with page.context.expect_page() as opened:
        await page.get_by_role("button", name="Send it now (2)").click()
    sent = await opened.value
    await expect(sent.get_by_role("main")).to_contain_text("Beryl Khan")
    await expect(page.get_by_role("button", name="Send it now (1)")).to_be_visible()
    async with live_server.database():
        kept = await rows("SELECT name, email FROM keeper WHERE asset = $1", asset)
    assert kept == [{"name": "Beryl Khan", "email": "beryl@group.example"}]


async def test_where_nothing_was_written_nothing_stays_on_the_screen(page, live_server):
    _, token = await somebody(live_server, "Ruth Castlegate")
    await page.clock.install(time=clock.now())
    await page.context.add_cookies([{"name": cookies.SIGN_IN, "value": token, "url": live_server.address}])
    await page.goto(f"{live_server.address}/interests/new")
    await ends(live_server, token)
    await page.clock.fast_forward("20:00")
    await page.wait_for_url("**/sign-in?next=*")
