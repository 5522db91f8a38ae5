"""Search rows lie in the table as their places lie on the map, and stay there when they are made again."""

import random
from datetime import timedelta
from uuid import uuid4

from livewell.assets import actions
from livewell.assets.rules import Delivery, Provenance
from livewell.kit import clock
from livewell.kit.actor import SYSTEM
from livewell.kit.db import execute, rows
from livewell.kit.geo import Point
from tests.factories.assets import a_listing, a_venue

SIDE = 5_000


async def many_here_and_there():
    """Sixty at places far apart and ten at none, as a feed gives them: in no order."""
    chance = random.Random(3)
    made = []
    for number in range(70):
        at = Point.on_grid(450_000 + chance.randrange(40_000), 330_000 + chance.randrange(40_000))
        nowhere = number % 7 == 0
        made.append(
            a_listing(
                name=f"Fictional Thing {number}",
                delivery=(Delivery.PHONE,) if nowhere else (Delivery.AT_A_PLACE,),
                venues=() if nowhere else (a_venue(at, name=f"Hall {number}"),),
            )
        )
    ids = [uuid4() for _ in made]
    new = [actions.NewListing(one, listing, None) for one, listing in zip(ids, made, strict=True)]
    await actions.add_many(new, source=Provenance.IMPORTED, by=SYSTEM)
    return ids


async def as_they_lie():
    return await rows(
        "SELECT id, asset, easting, northing, trust, (ctid::text::point)[0]::int AS page FROM search_row ORDER BY ctid"
    )


def square_of(row):
    if row["easting"] is None:
        return (1, 0, 0)
    return (0, row["easting"] // SIDE, row["northing"] // SIDE)


async def test_made_all_again_they_lie_as_on_the_map():
    ids = await many_here_and_there()
    before = await as_they_lie()
    assert [square_of(one) for one in before] != sorted(square_of(one) for one in before)
    assert await actions.make_all_search_rows() == len(ids)
    after = await as_they_lie()
    assert [square_of(one) for one in after] == sorted(square_of(one) for one in after)
    assert {one["id"]: square_of(one) for one in after} == {one["id"]: square_of(one) for one in before}
    assert await actions.search_rows_out_of_step() == 0


async def test_made_again_one_by_one_they_stay_on_their_page(monkeypatch):
    await many_here_and_there()
    await actions.make_all_search_rows()
    before = {one["id"]: one for one in await as_they_lie()}
    assert len({one["page"] for one in before.values()}) > 4
    chosen = {}
    for one in before.values():
        chosen.setdefault(one["page"], one["asset"])
    later = clock.now() + timedelta(days=400)
    monkeypatch.setattr(clock, "now", lambda: later)
    for asset in chosen.values():
        await actions.make_search_rows([asset])
    after = {one["id"]: one for one in await as_they_lie()}
    assert {one: row["page"] for one, row in after.items()} == {one: row["page"] for one, row in before.items()}


async def test_a_row_of_a_place_that_is_left_goes_when_its_listing_is_made_again():
    ids = await many_here_and_there()
    stray = uuid4()
    columns = "easting, northing, kind, words, found_at"
    await execute(
        f"INSERT INTO search_row (id, asset, {columns}) SELECT $1, asset, {columns} FROM search_row WHERE asset = $2",
        stray,
        ids[1],
    )
    assert await actions.search_rows_out_of_step() == 1
    await actions.make_search_rows([ids[1]])
    assert await actions.search_rows_out_of_step() == 0
    assert stray not in {one["id"] for one in await as_they_lie()}
