"""What volunteers spend for us: exact pence, miles by the approved rate, and who may decide."""

from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class ExpenseState(StrEnum):
    """Where a claim stands."""

    CLAIMED = "claimed"
    APPROVED = "approved"
    DECLINED = "declined"
    PAID = "paid"


S = ExpenseState

MOVES: dict[ExpenseState, frozenset[ExpenseState]] = {
    S.CLAIMED: frozenset({S.APPROVED, S.DECLINED}),
    S.APPROVED: frozenset({S.PAID}),
    S.DECLINED: frozenset(),
    S.PAID: frozenset(),
}

LABELS: dict[ExpenseState, tuple[str, str]] = {
    S.CLAIMED: ("Waiting", "yellow"),
    S.APPROVED: ("Will be paid", "blue"),
    S.DECLINED: ("Cannot be paid", "grey"),
    S.PAID: ("Paid", "green"),
}

MOST_PENCE = 100_000
"""One claim is at most £1,000: more is spoken about first."""
MOST_MILES = 500
LONGEST_AGO = timedelta(days=180)
"""A claim is made within half a year, while somebody still remembers."""


def check_move(now: ExpenseState, to: ExpenseState) -> None:
    """Raise RuleBroken when a claim cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This claim is settled already: {LABELS[now][0].lower()}.")


def in_pence(pounds: Decimal) -> int:
    """Pounds as whole pence. Raises ValueError for a part of a penny."""
    pence = pounds * 100
    if pence != pence.to_integral_value():
        raise ValueError("There is no half penny.")
    return int(pence)


def for_miles(miles: int, *, pence_a_mile: int) -> int:
    """What so many whole miles come to, in pence; the rate is a choice of the service."""
    return miles * pence_a_mile


def say_pence(pence: int) -> str:
    """Pence as they are said: £4.50, £1,204.05."""
    return f"£{pence // 100:,}.{pence % 100:02}"


def check_decider(*, claimed_by: object, decided_by: object, same_address: bool) -> None:
    """Raise RuleBroken when somebody would decide on what they claimed, or wrote down, themself."""
    if same_address or (claimed_by is not None and claimed_by == decided_by):
        raise RuleBroken("Somebody else decides on a claim than who made it.")
