from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.errors import RuleBroken
from livewell.linkwork import rules
from livewell.linkwork.rules import HOW_LABELS, LABELS, MOVES, REASON_LABELS, How, IntroductionStatus, Reason

S = IntroductionStatus


def test_every_code_has_words():
    assert set(HOW_LABELS) == set(How)
    assert set(REASON_LABELS) == set(Reason)
    assert set(LABELS) == set(MOVES) == set(S)


@pytest.mark.parametrize(
    ("now", "to", "sentence"),
    [
        (S.TAKEN_ON, S.TAKEN_ON, "This introduction is already taken on."),
        (S.HANDED_BACK, S.TAKEN_ON, "This introduction is already handed back to the coach."),
        (S.HANDED_BACK, S.HANDED_BACK, "This introduction is already handed back to the coach."),
    ],
)
def test_what_cannot_be_is_said(now, to, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        rules.check_move(now, to)


@given(st.lists(st.sampled_from(S), max_size=8))
def test_an_introduction_is_taken_on_at_most_once_and_ends_handed_back(wanted):
    now, been = S.ASKED, [S.ASKED]
    for to in wanted:
        if to in MOVES[now]:
            now = to
            been.append(now)
    assert been.count(S.TAKEN_ON) <= 1
    assert been.count(S.HANDED_BACK) <= 1
    assert S.HANDED_BACK not in been[:-1]


GOOD = {"how": How.BY_NAME, "meets": False, "agrees": True, "reasons": 1}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"agrees": False}, "when they agree to it"),
        ({"how": How.JOINT_MEETING}, "when you will all meet"),
        ({"how": How.JOINT_CALL}, "when you will all meet"),
        ({"reasons": 0}, "what the link worker could help with"),
    ],
)
def test_an_introduction_is_a_warm_one(change, sentence):
    rules.check_introduction(**GOOD)
    with pytest.raises(RuleBroken, match=sentence):
        rules.check_introduction(**(GOOD | change))


def test_a_joint_meeting_with_a_time_is_fine():
    rules.check_introduction(**(GOOD | {"how": How.JOINT_MEETING, "meets": True}))


@pytest.mark.parametrize(
    ("people", "guide", "warns"), [(0, 60, False), (59, 60, False), (60, 60, True), (61, 60, True)]
)
def test_a_full_caseload_is_said_from_the_guide_on(people, guide, warns):
    said = rules.fullness(people, guide)
    assert bool(said) is warns
    assert not warns or str(people) in said


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_week_begins_on_monday(day):
    monday = rules.monday_of(day)
    assert monday.weekday() == 0
    assert 0 <= (day - monday).days <= 6
