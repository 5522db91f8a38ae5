"""Threads of one process take turns; here they are briefer, while one makes what another hands on."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_BRIEF = 0.0005
"""Seconds, a tenth of what is usual (https://docs.python.org/3/library/sys.html#sys.setswitchinterval)."""


@contextmanager
def brief() -> Iterator[None]:
    """
    For a thread that makes rows while the event loop hands PostgreSQL those made before.

    With usual turns every answer of PostgreSQL waits until the maker has had its turn, and PostgreSQL waits with it.
    Inside another one it does nothing.
    """
    before = sys.getswitchinterval()
    if before <= _BRIEF:
        yield
        return
    sys.setswitchinterval(_BRIEF)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
