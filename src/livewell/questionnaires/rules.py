"""How somebody is asked to fill in a measure, what became of it, and how long a link and a reminder take."""

from datetime import date, timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken
from livewell.kit.languages import gettext, mark
from livewell.measures.rules.instruments import Instrument, Item


class How(StrEnum):
    """Who fills it in, and where."""

    WORKER = "worker"
    TOGETHER = "together"
    SPACE = "space"
    LINK = "link"
    PAPER = "paper"
    SCORE = "score"


HOW_LABELS: dict[How, tuple[str, str]] = {
    How.WORKER: ("Now: they say, I type", "The questions open on your screen"),
    How.TOGETHER: ("Now: together on one screen", "Large and plain, without anything else of the record, to hand over"),
    How.SPACE: ("At home, in their own space", "It waits there when they next come in"),
    How.LINK: ("At home, by a link in an email", "It opens once, without signing in, and lasts 14 days"),
    How.PAPER: ("On paper", "To print, with a code to find it by when it comes back"),
    How.SCORE: ("We have the score already", "For a measure that is filled in with its licensed source"),
}
"""Words and a hint for each, as a worker reads them."""

AT_HOME = frozenset({How.SPACE, How.LINK})
"""Those that wait in the person's own space."""


class AskingState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


S = AskingState

MOVES: dict[AskingState, frozenset[AskingState]] = {
    S.OPEN: frozenset({S.ANSWERED, S.DECLINED, S.TAKEN_BACK}),
    S.ANSWERED: frozenset(),
    S.DECLINED: frozenset(),
    S.TAKEN_BACK: frozenset(),
}

LABELS: dict[AskingState, tuple[str, str]] = {
    S.OPEN: ("Waiting for answers", "blue"),
    S.ANSWERED: ("Answered", "green"),
    S.DECLINED: ("They would rather not", "grey"),
    S.TAKEN_BACK: ("Taken back", "grey"),
}

_NO_LONGER: dict[AskingState, str] = {
    S.OPEN: mark("These questions are waiting for answers already."),
    S.ANSWERED: mark("These questions have been answered already. Nothing more is needed."),
    S.DECLINED: mark("You said that you would rather not answer these questions. That is fine."),
    S.TAKEN_BACK: mark("These questions are not needed any more. Thank you for coming back to them."),
}
"""For whoever comes to answer what is not open; also read by the person."""


def check_move(now: AskingState, to: AskingState) -> None:
    """Raise RuleBroken when what was asked cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(gettext(_NO_LONGER[now]))


LINK_LASTS = timedelta(days=14)
REMIND_BEFORE = timedelta(days=2)
"""How long before its day the person is reminded, once."""
REMIND_UNTIL = timedelta(days=7)
"""How long after its day the reminder still makes sense."""
MOST_DAYS_AHEAD = 366
"""How far ahead a day may be asked for."""
OPENINGS_AN_HOUR = 60
"""Links tried from one network address: a guesser gets nowhere, a shared address is not locked out."""

SKIPPED = "skip"
"""What a form sends for "I would rather not answer this"."""


def is_overdue(due_on: date | None, today: date) -> bool:
    """Whether its day has gone by."""
    return due_on is not None and today > due_on


def may_skip(instrument: Instrument, item: Item, *, on_paper: bool = False) -> bool:
    """
    Whether somebody may leave one question out and the others still come to something.

    On paper any may be blank: what was answered is kept, also where it comes to no score.
    """
    if on_paper:
        return True
    asked = [one for one in instrument.items if not one.optional]
    return item.optional or instrument.missing.min_answered < len(asked)


def why_not_by_email(*, never_contact: bool, email: str, set_up: bool) -> str:
    """Why no e-mail can go to somebody, as a worker reads it; "" when one can."""
    if never_contact:
        return "They chose never to be contacted, so nothing is sent. Ask when you meet."
    if not email:
        return "There is no email address on their record. Ask in another way, or add one to their details first."
    if not set_up:
        return "This site cannot send email yet. Ask in another way."
    return ""


def why_not(how: How, *, can_ask: bool, takes_score: bool, why: str, by_email: str) -> str:
    """Why an instrument cannot be asked in this way, "" when it can. `why` is its own reason, `by_email` that of the post."""
    if how is How.SCORE:
        return "" if takes_score else "This one is filled in here: enter the answers, so that none is lost."
    if not can_ask:
        return why or "This one cannot be filled in here. Write its score down instead."
    return by_email if how is How.LINK else ""
