"""Meetings are written down and put right, names join and leave a register, and comments are said, decided and answered."""

from livewell.gatherings.actions.comments import answer, decide, decide_answer, forget_declined, say
from livewell.gatherings.actions.meetings import correct, record, remove
from livewell.gatherings.actions.register import add_name, change_name, erase, forget_names

__all__ = [
    "add_name",
    "answer",
    "change_name",
    "correct",
    "decide",
    "decide_answer",
    "erase",
    "forget_declined",
    "forget_names",
    "record",
    "remove",
    "say",
]
