"""What may be done with something missing: say it, join it, work on it, settle it, hide it, and tell who asked."""

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
from livewell.gaps.actions.joining import join, separate
from livewell.gaps.actions.raising import raise_gap
from livewell.gaps.actions.telling import forget, tell_voice
from livewell.gaps.actions.trying import try_with

__all__ = [
    "forget",
    "hide",
    "join",
    "note",
    "open_again",
    "open_gap",
    "put_back",
    "put_right",
    "raise_gap",
    "read_voices",
    "separate",
    "settle",
    "take_up",
    "tell_voice",
    "try_with",
]
