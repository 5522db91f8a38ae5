"""Moves, suggested endings and the one thing due next."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.journeys import rules
from livewell.journeys.rules import CaseFacts, ContactOutcome, EndReason, NextStep, Stage
from livewell.kit.errors import RuleBroken

TODAY = date(2026, 11, 23)
OUTCOME = ContactOutcome

ALLOWED = {
    (Stage.CONTACTING, Stage.COACHING),
    (Stage.CONTACTING, Stage.CLOSED),
    (Stage.COACHING, Stage.INTRODUCED),
    (Stage.COACHING, Stage.CLOSED),
    (Stage.INTRODUCED, Stage.LINK_WORK),
    (Stage.INTRODUCED, Stage.COACHING),
    (Stage.INTRODUCED, Stage.CLOSED),
    (Stage.LINK_WORK, Stage.COACHING),
    (Stage.LINK_WORK, Stage.CLOSED),
}


@pytest.mark.parametrize("now", list(Stage))
@pytest.mark.parametrize("to", list(Stage))
def test_every_move_is_open_or_refused_with_a_sentence(now, to):
    if (now, to) in ALLOWED:
        rules.check_move(now, to)
    else:
        with pytest.raises(RuleBroken, match="journey"):
            rules.check_move(now, to)


def test_every_word_is_there():
    assert set(rules.LABELS) == set(Stage) == set(rules.MOVES)
    assert set(rules.END_REASONS) == set(EndReason)
    assert set(rules.CONTACT_OUTCOMES) == set(ContactOutcome)
    assert set(rules.NEXT_STEP_LABELS) == set(NextStep)


@pytest.mark.parametrize(
    ("stage", "outcomes", "expected"),
    [
        (Stage.CONTACTING, [], None),
        (Stage.CONTACTING, [OUTCOME.NO_ANSWER, OUTCOME.NO_ANSWER], None),
        (Stage.CONTACTING, [OUTCOME.NO_ANSWER, OUTCOME.LEFT_MESSAGE, OUTCOME.NO_ANSWER], EndReason.UNABLE_TO_CONTACT),
        (Stage.CONTACTING, [OUTCOME.DOES_NOT_WANT_IT], EndReason.PERSON_CHOSE),
        (Stage.CONTACTING, [OUTCOME.NO_ANSWER, OUTCOME.DOES_NOT_WANT_IT], None),
        (Stage.COACHING, [OUTCOME.REACHED, OUTCOME.NO_ANSWER, OUTCOME.NO_ANSWER, OUTCOME.NO_ANSWER], None),
    ],
)
def test_an_ending_is_suggested_never_made(stage, outcomes, expected):
    assert rules.suggested_ending(stage, outcomes) == expected


def facts(**changes):
    return replace(
        CaseFacts(
            stage=Stage.COACHING,
            first_contact_due_on=TODAY - timedelta(days=25),
            stage_since=TODAY - timedelta(days=20),
            assessment_complete=True,
            agreed_goals=1,
            next_session_on=TODAY + timedelta(days=3),
        ),
        **changes,
    )


def days(number):
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("case", "step", "on", "over"),
    [
        (facts(stage=Stage.CONTACTING, next_session_on=None), NextStep.FIRST_CONTACT, days(-25), 25),
        (
            facts(stage=Stage.CONTACTING, attempts=1, last_attempt_on=days(-1), last_outcome=OUTCOME.NO_ANSWER),
            NextStep.TRY_AGAIN,
            days(2),
            0,
        ),
        (
            facts(stage=Stage.CONTACTING, attempts=3, last_attempt_on=days(-9), last_outcome=OUTCOME.NO_ANSWER),
            NextStep.DECIDE_ENDING,
            days(-6),
            6,
        ),
        (
            facts(stage=Stage.CONTACTING, attempts=1, last_attempt_on=days(-9), last_outcome=OUTCOME.DOES_NOT_WANT_IT),
            NextStep.DECIDE_ENDING,
            days(-6),
            6,
        ),
        (facts(), NextStep.SESSION_BOOKED, days(3), 0),
        (facts(next_session_on=None), NextStep.SESSION_TO_BOOK, days(-13), 13),
        (facts(next_session_on=None, last_held_on=days(-2)), NextStep.SESSION_TO_BOOK, days(5), 0),
        (facts(assessment_complete=False), NextStep.ASSESSMENT, days(-6), 6),
        (facts(agreed_goals=0), NextStep.GOAL, days(8), 0),
        (facts(past_and_still_booked_on=days(-1)), NextStep.SESSION_TO_NOTE, days(-1), 1),
        (facts(past_and_still_booked_on=TODAY), NextStep.SESSION_TO_NOTE, TODAY, 0),
        (facts(pam_due_on=days(-3)), NextStep.PAM, days(-3), 3),
        (facts(asked_due_on=days(-2)), NextStep.MEASURE, days(-2), 2),
        (facts(stage=Stage.INTRODUCED, introduction_due_on=days(-2)), NextStep.INTRODUCTION, days(-2), 2),
        (facts(review_due_on=days(-1)), NextStep.REVIEW, days(-1), 1),
        (
            facts(stage=Stage.CONTACTING, next_session_on=None, review_due_on=days(-99)),
            NextStep.FIRST_CONTACT,
            days(-25),
            25,
        ),
        (facts(stage=Stage.LINK_WORK, held=6, last_held_on=days(-10)), NextStep.REVIEW, days(4), 0),
        (
            facts(stage=Stage.LINK_WORK, held=5, next_session_on=None, last_held_on=days(-10)),
            NextStep.SESSION_TO_BOOK,
            days(-3),
            3,
        ),
        (facts(stage=Stage.CLOSED, past_and_still_booked_on=days(-1)), NextStep.NOTHING, None, 0),
    ],
)
def test_the_one_thing_due_next(case, step, on, over):
    due = rules.next_step(case, TODAY)
    assert (due.step, due.on, due.days_over) == (step, on, over)
    assert due.words
    assert ("overdue" in due.when) is bool(over)


def test_what_was_due_first_comes_first():
    due = rules.next_step(facts(assessment_complete=False, pam_due_on=days(-30)), TODAY)
    assert due.step is NextStep.PAM


@pytest.mark.parametrize(
    ("agreed", "reviewed", "due"),
    [
        (None, None, None),
        (None, -90, None),
        (-75, None, None),
        (-76, None, 14),
        (-90, None, 0),
        (-200, None, -110),
        (-200, -76, 14),
        (-200, -10, None),
    ],
)
def test_a_review_comes_round_and_is_shown_two_weeks_before(agreed, reviewed, due):
    found = rules.review_due(
        agreed_on=None if agreed is None else days(agreed),
        reviewed_on=None if reviewed is None else days(reviewed),
        after_days=90,
        today=TODAY,
    )
    assert found == (None if due is None else days(due))


def test_one_day_is_one_day():
    assert rules.next_step(facts(past_and_still_booked_on=days(-1)), TODAY).when == "1 day overdue"


maybe_day = st.none() | st.integers(-400, 400).map(days)


@given(
    st.builds(
        CaseFacts,
        stage=st.sampled_from(Stage),
        first_contact_due_on=st.integers(-400, 30).map(days),
        stage_since=st.integers(-400, 0).map(days),
        attempts=st.integers(0, 5),
        last_attempt_on=maybe_day,
        last_outcome=st.none() | st.sampled_from(ContactOutcome),
        assessment_complete=st.booleans(),
        agreed_goals=st.integers(0, 3),
        introduction_due_on=maybe_day,
        past_and_still_booked_on=maybe_day,
        next_session_on=maybe_day,
        held=st.integers(0, 12),
        last_held_on=maybe_day,
        pam_due_on=maybe_day,
        asked_due_on=maybe_day,
        review_due_on=maybe_day,
    )
)
def test_an_open_journey_always_has_something_next_and_never_a_negative_delay(case):
    due = rules.next_step(case, TODAY)
    assert due.days_over >= 0
    assert (due.step is NextStep.NOTHING) == (case.stage is Stage.CLOSED)
    assert (due.on is None) == (due.step is NextStep.NOTHING)
    assert due.step is not NextStep.SESSION_BOOKED or due.days_over == 0
