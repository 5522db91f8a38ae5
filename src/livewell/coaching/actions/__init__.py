"""Everything that changes what the coach and the person work out together."""

from livewell.coaching.actions.activation import correct_pam, record_pam, rescore
from livewell.coaching.actions.assessment import Answers, save_assessment
from livewell.coaching.actions.goals import (
    GoalWords,
    StepWords,
    agree_goal,
    change_goal,
    draft_goal,
    edit_goal,
    put_first,
    set_aside_goal,
    tick_step,
)
from livewell.coaching.actions.indicators import begin_indicator, end_indicator, read_indicator, strike_reading
from livewell.coaching.actions.ratings import GoalRated, rate_goals

__all__ = [
    "Answers",
    "GoalRated",
    "GoalWords",
    "StepWords",
    "agree_goal",
    "begin_indicator",
    "change_goal",
    "correct_pam",
    "draft_goal",
    "edit_goal",
    "end_indicator",
    "put_first",
    "rate_goals",
    "read_indicator",
    "record_pam",
    "rescore",
    "save_assessment",
    "set_aside_goal",
    "strike_reading",
    "tick_step",
]
