"""A request for a befriender: its states, and what may not stand in it."""

import re
from collections.abc import Iterable
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class AskState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    MATCHED = "matched"
    ENDED = "ended"
    TAKEN_BACK = "taken_back"


S = AskState

MOVES: dict[AskState, frozenset[AskState]] = {
    S.OPEN: frozenset({S.MATCHED, S.TAKEN_BACK}),
    S.MATCHED: frozenset({S.OPEN, S.ENDED, S.TAKEN_BACK}),
    S.ENDED: frozenset(),
    S.TAKEN_BACK: frozenset(),
}

LABELS: dict[AskState, tuple[str, str]] = {
    S.OPEN: ("Looking for somebody", "yellow"),
    S.MATCHED: ("Has a befriender", "green"),
    S.ENDED: ("Came to an end", "grey"),
    S.TAKEN_BACK: ("Taken back", "grey"),
}

_DIGITS_OF_A_NUMBER = 7
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
_SHORTEST_NAME = 3


def check_move(now: AskState, to: AskState) -> None:
    """Raise RuleBroken when a request cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This request cannot be changed so: {LABELS[now][0].lower()}.")


def holds_a_postcode(words: str) -> bool:
    """Whether something in the words has the shape of a postcode."""
    return _POSTCODE.search(words) is not None


def says_too_much(words: str, *, family_name: str, address_lines: Iterable[str] = ()) -> str:
    """
    The first thing in the words that must not be there, as a sentence without a full stop; "" when there is nothing.

    Looked for: the family name, a postcode, a line of the address, and anything as long as a telephone or NHS number.
    """
    plain = " ".join(words.lower().split())
    name = family_name.strip().lower()
    if len(name) >= _SHORTEST_NAME and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain):
        return "Leave the family name out: volunteers and coordinators know people by their first name alone"
    if holds_a_postcode(words):
        return "Leave the postcode out: nothing nearer than a ward is passed on"
    lines = [" ".join(line.lower().split()) for line in address_lines]
    if any(len(line) >= _SHORTEST_NAME and line in plain for line in lines):
        return "Leave the address out: nothing nearer than a ward is passed on"
    if re.search(rf"(?:[0-9][\s().-]*){{{_DIGITS_OF_A_NUMBER},}}", words):
        return "Leave numbers out that somebody could be rung or found by"
    return ""
