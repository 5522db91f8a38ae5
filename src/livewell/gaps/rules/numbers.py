"""How many people miss something, as each reader may see it: numbers below five leave the team as "fewer than 5"."""

from collections.abc import Iterable
from dataclasses import dataclass

SMALLEST_SHOWN = 5
"""Fewer people than this could be found by who knows the place."""

FEW = f"Fewer than {SMALLEST_SHOWN}"

DEFINITION = (
    "People affected: everybody who asked for it, each person who works with Live Well once however often they asked, and"
    " as many as were named where somebody asked for others."
)
SUPPRESSED = (
    f"Numbers of people from 1 to {SMALLEST_SHOWN - 1} are shown as “fewer than {SMALLEST_SHOWN}”, and sums that would"
    " give one of them away are said as “at least”, so that nobody can be found in them."
)


@dataclass(frozen=True)
class Count:
    """A number of people as it is said; `number` is None where it is hidden, and a lower bound where `at_least`."""

    number: int | None
    at_least: bool = False

    def __str__(self) -> str:
        if self.number is None:
            return FEW
        return f"At least {self.number}" if self.at_least else str(self.number)


def whole(number: int) -> Count:
    """A number as the team sees it."""
    return Count(number)


def shown(number: int) -> Count:
    """A number as everybody else sees it: hidden from 1 to 4."""
    return Count(None) if 0 < number < SMALLEST_SHOWN else Count(number)


def total(counts: Iterable[Count]) -> Count:
    """
    The sum of what is shown. With a hidden number among them it is a bound that says no more than they do.

    Each hidden number is one at least, so the bound is what any reader could add up themself.
    """
    each = list(counts)
    known = sum(one.number for one in each if one.number is not None)
    hidden = sum(one.number is None for one in each)
    if not hidden:
        return Count(known, at_least=any(one.at_least for one in each))
    if known == 0 and hidden == 1:
        return Count(None)
    return Count(known + hidden, at_least=True)
