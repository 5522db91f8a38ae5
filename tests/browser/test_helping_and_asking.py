"""Neighbours who give and who ask: a volunteer on the way to ready, a group and the small fund, the last place of a course."""

import re
from uuid import UUID

import pytest
from playwright.async_api import expect

from livewell.forum.door import MEMBER_DOOR
from livewell.fund import actions as fund
from livewell.fund.queries.panel import panel_of
from livewell.journeys.rules import Stage
from livewell.kit import clock, cookies
from livewell.kit.db import value
from livewell.staff.rules import Role
from tests.at_home import a_visit
from tests.browser.at_a_desk import Desk
from tests.browser.in_the_community import a_phone, look
from tests.browser.in_the_work_together import a_colleague, a_guest, house, link_in_letter, pick, unfold
from tests.factories.fund import a_pot, awarded, opinion
from tests.factories.journeys import an_open_journey
from tests.factories.learning import a_place, a_planned_course, a_run, somebody
from tests.factories.staff import a_member
from tests.factories.volunteers import a_coordinator, a_role

__all__ = ["house"]

WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])


# ── from a form on a phone to ready ──


@WITH_AND_WITHOUT
async def test_somebody_applies_on_a_phone_and_is_ready_once_all_is_there(javascript, house, chromium):
    name = "Mira Oyelaran" if javascript else "Nadia Pilkington"
    first = name.split(maxsplit=1)[0].lower()
    email, referee = f"{first}@people.example", f"referee.of.{first}@people.example"
    title = f"Café host with {name}"
    async with house.database():
        coordinator = await a_coordinator()
        await a_role(coordinator, title=title, family="cafe_host", trainings=("listening",))
    async with (
        a_phone(chromium, house.address, javascript=javascript) as neighbour,
        a_phone(chromium, house.address, javascript=javascript) as knows_them,
        a_colleague(chromium, house, coordinator, javascript=javascript) as desk,
    ):
        await _applies(neighbour, name, email, referee, title)
        await desk.go("/volunteers")
        await look(desk)
        await desk.follow(re.compile(re.escape(name)))
        await desk.is_at(name)
        volunteer = UUID(desk.page.url.rsplit("/", 1)[-1])
        await _takes_a_step(desk, "Conversation")
        await _is_refused(desk, volunteer, "The conversation; One more reference; A DBS check that counts: standard;")
        await look(desk)

        await _writes_the_conversation_down(desk)
        await desk.follow("Bob Fernsworth")
        await desk.press("Ask them by email")
        await desk.is_told("The link is on its way to them.")
        await knows_them.go(await link_in_letter(house, referee, "/volunteer/reference"))
        await _speaks_for_them(knows_them)
        await desk.page.reload()
        await pick(desk, "Does it speak for them?", "Yes")
        await desk.press("Keep it")
        await desk.is_told("It is read.")
        await _is_refused(desk, volunteer, "A DBS check that counts: standard; Training that counts:")

        await _notes_the_check(desk, volunteer)
        await _is_refused(desk, volunteer, "Training that counts:")
        await desk.go(f"/volunteers/{volunteer}/training")
        await desk.page.get_by_label("What did they complete?").select_option(value="listening")
        await desk.date("When?", clock.today())
        await desk.press("Keep it")
        await desk.is_told("The training is kept.")
        await desk.sees("Ready today")
        await _takes_a_step(desk, "Ready")
        await look(desk)

        await neighbour.go(await link_in_letter(house, email, "/volunteer/me/link"))
        await neighbour.page.get_by_role("main").get_by_role("button").click()
        await neighbour.sees(title)
        await look(neighbour)


async def _applies(neighbour: Desk, name: str, email: str, referee: str, title: str) -> None:
    await neighbour.go("/volunteer")
    await neighbour.sees(title)
    await look(neighbour)
    await neighbour.go("/volunteer/apply")
    await look(neighbour)
    await neighbour.write({"Your name": name, "Email address": email, "Phone number": "07700 900123"})
    await pick(neighbour, "What might you like to do?", re.compile(re.escape(title)))
    await pick(neighbour, "When could you?", "Monday morning")
    await neighbour.page.get_by_label("Their name").first.fill("Bob Fernsworth")
    await neighbour.page.get_by_label("Their email address").first.fill(referee)
    await neighbour.page.get_by_label("How do you know each other?").first.fill("We are neighbours")
    await neighbour.page.get_by_label("You may keep this and use it to find something that suits me").check()
    await neighbour.press("Send it")
    await neighbour.is_at("Thank you")
    await look(neighbour)


async def _takes_a_step(desk: Desk, step: str) -> None:
    await desk.follow("Next step")
    await pick(desk, "What comes next?", step)
    await desk.press("Take this step")


async def _is_refused(desk: Desk, volunteer: UUID, lacks: str) -> None:
    """Nobody lets them help before everything is there: the page says what is missing, and so does the refusal."""
    await desk.go(f"/volunteers/{volunteer}")
    await desk.sees("Still missing:")
    await _takes_a_step(desk, "Ready")
    await desk.sees(f"They are not ready for this yet. Still missing: {lacks}")
    await desk.go(f"/volunteers/{volunteer}")


async def _writes_the_conversation_down(desk: Desk) -> None:
    await desk.follow("Note the conversation")
    await look(desk)
    await desk.date("When was it?", clock.today())
    await desk.write({"Who asked?": "Owen Merryweather", "And who else?": "Ruth Castlegate"})
    await pick(desk, "Has one of you experience of your own of needing support?", "Yes")
    await pick(desk, "Do you agree, both of you and they, that this suits?", "Yes")
    await desk.press("Keep it")
    await desk.is_told("The conversation is kept.")


async def _speaks_for_them(knows_them: Desk) -> None:
    await knows_them.is_at("A few words about")
    await look(knows_them)
    await knows_them.page.get_by_role("textbox").first.fill("For ten years, as neighbours. One can rely on them.")
    await knows_them.press("Send it")
    await knows_them.is_at("Thank you")
    await look(knows_them)


async def _notes_the_check(desk: Desk, volunteer: UUID) -> None:
    await desk.go(f"/volunteers/{volunteer}/checks/new")
    await look(desk)
    await pick(desk, "What does it say it is?", "Standard")
    await desk.date("The day on the certificate", clock.today())
    await desk.write({"The last four digits of its number": "0123"})
    await pick(desk, "Was there anything on it?", "No")
    await desk.press("Keep it")
    await desk.is_told("The check is kept.")


# ── a group and the small fund ──


@WITH_AND_WITHOUT
async def test_a_group_asks_the_fund_and_tells_what_came_of_it(javascript, house, chromium):
    group = "The Heron Walkers" if javascript else "The Coot Walkers"
    email = f"{group.split()[1].lower()}@walkers.example"
    async with house.database():
        keeper = await a_member(Role.FORUM_FACILITATOR)
        pot = await a_pot(keeper, name=f"Sparks for {group}", pence=50_000, most_pence=40_000)
        await awarded(pot, keeper, 30_000)
        panellists = [member for member, _ in await panel_of(pot)]
    async with (
        a_phone(chromium, house.address, javascript=javascript) as asker,
        a_guest(chromium, house, MEMBER_DOOR, panellists[0], javascript=javascript) as panellist,
        a_colleague(chromium, house, keeper, javascript=javascript) as desk,
    ):
        await _begins_to_ask(asker, f"Sparks for {group}", group, email)
        await asker.page.context.clear_cookies()
        await asker.go(await link_in_letter(house, email, "/fund/mine/link"))
        await asker.press(re.compile("^Open "))
        await asker.is_at("My applications")
        await look(asker)
        await asker.follow(re.compile(f"Sparks for {group}"))
        await asker.kept({"What would you like to do?": "A walk every Thursday, and tea."})
        await _asks_for(asker, "300")
        async with house.database():
            application = await value("SELECT id FROM fund_application WHERE group_name = $1", group)
        await desk.go(f"/fund/desk/applications/{application}")
        await look(desk)
        await desk.press("Put it before the panel")
        await _says_what_they_think(panellist, application)
        async with house.database():
            await fund.give_opinion(application, panellists[1], opinion(), version=0, by=keeper)

        await _decides(desk, application, "300")
        await desk.sees("Only £200 is left in this pot.")
        await _decides(desk, application, "150")
        await _pays(desk, application, "150")
        await look(desk)
        await _reports(asker, application)
        await desk.go(f"/fund/desk/applications/{application}")
        await desk.sees("Twelve of us walked, and some became friends.")
        await desk.press("I have read it")
        await desk.sees("Read again, or keep it with the team")


async def _begins_to_ask(asker: Desk, pot: str, group: str, email: str) -> None:
    await asker.go("/fund")
    await look(asker)
    await asker.follow(re.compile(pot))
    await asker.is_at(pot)
    await look(asker)
    await asker.press("Ask for money")
    await asker.write(
        {
            "Your name": "Ida Fernsworth",
            "The name of your group, if you ask for one": group,
            "Email address": email,
        }
    )
    await look(asker)
    await asker.press("Go on")
    await asker.is_at("What would you like to do?")
    await asker.write({"What would you like to do?": "A walk every Thursday, and tea."})
    await look(asker)
    await asker.press("Keep it for later")
    await asker.is_told("It is kept.")


async def _asks_for(asker: Desk, pounds: str) -> None:
    await asker.write(
        {
            "Who is it for?": "Whoever likes company",
            "About how many people?": "15",
            "How much do you ask for?": pounds,
            "What is it spent on?": "Hall £250, tea £50",
            "How do you make sure that everybody is safe and welcome?": "Two of us are always there.",
        }
    )
    await asker.press("Send it to the fund")
    await asker.is_told("Your application is sent.")
    await look(asker)


async def _says_what_they_think(panellist: Desk, application: UUID) -> None:
    await panellist.go("/forum/me/fund")
    await look(panellist)
    await panellist.page.locator(f"a[href='/forum/me/fund/{application}']").click()
    await panellist.is_at("What do you think of it?")
    await pick(panellist, "Is this too near to you to judge?", "No")
    await panellist.question("Which of these does it meet?").get_by_role("checkbox").first.check()
    await panellist.question("What would you do?").get_by_role("radio").first.check()
    await panellist.write({"Why?": "It is new and near."})
    await look(panellist)
    await panellist.press("Say it")
    await panellist.is_told("Thank you. It is noted.")


async def _decides(desk: Desk, application: UUID, pounds: str) -> None:
    await desk.go(f"/fund/desk/applications/{application}/decide")
    await pick(desk, "What was decided?", "It is awarded")
    await desk.write(
        {
            "How much is awarded?": pounds,
            "Reasons, for the minutes": "It is new and near.",
            "What the applicant reads": "We liked the tea.",
            "What else they are offered": "The hall may be free; ask us.",
        }
    )
    await desk.press("Decide")


async def _pays(desk: Desk, application: UUID, pounds: str) -> None:
    await desk.go(f"/fund/desk/applications/{application}")
    await unfold(desk, "Note a payment, or money that came back")
    await pick(desk, "What happened?", "Money went out")
    await desk.write({"How much?": pounds})
    await desk.date("On which day?", clock.today())
    await desk.page.get_by_label("How was it paid?").select_option(index=1)
    await desk.press("Note it")
    await desk.sees(f"£{pounds}")


async def _reports(asker: Desk, application: UUID) -> None:
    await asker.go(f"/fund/mine/{application}")
    await asker.sees("Awarded: £150")
    await look(asker)
    await asker.page.locator(f"a[href='/fund/mine/{application}/report']").click()
    await asker.is_at("What came of it?")
    await asker.write(
        {
            "What happened?": "Twelve of us walked, and some became friends.",
            "About how many people took part?": "12",
            "How much of the money was spent?": "150",
        }
    )
    await pick(asker, "Does it still go on?", "Yes")
    await asker.question("Who may read your story?").get_by_role("radio").first.check()
    await look(asker)
    await asker.press("Send the report")
    await asker.is_told("Thank you for telling us.")


# ── the last place of a course ──


@WITH_AND_WITHOUT
async def test_the_last_place_of_a_course_is_taken_at_home_and_the_next_one_waits(javascript, house, chromium):
    title = "Sleeping better" if javascript else "Cooking for one"
    async with house.database():
        coach = await a_member(Role.HEALTH_COACH)
        run = await a_run(await a_planned_course(coach, title=title), by=coach, places=2)
        await a_place(run, somebody("Ada Neighbour"))
        visits = []
        for _ in range(2):
            journey = await an_open_journey(coach, stage=Stage.COACHING)
            person = await value("SELECT person FROM journey WHERE id = $1", journey)
            visits.append({"name": cookies.HOME, "value": await a_visit(person), "url": house.address})
    async with (
        a_phone(chromium, house.address, javascript=javascript) as first,
        a_phone(chromium, house.address, javascript=javascript) as second,
    ):
        for desk, visit, told in ((first, visits[0], "Place booked"), (second, visits[1], "You are number 1")):
            await desk.page.context.add_cookies([visit])
            await desk.go("/my/learning")
            await look(desk)
            await desk.press("Find something to learn")
            await look(desk)
            await desk.follow(re.compile(title))
            await desk.is_at(title)
            await look(desk)
            await desk.press("Ask for a place")
            await desk.is_at(title)
            await desk.sees(told)
            await look(desk)
        await expect(first.page.get_by_role("main")).not_to_contain_text("You are number")
