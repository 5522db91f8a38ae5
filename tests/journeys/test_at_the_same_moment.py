"""Two people do something at the same moment, on a database where commits are real."""

import asyncio

import pytest

from livewell.journeys import actions
from livewell.journeys.rules import EndReason, Stage
from livewell.kit.db import value
from livewell.kit.errors import RuleBroken, Stale
from livewell.sessions import actions as sessions
from livewell.sessions import queries
from livewell.sessions.rules import CancelledBy, SessionKind
from livewell.staff.rules import Role
from tests.factories.journeys import an_open_journey
from tests.factories.people import a_person
from tests.factories.sessions import a_booking
from tests.factories.staff import a_member


@pytest.mark.usefixtures("committed_db")
async def test_two_referrals_accepted_at_once_are_one_journey():
    coach = await a_member(Role.HEALTH_COACH)
    person = await a_person()

    async def accept():
        return await actions.open_or_join(
            person=person, area=coach.area, practice=None, health_coach=coach.id, by=coach
        )

    opened = await asyncio.gather(*(accept() for _ in range(5)))
    assert len({one.journey_id for one in opened}) == 1
    assert sorted(one.joined for one in opened) == [False, True, True, True, True]
    assert await value("SELECT count(*) FROM journey") == 1


@pytest.mark.usefixtures("committed_db")
async def test_two_endings_at_once_are_one_ending():
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    outcomes = await asyncio.gather(
        *(
            actions.close(journey, reason=reason, planned=False, why="", by=coach)
            for reason in (EndReason.MOVED_AWAY, EndReason.PERSON_CHOSE)
        ),
        return_exceptions=True,
    )
    assert sorted(type(outcome) for outcome in outcomes if outcome)[:1] == [RuleBroken]
    assert outcomes.count(None) == 1
    assert await value("SELECT count(*) FROM stage_change WHERE to_stage = 'closed'") == 1


@pytest.mark.usefixtures("committed_db")
async def test_the_guide_counts_bookings_made_at_once():
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    for _ in range(5):
        await sessions.book(journey, booking=a_booking(), by=coach)
    outcomes = await asyncio.gather(
        *(sessions.book(journey, booking=a_booking(), by=coach) for _ in range(2)), return_exceptions=True
    )
    assert sum(isinstance(outcome, RuleBroken) for outcome in outcomes) == 1, outcomes
    assert (await queries.series(journey, SessionKind.COACH)).counted == 6


@pytest.mark.usefixtures("committed_db")
async def test_writing_and_ending_at_once_never_wait_for_each_other_in_a_circle():
    coach = await a_member(Role.HEALTH_COACH)
    for _ in range(5):
        journey = await an_open_journey(coach, stage=Stage.COACHING)
        session = await sessions.book(journey, booking=a_booking(), by=coach)
        outcomes = await asyncio.gather(
            sessions.cancel(session, cancelled_by=CancelledBy.PERSON, by=coach),
            sessions.book(journey, booking=a_booking(), by=coach),
            sessions.move(session, booking=a_booking(), version=1, by=coach),
            actions.close(journey, reason=EndReason.MOVED_AWAY, planned=False, why="", by=coach),
            return_exceptions=True,
        )
        wrong = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, RuleBroken | Stale)]
        assert not wrong
        assert await value("SELECT stage FROM journey WHERE id = $1", journey) == Stage.CLOSED
