"""What is typed in the yearly review of coproduction."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from livewell.kit.forms import Form
from livewell.steering.rules.review import LEVEL_LABELS, QUESTIONS, RATINGS, Answer, Level

FIRST_YEAR, LAST_YEAR = 2000, 2999

RATING_CHOICES = [(str(number), words) for number, words in RATINGS.items()]
LEVELS = [(level.value, label) for level, label in LEVEL_LABELS.items()]


@dataclass(frozen=True)
class ReviewTyped:
    """The answers of one year."""

    answers: Mapping[str, Answer]
    level: Level
    words: str
    meeting: UUID | None


def read_year(form: Form) -> int | None:
    """Which year is reviewed, or None with what has to be put right."""
    required = "Say which year"
    return form.whole_number("year", "The year", lowest=FIRST_YEAR, highest=LAST_YEAR, required=required)


def read_review(form: Form, meetings: list[tuple[str, str]]) -> ReviewTyped | None:
    """The answers, or None with what has to be put right."""
    answers = {}
    for number, key in enumerate(QUESTIONS, start=1):
        rating = form.one_of(f"rating-{key}", RATING_CHOICES, required=f"Answer question {number}")
        words = form.text(f"words-{key}", "What is behind it", longest=1000)
        if rating is not None:
            answers[key] = Answer(int(rating), words)
    level = form.one_of("level", LEVELS, required="Say which of the three is most true")
    words = form.text("words", "What will change", required="Say what you will change this year", longest=3000)
    meeting = form.one_of("meeting", meetings)
    if not form.ok or level is None:
        return None
    return ReviewTyped(answers, Level(level), words, UUID(meeting) if meeting else None)
