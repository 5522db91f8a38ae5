"""Six stories of coaching, in two browsers each: somebody in their own space, and those who work with them."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from livewell.crisis.rules.first_pathways import FIRST_PATHWAYS
from livewell.kit import clock
from livewell.kit.db import rows, value
from tests.browser.at_home import (
    STEP,
    World,
    a_world,
    at_home,
    at_work,
    is_not_there,
    nowhere,
    somebody,
    sound_everywhere,
)
from tests.factories.assets import an_asset
from tests.factories.crisis import SUICIDAL_THOUGHTS, an_approved_pathway
from tests.factories.sessions import a_held_session

HERS_ALONE = "I set two cups out again this morning."
GOOD_DAY = "On Thursdays I am up before the birds."
ASK_AT_HOME = "At home, in their own space"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(cluster, template, tmp_path_factory) -> AsyncIterator[World]:
    async with a_world(cluster, tmp_path_factory) as served:
        yield served


# ── alone after a bereavement, with diabetes ──


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
async def test_after_a_bereavement(javascript, world, chromium):
    name = "Walter" if javascript else "Hedley"
    async with world.server.database():
        walk = await an_asset(name=f"{name}’s riverside walkers", what="A gentle walk, then tea.")
        him = await somebody(world, name, "I want to walk by the river with company", walk)
    async with at_work(chromium, world, "coach", javascript=javascript) as coach:
        await the_coach_writes_how_it_went(coach, him)
        await the_coach_asks_how_life_is(coach, him)
        async with at_home(chromium, world, him, javascript=javascript) as phone:
            await sound_everywhere(phone)
            await he_ticks_his_step_and_says_how_far_he_is(phone)
            await he_fills_in_half_and_finishes_later(phone)
            private = await he_writes_a_page_for_himself(phone)
            shared = await he_shares_another(phone)
            await he_writes_to_his_worker(phone)
            await he_went_and_it_was_for_him(phone, him)
        await the_coach_reads_what_is_shared_and_cannot_find_the_rest(coach, him, private, shared)
        await the_coach_answers(coach, him)
    async with at_home(chromium, world, him, javascript=javascript) as phone:
        await phone.follow("You have one new message")
        await phone.sees("What a Thursday!")
        await sound_everywhere(phone)
    async with world.server.database():
        assert await value("SELECT for_me FROM visit WHERE connection = $1 AND noted_by IS NULL", him.place) == "yes"
        assert await value("SELECT bool_and(done_at IS NOT NULL) FROM goal_step WHERE goal = $1", him.goal)


async def the_coach_writes_how_it_went(coach, him):
    await coach.go(f"{him.record}/sessions/new")
    await coach.date("When", clock.today(), "9.30am")
    await coach.write({"How long": "45"})
    await coach.choose("Where or how", "At home")
    await coach.press("Book")
    await coach.is_told("Session booked for")
    await coach.go(f"{him.record}/about/sessions")
    await coach.follow(re.compile(r"at 9:30am"))
    await coach.press("It took place: write how it went")
    await coach.choose("What was it for?", "Practical help")
    await coach.write({"Notes for the team": "Wept a little.", "For the referrer": "Tablets come in a weekly tray."})
    await coach.write({"What is to be done": "Ring the pharmacy about a weekly tray"})
    await coach.press("Save")
    await coach.is_told("The session is noted.")
    await sound_everywhere(coach)


async def the_coach_asks_how_life_is(coach, him):
    await coach.go(f"{him.record}/about/measures")
    await coach.follow("Ask for a measure")
    await coach.page.get_by_role("group", name="What would you like to ask?").get_by_label(re.compile("ONS4")).check()
    await coach.page.get_by_label(ASK_AT_HOME).check()
    await coach.write({"What you say beside it": "Before we meet on Monday."})
    await coach.press("Ask")
    await coach.is_told("The questions are asked.")
    await sound_everywhere(coach)


async def he_ticks_his_step_and_says_how_far_he_is(phone):
    await phone.press(re.compile(f"Done.*{STEP}"))
    await phone.is_told("Well done.")
    await phone.go("/my/goals")
    await phone.sees("Steps done: 1 of 1")
    await phone.page.get_by_text("Say where you are now").click()
    await phone.choose("Which of these is most like it is now?", "What we hoped for")
    await phone.press("Save")
    await phone.is_told("Your worker sees where you are.")
    await sound_everywhere(phone)


async def he_fills_in_half_and_finishes_later(phone):
    await phone.go("/my")
    await phone.follow(re.compile("ONS4"))
    await phone.sees("Before we meet on Monday.")
    sheet = phone.page.url.removeprefix(phone.address)
    await sound_everywhere(phone)
    for words, answer in (("how satisfied", "6"), ("to what extent", "7")):
        await phone.question(re.compile(words)).get_by_role("radio", name=answer, exact=True).check()
    await phone.press("Save and finish later")
    await phone.is_told("Your answers so far are kept for 30 days.")
    await phone.go(sheet)
    await expect(phone.question(re.compile("how satisfied")).get_by_role("radio", name="6", exact=True)).to_be_checked()
    await phone.question(re.compile("how happy")).get_by_role("radio", name="5", exact=True).check()
    await phone.question(re.compile("how anxious")).get_by_label("I would rather not answer this").check()
    await phone.press("Send my answers")
    await phone.is_at("Thank you")


async def he_writes_a_page_for_himself(phone):
    await phone.go("/my/green-book")
    await sound_everywhere(phone)
    await phone.write({"What shall it be called?": "For Joan"})
    await phone.press("Put in a new page")
    await phone.is_told("Only you can read it.")
    await phone.write({"My own words": HERS_ALONE})
    await phone.page.locator("form[data-autosave]").get_by_role("button", name="Save", exact=True).click()
    await phone.is_told("Your page is saved.")
    await phone.sees("Only me")
    await sound_everywhere(phone)
    return phone.page.url.rsplit("/", 1)[1].partition("?")[0]


async def he_shares_another(phone):
    await phone.go("/my/green-book")
    await phone.follow("What I am like when I am well")
    await phone.write({"On a good day I am": GOOD_DAY})
    await phone.page.locator("form[data-autosave]").get_by_role("button", name="Save", exact=True).click()
    await phone.is_told("Your page is saved.")
    await phone.page.get_by_role("radio", name="My worker", exact=True).check()
    await phone.press("Save who may read it")
    await phone.is_told("Saved who may read this page.")
    await sound_everywhere(phone)
    return phone.page.url.rsplit("/", 1)[1].partition("?")[0]


async def he_writes_to_his_worker(phone):
    await phone.go("/my/messages")
    await phone.press("Send")
    await phone.is_asked_to_put_right(re.compile("message"))
    await phone.write({"Your message": "Anne saved me a seat."})
    await phone.press("Send")
    await phone.is_told("Your message is with your team.")
    await sound_everywhere(phone)


async def he_went_and_it_was_for_him(phone, him):
    await phone.go(f"/my/places/{him.place}")
    await phone.date("On which day?", clock.today())
    await phone.page.get_by_label("Yes, it is for me").check()
    await phone.press("Save")
    await phone.is_told("Thank you for telling us.")
    await phone.sees("Yes, it is for me")
    await sound_everywhere(phone)


async def the_coach_reads_what_is_shared_and_cannot_find_the_rest(coach, him, private, shared):
    await coach.go(f"{him.record}/about/green-book")
    await coach.follow("What I am like when I am well")
    await expect(coach.page.get_by_label("On a good day I am")).to_have_value(GOOD_DAY)
    await sound_everywhere(coach)
    assert shared in coach.page.url
    await is_not_there(coach, f"{him.record}/green-book/pages/{private}")
    parts = [him.record, *(f"{him.record}/about/{part}" for part in ("green-book", "messages", "measures", "goals"))]
    await nowhere(coach, parts, "For Joan", HERS_ALONE, private)


async def the_coach_answers(coach, him):
    await coach.go(f"{him.record}/messages")
    await coach.sees("Anne saved me a seat.")
    await coach.write({"Your message": "What a Thursday! Shall I ring on Monday?"})
    await coach.press("Send")
    await coach.is_told("Your message is in their space.")
    await sound_everywhere(coach)


# ── a year of numbers ──


async def test_a_year_of_numbers(world, chromium):
    async with world.server.database():
        him = await somebody(world, "Desmond", "I want to cook on weekdays and leave the pub at one pint")
    year = clock.today().year - 1
    async with at_work(chromium, world, "coach") as coach:
        await coach.go(f"/goals/{him.goal}")
        await coach.follow("Count or measure something")
        await coach.press("Begin")
        await coach.is_asked_to_put_right("Say what you count or measure")
        await coach.write(
            {
                "What is counted or measured?": "HbA1c",
                "In which unit?": "mmol/mol",
                "Where would they like to get to?": "48",
            }
        )
        await coach.page.get_by_label("Less is what they hope for").check()
        await coach.press("Begin")
        await coach.is_told("Now note the first value.")
        for month, number in ((1, "63"), (5, "52"), (12, "44")):
            await coach.write({"The value": number})
            await coach.date("Of which day", clock.today().replace(year=year, month=month, day=14))
            await coach.press("Note it")
            await coach.is_told("Noted.")
        await coach.sees("From 63 to 44 mmol/mol. Hoped for: 48 mmol/mol.")
        await sound_everywhere(coach)
        for score in ("47.4", "68.5"):
            await coach.go(f"{him.record}/about/measures")
            await coach.follow("Write down a score, or why there is none")
            await coach.write({"The score": score})
            await coach.choose("How was it filled in?", "We went through it together")
            await coach.press("Write it down")
            await coach.is_told("Patient activation is written down.")
        await coach.go(f"{him.record}/about/measures")
        await coach.sees("21.1 points higher", "more than measurement error")
        await sound_everywhere(coach)
    async with at_home(chromium, world, him) as phone:
        await phone.go("/my/goals")
        await phone.page.get_by_text("Say where you are now").click()
        await phone.choose("Which of these is most like it is now?", "Much more than hoped for")
        await phone.press("Save")
        await phone.is_told("Your worker sees where you are.")
        await phone.sees("You are here")


# ── a small class close to home ──


async def test_a_small_class_close_to_home(world, chromium):
    async with world.server.database():
        large = await an_asset(name="Art for All in the big hall", what="Sixty people and a microphone.")
        await an_asset(name="Six at a table, at the library", what="Six people paint, two streets away.")
        her = await somebody(world, "Philippa", "I want to make things, near home, with few people", large)
    async with at_home(chromium, world, her) as phone, at_work(chromium, world, "link_worker") as link_worker:
        await phone.go(f"/my/places/{her.place}")
        await phone.date("On which day?", clock.today())
        await phone.page.get_by_label("No, it is not for me").check()
        await phone.press("Save")
        await phone.sees("not everything suits everybody")
        await sound_everywhere(phone)
        await phone.press("Ask my worker to look again with me")
        await phone.is_told("Your worker will look for something else with you.")

        await link_worker.go(f"{her.record}/messages")
        await link_worker.sees("Art for All in the big hall was not for me.")
        await link_worker.go(f"{her.record}/connections/new?goal={her.goal}&words=library")
        await link_worker.press(re.compile("Suggest this.*Six at a table"))
        await link_worker.go(f"{her.record}/about/connections")
        await link_worker.follow(re.compile("Six at a table"))
        at = link_worker.page.url.removeprefix(link_worker.address)
        await link_worker.write({"Who there will look out for Philippa?": "Maureen"})
        await link_worker.press("Save the introduction")
        await link_worker.is_told("The introduction is kept.")
        await link_worker.go(at)
        await link_worker.date("On which day?", clock.today())
        await link_worker.choose("Did somebody from Live Well go along?", "Yes")
        await link_worker.press("Note this visit")
        await link_worker.is_told("The visit is noted.")

        await phone.go("/my/places")
        await sound_everywhere(phone)
        await phone.follow(re.compile("Six at a table"))
        await phone.sees("Maureen will look out for you.")
        await phone.page.get_by_text("Say how it was, without another visit").click()
        await phone.press("Yes, it is for me")
        await phone.is_told("Thank you for telling us.")
        await link_worker.go(at)
        await link_worker.sees("Together")
        await sound_everywhere(link_worker)


# ── a better second meeting ──


async def test_a_better_second_meeting(world, chromium):
    async with world.server.database():
        her = await somebody(world, "Gwendoline", "I want to get through the winter")
        held = await a_held_session(her.journey, world.team["coach"], notes="Did not want to come again.")
    rushed = "I filled every silence, and she looked at the clock."
    async with at_work(chromium, world, "coach") as coach, at_work(chromium, world, "link_worker") as peer:
        await coach.go(f"/sessions/{held}")
        await coach.follow("Look back at this session, for yourself")
        await sound_everywhere(coach)
        await coach.write({"In your own words": rushed})
        await coach.press("Keep it for myself")
        await coach.is_told("Kept, for you alone.")
        reflection = coach.page.url.removeprefix(coach.address).partition("?")[0]
        await is_not_there(peer, reflection)
        await nowhere(peer, ["/reflections", her.record, f"{her.record}/about/sessions", f"/sessions/{held}"], rushed)

        await coach.go(f"{her.record}/about/green-book")
        await coach.follow(re.compile("[Ww]rite a page"))
        await coach.page.get_by_label("A page of their own, with a title").check()
        await coach.write({"Title, for a page of their own": "Meeting me: what helps"})
        await coach.page.get_by_label(re.compile("They are with me")).check()
        await coach.press("Begin")
        await coach.is_at("Meeting me: what helps")
        await coach.write({"My own words": "Tea first. The garden before the feelings."})
        await coach.page.get_by_role("group", name="How do you come by these words?").get_by_role("radio").first.check()
        await sound_everywhere(coach)
        page = coach.page.url.removeprefix(coach.address)
        await coach.press("Save")
        await coach.is_told("The page is saved. They find it in their book.")
        await peer.go(page)
        await expect(peer.page.get_by_label("My own words")).to_have_value("Tea first. The garden before the feelings.")

        async with at_home(chromium, world, her) as phone:
            await phone.go("/my/green-book")
            await phone.follow("Meeting me: what helps")
            await phone.page.get_by_text("Who could read this page, and when").click()
            await phone.sees("Sam Linker", "We wrote this together")
            await sound_everywhere(phone)
            await nowhere(phone, ["/my", "/my/sessions", "/my/privacy"], rushed, "Did not want to come again.")
            await phone.go(f"/my/green-book/{page.rsplit('/', 1)[1]}")
            # By its label, as a thumb does.
            await phone.page.get_by_text("Only me", exact=True).last.click()
            await expect(phone.page.get_by_role("radio", name="Only me", exact=True)).to_be_checked()
            await phone.press("Save who may read it")
            await phone.is_told("Saved who may read this page.")
        await is_not_there(peer, page)


# ── he swims, and gives his story ──


async def test_a_swimmer_gives_his_story(world, chromium):
    async with world.server.database():
        pool = await an_asset(name="The village pool", kind="facility", what="Quiet lanes before ten.")
        him = await somebody(world, "Leonard", "I want to swim each Friday and drive there by myself", pool)
    words = "The car park frightened me more than the water. Now I wave other people in."
    async with at_home(chromium, world, him) as phone, at_work(chromium, world, "link_worker") as link_worker:
        await phone.go("/my/goals")
        await phone.page.get_by_text("Say where you are now").click()
        await phone.choose("Which of these is most like it is now?", "Much more than hoped for")
        await phone.press("Save")
        await phone.go("/my/stories")
        await sound_everywhere(phone)
        await phone.go("/my/stories/new")
        await phone.write({"The story": words, "A title, if you like": "The car park"})
        await phone.page.get_by_label("Only the Live Well team may read it").check()
        await phone.press("Give this story")
        await phone.is_told("Thank you for your story.")
        await sound_everywhere(phone)

        await link_worker.go(f"/goals/{him.goal}")
        await link_worker.sees("Much more than hoped for")
        await (
            link_worker.page.get_by_role("group", name="Then: what do you say?")
            .get_by_label("More than hoped for", exact=True)
            .check()
        )
        await link_worker.press("Keep this")
        await link_worker.go("/team-stories")
        await link_worker.follow("The car park")
        await link_worker.sees(words)
        await sound_everywhere(link_worker)
        story = link_worker.page.url.removeprefix(link_worker.address)
        assert words not in await (await link_worker.page.request.get(f"{world.address}/stories")).text()

        await phone.go("/my/stories")
        await phone.follow("The car park")
        await phone.press("Take this story back")
        await phone.is_told("Nobody can read it here any more.")
        await is_not_there(link_worker, story)
    async with world.server.database():
        said = await rows(
            "SELECT rater, level FROM goal_rating WHERE goal = $1 AND occasion = 'review' ORDER BY rated_at", him.goal
        )
        assert [(one["rater"], one["level"]) for one in said] == [("person", 2), ("worker", 1)]


# ── somebody thinks of dying ──


async def test_somebody_thinks_of_dying(world, chromium):
    async with world.server.database():
        her = await somebody(world, "Rosalind", "I want to sleep through")
    title = FIRST_PATHWAYS[0].title
    async with at_work(chromium, world, "link_worker") as link_worker:
        await link_worker.go(her.record)
        await link_worker.follow("Something difficult?")
        await link_worker.sees("999", "111", "116 123")
        await link_worker.follow(title)
        await link_worker.sees("This pathway is not ready", "999", "116 123")
        await expect(link_worker.page.get_by_role("button", name="Begin this pathway now")).to_have_count(0)
        await sound_everywhere(link_worker)

        async with world.server.database():
            await an_approved_pathway(world.team["lead"], SUICIDAL_THOUGHTS)
        await link_worker.go(her.record)
        await link_worker.follow("Something difficult?")
        await link_worker.follow(title)
        await link_worker.write({"What has happened, in a few words": "Does not want to wake up."})
        await link_worker.press("Begin this pathway now")
        await link_worker.is_told("A safety matter is raised")
        done = link_worker.page.get_by_role("button", name="Done").locator("visible=true").first
        await done.click()
        await link_worker.is_told("Step 1 is written down.")
        await sound_everywhere(link_worker)
        await link_worker.write({"What came of it?": "Her sister is with her."})
        await link_worker.press("End this pathway")
        await link_worker.is_told("What came of it is kept.")

        await link_worker.go(f"{her.record}/safety-plan/write")
        await link_worker.write({"What helps me feel safe": "The radio on low.", "Who to call": "Joan, 01632 960123"})
        await link_worker.press("Keep the plan")
        await link_worker.is_asked_to_put_right("A safety plan is agreed with the person.")
        await link_worker.page.get_by_label("Rosalind took part, and agrees with what is written here").check()
        await link_worker.press("Keep the plan")
        await link_worker.sees("The radio on low.")
        await sound_everywhere(link_worker)
    async with at_work(chromium, world, "coach") as coach:
        await coach.go("/safety")
        await coach.page.get_by_role("main").get_by_role("link", name=re.compile("Rosalind")).first.click()
        await coach.sees("Does not want to wake up.", "Her sister is with her.")
        await sound_everywhere(coach)
    async with at_home(chromium, world, her) as phone:
        await phone.go("/my/safety-plan")
        await phone.sees("The radio on low.", "Joan, 01632 960123")
        await phone.write({"What you would like to say about it": "Joan has moved."})
        await phone.press("Send")
        await phone.sees("Joan has moved.")
        await sound_everywhere(phone)
        await nowhere(phone, ["/my", "/my/safety-plan", "/my/sessions"], "Does not want to wake up.")
