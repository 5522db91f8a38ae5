"""What the forum stands for: goals and values in versions, and what is different from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class CharterState(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    PUT = "put"
    APPROVED = "approved"


S = CharterState

MOVES: dict[CharterState, frozenset[CharterState]] = {
    S.DRAFT: frozenset({S.PUT}),
    S.PUT: frozenset({S.DRAFT, S.APPROVED}),
    S.APPROVED: frozenset(),
}

LABELS: dict[CharterState, tuple[str, str]] = {
    S.DRAFT: ("Being written", "blue"),
    S.PUT: ("With the forum", "yellow"),
    S.APPROVED: ("Agreed", "green"),
}


def check_move(now: CharterState, to: CharterState) -> None:
    """Raise RuleBroken when a version cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This version is {LABELS[now][0].lower()}, so that cannot be done with it.")


def may_write(now: CharterState) -> None:
    """Raise RuleBroken unless its words may still be changed."""
    if now is S.APPROVED:
        raise RuleBroken("The forum agreed on this version: it never changes. Begin a new one.")
    if now is S.PUT:
        raise RuleBroken("The forum has this version before it. Take it back first, then change it.")


def lines(text: str) -> tuple[str, ...]:
    """The goals or values of a text: one on each line, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def value_parts(line: str) -> tuple[str, str]:
    """A value as its word and what it means: "Kindness: we begin with …" is both, "Kindness" the word alone."""
    word, _, means = line.partition(":")
    return word.strip(), means.strip()


def check_whole(goals: str, values: str, change: str, *, first: bool) -> None:
    """Raise RuleBroken when it cannot be put to the forum: no goal, no value, or nobody says what is different."""
    if not lines(goals) or not lines(values):
        raise RuleBroken("Write at least one goal and one value before the forum is asked.")
    if not first and not change.strip():
        raise RuleBroken("Say first what is different from the version before.")


@dataclass(frozen=True)
class Differing:
    """The lines that came and the lines that went."""

    came: tuple[str, ...]
    went: tuple[str, ...]


def differing(before: Sequence[str], now: Sequence[str]) -> Differing:
    """What is different between the lines of two versions, in their own order."""
    return Differing(tuple(one for one in now if one not in before), tuple(one for one in before if one not in now))
