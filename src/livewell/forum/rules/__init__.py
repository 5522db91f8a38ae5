"""The forum: who belongs to it and how, what they bring, and what may be said of them."""

from collections.abc import Mapping
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class MemberState(StrEnum):
    """Where somebody stands with the forum."""

    ASKED = "asked"
    MEMBER = "member"
    DECLINED = "declined"
    LEFT = "left"


MEMBER_MOVES: dict[MemberState, frozenset[MemberState]] = {
    MemberState.ASKED: frozenset({MemberState.MEMBER, MemberState.DECLINED}),
    MemberState.MEMBER: frozenset({MemberState.LEFT}),
    MemberState.DECLINED: frozenset({MemberState.ASKED, MemberState.MEMBER}),
    MemberState.LEFT: frozenset({MemberState.ASKED, MemberState.MEMBER}),
}

MEMBER_LABELS: dict[MemberState, tuple[str, str]] = {
    MemberState.ASKED: ("Asked to join", "blue"),
    MemberState.MEMBER: ("Member", "green"),
    MemberState.DECLINED: ("Not now", "grey"),
    MemberState.LEFT: ("Has left", "grey"),
}


def check_member_move(now: MemberState, to: MemberState) -> None:
    """Raise RuleBroken when somebody cannot go from `now` to `to`."""
    if to not in MEMBER_MOVES[now]:
        raise RuleBroken(f"This cannot be done: they are “{MEMBER_LABELS[now][0].lower()}” already.")


class CameFrom(StrEnum):
    """How somebody came to the forum."""

    PUBLIC = "public"
    LISTING = "listing"
    VISIT = "visit"
    INVITED = "invited"
    HELPER = "helper"
    STAFF = "staff"


CAME_FROM_LABELS: dict[CameFrom, str] = {
    CameFrom.PUBLIC: "Asked on the public page",
    CameFrom.LISTING: "Keeps something in the directory",
    CameFrom.VISIT: "Asked when we visited",
    CameFrom.INVITED: "Invited by the forum",
    CameFrom.HELPER: "Offered to help with something missing",
    CameFrom.STAFF: "Works with Live Well",
}

SECTORS: dict[str, str] = {
    "resident": "I live here",
    "group": "A community group or club",
    "voluntary": "A voluntary organisation or charity",
    "health": "The health service",
    "council": "A council",
    "business": "A business or shop",
    "learning": "A school, college or library",
    "other": "Something else",
}
"""Where somebody comes from: asked for figures only."""

LIVED: dict[str, str] = {
    "condition": "I live with a long-term condition",
    "mental_health": "I have known poor mental health",
    "carer": "I care, or cared, for somebody",
    "disability": "I am a disabled person",
    "alone": "I have known being very alone",
    "moved": "I moved here from far away",
}
"""What somebody has lived through: asked for figures only."""

FORGOTTEN = "A former member"
"""What is said instead of a name that was taken out."""

NO_LONGER_MEMBER = "They have left the forum. Choose somebody who is a member now."

LONGEST_NAME = 120
LONGEST_WORDS = 1000
JOINS_AN_HOUR = 5
"""Requests to join that one network address may send in an hour."""


def called(name: str) -> str:
    """The name of a member, or what is said when it was taken out."""
    return name or FORGOTTEN


# ── figures about the forum ──

SMALLEST_SHOWN = 5
"""Fewer people than this are not counted out where somebody could be found among them."""

NOT_SAID = "Fewer than five people"
"""What stands where a number is not said."""

SMALL_WORDS = "Figures of fewer than five people are not shown, so that nobody is found in them."


def composition(counts: Mapping[str, int], labels: Mapping[str, str], *, whole: int) -> list[tuple[str, int | None]]:
    """
    Each label with its count, None where it must not be said.

    Less than five is not said; and where that hides one number alone, which the whole would give away, the smallest of
    the others is not said either. Of fewer than five people nothing is said.
    """
    lines = [(labels[code], counts.get(code, 0)) for code in labels]
    lines.append(("Did not say", whole - sum(counts.get(code, 0) for code in labels)))
    hidden = {label for label, count in lines if 0 < count < SMALLEST_SHOWN}
    if whole < SMALLEST_SHOWN:
        hidden = {label for label, _ in lines}
    elif len(hidden) == 1:
        others = [(count, label) for label, count in lines if label not in hidden and count > 0]
        hidden |= {min(others)[1]} if others else set()
    return [(label, None if label in hidden else count) for label, count in lines]


def counted(counts: Mapping[str, int], labels: Mapping[str, str]) -> list[tuple[str, int | None]]:
    """Each label with its count where several may be chosen by one person; less than five is not said."""
    return [
        (label, None if 0 < counts.get(code, 0) < SMALLEST_SHOWN else counts.get(code, 0))
        for code, label in labels.items()
    ]


def amounts(lines: Mapping[str, tuple[int, int]]) -> dict[str, int | None]:
    """
    What each line of (people, amount) comes to, None where fewer than five people gave it.

    Where that hides one line alone, which the sum would give away, the smallest of the others is not said either.
    """
    hidden = {name for name, (people, _) in lines.items() if 0 < people < SMALLEST_SHOWN}
    if len(hidden) == 1:
        others = [(amount, name) for name, (people, amount) in lines.items() if people >= SMALLEST_SHOWN]
        hidden |= {min(others)[1]} if others else set()
    return {name: None if name in hidden else amount for name, (_, amount) in lines.items()}
