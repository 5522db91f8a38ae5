"""
Reading the file of a licence pack, JSON, and saying everything that is wrong with it, each in a sentence of its own.

Nothing of a pack is kept unless all of it holds together.
"""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from livewell.measures.rules.instruments import Algorithm, Instrument, Licence
from livewell.measures.rules.packs import CONTEXTS, NEEDED_CONTEXT, Pack

LARGEST = 256 * 1024
"""Bytes of a pack: wording of some 20 questions and 40 rows need far fewer."""
_CUTS = 3
_LONGEST_WORDS = 500
_LONGEST_NAME = 60
_LONGEST_HOLDER = 160
_LONGEST_REFERENCE = 120
_FEW = 5


class PackUnreadable(Exception):
    """What is wrong with a pack, one sentence each."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def read(content: bytes, instruments: Mapping[str, Instrument]) -> Pack:
    """The pack in a file. PackUnreadable says everything that is wrong with it."""
    if not content:
        raise PackUnreadable(["Choose the file of the licence pack."])
    if len(content) > LARGEST:
        raise PackUnreadable([f"The file is larger than {LARGEST // 1024} kB, which no licence pack needs."])
    try:
        written = json.loads(content.decode("utf-8-sig"), parse_float=Decimal, object_pairs_hook=_no_twins)
    except _TwinError as twin:
        raise PackUnreadable([f"The file says “{twin}” twice in one place."]) from None
    except UnicodeDecodeError:
        raise PackUnreadable(["The file is not text in UTF-8."]) from None
    except (json.JSONDecodeError, RecursionError, ValueError):
        raise PackUnreadable(["The file is not JSON, or is cut off."]) from None
    if not isinstance(written, dict):
        raise PackUnreadable(["The file has to be one JSON object."])
    instrument = instruments.get(str(written.get("instrument", "")))
    if instrument is None:
        raise PackUnreadable(["The pack does not say which instrument it is for, or Live Well does not know it."])
    if instrument.licence is Licence.SHIP:
        raise PackUnreadable([f"{instrument.name} comes with its wording and takes no licence pack."])
    reading = _Reading(written, instrument)
    pack = reading.pack()
    if reading.faults:
        raise PackUnreadable(reading.faults)
    return pack


class _TwinError(Exception):
    """The same name twice in one object."""


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _TwinError(_clean(name)[:40])
        found[name] = value
    return found


class _Reading:
    """One pass over what the file says, noting what is wrong."""

    def __init__(self, written: dict[str, Any], instrument: Instrument) -> None:
        self.written = written
        self.instrument = instrument
        self.faults: list[str] = []

    def pack(self) -> Pack:
        starts, ends = self._day("starts_on", "first"), self._day("ends_on", "last")
        if starts is None and not self.written.get("starts_on"):
            self.faults.append("The pack does not say from which day it may be used (starts_on).")
        if starts and ends and ends < starts:
            self.faults.append("The licence ends before it begins.")
        words, anchors = self._words(), self._anchors()
        if words and not anchors:
            self.faults.append("The pack has questions without the words of their answers (scale).")
        table = self._table()
        cuts = self._cuts()
        if words and self._calibrated and not self.written.get("table"):
            self.faults.append("The pack has questions without the table that turns their answers into a score.")
        if words == {} and not table and not cuts:
            self.faults.append("The pack brings neither wording nor a table.")
        return Pack(
            instrument=self.instrument.id,
            version=self._text("pack_version", "the name of its version", _LONGEST_NAME),
            holder=self._text("holder", "who holds the licence", _LONGEST_HOLDER),
            reference=self._text("reference", "the reference of the licence", _LONGEST_REFERENCE),
            contexts=self._contexts(),
            starts_on=starts or date.min,
            ends_on=ends,
            stem=self._plain(self.written.get("stem", "")),
            words=words,
            anchors=anchors,
            table=table,
            cuts=cuts,
            level_names=self._level_names(),
            min_answered=self._min_answered(),
        )

    def _plain(self, given: object) -> str:
        return _clean(given) if isinstance(given, str) else ""

    def _text(self, name: str, said: str, longest: int) -> str:
        text = self._plain(self.written.get(name))
        if not text:
            self.faults.append(f"The pack does not say {said} ({name}).")
        elif len(text) > longest:
            self.faults.append(f"What the pack says as {name} is longer than {longest} characters.")
        return text

    def _day(self, name: str, said: str) -> date | None:
        given = self.written.get(name)
        if given is None or given == "":
            return None
        try:
            return date.fromisoformat(str(given))
        except ValueError:
            self.faults.append(f"The {said} day ({name}) is not written as 2026-11-22.")
            return None

    def _contexts(self) -> tuple[str, ...]:
        given = self.written.get("contexts")
        named = [_clean(str(one)) for one in given] if isinstance(given, list) else []
        if unknown := [one for one in named if one not in CONTEXTS]:
            self.faults.append(
                f"These contexts are not known: {', '.join(unknown)[:80]}. Known are {', '.join(CONTEXTS)}."
            )
        elif NEEDED_CONTEXT not in named:
            self.faults.append("The licence does not cover work with people (contexts has to include clinical).")
        return tuple(dict.fromkeys(named))

    def _rows(self, name: str, key: str) -> list[tuple[Any, str]]:
        given = self.written.get(name, [])
        if not isinstance(given, list) or not all(isinstance(one, dict) and key in one for one in given):
            self.faults.append(f"“{name}” has to be a list of objects with {key} and words.")
            return []
        return [(one[key], self._plain(one.get("words"))) for one in given]

    def _words(self) -> dict[str, str]:
        rows = self._rows("items", "id")
        if not rows:
            return {}
        wanted = [item.id for item in self.instrument.items]
        if [str(item) for item, _ in rows] != wanted:
            self.faults.append(
                f"The questions have to be these {len(wanted)}, each once and in this order: {', '.join(wanted)}."
            )
        self._check_words("A question", [words for _, words in rows])
        return {str(item): words for item, words in rows}

    def _anchors(self) -> dict[int, str]:
        rows = self._rows("scale", "value")
        if not rows:
            return {}
        wanted = {option.value for item in self.instrument.items for option in item.scale.options}
        values = [value for value, _ in rows]
        if any(type(value) is not int for value in values) or sorted(values) != sorted(wanted):
            self.faults.append(f"The scale has to give words for each of the answers {_listed(sorted(wanted))}, once.")
            return {}
        self._check_words("An answer", [words for _, words in rows])
        return dict(rows)

    def _check_words(self, noun: str, words: list[str]) -> None:
        if any(not one for one in words):
            self.faults.append(f"{noun} has no words.")
        if any(len(one) > _LONGEST_WORDS for one in words):
            self.faults.append(f"{noun} is longer than {_LONGEST_WORDS} characters.")

    @property
    def _calibrated(self) -> bool:
        """Whether this instrument's table and cut-points come with its pack."""
        return self.instrument.scoring.algorithm is Algorithm.EXTERNAL

    def _table(self) -> dict[int, Decimal]:
        given = self.written.get("table")
        if not given:
            return {}
        if not self._calibrated:
            self.faults.append(
                f"{self.instrument.name} has its scoring already: its pack brings wording only, no table."
            )
            return {}
        if not isinstance(given, dict):
            self.faults.append("The table has to be an object: raw sum, then score.")
            return {}
        table = {}
        for raw, score in given.items():
            exact = _number(score)
            if not raw.isascii() or not raw.isdigit() or raw != str(int(raw)) or exact is None:
                self.faults.append(f"The table has a row that is no pair of numbers: {_clean(raw)[:20]}.")
                return {}
            table[int(raw)] = exact
        self._check_table(table)
        return table

    def _check_table(self, table: dict[int, Decimal]) -> None:
        asked = self.instrument.items
        low = sum(item.scale.lowest for item in asked)
        high = sum(item.scale.highest for item in asked)
        wanted = range(low, high + 1)
        if missing := [raw for raw in wanted if raw not in table]:
            self.faults.append(
                f"The table has to have {len(wanted)} rows, from {low} to {high}. Missing: {_listed(missing)}."
            )
        if over := [raw for raw in sorted(table) if raw not in wanted]:
            self.faults.append(f"The table has rows outside {low} to {high}: {_listed(over)}.")
        rows = sorted(table.items())
        if fall := [raw for (_, before), (raw, score) in pairwise(rows) if score <= before]:
            self.faults.append(
                f"Every score of the table has to be higher than the one before. Not so at {_listed(fall)}."
            )
        lowest, highest = self.instrument.scoring.lowest, self.instrument.scoring.highest
        if rows and rows[0][1] != lowest:
            self.faults.append(f"The table has to begin with {lowest}.0, not {rows[0][1]}.")
        if rows and rows[-1][1] != highest:
            self.faults.append(f"The table has to end with {highest}.0, not {rows[-1][1]}.")
        if long := [raw for raw, score in rows if score != score.quantize(self.instrument.scoring.step)]:
            self.faults.append(f"Scores have one decimal. Not so at {_listed(long)}.")

    def _cuts(self) -> tuple[Decimal, ...]:
        given = self.written.get("cuts")
        if not self._calibrated:
            if given:
                self.faults.append(f"{self.instrument.name} takes no cut-points from a pack.")
            return ()
        if not given:
            self.faults.append("The pack has no cut-points (cuts): table and cut-points belong together.")
            return ()
        cuts = [_number(one) for one in given] if isinstance(given, list) else []
        exact = tuple(one for one in cuts if one is not None)
        lowest, highest = self.instrument.scoring.lowest, self.instrument.scoring.highest
        if len(exact) != _CUTS or len(cuts) != _CUTS:
            self.faults.append("There have to be three cut-points: where level 2, level 3 and level 4 begin.")
            return ()
        if any(later <= earlier for earlier, later in pairwise((lowest, *exact))) or exact[-1] > highest:
            self.faults.append(f"The cut-points have to rise, between {lowest} and {highest}.")
        if any(one != one.quantize(self.instrument.scoring.step) for one in exact):
            self.faults.append("Cut-points have one decimal.")
        return exact

    def _level_names(self) -> tuple[str, ...]:
        given = self.written.get("level_names") or []
        if (
            not isinstance(given, list)
            or len(given) not in (0, _CUTS + 1)
            or not all(self._plain(one) for one in given)
        ):
            self.faults.append("The names of the levels have to be four, or left out.")
            return ()
        names = tuple(self._plain(one) for one in given)
        if any(len(name) > _LONGEST_REFERENCE for name in names):
            self.faults.append(f"The name of a level is longer than {_LONGEST_REFERENCE} characters.")
        return names

    def _min_answered(self) -> int | None:
        given = self.written.get("minimum_answered")
        if given is None:
            return None
        asked = len(self.instrument.items)
        if type(given) is not int or not 1 <= given <= asked:
            self.faults.append(f"The fewest answers for a score (minimum_answered) have to be between 1 and {asked}.")
            return None
        return given


def _number(given: object) -> Decimal | None:
    """An exact number from JSON, or from text as it is kept; None for anything else."""
    if isinstance(given, bool) or not isinstance(given, int | Decimal | str):
        return None
    try:
        exact = Decimal(given)
    except ArithmeticError:
        return None
    return exact if exact.is_finite() and abs(exact) < 10**6 else None


def _clean(text: str) -> str:
    """On one line, without characters that nobody sees and no database keeps."""
    return "".join(one for one in " ".join(text.split()) if one.isprintable())


def _listed(numbers: list[int]) -> str:
    """The first few, and how many more."""
    shown = ", ".join(str(one) for one in numbers[:_FEW])
    return shown if len(numbers) <= _FEW else f"{shown} and {len(numbers) - _FEW} more"
