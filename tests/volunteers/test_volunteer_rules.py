"""The rules of volunteering: stages, the gate, last days, references, disclosures, and what a report may say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.errors import RuleBroken
from livewell.staff.permissions import GRANTS, Permission
from livewell.volunteers.actions.checks import DISCLOSURE_ROLES
from livewell.volunteers.rules import (
    CLOSED,
    GATED,
    LABELS,
    MOVES,
    ON_THE_WAY,
    Stage,
    check_closing,
    check_move,
)
from livewell.volunteers.rules import references as asking
from livewell.volunteers.rules.cohorts import HIDDEN, TOO_CLOSE, Counted, check_room, report
from livewell.volunteers.rules.disclosures import Decision, check_decision, counts
from livewell.volunteers.rules.gate import (
    Check,
    CheckLevel,
    Needs,
    Shown,
    Talk,
    Trained,
    covers,
    last_day_of_check,
    readiness,
    warning_due,
)
from livewell.volunteers.rules.references import RefereeState, check_referee, check_referee_move, is_own_address
from livewell.volunteers.rules.training import TOPICS, last_day_of_training

DAY = date(2026, 3, 29)


def test_every_stage_has_its_words_its_colour_and_its_moves():
    assert set(LABELS) == set(MOVES) == set(Stage)
    assert not set(ON_THE_WAY) & CLOSED
    for stage in set(Stage) - CLOSED:
        assert MOVES[stage] >= CLOSED, "Anybody may stop at any time."


@pytest.mark.parametrize(("before", "after"), [(a, b) for a in Stage for b in Stage])
def test_a_step_is_allowed_or_says_why_not(before, after):
    if after in MOVES[before]:
        check_move(before, after)
    else:
        with pytest.raises(RuleBroken, match="cannot follow"):
            check_move(before, after)


def test_nobody_skips_the_conversation_and_nobody_comes_back_past_it():
    assert not GATED & (MOVES[Stage.INTERESTED] | MOVES[Stage.APPLIED] | MOVES[Stage.LEFT] | MOVES[Stage.DECLINED])


@pytest.mark.parametrize("stage", list(Stage))
def test_nobody_goes_without_an_answer(stage):
    check_closing(stage, feedback="Well done.", onward="The forum.")
    for feedback, onward in (("", "x"), ("x", " "), ("", "")):
        if stage in CLOSED:
            with pytest.raises(RuleBroken, match="Nobody goes without an answer"):
                check_closing(stage, feedback=feedback, onward=onward)
        else:
            check_closing(stage, feedback=feedback, onward=onward)


LEVELS = list(CheckLevel)


@pytest.mark.parametrize(("seen", "needed"), [(a, b) for a in LEVELS for b in LEVELS])
def test_a_higher_check_covers_a_lower_one(seen, needed):
    assert covers(seen, needed) is (LEVELS.index(seen) >= LEVELS.index(needed))


@pytest.mark.parametrize(
    ("certificate", "looked_up", "last"),
    [
        (date(2024, 2, 29), None, date(2027, 2, 28)),
        (date(2023, 3, 29), None, date(2026, 3, 29)),
        (date(2023, 3, 29), date(2025, 10, 26), date(2026, 10, 26)),
        (date(2025, 1, 1), date(2025, 2, 1), date(2028, 1, 1)),
        (date(2020, 1, 1), date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_how_long_a_check_counts(certificate, looked_up, last):
    assert last_day_of_check(certificate, looked_up) == last


def test_how_long_each_training_counts():
    assert last_day_of_training("induction", DAY) is None
    assert last_day_of_training("listening", DAY) == date(2029, 3, 29)
    assert last_day_of_training("driving", date(2028, 2, 29)) == date(2029, 2, 28)
    for topic in TOPICS:
        last = last_day_of_training(topic, DAY)
        assert last is None or last > DAY


ENOUGH = Shown(
    stage=Stage.TRAINING,
    talks=(Talk(DAY, suits=True),),
    good_references=2,
    checks=(Check(CheckLevel.ENHANCED, DAY, DAY),),
    trainings=(Trained("listening", DAY, DAY), Trained("induction", DAY)),
)
NEEDS = Needs(CheckLevel.STANDARD, ("listening", "induction"), 2)


def test_recruited_checked_and_trained_is_ready_on_that_day_alone():
    assert readiness(ENOUGH, NEEDS, DAY).ready
    before, after = (readiness(ENOUGH, NEEDS, DAY + timedelta(days=days)) for days in (-1, 1))
    assert not before.ready
    assert after.lacks == ("A DBS check that counts: standard", "Training that counts: Listening well")


def test_the_newest_conversation_decides_and_of_one_day_the_one_noted_last():
    def with_talks(*talks):
        return readiness(Shown(Stage.TRAINING, talks, 2, ENOUGH.checks, ENOUGH.trainings), NEEDS, DAY).ready

    assert with_talks(Talk(DAY - timedelta(days=9), suits=False), Talk(DAY, suits=True))
    assert not with_talks(Talk(DAY, suits=True, order=0), Talk(DAY, suits=False, order=1))
    assert with_talks(Talk(DAY, suits=True), Talk(DAY + timedelta(days=1), suits=False)), "It has not been held yet."


shown = st.builds(
    Shown,
    stage=st.sampled_from(list(Stage)),
    talks=st.lists(st.builds(Talk, st.dates(DAY - timedelta(3), DAY), st.booleans(), st.integers(0, 5)), max_size=3),
    good_references=st.integers(0, 3),
    checks=st.lists(
        st.builds(
            Check,
            st.sampled_from(LEVELS),
            st.dates(DAY - timedelta(3), DAY),
            st.dates(DAY, DAY + timedelta(3)),
            st.booleans(),
        ),
        max_size=3,
    ),
    trainings=st.lists(st.builds(Trained, st.sampled_from(["listening", "groups"]), st.just(DAY)), max_size=3),
    forgotten=st.booleans(),
)


@given(shown, st.sampled_from(LEVELS), st.sets(st.sampled_from(["listening", "groups"])), st.integers(0, 3))
def test_whoever_is_ready_for_more_is_ready_for_less(given_shown, level, topics, references):
    more = readiness(given_shown, Needs(level, tuple(topics), references), DAY)
    less = readiness(given_shown, Needs(CheckLevel.NONE, (), 0), DAY)
    assert more.ready is not bool(more.lacks)
    if more.ready:
        assert less.ready
        assert given_shown.stage not in {Stage.PAUSED, *CLOSED}
        assert not given_shown.forgotten


@pytest.mark.parametrize(
    ("left", "due"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_which_warning_is_due(left, due):
    assert warning_due(DAY + timedelta(days=left), DAY) == due


@pytest.mark.parametrize(
    ("referee", "own", "same"),
    [
        ("ada@people.example", "ada@people.example", True),
        ("ADA@People.example", "ada@people.example", True),
        ("a.da+me@people.example", "ada@people.example", True),
        ("bob@people.example", "ada@people.example", False),
        ("ada@other.example", "ada@people.example", False),
        ("ada@people.example", "", False),
    ],
)
def test_nobody_speaks_for_themself(referee, own, same):
    assert is_own_address(referee, own) is same
    if same:
        with pytest.raises(RuleBroken, match="somebody else"):
            check_referee(referee, own)
    else:
        check_referee(referee, own)


def test_a_reference_is_asked_once_and_answered_once():
    check_referee_move(RefereeState.WAITING, RefereeState.ASKED)
    for ended in (RefereeState.ANSWERED, RefereeState.DECLINED, RefereeState.TAKEN_BACK):
        check_referee_move(RefereeState.ASKED, ended)
        with pytest.raises(RuleBroken):
            check_referee_move(ended, RefereeState.ASKED)
    assert set(asking.REFEREE_LABELS) == set(asking.REFEREE_MOVES) == set(RefereeState)


def test_a_decision_has_its_reasons_and_limits_are_said():
    check_decision(Decision.GO_ON, assessment="Long ago.", limits="")
    with pytest.raises(RuleBroken, match="means for the role"):
        check_decision(Decision.NO, assessment=" ", limits="")
    with pytest.raises(RuleBroken, match="limits"):
        check_decision(Decision.LIMITS, assessment="Recent.", limits="")
    assert [counts(one) for one in Decision] == [True, True, False]


def test_those_who_can_be_named_are_those_who_hold_the_permission():
    assert {role.value for role, held in GRANTS.items() if Permission.READ_DISCLOSURES in held} == set(DISCLOSURE_ROLES)


def test_a_report_says_22_inside_and_hides_small_numbers_outside():
    counted = Counted(people=25, former_clients=22, completed=20, ready=4, active=0)
    inside = [line.said for line in report(counted, outside=False)]
    assert inside == ["25", "22", "20", "4", "0"]
    # 22 of 25 would say that three were never supported; 4 is small itself.
    assert [line.said for line in report(counted, outside=True)] == ["25", TOO_CLOSE, "20", HIDDEN, "0"]


@given(st.integers(0, 40), st.data())
def test_outside_no_small_number_is_told_or_can_be_worked_out(people, data):
    parts = [data.draw(st.integers(0, people)) for _ in range(4)]
    told = [line.said for line in report(Counted(people, *parts), outside=True)]
    for number, said in zip([people, *parts], told, strict=True):
        if said.isdigit():
            assert not 0 < number < 5
            assert not (told[0].isdigit() and 0 < people - number < 5)


def test_the_last_place_goes_once():
    check_room(11, 12)
    with pytest.raises(RuleBroken, match="Every place"):
        check_room(12, 12)
