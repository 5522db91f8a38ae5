"""The listings to make sure of, the most urgent first."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from livewell.assets import queries as assets
from livewell.assets.queries import AssetRow
from livewell.kit import clock
from livewell.kit.db import rows, value
from livewell.owners import queries as owners
from livewell.owners.queries import Unanswered
from livewell.upkeep.rules.freshness import SINCE_DAYS, Since, unanswered_in_words, urgency
from livewell.upkeep.rules.problems import TOPIC_LABELS

A_PAGE = 30
PRINTED = 200
"""The longest list for the telephone: a day's work for three."""


@dataclass(frozen=True)
class QueueRow:
    """One listing to make sure of. `days` since it was last made sure of, or since it was written; whom to call."""

    asset: AssetRow
    days: int
    used: int
    open_problems: int
    call: str
    phone: str
    reported: tuple[str, ...]
    """What the reports that wait are about, in words, each once."""
    unanswered: str = ""
    """How often those who run it were asked by email and did not answer, in words; "" when they were not, or did."""

    @property
    def urgency(self) -> int:
        """Use times age times reports."""
        return urgency(used=self.used, days=self.days, open_problems=self.open_problems)


@dataclass(frozen=True)
class Queue:
    """A page of the queue, and how many there are in all."""

    rows: tuple[QueueRow, ...]
    total: int


_WAITS = """
    FROM asset a
    WHERE a.published AND a.merged_into IS NULL AND a.running <> 'defunct'
      AND (a.assured_at IS NULL OR a.assured_at <= $1 OR a.open_problems > 0)
      AND ($2 = '' OR EXISTS (
          SELECT FROM asset_at_location al JOIN location l ON l.id = al.location WHERE al.asset = a.id AND l.ward = $2
      ))
"""
_HAS_A_NUMBER = """
    AND (EXISTS (SELECT FROM contact c WHERE c.asset = a.id AND c.phone <> '')
         OR EXISTS (SELECT FROM organisation o WHERE o.id = a.organisation AND o.phone <> ''))
"""
# Days are whole days that have passed, as assets/rules/trust.py counts them.
_DAYS = "greatest(extract(epoch FROM $3::timestamptz - coalesce(a.assured_at, a.created_at))::bigint / 86400, 0)"


async def queue(*, since: Since, ward: str = "", first: int = 0, limit: int = A_PAGE, to_phone: bool = False) -> Queue:
    """
    Published listings last made sure of that long ago, never, or with a problem that waits: use x age x reports.

    `ward` is an ONS code. `to_phone` keeps those that have a number to call, shown or not, or whose organisation has.
    """
    now = clock.now()
    before = now - timedelta(days=SINCE_DAYS[since])
    phone = _HAS_A_NUMBER if to_phone else ""
    total = int(await value("SELECT count(*)" + _WAITS + phone, before, ward))
    found = await rows(
        # Written above; what was typed is a parameter.
        f"""
        WITH waits AS (
            SELECT a.id, lower(a.name) AS name, a.used, a.open_problems, {_DAYS} AS days,
                   (1 + a.used)::bigint * (1 + {_DAYS}) * (1 + a.open_problems) AS urgency, a.organisation
            {_WAITS} {phone}
            ORDER BY urgency DESC, name, a.id OFFSET $4 LIMIT $5
        )
        SELECT waits.id, waits.used, waits.open_problems, waits.days,
               CASE WHEN c.phone IS NULL AND o.phone <> '' THEN o.name ELSE coalesce(c.name, '') END AS call,
               coalesce(c.phone, o.phone, '') AS phone,
               ARRAY(
                   SELECT DISTINCT topic FROM problem_report p JOIN asset said ON said.id = p.asset
                   WHERE waits.id IN (said.id, said.merged_into) AND p.state = 'waiting'
               ) AS topics
        FROM waits LEFT JOIN LATERAL (
            SELECT name, phone FROM contact WHERE contact.asset = waits.id AND phone <> ''
            ORDER BY shown DESC, position, id LIMIT 1
        ) AS c ON true
        LEFT JOIN organisation o ON o.id = waits.organisation
        ORDER BY waits.urgency DESC, waits.name, waits.id
        """,  # noqa: S608
        before,
        ward,
        now,
        first,
        limit,
    )
    ids = [one["id"] for one in found]
    shown, asked = await assets.in_short(ids), await owners.unanswered(ids)
    return Queue(tuple(_row(one, shown[one["id"]], asked.get(one["id"])) for one in found if one["id"] in shown), total)


def _row(found: dict[str, Any], asset: AssetRow, asked: Unanswered | None) -> QueueRow:
    return QueueRow(
        asset=asset,
        days=int(found["days"]),
        used=found["used"],
        open_problems=found["open_problems"],
        call=found["call"],
        phone=found["phone"],
        reported=tuple(label for topic, label in TOPIC_LABELS.items() if topic in found["topics"]),
        unanswered=unanswered_in_words(asked.messages, asked.days) if asked else "",
    )


async def wards() -> list[tuple[str, str]]:
    """The wards in which there is anything, by name: (code, name)."""
    found = await rows(
        """
        SELECT code, name FROM ward
        WHERE EXISTS (SELECT FROM location l JOIN asset_at_location al ON al.location = l.id WHERE l.ward = ward.code)
        ORDER BY lower(name), code
        """
    )
    return [(one["code"], one["name"]) for one in found]
