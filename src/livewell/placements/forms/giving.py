"""Hours that were given, and what was spent."""

from dataclasses import dataclass
from datetime import date

from livewell.kit import clock
from livewell.kit.forms import Form
from livewell.placements.rules import money
from livewell.placements.rules.money import ExpenseState

DECISIONS = (
    (ExpenseState.APPROVED.value, "Yes, it will be paid"),
    (ExpenseState.DECLINED.value, "No, it cannot be paid as it is"),
)
_MONEY, _MILES = "money", "miles"
KINDS = ((_MONEY, "Something I paid for"), (_MILES, "Miles in my own car"))


@dataclass(frozen=True)
class Given:
    """Time somebody gave."""

    given_on: date
    minutes: int
    what: str


def read_hours(form: Form) -> Given | None:
    """Hours, or None with what has to be put right."""
    given_on = form.day("given", "The day", required="Say on which day", not_after=clock.today())
    hours = form.whole_number("hours", "Hours", lowest=0, highest=23) or 0
    minutes = form.whole_number("minutes", "Minutes", lowest=0, highest=59) or 0
    what = form.text("what", "What you did", required="Say in a few words what it was", longest=160)
    if form.ok and not hours + minutes:
        form.error("hours", "Say for how long")
    if not form.ok or given_on is None:
        return None
    return Given(given_on, hours * 60 + minutes, what)


@dataclass(frozen=True)
class Claimed:
    """What somebody spent, in pence; or whole miles."""

    spent_on: date
    pence: int
    miles: int | None
    what: str


def read_claim(form: Form) -> Claimed | None:
    """A claim, or None with what has to be put right."""
    kind = form.one_of("kind", KINDS, required="Choose what it is for")
    spent_on = form.day(
        "spent",
        "The day",
        required="Say on which day",
        not_after=clock.today(),
        not_before=clock.today() - money.LONGEST_AGO,
    )
    what = form.text("what", "What it was for", required="Say what it was for", longest=200)
    pounds = miles = None
    if kind == _MILES:
        miles = form.whole_number(
            "miles", "Miles", lowest=1, highest=money.MOST_MILES, required="Say how many whole miles"
        )
    elif kind == _MONEY:
        pounds = form.number(
            "pounds", "Pounds", lowest=0, highest=money.MOST_PENCE // 100, places=2, required="Say how much it was"
        )
        if pounds is not None and not pounds:
            form.error("pounds", "Say how much it was")
    if not form.ok or spent_on is None:
        return None
    return Claimed(spent_on, money.in_pence(pounds) if pounds is not None else 0, miles, what)


@dataclass(frozen=True)
class Decision:
    """What somebody says to a claim."""

    to: ExpenseState
    sentence: str


def read_decision(form: Form) -> Decision | None:
    """Yes or no, or None with what has to be put right. A no needs a sentence."""
    to = form.one_of("decision", DECISIONS, required="Choose yes or no")
    why = "Say why, in a sentence they will read" if to == ExpenseState.DECLINED.value else None
    sentence = form.text("sentence", "The sentence", required=why, longest=500)
    return Decision(ExpenseState(to), sentence) if form.ok and to else None


def read_paid(form: Form) -> date | None:
    """The day it was paid, or None."""
    return form.day("paid", "The day", required="Say on which day it was paid", not_after=clock.today())
