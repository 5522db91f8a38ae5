"""What is typed about a vote: the question and its answers, the hands and papers, and one member's choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.challenges.rules.votes import MOST_OPTIONS, STAYS_INSIDE, check_options
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form

LONGEST_QUESTION = 300
LONGEST_STORY = 4000
_LONGEST_OPTION = 300


@dataclass(frozen=True)
class VoteTyped:
    """A question and what may be answered."""

    question: str
    scenario: str
    options: tuple[str, ...]
    most: int
    secret: bool
    opens_at: datetime
    closes_at: datetime
    for_everybody: bool = False


@dataclass(frozen=True)
class CountTyped:
    """Who voted in the room and in writing, and how many hands and papers there were for each answer."""

    room: tuple[UUID, ...]
    writing: tuple[UUID, ...]
    counted: Mapping[UUID, int]


def read_vote(form: Form) -> VoteTyped | None:
    """A vote, or None with what has to be put right."""
    question = form.text("question", "The question", required="Ask the question", longest=LONGEST_QUESTION)
    scenario = form.text("scenario", "The story", longest=LONGEST_STORY)
    typed = form.text(
        "options",
        "The answers",
        required="Write the answers, one on each line",
        longest=MOST_OPTIONS * (_LONGEST_OPTION + 1),
    )
    options = tuple(" ".join(line.split()) for line in typed.splitlines() if line.strip())
    if any(len(one) > _LONGEST_OPTION for one in options):
        form.error("options", f"An answer must be {_LONGEST_OPTION} characters or fewer")
    most = form.whole_number(
        "most",
        "How many one member may choose",
        lowest=1,
        highest=MOST_OPTIONS - 1,
        required="Say how many answers one member may choose",
    )
    secret = form.yes_or_no("secret", required="Say whether the vote is secret")
    for_everybody = form.yes("for_everybody")
    if secret and for_everybody:
        form.error("for_everybody", STAYS_INSIDE)
    opens_at = form.when("opens", "The beginning", required="Say when it begins")
    closes_at = form.when("closes", "The end", required="Say until when members elsewhere may vote")
    if opens_at and closes_at and closes_at <= opens_at:
        form.error(
            "closes", "It must end after it begins", ("closes-day", "closes-month", "closes-year", "closes-time")
        )
    if options and most:
        try:
            check_options(options, most)
        except RuleBroken as broken:
            form.error("options", str(broken))
    if not form.ok or most is None or secret is None or opens_at is None or closes_at is None:
        return None
    return VoteTyped(question, scenario, options, most, secret, opens_at, closes_at, for_everybody)


def read_count(
    form: Form, members: Sequence[tuple[str, str]], options: Sequence[tuple[UUID, str]]
) -> CountTyped | None:
    """What was counted, or None with what has to be put right."""
    room = form.many("room", members)
    writing = form.many("writing", members)
    if set(room) & set(writing):
        form.error("writing", "Somebody is ticked twice. Each member has one voice: in the room, or in writing")
    counted = {
        option: form.whole_number(f"count-{option}", f"The number for “{words}”", lowest=0, highest=9999) or 0
        for option, words in options
    }
    if not form.ok:
        return None
    return CountTyped(tuple(UUID(one) for one in room), tuple(UUID(one) for one in writing), counted)


def read_choices(form: Form, options: Sequence[tuple[str, str]], most: int) -> tuple[UUID, ...] | None:
    """What one member chose, or None with what has to be put right."""
    chosen = form.many("choices", options, required="Choose an answer")
    if len(chosen) > most:
        form.error("choices", f"Choose at most {most}" if most > 1 else "Choose one answer")
    return tuple(UUID(one) for one in chosen) if form.ok else None
