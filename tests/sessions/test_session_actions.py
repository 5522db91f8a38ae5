"""Sessions: booked, moved, held, missed, cancelled, put right; what each does, refuses, and leaves when it fails."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.journeys import actions as journeys
from livewell.journeys.rules import EndReason, Stage
from livewell.kit import clock
from livewell.kit.db import rows, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.sessions import actions, queries
from livewell.sessions.actions import ActionWords
from livewell.sessions.rules import CancelledBy, Place, Purpose, SessionKind, SessionStatus
from livewell.sessions.tables import SessionAction, SessionCorrection
from livewell.staff.rules import Role
from tests.factories.assets import an_asset
from tests.factories.journeys import a_coach_and_a_journey, an_open_journey
from tests.factories.sessions import a_booking, a_held_session, a_note, a_session, the_session
from tests.factories.staff import a_member


async def told(session):
    return [row["what"] for row in await rows("SELECT what FROM event WHERE subject = $1 ORDER BY told_in", session)]


async def test_booking():
    coach, journey = await a_coach_and_a_journey()
    when = clock.now() + timedelta(days=2)
    session = await actions.book(
        journey, booking=a_booking(when, place=Place.HOME, minutes=60), submission=uuid4(), by=coach
    )
    kept = await the_session(session)
    assert (kept.status, kept.kind, kept.worker, kept.minutes, kept.sequence) == ("booked", "coach", coach.id, 60, 0)
    assert kept.planned_for == when
    assert await told(session) == ["session.booked"]


async def test_the_same_booking_sent_twice_is_one():
    coach, journey = await a_coach_and_a_journey()
    once = uuid4()
    first = await actions.book(journey, booking=a_booking(), submission=once, by=coach)
    assert await actions.book(journey, booking=a_booking(), submission=once, by=coach) == first
    assert await value("SELECT count(*) FROM session WHERE journey = $1", journey) == 1


async def test_a_link_workers_sessions_are_counted_apart():
    coach = await a_member(Role.HEALTH_COACH)
    worker = await a_member(Role.LINK_WORKER, area=coach.area)
    journey = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=worker)
    await a_session(journey, coach)
    await a_session(journey, worker)
    await actions.book(journey, booking=a_booking(), worker=worker.id, by=coach)
    assert (await queries.series(journey, SessionKind.COACH)).counted == 1
    assert (await queries.series(journey, SessionKind.LINK_WORKER)).counted == 2


async def test_nobody_is_booked_before_we_spoke_or_after_the_end():
    coach, journey = await a_coach_and_a_journey(Stage.CONTACTING)
    with pytest.raises(RuleBroken, match="spoken"):
        await actions.book(journey, booking=a_booking(), by=coach)
    await journeys.close(journey, reason=EndReason.MOVED_AWAY, planned=False, why="", by=coach)
    with pytest.raises(RuleBroken, match="ended"):
        await actions.book(journey, booking=a_booking(), by=coach)


async def test_a_session_is_with_a_coach_or_a_link_worker():
    _, journey = await a_coach_and_a_journey()
    manager = await a_member(Role.MANAGER)
    with pytest.raises(RuleBroken, match="health coach or a link worker"):
        await actions.book(journey, booking=a_booking(), by=manager)


@pytest.mark.parametrize(
    ("kind", "role", "at_most"), [("coach", Role.HEALTH_COACH, 6), ("link_worker", Role.LINK_WORKER, 8)]
)
async def test_the_guide_warns_and_a_reason_is_always_enough(kind, role, at_most):
    coach = await a_member(Role.HEALTH_COACH)
    worker = await a_member(Role.LINK_WORKER, area=coach.area)
    journey = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=worker)
    who = coach if role is Role.HEALTH_COACH else worker
    for _ in range(at_most):
        await actions.book(journey, booking=a_booking(), by=who)
    series = await queries.series(journey, SessionKind(kind))
    assert series.next_passes
    assert "beyond the guide" in series.next_words
    with pytest.raises(RuleBroken, match="Say why"):
        await actions.book(journey, booking=a_booking(), by=who)
    session = await actions.book(journey, booking=a_booking(), beyond_guide_why="The new flat", by=who)
    assert (await the_session(session)).beyond_guide_why == "The new flat"


async def test_missed_and_cancelled_sessions_use_nothing_up():
    coach, journey = await a_coach_and_a_journey()
    hour_ago = clock.now() - timedelta(hours=1)
    await actions.miss(await a_session(journey, coach, hour_ago), by=coach)
    await actions.cancel(await a_session(journey, coach), cancelled_by=CancelledBy.PERSON, by=coach)
    await a_held_session(journey, coach)
    series = await queries.series(journey, SessionKind.COACH)
    assert (series.counted, series.held) == (1, 1)
    assert series.next_words == "Session 2 of about 5"


async def test_moving_keeps_the_session_and_raises_its_sequence():
    coach, journey = await a_coach_and_a_journey()
    session = await a_session(journey, coach)
    later = clock.now() + timedelta(days=9)
    assert await actions.move(session, booking=a_booking(later, place=Place.PHONE), version=1, by=coach) == journey
    moved = await the_session(session)
    assert (moved.planned_for, moved.place, moved.sequence, moved.version) == (later, "phone", 1, 2)
    assert await told(session) == ["session.booked", "session.moved"]


async def test_moving_what_somebody_else_moved_shows_both():
    coach, journey = await a_coach_and_a_journey()
    session = await a_session(journey, coach)
    await actions.move(session, booking=a_booking(place=Place.VIDEO), version=1, by=coach)
    with pytest.raises(Stale) as stale:
        await actions.move(session, booking=a_booking(place=Place.PHONE), version=1, by=coach)
    assert stale.value.theirs["Where"] == "By video"
    assert stale.value.yours["Where"] == "By phone"
    assert (await the_session(session)).place == "video"


async def test_holding_keeps_what_was_said_and_agreed():
    coach, journey = await a_coach_and_a_journey()
    asset = await an_asset()
    session = await a_session(journey, coach, clock.now() - timedelta(hours=2))
    note = a_note(
        purposes=[Purpose.ACCOMPANIED, Purpose.GOALS],
        asset=asset,
        place=Place.COMMUNITY,
        minutes=90,
        actions=[ActionWords("Ring the library", due_on=clock.today()), ActionWords("Find the bus", by_person=False)],
    )
    await actions.hold(session, note=note, version=1, by=coach)
    held = await queries.session(session, coach)
    assert held.status is SessionStatus.HELD
    assert (held.minutes, held.asset, held.purposes) == (90, asset, [Purpose.ACCOMPANIED, Purpose.GOALS])
    assert [(one.what, one.by_person) for one in held.actions] == [("Ring the library", True), ("Find the bus", False)]
    assert await told(session) == ["session.booked", "session.held"]


async def test_tomorrow_cannot_have_happened():
    coach, journey = await a_coach_and_a_journey()
    session = await a_session(journey, coach)
    for early in (actions.hold(session, note=a_note(), version=1, by=coach), actions.miss(session, by=coach)):
        with pytest.raises(RuleBroken, match="still to come"):
            await early
    assert (await the_session(session)).status == "booked"


async def test_holding_what_was_moved_meanwhile_loses_no_word():
    coach, journey = await a_coach_and_a_journey()
    session = await a_session(journey, coach, clock.now() - timedelta(hours=2))
    await actions.move(session, booking=a_booking(clock.now() - timedelta(hours=1)), version=1, by=coach)
    with pytest.raises(Stale) as stale:
        await actions.hold(session, note=a_note(notes="Long and precious"), version=1, by=coach)
    assert stale.value.yours["Notes"] == "Long and precious"
    assert (await the_session(session)).status == "booked"


async def test_writing_what_somebody_else_has_written_loses_no_word():
    coach, journey = await a_coach_and_a_journey()
    session = await a_session(journey, coach, clock.now() - timedelta(hours=2))
    await actions.hold(session, note=a_note(notes="The first"), version=1, by=coach)
    second = a_note(notes="Long and precious", actions=[ActionWords("Ring the library", due_on=date(2026, 9, 1))])
    with pytest.raises(Stale) as stale:
        await actions.hold(session, note=second, version=1, by=coach)
    assert stale.value.theirs["Notes"] == "The first"
    assert stale.value.yours["Notes"] == "Long and precious"
    assert stale.value.yours["What was agreed"] == "They will: Ring the library, by 1 September 2026"
    assert (await the_session(session)).notes == "The first"


async def test_the_same_note_sent_twice_is_noted_once():
    coach, journey = await a_coach_and_a_journey()
    session = await a_session(journey, coach, clock.now() - timedelta(hours=2))
    note, submission = a_note(actions=[ActionWords("Ring the library")]), uuid4()
    for _ in range(2):
        assert await actions.hold(session, note=note, version=1, submission=submission, by=coach) == journey
    right, submission = a_note(notes="Put right", actions=[ActionWords("Find the bus")]), uuid4()
    for _ in range(2):
        assert await actions.correct(session, note=right, version=2, submission=submission, by=coach) == journey
    held = await queries.session(session, coach)
    assert sorted(one.what for one in held.actions) == ["Find the bus", "Ring the library"]
    assert await told(session) == ["session.booked", "session.held", "session.corrected"]


async def test_a_session_is_settled_once():
    coach, journey = await a_coach_and_a_journey()
    session = await a_held_session(journey, coach)
    for again in (
        actions.hold(session, note=a_note(), version=2, by=coach),
        actions.miss(session, by=coach),
        actions.cancel(session, cancelled_by=CancelledBy.WORKER, by=coach),
        actions.move(session, booking=a_booking(), version=2, by=coach),
    ):
        with pytest.raises(RuleBroken, match="already"):
            await again
    assert (await the_session(session)).status == "held"


async def test_cancelling_says_whose_doing_it_was():
    coach, journey = await a_coach_and_a_journey()
    session = await a_session(journey, coach)
    await actions.cancel(session, cancelled_by=CancelledBy.PERSON, why="A hospital letter came", by=coach)
    cancelled = await the_session(session)
    assert (cancelled.status, cancelled.cancelled_by, cancelled.why) == (
        "cancelled",
        "person",
        "A hospital letter came",
    )


async def test_putting_a_note_right_keeps_what_it_said():
    coach, journey = await a_coach_and_a_journey()
    session = await a_held_session(journey, coach, notes="Talked about the alotment.")
    await actions.correct(session, note=a_note(notes="Talked about the allotment."), version=2, by=coach)
    assert (await the_session(session)).notes == "Talked about the allotment."
    before = await queries.corrections(session)
    assert [one.notes for one in before] == ["Talked about the alotment."]


async def test_two_people_putting_the_same_note_right():
    coach, journey = await a_coach_and_a_journey()
    session = await a_held_session(journey, coach)
    await actions.correct(session, note=a_note(notes="First"), version=2, by=coach)
    with pytest.raises(Stale) as stale:
        await actions.correct(session, note=a_note(notes="Second"), version=2, by=coach)
    assert (stale.value.theirs["Notes"], stale.value.yours["Notes"]) == ("First", "Second")
    assert await SessionCorrection.count().where(SessionCorrection.session == session) == 1


async def test_only_a_held_session_has_a_note_to_put_right():
    coach, journey = await a_coach_and_a_journey()
    session = await a_session(journey, coach)
    with pytest.raises(RuleBroken, match="held"):
        await actions.correct(session, note=a_note(), version=1, by=coach)


async def test_ticking_what_was_agreed():
    coach, journey = await a_coach_and_a_journey()
    session = await a_held_session(journey, coach, actions=[ActionWords("Ring the library")])
    action = (await queries.session(session, coach)).actions[0].id
    assert await actions.tick_action(action, done=True, by=coach) == journey
    assert (await queries.session(session, coach)).actions[0].done_at is not None
    await actions.tick_action(action, done=True, by=coach)
    await actions.tick_action(action, done=False, by=coach)
    assert (await queries.session(session, coach)).actions[0].done_at is None
    assert await told(session) == ["session.booked", "session.held", "session.action_done", "session.action_undone"]
    with pytest.raises(NotFound):
        await actions.tick_action(uuid4(), done=True, by=coach)


@pytest.mark.parametrize("verb", ["book", "move", "hold", "miss", "cancel", "correct", "tick"])
async def test_what_cannot_be_told_does_not_stay(verb, mute):
    coach, journey = await a_coach_and_a_journey()
    past = clock.now() - timedelta(hours=1)
    session = await (
        a_held_session(journey, coach, actions=[ActionWords("Ring")])
        if verb in {"correct", "tick"}
        else a_session(journey, coach, past)
    )
    before = (await the_session(session)).to_dict()
    sessions = await value("SELECT count(*) FROM session")
    mute()
    action = await SessionAction.objects().first()
    work = {
        "book": lambda: actions.book(journey, booking=a_booking(), by=coach),
        "move": lambda: actions.move(session, booking=a_booking(), version=1, by=coach),
        "hold": lambda: actions.hold(session, note=a_note(actions=[ActionWords("Ring")]), version=1, by=coach),
        "miss": lambda: actions.miss(session, by=coach),
        "cancel": lambda: actions.cancel(session, cancelled_by=CancelledBy.OTHER, by=coach),
        "correct": lambda: actions.correct(session, note=a_note(notes="Other"), version=2, by=coach),
        "tick": lambda: actions.tick_action(action.id, done=True, by=coach),
    }
    with pytest.raises(RuntimeError):
        await work[verb]()
    assert (await the_session(session)).to_dict() == before
    assert await value("SELECT count(*) FROM session") == sessions
    assert await SessionCorrection.count() == 0
    assert await SessionAction.count().where(SessionAction.done_at.is_not_null()) == 0


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
async def test_a_session_that_is_not_theirs_is_not_there(role):
    coach, journey = await a_coach_and_a_journey()
    session = await a_session(journey, coach, clock.now() - timedelta(hours=1))
    stranger = await a_member(role)
    for attempt in (
        actions.book(journey, booking=a_booking(), by=stranger),
        actions.move(session, booking=a_booking(), version=1, by=stranger),
        actions.hold(session, note=a_note(), version=1, by=stranger),
        actions.miss(session, by=stranger),
        actions.cancel(session, cancelled_by=CancelledBy.WORKER, by=stranger),
        actions.correct(session, note=a_note(), version=1, by=stranger),
        queries.session(session, stranger),
        queries.panel(journey, stranger),
    ):
        with pytest.raises(NotFound):
            await attempt


async def test_what_took_place_is_noted_also_after_the_journey_ended():
    coach, journey = await a_coach_and_a_journey()
    past = await a_session(journey, coach, clock.now() - timedelta(hours=1))
    coming = await a_session(journey, coach)
    await journeys.close(journey, reason=EndReason.GOALS_MET, planned=True, why="", by=coach)
    await actions.hold(past, note=a_note(), version=1, by=coach)
    assert (await the_session(past)).status == "held"
    with pytest.raises(RuleBroken, match="ended"):
        await actions.move(coming, booking=a_booking(), version=1, by=coach)
    await actions.cancel(coming, cancelled_by=CancelledBy.OTHER, by=coach)
    assert (await the_session(coming)).status == "cancelled"


# ── the clocks change ──


async def test_a_session_just_after_midnight_in_summer_is_of_the_london_day():
    with clock.at(datetime(2026, 6, 30, 12, 0, tzinfo=UTC)):
        coach, journey = await a_coach_and_a_journey()
        session = await a_session(journey, coach, datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
        with pytest.raises(RuleBroken, match="still to come"):
            await actions.hold(session, note=a_note(), version=1, by=coach)
    with clock.at(datetime(2026, 6, 30, 23, 45, tzinfo=UTC)):
        await actions.hold(session, note=a_note(), version=1, by=coach)


async def test_the_diary_of_the_week_when_the_clocks_go_back():
    coach, journey = await a_coach_and_a_journey()
    monday = date(2026, 10, 19)
    inside = [datetime(2026, 10, 18, 23, 0, tzinfo=UTC), datetime(2026, 10, 25, 23, 59, tzinfo=UTC)]
    outside = [datetime(2026, 10, 18, 22, 59, tzinfo=UTC), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)]
    for moment in inside + outside:
        await a_session(journey, coach, moment)
    days = await queries.diary(coach, monday)
    assert [entry.planned_for for _, entries in days for entry in entries] == inside
    assert [len(entries) for _, entries in days] == [1, 0, 0, 0, 0, 0, 1]
