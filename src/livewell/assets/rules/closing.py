"""What a listing says, and what waits, when those who run it say that it has closed for good."""

from collections.abc import Iterable
from dataclasses import replace

from livewell.assets.rules import Running
from livewell.assets.rules.listing import Listing

CLOSING = ("running", "alert")
"""What waits: that it has closed, and that the notice of it goes away again."""
_SAID_CLOSED = "Those who run it told us"


def closed(listing: Listing) -> Listing:
    """The same listing, closed for good."""
    return replace(listing, running=Running.CLOSED)


def is_closing(fields: Iterable[str]) -> bool:
    """Whether a change that waits says that it has closed: whether it runs is public at once in every other case."""
    return "running" in fields


def as_said_closed(listing: Listing, day: str) -> Listing:
    """The same listing from the moment that those who run it say it has closed (`day` in words) until somebody made sure."""
    notice = f"{_SAID_CLOSED} on {day} that this has closed for good. Please do not go there: we are making sure of it."
    return replace(listing, running=Running.INACTIVE, alert=notice)


def says_closed(listing: Listing) -> bool:
    """Whether it has the notice that those who run it say it has closed."""
    return listing.alert.startswith(_SAID_CLOSED)


def closes(before: Listing, after: Listing) -> bool:
    """Whether a form says of something that has not closed that it has."""
    return after.running is Running.CLOSED and before.running is not Running.CLOSED
