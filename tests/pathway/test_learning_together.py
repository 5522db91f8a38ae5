"""The forum nominates, many want it, it is made together, and those who meet hoarding at work and at home sit side by side (U12)."""

from datetime import timedelta
from uuid import uuid4

from livewell.forum import actions as forum
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.db import value
from livewell.learning import actions
from livewell.learning.forms.people import Comer, Said
from livewell.learning.queries import bookings, courses, figures, wishes
from livewell.learning.rules import PRINCIPLES, Category, ComesAs, OpenTo
from livewell.learning.rules.courses import CourseState
from livewell.learning.rules.nominations import CameFrom
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.browsing import form_to, post
from tests.factories.forum import a_facilitator, let_in
from tests.factories.forum import a_member as a_forum_member
from tests.factories.journeys import an_open_journey
from tests.factories.learning import a_course, a_place, a_run, a_wish, some_sessions, somebody
from tests.factories.staff import a_member
from tests.owners.conftest import postbox
from tests.residents.conftest import carried, person_of

__all__ = ["postbox"]

TITLE = "Understanding hoarding"


async def test_from_the_forum_to_one_room(visitor, client_for, home_client_for, postbox):
    worker, facilitator = await a_member(Role.LINK_WORKER), await a_facilitator()
    members = [await a_forum_member(facilitator, name=f"Fictional Member {n}") for n in range(3)]
    clients = [
        await person_of(await an_open_journey(await a_member(Role.HEALTH_COACH), stage=Stage.COACHING))
        for _ in range(5)
    ]

    wish = await when_the_forum_nominates_it(members[0], worker)
    await when_the_fire_service_asks_for_it_too(worker)
    await when_many_say_that_they_would_like_it(visitor, home_client_for, wish, members, clients, worker)
    course = await when_it_is_planned_with_two_trainers(client_for, wish, worker)
    run = await then_everybody_can_book_it(course, worker)
    await when_they_come_from_everywhere(run, worker, members, clients, visitor)
    await then_they_learned_side_by_side(run, worker, clients)
    await carried()
    assert not [one for one in postbox.taken if one["Subject"].startswith("Called off")]


async def when_the_forum_nominates_it(member, worker):
    item = await forum.put_on_agenda(
        kind="nomination", title=TITLE, words="We meet it, and do not know what helps.", member=member, submission=uuid4(), by=worker
    )  # fmt: skip
    assert [one.title for one in await wishes.forum_items()] == [TITLE]
    wish = await actions.from_forum(item, by=worker)
    assert await wishes.forum_items() == []
    assert (await wishes.wish(wish)).came_from is CameFrom.FORUM
    return wish


async def when_the_fire_service_asks_for_it_too(worker):
    asked = await a_wish(
        title="Working with people who hoard",
        came_from=CameFrom.ORGANISATION,
        organisation_name="Fictional Fire and Rescue",
        reply_to="watch@fire.example",
    )
    await actions.open_wish(asked, by=worker)
    await actions.decline(asked, f"A course called {TITLE} is planned, and you are welcome in it.", by=worker)


async def when_many_say_that_they_would_like_it(visitor, home_client_for, wish, members, clients, worker):
    await let_in(visitor, members[0])
    for _ in range(2):  # One voice, however often.
        answer = await post(
            visitor, f"/learning/nominations/{wish}/vote", {"wants": "yes"}, page="/learning/nominations"
        )
        assert answer.status_code == 303
    for member in members[1:]:
        await actions.vote(wish, kind="member", record=member)
    home = await home_client_for(clients[0])
    await post(home, f"/my/learning/wishes/{wish}/vote", page="/my/learning/wishes")
    await actions.vote(wish, kind="staff", record=worker.id)
    first, *_ = await wishes.wishes()
    assert (first.id, first.votes) == (wish, 5)


async def when_it_is_planned_with_two_trainers(client_for, wish, worker):
    course = await actions.plan_course(
        a_course(
            title=TITLE,
            category=Category.MIND,
            open_to=(OpenTo.EVERYBODY,),
            subject_trainer="Hana Keep",
            lived_trainer="Joel Plenty",
            about="What it is, what it is not, and what helps.",
        ),
        nomination=wish,
        submission=uuid4(),
        by=worker,
    )
    client = await client_for(worker)
    page = f"/learning/desk/courses/{course}"
    for code in PRINCIPLES:
        data = form_to(await client.get(page), f"{page}/principle").data
        await client.post(f"{page}/principle", data=data | {"principle": code, "holds": "yes"})
    seen = await courses.course(course)
    assert seen.coproduced
    assert [one.held_by for one in seen.principles] == [worker.name] * 6
    assert (await wishes.wish(wish)).is_planned
    return course


async def then_everybody_can_book_it(course, worker):
    run = await a_run(course, by=worker, places=12, sessions=some_sessions(times=3))
    await actions.move_course(course, to=CourseState.OPEN, by=worker)
    return run


async def when_they_come_from_everywhere(run, worker, members, clients, visitor):
    fire = [await a_place(run, somebody(f"Fire{n} Crew"), by=worker) for n in range(3)]
    housing = [await a_place(run, somebody(f"Housing{n} Officer"), by=worker) for n in range(2)]
    for n, person in enumerate(clients):
        await a_place(run, Comer(ComesAs.CLIENT, name=f"Neighbour {n}", person=person), by=as_themself(person))
    answer = await post(visitor, f"/learning/runs/{run}/book")  # The member of the forum, with one button.
    assert answer.status_code == 303
    await a_place(run, Comer(ComesAs.TEAM, name=worker.name, email=worker.email, staff_user=worker.id))
    late = await a_place(run, somebody("Late Officer"), by=worker)
    assert (len(fire) + len(housing), late.number) == (5, 1)
    assert members[0] in {(await bookings_member(one.id)) for one in await bookings.of_run(run)}


async def bookings_member(booking):
    return await value("SELECT member FROM booking WHERE id = $1", booking)


async def then_they_learned_side_by_side(run, worker, clients):
    coming = [one for one in await bookings.of_run(run) if one.is_booked]
    assert len(coming) == 12
    for session in (await courses.run(run)).sessions:
        with clock.at(session.ends_at + timedelta(minutes=1)):
            await actions.note_attendance(session.id, came={one.id for one in coming}, by=worker)
    for one in coming[:10]:
        await actions.say_what_came(one.id, Said({"use_it": 5, "know_people": 4}), by=worker)
    team = await figures.figures(small_shown=True)
    (counted,) = team.courses
    assert (counted.came, counted.completed) == (12, 12)
    assert dict(counted.by_whom) == {
        "People with Live Well": 5,
        "The team": 1,
        "Forum members": 1,
        "Everybody else, partners among them": 5,
    }
    (others,) = (await figures.figures(small_shown=False)).courses
    assert dict(others.by_whom) == {
        "People with Live Well": 5,
        "The team": None,
        "Forum members": None,
        "Everybody else, partners among them": 5,
    }
    assert team.answered == 10
    assert "100" in str(team.outcomes.rows)
    assert all(one.certificate for one in await bookings.of_person(clients[0]))
