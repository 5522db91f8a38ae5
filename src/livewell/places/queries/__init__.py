"""Areas, practices, settings, wards, place names and school terms, for pages and for the rooms above."""

from livewell.places.queries.place_names import (
    NamesLoaded,
    PlaceFound,
    find_place_name,
    names_like,
    names_loaded,
    place_names,
)
from livewell.places.queries.service import (
    AreaSeen,
    PracticeSeen,
    area,
    area_for,
    areas,
    kinder_words,
    lives_here,
    practice,
    practices,
    setting,
    settings,
)
from livewell.places.queries.terms import TermSeen, term, terms, terms_seen
from livewell.places.queries.wards import Outline, WardSeen, WardsLoaded, outlines, ward_of, wards, wards_loaded

__all__ = [
    "AreaSeen",
    "NamesLoaded",
    "Outline",
    "PlaceFound",
    "PracticeSeen",
    "TermSeen",
    "WardSeen",
    "WardsLoaded",
    "area",
    "area_for",
    "areas",
    "find_place_name",
    "kinder_words",
    "lives_here",
    "names_like",
    "names_loaded",
    "outlines",
    "place_names",
    "practice",
    "practices",
    "setting",
    "settings",
    "term",
    "terms",
    "terms_seen",
    "ward_of",
    "wards",
    "wards_loaded",
]
