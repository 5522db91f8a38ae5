"""A request for a befriender: its states, and what may not stand in it."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from livewell.kit.errors import RuleBroken
from livewell.people.naming import SENTENCES, Known, Told, told_in


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


def check_move(now: AskState, to: AskState) -> None:
    """Raise RuleBroken when a request cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This request cannot be changed so: {LABELS[now][0].lower()}.")


_SENTENCES: dict[Told, str] = {
    Told.FAMILY_NAME: "Leave the family name out: volunteers and coordinators know people by their first name alone",
    Told.EMAIL: "Leave the email address out: they are in touch through Live Well",
    Told.POSTCODE: "Leave the postcode out: nothing nearer than a ward is passed on",
    Told.ADDRESS: "Leave the address out: nothing nearer than a ward is passed on",
}


def says_too_much(words: str, *, family_name: str, address_lines: Iterable[str] = (), today: date) -> str:
    """
    The first thing in the words that must not be there, as a sentence without a full stop; "" when there is nothing.

    Looked for: the family name, also where it is a word of every day, and all that `people.naming` knows but first names.
    """
    told = told_in(words, Known(family_name, address_lines=tuple(address_lines)), today=today, everyday=frozenset())
    return "" if told is None else _SENTENCES.get(told, SENTENCES[told])
