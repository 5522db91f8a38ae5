"""What the team does for somebody's own space, and what it sees of it."""

import re

import pytest

from livewell.kit.db import execute, rows, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.people.rules import ConsentKind
from livewell.residents import actions
from livewell.residents.rules import ASKS_AN_HOUR
from livewell.staff.rules import Role
from tests.at_home import a_visit, as_themself
from tests.browsing import post
from tests.factories.staff import a_member
from tests.residents.conftest import BIRTHDAY, a_story, carried


@pytest.fixture
async def coach(story, client_for):
    return await client_for(story.coach)


async def test_the_part_of_the_record_says_roughly_when_they_were_there(coach, story):
    space = f"/journeys/{story.journey}/own-space"
    assert "Not yet" in (await coach.get(space)).text
    await a_visit(story.person)
    page = (await coach.get(space)).text
    assert "In the last seven days" in page
    assert "Their own space" in (await coach.get(f"/journeys/{story.journey}")).text
    assert await value("SELECT count(*) FROM opening WHERE page = 'residents.team'") == 2


async def test_a_code_is_shown_once_with_its_letter_and_opens(coach, story, visitor):
    space = f"/journeys/{story.journey}/own-space"
    page = await post(coach, f"{space}/code", page=space)
    # As it is set in the page: four figures, a dash and four more stand in many a record's own address too.
    code = re.search(r">([A-Z0-9]{4}-[A-Z0-9]{4})<", page.text).group(1)
    assert page.headers["cache-control"] == "no-store"
    assert f">{code}<" not in (await coach.get(space)).text
    letter = await coach.post(f"{space}/letter", data={"csrf": csrf_of(page), "code": code})
    assert letter.headers["content-type"] == "application/pdf"
    assert (await post(visitor, "/my/come-in/paper", {"code": code, **BIRTHDAY})).headers["location"] == "/my"
    used = await coach.post(f"{space}/letter", data={"csrf": csrf_of(page), "code": code})
    assert used.status_code == 409


def csrf_of(page):
    return re.search(r'name="csrf" value="([^"]+)"', page.text).group(1)


async def test_a_link_goes_to_that_person_even_where_two_share_the_address(coach, story, postbox, visitor):
    await a_story(first_name="Arthur", born_on=None)
    space = f"/journeys/{story.journey}/own-space"
    assert (await post(coach, f"{space}/link", page=space)).status_code == 303
    await carried()
    (path,) = [link for link in postbox.links() if "/link/" in link]
    await visitor.get(path)
    assert (await post(visitor, "/my/come-in/open", BIRTHDAY)).headers["location"] == "/my"


async def test_every_visit_ends_when_the_team_ends_them(coach, story, home_client_for):
    client = await home_client_for(story.person)
    code = await actions.make_code(story.journey, by=story.coach)
    space = f"/journeys/{story.journey}/own-space"
    await post(coach, f"{space}/end", page=space)
    assert (await client.get("/my")).status_code == 303
    assert not await actions.is_live_code(story.journey, code, by=story.coach)
    assert "End every visit" not in (await coach.get(space)).text


@pytest.mark.parametrize("changes", [{"never_contact": True}, {"email": ""}, {"may_write": False}])
async def test_no_link_goes_where_none_may(changes):
    story = await a_story(**changes)
    with pytest.raises(RuleBroken, match="Print a code"):
        await actions.send_link(story.journey, by=story.coach)
    assert await actions.make_code(story.journey, by=story.coach)


async def test_not_more_than_three_links_in_an_hour(story):
    for _ in range(ASKS_AN_HOUR):
        await actions.send_link(story.journey, by=story.coach)
    with pytest.raises(RuleBroken, match="last hour"):
        await actions.send_link(story.journey, by=story.coach)


async def test_no_printed_code_without_a_birthday(story):
    await execute("UPDATE person SET born_on = NULL WHERE id = $1", story.person)
    with pytest.raises(RuleBroken, match="date of birth"):
        await actions.make_code(story.journey, by=story.coach)
    assert await rows("SELECT 1 FROM resident_code") == []


@pytest.mark.parametrize("verb", [actions.send_link, actions.make_code, actions.end_visits])
async def test_nobody_else_makes_a_way_in(story, verb):
    for by in (await a_member(Role.HEALTH_COACH), as_themself(story.person)):
        with pytest.raises(NotFound):
            await verb(story.journey, by=by)


@pytest.mark.parametrize("verb", [actions.send_link, actions.make_code, actions.end_visits])
async def test_nothing_stays_when_the_news_cannot_be_told(story, verb, mute):
    await a_visit(story.person)
    mute()
    with pytest.raises(RuntimeError):
        await verb(story.journey, by=story.coach)
    assert await value("SELECT count(*) FROM resident_code") == 0
    assert await value("SELECT count(*) FROM way_in_asked") == 0
    assert await value("SELECT count(*) FROM resident_visit WHERE left_at IS NULL") == 1


async def test_whoever_says_no_to_being_worked_with_is_not_overlooked(coach, story, client_for):
    by = as_themself(story.person)
    await actions.answer_about_sharing(ConsentKind.SERVICE, given=False, stands=None, by=by)
    assert "One person does not want Live Well to go on" in (await coach.get("/caseload")).text
    page = (await coach.get("/session-wishes")).text
    assert "Mary Testperson" in page
    assert f"/journeys/{story.journey}/ending" in page
    other = await client_for(Role.HEALTH_COACH)
    assert "Mary Testperson" not in (await other.get("/session-wishes")).text
    await actions.answer_about_sharing(ConsentKind.SERVICE, given=True, stands=False, by=by)
    assert "does not want" not in (await coach.get("/caseload")).text
