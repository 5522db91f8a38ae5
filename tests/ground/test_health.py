"""Whether Live Well is well, as the machines that look after it ask."""

from datetime import timedelta

import pytest

from livewell.kit import clock, clockwork, health
from livewell.kit.db import DB, execute

PATHS = ("/healthz", "/readyz", "/metrics")


async def test_it_is_not_ready_without_a_worker(visitor):
    answer = await visitor.get("/readyz")
    assert answer.status_code == 503
    assert answer.text == "database: ok\nmigrations: ok\nworker: no worker has been heard of in the last minute\n"


async def test_it_is_ready_with_one(visitor):
    await clockwork.beat("here:1", clock.now())
    answer = await visitor.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "database: ok\nmigrations: ok\nworker: ok\n")
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert (await health.look()).worker


async def test_it_is_not_ready_before_it_is_migrated(visitor):
    await clockwork.beat("here:1", clock.now())
    await execute("DELETE FROM migration WHERE name LIKE 'm0002%'")
    answer = await visitor.get("/readyz")
    assert answer.status_code == 503
    assert "migrations: 1 waiting" in answer.text


@pytest.fixture
async def no_database():
    """The pool is gone, as when the server is."""
    usual, undone = DB.pool, DB.current_transaction.get()
    DB.pool = None
    DB.current_transaction.set(None)
    yield
    DB.pool = usual
    DB.current_transaction.set(undone)


async def test_without_a_database_it_lives_but_is_not_ready(visitor, no_database):
    assert (await visitor.get("/healthz")).status_code == 200
    answer = await visitor.get("/readyz")
    assert answer.status_code == 503
    assert answer.text.startswith("database: does not answer")
    answer = await visitor.get("/metrics")
    assert answer.status_code == 200
    assert "livewell_worker_last_beat_seconds -1.0" in answer.text


async def test_metrics_are_prometheus_text_about_nobody(visitor):
    answer = await visitor.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert "livewell_deliveries_waiting 0.0" in answer.text
    assert 'livewell_database_connections{state="open"}' in answer.text


@pytest.mark.parametrize("path", PATHS)
async def test_they_cost_nobody_a_session_and_answer_head(visitor, path):
    answer = await visitor.head(path)
    assert answer.content == b""
    assert "set-cookie" not in answer.headers
