"""A week, and a little miracle, read from the page."""

from dataclasses import dataclass
from uuid import UUID

from livewell.kit.forms import Form
from livewell.stories.rules import REACH_HINTS, REACH_LABELS, Reach
from livewell.updates.rules import LONGEST, LONGEST_MIRACLE, MOST_CONTACTS, MOST_MINUTES

REACHES = [(reach.value, REACH_LABELS[reach], REACH_HINTS[reach]) for reach in Reach]

WORDS = {
    "groups_words": "Groups you supported",
    "contacts_words": "Contacts you made",
    "visits_words": "Visits",
    "gaps_words": "What is missing",
    "opportunities": "Opportunities",
    "challenges_words": "What was difficult",
}
"""The parts of an update that are words, and what they are called."""


@dataclass(frozen=True)
class Week:
    """What somebody writes of a week: words by the names of WORDS, how many contacts, and how many minutes."""

    words: dict[str, str]
    contacts: int | None
    minutes: int | None


@dataclass(frozen=True)
class Miracle:
    """Something small that went well."""

    words: str
    about_somebody: bool
    journey: UUID | None
    agreed: bool
    reach: Reach
    named_as: str


def read_week(form: Form) -> Week | None:
    """The week, or None with what has to be put right."""
    words = {name: form.text(name, label, longest=LONGEST) for name, label in WORDS.items()}
    contacts = form.whole_number("contacts", "The number of contacts", lowest=0, highest=MOST_CONTACTS)
    hours = form.number("hours", "The hours", lowest=0, highest=MOST_MINUTES // 60, places=2)
    return Week(words, contacts, None if hours is None else round(hours * 60)) if form.ok else None


def read_miracle(form: Form) -> Miracle | None:
    """The little miracle, or None with what has to be put right."""
    words = form.text(
        "miracle", "The little miracle", required="Write what happened, in a sentence or two", longest=LONGEST_MIRACLE
    )
    about = form.yes_or_no("about_somebody", required="Say whether somebody could know themself in it")
    agreed = form.yes("agreed")
    reach = form.one_of("reach", REACHES, required="Choose how far it may go")
    named_as = form.text("named_as", "The name", longest=120)
    journey = form.typed("journey")
    if about and not agreed and reach not in {None, Reach.TEAM.value}:
        form.error("agreed", "Ask them first. Until they agree, only the team may read it")
    if not form.ok or about is None or reach is None:
        return None
    return Miracle(
        words=words,
        about_somebody=about,
        journey=UUID(journey) if about and journey else None,
        agreed=agreed,
        reach=Reach(reach),
        named_as=named_as if about else "",
    )
