"""Whether Live Well is well: /healthz, /readyz and /metrics, for the machines that look after it."""

import asyncio
from dataclasses import dataclass

from litestar import Response, Router, get
from prometheus_client import REGISTRY, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from livewell.kit import clock, clockwork, deliveries, migrate
from livewell.kit.db import DB, value
from livewell.kit.door import PUBLIC

LONGEST_LOOK = 3.0
"""Seconds a look at the database may take; whoever asks is waiting."""

WAITING = Gauge("livewell_deliveries_waiting", "News that no listener has heard yet.")
GIVEN_UP = Gauge("livewell_deliveries_given_up", "News that could not be delivered and waits for a manager.")
LAST_BEAT = Gauge("livewell_worker_last_beat_seconds", "Seconds since a worker was last heard of; -1 for never.")
CONNECTIONS = Gauge("livewell_database_connections", "Connections of this process to the database.", ["state"])


@dataclass(frozen=True)
class Readiness:
    """Each thing that must be well, and what is wrong with it ("" for nothing)."""

    database: str
    migrations: str
    worker: str

    @property
    def ready(self) -> bool:
        """Whether all is well."""
        return not (self.database or self.migrations or self.worker)

    @property
    def lines(self) -> str:
        """One plain line each."""
        parts = {"database": self.database, "migrations": self.migrations, "worker": self.worker}
        return "".join(f"{name}: {trouble or 'ok'}\n" for name, trouble in parts.items())


async def look() -> Readiness:
    """Ask the database, the list of migrations and the worker's heartbeat."""
    try:
        async with asyncio.timeout(LONGEST_LOOK):
            await value("SELECT 1")
            waiting = await migrate.waiting()
            alive = not waiting and await clockwork.worker_is_alive()
    except Exception as error:  # noqa: BLE001  Whatever went wrong, the answer is that we are not ready.
        return Readiness(f"does not answer ({type(error).__name__})", "unknown", "unknown")
    return Readiness(
        "",
        f"{len(waiting)} waiting" if waiting else "",
        "" if alive else "no worker has been heard of in the last minute",
    )


@get("/healthz", permission=PUBLIC, name="health.alive", media_type="text/plain")
async def alive() -> str:
    """The process answers; it asks nobody else."""
    return "ok\n"


@get("/readyz", permission=PUBLIC, name="health.ready", media_type="text/plain")
async def ready() -> Response[str]:
    """200 when people can be served, 503 with the reason when not."""
    found = await look()
    return Response(found.lines, status_code=200 if found.ready else 503, media_type="text/plain")


@get("/metrics", permission=PUBLIC, name="health.metrics")
async def metrics() -> Response[bytes]:
    """Counts in Prometheus text; nothing in them is about a person."""
    try:
        async with asyncio.timeout(LONGEST_LOOK):
            waiting = await deliveries.counts()
            beat = await clockwork.last_beat()
        WAITING.set(waiting["waiting"])
        GIVEN_UP.set(waiting["given_up"])
        LAST_BEAT.set(-1 if beat is None else (clock.now() - beat).total_seconds())
    except Exception:  # noqa: BLE001  Metrics of a house whose database is away are still metrics.
        LAST_BEAT.set(-1)
    if DB.pool is not None:
        CONNECTIONS.labels("open").set(DB.pool.get_size())
        CONNECTIONS.labels("idle").set(DB.pool.get_idle_size())
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


router = Router("/", route_handlers=[alive, ready, metrics])
