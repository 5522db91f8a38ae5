"""From answers to a score: sums, tables, counts, missing answers, levels and bands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from livewell.kit.errors import RuleBroken
from livewell.measures.rules.instruments import Algorithm, Band, Instrument, Item, Part, band_of


@dataclass(frozen=True)
class Calibration:
    """A conversion table and its cut-points, which belong together: from a licence pack, or cut-points alone."""

    cuts: str
    """The version of the cut-points, kept with every score."""
    bands: tuple[Band, ...]
    table: Mapping[int, Decimal] = field(default_factory=dict)
    table_hash: str = ""
    min_answered: int | None = None


@dataclass(frozen=True)
class PartScore:
    """A sub-score, or one answer with its band."""

    value: int
    band: str = ""


@dataclass(frozen=True)
class Result:
    """What answers come to."""

    score: Decimal | None
    """None when too little was answered, or when the instrument has no one figure."""
    level: int | None
    band: str
    parts: dict[str, PartScore]
    answered: int
    not_applicable: int
    too_few: bool


def read_answers(instrument: Instrument, answers: Mapping[str, object]) -> dict[str, int]:
    """
    The answers as whole numbers, in the order of the questions; empty ones are left out.

    RuleBroken for a question that is not asked, an answer that is not on its scale, or no answer at all.
    """
    if unknown := set(answers) - {item.id for item in instrument.items}:
        raise RuleBroken(f"{instrument.name} does not ask {', '.join(sorted(unknown))}.")
    read: dict[str, int] = {}
    for number, item in enumerate(instrument.items, start=1):
        given = answers.get(item.id)
        if given is None or given == "":
            continue
        read[item.id] = _answer(item, number, given)
    if not read:
        raise RuleBroken("Answer at least one question, or say why there are no answers.")
    return read


def _answer(item: Item, number: int, given: object) -> int:
    text = str(given).strip()
    if isinstance(given, bool) or not (text.isascii() and text.isdigit()) or not item.scale.allows(int(text)):
        raise RuleBroken(f"The answer to question {number} is not one of its answers.")
    return int(text)


def score(instrument: Instrument, answers: Mapping[str, int], calibration: Calibration | None = None) -> Result:
    """
    What these answers come to. ValueError for an answer that `read_answers` would not have given.

    `calibration` is the table and cut-points of a licence pack, where the instrument itself has none.
    """
    if wrong := [
        item.id for item in instrument.items if item.id in answers and not item.scale.allows(answers[item.id])
    ]:
        raise ValueError(f"Not an answer: {', '.join(wrong)}.")
    given: dict[str, int] = {}
    not_applicable = 0
    for item in instrument.scored_items:
        if item.id not in answers:
            continue
        option = item.scale.option(answers[item.id])
        if option is not None and option.not_applicable:
            not_applicable += 1
        else:
            given[item.id] = answers[item.id]
    needed = (calibration.min_answered if calibration else None) or instrument.missing.min_answered
    enough = len(given) >= needed
    figure = _figure(instrument, given, calibration) if enough else None
    found = band_of(figure, calibration.bands if calibration else instrument.bands) if figure is not None else None
    return Result(
        score=figure,
        level=found.level if found else None,
        band=found.code if found else "",
        parts=_parts(instrument, answers),
        answered=len(given),
        not_applicable=not_applicable,
        too_few=instrument.has_score and figure is None,
    )


def _figure(instrument: Instrument, given: Mapping[str, int], calibration: Calibration | None) -> Decimal | None:
    match instrument.scoring.algorithm:
        case Algorithm.SUM:
            return Decimal(_raw(instrument, given))
        case Algorithm.TABLE:
            return instrument.scoring.table[_raw(instrument, given)]
        case Algorithm.COUNTING:
            return Decimal(sum(_counted(part, given) for part in instrument.scoring.parts))
        case Algorithm.EXTERNAL:
            return calibration.table[_raw(instrument, given)] if calibration and calibration.table else None
        case Algorithm.NONE:
            return None


def _raw(instrument: Instrument, given: Mapping[str, int]) -> int:
    """The sum; with answers missing, the mean of those given times the number of questions, to the nearest whole."""
    total, asked = sum(given.values()), len(instrument.scored_items)
    if len(given) == asked:
        return total
    return int((Decimal(total) * asked / len(given)).quantize(Decimal(1), ROUND_HALF_UP))


def _counted(part: Part, given: Mapping[str, int]) -> int:
    return sum(given[item] in part.counts for item in part.items if item in given)


def _parts(instrument: Instrument, answers: Mapping[str, int]) -> dict[str, PartScore]:
    """Sub-scores that have enough answers, and the bands of single questions."""
    found: dict[str, PartScore] = {}
    for item in instrument.items:
        if item.bands and item.id in answers:
            band = band_of(Decimal(answers[item.id]), item.bands)
            found[item.id] = PartScore(answers[item.id], band.code if band else "")
    for part in instrument.scoring.parts:
        if sum(item not in answers for item in part.items) <= part.missing_at_most:
            value = _counted(part, answers)
            band = band_of(Decimal(value), part.bands)
            found[part.id] = PartScore(value, band.code if band else "")
    return found


def from_elsewhere(instrument: Instrument, given: Decimal) -> Decimal:
    """
    A score that its licensed source made, with the instrument's decimals.

    RuleBroken when the instrument takes none, outside its range, with more decimals, or one its table cannot give.
    """
    scoring = instrument.scoring
    if not instrument.takes_score:
        raise RuleBroken(f"{instrument.name} is scored here from its answers.")
    if not given.is_finite() or not scoring.lowest <= given <= scoring.highest:
        raise RuleBroken(f"This score lies between {scoring.lowest} and {scoring.highest}.")
    exact = given.quantize(scoring.step)
    if exact != given:
        decimals = {0: "no decimals", 1: "one decimal at most"}.get(
            scoring.places, f"{scoring.places} decimals at most"
        )
        raise RuleBroken(f"This score has {decimals}, as its source gives it.")
    if scoring.table and exact not in set(scoring.table.values()):
        raise RuleBroken("No answers come to this score. Check that it is the converted score, not the sum.")
    return exact
