"""What the steering group looks at: the project plan, the forum's work, the yearly review, the plans of teams."""

from livewell.steering.queries.board import Board, board
from livewell.steering.queries.plan import (
    MilestoneSeen,
    RiskSeen,
    milestone,
    milestones,
    moves_of,
    risk,
    risks,
)
from livewell.steering.queries.review import ReviewSeen, held_meetings, review, reviews
from livewell.steering.queries.teams import (
    PlanSeen,
    areas,
    due_priorities,
    plan,
    plans,
    plans_before,
    priority,
    staff_choices,
)

__all__ = [
    "Board",
    "MilestoneSeen",
    "PlanSeen",
    "ReviewSeen",
    "RiskSeen",
    "areas",
    "board",
    "due_priorities",
    "held_meetings",
    "milestone",
    "milestones",
    "moves_of",
    "plan",
    "plans",
    "plans_before",
    "priority",
    "review",
    "reviews",
    "risk",
    "risks",
    "staff_choices",
]
