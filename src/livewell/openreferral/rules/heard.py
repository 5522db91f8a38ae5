"""What one service of a feed came to: a listing, who runs it, and what has no place in either."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from livewell.assets.rules.listing import Listing


class NotUnderstood(Exception):
    """A service that cannot become a listing; the message says why, for the one who imports it."""


@dataclass(frozen=True)
class OrganizationHeard:
    """An organisation as the feed names it. `source` is the feed's own identifier of it, "" when it gave none."""

    source: str
    id: UUID
    name: str
    what: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    charity_number: str = ""
    company_number: str = ""
    sector: str = ""
    beside: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Heard:
    """
    One service, understood. `source` is the feed's own identifier, `id` the one it would have here.

    `beside` has no place in a listing and goes out again as it came; `notes` say what could not be kept.
    """

    source: str
    id: UUID
    listing: Listing
    organization: OrganizationHeard | None
    beside: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
