"""What is asked of a list of services as conditions of SQL, every value a parameter; all of them hold at once."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from shapely import Point as MapPoint
from shapely.geometry import shape

from livewell.assets.rules.searching import search_words, tsquery
from livewell.kit import clock, db, geo
from livewell.kit.geo import Point
from livewell.openreferral.rules.parameters import Asked, ParameterWrong
from livewell.openreferral.rules.taxonomies import Catalogue, Taxonomy
from livewell.places import queries as places

SHOWN = "a.published AND a.merged_into IS NULL"
"""What everybody may see of the assets, called a."""

LAST_MODIFIED = """
    greatest(a.changed_at, a.assured_at, o.changed_at, (
        SELECT max(l.changed_at) FROM asset_at_location AS al JOIN location AS l ON l.id = al.location
        WHERE al.asset = a.id))
"""
"""
When the service, its organisation or a place of it last changed, or somebody last made sure.

A place that is hidden counts too: whoever asks for what was modified has to hear that it is no longer said.
"""

_NEAR = """
    SELECT al.id, al.asset, point(l.easting, l.northing) <-> point({east}, {north}) AS metres
    FROM search_row AS s JOIN asset_at_location AS al ON al.id = s.id JOIN location AS l ON l.id = al.location
    WHERE s.easting IS NOT NULL AND NOT l.hidden
      AND point(s.easting::float8, s.northing::float8) <@ circle(point({east}, {north}), {metres})
"""
_AT_THE_TIME = """
    a.id IN (
        SELECT s.asset FROM search_row AS s
        LEFT JOIN asset_at_location AS al ON al.id = s.id LEFT JOIN location AS l ON l.id = al.location
        WHERE coalesce(NOT l.hidden, true) AND (s.every_week && {minutes} OR s.some_weeks && {minutes} AND s.dated && {ahead})
    )
"""
"""What happens in some weeks alone has to be still to come: a row is not indexed again because a day has gone by."""

_ONE_CODE = frozenset({"kind", "joining", "capacity"})
"""The columns that hold one code; the others hold a list."""


@dataclass
class Conditions:
    """Conditions and the values in them. `near` selects places within the distance asked for, with their metres."""

    all_of: list[str] = field(default_factory=lambda: [SHOWN])
    values: list[Any] = field(default_factory=list)
    near: str = ""

    def parameter(self, value: Any, cast: str) -> str:
        """The place of a value in the text."""
        self.values.append(value)
        return f"${len(self.values)}::{cast}"

    @property
    def text(self) -> str:
        """All of them in one."""
        return " AND ".join(self.all_of)


async def conditions(asked: Asked, catalogue: Catalogue) -> Conditions:
    """What is asked, as SQL over `asset AS a` and `organisation AS o`. Raises ParameterWrong for an unknown postcode."""
    found = Conditions()
    if asked.search:
        words = search_words(asked.search)
        query = found.parameter(tsquery(words) if words else "", "text")
        found.all_of.append(
            f"a.id IN (SELECT asset FROM search_row WHERE words @@ to_tsquery('livewell', {query}))"  # noqa: S608
        )
    if asked.organization_id:
        found.all_of.append(f"a.organisation = {found.parameter(asked.organization_id, 'uuid')}")
    if asked.modified_after:
        found.all_of.append(f"{LAST_MODIFIED} >= {found.parameter(asked.modified_after, 'timestamptz')}")
    _terms(asked, catalogue, found)
    _ages(asked, found)
    if asked.minutes:
        minutes = found.parameter(_multirange(asked.minutes), "text") + "::int4multirange"
        spans = ((begins.isoformat(), ends.isoformat()) for begins, ends in asked.ahead(clock.now()))
        ahead = found.parameter(_multirange(spans), "text") + "::tstzmultirange"
        found.all_of.append(_AT_THE_TIME.format(minutes=minutes, ahead=ahead))
    if asked.postcode:
        await _where(asked, found)
    return found


def _multirange(pairs: Iterable[tuple[int, int] | tuple[str, str]]) -> str:
    """Pairs as PostgreSQL writes half-open ranges: {[0,60),[90,120)}."""
    return "{" + ",".join(f"[{begins},{ends})" for begins, ends in pairs) + "}"


def _terms(asked: Asked, catalogue: Catalogue, found: Conditions) -> None:
    if asked.taxonomy_term_id:
        known = catalogue.by_id.get(asked.taxonomy_term_id)
        if known:
            found.all_of.append(_carries(known[0], found.parameter(known[1].code, "text")))
        else:
            link = json.dumps([{"taxonomy_term_id": str(asked.taxonomy_term_id)}])
            found.all_of.append(
                f"a.id IN (SELECT asset FROM imported_service WHERE beside -> 'attributes' @> {found.parameter(link, 'jsonb')})"  # noqa: S608
            )
    if asked.taxonomy_id:
        taxonomy = catalogue.taxonomy(asked.taxonomy_id)
        found.all_of.append(_carries(taxonomy) if taxonomy else "false")


def _carries(taxonomy: Taxonomy, code: str = "") -> str:
    """That a service carries this term of a taxonomy, or any. Access counts where the group meets as well."""
    column = taxonomy.said_in
    if column in _ONE_CODE:
        return f"a.{column} = {code}" if code else f"a.{column} <> ''"
    own = f"{code} = ANY(a.{column})" if code else f"cardinality(a.{column}) > 0"
    if column != "features":
        return own
    there = f"{code} = ANY(l.features)" if code else "cardinality(l.features) > 0"
    return (
        f"({own} OR a.id IN (SELECT al.asset FROM asset_at_location AS al JOIN location AS l ON l.id = al.location"  # noqa: S608
        f" WHERE NOT l.hidden AND {there}))"
    )


def _ages(asked: Asked, found: Conditions) -> None:
    """Services that take somebody between the two ages."""
    if asked.minimum_age is not None:
        found.all_of.append(f"coalesce(a.maximum_age, 999) >= {found.parameter(asked.minimum_age, 'int')}")
    if asked.maximum_age is not None:
        found.all_of.append(f"coalesce(a.minimum_age, 0) <= {found.parameter(asked.maximum_age, 'int')}")


async def _where(asked: Asked, found: Conditions) -> None:
    place = await geo.find_postcode(asked.postcode)
    if place is None:
        raise ParameterWrong("postcode", "It is not a whole postcode that is known here, such as NG2 6AB.")
    if asked.proximity is None:
        await _covering(place.point, place.district, found)
        return
    found.near = _NEAR.format(
        east=found.parameter(float(place.point.easting), "float8"),
        north=found.parameter(float(place.point.northing), "float8"),
        metres=found.parameter(float(asked.proximity), "float8"),
    )


async def _covering(point: Point, district: str, found: Conditions) -> None:
    """Services whose area holds the point: everywhere, by the code of its ward or district, or as it is drawn."""
    ward = await places.ward_of(point)
    codes = [code for code in (ward.code if ward else "", district or (ward.district if ward else "")) if code]
    here = MapPoint(point.longitude, point.latitude)
    drawn = await db.rows(
        "SELECT id, polygon FROM service_area WHERE around @> box(point($1, $2), point($1, $2))",
        point.longitude,
        point.latitude,
    )
    inside = [one["id"] for one in drawn if shape(json.loads(one["polygon"])).covers(here)]
    held, drawn_so = found.parameter(codes, "varchar[]"), found.parameter(inside, "uuid[]")
    found.all_of.append(
        f"a.id IN (SELECT asset FROM service_area WHERE everywhere OR codes && {held} OR id = ANY({drawn_so}))"  # noqa: S608
    )
