"""Two people at once, two clicks at once, and somebody who stops for a while: nothing is lost, nothing happens twice."""

import asyncio
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from livewell.journeys.rules import Stage
from livewell.kit import clock, cookies
from livewell.kit.db import value
from livewell.staff.rules import Role
from tests.browser.at_a_desk import a_desk
from tests.browser.test_every_page import EMAILS
from tests.factories.journeys import an_open_journey
from tests.factories.sessions import a_session, the_session
from tests.factories.staff import a_member, a_sign_in
from tests.referring import a_new_nhs_number

WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])


async def sits_down(desk, token):
    """At a desk where somebody is signed in already."""
    name = cookies.cookie_name(cookies.SIGN_IN, secure=False)
    host = urlsplit(desk.address).hostname
    await desk.page.context.add_cookies([{"name": name, "value": token, "domain": host, "path": "/"}])


async def two_coaches_and_a_session(live_demo):
    """Two coaches of the central area, each signed in, and a session of this morning that nobody has written up."""
    async with live_demo.database():
        area = await value("SELECT area FROM staff_user WHERE email = $1", EMAILS[Role.HEALTH_COACH])
        first = await a_member(Role.HEALTH_COACH, area=area, name="Edith Garthwood", job_title="Health coach")
        second = await a_member(Role.HEALTH_COACH, area=area, name="Percy Linbyford", job_title="Health coach")
        journey = await an_open_journey(first, stage=Stage.COACHING, first_name="Agnes", nhs_number=a_new_nhs_number())
        session = await a_session(journey, first, clock.now() - timedelta(hours=1))
        return session, [await a_sign_in(first), await a_sign_in(second)]


@WITH_AND_WITHOUT
async def test_two_coaches_write_one_note_and_no_word_is_lost(javascript, live_demo, chromium):
    session, tokens = await two_coaches_and_a_session(live_demo)
    async with (
        a_desk(chromium, live_demo.address, javascript=javascript) as first,
        a_desk(chromium, live_demo.address, javascript=javascript) as second,
    ):
        for desk, token in zip((first, second), tokens, strict=True):
            await sits_down(desk, token)
            await desk.go(f"/sessions/{session}/hold")
            await desk.choose("What was it for?", "Getting to know each other")
        await first.write({"Notes for the team": "She sang in a choir once."})
        await second.write(
            {
                "Notes for the team": "She would like to sing again.",
                "For the referrer": "Breathes easier.",
                "What is to be done": "Ring the choir",
            }
        )
        await first.press("Save")
        await first.is_told("The session is noted.")
        await second.press("Save")
        await second.is_at("Somebody else saved this first")
        await second.sees(
            "She sang in a choir once.", "She would like to sing again.", "Breathes easier.", "Ring the choir"
        )
        async with live_demo.database():
            assert (await the_session(session)).notes == "She sang in a choir once."

        await second.go(f"/sessions/{session}/correct")
        await second.write({"Notes for the team": "She sang in a choir once. She would like to sing again."})
        await second.press("Save")
        await second.is_told("The note is put right. What it said before is kept.")
        await second.go(f"/sessions/{session}")
        await second.sees("She sang in a choir once. She would like to sing again.")
        await second.page.get_by_text("As it was until").click()
        struck = second.page.locator("s").get_by_text("She sang in a choir once.", exact=True)
        await expect(struck).to_be_visible()


@WITH_AND_WITHOUT
async def test_a_note_saved_by_a_double_click_is_noted_once(javascript, live_demo, chromium):
    session, tokens = await two_coaches_and_a_session(live_demo)
    async with a_desk(chromium, live_demo.address, javascript=javascript) as desk:
        await sits_down(desk, tokens[0])
        await desk.go(f"/sessions/{session}/hold")
        await desk.choose("What was it for?", "Getting to know each other")
        await desk.write({"What is to be done": "Ring the choir"})
        await desk.page.get_by_role("button", name="Save", exact=True).dblclick()
        await desk.is_told("The session is noted.")
    async with live_demo.database():
        assert await value("SELECT count(*) FROM session_action WHERE session = $1", session) == 1


@WITH_AND_WITHOUT
async def test_a_referral_sent_by_a_double_click_is_one(javascript, live_demo, chromium):
    number = a_new_nhs_number()
    family = "Clickworthy" if javascript else "Pressgood"
    async with a_desk(chromium, live_demo.address, javascript=javascript) as gp:
        await gp.sign_in(EMAILS[Role.PRACTICE_REFERRER])
        await gp.go("/refer/professional")
        await gp.write({"NHS number": number, "First name": "Zofia", "Family name": family})
        await gp.date("Date of birth", clock.today().replace(year=1950, day=3))
        await gp.write({"Phone number": "01632 960124", "Postcode": "NG2 5GQ"})
        await gp.choose("What brings them", "Not active")
        await gp.write({"Why you are referring, and what matters to them": "Would like to dance again."})
        await gp.choose("How this came about", "In a consultation")
        await gp.choose(re.compile("anything we should know about safety"), "None known")
        await gp.choose("Best way to be in touch", "Phone call")
        await gp.page.get_by_label("The person knows of this referral and agrees").check()
        await gp.choose("Do they agree that you hear what came of it?", "Yes")
        await gp.page.get_by_role("button", name="Send the referral").dblclick()
        await gp.is_at("Referral received")
        reference = await gp.reference()
    async with live_demo.database():
        known = "FROM person p JOIN referral r ON r.person = p.id WHERE p.nhs_number = $1"
        assert await value(f"SELECT count(*) {known}", number) == 1
        assert await value(f"SELECT r.reference {known}", number) == reference


async def test_somebody_who_stops_for_a_while_is_warned_and_may_stay(live_demo, chromium):
    """The browser's clock is moved on; the page warns, keeps the draft, and staying closes the warning."""
    session, tokens = await two_coaches_and_a_session(live_demo)
    async with a_desk(chromium, live_demo.address) as desk:
        await sits_down(desk, tokens[0])
        await desk.page.clock.install(time=clock.now())
        await desk.go(f"/sessions/{session}/hold")
        await desk.write({"Notes for the team": "Half a sentence"})
        # A draft that is being saved is a sign of life: the clock is moved once it has been.
        await expect(desk.page.get_by_text("Draft saved at")).to_be_visible()
        warning = desk.page.get_by_role("dialog", name="You will be signed out soon")
        await desk.page.clock.fast_forward("11:30")
        await expect(warning).to_be_hidden()
        await desk.page.clock.fast_forward("01:00")
        await expect(warning).to_be_visible()
        await expect(warning).to_contain_text("minutes left")
        await expect(warning).to_contain_text("What you have written on this page is kept as a draft.")
        await expect(warning.get_by_role("button", name="Stay signed in")).to_be_focused()
        # However long the answer takes, nobody who said that they are here is asked again meanwhile.
        answered = asyncio.Event()

        async def slowly(route):
            await answered.wait()
            await route.continue_()

        await desk.page.route("**/account/stay", slowly)
        async with desk.page.expect_request("**/account/stay"):
            await desk.page.keyboard.press("Enter")
        await expect(warning).to_be_hidden()
        await desk.page.clock.run_for(3000)
        await expect(warning).to_be_hidden()
        async with desk.page.expect_response("**/account/stay"):
            answered.set()
        await desk.sound()
        await desk.page.clock.run_for(2000)
        await expect(warning).to_be_hidden()
        await desk.kept({"Notes for the team": "Half a sentence"})
        await desk.go(f"/sessions/{session}/hold")
        await desk.sees("This is the draft you began")
        await desk.kept({"Notes for the team": "Half a sentence"})


@WITH_AND_WITHOUT
async def test_who_ends_what_another_has_ended_gets_their_words_back(javascript, live_demo, chromium):
    session, tokens = await two_coaches_and_a_session(live_demo)
    words = "She sings on Thursdays.\nShe would be glad of a lift."
    async with live_demo.database():
        journey = await value("SELECT journey FROM session WHERE id = $1", session)
    async with (
        a_desk(chromium, live_demo.address, javascript=javascript) as first,
        a_desk(chromium, live_demo.address, javascript=javascript) as second,
    ):
        for desk, token in zip((first, second), tokens, strict=True):
            await sits_down(desk, token)
            await desk.go(f"/journeys/{journey}/ending")
            await desk.choose("Why is it ending?", "Moved away")
            await desk.press("Continue")
            await desk.choose("Was the ending planned together?", "Yes")
            await desk.write({"What was done, and what came of it?": words})
            await desk.choose("Do you ask anything of the practice?", "No, nothing is needed from them")
        await first.press("End this journey")
        await first.is_told("The journey has ended.")
        await second.press("End this journey")
        await second.is_at("This cannot be done now")
        written = second.page.get_by_role("region", name="What you wrote")
        for line in words.splitlines():
            await expect(written).to_contain_text(line)
