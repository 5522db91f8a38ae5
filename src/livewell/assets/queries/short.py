"""Assets in short: one line of a list, with its first place and the first person to ask for."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from livewell.assets import rules
from livewell.assets.rules import AssetKind, Capacity, Checked, Feature, Joining, Running, Way, saying, trust
from livewell.assets.rules.listing import Cost
from livewell.assets.rules.trust import Freshness
from livewell.kit import clock
from livewell.kit.dates import london_day, say_day
from livewell.kit.db import rows, value
from livewell.kit.geo import METRES_IN_A_MILE, Point

COLUMNS = """
    s.id, s.name, s.kind, s.organisation_name AS organisation, s.organisation AS organisation_id, s.sector, s.what,
    s.place_name, s.town, s.postcode, s.easting, s.northing, s.latitude, s.longitude, s.when_words AS "when", s.free,
    s.cost_note, s.costs, s.who_for, s.access, s.features, s.place_features, s.ways, s.contact_name, s.contact_phone,
    s.contact_email, s.website, s.published, s.assured_at, s.assured_how, s.capacity, s.joining, s.running, s.alert,
    s.version, s.changed_at
"""
"""What `a_row` reads from `asset_in_short AS s`."""

_ALIKE_NEARBY, _ALIKE_ANYWHERE = 0.4, 0.6
"""Of pg_trgm's similarity of two names: within a mile, and wherever they are."""


@dataclass(frozen=True)
class AssetRow:
    """An asset as lists show it. `miles` is from where somebody asked, None without a place."""

    id: UUID
    name: str
    kind: AssetKind
    organisation: str
    organisation_id: UUID | None
    sector: str
    what: str
    place_name: str
    town: str
    postcode: str
    point: Point | None
    when: str
    cost_words: str
    free: bool | None
    who_for: str
    access: str
    features: tuple[Feature, ...]
    ways: tuple[Way, ...]
    contact_name: str
    contact_phone: str
    contact_email: str
    website: str
    published: bool
    assured_at: datetime | None
    assured_how: Checked | None
    capacity: Capacity | None
    joining: Joining | None
    running: Running
    alert: str
    version: int
    changed_at: datetime
    miles: float | None = None

    @property
    def kind_label(self) -> str:
        """What kind of thing it is, in words."""
        return rules.KIND_LABELS[self.kind]

    @property
    def is_crisis(self) -> bool:
        """Whether it is crisis and urgent support."""
        return self.kind is AssetKind.CRISIS

    @property
    def way_labels(self) -> list[str]:
        """Its Ways to Wellbeing, in words."""
        return [rules.WAY_LABELS[way] for way in self.ways]

    @property
    def feature_labels(self) -> list[str]:
        """Getting in and taking part, in words."""
        return [rules.FEATURE_LABELS[feature] for feature in self.features]

    @property
    def where(self) -> str:
        """Its place and postcode in one line, "" when it is not at a place."""
        return saying.where(self.place_name, self.town, self.postcode)

    @property
    def capacity_label(self) -> str:
        """Whether there is room, "" when nobody said."""
        return rules.CAPACITY_LABELS[self.capacity] if self.capacity else ""

    @property
    def joining_label(self) -> str:
        """How to come the first time, "" when nobody said."""
        return rules.JOINING_LABELS[self.joining] if self.joining else ""

    @property
    def running_label(self) -> str:
        """Whether it is going on, in words."""
        return rules.RUNNING_LABELS[self.running]

    @property
    def is_running(self) -> bool:
        """Whether it is going on."""
        return self.running is Running.ACTIVE

    @property
    def freshness(self) -> Freshness:
        """How long ago somebody made sure of it."""
        return trust.freshness(self.assured_at, clock.now())

    @property
    def freshness_label(self) -> str:
        """The same in words."""
        return trust.FRESHNESS_LABELS[self.freshness]

    @property
    def freshness_colour(self) -> str:
        """The colour of its tag."""
        return trust.FRESHNESS_COLOURS[self.freshness]

    @property
    def is_fresh(self) -> bool:
        """Whether somebody made sure of it in the last six months."""
        return self.freshness is Freshness.FRESH

    @property
    def assured_words(self) -> str:
        """How and when it was last checked: Checked by a visit on 3 November 2026."""
        return said_of_assurance(self.assured_at, self.assured_how)


def said_of_assurance(assured_at: datetime | None, how: Checked | None) -> str:
    """How and when something was last checked, in words."""
    return trust.assured_words(how, say_day(london_day(assured_at)) if assured_at else "")


def a_row(found: dict[str, Any], *, miles: float | None = None) -> AssetRow:
    """The row of a query over `COLUMNS`."""
    values = dict(found)
    place = [values.pop(name) for name in ("easting", "northing", "latitude", "longitude")]
    note, costs, group = values.pop("cost_note"), values.pop("costs"), values["features"]
    options = [
        Cost(one["option"], None if one["amount"] is None else Decimal(one["amount"]), one["words"])
        for one in (json.loads(costs) if costs else ())
    ]
    values |= {
        "kind": AssetKind(values["kind"]),
        "point": None if None in place else Point(*place),
        "cost_words": saying.costs(free=values["free"], options=options, note=note),
        "features": tuple(Feature(one) for one in dict.fromkeys([*values.pop("place_features"), *group])),
        "ways": tuple(Way(way) for way in values["ways"]),
        "assured_how": Checked(values["assured_how"]) if values["assured_how"] else None,
        "capacity": Capacity(values["capacity"]) if values["capacity"] else None,
        "joining": Joining(values["joining"]) if values["joining"] else None,
        "running": Running(values["running"]),
    }
    return AssetRow(**values, miles=miles)


async def in_short(ids: Iterable[UUID]) -> dict[UUID, AssetRow]:
    """These assets, shown or not, by id, in one statement; those that are not there are left out."""
    found = await rows(f"SELECT {COLUMNS} FROM asset_in_short AS s WHERE s.id = ANY($1::uuid[])", list(ids))  # noqa: S608
    return {one["id"]: a_row(one) for one in found}


async def of_organisation(organisation_id: UUID) -> list[AssetRow]:
    """Every listing of one organisation, hidden ones too, those longest unchecked first."""
    found = await rows(
        f"SELECT {COLUMNS} FROM asset_in_short AS s WHERE s.organisation = $1 AND s.merged_into IS NULL"  # noqa: S608
        " ORDER BY s.assured_at NULLS FIRST, lower(s.name), s.id",
        organisation_id,
    )
    return [a_row(one) for one in found]


async def alike(
    name: str, point: Point | None, *, but: UUID | None = None, shown_only: bool = False, limit: int = 5
) -> list[AssetRow]:
    """
    Listings that may be the same thing, the most alike first: a name much like this one's anywhere, or somewhat like
    it within a mile of `point`. `but` is the listing that asks. Hidden ones are for the team alone: `shown_only`.
    """
    found = await rows(
        f"""
        WITH likely AS MATERIALIZED (
            SELECT id, similarity(name, $1) AS alike FROM asset
            WHERE name % $1 AND merged_into IS NULL AND id IS DISTINCT FROM $2 AND (published OR NOT $5)
        )
        SELECT {COLUMNS} FROM likely JOIN asset_in_short AS s ON s.id = likely.id
        WHERE likely.alike >= {_ALIKE_ANYWHERE}
           OR likely.alike >= {_ALIKE_NEARBY} AND $3::float8 IS NOT NULL
              AND point(s.easting, s.northing) <@ circle(point($3, $4), {METRES_IN_A_MILE})
        ORDER BY likely.alike DESC, lower(s.name), s.id LIMIT {int(limit)}
        """,  # noqa: S608
        name,
        but,
        float(point.easting) if point else None,
        float(point.northing) if point else None,
        shown_only,
    )
    return [a_row(one) for one in found]


async def was_sent(submission: UUID) -> bool:
    """Whether a form was sent before, and what it asked for was done."""
    return bool(await value("SELECT answer <> '' FROM submission WHERE id = $1", submission))
