"""What is read for somebody's own space: who is there, what is theirs, and what their team sees of it."""

from livewell.residents.queries.coming import (
    Waiting,
    bindings,
    candidates_for,
    doors,
    doors_to_choose,
    find_at_home,
    hash_of,
    language_of,
    of_paper,
    of_text,
    waiting,
    who_has,
)
from livewell.residents.queries.goals import OwnGoal, goals_of
from livewell.residents.queries.home import Home, home_of
from livewell.residents.queries.journey import OwnJourney, journey_of
from livewell.residents.queries.places import OwnPlace, own_place, places_of
from livewell.residents.queries.privacy import Asked, Privacy, consents_of, privacy_of
from livewell.residents.queries.sessions import OwnSession, OwnSessions, own_session, sessions_of
from livewell.residents.queries.taken_away import everything_of
from livewell.residents.queries.team import Panel, WishSeen, may_answer, notice, panel, wishes, withdrew
from livewell.residents.queries.visits import Visited, visits_of

__all__ = [
    "Asked",
    "Home",
    "OwnGoal",
    "OwnJourney",
    "OwnPlace",
    "OwnSession",
    "OwnSessions",
    "Panel",
    "Privacy",
    "Visited",
    "Waiting",
    "WishSeen",
    "bindings",
    "candidates_for",
    "consents_of",
    "doors",
    "doors_to_choose",
    "everything_of",
    "find_at_home",
    "goals_of",
    "hash_of",
    "home_of",
    "journey_of",
    "language_of",
    "may_answer",
    "notice",
    "of_paper",
    "of_text",
    "own_place",
    "own_session",
    "panel",
    "places_of",
    "privacy_of",
    "sessions_of",
    "visits_of",
    "waiting",
    "who_has",
    "wishes",
    "withdrew",
]
