"""Areas, practices and settings."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import overload
from uuid import UUID

from shapely.geometry import Point as MapPoint
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from livewell.kit import db
from livewell.kit.geo import Point
from livewell.kit.wording import Instead, read_list
from livewell.places.rules import CHOICES, NumberName, TextName


@dataclass(frozen=True)
class AreaSeen:
    """One area with what is in it."""

    id: UUID
    name: str
    position: int
    has_boundary: bool
    practices: int
    version: int


@dataclass(frozen=True)
class PracticeSeen:
    """One practice."""

    id: UUID
    name: str
    ods_code: str
    area: UUID
    area_name: str
    reply_email: str
    phone: str
    postcode: str
    listed: bool
    version: int


_AREAS = """
    SELECT a.id, a.name, a.position, a.boundary IS NOT NULL AS has_boundary,
           (SELECT count(*) FROM practice p WHERE p.area = a.id) AS practices, a.version
    FROM area a
"""
_PRACTICES = """
    SELECT p.id, p.name, p.ods_code, p.area, a.name AS area_name, p.reply_email, p.phone, p.postcode, p.listed, p.version
    FROM practice p JOIN area a ON a.id = p.area
"""


async def areas() -> list[AreaSeen]:
    """Every area, in the order of lists."""
    return [AreaSeen(**row) for row in await db.rows(_AREAS + " ORDER BY a.position, lower(a.name)")]


async def area(area_id: UUID) -> AreaSeen | None:
    """One area, or None."""
    row = await db.row(_AREAS + " WHERE a.id = $1", area_id)
    return AreaSeen(**row) if row else None


async def practices(*, listed_only: bool = False) -> list[PracticeSeen]:
    """Every practice by name; only those whose people may come, when asked."""
    found = await db.rows(_PRACTICES + " WHERE p.listed OR NOT $1 ORDER BY lower(p.name)", listed_only)
    return [PracticeSeen(**row) for row in found]


async def practice(practice_id: UUID) -> PracticeSeen | None:
    """One practice, or None."""
    row = await db.row(_PRACTICES + " WHERE p.id = $1", practice_id)
    return PracticeSeen(**row) if row else None


async def area_for(practice: UUID | None, point: Point | None) -> UUID | None:
    """
    The area a new referral goes to: that of the practice, else the one whose boundary holds the home postcode.

    None when neither says; triage then chooses.
    """
    if practice is not None:
        found: UUID | None = await db.value("SELECT area FROM practice WHERE id = $1", practice)
        if found is not None:
            return found
    if point is None:
        return None
    here = MapPoint(point.longitude, point.latitude)
    for row in await db.rows("SELECT id, boundary FROM area WHERE boundary IS NOT NULL ORDER BY position, lower(name)"):
        if _polygon(row["boundary"]).covers(here):
            inside: UUID = row["id"]
            return inside
    return None


async def lives_here(point: Point) -> bool:
    """Whether a place is inside any area of the service."""
    return await area_for(None, point) is not None


@lru_cache(maxsize=64)
def _polygon(boundary: str) -> BaseGeometry:
    return shape(json.loads(boundary))


@overload
async def setting(name: NumberName) -> int: ...
@overload
async def setting(name: TextName) -> str: ...
async def setting(name: str) -> int | str:
    """What the service chose for one setting, else what we ship. KeyError for a name there is none of."""
    choice = CHOICES[name]
    chosen = await db.value("SELECT value FROM service_setting WHERE key = $1", name)
    return choice.ships_with if chosen is None else _typed(name, chosen)


async def kinder_words() -> tuple[Instead, ...]:
    """The words the service would rather not use, each with what to say instead."""
    return read_list(await setting("kinder_words"))


async def settings() -> dict[str, int | str]:
    """Every setting at once, in one query."""
    chosen = {row["key"]: row["value"] for row in await db.rows("SELECT key, value FROM service_setting")}
    return {
        name: _typed(name, chosen[name]) if name in chosen else choice.ships_with for name, choice in CHOICES.items()
    }


def _typed(name: str, text: str) -> int | str:
    return int(text) if CHOICES[name].kind == "number" else text
