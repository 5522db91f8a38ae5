"""What groups come to: who came, what the team gave week by week, and how far all of them have got."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from uuid import UUID

from livewell.gatherings import queries as gatherings
from livewell.gatherings.rules.figures import Figures
from livewell.gatherings.rules.figures import figures as attendance
from livewell.groups.queries.one import GroupSeen
from livewell.groups.rules import LABELS, Stage
from livewell.groups.rules.lasting import Given, Week, falling_words, minutes_before, weeks_of
from livewell.kit import clock
from livewell.kit.charts import Chart, line
from livewell.kit.dates import MONTHS, say_day
from livewell.kit.db import rows, value

_DRAWN = 52
_MONTHS = 12


@dataclass(frozen=True)
class InputSeen:
    """One time that somebody of the team gave to a group."""

    id: UUID
    given_on: date
    minutes: int
    what: str
    by: str
    staff_user: UUID


@dataclass(frozen=True)
class GroupFigures:
    """
    What one group comes to.

    `attendance` is of its listing, None before it has one. `weeks` are the team's time, from the first
    week in which it gave any to the last; `chart` is None before there are two of them.
    """

    attendance: Figures | None
    first_met: date | None
    last_met: date | None
    last_words: str
    weeks: tuple[Week, ...]
    minutes: int
    lately: int
    falling: str
    chart: Chart | None


@dataclass(frozen=True)
class AllFigures:
    """All groups: (stage, how many), weeks between milestones as medians (None when too few), hours by month."""

    stages: tuple[tuple[str, int], ...]
    to_first: float | None
    first_of: int
    to_independent: float | None
    independent_of: int
    months: tuple[tuple[str, float], ...]
    alerts: int


async def given(group_id: UUID) -> list[Given]:
    """Every time that the team gave to a group."""
    found = await rows(
        "SELECT given_on, sum(minutes)::int AS minutes FROM group_input WHERE community_group = $1 AND struck_at IS NULL"
        " GROUP BY given_on ORDER BY given_on",
        group_id,
    )
    return [Given(one["given_on"], one["minutes"]) for one in found]


async def input_of(group_id: UUID, *, most: int | None = None) -> list[InputSeen]:
    """What the team gave to a group, the last first; every time, or `most` of them."""
    found = await rows(
        """
        SELECT i.id, i.given_on, i.minutes, i.what, s.name AS by, i.staff_user
        FROM group_input i JOIN staff_user s ON s.id = i.staff_user
        WHERE i.community_group = $1 AND i.struck_at IS NULL ORDER BY i.given_on DESC, i.noted_at DESC LIMIT $2
        """,
        group_id,
        most,
    )
    return [InputSeen(**one) for one in found]


async def figures(group: GroupSeen, minutes: Sequence[Given] | None = None) -> GroupFigures:
    """Who came to a group, and what the team gave to it; with `minutes`, for whoever has read them already."""
    met = await gatherings.gatherings(group.asset) if group.asset else []
    minutes = sorted(await given(group.id) if minutes is None else minutes, key=lambda one: one.on)
    until = group.closed_on or clock.today()
    weeks = weeks_of(minutes, first=minutes[0].on, last=until) if minutes else ()
    drawn = weeks[-_DRAWN:]
    return GroupFigures(
        attendance=attendance([one.meeting for one in met]) if group.asset else None,
        first_met=met[0].on if met else None,
        last_met=met[-1].on if met else None,
        last_words=_in_words(met[-1].counts_words, met[-1].newcomers) if met else "",
        weeks=drawn,
        minutes=sum(one.minutes for one in minutes),
        lately=minutes_before(minutes, until),
        falling=falling_words(weeks),
        chart=_chart(drawn) if len(drawn) > 1 else None,
    )


def _in_words(counts: str, new: int | None) -> str:
    """Walk 9, Tea 10, 2 new."""
    return ", ".join(one for one in (counts, "" if new is None else f"{new} new") if one)


def _chart(weeks: tuple[Week, ...]) -> Chart:
    highest = -(-max(4, *(week.hours for week in weeks)) // 4) * 4
    drawn = line(
        "Hours of the team each week", [(week.monday, week.hours) for week in weeks], lowest=0, highest=highest
    )
    table = tuple((say_day(week.monday), f"{week.hours:g}") for week in weeks)
    return Chart(drawn.svg, ("Week from", ("Hours", "numeric")), table)


async def all_figures() -> AllFigures:
    """How far all groups have got, and what the team gave in the last twelve months."""
    stages = {
        one["stage"]: one["count"]
        for one in await rows("SELECT stage, count(*)::int AS count FROM community_group GROUP BY stage")
    }
    days = await rows(
        """
        SELECT f.done_on - g.begun_on AS to_first, g.independent_on - g.begun_on AS to_independent
        FROM community_group g
        LEFT JOIN group_step f ON f.community_group = g.id AND f.step = 'first_session'
        """
    )
    first = [one["to_first"] for one in days if one["to_first"] is not None]
    independent = [one["to_independent"] for one in days if one["to_independent"] is not None]
    return AllFigures(
        stages=tuple((LABELS[stage][0], stages.get(stage.value, 0)) for stage in Stage),
        to_first=_weeks(first),
        first_of=len(first),
        to_independent=_weeks(independent),
        independent_of=len(independent),
        months=await _months(),
        alerts=int(await value("SELECT count(*) FROM group_alert WHERE settled_at IS NULL")),
    )


def _weeks(days: list[int]) -> float | None:
    return round(median(days) / 7, 1) if days else None


async def _months() -> tuple[tuple[str, float], ...]:
    """The last twelve months, this one last, and the hours given in each."""
    first = clock.today().replace(day=1)
    months = [first]
    for _ in range(_MONTHS - 1):
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    found = {
        (one["year"], one["month"]): one["minutes"]
        for one in await rows(
            """
            SELECT extract(year FROM given_on)::int AS year, extract(month FROM given_on)::int AS month,
                   sum(minutes)::int AS minutes
            FROM group_input WHERE struck_at IS NULL AND given_on >= $1 GROUP BY 1, 2
            """,
            months[0],
        )
    }
    return tuple(
        (f"{MONTHS[month.month - 1]} {month.year}", round(found.get((month.year, month.month), 0) / 60, 1))
        for month in months
    )
