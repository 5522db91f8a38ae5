"""Where a booking stands: a place, the waiting list, a place that came free and is held for a while."""

from datetime import datetime, timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken
from livewell.kit.languages import gettext as _
from livewell.kit.languages import mark


class BookingState(StrEnum):
    """Where somebody stands with a run."""

    WAITING = "waiting"
    OFFERED = "offered"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    GONE = "gone"


B = BookingState

MOVES: dict[BookingState, frozenset[BookingState]] = {
    B.WAITING: frozenset({B.OFFERED, B.CANCELLED}),
    B.OFFERED: frozenset({B.BOOKED, B.CANCELLED, B.GONE}),
    B.BOOKED: frozenset({B.CANCELLED}),
    B.CANCELLED: frozenset(),
    B.GONE: frozenset(),
}

LABELS: dict[BookingState, tuple[str, str]] = {
    B.WAITING: (mark("On the waiting list"), "yellow"),
    B.OFFERED: (mark("A place is held"), "purple"),
    B.BOOKED: (mark("Place booked"), "green"),
    B.CANCELLED: (mark("Cancelled"), "grey"),
    B.GONE: (mark("The place went to somebody else"), "grey"),
}

HAS_A_PLACE = (B.BOOKED, B.OFFERED)
ACTIVE = (*HAS_A_PLACE, B.WAITING)

HELD = timedelta(hours=48)
"""How long a place that came free is held for the next on the list."""
REMINDED_BEFORE = timedelta(hours=36)
"""A session this near is reminded of: the day before, at whatever time it is."""
NAMES_KEPT = timedelta(days=365)
"""How long the name of somebody who is nobody of ours stays on a register after the last session."""

TO_TELL: dict[str, str] = {
    "offered": "A place is held for them. Ask whether they take it",
    "moved": "A session was moved",
    "session_off": "A session was called off",
    "run_off": "All of it was called off",
    "gone": "The held place went to the next",
}
"""What somebody without an e-mail address is to be told by telephone: code -> words."""


def check_move(now: BookingState, to: BookingState) -> None:
    """Raise RuleBroken when a booking cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This booking is “{LABELS[now][0].lower()}” already, so that step is not open.")


def held_until(now: datetime, first_left: datetime) -> datetime:
    """Until when a place that came free is held: two days, and never beyond the next session of the run."""
    return min(now + HELD, first_left)


def first_state(*, taken: int, places: int, waiting: int, waiting_places: int) -> BookingState:
    """What a new booking is. Nobody passes somebody who waits. RuleBroken when even the waiting list is full."""
    if taken < places and waiting == 0:
        return B.BOOKED
    if waiting < waiting_places:
        return B.WAITING
    raise RuleBroken(
        _(
            "Every place is taken and the waiting list is full. Tell us that you would have liked to come, and we try for more."
        )
    )
