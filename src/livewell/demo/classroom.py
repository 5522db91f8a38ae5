"""What is learned in Rushcliffe, by everybody in one class: courses past, running and to come, and what people wish for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from livewell.demo.first_minutes import Table
from livewell.demo.lessons import COURSES, FIRE, HOUSING, NEIGHBOURS, PLAN, SAID, WISHES
from livewell.demo.missing import Missing
from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR, resident
from livewell.kit.dates import is_working_day
from livewell.kit.db import rows
from livewell.learning import actions as learning
from livewell.learning.forms.courses import RunWords, SessionTimes
from livewell.learning.forms.people import Comer, Said
from livewell.learning.rules import PRINCIPLES, QUESTIONS, ComesAs
from livewell.learning.rules.courses import CourseState, RunState
from livewell.learning.rules.nominations import CameFrom
from livewell.residents.queries import doors
from livewell.staff.rules import Member

LIBRARY = "The library, upper room (there is a lift)"
FIRE_OFFICER = 10
"""Who of the forum brought the course to understand hoarding: a number of demo.round_table.MEMBERS."""
MOST_CLIENTS = 24


@dataclass
class _School:
    """Courses, and who there is to come to them."""

    here: Neighbourhood
    by: Member
    clients: list[Comer]
    team: list[Comer]
    forum: list[Comer]
    neighbours: list[Comer]
    courses: dict[str, UUID] = field(default_factory=dict)


async def learn_together(here: Neighbourhood, missing: Missing, table: Table) -> None:
    """Courses with their badge and principles, four runs that are over, one that runs, two to come, wishes and a plan."""
    by = await here.link_worker(2)
    school = _School(
        here, by, await _clients(), await _team(here), await _forum(table), [_neighbour(one) for one in NEIGHBOURS]
    )
    await _courses(school, missing, table)
    await _past(school)
    await _now(school)
    await _to_come(school)
    await _wishes(school, table)
    await _own_plan(school)


async def _clients() -> list[Comer]:
    """People whose journey goes on, those first whose own space a newcomer may look at."""
    first = [one.person for one in await doors()]
    found = await rows(
        """
        SELECT p.id, coalesce(nullif(p.preferred_name, ''), p.first_name) || ' ' || p.family_name AS name
          FROM journey j JOIN person p ON p.id = j.person
         WHERE j.closed_at IS NULL AND NOT p.never_contact
         ORDER BY array_position($1::uuid[], p.id) NULLS LAST, j.opened_at, j.id LIMIT $2
        """,
        first,
        MOST_CLIENTS,
    )
    return [Comer(ComesAs.CLIENT, name=one["name"], person=one["id"]) for one in found]


async def _team(here: Neighbourhood) -> list[Comer]:
    cast = here.hand.cast
    players = [*(one for team in cast.link_workers.values() for one in team), *cast.coaches.values()]
    return [Comer(ComesAs.TEAM, name=one.name, email=one.email, staff_user=one.id) for one in players]


async def _forum(table: Table) -> list[Comer]:
    found = await rows("SELECT id, name, email FROM forum_member WHERE id = ANY($1)", table.members)
    known = {one["id"]: Comer(ComesAs.FORUM, name=one["name"], email=one["email"], member=one["id"]) for one in found}
    return [known[one] for one in table.members]


def _neighbour(name: str) -> Comer:
    return Comer(ComesAs.RESIDENT, name=name, email=f"{name.lower().replace(' ', '.')}@letterbox.example")


async def _courses(school: _School, missing: Missing, table: Table) -> None:
    """In the catalogue, all but one; what a taster leads to is there before it."""
    for told in COURSES:
        links: dict[str, UUID] = {}
        with clock.at(ago(told.days, 10)):
            if told.key == "hoarding":
                wish = await learning.from_forum(table.items["hoarding"], by=school.by)
                links = {"nomination": wish, "gap": missing["hoarding"]}
                for member in table.members[2:]:
                    await learning.vote(wish, kind="member", record=member)
        words = told.words(school.courses.get(told.leads_to))
        with clock.at(ago(told.days, 11)):
            made = await learning.plan_course(words, **links, submission=school.here.new_id(), by=school.by)
            for principle in list(PRINCIPLES)[: told.principles]:
                await learning.hold_principle(made, principle, holds=True, by=school.by)
            if told.offered:
                await learning.move_course(made, to=CourseState.OPEN, by=school.by)
        school.courses[told.key] = made


def _weekly(days: int, hour: int, times: int, minutes: int = 120) -> list[SessionTimes]:
    """
    Sessions a week apart, without those of bank holidays and between Christmas and New Year.

    The first was so many days ago or a little before, or with a number below nothing is to come.
    """
    day = clock.today() - timedelta(days=days)
    day -= timedelta(days=max(0, day.weekday() - 4))
    found: list[SessionTimes] = []
    while len(found) < times:
        if is_working_day(day) and (day.month, day.day) < (12, 24):
            starts = datetime.combine(day, time(hour), tzinfo=clock.LONDON)
            found.append(SessionTimes(starts, starts + timedelta(minutes=minutes)))
        day += timedelta(weeks=1)
    return found


async def _run(
    school: _School, course: str, sessions: Sequence[SessionTimes], comers: Sequence[Comer], *, planned: int, places: int = 20,
    place: str = LIBRARY,
) -> tuple[UUID, list[UUID]]:  # fmt: skip
    """A run planned so many days ago, and everybody who asked for a place since, in order; gives the bookings too."""
    contact = f"{school.by.name}, 01632 960 530"
    with clock.at(ago(planned, 9)):
        run = await learning.plan_run(
            school.courses[course], RunWords(places, 6, place, contact=contact), sessions, submission=school.here.new_id(), by=school.by,
        )  # fmt: skip
    booked = []
    for number, comer in enumerate(comers):
        needs = ("", "A seat by the door, please.", "", "", "Large print.")[number % 5]
        company = school.team[number % len(school.team)] if comer.person and number % 4 == 1 else None
        with clock.at(ago(max(1, planned - 1), 10) + timedelta(minutes=7 * number)):
            placed = await learning.book(
                run, comer, needs=needs, accompanied_by=company.name if company else "", accompanied_staff=company.staff_user if company else None,
                submission=school.here.new_id(), by=school.by,
            )  # fmt: skip
        booked.append(placed.id)
    return run, booked


async def _held(school: _School, run: UUID, booked: Sequence[UUID], *, done: bool) -> None:
    """The register of every session that is over: most came, one in eight missed one, the last of them stayed away."""
    found = await rows(
        "SELECT id, ends_at FROM course_session WHERE run = $1 AND ends_at < $2 ORDER BY starts_at", run, clock.now()
    )
    for number, session in enumerate(found):
        came = [one for place, one in enumerate(booked) if place % 8 != (3 + number) % 8]
        stayed = came[:-1] if len(booked) > len(NEIGHBOURS) else came
        with clock.at(session["ends_at"] + timedelta(minutes=30)):
            await learning.note_attendance(session["id"], came=stayed, accompanied=booked[1:2], by=school.by)
    if done:
        with clock.at(found[-1]["ends_at"] + timedelta(hours=1)):
            await learning.move_run(run, to=RunState.DONE, by=school.by)


async def _said(booked: Sequence[UUID], after: datetime, by: Member) -> None:
    """What they say came of it, two in three of them."""
    for number, booking in enumerate(booked):
        if number % 3 == 2:
            continue
        words, next_step = SAID[number % len(SAID)]
        answers = {
            question: (5, 4, 4, 3, 5, 2, 4)[(number * (place + 1) + place) % 7]
            for place, question in enumerate(QUESTIONS)
        }
        there = await rows("SELECT FROM course_attendance WHERE booking = $1 AND came", booking)
        if there:
            with clock.at(after + timedelta(minutes=number)):
                await learning.say_what_came(booking, Said(answers, words, next_step), by=by)


async def _past(school: _School) -> None:
    """A course for six weeks, everybody in one class about keeping too much, a taster, and a workshop of a morning."""
    clients, forum, team, others = school.clients, school.forum, school.team, school.neighbours
    partners = [_neighbour(one) for one in (*FIRE, *HOUSING)]
    class_of_all = [*clients[:5], *partners, *team[:5], *forum[FIRE_OFFICER : FIRE_OFFICER + 4], forum[6], others[11]]
    for course, first, times, comers, place in (
        ("living", 118, 6, [*clients[:7], *others[:6]], LIBRARY),
        ("taster", 66, 1, [*others[:8], *clients[3:11]], LIBRARY),
        ("hoarding", 36, 4, class_of_all, "The fire station, first floor"),
        ("flyer", 24, 1, [*forum[:6], *others[2:7], *team[:2]], "The town hall, room 2"),
    ):
        sessions = _weekly(first, 14, times)
        run, booked = await _run(school, course, sessions, comers, planned=first + 12, places=24, place=place)
        await _held(school, run, booked, done=True)
        if course != "taster":
            await _said(booked, sessions[-1].ends_at + timedelta(days=1), school.by)


async def _now(school: _School) -> None:
    """The longer course that the taster led to: three sessions are over, three are to come."""
    comers = [*school.neighbours[:5], *school.clients[:3], *school.clients[5:9]]
    run, booked = await _run(school, "sleep", _weekly(19, 18, 6, 90), comers, planned=40, places=14)
    await _held(school, run, booked, done=False)


async def _to_come(school: _School) -> None:
    """One is full and four wait; one has places. Somebody gave a place back, and it is held for the next."""
    comers = [*school.clients[7:11], *school.neighbours[6:11], *school.clients[11:14], school.neighbours[11]]
    _, booked = await _run(school, "living", _weekly(-17, 14, 6), comers, planned=14, places=9)
    with clock.at(clock.now() - timedelta(hours=2)):
        await learning.cancel(booked[3], why="A hospital appointment", by=school.by)
    comers = [*school.neighbours[9:12], *school.clients[9:11], *school.forum[:2]]
    await _run(school, "hoarding", _weekly(-45, 10, 4), comers, planned=9)
    await _run(school, "taster", _weekly(-10, 11, 1), school.neighbours[10:12], planned=7, places=12)


async def _wishes(school: _School, table: Table) -> None:
    """Wishes from everywhere, with voices; one was answered, one nobody has read yet."""
    for told in WISHES:
        with clock.at(ago(told.days, 17)):
            wish = await learning.nominate(told.wish, submission=school.here.new_id(), by=PUBLIC_VISITOR)
        if told.days == 1:
            continue
        if told.wish.came_from is not CameFrom.TEAM:
            with clock.at(ago(told.days - 1, 9)):
                await learning.open_wish(wish, by=school.by)
        with clock.at(ago(told.days - 1, 12)):
            for member in table.members[: told.voices]:
                await learning.vote(wish, kind="member", record=member)
            for comer in school.clients[: told.voices // 2]:
                if comer.person:
                    await learning.vote(wish, kind="person", record=comer.person)
        if told.answer:
            with clock.at(ago(told.days - 8, 12)):
                await learning.decline(wish, told.answer, by=school.by)


async def _own_plan(school: _School) -> None:
    """Whoever's own space is looked at first has a plan to learn, and their worker may read it."""
    person = school.clients[0].person
    if person is not None:
        with clock.at(ago(20, 19)):
            await learning.write_plan(PLAN, version=0, by=resident(person, school.here.new_id()))
