"""Whenever somebody asks, and however a time comes round: found and told as somebody finds it day by day on the wall."""

import random
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

import pytest

from livewell.assets.rules.times import BankHolidays, Part, Pattern, Repeats
from livewell.finding import queries
from livewell.finding.rules import Asked, Sort, When
from livewell.finding.rules import Part as PartOfTheDay
from livewell.kit import clock
from livewell.kit.clock import LONDON
from livewell.kit.dates import bank_holidays
from tests.factories.assets import a_listing, an_asset_from
from tests.factories.places import a_term

HOURS = {
    None: (0, 1440),
    PartOfTheDay.MORNING: (300, 720),
    PartOfTheDay.AFTERNOON: (720, 1020),
    PartOfTheDay.EVENING: (1020, 1440),
}
HOLIDAYS = {day for year in (2026, 2027) for day in bank_holidays(year)}
MARCH, OCTOBER, EASTER, CHRISTMAS = date(2026, 3, 29), date(2026, 10, 25), date(2026, 4, 3), date(2026, 12, 24)
WEEKLY, BY_WEEKDAY = Repeats.WEEKLY, Repeats.MONTHLY_BY_WEEKDAY
PATTERNS = {
    "weekly": Pattern(WEEKLY, weekdays=(1,), opens=840, closes=960),
    "two days": Pattern(WEEKLY, weekdays=(0, 3), opens=570, closes=630),
    "every two weeks": Pattern(WEEKLY, weekdays=(2,), every=2, first_on=date(2026, 1, 7), opens=600, closes=660),
    "every three weeks": Pattern(WEEKLY, weekdays=(6,), every=3, first_on=date(2026, 1, 4), opens=30, closes=600),
    "first and third": Pattern(BY_WEEKDAY, weekdays=(1,), nth=(1, 3), opens=1080, closes=1200),
    "last": Pattern(BY_WEEKDAY, weekdays=(6,), nth=(-1,), opens=540, closes=720),
    "fifth": Pattern(BY_WEEKDAY, weekdays=(4,), nth=(5,), opens=540, closes=720),
    "every two months": Pattern(
        BY_WEEKDAY, weekdays=(5,), nth=(2,), every=2, first_on=date(2026, 2, 14), opens=600, closes=720
    ),
    "by date": Pattern(Repeats.MONTHLY_BY_DATE, month_days=(31, -1, 15), opens=540, closes=720),
    "on dates": Pattern(Repeats.ON_DATES, dates=(MARCH, EASTER, OCTOBER, date(2026, 12, 26)), opens=60, closes=150),
    "at night": Pattern(WEEKLY, weekdays=(5, 6), opens=1320, closes=1800),
    "past midnight": Pattern(WEEKLY, weekdays=(4,), opens=1380, closes=1500, first_on=date(2026, 3, 6)),
    "in term": Pattern(WEEKLY, weekdays=(0, 1, 2, 3, 4), opens=555, closes=690, term_time=True),
    "not on bank holidays": Pattern(
        WEEKLY, weekdays=(0, 4), opens=600, closes=720, bank_holidays=BankHolidays.NOT_THEN
    ),
    "only on bank holidays": Pattern(
        WEEKLY, weekdays=(0, 4), opens=600, closes=720, bank_holidays=BankHolidays.ONLY_THEN
    ),
    "with exceptions": Pattern(
        WEEKLY,
        weekdays=(3,),
        opens=600,
        closes=700,
        not_on=(date(2026, 10, 29), date(2026, 4, 2)),
        also_on=(OCTOBER, date(2026, 3, 28), date(2026, 12, 25)),
    ),
    "to come": Pattern(WEEKLY, weekdays=(2,), opens=600, closes=700, first_on=date(2026, 11, 4)),
    "over": Pattern(WEEKLY, weekdays=(2,), opens=600, closes=700, last_on=date(2026, 4, 1)),
    "in the hour that comes twice or never": Pattern(WEEKLY, weekdays=(6,), opens=60, closes=120),
    "half in it": Pattern(WEEKLY, weekdays=(6,), opens=90, closes=180),
    "day and night": Pattern(WEEKLY, weekdays=tuple(range(7)), opens=0, closes=1440),
    "in parts": Pattern(
        WEEKLY, weekdays=(3,), opens=810, closes=930, parts=(Part("walk", 810, 870), Part("tea", 870, 930))
    ),
}
TERMS = (
    (date(2026, 1, 5), date(2026, 3, 27)),
    (date(2026, 4, 13), date(2026, 7, 22)),
    (date(2026, 11, 2), date(2026, 12, 18)),
)

Span = tuple[datetime, datetime]


def on_the_wall(day: date, minute: int) -> datetime:
    """The first instant at which walls show it; the change itself where none does."""
    wall = datetime.combine(day, time(), UTC) + timedelta(minutes=minute)
    shows = (one for one in (wall - timedelta(hours=1), wall) if one.astimezone(LONDON).time() == wall.time())
    return next(shows, wall.replace(minute=0))


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def comes_round(pattern: Pattern, day: date) -> bool:
    if pattern.repeats is Repeats.ON_DATES:
        return day in pattern.dates
    if (pattern.first_on and day < pattern.first_on) or (pattern.last_on and day > pattern.last_on):
        return False
    anchor = pattern.first_on or day
    if pattern.repeats is WEEKLY:
        return day.weekday() in pattern.weekdays and (monday(day) - monday(anchor)).days % (7 * pattern.every) == 0
    length = monthrange(day.year, day.month)[1]
    if pattern.repeats is Repeats.MONTHLY_BY_DATE:
        return day.day in pattern.month_days or (-1 in pattern.month_days and day.day == length)
    fits = (day.day - 1) // 7 + 1 in pattern.nth or (-1 in pattern.nth and day.day + 7 > length)
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    return day.weekday() in pattern.weekdays and fits and months % pattern.every == 0


def is_held(pattern: Pattern, day: date) -> bool:
    if day in pattern.not_on or day in pattern.also_on:
        return day in pattern.also_on
    return (
        comes_round(pattern, day)
        and not (pattern.term_time and not any(first <= day <= last for first, last in TERMS))
        and not (pattern.bank_holidays is BankHolidays.NOT_THEN and day in HOLIDAYS)
        and not (pattern.bank_holidays is BankHolidays.ONLY_THEN and day not in HOLIDAYS)
    )


def times_of(pattern: Pattern, first: date) -> list[Span]:
    days = [first + timedelta(days=one) for one in range(-3, 100)]
    times = [
        (on_the_wall(day, pattern.opens), on_the_wall(day, pattern.closes)) for day in days if is_held(pattern, day)
    ]
    joined: list[Span] = []
    for begins, ends in times:
        if joined and joined[-1][1] == begins:
            joined[-1] = (joined[-1][0], ends)  # day and night is one time
        elif begins < ends:
            joined.append((begins, ends))
    return joined


def asked_for(asked: Asked, now: datetime) -> list[Span]:
    """What is left of the days and hours that are meant."""
    there = now.astimezone(LONDON)
    today, (opens, closes) = there.date(), HOURS[asked.part]
    if asked.when is When.NOW and not asked.first_on:
        fits = (not asked.days or today.weekday() in asked.days) and opens <= there.hour * 60 + there.minute < closes
        return [(now, now + timedelta(minutes=1))] if fits else []
    saturday = monday(today) + timedelta(days=5)
    first, count = {
        None: (today, 88),  # any week: as far as rows are sure to know
        When.TODAY: (today, 1),
        When.TOMORROW: (today + timedelta(days=1), 1),
        When.WEEKEND: (saturday, 2),
        When.SOON: (today, 7),
    }[asked.when]
    if asked.first_on:
        first, count = asked.first_on, (asked.last_on - asked.first_on).days + 1
    days = [first + timedelta(days=one) for one in range(count)]
    meant = [day for day in days if not asked.days or day.weekday() in asked.days]
    spans = [(max(on_the_wall(day, opens), now), on_the_wall(day, closes)) for day in meant]
    return [(begins, ends) for begins, ends in spans if begins < ends]


def a_search(chance: random.Random, now: datetime) -> Asked:
    days = tuple(sorted(chance.sample(range(7), chance.randint(1, 3)))) if chance.random() < 0.3 else ()
    part = chance.choice([None, None, *PartOfTheDay])
    if chance.random() < 0.2:
        first = now.astimezone(LONDON).date() + timedelta(days=chance.randint(-2, 20))
        return Asked(first_on=first, last_on=first + timedelta(days=chance.randint(0, 9)), days=days, part=part)
    return Asked(when=chance.choice([When.NOW, When.NOW, *When, None]), days=days or (0, 5, 6), part=part)


def told(now: datetime, begins: datetime) -> set[str]:
    """How its next time may be told; what begins at midnight goes on day and night, and its times say so."""
    there = begins.astimezone(LONDON)
    if begins <= now:
        return {"on now"}
    days = (there.date() - now.astimezone(LONDON).date()).days
    said = {0: "today", 1: "tomorrow"}.get(days, f"{there:%A} {there.day} {there:%B}")
    return {said, ""} if there.time() == time() else {said}


@pytest.mark.parametrize("around", [MARCH, OCTOBER, EASTER, CHRISTMAS], ids=["March", "October", "Easter", "Christmas"])
async def test_what_happens_is_found_and_its_next_time_is_told(around):
    chance = random.Random(around.toordinal())
    made = datetime.combine(around - timedelta(days=chance.randint(0, 2)), time(chance.randint(0, 20)), UTC)
    with clock.at(made):
        for first, last in TERMS:
            await a_term(first_on=first, last_on=last)
        names = {await an_asset_from(a_listing(name=name, patterns=(one,))): name for name, one in PATTERNS.items()}
    times = {name: times_of(one, made.astimezone(LONDON).date()) for name, one in PATTERNS.items()}
    for _ in range(60):
        now = made + timedelta(minutes=chance.randint(0, 60 * 24 * 3))
        if chance.random() < 0.4:
            now = max(made, datetime.combine(around, time(), UTC) + timedelta(minutes=chance.randint(-60, 240)))
        asked = a_search(chance, now)
        with clock.at(now):
            found = await queries.find(asked.but(sort=Sort.SOONEST))
            _, shown = await queries.shown(found, limit=len(names))
        spans = asked_for(asked, now)
        expected = {
            name: min(fitting)
            for name, each in times.items()
            if (fitting := [a for a, b in each if b > now and any(a < over and begins < b for begins, over in spans)])
        }
        assert {names[one.asset] for one in found.all} == set(expected), (now, asked.pairs())
        for one in shown:
            if one.asset.name == "day and night":
                continue  # it is always on, and its times say so
            ways = told(now, expected[one.asset.name])
            if asked.when is None and any(begins <= now < ends for begins, ends in times[one.asset.name]):
                ways.add("on now")  # Saturday's night is on, early on Sunday
            assert any(way.lower() in one.why.lower() if way else not one.why for way in ways), (
                now,
                asked.pairs(),
                one,
            )
        begins = [max(expected[one.asset.name], now) for one in shown if one.asset.name != "day and night"]
        assert begins == sorted(begins)
