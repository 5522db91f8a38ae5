"""How much memory there is, and how much of it the database is to keep what it reads in."""

import os
from contextlib import suppress
from pathlib import Path

LEAST, MOST = 256, 4096
"""Megabytes for the database: memory is taken as it is used, so a small place never touches most of it."""

_SHARE = 8
"""
One part in so many of the machine is the database's own. PostgreSQL suggests a quarter where it is alone, and reads the
rest by way of the system's memory (https://www.postgresql.org/docs/current/runtime-config-resource.html).
"""

_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
"""What a container may use at most is not what the machine has."""


def for_the_database() -> int:
    """Megabytes of `shared_buffers` for this machine."""
    return min(max(LEAST, there_is() // _SHARE // 2**20), MOST)


def there_is() -> int:
    """Bytes that this machine has, or this container may use."""
    found = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for limit in _LIMITS:
        with suppress(OSError, ValueError):  # No such file, or "max".
            found.append(int(limit.read_text()))
    return min(found)
