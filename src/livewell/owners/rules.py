"""Keeping a listing true by those who run it: how somebody comes to keep it, claims, what is missing, when to ask."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from livewell.assets.rules import Delivery
from livewell.assets.rules.listing import Listing
from livewell.assets.rules.tiers import WAITS, with_fields
from livewell.kit.errors import RuleBroken


class How(StrEnum):
    """How somebody came to keep a listing."""

    INVITED = "invited"
    CLAIMED = "claimed"
    NAMED = "named"
    WROTE = "wrote"


HOW_LABELS: dict[How, str] = {
    How.INVITED: "Invited",
    How.CLAIMED: "Said that they run it",
    How.NAMED: "Named by somebody who keeps it",
    How.WROTE: "Wrote the listing",
}


class Belongs(StrEnum):
    """How somebody who says that they run something belongs to it."""

    RUNS = "runs"
    HELPS = "helps"
    PAID = "paid"
    PLACE = "place"


BELONGS_LABELS: dict[Belongs, str] = {
    Belongs.RUNS: "I run it, or am on its committee",
    Belongs.HELPS: "I help there",
    Belongs.PAID: "I work for the organisation that runs it",
    Belongs.PLACE: "It meets at the place I look after",
}


class ClaimState(StrEnum):
    """What became of a claim."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


MOVES: dict[ClaimState, frozenset[ClaimState]] = {
    ClaimState.WAITING: frozenset({ClaimState.APPROVED, ClaimState.REFUSED}),
    ClaimState.APPROVED: frozenset(),
    ClaimState.REFUSED: frozenset(),
}

LABELS: dict[ClaimState, tuple[str, str]] = {
    ClaimState.WAITING: ("Waiting", "blue"),
    ClaimState.APPROVED: ("Approved", "green"),
    ClaimState.REFUSED: ("Refused", "grey"),
}


def check_move(now: ClaimState, to: ClaimState) -> None:
    """Raise RuleBroken when a claim cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This claim is already {LABELS[now][0].lower()}.")


class Answer(StrEnum):
    """What those who run a listing say when they are asked about it."""

    RIGHT = "right"
    CHANGING = "changing"
    CLOSED = "closed"


LINK_LASTS = timedelta(days=7)
"""A link that somebody asked for, or that follows an approval. It opens once."""

INVITATION_LASTS = timedelta(days=30)
"""A link that somebody was sent without asking."""

LETTER_LASTS = timedelta(days=90)
"""A printed link: who has no e-mail cannot ask for a fresh one, so it opens more than once."""

STAYS_OPEN = timedelta(hours=8)
"""How long a browser that came by a link may go on."""

ASKED_FOR = timedelta(days=60)
"""How long the links of a digest can be answered: past both reminders."""

CLAIMS_AN_HOUR = 20
"""From one network address: a library full of people is welcome, a robot is not."""

LINKS_AN_HOUR = 5
"""To one e-mail address: nobody's mailbox is filled by others."""

OPENINGS_AN_HOUR = 60
"""Links followed from one network address; a number of 256 random bits cannot be guessed, this only saves work."""

REMIND_AFTER = (timedelta(days=14), timedelta(days=28))
"""After the first time they were asked; then it is quiet, and the listing waits for the link workers."""

TOGETHER = timedelta(days=14)
"""What will be half a year old so soon is asked about in the same message."""


def is_time_to_ask(times_asked: int, first_asked_at: datetime | None, now: datetime) -> bool:
    """Whether to ask about a listing that is due, by how often and since when it was asked about since it was checked."""
    if first_asked_at is None:
        return True
    if times_asked > len(REMIND_AFTER):
        return False
    return now - first_asked_at >= REMIND_AFTER[times_asked - 1]


def days_to_answer(asked_at: datetime, now: datetime) -> int:
    """Whole days from the first asking to the answer."""
    return max((now - asked_at).days, 0)


def missing(listing: Listing, *, photos: int) -> tuple[str, ...]:
    """What somebody who has never been would look for and not find, the most wanted first."""
    people = [one for one in listing.contacts if one.shown and (one.phone or one.email)]
    features = (*listing.features, *(feature for venue in listing.venues for feature in venue.features))
    wanted: Iterable[tuple[str, bool]] = (
        ("When it happens", not listing.all_patterns and not listing.when_note),
        ("Where it is", Delivery.AT_A_PLACE in listing.delivery and not listing.venues),
        ("Somebody to ask", not people and not listing.website),
        ("What it costs", listing.free is None and not listing.costs and not listing.cost_note),
        ("Getting in and taking part", not features and not listing.access),
        ("What to expect the first time", not listing.first_time),
        ("How to join", listing.joining is None and not listing.joining_note),
        ("Who it is for", not listing.who_for and not listing.audiences),
        ("A photo", not photos),
    )
    return tuple(label for label, lacks in wanted if lacks)


def as_asked(current: Listing, asked: Listing, fields: Iterable[str]) -> Listing:
    """What everybody reads, with what somebody asked for that needs a link worker's leave whoever asks."""
    return with_fields(current, asked, [name for name in fields if name in WAITS])


PART_WAITS: dict[str, str] = {
    "about": "Its name, what kind of thing it is and who runs it wait for a link worker. Everybody sees the rest at once.",
    "who": "Who it is for and how people are kept safe wait for a link worker. Everybody sees languages at once.",
    "where": "A link worker looks at this first, so that nobody goes to the wrong place.",
    "times": "",
    "cost": "",
    "access": "",
    "joining": "",
    "people": "",
    "areas": "A link worker looks at this first.",
    "showing": "Whether everybody may see it waits for a link worker. Everybody sees the rest at once. When you say that it has closed for good, its page says so at once, nobody is sent there any more, and a link worker makes sure of it.",
}
"""What waits in each part of assets/forms/parts.py, in words; "" where everybody sees all of it at once."""
