"""A search as it comes in from a page, what can be chosen in it, and ways to narrow an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from livewell.assets.rules import (
    AUDIENCE_LABELS,
    DELIVERY_LABELS,
    DISTANCES,
    FEATURE_LABELS,
    KIND_LABELS,
    LANGUAGES,
    WAY_LABELS,
    Feature,
    Way,
)
from livewell.assets.rules.vocabulary import Taxonomy, Vocabulary
from livewell.finding.rules import Asked
from livewell.finding.rules.asked import DAYS, PART_LABELS, SORT_LABELS, WHEN_LABELS, Unread
from livewell.finding.rules.ranking import Counts
from livewell.finding.rules.saying import say_miles
from livewell.kit.dates import WEEKDAYS
from livewell.kit.forms import Form

_Choice = TypeVar("_Choice", bound=StrEnum)

CHOICES = {
    "distances": tuple((str(miles), say_miles(miles)) for miles in DISTANCES),
    "whens": tuple((when.value, label) for when, label in WHEN_LABELS.items()),
    "days": tuple(zip(DAYS, WEEKDAYS, strict=True)),
    "parts": tuple((part.value, label) for part, label in PART_LABELS.items()),
    "kinds": tuple((kind.value, label) for kind, label in KIND_LABELS.items()),
    "ways": tuple((way.value, label) for way, label in WAY_LABELS.items()),
    "features": tuple((one.value, label) for one, label in FEATURE_LABELS.items()),
    "audiences": tuple((one.value, label) for one, label in AUDIENCE_LABELS.items()),
    "languages": tuple(LANGUAGES.items()),
    "deliveries": tuple((one.value, label) for one, label in DELIVERY_LABELS.items()),
    "sorts": tuple((one.value, label) for one, label in SORT_LABELS.items()),
}


def choices(known: Vocabulary) -> dict[str, tuple[tuple[str, str], ...]]:
    """What can be chosen in the search form."""
    return CHOICES | {
        "needs": known.choices(Taxonomy.NEEDS),
        "activities": known.choices(Taxonomy.ACTIVITIES),
    }


def filled(asked: Asked, unread: Mapping[str, Unread] | None = None) -> Form:
    """The search form with a search in it, as it was understood; what could not be read is kept as it was typed."""
    typed: dict[str, list[str]] = {}
    for name, text in asked.pairs():
        typed.setdefault(name, []).append(text)
    form = Form(typed | {name: [one.typed] for name, one in (unread or {}).items()})
    for name, one in (unread or {}).items():
        form.error(name, one.problem)
    return form


@dataclass(frozen=True)
class FacetChoice:
    """One way to narrow an answer: what it is called, how many there are, the search with it, and whether it is chosen."""

    label: str
    count: int
    asked: Asked
    chosen: bool


def _turned(choices: type[_Choice], chosen: tuple[_Choice, ...], one: _Choice) -> tuple[_Choice, ...]:
    """The choices with one taken in, or out when it was in, in the order of all, so that a search has one address."""
    return tuple(each for each in choices if (each in chosen) is not (each is one))


def facets(asked: Asked, counts: Counts) -> list[tuple[str, list[FacetChoice]]]:
    """Ways to narrow an answer, under their headings; those that would leave nothing are left out."""
    found = [
        (
            "What kind of thing",
            [
                FacetChoice(
                    label,
                    counts.kinds.get(kind, 0),
                    asked.but(kind=None if asked.kind is kind else kind),
                    asked.kind is kind,
                )
                for kind, label in KIND_LABELS.items()
            ],
        ),
        (
            "Getting in and taking part",
            [
                FacetChoice(
                    label,
                    counts.features.get(one, 0),
                    asked.but(features=_turned(Feature, asked.features, one)),
                    one in asked.features,
                )
                for one, label in FEATURE_LABELS.items()
            ],
        ),
        (
            "Ways to Wellbeing",
            [
                FacetChoice(
                    label,
                    counts.ways.get(way, 0),
                    asked.but(ways=_turned(Way, asked.ways, way)),
                    way in asked.ways,
                )
                for way, label in WAY_LABELS.items()
            ],
        ),
        (
            "Who it is for",
            [
                FacetChoice(
                    label,
                    counts.audiences.get(one, 0),
                    asked.but(audience=None if asked.audience is one else one),
                    asked.audience is one,
                )
                for one, label in AUDIENCE_LABELS.items()
            ],
        ),
        (
            "How it reaches people",
            [
                FacetChoice(
                    label,
                    counts.deliveries.get(one, 0),
                    asked.but(delivery=None if asked.delivery is one else one),
                    asked.delivery is one,
                )
                for one, label in DELIVERY_LABELS.items()
            ],
        ),
        (
            "Cost and room",
            [
                FacetChoice("Free", counts.free, asked.but(free=not asked.free), asked.free),
                FacetChoice("Has room", counts.room, asked.but(room=not asked.room), asked.room),
            ],
        ),
    ]
    return [(title, kept) for title, each in found if (kept := [one for one in each if one.count or one.chosen])]
