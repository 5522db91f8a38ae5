"""The pages of learning: by whom, with every word, twice, for others, and in how many statements."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from livewell.gaps.actions import raise_gap
from livewell.gaps.rules import GapKind, Wanted
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import count_queries, rows, value
from livewell.learning import actions
from livewell.learning.forms.people import Comer, PlanWords
from livewell.learning.queries import bookings, courses, wishes
from livewell.learning.rules import ComesAs
from livewell.learning.rules.nominations import CameFrom
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.browsing import form_to, post
from tests.factories.journeys import an_open_journey
from tests.factories.learning import a_place, a_planned_course, a_run, a_wish, some_sessions, somebody
from tests.factories.people import a_person
from tests.factories.staff import a_member
from tests.residents.conftest import carried, person_of

COURSE = {
    "title": "Cooking for one",
    "kind": "course",
    "category": "food",
    "open_to": ["clients", "team"],
    "about": "Six evenings at the stove.",
    "own": "yes",
}
FIRST = {"first-day": "12", "first-month": "1", "first-year": "2099", "first-time": "10:00"}


async def past(run):
    """Everybody in it came to every session."""
    seen = await courses.run(run)
    worker = await a_member(Role.LINK_WORKER)
    with clock.at(seen.sessions[-1].ends_at + timedelta(minutes=1)):
        for session in seen.sessions:
            await actions.note_attendance(session.id, came={one.id for one in await bookings.of_run(run)}, by=worker)


# ── everybody ──


async def test_anybody_looks_books_and_gives_the_place_back(visitor, postbox):
    run = await a_run(places=1, contact="Fern, 01632 960777")
    page = await visitor.get("/learning?q=sleep&about=self_management&when=month")
    assert "/learning/sleeping-better" in page.text
    page = await visitor.get("/learning/sleeping-better")
    assert "Made together" in page.text
    assert "Nia and Owen" in page.text
    assert "Sleepwell" not in page.text
    assert (await visitor.get(f"/learning/runs/{run}/sessions.ics")).text.count("BEGIN:VEVENT") == 3
    url = f"/learning/runs/{run}/book"
    answer = await post(visitor, url, {"name": "Ada Neighbour", "needs": "A seat near the door"})
    assert answer.status_code == 422
    assert "A seat near the door" in answer.text
    assert "email address or your phone number" in answer.text
    answer = await post(visitor, url, {"name": "Ada Neighbour", "email": "ada@home.example"})
    assert answer.status_code == 303
    assert "You have a place." in (await visitor.get(answer.headers["location"])).text
    await carried()
    assert "Fern, 01632 960777" in postbox.taken[0].get_body().get_content()
    assert [one.get_filename() for one in postbox.taken[0].iter_attachments()] == ["sessions.ics"]
    answer = await post(visitor, url, {"name": "Bert Neighbour", "email": "bert@home.example"})
    assert "number 1 on the waiting list" in (await visitor.get(answer.headers["location"])).text
    await carried()
    (link,) = [one for one in _links(postbox.taken[0]) if one.startswith("/learning/place/")]
    answer = await visitor.get(link)
    assert answer.headers["location"] == "/learning/place"
    assert "Place booked" in (await visitor.get("/learning/place")).text
    assert (await visitor.get("/learning/place/sessions.ics")).status_code == 200
    await post(visitor, "/learning/place/cancel", page="/learning/place")
    await carried()
    assert "held it" not in postbox.taken[-1].get_body().get_content()
    assert postbox.taken[-1]["Subject"] == "A place for you: Sleeping better"
    (link,) = [one for one in _links(postbox.taken[-1]) if one.startswith("/learning/place/")]
    await visitor.get(link)
    await post(visitor, "/learning/place/take", page="/learning/place")
    assert "Place booked" in (await visitor.get("/learning/place")).text


def _links(message):
    return re.findall(r"https?://[^/\s]+(/\S*)", message.get_body().get_content())


async def test_a_program_that_fills_every_box_books_nothing_and_too_many_tries_wait(visitor):
    run = await a_run(places=50)
    url = f"/learning/runs/{run}/book"
    answer = await post(visitor, url, {"name": "Spam", "email": "spam@bad.example", "company": "Spam Ltd"})
    assert answer.status_code == 303
    assert await rows("SELECT 1 FROM booking") == []
    answers = [
        (await post(visitor, url, {"name": f"P{n}", "email": f"p{n}@home.example"})).status_code for n in range(12)
    ]
    assert answers.count(303) == 10
    assert answers[-1] == 429
    await post(visitor, "/learning/nominations", {"title": "Buy pills", "company": "Spam Ltd"})
    assert await rows("SELECT 1 FROM nomination") == []


async def test_a_form_sent_twice_is_one_place(visitor):
    run = await a_run()
    url = f"/learning/runs/{run}/book"
    data = form_to(await visitor.get(url), url).data | {"name": "Ada", "email": "ada@home.example"}
    for _ in range(2):
        assert (await visitor.post(url, data=data)).status_code == 303
    assert await value("SELECT count(*) FROM booking") == 1


async def test_a_link_that_opens_nothing_says_so(visitor):
    answer = await visitor.get("/learning/place/" + "x" * 43, follow_redirects=True)
    assert answer.status_code == 404
    assert "This link has ended" in answer.text
    assert (await visitor.get("/learning/place/sessions.ics")).status_code == 404


async def test_what_is_not_offered_is_not_there(visitor):
    worker = await a_member(Role.LINK_WORKER)
    run = await a_run(await a_planned_course(worker, is_open=False), by=worker)
    for path in ("/learning/sleeping-better", f"/learning/runs/{run}/book", f"/learning/runs/{run}/sessions.ics"):
        assert (await visitor.get(path)).status_code == 404, path


async def test_somebody_of_the_team_books_with_one_button(client_for):
    worker = await a_member(Role.VOLUNTEER_COORDINATOR)
    run = await a_run()
    client = await client_for(worker)
    answer = await post(client, f"/learning/runs/{run}/book")
    assert answer.status_code == 303
    (booked,) = await bookings.of_run(run)
    assert (booked.name, booked.comes_as) == (worker.name, ComesAs.TEAM)


# ── wishes ──


async def test_the_fire_service_asks_the_team_reads_votes_and_answers(visitor, client_for, postbox):
    worker = await a_member(Role.LINK_WORKER)
    client = await client_for(worker)
    asked = {
        "title": "Understanding hoarding",
        "why": "We meet it in homes every week.",
        "organisation_name": "Fictional Fire and Rescue",
        "name": "Watch Manager",
        "reply_to": "watch@fire.example",
        "people": "12",
    }
    assert (await post(visitor, "/learning/nominations", asked | {"title": ""})).status_code == 422
    assert (await post(visitor, "/learning/nominations", asked)).status_code == 303
    assert "hoarding" not in (await visitor.get("/learning/nominations")).text
    (wish,) = await wishes.all_wishes()
    assert wish.came_from is CameFrom.ORGANISATION
    one = f"/learning/desk/nominations/{wish.id}"
    assert "watch@fire.example" in (await client.get(one)).text
    await post(client, f"{one}/open", page=one)
    page = await visitor.get("/learning/nominations")
    assert "Fictional Fire and Rescue" in page.text
    assert "watch@fire.example" not in page.text
    vote = f"/learning/nominations/{wish.id}/vote"
    await post(client, vote, page="/learning/nominations")
    assert "1 voice." in (await client.get("/learning/nominations")).text
    token = {"csrf_token": "x"} | form_to(await visitor.get("/learning/nominations"), "/learning/nominations").data
    assert (await visitor.post(vote, data=token | {"wants": "yes"})).status_code == 409
    answer = await post(client, f"{one}/answer", {"what": "decline"}, page=one)
    assert answer.status_code == 422
    await post(client, f"{one}/answer", {"what": "decline", "words": "The college runs one in May."}, page=one)
    await carried()
    assert "The college runs one in May." in postbox.taken[0].get_content()
    assert await value("SELECT reply_to || name FROM nomination") == ""


# ── somebody's own space ──


async def test_somebody_books_comes_says_what_came_and_keeps_their_certificate(home_client_for):
    worker = await a_member(Role.LINK_WORKER)
    journey = await an_open_journey(await a_member(Role.HEALTH_COACH), stage=Stage.COACHING)
    mary = await person_of(journey)
    run = await a_run(by=worker, sessions=some_sessions(times=1))
    home = await home_client_for(mary)
    assert f"/my/learning/runs/{run}" in (await home.get("/my/learning/courses")).text
    answer = await post(home, f"/my/learning/runs/{run}", {"accompanied_by": "My sister"})
    assert answer.status_code == 303
    booking = answer.headers["location"]
    page = await home.get(booking)
    assert "My sister comes along the first time." in page.text
    assert "What came of it?" not in page.text
    await past(run)
    assert (await post(home, f"{booking}/said", {"words": "Kind people"}, page=booking)).status_code == 422
    await post(home, f"{booking}/said", {"confident": "5", "words": "Kind people"}, page=booking)
    assert "Kind people" in (await home.get(booking)).text
    pdf = await home.get(f"{booking}/certificate.pdf")
    assert pdf.content.startswith(b"%PDF")
    paper = PdfReader(BytesIO(pdf.content))
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert (await value("SELECT number FROM certificate")) in paper.pages[0].extract_text()
    await post(home, "/my/learning/plan", {"want": "To sing", "shared": "yes"})
    assert "To sing" in (await home.get("/my/learning")).text
    assert "Very much" in (await home.get("/my/learning/plan")).text
    other = await home_client_for(await a_person())
    for path in (booking, f"{booking}/certificate.pdf", f"{booking}/sessions.ics"):
        assert (await other.get(path)).status_code == 404, path


async def test_a_plan_written_in_two_windows_loses_nothing(home_client_for):
    mary = await a_person()
    home = await home_client_for(mary)
    page = form_to(await home.get("/my/learning/plan"), "/my/learning/plan").data
    assert (await home.post("/my/learning/plan", data=page | {"want": "To sing"})).status_code == 303
    answer = await home.post("/my/learning/plan", data=page | {"want": "To dance"})
    assert answer.status_code == 409
    assert "To sing" in answer.text
    assert "To dance" in answer.text


async def test_somebody_wishes_and_votes_at_home(home_client_for):
    home = await home_client_for(await a_person())
    worker = await a_member(Role.LINK_WORKER)
    there = await a_wish(by=worker, came_from=CameFrom.TEAM)
    assert (await post(home, "/my/learning/wishes", {"why": "because"})).status_code == 422
    assert (await post(home, "/my/learning/wishes", {"title": "Reading maps"})).status_code == 303
    page = await home.get("/my/learning/wishes")
    assert "Reading maps" not in page.text
    for _ in range(2):
        url = f"/my/learning/wishes/{there}/vote"
        await post(home, url, {"wants": "yes"}, page="/my/learning/wishes")
    assert (await wishes.wish(there)).votes == 1


# ── a record ──


async def test_a_worker_books_on_the_record_and_sees_only_what_is_shared(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    mary = await person_of(journey)
    run = await a_run(by=coach, sessions=some_sessions(times=1))
    client = await client_for(coach)
    url = f"/journeys/{journey}/learning/book"
    assert (await post(client, url, {"run": str(run)})).status_code == 422
    answer = await post(client, url, {"run": str(run), "company": "yes", "agreed": "yes"})
    assert answer.status_code == 303
    page = (await client.get(f"/journeys/{journey}/about/learning")).text
    assert f"{coach.name} comes along the first time." in page
    (booked,) = await bookings.of_person(mary)
    await past(run)
    said = f"/journeys/{journey}/learning/{booked.id}/said"
    assert (await post(client, said, {"know_people": "4", "words": "We swapped numbers"})).status_code == 303
    assert "We swapped numbers" in (await client.get(f"/journeys/{journey}/about/learning")).text
    await actions.write_plan(PlanWords(want="To sing"), version=0, by=as_themself(mary))
    assert "To sing" not in (await client.get(f"/journeys/{journey}/about/learning")).text
    stranger = await client_for(Role.HEALTH_COACH)
    for path in (url, said, f"/journeys/{journey}/about/learning"):
        assert (await stranger.get(path)).status_code == 404, path
    other = await an_open_journey(coach, stage=Stage.COACHING)
    assert (await client.get(f"/journeys/{other}/learning/{booked.id}/said")).status_code == 404


# ── the desk ──


async def test_the_team_plans_opens_moves_and_calls_off(client_for, postbox):
    client = await client_for(Role.LINK_WORKER)
    new = "/learning/desk/courses/new"
    answer = await post(client, new, COURSE | {"title": "", "about": "Kept words"})
    assert answer.status_code == 422
    assert "Kept words" in answer.text
    course = (await post(client, new, COURSE)).headers["location"]
    await post(client, f"{course}/change", {"subject_trainer": "Ana Cook", "lived_trainer": "Ben Eats"})
    page = (await client.get(course)).text
    assert "Made together" in page
    principle = form_to(await client.get(course), f"{course}/principle").data
    await client.post(f"{course}/principle", data=principle)
    assert client.member.name in (await client.get(course)).text
    move = form_to(await client.get(course), f"{course}/move").data
    await client.post(f"{course}/move", data=move)
    url = f"{course}/runs/new"
    assert (await post(client, url, {"first-day": "31", "first-month": "2"})).status_code == 422
    run = (await post(client, url, FIRST | {"every": "2", "times": "3"})).headers["location"]
    who = {"comes_as": "resident", "name": "Housing Officer", "email": "officer@housing.example"}
    assert (await post(client, f"{run}/book", who | {"email": ""}, page=run)).status_code == 422
    assert (await post(client, f"{run}/book", who, page=run)).status_code == 303
    ring = {"comes_as": "volunteer", "name": "Vera Phone", "phone": "01632 960123"}
    await post(client, f"{run}/book", ring, page=run)
    (session, *_) = (await courses.run(run.rsplit("/", 1)[1])).sessions
    change = f"/learning/desk/sessions/{session.id}/change"
    assert (await post(client, change, {"starts-time": "11:00"})).status_code == 422
    assert (await post(client, change, {"starts-time": "11:00", "why": "The kitchen is late."})).status_code == 303
    await carried()
    moved = postbox.taken[-1]
    assert "The kitchen is late." in moved.get_body().get_content()
    assert b"SEQUENCE:1" in next(iter(moved.iter_attachments())).get_payload(decode=True)
    page = (await client.get("/learning/desk/reminders")).text
    assert "Vera Phone" in page
    assert "A session was moved" in page
    off = f"/learning/desk/sessions/{session.id}/call-off"
    answer = await post(client, off, page=change)
    assert answer.status_code == 422
    await post(client, off, {"off_why": "Snow."}, page=change)
    await post(client, f"{run}/move", {"to": "cancelled", "why": "Nobody can come."}, page=run)
    await carried()
    assert [one["Subject"] for one in postbox.taken[-2:]] == [
        "Called off: one session of Cooking for one",
        "Called off: Cooking for one",
    ]
    assert b"STATUS:CANCELLED" in next(iter(postbox.taken[-1].iter_attachments())).get_payload(decode=True)


async def test_two_who_change_a_course_see_both_texts(client_for):
    client = await client_for(Role.LINK_WORKER)
    course = (await post(client, "/learning/desk/courses/new", COURSE)).headers["location"]
    data = form_to(await client.get(f"{course}/change"), f"{course}/change").data
    assert (await client.post(f"{course}/change", data=data | {"title": "Cooking for two"})).status_code == 303
    answer = await client.post(f"{course}/change", data=data | {"title": "Cooking for three"})
    assert answer.status_code == 409
    assert "Cooking for two" in answer.text
    assert "Cooking for three" in answer.text


async def test_a_day_before_people_are_reminded_once_by_mail_or_by_the_list(client_for, postbox):
    worker = await a_member(Role.LINK_WORKER)
    run = await a_run(by=worker, sessions=some_sessions(clock.now() + timedelta(hours=60), times=2))
    await a_place(run, somebody("Ada Mail"))
    await a_place(run, somebody("Bert Phone", email="", phone="01632 960123"))
    quiet = await a_person(email="quiet@home.example", never_contact=True)
    await a_place(run, Comer(ComesAs.CLIENT, name="Quiet", person=quiet), by=as_themself(quiet))
    assert await actions.remind() == 0
    with clock.at(clock.now() + timedelta(hours=30)):
        assert await actions.remind() == 1
        assert await actions.remind() == 0
        page = (await (await client_for(worker)).get("/learning/desk/reminders")).text
        assert "Bert Phone" in page
        assert "Ada Mail" not in page
        assert "Quiet" not in page
        await carried()
    assert [one["Subject"] for one in postbox.taken] == ["Your place: Sleeping better", "Soon: Sleeping better"]
    assert {one["To"] for one in postbox.taken} == {"ada@home.example"}


async def test_small_numbers_stay_with_the_team(client_for):
    worker = await a_member(Role.LINK_WORKER)
    run = await a_run(by=worker, sessions=some_sessions(times=1), places=20)
    for n in range(3):
        await a_place(run, somebody(f"Person{n} Home"))
    await past(run)
    await raise_gap(
        Wanted(title="Sign language", kind=GapKind.LEARNING), source="session", people=3, submission=uuid4(), by=worker
    )
    for path in ("/learning/desk/figures", "/learning/desk/needs"):
        assert "Fewer than 5" in (await (await client_for(Role.EVALUATOR)).get(path)).text, path
        assert "Numbers of people from 1 to 4 are not shown" not in (await (await client_for(worker)).get(path)).text


@pytest.mark.parametrize(
    "path",
    [
        "/learning/desk/courses/new",
        "/learning/desk/nominations",
        "/learning/desk/reminders",
        "/learning/desk/certificates",
    ],
)
async def test_the_desk_is_for_who_arranges(client_for, path):
    assert (await (await client_for(Role.EVALUATOR)).get(path)).status_code == 403
    assert (await (await client_for(Role.ORGANISATION_EDITOR)).get(path)).status_code == 403
    assert (await (await client_for(Role.LINK_WORKER)).get(path)).status_code == 200


async def test_a_certificate_is_looked_up_by_its_number(client_for):
    client = await client_for(Role.LINK_WORKER)
    run = await a_run(sessions=some_sessions(times=1))
    await a_place(run)
    await past(run)
    (mine,) = await bookings.of_run(run)
    url = "/learning/desk/certificates"
    assert (
        "Ada Neighbour completed Sleeping better"
        in (await post(client, url, {"number": mine.certificate.lower()})).text
    )
    assert "We have issued no certificate" in (await post(client, url, {"number": "LW-0000-00"})).text
    assert (await post(client, url, {"number": ""})).status_code == 422


async def test_every_page_takes_a_dozen_statements_at_most(visitor, client_for, home_client_for):
    coach = await a_member(Role.HEALTH_COACH)
    client = await client_for(coach)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    mary = await person_of(journey)
    home = await home_client_for(mary)
    course = await a_planned_course(coach)
    run = await a_run(course, by=coach, places=3)
    for n in range(6):
        await a_place(run, somebody(f"Person{n} Home"))
        await a_planned_course(coach, title=f"Course {n}")
        await a_wish(by=coach, came_from=CameFrom.TEAM, title=f"Wish {n}")
    mine = await a_place(
        await a_run(course, by=coach), Comer(ComesAs.CLIENT, name="Mary", person=mary), by=as_themself(mary)
    )
    wish = await a_wish(by=PUBLIC_VISITOR)
    (session, *_) = (await courses.run(run)).sessions
    pages = {
        visitor: ["/learning", "/learning?q=course&near=E05", "/learning/sleeping-better", f"/learning/runs/{run}/book", "/learning/nominations"],
        home: ["/my/learning", "/my/learning/courses", f"/my/learning/runs/{run}", f"/my/learning/bookings/{mine.id}", "/my/learning/plan", "/my/learning/wishes"],
        client: [
            "/learning/desk",
            f"/learning/desk/courses/{course}",
            f"/learning/desk/courses/{course}/change",
            f"/learning/desk/courses/{course}/runs/new",
            f"/learning/desk/runs/{run}",
            f"/learning/desk/runs/{run}/change",
            f"/learning/desk/sessions/{session.id}/change",
            f"/learning/desk/sessions/{session.id}/register",
            "/learning/desk/nominations",
            f"/learning/desk/nominations/{wish}",
            f"/learning/desk/courses/new?nomination={wish}",
            "/learning/desk/needs",
            "/learning/desk/figures",
            "/learning/desk/reminders",
            f"/journeys/{journey}/about/learning",
            f"/journeys/{journey}/learning/book",
        ],
    }  # fmt: skip
    for asker, paths in pages.items():
        for path in paths:
            with count_queries() as counted:
                answer = await asker.get(path)
            assert answer.status_code == 200, path
            assert counted.count <= 12, (path, counted.count)
