"""Volunteers at work as pages and other rooms see them. What somebody may see is part of each query."""

from livewell.placements.queries.placing import PlacementSeen, going_on, placement, placements_of
from livewell.placements.queries.rota import ShiftSeen, feed, not_back, own_shifts, rota, shift, to_take, week

__all__ = [
    "PlacementSeen",
    "ShiftSeen",
    "feed",
    "going_on",
    "not_back",
    "own_shifts",
    "placement",
    "placements_of",
    "rota",
    "shift",
    "to_take",
    "week",
]
