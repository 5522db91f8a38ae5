"""A walking group from a talk at a health week to nineteen walks: every day and every number of it."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from uuid import uuid4

from livewell.groups import actions, queries
from livewell.groups.rules import Stage, Step
from livewell.kit import clock
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.gatherings import Counted, a_walking_group, named, recorded
from tests.factories.groups import a_promise, an_outreach
from tests.factories.staff import a_member

HEALTH_WEEK = date(2017, 10, 4)
FIRST_WALK = date(2018, 1, 11)
LAST_WALK = date(2018, 5, 17)
CAME = (4, 5, 5, 6, 4, 5, 6, 6, 5, 7, 6, 5, 6, 6, 5, 7, 6, 7, 10)
NEW = (4, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 2)
SUPPORT = (180, 180, 150, 120, 120, 90, 90, 60, 60, 60, 60, 45, 45, 30, 30, 30, 30, 30, 30)
"""Minutes of the link worker each week."""


def on(day, hour=16):
    return clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


async def test_from_a_talk_at_a_health_week_to_nineteen_walks(client_for):
    link_worker = await a_member(Role.LINK_WORKER)
    group = await given_an_idea_from_the_health_week(link_worker)
    await when_it_is_set_up(client_for, link_worker, group)
    await when_it_walks_each_thursday(link_worker, group)
    await then_its_list_has_every_day(group)
    await then_its_figures_are_those_of_the_group(group)
    with on(LAST_WALK, 18):
        client = await client_for(link_worker)
        await then_its_page_says_them(client, group)
        # It goes well; twelve weeks after it began to run, somebody is to look at whether it will last.
        assert await actions.watch_all() == 1
        (sign,) = await queries.alerts_of(group)
        assert sign.says == "Whether it will last was to be looked at on 5 April 2018."


# ── the steps ──


async def given_an_idea_from_the_health_week(link_worker):
    """A resident who would like to walk in company is met at a health week."""
    with on(HEALTH_WEEK):
        event = await an_outreach(link_worker, name="Health week", place="East Leake", partners=("The health centre",))
        promise = await a_promise(event, link_worker, "Somebody would like to begin a walking group")
        return await actions.promise_becomes_group(
            promise,
            "Thursday Strollers",
            about="A gentle walk, then tea and a chat in the café.",
            supporter=link_worker.id,
            submission=uuid4(),
            by=link_worker,
        )


async def when_it_is_set_up(client_for, link_worker, group):
    """Several meetings, a place, a listing, a flyer from it, printed and handed out."""
    with on(date(2017, 11, 20)):
        client = await client_for(link_worker)
        assert (await post(client, f"/groups/{group}/steps/people", {"words": "Met three times."})).status_code == 303
        await actions.tick(group, Step.PLACE, on=clock.today(), words="Half past one at the café.", by=link_worker)
    with on(date(2017, 12, 6)):
        await actions.link_listing(group, await a_walking_group(), by=link_worker)
    with on(date(2017, 12, 14)):
        await actions.tick(group, Step.FLYER, on=clock.today(), words="Printed and handed out.", by=link_worker)
        for place, number in (("The health centre", 40), ("The library", 25)):
            await actions.give_flyers(
                group, place=place, number=number, on=clock.today(), submission=uuid4(), by=link_worker
            )


async def when_it_walks_each_thursday(link_worker, group):
    """The link worker is there each week, and gives less of their time as the weeks go by."""
    asset = (await queries.group(group)).asset
    walkers: list = []
    for week, (came, new, minutes) in enumerate(zip(CAME, NEW, SUPPORT, strict=True)):
        day = FIRST_WALK + timedelta(weeks=week)
        with on(day):
            names = [f"Walker {len(walkers) + number + 1:02}" for number in range(new)]
            there = await named(asset, names)
            walkers += [there[name] for name in names]
            counts = (Counted("Walk", 9), Counted("Tea", 10)) if day == LAST_WALK else (Counted("Walk", came),)
            await recorded(asset, day, counts=counts, here=tuple(walkers[-came:]), newcomers=new, starts=810)
            await actions.give_time(group, minutes=minutes, on=day, submission=uuid4(), by=link_worker)
            if day == FIRST_WALK:
                await actions.tick(group, Step.FIRST_SESSION, on=day, by=link_worker)
                await actions.move(group, Stage.SUPPORTED, on=day, words="With us each week.", by=link_worker)


async def then_its_list_has_every_day(group):
    days = {step.step: step.done_on for step in await queries.steps_of(group)}
    assert days == {
        Step.IDEA: HEALTH_WEEK,
        Step.PEOPLE: date(2017, 11, 20),
        Step.PLACE: date(2017, 11, 20),
        Step.FLYER: date(2017, 12, 14),
        Step.LISTING: date(2017, 12, 6),
        Step.FIRST_SESSION: FIRST_WALK,
        Step.SUPPORTED: FIRST_WALK,
        Step.INDEPENDENT: None,
    }
    assert sum(one.number for one in await queries.flyers_of(group)) == 65


async def then_its_figures_are_those_of_the_group(group):
    with on(LAST_WALK, 18):
        seen = await queries.group(group)
        found = await queries.figures(seen)
    assert seen.outreach_name == "Health week"
    came = found.attendance
    assert (came.meetings, came.different, came.attendances) == (19, 18, 111)
    assert (came.mean_words, came.mean_exact) == ("about 6", "5.84")
    assert (found.first_met, found.last_met, found.last_words) == (FIRST_WALK, LAST_WALK, "Walk 9, Tea 10, 2 new")
    assert FIRST_WALK.weekday() == LAST_WALK.weekday() == 3
    assert found.minutes == sum(SUPPORT)
    assert (found.weeks[0].monday, found.weeks[-1].minutes) == (date(2018, 1, 8), 30)
    assert found.lately == 4 * 30


async def then_its_page_says_them(client, group):
    page = await client.get(f"/groups/{group}")
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())
    for expected in (
        "Running, with our support",
        "19 meetings",
        "111 attendances in all",
        "About 6 people each time (5.84)",
        "18 different people, from the register",
        "17 May 2018: Walk 9, Tea 10, 2 new",
        "Begun 4 October 2017",
        "65 handed out",
        "Nobody of its community leads it yet.",
        "The team gave it 2 hours in the 4 weeks before.",
    ):
        assert expected in words, expected
    assert "Walker 01" not in words
