"""Nineteen Thursdays of a walking group, eighteen different people, and "about 6 people each week" (GR4, GR5)."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

from livewell.assets import queries as listings
from livewell.gatherings import queries
from livewell.gatherings.rules.figures import Figures
from livewell.kit import clock
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.gatherings import a_walking_group
from tests.factories.staff import a_member

FIRST_WALK = date(2018, 1, 11)
LAST_WALK = date(2018, 5, 17)
CAME = (4, 5, 5, 6, 4, 5, 6, 6, 5, 7, 6, 5, 6, 6, 5, 7, 6, 7, 10)
NEW = (4, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 2)
NOTE = "A bumper turnout, and the sun came out."


async def test_from_the_first_walk_to_a_bumper_turnout(client_for):
    link_worker = await a_member(Role.LINK_WORKER)
    client = await client_for(link_worker)
    group = await given_a_group_that_walks_on_thursdays()

    await when_the_link_worker_writes_each_thursday_down(client, group)
    await when_the_last_walk_is_a_bumper_one(client, group)

    await then_the_figures_are_those_of_the_group(group)
    await then_the_page_says_them_as_people_do(client, group)
    await then_the_listing_knows_that_it_meets(group)
    await then_nobody_else_sees_a_name(client_for, group)


# ── the steps ──


async def given_a_group_that_walks_on_thursdays():
    with clock.at(datetime(2018, 1, 8, 9, tzinfo=UTC)):
        return await a_walking_group(name="Thursday Strollers")


async def when_the_link_worker_writes_each_thursday_down(client, group):
    for week, (came, new) in enumerate(zip(CAME[:-1], NEW[:-1], strict=True)):
        await a_walk(client, group, week, came, new, {})


async def when_the_last_walk_is_a_bumper_one(client, group):
    counts = {"count-0": "9", "count-1": "10", "newcomers": "2", "note": NOTE}
    await a_walk(client, group, len(CAME) - 1, CAME[-1], NEW[-1], counts)


async def a_walk(client, group, week, came, new, more):
    """The form offers this Thursday; those who came are ticked, the newest first, and whoever is new is written in."""
    day = FIRST_WALK + timedelta(weeks=week)
    url = f"/directory/{group}/gatherings/new"
    with clock.at(datetime(day.year, day.month, day.day, 15, tzinfo=UTC)):
        page = await client.get(url)
        assert form_to(page, url).data["occasion"] == [f"{day}T13:30"]
        known = re.findall(r'name="here" type="checkbox" value="([0-9a-f-]{36})"', page.text)
        new_names = [f"Walker {len(known) + number + 1:02}" for number in range(new)]
        ticked = known[len(known) - (came - new) :]
        answer = await post(
            client, url, {"here": ticked, "new_names": "\n".join(new_names), "newcomers": str(new), **more}
        )
    assert answer.status_code == 303, answer.text


async def then_the_figures_are_those_of_the_group(group):
    seen = await queries.page_of(group)
    assert seen.figures == Figures(meetings=19, attendances=111, different=18, with_everybody=19, new=18, new_said=19)
    assert (seen.figures.mean_words, seen.figures.mean_exact) == ("about 6", "5.84")
    assert seen.gatherings[0].on == LAST_WALK
    assert seen.gatherings[0].counts_words == "Walk 9, Tea 10"
    assert seen.gatherings[0].newcomers == 2


async def then_the_page_says_them_as_people_do(client, group):
    with clock.at(datetime(2018, 5, 18, 9, tzinfo=UTC)):
        page = await client.get(f"/directory/{group}/gatherings")
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())
    for expected in (
        "19 meetings",
        "111 attendances in all",
        "About 6 people each time (5.84)",
        "18 different people, from the register",
        "Meets next Thursday 24 May 2018, 1:30pm",
        "Walk 9, Tea 10",
        "How many came: from 4 on 11 January 2018 to 10 on 17 May 2018, 19 times in all.",
    ):
        assert expected in words, expected
    assert "Walker 01" not in words


async def then_the_listing_knows_that_it_meets(group):
    assert (await listings.asset(group)).met_on == LAST_WALK


async def then_nobody_else_sees_a_name(client_for, group):
    other = await client_for(Role.PRACTICE_REFERRER)
    assert (await other.get(f"/directory/{group}/gatherings/register")).status_code == 403
    assert "Walker" not in (await other.get(f"/community/{group}")).text
