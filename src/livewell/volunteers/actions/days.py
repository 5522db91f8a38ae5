"""What happens by the clock: warnings before a check or a training ends, and the end itself on the day after."""

from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock, news
from livewell.kit.actor import SYSTEM
from livewell.kit.db import execute, rows, transaction, value
from livewell.volunteers.actions.stages import look_again
from livewell.volunteers.rules import GATED, Stage
from livewell.volunteers.rules.gate import WARNED_BEFORE, warning_due

CHECK = "check"
_ENDED = 0
"""The number of days of the row that says it has ended."""

_ENDING = """
    SELECT * FROM (
        SELECT v.id AS volunteer, v.stage, 'check' AS what, min(last.ends_on) AS ends_on
        FROM volunteer v
        JOIN volunteer_wish w ON w.volunteer = v.id
        JOIN volunteer_role r ON r.id = w.role AND r.check_level <> 'none'
        CROSS JOIN LATERAL (
            SELECT max(c.ends_on) AS ends_on FROM volunteer_check c
            WHERE c.volunteer = v.id AND c.counts AND c.withdrawn_at IS NULL
              AND check_level_order(c.level) >= check_level_order(r.check_level)
        ) AS last
        WHERE v.forgotten_at IS NULL AND v.stage NOT IN ('left', 'declined') AND last.ends_on IS NOT NULL
        GROUP BY v.id
        UNION ALL
        SELECT v.id, v.stage, t.topic, max(t.ends_on)
        FROM volunteer v JOIN volunteer_training t ON t.volunteer = v.id AND t.withdrawn_at IS NULL
        WHERE v.forgotten_at IS NULL AND v.stage NOT IN ('left', 'declined') AND EXISTS (
            SELECT 1 FROM volunteer_wish w JOIN volunteer_role r ON r.id = w.role
            WHERE w.volunteer = v.id AND t.topic = ANY(r.trainings)
        )
        GROUP BY v.id, t.topic HAVING bool_and(t.ends_on IS NOT NULL)
    ) AS ending
    WHERE ends_on <= $1::date + $2::integer AND NOT EXISTS (
        SELECT 1 FROM volunteer_warned d
        WHERE d.volunteer = ending.volunteer AND d.what = ending.what AND d.ends_on = ending.ends_on AND d.days = 0
    )
    ORDER BY ends_on, volunteer, what LIMIT 5000
"""
"""What ends within sixty days, or has ended and nobody was told: for each volunteer their check, and each topic."""


async def look_at_days() -> None:
    """
    Warn of what ends in 60, 30 and 7 days, each once, and say on the London day after the last that somebody is not ready.

    However often it runs: a row for each warning makes sure of once.
    """
    today = clock.today()
    for one in await rows(_ENDING, today, max(WARNED_BEFORE)):
        if one["ends_on"] < today:
            await _end(one)
        else:
            await _warn(one, warning_due(one["ends_on"], today))


async def _warn(one: dict[str, Any], days: int | None) -> None:
    if days is None:
        return
    async with transaction():
        if await _first_time(one, days):
            await news.tell(
                "volunteer.warned",
                subject=one["volunteer"],
                by=SYSTEM,
                about=one["what"],
                ends_on=one["ends_on"],
                days=days,
            )


async def _end(one: dict[str, Any]) -> None:
    async with transaction():
        if await _first_time(one, _ENDED) and Stage(one["stage"]) in GATED:
            await look_again(one["volunteer"])


async def _first_time(one: dict[str, Any], days: int) -> bool:
    made: UUID | None = await value(
        """
        INSERT INTO volunteer_warned (id, volunteer, what, ends_on, days, warned_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO NOTHING RETURNING id
        """,
        uuid4(),
        one["volunteer"],
        one["what"],
        one["ends_on"],
        days,
        clock.now(),
    )
    return made is not None


async def forget_warnings() -> None:
    """Forget warnings of what ended more than a year ago."""
    await execute("DELETE FROM volunteer_warned WHERE ends_on < $1::date - 400", clock.today())
