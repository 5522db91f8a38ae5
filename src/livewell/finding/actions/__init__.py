"""Putting collections together, sending a shortlist, and keeping count of what was not found."""

from livewell.finding.actions.collections import (
    add_collection,
    change_collection,
    move_earlier,
    put_in,
    show_collection,
    take_out,
)
from livewell.finding.actions.shortlist import may_send, send_shortlist
from livewell.finding.actions.unmet import note_unmet

__all__ = [
    "add_collection",
    "change_collection",
    "may_send",
    "move_earlier",
    "note_unmet",
    "put_in",
    "send_shortlist",
    "show_collection",
    "take_out",
]
