"""Weeks: when an update is due, what became of it, and how whole the weeks of a team are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken
from livewell.staff.rules import Role

ASKED_OF = Role.LINK_WORKER
"""Whose update is waited for; whoever else may write one does so when they like."""

WEEK = timedelta(days=7)
SHOWN = 12
"""Weeks looked back on, this one included."""
CHANGED_WITHIN = timedelta(days=28)
"""How long after its week an update may still be changed: what was read in a meeting should stay what was read."""
LONGEST = 4_000
LONGEST_MIRACLE = 4_000
MOST_CONTACTS = 500
MOST_MINUTES = 60 * 80
"""Of one week; more is a slip of the keys."""


class UpdateState(StrEnum):
    BEGUN = "begun"
    SENT = "sent"
    AWAY = "away"


MOVES: dict[UpdateState, frozenset[UpdateState]] = {
    UpdateState.BEGUN: frozenset({UpdateState.SENT, UpdateState.AWAY}),
    UpdateState.SENT: frozenset(),
    UpdateState.AWAY: frozenset({UpdateState.SENT}),
}

LABELS: dict[UpdateState, tuple[str, str]] = {
    UpdateState.BEGUN: ("Begun", "blue"),
    UpdateState.SENT: ("Sent", "green"),
    UpdateState.AWAY: ("Away that week", "grey"),
}


def check_move(now: UpdateState, to: UpdateState) -> None:
    """Raise RuleBroken when an update cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken("This week’s update was sent already.")


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def due_on(week: date) -> date:
    """The day an update is due: the Monday after its week."""
    return week + WEEK


def check_week(week: date, today: date) -> None:
    """Raise RuleBroken for a week that has not begun; ValueError when `week` is no Monday."""
    if week.weekday() != 0:
        raise ValueError("A week is known by its Monday.")
    if week > today:
        raise RuleBroken("That week has not begun yet.")


def check_changeable(week: date, today: date) -> None:
    """Raise RuleBroken when what was sent for a week may be changed no more."""
    if today > week + WEEK + CHANGED_WITHIN:
        raise RuleBroken("This update was sent more than four weeks ago, and stays as it was read.")


class Standing(StrEnum):
    """How one week of one worker stands on a day."""

    SENT = "sent"
    AWAY = "away"
    OPEN = "open"
    DUE = "due"
    LATE = "late"


STANDING_LABELS: dict[Standing, tuple[str, str]] = {
    Standing.SENT: ("Sent", "green"),
    Standing.AWAY: ("Away", "grey"),
    Standing.OPEN: ("This week", "blue"),
    Standing.DUE: ("Due today", "yellow"),
    Standing.LATE: ("Not sent", "orange"),
}


def standing(week: date, state: UpdateState | None, today: date) -> Standing:
    """How a week stands today; `state` is None when nothing was begun."""
    if state is UpdateState.SENT:
        return Standing.SENT
    if state is UpdateState.AWAY:
        return Standing.AWAY
    if today < due_on(week):
        return Standing.OPEN
    return Standing.DUE if today == due_on(week) else Standing.LATE


def weeks_of(since: date, today: date, most: int = SHOWN) -> tuple[date, ...]:
    """The Mondays of somebody who came on `since`, the newest first: their first whole week to this one, at most `most`."""
    first = since if since.weekday() == 0 else monday(since) + WEEK
    weeks: list[date] = []
    week = monday(today)
    while week >= first and len(weeks) < most:
        weeks.append(week)
        week -= WEEK
    return tuple(weeks)


@dataclass(frozen=True)
class Completeness:
    """How many updates that were due came: away weeks are not asked for."""

    sent: int
    asked: int

    @property
    def share(self) -> float | None:
        """0 to 1; None while none was due."""
        return self.sent / self.asked if self.asked else None


def completeness(standings: Iterable[Standing]) -> Completeness:
    """Of weeks whose day has passed: sent, of those that were asked for. A week sent early counts too."""
    found = list(standings)
    sent = found.count(Standing.SENT)
    return Completeness(sent=sent, asked=sent + found.count(Standing.LATE))
