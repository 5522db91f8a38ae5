"""The gate: recruited, checked and trained for a role, on a day. `volunteer_ready` in the database says the same."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from livewell.volunteers.rules import MAY_HELP_NOT, Stage
from livewell.volunteers.rules.training import topic_label


class CheckLevel(StrEnum):
    """How far a DBS check looks; each covers those before it. https://www.gov.uk/find-out-dbs-check"""

    NONE = "none"
    BASIC = "basic"
    STANDARD = "standard"
    ENHANCED = "enhanced"
    ENHANCED_BARRED = "enhanced_barred"


CHECK_LABELS: dict[CheckLevel, str] = {
    CheckLevel.NONE: "No check",
    CheckLevel.BASIC: "Basic",
    CheckLevel.STANDARD: "Standard",
    CheckLevel.ENHANCED: "Enhanced",
    CheckLevel.ENHANCED_BARRED: "Enhanced with barred lists",
}

_ORDER = tuple(CheckLevel)

YEARS_A_CHECK_COUNTS = 3
"""Our own policy, not law: a certificate itself has no last day."""
YEARS_AFTER_LOOKING_UP = 1
"""Our own policy, not law: how long looking a certificate up at the update service lets it go on counting."""

POLICY = (
    "A check counts for three years from the day on the certificate, or for a year after we last looked it up at the"
    " update service, whichever is later. That is what we decided here; the law sets no last day."
)


def covers(seen: CheckLevel, needed: CheckLevel) -> bool:
    """Whether a check of one level is enough where another is needed."""
    return _ORDER.index(seen) >= _ORDER.index(needed)


def years_after(day: date, years: int) -> date:
    """The same day some years on; 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def last_day_of_check(certificate_on: date, looked_up_on: date | None) -> date:
    """The last day on which a check counts, by `POLICY`."""
    last = years_after(certificate_on, YEARS_A_CHECK_COUNTS)
    return max(last, years_after(looked_up_on, YEARS_AFTER_LOOKING_UP)) if looked_up_on else last


@dataclass(frozen=True)
class Talk:
    """A conversation that was held, and what came of it. `order` counts up in the order of noting."""

    held_on: date
    suits: bool
    order: int = 0


@dataclass(frozen=True)
class Check:
    """A check that was seen and not withdrawn. `counts` is false while a disclosure is thought about, or against them."""

    level: CheckLevel
    certificate_on: date
    ends_on: date
    counts: bool = True


@dataclass(frozen=True)
class Trained:
    """A topic completed and not withdrawn; without a last day it counts for always."""

    topic: str
    done_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class Shown:
    """All that somebody has shown so far."""

    stage: Stage
    talks: Sequence[Talk] = ()
    good_references: int = 0
    checks: Sequence[Check] = ()
    trainings: Sequence[Trained] = ()
    forgotten: bool = False


@dataclass(frozen=True)
class Needs:
    """What a role needs."""

    check_level: CheckLevel = CheckLevel.NONE
    trainings: Collection[str] = ()
    references: int = 2


class Part(StrEnum):
    """The parts of the gate."""

    HERE = "here"
    RECRUITED = "recruited"
    CHECKED = "checked"
    TRAINED = "trained"


@dataclass(frozen=True)
class Lack:
    """One thing that is still missing, as a sentence says it."""

    part: Part
    words: str


@dataclass(frozen=True)
class Readiness:
    """Whether somebody may help in a role on a day, and what is missing."""

    ready: bool
    lacks: tuple[str, ...] = ()
    parts: frozenset[Part] = field(default_factory=frozenset)


def readiness(shown: Shown, needs: Needs, on: date) -> Readiness:
    """Whether what was shown is enough for a role on a London day."""
    found = lacks(shown, needs, on)
    return Readiness(not found, tuple(one.words for one in found), frozenset(one.part for one in found))


def lacks(shown: Shown, needs: Needs, on: date) -> tuple[Lack, ...]:
    """What is missing for a role on a London day; nothing when somebody is ready."""
    found: list[Lack] = []
    if shown.forgotten or shown.stage in MAY_HELP_NOT:
        words = "They are taking a break" if shown.stage is Stage.PAUSED and not shown.forgotten else "They have left"
        found.append(Lack(Part.HERE, words))
    found += _recruited(shown, needs, on)
    if not _is_checked(shown.checks, needs.check_level, on):
        found.append(Lack(Part.CHECKED, f"A DBS check that counts: {CHECK_LABELS[needs.check_level].lower()}"))
    found += [
        Lack(Part.TRAINED, f"Training that counts: {topic_label(topic)}")
        for topic in sorted(set(needs.trainings))
        if not _is_trained(shown.trainings, topic, on)
    ]
    return tuple(found)


def _recruited(shown: Shown, needs: Needs, on: date) -> list[Lack]:
    found = []
    held = [talk for talk in shown.talks if talk.held_on <= on]
    if not held:
        found.append(Lack(Part.RECRUITED, "The conversation"))
    elif not max(held, key=lambda talk: (talk.held_on, talk.order)).suits:
        found.append(Lack(Part.RECRUITED, "A conversation after which we agree that this suits"))
    missing = needs.references - shown.good_references
    if missing > 0:
        found.append(Lack(Part.RECRUITED, "One more reference" if missing == 1 else f"{missing} more references"))
    return found


def _is_checked(checks: Sequence[Check], needed: CheckLevel, on: date) -> bool:
    return needed is CheckLevel.NONE or any(
        check.counts and covers(check.level, needed) and check.certificate_on <= on <= check.ends_on for check in checks
    )


def _is_trained(trainings: Sequence[Trained], topic: str, on: date) -> bool:
    return any(
        one.topic == topic and one.done_on <= on and (one.ends_on is None or on <= one.ends_on) for one in trainings
    )


WARNED_BEFORE: tuple[int, ...] = (60, 30, 7)
"""Days before a check or a training ends on which we say so, each once."""


def warning_due(ends_on: date, today: date) -> int | None:
    """Which of the warnings is due, the nearest to the day; None when it is too early, or the last day is over."""
    left = (ends_on - today).days
    return min((days for days in WARNED_BEFORE if left <= days), default=None) if left >= 0 else None
