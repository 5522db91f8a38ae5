"""The one statement of a search: what is near, what comes to where somebody lives, and what is for everybody."""

from dataclasses import dataclass, field
from typing import Any

from livewell.assets.rules import AssetKind, Audience, Capacity, Delivery, Feature, Way
from livewell.assets.rules.bits import bits, capacity_number, language_bits, place_in
from livewell.finding.rules import Asked
from livewell.finding.rules.moments import Moments
from livewell.finding.rules.ranking import METRES_IN_A_MILE, Reach
from livewell.kit.geo import Point

CAP = 500
"""Rows that are looked at: nothing grows with the directory."""

COVERING, FOR_EVERYBODY = 150, 60
"""Of them, at most so many that come to where somebody lives, and that are for everybody wherever they are."""

LOOKED_AT = 10_000
"""Rows that are compared until there are enough: the nearest, or without a place the best trusted."""

COMPARED = 300
"""Rows for everybody that are compared until there are enough, the best trusted first."""

COVER_COMPARED = 1_000
"""The same of those that come to a ward or a district."""

URGENT = 6
"""Places of crisis and urgent support that are shown before everything."""

FURTHEST = 60
"""Miles that "any distance" means."""

PLANNED = """
    SELECT set_config('enable_bitmapscan', 'off', true), set_config('enable_seqscan', 'off', true),
           set_config('plan_cache_mode', 'force_generic_plan', true)
"""
"""
What `near` without words wants of PostgreSQL until the end of the transaction: to walk outwards from a place and stop when there is
enough. It takes every circle for a thousandth of the table, large or small, and would rather fetch and sort it all.
"""

# The grid is drawn at most 4 parts in 10,000 away from the ground in England: look a little further, measure afterwards.
_FURTHER = 1.001

_COLUMNS = """s.id, s.asset, s.easting, s.northing, s.kind, s.ways, s.audiences, s.features, s.delivery, s.languages, s.free,
    s.capacity, s.trust, s.assured_on, s.next_at"""
_PLACE = "point(s.easting::float8, s.northing::float8)"
_REACHES = "(s.easting IS NULL OR s.delivery & 14 <> 0)"
_FOR_EVERYBODY = "('*' = ANY (s.covers) OR (s.covers = '{}' AND s.delivery & 6 <> 0))"


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


def conditions(asked: Asked, values: Values, *, tsquery: str, moments: Moments | None) -> str:
    """What every row has to fit, as SQL that begins with AND, or ""; everything typed goes by way of `values`."""
    said: list[str] = []
    if tsquery:
        said.append(f"s.words @@ to_tsquery('livewell', {values.add(tsquery)})")
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
    # In a sub-select they are read once, not once for each row.
    slots = f"(SELECT {values.add(as_multirange(moments.slots))}::text::int4multirange)"
    if moments.any_week:
        return f"(s.every_week && {slots} OR s.some_weeks && {slots})"
    spans = values.add(as_multirange([(begins.isoformat(), ends.isoformat()) for begins, ends in moments.spans]))
    return f"(s.every_week && {slots} OR s.dated && (SELECT {spans}::text::tstzmultirange))"


def as_multirange(pairs: Any) -> str:
    """Pairs as PostgreSQL writes half-open ranges: {[0,60),[90,120)}."""
    return "{" + ",".join(f"[{begins},{ends})" for begins, ends in pairs) + "}"


def near(asked: Asked, here: Here, fits: str, values: Values, *, by_words: bool) -> str:
    """
    Everything within reach of a place, with how it reaches somebody there: at most `CAP` rows that are near, the
    nearest, and some that come to people.

    With words PostgreSQL knows how many rows to expect and sets out from them or from the place; without, see `PLANNED`.
    """
    point = f"point({values.add(float(here.point.easting))}, {values.add(float(here.point.northing))})"
    metres = values.add((asked.within or FURTHEST) * METRES_IN_A_MILE * _FURTHER)
    on_globe = f"point({values.add(here.point.longitude)}, {values.add(here.point.latitude)})"
    at_once, afterwards, most = (fits, "", CAP) if by_words else ("", fits, LOOKED_AT)
    parts = [
        f"""
        (SELECT {_COLUMNS}, '{Reach.NEAR}' AS reach FROM (
             SELECT *, {_PLACE} <-> {point} AS away FROM search_row AS s
             WHERE s.easting IS NOT NULL AND {_PLACE} <@ circle({point}, {metres}){at_once}
             ORDER BY {_PLACE} <-> {point} LIMIT {most}
         ) AS s WHERE true{afterwards} ORDER BY s.away LIMIT {CAP})
        """,  # noqa: S608  (what is said in text is our own)
        f"""
        (SELECT {_COLUMNS}, '{Reach.EVERYWHERE}' AS reach FROM (
             SELECT * FROM search_row AS s WHERE {_FOR_EVERYBODY} ORDER BY s.trust DESC, s.id LIMIT {COMPARED}
         ) AS s WHERE {_REACHES}{fits} LIMIT {FOR_EVERYBODY})
        """,  # noqa: S608
        # Areas drawn on a map: the box around each says which may hold the point, the polygon is asked afterwards.
        f"""
        (SELECT {_COLUMNS}, 'drawn' AS reach FROM service_area AS a JOIN search_row AS s ON s.asset = a.asset
         WHERE a.around @> box({on_globe}, {on_globe}) AND {_REACHES}{fits} LIMIT {COVERING})
        """,  # noqa: S608
    ]
    if here.codes:
        # Nought is added so that nobody walks the whole index of trust to spare themself a sort of a few rows.
        parts.append(
            f"""
            (SELECT {_COLUMNS}, '{Reach.COVERS}' AS reach FROM (
                 SELECT * FROM search_row AS s WHERE s.covers && {values.add(here.codes)}::varchar[] AND {_REACHES}
                 ORDER BY s.trust + 0 DESC LIMIT {COVER_COMPARED}
             ) AS s WHERE true{fits} LIMIT {COVERING})
            """  # noqa: S608
        )
    return " UNION ALL ".join(parts)


def anywhere(fits: str, *, by_words: bool) -> str:
    """
    What fits wherever it is, the best trusted first, at most `CAP`.

    Words have an index; without them only the first `LOOKED_AT` rows are compared.
    """
    rows = "search_row" if by_words else f"(SELECT * FROM search_row ORDER BY trust DESC, id LIMIT {LOOKED_AT})"  # noqa: S608
    return f"""
        SELECT {_COLUMNS}, '{Reach.ANYWHERE}' AS reach FROM {rows} AS s WHERE true{fits}
        ORDER BY s.trust DESC, s.id LIMIT {CAP}
        """  # noqa: S608


def urgent(here: Here | None, values: Values) -> str:
    """Crisis and urgent support: what is for everybody first, then the nearest."""
    point = f"point({values.add(float(here.point.easting))}, {values.add(float(here.point.northing))})" if here else ""
    nearest = f"{_PLACE} <-> {point}," if point else ""
    return f"""
        SELECT {_COLUMNS}, '{Reach.NEAR}' AS reach FROM search_row AS s WHERE s.kind = {place_in(AssetKind, AssetKind.CRISIS)}
        ORDER BY s.easting IS NOT NULL, {nearest} s.trust DESC, s.id LIMIT {URGENT}
        """  # noqa: S608


def ranked(statement: str, tsquery: str, values: Values) -> str:
    """The same rows with how well the words fit each, which is worked out for them alone."""
    if not tsquery:
        return statement
    return f"""
        SELECT found.*, ts_rank(r.words, (SELECT to_tsquery('livewell', {values.add(tsquery)}))) AS rank
        FROM ({statement}) AS found JOIN search_row AS r ON r.id = found.id
        """  # noqa: S608
