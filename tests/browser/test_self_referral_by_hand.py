"""A visitor asks for themself, one thing per page, stops and comes back on another computer; with scripts and without."""

import re

import pytest
from playwright.async_api import expect

from livewell.kit.db import row
from tests.browser.at_a_desk import a_desk

CODE = re.compile(r"\b[a-z]+-[a-z]+-[a-z]+-\d{4}\b")
WANTS = "I have not sung since the choir closed, and I would like to."


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
async def test_a_visitor_asks_stops_and_comes_back(javascript, live_demo, chromium):
    family = "Larkwhistle" if javascript else "Wrensong"
    async with a_desk(chromium, live_demo.address, javascript=javascript) as library:
        await library.go("/refer")
        await library.press("Start now")
        await library.is_at("About you")
        await library.sees("Step 1 of 7")
        await library.write({"First name": "Hyacinth"})
        await library.press("Continue")
        await library.is_asked_to_put_right(re.compile("family name", re.IGNORECASE))
        await library.kept({"First name": "Hyacinth"})
        await library.write({"Family name": family})
        await library.write({"Day": "2", "Month": "5", "Year": "1961"}, within=library.question("Date of birth"))
        await library.press("Continue")
        await library.is_at("How to reach you")
        await library.write({"Phone number": "07700 900123", "Postcode": "NG2 5GQ"})
        await library.press("Save and come back later")
        await library.is_at("Your answers are saved")
        await expect(library.page.get_by_role("main")).to_contain_text(CODE)
        found = CODE.search(await library.page.inner_text("main"))
        assert found, "there is no code to come back with"
        code = found[0]

    async with a_desk(chromium, live_demo.address, javascript=javascript) as home:
        await home.go("/refer")
        await home.follow("I have a code to come back with")
        await home.write({"Your code": "river-lantern-olive-0000"})
        await home.press("Continue")
        await home.is_asked_to_put_right(re.compile("We could not find that code"))
        await home.write({"Your code": code.replace("-", " ").upper()})
        await home.press("Continue")
        await home.is_at("How to reach you")
        await home.kept({"Phone number": "07700 900123", "Postcode": "NG2 5GQ"})
        await home.choose("What do you like best?", "Phone call")
        await home.press("Continue")
        await home.is_at("Your GP practice")
        await home.page.get_by_label("GP practice", exact=True).select_option("Willowbank Surgery")
        await home.press("Continue")
        await home.is_at("What is going on")
        await home.write({"What is going on, and what would you like to be different?": WANTS})
        await home.press("Continue")
        await home.is_at("What would help you to take part")
        await home.choose("Which of these would help?", "Somebody to come along")
        await home.press("Continue")
        await home.is_at("Keeping safe")
        await home.page.get_by_label("No, nothing that I know of").check()
        await home.press("Continue")
        await home.is_at("What you agree to")
        await home.page.get_by_label("Live Well may keep a record about me and be in touch").check()
        await home.choose(re.compile("May we use your answers"), "No")
        await home.press("Continue")

        await home.is_at("Check your answers")
        await home.sees("Hyacinth", family, "2 May 1961", "07700 900123", "Willowbank Surgery", WANTS)
        await home.page.get_by_role("region", name="How to reach you").get_by_role("link", name="Change").click()
        await home.is_at("How to reach you")
        await home.write({"Phone number": "07700 900124"})
        await home.press("Continue")
        await home.is_at("Check your answers")
        await home.sees("07700 900124")
        await home.page.get_by_role("button", name="Send to Live Well").dblclick()
        await home.is_at("Thank you. Live Well has it")
        reference = await home.reference()
        await home.press("Finish and clear this page")
        await home.is_told("Your answers were cleared.")
        await home.page.go_back()
        await expect(home.page.get_by_role("main")).not_to_contain_text(reference)
        await home.go("/refer/self/about-you")
        await home.kept({"First name": "", "Family name": ""})

    async with live_demo.database():
        sent = await row(
            "SELECT count(*) AS times, min(r.reference) AS reference, min(p.phone) AS phone"
            " FROM person p JOIN referral r ON r.person = p.id WHERE p.family_name = $1",
            family,
        )
    assert sent == {"times": 1, "reference": reference, "phone": "07700 900124"}
