"""Shifts that are put up, and visits that are planned."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.kit import clock
from livewell.kit.forms import Form
from livewell.people.naming import holds_a_postcode
from livewell.placements.rules import shifts

_LONGEST_MINUTES = int(shifts.LONGEST.total_seconds()) // 60
_NO_ADDRESS = "Name a public place, or leave it empty: never somebody’s address"


@dataclass(frozen=True)
class Needed:
    """Somebody is needed: `people` at once, in each of `weeks` weeks. The instant has a zone."""

    role: UUID
    asset: UUID | None
    what: str
    place: str
    starts_at: datetime
    minutes: int
    people: int
    weeks: int
    alone: bool


def read_needed(
    form: Form, *, roles: tuple[tuple[str, str], ...], assets: tuple[tuple[str, str], ...]
) -> Needed | None:
    """A shift to put up, or None with what has to be put right."""
    role = form.one_of("role", roles, required="Choose what they would do")
    asset = form.one_of("asset", assets)
    what = form.text("what", "What it is", required="Say in a few words what it is", longest=160)
    place = form.text("place", "Where", longest=200)
    if holds_a_postcode(place):
        form.error("place", _NO_ADDRESS)
    starts_at = form.when("starts", "The start", required="Say when it starts", not_before=clock.now())
    minutes = form.whole_number(
        "minutes", "Minutes", lowest=15, highest=_LONGEST_MINUTES, required="Say for how many minutes"
    )
    people = form.whole_number(
        "people", "How many volunteers", lowest=1, highest=shifts.MOST_AT_ONCE, required="Say how many volunteers"
    )
    weeks = form.whole_number(
        "weeks", "For how many weeks", lowest=1, highest=shifts.MOST_WEEKS, required="Say for how many weeks; 1 is once"
    )
    alone = form.yes("alone")
    if not form.ok or not role or starts_at is None or not minutes or not people or not weeks:
        return None
    return Needed(UUID(role), UUID(asset) if asset else None, what, place, starts_at, minutes, people, weeks, alone)


@dataclass(frozen=True)
class Planned:
    """A visit to come."""

    starts_at: datetime
    minutes: int
    place: str


def read_visit(form: Form) -> Planned | None:
    """A visit, or None with what has to be put right."""
    starts_at = form.when("starts", "The start", required="Say when you will meet", not_before=clock.now())
    minutes = form.whole_number("minutes", "Minutes", lowest=15, highest=300, required="Say for how many minutes")
    place = form.text("place", "Where", longest=200)
    if holds_a_postcode(place):
        form.error("place", _NO_ADDRESS)
    if not form.ok or starts_at is None or minutes is None:
        return None
    return Planned(starts_at, minutes, place)


def read_words(form: Form) -> str | None:
    """What was done about somebody who had not said that they are back, or None."""
    words = form.text(
        "words", "What you did", required="Say what you did and how they are, so that the next one knows", longest=1000
    )
    return words if form.ok else None
