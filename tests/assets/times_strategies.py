"""Patterns of every sort that somebody could save, for the properties of times."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume
from hypothesis import strategies as st

from livewell.assets.rules.times import BankHolidays, Calendar, Part, Pattern, Repeats, problems
from livewell.assets.rules.times_days import regular_days

TODAY = date(2026, 3, 2)
days = st.dates(date(2025, 10, 1), date(2027, 4, 30))
REGULAR = (Repeats.WEEKLY, Repeats.MONTHLY_BY_WEEKDAY, Repeats.MONTHLY_BY_DATE)

CALENDAR = Calendar(
    frozenset({date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6)})
    | {date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28)},
    (
        (date(2025, 11, 3), date(2025, 12, 19)),
        (date(2026, 1, 5), date(2026, 2, 13)),
        (date(2026, 2, 23), date(2026, 3, 27)),
        (date(2026, 4, 13), date(2026, 5, 22)),
        (date(2026, 6, 1), date(2026, 7, 22)),
        (date(2026, 9, 2), date(2026, 10, 16)),
        (date(2026, 11, 2), date(2026, 12, 18)),
    ),
)


def some(numbers):
    return st.sets(st.sampled_from(numbers), min_size=1, max_size=4).map(
        lambda chosen: tuple(sorted(chosen, key=lambda number: (number < 0, number)))
    )


@st.composite
def hours(draw):
    opens = draw(st.integers(0, 287)) * 5
    return opens, opens + draw(st.integers(1, 288)) * 5


@st.composite
def parts(draw, opens, closes):
    """What follows one after another within the times."""
    starts = sorted(draw(st.sets(st.integers(opens, closes), max_size=3)))
    made = []
    for start, after in zip(starts, [*starts, closes][1:], strict=True):
        ends = draw(st.sampled_from([None, after])) if after > start else None
        made.append(Part(draw(st.sampled_from(["Walk", "Tea", "NHS check", "English class"])), start, ends))
    return tuple(made)


@st.composite
def patterns(draw, repeats=tuple(Repeats), *, plain=False):
    """Any pattern that has no problems; with `plain`, only what a rule of RFC 5545 can say."""
    kind = draw(st.sampled_from(repeats))
    if kind is Repeats.BY_ARRANGEMENT:
        return Pattern(kind, note=draw(st.sampled_from(["Ring Pat", "Ask at the desk"])))
    opens, closes = draw(hours())
    made = Pattern(kind, opens=opens, closes=closes)
    if kind in {Repeats.WEEKLY, Repeats.MONTHLY_BY_WEEKDAY}:
        made = replace(made, weekdays=draw(some(range(7))))
    if kind is Repeats.MONTHLY_BY_WEEKDAY:
        made = replace(made, nth=draw(some((1, 2, 3, 4, 5, -1))))
    if kind is Repeats.MONTHLY_BY_DATE:
        made = replace(made, month_days=draw(some((*range(1, 32), -1))))
    if kind is Repeats.ON_DATES:
        made = replace(made, dates=tuple(sorted(draw(st.sets(days, min_size=1, max_size=4)))))
    else:
        made = draw(ranged(made))
    if not plain:
        made = draw(excepted(made))
    assume(not problems(made, today=TODAY))
    return made


@st.composite
def ranged(draw, made):
    every = draw(st.sampled_from([1, 1, 1, 2, 3, 4]))
    first = draw(st.one_of(st.none(), days)) if every == 1 else draw(days)
    if every > 1:
        counted = replace(made, every=every, first_on=first)
        coming = regular_days(counted, first, first + timedelta(days=3000))
        assume(coming)
        first = coming[0]
    last = draw(st.one_of(st.none(), days))
    if last and first and last <= first:
        last = None
    return replace(made, every=every, first_on=first, last_on=last)


@st.composite
def excepted(draw, made):
    not_on = draw(st.sets(days, max_size=3))
    return replace(
        made,
        term_time=draw(st.booleans()),
        bank_holidays=draw(st.sampled_from(BankHolidays)),
        not_on=tuple(sorted(not_on)),
        also_on=tuple(sorted(draw(st.sets(days, max_size=3)) - not_on)),
        parts=draw(parts(made.opens, made.closes)),
    )
