"""What is read about the assessment, goals and how far they were reached."""

from livewell.coaching.queries.assessment import AssessmentFacts, SectionFacts, assessment
from livewell.coaching.queries.goals import (
    Attainment,
    GoalFacts,
    RatingFacts,
    StepFacts,
    attainment,
    attainment_of,
    goal,
    goals,
)
from livewell.coaching.queries.indicators import IndicatorFacts, ReadingFacts, indicators
from livewell.coaching.queries.panels import Panel, panel
from livewell.coaching.queries.scores import Answered, ScoreWhole, score

__all__ = [
    "Answered",
    "AssessmentFacts",
    "Attainment",
    "GoalFacts",
    "IndicatorFacts",
    "Panel",
    "RatingFacts",
    "ReadingFacts",
    "ScoreWhole",
    "SectionFacts",
    "StepFacts",
    "assessment",
    "attainment",
    "attainment_of",
    "goal",
    "goals",
    "indicators",
    "panel",
    "score",
]
