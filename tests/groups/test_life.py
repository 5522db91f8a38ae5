"""A group goes from stage to stage, is led, is watched, and stands by itself when nothing is lacking."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.groups import actions, queries
from livewell.groups.forms.keeping import Leading
from livewell.groups.queries.parts import may_lead
from livewell.groups.rules import Stage, Step
from livewell.groups.rules.watching import Alert
from livewell.groups.tables import GroupAlert, GroupInput, GroupLead, GroupMove, GroupReview
from livewell.kit import clock
from livewell.kit.db import execute, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.listeners import BY_THE_CLOCK
from livewell.staff.rules import Role
from livewell.volunteers.rules import Stage as Way
from tests.factories.assets import an_asset
from tests.factories.gatherings import a_walking_group, recorded
from tests.factories.groups import a_group, a_running_group, an_entry, led, the_group, time_given
from tests.factories.staff import a_member
from tests.factories.volunteers import a_coordinator, a_ready_volunteer, a_role, a_volunteer, moved


@pytest.fixture
async def worker():
    return await a_member(Role.LINK_WORKER)


def ago(**length):
    return clock.today() - timedelta(**length)


# ── its list and its stage ──


async def test_the_first_line_makes_it_form(worker):
    group = await a_group(worker, begun_on=ago(days=20))
    await actions.tick(group, Step.PLACE, on=ago(days=9), words="The café", by=worker)
    assert (await queries.group(group)).stage is Stage.FORMING
    (last, first) = await queries.moves_of(group)
    assert (last.on, first.on) == (ago(days=9), ago(days=20))
    await actions.tick(group, Step.PLACE, on=ago(days=8), words="The hall", by=worker)
    assert [step.done_on for step in await queries.steps_of(group) if step.step is Step.PLACE] == [ago(days=8)]
    assert await GroupMove.count() == 2


@pytest.mark.parametrize(("days", "sentence"), [(-1, "not come yet"), (21, "That is before"), (20, None), (0, None)])
async def test_on_which_day_a_line_can_be_done(worker, days, sentence):
    group = await a_group(worker, begun_on=ago(days=20))
    if sentence is None:
        await actions.tick(group, Step.PEOPLE, on=ago(days=days), by=worker)
    else:
        with pytest.raises(RuleBroken, match=sentence):
            await actions.tick(group, Step.PEOPLE, on=ago(days=days), by=worker)
        assert (await queries.group(group)).stage is Stage.IDEA


async def test_the_idea_is_as_old_as_the_group(worker):
    group = await a_group(worker, begun_on=ago(days=20))
    with pytest.raises(RuleBroken, match="change when it began"):
        await actions.tick(group, Step.IDEA, on=ago(days=5), by=worker)


async def test_two_write_one_line(worker):
    group = await a_group(worker)
    await actions.tick(group, Step.PEOPLE, on=clock.today(), words="Mine", version=0, by=worker)
    with pytest.raises(Stale) as stale:
        await actions.tick(group, Step.PEOPLE, on=clock.today(), words="Yours", version=0, by=worker)
    assert (stale.value.theirs["Words"], stale.value.yours["Words"]) == ("Mine", "Yours")
    await actions.tick(group, Step.PEOPLE, on=clock.today(), words="Ours", version=1, by=worker)


async def test_a_stage_keeps_its_days_and_its_review(worker):
    group = await a_running_group(worker, since=ago(days=10))
    kept = await the_group(group)
    assert kept.review_on == ago(days=10) + timedelta(weeks=12)
    with pytest.raises(RuleBroken, match="That is before"):
        await actions.move(group, Stage.PAUSED, on=ago(days=11), why="Away", by=worker)
    await actions.move(group, Stage.CLOSED, on=ago(days=1), why="The café has closed.", by=worker)
    assert (await the_group(group)).closed_on == ago(days=1)
    await actions.move(group, Stage.FORMING, why="Another café.", by=worker)
    kept = await the_group(group)
    assert (kept.closed_on, kept.stage) == (None, "forming")
    with pytest.raises(RuleBroken, match="Somebody has changed"):
        await actions.move(group, Stage.SUPPORTED, version=1, by=worker)


async def test_what_it_lacks_is_said(worker):
    group = await a_running_group(worker, since=ago(weeks=8))
    await time_given(group, worker, minutes=90, on=ago(days=27))
    with pytest.raises(RuleBroken, match=r"Nobody of its community leads it yet\. The team gave it 1 hour 30 minutes"):
        await actions.move(group, Stage.INDEPENDENT, by=worker)
    await led(group, worker, since=ago(days=3))
    with pytest.raises(RuleBroken, match="The team gave it"):
        await actions.move(group, Stage.INDEPENDENT, by=worker)
    await actions.strike_time((await queries.input_of(group))[0].id, by=worker)
    with pytest.raises(RuleBroken, match="Nobody of its community"):
        await actions.move(group, Stage.INDEPENDENT, on=ago(days=4), by=worker)
    await actions.move(group, Stage.INDEPENDENT, on=ago(days=2), words="Rosa and three others.", by=worker)
    kept = await the_group(group)
    assert (kept.independent_on, kept.stage) == (ago(days=2), "independent")
    steps = {step.step: step for step in await queries.steps_of(group)}
    assert (steps[Step.INDEPENDENT].done_on, steps[Step.INDEPENDENT].words) == (ago(days=2), "Rosa and three others.")


async def test_nothing_is_left_of_a_move_that_failed(worker, mute):
    group = await a_group(worker)
    mute()
    with pytest.raises(RuntimeError, match="no news today"):
        await actions.move(group, Stage.FORMING, by=worker)
    assert (await the_group(group)).stage == "idea"
    assert await GroupMove.count() == 1


# ── leads ──


async def test_a_volunteer_leads_only_when_ready(worker):
    coordinator = await a_coordinator()
    role = await a_role(coordinator, family="group_supporter")
    keen = await a_volunteer(role, name="Keen Fictional")
    group = await a_running_group(worker, since=ago(weeks=4))
    with pytest.raises(RuleBroken, match="not ready for this yet"):
        await actions.name_lead(group, Leading(clock.today(), volunteer=keen, role=role), submission=uuid4(), by=worker)
    assert await GroupLead.count() == 0
    ready = await a_ready_volunteer(coordinator, role, name="Ready Fictional")
    assert [one.name for one in await may_lead(None)] == ["Ready Fictional"]
    # They were not ready when they are said to have begun.
    with pytest.raises(RuleBroken, match="not ready for this yet"):
        await actions.name_lead(group, Leading(ago(days=9), volunteer=ready, role=role), submission=uuid4(), by=worker)
    submission = uuid4()
    leading = Leading(clock.today(), volunteer=ready, role=role)
    first = await actions.name_lead(group, leading, submission=submission, by=worker)
    assert await actions.name_lead(group, leading, submission=submission, by=worker) == first
    (lead,) = await queries.leads_of(group)
    assert (lead.name, lead.volunteer) == ("Ready Fictional", ready)


async def test_one_leads_at_a_time(worker):
    group = await a_running_group(worker, since=ago(weeks=8))
    await led(group, worker, name="Ann", since=ago(days=40))
    await led(group, worker, name="Bo", since=ago(days=9))
    assert [(one.name, one.until_on) for one in await queries.leads_of(group)] == [("Bo", None), ("Ann", ago(days=9))]
    with pytest.raises(RuleBroken, match="Somebody leads it since"):
        await led(group, worker, name="Cy", since=ago(days=10))
    with pytest.raises(RuleBroken, match="Say who leads it"):
        await led(group, worker, name=" ")
    (now, before) = await queries.leads_of(group)
    with pytest.raises(RuleBroken, match="stopped already"):
        await actions.end_lead(before.id, on=clock.today(), why="x", by=worker)
    with pytest.raises(RuleBroken, match="Say why they stopped"):
        await actions.end_lead(now.id, on=clock.today(), why=" ", by=worker)
    await actions.end_lead(now.id, on=clock.today(), why="Bo moves house.", by=worker)
    with pytest.raises(NotFound):
        await actions.end_lead(uuid4(), on=clock.today(), why="x", by=worker)


# ── signs ──


async def test_a_sign_is_raised_once_and_settled_with_words(worker):
    group = await a_running_group(worker, since=ago(weeks=20))
    await execute("UPDATE community_group SET review_on = NULL")
    asset = (await queries.group(group)).asset
    for week, heads in enumerate((6, 6, 6, 6, 3, 3, 3, 3)):
        await recorded(
            asset, ago(weeks=7 - week), counts=[], newcomers=0, new_names=[f"W{week}-{n}" for n in range(heads)]
        )
    assert await actions.watch_all() == 2
    assert await actions.watch_all() == 0
    falling, nobody = await queries.alerts_of(group)
    assert {falling.kind, nobody.kind} == {Alert.FALLING, Alert.NO_NEW}
    with pytest.raises(RuleBroken, match="Say what was done"):
        await actions.settle_alert(falling.id, words=" ", by=worker)
    for sign in (falling, nobody):
        await actions.settle_alert(sign.id, words="We went along.", by=worker)
    with pytest.raises(RuleBroken, match="settled this already"):
        await actions.settle_alert(falling.id, words="Again", by=worker)
    with pytest.raises(NotFound):
        await actions.settle_alert(uuid4(), words="x", by=worker)
    assert await actions.watch_all() == 0
    assert await GroupAlert.count() == 2


async def test_a_lead_who_left_and_somebody_who_comes(worker):
    group = await a_running_group(worker, since=ago(days=5))
    await led(group, worker, since=ago(days=4))
    assert await actions.watch_all() == 0
    (lead,) = await queries.leads_of(group)
    await actions.end_lead(lead.id, on=clock.today(), why="Well earned rest.", by=worker)
    assert await actions.watch_all() == 1
    assert await queries.open_alerts() == 1
    await led(group, worker, name="Bo")
    (sign,) = await queries.alerts_of(group)
    assert (sign.kind, sign.words) == (Alert.LEAD_LEFT, "Somebody leads it again.")


async def test_a_volunteer_who_takes_a_break_leads_nothing(worker):
    coordinator = await a_coordinator()
    role = await a_role(coordinator, family="group_supporter")
    ready = await a_ready_volunteer(coordinator, role)
    group = await a_running_group(worker, since=ago(days=5))
    await actions.name_lead(group, Leading(clock.today(), volunteer=ready, role=role), submission=uuid4(), by=worker)
    assert await actions.watch_all() == 0
    await moved(ready, coordinator, Way.PAUSED)
    assert await actions.watch_all() == 1


async def test_a_review_settles_what_was_due(worker):
    group = await a_running_group(worker, since=ago(weeks=13))
    await recorded((await queries.group(group)).asset)
    await execute("UPDATE community_group SET review_on = $1", clock.today())
    assert await actions.watch_all() == 1
    later = clock.today() + timedelta(weeks=26)
    submission = uuid4()
    for _ in range(2):
        await actions.hold_review(
            group,
            {"lead": "Two could.", "nonsense": "x"},
            held_on=clock.today(),
            agreed="Rosa asks Bo.",
            next_on=later,
            submission=submission,
            by=worker,
        )
    assert await GroupReview.count() == 1
    assert (await the_group(group)).review_on == later
    assert await queries.open_alerts() == 0
    (seen,) = await queries.reviews_of(group)
    assert [said for _, said in seen.answers] == ["Two could."]
    with pytest.raises(RuleBroken, match="Answer one"):
        await actions.hold_review(group, {}, held_on=clock.today(), submission=uuid4(), by=worker)
    with pytest.raises(RuleBroken, match="after this one"):
        await actions.hold_review(
            group, {"lead": "x"}, held_on=clock.today(), next_on=clock.today(), submission=uuid4(), by=worker
        )


async def test_groups_that_rest_are_not_watched(worker):
    group = await a_running_group(worker, since=ago(weeks=30))
    await actions.move(group, Stage.PAUSED, why="Winter.", by=worker)
    assert await actions.watch_all() == 0


def test_the_clock_looks_at_groups():
    assert actions.watch_all in {chore.do for chore in BY_THE_CLOCK}


# ── time, flyers, listing, programme ──


async def test_time_is_given_once(worker):
    group = await a_group(worker, begun_on=ago(days=5))
    submission = uuid4()
    for _ in range(2):
        await time_given(group, worker, submission=submission)
    assert await GroupInput.count() == 1
    for minutes in (0, 1441):
        with pytest.raises(RuleBroken, match="from 1 minute"):
            await time_given(group, worker, minutes=minutes)
    with pytest.raises(RuleBroken, match="That is before"):
        await time_given(group, worker, on=ago(days=6))
    with pytest.raises(NotFound):
        await time_given(uuid4(), worker)
    with pytest.raises(NotFound):
        await actions.strike_time(uuid4(), by=worker)


async def test_flyers_went_somewhere(worker):
    group = await a_group(worker)
    with pytest.raises(RuleBroken, match="how many"):
        await actions.give_flyers(group, place="Library", number=0, on=clock.today(), submission=uuid4(), by=worker)
    submission = uuid4()
    for _ in range(2):
        await actions.give_flyers(group, place="Library", number=9, on=clock.today(), submission=submission, by=worker)
    assert [(one.place, one.number) for one in await queries.flyers_of(group)] == [("Library", 9)]


async def test_a_listing_is_one_groups(worker):
    one, other = await a_group(worker), await a_group(worker, name="Others")
    asset = await a_walking_group()
    await actions.link_listing(one, asset, by=worker)
    with pytest.raises(RuleBroken, match="has this listing already"):
        await actions.link_listing(other, asset, by=worker)
    with pytest.raises(NotFound):
        await actions.link_listing(other, uuid4(), by=worker)
    with pytest.raises(RuleBroken, match="has a listing already"):
        await actions.make_listing(one, submission=uuid4(), by=worker)
    found = await queries.of_asset(asset)
    assert found is not None
    assert found.id == one
    assert await queries.of_asset(uuid4()) is None
    hidden = await an_asset(published=False)
    await actions.link_listing(other, hidden, by=worker)
    assert not [step for step in await queries.steps_of(other) if step.step is Step.LISTING and step.is_done]


async def test_a_programme_is_changed_by_one_at_a_time(worker):
    group = await a_group(worker, kind="cafe")
    submission = uuid4()
    first, again = [await actions.plan_entry(group, an_entry(), submission=submission, by=worker) for _ in range(2)]
    assert first == again
    await actions.change_entry(first, an_entry(title="Bring and bake"), version=1, by=worker)
    with pytest.raises(Stale) as stale:
        await actions.change_entry(first, an_entry(title="Mine"), version=1, by=worker)
    assert (stale.value.theirs["What"], stale.value.yours["What"]) == ("Bring and bake", "Mine")
    with pytest.raises(RuleBroken, match="Say why"):
        await actions.cancel_entry(first, why="", by=worker)
    for _ in range(2):
        await actions.cancel_entry(first, why="No oven.", by=worker)
    assert await value("SELECT cancelled_why FROM programme_entry") == "No oven."


async def test_figures_of_all_groups(worker):
    group = await a_running_group(worker, since=ago(weeks=4), begun_on=ago(weeks=14))
    await actions.tick(group, Step.FIRST_SESSION, on=ago(weeks=4), by=worker)
    await time_given(group, worker, minutes=90)
    await a_group(worker)
    found = await queries.all_figures()
    stages = dict(found.stages)
    assert (stages["Idea"], stages["Running, with our support"]) == (1, 1)
    assert (found.to_first, found.first_of, found.to_independent) == (10.0, 1, None)
    assert found.months[-1][1] == 1.5
    assert len(found.months) == 12


@pytest.mark.usefixtures("committed_db")
async def test_a_hundred_name_a_lead_at_once():
    worker = await a_member(Role.LINK_WORKER)
    group = await a_running_group(worker)
    answers = await asyncio.gather(
        *(led(group, worker, name=f"Lead {number}") for number in range(100)), return_exceptions=True
    )
    assert not [one for one in answers if isinstance(one, Exception)]
    assert await value("SELECT count(*) FROM group_lead WHERE until_on IS NULL") == 1
