"""What may be done with something missing: say it, join it, work on it, settle it, hide it."""

from livewell.gaps.actions.deciding import (
    hide,
    note,
    open_again,
    open_gap,
    put_back,
    put_right,
    read_voices,
    settle,
    take_up,
)
from livewell.gaps.actions.raising import raise_gap

__all__ = [
    "hide",
    "note",
    "open_again",
    "open_gap",
    "put_back",
    "put_right",
    "raise_gap",
    "read_voices",
    "settle",
    "take_up",
]
