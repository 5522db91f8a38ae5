"""How volunteers are looked after: supervision that is due, concerns and their states, and years of service."""

from datetime import date
from enum import StrEnum

from livewell.kit.errors import RuleBroken
from livewell.volunteers.rules.gate import years_after


class ConcernState(StrEnum):
    """Where a concern about a volunteer stands."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


S = ConcernState

MOVES: dict[ConcernState, frozenset[ConcernState]] = {
    S.RAISED: frozenset({S.ACKNOWLEDGED}),
    S.ACKNOWLEDGED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
}

LABELS: dict[ConcernState, tuple[str, str]] = {
    S.RAISED: ("Waiting for somebody to take it on", "red"),
    S.ACKNOWLEDGED: ("Being looked into", "yellow"),
    S.CLOSED: ("Closed", "green"),
}

MONTHS_TO_THE_FIRST = 1
MONTHS_BETWEEN = 2
"""Supervision: a month after somebody begins, then every two months. Our own policy."""

YEARS_OF_SERVICE: tuple[int, ...] = (1, 2, 5, 10)
"""Years that are thanked for."""

_MONTHS = 12


def check_move(now: ConcernState, to: ConcernState) -> None:
    """Raise RuleBroken when a concern cannot go from `now` to `to`."""
    if to in MOVES[now]:
        return
    if now is S.RAISED:
        raise RuleBroken("Somebody takes a concern on before it is closed.")
    raise RuleBroken(f"This concern is already {LABELS[now][0].lower()}.")


def months_after(day: date, months: int) -> date:
    """The same day some months on; the last of the month where that month is shorter."""
    place = day.month - 1 + months
    year, month = day.year + place // _MONTHS, place % _MONTHS + 1
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, day.day)


def first_supervision_on(began_on: date) -> date:
    """When the first talk with a supervisor is due."""
    return months_after(began_on, MONTHS_TO_THE_FIRST)


def next_supervision_on(held_on: date) -> date:
    """When the next one is due."""
    return months_after(held_on, MONTHS_BETWEEN)


def years_reached(ready_on: date, today: date) -> int | None:
    """The most years of `YEARS_OF_SERVICE` that somebody has helped for; None before the first."""
    return max((years for years in YEARS_OF_SERVICE if years_after(ready_on, years) <= today), default=None)
