"""A person and their team write to each other: what it does, refuses and leaves behind."""

import email as standard_email
from email.policy import default
from uuid import uuid4

import pytest

from livewell.journeys.rules import Stage
from livewell.kit import notify
from livewell.kit.actor import resident
from livewell.kit.db import count_queries, execute, rows, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Heard
from livewell.messages import actions, queries
from livewell.messages.rules import LONGEST, MOST_AN_HOUR
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.journeys import a_coach_and_a_journey, an_open_journey
from tests.factories.staff import a_member

SECRET = "I could not sleep after the letter"


async def the_person(journey):
    return resident(await value("SELECT person FROM journey WHERE id = $1", journey), uuid4())


async def somebody(**person):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, stage=Stage.COACHING, **person)
    return coach, journey, await the_person(journey)


async def test_both_write_and_both_read():
    coach, journey, person = await somebody()
    await actions.send(journey, words=f"  {SECRET}  ", by=person)
    panel = await queries.panel(journey, coach)
    assert [(one.words, one.from_person, one.by_name) for one in panel.messages] == [(SECRET, True, "")]
    assert panel.unread == 1
    assert (await queries.notice(coach)).link == f"/journeys/{journey}/about/messages"
    await actions.send(journey, words="Shall we talk on Thursday?", by=coach)
    assert (await queries.panel(journey, coach)).unread == 0  # Who answers has read it.
    assert await queries.notice(coach) is None
    assert await queries.unread_for(person.person) == 1
    await actions.mark_own_read(person)
    assert await queries.unread_for(person.person) == 0
    told = await rows("SELECT what, by_kind, by_id, details::text AS details FROM event WHERE what LIKE 'message.%'")
    assert {(one["what"], one["by_kind"]) for one in told} == {
        ("message.received", "resident"),
        ("message.sent", "staff"),
    }
    assert not any(SECRET in one["details"] for one in told)


async def test_the_same_form_twice_is_one_message():
    _, journey, person = await somebody()
    form = uuid4()
    assert await actions.send(journey, words="Hello", submission=form, by=person) == await actions.send(
        journey, words="Hello", submission=form, by=person
    )
    assert await value("SELECT count(*) FROM team_message") == 1


async def test_what_is_refused():
    coach, journey, person = await somebody()
    other = resident((await somebody())[2].person, uuid4())
    stranger = await a_member(Role.LINK_WORKER)
    referrer = await a_member(Role.PRACTICE_REFERRER)
    for by, refusal in ((other, NotFound), (stranger, NotFound), (referrer, NotFound)):
        with pytest.raises(refusal):
            await actions.send(journey, words="Hello", by=by)
    for words in ("", "   \n"):
        with pytest.raises(RuleBroken):
            await actions.send(journey, words=words, by=person)
    await execute("UPDATE person SET never_contact = true WHERE id = $1", person.person)
    with pytest.raises(RuleBroken, match="never to be contacted"):
        await actions.send(journey, words="Hello", by=coach)
    await execute(
        "UPDATE journey SET stage = 'closed', closed_at = now(), end_reason = 'goals_reached' WHERE id = $1", journey
    )
    with pytest.raises(RuleBroken, match="ended"):
        await actions.send(journey, words="Hello", by=person)
    assert await value("SELECT count(*) FROM team_message") == 0


async def test_a_stuck_key_ends_somewhere():
    _, journey, person = await somebody()
    for _ in range(MOST_AN_HOUR):
        await actions.send(journey, words="Hello", by=person)
    with pytest.raises(RuleBroken, match="many messages"):
        await actions.send(journey, words="Hello", by=person)


@pytest.mark.parametrize(
    ("person", "sent"),
    [
        ({"email": "dot@home.example"}, True),
        ({"email": ""}, False),
        ({"email": "dot@home.example", "never_contact": True}, False),
    ],
)
async def test_the_email_says_that_something_waits_and_nothing_more(monkeypatch, person, sent):
    laid = []

    async def lay(message):
        laid.append(message)

    monkeypatch.setattr("livewell.messages.actions.send_email", lay)
    coach, journey, by = await somebody(**{**person, "never_contact": False})
    written = await actions.send(journey, words=SECRET, by=coach)
    if person.get("never_contact"):
        await execute("UPDATE person SET never_contact = true WHERE id = $1", by.person)
    event = await value("SELECT id FROM event WHERE what = 'message.sent'")
    await actions.tell_person(
        Heard(event, "message.sent", written, journey, by.person, coach.id, await value("SELECT now()"))
    )
    assert bool(laid) is sent
    if sent:
        message = standard_email.message_from_bytes(
            bytes(notify.composed(laid[0], "Live Well <live-well@livewell.example>")), policy=default
        )
        text = f"{message['subject']} {message.get_content()}"
        assert "/my/messages" in text
        for never in (SECRET, coach.name, "health", "link worker"):
            assert never not in text


async def test_on_their_page(home_client_for):
    coach, journey, person = await somebody()
    client = await home_client_for(person.person)
    page = await client.get("/my/messages")
    assert "Nobody watches these messages day and night" in page.text
    assert "116 123" in page.text
    assert coach.name in page.text
    wrong = await post(client, "/my/messages", {"words": "x" * (LONGEST + 1)})
    assert wrong.status_code == 422
    assert "x" * LONGEST in wrong.text
    assert (await post(client, "/my/messages", {"words": SECRET})).status_code == 303
    await actions.send(journey, words="See you then", by=coach)
    with count_queries() as counted:
        page = await client.get("/my/messages")
    assert SECRET in page.text
    assert "See you then" in page.text
    assert counted.count <= 10
    assert await queries.unread_for(person.person) == 0


async def test_on_the_record_of_the_team(client_for):
    coach, journey = await a_coach_and_a_journey()
    person = await the_person(journey)
    await actions.send(journey, words=SECRET, by=person)
    client = await client_for(coach)
    part = await client.get(f"/journeys/{journey}/about/messages")
    assert SECRET in part.text
    assert "wrote to you" in (await client.get("/caseload")).text
    assert SECRET in (await client.get(f"/journeys/{journey}?show=messages")).text
    assert (await post(client, f"/journeys/{journey}/messages", {"words": ""})).status_code == 422
    answer = await post(client, f"/journeys/{journey}/messages/read", {}, page=f"/journeys/{journey}/messages")
    assert answer.status_code == 303
    assert await queries.waiting(coach) == []
    stranger = await client_for(Role.LINK_WORKER)
    assert (await stranger.get(f"/journeys/{journey}/messages")).status_code == 404
