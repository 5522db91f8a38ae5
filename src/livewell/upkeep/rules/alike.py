"""Two listings that may be one: how alike they must be to be shown, and what is decided of them."""

from enum import StrEnum

from livewell.kit.errors import RuleBroken

NAMES_ALIKE = 0.45
"""How alike two names must be, from 0 to 1, as pg_trgm measures it after words such as "the" and "group" are taken out."""

NEAR_METRES = 150
"""Two entrances of one building are not further apart than this."""


SHARED_BY_MOST = 20
"""A number or address that more listings share is that of a council or a charity, and says nothing about two of them."""


class PairState(StrEnum):
    OPEN = "open"
    MERGED = "merged"
    DIFFERENT = "different"


MOVES: dict[PairState, frozenset[PairState]] = {
    PairState.OPEN: frozenset({PairState.MERGED, PairState.DIFFERENT}),
    PairState.MERGED: frozenset({PairState.OPEN}),
    PairState.DIFFERENT: frozenset({PairState.OPEN}),
}

LABELS: dict[PairState, tuple[str, str]] = {
    PairState.OPEN: ("To decide", "blue"),
    PairState.MERGED: ("Made one", "green"),
    PairState.DIFFERENT: ("Two different things", "grey"),
}


def check_move(now: PairState, to: PairState) -> None:
    """Raise RuleBroken when a decision about two listings cannot follow the one before."""
    if to not in MOVES[now]:
        raise RuleBroken(f"Somebody has decided this already: {LABELS[now][0].lower()}.")


def in_words(*, likeness: float, metres: int | None, same_phone: bool, same_email: bool) -> str:
    """Why the two are shown side by side: "Names 82% alike, 40 metres apart, the same phone number"."""
    reasons = [f"Names {likeness:.0%} alike"]
    if metres is not None:
        reasons.append("at the same place" if metres == 0 else f"{metres:,} metres apart")
    if same_phone:
        reasons.append("the same phone number")
    if same_email:
        reasons.append("the same email address")
    return ", ".join(reasons)
