"""What can be chosen about a listing, as pages show it."""

from livewell.assets.rules import (
    AUDIENCE_LABELS,
    CAPACITY_LABELS,
    DELIVERY_LABELS,
    FEATURE_LABELS,
    GROUP_FEATURES,
    JOINING_LABELS,
    KIND_LABELS,
    LANGUAGES,
    PLACE_FEATURES,
    RUNNING_LABELS,
    SECTOR_LABELS,
    WAY_LABELS,
)
from livewell.assets.rules.times import BANK_HOLIDAYS_LABELS, REPEATS_LABELS
from livewell.kit.dates import WEEKDAYS

KINDS = tuple((kind.value, label) for kind, label in KIND_LABELS.items())
SECTORS = tuple((sector.value, label) for sector, label in SECTOR_LABELS.items())
WAYS = tuple((way.value, label) for way, label in WAY_LABELS.items())
AUDIENCES = tuple((one.value, label) for one, label in AUDIENCE_LABELS.items())
DELIVERIES = tuple((one.value, label) for one, label in DELIVERY_LABELS.items())
JOININGS = tuple((one.value, label) for one, label in JOINING_LABELS.items())
CAPACITIES = tuple((one.value, label) for one, label in CAPACITY_LABELS.items())
RUNNINGS = tuple((one.value, label) for one, label in RUNNING_LABELS.items())
OF_PLACES = tuple((one.value, FEATURE_LABELS[one]) for one in PLACE_FEATURES)
OF_GROUPS = tuple((one.value, FEATURE_LABELS[one]) for one in GROUP_FEATURES)
LANGUAGE_CHOICES = tuple(LANGUAGES.items())
REPEATS = tuple((one.value, label) for one, label in REPEATS_LABELS.items())
BANK_HOLIDAYS = tuple((one.value, label) for one, label in BANK_HOLIDAYS_LABELS.items())
DAYS_OF_THE_WEEK = tuple((str(number), name) for number, name in enumerate(WEEKDAYS))
WEEKS_OF_THE_MONTH = (
    ("1", "First"),
    ("2", "Second"),
    ("3", "Third"),
    ("4", "Fourth"),
    ("5", "Fifth"),
    ("-1", "Last"),
)

CHOICES = {
    "kinds": KINDS,
    "sectors": SECTORS,
    "ways": WAYS,
    "audiences": AUDIENCES,
    "deliveries": DELIVERIES,
    "joinings": JOININGS,
    "capacities": CAPACITIES,
    "runnings": RUNNINGS,
    "of_places": OF_PLACES,
    "of_groups": OF_GROUPS,
    "languages": LANGUAGE_CHOICES,
    "repeats": REPEATS,
    "bank_holidays": BANK_HOLIDAYS,
    "weekdays": DAYS_OF_THE_WEEK,
    "weeks": WEEKS_OF_THE_MONTH,
}
"""All of it by name, for templates."""
