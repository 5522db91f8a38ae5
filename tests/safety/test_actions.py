import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.kit import clock, db
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Event
from livewell.safety import actions, queries
from livewell.safety.tables import SafetyMatter, SafetyStep
from livewell.staff.rules import Role
from tests.factories.people import a_person
from tests.factories.places import an_area
from tests.factories.safety import WORDS, a_matter, the_matter
from tests.factories.staff import a_member

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


async def told(what: str) -> list[dict]:
    return await Event.select().where(Event.what == what).order_by(Event.told_in)


@pytest.fixture
async def team():
    area = await an_area()
    return {
        "coach": await a_member(Role.HEALTH_COACH, area=area),
        "link_worker": await a_member(Role.LINK_WORKER, area=area),
        "manager": await a_member(Role.MANAGER),
        "elsewhere": await a_member(Role.HEALTH_COACH),
        "colleague": await a_member(Role.LINK_WORKER, area=area),
    }


async def test_a_matter_is_kept_with_its_news_and_when_somebody_must_answer(team):
    with clock.at(NOON):
        matter = await the_matter(await a_matter(team["link_worker"]))
    assert (matter.what, matter.status, matter.raised_by) == (WORDS, "raised", team["link_worker"].id)
    assert matter.due_at == NOON + timedelta(minutes=30)
    [event] = await told("safety.raised")
    assert event["subject"] == matter.id
    assert event["person"] == matter.person
    assert WORDS not in str(event)
    assert "suicidal" not in str(event)


async def test_the_same_form_sent_twice_is_one_matter(team):
    submission, person = uuid4(), await a_person()
    first = await a_matter(team["coach"], submission=submission, person=person)
    assert await a_matter(team["coach"], submission=submission, person=person) == first
    assert await SafetyMatter.count() == 1
    assert len(await told("safety.raised")) == 1


async def test_a_visitor_may_raise_one_and_it_is_nobodys_but_the_teams(team):
    matter = await a_matter(PUBLIC_VISITOR, area=team["coach"].area)
    assert (await the_matter(matter)).raised_by is None
    assert (await queries.matter(matter, seen_by=team["coach"])).raised_by == "A visitor to the website"
    with pytest.raises(NotFound):
        await queries.matter(matter, seen_by=team["link_worker"])


async def test_a_matter_that_says_nothing_is_refused(team):
    with pytest.raises(RuleBroken, match="Say what has happened"):
        await a_matter(team["coach"], what="  \n")
    assert not await SafetyMatter.exists()


async def test_nothing_is_left_behind_when_the_news_cannot_be_told(team, monkeypatch):
    async def broken(*_args, **_codes):
        raise OSError

    matter = await a_matter(team["coach"])
    before = (await the_matter(matter)).to_dict()
    monkeypatch.setattr("livewell.safety.actions.news.tell", broken)
    with pytest.raises(OSError):
        await a_matter(team["coach"])
    with pytest.raises(OSError):
        await actions.acknowledge(matter, by=team["coach"])
    with pytest.raises(OSError):
        await actions.add_step(matter, what="Rang her sister.", submission=uuid4(), by=team["coach"])
    assert await SafetyMatter.count() == 1
    assert not await SafetyStep.exists()
    assert (await the_matter(matter)).to_dict() == before


async def test_taking_on_working_on_and_closing(team):
    matter = await a_matter(team["link_worker"])
    await actions.acknowledge(matter, by=team["coach"])
    await actions.acknowledge(matter, by=team["coach"])
    await actions.add_step(matter, what="Rang her sister, who is with her.", submission=uuid4(), by=team["coach"])
    await actions.add_step(matter, what="Saw her at home.", submission=uuid4(), by=team["link_worker"])
    await actions.close(matter, outcome="The crisis team sees her on Monday.", submission=uuid4(), by=team["manager"])
    shown = await queries.matter(matter, seen_by=team["coach"])
    assert shown.acknowledged_by == team["coach"].name
    assert [step.what for step in shown.steps] == ["Rang her sister, who is with her.", "Saw her at home."]
    assert (shown.status, shown.outcome, shown.closed_by) == (
        "closed",
        "The crisis team sees her on Monday.",
        team["manager"].name,
    )
    assert len(await told("safety.acknowledged")) == 1
    assert len(await told("safety.step_taken")) == 2
    assert len(await told("safety.closed")) == 1


async def test_a_step_sent_twice_is_one(team):
    matter, submission = await a_matter(team["coach"]), uuid4()
    for _ in range(2):
        await actions.add_step(matter, what="Rang.", submission=submission, by=team["coach"])
    assert await SafetyStep.count() == 1


async def test_what_the_rules_refuse(team):
    matter = await a_matter(team["coach"])
    with pytest.raises(RuleBroken, match="must take this safety matter on"):
        await actions.close(matter, outcome="Well.", submission=uuid4(), by=team["coach"])
    await actions.acknowledge(matter, by=team["coach"])
    with pytest.raises(RuleBroken, match="already being worked on"):
        await actions.acknowledge(matter, by=team["manager"])
    with pytest.raises(RuleBroken, match="what came of it"):
        await actions.close(matter, outcome=" ", submission=uuid4(), by=team["coach"])
    await actions.close(matter, outcome="Safe.", submission=uuid4(), by=team["coach"])
    with pytest.raises(RuleBroken, match="closed"):
        await actions.add_step(matter, what="Rang.", submission=uuid4(), by=team["coach"])


@pytest.mark.parametrize("who", ["elsewhere", "colleague"])
async def test_nobody_else_sees_it_or_touches_it(team, who):
    matter = await a_matter(team["link_worker"])
    other = team[who]
    with pytest.raises(NotFound):
        await queries.matter(matter, seen_by=other)
    with pytest.raises(NotFound):
        await actions.acknowledge(matter, by=other)
    with pytest.raises(NotFound):
        await actions.add_step(matter, what="Rang.", submission=uuid4(), by=other)
    with pytest.raises(NotFound):
        await actions.close(matter, outcome="Safe.", submission=uuid4(), by=other)
    assert not await queries.open_matters(seen_by=other)
    assert not await queries.waiting(seen_by=other)
    with pytest.raises(NotFound):
        await actions.acknowledge(uuid4(), by=team["manager"])


async def test_a_matter_of_no_area_is_seen_by_every_coach(team):
    person = await a_person()
    matter = await actions.raise_matter(
        person=person,
        journey=None,
        area=None,
        kind=actions.SafetyKind.OTHER,
        urgent=False,
        what="Seen on the street without shoes.",
        raised_from=actions.RaisedFrom.RECORD,
        submission=uuid4(),
        by=PUBLIC_VISITOR,
    )
    for who in ("coach", "elsewhere", "manager"):
        assert (await queries.matter(matter, seen_by=team[who])).area == "No area"


async def test_lists_put_what_waits_longest_first_and_keep_closed_ones_apart(team):
    coach = team["coach"]
    with clock.at(NOON):
        slow = await a_matter(coach, urgent=False)
        quick = await a_matter(coach, urgent=True)
        taken = await a_matter(coach, urgent=True)
        done = await a_matter(coach)
    with clock.at(NOON + timedelta(hours=1)):
        await actions.acknowledge(taken, by=coach)
        await actions.acknowledge(done, by=coach)
        await actions.close(done, outcome="Safe.", submission=uuid4(), by=coach)
        assert [one.id for one in await queries.open_matters(seen_by=coach)] == [quick, slow, taken]
        assert [(one.id, one.overdue) for one in await queries.waiting(seen_by=coach)] == [(quick, True), (slow, False)]
        assert [one.id for one in await queries.closed_matters(seen_by=coach)] == [done]


async def test_a_flag_for_each_journey_with_something_open(team):
    coach, journey, quiet = team["coach"], uuid4(), uuid4()
    matter = await a_matter(coach, journey=journey, urgent=False)
    flags = await queries.open_for([journey, quiet])
    assert list(flags) == [journey]
    assert flags[journey].unanswered
    await actions.acknowledge(matter, by=coach)
    assert not (await queries.open_for([journey]))[journey].unanswered
    await actions.close(matter, outcome="Safe.", submission=uuid4(), by=coach)
    assert await queries.open_for([journey]) == {}
    assert await queries.open_for([]) == {}


async def test_a_panel_counts_what_this_reader_may_not_open(team):
    journey = uuid4()
    mine = await a_matter(team["link_worker"], journey=journey)
    await a_matter(team["coach"], journey=journey)
    panel = await queries.panel(journey, seen_by=team["link_worker"])
    assert [one.id for one in panel.matters] == [mine]
    assert panel.others_open == 1
    assert (await queries.panel(journey, seen_by=team["coach"])).others_open == 0


async def test_it_is_said_again_every_half_hour_until_somebody_takes_it_on(team):
    with clock.at(NOON):
        matter = await a_matter(team["coach"])
        await a_matter(team["coach"], urgent=False)
    said = []
    for minutes in (29, 30, 31, 59, 60, 61, 90):
        with clock.at(NOON + timedelta(minutes=minutes)):
            said.append(await actions.remind_overdue())
    assert said == [0, 1, 0, 0, 1, 0, 1]
    events = await told("safety.unanswered")
    assert [event["subject"] for event in events] == [matter] * 3
    assert {event["by_kind"] for event in events} == {"system"}
    await actions.acknowledge(matter, by=team["coach"])
    with clock.at(NOON + timedelta(hours=4)):
        assert await actions.remind_overdue() == 0


async def test_two_workers_at_the_same_moment_say_it_once(committed_db):
    coach = await a_member(Role.HEALTH_COACH)
    with clock.at(NOON):
        await a_matter(coach)
    with clock.at(NOON + timedelta(hours=1)):
        said = await asyncio.gather(*(actions.remind_overdue() for _ in range(4)))
    assert sum(said) == 1
    assert len(await told("safety.unanswered")) == 1


async def test_two_clicks_at_the_same_moment_are_one_matter(committed_db):
    coach, submission = await a_member(Role.HEALTH_COACH), uuid4()
    person = await a_person()
    found = await asyncio.gather(*(a_matter(coach, submission=submission, person=person) for _ in range(4)))
    assert len(set(found)) == 1
    assert await db.value("SELECT count(*) FROM safety_matter") == 1
    assert await db.value("SELECT count(*) FROM event WHERE what = 'safety.raised'") == 1
