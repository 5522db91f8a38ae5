"""What is said about a session when it is booked, and after it took place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from livewell.sessions.rules import Place, Purpose


@dataclass(frozen=True)
class Booking:
    """When and where a session is to be."""

    planned_for: datetime
    place: Place
    place_detail: str = ""
    minutes: int = 45


@dataclass(frozen=True)
class ActionWords:
    """Something somebody said they would do."""

    what: str
    by_person: bool = True
    due_on: date | None = None


@dataclass(frozen=True)
class HeldNote:
    """How a session went."""

    purposes: Sequence[Purpose]
    place: Place
    minutes: int = 45
    notes: str = ""
    shared_note: str = ""
    actions: Sequence[ActionWords] = ()
    asset: UUID | None = None
    """Where we went along together."""
