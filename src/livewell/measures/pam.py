"""
The Patient Activation Measure as a score from its licensed source: levels, due days, and what a change means.

Live Well holds no statement of the questionnaire and no conversion table: both belong to the licence holder. A score of
0 to 100 with one decimal comes in; the level is read from cut-points that carry a version, kept with every score.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from math import sqrt

from livewell.kit.errors import RuleBroken

INSTRUMENT = "pam"
LOWEST = Decimal(0)
HIGHEST = Decimal(100)


@dataclass(frozen=True)
class CutPoints:
    """Where each level begins. Scores and cut-points of one calibration belong together: old scores are not re-levelled."""

    version: str
    source: str
    level_2_from: Decimal
    level_3_from: Decimal
    level_4_from: Decimal


CURRENT = CutPoints(
    version="pam-72.5",
    source="Shirley Ryan AbilityLab, Patient Activation Measure: 0.0-47.0, 47.1-55.1, 55.2-72.4, 72.5-100."
    " https://www.sralab.org/rehabilitation-measures/patient-activation-measure",
    level_2_from=Decimal("47.1"),
    level_3_from=Decimal("55.2"),
    level_4_from=Decimal("72.5"),
)
OLDER = CutPoints(
    version="pam-67.1",
    source="The calibration used in older published work, where level 4 begins at 67.1."
    " Confirm it against the licence before use.",
    level_2_from=Decimal("47.1"),
    level_3_from=Decimal("55.2"),
    level_4_from=Decimal("67.1"),
)
VERSIONS: dict[str, CutPoints] = {cuts.version: cuts for cuts in (CURRENT, OLDER)}


class NotDone(StrEnum):
    """Why there is no score. It is as good an answer as a score."""

    DECLINED = "declined"
    NOT_DONE = "not_done"
    NOT_SUITABLE = "not_suitable"


NOT_DONE_LABELS: dict[NotDone, str] = {
    NotDone.DECLINED: "They would rather not",
    NotDone.NOT_DONE: "There was no time for it",
    NotDone.NOT_SUITABLE: "It does not suit them",
}


class How(StrEnum):
    """Who filled it in."""

    SELF = "self"
    TOGETHER = "together"
    PROXY = "proxy"
    SCORE_ONLY = "score_only"


HOW_LABELS: dict[How, str] = {
    How.SELF: "They filled it in",
    How.TOGETHER: "We went through it together",
    How.PROXY: "Somebody else answered for them",
    How.SCORE_ONLY: "We only know the score",
}

LEVEL_LABELS: dict[int, str] = {1: "Level 1", 2: "Level 2", 3: "Level 3", 4: "Level 4"}


class Flag(StrEnum):
    """What to bear in mind when reading a score. A flag never takes a score away."""

    CEILING = "ceiling"
    BIG_JUMP = "big_jump"
    RETEST_EARLY = "retest_early"
    MODE_CHANGE = "mode_change"
    VERSION_CHANGE = "version_change"


FLAG_LABELS: dict[Flag, str] = {
    Flag.CEILING: "At the end of the scale: it cannot show a further change in that direction",
    Flag.BIG_JUMP: "25 points or more from the one before: worth talking about",
    Flag.RETEST_EARLY: "Less than 60 days after the one before",
    Flag.MODE_CHANGE: "Filled in another way than the one before",
    Flag.VERSION_CHANGE: "Read with other cut-points than the first: the two cannot be compared",
}

BIG_JUMP = Decimal(25)
RETEST_EARLY = timedelta(days=60)

EVERY_MONTHS = 3
"""The measure is taken every three months while the journey is open."""
TOLERANCE = timedelta(days=14)
"""How long before and after its day a score still counts for that day."""


def tidy(score: Decimal) -> Decimal:
    """The score with one decimal. RuleBroken outside 0 to 100 or with more decimals: nothing falls between two levels."""
    if not score.is_finite() or not LOWEST <= score <= HIGHEST:
        raise RuleBroken("A patient activation score lies between 0 and 100.")
    one_decimal = score.quantize(Decimal("0.1"))
    if one_decimal != score:
        raise RuleBroken("A patient activation score has one decimal at most, as the licensed source gives it.")
    return one_decimal


def level(score: Decimal, cuts: CutPoints = CURRENT) -> int:
    """The level, 1 to 4, of a score. RuleBroken for what is no score."""
    exact = tidy(score)
    return 1 + sum(exact >= begins for begins in (cuts.level_2_from, cuts.level_3_from, cuts.level_4_from))


@dataclass(frozen=True)
class Taken:
    """A score as the one before or the first: what the flags compare with."""

    score: Decimal
    on: date
    how: str
    cuts: str


def flags(score: Decimal, *, on: date, how: str, cuts: str, before: Taken | None, first: Taken | None) -> list[Flag]:
    """The flags of a new score, given the one before it and the first of the journey, where there are any."""
    raised = []
    if score in (LOWEST, HIGHEST):
        raised.append(Flag.CEILING)
    if before is not None:
        if abs(score - before.score) >= BIG_JUMP:
            raised.append(Flag.BIG_JUMP)
        if on - before.on < RETEST_EARLY:
            raised.append(Flag.RETEST_EARLY)
        if how != before.how and How.SCORE_ONLY not in (how, before.how):
            raised.append(Flag.MODE_CHANGE)
    if first is not None and first.cuts != cuts:
        raised.append(Flag.VERSION_CHANGE)
    return raised


SPREAD = 17.7
"""Standard deviation of 15,877 scores in North West London (mean 55.1)."""
RELIABILITY = 0.88
"""Cronbach's alpha, the top of the range in European validation studies (.80 to .88)."""


def reliable_change(spread: float = SPREAD, reliability: float = RELIABILITY) -> float:
    """
    The smallest change in one person that measurement error alone would explain in fewer than 1 of 20.

    Jacobson & Truax 1991: 1.96 · √2 · SD · √(1 - reliability). https://doi.org/10.1037/0022-006X.59.1.12
    """
    return 1.96 * sqrt(2) * spread * sqrt(1 - reliability)


def change_in_words(before: Decimal, after: Decimal) -> str:
    """What a change means for one person, without saying more than the measure can."""
    change = after - before
    if change == 0:
        return "The same as before."
    points = f"{abs(change).normalize():f} {'point' if abs(change) == 1 else 'points'}"
    direction = "higher" if change > 0 else "lower"
    if float(abs(change)) < reliable_change():
        return (
            f"{points} {direction}. For one person a difference of this size can be chance: "
            "it takes about 17 points to be more than measurement error."
        )
    return f"{points} {direction}. That is more than measurement error alone would usually explain."


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class DueDay:
    """The next time a score is due."""

    on: date
    baseline: bool
    """True for the first of the journey."""

    def is_due(self, today: date) -> bool:
        """Whether it may be taken now: from 14 days before its day."""
        return today >= self.on - TOLERANCE

    def is_overdue(self, today: date) -> bool:
        """Whether the 14 days after its day have gone by."""
        return today > self.on + TOLERANCE


def next_due(answered_on: Sequence[date], *, began_on: date, today: date) -> DueDay:
    """
    When the measure is due next, given the days on which there was an answer (a score, or a reason for none).

    The first is due when coaching begins; the others every three months from the first, whatever happened between.
    An answer counts for a day from 14 days before it until 14 days before the next one. Days nobody answered in time
    are not asked for again once the next one has begun.
    """
    if not answered_on:
        return DueDay(began_on, baseline=True)
    first, latest = min(answered_on), max(answered_on)
    turn = 1
    while add_months(first, EVERY_MONTHS * (turn + 1)) - TOLERANCE <= today:
        turn += 1
    if latest >= add_months(first, EVERY_MONTHS * turn) - TOLERANCE:
        turn += 1
    return DueDay(add_months(first, EVERY_MONTHS * turn), baseline=False)
