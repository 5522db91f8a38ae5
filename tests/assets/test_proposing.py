"""What those who run a listing change: what is live at once, what waits, and what a link worker does with it."""

from dataclasses import fields, replace
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livewell.assets import actions, queries
from livewell.assets.actions import Proposed
from livewell.assets.rules import Audience, Capacity, Feature, Provenance, Way, tiers
from livewell.assets.rules.differences import FIELDS
from livewell.assets.rules.listing import ContactPerson, Cost, Covered, Listing, Venue, as_json, from_json
from livewell.assets.rules.times import Pattern, Repeats
from livewell.kit.actor import SYSTEM
from livewell.kit.db import rows, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Role
from tests.factories.assets import a_listing, a_venue, an_asset, an_asset_from, an_organisation
from tests.factories.staff import a_member

WEDNESDAYS = Pattern(Repeats.WEEKLY, weekdays=(2,), opens=600, closes=660)


async def ask(asset_id: UUID | None, listing: Listing, **more: object) -> Proposed:
    said: dict[str, object] = {
        "based_on": 1,
        "submission": uuid4(),
        "proposed_by": "Anne",
        "reply_to": "anne@group.example",
    }
    return await actions.propose(asset_id, listing, **(said | more))  # type: ignore[arg-type]


async def test_every_field_of_a_listing_is_in_one_tier() -> None:
    held = [name for one in FIELDS for name in one.holds]
    assert sorted(held) == sorted(one.name for one in fields(Listing))
    assert tiers.LIVE.isdisjoint(tiers.WAITS)


@pytest.mark.parametrize(
    ("changes", "live", "waits"),
    [
        ({"what": "A brisk walk"}, ("What happens there",), ()),
        ({"patterns": (WEDNESDAYS,)}, ("When",), ()),
        ({"contacts": (ContactPerson("", "", "01632 960002"),)}, ("People to ask",), ()),
        ({"capacity": Capacity.FULL}, ("Is there room?",), ()),
        ({"costs": (Cost("", None, "a pound"),)}, ("Prices",), ()),
        ({"first_time": "Look for the red hat"}, ("What to expect the first time",), ()),
        ({"name": "Ramblers"}, (), ("Name",)),
        ({"who_for": "Men"}, (), ("Who it is for",)),
        ({"audiences": (Audience.MEN,)}, (), ("Whom it has in mind",)),
        ({"minimum_age": 18}, (), ("Ages",)),
        ({"safeguarding": "All leaders are checked"}, (), ("Keeping people safe",)),
        ({"published": False}, (), ("Shown to everybody",)),
        ({"organisation_name": "Others"}, (), ("Who runs it",)),
        ({"covers": (Covered("All", (), None, True),)}, (), ("Areas covered",)),
        ({"venues": (Venue(name="Elsewhere"),)}, (), ("Where",)),
        ({"what": "A brisk walk", "name": "Ramblers"}, ("What happens there",), ("Name",)),
        ({}, (), ()),
    ],
)  # fmt: skip
async def test_what_is_live_at_once_and_what_waits(
    changes: dict[str, object], live: tuple[str, ...], waits: tuple[str, ...]
) -> None:
    key = await an_asset_from(a_listing(name="Strollers"))
    before = (await queries.asset(key)).listing
    wanted = replace(before, **changes)
    done = await ask(key, wanted)
    assert (done.live, done.waits) == (live, waits)
    shown = (await queries.asset(key)).listing
    assert shown == tiers.with_live(before, wanted)
    if done.change_id is not None:
        await actions.approve(done.change_id, version=1, by=SYSTEM)
        after = (await queries.asset(key, hidden_too=True)).listing
        assert after.name == wanted.name
        assert [venue.name for venue in after.venues] == [venue.name for venue in wanted.venues]


async def test_the_times_of_a_place_are_live_and_its_address_waits() -> None:
    key = await an_asset_from(a_listing(venues=(a_venue(name="Hall", address="1 High Street"),)))
    saved = await queries.asset(key)
    venue = saved.listing.venues[0]
    moved = replace(venue, address="2 High Street", patterns=(WEDNESDAYS,), features=(Feature.STEP_FREE,))
    done = await ask(key, replace(saved.listing, venues=(moved,)))
    assert done.live == ("When", "Getting in")
    assert done.waits == ("Where",)
    shown = (await queries.asset(key)).listing.venues[0]
    assert (shown.address, shown.patterns, shown.features) == ("1 High Street", (WEDNESDAYS,), (Feature.STEP_FREE,))
    assert done.change_id
    await actions.approve(done.change_id, version=1, by=SYSTEM)
    assert (await queries.asset(key)).listing.venues == (moved,)


@pytest.mark.parametrize("amend", [False, True])
async def test_a_change_is_approved_as_it_was_or_amended(amend: bool) -> None:
    worker = await a_member(Role.LINK_WORKER)
    key = await an_asset_from(a_listing(name="Strollers"))
    before = (await queries.asset(key)).listing
    done = await ask(key, replace(before, name="Ramblers"))
    assert done.change_id
    await actions.change(key, replace(before, alert="Back in May"), version=1, by=worker)
    amended = replace(before, name="Rambling", alert="Back in May") if amend else None
    await actions.approve(done.change_id, listing=amended, version=1, by=worker)
    after = (await queries.asset(key)).listing
    assert (after.name, after.alert) == ("Rambling" if amend else "Ramblers", "Back in May")
    assert [one.why for one in await queries.versions(key)] == ["approved", "edited"]
    change = await queries.proposed(done.change_id)
    assert (change.is_waiting, change.state) == (False, "approved")
    with pytest.raises(RuleBroken, match="decided about this change already"):
        await actions.approve(done.change_id, version=2, by=worker)
    assert await queries.waiting() == []


async def test_a_new_listing_waits_and_is_shown_when_it_is_approved() -> None:
    own = await an_organisation(name="Fictional Growers")
    done = await ask(None, a_listing(name="Beans"), based_on=None, organisation=own)
    assert (done.waits, done.asset_id) == (("A new listing",), None)
    assert await value("SELECT count(*) FROM asset") == 0
    assert done.change_id
    key = await actions.approve(done.change_id, version=1, by=SYSTEM)
    saved = await queries.asset(key)
    assert (saved.name, saved.organisation_id, saved.source) == ("Beans", own, Provenance.OWNER)
    assert (await queries.proposed(done.change_id)).asset_id == key


async def test_what_is_sent_back_leaves_the_listing_as_it_was() -> None:
    key = await an_asset(name="Strollers")
    before = (await queries.asset(key)).listing
    done = await ask(key, replace(before, name="Ramblers"))
    assert done.change_id
    with pytest.raises(RuleBroken, match="Say in a sentence"):
        await actions.send_back(done.change_id, sentence="  ", version=1, by=SYSTEM)
    with pytest.raises(Stale):
        await actions.send_back(done.change_id, sentence="Why?", version=7, by=SYSTEM)
    await actions.send_back(done.change_id, sentence="Is that the whole name?", version=1, by=SYSTEM)
    assert (await queries.asset(key)).listing == before
    assert (await queries.proposed(done.change_id)).sentence == "Is that the whole name?"


async def test_the_same_form_sent_twice_is_one_change() -> None:
    key = await an_asset(name="Strollers")
    wanted = replace((await queries.asset(key)).listing, name="Ramblers", what="Brisk")
    once = uuid4()
    first = await ask(key, wanted, submission=once)
    assert await ask(key, wanted, submission=once) == first
    assert await value("SELECT count(*) FROM proposed_change") == 1
    assert (await queries.asset(key)).version == 2


async def test_one_person_has_one_change_waiting_and_two_have_two() -> None:
    key = await an_asset(name="Strollers")
    before = (await queries.asset(key)).listing
    first = await ask(key, replace(before, name="Ramblers"))
    second = await ask(key, replace(before, who_for="Men"))
    assert second.change_id == first.change_id
    assert second.waits == ("Name", "Who it is for")
    other = await ask(key, replace(before, name="Strolling"), reply_to="keith@group.example")
    assert other.change_id != first.change_id
    assert len(await queries.waiting_for(key)) == 2
    assert first.change_id
    with pytest.raises(NotFound):
        await actions.withdraw(first.change_id, reply_to="keith@group.example")
    await actions.withdraw(first.change_id, reply_to="anne@group.example")
    assert len(await queries.waiting_for(key)) == 1


async def test_who_asks_from_an_older_version_sees_both_texts() -> None:
    key = await an_asset(name="Strollers")
    before = (await queries.asset(key)).listing
    await actions.change(key, replace(before, alert="Back in May"), version=1, by=SYSTEM)
    with pytest.raises(Stale) as stale:
        await ask(key, replace(before, name="Ramblers"))
    assert stale.value.yours == {"Name": "Ramblers", "Notice": ""}
    assert await value("SELECT count(*) FROM proposed_change") == 0


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.HEALTH_COACH, Role.LINK_WORKER, Role.MANAGER}]
)
async def test_who_may_not_edit_decides_nothing(role: Role) -> None:
    key = await an_asset(name="Strollers")
    done = await ask(key, replace((await queries.asset(key)).listing, name="Ramblers"))
    by = await a_member(role)
    assert done.change_id
    for work in (
        actions.approve(done.change_id, version=1, by=by),
        actions.send_back(done.change_id, sentence="No", version=1, by=by),
        actions.restore(key, number=1, version=1, by=by),
        actions.merge(key, uuid4(), listing=a_listing(), by=by),
        actions.unmerge(key, by=by),
    ):
        with pytest.raises(NotFound):
            await work


async def test_an_earlier_version_is_taken_back() -> None:
    key = await an_asset_from(a_listing(name="Strollers", venues=(a_venue(name="Hall", patterns=(WEDNESDAYS,)),)))
    first = (await queries.asset(key)).listing
    await actions.change(key, replace(first, name="Ramblers", venues=()), version=1, by=SYSTEM)
    await actions.restore(key, number=1, version=2, by=SYSTEM)
    saved = await queries.asset(key)
    assert (saved.listing, saved.version) == (first, 3)
    assert [(one.number, one.why) for one in await queries.versions(key)] == [(2, "restored"), (1, "edited")]
    with pytest.raises(NotFound):
        await actions.restore(key, number=9, version=3, by=SYSTEM)
    with pytest.raises(Stale):
        await actions.restore(key, number=2, version=1, by=SYSTEM)


async def test_two_listings_become_one_and_two_again() -> None:
    kept, other = await an_asset(name="Strollers"), await an_asset(name="Strolers")
    listing = (await queries.asset(kept)).listing
    await actions.merge(kept, other, listing=replace(listing, alert="Both in one"), by=SYSTEM)
    assert await queries.moved_to(other) == kept
    with pytest.raises(NotFound):
        await queries.asset(other)
    assert await rows("SELECT asset FROM search_row") == [{"asset": kept}]
    with pytest.raises(NotFound):
        await actions.merge(other, kept, listing=listing, by=SYSTEM)
    with pytest.raises(RuleBroken):
        await actions.merge(kept, kept, listing=listing, by=SYSTEM)
    await actions.unmerge(other, by=SYSTEM)
    assert (await queries.asset(other)).name == "Strolers"
    assert await actions.search_rows_out_of_step() == 0
    with pytest.raises(RuleBroken, match="stands for itself"):
        await actions.unmerge(other, by=SYSTEM)


LISTINGS = st.builds(
    a_listing,
    name=st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=40).filter(str.strip),
    ways=st.lists(st.sampled_from(Way), unique=True).map(tuple),
    who_for=st.sampled_from(["", "Men", "Anybody <b>at all</b>"]),
    patterns=st.sampled_from([(), (WEDNESDAYS,), (WEDNESDAYS, replace(WEDNESDAYS, weekdays=(4,)))]),
    costs=st.lists(
        st.builds(Cost, st.just("Each"), st.none() | st.decimals(0, 99, places=2), st.just("")), max_size=2
    ).map(tuple),
    venues=st.lists(st.builds(a_venue, name=st.sampled_from(["Hall", "Church"]), hidden=st.booleans()), max_size=3).map(tuple),
    free=st.none() | st.booleans(),
    minimum_age=st.none() | st.integers(0, 120),
    capacity=st.none() | st.sampled_from(Capacity),
)  # fmt: skip


@given(LISTINGS)
def test_a_listing_is_the_same_after_it_was_kept_as_json(listing: Listing) -> None:
    assert from_json(as_json(listing)) == listing


@given(LISTINGS, LISTINGS)
def test_what_is_live_and_what_waited_together_are_the_whole_change(before: Listing, wanted: Listing) -> None:
    live = tiers.with_live(before, wanted)
    assert tiers.with_fields(live, wanted, tiers.waiting_fields(live, wanted)) == replace(
        wanted, venues=tiers.with_fields(live, wanted, tiers.WAITS).venues
    )
    assert tiers.waiting_fields(wanted, wanted) == tiers.live_fields(wanted, wanted) == ()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(LISTINGS, LISTINGS)
async def test_asking_and_approving_is_changing(before: Listing, wanted: Listing) -> None:
    one, other = await an_asset_from(before), await an_asset_from(before)
    await actions.change(one, wanted, version=1, by=SYSTEM)
    done = await ask(other, wanted)
    if done.change_id:
        await actions.approve(done.change_id, version=1, by=SYSTEM)
    changed, asked = [(await queries.asset(key, hidden_too=True)).listing for key in (one, other)]

    def plain(listing: Listing) -> Listing:
        return replace(listing, venues=tuple(replace(venue, location=None) for venue in listing.venues))

    assert plain(changed) == plain(asked)


ROWS = """
    SELECT a.name, a.when_words, a.ways, a.free, a.capacity, a.trust, s.easting, s.kind, s.ways AS way_bits, s.free AS f,
           s.minimum_age, s.words::text AS words, s.every_week::text AS w, s.next_at, s.good_until, l.name AS place,
           (SELECT count(*) FROM schedule WHERE asset = a.id) AS schedules,
           (SELECT array_agg(amount ORDER BY position) FROM cost_option WHERE asset = a.id) AS amounts
    FROM asset AS a LEFT JOIN asset_at_location AS al ON al.asset = a.id LEFT JOIN location AS l ON l.id = al.location
    LEFT JOIN search_row AS s ON s.id = coalesce(al.id, a.id)
    WHERE a.id = ANY($1::uuid[]) ORDER BY a.name, al.position
"""


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(LISTINGS, min_size=1, max_size=4, unique_by=lambda one: one.name))
async def test_many_at_once_are_the_same_rows_as_one_by_one(listings: list[Listing]) -> None:
    singly = [await an_asset_from(one) for one in listings]
    new = [actions.NewListing(uuid4(), one) for one in listings]
    assert await actions.add_many(iter(new), source=Provenance.TEAM, by=SYSTEM) == len(listings)
    assert await rows(ROWS, singly) == await rows(ROWS, [one.id for one in new])
    assert await actions.search_rows_out_of_step() == 0
