"""What the pages that keep the directory true show: visits, assurances, problems, the queue, pairs and coverage."""

from livewell.upkeep.queries.coverage import coverage, gaps, not_found
from livewell.upkeep.queries.duplicates import Pair, PairSeen, pair, pairs
from livewell.upkeep.queries.freshness import Queue, QueueRow, queue, wards
from livewell.upkeep.queries.problems import ProblemSeen, problem, problems
from livewell.upkeep.queries.provision import provision
from livewell.upkeep.queries.visits import (
    AssuranceRow,
    FollowOnRow,
    VisitRow,
    VisitSeen,
    assurances,
    follow_ons,
    visit,
    visits_by,
    visits_of,
)

__all__ = [
    "AssuranceRow",
    "FollowOnRow",
    "Pair",
    "PairSeen",
    "ProblemSeen",
    "Queue",
    "QueueRow",
    "VisitRow",
    "VisitSeen",
    "assurances",
    "coverage",
    "follow_ons",
    "gaps",
    "not_found",
    "pair",
    "pairs",
    "problem",
    "problems",
    "provision",
    "queue",
    "visit",
    "visits_by",
    "visits_of",
    "wards",
]
