"""Keeping, showing, taking back and throwing away: what each does, refuses and leaves behind."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.db import execute, rows
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.reflections import actions, queries
from livewell.reflections.rules import Answer
from livewell.reflections.tables import Reflection
from livewell.staff.rules import Role
from tests.factories.journeys import a_coach_and_a_journey, an_open_journey
from tests.factories.reflections import a_reflection
from tests.factories.sessions import a_held_session, a_session
from tests.factories.staff import a_member


@pytest.fixture
async def pair():
    """A coach, their link worker, and a session that the link worker held."""
    coach = await a_member(Role.HEALTH_COACH)
    worker = await a_member(Role.LINK_WORKER, area=coach.area)
    journey = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=worker)
    return coach, worker, await a_held_session(journey, worker)


async def test_kept_changed_and_sent_twice(pair):
    _, worker, session = pair
    key = uuid4()
    first = {
        "themes": {"hope": Answer.NEXT_TIME},
        "words": "Slow down. ",
        "version": 0,
        "submission": key,
        "by": worker,
    }
    reflection = await actions.keep_reflection(session, **first)
    assert await actions.keep_reflection(session, **first) == reflection
    await actions.keep_reflection(
        session, themes={"choice": Answer.YES}, words="Better.", version=1, submission=uuid4(), by=worker
    )
    kept = await queries.of_session(session, worker)
    assert (kept.id, kept.themes, kept.words, kept.version) == (reflection, {"choice": Answer.YES}, "Better.", 2)
    assert kept.answered == [("Did I ask what help they would like, and go with the answer?", "Yes")]


async def test_two_windows_of_one_person_lose_nothing(pair):
    _, worker, session = pair
    await a_reflection(session, worker, words="First.")
    with pytest.raises(Stale) as stale:
        await a_reflection(session, worker, words="Second.", hope=Answer.PARTLY)
    assert stale.value.theirs["Your own words"] == "First."
    assert stale.value.yours["Your own words"] == "Second."


async def test_only_who_held_a_session_looks_back_at_it(pair):
    coach, worker, session = pair
    for other in (coach, await a_member(Role.MANAGER), await a_member(Role.LINK_WORKER, area=coach.area)):
        with pytest.raises(NotFound):
            await a_reflection(session, other)
    own, journey = await a_coach_and_a_journey()
    with pytest.raises(NotFound):
        await a_reflection(await a_session(journey, own), own)
    with pytest.raises(RuleBroken):
        await actions.keep_reflection(session, themes={}, words=" ", version=0, submission=uuid4(), by=worker)
    assert not await Reflection.exists()


async def test_shown_to_one_and_taken_back(pair):
    coach, worker, session = pair
    reflection = await a_reflection(session, worker)
    assert await queries.supervisors(worker) == [(str(coach.id), coach.name)]
    with pytest.raises(NotFound):
        await queries.reflection(reflection, seen_by=coach)
    for _ in range(2):
        await actions.share_reflection(reflection, reader=coach.id, by=worker)
    assert (await queries.reflection(reflection, seen_by=coach)).words == "I spoke too much."
    assert [one.id for one in await queries.shown_to(coach)] == [reflection]
    for _ in range(2):
        await actions.take_back_reflection(reflection, by=worker)
    with pytest.raises(NotFound):
        await queries.reflection(reflection, seen_by=coach)
    assert await queries.shown_to(coach) == []
    told = await rows(
        "SELECT what, journey, person, details FROM event WHERE subject = $1 ORDER BY told_in", reflection
    )
    assert [one["what"] for one in told] == ["reflection.kept", "reflection.shared", "reflection.taken_back"]
    assert {(one["journey"], one["person"], one["details"]) for one in told} == {(None, None, "{}")}


async def test_a_coach_shows_a_manager_and_nobody_else(pair):
    coach, worker, _ = pair
    own, journey = await a_coach_and_a_journey()
    reflection = await a_reflection(await a_held_session(journey, own), own)
    manager = await a_member(Role.MANAGER)
    for nobody in (coach.id, worker.id, own.id, uuid4(), (await a_member(Role.EVALUATOR)).id):
        with pytest.raises(RuleBroken, match="supervises"):
            await actions.share_reflection(reflection, reader=nobody, by=own)
    await actions.share_reflection(reflection, reader=manager.id, by=own)
    assert (await queries.reflection(reflection, seen_by=manager)).writer == own.name


async def test_who_is_shown_one_can_do_nothing_with_it(pair):
    coach, worker, session = pair
    reflection = await a_reflection(session, worker)
    await actions.share_reflection(reflection, reader=coach.id, by=worker)
    with pytest.raises(NotFound):
        await actions.take_back_reflection(reflection, by=coach)
    with pytest.raises(NotFound):
        await actions.throw_away_reflection(reflection, by=coach)
    with pytest.raises(NotFound):
        await actions.share_reflection(reflection, reader=coach.id, by=coach)


async def test_who_no_longer_supervises_reads_no_more(pair):
    coach, worker, session = pair
    reflection = await a_reflection(session, worker)
    await actions.share_reflection(reflection, reader=coach.id, by=worker)
    elsewhere = await a_member(Role.HEALTH_COACH)
    await execute("UPDATE staff_user SET area = $2 WHERE id = $1", worker.id, elsewhere.area)
    with pytest.raises(NotFound):
        await queries.reflection(reflection, seen_by=coach)
    assert await queries.shown_to(coach) == []


async def test_thrown_away_for_good(pair):
    _, worker, session = pair
    await actions.throw_away_reflection(await a_reflection(session, worker), by=worker)
    assert not await Reflection.exists()
    assert [one.id for one in await queries.to_look_back_at(worker)] == [session]


async def test_what_there_is_to_look_back_at(pair):
    coach, worker, session = pair
    own, journey = await a_coach_and_a_journey()
    await a_held_session(journey, own, clock.now() - timedelta(days=40))
    recent = await a_held_session(journey, own, clock.now() - timedelta(days=2))
    assert [one.id for one in await queries.to_look_back_at(own)] == [recent]
    assert await queries.to_look_back_at(coach) == []
    await a_reflection(session, worker)
    assert await queries.to_look_back_at(worker) == []


async def test_what_cannot_be_told_does_not_stay(pair, mute):
    _, worker, session = pair
    mute()
    with pytest.raises(RuntimeError):
        await a_reflection(session, worker)
    assert not await Reflection.exists()


async def test_two_windows_at_the_same_moment(committed_db):
    coach, journey = await a_coach_and_a_journey()
    session = await a_held_session(journey, coach)
    found = await asyncio.gather(
        *(a_reflection(session, coach, words=words) for words in ("One.", "Two.")), return_exceptions=True
    )
    assert sum(isinstance(one, Stale) for one in found) == 1
    assert await Reflection.count() == 1
