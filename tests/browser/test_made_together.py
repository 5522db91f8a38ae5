"""From what somebody misses to a group that runs by itself: one chain, walked by everybody who has a part in it."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.async_api import expect

from livewell.kit import clock
from livewell.kit.db import execute, value
from livewell.staff.rules import Role
from livewell.threads.rules import LABELS
from tests.browser.at_a_desk import Desk
from tests.browser.in_the_community import a_phone, a_walk, look
from tests.browser.in_the_work_together import a_colleague, house, pick, unfold
from tests.factories.forum import a_member as a_forum_member
from tests.factories.gaps import a_gap
from tests.factories.staff import a_member
from tests.factories.volunteers import a_coordinator, a_ready_volunteer, a_role

__all__ = ["house"]

MISSED = {
    True: ("Somewhere to sing in the daytime", "A place to sing during the daytime", "Kingfisher Singers"),
    False: ("A bench to mend bicycles together", "Mend bicycles on a bench together", "Spoke Menders"),
}
"""What two people miss in nearly the same words, and the group that comes of it; with scripts and without."""


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
async def test_from_what_is_missing_to_a_group_that_runs_by_itself(javascript, house, chromium):
    missed, same, name = MISSED[javascript]
    async with house.database():
        worker = await a_member(Role.LINK_WORKER)
        facilitator = await a_member(Role.FORUM_FACILITATOR)
        manager = await a_member(Role.MANAGER)
        member = f"Rosa {name}"
        await a_forum_member(facilitator, name=member)
        coordinator = await a_coordinator()
        role = await a_role(coordinator, title=f"Leading the {name}", family="group_supporter")
        leader = f"Ida {name}"
        await a_ready_volunteer(coordinator, role, name=leader)
        await a_walk(name)
    async with (
        a_phone(chromium, house.address, javascript=javascript) as resident,
        a_colleague(chromium, house, worker, javascript=javascript) as at_work,
        a_colleague(chromium, house, facilitator, javascript=javascript) as at_forum,
        a_colleague(chromium, house, manager, javascript=javascript) as leading,
    ):
        await _says_what_is_missing(resident, missed)
        async with house.database():
            gap = await value("SELECT id FROM gap WHERE title = $1", missed)
            await a_gap(title=same)
        await _reads_and_joins(at_work, missed, same)

        await _takes_it_to_the_forum(at_forum, gap, missed)
        await _plans_a_meeting(at_forum, f"Meeting about {name}", missed)
        meeting = UUID(at_forum.page.url.rsplit("/", 1)[-1])
        async with house.database():
            await execute(
                "UPDATE forum_meeting SET starts_at = starts_at - interval '15 days', ends_at = ends_at - interval '15 days'"
                " WHERE id = $1",
                meeting,
            )
        await _holds_it(at_forum, meeting, missed, member)

        await _begins_the_group(at_work, gap, name)
        await _meets_twice(at_work)
        await _is_led_by(at_work, name, leader)
        await leading.go("/threads")
        await look(leading)
        await leading.follow(re.compile(re.escape(missed)))
        await leading.is_at(missed)
        await look(leading)
        for link in LABELS.values():
            line = leading.page.get_by_role("listitem").filter(has_text=link)
            await expect(line.filter(has_text="Done")).to_have_count(1)
        await expect(leading.page.get_by_role("main")).not_to_contain_text("Not yet")
        await leading.sees(missed, name, leader, "2 meetings")


async def _says_what_is_missing(resident: Desk, missed: str) -> None:
    await resident.go("/something-missing")
    await look(resident)
    await resident.write({"What is missing?": missed, "For how many people are you asking?": "3"})
    await resident.press("Send it")
    await resident.is_at("Thank you for telling us")
    await look(resident)


async def _reads_and_joins(worker: Desk, missed: str, same: str) -> None:
    await worker.go("/gaps?state=waiting")
    await look(worker)
    await worker.follow(re.compile(re.escape(missed)))
    await worker.is_at(missed)
    await worker.press("It is something missing: open it")
    await worker.is_told("It is open now: others may join it.")
    await worker.go("/gaps?state=waiting")
    await worker.follow(re.compile(re.escape(same)))
    await worker.is_at(same)
    await pick(worker, "Join it to", re.compile(re.escape(missed)))
    await worker.press("Make them one")
    await worker.is_told("The two are one now.")
    await worker.is_at(missed)
    await worker.sees(same)
    await look(worker)


async def _takes_it_to_the_forum(facilitator: Desk, gap: UUID, missed: str) -> None:
    await facilitator.go(f"/gaps/{gap}")
    await facilitator.follow("Take it to the forum")
    await facilitator.is_at("Put something forward")
    await look(facilitator)
    await facilitator.press("Put it forward")
    await facilitator.is_told("It waits for a meeting.")
    await facilitator.sees(missed)
    await look(facilitator)


async def _plans_a_meeting(facilitator: Desk, title: str, missed: str) -> None:
    await facilitator.follow("Plan a meeting")
    await facilitator.is_at("Plan a meeting")
    await facilitator.write({"What is it called?": title, "Place": "Cotgrave Hall", "When does it end?": "8pm"})
    await facilitator.date("When does it begin?", clock.today() + timedelta(days=14), "6pm")
    await facilitator.press("Plan it")
    await facilitator.is_told("Planned. Put the agenda together, then invite.")
    await pick(facilitator, "Put on the agenda", re.compile(re.escape(missed)))
    await facilitator.press("Put on")
    await facilitator.press("Invite everybody")
    await facilitator.sees("Invited")
    await look(facilitator)


async def _holds_it(facilitator: Desk, meeting: UUID, missed: str, member: str) -> None:
    await facilitator.go(f"/forum/desk/meetings/{meeting}")
    await facilitator.press("It has begun: open the minutes")
    await facilitator.is_told("The minutes are open.")
    await facilitator.follow(missed)
    await facilitator.is_at(missed)
    await unfold(facilitator, "Write down a decision")
    await look(facilitator)
    await facilitator.write({"What was decided?": "We begin it in the village hall."})
    await facilitator.page.get_by_label("What is it about?").select_option("A new group")
    await facilitator.press("Write it down")
    await facilitator.sees("We begin it in the village hall.")
    await unfold(facilitator, "Somebody will do something")
    await facilitator.write({"What will be done?": "Ask for the key of the hall."})
    await facilitator.page.get_by_label("Who will do it?").select_option(member)
    await facilitator.date("By which day?", clock.today() + timedelta(days=7))
    await facilitator.page.get_by_label("Which decision does it carry out?").select_option(index=1)
    await facilitator.press("Write it down")
    await facilitator.sees("Ask for the key of the hall.")
    await look(facilitator)


async def _begins_the_group(worker: Desk, gap: UUID, name: str) -> None:
    today = clock.today()
    await worker.go(f"/threads/{gap}")
    await worker.follow("Begin a group with it")
    await worker.is_at("Begin a group")
    await look(worker)
    await worker.write({"What is it called?": name, "What happens there, and for whom?": "For everybody, with tea."})
    await pick(worker, "What is it?", "Group")
    await worker.date("When did it begin, if only as an idea?", today - timedelta(weeks=10))
    await worker.press("Begin it")
    await worker.is_told("The group has begun.")
    await worker.follow(re.compile("It is done.*People who want it"))
    await worker.date("On which day?", today - timedelta(weeks=9))
    await worker.press("Save")
    await worker.is_told("The list says so now.")
    await worker.follow("Find or begin its listing")
    await worker.write({"Name or words": name})
    await worker.press("Search")
    await look(worker)
    await worker.press(re.compile("^This is it"))
    await worker.is_told("The group has its listing.")
    await worker.sees("Forming")
    await _moves_on(worker, "It runs, with our support", weeks=7)


async def _moves_on(worker: Desk, stage: str, *, weeks: int) -> None:
    await worker.press("Change its stage")
    await pick(worker, "What is so now?", stage)
    await worker.date("Since which day?", clock.today() - timedelta(weeks=weeks))
    await worker.press("Save")
    await worker.is_told("Its stage is changed.")


async def _meets_twice(worker: Desk) -> None:
    group = worker.page.url
    await worker.follow("Every meeting, and the register")
    for time in range(2):
        await worker.press("Write down a meeting")
        await worker.question("When did you meet?").get_by_role("radio").nth(time).check()
        await worker.page.locator("[name=count-0]").fill("7")
        if not time:
            await look(worker)
        await worker.press("Save")
        await worker.is_told("The meeting is written down.")
    await look(worker)
    await worker.page.goto(group)
    await worker.sees("2", "attendances in all")


async def _is_led_by(worker: Desk, name: str, leader: str) -> None:
    await worker.follow("Say who leads it")
    await look(worker)
    await pick(worker, "Who leads it from now on?", re.compile(re.escape(leader)))
    await worker.date("Since when?", clock.today())
    await worker.press("Save")
    await worker.is_told("The group has its lead.")
    await worker.sees(leader, "Nothing is lacking")
    await _moves_on(worker, "It runs by itself", weeks=0)
    await worker.is_at(name)
    await look(worker)
