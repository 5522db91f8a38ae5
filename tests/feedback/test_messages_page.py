"""A manager sees what could not be sent, and sends it again."""

from uuid import uuid4

import pytest

from livewell.kit import clock
from livewell.kit.db import execute, value
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.feedback import a_message, a_sent_referral, the_message
from tests.factories.staff import a_member


async def a_lost_delivery() -> str:
    event, delivery = uuid4(), uuid4()
    await execute(
        "INSERT INTO event (id, happened_at, what, subject, by_kind, details) VALUES ($1, $2, 'referral.received', $1, 'system', '{}')",
        event,
        clock.now(),
    )
    await execute(
        """
        INSERT INTO delivery (id, event, listener, attempts, due_at, given_up_at, last_error)
        VALUES ($1, $2, 'send_receipt', 12, $3, $3, 'OSError: no')
        """,
        delivery,
        event,
        clock.now(),
    )
    return str(delivery)


async def test_the_page_says_what_waits_what_failed_and_why(client_for):
    referral = await a_sent_referral(await a_member(Role.PRACTICE_REFERRER))
    await a_message(to="waits@x.example", referral=referral)
    await a_message(
        to="failed@x.example", status="given_up", attempts=7, last_error="550 No such mailbox", kind="ended"
    )
    await a_message(to="kept@x.example", status="withheld", last_error="never_contact", kind="accepted")
    await a_message(status="sent", sent_at=clock.now(), to="gone@x.example")
    await a_lost_delivery()
    page = await (await client_for(Role.MANAGER)).get("/messages")
    assert page.status_code == 200
    for words in (
        "waits@x.example",
        "failed@x.example",
        "550 No such mailbox",
        "tried 7 times",
        "never to be contacted",
    ):
        assert words in page.text
    assert "gone@x.example" not in page.text
    assert "E-mail is not set up" in page.text
    assert "referral.received" in page.text
    assert "OSError: no" in page.text


async def test_an_empty_page_says_so(client_for):
    page = await (await client_for(Role.MANAGER)).get("/messages")
    assert "Nothing is waiting." in page.text
    assert "Every step followed." in page.text


async def test_one_is_sent_again_or_all(client_for):
    one, two, three = [await a_message(status="given_up", attempts=7) for _ in range(3)]
    client = await client_for(Role.MANAGER)
    assert (await post(client, f"/messages/{one}/again", page="/messages")).status_code == 303
    assert (await the_message(one)).status == "waiting"
    assert (await the_message(two)).status == "given_up"
    assert (await post(client, "/messages/again", page="/messages")).status_code == 303
    assert {(await the_message(two)).status, (await the_message(three)).status} == {"waiting"}


async def test_a_listener_gets_another_chance(client_for):
    delivery = await a_lost_delivery()
    client = await client_for(Role.MANAGER)
    assert (await post(client, f"/messages/news/{delivery}/again", page="/messages")).status_code == 303
    assert await value("SELECT given_up_at FROM delivery WHERE id = $1::uuid", delivery) is None
    assert await value("SELECT count(*) FROM event WHERE what = 'news.heard_again'") == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
async def test_nobody_else_sees_it(role, client_for):
    assert (await (await client_for(role)).get("/messages")).status_code == 403
