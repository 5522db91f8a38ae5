"""The plan of the demo: the funnel of the first thirteen months, the same every time."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from livewell.demo import names
from livewell.demo.plan import make_plan
from livewell.demo.planned import ARRIVED_TODAY, DAYS, FULL, SMALL, Home, nhs_number
from livewell.demo.steps import first_session_held
from livewell.kit.nhs import tidy_nhs_number

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOMES = [Home(f"NG2 {number}AA", area) for number in range(1, 10) for area in names.AREAS]


@pytest.mark.parametrize("size", [FULL, SMALL])
def test_the_funnel_is_exact(size):
    plan = make_plan(size, homes=HOMES, now=NOW)
    assert len(plan) + ARRIVED_TODAY == size.referrals
    assert sum(first_session_held(one) for one in plan) == size.supported


def test_the_full_demo_has_the_published_funnel():
    # The first thirteen months of the model: 1483 referred, 1176 supported (ImROC paper 16, 2019, section 5).
    assert (FULL.referrals, FULL.supported) == (1483, 1176)


def test_the_same_plan_comes_out_every_time():
    def told(plan):
        return [
            (one.person.family_name, one.received_at, [(step.at, step.what, step.key) for step in one.steps])
            for one in plan
        ]

    assert told(make_plan(SMALL, homes=HOMES, now=NOW)) == told(make_plan(SMALL, homes=HOMES, now=NOW))


def test_steps_follow_in_time_lie_behind_us_and_stop_at_the_ending():
    for one in make_plan(FULL, homes=HOMES, now=NOW):
        instants = [step.at for step in one.steps]
        assert instants == sorted(instants)
        assert all(NOW - timedelta(days=DAYS + 3) <= at <= NOW for at in instants)
        whats = [step.what for step in one.steps]
        assert whats[0] == "receive"
        assert "end" not in whats[:-1]


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 3, 29, 6, tzinfo=UTC),
        datetime(2026, 10, 25, 6, tzinfo=UTC),
        datetime(2028, 2, 29, 23, tzinfo=UTC),
    ],
)
def test_any_day_can_be_today(now):
    plan = make_plan(FULL, homes=HOMES, now=now)
    assert sum(first_session_held(one) for one in plan) == FULL.supported
    assert all(step.at <= now for one in plan for step in one.steps)


def test_nhs_numbers_are_of_the_range_never_issued_and_differ():
    numbers = [nhs_number(count) for count in range(3000)]
    assert all(number.startswith("999") and tidy_nhs_number(number) == number for number in numbers)
    assert Counter(numbers).most_common(1)[0][1] == 1
