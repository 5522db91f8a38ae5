"""Making sure of listings, what else is known of them, their trust, their photographs, and rows that are made again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from livewell.assets import actions, queries
from livewell.assets.rules import Checked, trust
from livewell.assets.rules.times import Pattern, Repeats
from livewell.assets.rules.trust import Freshness, Standing
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR, SYSTEM
from livewell.kit.db import execute, row, rows, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.pictures import PictureRefused
from livewell.staff.rules import Role
from tests.factories.assets import a_listing, a_venue, an_asset, an_asset_from
from tests.factories.staff import a_member

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("standing", "points"),
    [
        (Standing(), 15),
        (Standing(assured_at=NOW, assured_how=Checked.VISITED), 60),
        (Standing(assured_at=NOW, assured_how=Checked.PHONED), 53),
        (Standing(assured_at=NOW, assured_how=Checked.OWNER, owner_confirmed_at=NOW), 64),
        (Standing(assured_at=NOW, assured_how=Checked.DOCUMENT), 41),
        (Standing(assured_at=ago(182), assured_how=Checked.VISITED), 38),
        (Standing(assured_at=ago(366), assured_how=Checked.VISITED, used=50, owner_confirmed_at=NOW), 25),
        (Standing(assured_at=NOW, assured_how=Checked.VISITED, open_problems=1), 45),
        (Standing(assured_at=NOW, assured_how=Checked.VISITED, open_problems=9), 15),
        (Standing(open_problems=3), 0),
        (
            Standing(NOW, Checked.VISITED, NOW, NOW.date(), 20, 1),
            100,
        ),
        (Standing(NOW, Checked.VISITED, None, NOW.date() - timedelta(days=45), 5, 30), 74),
    ],
)  # fmt: skip
def test_trust_is_a_number_of_facts(standing: Standing, points: int) -> None:
    assert trust.trust(standing, NOW) == points


@pytest.mark.parametrize(
    ("days", "fresh"),
    [(0, "fresh"), (181, "fresh"), (182, "due"), (273, "due"), (274, "late"), (365, "late"), (366, "stale")],
)
def test_freshness_ages(days: int, fresh: str) -> None:
    assert trust.freshness(ago(days), NOW) is Freshness(fresh)
    assert trust.freshness(None, NOW) is Freshness.STALE


async def test_a_check_is_a_record_of_its_own_and_counts_at_once() -> None:
    worker = await a_member(Role.LINK_WORKER)
    key = await an_asset(checked_at=None)
    before = (await queries.asset(key)).listing
    with clock.at(NOW):
        kept = await actions.assure(key, how=Checked.VISITED, what=("name",), version=1, note="Kind people", by=worker)
        saved = await queries.asset(key)
        assert saved.assured_words == "Checked by a visit on 20 November 2026"
        assert (saved.listing, saved.version, saved.trust, saved.is_fresh) == (before, 1, 60, True)
    assert saved.assured_until == date(2027, 5, 21)
    found = await row("SELECT id, how, what, done_by, done_by_name, listing_version, note FROM assurance")
    assert found == {
        "id": kept, "how": "visited", "what": ["name"], "done_by": worker.id, "done_by_name": worker.name,
        "listing_version": 1, "note": "Kind people",
    }  # fmt: skip
    assert await row("SELECT trust, assured_on FROM search_row") == {"trust": 60, "assured_on": date(2026, 11, 20)}


async def test_those_who_run_it_confirm_it_by_name() -> None:
    key = await an_asset(checked_at=None)
    await actions.assure(key, how=Checked.OWNER, version=1, by=PUBLIC_VISITOR, by_name="Anne of the Strollers")
    saved = await queries.asset(key)
    assert saved.owner_confirmed_at == saved.assured_at is not None
    assert await value("SELECT done_by_name FROM assurance") == "Anne of the Strollers"


async def test_what_was_changed_meanwhile_has_to_be_read_again() -> None:
    key = await an_asset(checked_at=None)
    listing = (await queries.asset(key)).listing
    await actions.change(key, replace(listing, alert="Moved"), version=1, by=SYSTEM)
    with pytest.raises(RuleBroken, match="Read it again"):
        await actions.assure(key, how=Checked.VISITED, version=1, by=SYSTEM)
    assert await value("SELECT count(*) FROM assurance") == 0


async def test_what_other_rooms_find_out_moves_trust() -> None:
    key = await an_asset(checked_at=None)
    with clock.at(NOW):
        await actions.note_standing(key, used=5, met_on=NOW.date())
        assert (await queries.asset(key)).trust == 25  # Nobody ever checked it.
        await actions.assure(key, how=Checked.VISITED, version=1, by=SYSTEM)
        assert (await queries.asset(key)).trust == 82
        await actions.note_standing(key, met_on=date(2026, 1, 1), open_problems=1)
    saved = await queries.asset(key)
    assert (saved.trust, saved.met_on, saved.open_problems) == (67, NOW.date(), 1)
    with pytest.raises(NotFound):
        await actions.note_standing(uuid4(), used=1)


# Photographs.


def a_photo(colour: str = "green") -> bytes:
    written = BytesIO()
    Image.new("RGB", (60, 40), colour).save(written, "PNG")
    return written.getvalue()


async def test_photographs_are_added_ordered_and_taken_away() -> None:
    key, other = await an_asset(), await an_asset()
    once = uuid4()
    first = await actions.add_photo(key, a_photo(), alt="The  hall", submission=once, by=SYSTEM)
    assert await actions.add_photo(key, a_photo(), alt="The hall", submission=once, by=SYSTEM) == first
    second = await actions.add_photo(key, a_photo("red"), alt="Tea", submission=uuid4(), by=SYSTEM)
    assert [photo.alt for photo in (await queries.asset(key)).photos] == ["The hall", "Tea"]
    await actions.order_photos(key, [second], by=SYSTEM)
    assert [photo.id for photo in (await queries.asset(key)).photos] == [second, first]
    for work in (
        actions.remove_photo(other, first, by=SYSTEM),
        actions.order_photos(other, [first], by=SYSTEM),
        actions.add_photo(uuid4(), a_photo(), alt="Tea", submission=uuid4(), by=SYSTEM),
    ):
        with pytest.raises(NotFound):
            await work
    await actions.remove_photo(key, second, by=SYSTEM)
    assert [photo.id for photo in (await queries.asset(key)).photos] == [first]


async def test_a_photograph_that_is_none_is_refused() -> None:
    key = await an_asset()
    for data in (b"", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\nbomb"):
        with pytest.raises(PictureRefused):
            await actions.add_photo(key, data, alt="Hall", submission=uuid4(), by=SYSTEM)
    with pytest.raises(RuleBroken, match="Say what the photograph shows"):
        await actions.add_photo(key, a_photo(), alt=" ", submission=uuid4(), by=SYSTEM)
    for _ in range(8):
        await actions.add_photo(key, a_photo(), alt="Hall", submission=uuid4(), by=SYSTEM)
    with pytest.raises(RuleBroken, match="8 photographs at most"):
        await actions.add_photo(key, a_photo(), alt="Hall", submission=uuid4(), by=SYSTEM)


# Search rows.


async def test_rows_are_made_again_when_their_time_has_passed() -> None:
    daily = Pattern(Repeats.WEEKLY, weekdays=tuple(range(7)), opens=600, closes=660)
    with clock.at(NOW):
        await an_asset_from(a_listing(venues=(a_venue(patterns=(daily,)),)))
        await an_asset_from(a_listing())
        assert await actions.refresh_search_rows() == 0
    with clock.at(NOW + timedelta(days=2)):
        assert await actions.refresh_search_rows() == 1
        assert await value("SELECT max(next_at) FROM search_row") == datetime(2026, 11, 22, 10, tzinfo=UTC)
    with clock.at(NOW + timedelta(days=40)):
        assert await actions.refresh_search_rows() == 2
        assert await actions.refresh_search_rows() == 0


async def test_what_is_out_of_step_is_counted_and_put_right() -> None:
    kept = await an_asset_from(a_listing(venues=(a_venue(), a_venue(name="Church"))))
    hidden = await an_asset_from(a_listing(published=False))
    assert await actions.search_rows_out_of_step() == 0
    await execute("DELETE FROM search_row WHERE asset = $1", kept)
    await execute("UPDATE asset SET published = true WHERE id = $1", hidden)
    assert await actions.search_rows_out_of_step() == 2
    seen: list[tuple[int, int]] = []
    assert await actions.make_all_search_rows(lambda done, of: seen.append((done, of))) == 2
    assert seen == [(2, 2)]
    assert await actions.search_rows_out_of_step() == 0
    assert (await rows("SELECT seen FROM word WHERE word = 'church'"))[0]["seen"] == 1
    await execute("DELETE FROM search_row")
    assert await actions.make_search_rows([kept]) == 1
    assert await value("SELECT count(*) FROM search_row") == 2
