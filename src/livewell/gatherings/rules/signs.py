"""Signs in the figures that a group needs company, before it ends: fewer people, and nobody new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from livewell.gatherings.rules.figures import Meeting, about, in_order

COMPARED = 4
"""Meetings that are compared with as many before them."""
_LEFT_AFTER_A_FALL = Fraction(3, 4)
_FEWER_AT_LEAST = 1
NOBODY_NEW_FOR = timedelta(weeks=8)
_MEETINGS_THAT_SAY = 4


@dataclass(frozen=True)
class Sign:
    """One thing to talk about with those who run the group."""

    title: str
    words: str


def signs(meetings: Sequence[Meeting], *, today: date) -> tuple[Sign, ...]:
    """Whatever there is to say of these meetings today, in whatever order they are."""
    ordered = in_order(meetings)
    return tuple(one for one in (_falling(ordered), _nobody_new(ordered, today)) if one is not None)


def _falling(ordered: Sequence[Meeting]) -> Sign | None:
    """At least a quarter and one person fewer each time, in the last four meetings than in the four before."""
    if len(ordered) < 2 * COMPARED:
        return None
    lately = Fraction(sum(one.came for one in ordered[-COMPARED:]), COMPARED)
    before = Fraction(sum(one.came for one in ordered[-2 * COMPARED : -COMPARED]), COMPARED)
    if before - lately < _FEWER_AT_LEAST or lately > before * _LEFT_AFTER_A_FALL:
        return None
    return Sign(
        "Fewer people come",
        f"{about(lately).capitalize()} each time at the last {COMPARED} meetings; {about(before)} at the "
        f"{COMPARED} before.",
    )


def _nobody_new(ordered: Sequence[Meeting], today: date) -> Sign | None:
    """Nobody new for eight weeks, at four meetings at least that say so, in a group that is older than that."""
    since = today - NOBODY_NEW_FOR
    if not ordered or ordered[0].on > since:
        return None
    new = [count for meeting, count in zip(ordered, new_faces(ordered), strict=True) if meeting.on > since]
    if len(new) < _MEETINGS_THAT_SAY or any(count != 0 for count in new):
        return None
    weeks = NOBODY_NEW_FOR.days // 7
    return Sign(
        "Nobody new comes", f"At {len(new)} meetings in the last {weeks} weeks, nobody came for the first time."
    )


def new_faces(ordered: Sequence[Meeting]) -> list[int | None]:
    """
    How many came for the first time at each meeting, the first one first; None where nobody knows.

    It is what somebody said, else what the register says from its second meeting on: before, everybody is new to it.
    """
    seen: set[object] = set()
    found: list[int | None] = []
    for meeting in ordered:
        if meeting.newcomers is not None:
            found.append(meeting.newcomers)
        elif meeting.everybody_named and seen:
            found.append(len(meeting.named - seen))
        else:
            found.append(None)
        seen |= meeting.named
    return found
