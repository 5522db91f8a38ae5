"""What the person's page shows of this room, and what it adds to the timeline."""

from dataclasses import dataclass
from uuid import UUID

from livewell.coaching.queries.assessment import AssessmentFacts, assessment
from livewell.coaching.queries.goals import Attainment, GoalFacts, attainment_of, goals
from livewell.coaching.rules import GoalStatus, Occasion
from livewell.journeys import queries as journeys
from livewell.kit import db
from livewell.kit.timeline import TimelineEntry
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


async def timeline(journey_id: UUID) -> list[TimelineEntry]:
    """The assessment, goals agreed or set aside, steps done and ratings, in no order. Ask first who may see it."""
    found = await db.rows(
        """
        SELECT started_at AS at, 'assessment.started' AS kind, 'The assessment was begun' AS words, started_by AS by_id,
               '/assessment' AS link, false AS struck
          FROM assessment WHERE journey = $1
        UNION ALL
        SELECT completed_at, 'assessment.completed', 'The assessment was finished', NULL, '/assessment', false
          FROM assessment WHERE journey = $1 AND completed_at IS NOT NULL
        UNION ALL
        SELECT agreed_at, 'goal.agreed', 'Goal agreed: ' || in_words, agreed_by, '/goals/' || id, status = 'replaced'
          FROM goal WHERE journey = $1 AND agreed_at IS NOT NULL
        UNION ALL
        SELECT e.happened_at, 'goal.set_aside', 'Goal set aside: ' || g.in_words || '. ' || g.set_aside_why, e.by_id,
               '/goals/' || g.id, false
          FROM event e JOIN goal g ON g.id = e.subject WHERE e.journey = $1 AND e.what = 'goal.set_aside'
        UNION ALL
        SELECT s.done_at, 'goal.step_done', 'Step done: ' || s.what, NULL, '/goals/' || g.id, false
          FROM goal_step s JOIN goal g ON g.id = s.goal
         WHERE g.journey = $1 AND s.done_at IS NOT NULL AND g.status <> 'replaced'
        """,
        journey_id,
    )
    entries = [
        TimelineEntry(
            at=row["at"],
            kind=row["kind"],
            words=row["words"],
            by_id=row["by_id"],
            link=row["link"] if row["link"].startswith("/goals/") else f"/journeys/{journey_id}{row['link']}",
            struck=row["struck"],
            room="coaching",
        )
        for row in found
    ]
    return [*entries, *await _reviews(journey_id)]


async def _reviews(journey_id: UUID) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            at=row["at"],
            kind="goals.rated",
            words=f"Goals looked at together: {row['reached']} of {row['goals']} reached",
            by_id=row["by_id"],
            link=f"/journeys/{journey_id}/about/goals",
            struck=False,
            room="coaching",
        )
        for row in await db.rows(
            """
            SELECT at, by_id, count(*) AS goals, count(*) FILTER (WHERE level >= 0) AS reached
              FROM (SELECT DISTINCT ON (r.rated_at, r.goal) r.rated_at AS at, r.rated_by AS by_id, r.level
                      FROM goal_rating r JOIN goal g ON g.id = r.goal
                     WHERE g.journey = $1 AND r.occasion <> $2
                     ORDER BY r.rated_at, r.goal, r.rater) AS each_goal
             GROUP BY at, by_id
            """,
            journey_id,
            Occasion.BASELINE,
        )
    ]
