"""The pages of sessions as a worker uses them, without a script."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from livewell.kit import clock
from livewell.kit.db import count_queries, value
from livewell.people.tables import Person
from livewell.sessions import actions, queries
from livewell.sessions.rules import Place
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.assets import an_asset
from tests.factories.journeys import a_coach_and_a_journey
from tests.factories.sessions import a_booking, a_held_session, a_session, the_session
from tests.factories.staff import a_member

MOST_QUERIES = 12


def typed_day(name, moment):
    return {
        f"{name}-day": str(moment.day),
        f"{name}-month": str(moment.month),
        f"{name}-year": str(moment.year),
        f"{name}-time": "2:30pm",
    }


async def test_booking_and_what_is_typed_wrongly_stays(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    url = f"/journeys/{journey}/sessions/new"
    page = await client.get(url)
    assert "Session 1 of about 5" in page.text
    wrong = await post(client, url, {"place_detail": "The blue room", "minutes": "soon"})
    assert wrong.status_code == 422
    assert "The blue room" in wrong.text
    assert "Enter the day and time" in wrong.text
    day = clock.today() + timedelta(days=2)
    answer = await post(
        client, url, {**typed_day("planned", day), "place": "practice", "place_detail": "The blue room"}
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/journeys/{journey}"
    session = (await queries.of_journey(journey))[0]
    assert (session.worker, session.place_detail, session.minutes) == (coach.id, "The blue room", 45)


async def test_a_double_click_books_once(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    url = f"/journeys/{journey}/sessions/new"
    form = form_to(await client.get(url), url)
    data = {**form.data, **typed_day("planned", clock.today() + timedelta(days=2)), "place": "phone"}
    assert (await client.post(url, data=data)).status_code == 303
    assert (await client.post(url, data=data)).status_code == 303
    assert await value("SELECT count(*) FROM session WHERE journey = $1", journey) == 1


async def test_a_manager_says_with_whom(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(Role.MANAGER)
    url = f"/journeys/{journey}/sessions/new"
    day = typed_day("planned", clock.today() + timedelta(days=2))
    answer = await post(client, url, {**day, "place": "home", "worker": str(coach.id)})
    assert answer.status_code == 303
    assert (await queries.of_journey(journey))[0].worker == coach.id


async def test_beyond_the_guide_a_reason_is_asked_for(client_for):
    coach, journey = await a_coach_and_a_journey()
    for _ in range(6):
        await actions.book(journey, booking=a_booking(), by=coach)
    client = await client_for(coach)
    url = f"/journeys/{journey}/sessions/new"
    assert "There is no limit" in (await client.get(url)).text
    day = {**typed_day("planned", clock.today() + timedelta(days=2)), "place": "phone"}
    assert (await post(client, url, day)).status_code == 422
    assert (await post(client, url, {**day, "beyond_guide_why": "A new start"})).status_code == 303


async def test_a_session_is_held_from_a_phone(client_for):
    coach, journey = await a_coach_and_a_journey()
    asset = await an_asset(name="Choir in the hall")
    session = await a_session(journey, coach, clock.now() - timedelta(hours=1))
    client = await client_for(coach)
    url = f"/sessions/{session}/hold"
    wrong = await post(client, url, {"notes": "Sang all the way", "purposes": ["accompanied"], "minutes": "50"})
    assert wrong.status_code == 422
    assert "Sang all the way" in wrong.text
    assert "Choose where you went along together" in wrong.text
    answer = await post(
        client,
        url,
        {
            "purposes": ["accompanied", "goals"],
            "asset": str(asset),
            "place": "community",
            "minutes": "50",
            "notes": "Sang all the way",
            "shared_note": "They went along.",
            "action_1": "Go again",
            "action_1_who": "person",
            "action_2": "Ring the choir",
            "action_2_who": "worker",
        },
    )
    assert answer.status_code == 303
    page = await client.get(f"/sessions/{session}")
    for words in ("Sang all the way", "They went along.", "Choir in the hall", "Go again", "Ring the choir", "Held"):
        assert words in page.text


async def test_a_draft_waits_on_the_server_and_goes_when_it_is_sent(client_for):
    coach, journey = await a_coach_and_a_journey()
    session = await a_session(journey, coach, clock.now() - timedelta(hours=1))
    client = await client_for(coach)
    url = f"/sessions/{session}/hold"
    form = form_to(await client.get(url), url)
    kept = await client.post(f"/sessions/{session}/draft", data={**form.data, "notes": "Half a sent"})
    assert kept.status_code == 200
    again = await client.get(url)
    assert "Half a sent" in again.text
    assert "It is not saved yet" in again.text
    other = await client_for(await a_member(Role.HEALTH_COACH, area=coach.area))
    assert "Half a sent" not in (await other.get(url)).text
    await post(client, url, {"purposes": ["goals"], "notes": "Half a sentence, whole now"})
    assert (await the_session(session)).notes == "Half a sentence, whole now"
    assert await value("SELECT count(*) FROM draft") == 0


async def test_a_draft_can_be_thrown_away(client_for):
    coach, journey = await a_coach_and_a_journey()
    session = await a_session(journey, coach, clock.now() - timedelta(hours=1))
    client = await client_for(coach)
    url = f"/sessions/{session}/hold"
    form = form_to(await client.get(url), url)
    await client.post(f"/sessions/{session}/draft", data={**form.data, "notes": "No"})
    assert (await post(client, f"/sessions/{session}/draft/drop", page=url)).status_code == 303
    assert await value("SELECT count(*) FROM draft") == 0


async def test_two_people_correct_one_note_and_nothing_is_lost(client_for):
    coach, journey = await a_coach_and_a_journey()
    session = await a_held_session(journey, coach, notes="As it was")
    mine = await client_for(coach)
    url = f"/sessions/{session}/correct"
    page = await mine.get(url)
    theirs = await client_for(await a_member(Role.HEALTH_COACH, area=coach.area))
    assert (await post(theirs, url, {"notes": "What they wrote"})).status_code == 303
    form = form_to(page, url)
    answer = await mine.post(url, data={**form.data, "notes": "What I wrote"})
    assert answer.status_code == 409
    assert "What they wrote" in answer.text
    assert "What I wrote" in answer.text
    shown = await mine.get(f"/sessions/{session}")
    assert "As it was" in shown.text


async def test_missing_moving_and_cancelling(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    past = await a_session(journey, coach, clock.now() - timedelta(hours=1))
    assert (
        await post(client, f"/sessions/{past}/miss", {"why": "The bus"}, page=f"/sessions/{past}")
    ).status_code == 303
    assert (await the_session(past)).status == "missed"
    coming = await a_session(journey, coach)
    move = f"/sessions/{coming}/move"
    assert (await post(client, move, {"planned-time": "nonsense"})).status_code == 422
    day = clock.today() + timedelta(days=5)
    assert (await post(client, move, typed_day("planned", day))).status_code == 303
    assert (await the_session(coming)).sequence == 1
    cancel = f"/sessions/{coming}/cancel"
    assert (await post(client, cancel, page=f"/sessions/{coming}")).status_code == 422
    assert (await post(client, cancel, {"cancelled_by": "worker"}, page=f"/sessions/{coming}")).status_code == 303
    assert (await the_session(coming)).cancelled_by == "worker"


async def test_an_hour_that_did_not_exist_is_asked_for_again(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    url = f"/journeys/{journey}/sessions/new"
    gone = {
        "planned-day": "28",
        "planned-month": "3",
        "planned-year": "2027",
        "planned-time": "1:30am",
        "place": "phone",
    }
    assert (await post(client, url, gone)).status_code == 422


async def test_the_diary_and_its_secret_address(client_for, visitor):
    with clock.at(datetime(2026, 10, 21, 9, tzinfo=UTC)):
        coach, journey = await a_coach_and_a_journey()
        session = await actions.book(
            journey,
            booking=a_booking(datetime(2026, 10, 25, 10, 0, tzinfo=UTC), place=Place.HOME, place_detail="The red door"),
            by=coach,
        )
        client = await client_for(coach)
        week = await client.get("/diary")
        assert "10am to 10:45am" in week.text
        made = await post(client, "/diary/link", page="/diary")
        address = re.search(r"/calendars/[\w-]+\.ics", made.text)[0]
        feed = await visitor.get(address)
        assert feed.status_code == 200
        assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
        name = await value(
            "SELECT family_name FROM person JOIN journey ON journey.person = person.id WHERE journey.id = $1", journey
        )
        assert name not in feed.text
        assert "red door" not in feed.text
        event = next(iter(Calendar.from_ical(feed.content).walk("VEVENT")))
        assert str(session) in event["uid"]
        assert event["dtstart"].dt.isoformat() == "2026-10-25T10:00:00+00:00"
        await post(client, "/diary/link", page="/diary")
        assert (await visitor.get(address)).status_code == 404
        second = re.search(r"/calendars/[\w-]+\.ics", (await post(client, "/diary/link", page="/diary")).text)[0]
        assert (await post(client, "/diary/link/end", page="/diary")).status_code == 303
        assert (await visitor.get(second)).status_code == 404
        assert (await visitor.get("/calendars/nonsense.ics")).status_code == 404


async def test_the_address_of_somebody_who_left_is_dead(visitor):
    coach = await a_member(Role.HEALTH_COACH)
    token = await actions.make_diary_link(by=coach)
    assert (await visitor.get(f"/calendars/{token}.ics")).status_code == 200
    from livewell.staff.tables import StaffUser

    await StaffUser.update({StaffUser.active: False}).where(StaffUser.id == coach.id)
    assert (await visitor.get(f"/calendars/{token}.ics")).status_code == 404


@pytest.mark.parametrize("week", ["", "nonsense", "2026-13-40", "0001-01-01", "9999-12-31"])
async def test_any_week_may_be_asked_for(client_for, week):
    client = await client_for(Role.LINK_WORKER)
    assert (await client.get(f"/diary?week={week}")).status_code == 200


async def test_pages_cost_at_most_twelve_queries(client_for):
    coach, journey = await a_coach_and_a_journey()
    sessions = [await a_held_session(journey, coach) for _ in range(5)]
    coming = await a_session(journey, coach)
    client = await client_for(coach)
    for url in (
        f"/journeys/{journey}/sessions/new",
        f"/sessions/{sessions[0]}",
        f"/sessions/{sessions[0]}/correct",
        f"/sessions/{coming}/hold",
        f"/sessions/{coming}/move",
        f"/journeys/{journey}/about/sessions",
        "/diary",
    ):
        with count_queries() as ran:
            assert (await client.get(url)).status_code == 200, url
        assert ran.count <= MOST_QUERIES, (url, ran.statements)


@pytest.mark.parametrize("role", list(Role))
async def test_who_may_open_a_session(client_for, role):
    coach, journey = await a_coach_and_a_journey()
    session = await a_session(journey, coach)
    client = await client_for(role)
    expected = {Role.MANAGER: 200, Role.HEALTH_COACH: 404, Role.LINK_WORKER: 404}.get(role, 403)
    for url in (
        f"/sessions/{session}",
        f"/sessions/{session}/hold",
        f"/sessions/{session}/move",
        f"/journeys/{journey}/sessions/new",
    ):
        assert (await client.get(url)).status_code == expected, url


async def test_opening_a_session_is_written_down(client_for):
    coach, journey = await a_coach_and_a_journey()
    session = await a_session(journey, coach)
    client = await client_for(coach)
    await client.get(f"/sessions/{session}")
    assert await value("SELECT count(*) FROM opening WHERE record = $1", session) == 1


async def test_the_diary_says_what_today_holds_where_and_whom_to_ring(client_for):
    with clock.at(datetime(2026, 10, 21, 9, tzinfo=UTC)):
        coach, journey = await a_coach_and_a_journey()
        person = await value("SELECT person FROM journey WHERE id = $1", journey)
        who = Person.update(
            {Person.address: "4 Willow Row\nCotgrave", Person.postcode: "NG12 3AB", Person.phone: "07700 900123"},
            force=True,
        )
        await who.where(Person.id == person)
        client = await client_for(coach)
        assert "Nothing is booked for today." in (await client.get("/diary")).text
        at = datetime(2026, 10, 21, 13, tzinfo=UTC)
        await actions.book(journey, booking=a_booking(at, place=Place.HOME), by=coach)
        today = (await client.get("/diary")).text
        assert "Today, Wednesday 21 October 2026" in today
        assert "4 Willow Row, Cotgrave, NG12 3AB" in today
        assert 'href="tel:07700900123"' in today
        await Person.update({Person.protected_address: True, Person.never_contact: True}).where(Person.id == person)
        secret = (await client.get("/diary")).text
        assert "Willow Row" not in secret
        assert "07700" not in secret
    with clock.at(datetime(2026, 10, 22, 9, tzinfo=UTC)):
        client = await client_for(coach)
        tomorrow = (await client.get("/diary")).text
        assert "Still to write down" in tomorrow
        assert "Write down the session" in tomorrow
        assert "Earlier this week" in tomorrow
    with clock.at(datetime(2026, 11, 11, 9, tzinfo=UTC)):
        client = await client_for(coach)
        weeks_later = (await client.get("/diary")).text
        assert "Still to write down" in weeks_later
        assert "Wednesday 21 October" in weeks_later
        assert "Still to write down" not in (await client.get("/diary?week=2026-11-16")).text


async def test_a_booked_session_says_where_to_go_and_whom_to_ring_unless_it_may_not(client_for):
    coach, journey = await a_coach_and_a_journey()
    person = await value("SELECT person FROM journey WHERE id = $1", journey)

    async def known(**facts):
        await Person.update({getattr(Person, name): fact for name, fact in facts.items()}, force=True).where(
            Person.id == person
        )

    await known(address="4 Willow Row\nCotgrave", postcode="NG12 3AB", phone="07700 900123")
    at_home = await actions.book(
        journey, booking=a_booking(clock.now() + timedelta(days=1), place=Place.HOME), by=coach
    )
    elsewhere = await a_session(journey, coach)
    client = await client_for(coach)

    async def shown(session):
        text = (await client.get(f"/sessions/{session}")).text
        return "4 Willow Row, Cotgrave, NG12 3AB" in text, 'href="tel:07700900123"' in text

    assert await shown(at_home) == (True, True)
    assert await shown(elsewhere) == (False, True)
    await known(protected_address=True)
    assert await shown(at_home) == (False, True)
    await known(protected_address=False, never_contact=True)
    assert await shown(at_home) == (True, False)
    await known(protected_address=True)
    secret = (await client.get(f"/sessions/{at_home}")).text
    for words in ("Willow", "NG12 3AB", "07700", "Where they live", '<dt class="nhsuk-summary-list__key">Phone'):
        assert words not in secret
    await known(protected_address=False, never_contact=False)
    held = await a_held_session(journey, coach)
    assert await shown(held) == (False, False)


async def test_when_nothing_is_left_of_this_week_the_diary_shows_the_next(client_for):
    coach, journey = await a_coach_and_a_journey()
    today = clock.today()
    client = await client_for(coach)
    assert "Next week" not in (await client.get("/diary")).text
    monday = clock.now() + timedelta(days=7 - today.weekday())
    await actions.book(journey, booking=a_booking(monday), by=coach)
    page = (await client.get("/diary")).text
    assert "Next week" in page
    assert "No sessions in this week" not in page
    await actions.book(journey, booking=a_booking(clock.now()), by=coach)
    assert "Next week" not in (await client.get("/diary")).text
