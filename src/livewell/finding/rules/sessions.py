"""When a listing happens next, with the place of each session: for its page, its flyer, a shortlist and a calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from livewell.assets.rules import Running
from livewell.assets.rules.listing import Listing
from livewell.assets.rules.occurrences import Occurrence, next_ones, occurrences
from livewell.assets.rules.times import DAY, Calendar, Part, Pattern, say_minute
from livewell.kit.dates import in_london, say_time, say_weekday

NEXT = 5
"""So many sessions are told on a page."""


@dataclass(frozen=True)
class Session:
    """One time that it happens. `venue` is the place in the listing's venues, None for no place in particular."""

    starts_at: datetime
    ends_at: datetime
    on: date
    venue: int | None
    parts: tuple[Part, ...] = ()
    opens: int = 0

    @property
    def day_words(self) -> str:
        """Tuesday 24 November 2026."""
        return say_weekday(self.on)

    @property
    def time_words(self) -> str:
        """2pm to 4pm on London walls; an end on another day says so."""
        begins, ends = in_london(self.starts_at), in_london(self.ends_at)
        if (ends - begins).days >= 1 and begins.time() == time():
            return "all day and night"
        said = f"{say_time(begins.time())} to {say_time(ends.time())}"
        over = ends.date() > begins.date() and (ends.hour, ends.minute) != (0, 0)
        return f"{said} the next day" if over else said

    @property
    def words(self) -> str:
        """Tuesday 24 November 2026, 2pm to 4pm."""
        return f"{self.day_words}, {self.time_words}"

    @property
    def part_words(self) -> tuple[str, ...]:
        """What happens when, a line for each part: 2pm: walk."""
        return tuple(f"{say_minute(part.starts)}: {part.label}" for part in self.parts)

    def is_on(self, now: datetime) -> bool:
        """Whether it has begun and is not over."""
        return self.starts_at <= now < self.ends_at


def next_sessions(listing: Listing, *, after: datetime, calendar: Calendar, count: int = NEXT) -> list[Session]:
    """The next `count` sessions that are not over, at whatever place; none while it is not running."""
    if listing.running is not Running.ACTIVE:
        return []
    found = [
        session
        for venue, patterns in _by_place(listing)
        for session in _sessions(next_ones(patterns, after=after, calendar=calendar, count=count), venue)
    ]
    return _ordered(found)[:count]


def sessions_between(listing: Listing, *, first: date, last: date, calendar: Calendar) -> list[Session]:
    """Every session that begins from `first` up to and with `last` (London days); none while it is not running."""
    if listing.running is not Running.ACTIVE:
        return []
    found = [
        session
        for venue, patterns in _by_place(listing)
        for session in _sessions(occurrences(patterns, from_on=first, to_on=last, calendar=calendar), venue)
    ]
    return _ordered(found)


def has_dates(listing: Listing) -> bool:
    """Whether a calendar could show it: some time that is not simply day and night."""
    return any((one.opens, one.closes) != (0, DAY) for one in listing.all_patterns)


def _by_place(listing: Listing) -> list[tuple[int | None, tuple[Pattern, ...]]]:
    places: list[tuple[int | None, tuple[Pattern, ...]]] = [(None, listing.patterns)]
    places += [(number, venue.patterns) for number, venue in enumerate(listing.venues)]
    return [(number, patterns) for number, patterns in places if patterns]


def _sessions(found: Iterable[Occurrence], venue: int | None) -> list[Session]:
    return [Session(one.starts_at, one.ends_at, one.on, venue, one.pattern.parts, one.pattern.opens) for one in found]


def _ordered(found: list[Session]) -> list[Session]:
    return sorted(found, key=lambda one: (one.starts_at, one.ends_at, -1 if one.venue is None else one.venue))
