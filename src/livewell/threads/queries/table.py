"""Every thread in a table: how far each has come; and all of them as one picture."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.kit.charts import Chart, funnel
from livewell.kit.dates import london_day
from livewell.kit.db import rows
from livewell.threads.rules import LABELS, Link, came_to

A_PAGE = 25

_FAR = """
    SELECT g.id, g.title, coalesce(w.name, '') AS ward, g.raised_at, r.names AS groups, CASE
        WHEN r.independent THEN 8 WHEN r.led THEN 7 WHEN r.met THEN 6 WHEN r.listed THEN 5 WHEN r.names <> '{}' THEN 4
        WHEN i.acted THEN 3 WHEN i.decided THEN 2 WHEN i.there THEN 1 ELSE 0 END AS far
    FROM gap g LEFT JOIN ward w ON w.code = g.ward
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(c.name ORDER BY c.begun_on) FILTER (WHERE c.id IS NOT NULL), '{}') AS names,
               coalesce(bool_or(a.published), false) AS listed,
               coalesce(bool_or(a.published AND a.met_on IS NOT NULL), false) AS met,
               coalesce(bool_or(EXISTS (
                   SELECT FROM group_lead l
                   WHERE l.community_group = c.id AND l.volunteer IS NOT NULL AND l.until_on IS NULL
               )), false) AS led,
               coalesce(bool_or(c.stage = 'independent'), false) AS independent
        FROM community_group c LEFT JOIN agenda_item ci ON ci.id = c.item LEFT JOIN asset ca ON ca.id = c.asset
        LEFT JOIN asset a ON a.id = coalesce(ca.merged_into, ca.id)
        WHERE coalesce(c.gap, ci.gap) IN (SELECT id FROM gap j WHERE j.id = g.id OR j.joined_to = g.id)
    ) r
    CROSS JOIN LATERAL (
        SELECT count(*) > 0 AS there, coalesce(bool_or(d.id IS NOT NULL), false) AS decided,
               coalesce(bool_or(EXISTS (
                   SELECT FROM forum_action a WHERE a.decision = d.id AND a.state <> 'dropped'
               )), false) AS acted
        FROM agenda_item i LEFT JOIN forum_decision d ON d.item = i.id
        WHERE i.state <> 'dropped' AND i.gap IN (SELECT id FROM gap j WHERE j.id = g.id OR j.joined_to = g.id)
    ) i
    WHERE g.joined_to IS NULL AND g.state NOT IN ('waiting', 'hidden')
"""


@dataclass(frozen=True)
class ThreadRow:
    """One thread. `reached` is the furthest link in words."""

    gap: UUID
    title: str
    ward: str
    raised_on: date
    reached: str
    links: int
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Threads:
    """A page of threads, and how far all of them came."""

    rows: tuple[ThreadRow, ...]
    total: int
    page: int
    pages: int
    chart: Chart


async def threads(*, page: int = 1) -> Threads:
    """Threads, those that came furthest first; every one of them is in the picture."""
    far = {
        Link(one["far"]): one["count"]
        for one in await rows(f"SELECT far, count(*)::int AS count FROM ({_FAR}) AS t GROUP BY far")  # noqa: S608
    }
    total = sum(far.values())
    pages = max(-(-total // A_PAGE), 1)
    page = min(max(page, 1), pages)
    found = await rows(
        f"SELECT * FROM ({_FAR}) AS t ORDER BY far DESC, raised_at, id LIMIT {A_PAGE} OFFSET $1",  # noqa: S608
        (page - 1) * A_PAGE,
    )
    return Threads(
        rows=tuple(
            ThreadRow(
                one["id"],
                one["title"],
                one["ward"],
                london_day(one["raised_at"]),
                LABELS[Link(one["far"])],
                one["far"] + 1,
                tuple(one["groups"]),
            )
            for one in found
        ),
        total=total,
        page=page,
        pages=pages,
        chart=funnel("How far threads have come", came_to(list(Counter(far).elements())), unit="threads"),
    )
