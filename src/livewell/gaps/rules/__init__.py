"""What may become of something missing: who said it, where it stands, and how it ends."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class Source(StrEnum):
    """Where somebody asked for it."""

    SESSION = "session"
    SEARCH = "search"
    DECLINE = "decline"
    FULL = "full"
    UPDATE = "update"
    PUBLIC = "public"
    LEARNING = "learning"
    OUTREACH = "outreach"
    FORUM = "forum"


SOURCE_LABELS: dict[Source, str] = {
    Source.SESSION: "In a session",
    Source.SEARCH: "A search that found nothing",
    Source.DECLINE: "Something that did not suit",
    Source.FULL: "Something that was full",
    Source.UPDATE: "A weekly update",
    Source.PUBLIC: "The page for everybody",
    Source.LEARNING: "Learning",
    Source.OUTREACH: "A visit to the community",
    Source.FORUM: "The forum",
}


class GapKind(StrEnum):
    PROVISION = "provision"
    LEARNING = "learning"


KIND_LABELS: dict[GapKind, str] = {
    GapKind.PROVISION: "Something to go to or to do",
    GapKind.LEARNING: "Something to learn",
}


class GapState(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    TAKEN_UP = "taken_up"
    SETTLED = "settled"
    HIDDEN = "hidden"


S = GapState

MOVES: dict[GapState, frozenset[GapState]] = {
    S.WAITING: frozenset({S.OPEN, S.TAKEN_UP, S.SETTLED, S.HIDDEN}),
    S.OPEN: frozenset({S.TAKEN_UP, S.SETTLED, S.HIDDEN}),
    S.TAKEN_UP: frozenset({S.OPEN, S.SETTLED, S.HIDDEN}),
    S.SETTLED: frozenset({S.OPEN, S.HIDDEN}),
    S.HIDDEN: frozenset({S.WAITING, S.OPEN, S.TAKEN_UP, S.SETTLED}),
}

LABELS: dict[GapState, tuple[str, str]] = {
    S.WAITING: ("To be read", "red"),
    S.OPEN: ("Open", "blue"),
    S.TAKEN_UP: ("Taken up", "purple"),
    S.SETTLED: ("Settled", "green"),
    S.HIDDEN: ("Hidden", "grey"),
}

AT_WORK = frozenset({S.OPEN, S.TAKEN_UP})
"""Read, and not settled: what others may join."""


class Outcome(StrEnum):
    GROUP = "group"
    FORUM = "forum"
    CHANGE = "change"
    NONE = "none"


OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.GROUP: "A new group",
    Outcome.FORUM: "Taken on by the forum",
    Outcome.CHANGE: "Something that was there has changed",
    Outcome.NONE: "Nothing for now",
}


class StepKind(StrEnum):
    """What happened with somebody who offers something already."""

    ASKED = "asked"
    ANSWERED = "answered"
    AGREED = "agreed"
    CHANGED = "changed"
    REFUSED = "refused"


STEP_LABELS: dict[StepKind, str] = {
    StepKind.ASKED: "We asked",
    StepKind.ANSWERED: "They answered",
    StepKind.AGREED: "It was agreed",
    StepKind.CHANGED: "It has changed",
    StepKind.REFUSED: "It cannot be done",
}

ENDS_ASKING = frozenset({StepKind.CHANGED, StepKind.REFUSED})
"""After these nobody asks again, so there is no next day."""


THREE_QUESTIONS = (
    "Who can help?",
    "What exists elsewhere?",
    "Where is the expertise?",
)
"""What the forum asks of something missing; it keeps the answers."""


PART_OF_DAY = {"morning": "mornings", "afternoon": "afternoons", "evening": "evenings"}
TIMES: dict[str, str] = {f"weekday_{code}": f"Weekday {words}" for code, words in PART_OF_DAY.items()} | {
    f"weekend_{code}": f"Weekend {words}" for code, words in PART_OF_DAY.items()
}
"""When it would suit, as codes."""

LONGEST_TITLE, LONGEST_WORDS, LONGEST_NAME, LONGEST_WHOM = 120, 2000, 120, 160
MOST_PEOPLE = 500
SAID_AN_HOUR = 6
"""Voices from one address by the page for everybody. A whole library shares one, so it is not fewer."""

ADDRESS_KEPT = timedelta(days=365)
"""How long an address waits for what comes of it."""
ANSWER_TRIED = timedelta(days=90)
"""How long an address waits for an answer that could not be sent."""
HIDDEN_KEPT = timedelta(days=30)
"""How long words taken out of sight can be put back; then they are gone."""


@dataclass(frozen=True)
class Wanted:
    """
    What is missing: `title` in a few words, the rest as codes, each empty where nothing was said of it.

    `ward` is an ONS code, `need` a code of our vocabulary, `way` one of the Five Ways, `times` codes of `TIMES`, and
    `for_whom` codes of `assets.rules.Audience`.
    """

    title: str
    words: str = ""
    kind: GapKind = GapKind.PROVISION
    way: str = ""
    need: str = ""
    ward: str = ""
    times: tuple[str, ...] = ()
    for_whom: tuple[str, ...] = ()


@dataclass(frozen=True)
class Left:
    """What somebody leaves so that they hear what comes of it, and whether they would help."""

    name: str = ""
    reply_to: str = ""
    would_help: bool = False


NOBODY = Left()


def check_wanted(wanted: Wanted, people: int) -> None:
    """Raise RuleBroken for a gap without a title, or for nobody or too many."""
    if not wanted.title.strip():
        raise RuleBroken("Say in a few words what is missing.")
    if not 1 <= people <= MOST_PEOPLE:
        raise RuleBroken(f"Say for how many people, from 1 to {MOST_PEOPLE}.")


def check_move(now: GapState, to: GapState) -> None:
    """Raise RuleBroken when a gap cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This gap is “{LABELS[now][0].lower()}” already, so that step is not open.")


def check_outcome(outcome: Outcome, why: str) -> None:
    """Raise RuleBroken when nothing is done and nobody says why: whoever asked is told it."""
    if outcome is Outcome.NONE and not why.strip():
        raise RuleBroken("Say why nothing can be done for now: whoever asked is told it.")


def check_joins(*, same: bool, target_state: GapState, has_joined: bool) -> None:
    """Raise RuleBroken when two gaps cannot become one."""
    if same:
        raise RuleBroken("A gap cannot be joined to itself.")
    if has_joined:
        raise RuleBroken("One of these two is joined to another gap already. Open the page again.")
    if target_state not in AT_WORK:
        raise RuleBroken("Only a gap that is open can take in another one.")


def first_state(*, by_team: bool) -> GapState:
    """Where a new gap stands: what the team says is open; all other words are read first."""
    return S.OPEN if by_team else S.WAITING
