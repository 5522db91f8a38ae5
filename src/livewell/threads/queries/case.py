"""The case for a group: what was planned beside what came, gathered from the rooms that know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.fund.rules.money import pounds
from livewell.gatherings import queries as gatherings
from livewell.gatherings.rules.figures import figures
from livewell.groups import queries as groups
from livewell.groups.queries import GroupSeen
from livewell.groups.queries.planning import plan_of
from livewell.groups.rules.planning import Plan, SoFar, share, time_over
from livewell.kit import charts, clock
from livewell.kit.charts import Chart
from livewell.kit.db import row

_UNKNOWN = "Not known: no register is kept"
_NOT_PLANNED = "Not planned"


@dataclass(frozen=True)
class CaseSeen:
    """One group's case. `plan` and `chart` are None while nothing is planned; `gifts` are given, not money."""

    group: GroupSeen
    plan: Plan | None
    so_far: SoFar
    counted_to: date
    gifts: int

    @property
    def over(self) -> int:
        """How much of the time of the plan is over, in per cent."""
        return time_over(self.group.begun_on, self.plan.until, clock.today()) if self.plan else 0

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """What, planned, so far, and the share of it."""
        plan, came = self.plan, self.so_far
        each: tuple[tuple[str, int | None, int | None, Callable[[int], str]], ...] = (
            ("Money", plan.pence if plan else None, came.pence, pounds),
            ("Time of the team", plan.minutes if plan else None, came.minutes, _hours),
            ("Different people", plan.people if plan else None, came.people, str),
        )
        return [
            (
                label,
                _NOT_PLANNED if planned is None else say(planned),
                _UNKNOWN if now is None else say(now),
                "–" if (part := share(now, planned)) is None else f"{part}%",
            )
            for label, planned, now, say in each
        ]

    @property
    def chart(self) -> Chart | None:
        """How much of the plan came so far, and how much of its time is over; None while nothing is planned."""
        if self.plan is None:
            return None
        plan, came = self.plan, self.so_far
        bars = [
            ("Time that is over", self.over),
            ("Money", share(came.pence, plan.pence)),
            ("Time of the team", share(came.minutes, plan.minutes)),
            ("Different people", share(came.people, plan.people)),
        ]
        shown: list[tuple[str, float | None]] = [(label, part) for label, part in bars if part is not None]
        return charts.bars(
            "So far, of what was planned", shown, unit="per cent", longest=max(100, *(part or 0 for _, part in shown))
        )


async def case_of(group_id: UUID) -> CaseSeen:
    """The case of one group, from the day it began to the day of its plan or today. NotFound when there is none."""
    group = await groups.group(group_id)
    plan = await plan_of(group_id)
    to = min(clock.today(), plan.until) if plan else clock.today()
    met = [one.meeting for one in await gatherings.gatherings(group.asset) if one.on <= to] if group.asset else []
    found = await row(_PAID, group_id, group.begun_on, to)
    assert found is not None  # Sums are always one row.
    came = SoFar(found["pence"], found["minutes"], figures(met).different)
    return CaseSeen(group, plan, came, to, found["gifts"])


def _hours(minutes: int) -> str:
    hours = f"{minutes / 60:.1f}".removesuffix(".0")
    return f"{hours} hour" if hours == "1" else f"{hours} hours"


_PAID = """
    SELECT (SELECT coalesce(sum(p.pence), 0)::int FROM fund_payment p JOIN fund_application a ON a.id = p.application
             WHERE a.community_group = $1 AND p.paid_on <= $3) AS pence,
           (SELECT coalesce(sum(i.minutes), 0)::int FROM group_input i
             WHERE i.community_group = $1 AND i.struck_at IS NULL AND i.given_on BETWEEN $2 AND $3) AS minutes,
           (SELECT count(*)::int FROM gift_in_kind g
             WHERE g.community_group = $1 AND g.struck_at IS NULL AND g.given_on <= $3) AS gifts
"""
