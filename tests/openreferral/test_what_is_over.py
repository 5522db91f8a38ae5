"""/oruk/v3 by day and time: what was on one day alone is found until it is over, whenever it was indexed."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets import actions as assets
from livewell.assets.actions import NewListing
from livewell.assets.rules import Provenance
from livewell.assets.rules.times import Pattern, Repeats
from livewell.kit import clock
from livewell.kit.actor import SYSTEM
from livewell.kit.clock import LONDON
from livewell.openreferral.rules.parameters import Asked
from tests.openreferral.conftest import CHOIR

MONDAY = date(2026, 6, 1)
"""In summer, when London is an hour ahead."""

FAIR, NIGHT = "Fair of one Tuesday", "Night walk of one Tuesday"


def at(day, hour, minute=0):
    return datetime(2026, 6, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "asked", "found"),
    [
        (at(1, 9), {"day": "TU"}, {FAIR, NIGHT}),
        (at(1, 9), {"day": "WE"}, {NIGHT}),
        (at(1, 9), {"start_time": "10:00", "end_time": "11:00"}, {FAIR}),
        (at(2, 10, 59), {"day": "TU", "start_time": "10:00", "end_time": "11:00"}, {FAIR}),
        (at(2, 12), {"day": "TU"}, {NIGHT}),
        (at(2, 12), {"start_time": "10:00", "end_time": "11:00"}, set()),
        (at(3, 0, 30), {"day": "TU"}, set()),
        (at(3, 0, 30), {"day": "WE"}, {NIGHT}),
        (at(3, 1), {"day": "WE"}, set()),
        (at(30, 9), {}, {FAIR, NIGHT, CHOIR.name}),
        (at(30, 9), {"day": "TH"}, {CHOIR.name}),
    ],
)
async def test_one_day_alone_is_found_until_it_is_over(visitor, now, asked, found):
    def once(name, opens, closes):
        pattern = Pattern(Repeats.ON_DATES, dates=(MONDAY + timedelta(days=1),), opens=opens, closes=closes)
        return replace(CHOIR, name=name, venues=(replace(CHOIR.venues[0], patterns=(pattern,)),))

    with clock.at(at(1, 8)):
        new = [CHOIR, once(FAIR, 600, 720), once(NIGHT, 1_320, 1_500)]
        await assets.add_many([NewListing(uuid4(), one) for one in new], source=Provenance.TEAM, by=SYSTEM)
    with clock.at(now):
        answer = await visitor.get("/oruk/v3/services", params=asked)
    assert {one["name"] for one in answer.json()["contents"]} == found


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    day=st.none() | st.integers(0, 6),
    hours=st.lists(st.times(), min_size=2, max_size=2, unique=True),
)
def test_what_is_ahead_is_to_come_in_order_and_within_what_is_asked(now, day, hours):
    first, last = (one.replace(second=0, microsecond=0) for one in sorted(hours))
    spans = Asked(day=day, start_time=first, end_time=last).ahead(now)
    assert list(spans) == sorted(spans)
    for begins, ends in spans:
        assert now <= begins < ends
        there = begins.astimezone(LONDON)
        assert day in {None, there.weekday()}
        assert first <= there.time() < last or there.fold or there.utcoffset() != ends.astimezone(LONDON).utcoffset()
    assert Asked(day=0, start_time=time(9), end_time=time(9)).ahead(now) == ()
