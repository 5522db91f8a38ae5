"""Connections, what somebody's search begins with, what was found near them, and going there."""

from livewell.connections.queries.going import Going, going
from livewell.connections.queries.nearby import Beginning, Match, Matches, Wish, beginning, looked_from, matches
from livewell.connections.queries.steps import (
    Change,
    Connected,
    Introducer,
    Panel,
    There,
    Visited,
    connection,
    introducer,
    of_journey,
    panel,
)

__all__ = [
    "Beginning",
    "Change",
    "Connected",
    "Going",
    "Introducer",
    "Match",
    "Matches",
    "Panel",
    "There",
    "Visited",
    "Wish",
    "beginning",
    "connection",
    "going",
    "introducer",
    "looked_from",
    "matches",
    "of_journey",
    "panel",
]
