"""The case for investing: what is missing, by how many people miss it, beside what there is and what was tried."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from livewell.gaps.queries.lists import SERVES
from livewell.gaps.rules import LABELS, OUTCOME_LABELS, STEP_LABELS, GapState, Outcome, StepKind
from livewell.gaps.rules.numbers import SMALLEST_SHOWN, Count, shown, total
from livewell.gaps.rules.words import times_label, way_label, whom_label
from livewell.kit import clock
from livewell.kit.clock import LONDON
from livewell.kit.dates import say_day
from livewell.kit.db import rows

MOST = 1_000
"""Gaps in a sheet."""
READ = 100
"""Gaps on a page and on paper: nobody reads more, and the sheet has them all."""
PERIODS: dict[str, tuple[str, int]] = {
    "year": ("The last 12 months", 365),
    "half": ("The last 6 months", 182),
    "quarter": ("The last 3 months", 91),
}
"""Few and fixed, so that nobody learns of one person by moving a day."""


@dataclass(frozen=True)
class CaseRow:
    """One gap in the case; `people` with small numbers hidden, `tried` in words without what anybody said."""

    id: UUID
    title: str
    ward: str
    need: str
    way: str
    for_whom: str
    times: str
    people: Count
    provision: int
    stands: str
    tried: tuple[str, ...]
    first_on: date


@dataclass(frozen=True)
class Case:
    """The whole case for one period; `gaps` by people affected."""

    code: str
    period: str
    first_on: date
    last_on: date
    ward: str
    gaps: tuple[CaseRow, ...]
    people: Count

    @property
    def to_read(self) -> tuple[CaseRow, ...]:
        """The first of them, as many as a page or paper shows."""
        return self.gaps[:READ]

    @property
    def left_off(self) -> int:
        """How many stand in the sheet alone."""
        return len(self.gaps) - len(self.to_read)


async def case(period: str = "", *, ward: str = "", ward_name: str = "") -> Case:
    """What was asked for in a period (a code of `PERIODS`, else the last year), also what came of some of it since."""
    code = period if period in PERIODS else "year"
    label, days = PERIODS[code]
    last_on = clock.today()
    first_on = last_on - timedelta(days=days)
    since = datetime.combine(first_on, time(), LONDON)
    found = await rows(
        f"""
        WITH said AS (
            SELECT each.gap, sum(each.people)::int AS people, min(each.said_at) AS first_at
            FROM (
                SELECT coalesce(o.joined_to, o.id) AS gap, max(v.people) AS people, min(v.said_at) AS said_at
                FROM gap_voice v JOIN gap o ON o.id = v.gap
                WHERE v.said_at >= $1 AND (o.joined_to IS NULL OR o.state <> 'hidden')
                GROUP BY coalesce(o.joined_to, o.id), coalesce(v.journey, v.id)
            ) each GROUP BY each.gap
        )
        SELECT g.id, g.title, g.way, g.need, g.times, g.for_whom, g.state, g.outcome, coalesce(w.name, '') AS ward_name,
               coalesce(t.name, g.need) AS need_name, said.people, said.first_at, {SERVES} AS provision
        FROM said JOIN gap g ON g.id = said.gap
        LEFT JOIN ward w ON w.code = g.ward LEFT JOIN term t ON t.code = g.need
        WHERE g.state IN ('open', 'taken_up', 'settled') AND g.joined_to IS NULL AND ($2 = '' OR g.ward = $2)
        ORDER BY CASE WHEN said.people < {SMALLEST_SHOWN} THEN 0 ELSE said.people END DESC, g.title, g.id LIMIT $3
        """,  # noqa: S608  Our own words and numbers alone.
        since,
        ward,
        MOST,
    )
    tried = await _tried([one["id"] for one in found])
    gaps = tuple(_row(one, tried.get(one["id"], ())) for one in found)
    return Case(code, label, first_on, last_on, ward_name, gaps, total(one.people for one in gaps))


def _row(found: dict[str, Any], tried: tuple[str, ...]) -> CaseRow:
    stands = LABELS[GapState(found["state"])][0]
    if found["outcome"]:
        stands = f"{stands}: {OUTCOME_LABELS[Outcome(found['outcome'])].lower()}"
    return CaseRow(
        id=found["id"],
        title=found["title"],
        ward=found["ward_name"] or "Anywhere",
        need=found["need_name"],
        way=way_label(found["way"]),
        for_whom=whom_label(found["for_whom"]),
        times=times_label(found["times"]),
        people=shown(found["people"]),
        provision=found["provision"],
        stands=stands,
        tried=tried,
        first_on=found["first_at"].astimezone(LONDON).date(),
    )


async def _tried(gaps: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    """What was tried, with whom and when, the first first; nothing of what was said."""
    found = await rows(
        """
        SELECT s.gap, s.kind, coalesce(a.name, s.with_whom) AS whom, s.done_on, s.noted_at, '' AS outcome
        FROM gap_step s LEFT JOIN asset a ON a.id = s.asset WHERE s.gap = ANY ($1)
        UNION ALL
        SELECT c.gap, c.to_state, '', (c.changed_at AT TIME ZONE 'Europe/London')::date, c.changed_at, c.outcome
        FROM gap_change c
        WHERE c.gap = ANY ($1) AND c.to_state IN ('taken_up', 'settled') AND c.from_state NOT IN (c.to_state, 'hidden')
        ORDER BY done_on, noted_at
        """,
        gaps,
    )
    each: dict[UUID, list[str]] = defaultdict(list)
    for one in found:
        each[one["gap"]].append(_said(one))
    return {gap: tuple(said) for gap, said in each.items()}


def _said(one: dict[str, Any]) -> str:
    day = say_day(one["done_on"])
    if one["outcome"]:
        return f"{OUTCOME_LABELS[Outcome(one['outcome'])]}, {day}"
    if one["whom"]:
        return f"{STEP_LABELS[StepKind(one['kind'])]}: {one['whom']}, {day}"
    return f"{LABELS[GapState(one['kind'])][0]}, {day}"
