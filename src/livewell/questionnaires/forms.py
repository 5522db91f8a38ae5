"""What comes in about questions: how they are asked, the answers to them, and scores that came from elsewhere."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from livewell.kit import clock
from livewell.kit.clock import LONDON
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.measures.rules.instruments import Instrument, Item, Kind
from livewell.measures.rules.taking import HOW_LABELS as TAKEN_LABELS
from livewell.measures.rules.taking import NOT_DONE_LABELS, NotDone
from livewell.measures.rules.taking import How as Taken
from livewell.questionnaires import rules
from livewell.questionnaires.rules import SKIPPED, How

HOWS = [(how.value, label, hint) for how, (label, hint) in rules.HOW_LABELS.items()]
NOT_DONE = [(reason.value, label) for reason, label in NOT_DONE_LABELS.items()]
TAKEN_BY_WORKER = [(how.value, TAKEN_LABELS[how]) for how in (Taken.TOGETHER, Taken.PROXY)]
"""How a worker's own typing came about."""
TAKEN = [(how.value, label) for how, label in TAKEN_LABELS.items()]
LONGEST_WORDS = 500
_LONGEST_SITTING = timedelta(hours=2)
"""Whoever took longer was away in between, so the time says nothing."""


def field_of(item: Item) -> str:
    """The name of a question's box."""
    return f"item-{item.id}"


@dataclass(frozen=True)
class AskTyped:
    """What is asked, how, by when, and what is said beside it."""

    instrument: str
    how: How
    words: str
    due_on: date | None


def read_ask(form: Form, instruments: list[tuple[str, str]]) -> AskTyped | None:
    """What is asked, or None when the form has errors."""
    instrument = form.one_of("instrument", instruments, required="Choose what you would like to ask")
    how = form.one_of("how", HOWS, required="Choose how it is filled in")
    words = form.text("words", "What you say beside it", longest=LONGEST_WORDS)
    due_on = form.day(
        "due",
        "The day",
        not_before=clock.today(),
        not_after=clock.today() + timedelta(days=rules.MOST_DAYS_AHEAD),
    )
    if not form.ok or instrument is None or how is None:
        return None
    return AskTyped(instrument, How(how), words, due_on)


@dataclass(frozen=True)
class AnswersTyped:
    """The answers that were given, and how they came about."""

    answers: dict[str, int]
    seconds: float | None
    """How long it took, where that can be told."""


def read_answers(form: Form, instrument: Instrument, *, on_paper: bool = False) -> AnswersTyped | None:
    """
    The answers, or None when one is missing that is needed or is no answer: each then has its own sentence.

    A question may be left out where the others still come to something, by saying so.
    """
    answers = {}
    for number, item in enumerate(instrument.items, start=1):
        value = _answer(form, number, item, skippable=rules.may_skip(instrument, item, on_paper=on_paper))
        if value is not None:
            answers[item.id] = value
    if form.ok and not answers:
        first = field_of(instrument.items[0])
        form.error(first, _("Answer at least one question, or say below that you would rather not"))
    return AnswersTyped(answers, _seconds(form)) if form.ok else None


def _answer(form: Form, number: int, item: Item, *, skippable: bool) -> int | None:
    field = field_of(item)
    given = form.typed(field).strip()
    left_out = given == SKIPPED or form.typed(f"{field}-{SKIPPED}") == "yes"
    if left_out and skippable and given in ("", SKIPPED):
        return None
    if left_out and skippable:
        form.error(field, _("Question %(number)s: either answer it or leave it out, not both") % {"number": number})
        return None
    if not given:
        if skippable:
            form.error(field, _("Answer question %(number)s, or say that you would rather not") % {"number": number})
        else:
            form.error(field, _("Answer question %(number)s") % {"number": number})
        return None
    value = int(given) if given.isdecimal() and len(given) < len("1000000") else None
    if value is not None and item.scale.allows(value):
        return value
    if item.scale.kind is Kind.NUMBER:
        form.error(
            field,
            _("Question %(number)s needs a whole number from %(lowest)s to %(highest)s")
            % {"number": number, "lowest": item.scale.lowest, "highest": item.scale.highest},
        )
    else:
        form.error(field, _("Question %(number)s: choose one of its answers") % {"number": number})
    return None


def _seconds(form: Form) -> float | None:
    typed = form.typed("began")
    began = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len("9999999999") else None
    if began is None:
        return None
    took = clock.now().timestamp() - began
    return took if 0 <= took <= _LONGEST_SITTING.total_seconds() else None


def blank_answers(draft: dict[str, object] | None = None, *, submission: UUID | None = None) -> Form:
    """The sheet as nobody has filled it in, or as it was left half-done."""
    values: dict[str, object] = {"began": int(clock.now().timestamp())}
    if draft:
        # Whoever comes back to it was away: the time it took says nothing.
        values = {**draft, "from_draft": "yes", "began": ""}
    return Form.blank(values, submission=submission)


@dataclass(frozen=True)
class TakenTyped:
    """How a worker came by answers, and on which day."""

    how: Taken
    taken_at: datetime | None


def read_taken(form: Form, *, on_paper: bool) -> TakenTyped:
    """How and when; look at `form.ok`. Today and together, or on paper, when nothing is said."""
    how = form.one_of("taken_how", TAKEN_BY_WORKER)
    taken_on = form.day("taken", "The day", not_after=clock.today())
    usual = Taken.PAPER if on_paper else Taken.TOGETHER
    return TakenTyped(Taken(how) if how and not on_paper else usual, moment_of(taken_on))


@dataclass(frozen=True)
class ScoreTyped:
    """A score from its licensed source, or why there is none."""

    score: Decimal | None
    not_done: NotDone | None
    why: str
    how: Taken
    taken_at: datetime | None


def read_score(form: Form, instrument: Instrument) -> ScoreTyped | None:
    """A score or a reason, or None when the form has errors."""
    scoring = instrument.scoring
    score = form.number("score", "The score", lowest=scoring.lowest, highest=scoring.highest, places=scoring.places)
    not_done = form.one_of("not_done", NOT_DONE)
    why = form.text("why", "More about it", longest=300)
    how = form.one_of("how", TAKEN)
    taken_on = form.day("taken", "The day", not_after=clock.today())
    if form.ok and (score is None) == (not_done is None):
        said = "Enter the score, or choose why there is none"
        form.error(
            "score", said if score is None else "Either there is a score, or a reason why there is none, not both"
        )
    if not form.ok:
        return None
    return ScoreTyped(
        score=score,
        not_done=NotDone(not_done) if not_done else None,
        why=why,
        how=Taken(how) if how else Taken.SCORE_ONLY,
        taken_at=moment_of(taken_on),
    )


def moment_of(day: date | None) -> datetime | None:
    """Noon in London of a day gone by; None for today, which is now."""
    if day is None or day == clock.today():
        return None
    return datetime.combine(day, time(12), LONDON).astimezone(UTC)


def read_code(form: Form) -> str:
    """The code on a paper that came back; look at `form.ok`."""
    return form.text("code", "The code", required="Enter the code that stands on the paper", longest=40)


def answers_as_form(instrument: Instrument, answers: dict[str, int]) -> Form:
    """The sheet as it was filled in, to put an answer right: what was left out says so."""
    values: dict[str, object] = {}
    for item in instrument.items:
        if item.id in answers:
            values[field_of(item)] = answers[item.id]
        elif item.scale.kind is Kind.NUMBER:
            values[f"{field_of(item)}-{SKIPPED}"] = "yes"
        else:
            values[field_of(item)] = SKIPPED
    return Form.blank(values)
