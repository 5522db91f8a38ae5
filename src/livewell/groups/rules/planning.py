"""What the case for a group planned, beside what came of it: cost, the team's time, and people reached."""

from dataclasses import dataclass
from datetime import date

from livewell.kit.errors import RuleBroken

DEFINITION = (
    "Planned is what the case for the group said, until the day it named. So far is counted from the day the group began"
    " to that day, or to today: money paid to it from the small fund, less what came back; the time the team wrote down;"
    " and the different people in its register."
)
HONEST = (
    "These numbers stand side by side, and no more. They do not say what would have happened without the group, what a"
    " room or a neighbour gave that no book holds, nor what it was worth to anybody."
)
MOST_PENCE, MOST_MINUTES, MOST_PEOPLE = 100_000_000, 600_000, 30_000
_WHOLE = 100


@dataclass(frozen=True)
class Plan:
    """What a case says: pence, minutes of the team and people until a day (None for what it does not say), and on what it rests."""

    pence: int | None
    minutes: int | None
    people: int | None
    until: date
    words: str = ""


@dataclass(frozen=True)
class SoFar:
    """What came of it in the same units; `people` is None while nobody keeps a register."""

    pence: int
    minutes: int
    people: int | None


def check_plan(plan: Plan, *, begun_on: date) -> None:
    """Raise RuleBroken for a plan that says nothing, or ends before the group began."""
    if plan.pence is None and plan.minutes is None and plan.people is None:
        raise RuleBroken("Plan at least one of the three: money, the team’s time, or people.")
    if plan.until <= begun_on:
        raise RuleBroken("A plan ends after the group began.")


def share(came: int | None, planned: int | None) -> int | None:
    """What came as a whole percentage of what was planned, half up; None where either is not known, or nothing was planned."""
    if came is None or not planned:
        return None
    return (came * _WHOLE * 2 + planned) // (planned * 2)


def time_over(begun_on: date, until: date, today: date) -> int:
    """How much of the time of a plan is over, 0 to 100."""
    days = (until - begun_on).days
    gone = min(max((today - begun_on).days, 0), days)
    return gone * _WHOLE // days if days > 0 else _WHOLE
