"""
How fast the community map is with 100,000 and 1,000,000 listings on real postcodes.

Each line has our query (`queries.find`, and what is shown of a page), the whole page from request to response, and the
barest SQL that gives the same things, in the same run, turn and turn about.
"""

import json
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bench import many
from bench.__main__ import timed
from livewell.assets.rules import AssetKind, Feature
from livewell.finding import queries
from livewell.finding.queries import Here
from livewell.finding.queries.statement import CAP
from livewell.finding.rules import Asked, Part
from livewell.kit.db import rows
from livewell.kit.geo import METRES_IN_A_MILE, Point
from tests.signed_in import Client, a_client

SIZES = (100_000, 1_000_000)
TURNS = 200
WARM_UP = 20
MILES = 5
WORDS = ("walk", "choir", "garden", "yoga", "reading", "memory", "swim", "craft", "bowls", "money")
_BARE = """
    SELECT id, asset, easting, northing, kind, ways, audiences, features, delivery, languages, free, capacity, trust,
           assured_on, next_at
    FROM search_row WHERE easting IS NOT NULL
"""
"""What an answer with its counts needs of each row."""

_PLACE = "point(easting::float8, northing::float8)"


@dataclass
class Timed:
    """Milliseconds of each turn."""

    name: str
    size: int
    ours: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    def line(self) -> str:
        """What `make bench` prints."""
        told: dict[str, object] = {"name": self.name, "size": self.size, "n": len(self.ours)}
        for what, times in (("query", self.ours), ("page", self.page), ("floor", self.floor)):
            cuts = statistics.quantiles(times, n=20)
            told |= {f"{what}_p50_ms": round(cuts[9], 2), f"{what}_p95_ms": round(cuts[18], 2)}
        told["ratio"] = round(statistics.median(self.ours) / statistics.median(self.floor), 2)
        return json.dumps(told)


@dataclass(frozen=True)
class Kind:
    """One kind of search: what is asked, in the order of turns, and the barest SQL for it with its values."""

    asked: Callable[[int], Asked]
    bare: Callable[[int, dict[str, Any]], tuple[str, list[Any]]]


def _circle(place: dict[str, Any], more: str = "", *values: Any, limit: int = CAP) -> tuple[str, list[Any]]:
    sql = f"{_BARE} AND {_PLACE} <@ circle(point($1, $2), $3) {more} ORDER BY {_PLACE} <-> point($1, $2) LIMIT {limit}"
    return sql, [float(place["easting"]), float(place["northing"]), MILES * METRES_IN_A_MILE, *values]


def _slot(turn: int) -> str:
    day = turn % 7 * 1440
    return f"{{[{day + 720},{day + 1020})}}"


KINDS: dict[str, Kind] = {
    "nearest": Kind(
        lambda _: Asked(),
        lambda _, place: (
            f"{_BARE} ORDER BY {_PLACE} <-> point($1, $2) LIMIT {CAP}",
            [float(place["easting"]), float(place["northing"])],
        ),
    ),
    "words_and_radius": Kind(
        lambda turn: Asked(words=WORDS[turn % len(WORDS)], within=MILES),
        lambda turn, place: _circle(place, "AND words @@ to_tsquery('livewell', $4)", f"{WORDS[turn % len(WORDS)]}:*"),
    ),
    "when_and_radius": Kind(
        lambda turn: Asked(days=(turn % 7,), part=Part.AFTERNOON, within=MILES),
        lambda turn, place: _circle(
            place,
            "AND (every_week && $4::text::int4multirange OR some_weeks && $4::text::int4multirange)",
            _slot(turn),
        ),
    ),
    "facets": Kind(
        lambda turn: Asked(
            words=WORDS[turn % len(WORDS)], within=MILES, kind=AssetKind.CLUB, features=(Feature.STEP_FREE,)
        ),
        lambda turn, place: _circle(
            place, "AND words @@ to_tsquery('livewell', $4) AND features & 1 = 1", f"{WORDS[turn % len(WORDS)]}:*"
        ),
    ),
}


async def community(app: Any, sizes: tuple[int, ...] = SIZES) -> None:
    """Print every line of the map."""
    await many.need_postcodes()
    for size in sizes:
        print(f"making {size:,} listings …", file=sys.stderr, flush=True)
        await many.make(size)
        places = await rows(
            "SELECT postcode, easting, northing, latitude, longitude, district FROM postcode"
            " ORDER BY hashtext(postcode || 'x') LIMIT $1",
            TURNS + WARM_UP,
        )
        async with a_client(app) as client:
            for name, kind in KINDS.items():
                print((await _searches(name, kind, size, places, client)).line(), flush=True)
            print((await _completions(size, client)).line(), flush=True)


async def _searches(name: str, kind: Kind, size: int, places: list[dict[str, Any]], client: Client) -> Timed:
    measured = Timed(name, size)
    for turn, place in enumerate(places):
        asked = kind.asked(turn)
        point = Point(place["easting"], place["northing"], place["latitude"], place["longitude"])
        here = Here(point, place["postcode"], district=place["district"])
        bare, values = kind.bare(turn, place)
        ours, _ = await timed(lambda asked=asked, here=here: queries.find(asked, here=here))
        floor, _ = await timed(lambda bare=bare, values=values: rows(bare, *values))
        query = urlencode([*asked.pairs(), ("place", place["postcode"])])
        page, answer = await timed(lambda query=query: client.get(f"/community?{query}"))
        assert answer.status_code == 200, answer.text
        _keep(measured, turn, ours, page, floor)
    return measured


async def _completions(size: int, client: Client) -> Timed:
    measured = Timed("autocomplete", size)
    for turn in range(TURNS + WARM_UP):
        typed = WORDS[turn % len(WORDS)][: 2 + turn % 3]
        ours, _ = await timed(lambda typed=typed: queries.completions(typed))
        floor, _ = await timed(
            lambda typed=typed: rows(
                "SELECT word FROM word WHERE word >= $1 AND word < $1 || $2 ORDER BY seen DESC LIMIT 8",
                typed,
                "\U0010ffff",
            )
        )
        page, _ = await timed(lambda typed=typed: client.get(f"/community/words?q={typed}"))
        _keep(measured, turn, ours, page, floor)
    return measured


def _keep(measured: Timed, turn: int, *times: float) -> None:
    if turn >= WARM_UP:
        for kept, took in zip((measured.ours, measured.page, measured.floor), times, strict=True):
            kept.append(took)
