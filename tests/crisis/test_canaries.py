"""What is written in a crisis and in a safety plan appears on no page, paper or log of a role that must not see it."""

import pytest

from livewell.crisis.actions import plans, walks
from livewell.crisis.queries.walks import walk
from livewell.crisis.rules.pathways import StepDone
from livewell.journeys.rules import Stage
from livewell.kit.db import rows
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.factories.crisis import SUICIDAL_THOUGHTS, a_plan, a_walk
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.staff import a_member
from tests.record.test_canaries import every_page, text_of

BEGUN, STEP, PLAN, SAID = "CANARY-BEGUN", "CANARY-STEP", "CANARY-PLAN", "CANARY-SAID"
ALL = {BEGUN, STEP, PLAN, SAID}
MAY_READ: dict[str, set[str]] = {
    "coach of the area": ALL,
    "link worker of the journey": ALL,
    "manager": ALL,
    "coach of another area": set(),
    "link worker of nobody": set(),
    **{role.value: set() for role in Role if role not in {Role.HEALTH_COACH, Role.LINK_WORKER, Role.MANAGER}},
}


@pytest.fixture
async def planted():
    from uuid import uuid4

    coach = await a_member(Role.HEALTH_COACH)
    worker = await a_member(Role.LINK_WORKER, area=coach.area)
    journey = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=worker)
    person = (await the_journey(journey)).person
    walked = await a_walk(journey, worker, words=BEGUN)
    await walks.write_step(walked, 1, what=StepDone.DONE, words=STEP, submission=uuid4(), by=worker)
    await a_plan(journey, coach, triggers=PLAN)
    await plans.say_about_plan(words=SAID, submission=uuid4(), by=as_themself(person))
    ids = {
        "journey": journey,
        "person": person,
        "walk": walked,
        "pathway": SUICIDAL_THOUGHTS,
        "matter": (await walk(walked, seen_by=worker)).matter,
    }
    members = {
        "coach of the area": coach,
        "link worker of the journey": worker,
        "manager": await a_member(Role.MANAGER),
        "coach of another area": await a_member(Role.HEALTH_COACH),
        "link worker of nobody": await a_member(Role.LINK_WORKER, area=coach.area),
    }
    return ids, members


@pytest.mark.parametrize("who", MAY_READ)
async def test_no_page_shows_what_its_reader_must_not_see(planted, app, client_for, who, capsys):
    ids, members = planted
    client = await client_for(members[who] if who in members else Role(who))
    read: set[str] = set()
    for path in every_page(app, ids):
        answer = await client.get(path)
        assert answer.status_code < 500, path
        here = {canary for canary in ALL if canary in text_of(answer)}
        assert here <= MAY_READ[who], f"{who} reads {here} at {path}"
        read |= here
    assert read == MAY_READ[who]
    assert "CANARY" not in "".join(capsys.readouterr())


async def test_another_persons_own_space_holds_none_of_it(planted, app, home_client_for):
    ids, members = planted
    other = await the_journey(await an_open_journey(members["coach of the area"]))
    home = await home_client_for(other.person)
    for path in every_page(app, ids):
        if path.startswith("/my"):
            assert not [canary for canary in ALL if canary in text_of(await home.get(path))], path


async def test_the_news_holds_codes_alone(planted):
    told = await rows("SELECT what || details::text AS said FROM event")
    assert "CANARY" not in str(told)
    assert {"pathway.begun", "pathway.step_written", "safety_plan.agreed", "safety_plan.spoken_of"} <= {
        one["said"].split("{")[0] for one in told
    }
