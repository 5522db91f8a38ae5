"""Goals' moves, when the coach's stage may end, conditions that are counted, and who chooses how closely to work."""

from dataclasses import dataclass, field

import pytest

from livewell.coaching import rules
from livewell.coaching.rules import Condition, Domain, GoalStatus, Intensity
from livewell.kit.errors import RuleBroken

ALLOWED = {
    (GoalStatus.DRAFT, GoalStatus.AGREED),
    (GoalStatus.DRAFT, GoalStatus.SET_ASIDE),
    (GoalStatus.AGREED, GoalStatus.REPLACED),
    (GoalStatus.AGREED, GoalStatus.SET_ASIDE),
}


@pytest.mark.parametrize("now", list(GoalStatus))
@pytest.mark.parametrize("to", list(GoalStatus))
def test_every_move_is_open_or_refused(now, to):
    if (now, to) in ALLOWED:
        rules.check_move(now, to)
    else:
        with pytest.raises(RuleBroken, match="goal"):
            rules.check_move(now, to)


def test_every_word_is_there():
    assert set(rules.LABELS) == set(GoalStatus) == set(rules.MOVES)
    assert set(rules.DOMAIN_LABELS) == set(Domain)
    assert set(rules.CONDITION_LABELS) == set(Condition)
    assert set(rules.INTENSITY_LABELS) == set(Intensity)
    assert set(rules.ATTAINMENT_LABELS) == {-2, -1, 0, 1, 2}
    assert list(rules.SECTIONS)[:4] == ["strengths", "what_matters", "story", "hopes"]


@dataclass
class AGoal:
    is_agreed: bool = True
    steps: list[str] = field(default_factory=lambda: ["One"])


@pytest.mark.parametrize(
    ("goals", "reason", "may"),
    [
        ([], "", False),
        ([], "   ", False),
        ([], "They asked to begin with company", True),
        ([AGoal()], "", True),
        ([AGoal(steps=[])], "", False),
        ([AGoal(is_agreed=False)], "", False),
        ([AGoal(is_agreed=False), AGoal()], "", True),
        ([AGoal(is_agreed=False), AGoal(steps=[])], "", False),
    ],
)
def test_the_coachs_stage_ends_with_a_goal_and_a_step_or_a_reason(goals, reason, may):
    if may:
        rules.may_end_coaching(goals, reason)
    else:
        with pytest.raises(RuleBroken):
            rules.may_end_coaching(goals, reason)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [([], False), (["copd", "diabetes"], False), (["copd", "copd", "smi"], False), (["copd", "diabetes", "smi"], True)],
)
def test_three_conditions_or_more(conditions, expected):
    assert rules.three_or_more(conditions) is expected


@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize("chosen", list(Intensity))
def test_the_level_suggests_and_the_coach_chooses_with_a_reason(level, chosen):
    rules.check_intensity(level, chosen, "They asked for it")
    rules.check_intensity(level, None, "")
    rules.check_intensity(None, chosen, "")
    if rules.INTENSITY_BY_LEVEL[level][0] is chosen:
        rules.check_intensity(level, chosen, "")
    else:
        with pytest.raises(RuleBroken):
            rules.check_intensity(level, chosen, " ")
