"""What comes in about sessions: a booking, how it went, and why it did not take place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from livewell.kit import clock
from livewell.kit.forms import Form
from livewell.sessions.rules import CANCELLED_BY_LABELS, PLACE_LABELS, PURPOSE_LABELS, CancelledBy, Place, Purpose

PLACES = [(place.value, label) for place, label in PLACE_LABELS.items()]
PURPOSES = [(purpose.value, label) for purpose, label in PURPOSE_LABELS.items()]
CANCELLERS = [(whose.value, label) for whose, label in CANCELLED_BY_LABELS.items()]
WHO = [("person", "They will"), ("worker", "I will")]
FURTHEST_AHEAD = timedelta(days=366)
ACTION_ROWS = (1, 2, 3)
LONGEST_NOTES = 10_000
LONGEST_SHARED = 2000
LONGEST_MINUTES = 480


@dataclass(frozen=True)
class BookingTyped:
    """When and where, with whom, and why beyond the guide."""

    planned_for: datetime
    place: Place
    place_detail: str
    minutes: int
    worker: UUID | None
    beyond_guide_why: str


@dataclass(frozen=True)
class ActionTyped:
    """Something somebody said they would do."""

    what: str
    by_person: bool
    due_on: date | None


@dataclass(frozen=True)
class NoteTyped:
    """How a session went."""

    purposes: tuple[Purpose, ...]
    place: Place
    minutes: int
    notes: str
    shared_note: str
    actions: tuple[ActionTyped, ...]
    asset: UUID | None


def read_booking(
    form: Form, *, workers: Sequence[tuple[str, str]] = (), passes_guide: bool = False
) -> BookingTyped | None:
    """A booking, or None when the form has errors. `workers` are (id, name) to choose from, where there is a choice."""
    planned_for = form.when(
        "planned", "The session", required="Enter the day and time", not_after=clock.now() + FURTHEST_AHEAD
    )
    minutes = form.whole_number(
        "minutes", "How long", lowest=5, highest=LONGEST_MINUTES, required="Enter how long it is"
    )
    place = form.one_of("place", PLACES, required="Choose where or how you meet")
    place_detail = form.text("place_detail", "Where exactly", longest=200)
    worker = form.one_of("worker", workers) if workers else None
    why = form.text(
        "beyond_guide_why",
        "Why one more",
        required="Say why one more session is right" if passes_guide else None,
        longest=1000,
    )
    if not form.ok or planned_for is None or place is None or minutes is None:
        return None
    return BookingTyped(
        planned_for=planned_for,
        place=Place(place),
        place_detail=place_detail,
        minutes=minutes,
        worker=UUID(worker) if worker else None,
        beyond_guide_why=why,
    )


def read_note(form: Form, *, assets: Sequence[tuple[str, str]]) -> NoteTyped | None:
    """How a session went, or None when the form has errors. `assets` are (id, name) of places to have gone along to."""
    purposes = form.many("purposes", PURPOSES, required="Choose what the session was for")
    place = form.one_of("place", PLACES, required="Choose where or how you met")
    minutes = form.whole_number(
        "minutes", "How long", lowest=5, highest=LONGEST_MINUTES, required="Enter how long it was"
    )
    notes = form.text("notes", "Notes", longest=LONGEST_NOTES)
    shared_note = form.text("shared_note", "Note for the referrer", longest=LONGEST_SHARED)
    asset = form.one_of("asset", assets)
    if Purpose.ACCOMPANIED in purposes and not asset:
        form.error("asset", "Choose where you went along together")
    actions = tuple(action for row in ACTION_ROWS if (action := _action(form, row)) is not None)
    if not form.ok or place is None or minutes is None:
        return None
    return NoteTyped(
        purposes=tuple(Purpose(code) for code in purposes),
        place=Place(place),
        minutes=minutes,
        notes=notes,
        shared_note=shared_note,
        actions=actions,
        asset=UUID(asset) if asset else None,
    )


def _action(form: Form, row: int) -> ActionTyped | None:
    what = form.text(f"action_{row}", "What was agreed", longest=200)
    due_on = form.day(f"action_{row}_due", "The day", not_before=clock.today() - FURTHEST_AHEAD)
    who = form.one_of(f"action_{row}_who", WHO)
    if not what:
        if due_on is not None:
            form.error(f"action_{row}", "Say what is to be done by that day")
        return None
    return ActionTyped(what, by_person=who != "worker", due_on=due_on)


@dataclass(frozen=True)
class CancelTyped:
    """Whose doing it was that a session did not take place, and why."""

    cancelled_by: CancelledBy
    why: str


def read_cancel(form: Form) -> CancelTyped | None:
    """A cancellation, or None when the form has errors."""
    whose = form.one_of("cancelled_by", CANCELLERS, required="Say who cancelled")
    why = form.text("why", "Why", longest=500)
    return CancelTyped(CancelledBy(whose), why) if form.ok and whose is not None else None


def read_miss(form: Form) -> str:
    """Why somebody could not make it, in kind words; may be empty. Look at `form.ok`."""
    return form.text("why", "What happened", longest=500)
