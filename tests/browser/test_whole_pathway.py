"""The whole way by hand in a real browser: a GP, a coach and a link worker, with scripts and without."""

import io
import re
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pypdf
import pytest
from playwright.async_api import expect

from livewell.kit import clock
from tests.browser.at_a_desk import Desk, a_desk
from tests.browser.test_every_page import EMAILS
from tests.referring import a_new_nhs_number

REASON = "Type 2 diabetes. His wife died in spring and he has stopped going out."
STRENGTHS = "Kept an allotment for forty years."
PRIVATE = "Cried when he spoke of Joan. Keeps her coat by the door."
SHARED = "Takes his tablets from a weekly tray now."
GOAL = "I want to walk by the river again, with company"
SUMMARY = "Medication is delivered in a weekly tray. He walks with the group every Thursday."
WORDS = "I was in the house for months. Now Thursday is my day."
SAFETY = "There was no food in the house, and he had not eaten since Sunday."


@dataclass
class Walk:
    """Whose way it is, and who walks beside them."""

    first: str
    family: str
    gp: Desk
    coach: Desk
    link_worker: Desk
    reference: str = ""
    record: str = ""
    group: str = ""

    @property
    def name(self) -> str:
        return f"{self.first} {self.family}"


@pytest.fixture(
    params=[("Edmund", "Swarkestone", True), ("Lambert", "Pennyfoot", False)], ids=["scripts", "no-scripts"]
)
async def walk(request, live_demo, chromium):
    """Three people at three desks, and somebody whom nobody knows yet."""
    first, family, javascript = request.param
    async with AsyncExitStack() as desks:
        gp, coach, link_worker = [
            await desks.enter_async_context(a_desk(chromium, live_demo.address, javascript=javascript))
            for _ in range(3)
        ]
        yield Walk(first, family, gp, coach, link_worker)


async def test_the_whole_way_by_hand(walk):
    await a_gp_refers_and_puts_a_slip_of_the_keys_right(walk)
    await the_coach_of_the_area_accepts(walk)
    await they_speak(walk)
    await the_coach_writes_what_matters(walk)
    await the_coach_writes_down_a_score(walk)
    await they_agree_a_goal(walk)
    await the_coach_introduces_a_link_worker(walk)
    await the_link_worker_takes_him_on(walk)
    await they_meet_at_home(walk)
    await a_group_near_by_is_found(walk)
    await he_goes_along_and_settles(walk)
    await a_safety_matter_is_seen_through(walk)
    await they_end_well(walk)
    await the_gp_sees_what_came_of_it(walk)
    await signing_out_leaves_nothing_on_the_screen(walk)


async def a_gp_refers_and_puts_a_slip_of_the_keys_right(walk):
    gp = walk.gp
    await gp.sign_in(EMAILS["practice_referrer"])
    await gp.follow("Refer somebody")
    await gp.is_at("Refer somebody to Live Well")
    typed = {
        "NHS number": "999 000 0019",
        "First name": walk.first,
        "Family name": walk.family,
        "Postcode": "NG2 5GQ",
        "Why you are referring, and what matters to them": REASON,
        "Phone number": "01632 960123",
    }
    await gp.write(typed)
    born = {"Day": "17", "Month": "5", "Year": "1947"}
    await gp.write(born, within=gp.question("Date of birth"))
    await gp.choose("What brings them", "Lonely or isolated", "Living with a long-term condition")
    await gp.choose("How this came about", "In a consultation")
    await gp.choose(re.compile("anything we should know about safety"), "None known")
    await gp.choose("Best way to be in touch", "Phone call")
    agreed = gp.page.get_by_label("The person knows of this referral and agrees")
    await agreed.check()
    await gp.choose("Do they agree that you hear what came of it?", "Yes")
    await gp.press("Send the referral")

    await gp.is_asked_to_put_right(re.compile("NHS number"))
    await gp.kept(typed)
    for box, text in born.items():
        await expect(gp.question("Date of birth").get_by_label(box, exact=True)).to_have_value(text)
    for need in ("Lonely or isolated", "Living with a long-term condition", "None known", "Phone call"):
        await expect(gp.page.get_by_label(need, exact=True)).to_be_checked()
    await expect(agreed).to_be_checked()

    await gp.write({"NHS number": a_new_nhs_number()})
    await gp.press("Send the referral")
    await gp.is_at("Referral received")
    await gp.sees("What happens next")
    walk.reference = await gp.reference()


async def the_coach_of_the_area_accepts(walk):
    coach = walk.coach
    await coach.sign_in(EMAILS["health_coach"])
    await coach.follow("Triage")
    await coach.sees(walk.reference)
    await coach.follow(walk.name)
    await coach.sees(REASON, walk.reference)
    await coach.page.get_by_label("Health coach", exact=True).select_option("Tom Ravensdale")
    await coach.press("Accept the referral")
    await coach.is_told("The referral is accepted. The referrer is told.")
    await coach.is_at(walk.name)
    walk.record = coach.page.url.removeprefix(coach.address).partition("?")[0]


async def they_speak(walk):
    coach = walk.coach
    await coach.follow("Note a try at making contact")
    await coach.is_at("Try to reach")
    await coach.sees("01632 960123")
    await coach.choose("How did you try?", "Phone call")
    await coach.choose("How did it go?", "We spoke")
    await coach.press("Note this")
    await coach.is_at(walk.name)
    await coach.sees("Phone call: we spoke")


async def the_coach_writes_what_matters(walk):
    coach = walk.coach
    await coach.follow("Write the assessment")
    await coach.is_at(f"Getting to know {walk.first}")
    await coach.write({"Strengths, in their words": STRENGTHS})
    if coach.javascript:
        await expect(coach.page.get_by_role("status").filter(has_text="Draft saved at")).to_be_visible()
        await coach.go(walk.record)  # the phone went dark: nobody pressed Save
        await coach.follow("Write the assessment")
        await coach.sees("This is the draft you began")
    else:
        await coach.page.get_by_role("region", name="Strengths").get_by_role("button", name="Save").click()
        await coach.is_told("Saved.")
    await coach.kept({"Strengths, in their words": STRENGTHS})
    await coach.write(
        {
            "What matters to me, in their words": "Being outdoors. Joan’s roses.",
            "Groups and activities they belong to now": "0",
            "What they expect of Live Well, in their words": "Somebody to talk to.",
        }
    )
    await coach.choose("Long-term conditions they live with", "Diabetes")
    await coach.page.get_by_label("Left out for now: Staying safe").check()
    await coach.press("Save and finish")
    await coach.is_told("The assessment is finished.")
    await coach.follow("Assessment")
    await coach.sees("Finished", STRENGTHS, "Joan’s roses", "Diabetes", "Left out for now")


async def the_coach_writes_down_a_score(walk):
    coach = walk.coach
    await coach.follow("Measures")
    await coach.follow("Write down a score, or why there is none")
    await coach.write({"The score": "45.2"})
    await coach.choose("How was it filled in?", "We went through it together")
    await coach.press("Write it down")
    await coach.is_told("Patient activation is written down.")
    await coach.follow("Measures")
    await coach.sees("Latest: 45.2, level 1")
    await expect(coach.page.get_by_role("figure", name="Scores over time").get_by_role("img")).to_be_visible()
    await coach.page.get_by_text("Show these numbers as a table").click()
    await expect(coach.page.get_by_role("table", name="Scores over time")).to_contain_text("45.2")


async def they_agree_a_goal(walk):
    coach = walk.coach
    await coach.follow("Goals")
    await coach.follow("Write down a goal")
    await coach.write({f"The goal in {walk.first}’s own words": GOAL})
    await coach.choose("Which Way to Wellbeing is it?", "Connect")
    await coach.choose("What is it about?", "Being active")
    await coach.choose("How important is it to them?", "9")
    await coach.choose("How confident are they that they can?", "4")
    await coach.write(
        {
            "What": "Walk to the bridge on Sunday",
            "Much more than hoped for": "I walk every day",
            "More than hoped for": "I walk twice a week",
            "What I hope for": "I walk once a week with others",
            "Less than hoped for": "I walk alone now and then",
            "Much less than hoped for": "I stay in",
        }
    )
    await coach.page.get_by_label("The referrer may see this goal").check()
    await coach.press("Save")
    await coach.is_at(GOAL)
    await coach.is_told("Read it together, then agree it.")
    await coach.sees("Being worked out", "I walk once a week with others", "Walk to the bridge on Sunday")
    await coach.choose("Where do they stand today?", "Nothing of it is there yet")
    await coach.press(f"{walk.first} agrees this goal")
    await coach.is_told("The goal is agreed.")


async def the_coach_introduces_a_link_worker(walk):
    coach, link_worker = walk.coach, walk.link_worker
    await link_worker.sign_in(EMAILS["link_worker"])
    await link_worker.go(walk.record)
    await link_worker.is_at("Page not found")
    assert walk.family not in await link_worker.page.content()

    await coach.follow("Introduce to a link worker")
    await coach.sees(GOAL)
    await coach.choose("Link worker", "Joe Thistlewood")
    await coach.choose("How are you introducing them?", "All three of us meet")
    await coach.date("When do you all meet or speak?", clock.today(), "5pm")
    await coach.choose("What could the link worker help with?", "Somebody to go along the first times")
    await coach.write({"What should the link worker know?": "Would like company on the first walks."})
    await coach.page.get_by_label(f"{walk.first} has agreed to be introduced").check()
    await coach.press("Make the introduction")
    await coach.is_told("The introduction is made. It now waits for the link worker.")


async def the_link_worker_takes_him_on(walk):
    link_worker = walk.link_worker
    await link_worker.go("/caseload")
    await link_worker.follow("People being introduced")
    await link_worker.sees("Introduced to you by Tom Ravensdale")
    await link_worker.follow(walk.name)
    await link_worker.is_at(f"Introduction of {walk.name}")
    await link_worker.sees("Would like company on the first walks.", GOAL, "All three of us meet")
    await link_worker.press(f"Take {walk.first} on")
    await link_worker.is_told("You have taken this person on. Their record is open to you now.")
    await link_worker.is_at(walk.name)


async def they_meet_at_home(walk):
    link_worker = walk.link_worker
    await link_worker.follow("Book a session")
    await link_worker.date("When", clock.today(), "9.30am")
    await link_worker.write({"How long": "45"})
    await link_worker.choose("Where or how", "At home")
    await link_worker.press("Book")
    await link_worker.is_told("Session booked for")
    await link_worker.follow("Sessions")
    await link_worker.follow(re.compile(r"at 9:30am"))
    await link_worker.press("It took place: write how it went")
    await link_worker.is_at(f"How did it go with {walk.first}?")
    await link_worker.choose("What was it for?", "Practical help")
    await link_worker.write({"Notes for the team": PRIVATE, "For the referrer": SHARED})
    await link_worker.write({"What is to be done": "Ring the pharmacy about a weekly tray"})
    await link_worker.press("Save")
    await link_worker.is_told("The session is noted.")
    await link_worker.sees(PRIVATE)


async def a_group_near_by_is_found(walk):
    link_worker = walk.link_worker
    await link_worker.follow("Find a group or activity")
    await link_worker.page.get_by_label("For which goal?").select_option(label=GOAL)
    await link_worker.write({"Words": "gentle walk"})
    await link_worker.page.get_by_label("How far away?").select_option("5 miles")
    await link_worker.press("Search")
    await link_worker.sees("From home:", "Strollers")
    first = link_worker.page.get_by_role("button", name=re.compile(r"Suggest this\s*: .* Strollers")).first
    walk.group = (await first.text_content() or "").partition(": ")[2]
    await first.click()
    await link_worker.is_told("Suggested. You find it under Connections.")
    await link_worker.follow("Connections")
    await link_worker.follow(walk.group)
    await link_worker.is_at(f"{walk.name} and {walk.group}")
    await link_worker.sees(GOAL, "Suggested")
    await link_worker.write(
        {
            f"Who there will look out for {walk.first}?": "Anne",
            "What should the group know?": "His first time out in a while. Likes to talk about roses.",
        }
    )
    await link_worker.page.get_by_label(f"{walk.first} has agreed to what the group is told").check()
    await link_worker.press("Save the introduction")
    await link_worker.is_told("The introduction is kept.")


async def he_goes_along_and_settles(walk):
    link_worker = walk.link_worker
    await link_worker.follow("Connections")
    await link_worker.follow(walk.group)
    await link_worker.sees("Introduced", "Anne", "Likes to talk about roses.")
    await link_worker.date("On which day?", clock.today())
    await link_worker.choose("Did somebody from Live Well go along?", "Yes")
    await link_worker.press("Note this visit")
    await link_worker.is_told("The visit is noted.")
    await link_worker.follow("Connections")
    await link_worker.follow(walk.group)
    await expect(link_worker.page.get_by_role("table")).to_contain_text("Together")
    await link_worker.press(f"{walk.first} has settled in")
    await link_worker.is_told("Settled in. Well done, both of you.")


async def a_safety_matter_is_seen_through(walk):
    coach, link_worker = walk.coach, walk.link_worker
    await link_worker.follow("Raise a safety matter")
    await link_worker.sees("999", "111")
    await link_worker.choose(re.compile("Must somebody answer within"), "No")
    await link_worker.choose("What is it about?", "Self-neglect")
    await link_worker.choose("Where did it come up?", "In a session")
    await link_worker.write({"What has happened?": SAFETY, "What have you done so far?": "We shopped together."})
    await link_worker.press("Raise the safety matter")
    await link_worker.is_told("The safety matter is raised.")

    await coach.follow("Caseload")
    await coach.page.get_by_role("region", name="Safety matters waiting").get_by_role("link", name=walk.name).click()
    await coach.sees(SAFETY, "We shopped together.", "Not yet")
    await coach.press("I am taking this on")
    await coach.is_told("You have taken this safety matter on.")
    await coach.write({"What did you do?": "Spoke with his daughter: she brings a meal each evening."})
    await coach.press("Add this step")
    await coach.is_told("Your step is written down.")
    await coach.write({"What came of it?": "He eats. His daughter rings us if that changes."})
    await coach.press("Close the matter")
    await coach.is_told("The safety matter is closed.")
    await coach.sees("Spoke with his daughter", "He eats.", "Closed")


async def they_end_well(walk):
    link_worker = walk.link_worker
    await link_worker.go(walk.record)
    await link_worker.follow("End this journey")
    await link_worker.choose("Why is it ending?", "Reached what they set out to do")
    await link_worker.press("Continue")
    await link_worker.sees(GOAL, f"{walk.group}: settled in", "Somebody to talk to.")
    await link_worker.choose(f"How does {walk.first} see it?", "More than hoped for")
    await link_worker.choose("And how do you see it?", "What we hoped for")
    await link_worker.write({"Score": "61.9"})
    await link_worker.choose("How was it filled in?", "We went through it together")
    await link_worker.write({"How many do they belong to now?": "1"})
    await link_worker.choose(f"What comes next for {walk.first}?", "Goes on with a group or activity")
    await link_worker.choose(f"Was it what {walk.first} expected?", "Yes")
    await link_worker.write({f"What does {walk.first} say about their time with Live Well?": WORDS})
    await link_worker.page.get_by_label(f"{walk.first} is happy for these words to be shared").check()
    await link_worker.write({"What was done, and what came of it?": SUMMARY})
    await link_worker.choose("Do you ask anything of the practice?", "No, nothing is needed from them")
    await link_worker.press("End this journey")
    await link_worker.is_told("The journey has ended. The referrer is being told what came of it.")
    await link_worker.sees("This journey has ended: Reached what they set out to do")


async def the_gp_sees_what_came_of_it(walk):
    gp = walk.gp
    await gp.follow("My referrals")
    await gp.sees(walk.reference)
    in_the_list = await gp.page.content()
    await gp.follow(walk.name)
    await gp.sees(
        "Nothing is needed from you.",
        re.compile(rf"{walk.group} .*Settled in.*been along once"),
        GOAL,
        "more than hoped for",
        "Sessions held: 1",
        SHARED,
        SUMMARY,
        WORDS,
        "score 61.9",
        "Goes on with a group or activity",
    )
    link = gp.page.get_by_role("link", name="One-page summary (PDF)")
    answer = await gp.page.request.get(gp.address + (await link.get_attribute("href") or ""))
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    pdf = pypdf.PdfReader(io.BytesIO(await answer.body()))
    assert len(pdf.pages) == 1
    leaf = " ".join(pdf.pages[0].extract_text().split())
    for words in (walk.reference, walk.name, "Nothing is needed from you.", walk.group, GOAL, SUMMARY, "61.9"):
        assert words in leaf, words
    for shown in (in_the_list, await gp.page.content(), leaf):
        for kept_back in (PRIVATE, "Keeps her coat", STRENGTHS, SAFETY, "no food"):
            assert kept_back not in shown
    await gp.go(walk.record)
    await gp.is_at("You cannot open this page")


async def signing_out_leaves_nothing_on_the_screen(walk):
    coach = walk.coach
    await coach.go(walk.record)
    await coach.press("Sign out")
    await expect(coach.page.get_by_text("You are signed out.")).to_be_visible()
    await coach.page.go_back()
    await coach.is_at("Sign in")
    assert walk.family not in await coach.page.content()
