"""The worker in this process: it carries, it does chores, it beats, it survives and it stops."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from livewell import worker
from livewell.kit import clock, clockwork, deliveries, news
from livewell.kit.actor import SYSTEM
from livewell.kit.clockwork import Chore
from livewell.kit.db import DB, execute, transaction, value


@pytest.fixture
async def at_work(committed_db, monkeypatch):
    """A worker at work on a database of its own; what it hears lands in the list."""
    heard, swept = [], []

    async def listen(one):
        heard.append(one.what)

    async def sweep():
        swept.append(clock.now())

    listeners = {"journey.closed": {"letter": listen}}
    monkeypatch.setattr(news, "LISTENERS", listeners)
    monkeypatch.setattr(deliveries, "LISTENERS", listeners)
    monkeypatch.setattr(clockwork, "CLOCKWORK", [Chore("sweep", timedelta(hours=1), sweep)])
    stopping = asyncio.Event()
    task = asyncio.create_task(worker.run(stopping))
    yield heard, swept
    stopping.set()
    await asyncio.wait_for(task, 10)


async def until(true, patience=8.0):
    async with asyncio.timeout(patience):
        while not (await true() if asyncio.iscoroutinefunction(true) else true()):
            await asyncio.sleep(0.02)


async def told():
    async with transaction():
        await news.tell("journey.closed", subject=uuid4(), by=SYSTEM)


async def test_it_beats_sweeps_and_is_woken_by_news(at_work):
    heard, swept = at_work
    await until(clockwork.worker_is_alive)
    await until(lambda: swept)
    await asyncio.sleep(0.3)  # It listens by now, and sleeps until somebody calls.
    started = asyncio.get_running_loop().time()
    await told()
    await until(lambda: heard)
    assert asyncio.get_running_loop().time() - started < worker.POLL / 2
    assert len(swept) == 1


async def test_it_survives_the_loss_of_every_connection(at_work, monkeypatch):
    monkeypatch.setattr(worker, "POLL", 0.2)
    heard, _ = at_work
    await until(clockwork.worker_is_alive)
    await execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await told()
    await until(lambda: heard)


async def test_it_finishes_what_is_in_hand_before_it_stops(committed_db, monkeypatch):
    started, done = asyncio.Event(), []

    async def slow(_):
        started.set()
        await asyncio.sleep(0.3)
        done.append(1)

    listeners = {"journey.closed": {"letter": slow}}
    monkeypatch.setattr(news, "LISTENERS", listeners)
    monkeypatch.setattr(deliveries, "LISTENERS", listeners)
    monkeypatch.setattr(clockwork, "CLOCKWORK", [])
    await told()
    await told()
    stopping = asyncio.Event()
    task = asyncio.create_task(worker.run(stopping))
    await asyncio.wait_for(started.wait(), 5)
    stopping.set()
    await asyncio.wait_for(task, 10)
    assert done == [1]
    assert await value("SELECT count(*) FROM delivery WHERE heard_at IS NOT NULL AND leased_until IS NULL") == 1
    assert DB.pool.get_idle_size() == DB.pool.get_size()


def test_preparing_twice_is_preparing_once():
    worker.prepare()
    before = dict(news.LISTENERS), list(clockwork.CLOCKWORK)
    worker.prepare()
    assert (dict(news.LISTENERS), sorted(clockwork.CLOCKWORK, key=lambda chore: chore.name)) == (
        before[0],
        sorted(before[1], key=lambda chore: chore.name),
    )
    names = [chore.name for chore in clockwork.CLOCKWORK]
    assert {"send waiting messages", "forget old drafts"} <= set(names)
    assert len(names) == len(set(names))
