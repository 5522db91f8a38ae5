"""What is said about a session when it is booked, and after it took place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from livewell.kit.dates import say_day
from livewell.sessions.rules import PURPOSE_LABELS, Place, Purpose


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

    def in_words(self) -> dict[str, str]:
        """Everything that was typed, by what the page calls it, for when somebody else saved first."""
        agreed = "\n".join(
            f"{'They will' if one.by_person else 'We will'}: {one.what}{f', by {say_day(one.due_on)}' if one.due_on else ''}"
            for one in self.actions
        )
        return {
            "Notes": self.notes,
            "Note for the referrer": self.shared_note,
            "What it was for": ", ".join(PURPOSE_LABELS[purpose] for purpose in self.purposes),
            **({"What was agreed": agreed} if agreed else {}),
        }
