"""A visit to something the community offers: its four headings, what follows from it, and what it says of the listing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from livewell.assets.rules import PLACE_FEATURES, Feature
from livewell.assets.rules.listing import Listing
from livewell.kit.errors import RuleBroken

HEADINGS = (
    "Who it serves",
    "What it offers",
    "How accessible it is",
    "What they would like from Live Well",
)
"""The four questions of every visit, in the order in which they are asked."""


class VisitState(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    CALLED_OFF = "called_off"


MOVES: dict[VisitState, frozenset[VisitState]] = {
    VisitState.PLANNED: frozenset({VisitState.DONE, VisitState.CALLED_OFF}),
    VisitState.DONE: frozenset(),
    VisitState.CALLED_OFF: frozenset(),
}

LABELS: dict[VisitState, tuple[str, str]] = {
    VisitState.PLANNED: ("Planned", "blue"),
    VisitState.DONE: ("Done", "green"),
    VisitState.CALLED_OFF: ("Called off", "grey"),
}


def check_move(now: VisitState, to: VisitState) -> None:
    """Raise RuleBroken when a visit cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This visit is already {LABELS[now][0].lower()}.")


class FollowOn(StrEnum):
    """What those who run it would like from Live Well."""

    JOIN_FORUM = "join_forum"
    WANTS_TRAINING = "wants_training"
    CO_DEVELOPS = "co_develops"
    MATERIAL_SUPPORT = "material_support"
    INFORMATION_ONLY = "information_only"


FOLLOW_ON_LABELS: dict[FollowOn, str] = {
    FollowOn.JOIN_FORUM: "Join the coproduction forum",
    FollowOn.WANTS_TRAINING: "Training, or help to welcome more people",
    FollowOn.CO_DEVELOPS: "Develop a new activity together",
    FollowOn.MATERIAL_SUPPORT: "Offers something to the team, such as a free room",
    FollowOn.INFORMATION_ONLY: "Information only",
}

NEEDS_NOTHING_MORE = frozenset({FollowOn.INFORMATION_ONLY})
"""What was settled by the visit itself; everything else waits for somebody to do it."""


class Says(StrEnum):
    """What a visit says of the listing."""

    RIGHT = "right"
    UPDATE = "update"
    NOT_RIGHT = "not_right"


SAYS_LABELS: dict[Says, str] = {
    Says.RIGHT: "It is right as it stands",
    Says.UPDATE: "It is right once it says what I wrote here",
    Says.NOT_RIGHT: "Something else in it is still wrong",
}

SAYS_HINTS: dict[Says, str] = {
    Says.RIGHT: "The listing will say that it was checked by a visit",
    Says.UPDATE: "Who it serves, what it offers and how accessible it is go into the listing",
    Says.NOT_RIGHT: "The visit is kept, and you change the listing next",
}

PLANNED_WITHIN = timedelta(days=366)
"""Nobody plans a visit further ahead: a later day is a slip of the keys."""

WRITTEN_DOWN_WITHIN = timedelta(days=3653)
"""Ten years: a visit on paper may be that old, and an earlier day is a slip of the keys."""

VOUCHES_FOR_DAYS = 31
"""A visit longer ago than this says what was true then, and no longer what is true today."""

SEEN_ON_A_VISIT = ("who_for", "what", "getting_in", "features")
"""What every visit checks of a listing: its first three headings, as fields of assets/rules/differences.py."""


class Also(StrEnum):
    """What else somebody may have made sure of, by the same names."""

    TIMES = "times"
    PLACE = "venues"
    CONTACT = "contacts"
    COST = "costs"


ALSO_LABELS: dict[Also, str] = {
    Also.TIMES: "When it happens",
    Also.PLACE: "Where it is",
    Also.CONTACT: "Whom to ask, and how",
    Also.COST: "What it costs",
}


def features_of(listing: Listing) -> tuple[Feature, ...]:
    """What a visit finds ticked before it begins: what the group and its first place say."""
    place = listing.venues[0].features if listing.venues else ()
    return tuple(feature for feature in Feature if feature in place or feature in listing.features)


def put_in(
    listing: Listing,
    *,
    serves: str,
    offers: str,
    access: str,
    features: Iterable[Feature],
    languages: tuple[str, ...],
    group_size: int | None,
    cost: str,
) -> Listing:
    """
    The listing with what was found on a visit in it.

    What belongs to a building goes to the first place, where there is one. English stays where it was said.
    """
    found = set(features)
    english = ("en",) if "en" in listing.languages else ()
    changed = replace(
        listing,
        who_for=serves,
        what=offers,
        access=access,
        languages=(*english, *languages),
        group_size=group_size,
        cost_note=cost,
    )
    if not listing.venues:
        return replace(changed, features=_in_order(found))
    first = replace(listing.venues[0], features=_in_order(found & set(PLACE_FEATURES)))
    return replace(changed, features=_in_order(found - set(PLACE_FEATURES)), venues=(first, *listing.venues[1:]))


def _in_order(features: set[Feature]) -> tuple[Feature, ...]:
    return tuple(feature for feature in Feature if feature in features)
