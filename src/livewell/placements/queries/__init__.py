"""Volunteers at work as pages and other rooms see them. What somebody may see is part of each query."""

from livewell.placements.queries.apart import Apart, ApartPage, apart_from
from livewell.placements.queries.asking import HELPED_WITH, AskedSeen, AskPage, Panel, ask_page, asked, asked_for, panel
from livewell.placements.queries.placing import PlacementSeen, going_on, placement, placements_of
from livewell.placements.queries.pool import Suggested, suggested, suggestions
from livewell.placements.queries.rota import ShiftSeen, feed, not_back, own_shifts, rota, shift, to_take, week

__all__ = [
    "HELPED_WITH",
    "Apart",
    "ApartPage",
    "AskPage",
    "AskedSeen",
    "Panel",
    "PlacementSeen",
    "ShiftSeen",
    "Suggested",
    "apart_from",
    "ask_page",
    "asked",
    "asked_for",
    "feed",
    "going_on",
    "not_back",
    "own_shifts",
    "panel",
    "placement",
    "placements_of",
    "rota",
    "shift",
    "suggested",
    "suggestions",
    "to_take",
    "week",
]
