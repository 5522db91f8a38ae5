"""Finding assets by words and distance."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from livewell.assets.queries.short import COLUMNS, AssetRow, a_row
from livewell.assets.rules import AssetKind, Way, searching
from livewell.assets.rules.bits import bits, place_in
from livewell.kit.db import rows
from livewell.kit.geo import METRES_IN_A_MILE, Point, miles_between

# Metres on the grid and miles on the globe differ by half a per cent at most, so the grid looks a little further,
# and twice as many as asked for are measured again.
_FURTHER = 1.01
_SPARE = 20
_URGENT_AT_MOST = 6
_MOST_ALIKE = 0.45  # of pg_trgm's word similarity: "strolers" finds "Strollers"
_PLACE = "point(sr.easting::float8, sr.northing::float8)"


@dataclass(frozen=True)
class Found:
    """What a search found. `urgent` comes before everything; `loosely` when nothing had all of the words."""

    rows: list[AssetRow] = field(default_factory=list)
    urgent: list[AssetRow] = field(default_factory=list)
    loosely: bool = False
    more: bool = False


@dataclass(frozen=True)
class _Asked:
    """The conditions of a search as SQL, with their values in the order of $1, $2 …"""

    where: str
    values: tuple[Any, ...]
    rank: str


async def find(
    words: str = "",
    *,
    near: Point | None = None,
    within_miles: float | None = None,
    kind: AssetKind | None = None,
    way: Way | None = None,
    limit: int = 50,
) -> Found:
    """
    Published assets, urgent support apart when the words suggest a crisis, the nearest or best match first.

    With `near` and `within_miles`, things that are at no one place (a telephone line) come last and are not left out.
    """
    urgent = await _urgent(near) if searching.suggests_crisis(words) else []
    typed = searching.search_words(words)
    found = await _matching(_asked(typed, kind, way, every=True), near, within_miles, limit + 1)
    loosely = False
    if not found and typed:
        found = await _matching(_asked(typed, kind, way, every=False), near, within_miles, limit + 1)
        loosely = bool(found)
    already = {asset.id for asset in urgent}
    shown = [asset for asset in found if asset.id not in already]
    return Found(shown[:limit], urgent, loosely=loosely, more=len(shown) > limit)


def _asked(words: list[str], kind: AssetKind | None, way: Way | None, *, every: bool) -> _Asked:
    conditions = ["true"]
    values: list[Any] = []
    rank = "0"
    if words:
        values.append(searching.tsquery(words, every=every))
        query = f"to_tsquery('livewell', ${len(values)})"
        matches = f"sr.words @@ {query}"
        rank = f"-ts_rank(sr.words, {query})"
        if not every:
            values.append(" ".join(words))
            alike = f"word_similarity(${len(values)}, a.name)"
            # Words such as "the" alone ask for nothing, and so for everything.
            matches = f"({matches} OR {alike} >= {_MOST_ALIKE} OR numnode({query}) = 0)"
            rank = f"-ts_rank(sr.words, {query}) - {alike}"
        conditions.append(matches)
    if kind is not None:
        values.append(place_in(AssetKind, kind))
        conditions.append(f"sr.kind = ${len(values)}")
    if way is not None:
        values.append(bits(Way, (way,)))
        conditions.append(f"sr.ways & ${len(values)} <> 0")
    return _Asked(" AND ".join(conditions), tuple(values), rank)


async def _matching(asked: _Asked, near: Point | None, within: float | None, limit: int) -> list[AssetRow]:
    tables = "search_row AS sr JOIN asset AS a ON a.id = sr.asset"
    chosen = f"SELECT sr.asset, sr.easting, sr.northing, {asked.rank} AS rank, lower(a.name) AS name FROM {tables}"  # noqa: S608
    values = list(asked.values)
    if near is None:
        inner = f"{chosen} WHERE {asked.where} ORDER BY rank, name, sr.asset LIMIT {limit * 2}"
    else:
        n = len(values)
        here = f"point(${n + 1}, ${n + 2})"
        values += [float(near.easting), float(near.northing)]
        circle = ""
        if within is not None:
            values.append(within * METRES_IN_A_MILE * _FURTHER)
            circle = f"AND {_PLACE} <@ circle({here}, ${n + 3})"
        inner = (
            f"({chosen} WHERE sr.easting IS NOT NULL {circle} AND {asked.where}"
            f" ORDER BY {_PLACE} <-> {here} LIMIT {limit * 2 + _SPARE})"
            f" UNION ALL ({chosen} WHERE sr.easting IS NULL AND {asked.where} ORDER BY rank, name LIMIT {limit})"
        )
    found = await rows(
        f"WITH f AS MATERIALIZED ({inner}) SELECT f.easting AS e, f.northing AS n, f.rank AS rank_, {COLUMNS}"  # noqa: S608
        " FROM f JOIN asset_in_short AS s ON s.id = f.asset ORDER BY f.rank, f.name, s.id",
        *values,
    )
    measured = [_measured(one, near) for one in found]
    if near is not None:
        measured = [one for one in measured if one.miles is None or within is None or one.miles <= within]
        measured.sort(key=lambda one: (one.miles is None, one.miles or 0.0, one.name, str(one.id)))
    first: dict[UUID, AssetRow] = {}
    for one in measured:
        first.setdefault(one.id, one)
    return list(first.values())[:limit]


async def _urgent(near: Point | None) -> list[AssetRow]:
    """Crisis and urgent support: lines for everybody first, then the nearest places."""
    found = await rows(
        f"""
        SELECT sr.easting AS e, sr.northing AS n, 0 AS rank_, {COLUMNS}
        FROM search_row AS sr JOIN asset_in_short AS s ON s.id = sr.asset WHERE sr.kind = $1
        ORDER BY sr.easting IS NOT NULL, {_PLACE} <-> point($2, $3), lower(s.name) LIMIT {_URGENT_AT_MOST}
        """,  # noqa: S608
        place_in(AssetKind, AssetKind.CRISIS),
        float(near.easting) if near else 0.0,
        float(near.northing) if near else 0.0,
    )
    return [_measured(one, near) for one in found]


def _measured(found: dict[str, Any], near: Point | None) -> AssetRow:
    values = dict(found)
    easting, northing = values.pop("e"), values.pop("n")
    values.pop("rank_")
    point = None if easting is None else Point.on_grid(easting, northing)
    miles = miles_between(near, point) if near is not None and point is not None else None
    return a_row(values, miles=miles)
