"""What an instrument is: its questions, scales, scoring, bands and licence, as they stand in `instruments/*.toml`."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from livewell.kit.languages import mark


class Licence(StrEnum):
    """Whose the wording is, and so what Live Well may show."""

    SHIP = "ship"
    """The wording may be shown by anybody; it comes with Live Well."""
    BYO = "byo"
    """Scored here; the wording belongs to somebody and is shown while this site has loaded a licence pack."""
    SCORE_ONLY = "score_only"
    """Wording and conversion table belong to somebody: a score comes in from the licensed source, or a pack does."""


LICENCE_LABELS: dict[Licence, str] = {
    Licence.SHIP: "The questions come with Live Well",
    Licence.BYO: "Scored here; the questions need a licence pack",
    Licence.SCORE_ONLY: "The licensed source gives the score, or a licence pack brings questions and table",
}


class Direction(StrEnum):
    """Which way a figure is better."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


DIRECTION_LABELS: dict[Direction, str] = {
    Direction.UP: "A higher score is better",
    Direction.DOWN: "A lower score is better",
    Direction.NONE: "Neither higher nor lower is better",
}


class Algorithm(StrEnum):
    """How answers become a figure."""

    NONE = "none"
    """Every answer stands for itself."""
    SUM = "sum"
    TABLE = "table"
    """The sum, read in a conversion table."""
    COUNTING = "counting"
    """How many answers are among those that count."""
    EXTERNAL = "external"
    """The licensed source makes the score, or the table of a licence pack does."""


class Kind(StrEnum):
    """How one question is answered."""

    CHOICE = "choice"
    """One of the options."""
    RATING = "rating"
    """A whole number between two ends that have words."""
    NUMBER = "number"
    """A whole number that is typed."""


BAND_NAMES: frozenset[str] = frozenset(
    {
        mark("Very low"),
        mark("Low"),
        mark("Medium"),
        mark("High"),
        mark("Very high"),
        mark("None or minimal"),
        mark("Mild"),
        mark("Moderate"),
        mark("Moderately severe"),
        mark("Severe"),
        mark("Below 6"),
        mark("6 or more, a line that is often used"),
        mark("Not lonely"),
        mark("Lonely"),
        mark("Moderately lonely"),
        mark("Severely lonely"),
    }
)
"""What a band of our instruments may be called. People read these in their own language, unlike the questions."""


@dataclass(frozen=True)
class Option:
    """One answer of a choice."""

    value: int
    words: str = ""
    code: str = ""
    """LOINC answer code."""
    not_applicable: bool = False
    """It is an answer, and counts for nothing."""


@dataclass(frozen=True)
class Scale:
    """What may be answered."""

    id: str
    kind: Kind
    lowest: int
    highest: int
    options: tuple[Option, ...] = ()
    low_words: str = ""
    high_words: str = ""

    def allows(self, value: int) -> bool:
        """Whether this whole number is an answer on this scale."""
        if self.kind is Kind.CHOICE:
            return any(option.value == value for option in self.options)
        return self.lowest <= value <= self.highest

    def option(self, value: int) -> Option | None:
        """The option of this value."""
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True)
class Band:
    """A range of a figure with a name: from `lowest` until the next band begins."""

    code: str
    label: str
    lowest: Decimal
    level: int | None = None


@dataclass(frozen=True)
class Item:
    """One question."""

    id: str
    words: str
    """Empty where the wording is not ours to ship."""
    scale: Scale
    code: str = ""
    """LOINC code of the question."""
    hint: str = ""
    scored: bool = True
    optional: bool = False
    """Not counted when asking whether everything was answered."""
    direction: Direction = Direction.NONE
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Part:
    """A sub-score."""

    id: str
    name: str
    items: tuple[str, ...]
    counts: frozenset[int] = frozenset()
    """The answers that count, where the algorithm counts."""
    missing_at_most: int = 0
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Scoring:
    """How the score comes about."""

    algorithm: Algorithm
    version: str
    lowest: Decimal
    highest: Decimal
    places: int
    """Decimals of the score."""
    table: Mapping[int, Decimal] = field(default_factory=dict)
    """Raw sum -> score, for Algorithm.TABLE."""
    parts: tuple[Part, ...] = ()
    source: str = ""

    @property
    def table_hash(self) -> str:
        """SHA-256 of the conversion table; empty without one."""
        if not self.table:
            return ""
        rows = [[raw, str(self.table[raw])] for raw in sorted(self.table)]
        return hashlib.sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()

    @property
    def step(self) -> Decimal:
        """The smallest difference between two scores as they are written: 1, 0.1 or 0.01."""
        return Decimal(1).scaleb(-self.places)


@dataclass(frozen=True)
class Missing:
    """How much must be answered for a score."""

    min_answered: int
    prorate: bool = False
    """Whether the mean of what was answered stands in for what was not."""
    words: str = ""


@dataclass(frozen=True)
class Threshold:
    """How large a change has to be before it is taken for more than measurement error in one person."""

    amount: Decimal
    source: str
    url: str = ""


@dataclass(frozen=True)
class SafetyRule:
    """An answer after which help is shown at once and the duty contact is told."""

    item: str
    at_least: int
    flag: str


@dataclass(frozen=True)
class Code:
    """One code of a terminology."""

    system: str
    code: str
    display: str = ""


@dataclass(frozen=True)
class Codes:
    """What this instrument is called in SNOMED CT and LOINC; empty where no code was found."""

    questionnaire: tuple[Code, ...] = ()
    score: tuple[Code, ...] = ()
    level: tuple[Code, ...] = ()


@dataclass(frozen=True)
class Instrument:
    """A set of questions or a score, with everything that is known about it. `version` changes when any of it does."""

    id: str
    version: str
    name: str
    about: str
    licence: Licence
    attribution: str
    direction: Direction
    items: tuple[Item, ...]
    scoring: Scoring
    missing: Missing
    bands: tuple[Band, ...]
    change: Threshold | None
    """None where no threshold for one person is published."""
    change_note: str
    safety: tuple[SafetyRule, ...]
    codes: Codes
    languages: tuple[str, ...]
    """The languages of its official wording; never translated by anybody else."""
    stem: str = ""
    on: bool = True
    """Whether a site that has not chosen uses it."""
    minutes: int = 2
    source: str = ""
    checked: str = ""
    """The day its wording and scoring were last compared with the source."""

    def item(self, item_id: str) -> Item | None:
        """The question of this id."""
        return next((item for item in self.items if item.id == item_id), None)

    @property
    def scored_items(self) -> tuple[Item, ...]:
        """The questions that the score is made of."""
        return tuple(item for item in self.items if item.scored)

    @property
    def has_words(self) -> bool:
        """Whether every question has its wording."""
        return bool(self.items) and all(item.words for item in self.items)

    @property
    def has_score(self) -> bool:
        """Whether there is one figure; without, every answer stands for itself."""
        return self.scoring.algorithm is not Algorithm.NONE

    @property
    def takes_score(self) -> bool:
        """Whether a score may be written down without the answers, because somebody licensed made it."""
        return self.has_score and self.licence is not Licence.SHIP

    @property
    def needs_duty_contact(self) -> bool:
        """Whether a site must name its pathway and somebody on duty before it may be used."""
        return bool(self.safety)

    def worded(self, stem: str, words: Mapping[str, str], anchors: Mapping[int, str]) -> "Instrument":
        """The same instrument with wording from a licence pack; what the pack does not say stays as it is."""

        def scale(old: Scale) -> Scale:
            options = tuple(replace(one, words=anchors.get(one.value, one.words)) for one in old.options)
            return replace(old, options=options)

        items = tuple(
            replace(item, words=words.get(item.id, item.words), scale=scale(item.scale)) for item in self.items
        )
        return replace(self, stem=stem or self.stem, items=items)


def band_of(value: Decimal, bands: Sequence[Band]) -> Band | None:
    """The band a figure lies in; None without bands or below the lowest."""
    found = [band for band in bands if value >= band.lowest]
    return found[-1] if found else None
