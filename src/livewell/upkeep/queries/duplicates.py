"""Pairs of listings that may be one: the list to decide, and two of them side by side."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.assets import queries as assets
from livewell.assets.queries import AssetSeen
from livewell.assets.rules import PROVENANCE_LABELS
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.upkeep.rules import alike
from livewell.upkeep.rules.alike import PairState
from livewell.upkeep.rules.merging import Side

_MOST = 100


@dataclass(frozen=True)
class Pair:
    """One pair in the list; `why` is a line, `label` the state in words and the colour of its tag."""

    id: UUID
    one: UUID
    one_name: str
    other: UUID
    other_name: str
    why: str
    label: tuple[str, str]
    decided_at: datetime | None
    decided_by: str | None
    can_be_undone: bool
    kept: UUID | None
    version: int
    state: PairState


@dataclass(frozen=True)
class PairSeen:
    """Two listings side by side, and which of them was made sure of last."""

    pair: Pair
    left: AssetSeen
    right: AssetSeen

    @property
    def newer(self) -> Side:
        """Whose words are suggested."""
        left = self.left.assured_at or self.left.changed_at
        right = self.right.assured_at or self.right.changed_at
        if bool(self.left.assured_at) != bool(self.right.assured_at):
            return Side.LEFT if self.left.assured_at else Side.RIGHT
        return Side.LEFT if left >= right else Side.RIGHT


_PAIR = """
    SELECT d.id, d.one, a.name AS one_name, d.other, b.name AS other_name, d.likeness, d.metres, d.same_phone,
           d.same_email, d.state, d.decided_at, s.name AS decided_by, d.kept, d.version
    FROM likely_duplicate d JOIN asset a ON a.id = d.one JOIN asset b ON b.id = d.other
    LEFT JOIN staff_user s ON s.id = d.decided_by
"""


async def pairs(*, decided: bool) -> list[Pair]:
    """Those to decide, the most alike first; or those decided, the last first. At most 100."""
    which = (
        "d.state <> 'open' ORDER BY d.decided_at DESC"
        if decided
        else "d.state = 'open' AND a.merged_into IS NULL AND b.merged_into IS NULL ORDER BY d.likeness DESC, d.found_at"
    )
    return [_pair(one) for one in await rows(f"{_PAIR} WHERE {which} LIMIT $1", _MOST)]


async def pair(pair_id: UUID) -> Pair:
    """One pair in short. NotFound when there is none."""
    found = await row(f"{_PAIR} WHERE d.id = $1", pair_id)
    if found is None:
        raise NotFound
    return _pair(found)


async def both(pair_id: UUID) -> PairSeen:
    """One pair with both listings whole. NotFound when there is none, or one of them is gone."""
    found = await pair(pair_id)
    seen = await assets.assets_by_id([found.one, found.other])
    if found.one not in seen or found.other not in seen:
        raise NotFound
    return PairSeen(found, seen[found.one], seen[found.other])


def provenance(seen: AssetSeen) -> str:
    """Where a listing came from first, in words."""
    return PROVENANCE_LABELS[seen.source]


# What many names share says nothing about whether two things are one.
_USUAL_WORDS = r"\m(the|a|of|and|at|in|for|group|club|society|session|sessions|class|classes)\M"


@dataclass(frozen=True)
class Likely:
    """Two listings found to be much alike, the smaller id first."""

    one: UUID
    other: UUID
    likeness: float
    metres: int | None
    same_phone: bool
    same_email: bool


async def some_assets(*, after: UUID | None, limit: int) -> list[UUID]:
    """The ids of published assets in their order, from the one after `after`."""
    found = await rows(
        """
        SELECT id FROM asset WHERE published AND merged_into IS NULL AND ($1::uuid IS NULL OR id > $1)
        ORDER BY id LIMIT $2
        """,
        after,
        limit,
    )
    return [one["id"] for one in found]


async def likely(ids: list[UUID]) -> list[Likely]:
    """
    What may be one with any of these, among those of a greater id: names alike, and close by or reached the same way.

    Both are published. Metres are between their nearest places, and only said up to `NEAR_METRES`.
    """
    found = await rows(
        """
        WITH near AS (
            SELECT r.asset AS one, o.asset AS other,
                   min(point(r.easting, r.northing) <-> point(o.easting, o.northing))::int AS metres
            FROM search_row r JOIN search_row o ON o.easting IS NOT NULL AND o.asset > r.asset
             AND point(o.easting::float8, o.northing::float8)
                 <@ circle(point(r.easting::float8, r.northing::float8), $2)
            WHERE r.asset = ANY($1::uuid[]) AND r.easting IS NOT NULL GROUP BY 1, 2
        ), phones AS (
            SELECT replace(phone, ' ', '') AS said, array_agg(DISTINCT asset) AS assets FROM contact
            WHERE phone <> '' GROUP BY 1 HAVING count(DISTINCT asset) BETWEEN 2 AND $5
        ), emails AS (
            SELECT lower(email) AS said, array_agg(DISTINCT asset) AS assets FROM contact
            WHERE email <> '' GROUP BY 1 HAVING count(DISTINCT asset) BETWEEN 2 AND $5
        ), reached AS (
            SELECT one, other, true AS phone, false AS email
            FROM phones, unnest(assets) AS one, unnest(assets) AS other
            WHERE one = ANY($1::uuid[]) AND one < other
            UNION ALL
            SELECT one, other, false, true
            FROM emails, unnest(assets) AS one, unnest(assets) AS other
            WHERE one = ANY($1::uuid[]) AND one < other
        ), together AS (
            SELECT one, other, min(metres) AS metres, bool_or(phone) AS phone, bool_or(email) AS email
            FROM (
                SELECT one, other, metres, false AS phone, false AS email FROM near
                UNION ALL SELECT one, other, NULL, phone, email FROM reached
            ) AS either GROUP BY one, other
        ), compared AS (
            SELECT together.*, similarity(
                regexp_replace(lower(a.name), $3, ' ', 'g'), regexp_replace(lower(b.name), $3, ' ', 'g')
            ) AS likeness
            FROM together JOIN asset a ON a.id = one JOIN asset b ON b.id = other
            WHERE a.published AND b.published AND a.merged_into IS NULL AND b.merged_into IS NULL
        )
        SELECT one, other, likeness, metres, phone AS same_phone, email AS same_email FROM compared
        WHERE likeness >= $4
        """,
        ids,
        float(alike.NEAR_METRES),
        _USUAL_WORDS,
        alike.NAMES_ALIKE,
        alike.SHARED_BY_MOST,
    )
    return [Likely(**one) for one in found]


def _pair(found: dict[str, Any]) -> Pair:
    state = PairState(found["state"])
    why = alike.in_words(
        likeness=found.pop("likeness"),
        metres=found.pop("metres"),
        same_phone=found.pop("same_phone"),
        same_email=found.pop("same_email"),
    )
    return Pair(
        **found | {"state": state},
        why=why,
        label=alike.LABELS[state],
        can_be_undone=state is not PairState.OPEN,
    )
