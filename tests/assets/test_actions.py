"""Adding, changing and adding many listings: what each does, refuses, and leaves behind when it fails."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from livewell.assets import actions, queries
from livewell.assets.rules import AssetKind, Feature, Sector, Way
from livewell.assets.rules.listing import ContactPerson, Cost, Covered, Listing, Venue
from livewell.assets.rules.times import Part, Pattern, Repeats
from livewell.kit import clock, news
from livewell.kit.actor import PUBLIC_VISITOR, SYSTEM
from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound, Stale
from livewell.staff.rules import Member, Role
from tests.factories.assets import a_listing, an_asset, an_asset_from, an_organisation
from tests.factories.staff import a_member
from tests.kit.test_geo import a_postcode

TUESDAYS = Pattern(
    Repeats.WEEKLY,
    weekdays=(1,),
    opens=14 * 60,
    closes=15 * 60,
    parts=(Part("Walk", 14 * 60), Part("Tea", 14 * 60 + 40)),
)
LISTING = Listing(
    name="Strollers",
    kind=AssetKind.GROUP,
    what="A gentle walk.",
    organisation_name="Friends of the Fictional Wood",
    sector=Sector.RESIDENTS,
    venues=(
        Venue(
            name="Library steps",
            postcode="NG2 6AB",
            features=(Feature.STEP_FREE,),
            meeting_point="By the bench",
            patterns=(TUESDAYS,),
        ),
    ),
    free=False,
    costs=(Cost("Concession", Decimal("3.50"), "per session"),),
    ways=(Way.BE_ACTIVE, Way.CONNECT),
    features=(Feature.ALONE,),
    languages=("en", "pl"),
    contacts=(ContactPerson("Anne", "Leader", "01632 960001", ""),),
    covers=(Covered("Edwalton", ("E05000001",)),),
)  # fmt: skip
MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


async def a_link_worker() -> Member:
    return await a_member(Role.LINK_WORKER)


async def told() -> list[str]:
    return [one["what"] for one in await rows("SELECT what FROM event WHERE what LIKE 'asset%.%' ORDER BY told_in")]


def without_ids(listing: Listing) -> Listing:
    venues = tuple(replace(venue, location=None, point=None) for venue in listing.venues)
    return replace(listing, organisation=None, venues=venues)


async def silence(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(news, "tell", broken)


# Adding.


async def test_a_listing_is_added_with_its_place_its_organisation_its_search_row_and_its_news() -> None:
    await a_postcode("NG2 6AB", 458500, 337500)
    worker = await a_link_worker()
    with clock.at(MONDAY):
        key = await actions.add(LISTING, submission=uuid4(), by=worker)
    saved = await queries.asset(key)
    assert without_ids(saved.listing) == LISTING
    assert saved.point is not None
    assert (saved.point.easting, saved.point.northing) == (458500, 337500)
    assert (saved.assured_at, saved.changed_at, saved.version) == (None, MONDAY, 1)
    event = await row("SELECT what, subject, by_id FROM event WHERE subject = $1", key)
    assert event == {"what": "asset.added", "subject": key, "by_id": worker.id}
    found = await row("SELECT asset, easting, next_at, every_week::text FROM search_row")
    assert found == {
        "asset": key,
        "easting": 458500,
        "next_at": datetime(2026, 11, 17, 14, tzinfo=UTC),
        "every_week": "{[2280,2340)}",
    }
    short = (await queries.in_short([key]))[key]
    assert (short.name, short.where, short.cost_words) == (
        "Strollers", "Library steps, NG2 6AB", "Concession £3.50 per session",
    )  # fmt: skip
    assert (short.contact_phone, short.organisation) == ("01632 960001", "Friends of the Fictional Wood")


async def test_a_postcode_that_is_not_known_leaves_the_place_open() -> None:
    key = await actions.add(LISTING, submission=uuid4(), by=await a_link_worker())
    saved = await queries.asset(key)
    assert (saved.point, saved.where) == (None, "Library steps, NG2 6AB")


async def test_the_same_form_sent_twice_is_one_listing() -> None:
    submission, worker = uuid4(), await a_link_worker()
    first = await actions.add(LISTING, submission=submission, by=worker)
    assert await actions.add(LISTING, submission=submission, by=worker) == first
    assert await value("SELECT count(*) FROM asset") == 1
    assert await told() == ["asset.added"]


async def test_an_organisation_that_is_known_is_not_made_again() -> None:
    known = await an_organisation(name="FRIENDS of the fictional wood")
    key = await actions.add(LISTING, submission=uuid4(), by=await a_link_worker())
    assert (await queries.asset(key)).organisation_id == known
    assert await rows("SELECT sector FROM organisation") == [{"sector": "residents"}]
    alone = await actions.add(replace(LISTING, organisation_name=""), submission=uuid4(), by=await a_link_worker())
    assert (await queries.asset(alone)).organisation_id is None


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.HEALTH_COACH, Role.LINK_WORKER, Role.MANAGER}]
)
async def test_who_may_not_edit_finds_nothing_to_edit(role: Role) -> None:
    key = await an_asset()
    stranger = await a_member(role)
    for by in (stranger, PUBLIC_VISITOR):
        with pytest.raises(NotFound):
            await actions.change(key, LISTING, version=1, by=by)
        with pytest.raises(NotFound):
            await actions.add(LISTING, submission=uuid4(), by=by)


async def test_when_the_news_cannot_be_told_nothing_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    worker, submission = await a_link_worker(), uuid4()
    with monkeypatch.context() as patch:
        await silence(patch)
        with pytest.raises(ConnectionError):
            await actions.add(LISTING, submission=submission, by=worker)
    for table in ("asset", "organisation", "location", "search_row", "word"):
        assert await value(f"SELECT count(*) FROM {table}") == 0
    assert await actions.add(LISTING, submission=submission, by=worker)


# Changing.


async def test_a_change_is_saved_and_the_version_before_is_kept() -> None:
    worker = await a_link_worker()
    with clock.at(MONDAY):
        key = await actions.add(LISTING, submission=uuid4(), by=worker)
    before = (await queries.asset(key)).listing
    with clock.at(FRIDAY):
        await actions.change(key, replace(before, when_note="Not in August", ways=()), version=1, by=worker)
    saved = await queries.asset(key)
    assert (saved.listing.when_note, saved.listing.ways, saved.version) == ("Not in August", (), 2)
    assert saved.changed_at == FRIDAY
    assert await rows("SELECT number, why, replaced_by FROM listing_version") == [
        {"number": 1, "why": "edited", "replaced_by": worker.name}
    ]
    await actions.change(key, replace(saved.listing, published=False, venues=()), version=2, by=worker)
    assert await value("SELECT count(*) FROM search_row") == 0
    assert await value("SELECT count(*) FROM location") == 0
    assert await told() == ["asset.added", "asset.changed", "asset.changed"]


async def test_saving_what_is_there_already_changes_nothing() -> None:
    key = await an_asset_from(LISTING)
    saved = await queries.asset(key)
    await actions.change(key, saved.listing, version=1, by=await a_link_worker())
    assert (await queries.asset(key)).version == 1
    assert await told() == ["asset.added"]


async def test_two_who_change_at_once_both_see_both_texts() -> None:
    one, other = await a_link_worker(), await a_link_worker()
    key = await an_asset_from(a_listing(name="Strollers"))
    listing = (await queries.asset(key)).listing
    await actions.change(key, replace(listing, when_note="Fridays"), version=1, by=one)
    with pytest.raises(Stale) as stale:
        await actions.change(key, replace(listing, when_note="Mondays", cost_note="£2"), version=1, by=other)
    assert stale.value.theirs == {"About the times": "Fridays", "What it costs": ""}
    assert stale.value.yours == {"About the times": "Mondays", "What it costs": "£2"}
    with pytest.raises(Stale):
        await actions.change(key, listing, version=None, by=other)


async def test_a_place_that_several_share_moves_for_all_of_them() -> None:
    await a_postcode("NG2 6AB", 458500, 337500)
    await a_postcode("NG12 4AB", 460000, 335000)
    key = await an_asset_from(LISTING)
    venue = (await queries.asset(key)).listing.venues[0]
    other = await an_asset_from(a_listing(venues=(replace(venue, patterns=()),)))
    saved = await queries.asset(key)
    moved = replace(venue, postcode="NG12 4AB", point=None)
    await actions.change(key, replace(saved.listing, venues=(moved,)), version=1, by=SYSTEM)
    assert await rows("SELECT DISTINCT easting FROM search_row") == [{"easting": 460000}]
    assert (await queries.asset(other)).where == "Library steps, NG12 4AB"


async def test_a_hidden_place_is_nowhere_in_a_search() -> None:
    await a_postcode("NG2 6AB", 458500, 337500)
    secret = Venue(name="Safe House", town="Hiding", postcode="NG2 6AB", hidden=True, patterns=(TUESDAYS,))
    key = await an_asset_from(a_listing(venues=(secret,)))
    found = await row("SELECT easting, ward, words::text, every_week::text FROM search_row")
    assert found is not None
    assert (found["easting"], found["ward"], found["every_week"]) == (None, "", "{[2280,2340)}")
    assert "safe" not in found["words"]
    short = (await queries.in_short([key]))[key]
    assert (short.where, short.point) == ("", None)
