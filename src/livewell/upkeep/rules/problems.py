"""What may be wrong with a listing, and what becomes of a report that it is."""

import re
from enum import StrEnum

from livewell.assets.rules.searching import suggests_crisis
from livewell.kit.errors import RuleBroken


class Topic(StrEnum):
    """What somebody found to be wrong."""

    TIMES = "times"
    PLACE = "place"
    PHONE = "phone"
    CLOSED = "closed"
    NOT_AS_DESCRIBED = "not_as_described"
    OTHER = "other"
    GONE = "gone"


TOPIC_LABELS: dict[Topic, str] = {
    Topic.TIMES: "The days or times",
    Topic.PLACE: "The place, or how to get in",
    Topic.PHONE: "The phone number, email or website",
    Topic.CLOSED: "It is not going on any more",
    Topic.NOT_AS_DESCRIBED: "It is not as it is described",
    Topic.OTHER: "Something else",
    Topic.GONE: "The directory it came from does not list it any more",
}

CHOICES: tuple[Topic, ...] = tuple(topic for topic in Topic if topic is not Topic.GONE)
"""What somebody who says that a listing is wrong chooses from: that it is gone is noticed by itself."""

GONE_WORDS = "Noticed when the directory was read. Nobody has said why: ring before you close the listing."
BACK_SENTENCE = "The directory it came from lists it again."


class ProblemState(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


MOVES: dict[ProblemState, frozenset[ProblemState]] = {
    ProblemState.WAITING: frozenset({ProblemState.ANSWERED, ProblemState.DISMISSED}),
    ProblemState.ANSWERED: frozenset(),
    ProblemState.DISMISSED: frozenset(),
}

LABELS: dict[ProblemState, tuple[str, str]] = {
    ProblemState.WAITING: ("Waiting", "red"),
    ProblemState.ANSWERED: ("Put right", "green"),
    ProblemState.DISMISSED: ("The listing was right", "grey"),
}

DECISIONS: dict[ProblemState, str] = {
    ProblemState.ANSWERED: "The listing was wrong, and has been put right",
    ProblemState.DISMISSED: "The listing is right as it stands",
}

MOST_AN_HOUR = 6
"""Reports from one address. A whole library shares one, so it is not fewer."""


def check_move(now: ProblemState, to: ProblemState) -> None:
    """Raise RuleBroken when a report cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken("Somebody has dealt with this report already.")


# A search speaks of oneself; a report speaks of somebody else.
_ABOUT_SOMEBODY = re.compile(
    r"\b(wants|wanted|wishing|going|threatens|threatened) to (die|kill|hurt|harm)\b"
    r"|\b(hit|hits|hitting|beat|beats|beating|hurt|hurts|hurting|slaps|slapped|punches|punched|kicks|kicked|touches|touched"
    r"|threatens|threatened|threatening) (the |a |one of the |some of the )?"
    r"(me|him|her|them|us|people|somebody|someone|child|children|residents?|members?|old)\b"
    r"|\bbruis(e|es|ed|ing)\b|\bneglect(s|ed|ing|ful)?\b|\bgroom(s|ed|ing)\b|\block(s|ed|ing)? (him|her|them|people) (in|up)\b"
    r"|\bsafeguarding\b|\bdrunk with (the )?(child|children|kids)\b|\b(a )?(weapon|knife|gun)s?\b"
)


def may_be_danger(words: str) -> bool:
    """Whether a report may be about somebody in danger. It would rather be wrong ten times than miss one."""
    plain = " ".join(words.lower().replace("\u2019", "'").split())
    return suggests_crisis(words) or _ABOUT_SOMEBODY.search(plain) is not None
