"""What of other parts of Live Well the forum may be asked to approve, and what may come of it."""

from enum import StrEnum

from livewell.kit.errors import RuleBroken


class PutKind(StrEnum):
    """What kind of thing it is."""

    BOOK_TEMPLATE = "book_template"
    LIBRARY_ITEM = "library_item"
    CHARTER = "charter"


KIND_LABELS: dict[PutKind, str] = {
    PutKind.BOOK_TEMPLATE: "A version of the Green Book",
    PutKind.LIBRARY_ITEM: "Something of the library",
    PutKind.CHARTER: "What the forum stands for",
}

ASKS: dict[PutKind, str] = {
    PutKind.BOOK_TEMPLATE: "May new books have this version? Once approved it never changes.",
    PutKind.LIBRARY_ITEM: "Is it right, is it plain, and is anything missing? It stays published meanwhile.",
    PutKind.CHARTER: "Are these our goals and our values? Once approved they stand for everybody to read.",
}
"""What the agenda says is asked."""


class PutState(StrEnum):
    """Where it stands."""

    PUT = "put"
    APPROVED = "approved"
    CHANGES = "changes"
    TAKEN_BACK = "taken_back"


MOVES: dict[PutState, frozenset[PutState]] = {
    PutState.PUT: frozenset({PutState.APPROVED, PutState.CHANGES, PutState.TAKEN_BACK}),
    PutState.APPROVED: frozenset(),
    PutState.CHANGES: frozenset(),
    PutState.TAKEN_BACK: frozenset(),
}

LABELS: dict[PutState, tuple[str, str]] = {
    PutState.PUT: ("With the forum", "yellow"),
    PutState.APPROVED: ("Approved", "green"),
    PutState.CHANGES: ("Changes are wanted", "orange"),
    PutState.TAKEN_BACK: ("Taken back", "grey"),
}


def check_move(now: PutState, to: PutState) -> None:
    """Raise RuleBroken when what was put cannot go from `now` to `to`: an answer of the forum is not changed."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This is not before the forum any more. It stands: {LABELS[now][0].lower()}.")


def check_decision(*, held: bool, about_it: bool) -> None:
    """Raise RuleBroken unless a meeting that was held decided it, on this very item of its agenda."""
    if not about_it:
        raise RuleBroken("That decision is about something else. Choose one that the forum made on this.")
    if not held:
        raise RuleBroken("Nobody approves for the forum: the meeting has to be held first, and decide.")
