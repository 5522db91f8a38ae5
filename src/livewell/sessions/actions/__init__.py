"""Everything that changes a session, and the secret address of a diary."""

from livewell.sessions.actions.diary_link import end_diary_link, make_diary_link
from livewell.sessions.actions.sessions import (
    KIND_OF_ROLE,
    book,
    cancel,
    correct,
    hold,
    miss,
    move,
    tick_action,
)
from livewell.sessions.actions.words import ActionWords, Booking, HeldNote

__all__ = [
    "KIND_OF_ROLE",
    "ActionWords",
    "Booking",
    "HeldNote",
    "book",
    "cancel",
    "correct",
    "end_diary_link",
    "hold",
    "make_diary_link",
    "miss",
    "move",
    "tick_action",
]
