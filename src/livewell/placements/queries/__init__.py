"""Volunteers at work as pages and other rooms see them. What somebody may see is part of each query."""

from livewell.placements.queries.apart import Apart, ApartPage, apart_from
from livewell.placements.queries.asking import HELPED_WITH, AskedSeen, AskPage, Panel, ask_page, asked, asked_for, panel
from livewell.placements.queries.caring import (
    concern,
    concerns,
    long_service,
    own_talks,
    reference,
    supervision_due,
    talks,
    thanks_to,
)
from livewell.placements.queries.choices import listings, ready_for, roles
from livewell.placements.queries.figures import figures
from livewell.placements.queries.giving import (
    every_expense,
    every_hour,
    expense,
    expenses,
    hours,
    receipt,
    spent,
)
from livewell.placements.queries.own import OwnBefriender, befrienders_of, befriending_of
from livewell.placements.queries.placing import PlacementSeen, going_on, placement, placements_of, where_they_help
from livewell.placements.queries.pool import Suggested, suggested, suggestions
from livewell.placements.queries.rota import (
    ShiftSeen,
    feed,
    not_back,
    own_shifts,
    rota,
    shift,
    shifts_of,
    to_take,
    week,
)
from livewell.placements.queries.waiting import waiting

__all__ = [
    "HELPED_WITH",
    "Apart",
    "ApartPage",
    "AskPage",
    "AskedSeen",
    "OwnBefriender",
    "Panel",
    "PlacementSeen",
    "ShiftSeen",
    "Suggested",
    "apart_from",
    "ask_page",
    "asked",
    "asked_for",
    "befrienders_of",
    "befriending_of",
    "concern",
    "concerns",
    "every_expense",
    "every_hour",
    "expense",
    "expenses",
    "feed",
    "figures",
    "going_on",
    "hours",
    "listings",
    "long_service",
    "not_back",
    "own_shifts",
    "own_talks",
    "panel",
    "placement",
    "placements_of",
    "ready_for",
    "receipt",
    "reference",
    "roles",
    "rota",
    "shift",
    "shifts_of",
    "spent",
    "suggested",
    "suggestions",
    "supervision_due",
    "talks",
    "thanks_to",
    "to_take",
    "waiting",
    "week",
    "where_they_help",
]
