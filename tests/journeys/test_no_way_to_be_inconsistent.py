"""Whatever is done to a journey and its sessions, in whatever order, the two state machines agree."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livewell.journeys import actions as journeys
from livewell.journeys.rules import MOVES, ContactOutcome, EndReason, Stage
from livewell.journeys.tables import StageChange
from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.people.rules import ContactMethod
from livewell.sessions import actions as sessions
from livewell.sessions.rules import CancelledBy
from livewell.staff.rules import Role
from tests.factories.journeys import the_journey
from tests.factories.people import a_person
from tests.factories.sessions import a_booking, a_note, the_session
from tests.factories.staff import a_member

STEPS = st.one_of(
    st.tuples(st.just("open"), st.none()),
    st.tuples(st.just("try"), st.sampled_from(ContactOutcome)),
    st.tuples(st.just("move"), st.sampled_from(Stage)),
    st.tuples(st.just("close"), st.sampled_from(EndReason)),
    st.tuples(st.just("assign"), st.booleans()),
    st.tuples(st.just("book"), st.integers(-3, 3)),
    st.tuples(st.sampled_from(["hold", "miss", "cancel", "reschedule", "correct"]), st.integers(0, 4)),
    st.tuples(st.just("wait"), st.integers(1, 5)),
)


class World:
    """One person, their journeys and sessions, and what each action does to them."""

    def __init__(self, coach, worker, person):
        self.coach, self.worker, self.person = coach, worker, person
        self.journey = None
        self.sessions = []

    async def do(self, step, what):
        if step == "open":
            opened = await journeys.open_or_join(
                person=self.person, area=self.coach.area, practice=None, health_coach=self.coach.id, by=self.coach
            )
            self.journey = opened.journey_id
        elif self.journey is not None and step in {"try", "move", "close", "assign", "book"}:
            await self.on_the_journey(step, what)
        elif self.sessions and isinstance(what, int):
            await self.on_a_session(step, self.sessions[what % len(self.sessions)])

    async def on_the_journey(self, step, what):
        if step == "try":
            await journeys.note_attempt(self.journey, method=ContactMethod.PHONE, outcome=what, by=self.coach)
        elif step == "move":
            await journeys.move(self.journey, to=what, why="", by=self.coach)
        elif step == "close":
            await journeys.close(self.journey, reason=what, planned=False, why="", by=self.coach)
        elif step == "assign":
            await journeys.assign(
                self.journey, link_worker=self.worker.id if what else None, no_link_worker=not what, by=self.coach
            )
        else:
            moment = clock.now() + timedelta(days=what)
            self.sessions.append(
                await sessions.book(self.journey, booking=a_booking(moment), beyond_guide_why="Because", by=self.coach)
            )

    async def on_a_session(self, step, session):
        version = (await the_session(session)).version
        if step == "hold":
            await sessions.hold(session, note=a_note(), version=version, by=self.coach)
        elif step == "miss":
            await sessions.miss(session, by=self.coach)
        elif step == "cancel":
            await sessions.cancel(session, cancelled_by=CancelledBy.PERSON, by=self.coach)
        elif step == "reschedule":
            await sessions.move(session, booking=a_booking(), version=version, by=self.coach)
        elif step == "correct":
            await sessions.correct(session, note=a_note(notes="Other words"), version=version, by=self.coach)

    async def is_consistent(self):
        found = await rows("SELECT * FROM journey WHERE person = $1 ORDER BY opened_at, id", self.person)
        assert sum(one["closed_at"] is None for one in found) <= 1
        for one in found:
            await self.tells_its_own_story(one)
        for session in self.sessions:
            await self.is_settled_or_not(session)

    async def tells_its_own_story(self, journey):
        stage = Stage(journey["stage"])
        assert (stage is Stage.CLOSED) == (journey["closed_at"] is not None) == bool(journey["end_reason"])
        assert stage is Stage.CONTACTING or stage is Stage.CLOSED or journey["reached_at"] is not None
        changes = (
            await StageChange.select().where(StageChange.journey == journey["id"]).order_by(StageChange.changed_at)
        )
        at = ""
        left = {(one["from_stage"], one["to_stage"]) for one in changes}
        assert ("", Stage.CONTACTING) in left
        for was, to in left - {("", Stage.CONTACTING)}:
            assert Stage(to) in MOVES[Stage(was)]
        at = changes[-1]["to_stage"]
        assert at == stage
        moved = await row(
            "SELECT count(*) AS n FROM event WHERE journey = $1 AND what IN ('journey.moved', 'journey.closed', 'journey.opened')",
            journey["id"],
        )
        assert moved["n"] == len(changes)

    async def is_settled_or_not(self, session):
        kept = await the_session(session)
        assert (kept.status == "booked") == (kept.settled_at is None)
        assert bool(kept.cancelled_by) == (kept.status == "cancelled")
        assert kept.status == "held" or not kept.notes
        assert (await the_journey(kept.journey)).reached_at is not None


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(STEPS, min_size=5, max_size=25))
async def test_no_order_of_actions_leaves_a_journey_and_its_sessions_at_odds(steps):
    coach = await a_member(Role.HEALTH_COACH)
    world = World(coach, await a_member(Role.LINK_WORKER, area=coach.area), await a_person())
    moment = clock.now()
    for step, what in [("open", None), *steps]:
        moment += timedelta(days=what if step == "wait" else 0, seconds=1)
        with clock.at(moment):
            try:
                await world.do(step, what)
            except (RuleBroken, NotFound, Stale):
                continue
            finally:
                await world.is_consistent()
