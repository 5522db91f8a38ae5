"""Rows that searches look at, over years, compared with somebody who looks at every minute of the wall."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from livewell.assets import actions, queries
from livewell.assets.rules import Running
from livewell.assets.rules.searched import searched
from livewell.assets.rules.times import BankHolidays, Pattern, Repeats
from livewell.finding import queries as finding
from livewell.finding.queries import Here
from livewell.finding.rules import Asked, Part, When
from livewell.kit import clock
from livewell.kit.actor import SYSTEM
from livewell.kit.clock import LONDON
from livewell.kit.geo import Point
from livewell.places import actions as places
from livewell.places.rules import Term
from tests.assets.test_occurrences_week import holds_on, open_minutes
from tests.assets.times_strategies import CALENDAR, patterns
from tests.factories.assets import a_listing, a_venue, an_asset_from

WEEKLY, ON_DATES = Repeats.WEEKLY, Repeats.ON_DATES
BY_WEEKDAY, BY_DATE = Repeats.MONTHLY_BY_WEEKDAY, Repeats.MONTHLY_BY_DATE
HERE = Here(Point.on_grid(458500, 337500), "here", "E05000001", "E07000176")
SUNDAY = 6


def row_of(*several: Pattern, now: datetime, **changes: object):
    return searched(a_listing(patterns=several, **changes), None, terms={}, calendar=CALENDAR, now=now)


def first_begins(pattern: Pattern, now: datetime, days: int = 20) -> datetime | None:
    """The first minute after `now` at which it begins to be on, from the minutes at which it is on."""
    first = now.astimezone(LONDON).date()
    on = sorted(open_minutes([pattern], first, first + timedelta(days=days), CALENDAR))
    begins = [at for at, before in zip(on, [None, *on], strict=False) if before != at - timedelta(minutes=1)]
    return next((at for at in begins if at > now), None)


def moments_from(first: datetime, days: int):
    return st.integers(0, days * 1440).map(lambda minutes: first + timedelta(minutes=minutes))


nows = st.one_of(
    moments_from(datetime(2026, 1, 1, tzinfo=UTC), 330),
    moments_from(datetime(2026, 3, 26, tzinfo=UTC), 4),
    moments_from(datetime(2026, 10, 22, tzinfo=UTC), 4),
    moments_from(datetime(2027, 3, 25, tzinfo=UTC), 4),
)


@settings(max_examples=40)
@given(pattern=patterns(), now=nows)
@example(Pattern(WEEKLY, (SUNDAY,), opens=90, closes=180), datetime(2027, 3, 27, 12, tzinfo=UTC))
@example(Pattern(WEEKLY, (SUNDAY,), opens=60, closes=105), datetime(2027, 3, 27, 12, tzinfo=UTC))
@example(Pattern(WEEKLY, (SUNDAY,), opens=75, closes=105), datetime(2026, 10, 25, 0, 20, tzinfo=UTC))
@example(Pattern(WEEKLY, (5,), opens=1320, closes=1530), datetime(2027, 3, 27, 12, tzinfo=UTC))
def test_the_next_time_is_the_first_that_begins(pattern: Pattern, now: datetime) -> None:
    if pattern.closes - pattern.opens >= 1440:  # One day runs into the next without a beginning between.
        pattern = replace(pattern, closes=pattern.opens + 1380, parts=())
    wanted = first_begins(pattern, now)
    found = row_of(pattern, now=now).next_at
    if wanted is not None and wanted < now + timedelta(days=18):
        assert found == wanted
    else:
        assert found is None or found >= now + timedelta(days=18)


def test_what_is_paused_is_never_on() -> None:
    now = datetime(2026, 3, 3, 14, tzinfo=UTC)
    tuesdays = Pattern(WEEKLY, (1,), opens=600, closes=1080)
    assert row_of(tuesdays, now=now).next_at is not None
    paused = row_of(tuesdays, now=now, running=Running.PAUSED)
    assert (paused.next_at, paused.week.every_week, paused.week.dated) == (None, (), ())


# ── through the database ──

LIVED: dict[str, Pattern] = {
    "weekly": Pattern(WEEKLY, (1,), opens=840, closes=960),
    "fortnightly over new years": Pattern(WEEKLY, (1,), every=2, opens=840, closes=960, first_on=date(2026, 1, 6)),
    "every third week on two days": Pattern(WEEKLY, (1, 5), every=3, opens=600, closes=720, first_on=date(2026, 1, 3)),
    "fifth Tuesday": Pattern(BY_WEEKDAY, (1,), nth=(5,), opens=840, closes=960),
    "last Saturday": Pattern(BY_WEEKDAY, (5,), nth=(-1,), opens=600, closes=720),
    "the 29th, 30th and 31st": Pattern(BY_DATE, month_days=(29, 30, 31), opens=540, closes=1020),
    "the last day": Pattern(BY_DATE, month_days=(-1,), opens=540, closes=1020),
    "leap days": Pattern(BY_DATE, month_days=(29,), every=12, opens=540, closes=1020, first_on=date(2024, 2, 29)),
    "term time": Pattern(WEEKLY, (1, 3), opens=780, closes=840, term_time=True),
    "not on bank holidays": Pattern(WEEKLY, (0, 4), opens=780, closes=840, bank_holidays=BankHolidays.NOT_THEN),
    "only on bank holidays": Pattern(
        WEEKLY, tuple(range(7)), opens=660, closes=900, bank_holidays=BankHolidays.ONLY_THEN
    ),
    "one-off": Pattern(ON_DATES, dates=(date(2027, 3, 28), date(2028, 2, 29)), opens=60, closes=180),
    "past midnight": Pattern(WEEKLY, (5,), opens=1320, closes=1530),
    "in the hour the clocks change": Pattern(WEEKLY, (SUNDAY,), opens=90, closes=180),
    "wholly in that hour": Pattern(WEEKLY, (SUNDAY,), opens=60, closes=120),
    "day and night": Pattern(WEEKLY, tuple(range(7))),
    "ends": Pattern(WEEKLY, (1,), opens=840, closes=960, last_on=date(2027, 3, 23)),
    "begins later": Pattern(WEEKLY, (1,), opens=840, closes=960, first_on=date(2027, 3, 30)),
    "exceptions, and some on days it never is": Pattern(
        WEEKLY,
        (1,),
        opens=840,
        closes=960,
        not_on=(date(2026, 12, 29), date(2027, 3, 31)),
        also_on=(date(2027, 3, 27), date(2028, 2, 29)),
    ),
}
NOWS = {
    "before new year": datetime(2026, 12, 28, 13, 30, tzinfo=UTC),
    "a Tuesday in a 53-week year": datetime(2026, 12, 29, 14, 30, tzinfo=UTC),
    "the night the hour is left out": datetime(2027, 3, 28, 0, 59, tzinfo=UTC),
    "just after": datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    "the night the hour comes twice": datetime(2027, 10, 31, 0, 45, tzinfo=UTC),
    "the hour again": datetime(2027, 10, 31, 1, 15, tzinfo=UTC),
    "a leap day": datetime(2028, 2, 29, 9, 30, tzinfo=UTC),
    "Easter Monday": datetime(2027, 3, 29, 12, 30, tzinfo=UTC),
}
TERMS = (Term("Spring", date(2027, 1, 5), date(2027, 3, 25)), Term("Summer", date(2027, 4, 13), date(2027, 7, 23)))


def spans(asked: Asked, now: datetime) -> set[datetime]:
    """Every minute that is asked for, read from the words."""
    begin = now.replace(second=0)
    found = set()
    for n in range(8 * 1440):
        at = begin + timedelta(minutes=n)
        wall = at.astimezone(LONDON)
        ahead = (wall.date() - now.astimezone(LONDON).date()).days
        weekend = wall.weekday() >= 5 and ahead <= 6 - now.astimezone(LONDON).weekday()
        if {
            When.NOW: n == 0,
            When.TODAY: ahead == 0,
            When.TOMORROW: ahead == 1,
            When.WEEKEND: weekend,
            When.SOON: ahead < 7,
        }[asked.when or When.SOON] and (asked.part is not Part.AFTERNOON or 12 <= wall.hour < 17):
            found.add(at)
    return found


@pytest.mark.parametrize("now", NOWS.values(), ids=NOWS)
async def test_searches_find_what_is_on_at_some_minute_that_was_asked_for(now: datetime) -> None:
    with clock.at(now):
        for term in TERMS:
            await places.add_term(term, submission=UUID(int=term.first_on.toordinal()), by=SYSTEM)
        calendar = await queries.calendar()
        names: dict[UUID, str] = {}
        for name, pattern in LIVED.items():
            key = await an_asset_from(a_listing(name=name, venues=(a_venue(HERE.point, patterns=(pattern,)),)))
            names[key] = name
        paused = a_listing(venues=(a_venue(HERE.point),), patterns=(LIVED["day and night"],), running=Running.PAUSED)
        names[await an_asset_from(paused)] = "paused"
        today = now.astimezone(LONDON).date()
        minutes = {
            name: open_minutes([pattern], today, today + timedelta(days=8), calendar) for name, pattern in LIVED.items()
        }
        for asked in (*(Asked(when=when) for when in When), Asked(when=When.WEEKEND, part=Part.AFTERNOON)):
            wanted = spans(asked, now)
            found = {names[one.asset] for one in (await finding.find(asked, here=HERE)).all}
            assert found == {name for name, on in minutes.items() if on & wanted}, asked
        # "Tuesday afternoon" asks of weeks in general: whatever is then on some Tuesday that the rows know of.
        week = finding_week(calendar, today)
        found = {names[one.asset] for one in (await finding.find(Asked(days=(1,), part=Part.AFTERNOON), here=HERE)).all}
        assert found == week
        assert await actions.search_rows_out_of_step() == 0


def finding_week(calendar, today: date) -> set[str]:
    """What is on between noon and five on some Tuesday within the three months that are known day by day."""
    days = [today + timedelta(days=n) for n in range(92)]
    return {
        name
        for name, pattern in LIVED.items()
        if pattern.opens < 17 * 60 and pattern.closes > 12 * 60
        if any(day.weekday() == 1 and holds_on(pattern, day, calendar) for day in days)
    }
