"""What a search is told of a listing: its words by weight, its numbers, and when it happens."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from livewell.assets.rules import (
    AUDIENCE_LABELS,
    FEATURE_LABELS,
    JOINING_LABELS,
    KIND_LABELS,
    WAY_LABELS,
    AssetKind,
    Audience,
    Delivery,
    Feature,
    Running,
    Way,
    saying,
)
from livewell.assets.rules.bits import bits, capacity_number, language_bits, place_in
from livewell.assets.rules.listing import Listing, Venue
from livewell.assets.rules.occurrences import Week, instant_at, next_ones, week_of
from livewell.assets.rules.times import Calendar, Pattern
from livewell.kit.clock import LONDON

EVERYWHERE = "*"
"""What `covers` holds for a listing that takes people from anywhere."""

DRAWN = "drawn"
"""What `covers` holds for an area drawn on a map: whoever has one is not for everybody, whatever codes it names."""

YOUNGEST, OLDEST = 0, 200
"""The ages that stand for nobody having said one."""

_LONGEST_TEXT = 20_000
"""Characters of one weight that are searched: a tsvector holds at most 1 MB of words."""
_WORD = re.compile(r"[^\W\d_]{3,30}")
_SHOWN = frozenset({Running.ACTIVE, Running.PAUSED})


@dataclass(frozen=True, slots=True)
class Searched:
    """One row for a search, without what its asset and place say of themselves. Texts have the weights A to D."""

    texts: tuple[str, str, str, str]
    kind: int
    ways: int
    audiences: int
    features: int
    delivery: int
    languages: int
    minimum_age: int
    maximum_age: int
    free: int
    capacity: int
    terms: tuple[str, ...]
    covers: tuple[str, ...]
    week: Week
    next_at: datetime | None


def is_searched(listing: Listing) -> bool:
    """Whether searches look at it at all: shown, and going on or only paused."""
    return listing.published and listing.running in _SHOWN


def searched(
    listing: Listing, venue: Venue | None, *, terms: Mapping[str, tuple[str, str]], calendar: Calendar, now: datetime
) -> Searched:
    """
    What a search looks at, at `venue` or at no place.

    `terms` gives the name and the wider term's code of every term. A hidden venue lends its times and nothing else:
    neither its name nor the words about it may lead anybody there.
    """
    shown = venue if venue is not None and not venue.hidden else None
    patterns = (*listing.patterns, *(venue.patterns if venue else ()))
    # What is paused has times, and none of them is a time to go.
    held = patterns if listing.running is Running.ACTIVE else ()
    week = week_of(held, today=now.astimezone(LONDON).date(), calendar=calendar)
    codes = with_wider((*listing.needs, *listing.activities), terms)
    return Searched(
        texts=_texts(listing, shown, patterns, [terms[code][0] for code in codes if code in terms]),
        kind=place_in(AssetKind, listing.kind),
        ways=bits(Way, listing.ways),
        audiences=bits(Audience, listing.audiences),
        features=bits(Feature, (*listing.features, *(shown.features if shown else ()))),
        delivery=bits(Delivery, listing.delivery),
        languages=language_bits(listing.languages),
        minimum_age=YOUNGEST if listing.minimum_age is None else listing.minimum_age,
        maximum_age=OLDEST if listing.maximum_age is None else listing.maximum_age,
        free=-1 if listing.free is None else int(listing.free),
        capacity=capacity_number(listing.capacity),
        terms=codes,
        covers=_covers(listing),
        week=week,
        next_at=_next(week, held, calendar, now),
    )


def with_wider(codes: Iterable[str], terms: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """The terms and every wider one, in order: whoever looks for exercise finds swimming."""
    found: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        if code and code not in found:
            found.add(code)
            waiting.append(terms.get(code, ("", ""))[1])
    return tuple(sorted(found))


def _covers(listing: Listing) -> tuple[str, ...]:
    codes = {code for one in listing.covers for code in one.codes}
    if any(one.everywhere for one in listing.covers):
        codes.add(EVERYWHERE)
    if any(one.polygon is not None for one in listing.covers):
        codes.add(DRAWN)
    return tuple(sorted(codes))


def _texts(
    listing: Listing, venue: Venue | None, patterns: tuple[Pattern, ...], term_names: list[str]
) -> tuple[str, str, str, str]:
    labels = [listing.organisation_name, KIND_LABELS[listing.kind], *(WAY_LABELS[way] for way in listing.ways)]
    rest = [
        listing.who_for,
        *(AUDIENCE_LABELS[one] for one in listing.audiences),
        saying.times_of(patterns, ()),
        listing.when_note,
        listing.access,
        listing.first_time,
        listing.who_you_meet,
        saying.languages(listing.languages),
        *(FEATURE_LABELS[one] for one in listing.features),
        *([JOINING_LABELS[listing.joining]] if listing.joining else ()),
        *(one.name for one in listing.covers),
    ]
    if venue is not None:
        rest += [venue.name, venue.address, venue.town, venue.postcode, venue.meeting_point, venue.access]
        rest += [FEATURE_LABELS[one] for one in venue.features]
    return (
        listing.name,
        " ".join([*labels, *term_names])[:_LONGEST_TEXT],
        listing.what[:_LONGEST_TEXT],
        " ".join(part for part in rest if part)[:_LONGEST_TEXT],
    )


def words_in(texts: Iterable[str]) -> frozenset[str]:
    """The words that people may type, in lower case, against which typing is corrected and completed."""
    return frozenset(_WORD.findall(" ".join(texts).lower()))


def _next(week: Week, patterns: tuple[Pattern, ...], calendar: Calendar, now: datetime) -> datetime | None:
    """The first beginning after `now`: from the week where it is in there, from far ahead where it is not."""
    if not week.every_week and not week.dated:
        later = next_ones(patterns, after=now, calendar=calendar, count=1) if patterns else ()
        return next((one.starts_at for one in later if one.starts_at > now), None)
    instants = [starts_at for starts_at, _ in week.dated if starts_at > now][:1]
    if week.every_week:
        instants.append(_next_of_every_week(week.every_week, now))
    return min(instants, default=None)


@lru_cache(maxsize=4096)
def _next_of_every_week(slots: tuple[tuple[int, int], ...], now: datetime) -> datetime:
    """The first beginning after `now`; a slot that lies in the hour left out in March does not happen then."""
    there = now.astimezone(LONDON)
    monday = there.date() - timedelta(days=there.weekday())
    weeks = [monday + timedelta(days=7 * week) for week in (0, 1, 2)]
    found = [(instant_at(week, opens), instant_at(week, closes)) for week in weeks for opens, closes in slots]
    return min(begins for begins, ends in found if now < begins < ends)
