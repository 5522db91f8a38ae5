"""A class close to home that was not there: a gap, a library that runs a taster, company at first, then alone (U5)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from livewell.assets.rules import AssetKind
from livewell.gaps import actions as gaps
from livewell.gaps.rules import GapKind, Wanted
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.learning import actions
from livewell.learning.forms.people import Comer, Said
from livewell.learning.queries import bookings, courses, figures, wishes
from livewell.learning.queries.catalogue import Sought, catalogue
from livewell.learning.rules import Category, ComesAs, CourseKind, OpenTo
from livewell.learning.rules.courses import CourseState
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.browsing import post
from tests.factories.assets import a_listing, an_asset_from
from tests.factories.journeys import an_open_journey
from tests.factories.learning import a_place, a_planned_course, a_run, some_sessions, somebody
from tests.factories.places import an_area
from tests.factories.staff import a_member
from tests.residents.conftest import person_of

MONDAY = datetime(2026, 9, 7, 10, tzinfo=UTC)
FIRST = MONDAY + timedelta(weeks=3)


async def test_from_something_missing_to_going_alone(client_for, home_client_for):
    area = await an_area(name="South")
    coach, worker = await a_member(Role.HEALTH_COACH, area=area), await a_member(Role.LINK_WORKER, area=area)
    with clock.at(MONDAY):
        journey = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=worker, first_name="Philippa")
        her = as_themself(await person_of(journey))
        gap = await when_her_link_worker_says_that_a_small_class_is_missing(journey, worker)
        taster, whole = await when_the_library_agrees_to_a_taster(gap, worker)
    run = await then_it_stands_in_the_catalogue(gap, taster, worker)
    with clock.at(MONDAY + timedelta(weeks=1)):
        await when_her_worker_books_her_in_and_will_come_along(client_for, worker, journey, run)
    await when_she_is_accompanied_twice_and_then_goes_alone(run, her, worker)
    await then_she_says_what_came_of_it_and_sees_it_beside_her_certificate(home_client_for, run, her)
    await when_the_taster_leads_to_the_whole_course(whole, her, worker)


async def when_her_link_worker_says_that_a_small_class_is_missing(journey, worker):
    wanted = Wanted(
        title="A small painting class within a walk",
        words="Few people, close to home, for somebody who is anxious in crowds.",
        kind=GapKind.LEARNING,
        way="learn",
    )
    gap = await gaps.raise_gap(wanted, source="session", journey=journey, submission=uuid4(), by=worker)
    assert [one.title for one in (await wishes.unmet(small_shown=True)).needs] == [wanted.title]
    return gap


async def when_the_library_agrees_to_a_taster(gap, worker):
    library = await an_asset_from(a_listing(name="Fictional library tasters", kind=AssetKind.COURSE))
    whole = await a_planned_course(
        worker, title="Painting, a term", category=Category.CREATIVE, own=False, provider="Fictional Library Service"
    )
    taster = await a_planned_course(
        worker,
        is_open=False,
        title="A taste of painting",
        kind=CourseKind.TASTER,
        category=Category.CREATIVE,
        own=False,
        provider="Fictional Library Service",
        asset=library,
        access="Eight people at most. A quiet room.",
        open_to=(OpenTo.EVERYBODY,),
        leads_to=whole,
        gap=gap,
    )
    found = await row("SELECT state FROM gap WHERE id = $1", gap)
    assert found == {"state": "taken_up"}
    return taster, whole


async def then_it_stands_in_the_catalogue(gap, taster, worker):
    with clock.at(MONDAY + timedelta(days=2)):
        run = await a_run(taster, by=worker, places=8, sessions=some_sessions(FIRST, times=4))
        await actions.move_course(taster, to=CourseState.OPEN, by=worker)
        (found,) = (await catalogue(Sought(words="taste painting"))).offered
        assert (found.runs_it, found.kind, found.places) == ("Fictional Library Service", "Taster", "Places left")
        assert (await wishes.unmet(small_shown=True)).needs == ()
    settled = await row("SELECT state, outcome FROM gap WHERE id = $1", gap)
    assert settled == {"state": "settled", "outcome": "change"}
    return run


async def when_her_worker_books_her_in_and_will_come_along(client_for, worker, journey, run):
    client = await client_for(worker)
    url = f"/journeys/{journey}/learning/book"
    sent = {"run": str(run), "company": "yes", "agreed": "yes", "needs": "A seat near the door"}
    assert (await post(client, url, sent)).status_code == 303
    assert (
        f"{worker.name} comes along the first time." in (await client.get(f"/journeys/{journey}/about/learning")).text
    )
    for name in ("Ann Easel", "Bert Brush", "Cora Clay"):
        await a_place(run, somebody(name))


async def when_she_is_accompanied_twice_and_then_goes_alone(run, her, worker):
    here = await bookings.of_run(run)
    (hers,) = [one for one in here if one.person == her.person]
    for number, session in enumerate((await courses.run(run)).sessions):
        with clock.at(session.ends_at):
            company = {hers.id} if number < 2 else set()
            await actions.note_attendance(session.id, came={one.id for one in here}, accompanied=company, by=worker)
    found = await rows(
        """
        SELECT a.accompanied FROM course_attendance a JOIN course_session s ON s.id = a.session
        WHERE a.booking = $1 AND a.came ORDER BY s.starts_at
        """,
        hers.id,
    )
    assert [one["accompanied"] for one in found] == [True, True, False, False]


async def then_she_says_what_came_of_it_and_sees_it_beside_her_certificate(home_client_for, run, her):
    (hers,) = [one for one in await bookings.of_person(her.person) if one.run.id == run]
    said = Said(
        {"confident": 4, "know_people": 5, "next": 5},
        "Three of us meet for coffee now, and we joined the Friday group together.",
        "The whole term",
    )
    await actions.say_what_came(hers.id, said, by=her)
    home = await home_client_for(her.person)
    page = (await home.get(f"/my/learning/bookings/{hers.id}")).text
    assert "You came 4 times" in page
    assert "we joined the Friday group together" in page
    assert (await home.get(f"/my/learning/bookings/{hers.id}/certificate.pdf")).content.startswith(b"%PDF")


async def when_the_taster_leads_to_the_whole_course(whole, her, worker):
    with clock.at(FIRST + timedelta(weeks=4)):
        run = await a_run(whole, by=worker)
        placed = await a_place(run, Comer(ComesAs.CLIENT, name="Philippa", person=her.person), by=her)
        assert placed.has_place
        (led,) = (await figures.figures(small_shown=True)).tasters
        assert (led.came, led.went_on) == (4, 1)
