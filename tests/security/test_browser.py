"""Signing in and out in a real browser, as somebody would, on a shared computer too."""

from itertools import count

import pyotp
import pytest
from playwright.async_api import expect

from livewell.kit import clock
from livewell.staff import passwords
from livewell.staff.rules import Role
from tests.factories.staff import a_member
from tests.front.browser import assert_sound

PASSWORD = "tulip kettle marsh"
_number = count(1)


@pytest.fixture
async def manager(live_server):
    async with live_server.database():
        return await a_member(
            Role.MANAGER,
            name="Ruth Castlegate",
            email=f"browser{next(_number)}@livewell.example",
            password_hash=await passwords.hash_password(PASSWORD),
        )


async def sign_in(page, live_server, member, password=PASSWORD):
    await page.goto(f"{live_server.address}/sign-in")
    await page.get_by_label("Email address").fill(member.email)
    await page.get_by_label("Password", exact=True).fill(password)
    await page.get_by_role("button", name="Sign in").click()


async def test_somebody_signs_in_sets_up_a_second_step_and_signs_out_for_good(page, live_server, manager):
    await page.goto(f"{live_server.address}/sign-in")
    await assert_sound(page)
    await sign_in(page, live_server, manager, "not this one at all")
    await expect(page.get_by_role("main")).to_contain_text("There is a problem")
    await expect(page.get_by_label("Email address")).to_have_value(manager.email)
    await assert_sound(page)
    await sign_in(page, live_server, manager)
    await page.wait_for_url("**/account/second-factor")
    await expect(page.get_by_role("main")).to_contain_text("Set up your second step first")
    await assert_sound(page)

    await page.get_by_text("I cannot scan the square").click()
    secret = "".join((await page.inner_text(".lw-key")).split())
    await page.get_by_label("Code", exact=True).fill(pyotp.TOTP(secret).at(clock.now()))
    await page.get_by_role("button", name="Set up").click()
    await page.get_by_role("heading", name="Keep these recovery codes").wait_for()
    await assert_sound(page)
    codes = await page.locator(".lw-codes code").all_inner_texts()
    await page.get_by_role("button", name="I have kept them").click()
    await page.wait_for_url("**/overview")

    for path in (
        "/account",
        "/account/password",
        "/staff",
        "/staff/new",
        f"/staff/{manager.id}",
        "/places",
        "/places/areas/new",
        "/places/practices/new",
        "/places/settings",
    ):
        await page.goto(live_server.address + path)
        await assert_sound(page)

    await page.goto(f"{live_server.address}/account")
    await page.get_by_role("button", name="Sign out", exact=True).click()
    await page.get_by_text("You are signed out").wait_for()
    await page.go_back()
    await expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert manager.email not in await page.content()
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0

    await sign_in(page, live_server, manager)
    await page.get_by_role("heading", name="Enter your code").wait_for()
    await assert_sound(page)
    await page.get_by_label("Code", exact=True).fill(codes[0].lower())
    await page.get_by_role("button", name="Continue").click()
    await page.wait_for_url("**/overview")


async def test_all_of_it_works_without_a_script(chromium, live_server, manager):
    context = await chromium.new_context(java_script_enabled=False)
    page = await context.new_page()
    await sign_in(page, live_server, manager)
    await page.wait_for_url("**/account/second-factor")
    secret = "".join((await page.locator(".lw-key").text_content()).split())
    await page.get_by_label("Code", exact=True).fill(pyotp.TOTP(secret).at(clock.now()))
    await page.get_by_role("button", name="Set up").click()
    await page.get_by_role("heading", name="Keep these recovery codes").wait_for()
    await page.goto(f"{live_server.address}/staff/new")
    await page.get_by_label("Name", exact=True).fill("Ann Lee")
    await page.get_by_label("Email address").fill(f"ann{next(_number)}@university.example")
    await page.get_by_label("Evaluator").check()
    await page.get_by_role("button", name="Add").click()
    await page.get_by_role("heading", name="Give this link to Ann Lee").wait_for()
    link = await page.inner_text(".lw-key")
    other = await (await chromium.new_context(java_script_enabled=False)).new_page()
    await other.goto(link)
    await other.get_by_label("New password").fill("orchard violin spoon")
    await other.get_by_role("button", name="Set password").click()
    await other.get_by_text("Your password is set").wait_for()
    await other.context.close()
    await context.close()


async def test_the_front_pages_are_sound(page, live_server):
    for path in ("/", "/help-now", "/accessibility", "/privacy", "/cookies", "/nowhere", "/set-password/" + "x" * 43):
        await page.goto(live_server.address + path)
        await assert_sound(page)
