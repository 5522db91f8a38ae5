"""Groups in a list: where each stands, what comes next, and which signs are open."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from livewell.groups.rules import KIND_LABELS, LABELS, STEP_LABELS, Kind, Stage, Step, next_step
from livewell.groups.rules.watching import ALERT_LABELS, Alert
from livewell.kit.db import rows, value

A_PAGE = 25


@dataclass(frozen=True)
class Filter:
    """What somebody wants to see: codes, "" for all. `stage` "" is every group that is neither paused nor closed."""

    stage: str = ""
    area: UUID | None = None
    kind: str = ""
    mine: UUID | None = None
    alerts: bool = False
    page: int = 1


@dataclass(frozen=True)
class GroupRow:
    """One group in a list. `next` is the line of its list that is not done, "" when all are."""

    id: UUID
    name: str
    kind: str
    area: str
    supporter: str
    label: tuple[str, str]
    next: str
    alerts: tuple[str, ...]
    begun_on: date
    met_on: date | None
    lately: int


@dataclass(frozen=True)
class Groups:
    """A page of groups."""

    rows: tuple[GroupRow, ...]
    total: int
    page: int
    pages: int


_WHERE = """
    ($1 = '' AND g.stage NOT IN ('paused', 'closed') OR g.stage = $1) AND ($2::uuid IS NULL OR g.area = $2)
    AND ($3 = '' OR g.kind = $3) AND ($4::uuid IS NULL OR g.supporter = $4)
    AND (NOT $5 OR EXISTS (SELECT FROM group_alert t WHERE t.community_group = g.id AND t.settled_at IS NULL))
"""


async def groups(wanted: Filter, *, today: date) -> Groups:
    """Groups as somebody asked for them: those with open signs first, then by name."""
    asked = (wanted.stage, wanted.area, wanted.kind, wanted.mine, wanted.alerts)
    total = int(await value(f"SELECT count(*) FROM community_group g WHERE {_WHERE}", *asked))  # noqa: S608
    pages = max(-(-total // A_PAGE), 1)
    page = min(max(wanted.page, 1), pages)
    found = await rows(
        f"""
        SELECT g.id, g.name, g.kind, coalesce(area.name, '') AS area, coalesce(s.name, '') AS supporter, g.stage, g.begun_on,
               a.met_on,
               ARRAY(SELECT step FROM group_step p WHERE p.community_group = g.id) AS done,
               ARRAY(SELECT t.kind FROM group_alert t WHERE t.community_group = g.id AND t.settled_at IS NULL
                     ORDER BY t.raised_at) AS alerts,
               coalesce((SELECT sum(minutes) FROM group_input i WHERE i.community_group = g.id AND i.struck_at IS NULL
                         AND i.given_on > $6::date - 28 AND i.given_on <= $6), 0)::int AS lately
        FROM community_group g LEFT JOIN area ON area.id = g.area LEFT JOIN staff_user s ON s.id = g.supporter
        LEFT JOIN asset a ON a.id = g.asset
        WHERE {_WHERE}
        ORDER BY EXISTS (SELECT FROM group_alert t WHERE t.community_group = g.id AND t.settled_at IS NULL) DESC,
                 lower(g.name), g.id
        LIMIT {A_PAGE} OFFSET $7
        """,  # noqa: S608  Our own words alone.
        *asked,
        today,
        (page - 1) * A_PAGE,
    )
    return Groups(tuple(_row(one) for one in found), total, page, pages)


def _row(one: dict[str, Any]) -> GroupRow:
    done = frozenset(Step(step) for step in one["done"])
    step = next_step(done)
    return GroupRow(
        id=one["id"],
        name=str(one["name"]),
        kind=KIND_LABELS[Kind(one["kind"])],
        area=str(one["area"]),
        supporter=str(one["supporter"]),
        label=LABELS[Stage(one["stage"])],
        next=STEP_LABELS[step] if step else "",
        alerts=tuple(ALERT_LABELS[Alert(kind)] for kind in one["alerts"]),
        begun_on=one["begun_on"],
        met_on=one["met_on"],
        lately=one["lately"],
    )


async def open_alerts(supporter: UUID | None = None) -> int:
    """How many signs are open, about everybody's groups or those that somebody supports."""
    return int(
        await value(
            """
            SELECT count(*) FROM group_alert t JOIN community_group g ON g.id = t.community_group
            WHERE t.settled_at IS NULL AND ($1::uuid IS NULL OR g.supporter = $1)
            """,
            supporter,
        )
    )
