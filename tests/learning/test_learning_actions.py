"""Places are given once, pass on to the next, and complete a course; wishes have one voice for each."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.assets.rules import AssetKind
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.kit.forms import Form
from livewell.learning import actions
from livewell.learning.forms.courses import RunWords, SessionTimes, read_series
from livewell.learning.forms.people import Comer, PlanWords, Said
from livewell.learning.queries import bookings, courses, figures, wishes
from livewell.learning.queries.catalogue import Sought, catalogue
from livewell.learning.rules import ComesAs, CourseKind, OpenTo
from livewell.learning.rules.bookings import HELD, BookingState
from livewell.learning.rules.courses import CourseState, RunState
from livewell.learning.rules.nominations import CameFrom
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.factories.assets import a_listing, an_asset_from
from tests.factories.learning import a_course, a_place, a_planned_course, a_run, a_wish, some_sessions, somebody
from tests.factories.people import a_person
from tests.factories.staff import a_member


async def states(run):
    return [one["state"] for one in await rows("SELECT state FROM booking WHERE run = $1 ORDER BY booked_at, id", run)]


# ── the last place ──


async def test_of_a_hundred_at_once_exactly_one_has_the_last_place(committed_db):
    run = await a_run(places=1, waiting_places=98)

    async def ask(number):
        try:
            return await a_place(run, somebody(f"Person{number} Home"))
        except RuleBroken as refused:
            return str(refused)

    came = await asyncio.gather(*(ask(number) for number in range(100)))
    assert sum(one.has_place for one in came if not isinstance(one, str)) == 1
    assert sorted(one.number for one in came if not isinstance(one, str)) == list(range(99))
    assert [one for one in came if isinstance(one, str)] == [
        "Every place is taken and the waiting list is full. Tell us that you would have liked to come, and we try for more."
    ]
    assert await value("SELECT count(*) FROM booking WHERE run = $1 AND state = 'booked'", run) == 1


async def test_the_same_form_twice_is_one_and_so_is_the_same_person():
    run = await a_run()
    submission = uuid4()
    first = await actions.book(run, somebody(), submission=submission, by=PUBLIC_VISITOR)
    assert await actions.book(run, somebody(), submission=submission, by=PUBLIC_VISITOR) == first
    assert await a_place(run, somebody(email="ADA@home.example")) == first
    assert await states(run) == ["booked"]


async def test_nothing_of_a_booking_stays_when_its_news_cannot_be_told(mute):
    run = await a_run()
    mute()
    with pytest.raises(RuntimeError):
        await a_place(run)
    assert await states(run) == []


@pytest.mark.parametrize(
    ("open_to", "comes_as", "may"),
    [
        ((OpenTo.EVERYBODY,), ComesAs.RESIDENT, True),
        ((OpenTo.CLIENTS, OpenTo.TEAM), ComesAs.RESIDENT, False),
        ((OpenTo.CLIENTS, OpenTo.TEAM), ComesAs.TEAM, True),
        ((OpenTo.FORUM,), ComesAs.VOLUNTEER, False),
    ],
)
async def test_a_course_is_for_those_it_is_open_to(open_to, comes_as, may):
    run = await a_run(await a_planned_course(open_to=open_to))
    asked = a_place(run, somebody(comes_as=comes_as))
    if may:
        assert (await asked).has_place
    else:
        with pytest.raises(RuleBroken, match="not open to you"):
            await asked


async def test_the_team_may_bring_a_partner_to_a_course_that_is_not_for_everybody():
    worker = await a_member(Role.LINK_WORKER)
    run = await a_run(await a_planned_course(open_to=(OpenTo.TEAM,)), by=worker)
    assert (await a_place(run, somebody("Fictional Firefighter"), by=worker)).has_place


async def test_a_run_that_began_is_for_the_team_to_say():
    worker = await a_member(Role.LINK_WORKER)
    run = await a_run(by=worker, sessions=some_sessions(clock.now() + timedelta(hours=1)))
    with clock.at(clock.now() + timedelta(days=1)):
        with pytest.raises(RuleBroken, match="has begun"):
            await a_place(run)
        assert (await a_place(run, by=worker)).has_place


# ── the waiting list ──


async def test_a_place_given_back_is_held_for_the_next_then_passed_on():
    run = await a_run(places=1)
    first, second, third = [await a_place(run, somebody(f"Person{n} Home")) for n in range(3)]
    assert [second.number, third.number] == [1, 2]
    await actions.cancel(first.id, by=PUBLIC_VISITOR)
    await actions.cancel(first.id, by=PUBLIC_VISITOR)
    offered = await bookings.booking(second.id)
    assert offered.is_offered
    assert offered.offered_until == pytest.approx(clock.now() + HELD, abs=timedelta(minutes=1))
    # Whoever comes new does not pass those who wait.
    assert (await a_place(run, somebody("Late Home"))).number == 2
    with clock.at(clock.now() + HELD + timedelta(minutes=1)):
        assert await actions.pass_on() == 1
        assert await actions.pass_on() == 0
        with pytest.raises(RuleBroken, match="gone to the next"):
            await actions.take(second.id, by=PUBLIC_VISITOR)
        await actions.take(third.id, by=PUBLIC_VISITOR)
        await actions.take(third.id, by=PUBLIC_VISITOR)
    assert await states(run) == ["cancelled", "gone", "booked", "waiting"]


async def test_a_held_place_is_never_held_beyond_the_next_session():
    soon = clock.now() + timedelta(hours=5)
    run = await a_run(places=1, sessions=some_sessions(soon))
    first, second = [await a_place(run, somebody(f"Person{n} Home")) for n in range(2)]
    await actions.cancel(first.id, by=PUBLIC_VISITOR)
    assert (await bookings.booking(second.id)).offered_until == soon


async def test_more_places_go_to_those_who_wait_and_fewer_than_are_taken_cannot_be():
    worker = await a_member(Role.LINK_WORKER)
    run = await a_run(by=worker, places=1)
    for number in range(3):
        await a_place(run, somebody(f"Person{number} Home"))
    await actions.change_run(run, RunWords(places=2), version=1, by=worker)
    assert await states(run) == ["booked", "offered", "waiting"]
    with pytest.raises(RuleBroken, match="2 places are taken"):
        await actions.change_run(run, RunWords(places=1), version=2, by=worker)
    with pytest.raises(RuleBroken, match="changed meanwhile"):
        await actions.change_run(run, RunWords(places=5), version=1, by=worker)


async def test_another_persons_booking_is_not_there():
    mary, other = await a_person(), await a_person()
    run = await a_run()
    mine = await a_place(run, Comer(ComesAs.CLIENT, name="Mary", person=mary), by=as_themself(mary))
    for verb in (actions.cancel, actions.take):
        with pytest.raises(NotFound):
            await verb(mine.id, by=as_themself(other))
    with pytest.raises(NotFound):
        await bookings.booking(mine.id, person=other)
    await actions.cancel(mine.id, by=as_themself(mary))


# ── who came, and what completes it ──


@pytest.mark.parametrize(
    ("needed", "came", "complete"), [(None, 2, True), (None, 1, False), (3, 2, False), (1, 1, True)]
)
async def test_two_sessions_in_three_complete_a_course_unless_it_says_otherwise(needed, came, complete):
    worker = await a_member(Role.LINK_WORKER)
    run = await a_run(await a_planned_course(worker, needed_sessions=needed), by=worker)
    mine = await a_place(run)
    held = (await courses.run(run)).sessions
    with clock.at(held[-1].ends_at + timedelta(hours=1)):
        for session in held[:came]:
            await actions.note_attendance(session.id, came={mine.id}, by=worker)
    seen = await bookings.booking(mine.id)
    assert (seen.completed_on is not None, bool(seen.certificate)) == (complete, complete)


async def test_a_register_put_right_takes_the_certificate_back():
    worker = await a_member(Role.LINK_WORKER)
    run = await a_run(by=worker, sessions=some_sessions(times=1))
    mine = await a_place(run)
    (session,) = (await courses.run(run)).sessions
    with pytest.raises(RuleBroken, match="once the session has begun"):
        await actions.note_attendance(session.id, came={mine.id}, by=worker)
    with clock.at(session.ends_at):
        await actions.note_attendance(session.id, came={mine.id}, accompanied={mine.id}, by=worker)
        number = (await bookings.booking(mine.id)).certificate
        real = await bookings.certificate_numbered(number)
        assert real is not None
        assert (real.name, real.course) == ("Ada Neighbour", "Sleeping better")
        assert (await bookings.booking(mine.id)).accompanied == 1
        await actions.note_attendance(session.id, came=set(), by=worker)
    assert await bookings.certificate_numbered(number) is None
    with pytest.raises(NotFound):
        await bookings.certificate(mine.id)


async def test_what_came_of_it_is_said_by_who_was_there():
    worker, mary = await a_member(Role.LINK_WORKER), await a_person()
    run = await a_run(by=worker, sessions=some_sessions(times=1))
    mine = await a_place(run, Comer(ComesAs.CLIENT, name="Mary", person=mary), by=as_themself(mary))
    said = Said({"confident": 5, "know_people": 4}, "I sleep again.", "The walking group")
    with pytest.raises(RuleBroken, match="once you have been there"):
        await actions.say_what_came(mine.id, said, by=as_themself(mary))
    (session,) = (await courses.run(run)).sessions
    with clock.at(session.ends_at):
        await actions.note_attendance(session.id, came={mine.id}, by=worker)
    await actions.say_what_came(mine.id, said, by=as_themself(mary))
    with pytest.raises(NotFound):
        await actions.say_what_came(mine.id, said, by=as_themself(await a_person()))
    for wrong in (Said({}), Said({"confident": 6}), Said({"nothing": 3})):
        with pytest.raises(RuleBroken):
            await actions.say_what_came(mine.id, wrong, by=worker)
    seen = await bookings.booking(mine.id)
    assert (seen.found_true, seen.words) == (2, "I sleep again.")


# ── moved and called off ──


async def test_a_run_called_off_gives_every_place_back_with_a_reason():
    worker = await a_member(Role.LINK_WORKER)
    run = await a_run(by=worker, places=1)
    for number in range(2):
        await a_place(run, somebody(f"Person{number} Home"))
    with pytest.raises(RuleBroken, match="why"):
        await actions.move_run(run, to=RunState.CANCELLED, by=worker)
    await actions.move_run(run, to=RunState.CANCELLED, why="The room is flooded.", by=worker)
    assert await states(run) == ["cancelled", "cancelled"]
    with pytest.raises(RuleBroken):
        await actions.move_run(run, to=RunState.OPEN, by=worker)
    with pytest.raises(RuleBroken, match="called off"):
        await a_place(run)


async def test_a_session_is_moved_once_and_not_after_it_was_called_off():
    worker = await a_member(Role.LINK_WORKER)
    run = await a_run(by=worker)
    first = (await courses.run(run)).sessions[0]
    later = SessionTimes(first.starts_at + timedelta(days=1), first.ends_at + timedelta(days=1))
    await actions.move_session(first.id, later, why="The trainer is away.", version=1, by=worker)
    with pytest.raises(RuleBroken, match="changed meanwhile"):
        await actions.move_session(first.id, later, why="Again", version=1, by=worker)
    await actions.call_off(first.id, why="Snow.", version=2, by=worker)
    with pytest.raises(RuleBroken, match="called off"):
        await actions.call_off(first.id, why="Snow.", version=3, by=worker)
    seen = await courses.run(run)
    assert (len(seen.sessions), len(seen.held), seen.needed) == (3, 2, 2)


# ── courses ──


async def test_the_badge_comes_from_two_named_trainers_and_never_by_hand():
    worker = await a_member(Role.LINK_WORKER)
    course = await a_planned_course(worker, lived_trainer="")
    for principle in ("educational", "coproduced", "strengths", "moves_on", "community", "open"):
        await actions.hold_principle(course, principle, holds=True, by=worker)
    seen = await courses.course(course)
    assert (seen.coproduced, len(seen.found_true)) == (False, 6)
    assert {one.held_by for one in seen.found_true} == {worker.name}
    await actions.change_course(course, a_course(), version=seen.version, by=worker)
    assert (await courses.course(course)).coproduced
    await actions.change_course(course, a_course(lived_trainer=" nia  SLEEPWELL"), version=seen.version + 1, by=worker)
    assert not (await courses.course(course)).coproduced
    with pytest.raises(Stale) as stale:
        await actions.change_course(course, a_course(title="Mine"), version=1, by=worker)
    assert stale.value.yours["The title"] == "Mine"
    with pytest.raises(NotFound):
        await actions.hold_principle(course, "cheap", holds=True, by=worker)


async def test_a_course_that_says_nothing_is_not_offered_and_a_draft_is_seen_by_nobody():
    worker = await a_member(Role.LINK_WORKER)
    course = await a_planned_course(worker, is_open=False, about="", title="Knitting for two")
    with pytest.raises(RuleBroken, match="Say what happens there"):
        await actions.move_course(course, to=CourseState.OPEN, by=worker)
    assert (await catalogue(Sought(words="knitting"))).total == 0
    with pytest.raises(NotFound):
        await courses.course_by_slug("knitting-for-two")


async def test_the_catalogue_has_our_courses_and_those_that_are_only_listings():
    worker = await a_member(Role.LINK_WORKER)
    listed = await an_asset_from(
        a_listing(name="Fictional pottery evenings", kind=AssetKind.COURSE, activities=("crafts",), needs=("caring",))
    )
    linked = await an_asset_from(a_listing(name="Fictional sleep class", kind=AssetKind.COURSE))
    await a_run(await a_planned_course(worker, asset=linked), by=worker, places=2)
    found = (await catalogue(Sought())).offered
    assert [(one.title, one.href, one.places) for one in found] == [
        ("Sleeping better", "/learning/sleeping-better", "Few places left"),
        ("Fictional pottery evenings", f"/community/{listed}", ""),
    ]
    for sought, total in (
        (Sought(words="pottery"), 1),
        (Sought(words="SLEEP tonight"), 1),
        (Sought(category="self_management"), 1),
        (Sought(category="creative"), 1),
        (Sought(category="caring"), 1),
        (Sought(category="food"), 0),
        (Sought(when="month"), 1),
        (Sought(ward="E05000000"), 0),
    ):
        assert (await catalogue(sought)).total == total, sought


# ── wishes ──


async def test_a_wish_from_outside_is_read_before_anybody_votes():
    worker = await a_member(Role.LINK_WORKER)
    wish = await a_wish(reply_to="fire@service.example", name="Fictional Fire Service")
    with pytest.raises(NotFound):
        await actions.vote(wish, kind="staff", record=uuid4())
    assert await wishes.wishes() == []
    await actions.open_wish(wish, by=worker)
    mary = await a_person()
    for _ in range(3):
        await actions.vote(wish, kind="person", record=mary)
    await actions.vote(wish, kind="staff", record=worker.id)
    assert (await wishes.wishes())[0].votes == 2
    assert (await wishes.wishes(voter=wishes.voter("person", mary)))[0].voted
    await actions.vote(wish, kind="person", record=mary, wants=False)
    assert (await wishes.wishes())[0].votes == 1
    assert not await rows("SELECT 1 FROM nomination_vote WHERE voter LIKE '%' || $1 || '%'", str(mary))
    with pytest.raises(RuleBroken, match="Say in a sentence"):
        await actions.decline(wish, " ", by=worker)
    await actions.decline(wish, "A course runs in the next town.", by=worker)
    with pytest.raises(RuleBroken, match="answer already"):
        await actions.vote(wish, kind="staff", record=worker.id)


async def test_a_wish_stands_among_the_gaps_once_and_before_the_forum_once():
    worker = await a_member(Role.LINK_WORKER)
    wish = await a_wish(by=worker, came_from=CameFrom.TEAM, people=6)
    gap = await actions.raise_as_gap(wish, submission=uuid4(), by=worker)
    assert await actions.raise_as_gap(wish, submission=uuid4(), by=worker) == gap
    item = await actions.take_to_forum(wish, submission=uuid4(), by=worker)
    assert await actions.take_to_forum(wish, submission=uuid4(), by=worker) == item
    assert await actions.from_forum(item, by=worker) == wish
    missing = await wishes.unmet(small_shown=False)
    assert [(one.title, one.people) for one in missing.needs] == [("Understanding hoarding", 6)]
    course = await actions.plan_course(a_course(title="Hoarding"), nomination=wish, submission=uuid4(), by=worker)
    seen = await courses.course(course)
    assert (seen.nomination, seen.gap) == (wish, gap)
    await actions.move_course(course, to=CourseState.OPEN, by=worker)
    settled = await row("SELECT state, outcome, why FROM gap WHERE id = $1", gap)
    assert settled is not None
    assert (settled["state"], settled["outcome"]) == ("settled", "change")
    assert "/learning/hoarding" in settled["why"]
    assert (await wishes.unmet(small_shown=True)).needs == ()


# ── plans ──


async def test_a_plan_is_its_owners_and_the_workers_when_they_say_so():
    mary = await a_person()
    by = as_themself(mary)
    await actions.write_plan(PlanWords(want="To read music"), version=0, by=by)
    assert (await bookings.plan(mary, only_shared=True)).version == 0
    await actions.write_plan(PlanWords(want="To read music", shared=True), version=1, by=by)
    assert (await bookings.plan(mary, only_shared=True)).want == "To read music"
    with pytest.raises(Stale) as stale:
        await actions.write_plan(PlanWords(want="To sing"), version=1, by=by)
    assert stale.value.theirs["What I would like to learn"] == "To read music"


# ── figures and time ──


async def test_a_taster_leads_on_and_small_numbers_are_hidden_from_whoever_is_not_of_the_team():
    worker = await a_member(Role.LINK_WORKER)
    whole = await a_planned_course(worker)
    taster = await a_planned_course(worker, title="A taste of sleep", kind=CourseKind.TASTER, leads_to=whole)
    soon = clock.now() + timedelta(days=1)
    tasted = await a_run(taster, by=worker, sessions=some_sessions(soon, times=1))
    mine = [await a_place(tasted, somebody(f"Person{n} Home")) for n in range(6)]
    (session,) = (await courses.run(tasted)).sessions
    with clock.at(session.ends_at):
        await actions.note_attendance(session.id, came={one.id for one in mine}, by=worker)
        later = await a_run(whole, by=worker)
        for n in range(3):
            await a_place(later, somebody(f"Person{n} Home"))
        await a_place(later, somebody("Stranger Home"))
    (team,) = (await figures.figures(small_shown=True)).tasters
    (others,) = (await figures.figures(small_shown=False)).tasters
    assert (team.came, team.went_on) == (6, 3)
    assert (others.came, others.went_on) == (6, None)


async def test_a_course_keeps_its_time_on_the_clock_when_the_clocks_change():
    with clock.at(datetime(2026, 10, 1, 9, tzinfo=UTC)):
        form = Form.blank({"first": datetime(2026, 10, 19, 9, tzinfo=UTC), "minutes": "90", "times": "2", "every": "1"})
        first, second = read_series(form)
    assert (first.starts_at, second.starts_at) == (
        datetime(2026, 10, 19, 9, tzinfo=UTC),
        datetime(2026, 10, 26, 10, tzinfo=UTC),
    )


async def test_names_of_people_who_are_nobodys_are_taken_out_a_year_later():
    run = await a_run()
    mine = await a_place(run)
    assert await actions.forget_names() == 0
    with clock.at(clock.now() + timedelta(days=500)):
        assert await actions.forget_names() == 1
        assert await actions.forget_names() == 0
    assert await value("SELECT name || email FROM booking WHERE id = $1", mine.id) == ""
    assert (await bookings.booking(mine.id)).state is BookingState.BOOKED
