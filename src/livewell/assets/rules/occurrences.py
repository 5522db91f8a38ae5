"""From patterns to instants: when it happens, when it happens next, and the week that a search looks at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache

from livewell.assets.rules.times_days import held_days, regular_days
from livewell.assets.rules.times_patterns import DAY, WEEK, BankHolidays, Calendar, Pattern, Repeats
from livewell.kit.clock import LONDON

# The clocks change at 1am GMT on a Sunday: in October the hour from 1am to 2am comes twice, and in March never.
# https://www.gov.uk/when-do-the-clocks-change
_THAT_HOUR = (6 * DAY + 60, 6 * DAY + 120)
_HOUR = timedelta(hours=1)
_FROM_SUMMER, _TO_SUMMER = _HOUR, -_HOUR
_ONE_DAY = timedelta(days=1)
_FIRST_LOOK = 21
"""Days that `next_ones` looks at before it looks further."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that it happens. Instants are UTC; `on` is the London day on which it begins."""

    starts_at: datetime
    ends_at: datetime
    on: date
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Week:
    """
    When it can be found, from today to `good_until`.

    Slots are minutes of the London week on the wall, from Monday 00:00, half open, within 0 to 10080, in order and not
    touching. `every_week` holds in each week without exception. Everything else is in `dated`, as UTC instants, half
    open; its slots, where `every_week` does not hold them already, are `some_weeks`.
    """

    every_week: tuple[tuple[int, int], ...]
    some_weeks: tuple[tuple[int, int], ...]
    dated: tuple[tuple[datetime, datetime], ...]
    good_until: date


def occurrences(patterns: Iterable[Pattern], *, from_on: date, to_on: date, calendar: Calendar) -> list[Occurrence]:
    """
    Everything that begins from `from_on` up to and with `to_on` (London days), in order, the same time only once.

    A beginning or end in the hour that March leaves out is the moment of the change; one in the hour that comes twice
    in October is the first. What would lie wholly in the hour left out does not happen.
    """
    found: dict[tuple[datetime, datetime], Occurrence] = {}
    for pattern in patterns:
        for on in held_days(pattern, from_on, to_on, calendar):
            starts_at, ends_at = _instants(on, pattern)
            if starts_at < ends_at:
                found.setdefault((starts_at, ends_at), Occurrence(starts_at, ends_at, on, pattern))
    return [found[when] for when in sorted(found)]


def next_ones(
    patterns: Sequence[Pattern], *, after: datetime, calendar: Calendar, count: int = 5, horizon_days: int = 400
) -> list[Occurrence]:
    """The first `count` that have not ended at `after`, in order, if they begin within `horizon_days`."""
    # What began yesterday may run past midnight.
    first = after.astimezone(LONDON).date() - _ONE_DAY
    end = first + timedelta(days=horizon_days)
    found: list[Occurrence] = []
    look = timedelta(days=_FIRST_LOOK)
    while first <= end and len(found) < count:
        last = min(first + look, end)
        found += [
            one for one in occurrences(patterns, from_on=first, to_on=last, calendar=calendar) if one.ends_at > after
        ]
        first = last + _ONE_DAY
        look *= 2
    return found[:count]


def week_of(patterns: Iterable[Pattern], *, today: date, calendar: Calendar, horizon_days: int = 92) -> Week:
    """What a search needs to know of the patterns for `horizon_days` from `today`. Raises ValueError below a week."""
    if horizon_days * DAY < WEEK:
        raise ValueError("A week cannot be told from less than seven days.")
    last = today + timedelta(days=horizon_days - 1)
    every: list[tuple[int, int]] = []
    some: list[tuple[int, int]] = []
    dated: list[tuple[datetime, datetime]] = []
    for pattern in patterns:
        if _is_plain(pattern, today, last):
            every += _slots(pattern, pattern.weekdays)
            continue
        always, sometimes, instants = _looked_up(pattern, today, last, calendar)
        every += always
        some += sometimes
        dated += instants
    every = _merged(every)
    if not some:
        return Week(tuple(every), (), tuple(sorted(set(dated))) if dated else (), last)
    return Week(tuple(every), tuple(_without(_merged(some), every)), tuple(sorted(set(dated))), last)


def _is_plain(pattern: Pattern, today: date, last: date) -> bool:
    """Whether one look says that it holds in every week: what most listings are."""
    return (
        pattern.repeats is Repeats.WEEKLY
        and pattern.every == 1
        and not pattern.term_time
        and not pattern.not_on
        and not pattern.also_on
        and pattern.bank_holidays is BankHolidays.AS_USUAL
        and (pattern.first_on is None or pattern.first_on < today)
        and (pattern.last_on is None or pattern.last_on >= last)
        and not _ends_in_the_hour_that_comes_twice(pattern)
        and not _lies_in_the_hour_left_out(pattern)
    )


def _ends_in_the_hour_that_comes_twice(pattern: Pattern) -> bool:
    """Whether a wall clock cannot say for certain, one night in October, if it has begun or ended."""
    begins, ends = _THAT_HOUR
    return any(
        begins < (weekday * DAY + minute) % WEEK < ends
        for minute in (pattern.opens, pattern.closes)
        if 0 < minute % DAY - begins % DAY < ends - begins
        for weekday in pattern.weekdays
    )


def _lies_in_the_hour_left_out(pattern: Pattern) -> bool:
    """Whether there is nothing of it, one night in March."""
    begins, ends = _THAT_HOUR
    return begins % DAY <= pattern.opens < pattern.closes <= ends % DAY and begins // DAY in pattern.weekdays


# One import indexes thousands of listings on the same day, and many of them share their times.
@lru_cache(maxsize=1024)
def _looked_up(
    pattern: Pattern, today: date, last: date, calendar: Calendar
) -> tuple[list[tuple[int, int]], list[tuple[int, int]], list[tuple[datetime, datetime]]]:
    """The slots that hold every week, those that hold in some, and the instants of these."""
    # What began yesterday may run past midnight into today.
    first = today - _ONE_DAY if pattern.closes > DAY else today
    days = held_days(pattern, first, last, calendar)
    usual = Pattern(Repeats.WEEKLY, pattern.weekdays)
    if (
        pattern.repeats is Repeats.WEEKLY
        and pattern.every == 1
        and days == regular_days(usual, first, last)
        and not (_ends_in_the_hour_that_comes_twice(pattern) and _clocks_change(first, last, _FROM_SUMMER))
        and not (_lies_in_the_hour_left_out(pattern) and _clocks_change(first, last, _TO_SUMMER))
    ):
        return _slots(pattern, pattern.weekdays), [], []
    begins_at, over_at = instant_at(today, 0), instant_at(last, DAY)
    instants = []
    weekdays = set()
    for day in days:
        starts_at, ends_at = _instants(day, pattern)
        if starts_at < ends_at and ends_at > begins_at and starts_at < over_at:
            instants.append((starts_at, ends_at))
            weekdays.add(day.weekday())
    return [], _slots(pattern, weekdays), instants


def _slots(pattern: Pattern, weekdays: Iterable[int]) -> list[tuple[int, int]]:
    """Its minutes of the week; what runs past Sunday midnight goes on on Monday."""
    slots = []
    if pattern.opens < pattern.closes:
        for weekday in weekdays:
            opens, closes = weekday * DAY + pattern.opens, weekday * DAY + pattern.closes
            if closes > WEEK:
                slots.append((0, closes - WEEK))
                closes = WEEK
            slots.append((opens, closes))
    return slots


def _merged(slots: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(slots):
        if merged and opens <= merged[-1][1]:
            if closes > merged[-1][1]:
                merged[-1] = (merged[-1][0], closes)
        else:
            merged.append((opens, closes))
    return merged


def _without(slots: list[tuple[int, int]], taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The minutes of `slots` that are not in `taken`; both are merged."""
    left = []
    for opens, closes in slots:
        begins = opens
        for from_minute, to_minute in taken:
            if to_minute <= begins or from_minute >= closes:
                continue
            if from_minute > begins:
                left.append((begins, from_minute))
            begins = to_minute
        if begins < closes:
            left.append((begins, closes))
    return left


def _instants(day: date, pattern: Pattern) -> tuple[datetime, datetime]:
    """When it begins and ends, if it happens on `day`."""
    begins_at, changes = _begins(day)
    if changes or pattern.closes >= DAY:
        return instant_at(day, pattern.opens), instant_at(day, pattern.closes)
    return begins_at + _minutes(pattern.opens), begins_at + _minutes(pattern.closes)


@cache
def _minutes(minute: int) -> timedelta:
    return timedelta(minutes=minute)


def instant_at(day: date, minute: int) -> datetime:
    """The UTC instant at which London walls show `minute` of `day`, counted on into the next day from 1440."""
    if minute >= DAY:
        day, minute = day + timedelta(days=minute // DAY), minute % DAY
    begins_at, changes = _begins(day)
    if not changes:
        return begins_at + _minutes(minute)
    wall = datetime.combine(day, time(minute // 60, minute % 60), LONDON)
    instant = wall.astimezone(UTC)
    if instant.astimezone(LONDON).time() != wall.time():
        # The wall never shows it: the change itself, which is on the hour.
        return instant - (instant - begins_at) % _HOUR
    return instant


@lru_cache(maxsize=2048)
def _begins(day: date) -> tuple[datetime, bool]:
    """The instant at which a London day begins, and whether the clocks change on it."""
    begins_at = datetime.combine(day, time(), LONDON).astimezone(UTC)
    ends_at = datetime.combine(day + _ONE_DAY, time(), LONDON).astimezone(UTC)
    return begins_at, ends_at - begins_at != _ONE_DAY


def _clocks_change(first: date, last: date, change: timedelta) -> bool:
    """Whether a day is so much longer than others among these, or right after them."""
    days = (last - first).days + 2
    return any(
        instant_at(day + _ONE_DAY, 0) - instant_at(day, 0) == _ONE_DAY + change
        for day in (first + timedelta(days=count) for count in range(days))
    )
