"""The plans of teams: what is in force, what is due, one plan whole, and those before it."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from livewell.forum.rules import called
from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.steering.rules.teams import (
    FEWEST,
    MOST,
    PLAN_LABELS,
    PRIORITY_LABELS,
    RATINGS,
    Benchmark,
    PlanState,
    PriorityState,
    due,
    mix,
)


@dataclass(frozen=True)
class PlanLine:
    """One plan on a list."""

    id: UUID
    area: UUID
    area_name: str
    begins_on: date
    review_on: date
    state: PlanState
    priorities: int
    done: int

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands, in words and a colour."""
        return PLAN_LABELS[self.state]

    @property
    def due(self) -> tuple[str, str] | None:
        """Whether its review is overdue or due soon."""
        return due(self.review_on, clock.today()) if self.state is PlanState.OPEN else None


@dataclass(frozen=True)
class PrioritySeen:
    """One priority, and the two who lead it."""

    id: UUID
    plan: UUID
    title: str
    quick_win: bool
    staff_lead: str
    member_lead: str
    due_on: date
    state: PriorityState
    came_of_it: str
    area_name: str
    version: int

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands, in words and a colour."""
        return PRIORITY_LABELS[self.state]

    @property
    def due(self) -> tuple[str, str] | None:
        """Whether its day is past or soon."""
        return due(self.due_on, clock.today()) if self.is_open else None

    @property
    def is_open(self) -> bool:
        """Whether it is on the way."""
        return self.state is PriorityState.OPEN


@dataclass(frozen=True)
class PlanSeen:
    """One plan whole."""

    id: UUID
    area: UUID
    area_name: str
    begins_on: date
    review_on: date
    assets_words: str
    benchmarks: tuple[Benchmark, ...]
    state: PlanState
    in_force_on: date | None
    priorities: tuple[PrioritySeen, ...]
    version: int

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands, in words and a colour."""
        return PLAN_LABELS[self.state]

    @property
    def due(self) -> tuple[str, str] | None:
        """Whether its review is overdue or due soon."""
        return due(self.review_on, clock.today()) if self.is_in_force else None

    @property
    def is_draft(self) -> bool:
        """Whether it is being written."""
        return self.state is PlanState.DRAFT

    @property
    def is_in_force(self) -> bool:
        """Whether it holds now."""
        return self.state is PlanState.OPEN

    @property
    def is_past(self) -> bool:
        """Whether it is only to be read."""
        return self.state is PlanState.CLOSED

    @property
    def counted(self) -> int:
        """How many priorities it has, without those that were dropped."""
        return sum(one.state is not PriorityState.DROPPED for one in self.priorities)

    @property
    def may_grow(self) -> bool:
        """Whether one more priority may be put into it."""
        return not self.is_past and self.counted < MOST

    @property
    def hint(self) -> str:
        """What its priorities lack: number, or mixture; "" for nothing."""
        if self.counted < FEWEST:
            return (
                f"A plan has {FEWEST} to {MOST} priorities when it is put in force. This one has {self.counted} so far."
            )
        return mix([one.quick_win for one in self.priorities if one.state is not PriorityState.DROPPED])

    @property
    def rated(self) -> list[tuple[str, str, str]]:
        """The statements with their rating in words, and what is behind it."""
        return [(one.statement, f"{one.rating} of 4: {RATINGS[one.rating]}", one.words) for one in self.benchmarks]


_LINE = """
    SELECT p.id, p.area, a.name AS area_name, p.begins_on, p.review_on, p.state,
           (SELECT count(*) FROM team_priority t WHERE t.plan = p.id AND t.state <> 'dropped') AS priorities,
           (SELECT count(*) FROM team_priority t WHERE t.plan = p.id AND t.state = 'done') AS done
      FROM team_plan p JOIN area a ON a.id = p.area
"""
_PRIORITY = """
    SELECT t.id, t.plan, t.title, t.quick_win, s.name AS staff_lead, m.name AS member_lead, t.due_on, t.state,
           t.came_of_it, a.name AS area_name, t.version
      FROM team_priority t JOIN team_plan p ON p.id = t.plan JOIN area a ON a.id = p.area
      JOIN staff_user s ON s.id = t.staff_lead JOIN forum_member m ON m.id = t.member_lead
"""


async def plans() -> list[PlanLine]:
    """Every plan that is being written or in force, by the day of its review; at most 200."""
    return [_line(one) for one in await rows(f"{_LINE} WHERE p.state <> 'closed' ORDER BY p.review_on, p.id LIMIT 200")]


async def plans_before(area: UUID, but: UUID) -> list[PlanLine]:
    """The other plans of an area, the last first; at most 50."""
    found = await rows(f"{_LINE} WHERE p.area = $1 AND p.id <> $2 ORDER BY p.begins_on DESC, p.id LIMIT 50", area, but)
    return [_line(one) for one in found]


async def due_priorities() -> list[PrioritySeen]:
    """Priorities of plans in force that are overdue or due within a month, by their day; at most 200."""
    found = await rows(
        f"{_PRIORITY} WHERE p.state = 'open' AND t.state = 'open' AND t.due_on <= $1::date + 30"
        " ORDER BY t.due_on, t.id LIMIT 200",
        clock.today(),
    )
    return [_priority(one) for one in found]


async def plan(plan_id: UUID) -> PlanSeen:
    """One plan whole. NotFound when there is none such."""
    found = await row(
        """
        SELECT p.id, p.area, a.name AS area_name, p.begins_on, p.review_on, p.assets_words, p.benchmarks, p.state,
               p.in_force_on, p.version
          FROM team_plan p JOIN area a ON a.id = p.area WHERE p.id = $1
        """,
        plan_id,
    )
    if found is None:
        raise NotFound
    priorities = await rows(f"{_PRIORITY} WHERE t.plan = $1 ORDER BY t.due_on, t.noted_at, t.id", plan_id)
    benchmarks = tuple(Benchmark(**one) for one in json.loads(found["benchmarks"]))
    return PlanSeen(
        **{**found, "state": PlanState(found["state"]), "benchmarks": benchmarks},
        priorities=tuple(_priority(one) for one in priorities),
    )


async def priority(plan_id: UUID, priority_id: UUID) -> PrioritySeen:
    """One priority of a plan. NotFound when there is none such."""
    found = await row(f"{_PRIORITY} WHERE t.plan = $1 AND t.id = $2", plan_id, priority_id)
    if found is None:
        raise NotFound
    return _priority(found)


async def areas() -> list[tuple[str, str]]:
    """Every area, by name."""
    return [(str(one["id"]), one["name"]) for one in await rows("SELECT id, name FROM area ORDER BY name, id")]


async def staff_choices() -> list[tuple[str, str]]:
    """Those of the staff who may lead a priority, by name."""
    found = await rows(
        """
        SELECT id, name FROM staff_user WHERE active
           AND role IN ('manager', 'health_coach', 'link_worker', 'volunteer_coordinator', 'forum_facilitator')
         ORDER BY name, id
        """
    )
    return [(str(one["id"]), one["name"]) for one in found]


def _line(found: dict[str, Any]) -> PlanLine:
    return PlanLine(**{**found, "state": PlanState(found["state"])})


def _priority(found: dict[str, Any]) -> PrioritySeen:
    return PrioritySeen(
        **{**found, "state": PriorityState(found["state"]), "member_lead": called(found["member_lead"])}
    )
