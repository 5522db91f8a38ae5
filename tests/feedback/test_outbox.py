"""What waits is sent at least once with one number, and nothing a mail server does loses it."""

import asyncio
import email as standard_email
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from uuid import uuid4

import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP

from livewell import settings as told
from livewell.feedback import actions, rules
from livewell.feedback.actions import send as sending
from livewell.kit import clock, pdf
from livewell.kit.db import execute, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.settings import Settings
from livewell.staff.rules import Role
from tests.factories.feedback import a_case, a_message, a_no, a_sent_referral, somebody, the_message
from tests.factories.staff import a_member


class Postbox:
    """What the mail server does, and what it was given."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.rcpt = "250 OK"
        self.data = "250 Taken"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        if self.data.startswith("250"):
            self.taken.append(standard_email.message_from_bytes(envelope.content, policy=default))
        return self.data


def use(**changes) -> None:
    told.use(Settings(secret_key="x" * 40, public_url="http://livewell.example", smtp_security="none", **changes))


@pytest_asyncio.fixture
async def postbox():
    before = told.settings()
    box = Postbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0)
    use(smtp_host="127.0.0.1", smtp_port=server.sockets[0].getsockname()[1], secure_mail_domains=".nhs.example")
    try:
        yield box
    finally:
        server.close()
        told.use(before)


@pytest.fixture
def no_mail():
    before = told.settings()
    use()
    yield
    told.use(before)


async def test_a_waiting_message_is_sent_once_and_recorded(postbox):
    message = await a_message()
    assert await actions.send_waiting() == 1
    assert await actions.send_waiting() == 0
    (got,) = postbox.taken
    assert got["To"] == "reception@heron.nhs.example"
    assert got["Message-ID"] == f"<{message}@livewell.example>"
    assert got.get_content().strip() == "Thank you."
    kept = await the_message(message)
    assert (kept.status, kept.attempts, kept.leased_until, kept.last_error) == ("sent", 1, None, "")
    assert kept.sent_at is not None


async def test_where_no_mail_server_is_set_up_nothing_is_tried_and_nothing_used_up(no_mail):
    message = await a_message()
    assert await actions.send_waiting() == 0
    kept = await the_message(message)
    assert (kept.status, kept.attempts, kept.leased_until) == ("waiting", 0, None)


async def test_a_mail_server_that_is_away_for_a_while(postbox):
    message = await a_message()
    postbox.data = "451 Try later"
    assert await actions.send_waiting() == 0
    kept = await the_message(message)
    assert kept.status == "waiting"
    assert "451" in kept.last_error
    assert kept.to not in kept.last_error
    assert await actions.send_waiting() == 0, "not before its time"
    assert (await the_message(message)).attempts == 1
    postbox.data = "250 Taken"
    with clock.at(clock.now() + rules.RETRY_AFTER[0] + timedelta(seconds=1)):
        assert await actions.send_waiting() == 1
    (got,) = postbox.taken
    assert got["Message-ID"] == f"<{message}@livewell.example>"


async def test_a_server_nobody_can_reach_is_tried_for_hours_and_then_given_up(postbox):
    use(smtp_host="127.0.0.1", smtp_port=1)
    message = await a_message()
    at = clock.now()
    for tries in range(1, len(rules.RETRY_AFTER) + 2):
        with clock.at(at):
            await actions.send_waiting()
        kept = await the_message(message)
        assert kept.attempts == tries
        at = max(at, kept.due_at) + timedelta(seconds=1)
    assert kept.status == "given_up"
    assert kept.last_error
    with clock.at(at + timedelta(days=1)):
        await actions.send_waiting()
    assert (await the_message(message)).attempts == len(rules.RETRY_AFTER) + 1


async def test_an_address_that_is_refused_for_good_is_given_up_at_once(postbox):
    postbox.rcpt = "550 No such mailbox"
    message = await a_message()
    await actions.send_waiting()
    kept = await the_message(message)
    assert (kept.status, kept.attempts) == ("given_up", 1)
    assert "550" in kept.last_error


async def test_one_bad_message_does_not_hold_up_the_others(postbox):
    bad = await a_message(to="not an address", due_at=clock.now() - timedelta(hours=1))
    good = await a_message()
    assert await actions.send_waiting() == 1
    assert (await the_message(good)).status == "sent"
    assert (await the_message(bad)).status == "waiting"


async def test_a_crash_between_sending_and_recording_sends_again_with_the_same_number(postbox, monkeypatch):
    message = await a_message()

    async def power_cut(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_record", power_cut)
        with pytest.raises(KeyboardInterrupt):
            await actions.send_waiting()
    assert len(postbox.taken) == 1
    assert await actions.send_waiting() == 0, "the lease holds it"
    with clock.at(clock.now() + rules.LEASE + timedelta(seconds=1)):
        assert await actions.send_waiting() == 1
    assert [got["Message-ID"] for got in postbox.taken] == [f"<{message}@livewell.example>"] * 2
    assert (await the_message(message)).status == "sent"


async def test_a_sender_that_was_too_slow_records_nothing_over_the_next_one(postbox):
    message = await a_message()
    slow = await sending._claim()
    with clock.at(clock.now() + rules.LEASE + timedelta(seconds=1)):
        assert await actions.send_waiting() == 1
    await sending._put_back(slow, OSError("late"))
    kept = await the_message(message)
    assert (kept.status, kept.attempts, kept.last_error) == ("sent", 2, "")


async def test_two_senders_at_once_send_each_message_once(committed_db, postbox):
    for _ in range(12):
        await a_message()
    sent = await asyncio.gather(*(actions.send_waiting() for _ in range(4)))
    assert sum(sent) == 12
    numbers = [got["Message-ID"] for got in postbox.taken]
    assert len(numbers) == len(set(numbers)) == 12


async def test_nothing_is_locked_while_the_mail_server_thinks(committed_db, postbox, monkeypatch):
    message = await a_message()
    seen = []

    async def slow(_email):
        from livewell.kit.db import in_transaction

        seen.append(in_transaction())
        # Another connection could change the row right now: no lock is held, and the lease is there to be seen.
        await execute("UPDATE message SET subject = subject WHERE id = $1", message)
        seen.append(await value("SELECT leased_until IS NOT NULL FROM message WHERE id = $1", message))

    monkeypatch.setattr(sending, "send_email", slow)
    assert await actions.send_waiting() == 1
    assert seen == [False, True]


@pytest.mark.parametrize(
    ("kind", "never", "refused", "referrer_type", "status"),
    [
        ("receipt", True, False, "self", "withheld"),
        ("ended", False, True, "gp", "withheld"),
        ("receipt", False, True, "gp", "sent"),
        ("ended", False, False, "gp", "sent"),
    ],
)
async def test_the_outbox_itself_holds_back_what_must_not_go(postbox, kind, never, refused, referrer_type, status):
    person = await somebody(never_contact=never)
    if refused:
        await a_no(person)
    referral = await a_sent_referral(None, person=person, referrer_type=referrer_type)
    message = await a_message(kind=kind, referral=referral)
    await actions.send_waiting()
    assert (await the_message(message)).status == status
    assert len(postbox.taken) == (status == "sent")


async def a_closed_case(reply_to: str, **changes):
    coach, referrer = await a_member(Role.HEALTH_COACH), await a_member(Role.PRACTICE_REFERRER)
    journey = await a_case(coach, stage="closed")
    return await a_sent_referral(referrer, journey=journey, reply_to=reply_to, **changes)


async def test_the_summary_goes_along_to_a_secure_mailbox(postbox):
    referral = await a_closed_case("reception@heron.nhs.example")
    await a_message(kind="ended", referral=referral, attach_summary="ended")
    await a_message(kind="ended", referral=referral, attach_summary="ended", to="doctor@webmail.example")
    assert await actions.send_waiting() == 2
    with_it = {got["To"]: [part.get_content_type() for part in got.iter_attachments()] for got in postbox.taken}
    assert with_it == {"reception@heron.nhs.example": ["application/pdf"], "doctor@webmail.example": []}


async def test_where_no_pdf_can_be_made_the_message_goes_without(postbox, monkeypatch):
    monkeypatch.setattr(pdf, "available", lambda: False)
    referral = await a_closed_case("reception@heron.nhs.example")
    await a_message(kind="ended", referral=referral, attach_summary="ended")
    assert await actions.send_waiting() == 1
    assert list(postbox.taken[0].iter_attachments()) == []


async def test_a_manager_sends_again_what_was_given_up(postbox):
    manager = await a_member(Role.MANAGER)
    message = await a_message(status="given_up", attempts=7, last_error="550 No such mailbox")
    await actions.send_again(message, by=manager)
    kept = await the_message(message)
    assert (kept.status, kept.attempts) == ("waiting", 0)
    assert await value("SELECT count(*) FROM event WHERE what = 'message.sent_again' AND by_id = $1", manager.id) == 1
    assert await actions.send_waiting() == 1
    with pytest.raises(RuleBroken):
        await actions.send_again(message, by=manager)
    with pytest.raises(NotFound):
        await actions.send_again(manager.id, by=manager)


async def test_all_at_once_and_all_or_nothing(monkeypatch):
    manager = await a_member(Role.MANAGER)
    given_up = [await a_message(status="given_up") for _ in range(3)]
    sent = await a_message(status="sent")

    async def broken(*_args, **_more):
        raise OSError("no news today")

    with monkeypatch.context() as patch:
        patch.setattr("livewell.kit.news.tell", broken)
        with pytest.raises(OSError, match="no news"):
            await actions.send_all_again(by=manager)
        with pytest.raises(OSError, match="no news"):
            await actions.send_again(given_up[0], by=manager)
    assert {(await the_message(one)).status for one in given_up} == {"given_up"}
    assert await actions.send_all_again(by=manager) == 3
    assert {(await the_message(one)).status for one in given_up} == {"waiting"}
    assert (await the_message(sent)).status == "sent"


async def test_a_listener_gets_no_second_chance_without_a_trace(monkeypatch):
    manager = await a_member(Role.MANAGER)
    event, delivery = uuid4(), uuid4()
    await execute(
        "INSERT INTO event (id, happened_at, what, subject, by_kind) VALUES ($1, now(), 'referral.received', $1, 'system')",
        event,
    )
    await execute(
        "INSERT INTO delivery (id, event, listener, due_at, given_up_at) VALUES ($1, $2, 'send_receipt', now(), now())",
        delivery,
        event,
    )

    async def broken(*_args, **_more):
        raise OSError("no news today")

    with monkeypatch.context() as patch:
        patch.setattr("livewell.kit.news.tell", broken)
        with pytest.raises(OSError, match="no news"):
            await actions.hear_again(delivery, by=manager)
    assert await value("SELECT given_up_at FROM delivery WHERE id = $1", delivery) is not None
    await actions.hear_again(delivery, by=manager)
    assert await value("SELECT given_up_at FROM delivery WHERE id = $1", delivery) is None
    with pytest.raises(NotFound):
        await actions.hear_again(delivery, by=manager)
