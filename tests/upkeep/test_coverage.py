"""How well each ward is known, what is missing, and what there is twice."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.assets.rules import AssetKind
from livewell.assets.rules.listing import Covered
from livewell.assets.rules.vocabulary import Taxonomy
from livewell.kit import clock
from livewell.kit.db import execute
from livewell.kit.geo import Point
from livewell.places.queries import outlines
from livewell.upkeep import actions, queries, shading
from tests.factories.assets import a_listing, a_venue, an_asset, an_asset_from
from tests.factories.upkeep import a_find, made_sure, two_wards

ABBEY = Point.on_grid(458500, 337000)
NEXT_DOOR = Point.on_grid(458800, 337000)
LUTTERELL = Point.on_grid(456500, 337000)
FAR_AWAY = Point.on_grid(470000, 337000)


async def test_each_ward_is_counted(worker):
    await two_wards()
    seen = await an_asset(name="Seen", at=ABBEY)
    await an_asset(name="Unseen", at=ABBEY, kind="cafe", checked_at=None)
    late = await an_asset(name="Late", at=ABBEY)
    await made_sure(late, days_ago=300)
    await an_asset(name="Hidden", at=ABBEY, published=False)
    over = await an_asset(name="Over", at=ABBEY)
    await execute("UPDATE asset SET running = 'defunct' WHERE id = $1", over)
    await an_asset(name="In no ward", at=FAR_AWAY)
    await actions.record(seen, a_find(), version=1, submission=uuid4(), by=worker)
    abbey, lutterell = await queries.coverage()
    assert (abbey.name, abbey.assets, abbey.visited, abbey.not_visited) == ("Abbey", 3, 1, 2)
    assert abbey.last_visit == clock.today()
    assert (abbey.fresh, abbey.due, abbey.late, abbey.stale) == (1, 0, 1, 1)
    assert abbey.kinds_in_words == "Group 2, Café 1"
    assert (lutterell.assets, lutterell.last_visit, lutterell.kinds_in_words) == (0, None, "")


@pytest.mark.parametrize(
    ("days", "where"),
    [
        (0, "fresh"),
        (181, "fresh"),
        (182, "due"),
        (273, "due"),
        (274, "late"),
        (365, "late"),
        (366, "stale"),
        (None, "stale"),
    ],
)
async def test_freshness_is_shared_out_as_the_listing_itself_says(days, where):
    await two_wards()
    with clock.at(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        asset = await an_asset(at=ABBEY)
        await made_sure(asset, days_ago=days)
        abbey = (await queries.coverage())[0]
        assert {name: getattr(abbey, name) for name in ("fresh", "due", "late", "stale")} == {
            "fresh": 0, "due": 0, "late": 0, "stale": 0, where: 1,
        }  # fmt: skip
        assert (await listings.asset(asset)).freshness.value == where


async def test_a_visit_to_a_listing_that_was_merged_counts_for_the_one_kept(worker):
    await two_wards()
    kept, other = await an_asset(at=ABBEY), await an_asset(at=ABBEY)
    await actions.record(other, a_find(), version=1, submission=uuid4(), by=worker)
    await assets.merge(kept, other, listing=(await listings.asset(kept)).listing, by=worker)
    abbey = (await queries.coverage())[0]
    assert (abbey.assets, abbey.visited) == (1, 1)
    assert len(await queries.visits_of(kept)) == 1


async def a_need(code: str, name: str, worker) -> None:
    await execute(
        "INSERT INTO term (id, code, taxonomy, name, what, parent, synonyms, retired, changed_at, version)"
        " VALUES ($1, $2, $3, $4, '', '', '{}', false, $5, 1)",
        uuid4(),
        code,
        Taxonomy.NEEDS.value,
        name,
        clock.now(),
    )


async def missing(miles: int) -> dict[str, tuple[str, ...]]:
    return {gap.need: gap.wards for gap in await queries.gaps(miles=miles)}


async def test_a_need_is_missing_where_nothing_speaks_to_it(worker):
    await two_wards()
    await execute("DELETE FROM term")
    await a_need("money", "Money worries", worker)
    await a_need("company", "Company", worker)
    assert await missing(2) == {"Company": ("Abbey", "Lutterell"), "Money worries": ("Abbey", "Lutterell")}
    await an_asset(at=ABBEY, needs=("company",))
    assert await missing(1) == {"Company": ("Lutterell",), "Money worries": ("Abbey", "Lutterell")}
    assert await missing(5) == {"Money worries": ("Abbey", "Lutterell")}
    everywhere = a_listing(needs=("money",), covers=(Covered("Everywhere", everywhere=True),))
    await an_asset_from(everywhere)
    assert await missing(5) == {}


async def test_what_comes_to_a_ward_is_not_missing_there(worker):
    await two_wards()
    await execute("DELETE FROM term")
    await a_need("lifts", "Lifts", worker)
    await an_asset_from(a_listing(needs=("lifts",), covers=(Covered("Lutterell", ("E05014980",)),)))
    assert await missing(1) == {"Lifts": ("Abbey",)}


async def test_a_need_that_is_no_longer_used_is_not_missing(worker):
    await two_wards()
    await execute("DELETE FROM term")
    await a_need("old", "Old words", worker)
    await execute("UPDATE term SET retired = true")
    assert await missing(1) == {}


async def test_what_was_looked_for_in_vain_is_counted_by_ward(worker):
    await two_wards()
    await execute("DELETE FROM term")
    await a_need("company", "Company", worker)
    today = clock.today()
    for ward, need, kind, days in (
        ("E05014965", "company", "", 0),
        ("E05014965", "company", "", 89),
        ("E05014965", "company", "", 90),
        ("", "", "cafe", 3),
        ("", "", "", 3),
    ):
        await execute(
            """
            INSERT INTO unmet_search (id, "on", ward, need, activity, kind, way, "when", times)
            VALUES ($1, $2, $3, $4, '', $5, '', '', 2)
            """,
            uuid4(),
            today - timedelta(days=days),
            ward,
            need,
            kind,
        )
    assert [(one.what, one.ward, one.times) for one in await queries.not_found()] == [
        ("Company", "Abbey", 4),
        ("Café", "", 2),
    ]


async def test_what_is_offered_twice_close_together(worker):
    await two_wards()
    for name, at, activities in (
        ("A", ABBEY, ("chair_yoga",)),
        ("B", NEXT_DOOR, ("chair_yoga",)),
        ("C", LUTTERELL, ("chair_yoga",)),
        ("D", FAR_AWAY, ("chair_yoga",)),
    ):
        await an_asset_from(a_listing(name=name, kind=AssetKind.CLUB, venues=(a_venue(at),), activities=activities))
    await execute("DELETE FROM term")
    (found,) = await queries.provision()
    assert (found.what, found.ward, [name for _, name in found.listings]) == ("Club", "Abbey", ["A", "B"])
    await execute(
        "INSERT INTO term (id, code, taxonomy, name, what, parent, synonyms, retired, changed_at, version)"
        " VALUES ($1, 'chair_yoga', 'activities', 'Chair yoga', '', '', '{}', false, $2, 1)",
        uuid4(),
        clock.now(),
    )
    (found,) = await queries.provision()
    assert found.what == "Chair yoga"


async def test_the_picture_says_every_number_and_needs_wards(worker):
    await two_wards()
    seen = await an_asset(at=ABBEY)
    await actions.record(seen, a_find(), version=1, submission=uuid4(), by=worker)
    await an_asset(at=ABBEY)
    picture = shading.visited_by_ward(await outlines(), await queries.coverage())
    assert picture is not None
    assert "Listings visited in each ward: Abbey, 1 of 2; Lutterell, 0 of 0." in picture
    assert "style=" not in picture
    assert shading.visited_by_ward([], []) is None


async def test_letters_of_the_picture_can_be_read_where_a_phone_shows_it_at_two_thirds(worker):
    await two_wards()
    picture = shading.visited_by_ward(await outlines(), await queries.coverage())
    sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)"', str(picture))}
    assert sizes
    assert min(sizes) * 2 / 3 >= 11
