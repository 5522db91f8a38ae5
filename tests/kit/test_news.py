"""News is written once, never changed, and heard by everybody who listens."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from livewell.kit import clock, deliveries, news
from livewell.kit.actor import PUBLIC_VISITOR, Actor
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.errors import NotFound

ASHA = Actor(id=uuid4(), name="Asha Kaur", kind="staff")
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def listeners(monkeypatch):
    """Nobody listens but those a test names."""
    listening = {}
    monkeypatch.setattr(news, "LISTENERS", listening)
    monkeypatch.setattr(deliveries, "LISTENERS", listening)
    return listening


async def told(what="journey.closed", **codes):
    async with transaction():
        return await news.tell(what, subject=uuid4(), by=ASHA, **codes)


async def test_an_event_says_who_did_what_and_never_their_name():
    journey, person, subject = uuid4(), uuid4(), uuid4()
    with clock.at(NOW):
        await news.tell(
            "journey.closed",
            subject=subject,
            by=ASHA,
            journey=journey,
            person=person,
            outcome="planned",
            on=date(2026, 11, 22),
        )
    event = await row("SELECT * FROM event")
    assert (event["what"], event["subject"], event["journey"], event["person"]) == (
        "journey.closed",
        subject,
        journey,
        person,
    )
    assert (event["by_id"], event["by_kind"], event["happened_at"]) == (ASHA.id, "staff", NOW)
    assert event["details"] == '{"on": "2026-11-22", "outcome": "planned"}'
    assert "Kaur" not in str(event)


async def test_a_visitor_is_nobody():
    await news.tell("referral.received", subject=uuid4(), by=PUBLIC_VISITOR)
    assert await row("SELECT by_id, by_kind FROM event") == {"by_id": None, "by_kind": "public"}


@pytest.mark.parametrize("text", ["He told me that", "two words", "ünïcode", "x" * 81, "a\nb"])
async def test_an_event_holds_no_free_text(text):
    with pytest.raises(ValueError, match="free text"):
        await told(note=text)
    with pytest.raises(ValueError, match="free text"):
        await told(notes=["fine", text])
    assert await value("SELECT count(*) FROM event") == 0


@pytest.mark.parametrize("what", ["closed", "Journey.closed", "journey.closed now", ""])
async def test_news_has_a_room_and_a_verb(what):
    with pytest.raises(ValueError, match=r"room\.verb"):
        await told(what)


async def test_news_is_told_inside_a_transaction(committed_db):
    with pytest.raises(RuntimeError):
        await news.tell("journey.closed", subject=uuid4(), by=ASHA)


@pytest.mark.parametrize("table", ["event", "opening"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = gen_random_uuid()", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
async def test_what_was_written_stays_written(table, change):
    await told()
    await execute("INSERT INTO opening (id, opened_at, kind, record) SELECT id, now(), 'person', id FROM event")
    with pytest.raises(asyncpg.RestrictViolationError):
        async with transaction():
            await execute(change.format(table))


async def test_everybody_who_listens_hears_once(listeners):
    heard = []

    async def listen(one):
        heard.append((one.what, one.details))

    listeners["journey.closed"] = {"letter": listen, "count": listen}
    listeners["journey.opened"] = {"letter": listen}
    await told(outcome="planned", times=3)
    assert await deliveries.deliver_all() == 2
    assert await deliveries.deliver_all() == 0
    assert heard == [("journey.closed", {"outcome": "planned", "times": 3})] * 2


async def test_listeners_hear_in_the_order_of_telling(listeners):
    heard = []

    async def listen(one):
        heard.append(one.details["n"])

    listeners["journey.closed"] = {"letter": listen}
    for number in range(5):
        with clock.at(NOW + timedelta(seconds=number)):
            await told(n=number)
    await deliveries.deliver_all()
    assert heard == [0, 1, 2, 3, 4]


async def test_a_listener_that_fails_undoes_itself_and_is_tried_again_later(listeners):
    tries = []

    async def fail_once(one):
        await execute(
            "INSERT INTO draft (id, owner, kind, key, data, kept_at) VALUES ($1,'x','x','x','{}',now())", one.event
        )
        tries.append(one.event)
        if len(tries) == 1:
            raise OSError("the post office is closed")

    listeners["journey.closed"] = {"letter": fail_once}
    with clock.at(NOW):
        await told()
        assert await deliveries.deliver_all() == 1
    assert await value("SELECT count(*) FROM draft") == 0
    waiting = await row("SELECT attempts, last_error, due_at, heard_at FROM delivery")
    assert waiting["attempts"] == 1
    assert "post office" in waiting["last_error"]
    assert waiting["due_at"] == NOW + deliveries.FIRST_WAIT
    with clock.at(waiting["due_at"] - timedelta(seconds=1)):
        assert await deliveries.deliver_one() is False
    with clock.at(waiting["due_at"]):
        assert await deliveries.deliver_all() == 1
    assert await value("SELECT count(*) FROM draft") == 1
    assert await value("SELECT heard_at FROM delivery") == waiting["due_at"]


async def test_a_delivery_that_never_arrives_is_given_up_shown_and_sent_again(listeners):
    arriving = False

    async def listen(_):
        if not arriving:
            raise OSError("no such street")

    listeners["journey.closed"] = {"letter": listen}
    with clock.at(NOW):
        await told()
    for number in range(deliveries.TRIES + 3):
        with clock.at(NOW + timedelta(hours=3 * number)):
            await deliveries.deliver_all()
    (dead,) = await deliveries.given_up()
    assert (dead.what, dead.listener, dead.attempts) == ("journey.closed", "letter", deliveries.TRIES)
    assert "no such street" in dead.last_error
    assert await deliveries.counts() == {"waiting": 0, "given_up": 1}

    arriving = True
    await deliveries.send_again(dead.id)
    assert await deliveries.deliver_all() == 1
    assert await deliveries.given_up() == []
    with pytest.raises(NotFound):
        await deliveries.send_again(dead.id)


def test_waits_double_up_to_two_hours():
    waits = [deliveries.wait_before(attempt) for attempt in range(1, deliveries.TRIES)]
    assert waits[:3] == [timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=40)]
    assert max(waits) == timedelta(hours=2)
    assert timedelta(hours=4) < sum(waits, timedelta()) < timedelta(hours=10)


async def test_news_nobody_hears_any_more_is_an_error_not_a_loss(listeners):
    listeners["journey.closed"] = {"letter": None}
    await told()
    listeners.clear()
    await deliveries.deliver_all()
    assert "Nobody called letter" in await value("SELECT last_error FROM delivery")


async def test_many_workers_carry_each_delivery_once(committed_db, listeners):
    heard = []

    async def listen(one):
        await asyncio.sleep(0.001)
        heard.append(one.event)

    listeners["journey.closed"] = {"letter": listen}
    for _ in range(40):
        await told()
    await asyncio.gather(*(deliveries.deliver_all() for _ in range(6)))
    assert len(heard) == len(set(heard)) == 40


async def test_the_claim_is_committed_before_the_listener_acts(committed_db, listeners):
    seen = []

    async def listen(_):
        other = await asyncpg.connect(committed_db)
        seen.append(await other.fetchval("SELECT attempts FROM delivery WHERE leased_until IS NOT NULL"))
        await other.close()

    listeners["journey.closed"] = {"letter": listen}
    await told()
    await deliveries.deliver_all()
    assert seen == [1]


async def test_a_worker_that_died_loses_its_lease_and_a_slow_one_its_work(committed_db, listeners):
    """The first worker hangs past its lease; the second takes over; the first then undoes what it did."""
    started, finish = asyncio.Event(), asyncio.Event()
    calls = []

    async def listen(one):
        calls.append(one.event)
        await execute(
            "INSERT INTO draft (id, owner, kind, key, data, kept_at) VALUES (gen_random_uuid(),$1,'x','x','{}',now())",
            str(len(calls)),
        )
        if len(calls) == 1:
            started.set()
            await finish.wait()

    listeners["journey.closed"] = {"letter": listen}
    await told()
    slow = asyncio.create_task(deliveries.deliver_one())
    await started.wait()
    assert await deliveries.deliver_one() is False
    with clock.at(clock.now() + deliveries.LEASE + timedelta(seconds=1)):
        assert await deliveries.deliver_one() is True
    finish.set()
    await slow
    assert [one["owner"] for one in await rows("SELECT owner FROM draft")] == ["2"]
    delivered = await row("SELECT heard_at, attempts, last_error FROM delivery")
    assert delivered["heard_at"] is not None
    assert (delivered["attempts"], delivered["last_error"]) == (2, None)


async def test_the_worker_is_woken_only_when_the_news_is_committed(committed_db, listeners):
    async def listen(_):
        pass

    listeners["journey.closed"] = {"letter": listen}
    woken = asyncio.Event()
    from livewell.kit.db import listen as listen_to

    ears = await listen_to(news.CHANNEL, woken)
    try:
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                await news.tell("journey.closed", subject=uuid4(), by=ASHA)
                raise ZeroDivisionError
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(woken.wait(), 0.2)
        await told()
        await asyncio.wait_for(woken.wait(), 5)
    finally:
        await ears.close()
