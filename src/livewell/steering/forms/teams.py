"""What is typed about the plan of a team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.kit.forms import Form
from livewell.steering.rules.teams import RATINGS, Benchmark

MORE_STATEMENTS = 3
"""How many empty rows follow the statements there are."""
MOST_STATEMENTS = 12
LONGEST_WORDS = 3000

RATING_CHOICES = [(str(number), words) for number, words in RATINGS.items()]


@dataclass(frozen=True)
class PriorityTyped:
    """One priority and the two who lead it together."""

    title: str
    quick_win: bool
    staff_lead: UUID
    member_lead: UUID
    due_on: date


def read_plan(form: Form, areas: list[tuple[str, str]]) -> tuple[UUID, date, date] | None:
    """The area, the first day and the day of review of a plan, or None with what has to be put right."""
    area = form.one_of("area", areas, required="Choose the area")
    begins_on = form.day("begins", "The first day", required="Say from which day it is for")
    review_on = form.day("review", "The day of review", required="Say when you look at it together again")
    if begins_on and review_on and review_on <= begins_on:
        form.error("review", "It must be after the first day", ("review-day", "review-month", "review-year"))
    return (UUID(area), begins_on, review_on) if form.ok and area and begins_on and review_on else None


def read_assets(form: Form) -> str | None:
    """What is there, or None with what has to be put right."""
    words = form.text("assets", "What is there", required="Write down what is there", longest=LONGEST_WORDS)
    return words if form.ok else None


def filled_benchmarks(found: Sequence[Benchmark]) -> Form:
    """The form of the statements with what they say."""
    values: dict[str, object] = {}
    for number, one in enumerate(found, start=1):
        values |= {f"statement-{number}": one.statement, f"rating-{number}": one.rating, f"words-{number}": one.words}
    return Form.blank(values)


def rows_of(found: Sequence[Benchmark]) -> range:
    """The numbers of the rows that the form of the statements has."""
    return range(1, min(len(found) + MORE_STATEMENTS, MOST_STATEMENTS) + 1)


def read_benchmarks(form: Form, numbers: range) -> tuple[Benchmark, ...] | None:
    """The statements that were rated; an empty row is none. None with what has to be put right."""
    found = []
    for number in numbers:
        statement = form.text(f"statement-{number}", f"Statement {number}", longest=300)
        words = form.text(f"words-{number}", f"What is behind statement {number}", longest=1000)
        rating = form.one_of(f"rating-{number}", RATING_CHOICES)
        if not statement and (words or rating):
            form.error(f"statement-{number}", f"Write statement {number}, or leave its whole row empty")
        elif statement and rating is None:
            form.error(f"rating-{number}", f"Say how far statement {number} is true")
        elif statement and rating:
            found.append(Benchmark(statement, int(rating), words))
    return tuple(found) if form.ok else None


def read_priority(form: Form, staff: list[tuple[str, str]], members: list[tuple[str, str]]) -> PriorityTyped | None:
    """A priority, or None with what has to be put right."""
    title = form.text("title", "The priority", required="Say what comes first", longest=160)
    quick_win = form.yes_or_no("quick_win", required="Say whether it is a quick win")
    staff_lead = form.one_of("staff_lead", staff, required="Choose who of the staff leads it")
    member_lead = form.one_of("member_lead", members, required="Choose which member of the forum leads it with them")
    due_on = form.day("due", "The day", required="Say by which day")
    if not form.ok or quick_win is None or staff_lead is None or member_lead is None or due_on is None:
        return None
    return PriorityTyped(title, quick_win, UUID(staff_lead), UUID(member_lead), due_on)


def read_came_of_it(form: Form) -> str | None:
    """What came of a priority, or None with what has to be put right."""
    words = form.text("came_of_it", "What came of it", required="Say what came of it", longest=LONGEST_WORDS)
    return words if form.ok else None
