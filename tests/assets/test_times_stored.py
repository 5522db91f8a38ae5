"""What is stored comes back as it was."""

import json
from datetime import date

import pytest
from hypothesis import given

from livewell.assets.rules.times import BankHolidays, Part, Pattern, Repeats, as_json, from_json
from tests.assets.times_strategies import patterns


@given(pattern=patterns())
def test_a_pattern_comes_back_as_it_was_stored(pattern):
    assert from_json(json.loads(json.dumps(as_json(pattern)))) == pattern


def test_what_has_its_usual_value_is_left_out():
    assert as_json(Pattern(Repeats.WEEKLY, (3,), opens=810, closes=900)) == {
        "repeats": "weekly",
        "weekdays": [3],
        "opens": 810,
        "closes": 900,
    }


def test_everything_can_be_stored():
    whole = Pattern(
        Repeats.MONTHLY_BY_WEEKDAY,
        weekdays=(1,),
        every=2,
        nth=(1, -1),
        opens=1080,
        closes=1500,
        first_on=date(2026, 1, 6),
        last_on=date(2026, 12, 1),
        term_time=True,
        bank_holidays=BankHolidays.NOT_THEN,
        not_on=(date(2026, 3, 3),),
        also_on=(date(2026, 3, 4),),
        parts=(Part("Walk", 1080), Part("Tea", 1100, 1120)),
        note="Bring a coat",
    )
    assert as_json(whole) == {
        "repeats": "monthly_by_weekday",
        "weekdays": [1],
        "every": 2,
        "nth": [1, -1],
        "opens": 1080,
        "closes": 1500,
        "first_on": "2026-01-06",
        "last_on": "2026-12-01",
        "term_time": True,
        "bank_holidays": "not_then",
        "not_on": ["2026-03-03"],
        "also_on": ["2026-03-04"],
        "parts": [{"label": "Walk", "starts": 1080, "ends": None}, {"label": "Tea", "starts": 1100, "ends": 1120}],
        "note": "Bring a coat",
    }
    assert from_json(as_json(whole)) == whole


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"repeats": "yearly"},
        {"repeats": "weekly", "colour": "green"},
        {"repeats": "weekly", "first_on": "tomorrow"},
        {"repeats": "weekly", "parts": [{"label": "Walk"}]},
        {"repeats": "weekly", "weekdays": 3},
    ],
)
def test_what_was_never_stored_is_refused(kept):
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_json(kept)
