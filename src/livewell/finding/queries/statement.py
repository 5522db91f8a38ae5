"""The one statement of a search: what is near, what comes to where somebody lives, and what is for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from livewell.assets.rules import AssetKind, Audience, Capacity, Delivery, Feature, Way, found_at
from livewell.assets.rules.bits import bits, capacity_number, language_bits, place_in
from livewell.finding.rules import Asked
from livewell.finding.rules.moments import Moments
from livewell.finding.rules.ranking import METRES_IN_A_MILE, Reach
from livewell.kit.geo import Point

CAP = 200
"""The most that a search answers with, the nearest or the best trusted: nothing grows with the directory."""

COVERING, FOR_EVERYBODY = 150, 60
"""Beside these, at most so many that come to where somebody lives, and that are for everybody wherever they are."""

DRAWN, MORE = "drawn", "more"
"""What stands for the reach of a row whose area is drawn on a map, and of one that only says that there are more."""

MOST = {
    Reach.NEAR.value: CAP,
    Reach.ANYWHERE.value: CAP,
    Reach.COVERS.value: COVERING,
    Reach.EVERYWHERE.value: FOR_EVERYBODY,
    DRAWN: COVERING,
}
"""At most so many rows of each reach."""

LOOKED_AT = 10_000
"""
Rows that are compared until there are enough: the nearest, or without a place the best trusted. The last of them only
says that there are more (`MORE`), so that a page can say that something may be missing.
"""

COMPARED = 300
"""Rows for everybody that are compared until there are enough, the best trusted first."""

COVER_COMPARED = 1_000
"""The same of those that come to a ward or a district."""

URGENT = 6
"""Places of crisis and urgent support that are shown before everything."""

FURTHEST = 60
"""Miles that "any distance" means."""

# The grid is drawn at most 4 parts in 10,000 away from the ground in England: look a little further, measure afterwards.
_FURTHER = 1.001

COLUMNS = """s.id, s.asset, s.easting, s.northing, s.kind, s.ways, s.audiences, s.features, s.delivery, s.languages, s.free,
    s.capacity, s.trust, s.assured_on, s.next_at"""
PLACE = "point(s.easting::float8, s.northing::float8)"
REACHES = "(s.easting IS NULL OR s.delivery & 14 <> 0)"
_BEST_TRUSTED = "s.trust DESC, s.id"
BEST_TRUSTED_OF_FEW = "s.trust + 0 DESC, s.id"
"""The same, said so that nobody walks the whole index of trust to spare themself a sort of a few rows."""
COMES_TO_ALL = "('*' = ANY (s.covers) OR (s.covers = '{}' AND s.delivery & 6 <> 0))"


@dataclass(frozen=True)
class Here:
    """Where somebody looks from: a point, how we call it, and the ONS codes of its ward and district, "" for none."""

    point: Point
    label: str
    ward: str = ""
    district: str = ""

    @property
    def codes(self) -> list[str]:
        """The areas it lies in."""
        return [code for code in (self.ward, self.district) if code]


@dataclass
class Values:
    """The values of one statement, each with its place: $1, $2 …"""

    given: list[Any] = field(default_factory=list)

    def add(self, value: Any) -> str:
        """The place of one more value."""
        self.given.append(value)
        return f"${len(self.given)}"

    def point(self, here: Here) -> str:
        """A place on the grid."""
        return f"point({self.add(float(here.point.easting))}, {self.add(float(here.point.northing))})"


def conditions(asked: Asked, values: Values, *, here: Here | None, tsquery: str, moments: Moments | None) -> str:
    """
    What every row has to fit, as SQL that begins with AND, or ""; everything typed goes by way of `values`.

    Without a place it matters to PostgreSQL how rare the words are; with one they meet the place in their indexes.
    """
    said: list[str] = []
    if tsquery:
        query = f"to_tsquery('livewell', {values.add(tsquery)})"
        said.append(f"s.words @@ {query if here is None else unseen(query)}")
    if asked.features:
        place = values.add(bits(Feature, asked.features))
        said.append(f"s.features & {place} = {place}")
    if asked.kind:
        said.append(f"s.kind = {values.add(place_in(AssetKind, asked.kind))}::int2")
    said += [
        f"s.{column} & {values.add(number)} <> 0"
        for column, number in (
            ("ways", bits(Way, asked.ways)),
            ("audiences", bits(Audience, [asked.audience] if asked.audience else [])),
            ("delivery", bits(Delivery, [asked.delivery] if asked.delivery else [])),
            ("languages", language_bits([asked.language] if asked.language else [])),
        )
        if number
    ]
    if asked.free:
        said.append("s.free = 1")
    if asked.room:
        full = [capacity_number(Capacity.WAITING_LIST), capacity_number(Capacity.FULL)]
        said.append(f"s.capacity <> ALL ({values.add(full)}::int2[])")
    if asked.age is not None:
        place = values.add(asked.age)
        said.append(f"s.minimum_age <= {place}::int4 AND s.maximum_age >= {place}")
    for code in (asked.need, asked.activity):
        if code:
            said.append(f"s.terms @> ARRAY[{values.add(code)}]::varchar[]")
    if moments is not None:
        said.append(_in_time(moments, values))
    return "".join(f" AND {one}" for one in said)


def _in_time(moments: Moments, values: Values) -> str:
    # Unseen they are also read once, not once for each row.
    slots = unseen(f"{values.add(as_multirange(moments.slots))}::text::int4multirange")
    instants = [(begins.isoformat(), ends.isoformat()) for begins, ends in moments.spans or moments.ahead]
    dated = f"s.dated && {unseen(f'{values.add(as_multirange(instants))}::text::tstzmultirange')}"
    if moments.any_week:
        return f"(s.every_week && {slots} OR s.some_weeks && {slots} AND {dated})"
    return f"(s.every_week && {slots} OR {dated})"


def as_multirange(pairs: Any) -> str:
    """Pairs as PostgreSQL writes half-open ranges: {[0,60),[90,120)}."""
    return "{" + ",".join(f"[{begins},{ends})" for begins, ends in pairs) + "}"


def near(asked: Asked, here: Here, fits: str, values: Values) -> str:
    """
    Everything within reach of a place, with how it reaches somebody there: at most `CAP` rows that are near, the
    nearest, and some that come to people. `fits` holds the words already.

    PostgreSQL has to walk outwards from the place and stop when there is enough, and not to fetch and sort the whole
    circle, which it takes for a thousandth of the table whatever its size: see `unseen`. What words, or times near by,
    lead to is found by `marked.near` instead.
    """
    parts = [f"({near_here(asked, here, fits, values)})", f"({everywhere(fits)})", f"({drawn(here, fits, values)})"]
    if here.codes:
        parts.append(f"({_covering(here, fits, values)})")
    return " UNION ALL ".join(parts)


def near_here(asked: Asked, here: Here, fits: str, values: Values) -> str:
    """The nearest that fit."""
    at = values.point(here)
    inside = f"s.easting IS NOT NULL AND {PLACE} <@ circle({at}, {values.add(reach_of(asked))})"
    return _compared(Reach.NEAR, inside, f"({PLACE} <-> {at})", fits, LOOKED_AT, CAP)


def reach_of(asked: Asked) -> float:
    """Metres on the grid that are looked at around a place."""
    return float((asked.within or FURTHEST) * METRES_IN_A_MILE * _FURTHER)


def everywhere(fits: str) -> str:
    """The best trusted that are for everybody and not only for those who come to a place."""
    return _compared(Reach.EVERYWHERE, COMES_TO_ALL, _BEST_TRUSTED, f" AND {REACHES}{fits}", COMPARED, FOR_EVERYBODY)


def drawn(here: Here, fits: str, values: Values, also: str = "") -> str:
    """
    What reaches an area drawn on a map that may hold the place.

    The box around each says which may, the polygon is asked afterwards. `also` is what else is said of a row.
    """
    on_globe = f"point({values.add(here.point.longitude)}, {values.add(here.point.latitude)})"
    return f"""
        SELECT {COLUMNS}, '{DRAWN}' AS reach{also} FROM service_area AS a JOIN search_row AS s ON s.asset = a.asset
        WHERE a.around @> box({on_globe}, {on_globe}) AND {REACHES}{fits} LIMIT {COVERING}
        """  # noqa: S608


def _covering(here: Here, fits: str, values: Values) -> str:
    """The best trusted that come to where somebody is."""
    marks = unseen(f"{values.add([found_at.area(code) for code in here.codes])}::int4[]")
    comes = f"s.found_at && {marks} AND {comes_to(here, values)}"
    return _compared(Reach.COVERS, comes, BEST_TRUSTED_OF_FEW, fits, COVER_COMPARED, COVERING)


def comes_to(here: Here, values: Values) -> str:
    """Whether a row comes to where somebody is, as SQL."""
    return f"{REACHES} AND s.covers && {unseen(f'{values.add(here.codes)}::varchar[]')}"


def _compared(reach: Reach, where: str, order: str, fits: str, compared: int, most: int) -> str:
    """The first `most` rows that fit, of so many that are compared in this order; the last of these is `MORE`."""
    return f"""
        SELECT {COLUMNS}, CASE WHEN s.place = {compared} THEN '{MORE}' ELSE '{reach}' END AS reach
        FROM (SELECT *, row_number() OVER () AS place
              FROM (SELECT * FROM search_row AS s WHERE {where} ORDER BY {order} LIMIT {unseen(str(compared))}) AS s) AS s
        WHERE s.place = {compared} OR (true{fits}) LIMIT {most}
        """  # noqa: S608  (what is said in text is our own)


def unseen(value: str) -> str:
    """
    A value that PostgreSQL does not look at while it plans, so that one plan serves every search of its kind.

    To plan takes as long as to search. A limit that is not seen is taken for a tenth of the rows: an index is then walked
    in its order until there is enough, and not everything fetched and sorted.
    """
    return f"(SELECT {value})"


def anywhere(fits: str, *, by_words: bool) -> str:
    """
    What fits wherever it is, the best trusted first, at most `CAP`.

    Words have an index; without them only the first `LOOKED_AT` rows are compared.
    """
    if not by_words:
        return _compared(Reach.ANYWHERE, "true", _BEST_TRUSTED, fits, LOOKED_AT, CAP)
    return f"""
        SELECT {COLUMNS}, '{Reach.ANYWHERE}' AS reach FROM search_row AS s WHERE true{fits}
        ORDER BY {_BEST_TRUSTED} LIMIT {CAP}
        """  # noqa: S608


def urgent(here: Here | None, values: Values, *, tsqueries: Sequence[str] = ()) -> str:
    """
    Crisis and urgent support: what fits the first of these queries, then the next, whatever else there is.

    Among those what is for everybody is first, then the nearest. There is little of it: all is sorted.
    """
    queries = [unseen(f"to_tsquery('livewell', {values.add(one)})") for one in tsqueries if one]
    fitting = "".join(f"s.words @@ {query} DESC, " for query in queries)
    point = values.point(here) if here else ""
    nearest = f"{PLACE} <-> {point}," if point else ""
    return f"""
        SELECT {COLUMNS}, '{Reach.NEAR}' AS reach FROM search_row AS s WHERE s.kind = {place_in(AssetKind, AssetKind.CRISIS)}
        ORDER BY {fitting}s.easting IS NOT NULL, {nearest} s.trust DESC, s.id LIMIT {URGENT}
        """  # noqa: S608


def ranked(statement: str, tsquery: str, values: Values) -> str:
    """The same rows with how well the words fit each, which is worked out for them alone."""
    if not tsquery:
        return statement
    return f"""
        SELECT found.*, ts_rank(r.words, (SELECT to_tsquery('livewell', {values.add(tsquery)}))) AS rank
        FROM ({statement}) AS found JOIN search_row AS r ON r.id = found.id
        """  # noqa: S608
