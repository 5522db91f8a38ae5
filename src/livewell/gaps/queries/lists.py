"""Gaps in a list: what waits, what is open, and what came of the others."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.gaps.rules import (
    HIDDEN_KEPT,
    KIND_LABELS,
    LABELS,
    OUTCOME_LABELS,
    GapKind,
    GapState,
    Outcome,
)
from livewell.gaps.rules.numbers import Count, shown, whole
from livewell.gaps.rules.words import way_label
from livewell.journeys.desk import Notice
from livewell.kit import clock
from livewell.kit.db import row, rows, value
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

A_PAGE = 25
LEAST = (5, 10, 20, 50)
"""People that a list may be narrowed to: never so few that somebody could be found."""


@dataclass(frozen=True)
class Filter:
    """
    What somebody wants to see: codes, "" for all of them. `state` "" is what is open or taken up.

    `least` is how many people must miss it, one of `LEAST`, 0 for any number. "waiting" is also what has a new voice.
    """

    state: str = ""
    least: int = 0
    ward: str = ""
    need: str = ""
    way: str = ""
    kind: str = ""
    page: int = 1


@dataclass(frozen=True)
class GapRow:
    """One gap in a list. `ward` and `need` are names, "" for none; `provision` is how many listings are in the ward."""

    id: UUID
    title: str
    kind: str
    way: str
    need: str
    ward: str
    label: tuple[str, str]
    outcome: str
    people: Count
    provision: int
    raised_at: datetime
    said_at: datetime | None
    is_urgent: bool
    has_new: bool
    is_waiting: bool


@dataclass(frozen=True)
class Gaps:
    """One page of gaps, and how many there are."""

    rows: tuple[GapRow, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1
    counts: dict[str, int] = field(default_factory=dict)


SERVES = """
    (SELECT count(*)::int FROM asset a
     WHERE a.published AND a.merged_into IS NULL AND a.running = 'active'
       AND ((g.need <> '' AND g.need = ANY (a.needs)) OR (g.need = '' AND g.way <> '' AND g.way = ANY (a.ways)))
       AND (g.ward = '' OR EXISTS (SELECT FROM asset_at_location al JOIN location l ON l.id = al.location
                                   WHERE al.asset = a.id AND l.ward = g.ward)))
"""
"""How many running listings of the gap's ward serve the same need; where no need is said, the same Way."""

_COUNTED = "LEFT JOIN gap_counted c ON c.gap = g.id"

_ROW = f"""
    SELECT g.id, g.title, g.kind, g.way, g.need, g.state, g.outcome, g.raised_at, coalesce(w.name, '') AS ward,
           coalesce(t.name, g.need) AS need_name, coalesce(c.people, 0) AS people, c.said_at,
           {SERVES} AS provision,
           EXISTS (SELECT FROM gap_voice v WHERE v.gap = g.id AND v.urgent AND v.read_at IS NULL) AS urgent,
           EXISTS (SELECT FROM gap_voice v WHERE v.gap = g.id AND v.read_at IS NULL) AS unread
    FROM gap g LEFT JOIN ward w ON w.code = g.ward LEFT JOIN term t ON t.code = g.need
    {_COUNTED}
"""  # noqa: S608  Our own words alone.

_FITS = """
    g.joined_to IS NULL
    AND (g.state = ANY ($1) OR ($7 AND g.state IN ('open', 'taken_up')
                                AND EXISTS (SELECT FROM gap_voice v WHERE v.gap = g.id AND v.read_at IS NULL)))
    AND ($2 = '' OR g.ward = $2) AND ($3 = '' OR g.need = $3)
    AND ($4 = '' OR g.way = $4) AND ($5 = '' OR g.kind = $5)
    AND ($6 = 0 OR coalesce(c.people, 0) >= $6)
    AND (g.state <> 'hidden' OR (
        SELECT h.changed_by = $8 AND h.changed_at >= $9 FROM gap_change h
        WHERE h.gap = g.id AND h.to_state = 'hidden' AND h.from_state <> 'hidden' ORDER BY h.changed_at DESC LIMIT 1
    ))
"""


def works_on_gaps(member: Member | None) -> bool:
    """Whether somebody reads what people said, and sees whole numbers."""
    return member is not None and Permission.WORK_ON_GAPS in member.can


def _states(asked: str, *, works: bool) -> list[str]:
    """What may be listed: what nobody has read yet is for the team alone, and what is hidden for whoever hid it."""
    if asked == GapState.SETTLED.value or (works and asked in {GapState.WAITING.value, GapState.HIDDEN.value}):
        return [asked]
    if asked in {GapState.OPEN.value, GapState.TAKEN_UP.value}:
        return [asked]
    return [GapState.OPEN.value, GapState.TAKEN_UP.value]


async def open_gaps(wanted: Filter | None = None, *, seen_by: Member | None, most: int = A_PAGE) -> Gaps:
    """
    Gaps that fit, those that most people miss first; what may be about danger before everything.

    Whoever does not work on gaps sees small numbers hidden, and none that nobody has read.
    """
    asked = wanted or Filter()
    works = works_on_gaps(seen_by)
    states = _states(asked.state, works=works)
    least = asked.least if asked.least in LEAST else 0
    args = (
        states,
        asked.ward,
        asked.need,
        asked.way,
        asked.kind,
        least,
        states == [GapState.WAITING.value],
        seen_by.id if seen_by else None,
        clock.now() - HIDDEN_KEPT,
    )
    total = int(await value(f"SELECT count(*) FROM gap g {_COUNTED} WHERE {_FITS}", *args))  # noqa: S608  Our own words alone.
    pages = max(-(-total // most), 1)
    page = max(min(asked.page, pages), 1)
    # Whoever sees no small numbers must not read them from the order either.
    order = "people" if works else "CASE WHEN coalesce(c.people, 0) < 5 THEN 0 ELSE c.people END"
    found = await rows(
        f"{_ROW} WHERE {_FITS} ORDER BY {'urgent DESC,' if works else ''} {order} DESC, g.raised_at, g.id LIMIT $10 OFFSET $11",
        *args,
        most,
        (page - 1) * most,
    )
    return Gaps(tuple(row_of(one, works=works) for one in found), total, page, pages)


def row_of(found: dict[str, Any], *, works: bool) -> GapRow:
    """One line of a list, with its numbers as somebody may see them."""
    state = GapState(found["state"])
    return GapRow(
        id=found["id"],
        title=found["title"],
        kind=KIND_LABELS[GapKind(found["kind"])],
        way=way_label(found["way"]),
        need=found["need_name"],
        ward=found["ward"],
        label=LABELS[state],
        outcome=OUTCOME_LABELS[Outcome(found["outcome"])] if found["outcome"] else "",
        people=whole(found["people"]) if works else shown(found["people"]),
        provision=found["provision"],
        raised_at=found["raised_at"],
        said_at=found["said_at"],
        is_urgent=works and found["urgent"],
        has_new=works and found["unread"] and state is not GapState.WAITING,
        is_waiting=state is GapState.WAITING,
    )


async def notice(member: Member) -> Notice | None:
    """On top of the caseload of those who work on gaps: that somebody said something and nobody has read it."""
    waiting = await waiting_count() if works_on_gaps(member) else 0
    if not waiting:
        return None
    said = "Somebody said" if waiting == 1 else f"{waiting} times somebody said"
    return Notice(f"{said} what is missing near them, and nobody has read it yet.", "/gaps?state=waiting")


async def waiting_count() -> int:
    """How many gaps and voices nobody of the team has read."""
    found = await row(
        """
        SELECT (SELECT count(*) FROM gap WHERE state = 'waiting' AND joined_to IS NULL)
             + (SELECT count(*) FROM gap_voice v JOIN gap g ON g.id = v.gap
                WHERE v.read_at IS NULL AND g.state IN ('open', 'taken_up')) AS waiting
        """
    )
    return int(found["waiting"]) if found else 0
