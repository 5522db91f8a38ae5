"""The rules of the project plan, the yearly review and the plans of teams."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.errors import RuleBroken
from livewell.steering.rules import plan, review, teams
from livewell.steering.rules.plan import MilestoneState, RiskState
from livewell.steering.rules.review import QUESTIONS, RATINGS, Answer, Level
from livewell.steering.rules.teams import Benchmark, PlanState, PriorityState

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("moves", "labels", "states"),
    [
        (plan.MILESTONE_MOVES, plan.MILESTONE_LABELS, MilestoneState),
        (plan.RISK_MOVES, plan.RISK_LABELS, RiskState),
        (teams.PLAN_MOVES, teams.PLAN_LABELS, PlanState),
        (teams.PRIORITY_MOVES, teams.PRIORITY_LABELS, PriorityState),
    ],
)
def test_every_state_has_its_moves_and_words(moves, labels, states):
    assert set(moves) == set(labels) == set(states)


def test_a_milestone_is_settled_once():
    plan.check_milestone(MilestoneState.OPEN, MilestoneState.DONE)
    for now in (MilestoneState.DONE, MilestoneState.DROPPED):
        with pytest.raises(RuleBroken, match="stays so"):
            plan.check_milestone(now, MilestoneState.DONE)


@pytest.mark.parametrize(
    ("now", "to", "why", "refused"),
    [
        (MilestoneState.OPEN, TODAY + timedelta(1), "The roof.", None),
        (MilestoneState.OPEN, TODAY, "The roof.", "already"),
        (MilestoneState.OPEN, TODAY + timedelta(1), " ", "why it moves"),
        (MilestoneState.DONE, TODAY + timedelta(1), "The roof.", "day stays"),
    ],
)
def test_a_milestone_moves_for_a_reason(now, to, why, refused):
    if refused is None:
        plan.check_moved(now, TODAY, to, why)
    else:
        with pytest.raises(RuleBroken, match=refused):
            plan.check_moved(now, TODAY, to, why)


@pytest.mark.parametrize(
    ("state", "noted", "looked", "due"),
    [
        (RiskState.OPEN, 89, None, False),
        (RiskState.OPEN, 90, None, True),
        (RiskState.WATCHED, 400, 90, True),
        (RiskState.WATCHED, 400, 10, False),
        (RiskState.CLOSED, 400, None, False),
    ],
)
def test_when_somebody_looks_again(state, noted, looked, due):
    looked_at = TODAY - timedelta(looked) if looked is not None else None
    assert plan.is_to_be_looked_at(state, TODAY - timedelta(noted), looked_at, TODAY) is due


def test_what_is_past_says_why():
    plan.check_risk(RiskState.OPEN, RiskState.CLOSED, "The hall stays.")
    with pytest.raises(RuleBroken, match="why it is past"):
        plan.check_risk(RiskState.OPEN, RiskState.CLOSED, " ")
    with pytest.raises(RuleBroken):
        plan.check_risk(RiskState.CLOSED, RiskState.OPEN, "x")


def test_a_year_has_ten_questions_and_three_levels():
    assert len(QUESTIONS) == 10
    assert [one.value for one in Level] == ["descriptive", "intermediate", "transformative"]
    assert list(RATINGS) == [1, 2, 3, 4]


@given(st.dictionaries(st.sampled_from(list(QUESTIONS)), st.integers(1, 4)), st.integers(1, 4))
def test_a_year_is_set_beside_the_one_before(now, before):
    found = review.compared(
        {key: Answer(rating, "") for key, rating in now.items()}, {"people": Answer(before, "")} if before > 1 else None
    )
    assert [one.key for one in found] == [key for key in QUESTIONS if key in now]
    for one in found:
        if one.before is None:
            assert one.change == "Answered for the first time"
        else:
            expected = {0: "As before", 1: "Further than before", -1: "Less far than before"}
            steps = one.now.rating - one.before.rating
            assert one.change == expected[(steps > 0) - (steps < 0)]


@given(st.integers(0, 12))
def test_a_plan_in_force_has_three_to_five_priorities(priorities):
    told = (Benchmark("We know whom to ask.", 2, ""),)
    if 3 <= priorities <= 5:
        teams.check_in_force(priorities=priorities, assets="Fiddles", benchmarks=told)
    else:
        with pytest.raises(RuleBroken, match="3 to 5"):
            teams.check_in_force(priorities=priorities, assets="Fiddles", benchmarks=told)


def test_a_plan_in_force_knows_what_is_there_and_what_it_finds():
    told = (Benchmark("We know whom to ask.", 2, ""),)
    with pytest.raises(RuleBroken, match="what is there"):
        teams.check_in_force(priorities=3, assets=" ", benchmarks=told)
    with pytest.raises(RuleBroken, match="at least one statement"):
        teams.check_in_force(priorities=3, assets="Fiddles", benchmarks=())


@pytest.mark.parametrize(
    ("quick", "said"),
    [([], ""), ([True, False], ""), ([True, True], "All of these are quick"), ([False], "All of these are longer")],
)
def test_a_mixture_is_asked_for(quick, said):
    assert teams.mix(quick).startswith(said)
    assert bool(teams.mix(quick)) == bool(said)


@pytest.mark.parametrize(
    ("days", "said"), [(-1, ("Overdue", "red")), (0, ("Due soon", "yellow")), (30, ("Due soon", "yellow")), (31, None)]
)
def test_how_a_day_is_said(days, said):
    assert teams.due(TODAY + timedelta(days), TODAY) == said
