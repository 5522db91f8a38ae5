"""A person's journey in short: what matters, their goals, the next meeting, and where they are connected."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.coaching.queries.goals import GoalFacts, attainment_of, goals
from livewell.connections.queries import Connected, of_journey
from livewell.connections.rules import ConnectionStatus
from livewell.kit import clock, db
from livewell.sessions.rules import KIND_LABELS, PLACE_LABELS, Place, SessionKind


@dataclass(frozen=True)
class NextSession:
    """The next session that is booked."""

    id: UUID
    label: str
    planned_for: datetime
    place: str
    worker: str


@dataclass(frozen=True)
class Summary:
    """What the first view of a record begins with."""

    what_matters: str
    goals: tuple[GoalFacts, ...]
    """Those being worked out and those agreed."""
    attainment: str
    """How many are reached, in words; empty before there is a goal."""
    session: NextSession | None
    held: int
    connections: tuple[Connected, ...]
    """Those that are going on."""


_HERE = """
    SELECT coalesce((SELECT what_matters FROM assessment WHERE journey = $1), '') AS what_matters,
           (SELECT count(*) FROM session WHERE journey = $1 AND status = 'held') AS held,
           s.id, s.kind, s.planned_for, s.place, u.name AS worker
    FROM (SELECT 1) AS always
    LEFT JOIN LATERAL (
        SELECT * FROM session WHERE journey = $1 AND status = 'booked' AND planned_for >= $2
        ORDER BY planned_for LIMIT 1
    ) AS s ON true
    LEFT JOIN staff_user u ON u.id = s.worker
"""


async def summary(journey_id: UUID) -> Summary:
    """The journey in short. The caller has made sure that the reader may see it."""
    row = await db.row(_HERE, journey_id, clock.now())
    assert row is not None
    found = await goals(journey_id)
    attained = attainment_of(found)
    session = None
    if row["id"] is not None:
        session = NextSession(
            row["id"],
            KIND_LABELS[SessionKind(row["kind"])],
            row["planned_for"],
            PLACE_LABELS[Place(row["place"])] if row["place"] else "",
            row["worker"],
        )
    return Summary(
        what_matters=row["what_matters"],
        goals=tuple(goal for goal in found if goal.is_living),
        attainment=attained.words if attained.total else "",
        session=session,
        held=row["held"],
        connections=tuple(one for one in await of_journey(journey_id) if one.status is not ConnectionStatus.ENDED),
    )
