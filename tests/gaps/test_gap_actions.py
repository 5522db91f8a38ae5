"""Gaps: said, joined, taken up, settled; counted once for each person; seen by those who may."""

from uuid import uuid4

import pytest

from livewell.gaps import actions, queries
from livewell.gaps.rules import GapState
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import value
from livewell.kit.errors import NotFound, RuleBroken
from tests.factories.gaps import a_gap, the_gap
from tests.factories.journeys import a_coach_and_a_journey


async def test_what_the_team_says_is_open_and_what_others_say_waits(worker) -> None:
    assert (await the_gap(await a_gap(worker))).state == "open"
    assert (await the_gap(await a_gap())).state == "waiting"


async def test_the_same_form_twice_is_one(worker) -> None:
    key = uuid4()
    first = await a_gap(worker, submission=key)
    assert await a_gap(worker, submission=key) == first
    assert await value("SELECT count(*) FROM gap_voice WHERE gap = $1", first) == 1


async def test_a_journey_counts_once_and_others_as_many_as_were_said(worker) -> None:
    coach, journey = await a_coach_and_a_journey()
    gap = await a_gap(coach, journey=journey)
    await a_gap(coach, journey=journey, joins=gap, people=1)
    await a_gap(coach, joins=gap, people=7)
    assert (await queries.gap(gap, seen_by=coach)).people.number == 8


async def test_taken_up_and_settled(worker) -> None:
    gap = await a_gap(worker)
    await actions.take_up(gap, by=worker)
    await actions.take_up(gap, by=worker)
    await actions.settle(gap, "group", "A shed meets on Tuesdays.", by=worker)
    seen = await queries.gap(gap, seen_by=worker)
    assert (seen.state, seen.outcome) == (GapState.SETTLED, "A new group")
    with pytest.raises(RuleBroken):
        await actions.settle(gap, "none", "Nothing", by=worker)


async def test_nothing_needs_a_reason(worker) -> None:
    gap = await a_gap(worker)
    with pytest.raises(RuleBroken):
        await actions.settle(gap, "none", " ", by=worker)
    assert (await the_gap(gap)).state == "open"


async def test_a_visitor_joins_only_what_was_read(worker) -> None:
    gap = await a_gap()
    with pytest.raises(NotFound):
        await a_gap(PUBLIC_VISITOR, joins=gap)
    await actions.open_gap(gap, by=worker)
    assert await a_gap(PUBLIC_VISITOR, joins=gap) == gap


async def test_near_same(worker) -> None:
    gap = await a_gap(worker, title="Walking group for men", way="be_active")
    other = (await queries.gap(gap, seen_by=worker)).wanted
    found = await queries.near_same(other)
    assert [one.id for one in found] == [gap]
    assert await queries.near_same(other, but=gap) == []
