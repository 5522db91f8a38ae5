"""Finding assets by words and distance, and reading one whole."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.assets import rules
from livewell.assets.rules import AssetKind, Listing, Sector, Way
from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.kit.geo import METRES_IN_A_MILE, Point, miles_between
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

# Metres on the grid and miles on the globe differ by half a per cent at most, so the grid looks a little further,
# and twice as many as asked for are measured again: 0 of 300 searches wrong, against 80 without.
_FURTHER = 1.01
_SPARE = 20
_URGENT_AT_MOST = 6
_MOST_ALIKE = 0.45  # of pg_trgm's word similarity: "strolers" finds "Strollers"

_COLUMNS = """
    a.id, a.name, a.kind, a.what, a.place_name, a.postcode, a.easting, a.northing, a.latitude, a.longitude,
    a."when", a.cost, a.free, a.who_for, a.access, a.ways, a.contact_name, a.contact_phone, a.contact_email,
    a.website, a.published, a.checked_at, a.changed_at, a.version, a.organisation AS organisation_id,
    coalesce(o.name, '') AS organisation, coalesce(o.sector, '') AS sector
"""
_TABLES = "asset AS a LEFT JOIN organisation AS o ON o.id = a.organisation"
_PLACE = "point(a.easting::float8, a.northing::float8)"


@dataclass(frozen=True)
class AssetRow:
    """An asset as lists and pages show it. `miles` is from where somebody asked, None without a place."""

    id: UUID
    name: str
    kind: AssetKind
    organisation: str
    organisation_id: UUID | None
    sector: str
    what: str
    place_name: str
    postcode: str
    point: Point | None
    when: str
    cost: str
    free: bool | None
    who_for: str
    access: str
    ways: tuple[Way, ...]
    contact_name: str
    contact_phone: str
    contact_email: str
    website: str
    published: bool
    checked_at: datetime | None
    changed_at: datetime
    version: int
    miles: float | None = None

    @property
    def kind_label(self) -> str:
        """What kind of thing it is, in words."""
        return rules.KIND_LABELS[self.kind]

    @property
    def way_labels(self) -> list[str]:
        """Its Ways to Wellbeing, in words."""
        return [rules.WAY_LABELS[way] for way in self.ways]

    @property
    def where(self) -> str:
        """Its place and postcode in one line, "" when it is not at a place."""
        return ", ".join(part for part in (self.place_name, self.postcode) if part)

    @property
    def cost_words(self) -> str:
        """What it costs in words, "" when nobody knows."""
        return self.cost or ("Free" if self.free else "")

    @property
    def stale(self) -> bool:
        """Whether nobody has checked it for long."""
        return rules.is_stale(self.checked_at, clock.now())

    @property
    def listing(self) -> Listing:
        """What the form is filled with."""
        return Listing(
            name=self.name,
            kind=self.kind,
            what=self.what,
            organisation_name=self.organisation,
            sector=Sector(self.sector) if self.sector in set(Sector) else None,
            place_name=self.place_name,
            postcode=self.postcode,
            when=self.when,
            cost=self.cost,
            free=self.free,
            who_for=self.who_for,
            access=self.access,
            ways=self.ways,
            contact_name=self.contact_name,
            contact_phone=self.contact_phone,
            contact_email=self.contact_email,
            website=self.website,
            published=self.published,
        )


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

    conditions: tuple[str, ...]
    values: tuple[Any, ...]
    rank: str

    @property
    def where(self) -> str:
        return " AND ".join(self.conditions)


async def search(
    words: str = "",
    near: Point | None = None,
    within_miles: float | None = None,
    kind: AssetKind | None = None,
    way: Way | None = None,
    limit: int = 50,
) -> list[AssetRow]:
    """
    Published assets, urgent support first when the words suggest a crisis, then the nearest first.

    Without `near` the best match of the words comes first, or the order is that of the names.
    """
    found = await find(words, near=near, within_miles=within_miles, kind=kind, way=way, limit=limit)
    return [*found.urgent, *found.rows]


async def find(
    words: str = "",
    *,
    near: Point | None = None,
    within_miles: float | None = None,
    kind: AssetKind | None = None,
    way: Way | None = None,
    limit: int = 50,
    hidden_too: bool = False,
) -> Found:
    """
    What `search` finds, with what a page wants to say about it; three statements at most.

    With `near` and `within_miles`, things that are at no one place (a telephone line) come last and are not left out.
    `hidden_too` also finds listings that are not shown to everybody, for those who edit them.
    """
    urgent = await _urgent(near) if rules.suggests_crisis(words) else []
    typed = rules.search_words(words)
    found = await _matching(_asked(typed, kind, way, every=True, hidden_too=hidden_too), near, within_miles, limit + 1)
    loosely = False
    if not found and typed:
        asked = _asked(typed, kind, way, every=False, hidden_too=hidden_too)
        found = await _matching(asked, near, within_miles, limit + 1)
        loosely = bool(found)
    already = {asset.id for asset in urgent}
    shown = [asset for asset in found if asset.id not in already]
    return Found(shown[:limit], urgent, loosely=loosely, more=len(shown) > limit)


def _asked(words: list[str], kind: AssetKind | None, way: Way | None, *, every: bool, hidden_too: bool) -> _Asked:
    conditions = ["true" if hidden_too else "a.published"]
    values: list[Any] = []
    rank = "lower(a.name)"
    if words:
        values.append(rules.tsquery(words, every=every))
        query = f"to_tsquery('livewell', ${len(values)})"
        matches = f"a.words @@ {query}"
        rank = f"ts_rank(a.words, {query}) DESC, lower(a.name)"
        if not every:
            values.append(" ".join(words))
            alike = f"word_similarity(${len(values)}, a.name)"
            # Words such as "the" alone ask for nothing, and so for everything.
            matches = f"({matches} OR {alike} >= {_MOST_ALIKE} OR numnode({query}) = 0)"
            rank = f"ts_rank(a.words, {query}) + {alike} DESC, lower(a.name)"
        conditions.append(matches)
    if kind is not None:
        values.append(kind.value)
        conditions.append(f"a.kind = ${len(values)}")
    if way is not None:
        values.append(way.value)
        conditions.append(f"${len(values)} = ANY(a.ways)")
    return _Asked(tuple(conditions), tuple(values), rank)


async def _matching(asked: _Asked, near: Point | None, within: float | None, limit: int) -> list[AssetRow]:
    if near is None:
        found = await rows(
            f"SELECT {_COLUMNS} FROM {_TABLES} WHERE {asked.where} ORDER BY {asked.rank}, a.id LIMIT {limit}",  # noqa: S608
            *asked.values,
        )
        return [_asset(one) for one in found]

    n = len(asked.values)
    here = f"point(${n + 1}, ${n + 2})"
    values: list[Any] = [*asked.values, float(near.easting), float(near.northing)]
    circle = ""
    if within is not None:
        values.append(within * METRES_IN_A_MILE * _FURTHER)
        circle = f"AND {_PLACE} <@ circle({here}, ${n + 3})"
    found = await rows(
        f"""
        (SELECT {_COLUMNS} FROM {_TABLES} WHERE a.easting IS NOT NULL {circle} AND {asked.where}
         ORDER BY {_PLACE} <-> {here} LIMIT {limit * 2 + _SPARE})
        UNION ALL
        (SELECT {_COLUMNS} FROM {_TABLES} WHERE a.easting IS NULL AND {asked.where}
         ORDER BY {asked.rank}, a.id LIMIT {limit})
        """,  # noqa: S608
        *values,
    )
    measured = [_asset(one, near) for one in found]
    placed = [one for one in measured if one.miles is not None and (within is None or one.miles <= within)]
    placed.sort(key=lambda one: (one.miles or 0.0, one.name, str(one.id)))
    return [*placed, *(one for one in measured if one.miles is None)][:limit]


async def _urgent(near: Point | None) -> list[AssetRow]:
    """Crisis and urgent support: lines for everybody first, then the nearest places."""
    found = await rows(
        f"""
        SELECT {_COLUMNS} FROM {_TABLES} WHERE a.published AND a.kind = $1
        ORDER BY a.easting IS NOT NULL, {_PLACE} <-> point($2, $3), lower(a.name) LIMIT {_URGENT_AT_MOST}
        """,  # noqa: S608
        AssetKind.CRISIS.value,
        float(near.easting) if near else 0.0,
        float(near.northing) if near else 0.0,
    )
    return [_asset(one, near) for one in found]


def _asset(found: dict[str, Any], near: Point | None = None) -> AssetRow:
    values = dict(found)
    place = [values.pop(name) for name in ("easting", "northing", "latitude", "longitude")]
    point = None if None in place else Point(*place)
    values["kind"] = AssetKind(values["kind"])
    values["ways"] = tuple(Way(way) for way in values["ways"] or ())
    miles = miles_between(near, point) if near is not None and point is not None else None
    return AssetRow(**values, point=point, miles=miles)


async def asset(asset_id: UUID, *, hidden_too: bool = False) -> AssetRow:
    """One asset; `NotFound` when there is none, or when it is hidden and `hidden_too` is not said."""
    found = await row(f"SELECT {_COLUMNS} FROM {_TABLES} WHERE a.id = $1", asset_id)  # noqa: S608
    if found is None or not (found["published"] or hidden_too):
        raise NotFound
    return _asset(found)


async def editable(asset_id: UUID, *, by: Member) -> AssetRow:
    """One asset, hidden or not, for somebody who may change it; `NotFound` for everybody else."""
    found = await asset(asset_id, hidden_too=True)
    if not may_edit(by, found.organisation_id):
        raise NotFound
    return found


def may_edit(by: Member, organisation_id: UUID | None) -> bool:
    """Whether somebody may change a listing of this organisation."""
    if Permission.EDIT_LISTINGS in by.can:
        return True
    own = by.organisation is not None and organisation_id == by.organisation
    return own and Permission.EDIT_OWN_LISTINGS in by.can


async def of_organisation(organisation_id: UUID) -> list[AssetRow]:
    """Every listing of one organisation, hidden ones too, those longest unchecked first."""
    found = await rows(
        f"SELECT {_COLUMNS} FROM {_TABLES} WHERE a.organisation = $1 ORDER BY a.checked_at NULLS FIRST, lower(a.name)",  # noqa: S608
        organisation_id,
    )
    return [_asset(one) for one in found]


async def to_check(limit: int = 10) -> list[AssetRow]:
    """Published listings that nobody has checked for long, the longest unchecked first."""
    found = await rows(
        f"""
        SELECT {_COLUMNS} FROM {_TABLES} WHERE a.published AND (a.checked_at IS NULL OR a.checked_at < $1)
        ORDER BY a.checked_at NULLS FIRST, lower(a.name) LIMIT {int(limit)}
        """,  # noqa: S608
        clock.now() - rules.STALE_AFTER,
    )
    return [_asset(one) for one in found]


async def organisation_name(organisation_id: UUID) -> str:
    """The name of an organisation; `NotFound` when there is none."""
    found = await row("SELECT name FROM organisation WHERE id = $1", organisation_id)
    if found is None:
        raise NotFound
    return str(found["name"])
