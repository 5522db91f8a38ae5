"""
Goal attainment as one figure: the T score of Kiresuk and Sherman, and the counts that say it in plain words.

Kiresuk & Sherman 1968, https://doi.org/10.1007/BF01530764:
T = 50 + 10 · Σ(w·x) / √((1 - ρ) · Σ(w²) + ρ · (Σw)²), with x from -2 to +2 and ρ = 0.3 by convention.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

RHO = 0.3
"""The correlation assumed between goals."""

LOWEST, HIGHEST = -2, 2
FEWEST_GOALS = 2
"""With one goal T is only another way of writing its level, so it is shown from two goals up."""


@dataclass(frozen=True)
class Rated:
    """One goal: how far it was reached (-2 to +2), and how much it counts."""

    level: int
    weight: int = 1


def t_score(goals: Sequence[Rated], rho: float = RHO) -> float | None:
    """
    The T score, about 50 when people reach what they hoped for; None without goals.

    A goal of weight 0 is left out; when all have weight 0, all count the same. ValueError for a level outside
    -2 to +2, a weight below 0, or a rho outside 0 to 1.
    """
    if any(not LOWEST <= goal.level <= HIGHEST or goal.weight < 0 for goal in goals) or not 0 <= rho <= 1:
        raise ValueError("Levels lie between -2 and +2, weights are 0 or more, rho lies between 0 and 1.")
    if not goals:
        return None
    counted = counting(goals)
    total = sum(goal.weight * goal.level for goal in counted)
    squares = sum(goal.weight**2 for goal in counted)
    whole = sum(goal.weight for goal in counted) ** 2
    return 50 + 10 * total / sqrt((1 - rho) * squares + rho * whole)


def counting(goals: Sequence[Rated]) -> list[Rated]:
    """The goals that count: those with a weight, or all with weight 1 when none has any."""
    return [goal for goal in goals if goal.weight] or [Rated(goal.level) for goal in goals]


def shown_t_score(goals: Sequence[Rated], rho: float = RHO) -> float | None:
    """The T score where there are two goals or more to make it from, else None."""
    return t_score(goals, rho) if len(counting(goals)) >= FEWEST_GOALS else None


def reached(goals: Sequence[Rated]) -> int:
    """How many goals were reached: level 0 or more (HL7 Person-Centred Outcomes says "achieved" from 0)."""
    return sum(goal.level >= 0 for goal in goals)


@dataclass(frozen=True)
class Change:
    """T at two moments, over the same goals with the same weights."""

    before: float | None
    after: float | None
    goals: int
    """How many goals were rated both times."""


def change(before: dict[str, Rated], after: dict[str, Rated]) -> Change:
    """T before and after over the goals rated both times, by id; the weight of `before`, frozen at agreement, holds."""
    both = sorted(before.keys() & after.keys())
    then = [before[goal] for goal in both]
    now = [Rated(after[goal].level, before[goal].weight) for goal in both]
    return Change(shown_t_score(then), shown_t_score(now), len(both))
