"""What two versions of a listing say differently, field by field, in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from livewell.assets import rules
from livewell.assets.rules import saying
from livewell.assets.rules.listing import ContactPerson, Listing
from livewell.assets.rules.marked import Piece, marked


class Tier(StrEnum):
    """When a change that somebody outside the team makes is shown to everybody."""

    LIVE = "live"
    WAITS = "waits"


@dataclass(frozen=True)
class Field:
    """
    Something a listing says, as people compare it: its label, the parts of `Listing` it stands for, when a change to
    it is shown, and its words.
    """

    name: str
    label: str
    tier: Tier
    holds: tuple[str, ...]
    say: Callable[[Listing], str]


@dataclass(frozen=True)
class Difference:
    """One field that two versions say differently, "" where one of them says nothing."""

    field: str
    label: str
    before: str
    after: str

    @cached_property
    def pieces(self) -> list[Piece]:
        """Both in one, with the words marked that were taken out and put in."""
        return marked(self.before, self.after)


def _yes_or_no(answer: bool | None) -> str:  # noqa: FBT001  One value at each call.
    return {True: "Yes", False: "No", None: ""}[answer]


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)


def _person(one: ContactPerson) -> str:
    said = ", ".join(part for part in (one.name, one.role, one.phone, one.email) if part)
    return said if one.shown or not said else f"{said} (not shown to everybody)"


def _getting_in(listing: Listing) -> str:
    lines = []
    for venue in listing.venues:
        about = (
            ", ".join(rules.FEATURE_LABELS[feature] for feature in venue.features),
            venue.access,
            venue.access_url,
            venue.getting_there,
            f"Meet: {venue.meeting_point}" if venue.meeting_point else "",
        )
        said = ". ".join(part.removesuffix(".") for part in about if part)
        lines.append(f"{venue.name or venue.postcode or 'There'}: {said}" if said else "")
    return _lines(lines)


def _areas(listing: Listing) -> str:
    return _lines(
        ", ".join(
            part
            for part in (
                one.name,
                "Everywhere" if one.everywhere else "",
                " ".join(one.codes),
                "An area drawn on a map" if one.polygon else "",
            )
            if part
        )
        for one in listing.covers
    )


def _text(name: str, label: str, tier: Tier) -> Field:
    return Field(name, label, tier, (name,), lambda listing: str(getattr(listing, name)))


_LIVE, _WAITS = Tier.LIVE, Tier.WAITS

FIELDS: tuple[Field, ...] = (
    _text("name", "Name", _WAITS),
    Field("kind", "What kind of thing it is", _WAITS, ("kind",), lambda one: rules.KIND_LABELS[one.kind]),
    Field(
        "organisation",
        "Who runs it",
        _WAITS,
        ("organisation", "organisation_name"),
        lambda one: one.organisation_name or ("Another organisation" if one.organisation else ""),
    ),
    Field(
        "sector",
        "What kind of organisation",
        _WAITS,
        ("sector",),
        lambda one: rules.SECTOR_LABELS[one.sector] if one.sector else "",
    ),
    _text("what", "What happens there", _LIVE),
    _text("first_time", "What to expect the first time", _LIVE),
    _text("who_you_meet", "Who you will meet", _LIVE),
    Field(
        "ways",
        "Ways to Wellbeing",
        _LIVE,
        ("ways",),
        lambda one: ", ".join(rules.WAY_LABELS[way] for way in one.ways),
    ),
    Field("needs", "What it helps with", _LIVE, ("needs",), lambda one: ", ".join(one.needs).replace("_", " ")),
    Field(
        "activities", "What people do", _LIVE, ("activities",), lambda one: ", ".join(one.activities).replace("_", " ")
    ),
    _text("who_for", "Who it is for", _WAITS),
    Field("audiences", "Whom it has in mind", _WAITS, ("audiences",), lambda one: saying.audiences(one.audiences)),
    Field(
        "ages",
        "Ages",
        _WAITS,
        ("minimum_age", "maximum_age"),
        lambda one: saying.ages(one.minimum_age, one.maximum_age),
    ),
    Field("languages", "Languages", _LIVE, ("languages",), lambda one: saying.languages(one.languages)),
    Field("venues", "Where", _WAITS, ("venues",), lambda one: _lines(saying.venue(venue) for venue in one.venues)),
    Field("times", "When", _LIVE, ("patterns",), saying.when),
    _text("when_note", "About the times", _LIVE),
    Field(
        "delivery",
        "How it reaches people",
        _LIVE,
        ("delivery",),
        lambda one: ", ".join(rules.DELIVERY_LABELS[how] for how in one.delivery),
    ),
    Field("covers", "Areas covered", _WAITS, ("covers",), _areas),
    Field("free", "Is it free?", _LIVE, ("free",), lambda one: _yes_or_no(one.free)),
    Field("costs", "Prices", _LIVE, ("costs",), lambda one: _lines(saying.cost(cost) for cost in one.costs)),
    _text("cost_note", "What it costs", _LIVE),
    Field("getting_in", "Getting in", _LIVE, (), _getting_in),
    Field(
        "features",
        "Taking part",
        _LIVE,
        ("features",),
        lambda one: ", ".join(rules.FEATURE_LABELS[feature] for feature in one.features),
    ),
    _text("access", "Taking part, in words", _LIVE),
    Field(
        "joining",
        "How to join",
        _LIVE,
        ("joining",),
        lambda one: rules.JOINING_LABELS[one.joining] if one.joining else "",
    ),
    _text("joining_note", "About joining", _LIVE),
    Field(
        "capacity",
        "Is there room?",
        _LIVE,
        ("capacity",),
        lambda one: rules.CAPACITY_LABELS[one.capacity] if one.capacity else "",
    ),
    Field("places_left", "Places left", _LIVE, ("places_left",), lambda one: _number(one.places_left)),
    _text("capacity_note", "About room", _LIVE),
    Field("group_size", "How many come", _LIVE, ("group_size",), lambda one: _number(one.group_size)),
    Field(
        "contacts",
        "People to ask",
        _LIVE,
        ("contacts",),
        lambda one: _lines(_person(person) for person in one.contacts),
    ),
    _text("website", "Website", _LIVE),
    _text("alert", "Notice", _LIVE),
    _text("safeguarding", "Keeping people safe", _WAITS),
    Field("running", "Is it running?", _LIVE, ("running",), lambda one: rules.RUNNING_LABELS[one.running]),
    Field("published", "Shown to everybody", _WAITS, ("published",), lambda one: _yes_or_no(one.published)),
)
"""Every field, in the order in which people read them."""

FIELD_LABELS: dict[str, str] = {one.name: one.label for one in FIELDS}


def in_words(listing: Listing) -> dict[str, str]:
    """Everything a listing says, by label."""
    return {one.label: one.say(listing) for one in FIELDS}


def differences(before: Listing, after: Listing, *, only: Iterable[str] | None = None) -> list[Difference]:
    """The fields that the two say differently, or those of `only` that they do."""
    wanted = FIELD_LABELS.keys() if only is None else set(only)
    found = []
    for one in FIELDS:
        if one.name in wanted:
            said, says = one.say(before), one.say(after)
            if said != says:
                found.append(Difference(one.name, one.label, said, says))
    return found


def both_texts(theirs: Listing, yours: Listing) -> tuple[dict[str, str], dict[str, str]]:
    """What they say and what you say, by label, where that is different."""
    found = differences(theirs, yours)
    return {one.label: one.before for one in found}, {one.label: one.after for one in found}
