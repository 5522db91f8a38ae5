"""Where there are very many, looking first where there may be enough finds the same as looking everywhere."""

import random
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest

from livewell.assets import actions
from livewell.assets.rules import AssetKind, Delivery, Feature, Provenance, found_at
from livewell.assets.rules.listing import Covered
from livewell.assets.rules.times import Pattern, Repeats
from livewell.finding import queries
from livewell.finding.queries import Here, marked, statement
from livewell.finding.rules import Asked, Part
from livewell.kit import clock
from livewell.kit.actor import SYSTEM
from livewell.kit.db import count_queries, execute, rows
from livewell.kit.geo import Point
from tests.factories.assets import a_listing, a_venue

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HERE = Here(Point.on_grid(458500, 337500), "here", "E05000001", "E07000176")
CAP, FOR_EVERYBODY = 12, 5


@pytest.fixture
async def very_many(monkeypatch):
    """Some hundreds, and so low caps that they are very many."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for name, cap in (("CAP", CAP), ("FOR_EVERYBODY", FOR_EVERYBODY)):
        monkeypatch.setattr(statement, name, cap)
    monkeypatch.setitem(statement.MOST, "near", CAP)
    monkeypatch.setitem(statement.MOST, "everywhere", FOR_EVERYBODY)
    chance = random.Random(7)
    made = []
    for number in range(260):
        far = chance.choice([1_500, 6_000, 20_000])
        at = Point.on_grid(458500 + chance.randint(-far, far), 337500 + chance.randint(-far, far))
        opens = chance.randrange(540, 1200, 30)
        for_all = number % 5 == 0
        made.append(
            a_listing(
                name=f"Fictional Thing {number}",
                what=chance.choice(["Walking by the canal.", "Singing together.", "Walking and singing."]),
                kind=chance.choice([AssetKind.GROUP, AssetKind.CLUB]),
                features=(Feature.QUIET,) if chance.random() < 0.5 else (),
                delivery=(Delivery.PHONE,) if for_all else (Delivery.AT_A_PLACE,),
                covers=(Covered(everywhere=True),) if for_all else (),
                venues=() if for_all else (a_venue(at, name=f"Hall {number}"),),
                patterns=(Pattern(Repeats.WEEKLY, weekdays=(number % 3,), opens=opens, closes=opens + 90),),
            )
        )
    ids = [uuid4() for _ in made]
    new = [actions.NewListing(one, listing, None) for one, listing in zip(ids, made, strict=True)]
    await actions.add_many(new, source=Provenance.IMPORTED, by=SYSTEM)
    # As a visit, a phone call and a year would leave them; the marks go with it, as every other way of weighing does.
    for one in ids[::3]:
        await actions.note_standing(one, answers_days=1, used=chance.randint(0, 40))
    for number, one in enumerate(ids):
        points = number * 37 % 100
        await execute(
            "UPDATE search_row SET trust = $2::int, found_at = array(SELECT mark FROM unnest(found_at) AS mark"
            " WHERE mark >= 0 OR mark % 2 = 0) || CASE WHEN $2::int >= $3::int AND found_at && '{-2}' THEN '{-3}'::int4[]"
            " ELSE '{}' END WHERE asset = $1",
            one,
            points,
            found_at.WELL_TRUSTED,
        )


def said(found):
    return ([one.asset for one in found.all], found.counts, found.capped, found.partial)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(words="walking", within=5),
        Asked(words="walking", within=10),
        Asked(words="walking singing", within=20),
        Asked(words="walking"),
        Asked(words="walking", within=2),
        Asked(words="walking", within=5, features=(Feature.QUIET,)),
        Asked(words="walking", within=5, kind=AssetKind.CLUB),
        Asked(words="singing", within=5, days=(1,)),
        Asked(days=(1,), within=5),
        Asked(days=(0, 1), part=Part.AFTERNOON, within=10),
        Asked(days=(2,), within=10, kind=AssetKind.CLUB),
        Asked(words="pottery", within=5),
    ],
)
@pytest.mark.usefixtures("very_many")
async def test_the_same_is_found_by_looking_near_first(asked, monkeypatch):
    monkeypatch.setattr(marked, "VERY_MANY", 10**9)
    everything = said(await queries.find(asked, here=HERE))
    monkeypatch.setattr(marked, "VERY_MANY", -(10**9))
    # Rings of every width, also such as hold too few.
    for margin in (0, 0.01, 0.1, 1):
        monkeypatch.setattr(marked, "MARGIN", margin)
        assert said(await queries.find(asked, here=HERE)) == everything


@pytest.mark.usefixtures("very_many")
async def test_a_row_that_is_weighed_again_keeps_its_areas_and_has_the_mark_of_its_trust():
    found = await rows("SELECT asset, trust, found_at FROM search_row WHERE found_at && '{-2}'")
    assert len(found) > 2 * FOR_EVERYBODY
    asset, seen = found[0]["asset"], set()
    areas = {mark for mark in found[0]["found_at"] if mark < 0 and mark % 2 == 0}
    assert found_at.EVERYBODY in areas
    await execute("UPDATE asset SET assured_at = $2, assured_how = 'visited' WHERE id = $1", asset, NOW)
    for problems in (0, 9, 0):
        await actions.note_standing(asset, open_problems=problems, met_on=NOW.date(), used=20, answers_days=1)
        (row,) = await rows("SELECT trust, found_at FROM search_row WHERE asset = $1", asset)
        well = row["trust"] >= found_at.WELL_TRUSTED
        seen.add(well)
        below = {mark for mark in row["found_at"] if mark < 0}
        assert below == areas | ({found_at.well_trusted(area) for area in areas} if well else set())
    assert seen == {True, False}


async def test_how_many_there_are_is_asked_again_after_a_minute(monkeypatch):
    at = SimpleNamespace(monotonic=lambda: 1_000.0)
    monkeypatch.setattr(marked, "time", at)
    monkeypatch.setattr(marked.Remembered, "until", 0)
    monkeypatch.setattr(marked.Remembered, "rows", 0)
    asked = []
    for second in (1_000.0, 1_059.0, 1_061.0):
        at.monotonic = lambda second=second: second
        with count_queries() as counted:
            await marked.Remembered.again()
        asked.append(counted.count)
    assert asked == [1, 0, 1]
