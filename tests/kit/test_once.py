"""The same form sent twice is one."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.kit import clock, once
from livewell.kit.db import execute, transaction, value
from livewell.kit.errors import RuleBroken


async def act(key, *, fails=False, kind="referral.send", begun=None, go_on=None):
    """An action as every room writes it: ask, act, remember. It can be held in the middle."""
    async with transaction():
        before = await once.already_done(key, kind)
        if before is not None:
            return before
        answer = uuid4()
        await execute(
            "INSERT INTO draft (id, owner, kind, key, data, kept_at) VALUES ($1,$2,'x','x','{}',now())",
            answer,
            str(answer),
        )
        if begun:
            begun.set()
            await go_on.wait()
        if fails:
            raise OSError
        await once.remember(key, kind, str(answer))
        return str(answer)


async def until_somebody_waits():
    """Until the database itself says that one transaction waits for another."""
    async with asyncio.timeout(20):
        while not await value("SELECT count(*) FROM pg_locks WHERE NOT granted"):
            await asyncio.sleep(0.01)


async def test_the_second_sending_gets_the_first_answer():
    key = uuid4()
    first = await act(key)
    assert await act(key) == first
    assert await act(uuid4()) != first
    assert await value("SELECT count(*) FROM draft") == 2


async def test_twenty_at_the_same_moment_are_one(committed_db):
    key = uuid4()
    answers = await asyncio.gather(*(act(key) for _ in range(20)))
    assert len(set(answers)) == 1
    assert await value("SELECT count(*) FROM draft") == 1


@pytest.mark.parametrize("fails", [False, True])
async def test_the_second_waits_for_the_first_and_takes_its_answer_or_its_place(committed_db, fails):
    key, begun, go_on = uuid4(), asyncio.Event(), asyncio.Event()
    first = asyncio.create_task(act(key, fails=fails, begun=begun, go_on=go_on))
    await begun.wait()
    second = asyncio.create_task(act(key))
    await until_somebody_waits()
    assert not second.done()
    go_on.set()
    if fails:
        with pytest.raises(OSError):
            await first
        assert await second == await act(key)
    else:
        assert await first == await second
    assert await value("SELECT count(*) FROM draft") == 1


async def test_a_key_of_another_form_is_refused():
    key = uuid4()
    await act(key)
    with pytest.raises(RuleBroken):
        await act(key, kind="session.book")


async def test_outside_a_transaction_it_would_promise_nothing(committed_db):
    with pytest.raises(RuntimeError):
        await once.already_done(uuid4(), "referral.send")


async def test_old_forms_are_forgotten():
    key = uuid4()
    with clock.at(clock.now() - once.KEPT - timedelta(minutes=1)):
        await act(key)
    recent = await act(uuid4())
    await once.forget_old()
    assert await value("SELECT count(*) FROM submission") == 1
    assert await value("SELECT answer FROM submission") == recent
