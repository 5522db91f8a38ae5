"""The pages of the ways in, in a real browser: by keyboard, with the check while typing, sound on a phone."""

import re
from datetime import date
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Page, expect

from livewell.kit import cookies
from livewell.staff.rules import Role
from tests.factories.people import a_person, an_nhs_number
from tests.factories.places import a_practice, an_area
from tests.factories.referrals import a_referral
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_sound, browsing, chromium, page
from tests.live import LiveHouse

__all__ = ["browsing", "chromium", "page"]


async def sign_in(browsing: BrowserContext, server: LiveHouse, role: Role, **facts) -> dict[str, object]:
    async with server.database():
        area = await an_area()
        practice = await a_practice(area=area)
        member = await a_member(
            role, area=area, practice=practice if role is Role.PRACTICE_REFERRER else None, job_title="GP", **facts
        )
        token = await a_sign_in(member)
    host = urlsplit(server.address).hostname
    await browsing.add_cookies(
        [{"name": cookies.cookie_name(cookies.SIGN_IN, secure=False), "value": token, "domain": host, "path": "/"}]
    )
    return {"member": member, "area": area, "practice": practice}


async def test_a_gp_refers_by_keyboard_alone(live_server: LiveHouse, browsing: BrowserContext, page: Page):
    await sign_in(browsing, live_server, Role.PRACTICE_REFERRER)
    number = an_nhs_number()
    async with live_server.database():
        await a_person(nhs_number=number, born_on=date(1948, 3, 12))
    await page.goto(f"{live_server.address}/refer/professional")
    await assert_sound(page)
    await page.get_by_label("NHS number", exact=True).focus()
    await page.keyboard.type("999 000 0019")
    await page.keyboard.press("Tab")
    await expect(page.locator("#identity-check")).to_contain_text("mistake")
    await page.get_by_label("NHS number", exact=True).fill(number)
    await page.keyboard.press("Tab")
    await expect(page.locator("#identity-check")).to_contain_text("may already know")
    fresh = an_nhs_number()
    await page.get_by_label("NHS number", exact=True).fill(fresh)
    await page.keyboard.press("Tab")
    await expect(page.locator("#identity-check")).to_contain_text("valid NHS number")
    await page.keyboard.press("Tab")
    for text in ("Wanda", "Keyboardperson", "12", "3", "1949", "NG2 6AB", "01632 960123"):
        await page.keyboard.type(text)
        await page.keyboard.press("Tab")
    await page.get_by_label("Lonely or isolated").focus()
    await page.keyboard.press("Space")
    await page.get_by_label("Why you are referring, and what matters to them").focus()
    await page.keyboard.type("Lonely since spring.")
    await page.get_by_label("None known").focus()
    await page.keyboard.press("Space")
    await page.get_by_label("The person knows of this referral").focus()
    await page.keyboard.press("Space")
    await page.get_by_role("group", name="Do they agree that you hear").get_by_label("Yes").focus()
    await page.keyboard.press("Space")
    await page.get_by_role("button", name="Send the referral").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Referral received")
    await expect(page.locator(".lw-reference__text")).to_contain_text("LW-")
    await assert_sound(page)


async def test_a_form_to_put_right_is_sound(live_server: LiveHouse, browsing: BrowserContext, page: Page):
    await sign_in(browsing, live_server, Role.PRACTICE_REFERRER)
    await page.goto(f"{live_server.address}/refer/professional")
    await page.get_by_role("button", name="Send the referral").click()
    await expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    await assert_sound(page)


async def test_somebody_refers_themself(live_server: LiveHouse, page: Page):
    for path in ("/refer", "/refer/worried", "/refer/come-back", "/refer/someone", "/invitation", "/refer/self/helper"):
        await page.goto(live_server.address + path)
        await assert_sound(page)
    await page.goto(f"{live_server.address}/refer")
    await page.get_by_role("button", name="Start now").click()
    await page.get_by_label("First name").fill("Asha")
    await page.get_by_label("Family name").fill("Browserperson")
    for box, text in (("Day", "2"), ("Month", "5"), ("Year", "1961")):
        await page.get_by_label(box, exact=True).fill(text)
    await assert_sound(page)
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_label("Phone number").fill("07700 900123")
    await page.get_by_label("Phone call").check()
    await assert_sound(page)
    await page.get_by_role("button", name="Save and come back later").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("saved")
    await assert_sound(page)
    await page.get_by_role("button", name="Go on now").click()
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_label("GP practice", exact=True).select_option("none")
    await assert_sound(page)
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_label("What is going on, and what would you like").fill("I would like to sing again.")
    await page.get_by_role("button", name="Continue").click()
    await assert_sound(page)
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_label("No, nothing that I know of").check()
    await assert_sound(page)
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_label("Live Well may keep a record").check()
    await page.get_by_label("No", exact=True).check()
    await assert_sound(page)
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Check your answers")
    await assert_sound(page)
    await page.get_by_role("button", name="Send to Live Well").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    await assert_sound(page)


async def test_the_desk_of_a_coach(live_server: LiveHouse, browsing: BrowserContext, page: Page):
    who = await sign_in(browsing, live_server, Role.HEALTH_COACH)
    facts = {"first_name": "Mary", "family_name": "Deskperson", "born_on": date(1948, 3, 12), "nhs_number": None}
    async with live_server.database():
        await a_person(**facts)
        referral = await a_referral(
            person=await a_person(**facts),
            area=who["area"],
            urgent=True,
            safety="yes",
            safety_detail="A dog at home.",
            eligible=False,
            not_eligible_why="outside_area",
        )
    await page.goto(f"{live_server.address}/triage")
    await assert_sound(page)
    await page.get_by_role("link", name="Mary Deskperson").click()
    await assert_sound(page)
    await page.get_by_role("button", name="Two different people").click()
    await page.get_by_text("Ask the referrer something").click()
    await page.get_by_label("Your question").fill("Which number may we ring?")
    await page.get_by_role("button", name="Ask", exact=True).click()
    await expect(page.get_by_text("Which number may we ring?")).to_be_visible()
    await page.get_by_role("button", name="Accept the referral").click()
    await expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    await assert_sound(page)
    await page.get_by_label("Why you accept").fill("Moves here next week.")
    await page.get_by_role("button", name="Accept the referral").click()
    await expect(page).to_have_url(re.compile(f"^{re.escape(live_server.address)}/journeys/[0-9a-f-]{{36}}"))
    for path in ("/invitations", "/invitations/new", "/invitations/upload", f"/triage/{referral}"):
        await page.goto(live_server.address + path)
        await assert_sound(page)
