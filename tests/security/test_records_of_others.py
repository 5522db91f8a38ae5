"""A record that is not yours to see answers as if it were not there, by every route that leads to one."""

import re
from uuid import uuid4

import pytest

from livewell.coaching.tables import GoalStep
from livewell.journeys.rules import Stage
from livewell.journeys.tables import Journey
from livewell.kit import cookies, db
from livewell.kit.edge import handlers_of
from livewell.residents import actions as residents
from livewell.residents.rules import WishFor
from livewell.staff.permissions import GRANTS
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.factories.coaching import a_draft_goal
from tests.factories.connections import a_connection
from tests.factories.feedback import a_sent_referral
from tests.factories.journeys import an_open_journey
from tests.factories.linkwork import an_introduction
from tests.factories.measures import a_pam
from tests.factories.places import a_practice, an_area
from tests.factories.questionnaires import an_asking
from tests.factories.safety import a_matter
from tests.factories.sessions import a_session
from tests.factories.staff import a_member, a_sign_in
from tests.security.test_matrix import token_for
from tests.signed_in import a_client

ABOUT_SOMEBODY = {
    "person_id",
    "journey_id",
    "referral_id",
    "session_id",
    "connection_id",
    "goal_id",
    "step_id",
    "introduction_id",
    "wish_id",
    "matter_id",
    "score_id",
    "asking_id",
    "invitation_id",
    "batch_id",
}
RIDERS = {"request_id", "question_id", "part", "slug", "instrument"}
"""Parameters that only say which piece of the record."""

CANARY = "Zebedee Quartermain-Oyelaran"


async def a_whole_story(name=CANARY):
    """Somebody with one of everything, in an area with a coach, a link worker and a practice of its own."""
    area = await an_area()
    coach = await a_member(Role.HEALTH_COACH, area=area)
    worker = await a_member(Role.LINK_WORKER, area=area)
    doctor = await a_member(Role.PRACTICE_REFERRER, practice=await a_practice(area=area))
    first, family = name.split()
    journey = await an_open_journey(coach, stage=Stage.COACHING, first_name=first, family_name=family)
    goal = await a_draft_goal(journey, coach)
    step = (await GoalStep.select(GoalStep.id).where(GoalStep.goal == goal).first())["id"]
    score = await a_pam(journey, coach)
    session = await a_session(journey, coach)
    connection = await a_connection(journey, coach)
    person = (await Journey.select(Journey.person).where(Journey.id == journey).first())["person"]
    matter = await a_matter(coach, area=area, person=person, journey=journey)
    referral = await a_sent_referral(doctor, journey=journey)
    waiting = await a_sent_referral(doctor, person=person, area=area)
    introduction = await an_introduction(journey, coach, worker)
    ids = {
        "person_id": person,
        "journey_id": journey,
        "referral_id": referral,
        "session_id": session,
        "connection_id": connection,
        "goal_id": goal,
        "step_id": step,
        "introduction_id": introduction,
        "wish_id": await a_wish(session, person),
        "matter_id": matter,
        "score_id": score,
        "asking_id": await an_asking(journey, coach),
        "instrument": "pam",
        "invitation_id": uuid4(),
        "batch_id": uuid4(),
        "request_id": uuid4(),
        "question_id": uuid4(),
    }
    return ids, waiting, (coach, worker, doctor)


async def a_wish(session, person):
    """Somebody asks for another time."""
    await residents.ask_about_session(session, what=WishFor.MOVE, words="", by=as_themself(person))
    return await db.value("SELECT id FROM session_wish WHERE session = $1", session)


def ways_to(app, ids, role):
    """Every route the role may use that leads to one of these records."""
    for route in app.routes:
        named = dict(re.findall(r"{(\w+):(\w+)}", route.path))
        if not named.keys() & ABOUT_SOMEBODY or named.keys() - ABOUT_SOMEBODY - RIDERS:
            continue
        path = re.sub(r"{(\w+):\w+}", lambda found: str(ids.get(found.group(1), "story")), route.path)
        for handler in handlers_of(route):
            if handler.opt["permission"] in GRANTS[role]:
                for method in sorted(handler.http_methods - {"HEAD", "OPTIONS"}):
                    yield method, route.path, path


async def answers(app, member, ids):
    found = {}
    async with a_client(app) as client:
        sign_in = await a_sign_in(member)
        client.cookies.set(cookies.SIGN_IN, sign_in, domain="livewell.example")
        for method, route, path in ways_to(app, ids, member.role):
            answer = await client.request(method, path, data={"csrf": token_for(sign_in)} if method == "POST" else None)
            found[f"{method} {route}"] = answer
    return found


OUTSIDERS = [Role.HEALTH_COACH, Role.LINK_WORKER, Role.PRACTICE_REFERRER]


@pytest.mark.parametrize("role", OUTSIDERS)
async def test_an_outsider_finds_nothing(app, role):
    ids, waiting, _ = await a_whole_story()
    outsider = await a_member(role)
    for story in (ids, ids | {"referral_id": waiting}):
        found = await answers(app, outsider, story)
        assert found
        shown = [f"{way}: {answer.status_code}" for way, answer in found.items() if answer.status_code != 404]
        assert not shown
        told = [way for way, answer in found.items() if CANARY.split()[1] in answer.text]
        assert not told
    assert await db.value("SELECT count(*) FROM opening WHERE who = $1", outsider.id) == 0


@pytest.mark.parametrize("role", OUTSIDERS)
async def test_what_is_not_there_and_what_is_not_yours_look_the_same(app, role):
    ids, _, _ = await a_whole_story()
    outsider = await a_member(role)
    theirs = await answers(app, outsider, ids)
    nobodys = await answers(app, outsider, {name: uuid4() for name in ids})
    for way, answer in theirs.items():
        assert answer.status_code == nobodys[way].status_code, way
        assert len(answer.text) == len(nobodys[way].text), way


async def test_a_colleague_in_the_same_area_who_is_not_involved_finds_nothing(app):
    ids, _, (coach, _, _) = await a_whole_story()
    colleague = await a_member(Role.LINK_WORKER, area=coach.area)
    shown = [
        f"{way}: {one.status_code}"
        for way, one in (await answers(app, colleague, ids)).items()
        if one.status_code != 404
    ]
    assert not shown


async def test_those_who_belong_find_it_and_are_written_down(app):
    ids, waiting, (coach, _, doctor) = await a_whole_story()
    for member, story in ((coach, ids), (doctor, ids | {"referral_id": waiting})):
        found = await answers(app, member, story)
        pages = {way: one for way, one in found.items() if way.startswith("GET") and one.status_code == 200}
        assert pages, member.role
        assert any(CANARY.split()[1] in one.text for one in pages.values())
        people = await db.rows("SELECT DISTINCT person FROM opening WHERE who = $1", member.id)
        assert [row["person"] for row in people] == [ids["person_id"]]


HOSTILE = "<script>alert(1)</script> \"onmouseover=alert(2)//'{{7*7}}"


async def test_hostile_names_are_harmless_on_every_page(app):
    ids, waiting, (coach, _, doctor) = await a_whole_story(HOSTILE)
    seen = 0
    for member, story in ((coach, ids), (doctor, ids | {"referral_id": waiting})):
        for way, answer in (await answers(app, member, story)).items():
            if answer.headers["content-type"].startswith("text/html"):
                assert "<script>alert" not in answer.text, way
                assert '"onmouseover' not in answer.text, way
                assert "'49" not in answer.text, way
                seen += "&lt;script&gt;alert" in answer.text
    assert seen > 5
