"""What somebody can be the one to ask about: where it comes from, what they lead on, and how many are enough."""

from datetime import date
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class Basis(StrEnum):
    """Where an interest comes from."""

    LIFE = "life"
    EMPLOYMENT = "employment"
    INTEREST = "interest"
    HOBBY = "hobby"
    CULTURE = "culture"


BASIS_LABELS: dict[Basis, str] = {
    Basis.LIFE: "Something I live or lived with",
    Basis.EMPLOYMENT: "Work I do or did",
    Basis.INTEREST: "Something I want to know more about",
    Basis.HOBBY: "Something I do in my own time",
    Basis.CULTURE: "Where I come from: a culture, a language, a faith",
}
BASIS_SAID: dict[Basis, str] = {
    Basis.LIFE: "From life",
    Basis.EMPLOYMENT: "From work",
    Basis.INTEREST: "From interest",
    Basis.HOBBY: "From a hobby",
    Basis.CULTURE: "From culture",
}
"""The same, as colleagues read it of somebody else."""


class LeadsOn(StrEnum):
    """The parts of Live Well that somebody may lead on. A part shows whom to ask."""

    VOLUNTEERS = "volunteers"
    GROUPS = "groups"
    LEARNING = "learning"
    LIBRARY = "library"
    FORUM = "forum"
    MAP = "map"


LEADS_ON_LABELS: dict[LeadsOn, str] = {
    LeadsOn.VOLUNTEERS: "Volunteers",
    LeadsOn.GROUPS: "Community groups and how they last",
    LeadsOn.LEARNING: "Learning",
    LeadsOn.LIBRARY: "The library",
    LeadsOn.FORUM: "The forum",
    LeadsOn.MAP: "The community map",
}

IDEAS: tuple[str, ...] = (
    "Older people",
    "Younger people",
    "Social media",
    "Phones, apps and getting online",
    "Learning opportunities",
    "Keeping community groups going",
    "The volunteers’ pathway",
    "Carers",
    "Money worries",
    "Gardens and green places",
)
"""To begin from. Whatever somebody types is as good."""

ENOUGH = 3
"""With more than these at once, none of them gets the time it needs."""

LONGEST_AREA = 120
LONGEST_WORDS = 1000
LONGEST_TRAINING = 160


def is_current(since_on: date, until_on: date | None, today: date) -> bool:
    """Whether somebody is the one to ask today; on the last day they still are."""
    return since_on <= today and (until_on is None or today <= until_on)


def too_many_hint(held: int) -> str:
    """A sentence for whoever holds more than is good for them, "" for everybody else."""
    if held <= ENOUGH:
        return ""
    return f"You hold {held} interests. More than {ENOUGH} are hard to do well: speak in supervision about which to pass on."


def check_end(since_on: date, until_on: date, today: date) -> None:
    """Raise RuleBroken when an interest that began on `since_on` cannot end on `until_on`."""
    if until_on < since_on:
        raise RuleBroken("An interest ends on the day it began, or after it.")
    if until_on > today:
        raise RuleBroken("Say that it ended when it has: the day must be today or in the past.")
