"""What the person's page shows of this room."""

from dataclasses import dataclass
from uuid import UUID

from livewell.coaching.queries.assessment import AssessmentFacts, assessment
from livewell.coaching.queries.goals import Attainment, GoalFacts, attainment_of, goals
from livewell.coaching.rules import ATTAINMENT_LABELS, GoalStatus
from livewell.journeys import queries as journeys
from livewell.kit import charts
from livewell.kit.charts import Chart
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member


@dataclass(frozen=True)
class Panel:
    """What coaching/_assessment_panel.html and coaching/_goals_panel.html show."""

    journey_id: UUID
    is_open: bool
    assessment: AssessmentFacts | None
    goals: list[GoalFacts]
    """Those being worked out and those agreed."""
    past_goals: list[GoalFacts]
    """Replaced or set aside."""
    attainment: Attainment
    may_assess: bool
    may_write: bool

    @property
    def chart(self) -> Chart | None:
        """Where each agreed goal stood at the start and where it stands now, once there is one."""
        found = [(goal.in_words, goal.baseline, goal.latest) for goal in self.goals if goal.is_agreed]
        return charts.goals("How far each goal was reached", found, ATTAINMENT_LABELS) if found else None


async def panel(journey_id: UUID, seen_by: Member) -> Panel:
    """The assessment and the goals of a journey. NotFound when it is not for `seen_by`."""
    journey = await journeys.journey(journey_id, seen_by)
    found = await goals(journey_id)
    living = (GoalStatus.DRAFT, GoalStatus.AGREED)
    return Panel(
        journey_id=journey_id,
        is_open=journey.is_open,
        assessment=await assessment(journey_id),
        goals=[goal for goal in found if goal.status in living],
        past_goals=[goal for goal in found if goal.status not in living],
        attainment=attainment_of(found),
        may_assess=journey.is_open and Permission.COACH in seen_by.can,
        may_write=journey.is_open and Permission.WORK_WITH_PEOPLE in seen_by.can,
    )
