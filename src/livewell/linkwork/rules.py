"""How a person is introduced to a link worker, and the words for it."""

from datetime import date, timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class IntroductionStatus(StrEnum):
    ASKED = "asked"
    TAKEN_ON = "taken_on"
    HANDED_BACK = "handed_back"


S = IntroductionStatus

MOVES: dict[IntroductionStatus, frozenset[IntroductionStatus]] = {
    S.ASKED: frozenset({S.TAKEN_ON, S.HANDED_BACK}),
    S.TAKEN_ON: frozenset({S.HANDED_BACK}),
    S.HANDED_BACK: frozenset(),
}

LABELS: dict[IntroductionStatus, tuple[str, str]] = {
    S.ASKED: ("Waiting for the link worker", "yellow"),
    S.TAKEN_ON: ("Taken on", "green"),
    S.HANDED_BACK: ("Handed back to the coach", "grey"),
}


NO_LONGER_ASKED = ("No longer asked", "grey")
"""Said of an introduction that nobody answered before the journey ended or went back to the coach."""


class How(StrEnum):
    """A warm introduction."""

    JOINT_MEETING = "joint_meeting"
    JOINT_CALL = "joint_call"
    BY_NAME = "by_name"


HOW_LABELS: dict[How, str] = {
    How.JOINT_MEETING: "All three of us meet",
    How.JOINT_CALL: "A call with all three of us",
    How.BY_NAME: "I have told them about each other, by name",
}


class Reason(StrEnum):
    """Why company on the way would help."""

    GETTING_THERE = "getting_there"
    FINDING_GROUPS = "finding_groups"
    EVERYDAY_CHANGES = "everyday_changes"
    WORK = "work"
    CONFIDENCE = "confidence"
    PRACTICAL = "practical"


REASON_LABELS: dict[Reason, str] = {
    Reason.GETTING_THERE: "Somebody to go along the first times",
    Reason.FINDING_GROUPS: "Finding groups and activities",
    Reason.EVERYDAY_CHANGES: "Changing everyday habits",
    Reason.WORK: "Work, training or volunteering",
    Reason.CONFIDENCE: "Confidence to go out and meet people",
    Reason.PRACTICAL: "Practical matters at home",
}


MEETS: frozenset[How] = frozenset({How.JOINT_MEETING, How.JOINT_CALL})
"""Ways of introducing that have a day and a time."""


def fullness(open_people: int, guide: int) -> str:
    """The sentence that warns of a full caseload, or "". It warns, it never blocks."""
    if open_people < guide:
        return ""
    people = "1 person" if open_people == 1 else f"{open_people} people"
    return f"Works with {people} now; the guide is {guide}. It may be a while before they can begin."


def monday_of(day: date) -> date:
    """The Monday of the week a day lies in."""
    return day - timedelta(days=day.weekday())


def check_introduction(*, how: How, meets: bool, agrees: bool, reasons: int) -> None:
    """Raise RuleBroken when an introduction lacks what makes it a warm one."""
    if not agrees:
        raise RuleBroken("A person is introduced to a link worker when they agree to it.")
    if how in MEETS and not meets:
        raise RuleBroken("Say when you will all meet or speak.")
    if not reasons:
        raise RuleBroken("Say what the link worker could help with.")


def check_move(now: IntroductionStatus, to: IntroductionStatus) -> None:
    """Raise RuleBroken when an introduction cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This introduction is already {LABELS[now][0].lower()}.")
