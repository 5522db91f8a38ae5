"""Chores by the clock, and the heartbeat."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from livewell.kit import clock, clockwork
from livewell.kit.clockwork import Chore
from livewell.kit.db import value

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def chores(monkeypatch):
    monkeypatch.setattr(clockwork, "CLOCKWORK", [])
    return clockwork.CLOCKWORK


async def test_a_chore_runs_when_it_is_due_and_not_before(chores):
    ran = []

    async def sweep():
        ran.append(clock.now())

    chores.append(Chore("sweep", HOUR, sweep))
    for minutes in (0, 1, 59, 60, 61, 200):
        with clock.at(NOW + timedelta(minutes=minutes)):
            await clockwork.run_due()
    assert ran == [NOW, NOW + HOUR, NOW + timedelta(minutes=200)]


async def test_a_chore_that_fails_says_so_and_stops_no_other(chores):
    ran = []

    async def fail():
        raise OSError("broom broken")

    async def sweep():
        ran.append(1)

    chores.extend([Chore("fail", HOUR, fail), Chore("sweep", HOUR, sweep)])
    with clock.at(NOW):
        assert await clockwork.run_due() == 2
    assert ran == [1]
    assert "broom broken" in await value("SELECT last_error FROM chore_run WHERE name = 'fail'")
    chores[0] = Chore("fail", HOUR, sweep)
    with clock.at(NOW + HOUR):
        await clockwork.run_due()
    assert await value("SELECT last_error FROM chore_run WHERE name = 'fail'") is None


async def test_ten_workers_run_it_once(committed_db, chores):
    ran = []

    async def sweep():
        ran.append(1)

    chores.append(Chore("sweep", HOUR, sweep))
    await asyncio.gather(*(clockwork.run_due() for _ in range(10)))
    assert ran == [1]


async def test_the_heart_beats_or_it_does_not():
    assert await clockwork.worker_is_alive() is False
    with clock.at(NOW):
        await clockwork.beat("one", NOW)
        assert await clockwork.worker_is_alive() is True
    with clock.at(NOW + clockwork.STILL_ALIVE):
        assert await clockwork.worker_is_alive() is False
    with clock.at(NOW + timedelta(days=2)):
        await clockwork.beat("two", NOW)
    assert await value("SELECT count(*) FROM heartbeat") == 1
