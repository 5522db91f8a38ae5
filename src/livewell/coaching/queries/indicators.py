"""What is counted or measured on the way to goals, with its picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from livewell.kit import db
from livewell.kit.charts import Chart, line, say_number
from livewell.kit.languages import gettext as _

_ROOM = 0.1
"""How much of the span of the values is left free above and below them."""


@dataclass(frozen=True)
class ReadingFacts:
    """One value of one day."""

    id: UUID
    value: Decimal
    on: date
    by_person: bool
    struck: bool

    @property
    def said(self) -> str:
        """The value as people write it."""
        return say_number(float(self.value))


@dataclass(frozen=True)
class IndicatorFacts:
    """One thing that is counted, with everything that was read."""

    id: UUID
    goal: UUID
    name: str
    unit: str
    wanted: Decimal | None
    lower_is_better: bool
    ended_at: datetime | None
    readings: tuple[ReadingFacts, ...]
    """The oldest day first, the struck ones too."""

    @property
    def standing(self) -> tuple[ReadingFacts, ...]:
        """Those that count."""
        return tuple(one for one in self.readings if not one.struck)

    @property
    def is_going(self) -> bool:
        """Whether it is still counted."""
        return self.ended_at is None

    @property
    def words(self) -> str:
        """From where to where, and what was wanted, in one sentence; it says nothing about why."""
        unit = f" {self.unit}" if self.unit else ""
        hoped = (
            _("Hoped for: %(value)s.") % {"value": f"{say_number(float(self.wanted))}{unit}"}
            if self.wanted is not None
            else ""
        )
        if not self.standing:
            said = _("Nothing noted yet.")
        elif len(self.standing) == 1:
            said = f"{self.standing[0].said}{unit}."
        else:
            ends = {"first": self.standing[0].said, "last": f"{self.standing[-1].said}{unit}"}
            said = _("From %(first)s to %(last)s.") % ends
        return f"{said} {hoped}".strip()

    @property
    def chart(self) -> Chart | None:
        """The values over time, from two of them up."""
        if len(self.standing) < 2:  # noqa: PLR2004  A line has two ends.
            return None
        points = [(one.on, float(one.value)) for one in self.standing]
        values = [value for _, value in points] + ([float(self.wanted)] if self.wanted is not None else [])
        low, high = min(values), max(values)
        room = (high - low) * _ROOM or abs(high) * _ROOM or 1.0
        lowest = 0.0 if 0 <= low < room * 2 else low - room
        name = f"{self.name} ({self.unit})" if self.unit else self.name
        return line(name, points, lowest=lowest, highest=high + room)


async def indicators(goal_ids: Sequence[UUID]) -> dict[UUID, list[IndicatorFacts]]:
    """What is counted for each of these goals: two queries, however many. Ask first who may see them."""
    found = await db.rows(
        """
        SELECT id, goal, name, unit, wanted, lower_is_better, ended_at FROM indicator
         WHERE goal = ANY($1) ORDER BY ended_at NULLS FIRST, made_at, id
        """,
        list(goal_ids),
    )
    readings: dict[UUID, list[ReadingFacts]] = {one["id"]: [] for one in found}
    if found:
        for one in await db.rows(
            """
            SELECT indicator, id, value, "on", noted_by IS NULL AS by_person, struck_at IS NOT NULL AS struck
              FROM reading WHERE indicator = ANY($1) ORDER BY "on", noted_at, id
            """,
            list(readings),
        ):
            readings[one.pop("indicator")].append(ReadingFacts(**one))
    of_goal: dict[UUID, list[IndicatorFacts]] = {goal: [] for goal in goal_ids}
    for one in found:
        of_goal[one["goal"]].append(IndicatorFacts(**one, readings=tuple(readings[one["id"]])))
    return of_goal
