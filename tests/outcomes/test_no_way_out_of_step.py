"""Whatever is done about introductions, connections and the ending, in whatever order, they agree with the journey."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livewell.connections import actions as connections
from livewell.connections import rules as connection_rules
from livewell.connections.rules import ConnectionStatus
from livewell.connections.tables import ConnectionChange
from livewell.journeys import actions as journeys
from livewell.journeys.rules import EndReason, Stage
from livewell.kit import clock
from livewell.kit.db import rows, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.linkwork import actions as linkwork
from livewell.outcomes import actions as outcomes
from livewell.outcomes.forms import EndingCommand
from livewell.staff.rules import Role
from tests.factories.assets import an_asset
from tests.factories.connections import a_connection
from tests.factories.journeys import an_open_journey
from tests.factories.linkwork import an_introduction
from tests.factories.outcomes import a_command
from tests.factories.staff import a_member

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
STEPS = st.tuples(
    st.sampled_from(
        [
            "introduce",
            "take_on",
            "hand_back",
            "back_to_coach",
            "suggest",
            "introduce_there",
            "go_along",
            "settle",
            "leave",
            "end",
            "reopen",
        ]
    ),
    st.integers(0, 3),
)


class World:
    """One person with a coach, two link workers and two assets."""

    def __init__(self, coach, link_workers, assets, journey):
        self.coach, self.link_workers, self.assets = coach, link_workers, assets
        self.journeys, self.introductions, self.connections = [journey], [], []

    @property
    def journey(self):
        return self.journeys[-1]

    async def do(self, step, what):
        await getattr(self, step)(what)

    async def introduce(self, what):
        made = await an_introduction(self.journey, self.coach, self.link_workers[what % 2])
        self.introductions.append(made)

    async def take_on(self, what):
        if self.introductions:
            made = self.introductions[-1 - what % len(self.introductions)]
            await linkwork.take_on(made, by=self.link_workers[what % 2])

    async def hand_back(self, what):
        if self.introductions:
            by = (self.coach, *self.link_workers)[what % 3]
            await linkwork.hand_back(self.introductions[-1], why="Not now.", by=by)

    async def back_to_coach(self, _):
        await journeys.move(self.journey, to=Stage.COACHING, why="Together.", by=self.coach)

    async def suggest(self, what):
        self.connections.append(await a_connection(self.journey, self.coach, asset=self.assets[what % 2]))

    def one(self, what):
        return self.connections[what % len(self.connections)] if self.connections else uuid4()

    async def introduce_there(self, what):
        await connections.introduce(
            self.one(what), introduced_to="Anne", note_for_group="Quiet.", note_agreed=what % 2 == 0, by=self.coach
        )

    async def go_along(self, what):
        await connections.attended(
            self.one(what), went_on=clock.today(), accompanied=what % 2 == 0, submission=uuid4(), by=self.coach
        )

    async def settle(self, what):
        await connections.settle(self.one(what), by=self.coach)

    async def leave(self, what):
        await connections.end(self.one(what), reason=list(connection_rules.EndReason)[what], by=self.coach)

    async def end(self, what):
        few = EndingCommand(EndReason.UNABLE_TO_CONTACT, planned=False)
        command = a_command() if what % 2 else few
        await outcomes.end(self.journey, command, submission=uuid4(), by=self.coach)

    async def reopen(self, _):
        again = await outcomes.reopen(self.journey, why="Came back.", submission=uuid4(), by=self.coach)
        self.journeys.append(again)

    async def is_in_step(self):
        for journey in await rows("SELECT * FROM journey WHERE id = ANY($1)", self.journeys):
            await self.introductions_agree(journey)
            written = await value("SELECT count(*) FROM ending WHERE journey = $1", journey["id"])
            assert written == (1 if journey["closed_at"] else 0)
        for connection in await rows("SELECT * FROM connection WHERE journey = ANY($1)", self.journeys):
            await self.connection_agrees(connection)
        assert await value("SELECT count(*) FROM journey WHERE id = ANY($1) AND closed_at IS NULL", self.journeys) <= 1

    async def introductions_agree(self, journey):
        found = await rows("SELECT * FROM introduction WHERE journey = $1 ORDER BY asked_at", journey["id"])
        asked = [one for one in found if one["status"] == "asked"]
        assert len(asked) <= 1
        for one in found:
            assert (one["status"] == "asked") == (one["answered_at"] is None)
        if journey["stage"] == Stage.INTRODUCED:
            assert len(asked) == 1
        if journey["stage"] == Stage.LINK_WORK:
            assert found[-1]["status"] == "taken_on"
            assert journey["link_worker"] == found[-1]["link_worker"]

    async def connection_agrees(self, connection):
        changes = (
            await ConnectionChange.select()
            .where(ConnectionChange.connection == connection["id"])
            .order_by(ConnectionChange.changed_at)
        )
        assert changes[0]["from_status"] == ""
        assert changes[-1]["to_status"] == connection["status"]
        for before, after in pairwise(changes):
            assert after["from_status"] == before["to_status"]
            assert ConnectionStatus(after["to_status"]) in connection_rules.MOVES[ConnectionStatus(before["to_status"])]
        visits = await value("SELECT count(*) FROM visit WHERE connection = $1", connection["id"])
        tried = {change["to_status"] for change in changes} & {"attended", "settled"}
        assert bool(visits) == bool(tried)
        assert bool(connection["end_reason"]) == (connection["status"] == "ended")
        assert connection["note_agreed"] or not connection["note_for_group"]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(STEPS, min_size=5, max_size=25))
async def test_no_order_of_actions_leaves_them_out_of_step(steps):
    with clock.at(NOON):
        coach = await a_member(Role.HEALTH_COACH)
        link_workers = [await a_member(Role.LINK_WORKER, area=coach.area) for _ in range(2)]
        journey = await an_open_journey(coach, stage=Stage.COACHING)
        world = World(coach, link_workers, [await an_asset(), await an_asset()], journey)
    for number, (step, what) in enumerate(steps, 1):
        with clock.at(NOON + timedelta(days=number)):
            try:
                await world.do(step, what)
            except (RuleBroken, NotFound):
                continue
            finally:
                await world.is_in_step()
