"""How the record is filtered and searched."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PAGE = 30
"""Entries of the timeline on one page."""

MOST_FOUND = 25
"""People shown for one search: more is a reason to type more."""


class Filter(StrEnum):
    """What the timeline may be narrowed to."""

    ALL = "all"
    SESSIONS = "sessions"
    CONTACT = "contact"
    GOALS = "goals"
    CONNECTIONS = "connections"
    REFERRALS = "referrals"
    SAFETY = "safety"
    MESSAGES = "messages"


FILTER_LABELS: dict[Filter, str] = {
    Filter.ALL: "Everything",
    Filter.SESSIONS: "Sessions",
    Filter.CONTACT: "Contact",
    Filter.GOALS: "Goals and assessment",
    Filter.CONNECTIONS: "Connections",
    Filter.REFERRALS: "Referrals and stages",
    Filter.SAFETY: "Safety",
    Filter.MESSAGES: "Messages",
}


class Part(StrEnum):
    """The pages of a record beside the timeline, each from a room of its own."""

    STAGE = "stage"
    ASSESSMENT = "assessment"
    GOALS = "goals"
    SESSIONS = "sessions"
    MEASURES = "measures"
    LINK_WORKER = "link-worker"
    CONNECTIONS = "connections"
    LEARNING = "learning"
    GREEN_BOOK = "green-book"
    MESSAGES = "messages"
    SAFETY = "safety"
    ENDING = "ending"
    BEFRIENDER = "befriender"


PART_LABELS: dict[Part, str] = {
    Part.STAGE: "Stage and contact",
    Part.ASSESSMENT: "Assessment",
    Part.GOALS: "Goals",
    Part.SESSIONS: "Sessions",
    Part.MEASURES: "Measures",
    Part.LINK_WORKER: "Link worker",
    Part.CONNECTIONS: "Connections",
    Part.LEARNING: "Learning",
    Part.GREEN_BOOK: "Green Book",
    Part.MESSAGES: "Messages",
    Part.SAFETY: "Safety",
    Part.ENDING: "Reviews and ending",
    Part.BEFRIENDER: "Befriender",
}


@dataclass(frozen=True)
class Wanted:
    """Whom somebody looks for. Whatever is not empty must fit."""

    name: str = ""
    born_on: date | None = None
    nhs_number: str = ""
    reference: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed that could find anybody."""
        return not (self.name or self.born_on or self.nhs_number or self.reference)


SHORTEST_NAME = 2


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, in any order; hyphens and apostrophes stay inside. Empty when there is nothing to look for."""
    words = tuple(word for word in name.replace(",", " ").split() if word.strip("-'’."))
    return words if sum(len(word) for word in words) >= SHORTEST_NAME else ()


_ANY_OPEN_STAGE = ("contacting", "coaching", "introduced", "link_work")
_WORKING = ("coaching", "introduced", "link_work")

# What can be done, the likeliest first: words, path below the journey, the permission it asks for, and the stages where it makes sense.
_ACTIONS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("Open again as a new journey", "reopen", "referrals:triage", ("closed",)),
    ("Note a try at making contact", "attempts/new", "journeys:work", ("contacting",)),
    ("Book a session", "sessions/new", "journeys:work", _WORKING),
    ("Write the assessment", "assessment", "coaching:coach", ("coaching",)),
    ("Find a group or activity", "connections/new", "journeys:work", _WORKING),
    ("Book a course", "learning/book", "journeys:work", _WORKING),
    ("Work out a goal", "goals/new", "journeys:work", ("coaching", "link_work")),
    ("Ask for a measure", "questions/new", "journeys:work", ("coaching", "link_work")),
    ("Introduce to a link worker", "introduce", "coaching:coach", ("coaching",)),
    ("Write a message", "messages", "journeys:work", ("coaching", "introduced", "link_work")),
    ("Write down a story", "story", "journeys:work", ("coaching", "introduced", "link_work", "closed")),
    ("Look back together", "review", "journeys:work", ("coaching", "link_work")),
    ("Raise a safety matter", "safety/new", "safety:raise", (*_ANY_OPEN_STAGE, "closed")),
    ("Change their details", "person", "journeys:work", (*_ANY_OPEN_STAGE, "closed")),
    ("Note what may be shared", "sharing", "journeys:work", (*_ANY_OPEN_STAGE, "closed")),
    ("Give to somebody else", "assign", "journeys:reassign", _ANY_OPEN_STAGE),
    ("End this journey", "ending", "journeys:work", _ANY_OPEN_STAGE),
    ("Ask for a befriender", "befriender", "volunteers:ask", (*_WORKING, "closed")),
    ("Who opened this record", "openings", "people:openings", (*_ANY_OPEN_STAGE, "closed")),
)


def open_actions(stage: str, *, can: frozenset[str], never_contact: bool) -> tuple[tuple[str, str], ...]:
    """What this reader can do at this stage: (words, path below the journey). Nobody is asked to ring whom nobody may."""
    return tuple(
        ("Note that they came to us", "met") if never_contact and path == "attempts/new" else (words, path)
        for words, path, permission, stages in _ACTIONS
        if permission in can and stage in stages
    )
