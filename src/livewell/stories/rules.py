"""How far a story may go, in words that somebody can agree to; and what becomes of it."""

from enum import StrEnum

from livewell.kit.errors import RuleBroken
from livewell.kit.languages import mark

WORDING_VERSION = "2026-11"
"""Of the sentences below: what somebody agreed to is kept with their story."""

LONGEST = 20_000


class Reach(StrEnum):
    """Each takes in the one before it."""

    TEAM = "team"
    REPORTS = "reports"
    PUBLIC = "public"


REACH_LABELS: dict[Reach, str] = {
    Reach.TEAM: mark("Only the Live Well team may read it"),
    Reach.REPORTS: mark("It may also stand in reports about Live Well"),
    Reach.PUBLIC: mark("Anybody may read it, on this website and elsewhere"),
}
REACH_HINTS: dict[Reach, str] = {
    Reach.TEAM: mark("It helps the people who work here to learn, and it cheers them."),
    Reach.REPORTS: mark("Those who pay for Live Well and those who study it read them."),
    Reach.PUBLIC: mark("What is once on the internet cannot be taken back everywhere."),
}


class StoryState(StrEnum):
    """Where a story is on its way."""

    GIVEN = "given"
    READ = "read"
    WITHDRAWN = "withdrawn"


MOVES: dict[StoryState, frozenset[StoryState]] = {
    StoryState.GIVEN: frozenset({StoryState.READ, StoryState.WITHDRAWN}),
    StoryState.READ: frozenset({StoryState.GIVEN, StoryState.WITHDRAWN}),
    StoryState.WITHDRAWN: frozenset(),
}
"""A story that is changed waits to be read again."""

LABELS: dict[StoryState, tuple[str, str]] = {
    StoryState.GIVEN: ("Waits to be read", "blue"),
    StoryState.READ: ("Read", "green"),
    StoryState.WITHDRAWN: ("Taken back", "grey"),
}


def check_move(now: StoryState, to: StoryState) -> None:
    """Raise RuleBroken when a story cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken("This story was taken back.")
