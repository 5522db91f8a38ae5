"""The fund: where an application stands, who may judge it, and what has to be said whatever the answer."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class ApplicationState(StrEnum):
    """Where an application is on its way."""

    BEGUN = "begun"
    SENT = "sent"
    ASKED = "asked"
    AWARDED = "awarded"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


S = ApplicationState

MOVES: dict[ApplicationState, frozenset[ApplicationState]] = {
    S.BEGUN: frozenset({S.SENT, S.WITHDRAWN}),
    S.SENT: frozenset({S.ASKED, S.AWARDED, S.DECLINED, S.WITHDRAWN}),
    S.ASKED: frozenset({S.SENT, S.AWARDED, S.DECLINED, S.WITHDRAWN}),
    S.AWARDED: frozenset({S.CLOSED}),
    S.DECLINED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.CLOSED: frozenset(),
}

LABELS: dict[ApplicationState, tuple[str, str]] = {
    S.BEGUN: ("Half written", "grey"),
    S.SENT: ("Sent", "blue"),
    S.ASKED: ("We asked something", "yellow"),
    S.AWARDED: ("Awarded", "green"),
    S.DECLINED: ("Not this time", "orange"),
    S.WITHDRAWN: ("Withdrawn", "grey"),
    S.CLOSED: ("Done", "purple"),
}

UNDECIDED = frozenset({S.SENT, S.ASKED})
"""A panel may give its opinion, and decide."""


def check_move(now: ApplicationState, to: ApplicationState) -> None:
    """Raise RuleBroken when an application cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This application is “{LABELS[now][0].lower()}” already, so that cannot be done any more.")


class PotKind(StrEnum):
    """For whom a pot is."""

    SMALL = "small"
    PARTNER = "partner"


POT_LABELS: dict[PotKind, str] = {
    PotKind.SMALL: "Small awards for groups and residents",
    PotKind.PARTNER: "A partner who is commissioned",
}


class Says(StrEnum):
    """What a panellist would do."""

    YES = "yes"
    PART = "part"
    NO = "no"


SAYS_LABELS: dict[Says, str] = {
    Says.YES: "Yes, award it",
    Says.PART: "Award part of it",
    Says.NO: "Not this time",
}


class How(StrEnum):
    """How money went out, or that it came back."""

    BANK = "bank"
    CHEQUE = "cheque"
    CARD = "card"
    CASH = "cash"
    RETURNED = "returned"


HOW_LABELS: dict[How, str] = {
    How.BANK: "Bank transfer",
    How.CHEQUE: "Cheque",
    How.CARD: "Card",
    How.CASH: "Cash",
    How.RETURNED: "Came back",
}

QUORUM = 2
"""Opinions of panellists who need not stand back, before anything is decided."""

BEGUN_AN_HOUR = 10
"""Applications that one network address may begin in an hour."""
REMINDED_BEFORE = timedelta(days=14)
"""How long before its day somebody is reminded of their report."""
FORGOTTEN_AFTER = timedelta(days=60)
"""How long after the closing day a half-written application is kept."""

LONGEST_LINE = 160
LONGEST_WORDS = 2000
LONGEST_STORY = 5000
MOST_PEOPLE = 30_000
RESERVED = frozenset({"desk", "mine", "stories", "figures"})
"""Names that a pot's address cannot have."""


def is_open(opens_on: date, closes_on: date, *, closed: bool, today: date) -> bool:
    """Whether somebody may ask today: until London's midnight at the end of the closing day."""
    return not closed and opens_on <= today <= closes_on


def criteria_in(text: str) -> tuple[str, ...]:
    """The criteria of a pot, one from each line that says something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def is_the_applicant(applicant: str, other: str) -> bool:
    """Whether two e-mail addresses are one person's; nobody without an address is anybody."""
    return applicant.strip().casefold() == other.strip().casefold() != ""


def check_quorum(without_conflict: int) -> None:
    """Raise RuleBroken when too few have said what they think."""
    if without_conflict < QUORUM:
        raise RuleBroken(
            f"{QUORUM} panellists who need not stand back have to say what they think first; {without_conflict} did."
        )


def check_told(*, reasons: str, feedback: str, onward: str) -> None:
    """Raise RuleBroken when an applicant would not learn why, how it was found, or what else there is."""
    if not (reasons.strip() and feedback.strip() and onward.strip()):
        raise RuleBroken(
            "Whatever the answer is, write the reasons, what the applicant reads, and what else they are offered."
        )


def check_meets(meets: Collection[int], criteria: Collection[str]) -> None:
    """Raise RuleBroken for a criterion that the pot does not have (they count from 1)."""
    if any(not 1 <= number <= len(criteria) for number in meets):
        raise RuleBroken("The criteria of this pot changed meanwhile. Open the page again.")
