"""From every page about a person it is one click to what to do when something is difficult."""

import re

import pytest

from livewell.doctor import routes_of
from livewell.journeys.rules import Stage
from livewell.staff.rules import Role
from tests.browser.crawl import Walk, links_in
from tests.factories.coaching import an_agreed_goal
from tests.factories.connections import a_connection
from tests.factories.crisis import a_plan, a_walk
from tests.factories.journeys import an_open_journey
from tests.factories.measures import a_pam
from tests.factories.sessions import a_held_session, a_session
from tests.factories.staff import a_member

NOT_PAGES = (".pdf", ".ics", ".csv", ".json", ".zip")
THE_PATHWAYS = re.compile(r'href="/(journeys/[0-9a-f-]{36}/)?pathways[?"]')


def about_a_person(app):
    """The patterns of every route that opens somebody's record."""
    return [
        re.compile(re.sub(r"\{\w+:uuid\}", "[0-9a-f-]{36}", re.sub(r"\{\w+:(str|int)\}", "[^/]+", route["path"])) + "$")
        for route in routes_of(app)
        if route["opens"] is not None and "GET" in route["methods"]
    ]


@pytest.mark.parametrize("role", [Role.HEALTH_COACH, Role.LINK_WORKER, Role.MANAGER])
async def test_every_page_about_a_person_leads_there(app, client_for, role):
    coach = await a_member(Role.HEALTH_COACH)
    worker = await a_member(Role.LINK_WORKER, area=coach.area)
    journey = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=worker)
    await an_agreed_goal(journey, coach)
    await a_held_session(journey, worker)
    await a_session(journey, worker)
    await a_pam(journey, coach, "48.9")
    await a_connection(journey, worker)
    await a_plan(journey, worker)
    await a_walk(journey, worker)
    who = {Role.HEALTH_COACH: coach, Role.LINK_WORKER: worker, Role.MANAGER: await a_member(Role.MANAGER)}[role]
    client = await client_for(who)
    patterns = about_a_person(app)
    walk, without, seen = Walk(f"/journeys/{journey}", of_each=3), [], set()
    while path := walk.next():
        plain = path.partition("?")[0]
        about = next((one.pattern for one in patterns if one.match(plain)), None)
        if about is None or plain.endswith(NOT_PAGES):
            continue
        answer = await client.get(path)
        assert answer.status_code == 200, f"{answer.status_code} {path}, from {walk.came_from[path]}"
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        seen.add(about)
        walk.lead(links_in(answer.text, str(answer.url)), at=path)
        is_there = plain == f"/journeys/{journey}/pathways"
        if not is_there and not THE_PATHWAYS.search(answer.text):
            without.append(plain.replace(str(journey), "…"))
    assert len(seen) >= 15
    assert not without
