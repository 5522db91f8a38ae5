"""Time, leads, reviews, flyers and signs as they are typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.groups.forms.groups import past_day
from livewell.groups.queries.parts import MayLead
from livewell.groups.rules import LONGEST_LINE, LONGEST_NAME, LONGEST_WORDS
from livewell.groups.rules.lasting import REVIEW_QUESTIONS
from livewell.kit import clock
from livewell.kit.forms import Form

SOMEBODY = "somebody"
"""A lead who is no volunteer of ours."""
_MOST_HOURS = 24


@dataclass(frozen=True)
class Time:
    """What somebody gave on a day."""

    minutes: int
    on: date
    what: str


@dataclass(frozen=True)
class Leading:
    """Somebody of the community who leads a group: by name, or a volunteer in a role they are ready for."""

    since_on: date
    name: str = ""
    volunteer: UUID | None = None
    role: UUID | None = None


@dataclass(frozen=True)
class Left:
    """Since when they do not, and why."""

    on: date
    why: str


@dataclass(frozen=True)
class Review:
    """What was said and agreed."""

    held_on: date
    answers: dict[str, str]
    agreed: str
    next_on: date | None


@dataclass(frozen=True)
class Flyers:
    """Where flyers went."""

    place: str
    number: int
    on: date


def read_time(form: Form) -> Time | None:
    """Hours and minutes on a day, or None with what has to be put right."""
    hours = form.whole_number("hours", "Hours", lowest=0, highest=_MOST_HOURS)
    minutes = form.whole_number("minutes", "Minutes", lowest=0, highest=59)
    on = past_day(form, "given", "The day", "Say on which day")
    what = form.text("what", "What it was for", longest=LONGEST_LINE)
    total = (hours or 0) * 60 + (minutes or 0)
    if form.ok and not total:
        form.error("hours", "Say how long, in hours, minutes or both")
    elif form.ok and total > _MOST_HOURS * 60:
        form.error("hours", "A day has 24 hours")
    return Time(total, on, what) if form.ok and on is not None else None


def lead_choices(ready: Sequence[MayLead]) -> list[tuple[str | None, str]]:
    """Volunteers who are ready, or somebody else of the community."""
    somebody: list[tuple[str | None, str]] = [(SOMEBODY, "Somebody else of its community")]
    if not ready:
        return somebody
    return [*((one.value, f"{one.name}, as {one.role_title}") for one in ready), (None, "or"), *somebody]


def read_lead(form: Form, ready: Sequence[MayLead]) -> Leading | None:
    """Who leads it, or None with what has to be put right."""
    choices = [(value, label) for value, label in lead_choices(ready) if value is not None]
    who = form.one_of("who", choices, required="Choose who leads it")
    name = form.text("name", "The name", longest=LONGEST_NAME)
    since = past_day(form, "since", "The day", "Say since when they lead it")
    if who == SOMEBODY and not name:
        form.error("name", "Say who leads it")
    if not form.ok or who is None or since is None:
        return None
    chosen = next((one for one in ready if one.value == who), None)
    if chosen is None:
        return Leading(since, name)
    return Leading(since, volunteer=chosen.volunteer, role=chosen.role)


def read_left(form: Form) -> Left | None:
    """When and why they stopped, or None with what has to be put right."""
    on = past_day(form, "until", "The day", "Say since when they do not lead it")
    why = form.text("why", "Why", required="Say why they stopped, with thanks", longest=LONGEST_WORDS)
    return Left(on, why) if form.ok and on is not None else None


def read_review(form: Form) -> Review | None:
    """A review, or None with what has to be put right."""
    held_on = past_day(form, "held", "The day", "Say when you spoke about it")
    answers = {
        key: form.text(f"answer-{key}", question, longest=LONGEST_WORDS) for key, question in REVIEW_QUESTIONS.items()
    }
    agreed = form.text("agreed", "What you agreed", longest=LONGEST_WORDS)
    next_on = form.day("next", "The next one", not_before=clock.today())
    if not any(answers.values()) and not agreed:
        form.error("agreed", "Answer one of the questions at least, or say what you agreed")
    if held_on and next_on and next_on <= held_on:
        form.error("next", "The next one is after this one", ("next-day", "next-month", "next-year"))
    return Review(held_on, answers, agreed, next_on) if form.ok and held_on is not None else None


def read_flyers(form: Form) -> Flyers | None:
    """Where flyers went, or None with what has to be put right."""
    place = form.text("place", "Where they went", required="Say where they went", longest=LONGEST_LINE)
    number = form.whole_number("number", "How many", required="Say how many", lowest=1, highest=100_000)
    on = past_day(form, "given", "The day", "Say on which day")
    if not form.ok or number is None or on is None:
        return None
    return Flyers(place, number, on)


def read_settled(form: Form) -> str | None:
    """What was done about a sign, or None with what has to be put right."""
    words = form.text(
        "words",
        "What was done",
        required="Say what was done about it, or why nothing is needed",
        longest=LONGEST_WORDS,
    )
    return words if form.ok else None
