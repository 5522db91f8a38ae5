"""Everything that changes an area, a practice, a setting, the wards, the place names or a school term."""

from livewell.places.actions.gazetteer import load_place_names, load_wards
from livewell.places.actions.service import (
    add_area,
    add_practice,
    change_area,
    change_practice,
    change_settings,
    set_boundary,
)
from livewell.places.actions.terms import add_term, change_term, remove_term

__all__ = [
    "add_area",
    "add_practice",
    "add_term",
    "change_area",
    "change_practice",
    "change_settings",
    "change_term",
    "load_place_names",
    "load_wards",
    "remove_term",
    "set_boundary",
]
