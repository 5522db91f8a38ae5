"""Ten things to ask oneself after a session, whom one may show the answers, and how they change over time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from livewell.kit.errors import RuleBroken
from livewell.staff.rules import Role


class Answer(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NEXT_TIME = "next_time"
    NOT_THIS_TIME = "not_this_time"


ANSWER_LABELS: dict[Answer, str] = {
    Answer.YES: "Yes",
    Answer.PARTLY: "In part",
    Answer.NEXT_TIME: "Next time",
    Answer.NOT_THIS_TIME: "It did not come up",
}

DID = frozenset({Answer.YES, Answer.PARTLY})

# The themes follow ten tips for interactions that support recovery (ImROC briefing, 2020). The sentences are our own.
THEMES: dict[str, tuple[str, str]] = {
    "listening": ("Listening", "Did I let them tell it their way, until it made sense to both of us?"),
    "their_goals": ("Their goals", "Did we work on what they want, and not on what I would have chosen?"),
    "strengths": ("Strengths", "Did they leave knowing that I see what they are good at?"),
    "hope": ("Hope", "Did I tell of somebody, perhaps myself, who found a way through something like this?"),
    "giving": ("Giving", "Did we look for a place where others are glad of them?"),
    "around_them": ("What is around them", "Did we think of friends, neighbours and places before services?"),
    "own_hands": ("In their own hands", "Did they take away something that they can do without me?"),
    "choice": ("Choice", "Did I ask what help they would like, and go with the answer?"),
    "respect": ("Respect", "Did we talk as two equals, and did I do a bit more than I had to?"),
    "setbacks": ("Setbacks", "When something had gone wrong, did I stay hopeful with them?"),
}
"""Theme -> what it is called, and what one asks oneself."""

SUPERVISED_BY: dict[Role, Role] = {Role.LINK_WORKER: Role.HEALTH_COACH, Role.HEALTH_COACH: Role.MANAGER}
"""Whom one talks with about one's work: a coach with the link workers of their area, a manager with the coaches."""

PERIOD = timedelta(days=91)
"""What is set side by side: the last three months, and the three before."""

PROMPT_FOR = timedelta(days=30)
"""How long after a session one is offered to look back at it."""


@dataclass(frozen=True)
class Colleague:
    """As much of a member of staff as this rule needs."""

    id: UUID | None
    role: Role
    area: UUID | None


def supervises(reader: Colleague, writer: Colleague) -> bool:
    """Whether a reflection may be shown to `reader` when its writer asks for that."""
    if SUPERVISED_BY.get(writer.role) is not reader.role or reader.id == writer.id:
        return False
    return reader.role is Role.MANAGER or (reader.area is not None and reader.area == writer.area)


def check_reflection(themes: Mapping[str, Answer], words: str) -> None:
    """Raise RuleBroken for one with nothing in it, or with a theme there is none of."""
    if not set(themes) <= set(THEMES):
        raise RuleBroken("There is no such theme.")
    if not themes and not words.strip():
        raise RuleBroken("Answer at least one, or write a line.")


@dataclass(frozen=True)
class Trend:
    """One theme now and before: how often it was so, of how often it came up."""

    theme: str
    label: str
    before: int
    before_of: int
    lately: int
    lately_of: int

    @property
    def before_words(self) -> str:
        """As a table says it."""
        return f"{self.before} of {self.before_of}" if self.before_of else "–"

    @property
    def lately_words(self) -> str:
        """As a table says it."""
        return f"{self.lately} of {self.lately_of}" if self.lately_of else "–"


def trends(kept: Iterable[tuple[date, Mapping[str, Answer]]], today: date) -> list[Trend]:
    """Each theme in the last three months beside the three before. `kept` is the day of each session and its answers."""
    counts: dict[str, list[int]] = {theme: [0, 0, 0, 0] for theme in THEMES}
    for day, answers in kept:
        periods_ago = (today - day) // PERIOD
        if periods_ago not in (0, 1):
            continue
        at = 2 if periods_ago == 0 else 0
        for theme, answer in answers.items():
            if theme in counts and answer is not Answer.NOT_THIS_TIME:
                counts[theme][at] += answer in DID
                counts[theme][at + 1] += 1
    return [Trend(theme, THEMES[theme][0], *counts[theme]) for theme in THEMES]
