"""What is wrong with a pattern, in sentences for whoever is typing it."""

from collections.abc import Iterator
from datetime import date, timedelta

from livewell.assets.rules.times_days import regular_days
from livewell.assets.rules.times_patterns import DAY, Pattern, Repeats
from livewell.kit.dates import say_day

YEARS_AHEAD = 5
EARLIEST = 1900
"""Some brass bands have met since then."""
LONGEST_NOTE = 300
LONGEST_LABEL = 80
MOST_DATES = 366
MOST_PARTS = 12
LARGEST_GAP = 12
"""Weeks or months between one time and the next: what happens less often has dates."""
_A_YEAR = timedelta(days=366)
_LONG_ENOUGH = timedelta(days=8 * 366)
"""Even 29 February comes round within eight years (2096 to 2104)."""

_NTH = (1, 2, 3, 4, 5, -1)
_MONTHLY = (Repeats.MONTHLY_BY_WEEKDAY, Repeats.MONTHLY_BY_DATE)
_BY_WEEKDAY = (Repeats.WEEKLY, Repeats.MONTHLY_BY_WEEKDAY)


def problems(pattern: Pattern, *, today: date) -> list[str]:
    """Plain sentences about what cannot be so, none when all is well. Days are London days."""
    found = list(_about_the_note(pattern))
    if pattern.repeats is Repeats.BY_ARRANGEMENT:
        return found
    found += _about_the_weekdays(pattern)
    found += _about_the_dates_chosen(pattern)
    found += _about_the_counting(pattern)
    found += _about_the_hours(pattern)
    found += _about_the_range(pattern)
    found += _about_the_dates(pattern, today)
    if not found and not _ever_happens(pattern):
        found.append("These choices never come together: no day is left on which it happens.")
    elif not found and pattern.every > 1 and not _begins_on_its_first_date(pattern):
        found.append("The first date must be a day on which it happens, so that the next can be counted from it.")
    return found


def _about_the_weekdays(pattern: Pattern) -> Iterator[str]:
    if pattern.repeats in _BY_WEEKDAY:
        if not pattern.weekdays:
            yield "Choose at least one day of the week."
        elif not set(pattern.weekdays) <= set(range(7)):
            yield "A day of the week is Monday to Sunday."
    if pattern.repeats is Repeats.MONTHLY_BY_WEEKDAY:
        if not pattern.nth:
            yield "Choose which week of the month, such as the first or the last."
        elif not set(pattern.nth) <= set(_NTH):
            yield "The week of the month is the first to the fifth, or the last."


def _about_the_dates_chosen(pattern: Pattern) -> Iterator[str]:
    if pattern.repeats is Repeats.MONTHLY_BY_DATE:
        if not pattern.month_days:
            yield "Choose at least one date of the month."
        elif not all(1 <= number <= 31 or number == -1 for number in pattern.month_days):  # noqa: PLR2004
            yield "A date of the month is 1 to 31, or the last day."
    if pattern.repeats is Repeats.ON_DATES and not pattern.dates:
        yield "Give at least one date."


def _about_the_counting(pattern: Pattern) -> Iterator[str]:
    if pattern.repeats is not Repeats.ON_DATES:
        span = "months" if pattern.repeats in _MONTHLY else "weeks"
        if not 1 <= pattern.every <= LARGEST_GAP:
            yield f"The number of {span} from one time to the next is 1 to {LARGEST_GAP}."
        elif pattern.every > 1 and pattern.first_on is None:
            yield f"Give a first date, so that the {span} in between can be counted."


def _about_the_hours(pattern: Pattern) -> Iterator[str]:
    if not 0 <= pattern.opens < DAY:
        yield "The starting time must be a time of day."
    elif pattern.closes <= pattern.opens:
        yield "The finishing time must be after the starting time."
    elif pattern.closes > pattern.opens + DAY:
        yield "One time cannot last longer than a day and a night."
    elif any(_is_outside(part.starts, part.ends, pattern) for part in pattern.parts):
        yield "Each part must lie between the starting time and the finishing time."
    if any(not part.label.strip() for part in pattern.parts):
        yield "Say what each part is."
    if any(len(part.label) > LONGEST_LABEL for part in pattern.parts):
        yield f"The name of a part can have {LONGEST_LABEL} letters at most."
    if any(part.ends is not None and part.ends <= part.starts for part in pattern.parts):
        yield "A part must finish after it starts."
    if [part.starts for part in pattern.parts] != sorted(part.starts for part in pattern.parts):
        yield "Put the parts in the order in which they happen."
    if len(pattern.parts) > MOST_PARTS:
        yield f"Give {MOST_PARTS} parts at most."


def _is_outside(starts: int, ends: int | None, pattern: Pattern) -> bool:
    # What begins as the times end, such as tea after a walk, belongs to them.
    return starts < pattern.opens or max(starts, ends or 0) > pattern.closes


def _about_the_range(pattern: Pattern) -> Iterator[str]:
    if pattern.first_on and pattern.last_on and pattern.last_on < pattern.first_on:
        yield "The last date must not be before the first date."
    if pattern.repeats is Repeats.ON_DATES:
        outside = sorted(
            day for day in pattern.dates if day < (pattern.first_on or date.min) or day > (pattern.last_on or date.max)
        )
        if outside:
            yield f"{say_day(outside[0])} is not between the first date and the last date."
    both = sorted({*pattern.not_on} & {*pattern.also_on})
    if both:
        yield f"{say_day(both[0])} cannot be both a date it happens and a date it does not."


def _about_the_dates(pattern: Pattern, today: date) -> Iterator[str]:
    furthest = _years_after(today, YEARS_AHEAD)
    named = (*pattern.dates, *pattern.also_on, *pattern.not_on, pattern.first_on, pattern.last_on)
    too_far = sorted(day for day in named if day and day > furthest)
    if too_far:
        yield f"{say_day(too_far[0])} is more than {YEARS_AHEAD} years away. Check the year."
    too_early = sorted(day for day in named if day and day.year < EARLIEST)
    if too_early:
        yield f"{say_day(too_early[0])} is too long ago. Check the year."
    if max(len(pattern.dates), len(pattern.also_on), len(pattern.not_on)) > MOST_DATES:
        yield f"Give {MOST_DATES} dates at most."


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def _ever_happens(pattern: Pattern) -> bool:
    """Whether any day is left: a 30 February, or a fifth Friday between two dates, may leave none."""
    if pattern.also_on:
        return True
    if pattern.repeats is Repeats.ON_DATES:
        return bool(set(pattern.dates) - set(pattern.not_on))
    return any(
        day not in pattern.not_on
        for longest in (_A_YEAR, _LONG_ENOUGH)  # nearly always the first will do
        for day in _days_within(pattern, longest)
    )


def _days_within(pattern: Pattern, longest: timedelta) -> list[date]:
    first = pattern.first_on or (pattern.last_on or date(2000, 1, 1)) - longest
    return regular_days(pattern, first, pattern.last_on or first + longest)


def _begins_on_its_first_date(pattern: Pattern) -> bool:
    """Else every other Tuesday from a Wednesday may be the next Tuesday, or the one after that."""
    first = pattern.first_on
    return first is None or regular_days(pattern, first, first) == [first]


def _about_the_note(pattern: Pattern) -> Iterator[str]:
    if pattern.repeats is Repeats.BY_ARRANGEMENT and not pattern.note.strip():
        yield "Say how it is arranged, such as whom to ring."
    if len(pattern.note) > LONGEST_NOTE:
        yield f"The note can have {LONGEST_NOTE} letters at most."
