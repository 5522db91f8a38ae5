"""From "this weekend" or "Tuesday afternoon" to the minutes of a week and the instants that a search looks at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from livewell.assets.rules.occurrences import instant_at
from livewell.assets.rules.times import DAY, WEEK
from livewell.finding.rules.asked import Asked, Part, When
from livewell.kit.clock import LONDON

HOURS: dict[Part, tuple[int, int]] = {
    Part.MORNING: (5 * 60, 12 * 60),
    Part.AFTERNOON: (12 * 60, 17 * 60),
    Part.EVENING: (17 * 60, DAY),
}
"""Minutes of the day on the wall, half open."""

DATES_KNOWN = 91
"""Days from today of which every single date is known to searches: `occurrences.week_of` tells no more."""

_SATURDAY = 5
_SOON_DAYS = 7
_MINUTE = timedelta(minutes=1)

Slots = tuple[tuple[int, int], ...]
Spans = tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True)
class Moments:
    """
    What a search looks at. Slots are minutes of the London week, half open, in order; spans are instants, half open.

    Without `spans` any week will do: "Tuesday afternoons". With them it is these instants and no others. `ahead` is what
    is to come of the slots of any week, as far as single dates are known: what was on one Tuesday may be over.
    """

    slots: Slots
    spans: Spans = ()
    ahead: Spans = ()

    @property
    def any_week(self) -> bool:
        """Whether it is asked of weeks in general."""
        return not self.spans


def moments(asked: Asked, now: datetime) -> Moments | None:
    """The times a search asks for, seen from `now` (an instant); None when it does not matter when."""
    if not asked.asks_when:
        return None
    hours = HOURS[asked.part] if asked.part else (0, DAY)
    if asked.when is When.NOW and not asked.first_on:
        whole = now.astimezone(UTC).replace(second=0, microsecond=0)
        day, minute = divmod(minute_of_week(whole), DAY)
        # "Open now" and "on Mondays" is now, when it is Monday; on another day it is never.
        fits = (not asked.days or day in asked.days) and hours[0] <= minute < hours[1]
        return _of_spans([(whole, whole + _MINUTE)] if fits else [])
    days = _days(asked, now)
    if days is None:
        weekdays = asked.days or range(7)
        slots = _merged([(day * DAY + hours[0], day * DAY + hours[1]) for day in weekdays])
        today = now.astimezone(LONDON).date()
        known = _between(today, today + timedelta(days=DATES_KNOWN))
        return Moments(slots, ahead=tuple(_to_come([day for day in known if day.weekday() in weekdays], hours, now)))
    return _of_spans(_to_come(days, hours, now))


def _to_come(days: Iterable[date], hours: tuple[int, int], now: datetime) -> list[tuple[datetime, datetime]]:
    """These hours of these days. What was over before somebody asked is of no use to them."""
    spans = [(instant_at(day, hours[0]), instant_at(day, hours[1])) for day in days]
    return [(max(begins, now), ends) for begins, ends in spans if ends > now]


def _days(asked: Asked, now: datetime) -> list[date] | None:
    """The London days meant, in order; None when any week will do."""
    today = now.astimezone(LONDON).date()
    if asked.first_on and asked.last_on:
        days = _between(asked.first_on, asked.last_on)
    elif asked.when is When.TODAY:
        days = [today]
    elif asked.when is When.TOMORROW:
        days = [today + timedelta(days=1)]
    elif asked.when is When.WEEKEND:
        saturday = today + timedelta(days=_SATURDAY - today.weekday())
        days = [day for day in _between(saturday, saturday + timedelta(days=1)) if day >= today]
    elif asked.when is When.SOON:
        days = _between(today, today + timedelta(days=_SOON_DAYS - 1))
    else:
        return None
    return [day for day in days if not asked.days or day.weekday() in asked.days]


def _between(first: date, last: date) -> list[date]:
    return [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]


def _of_spans(spans: list[tuple[datetime, datetime]]) -> Moments:
    slots: list[tuple[int, int]] = []
    for begins, ends in spans:
        if ends - begins >= timedelta(minutes=WEEK):
            slots.append((0, WEEK))
            continue
        first, last = minute_of_week(begins), minute_of_week(ends - _MINUTE) + 1
        slots += [(first, last)] if first < last else [(first, WEEK), (0, last)]
    # Nothing left to look at (all of it is over) is a search that finds nothing, not one that asks nothing.
    never = datetime(1, 1, 2, tzinfo=UTC)
    return Moments(_merged(slots), tuple(spans) or ((never, never + _MINUTE),))


def minute_of_week(instant: datetime) -> int:
    """The minute of the week that London walls show at an instant, from Monday 00:00."""
    there = instant.astimezone(LONDON)
    return there.weekday() * DAY + there.hour * 60 + there.minute


def _merged(slots: list[tuple[int, int]]) -> Slots:
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(slots):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return tuple(merged)


def first_within(every_week: Slots, dated: Spans, asked: Moments | None, now: datetime) -> datetime | None:
    """
    The beginning of the next time something happens that a search asked for, or None.

    `every_week` and `dated` are those of the search row. A time that has begun is told by its beginning.
    """
    wanted = asked.spans if asked and asked.spans else ()
    begins: list[datetime] = [
        start
        for start, end in dated
        if end > now and (not wanted or _meets(start, end, wanted)) and _in_slots(start, end, asked)
    ]
    for opens, closes in _through_the_night(every_week):
        for start, end in _weekly(opens, closes, now, wanted):
            if (
                start < end
                and end > now
                and (not wanted or _meets(start, end, wanted))
                and _in_slots(start, end, asked)
            ):
                begins.append(start)
                break
    return min(begins, default=None)


def _through_the_night(slots: Slots) -> Slots:
    """The slots with Sunday night in one: a week is cut at midnight, and nobody begins again on Monday because of it."""
    first, last = (slots[0], slots[-1]) if len(slots) > 1 else ((1, 0), (1, 0))
    if first[0] == 0 and last[1] == WEEK:
        return (*slots[1:-1], (last[0], WEEK + first[1]))
    return slots


def _weekly(opens: int, closes: int, now: datetime, wanted: Spans) -> list[tuple[datetime, datetime]]:
    """One slot in the weeks that matter: from last week (it may still go on) to two weeks on, or those asked for."""
    # What is asked may be over, or never be: nothing that is to come lies before now.
    begin = max(min((span[0] for span in wanted), default=now), now)
    day = begin.astimezone(LONDON).date()
    monday = day - timedelta(days=day.weekday() + 7)
    weeks = 8 if wanted else 4
    return [
        (instant_at(start, opens % DAY), instant_at(start, opens % DAY + closes - opens))
        for start in (monday + timedelta(days=7 * week + opens // DAY) for week in range(weeks))
    ]


def _meets(start: datetime, end: datetime, spans: Spans) -> bool:
    return any(start < last and first < end for first, last in spans)


def _in_slots(start: datetime, end: datetime, asked: Moments | None) -> bool:
    if asked is None or asked.spans:
        return True
    first = minute_of_week(start)
    # By the wall: a night in October lasts an hour longer, and ends at the same time.
    lasts = end.astimezone(LONDON).replace(tzinfo=None) - start.astimezone(LONDON).replace(tzinfo=None)
    last = first + int(lasts.total_seconds() // 60)
    pieces = [(first, min(last, WEEK)), (0, max(last - WEEK, 0))]
    return any(begin < closes and opens < stop for begin, stop in pieces for opens, closes in asked.slots)
