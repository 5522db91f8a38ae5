from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.connections import rules
from livewell.connections.rules import END_LABELS, LABELS, MOVES, ConnectionStatus, EndReason
from livewell.kit.errors import RuleBroken

S = ConnectionStatus
TODAY = date(2026, 11, 20)


def test_every_code_has_words():
    assert set(END_LABELS) == set(EndReason)
    assert set(LABELS) == set(MOVES) == set(S)


@pytest.mark.parametrize(
    ("now", "to"),
    [
        (S.SUGGESTED, S.SETTLED),
        (S.INTRODUCED, S.SUGGESTED),
        (S.INTRODUCED, S.SETTLED),
        (S.ATTENDED, S.INTRODUCED),
        (S.SETTLED, S.ATTENDED),
        (S.ENDED, S.SUGGESTED),
        (S.ENDED, S.ENDED),
    ],
)
def test_what_cannot_be_is_said(now, to):
    with pytest.raises(RuleBroken, match=f"already “{LABELS[now][0].lower()}”"):
        rules.check_move(now, to)


@given(st.lists(st.sampled_from(S), max_size=10))
def test_a_connection_only_goes_forward(wanted):
    order = list(S)
    now, been = S.SUGGESTED, [S.SUGGESTED]
    for to in wanted:
        try:
            rules.check_move(now, to)
        except RuleBroken:
            continue
        now = to
        been.append(now)
    places = [order.index(one) for one in been]
    assert places == sorted(set(places))


@given(st.sampled_from(S))
def test_a_visit_moves_it_once_and_never_back(now):
    if now is S.ENDED:
        return
    after = rules.after_visit(now)
    assert after == now or (after is S.ATTENDED and after in MOVES[now])
    assert rules.after_visit(after) is after


@pytest.mark.parametrize(
    ("now", "days", "already", "sentence"),
    [
        (S.ENDED, 0, False, "has ended"),
        (S.SUGGESTED, 1, False, "noted when it has been"),
        (S.ATTENDED, 0, True, "noted already"),
    ],
)
def test_a_visit_that_cannot_be_noted(now, days, already, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        rules.check_visit(now, TODAY + timedelta(days=days), today=TODAY, already=already)


def test_a_visit_today_can_be_noted():
    rules.check_visit(S.SETTLED, TODAY, today=TODAY, already=False)


@pytest.mark.parametrize(
    ("note", "agreed", "fine"),
    [("", False, True), (" \n", False, True), ("Hard of hearing.", True, True), ("Hard of hearing.", False, False)],
)
def test_a_group_is_told_only_what_was_agreed(note, agreed, fine):
    if fine:
        rules.check_note(note, agreed=agreed)
    else:
        with pytest.raises(RuleBroken, match="only what the person has agreed to"):
            rules.check_note(note, agreed=agreed)


def test_a_slip_needs_agreement_and_another_reason_needs_words():
    rules.check_slip(agreed=True)
    with pytest.raises(RuleBroken, match="agreed to what it says"):
        rules.check_slip(agreed=False)
    rules.check_end(EndReason.COST, "")
    rules.check_end(EndReason.OTHER, "Moved to Leeds.")
    with pytest.raises(RuleBroken, match="what the other reason is"):
        rules.check_end(EndReason.OTHER, " ")
