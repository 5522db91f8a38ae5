from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.errors import RuleBroken
from livewell.safety import rules
from livewell.safety.rules import KIND_LABELS, LABELS, MOVES, RAISED_FROM_LABELS, RaisedFrom, SafetyKind, SafetyStatus

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
S = SafetyStatus
instants = st.datetimes(timezones=st.just(UTC), min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1))  # noqa: DTZ001  Hypothesis wants them plain.


def test_every_code_has_words():
    assert set(KIND_LABELS) == set(SafetyKind)
    assert set(RAISED_FROM_LABELS) == set(RaisedFrom)
    assert set(LABELS) == set(MOVES) == set(SafetyStatus)


@pytest.mark.parametrize(
    ("now", "to", "sentence"),
    [
        (S.RAISED, S.CLOSED, "Somebody must take this safety matter on before it can be closed."),
        (S.ACKNOWLEDGED, S.ACKNOWLEDGED, "This safety matter is already being worked on."),
        (S.CLOSED, S.CLOSED, "This safety matter is already closed."),
        (S.CLOSED, S.ACKNOWLEDGED, "This safety matter is already closed."),
    ],
)
def test_what_cannot_be_is_said(now, to, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        rules.check_move(now, to)


@given(st.lists(st.sampled_from(S), max_size=8))
def test_no_sequence_of_moves_closes_what_nobody_took_on(wanted):
    now, been = S.RAISED, [S.RAISED]
    for to in wanted:
        try:
            rules.check_move(now, to)
        except RuleBroken:
            continue
        now = to
        been.append(now)
    assert been == [S.RAISED, S.ACKNOWLEDGED, S.CLOSED][: len(been)]


def test_nothing_is_written_on_a_closed_matter():
    rules.check_open(S.RAISED)
    rules.check_open(S.ACKNOWLEDGED)
    with pytest.raises(RuleBroken, match="raise a new one"):
        rules.check_open(S.CLOSED)


def test_urgent_means_half_an_hour_and_otherwise_a_day():
    assert rules.answer_due(NOON, urgent=True) == NOON + timedelta(minutes=30)
    assert rules.answer_due(NOON, urgent=False) == NOON + timedelta(hours=24)


@pytest.mark.parametrize(
    ("status", "minutes_after_due", "overdue"),
    [
        (S.RAISED, -1, False),
        (S.RAISED, 0, True),
        (S.RAISED, 1, True),
        (S.ACKNOWLEDGED, 60, False),
        (S.CLOSED, 60, False),
    ],
)
def test_overdue_begins_at_the_very_instant_and_ends_when_somebody_answers(status, minutes_after_due, overdue):
    assert rules.is_overdue(status, NOON, NOON + timedelta(minutes=minutes_after_due)) is overdue


@given(due=instants, now=instants, last=st.none() | instants, status=st.sampled_from(S))
def test_a_reminder_is_due_only_for_what_nobody_took_on_and_never_twice_in_half_an_hour(due, now, last, status):
    if rules.reminder_due(status, due, last, now):
        assert status is S.RAISED
        assert now >= due
        assert last is None or now - last >= timedelta(minutes=30)


def test_a_flag_says_that_there_is_something_and_never_what():
    assert rules.Flag(1, urgent=True, unanswered=True).label == "Safety matter waiting"
    assert rules.Flag(2, urgent=False, unanswered=False).label == "Open safety matter"
