"""The unprivileged user that the embedded PostgreSQL runs as when Live Well itself runs as root."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from livewell.kit.errors import NotSetUp

SERVICE_USERS = ("livewell", "postgres")
"""When Live Well runs as root, the server runs as the first of these that exists; PostgreSQL refuses to run as root."""

SHARED = Path("/var/lib/livewell")
"""Where root keeps what the service user must reach, when a private home would hide it."""

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
"""All that the server and its tools see of our environment: no secret of ours."""


@dataclass(frozen=True)
class ServiceUser:
    """Whom the server runs as: None for ourselves."""

    uid: int | None = None
    gid: int | None = None

    def run(self, command: Sequence[str | Path], *, cwd: Path, text: str | None = None) -> str:
        """Run a command as this user and give what it printed; raises `NotSetUp` with the command's own words."""
        done = subprocess.run(  # noqa: S603  Our own binaries, no shell, no outside input.
            command,
            cwd=cwd,
            env=ENVIRONMENT,
            input=text,
            text=True,
            capture_output=True,
            check=False,
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else [],
        )
        if done.returncode:
            msg = f"{Path(command[0]).name} failed: {(done.stderr or done.stdout).strip()}"
            raise NotSetUp(msg)
        return done.stdout

    def take(self, path: Path) -> None:
        """Give a file or directory to this user."""
        if self.uid is not None:
            os.chown(path, self.uid, -1 if self.gid is None else self.gid)

    def can_enter(self, path: Path) -> bool:
        """Whether this user may enter a directory: every part of the way must let it through."""
        if self.uid is None:
            return os.access(path, os.X_OK)
        for part in (path, *path.parents):
            seen = part.stat()
            bit = 0o100 if seen.st_uid == self.uid else 0o010 if seen.st_gid == self.gid else 0o001
            if not seen.st_mode & bit:
                return False
        return True


def find_service_user() -> ServiceUser:
    """An unprivileged user for the server; made when the machine has none."""
    for name in SERVICE_USERS:
        with suppress(KeyError):
            found = pwd.getpwnam(name)
            return ServiceUser(found.pw_uid, found.pw_gid)
    maker = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if maker is not None:
        ServiceUser().run(
            [maker, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_USERS[0]], cwd=Path("/")
        )
        made = pwd.getpwnam(SERVICE_USERS[0])
        return ServiceUser(made.pw_uid, made.pw_gid)
    msg = f"PostgreSQL does not run as root: make a user called {SERVICE_USERS[0]}, or run Live Well as another user."
    raise NotSetUp(msg)


def alive(pid: int) -> bool:
    """Whether a process lives; one that has ended and was not yet noticed by its parent does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
    else:
        return status.rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
