"""Levels at their boundaries, due days, and what a change may be called."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.errors import RuleBroken
from livewell.measures import pam
from livewell.measures.pam import CURRENT, OLDER


@pytest.mark.parametrize(
    ("score", "current", "older"),
    [
        ("0", 1, 1),
        ("47.0", 1, 1),
        ("47.1", 2, 2),
        ("55.1", 2, 2),
        ("55.2", 3, 3),
        ("67.0", 3, 3),
        ("67.1", 3, 4),
        ("72.4", 3, 4),
        ("72.5", 4, 4),
        ("100", 4, 4),
    ],
)
def test_levels_at_their_boundaries(score, current, older):
    assert pam.level(Decimal(score)) == current
    assert pam.level(Decimal(score), OLDER) == older


@pytest.mark.parametrize("score", ["47.05", "55.15", "72.45", "-0.1", "100.1", "NaN", "Infinity"])
def test_what_lies_between_two_levels_or_outside_is_refused(score):
    with pytest.raises(RuleBroken):
        pam.level(Decimal(score))


@given(st.integers(0, 1000))
def test_every_score_has_a_level_and_more_is_never_less(tenths):
    score = Decimal(tenths) / 10
    assert 1 <= pam.level(score) <= 4
    if tenths:
        assert pam.level(score - Decimal("0.1")) <= pam.level(score)


def test_the_default_is_the_current_version_and_both_have_sources():
    assert {CURRENT.version: CURRENT, OLDER.version: OLDER} == pam.VERSIONS
    assert all(cuts.source for cuts in pam.VERSIONS.values())


def test_reliable_change_is_about_seventeen_points():
    assert pam.reliable_change() == pytest.approx(16.996, abs=0.001)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 10, 15), 3, date(2027, 1, 15)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_later(day, months, expected):
    assert pam.add_months(day, months) == expected


FIRST = date(2026, 1, 10)


@pytest.mark.parametrize(
    ("answered", "today", "due", "is_due", "overdue"),
    [
        ([], date(2026, 1, 1), FIRST, True, False),
        ([FIRST], FIRST, date(2026, 4, 10), False, False),
        ([FIRST], date(2026, 3, 26), date(2026, 4, 10), False, False),
        ([FIRST], date(2026, 3, 27), date(2026, 4, 10), True, False),
        ([FIRST], date(2026, 4, 24), date(2026, 4, 10), True, False),
        ([FIRST], date(2026, 4, 25), date(2026, 4, 10), True, True),
        ([FIRST, date(2026, 3, 27)], date(2026, 3, 28), date(2026, 7, 10), False, False),
        ([FIRST, date(2026, 3, 26)], date(2026, 3, 28), date(2026, 4, 10), True, False),
        ([FIRST, date(2026, 5, 20)], date(2026, 5, 21), date(2026, 7, 10), False, False),
        ([FIRST], date(2026, 6, 25), date(2026, 4, 10), True, True),
        ([FIRST], date(2026, 6, 26), date(2026, 7, 10), True, False),
    ],
)
def test_every_three_months_from_the_first_with_a_fortnight_around(answered, today, due, is_due, overdue):
    found = pam.next_due(answered, began_on=FIRST, today=today)
    assert found.on == due
    assert found.is_due(today) is is_due
    assert found.is_overdue(today) is overdue
    assert found.baseline is (not answered)


@given(st.lists(st.integers(0, 900), min_size=1, max_size=12), st.integers(0, 900))
def test_an_answer_given_today_is_never_asked_for_again_today(days, later):
    today = FIRST + timedelta(max(*days, later) if len(days) > 1 else max(days[0], later))
    answered = [FIRST + timedelta(day) for day in days]
    before = pam.next_due(answered, began_on=FIRST, today=today)
    after = pam.next_due([*answered, today], began_on=FIRST, today=today)
    assert not after.is_due(today)
    assert after.on >= before.on
