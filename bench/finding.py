"""
How fast the community map is with 100,000 and 1,000,000 listings on real postcodes.

Each line has the time for which `queries.find` waits for the database (`ours_db`), the whole of it with what Python makes
of the rows (`ours_total`), the whole page from request to response, and the barest SQL that gives the same rows
(`barest`), in the same run, turn and turn about. Every answer is compared with that of the barest, and with that of a
plain statement that knows of no marks; a difference ends the run. The ratio is that of the medians of `ours_db` and `barest`. A page looks from where nothing else has looked.
"""

import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock
from urllib.parse import urlencode

from bench import many, oruk
from bench.__main__ import SIZES, timed
from livewell.assets.rules import AssetKind, Feature
from livewell.assets.rules.bits import place_in
from livewell.assets.rules.found_at import area, around
from livewell.finding import queries
from livewell.finding.queries import Found, Here
from livewell.finding.queries.statement import CAP, COMPARED, COVERING, FOR_EVERYBODY, FURTHEST, MOST
from livewell.finding.rules import Asked, Part, ranking
from livewell.finding.rules.moments import moments
from livewell.kit import clock
from livewell.kit.db import DB, rows
from livewell.kit.engine import SafePostgresEngine
from livewell.kit.geo import METRES_IN_A_MILE, Point
from tests.signed_in import Client, a_client

TURNS = 200
WARM_UP = 20
MILES = 5
MOST_COMPLETIONS = 8
WORDS = ("walk", "choir", "garden", "yoga", "reading", "memory", "swim", "craft", "bowls", "money")

_WHAT = """id, asset, easting, northing, kind, ways, audiences, features, delivery, languages, free, capacity, trust,
    assured_on, next_at"""
"""What an answer with its counts needs of each row."""

_PLACE = "point(easting::float8, northing::float8)"
_DISTANCE = f"({_PLACE} <-> point($1, $2))"
_CIRCLE = f"AND {_PLACE} <@ circle(point($1, $2), $3)"
_COMES = "(easting IS NULL OR delivery & 14 <> 0)"
_EVERYBODY = "('*' = ANY (covers) OR (covers = '{}' AND delivery & 6 <> 0))"
_BEST = "ORDER BY trust DESC, id LIMIT"


def _plain(fits: str, circle: str, *, by_words: bool) -> str:
    """The three questions of a search as plainly as SQL can say them: what is near, what comes, what is for everybody."""
    compared = (
        "search_row" if by_words else f"(SELECT * FROM search_row WHERE {_EVERYBODY} {_BEST} {COMPARED - 1}) AS best"
    )
    return f"""
        (SELECT {_WHAT}, 'near' AS reach FROM search_row
         WHERE easting IS NOT NULL {circle} {fits}
         ORDER BY {_DISTANCE} LIMIT {CAP})
        UNION ALL
        (SELECT {_WHAT}, 'covers' AS reach FROM search_row
         WHERE covers && $4::varchar[] AND {_COMES} {fits} {_BEST} {COVERING})
        UNION ALL
        (SELECT {_WHAT}, 'everywhere' AS reach FROM {compared}
         WHERE {_EVERYBODY} AND {_COMES} {fits} {_BEST} {FOR_EVERYBODY})
        """


def _barest(kind: "Kind", chosen: str = "") -> str:
    """
    The same by the quickest way there is: by the marks of `rules/found_at.py`, wherever they lead to few.

    $5 are those of the areas, $6 those around the place; what belongs to the search comes after.
    """
    fits = kind.fits + chosen
    near, order = (
        (f"found_at && $6::int4[] AND {_DISTANCE} <= $3", f"{_DISTANCE} + 0")
        if kind.by_marks
        else (f"cardinality($6::int4[]) >= 0 AND easting IS NOT NULL {kind.circle}", _DISTANCE)
    )
    everywhere = (
        "search_row WHERE found_at && '{-2}'"
        if kind.by_words
        else f"(SELECT * FROM search_row WHERE {_EVERYBODY} {_BEST} {COMPARED - 1}) AS best WHERE true"
    )
    return f"""
        (SELECT {_WHAT}, 'near' AS reach FROM search_row WHERE {near} {fits} ORDER BY {order} LIMIT {CAP})
        UNION ALL
        (SELECT {_WHAT}, 'covers' AS reach FROM search_row
         WHERE found_at && $5::int4[] AND covers && $4::varchar[] AND {_COMES} {fits} {_BEST} {COVERING})
        UNION ALL
        (SELECT {_WHAT}, 'everywhere' AS reach FROM {everywhere} AND {_EVERYBODY} AND {_COMES} {fits}
         {_BEST} {FOR_EVERYBODY})
        """


@dataclass
class Timed:
    """Milliseconds of each turn. `total` is left empty where there is nothing between the statements and the page."""

    what: str
    size: int
    ours: list[float] = field(default_factory=list)
    total: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    def line(self) -> str:
        """What `make bench` prints. `load` is that of the whole machine in the last minute."""
        told: dict[str, object] = {"what": self.what, "size": self.size, "n": len(self.ours)}
        columns = (("ours_db", self.ours), ("ours_total", self.total), ("page", self.page), ("barest", self.floor))
        for what, times in columns:
            if times:
                cuts = statistics.quantiles(times, n=20)
                told |= {f"{what}_p50_ms": round(cuts[9], 2), f"{what}_p95_ms": round(cuts[18], 2)}
        told["ratio"] = round(statistics.median(self.ours) / statistics.median(self.floor), 2)
        told["load"] = round(os.getloadavg()[0], 1)
        return json.dumps(told)


@dataclass(frozen=True)
class Kind:
    """One kind of search: what is asked in a turn, and the barest SQL for it with its values after the place's."""

    asked: Callable[[int], Asked]
    fits: str = ""
    values: Callable[[int], Sequence[Any]] = lambda _: ()
    circle: str = _CIRCLE
    by_words: bool = False
    by_marks: bool = True
    chosen: str = ""
    """What was chosen of which only one can be: asked for by itself where there is too much without it."""


def _word(turn: int) -> str:
    return WORDS[turn % len(WORDS)]


def _slot(turn: int) -> str:
    day = turn % 7 * 1440
    return f"{{[{day + 720},{day + 1020})}}"


_HAS_WORD = "AND words @@ to_tsquery('livewell', $7)"

KINDS: dict[str, Kind] = {
    # Wherever there are very many, the nearest of them are near enough.
    "nearest": Kind(lambda _: Asked(), circle="AND $3::float8 > 0", by_marks=False),
    "words_and_radius": Kind(
        lambda turn: Asked(words=_word(turn), within=MILES), _HAS_WORD, lambda turn: [_word(turn)], by_words=True
    ),
    "when_and_radius": Kind(
        lambda turn: Asked(days=(turn % 7,), part=Part.AFTERNOON, within=MILES),
        "AND (every_week && $7::text::int4multirange OR some_weeks && $7::text::int4multirange)",
        lambda turn: [_slot(turn)],
    ),
    # What there would be without the kind has to be counted.
    "facets": Kind(
        lambda turn: Asked(words=_word(turn), within=MILES, kind=AssetKind.CLUB, features=(Feature.STEP_FREE,)),
        f"{_HAS_WORD} AND features & 1 = 1",
        lambda turn: [_word(turn)],
        by_words=True,
        chosen=f" AND kind = {place_in(AssetKind, AssetKind.CLUB)}",
    ),
}


async def community(app: Any, sizes: Sequence[int]) -> None:
    """Print every line of the map with so many listings, and those of the open standard over the same ones."""
    for size in sizes:
        print(f"making {size:,} listings …", file=sys.stderr, flush=True)
        await many.make(size)
        places = await rows(
            "SELECT postcode, easting, northing, latitude, longitude, district FROM postcode"
            " ORDER BY hashtext(postcode || 'x') LIMIT $1",
            2 * (TURNS + WARM_UP),
        )
        async with a_client(app) as client:
            for name, kind in KINDS.items():
                print((await _searches(name, kind, size, places, client)).line(), flush=True)
            print((await _completions(size, client)).line(), flush=True)
        for measured in await oruk.pages(size):
            print(measured.line(), flush=True)


@contextmanager
def _waiting() -> Iterator[list[float]]:
    """The milliseconds for which everything inside waits for the database, a number for each statement."""
    waited: list[float] = []
    fetch = SafePostgresEngine.fetch

    async def clocked(self: SafePostgresEngine, sql: str, args: Sequence[Any] = ()) -> list[Any]:
        started = time.perf_counter()
        try:
            return await fetch(self, sql, args)
        finally:
            waited.append((time.perf_counter() - started) * 1000)

    with mock.patch.object(SafePostgresEngine, "fetch", clocked):
        yield waited


async def both(
    turn: int, ours: Callable[[], Awaitable[Any]], floor: Callable[[], Awaitable[Any]]
) -> tuple[tuple[float, float, Any], tuple[float, Any]]:
    """Ours and the floor, each first in every other turn: whoever is second finds the pages of the table at hand."""
    if turn % 2:
        bare = await timed(floor)
    with _waiting() as waited:
        took, answer = await timed(ours)
    if not turn % 2:
        bare = await timed(floor)
    return (sum(waited), took, answer), bare


async def _searches(name: str, kind: Kind, size: int, places: list[dict[str, Any]], client: Client) -> Timed:
    measured = Timed(name, size)
    statements = (_barest(kind), _barest(kind, kind.chosen))
    fits = kind.fits.replace("$7", "$5")
    plain = [_plain(fits + more, kind.circle, by_words=kind.by_words) for more in ("", kind.chosen)]
    for turn in range(TURNS + WARM_UP):
        place, elsewhere = places[2 * turn : 2 * turn + 2]
        asked = kind.asked(turn)
        point = Point(place["easting"], place["northing"], place["latitude"], place["longitude"])
        here = Here(point, place["postcode"], district=place["district"])
        metres = (asked.within or FURTHEST) * METRES_IN_A_MILE * 1.001
        values = [float(point.easting), float(point.northing), metres, here.codes]
        when = moments(asked, clock.now())
        marks = [
            [area(code) for code in here.codes],
            around(point.easting, point.northing, metres, when.slots if when else None),
        ]
        said = kind.values(turn)
        (waited, total, found), (floor, same) = await both(
            turn,
            lambda asked=asked, here=here: queries.find(asked, here=here),
            lambda values=(*values, *marks, *said): _as_chosen(kind, statements, values),
        )
        _need_same(name, found, *same)
        # A plain statement goes through the whole table: among very many, every tenth turn.
        if size <= SIZES[0] or not turn % 10:
            _need_same(name, found, *await _as_chosen(kind, plain, [*values, *said]))
        address = urlencode([*asked.pairs(), ("place", elsewhere["postcode"])])
        page, answer = await timed(lambda address=address: client.get(f"/community?{address}"))
        assert answer.status_code == 200, answer.text
        keep(measured, turn, waited, total, page, floor)
    return measured


async def _as_chosen(
    kind: Kind, statements: Sequence[str], values: Sequence[Any]
) -> tuple[Sequence[Any], Sequence[Any]]:
    """The rows without the choice, and those with it: the same ones, unless there are more than a statement gives."""
    wider = await DB.fetch(statements[0], values)
    given = Counter(row["reach"] for row in wider)
    if kind.chosen and any(count >= MOST[reach] for reach, count in given.items()):
        return wider, await DB.fetch(statements[1], values)
    return wider, wider


def _need_same(name: str, found: Found, without: Sequence[ranking.Row], same: Sequence[ranking.Row]) -> None:
    """The floor's rows are ours, and give the same counts."""
    where = (found.here.point.easting, found.here.point.northing) if found.here else None
    within = found.asked.within or FURTHEST

    def candidates(given: Sequence[ranking.Row]) -> list[ranking.Candidate]:
        return ranking.candidates(given, here=where, within=within, today=clock.today())

    wider, answer = candidates(without), ranking.chosen(candidates(same), found.asked)
    # Where there are more than the nearest 200, of two that are equally far the last may be either.
    edge = max((one.miles for one in answer if one.miles is not None), default=None) if found.capped else None
    floors, ours = ({one.asset for one in each if edge is None or one.miles != edge} for each in (answer, found.all))
    assert floors == ours, name
    assert len(answer) == found.total, name
    if found.total == len(ours) and without is same:
        assert ranking.counted(answer, wider, found.asked) == found.counts, name


async def _completions(size: int, client: Client) -> Timed:
    measured = Timed("autocomplete", size)
    bare = """
        (SELECT word::text FROM word WHERE word >= $1 AND word < $1 || $2 ORDER BY seen DESC LIMIT 8)
        UNION ALL
        (SELECT name::text FROM asset WHERE published AND merged_into IS NULL AND lower(name) >= $1 AND lower(name) < $1 || $2
         ORDER BY lower(name) LIMIT 4)
        """
    for turn in range(TURNS + WARM_UP):
        typed = _word(turn)[: 2 + turn % 3]
        (waited, total, said), (floor, same) = await both(
            turn,
            lambda typed=typed: queries.completions(typed),
            lambda typed=typed: DB.fetch(bare, [typed, "\U0010ffff"]),
        )
        # Our own terms come first and may push out these.
        assert set(said) & {one[0] for one in same} or len(said) == MOST_COMPLETIONS, said
        page, _ = await timed(lambda typed=typed: client.get(f"/community/words?q={typed}"))
        keep(measured, turn, waited, total, page, floor)
    return measured


def keep(measured: Timed, turn: int, *times: float) -> None:
    """Keep a turn (ours, total, page and floor, in milliseconds) once everything is warm."""
    if turn >= WARM_UP:
        for kept, took in zip((measured.ours, measured.total, measured.page, measured.floor), times, strict=True):
            kept.append(took)
