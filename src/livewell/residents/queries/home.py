"""The first page of somebody's own space: what happens next and with whom, in a handful of statements."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.kit import clock, db
from livewell.kit.actor import Resident
from livewell.messages.queries import unread_for
from livewell.placements.queries import befriending_of
from livewell.questionnaires.queries import AskingSeen, open_for
from livewell.residents.queries.goals import OwnGoal, OwnStep, goals_of
from livewell.residents.queries.journey import OwnJourney, journey_of
from livewell.residents.queries.places import OwnPlace, places_of
from livewell.residents.queries.sessions import OwnSession, next_session, own_to_do

_MOST_STEPS = 6


@dataclass(frozen=True)
class Home:
    """What is shown, each part empty when there is nothing."""

    journey: OwnJourney
    session: OwnSession | None
    goals: tuple[OwnGoal, ...]
    to_do: tuple[tuple[UUID, str, date | None], ...]
    """What they said in a session that they would do."""
    questions: tuple[AskingSeen, ...]
    unread: int
    places: tuple[OwnPlace, ...]
    has_book: bool
    contact_is_late: bool
    """Whether the day by which somebody was to ring has gone by."""
    befriender_waits: bool
    """Whether a befriender is suggested to them who waits for their yes or no."""
    has_befriender: bool
    """Whether anybody is suggested to them, or visits them."""

    @property
    def steps(self) -> tuple[OwnStep, ...]:
        """The next steps that are not ticked, the soonest day first."""
        waiting = [step for goal in self.goals if goal.journey_open for step in goal.steps if not step.is_done]
        return tuple(sorted(waiting, key=lambda step: step.due_on or date.max)[:_MOST_STEPS])


async def home_of(by: Resident) -> Home:
    """Everything on the first page: nine statements, whatever there is."""
    journey = await journey_of(by)
    befriender_waits, has_befriender = await befriending_of(by)
    return Home(
        journey=journey,
        session=await next_session(by),
        goals=tuple(await goals_of(by)),
        to_do=tuple(await own_to_do(by)),
        questions=tuple(await open_for(by.person)),
        unread=await unread_for(by.person),
        places=tuple(place for place in await places_of(by) if place.takes_visits),
        has_book=bool(await db.value("SELECT EXISTS (SELECT FROM green_book WHERE person = $1)", by.person)),
        contact_is_late=journey.is_beginning and journey.contact_by < clock.today(),
        befriender_waits=befriender_waits,
        has_befriender=has_befriender,
    )
