"""A licence pack: wording, conversion table and cut-points that a licence holder brought, and how long they hold."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from livewell.measures.rules.instruments import Band
from livewell.measures.rules.scoring import Calibration

CONTEXTS: dict[str, str] = {
    "clinical": "Work with people",
    "research": "Research and evaluation",
    "educational": "Teaching",
    "commercial": "Commercial use",
}
NEEDED_CONTEXT = "clinical"


@dataclass(frozen=True)
class Pack:
    """A pack that holds together."""

    instrument: str
    version: str
    """The holder's own name for this calibration or wording."""
    holder: str
    reference: str
    contexts: tuple[str, ...]
    starts_on: date
    ends_on: date | None
    stem: str
    words: dict[str, str]
    """Question -> wording; empty when the pack brings none."""
    anchors: dict[int, str]
    """Answer -> words."""
    table: dict[int, Decimal]
    """Raw sum -> score; empty when the pack brings none."""
    cuts: tuple[Decimal, ...]
    """Where level 2, 3 and 4 begin."""
    level_names: tuple[str, ...]
    min_answered: int | None

    @property
    def table_hash(self) -> str:
        """SHA-256 of table and cut-points, so that two scores can be told to come from the same calibration."""
        rows = [[raw, str(self.table[raw])] for raw in sorted(self.table)]
        whole = json.dumps([rows, [str(cut) for cut in self.cuts]], separators=(",", ":"))
        return hashlib.sha256(whole.encode()).hexdigest()

    def calibration(self) -> Calibration | None:
        """Table and cut-points for scoring; None when the pack brings wording alone."""
        if not self.cuts:
            return None
        begins = (Decimal(0), *self.cuts)
        names = self.level_names or tuple(f"Level {level}" for level in range(1, len(begins) + 1))
        bands = tuple(
            Band(f"level_{level}", name, lowest, level)
            for level, (lowest, name) in enumerate(zip(begins, names, strict=True), start=1)
        )
        return Calibration(
            cuts=self.version,
            bands=bands,
            table=self.table,
            table_hash=self.table_hash,
            min_answered=self.min_answered,
        )

    def as_json(self) -> dict[str, Any]:
        """As it is kept, and as `read` reads it again."""
        return {
            "instrument": self.instrument,
            "pack_version": self.version,
            "holder": self.holder,
            "reference": self.reference,
            "contexts": list(self.contexts),
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat() if self.ends_on else None,
            "stem": self.stem,
            "items": [{"id": item, "words": words} for item, words in self.words.items()],
            "scale": [{"value": value, "words": words} for value, words in self.anchors.items()],
            "table": {str(raw): str(score) for raw, score in self.table.items()},
            "cuts": [str(cut) for cut in self.cuts],
            "level_names": list(self.level_names),
            "minimum_answered": self.min_answered,
        }
