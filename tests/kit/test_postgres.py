"""The server Live Well runs for itself: private, shared, durable, and always able to start again."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from livewell.kit.errors import NotSetUp
from livewell.kit.postgres import LONGEST_SOCKET_PATH, EmbeddedPostgres, embedded
from livewell.kit.service_user import ServiceUser, alive, find_service_user


@pytest.fixture
def home():
    """A directory that a service user can reach; pytest's own are private to us."""
    place = Path(tempfile.gettempdir()) / f"livewell-pg-{uuid4().hex[:10]}"
    yield place / "var"
    EmbeddedPostgres(place / "var")._halt()
    shutil.rmtree(place)


async def ask(server, sql="SELECT 1"):
    connection = await asyncpg.connect(server.dsn())
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def pid_of(server):
    return int((server.data / "postmaster.pid").read_text().split()[0])


async def test_it_is_what_the_house_asks_for(home):
    with embedded(home) as server:
        asked = {
            "fsync": "on",
            "full_page_writes": "on",
            "synchronous_commit": "on",
            "listen_addresses": "",
            "timezone": "UTC",
            "server_encoding": "UTF8",
            "data_checksums": "on",
        }
        assert {name: await ask(server, f"SHOW {name}") for name in asked} == asked
        assert (
            await ask(server, "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname='livewell'")
            == "bC.UTF-8"
        )
        assert await ask(server, "SELECT 'CAFÉ' ILIKE 'café'") is True
        for extension in ("pg_trgm", "unaccent", "btree_gist", "fuzzystrmatch"):
            assert await ask(server, f"SELECT true FROM pg_available_extensions WHERE name = '{extension}'")


async def test_nobody_else_can_reach_it(home):
    with embedded(home) as server:
        for place in (server.home, server.place, server.data, server.socket):
            assert stat.S_IMODE(place.stat().st_mode) == 0o700, place
        owner = server.data.stat().st_uid
        assert owner != 0
        listening = Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()
        ours = {fd.readlink() for fd in Path(f"/proc/{pid_of(server)}/fd").iterdir()}
        inodes = {str(link)[8:-1] for link in ours if str(link).startswith("socket:[")}
        assert not [line for line in listening.splitlines()[1:] if line.split() and line.split()[9] in inodes]
        with socket.socket() as door, pytest.raises(ConnectionRefusedError):
            door.connect(("127.0.0.1", 5432))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
async def test_another_user_cannot_open_the_socket(home):
    with embedded(home) as server:
        tried = subprocess.run(["ls", server.socket], user="nobody", capture_output=True, text=True)
        assert tried.returncode != 0
        assert "Permission denied" in tried.stderr


async def test_the_log_holds_no_value(home):
    with embedded(home) as server:
        connection = await asyncpg.connect(server.dsn())
        await connection.execute("CREATE TABLE person (nhs_number text UNIQUE)")
        await connection.execute("INSERT INTO person VALUES ('9990000018')")
        with pytest.raises(asyncpg.UniqueViolationError):
            await connection.execute("INSERT INTO person VALUES ($1)", "9990000018")
        with pytest.raises(asyncpg.PostgresError):
            await connection.fetchval("SELECT '9990000018'::date")
        await connection.close()
        said = server.log.read_text()
        assert "ready to accept connections" in said
        assert "9990000018" not in said


async def test_two_share_one_and_the_last_stops_it(home):
    first, second = EmbeddedPostgres(home), EmbeddedPostgres(home)
    first.start()
    second.start()
    pid = pid_of(first)
    assert first.stop() is False
    assert await ask(second) == 1
    assert second.stop() is True
    assert not alive(pid)
    assert second.stop() is False
    assert "database system is shut down" in second.log.read_text()


def test_many_may_begin_at_the_same_moment_in_a_place_that_is_not_there_yet(home):
    program = (
        "import sys, time; from pathlib import Path; from livewell.kit.postgres import EmbeddedPostgres;"
        "s = EmbeddedPostgres(Path(sys.argv[1]), durable=False); time.sleep(max(0, float(sys.argv[2]) - time.time()));"
        "s.start(); print(s.place.resolve(), flush=True); sys.stdin.read(); s.stop()"
    )
    at = str(time.time() + 1.5)
    many = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(home), at], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    places = {one.stdout.readline() for one in many}
    assert len(places) == 1
    assert places != {""}
    for one in many:
        one.stdin.close()
        assert one.wait(30) == 0
    assert not EmbeddedPostgres(home).running()


async def test_another_process_shares_it_and_its_death_stops_nothing(home):
    program = (
        "import sys, time; from pathlib import Path; from livewell.kit.postgres import EmbeddedPostgres;"
        "s = EmbeddedPostgres(Path(sys.argv[1])); s.start(); print('ready', flush=True); time.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", program, str(home)], stdout=subprocess.PIPE, text=True)
    assert other.stdout.readline() == "ready\n"
    with embedded(home) as server:
        pid = pid_of(server)
        other.kill()
        other.wait()
        assert await ask(server) == 1
        assert pid_of(server) == pid
    assert not alive(pid)


async def test_everybody_who_comes_at_once_finds_one_server(home):
    program = (
        "import sys; from pathlib import Path; from livewell.kit.postgres import EmbeddedPostgres;"
        "s = EmbeddedPostgres(Path(sys.argv[1])); s.start(); print((s.data / 'postmaster.pid').read_text().split()[0], flush=True); sys.stdin.read(); s.stop()"
    )
    crowd = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    pids = {one.stdout.readline().strip() for one in crowd}
    for one in crowd:
        one.stdin.close()
        one.wait()
    assert len(pids) == 1
    assert not alive(int(pids.pop()))


async def test_after_a_kill_it_recovers_and_has_lost_nothing(home):
    server = EmbeddedPostgres(home)
    server.start()
    await ask(server, "CREATE TABLE kept (n int)")
    for number in range(3):
        connection = await asyncpg.connect(server.dsn())
        await connection.execute("INSERT INTO kept VALUES ($1)", number)
        pid = pid_of(server)
        os.kill(pid, signal.SIGKILL)
        while alive(pid):  # A process that is told to die takes a moment.
            time.sleep(0.01)
        connection.terminate()
        server.revive()
        assert await ask(server, "SELECT count(*) FROM kept") == number + 1
    assert server.stop() is True


async def test_a_stale_pid_that_somebody_else_has_now_is_no_obstacle(home):
    with embedded(home) as server:
        lines = (server.data / "postmaster.pid").read_text().splitlines()
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        (server.data / "postmaster.pid").write_text("\n".join([str(bystander.pid), *lines[1:]]) + "\n")
        assert server.running() is False
        with embedded(home) as again:
            assert await ask(again) == 1
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


async def test_a_making_that_was_broken_off_is_begun_again(home):
    server = EmbeddedPostgres(home)
    server._prepare()
    (server.place / "data.new").mkdir()
    (server.place / "data.new" / "half").write_text("made")
    with embedded(home) as whole:
        assert await ask(whole) == 1


async def test_a_long_path_has_a_short_socket(home):
    long = home.parent / ("a-long-name-" * 9) / "var"
    with embedded(long) as server:
        assert len(str(server.socket)) <= LONGEST_SOCKET_PATH
        assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
        assert await ask(server) == 1
    shutil.rmtree(server.socket)


async def test_a_data_directory_that_was_there_keeps_its_permissions(home):
    home.mkdir(parents=True, mode=0o755)
    home.chmod(0o755)
    with embedded(home) as server:
        assert await ask(server) == 1
    assert stat.S_IMODE(home.stat().st_mode) == 0o755
    assert home.stat().st_uid == os.geteuid()
    assert stat.S_IMODE(server.place.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a home that its service user cannot enter")
async def test_a_private_home_stays_private(tmp_path):
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    before = {part: part.stat().st_mode for part in (private, *private.parents)}
    with embedded(private / "var") as server:
        assert await ask(server) == 1
        assert str(server.place).startswith("/var/lib/livewell/")
    assert {part: part.stat().st_mode for part in before} == before
    shutil.rmtree(server.place)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_binaries_in_a_private_home_are_copied_whole(monkeypatch, tmp_path):
    from livewell.kit import postgres

    monkeypatch.setattr(postgres, "SHARED", Path(tempfile.mkdtemp(prefix="livewell-shared-")))
    postgres.SHARED.chmod(0o755)
    monkeypatch.setattr(ServiceUser, "can_enter", lambda self, path: False)
    user = find_service_user()
    binaries = postgres._binaries_for(user)
    assert binaries.is_relative_to(postgres.SHARED)
    assert user.run([binaries / "postgres", "--version"], cwd=Path("/")).startswith("postgres (PostgreSQL) 18")
    assert user.run([binaries / "psql", "--version"], cwd=Path("/")).startswith("psql (PostgreSQL) 18")
    assert postgres._binaries_for(user) == binaries
    shutil.rmtree(postgres.SHARED)


async def test_a_server_that_cannot_start_says_why(home):
    with embedded(home) as server:
        pass
    (server.data / "PG_VERSION").write_text("12\n")
    started = time.monotonic()
    import livewell.kit.postgres as module

    patience, module.PATIENCE = module.PATIENCE, 1.0
    try:
        with pytest.raises(NotSetUp, match=r"server\.log ends.*(version|incompatible)"):
            EmbeddedPostgres(home).start()
    finally:
        module.PATIENCE = patience
    assert time.monotonic() - started < 5
