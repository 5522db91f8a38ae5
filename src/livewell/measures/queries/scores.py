"""The scores of a journey as they are shown, and those that stand as the flags compare them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from livewell.kit import db
from livewell.kit.dates import london_day
from livewell.kit.languages import gettext as _
from livewell.measures.rules.instruments import Band, Instrument
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.measures.rules.scoring import PartScore
from livewell.measures.rules.taking import (
    FLAG_LABELS,
    HOW_LABELS,
    NOT_DONE_LABELS,
    Flag,
    How,
    MadeWith,
    NotDone,
    Taken,
)


@dataclass(frozen=True)
class PartSeen:
    """A sub-score, or one answer that has bands of its own."""

    id: str
    name: str
    value: int
    band_label: str


@dataclass(frozen=True)
class ScoreSeen:
    """One row: a score with its level, answers that each stand for themselves, or the reason why there are none."""

    id: UUID
    instrument: str
    score: Decimal | None
    level: int | None
    band: str
    band_label: str
    parts: tuple[PartSeen, ...]
    answers: dict[str, int] | None
    cuts: str
    table_hash: str
    algorithm: str
    version: str
    """Of the instrument."""
    pack: UUID | None
    not_done: str
    not_done_label: str
    why: str
    how: str
    how_label: str
    flags: list[str]
    """Sentences."""
    asks_for_help: bool
    taken_at: datetime
    noted_at: datetime
    by: UUID | None
    by_name: str
    sequence: int
    replaces: UUID | None
    struck: bool
    """Corrected or scored again since."""
    struck_how: str
    """"corrected", "rescored", or empty."""

    @property
    def taken_on(self) -> date:
        """The London day it was taken."""
        return london_day(self.taken_at)

    @property
    def made_with(self) -> MadeWith:
        """What it was made with: only scores made alike may be compared."""
        return MadeWith(self.algorithm, self.cuts, self.table_hash)

    @property
    def has_answer(self) -> bool:
        """Whether there is a score or answers, not only a reason."""
        return not self.not_done

    @property
    def was_rescored(self) -> bool:
        """Whether a later row scored the same answers again."""
        return self.struck_how == "rescored"


async def scores(journey_id: UUID, instrument: str) -> list[ScoreSeen]:
    """Every row of an instrument in a journey, the newest first. Ask first who may see the journey."""
    return [seen(one) for one in await db.rows(f"{_ROWS} AND s.instrument = $2 {_ORDER}", journey_id, instrument)]


async def all_scores(journey_id: UUID) -> list[ScoreSeen]:
    """Every row of every instrument in a journey, the newest first. Ask first who may see the journey."""
    return [seen(one) for one in await db.rows(f"{_ROWS} {_ORDER}", journey_id)]


_ROWS = """
    SELECT s.id, s.instrument, s.instrument_version AS version, s.algorithm, s.answers, s.score, s.level, s.band,
           s.parts, s.cuts, s.table_hash, s.pack, s.not_done, s.not_done_why AS why, s.how, s.flags,
           s.taken_at, s.noted_at, s.taken_by AS by, coalesce(u.name, '') AS by_name, s.sequence, s.replaces,
           coalesce(later.replaced_how, '') AS struck_how, later.id IS NOT NULL AS struck
      FROM score s LEFT JOIN staff_user u ON u.id = s.taken_by LEFT JOIN score later ON later.replaces = s.id
     WHERE s.journey = $1
"""
_ORDER = "ORDER BY s.sequence DESC, s.noted_at DESC"


def seen(found: dict[str, Any]) -> ScoreSeen:
    """A row as it is shown, in the language of the page."""
    instrument = INSTRUMENTS[found["instrument"]]
    parts = msgspec.json.decode(found["parts"], type=dict[str, PartScore])
    flags = [Flag(flag) for flag in found["flags"]]
    return ScoreSeen(
        **{
            **found,
            "score": None if found["score"] is None else found["score"].quantize(instrument.scoring.step),
            "answers": None if found["answers"] is None else msgspec.json.decode(found["answers"]),
            "parts": tuple(_part(instrument, name, parts[name]) for name in _in_order(instrument) if name in parts),
            "flags": [_(FLAG_LABELS[flag]) for flag in flags],
        },
        asks_for_help=Flag.ITEM_9 in flags,
        band_label=_band_label(found, instrument),
        not_done_label=_(NOT_DONE_LABELS[NotDone(found["not_done"])]) if found["not_done"] else "",
        how_label=_(HOW_LABELS[How(found["how"])]),
    )


def _band_label(found: dict[str, Any], instrument: Instrument) -> str:
    if found["level"] is not None:
        return _("Level %(level)s") % {"level": found["level"]}
    return _label(found["band"], instrument.bands)


def _in_order(instrument: Instrument) -> list[str]:
    """Questions, then sub-scores: PostgreSQL keeps the names of a JSON object in an order of its own."""
    return [item.id for item in instrument.items] + [part.id for part in instrument.scoring.parts]


def _part(instrument: Instrument, name: str, part: PartScore) -> PartSeen:
    item = instrument.item(name)
    if item is not None:
        return PartSeen(name, item.words or name, part.value, _label(part.band, item.bands))
    made = next((one for one in instrument.scoring.parts if one.id == name), None)
    return PartSeen(name, _(made.name) if made else name, part.value, _label(part.band, made.bands if made else ()))


def _label(code: str, bands: tuple[Band, ...]) -> str:
    """The words of a band in the language of the page; empty for a code that is no more."""
    return next((_(band.label) for band in bands if band.code == code), "")


async def standing_before(journey: UUID, instrument: str, turn: int | None) -> list[Taken]:
    """The answers that stand of a journey, the oldest first; with `turn` only those before it."""
    return [
        Taken(
            one["score"],
            london_day(one["taken_at"]),
            one["how"],
            MadeWith(one["algorithm"], one["cuts"], one["table_hash"]),
        )
        for one in await db.rows(
            """
            SELECT s.score, s.taken_at, s.how, s.algorithm, s.cuts, s.table_hash FROM score s
             WHERE s.journey = $1 AND s.instrument = $2 AND s.not_done = '' AND ($3::integer IS NULL OR s.sequence < $3)
               AND NOT EXISTS (SELECT 1 FROM score later WHERE later.replaces = s.id)
             ORDER BY s.sequence
            """,
            journey,
            instrument,
            turn,
        )
    ]
