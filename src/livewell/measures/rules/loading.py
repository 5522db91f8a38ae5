"""Reading instruments from their TOML files, and refusing one whose parts do not fit together."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from livewell.measures.rules.instruments import (
    BAND_NAMES,
    Algorithm,
    Band,
    Code,
    Codes,
    Direction,
    Instrument,
    Item,
    Kind,
    Licence,
    Missing,
    Option,
    Part,
    SafetyRule,
    Scale,
    Scoring,
    Threshold,
)

FOLDER = Path(__file__).parents[1] / "instruments"


def read(path: Path) -> Instrument:
    """The instrument in a file. ValueError names the file and everything that does not fit."""
    written = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    try:
        found = _instrument(written)
    except (KeyError, TypeError, ValueError) as wrong:
        raise ValueError(f"{path.name}: {wrong!r}") from wrong
    faults = faults_of(found)
    if faults:
        raise ValueError(f"{path.name}: {' '.join(faults)}")
    return found


def read_all(folder: Path = FOLDER) -> dict[str, Instrument]:
    """Every instrument by its id, in the order in which they are shown. ValueError for one that does not fit."""
    found = [(path, read(path)) for path in sorted(folder.glob("*.toml"))]
    wrong = [path.name for path, one in found if path.stem.partition("-")[2] != one.id]
    if wrong:
        raise ValueError(f"A file is called after its instrument: {', '.join(wrong)}.")
    return {one.id: one for _, one in found}


def _instrument(written: Mapping[str, Any]) -> Instrument:
    scales = {name: _scale(name, one) for name, one in written.get("scales", {}).items()}
    bands = {name: _bands(one) for name, one in written.get("bands", {}).items()}
    items = tuple(_item(one, scales, bands) for one in written.get("items", []))
    change = written.get("change", {})
    licence = written["licence"]
    missing = written.get("missing", {})
    return Instrument(
        id=written["id"],
        version=written["version"],
        name=written["name"],
        about=written["about"],
        licence=Licence(licence["class"]),
        attribution=licence["attribution"],
        direction=Direction(written.get("direction", "none")),
        items=items,
        scoring=_scoring(written["scoring"], bands),
        missing=Missing(missing.get("min_answered", 1), missing.get("prorate", False), missing.get("words", "")),
        bands=bands.get("score", ()),
        change=Threshold(Decimal(change["amount"]), change["source"], change.get("url", ""))
        if "amount" in change
        else None,
        change_note=change.get("note", ""),
        safety=tuple(SafetyRule(one["item"], one["at_least"], one["flag"]) for one in written.get("safety", [])),
        codes=Codes(
            **{name: tuple(Code(**one) for one in written.get("codes", {}).get(name, [])) for name in _CODED},
        ),
        languages=tuple(written.get("languages", ["en"])),
        stem=written.get("stem", ""),
        on=written.get("on", True),
        minutes=written.get("minutes", 2),
        source=written["source"],
        checked=written["checked"],
    )


_CODED = ("questionnaire", "score", "level")


def _scale(name: str, one: Mapping[str, Any]) -> Scale:
    options = tuple(Option(**option) for option in one.get("options", []))
    values = [option.value for option in options if not option.not_applicable]
    return Scale(
        id=name,
        kind=Kind(one["kind"]),
        lowest=one["lowest"] if "lowest" in one else min(values),
        highest=one["highest"] if "highest" in one else max(values),
        options=options,
        low_words=one.get("low_words", ""),
        high_words=one.get("high_words", ""),
    )


def _bands(written: list[Mapping[str, Any]]) -> tuple[Band, ...]:
    return tuple(Band(one["code"], one["label"], Decimal(one["from"]), one.get("level")) for one in written)


def _item(one: Mapping[str, Any], scales: Mapping[str, Scale], bands: Mapping[str, tuple[Band, ...]]) -> Item:
    return Item(
        id=one["id"],
        words=one.get("words", ""),
        scale=scales[one["scale"]],
        code=one.get("code", ""),
        hint=one.get("hint", ""),
        scored=one.get("scored", True),
        optional=one.get("optional", False),
        direction=Direction(one.get("direction", "none")),
        bands=bands[one["bands"]] if "bands" in one else (),
    )


def _scoring(one: Mapping[str, Any], bands: Mapping[str, tuple[Band, ...]]) -> Scoring:
    return Scoring(
        algorithm=Algorithm(one["algorithm"]),
        version=one["version"],
        lowest=Decimal(one.get("lowest", 0)),
        highest=Decimal(one.get("highest", 0)),
        places=one.get("places", 0),
        table={int(raw): Decimal(metric) for raw, metric in one.get("table", {}).items()},
        parts=tuple(
            Part(
                id=part["id"],
                name=part["name"],
                items=tuple(part["items"]),
                counts=frozenset(part.get("counts", [])),
                missing_at_most=part.get("missing_at_most", 0),
                bands=bands[part["bands"]] if "bands" in part else (),
            )
            for part in one.get("parts", [])
        ),
        source=one.get("source", ""),
    )


def faults_of(one: Instrument) -> list[str]:
    """Everything about an instrument that does not fit together, in sentences; none for one that may be used."""
    faults = []
    ids = [item.id for item in one.items]
    if len(ids) != len(set(ids)):
        faults.append("Two questions have the same id.")
    if one.licence is Licence.SHIP and not one.has_words:
        faults.append("A question that we ship has no words.")
    if one.licence is not Licence.SHIP and any(item.words for item in one.items):
        faults.append("There is wording that is not ours to ship.")
    if unknown := {name for part in one.scoring.parts for name in part.items} - set(ids):
        faults.append(f"A part counts questions that are not there: {', '.join(sorted(unknown))}.")
    if unknown := {rule.item for rule in one.safety} - set(ids):
        faults.append(f"A safety rule watches a question that is not there: {', '.join(sorted(unknown))}.")
    if one.missing.min_answered > len(one.scored_items) and one.items:
        faults.append("More must be answered than is asked.")
    faults += _band_faults("score", one.bands, one.scoring.lowest)
    for item in one.items:
        faults += _band_faults(item.id, item.bands, Decimal(item.scale.lowest))
    for part in one.scoring.parts:
        faults += _band_faults(part.id, part.bands, Decimal(0))
    return faults + _table_faults(one)


def _band_faults(name: str, bands: tuple[Band, ...], lowest: Decimal) -> list[str]:
    begins = [band.lowest for band in bands]
    if not begins:
        return []
    faults = [] if begins[0] == lowest else [f"The bands of {name} do not begin at {lowest}."]
    if unknown := {band.label for band in bands} - BAND_NAMES:
        faults.append(f"Bands of {name} have names that nobody translates: {', '.join(sorted(unknown))}.")
    if any(later <= earlier for earlier, later in pairwise(begins)):
        faults.append(f"The bands of {name} do not rise.")
    return faults


def _table_faults(one: Instrument) -> list[str]:
    if one.scoring.algorithm is not Algorithm.TABLE:
        return []
    low = sum(item.scale.lowest for item in one.scored_items)
    high = sum(item.scale.highest for item in one.scored_items)
    metrics = [one.scoring.table[raw] for raw in sorted(one.scoring.table)]
    faults = []
    if sorted(one.scoring.table) != list(range(low, high + 1)):
        faults.append(f"The table does not have one row for each sum from {low} to {high}.")
    if any(later <= earlier for earlier, later in pairwise(metrics)):
        faults.append("The table does not rise.")
    if metrics and (metrics[0], metrics[-1]) != (one.scoring.lowest, one.scoring.highest):
        faults.append("The table does not begin and end with the lowest and highest score.")
    return faults


INSTRUMENTS: dict[str, Instrument] = read_all()
"""Every instrument by its id."""
