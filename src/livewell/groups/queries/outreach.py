"""Where the team went to be met, with whom, and what became of what was promised there."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound

A_PAGE = 25


@dataclass(frozen=True)
class PromiseSeen:
    """Something that may come of an outreach, and what became of it; names are "" where there is no link."""

    id: UUID
    outreach: UUID
    words: str
    who: str
    group: UUID | None
    group_name: str
    gap: UUID | None
    gap_title: str
    asset: UUID | None
    asset_name: str
    settled_on: date | None
    came_of_it: str
    version: int

    @property
    def is_open(self) -> bool:
        """Whether nothing has become of it yet."""
        return self.settled_on is None


@dataclass(frozen=True)
class OutreachSeen:
    """Somewhere the team went. `open` is how many promises wait; `promises` are empty in a list."""

    id: UUID
    name: str
    held_on: date
    place: str
    partners: tuple[str, ...]
    words: str
    people: int | None
    noted_by: str
    version: int
    open: int
    promised: int
    promises: tuple[PromiseSeen, ...] = ()


@dataclass(frozen=True)
class Outreaches:
    """A page of them."""

    rows: tuple[OutreachSeen, ...]
    page: int
    pages: int


_SEEN = """
    SELECT o.id, o.name, o.held_on, o.place, o.partners, o.words, o.people, s.name AS noted_by, o.version,
           (SELECT count(*) FROM outreach_lead l WHERE l.outreach = o.id AND l.settled_on IS NULL)::int AS open,
           (SELECT count(*) FROM outreach_lead l WHERE l.outreach = o.id)::int AS promised
    FROM outreach o JOIN staff_user s ON s.id = o.noted_by
"""
_PROMISE = """
    SELECT l.id, l.outreach, l.words, l.who, l.community_group AS "group", coalesce(g.name, '') AS group_name,
           l.gap, coalesce(gap.title, '') AS gap_title, l.asset, coalesce(a.name, '') AS asset_name, l.settled_on,
           l.came_of_it, l.version
    FROM outreach_lead l LEFT JOIN community_group g ON g.id = l.community_group
    LEFT JOIN gap ON gap.id = l.gap AND gap.state <> 'hidden' LEFT JOIN asset a ON a.id = l.asset
"""


async def outreach(outreach_id: UUID) -> OutreachSeen:
    """One outreach with what was promised there, what is open first. NotFound when there is none."""
    found = await row(f"{_SEEN} WHERE o.id = $1", outreach_id)
    if found is None:
        raise NotFound
    promises = await rows(
        f"{_PROMISE} WHERE l.outreach = $1 ORDER BY l.settled_on IS NOT NULL, lower(l.words), l.id", outreach_id
    )
    return _seen(found, tuple(PromiseSeen(**one) for one in promises))


async def promise(promise_id: UUID) -> PromiseSeen:
    """One thing that may come of an outreach. NotFound when there is none."""
    found = await row(f"{_PROMISE} WHERE l.id = $1", promise_id)
    if found is None:
        raise NotFound
    return PromiseSeen(**found)


async def outreaches(*, page: int = 1) -> Outreaches:
    """Where the team went, the last first."""
    total = int(await value("SELECT count(*) FROM outreach"))
    pages = max(-(-total // A_PAGE), 1)
    page = min(max(page, 1), pages)
    found = await rows(
        f"{_SEEN} ORDER BY o.held_on DESC, o.noted_at DESC LIMIT {A_PAGE} OFFSET $1", (page - 1) * A_PAGE
    )
    return Outreaches(tuple(_seen(one) for one in found), page, pages)


def _seen(found: dict[str, Any], promises: tuple[PromiseSeen, ...] = ()) -> OutreachSeen:
    return OutreachSeen(**{**found, "partners": tuple(found["partners"])}, promises=promises)
