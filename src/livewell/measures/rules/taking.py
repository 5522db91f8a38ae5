"""How somebody's answers came about, why there are none, and what to bear in mind when reading them."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from livewell.measures.rules.instruments import Algorithm, Direction, Instrument, Kind


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
    PAPER = "paper"
    SCORE_ONLY = "score_only"


HOW_LABELS: dict[How, str] = {
    How.SELF: "They filled it in",
    How.TOGETHER: "We went through it together",
    How.PROXY: "Somebody else answered for them",
    How.PAPER: "They filled it in on paper",
    How.SCORE_ONLY: "We only know the score",
}
_BY_THEMSELVES = frozenset({How.SELF, How.PAPER})


class Flag(StrEnum):
    """What to bear in mind when reading a score. A flag never takes a score away."""

    STRAIGHT_LINE_LOWEST = "straight_line_1"
    STRAIGHT_LINE_HIGHEST = "straight_line_4"
    STRAIGHT_LINE_MID = "straight_line_mid"
    TOO_FEW = "too_few"
    NA_HEAVY = "na_heavy"
    FAST = "fast"
    CEILING = "ceiling"
    BIG_JUMP = "big_jump"
    RETEST_EARLY = "retest_early"
    MODE_CHANGE = "mode_change"
    VERSION_CHANGE = "version_change"
    ITEM_9 = "item_9"


FLAG_LABELS: dict[Flag, str] = {
    Flag.STRAIGHT_LINE_LOWEST: "Every answer was the lowest one: ask whether the questions made sense",
    Flag.STRAIGHT_LINE_HIGHEST: "Every answer was the highest one: ask whether the questions made sense",
    Flag.STRAIGHT_LINE_MID: "Every answer was the same one",
    Flag.TOO_FEW: "Too few answers for a score",
    Flag.NA_HEAVY: "Three or more answers were “does not apply”: the score is less exact",
    Flag.FAST: "Filled in very quickly: less than two seconds for each question",
    Flag.CEILING: "At the end of the scale: it cannot show a further change in that direction",
    Flag.BIG_JUMP: "A large step from the one before: worth talking about",
    Flag.RETEST_EARLY: "Less than 60 days after the one before",
    Flag.MODE_CHANGE: "Filled in another way than the one before",
    Flag.VERSION_CHANGE: "Scored by another version than the first: the two cannot be compared",
    Flag.ITEM_9: "An answer that asks for help now: follow the site’s pathway",
}

BIG_JUMP_SHARE = Decimal("0.25")
"""A quarter of the whole scale: 25 points of patient activation."""
RETEST_EARLY = timedelta(days=60)
NA_HEAVY = 3
SECONDS_A_QUESTION = 2
_ENOUGH_TO_CALL_A_LINE = 4
"""With fewer questions, the same answer to all of them says nothing."""
_ADDED_UP = frozenset({Algorithm.SUM, Algorithm.TABLE, Algorithm.EXTERNAL})
"""Where the answers are degrees of one thing; on a list of what is there, the same answer throughout is a plain one."""
_WIDE_SCALE = 20
"""On a narrower scale a quarter of it is a step or two."""


@dataclass(frozen=True)
class MadeWith:
    """What a score was made with: only scores made alike may be subtracted."""

    algorithm: str
    """Empty when it came as a score."""
    cuts: str
    table_hash: str

    def is_like(self, other: "MadeWith") -> bool:
        """Whether a difference between the two scores means anything."""
        same_way = not self.algorithm or not other.algorithm or self.algorithm == other.algorithm
        return same_way and (self.cuts, self.table_hash) == (other.cuts, other.table_hash)


@dataclass(frozen=True)
class Taken:
    """A score as the one before or the first: what the flags compare with."""

    score: Decimal | None
    on: date
    how: str
    made_with: MadeWith


def answer_flags(instrument: Instrument, answers: dict[str, int], *, how: How, seconds: float | None) -> list[Flag]:
    """The flags that the answers raise by themselves. `seconds` is how long filling in took, where that is known."""
    scored = {item.id: item for item in instrument.scored_items if item.scale.kind is not Kind.NUMBER}
    given, not_applicable = [], 0
    for item_id, value in answers.items():
        item = scored.get(item_id)
        if item is None:
            continue
        option = item.scale.option(value)
        if option is not None and option.not_applicable:
            not_applicable += 1
        else:
            given.append((item, value))
    raised = []
    in_line = len(given) >= _ENOUGH_TO_CALL_A_LINE and len({value for _, value in given}) == 1
    if in_line and instrument.scoring.algorithm in _ADDED_UP:
        raised += _line(given[0][0].scale.lowest, given[0][0].scale.highest, given[0][1], instrument)
    if not_applicable >= NA_HEAVY:
        raised.append(Flag.NA_HEAVY)
    if seconds is not None and how is How.SELF and answers and seconds < SECONDS_A_QUESTION * len(answers):
        raised.append(Flag.FAST)
    raised += [
        Flag(rule.flag) for rule in instrument.safety if answers.get(rule.item, rule.at_least - 1) >= rule.at_least
    ]
    return raised


def _line(lowest: int, highest: int, value: int, instrument: Instrument) -> list[Flag]:
    """All at one end, or all at one answer between. Nothing at all of a symptom is a plain answer, not a line."""
    symptoms = instrument.direction is Direction.DOWN
    if value == lowest:
        return [] if symptoms else [Flag.STRAIGHT_LINE_LOWEST]
    return [Flag.STRAIGHT_LINE_HIGHEST if value == highest else Flag.STRAIGHT_LINE_MID]


def score_flags(instrument: Instrument, now: Taken, *, before: Taken | None, first: Taken | None) -> list[Flag]:
    """The flags of a score, given the one before it and the first of the journey, where there are any."""
    raised = []
    lowest, highest = instrument.scoring.lowest, instrument.scoring.highest
    if now.score is not None and now.score in (lowest, highest):
        raised.append(Flag.CEILING)
    if before is not None:
        if (
            now.score is not None
            and before.score is not None
            and highest - lowest >= _WIDE_SCALE
            and abs(now.score - before.score) >= BIG_JUMP_SHARE * (highest - lowest)
        ):
            raised.append(Flag.BIG_JUMP)
        if now.on - before.on < RETEST_EARLY:
            raised.append(Flag.RETEST_EARLY)
        if _another_way(now.how, before.how):
            raised.append(Flag.MODE_CHANGE)
    if first is not None and not first.made_with.is_like(now.made_with):
        raised.append(Flag.VERSION_CHANGE)
    return raised


def _another_way(now: str, before: str) -> bool:
    if How.SCORE_ONLY in (now, before):
        return False
    return now != before and not {now, before} <= {one.value for one in _BY_THEMSELVES}
