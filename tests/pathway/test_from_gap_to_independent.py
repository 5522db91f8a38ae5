"""A gap goes before the forum, becomes a group, a listing, is attended, is led by a volunteer, and stands by itself."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.forum import actions as forum
from livewell.forum.rules.agenda import DecisionKind
from livewell.gaps import actions as gaps
from livewell.gaps.queries import gap as gap_seen
from livewell.gaps.rules import GapState, Outcome
from livewell.groups import actions, queries
from livewell.groups.forms.keeping import Leading
from livewell.groups.rules import Stage, Step
from livewell.kit import clock
from livewell.kit.errors import RuleBroken
from livewell.placements import actions as placements
from livewell.staff.rules import Role
from livewell.threads.queries.table import threads
from livewell.threads.queries.thread import thread
from livewell.threads.rules import LABELS, Link
from tests.factories.forum import a_decision, a_facilitator, a_held_meeting, an_action, on_held
from tests.factories.forum import a_member as a_forum_member
from tests.factories.gaps import a_gap
from tests.factories.gatherings import a_walking_group, recorded
from tests.factories.groups import time_given
from tests.factories.staff import a_member
from tests.factories.volunteers import a_coordinator, a_ready_volunteer, a_role

BEGIN = datetime(2026, 3, 2, 10, tzinfo=UTC)


def after(weeks):
    return clock.at(BEGIN + timedelta(weeks=weeks))


async def test_the_whole_chain(client_for):
    worker = await a_member(Role.LINK_WORKER)
    manager = await a_member(Role.MANAGER)
    with after(0):
        gap = await a_gap(worker, title="Somewhere to walk together", people=7)
    with after(2):
        item = await the_forum_decides(gap)
    with after(3):
        group = await actions.begin("Thursday Strollers", item=item, supporter=worker.id, submission=uuid4(), by=worker)
        await actions.tick(group, Step.PEOPLE, on=clock.today(), by=worker)
        await actions.tick(group, Step.PLACE, on=clock.today(), by=worker)
    with after(4):
        await actions.link_listing(group, await a_walking_group(), by=worker)
    await it_is_attended(worker, group)
    await a_volunteer_leads_it(worker, group)
    await it_stands_by_itself(worker, group)
    with after(24):
        await gaps.settle(gap, Outcome.GROUP, "There is a walk each Thursday. Come along.", by=worker)
    with after(25):
        assert (await gap_seen(gap, seen_by=worker)).state is GapState.SETTLED
        await every_link_is_on_the_page(client_for, manager, worker, gap)


async def the_forum_decides(gap):
    facilitator = await a_facilitator()
    member = await a_forum_member(facilitator)
    meeting = await a_held_meeting(facilitator, came=[member])
    item = await on_held(facilitator, meeting, "Somewhere to walk together", kind="gap", gap=gap)
    decision = await a_decision(facilitator, meeting, item, kind=DecisionKind.GROUP, words="We begin a walking group.")
    action = await an_action(facilitator, meeting, member, words="Ask the café for a table.", decision=decision)
    await forum.finish(action, came_of_it="The café keeps us a table.", by=facilitator)
    return item


async def it_is_attended(worker, group):
    asset = (await queries.group(group)).asset
    for week in range(5, 17):
        with after(week):
            await recorded(asset, clock.today())
            await time_given(group, worker, minutes=max(10, 120 - 10 * (week - 5)))
            if week == 5:
                await actions.tick(group, Step.FIRST_SESSION, on=clock.today(), by=worker)
                await actions.move(group, Stage.SUPPORTED, on=clock.today(), by=worker)


async def a_volunteer_leads_it(worker, group):
    """Only somebody recruited, checked and trained is named; and they are placed where they lead."""
    with after(17):
        coordinator = await a_coordinator()
        asset = (await queries.group(group)).asset
        role = await a_role(coordinator, asset=asset, family="group_supporter", title="Walk leader")
        keen = await a_ready_volunteer(coordinator, role, name="Rosa Fictional")
        with pytest.raises(RuleBroken, match="not ready"):
            stranger = await a_ready_volunteer(coordinator)
            await actions.name_lead(
                group,
                Leading(clock.today(), volunteer=stranger, role=await a_role(coordinator, trainings=("lone",))),
                submission=uuid4(),
                by=worker,
            )
        placement = await placements.propose_at(
            asset, volunteer=keen, role=role, leads=True, submission=uuid4(), by=coordinator
        )
        await placements.agree(placement, side="volunteer", by=coordinator)
        await placements.start(placement, by=coordinator)
        leading = Leading(clock.today(), volunteer=keen, role=role)
        await actions.name_lead(group, leading, submission=uuid4(), by=worker)
        assert [one.name for one in await queries.leads_of(group)] == ["Rosa Fictional"]


async def it_stands_by_itself(worker, group):
    """Not while the team still gives its time; four weeks later it does."""
    with after(18):
        with pytest.raises(RuleBroken, match="The team gave it"):
            await actions.move(group, Stage.INDEPENDENT, by=worker)
        assert (await queries.group(group)).stage is Stage.SUPPORTED
    with after(21):
        await actions.move(group, Stage.INDEPENDENT, by=worker)
        assert (await queries.group(group)).independent_on == clock.today()


async def every_link_is_on_the_page(client_for, manager, worker, gap):
    seen = await thread(gap, seen_by=manager)
    (one,) = seen.groups
    links = [*seen.links, *one.links]
    assert [link.link for link in links] == list(Link)
    assert all(link.is_there for link in links)
    assert all(link.href for link in links)
    assert [link.day for link in links] == sorted(link.day for link in links)
    assert seen.reached == LABELS[Link.INDEPENDENT]
    (row,) = (await threads()).rows
    assert (row.gap, row.links) == (gap, 9)
    page = await (await client_for(manager)).get(f"/threads/{gap}")
    for words in ("We begin a walking group.", "12 meetings, 120 attendances", "Rosa Fictional", "A new group"):
        assert words in page.text, words
    evaluator = await (await client_for(Role.EVALUATOR)).get(f"/threads/{gap}")
    assert "Rosa Fictional" not in evaluator.text
    assert "A volunteer of its community" in evaluator.text
    for link in links:
        assert (await (await client_for(manager)).get(link.href)).status_code == 200, link.href
