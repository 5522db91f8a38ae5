"""When an update is due, how a week stands, and how whole the weeks of a team are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.errors import RuleBroken
from livewell.updates import rules
from livewell.updates.rules import Standing, UpdateState

MONDAY = date(2026, 11, 9)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


@given(days)
def test_a_week_begins_on_its_monday(day):
    monday = rules.monday(day)
    assert monday.weekday() == 0
    assert timedelta(0) <= day - monday < timedelta(days=7)


@pytest.mark.parametrize(
    ("state", "today", "stands"),
    [
        (None, MONDAY, Standing.OPEN),
        (None, MONDAY + timedelta(days=6), Standing.OPEN),
        (None, MONDAY + timedelta(days=7), Standing.DUE),
        (None, MONDAY + timedelta(days=8), Standing.LATE),
        (UpdateState.BEGUN, MONDAY + timedelta(days=8), Standing.LATE),
        (UpdateState.SENT, MONDAY + timedelta(days=8), Standing.SENT),
        (UpdateState.SENT, MONDAY, Standing.SENT),
        (UpdateState.AWAY, MONDAY + timedelta(days=30), Standing.AWAY),
    ],
)
def test_how_a_week_stands(state, today, stands):
    assert rules.standing(MONDAY, state, today) is stands


@given(since=days, later=st.integers(0, 400), most=st.integers(1, 60))
def test_weeks_are_whole_ones_since_somebody_came(since, later, most):
    today = since + timedelta(days=later)
    weeks = rules.weeks_of(since, today, most)
    assert len(weeks) <= most
    assert all(week.weekday() == 0 and since <= week <= today for week in weeks)
    assert list(weeks) == sorted(set(weeks), reverse=True)
    assert not weeks or weeks[0] == rules.monday(today)


@given(st.lists(st.sampled_from(list(Standing))))
def test_whole_is_what_came_of_what_was_asked_for(standings):
    found = rules.completeness(standings)
    assert 0 <= found.sent <= found.asked
    assert found.share is None or 0 <= found.share <= 1
    assert found.asked == sum(one in {Standing.SENT, Standing.LATE} for one in standings)


@pytest.mark.parametrize("now", list(UpdateState))
@pytest.mark.parametrize("to", list(UpdateState))
def test_moves(now, to):
    if to in rules.MOVES[now]:
        rules.check_move(now, to)
    else:
        with pytest.raises(RuleBroken, match="sent already"):
            rules.check_move(now, to)


def test_a_week_to_come_or_long_past_is_left_alone():
    rules.check_week(MONDAY, MONDAY)
    with pytest.raises(RuleBroken, match="not begun"):
        rules.check_week(MONDAY, MONDAY - timedelta(days=1))
    with pytest.raises(ValueError, match="Monday"):
        rules.check_week(MONDAY + timedelta(days=1), MONDAY + timedelta(days=9))
    last = MONDAY + timedelta(days=7 + 28)
    rules.check_changeable(MONDAY, last)
    with pytest.raises(RuleBroken, match="four weeks"):
        rules.check_changeable(MONDAY, last + timedelta(days=1))
