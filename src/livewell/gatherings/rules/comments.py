"""What people say of a listing: stars, words, and what becomes of them before anybody else reads them."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from livewell.kit.errors import RuleBroken

FEWEST_TO_SHOW = 5
"""A mean of fewer ratings than this is not shown: it would say more of who rated than of what they rated."""
STARS = (1, 2, 3, 4, 5)
LONGEST_WORDS = 1000
LONGEST_FIRST_NAME = 40
MOST_AN_HOUR = 6
"""Comments from one address. A whole library shares one, so it is not fewer."""


class CommentState(StrEnum):
    """Where a comment, or the answer to one, stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


MOVES: dict[CommentState, frozenset[CommentState]] = {
    CommentState.WAITING: frozenset({CommentState.APPROVED, CommentState.DECLINED}),
    CommentState.APPROVED: frozenset({CommentState.DECLINED}),
    CommentState.DECLINED: frozenset(),
}

LABELS: dict[CommentState, tuple[str, str]] = {
    CommentState.WAITING: ("Waiting", "red"),
    CommentState.APPROVED: ("Everybody may read it", "green"),
    CommentState.DECLINED: ("Not shown", "grey"),
}

DECISIONS: dict[CommentState, str] = {
    CommentState.APPROVED: "Everybody may read it",
    CommentState.DECLINED: "It is not shown",
}


class Reason(StrEnum):
    """Why a comment is not shown."""

    NAMES_SOMEBODY = "names_somebody"
    UNKIND = "unkind"
    NOT_ABOUT_IT = "not_about_it"
    ADVERTISES = "advertises"
    NEEDS_DEALING_WITH = "needs_dealing_with"
    NOT_SAID_BY_A_VISITOR = "not_by_a_visitor"


REASON_LABELS: dict[Reason, str] = {
    Reason.NAMES_SOMEBODY: "It says something private about somebody",
    Reason.UNKIND: "It is unkind to somebody",
    Reason.NOT_ABOUT_IT: "It is not about this listing",
    Reason.ADVERTISES: "It advertises something",
    Reason.NEEDS_DEALING_WITH: "It needs dealing with, and not publishing",
    Reason.NOT_SAID_BY_A_VISITOR: "It was not written by somebody who has been there",
}


def check_move(now: CommentState, to: CommentState) -> None:
    """Raise RuleBroken when a comment cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken("Somebody has decided on this already.")


def mean_to_show(stars: Sequence[int]) -> Fraction | None:
    """The mean of these stars, or None when they are too few to show."""
    return Fraction(sum(stars), len(stars)) if len(stars) >= FEWEST_TO_SHOW else None
