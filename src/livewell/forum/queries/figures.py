"""The forum in figures: who it is made of, how it grew, time given and who paid for it, how meetings were."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from livewell.forum.rules import LIVED, NOT_SAID, SECTORS, SMALLEST_SHOWN, amounts, called, composition, counted
from livewell.forum.rules.meetings import (
    PAID_WORDS,
    PaidBy,
    Pulse,
    PulseFigures,
    pulse_figures,
    say_minutes,
    say_pence,
)
from livewell.kit import clock
from livewell.kit.charts import Chart, line
from livewell.kit.db import row, rows, value

_MOST = 200


@dataclass(frozen=True)
class Composition:
    """Who the forum is made of; None stands for a number that is not said."""

    members: int
    sectors: tuple[tuple[str, int | None], ...]
    lived: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class TimeGiven:
    """One line of time a member gave."""

    id: UUID
    member: UUID
    name: str
    meeting_title: str
    given_on: date
    minutes: int
    what: str
    paid_by: PaidBy
    expenses_pence: int
    expenses_paid_on: date | None
    is_struck: bool

    @property
    def long(self) -> str:
        """How long, in words."""
        return say_minutes(self.minutes)

    @property
    def paid_label(self) -> str:
        """Who paid for the time, in words."""
        return PAID_WORDS[self.paid_by]

    @property
    def expenses(self) -> str:
        """What it cost them, in pounds; "" for nothing."""
        return say_pence(self.expenses_pence) if self.expenses_pence else ""


@dataclass(frozen=True)
class TimeFigures:
    """All time given between two days: by who paid, and expenses paid and owed, in words."""

    lines: tuple[tuple[str, str], ...]
    total: str
    unpaid_share: int | None
    expenses_paid: str
    expenses_owed: str


async def composition_now() -> Composition:
    """Who the forum is made of today, small numbers not said."""
    whole = int(await value("SELECT count(*) FROM forum_member WHERE state = 'member'"))
    sectors = await rows(
        "SELECT sector AS code, count(*) AS n FROM forum_member WHERE state = 'member' AND sector <> '' GROUP BY 1"
    )
    lived = await rows(
        "SELECT unnest(lived_experience) AS code, count(*) AS n FROM forum_member WHERE state = 'member' GROUP BY 1"
    )
    return Composition(
        whole,
        tuple(composition({one["code"]: one["n"] for one in sectors}, SECTORS, whole=whole)),
        tuple(counted({one["code"]: one["n"] for one in lived}, LIVED)),
    )


async def growth() -> Chart | None:
    """How many members the forum had at the end of each month, as a picture; None before two months have members."""
    found = await rows(
        """
        WITH months AS (
            SELECT generate_series(date_trunc('month', min(joined_on)), $1::date, interval '1 month')::date AS month
            FROM forum_member WHERE joined_on IS NOT NULL
        )
        SELECT least((month + interval '1 month' - interval '1 day')::date, $1::date) AS day, count(m.id) AS n
        FROM months LEFT JOIN forum_member m ON m.joined_on <= least((month + interval '1 month' - interval '1 day')::date, $1::date)
             AND (m.left_on IS NULL OR m.left_on > least((month + interval '1 month' - interval '1 day')::date, $1::date))
        GROUP BY 1 ORDER BY 1 DESC LIMIT 36
        """,
        clock.today(),
    )
    points = [(one["day"], float(one["n"])) for one in reversed(found)]
    if len(points) < 2:  # noqa: PLR2004  One point is no line.
        return None
    most = max(value for _, value in points)
    return line("Members at the end of each month", points, lowest=0, highest=max(4.0, -(-most // 4) * 4))


async def contributions(
    *, member: UUID | None = None, owed_alone: bool = False, page_size: int = _MOST
) -> list[TimeGiven]:
    """Time given, the last first: of one member or of all, or only where money is owed; at most 200 lines."""
    found = await rows(
        """
        SELECT c.id, c.member, m.name, coalesce(f.title, '') AS meeting_title, c.given_on, c.minutes, c.what, c.paid_by,
               c.expenses_pence, c.expenses_paid_on, c.struck_at IS NOT NULL AS is_struck
        FROM contribution c JOIN forum_member m ON m.id = c.member LEFT JOIN forum_meeting f ON f.id = c.meeting
        WHERE ($1::uuid IS NULL OR c.member = $1)
          AND (NOT $2 OR (c.expenses_pence > 0 AND c.expenses_paid_on IS NULL AND c.struck_at IS NULL))
        ORDER BY c.given_on DESC, c.noted_at DESC, c.id LIMIT $3
        """,
        member,
        owed_alone,
        page_size,
    )
    return [_given(one) for one in found]


def _given(found: dict[str, Any]) -> TimeGiven:
    return TimeGiven(**{**found, "name": called(found["name"]), "paid_by": PaidBy(found["paid_by"])})


async def time_figures(first: date, last: date, *, member: UUID | None = None, small_shown: bool = True) -> TimeFigures:
    """
    All time given from `first` to `last`, both included: of everybody or of one member.

    Without `small_shown`, for whoever does not serve the forum, what fewer than five people gave is not said.
    """
    found = await rows(
        """
        SELECT paid_by, sum(minutes) AS minutes, count(DISTINCT member) AS people,
               coalesce(sum(expenses_pence) FILTER (WHERE expenses_paid_on IS NOT NULL), 0) AS paid,
               coalesce(sum(expenses_pence) FILTER (WHERE expenses_paid_on IS NULL), 0) AS owed
        FROM contribution WHERE struck_at IS NULL AND given_on BETWEEN $1 AND $2 AND ($3::uuid IS NULL OR member = $3)
        GROUP BY paid_by
        """,
        first,
        last,
        member,
    )
    given = {one["paid_by"]: (int(one["people"]), int(one["minutes"])) for one in found}
    whole = {one.value: given.get(one.value, (0, 0)) for one in PaidBy}
    said = {name: minutes for name, (_, minutes) in whole.items()} if small_shown else amounts(whole)
    total = sum(minutes for _, minutes in whole.values())
    unpaid = said[PaidBy.UNPAID.value]
    few = not small_shown and None in said.values()
    return TimeFigures(
        tuple((PAID_WORDS[one], NOT_SAID if (n := said[one.value]) is None else say_minutes(n)) for one in PaidBy),
        NOT_SAID if few and sum(people for people, _ in whole.values()) < SMALLEST_SHOWN else say_minutes(total),
        round(100 * unpaid / total) if total and unpaid is not None and not few else None,
        say_pence(sum(int(one["paid"]) for one in found)),
        say_pence(sum(int(one["owed"]) for one in found)),
    )


async def pulse_of(meeting_id: UUID) -> PulseFigures | None:
    """How a meeting was, None while fewer than five members said so."""
    found = await rows(
        "SELECT everyone_spoke, evidence_used, power_shared, level, words FROM meeting_pulse WHERE meeting = $1 ORDER BY id",
        meeting_id,
    )
    return pulse_figures([Pulse(**one) for one in found], smallest=SMALLEST_SHOWN)


async def pulse_count(meeting_id: UUID) -> int:
    """How many members said how a meeting was."""
    return int(await value("SELECT count(*) FROM pulse_given WHERE meeting = $1", meeting_id))


async def has_given_pulse(meeting_id: UUID, member_id: UUID) -> bool:
    """Whether a member said already how a meeting was; not what they said."""
    return bool(
        await value(
            "SELECT EXISTS (SELECT 1 FROM pulse_given WHERE meeting = $1 AND member = $2)", meeting_id, member_id
        )
    )


@dataclass(frozen=True)
class MeetingCounts:
    """What the forum did since a day."""

    meetings: int
    decisions: int
    partnership: int
    duplication: int
    gap: int
    agreed: int
    done: int
    overdue: int


async def meeting_counts(since: date) -> MeetingCounts:
    """Meetings held since a day, their decisions and what those were tagged with, and what became of what was agreed."""
    found = await row(
        """
        WITH met AS (SELECT id FROM forum_meeting WHERE state = 'held' AND starts_at >= $1::date)
        SELECT (SELECT count(*) FROM met) AS meetings, d.*, a.* FROM (
            SELECT count(*) AS decisions, count(*) FILTER (WHERE 'partnership' = ANY(tags)) AS partnership,
                   count(*) FILTER (WHERE 'duplication' = ANY(tags)) AS duplication,
                   count(*) FILTER (WHERE 'gap' = ANY(tags)) AS gap
            FROM forum_decision WHERE meeting IN (SELECT id FROM met)
        ) d, (
            SELECT count(*) AS agreed, count(*) FILTER (WHERE state = 'done') AS done,
                   count(*) FILTER (WHERE state = 'open' AND due_on < $2) AS overdue
            FROM forum_action WHERE meeting IN (SELECT id FROM met)
        ) a
        """,
        since,
        clock.today(),
    )
    return MeetingCounts(**(found or {}))
