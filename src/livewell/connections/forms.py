"""What is written about a connection, read from the page."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.connections.rules import END_LABELS, HOME, EndReason
from livewell.finding import forms as finding
from livewell.finding.rules import Asked, asked
from livewell.kit import clock
from livewell.kit.forms import Form

ENDS = [(reason.value, label) for reason, label in END_LABELS.items()]

_NAMES = frozenset(
    [
        "q",
        "place",
        "within",
        "when",
        "day",
        "part",
        "from",
        "to",
        "kind",
        "way",
        "free",
        "feature",
        "audience",
        "age",
        "language",
        "room",
        "delivery",
        "need",
        "activity",
        "sort",
        "exact",
        "page",
    ]
)


def read_search(form: Form, *, home: bool) -> Asked | None:
    """
    The search that was asked for, or None when nothing was: then the goal says what to begin with.

    Anything that cannot be read is left out: a search never fails. Where no place is named at all, it is home, if we
    know one; an empty place is anywhere.
    """
    typed = form.everything()
    if not any(name in typed for name in _NAMES):
        return None
    return asked.read(typed if "place" in typed or not home else {**typed, "place": [HOME]})


def show_search(search: Asked, *, goal: str) -> Form:
    """The search as its page shows it."""
    return Form({**finding.filled(search).everything(), "goal": goal})


@dataclass(frozen=True)
class Suggested:
    """What is suggested, and for which goal."""

    asset: UUID
    goal: UUID | None
    why_this: str


def read_suggestion(form: Form) -> Suggested | None:
    """The suggestion, or None when the page's own hidden fields do not say which asset."""
    why_this = form.text("why_this", "Why it may suit", longest=500)
    asset, goal = _id(form.typed("asset")), _id(form.typed("goal"))
    if asset is None:
        form.error("asset", "Choose something from the list")
    if not form.ok or asset is None:
        return None
    return Suggested(asset, goal, why_this)


@dataclass(frozen=True)
class Ticked:
    """What of a shortlist is suggested, and for which goal."""

    assets: tuple[UUID, ...]
    goal: UUID | None


def read_ticked(form: Form) -> Ticked | None:
    """What was ticked, or None when nothing was."""
    assets = tuple(filter(None, map(_id, form.typed_all("chosen"))))
    if not assets:
        form.error("chosen", "Tick what to suggest from your shortlist")
        return None
    return Ticked(tuple(dict.fromkeys(assets)), _id(form.typed("goal")))


@dataclass(frozen=True)
class Introduced:
    """Who will look out for the person, and what the group should know."""

    introduced_to: str
    note_for_group: str
    note_agreed: bool
    why_this: str


def read_introduction(form: Form, *, called: str) -> Introduced | None:
    """The introduction, or None when something has to be put right first."""
    introduced_to = form.text(
        "introduced_to", "Who will look out for them", required=f"Say who there will look out for {called}", longest=120
    )
    note = form.text("note_for_group", "What the group should know", longest=1000)
    agreed = form.yes("note_agreed")
    if note and not agreed:
        form.error("note_agreed", f"Tick the box when {called} has agreed to every word, or take the note out")
    why_this = form.text("why_this", "Why it may suit", longest=500)
    return Introduced(introduced_to, note, agreed, why_this) if form.ok else None


@dataclass(frozen=True)
class Went:
    """One time somebody went along."""

    went_on: date
    accompanied: bool


def read_visit(form: Form) -> Went | None:
    """The visit, or None when something has to be put right first."""
    went_on = form.day("went_on", "The day they went", required="Say on which day they went", not_after=clock.today())
    accompanied = form.yes_or_no("accompanied", required="Say whether somebody from Live Well went along")
    if not form.ok or went_on is None:
        return None
    return Went(went_on, bool(accompanied))


@dataclass(frozen=True)
class Ended:
    """Why a connection ended."""

    reason: EndReason
    note: str


def read_end(form: Form) -> Ended | None:
    """The reason, or None when something has to be put right first."""
    reason = form.one_of("reason", ENDS, required="Choose why it ended")
    note = form.text("end_note", "In a few words", longest=500)
    if reason == EndReason.OTHER and not note:
        form.error("end_note", "Say in a few words what the other reason is")
    if not form.ok or reason is None:
        return None
    return Ended(EndReason(reason), note)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
