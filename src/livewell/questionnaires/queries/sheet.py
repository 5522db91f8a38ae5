"""One instrument as a sheet of questions to fill in: its wording as it may be shown here, and what each answer can be."""

from dataclasses import dataclass

from livewell.measures.rules.instruments import Instrument, Item, Kind
from livewell.questionnaires import rules
from livewell.questionnaires.forms import field_of


@dataclass(frozen=True)
class Question:
    """One question as a page shows it."""

    number: int
    field: str
    words: str
    hint: str
    options: tuple[tuple[int, str], ...]
    """Value and words of each answer to choose from; empty where a number is typed."""
    low_words: str
    high_words: str
    lowest: int
    highest: int
    is_choice: bool
    is_rating: bool
    skippable: bool


@dataclass(frozen=True)
class Sheet:
    """Everything a page needs to ask one instrument."""

    instrument: str
    name: str
    stem: str
    minutes: int
    language: str
    """The language of its wording: it is official, and nobody translates it on the way."""
    attribution: str
    questions: tuple[Question, ...]
    on_paper: bool
    """Whether it is the screen for a paper that came back, on which questions may be blank."""
    needs_care: bool
    """Whether one of its answers asks for help at once, so that whom to call stands on it."""


def sheet_of(instrument: Instrument, *, on_paper: bool = False) -> Sheet:
    """The sheet of an instrument with its wording: `measures.queries.usable` gives one that has it."""
    return Sheet(
        instrument=instrument.id,
        name=instrument.name,
        stem=instrument.stem,
        minutes=instrument.minutes,
        language=instrument.languages[0],
        attribution=instrument.attribution,
        questions=tuple(
            _question(number, item, skippable=rules.may_skip(instrument, item, on_paper=on_paper))
            for number, item in enumerate(instrument.items, start=1)
        ),
        on_paper=on_paper,
        needs_care=instrument.needs_duty_contact,
    )


def _question(number: int, item: Item, *, skippable: bool) -> Question:
    scale = item.scale
    rating = scale.kind is Kind.RATING
    options = tuple((value, str(value)) for value in range(scale.lowest, scale.highest + 1)) if rating else ()
    if scale.kind is Kind.CHOICE:
        options = tuple((one.value, one.words or str(one.value)) for one in scale.options)
    return Question(
        number=number,
        field=field_of(item),
        words=item.words,
        hint=item.hint,
        options=options,
        low_words=scale.low_words,
        high_words=scale.high_words,
        lowest=scale.lowest,
        highest=scale.highest,
        is_choice=scale.kind is Kind.CHOICE,
        is_rating=rating,
        skippable=skippable,
    )
