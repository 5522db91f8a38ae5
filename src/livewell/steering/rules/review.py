"""The yearly look of the forum at itself: ten questions, four answers, three levels, all in our own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

QUESTIONS: dict[str, str] = {
    "people": "Are those here whose lives it is about, and may people come and go freely?",
    "begin": "Do we begin, rather than wait until everything is planned?",
    "ways": "Does everybody know how we meet, who leads, and what we may decide?",
    "support": "Does each of us get what it takes to take part: time, learning, access, what it costs?",
    "steps": "Do we take small steps, and is it all right when one fails?",
    "listen": "Do we listen, again and again, most of all to who says least?",
    "evidence": "Do our decisions rest on more than one kind of evidence?",
    "comfort": "Do we notice when we have grown too used to each other and our ways?",
    "beyond": "Do we look beyond our own project, at what else moves here?",
    "cherish": "Do we celebrate, thank, and look after each other?",
}
"""The key of each question, which stays, and its words."""

RATINGS: dict[int, str] = {1: "Not yet", 2: "Now and then", 3: "Mostly", 4: "Yes, and others could learn from it"}


class Level(StrEnum):
    """How far power is shared."""

    DESCRIPTIVE = "descriptive"
    INTERMEDIATE = "intermediate"
    TRANSFORMATIVE = "transformative"


LEVEL_LABELS: dict[Level, str] = {
    Level.DESCRIPTIVE: "People take part, and others decide",
    Level.INTERMEDIATE: "People are heard, and what they bring changes what is done",
    Level.TRANSFORMATIVE: "People decide together, and who holds power has changed",
}


@dataclass(frozen=True)
class Answer:
    """One answer: 1 to 4, and what is behind it."""

    rating: int
    words: str


@dataclass(frozen=True)
class Compared:
    """One question with the answers of two years; `before` is None where nobody answered it."""

    key: str
    question: str
    now: Answer
    before: Answer | None

    @property
    def change(self) -> str:
        """What is different, in words."""
        if self.before is None:
            return "Answered for the first time"
        steps = self.now.rating - self.before.rating
        if steps == 0:
            return "As before"
        return "Further than before" if steps > 0 else "Less far than before"


def compared(now: Mapping[str, Answer], before: Mapping[str, Answer] | None) -> list[Compared]:
    """Every question that was answered now, beside the year before."""
    earlier = before or {}
    return [Compared(key, words, now[key], earlier.get(key)) for key, words in QUESTIONS.items() if key in now]
