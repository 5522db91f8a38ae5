"""A group begins once, takes its gap up, and is put right by one at a time."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from livewell.gaps.rules import GapState
from livewell.groups import actions, queries
from livewell.groups.forms.groups import Details
from livewell.groups.rules import Kind, Stage, Step
from livewell.groups.tables import CommunityGroup, GroupMove, GroupStep
from livewell.kit import clock
from livewell.kit.db import value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Role
from tests.factories.gaps import a_gap, the_gap
from tests.factories.groups import a_group, the_group
from tests.factories.staff import a_member


@pytest.fixture
async def worker():
    return await a_member(Role.LINK_WORKER)


async def test_it_begins_as_an_idea_and_takes_its_gap_up(worker):
    gap = await a_gap(worker, title="Somewhere to walk together")
    submission = uuid4()
    group = await actions.begin(
        "Strollers", gap=gap, begun_on=date(2018, 1, 2), idea="At the health week", submission=submission, by=worker
    )
    again = await actions.begin("Strollers", gap=gap, submission=submission, by=worker)
    assert again == group
    assert await CommunityGroup.count() == 1
    seen = await queries.group(group)
    assert (seen.stage, seen.kind, seen.gap, seen.gap_title) == (
        Stage.IDEA,
        Kind.GROUP,
        gap,
        "Somewhere to walk together",
    )
    assert (await the_gap(gap)).state == GapState.TAKEN_UP.value
    (idea, *rest) = await queries.steps_of(group)
    assert (idea.step, idea.done_on, idea.words) == (Step.IDEA, date(2018, 1, 2), "At the health week")
    assert not any(step.is_done for step in rest)
    (moved,) = await queries.moves_of(group)
    assert (moved.before, moved.on) == (None, date(2018, 1, 2))
    assert [one.id for one in await queries.of_gap(gap)] == [group]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "  "}, "name"),
        ({"begun_on": date(2999, 1, 1)}, "not come yet"),
        ({"begun_on": date(1066, 10, 14)}, "too long ago"),
    ],
)
async def test_what_cannot_begin(worker, changes, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        await a_group(worker, **changes)
    assert await CommunityGroup.count() == 0


async def test_nothing_is_left_of_one_that_failed(worker, mute):
    gap = await a_gap(worker)
    mute()
    with pytest.raises(RuntimeError, match="no news today"):
        await a_group(worker, gap=gap)
    assert (await CommunityGroup.count(), await GroupMove.count(), await GroupStep.count()) == (0, 0, 0)
    assert (await the_gap(gap)).state == GapState.OPEN.value


async def test_a_gap_or_an_item_that_is_not_there(worker):
    for link in ("gap", "item"):
        with pytest.raises(NotFound):
            await a_group(worker, **{link: uuid4()})


async def test_it_is_put_right_by_one_at_a_time(worker):
    group = await a_group(worker)
    changed = Details("Friday Strollers", Kind.CAFE, "Tea and cake", supporter=worker.id, funder="St Mary’s")
    await actions.put_right(group, changed, version=1, by=worker)
    seen = await queries.group(group)
    assert (seen.name, seen.kind, seen.about, seen.supporter_name, seen.funder) == (
        "Friday Strollers",
        Kind.CAFE,
        "Tea and cake",
        worker.name,
        "St Mary’s",
    )
    with pytest.raises(Stale) as stale:
        await actions.put_right(group, Details("Mine"), version=1, by=worker)
    assert (stale.value.theirs["Name"], stale.value.yours["Name"]) == ("Friday Strollers", "Mine")


async def test_nothing_of_a_group_is_before_its_beginning(worker):
    today = clock.today()
    group = await a_group(worker, begun_on=today - timedelta(days=9))
    await actions.tick(group, Step.PEOPLE, on=today - timedelta(days=5), by=worker)
    with pytest.raises(RuleBroken, match="began then or before"):
        await actions.put_right(group, Details("Strollers", begun_on=today), version=None, by=worker)
    await actions.put_right(group, Details("Strollers", begun_on=today - timedelta(days=5)), version=None, by=worker)
    assert (await the_group(group)).begun_on == today - timedelta(days=5)
    assert await value("SELECT min(done_on) FROM group_step") == today - timedelta(days=5)
    assert await value("SELECT min(moved_on) FROM group_move") == today - timedelta(days=5)
