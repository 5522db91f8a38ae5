"""The real program: what was acknowledged survives a kill, and what was asked to stop stops."""

import asyncio
import os
import re
import signal
import socket
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import asyncpg
import httpx
import pytest

from livewell.kit import cookies
from livewell.kit.db import rows, value
from livewell.kit.postgres import EmbeddedPostgres
from livewell.staff.rules import Role
from tests.browsing import post
from tests.conftest import another_database
from tests.factories.staff import a_member, a_sign_in
from tests.live import LiveHouse, LiveServer, livewell
from tests.referring import a_professional_referral

WRITERS = 3
KILLS = 2


def postgres_of(home: Path) -> int:
    return int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


async def someone_signed_in(server: EmbeddedPostgres) -> str:
    """A GP of a new practice, signed in; gives the cookie's value."""
    async with another_database(server.dsn()):
        return await a_sign_in(await a_member(Role.PRACTICE_REFERRER))


async def refer_until(address: str, token: str, acknowledged: list[str], stopped: asyncio.Event) -> None:
    """Refer one person after another, and note each that the server said it has."""
    async with httpx.AsyncClient(base_url=address, timeout=20) as client:
        client.cookies.set(cookies.cookie_name(cookies.SIGN_IN, secure=False), token)
        while not stopped.is_set():
            try:
                answer = await post(client, "/refer/professional", a_professional_referral())
            except (httpx.TransportError, AssertionError):
                return  # The server went away: what it did not acknowledge, it does not owe.
            if answer.status_code >= 500:
                return  # It said that it could not: nothing is owed.
            assert answer.status_code == 303, answer.text[:2000]
            acknowledged.append(answer.headers["location"].rsplit("/", 1)[-1])


@pytest.mark.parametrize("victim", ["program", "database", "both"])
async def test_nothing_acknowledged_is_lost(own_server: LiveServer, victim):
    """Kill the program, its database, or both, under people who refer; then count what was acknowledged."""
    acknowledged: list[str] = []
    own_server.start()
    database = EmbeddedPostgres(own_server.home)
    database.start()
    token = await someone_signed_in(database)
    enough = count(WRITERS * 2, WRITERS * 2)
    for _ in range(KILLS):
        stopped = asyncio.Event()
        writers = [
            asyncio.create_task(refer_until(own_server.address, token, acknowledged, stopped)) for _ in range(WRITERS)
        ]
        target = next(enough)
        async with asyncio.timeout(60):
            while len(acknowledged) < target and not all(writer.done() for writer in writers):
                await asyncio.sleep(0.01)
        if victim in {"database", "both"}:
            os.kill(postgres_of(own_server.home), signal.SIGKILL)
        if victim in {"program", "both"}:
            own_server.kill()
        stopped.set()
        await asyncio.gather(*writers)
        if victim == "database":
            assert own_server.stop() == 0
        database.stop()
        own_server.start()
        database = EmbeddedPostgres(own_server.home)
        database.start()

    async with another_database(database.dsn()):
        kept = {str(one["id"]) for one in await rows("SELECT id FROM referral")}
        told = {str(one["subject"]) for one in await rows("SELECT subject FROM event WHERE what = 'referral.received'")}
        half = await value(
            "SELECT count(*) FROM event WHERE what = 'referral.received' AND NOT EXISTS (SELECT 1 FROM delivery WHERE event = event.id)"
        )
    database.stop()
    assert len(acknowledged) >= KILLS * WRITERS
    assert len(set(acknowledged)) == len(acknowledged)
    assert set(acknowledged) <= kept
    assert kept == told
    assert half == 0


async def test_sigterm_stops_everything_cleanly(own_server: LiveServer):
    own_server.start()
    home = own_server.home
    pid = postgres_of(home)
    assert own_server.stop() == 0
    assert not Path(f"/proc/{pid}").exists()
    assert not (home / "postgres" / "data" / "postmaster.pid").exists()
    assert "database system is shut down" in (home / "postgres" / "server.log").read_text()
    said = own_server.said()
    assert f"Live Well is at {own_server.address}" in said
    assert said.rstrip().endswith("Stopping …")
    assert "Traceback" not in said


async def test_what_live_well_keeps_is_private_and_off_the_network(own_server: LiveServer):
    own_server.start()
    home = own_server.home
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600
    for place in ("postgres", "postgres/data", "postgres/socket"):
        assert stat.S_IMODE((home / place).stat().st_mode) == 0o700
    for port in (5432, 5433):
        with socket.socket() as door:
            door.settimeout(1)
            answered = door.connect_ex(("127.0.0.1", port)) == 0
        if answered:
            inside = livewell("doctor", LIVEWELL_DATABASE_URL=f"postgresql://livewell@127.0.0.1:{port}/livewell")
            assert inside.returncode == 1


async def test_a_second_process_uses_the_same_database(own_server: LiveServer):
    own_server.start()
    pid = postgres_of(own_server.home)
    ran = livewell("doctor", **own_server.settings)
    assert ran.returncode == 0, ran.stdout
    assert "worker       ok" in ran.stdout
    assert postgres_of(own_server.home) == pid
    assert httpx.get(f"{own_server.address}/readyz").status_code in {200, 503}


async def test_the_program_starts_its_database_again_when_that_dies(own_server: LiveServer):
    own_server.start()
    os.kill(postgres_of(own_server.home), signal.SIGKILL)
    async with asyncio.timeout(20):
        while httpx.get(f"{own_server.address}/readyz").status_code != 200:
            await asyncio.sleep(0.1)


@asynccontextmanager
async def nobody_let_in(dsn: str) -> AsyncIterator[None]:
    """As when the database restarts: whoever is connected is dropped, and nobody gets in."""
    server, _, name = dsn.partition("?")[0].rpartition("/")
    admin = await asyncpg.connect(dsn.replace(f"{server}/{name}", f"{server}/postgres"))
    try:
        await admin.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        await admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
        yield
    finally:
        await admin.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
        await admin.close()


async def test_while_the_database_is_away_pages_say_so_calmly_and_come_back(live_server: LiveHouse):
    async with live_server.database():
        token = await a_sign_in(await a_member(Role.HEALTH_COACH))
    async with (
        httpx.AsyncClient(base_url=live_server.address) as visitor,
        httpx.AsyncClient(
            base_url=live_server.address, cookies={cookies.cookie_name(cookies.SIGN_IN, secure=False): token}
        ) as coach,
    ):
        assert (await coach.get("/caseload")).status_code == 200
        async with nobody_let_in(live_server.dsn):
            for client, page in ((visitor, "/refer/someone"), (coach, "/caseload")):
                answer = await client.get(page)
                assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
                assert "Live Well cannot be reached just now" in answer.text
                assert not re.search(r"[ >(]E-", answer.text)
            assert (await visitor.get("/healthz")).status_code == 200
        assert (await visitor.get("/refer/someone")).status_code == 200
        assert (await coach.get("/caseload")).status_code == 200


async def test_it_is_ready_once_its_worker_beats(live_server: LiveHouse):
    async with asyncio.timeout(15), httpx.AsyncClient(base_url=live_server.address) as client:
        while (await client.get("/readyz")).status_code != 200:
            await asyncio.sleep(0.05)


async def test_without_a_worker_it_is_not_ready_and_a_worker_beside_it_makes_it_so(own_server: LiveServer, tmp_path):
    own_server.words = ("serve", "--no-worker")
    own_server.start()
    assert httpx.get(f"{own_server.address}/readyz").status_code == 503
    beside = LiveServer(tmp_path, "worker", **own_server.settings)
    beside.port, beside.address = own_server.port, own_server.address
    beside.start()
    async with asyncio.timeout(15):
        while httpx.get(f"{own_server.address}/readyz").status_code != 200:
            await asyncio.sleep(0.05)
    assert beside.stop() == 0
    assert beside.said().splitlines()[-1] == "The worker has stopped."
