import asyncio
from datetime import date, timedelta
from uuid import uuid4

import pytest

from livewell.assets import actions as assets
from livewell.assets import queries as directory
from livewell.assets.rules import Feature, Running
from livewell.assets.rules.listing import ContactPerson, Venue
from livewell.assets.rules.times import Pattern, Repeats
from livewell.connections import actions, queries
from livewell.connections.rules import ConnectionStatus, EndReason
from livewell.connections.tables import Connection, ConnectionChange, Visit
from livewell.journeys import actions as journeys
from livewell.journeys import rules as journey_rules
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.actor import SYSTEM
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Event
from livewell.staff.rules import Role
from tests.factories.assets import a_listing, an_asset, an_asset_from
from tests.factories.coaching import an_agreed_goal
from tests.factories.connections import a_connection, the_connection
from tests.factories.journeys import an_open_journey
from tests.factories.places import an_area
from tests.factories.staff import a_member

NOTE = "Likes to sit near the door, and is hard of hearing on the left."


@pytest.fixture
async def coach():
    return await a_member(Role.HEALTH_COACH, area=await an_area())


@pytest.fixture
async def journey(coach):
    return await an_open_journey(coach, stage=Stage.COACHING)


async def told() -> list[str]:
    events = await Event.select(Event.what).where(Event.what.like("connection.%")).order_by(Event.told_in)
    return [event["what"] for event in events]


async def test_the_whole_way_of_a_connection(coach, journey):
    goal = await an_agreed_goal(journey, coach)
    asset = await an_asset(name="Friday walkers")
    connection = await a_connection(journey, coach, asset=asset, goal=goal, why_this="Loves the river.")
    await actions.introduce(connection, introduced_to="Anne", note_for_group=NOTE, note_agreed=True, by=coach)
    today = clock.today()
    for days, together in ((14, True), (7, True), (0, False)):
        went = today - timedelta(days=days)
        await actions.attended(connection, went_on=went, accompanied=together, submission=uuid4(), by=coach)
    await actions.settle(connection, by=coach)
    shown = await queries.connection(connection, seen_by=coach)
    assert (shown.status, shown.visits, shown.last_visit) == (ConnectionStatus.SETTLED, 3, today)
    assert [change.to for change in shown.history] == ["suggested", "introduced", "attended", "settled"]
    assert [visit.accompanied for visit in shown.visited] == [False, True, True]
    assert shown.goal == goal
    assert shown.why_this == "Loves the river."
    assert await told() == ["connection.suggested", "connection.introduced"] + ["connection.attended"] * 3 + [
        "connection.settled"
    ]
    assert NOTE not in str(await Event.select())


async def test_somebody_may_go_along_without_being_introduced(coach, journey):
    connection = await a_connection(journey, coach)
    await actions.attended(connection, went_on=clock.today(), accompanied=False, submission=uuid4(), by=coach)
    changes = await ConnectionChange.select().where(ConnectionChange.connection == connection)
    assert [(one["from_status"], one["to_status"]) for one in changes] == [("", "suggested"), ("suggested", "attended")]


async def test_a_visit_the_second_time_keeps_the_state(coach, journey):
    connection = await a_connection(journey, coach)
    for days in (3, 2):
        await actions.attended(
            connection, went_on=clock.today() - timedelta(days=days), accompanied=False, submission=uuid4(), by=coach
        )
    assert (await the_connection(connection)).status == "attended"
    assert await ConnectionChange.count().where(ConnectionChange.connection == connection) == 2


async def test_the_introduction_can_be_put_right_until_the_first_visit(coach, journey):
    connection = await a_connection(journey, coach)
    await actions.introduce(connection, introduced_to="Anne", note_for_group=NOTE, note_agreed=True, by=coach)
    await actions.introduce(connection, introduced_to="Bill", note_for_group="", note_agreed=False, by=coach)
    kept = await the_connection(connection)
    assert (kept.introduced_to, kept.note_for_group, kept.note_agreed) == ("Bill", "", False)
    assert await ConnectionChange.count().where(ConnectionChange.connection == connection) == 2
    await actions.attended(connection, went_on=clock.today(), accompanied=False, submission=uuid4(), by=coach)
    with pytest.raises(RuleBroken, match="has been along"):
        await actions.introduce(connection, introduced_to="Cara", note_for_group="", note_agreed=False, by=coach)


async def test_a_note_nobody_agreed_to_is_refused_and_so_is_an_introduction_to_nobody(coach, journey):
    connection = await a_connection(journey, coach)
    with pytest.raises(RuleBroken, match="only what the person has agreed to"):
        await actions.introduce(connection, introduced_to="Anne", note_for_group=NOTE, note_agreed=False, by=coach)
    with pytest.raises(RuleBroken, match="who there will look out"):
        await actions.introduce(connection, introduced_to=" ", note_for_group="", note_agreed=False, by=coach)
    kept = await the_connection(connection)
    assert (kept.status, kept.note_for_group) == ("suggested", "")


async def test_several_may_be_open_but_not_the_same_one_twice(coach, journey):
    asset = await an_asset(name="Friday walkers")
    first = await a_connection(journey, coach, asset=asset)
    await a_connection(journey, coach)
    with pytest.raises(RuleBroken, match=r"Friday walkers is already one of .* connections: suggested"):
        await a_connection(journey, coach, asset=asset)
    await actions.end(first, reason=EndReason.TIMES, by=coach)
    again = await a_connection(journey, coach, asset=asset)
    assert again != first
    assert (await queries.beginning(journey, seen_by=coach)).connected >= {asset}


async def test_the_same_form_sent_twice_is_one(coach, journey):
    submission, asset, visit = uuid4(), await an_asset(), uuid4()
    first = await a_connection(journey, coach, asset=asset, submission=submission)
    assert await a_connection(journey, coach, asset=asset, submission=submission) == first
    for _ in range(2):
        await actions.attended(first, went_on=clock.today(), accompanied=False, submission=visit, by=coach)
    for _ in range(2):
        await actions.settle(first, by=coach)
    for _ in range(2):
        await actions.end(first, reason=EndReason.DONE, by=coach)
    assert await Connection.count() == 1
    assert await Visit.count() == 1
    assert await told() == [
        "connection.suggested",
        "connection.attended",
        "connection.settled",
        "connection.ended",
    ]


async def test_what_a_visit_refuses(coach, journey):
    connection = await a_connection(journey, coach)
    with pytest.raises(RuleBroken, match="noted when it has been"):
        await actions.attended(
            connection, went_on=clock.today() + timedelta(days=1), accompanied=False, submission=uuid4(), by=coach
        )
    await actions.attended(connection, went_on=clock.today(), accompanied=False, submission=uuid4(), by=coach)
    with pytest.raises(RuleBroken, match="noted already"):
        await actions.attended(connection, went_on=clock.today(), accompanied=True, submission=uuid4(), by=coach)
    await actions.end(connection, reason=EndReason.COST, by=coach)
    with pytest.raises(RuleBroken, match="has ended"):
        await actions.attended(connection, went_on=date(2026, 1, 2), accompanied=True, submission=uuid4(), by=coach)
    assert await Visit.count() == 1


async def test_ending_keeps_the_reason_and_another_reason_asks_for_words(coach, journey):
    connection = await a_connection(journey, coach)
    with pytest.raises(RuleBroken, match="what the other reason is"):
        await actions.end(connection, reason=EndReason.OTHER, by=coach)
    await actions.end(connection, reason=EndReason.OTHER, note="Moved to Leeds.", by=coach)
    shown = await queries.connection(connection, seen_by=coach)
    assert (shown.end_label, shown.end_note) == ("Another reason", "Moved to Leeds.")
    with pytest.raises(RuleBroken, match="already “ended”"):
        await actions.end(connection, reason=EndReason.COST, by=coach)


async def test_settling_comes_after_going(coach, journey):
    connection = await a_connection(journey, coach)
    with pytest.raises(RuleBroken, match="already “suggested”"):
        await actions.settle(connection, by=coach)


async def test_nobody_else_sees_it_or_touches_it(coach, journey):
    connection = await a_connection(journey, coach)
    for other in (await a_member(Role.HEALTH_COACH), await a_member(Role.LINK_WORKER, area=coach.area)):
        with pytest.raises(NotFound):
            await queries.connection(connection, seen_by=other)
        with pytest.raises(NotFound):
            await queries.panel(journey, seen_by=other)
        with pytest.raises(NotFound):
            await a_connection(journey, other)
        with pytest.raises(NotFound):
            await actions.settle(connection, by=other)
        with pytest.raises(NotFound):
            await actions.end(connection, reason=EndReason.COST, by=other)
    with pytest.raises(NotFound):
        await actions.settle(uuid4(), by=coach)


async def test_several_of_a_shortlist_at_once(coach, journey):
    first, second, hidden = await an_asset(), await an_asset(), await an_asset(published=False)
    await a_connection(journey, coach, asset=first)
    goal, submission = await an_agreed_goal(journey, coach), uuid4()
    for _ in range(2):
        count = await actions.suggest_several(
            journey, assets=[first, second, hidden, uuid4()], goal=goal, submission=submission, by=coach
        )
        assert count == 1
    assert [one["asset"] for one in await Connection.select().where(Connection.goal == goal)] == [second]
    assert await told() == ["connection.suggested"] * 2
    with pytest.raises(NotFound):
        await actions.suggest_several(journey, assets=[first], goal=uuid4(), submission=uuid4(), by=coach)
    with pytest.raises(NotFound):
        await actions.suggest_several(
            journey, assets=[first], goal=None, submission=uuid4(), by=await a_member(Role.HEALTH_COACH)
        )


async def test_of_a_shortlist_all_or_nothing(coach, journey, mute):
    assets = [await an_asset(), await an_asset()]
    mute()
    with pytest.raises(RuntimeError):
        await actions.suggest_several(journey, assets=assets, goal=None, submission=uuid4(), by=coach)
    assert not await Connection.exists()


async def test_a_listing_that_was_merged_is_the_one_kept(coach, journey):
    kept, other = await an_asset(name="Friday walkers"), await an_asset(name="Walkers on Friday")
    before = await a_connection(journey, coach, asset=other)
    await assets.merge(kept, other, listing=(await directory.asset(kept)).listing, by=SYSTEM)
    with pytest.raises(RuleBroken, match="Friday walkers is already one of"):
        await a_connection(journey, coach, asset=kept)
    going = await queries.going(other)
    assert (going.asset.id, going.moved) == (kept, True)
    await actions.end(before, reason=EndReason.TIMES, by=coach)
    again = await a_connection(journey, coach, asset=other)
    assert (await the_connection(again)).asset == kept


async def test_going_says_the_next_three_times_and_how_to_get_there(coach):
    weekly = Pattern(Repeats.WEEKLY, (1,), opens=14 * 60, closes=15 * 60)
    hall = Venue(name="Village Hall", getting_there="Bus 5", patterns=(weekly,), features=(Feature.STEP_FREE,))
    refuge = Venue(name="Refuge", hidden=True, patterns=(Pattern(Repeats.WEEKLY, (2,)),))
    asset = await an_asset_from(a_listing(venues=(hall, refuge), contacts=(ContactPerson("Anne", "", "01632 960009"),)))
    going = await queries.going(asset)
    assert len(going.dates) == 3
    assert all(said.startswith("Tuesday ") and said.endswith(", 2pm to 3pm") for said in going.dates)
    assert [place.name for place in going.places] == ["Village Hall"]
    assert (going.access, going.contact) == ("Step-free", "Anne, 01632 960009")
    assert going.address == f"/community/{asset}"
    with pytest.raises(NotFound):
        await queries.going(uuid4())


@pytest.mark.parametrize(
    ("changes", "dates", "address"),
    [
        ({"running": Running.PAUSED, "patterns": (Pattern(Repeats.WEEKLY, (1,)),)}, 0, True),
        ({"published": False, "patterns": (Pattern(Repeats.WEEKLY, (1,)),)}, 3, False),
        ({}, 0, True),
    ],
)
async def test_going_to_what_is_paused_hidden_or_has_no_times(changes, dates, address):
    going = await queries.going(await an_asset_from(a_listing(**changes)))
    assert (len(going.dates), bool(going.address)) == (dates, address)
    assert all(said.endswith(", all day and night") for said in going.dates)


async def test_an_evening_that_ends_after_midnight_says_so():
    night = Pattern(Repeats.WEEKLY, (4,), opens=21 * 60, closes=25 * 60)
    going = await queries.going(await an_asset_from(a_listing(patterns=(night,))))
    assert len(going.dates) == 3
    assert all(said.startswith("Friday") and said.endswith(", 9pm to 1am the next day") for said in going.dates)


async def test_what_is_not_there_cannot_be_suggested(coach, journey):
    hidden = await an_asset(published=False)
    other_goal = await an_agreed_goal(await an_open_journey(coach, stage=Stage.COACHING), coach)
    for asset, goal in ((uuid4(), None), (hidden, None), (await an_asset(), other_goal), (await an_asset(), uuid4())):
        with pytest.raises(NotFound):
            await a_connection(journey, coach, asset=asset, goal=goal)
    assert not await Connection.exists()


async def test_an_ended_journey_takes_nothing_new(coach, journey):
    connection = await a_connection(journey, coach)
    await journeys.close(journey, reason=journey_rules.EndReason.MOVED_AWAY, planned=False, why="", by=coach)
    for attempt in (
        a_connection(journey, coach),
        actions.settle(connection, by=coach),
        actions.attended(connection, went_on=clock.today(), accompanied=False, submission=uuid4(), by=coach),
    ):
        with pytest.raises(RuleBroken, match="has ended"):
            await attempt
    shown = await queries.connection(connection, seen_by=coach)
    assert shown.moves == frozenset()
    assert not shown.takes_visits


async def test_nothing_is_left_behind_when_the_news_cannot_be_told(coach, journey, monkeypatch):
    async def broken(*_args, **_codes):
        raise OSError

    connection = await a_connection(journey, coach)
    before = (await the_connection(connection)).to_dict()
    monkeypatch.setattr("livewell.connections.actions.news.tell", broken)
    for attempt in (
        a_connection(journey, coach),
        actions.introduce(connection, introduced_to="Anne", note_for_group="", note_agreed=False, by=coach),
        actions.attended(connection, went_on=clock.today(), accompanied=False, submission=uuid4(), by=coach),
        actions.end(connection, reason=EndReason.COST, by=coach),
    ):
        with pytest.raises(OSError):
            await attempt
    assert (await the_connection(connection)).to_dict() == before
    assert await Connection.count() == 1
    assert await ConnectionChange.count() == 1
    assert not await Visit.exists()


async def test_the_panel_has_those_going_on_first(coach, journey):
    ended = await a_connection(journey, coach)
    await actions.end(ended, reason=EndReason.FULL, by=coach)
    going_on = await a_connection(journey, coach)
    panel = await queries.panel(journey, seen_by=coach)
    assert [one.id for one in panel.connections] == [going_on, ended]


async def test_who_signs_an_introduction(coach, journey):
    connection = await a_connection(journey, coach)
    assert (await queries.introducer(connection)).name == coach.name
    manager = await a_member(Role.MANAGER)
    await actions.introduce(connection, introduced_to="Anne", note_for_group="", note_agreed=True, by=manager)
    assert (await queries.introducer(connection)).name == manager.name
    with pytest.raises(NotFound):
        await queries.introducer(uuid4())


async def test_the_same_suggestion_by_two_people_at_the_same_moment_is_one(committed_db):
    coach = await a_member(Role.HEALTH_COACH, area=await an_area())
    journey, asset = await an_open_journey(coach, stage=Stage.COACHING), await an_asset()
    found = await asyncio.gather(*(a_connection(journey, coach, asset=asset) for _ in range(4)), return_exceptions=True)
    assert sum(not isinstance(one, BaseException) for one in found) == 1
    assert all(isinstance(one, RuleBroken) for one in found if isinstance(one, BaseException))
    assert await Connection.count() == 1
