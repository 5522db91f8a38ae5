"""Who might get on: a plain sum over what two people share, with a line for each part of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import hypot
from uuid import UUID

METRES_IN_A_MILE = 1609.344
"""The international mile: https://www.legislation.gov.uk/ukpga/1985/72/schedule/1"""

POINTS_A_TIME, MOST_TIMES = 3, 3
POINTS_A_LANGUAGE = 4
"""For a language besides English, which nearly everybody shares."""
POINTS_AN_INTEREST, MOST_INTERESTS = 2, 4
POINTS_A_NEED = 2
POINTS_NEAR, POINTS_LOST_A_MILE = 6, 1

_MOST_SAID = 3
_ENGLISH = "en"
_NEXT_DOOR = 0.2


@dataclass(frozen=True)
class Side:
    """What is looked at on either side: a point on the British National Grid in metres, parts of the week, codes."""

    point: tuple[float, float] | None = None
    times: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Wanted:
    """What somebody agreed to say of themself, and what a befriender needs to be able to help with."""

    side: Side
    access: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Offer:
    """A volunteer as the rule sees them. Whatever is true of `never` is told to nobody."""

    volunteer: UUID
    role: UUID
    side: Side
    miles: int
    """How far they would go."""
    helps_with: frozenset[str] = frozenset()
    ready: bool = False
    people: int = 0
    """How many people they see or were asked to see."""
    most_people: int = 1
    never: bool = False
    """They are kept apart, are the person themself, or were asked before."""


@dataclass(frozen=True)
class Words:
    """What the codes are called in a sentence."""

    times: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    interests: Mapping[str, str] = field(default_factory=dict)
    access: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestion:
    """Somebody who may suit, how well, and why in short sentences without a full stop."""

    volunteer: UUID
    role: UUID
    score: int
    reasons: tuple[str, ...]
    to_speak_about: tuple[str, ...] = ()


def miles_between(one: Side, other: Side) -> float | None:
    """How far apart they are in a straight line; None where one has no place."""
    if one.point is None or other.point is None:
        return None
    return hypot(one.point[0] - other.point[0], one.point[1] - other.point[1]) / METRES_IN_A_MILE


def fits(wanted: Wanted, offer: Offer) -> bool:
    """Whether somebody may be suggested at all."""
    if not offer.ready or offer.never or offer.people >= offer.most_people:
        return False
    miles = miles_between(wanted.side, offer.side)
    if miles is not None and miles > offer.miles:
        return False
    if not _share_or_silent(wanted.side.times, offer.side.times):
        return False
    return _share_or_silent(wanted.side.languages, offer.side.languages or frozenset({_ENGLISH}))


def _share_or_silent(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two people share something, or one of them did not say."""
    return not one or not other or bool(one & other)


def points(one: Side, other: Side) -> int:
    """What two people share, as a sum: the same from either side."""
    total = POINTS_A_TIME * min(len(one.times & other.times), MOST_TIMES)
    total += POINTS_A_LANGUAGE * len((one.languages & other.languages) - {_ENGLISH})
    total += POINTS_AN_INTEREST * min(len(one.interests & other.interests), MOST_INTERESTS)
    miles = miles_between(one, other)
    if miles is not None:
        total += max(0, POINTS_NEAR - POINTS_LOST_A_MILE * int(miles))
    return total


def reasons(one: Side, other: Side, words: Words) -> tuple[str, ...]:
    """The same in sentences: "Both free on Tuesday afternoons", "1.2 miles apart", "Both speak Polish"."""
    found = []
    times = _said(one.times & other.times, words.times)
    if times:
        found.append(f"Both free on {times}")
    miles = miles_between(one, other)
    if miles is not None:
        found.append("Round the corner" if miles <= _NEXT_DOOR else f"{miles:.1f} miles apart")
    languages = _said((one.languages & other.languages) - {_ENGLISH}, words.languages)
    if languages:
        found.append(f"Both speak {languages}")
    interests = _said(one.interests & other.interests, words.interests)
    if interests:
        found.append(f"Both like: {interests}")
    return tuple(found)


def _said(codes: Iterable[str], names: Mapping[str, str]) -> str:
    """Codes as words in the order of the list, at most three of them."""
    known = [names[code] for code in names if code in set(codes)]
    first, rest = known[:_MOST_SAID], len(known) - _MOST_SAID
    if rest > 0:
        return f"{', '.join(first)} and {rest} more"
    return " and ".join(filter(None, [", ".join(first[:-1]), *first[-1:]]))


def suggest(wanted: Wanted, offers: Sequence[Offer], words: Words) -> tuple[Suggestion, ...]:
    """Everybody who fits, the best first; whoever sees the fewest people comes first among equals."""
    found = []
    for offer in offers:
        if not fits(wanted, offer):
            continue
        met, missing = wanted.access & offer.helps_with, wanted.access - offer.helps_with
        lines = reasons(wanted.side, offer.side, words)
        helped = _said(met, words.access)
        if helped:
            lines = (*lines, f"Can help with: {helped[:1].lower()}{helped[1:]}")
        suggestion = Suggestion(
            offer.volunteer,
            offer.role,
            points(wanted.side, offer.side) + POINTS_A_NEED * len(met),
            lines or ("Ready, and has room for one more",),
            tuple(words.access[code] for code in words.access if code in missing),
        )
        found.append((-suggestion.score, offer.people, str(offer.volunteer), suggestion))
    return tuple(one[-1] for one in sorted(found, key=lambda one: one[:3]))
