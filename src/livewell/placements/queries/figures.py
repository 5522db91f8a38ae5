"""What volunteering comes to: hours by month, who was active, and how long befriending lasts; for the team alone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from livewell.kit import charts, clock
from livewell.kit.charts import Chart
from livewell.kit.dates import MONTHS
from livewell.kit.db import rows

HOURS_MEAN = "Hours that volunteers gave in each month: from shifts they did, and what they or a coordinator added."
ACTIVE_MEAN = "Volunteers with any hours in that month. Each counts once."
LASTING_MEAN = (
    "Of the befriending that began long enough ago, how much was still going on after so many weeks. One that has stopped"
    " for now still goes on."
)
_WEEKS = (6, 12, 26, 52)


@dataclass(frozen=True)
class Figure:
    """A picture, its numbers, and what they mean."""

    title: str
    chart: Chart
    definition: str


async def figures() -> tuple[Figure, ...]:
    """The last twelve months in two pictures, and how long befriending lasts in a third."""
    today = clock.today()
    by_month = await rows(
        """
        SELECT month::date AS month, coalesce(sum(h.minutes), 0)::int AS minutes, count(DISTINCT h.volunteer)::int AS active
        FROM generate_series(date_trunc('month', $1::date) - interval '11 months', date_trunc('month', $1::date),
                             interval '1 month') AS month
        LEFT JOIN volunteer_hours h ON h.struck_at IS NULL AND h.given_on >= month AND h.given_on < month + interval '1 month'
        GROUP BY month ORDER BY month
        """,
        today,
    )
    hours = [(_month(one["month"]), round(one["minutes"] / 60, 1)) for one in by_month]
    active = [(_month(one["month"]), float(one["active"])) for one in by_month]
    lasting = await _lasting(today)
    return (
        Figure("Hours by month", charts.bars("Hours by month", hours, unit="hours", column="Month"), HOURS_MEAN),
        Figure(
            "Active volunteers by month",
            charts.bars("Active volunteers by month", active, unit="volunteers", column="Month"),
            ACTIVE_MEAN,
        ),
        Figure(
            "How long befriending lasts",
            charts.bars("How long befriending lasts", lasting, unit="per cent", column="Still going on"),
            LASTING_MEAN,
        ),
    )


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


async def _lasting(today: date) -> list[tuple[str, float | None]]:
    found: list[dict[str, Any]] = await rows(
        """
        SELECT weeks, count(p.id)::int AS began,
               count(p.id) FILTER (WHERE p.ended_on IS NULL OR p.ended_on >= p.begins_on + weeks * 7)::int AS lasted
        FROM unnest($2::int[]) AS weeks
        LEFT JOIN placement p ON p.asked IS NOT NULL AND p.begins_on IS NOT NULL AND p.begins_on + weeks * 7 <= $1::date
        GROUP BY weeks ORDER BY weeks
        """,
        today,
        list(_WEEKS),
    )
    return [
        (
            f"After {one['weeks']} weeks ({one['lasted']} of {one['began']})",
            round(100 * one["lasted"] / one["began"]) if one["began"] else 0,
        )
        for one in found
    ]
