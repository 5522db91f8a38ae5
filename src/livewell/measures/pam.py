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
from math import sqrt

from livewell.kit.errors import RuleBroken
from livewell.measures.rules.instruments import Band
from livewell.measures.rules.scoring import Calibration

INSTRUMENT = "pam"
CLOCKED = (INSTRUMENT, "pam10")
"""The instruments that are due every three months: the questionnaire has a longer and a shorter form."""
LOWEST = Decimal(0)
HIGHEST = Decimal(100)
STEP = Decimal("0.1")
"""A score has one decimal."""


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


EVERY_MONTHS = 3
"""The measure is taken every three months while the journey is open."""
TOLERANCE = timedelta(days=14)
"""How long before and after its day a score still counts for that day."""


def calibration(cuts: CutPoints) -> Calibration:
    """These cut-points as the engine reads levels from them: without a table, which is the licence holder's."""
    begins = (LOWEST, cuts.level_2_from, cuts.level_3_from, cuts.level_4_from)
    bands = tuple(
        Band(f"level_{number}", f"Level {number}", lowest, number) for number, lowest in enumerate(begins, start=1)
    )
    return Calibration(cuts=cuts.version, bands=bands)


def tidy(score: Decimal) -> Decimal:
    """The score with one decimal. RuleBroken outside 0 to 100 or with more decimals: nothing falls between two levels."""
    if not score.is_finite() or not LOWEST <= score <= HIGHEST:
        raise RuleBroken("A patient activation score lies between 0 and 100.")
    one_decimal = score.quantize(STEP)
    if one_decimal != score:
        raise RuleBroken("A patient activation score has one decimal at most, as the licensed source gives it.")
    return one_decimal


def level(score: Decimal, cuts: CutPoints = CURRENT) -> int:
    """The level, 1 to 4, of a score. RuleBroken for what is no score."""
    exact = tidy(score)
    return 1 + sum(exact >= begins for begins in (cuts.level_2_from, cuts.level_3_from, cuts.level_4_from))


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
