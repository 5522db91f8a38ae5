"""What an answer says: why something is in it, what was asked, and what else could be asked."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from livewell.assets.rules import (
    AUDIENCE_LABELS,
    DELIVERY_LABELS,
    DISTANCES,
    FEATURE_LABELS,
    KIND_LABELS,
    LANGUAGES,
    WAY_LABELS,
    Audience,
    Delivery,
    Feature,
    Way,
    bits,
)
from livewell.assets.rules.times_words import listed
from livewell.finding.rules.asked import DAYS, PART_LABELS, WHEN_LABELS, Asked, Sort
from livewell.finding.rules.moments import DATES_KNOWN
from livewell.finding.rules.ranking import Candidate, Reach
from livewell.kit.dates import WEEKDAYS, in_london, say_day, say_time

_MOST_FEATURES_SAID = 3
_AROUND = 2
"""Miles beside a whole area that are too few to be offered."""


def why(
    one: Candidate,
    asked: Asked,
    *,
    distance: str,
    next_at: datetime | None,
    now: datetime,
    terms: Mapping[str, str] | None = None,
    area: str = "",
) -> list[str]:
    """
    Why something was found, in the parts of one line: "1.2 miles away", "next on Tuesday 24 November at 2pm", "step-free".

    `distance` is how far away it is in words, "" when it comes to people. `next_at` is the next time that was asked for, or the next of all when it does not matter when. `terms` are names by code.
    `area` is the name of a whole area that is looked in, from its middle.
    """
    away = "from the middle" if area else "away"
    parts = [f"{distance} {away}" if distance else _reached(one, area or "where you are")]
    if one.more_places:
        parts.append("and 1 more place" if one.more_places == 1 else f"and {one.more_places} more places")
    # What begins at midnight goes on through the night and the day, and its times say so.
    if next_at is not None and (next_at <= now or in_london(next_at).time() != time(0)):
        parts.append(say_next(next_at, now))
    # Urgent support is shown whatever else was asked, and only says what it is.
    features = [feature for feature in asked.features if bits.bits(Feature, [feature]) & one.row["features"]]
    parts += [lower_first(FEATURE_LABELS[feature]) for feature in features[:_MOST_FEATURES_SAID]]
    if asked.free and one.row["free"] == 1:
        parts.append("free")
    if asked.language and bits.language_bits([asked.language]) & one.row["languages"]:
        parts.append(f"in {LANGUAGES[asked.language]}")
    if asked.audience and bits.bits(Audience, [asked.audience]) & one.row["audiences"]:
        parts.append(f"for {lower_first(AUDIENCE_LABELS[asked.audience])}")
    if asked.age is not None:
        parts.append(f"open to somebody of {asked.age}")
    parts += [lower_first(WAY_LABELS[way]) for way in bits.from_bits(Way, one.row["ways"]) if way in asked.ways]
    parts += [lower_first((terms or {})[code]) for code in (asked.need, asked.activity) if code in (terms or {})]
    return [part for part in parts if part]


def _reached(one: Candidate, where: str) -> str:
    delivery = bits.from_bits(Delivery, one.row["delivery"])
    how = listed([_REACHES[way] for way in delivery if way in _REACHES])
    if one.reach is Reach.COVERS:
        return f"covers {where}, {how}" if how else f"covers {where}"
    if one.reach is Reach.EVERYWHERE:
        return how or "for everybody, wherever they live"
    return ""


_REACHES = {Delivery.ONLINE: "online", Delivery.PHONE: "by telephone", Delivery.HOME: "in people’s homes"}


def lower_first(label: str) -> str:
    """The label inside a sentence: "Step-free" is "step-free", "British Sign Language" and "LGBT+ people" stay."""
    first, _, rest = label.partition(" ")
    proper = first == "British" or (not first[1:].islower() and "-" not in first)
    return label if proper and len(first) > 1 else f"{first[0].lower()}{first[1:]}{' ' if rest else ''}{rest}"


def upper_first(sentence: str) -> str:
    """The sentence with a capital."""
    return sentence[:1].upper() + sentence[1:]


def say_next(instant: datetime, now: datetime) -> str:
    """When something is next: "on now", "next today at 2pm", "next on Tuesday 24 November at 2pm"."""
    if instant <= now:
        return "on now"
    there, today = in_london(instant), in_london(now).date()
    at = f"at {say_time(there.time())}"
    days = (there.date() - today).days
    if days == 0:
        return f"next today {at}"
    if days == 1:
        return f"next tomorrow {at}"
    return f"next on {say_short_day(there.date(), today)} {at}"


def say_short_day(day: date, today: date) -> str:
    """A day with its weekday, and the year only when it is another."""
    said = f"{WEEKDAYS[day.weekday()]} {say_day(day)}"
    return said.rsplit(" ", 1)[0] if day.year == today.year else said


def say_when(asked: Asked) -> str:
    """When somebody would like to go, "" when it does not matter: "Tuesdays in the afternoon", "this weekend"."""
    part = f"in the {PART_LABELS[asked.part].lower()}" if asked.part else ""
    if asked.first_on and asked.last_on:
        same = asked.first_on == asked.last_on
        dates = say_day(asked.first_on) if same else f"{say_day(asked.first_on)} to {say_day(asked.last_on)}"
        weekdays = f"on {listed([f'{WEEKDAYS[day]}s' for day in asked.days])}" if asked.days else ""
        return " ".join(filter(None, [dates, weekdays, part]))
    named = WHEN_LABELS[asked.when] if asked.when else ""
    days = listed([f"{WEEKDAYS[day]}s" for day in asked.days]) if asked.days else ""
    said = " ".join(filter(None, [named, f"on {days}" if named and days else days, part]))
    return upper_first(said)


def chips(asked: Asked, *, place: str, terms: dict[str, str], in_it: bool = False) -> list[tuple[str, Asked]]:
    """
    What a search is narrowed by, in words, each with the search without it. `terms` are names by code; with `in_it` the
    place is a whole area that is looked in.
    """
    found: list[tuple[str, Asked]] = []
    if asked.words:
        found.append((f"“{asked.words}”", asked.but(words="", as_typed=False)))
    if asked.place:
        where = place or asked.place
        near = "In" if in_it else "Near"
        said = f"Within {say_miles(asked.within)} of {where}" if asked.within else f"{near} {where}"
        found.append((said, asked.but(place="", within=None)))
    if asked.asks_when:
        found.append((say_when(asked), asked.but(when=None, days=(), part=None, first_on=None, last_on=None)))
    found += [(WAY_LABELS[way], asked.but(ways=_but(asked.ways, way))) for way in asked.ways]
    found += [(FEATURE_LABELS[one], asked.but(features=_but(asked.features, one))) for one in asked.features]
    return found + [(label, asked.but(**without)) for label, without in _single(asked, terms) if label]


def _single(asked: Asked, terms: dict[str, str]) -> list[tuple[str, dict[str, Any]]]:
    """What only one choice can be made of, in words, "" when none was, and what takes it back."""
    return [
        (KIND_LABELS[asked.kind] if asked.kind else "", {"kind": None}),
        ("Free" if asked.free else "", {"free": False}),
        (AUDIENCE_LABELS[asked.audience] if asked.audience else "", {"audience": None}),
        ("" if asked.age is None else f"Age {asked.age}", {"age": None}),
        (LANGUAGES.get(asked.language, ""), {"language": ""}),
        ("Has room" if asked.room else "", {"room": False}),
        (DELIVERY_LABELS[asked.delivery] if asked.delivery else "", {"delivery": None}),
        (terms.get(asked.need, asked.need), {"need": ""}),
        (terms.get(asked.activity, asked.activity), {"activity": ""}),
    ]


def _but(chosen: Sequence[object], one: object) -> tuple[object, ...]:
    return tuple(each for each in chosen if each != one)


def relaxed(asked: Asked, *, place: str, terms: dict[str, str], in_it: bool = False) -> list[tuple[str, Asked]]:
    """The search with one condition dropped or widened, in words: what to try when there is nothing. `in_it` is as in `chips`."""
    found: list[tuple[str, Asked]] = []
    if asked.place and (asked.within or in_it):
        wider = [miles for miles in DISTANCES if miles > (asked.within or _AROUND)]
        if wider:
            found.append((f"Within {say_miles(wider[0])}{f' of {place}' if in_it else ''}", asked.but(within=wider[0])))
        if not in_it:
            found.append(("However far away", asked.but(within=None)))
    if asked.days and (asked.when or asked.first_on):
        found.append((f"On any day: {say_when(asked.but(days=()))}", asked.but(days=())))
    if asked.part and (asked.days or asked.first_on or asked.when):
        found.append((f"At any time of day: {say_when(asked.but(part=None))}", asked.but(part=None)))
    found += [
        ("Anywhere" if asked.place and not without.place else f"Without “{label.strip('“”')}”", without)
        for label, without in chips(asked, place=place, terms=terms, in_it=in_it)
    ]
    return found


def notes(asked: Asked, *, placed: bool, today: date) -> list[str]:
    """What an answer could not go by, in sentences without a full stop."""
    said = []
    if asked.within and not placed:
        said.append(f"Say where you are looking to see what is within {say_miles(asked.within)}")
    last = today + timedelta(days=DATES_KNOWN)
    if asked.last_on and asked.last_on > last:
        said.append(f"We know single dates up to about {say_day(last)}. After that we show what happens every week")
    if asked.last_on and asked.last_on < today:
        said.append("Those days are over")
    return said


def say_miles(miles: int) -> str:
    """A whole number of miles."""
    return "1 mile" if miles == 1 else f"{miles} miles"


def say_order(sort: Sort, *, unchecked: bool) -> str:
    """How the answer is ordered, in a sentence."""
    said = {
        Sort.DISTANCE: "The nearest first, in a straight line.",
        Sort.RELEVANCE: "What fits the words best, and can be relied on most, first.",
        Sort.SOONEST: "What happens soonest first.",
        Sort.ASSURED: "What was checked most recently first.",
    }[sort]
    return f"{said} What nobody has checked for a year is further down." if unchecked else said


def when_code(asked: Asked) -> str:
    """When somebody would have liked to go, as a code of at most 20 letters."""
    if asked.when:
        return asked.when.value
    if asked.first_on:
        return "dates"
    days = "_".join(DAYS[day] for day in asked.days[:2]) if len(asked.days) <= 2 else "days"  # noqa: PLR2004
    return "_".join(filter(None, [days, asked.part.value if asked.part else ""]))


def why_not(
    *,
    age: int | None = None,
    minimum_age: int | None = None,
    maximum_age: int | None = None,
    needs: Sequence[Feature] = (),
    features: Sequence[Feature] = (),
    is_full: bool = False,
    is_running: bool = True,
    needs_referral: bool = False,
) -> list[str]:
    """Why something may not be for somebody, in sentences; empty when nothing speaks against it."""
    said = []
    if not is_running:
        said.append("It is not running at the moment.")
    if age is not None and minimum_age is not None and age < minimum_age:
        said.append(f"It is for people aged {minimum_age} and over.")
    if age is not None and maximum_age is not None and age > maximum_age:
        said.append(f"It is for people up to the age of {maximum_age}.")
    missing = [FEATURE_LABELS[one] for one in needs if one not in features]
    if missing:
        said.append(f"The listing does not say: {listed([lower_first(one) for one in missing])}. Ask before going.")
    if is_full:
        said.append("It is full, or has a waiting list.")
    if needs_referral:
        said.append("Somebody has to refer people to it.")
    return said
