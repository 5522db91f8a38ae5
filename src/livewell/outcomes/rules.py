"""What an ending asks for, what comes after, and whether it was what the person expected."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class WhatNext(StrEnum):
    """Where a person goes from here."""

    GROUP = "group"
    VOLUNTEER = "volunteer"
    BEFRIENDER = "befriender"
    COURSE = "course"
    SELF_MANAGING = "self_managing"
    OTHER_SERVICE = "other_service"
    OTHER = "other"


WHAT_NEXT_LABELS: dict[WhatNext, str] = {
    WhatNext.GROUP: "Goes on with a group or activity",
    WhatNext.VOLUNTEER: "Would like to volunteer",
    WhatNext.BEFRIENDER: "Would like a volunteer befriender",
    WhatNext.COURSE: "Goes on to a course",
    WhatNext.SELF_MANAGING: "Carries on with their own plan",
    WhatNext.OTHER_SERVICE: "Goes on to another service",
    WhatNext.OTHER: "Something else",
}


class Expectation(StrEnum):
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_ASKED = "not_asked"


EXPECTATION_LABELS: dict[Expectation, str] = {
    Expectation.MET: "Yes",
    Expectation.PARTLY: "Partly",
    Expectation.NOT_MET: "No",
    Expectation.NOT_ASKED: "Not asked",
}


class Section(StrEnum):
    """The parts of an ending, in the order of its page."""

    GOALS = "goals"
    PAM = "pam"
    GROUPS = "groups"
    WHAT_NEXT = "what_next"
    EXPECTATION = "expectation"
    WORDS = "words"
    SUMMARY = "summary"


# The codes of journeys.rules.EndReason; rules know no other room, and a test holds the two together.
_TOGETHER = frozenset({"goals_met", "moved_on"})
_WITHOUT_THEM = frozenset({"unable_to_contact", "died"})

_ASKED_OF_ALL = frozenset({Section.SUMMARY})
_NEEDED_TOGETHER = frozenset({Section.GOALS, Section.PAM, Section.WHAT_NEXT, Section.EXPECTATION, Section.SUMMARY})


def makes_sense(reason: str) -> frozenset[Section]:
    """The sections worth asking for: all of them, unless the person is not there to answer."""
    return _ASKED_OF_ALL if reason in _WITHOUT_THEM else frozenset(Section)


def needed(reason: str) -> frozenset[Section]:
    """The sections that must be answered: nearly all when the ending was made together, few when it was not."""
    if reason in _TOGETHER:
        return _NEEDED_TOGETHER
    return frozenset() if reason in _WITHOUT_THEM else frozenset({Section.SUMMARY})


def planned_by(reason: str) -> bool | None:
    """Whether this ending was planned, as its reason says; None when somebody has to be asked."""
    if reason in _TOGETHER:
        return True
    return False if reason in _WITHOUT_THEM else None


PAM_STILL_GOOD = timedelta(days=28)
"""A score this fresh is the final one too: nobody is asked the same questions twice in a month."""


def pam_is_fresh(latest_on: date | None, today: date) -> bool:
    """Whether a score or an answer about it was noted in the last four weeks."""
    return latest_on is not None and today - latest_on <= PAM_STILL_GOOD


def check_sections(reason: str, answered: Collection[Section]) -> None:
    """Raise RuleBroken when a section this ending needs is missing."""
    missing = needed(reason) - set(answered)
    if missing:
        raise RuleBroken(
            f"Before this ending: {'; '.join(_MISSING[section] for section in Section if section in missing)}."
        )


_MISSING: dict[Section, str] = {
    Section.GOALS: "rate every agreed goal",
    Section.PAM: "give the patient activation score, or say why there is none",
    Section.GROUPS: "say how many groups they belong to",
    Section.WHAT_NEXT: "say what comes next",
    Section.EXPECTATION: "say whether it was what they expected",
    Section.WORDS: "write down what the person says",
    Section.SUMMARY: "write the summary for the referrer",
}


def check_planned(reason: str, *, planned: bool) -> None:
    """Raise RuleBroken when the reason says otherwise: goals reached is planned, unable to contact is not."""
    said = planned_by(reason)
    if said is not None and said is not planned:
        raise RuleBroken(
            "An ending with this reason is always planned." if said else "This ending cannot have been planned."
        )


def check_volunteering(what_next: Collection[WhatNext], *, may_contact: bool, begin: bool = False) -> None:
    """Raise RuleBroken when somebody would be contacted about volunteering who did not say that they want to."""
    if may_contact and WhatNext.VOLUNTEER not in what_next:
        raise RuleBroken("Only somebody who would like to volunteer is contacted about it.")
    if begin and not may_contact:
        raise RuleBroken("Only somebody who agreed to be contacted about it becomes a volunteer.")
