"""What comes in: boundaries, files of wards and of place names, and the forms about practices, settings and terms."""

from livewell.places.forms.boundaries import MOST_BYTES, Boundary, BoundaryUnreadable, read_boundary
from livewell.places.forms.files import MOST_FILE_BYTES, FileUnreadable
from livewell.places.forms.place_names import NamedPlace, NamesRead, read_place_names
from livewell.places.forms.service import PracticeDetails, read_practice, read_settings
from livewell.places.forms.terms import read_term
from livewell.places.forms.wards import WardDrawn, read_wards

__all__ = [
    "MOST_BYTES",
    "MOST_FILE_BYTES",
    "Boundary",
    "BoundaryUnreadable",
    "FileUnreadable",
    "NamedPlace",
    "NamesRead",
    "PracticeDetails",
    "WardDrawn",
    "read_boundary",
    "read_place_names",
    "read_practice",
    "read_settings",
    "read_term",
    "read_wards",
]
