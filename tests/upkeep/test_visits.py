"""Visits: what they write down, what they do to a listing, what they refuse, and what they leave behind."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.assets.rules import AssetKind, Checked, Feature
from livewell.kit import clock
from livewell.kit.dates import say_day
from livewell.kit.db import value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.kit.news import Event
from livewell.staff.rules import Role
from livewell.upkeep import actions, queries
from livewell.upkeep.forms import NewPlace
from livewell.upkeep.rules.visits import FollowOn, Says, VisitState
from tests.factories.assets import an_asset, an_organisation
from tests.factories.staff import a_member
from tests.factories.upkeep import a_find

TOMORROW = timedelta(days=1)


async def told() -> list[str]:
    events = await Event.select(Event.what).where(Event.what.like("visit.%")).order_by(Event.told_in)
    return [event["what"] for event in events]


async def recorded(asset, worker, **changes):
    seen = await listings.asset(asset, hidden_too=True)
    return await actions.record(asset, a_find(**changes), version=seen.version, submission=uuid4(), by=worker)


async def test_a_visit_makes_sure_of_the_listing_and_everybody_reads_so(worker):
    asset = await an_asset(checked_at=None, place_name="Hall")
    visit = await recorded(asset, worker)
    seen = await listings.asset(asset)
    assert seen.assured_how is Checked.VISITED
    assert seen.assured_words.startswith("Checked by a visit on ")
    assert seen.listing.who_for == ""  # what the visit wrote stays with the visit
    (assurance,) = await queries.assurances(asset)
    assert assurance.by == worker.name
    assert "Who it is for" in assurance.what
    kept = await queries.visit(visit)
    assert (kept.serves, kept.met, kept.welcoming, kept.is_done) == (
        "Anybody who likes company",
        "Beryl, who runs the kitchen",
        True,
        True,
    )
    assert kept.features == ("Step-free", "Fine to come alone")
    assert await told() == ["visit.recorded"]


async def test_a_visit_puts_its_words_into_the_listing_when_it_is_asked_to(worker):
    asset = await an_asset(place_name="Hall", checked_at=None)
    await recorded(asset, worker, says=Says.UPDATE, also=("times",))
    seen = await listings.asset(asset)
    assert (seen.listing.who_for, seen.listing.access) == ("Anybody who likes company", "A ramp at the side door.")
    assert seen.listing.venues[0].features == (Feature.STEP_FREE,)
    assert seen.listing.features == (Feature.ALONE,)
    assert seen.assured_how is Checked.VISITED
    (assurance,) = await queries.assurances(asset)
    assert "When" in assurance.what


async def test_a_visit_written_down_later_says_when_it_was(worker):
    asset = await an_asset()
    await recorded(asset, worker, visited_on=clock.today() - timedelta(days=3))
    (assurance,) = await queries.assurances(asset)
    assert assurance.note == f"Visited on {say_day(clock.today() - timedelta(days=3))}."


async def test_a_visit_that_found_the_listing_wrong_vouches_for_nothing(worker):
    asset = await an_asset(checked_at=None)
    await recorded(asset, worker, says=Says.NOT_RIGHT)
    seen = await listings.asset(asset)
    assert seen.assured_at is None
    assert await queries.assurances(asset) == []
    assert len(await queries.visits_of(asset)) == 1


async def test_a_planned_visit_becomes_the_one_that_was_done(worker):
    asset = await an_asset()
    on = clock.today() + TOMORROW
    planned = await actions.plan(asset, on=on, submission=uuid4(), by=worker)
    assert await actions.plan(asset, on=on + TOMORROW, submission=uuid4(), by=worker) == planned
    (row,) = await queries.visits_by(worker.id, VisitState.PLANNED)
    assert (row.id, row.planned_on) == (planned, on + TOMORROW)
    assert await recorded(asset, worker) == planned
    assert await queries.visits_by(worker.id, VisitState.PLANNED) == []
    (row,) = await queries.visits_by(worker.id, VisitState.DONE)
    assert (row.id, row.visited_on) == (planned, clock.today())


async def test_somebody_elses_plan_stays_theirs(worker):
    asset = await an_asset()
    other = await a_member(Role.LINK_WORKER)
    planned = await actions.plan(asset, on=clock.today(), submission=uuid4(), by=other)
    assert await recorded(asset, worker) != planned
    assert [row.id for row in await queries.visits_by(other.id, VisitState.PLANNED)] == [planned]


async def test_a_visit_is_called_off_once_and_not_when_it_happened(worker):
    asset = await an_asset()
    planned = await actions.plan(asset, on=clock.today(), submission=uuid4(), by=worker)
    await actions.call_off(planned, by=worker)
    await actions.call_off(planned, by=worker)
    done = await recorded(asset, worker)
    assert done != planned
    with pytest.raises(RuleBroken, match="already done"):
        await actions.call_off(done, by=worker)
    with pytest.raises(NotFound):
        await actions.call_off(uuid4(), by=worker)


async def test_what_they_asked_for_waits_until_somebody_says_what_came_of_it(worker):
    asset = await an_asset(name="Beans and company")
    wanted = (FollowOn.JOIN_FORUM, FollowOn.WANTS_TRAINING)
    visit = await recorded(asset, worker, follow_ons=wanted)
    waiting = await queries.follow_ons()
    assert {one.label for one in waiting} == {"Join the coproduction forum", "Training, or help to welcome more people"}
    forum = next(one for one in waiting if one.label.startswith("Join"))
    await actions.settle_follow_on(forum.id, sentence="Came in November.", by=worker)
    assert [one.label for one in await queries.follow_ons()] == ["Training, or help to welcome more people"]
    with pytest.raises(RuleBroken, match="already"):
        await actions.settle_follow_on(forum.id, sentence="Again.", by=worker)
    with pytest.raises(NotFound):
        await actions.settle_follow_on(uuid4(), sentence="Nobody.", by=worker)
    kept = {one.label: one.sentence for one in (await queries.visit(visit)).follow_ons}
    assert kept["Join the coproduction forum"] == "Came in November."


async def test_information_only_leaves_nothing_to_do(worker):
    await recorded(await an_asset(), worker, follow_ons=(FollowOn.INFORMATION_ONLY,))
    assert await queries.follow_ons() == []


async def test_a_visit_to_a_new_place_begins_a_listing_that_is_hidden(worker):
    place = NewPlace("Fictional Sheds", AssetKind.GROUP, "The yard", "")
    submission = uuid4()
    made = await actions.record_new(place, a_find(), submission=submission, by=worker)
    assert await actions.record_new(place, a_find(), submission=submission, by=worker) == made
    seen = await listings.asset(made, hidden_too=True)
    assert not seen.published
    assert (seen.listing.what, seen.listing.who_for) == (
        "Soup, cards and a walk round the pond.",
        "Anybody who likes company",
    )
    assert seen.listing.venues[0].name == "The yard"
    assert seen.listing.venues[0].features == (Feature.STEP_FREE,)
    assert seen.assured_how is Checked.VISITED
    (visit,) = await queries.visits_of(made)
    assert (await queries.visit(visit.id)).began_listing


async def test_the_same_form_twice_is_one_visit(worker):
    asset = await an_asset()
    version = (await listings.asset(asset)).version
    submission = uuid4()
    once = await actions.record(asset, a_find(), version=version, submission=submission, by=worker)
    assert await actions.record(asset, a_find(), version=version, submission=submission, by=worker) == once
    assert len(await queries.visits_of(asset)) == 1
    assert len(await queries.assurances(asset)) == 1


@pytest.mark.parametrize(("says", "refusal"), [(Says.UPDATE, Stale), (Says.RIGHT, RuleBroken)])
async def test_a_listing_that_somebody_changed_meanwhile_is_not_written_over(worker, says, refusal):
    asset = await an_asset()
    seen = await listings.asset(asset)
    await assets.change(asset, replace(seen.listing, what="Something new."), version=seen.version, by=worker)
    with pytest.raises(refusal):
        await actions.record(asset, a_find(says=says), version=seen.version, submission=uuid4(), by=worker)
    assert (await listings.asset(asset)).listing.what == "Something new."
    assert await queries.visits_of(asset) == []


async def test_those_who_run_one_listing_write_no_visit(worker):
    editor = await a_member(Role.ORGANISATION_EDITOR, organisation=await an_organisation())
    asset = await an_asset()
    with pytest.raises(NotFound):
        await actions.plan(asset, on=clock.today(), submission=uuid4(), by=editor)
    with pytest.raises(NotFound):
        await actions.record(uuid4(), a_find(), version=1, submission=uuid4(), by=worker)


async def test_a_visit_that_fails_leaves_nothing(worker, mute):
    asset = await an_asset(checked_at=None)
    version = (await listings.asset(asset)).version
    mute()
    with pytest.raises(RuntimeError, match="no news"):
        await actions.record(asset, a_find(says=Says.UPDATE), version=version, submission=uuid4(), by=worker)
    with pytest.raises(RuntimeError, match="no news"):
        await actions.record_new(NewPlace("Sheds", AssetKind.GROUP, "", ""), a_find(), submission=uuid4(), by=worker)
    with pytest.raises(RuntimeError, match="no news"):
        await actions.plan(asset, on=clock.today(), submission=uuid4(), by=worker)
    assert await value("SELECT count(*) FROM asset_visit") == 0
    assert await value("SELECT count(*) FROM asset") == 1
    assert (await listings.asset(asset)).version == version


# ── making sure from the desk ──


async def test_the_telephone_makes_sure_once_of_what_was_read(worker):
    asset = await an_asset(checked_at=None)
    submission = uuid4()
    for _ in range(2):
        await actions.make_sure(asset, how=Checked.PHONED, version=1, submission=submission, note=" Anne ", by=worker)
    (assurance,) = await queries.assurances(asset)
    assert (assurance.words, assurance.note) == ("Checked by telephone", "Anne")
    with pytest.raises(RuleBroken, match="changed"):
        await actions.make_sure(asset, how=Checked.PHONED, version=7, submission=uuid4(), by=worker)
    with pytest.raises(NotFound):
        await actions.make_sure(uuid4(), how=Checked.PHONED, version=1, submission=uuid4(), by=worker)
