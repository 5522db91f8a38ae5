"""Python looks for rings of objects that hold each other; here it looks less often, while much is made that holds none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (200_000, 50, 100)
"""New objects before each look, and looks before each deeper one (https://docs.python.org/3/library/gc.html)."""


@contextmanager
def seldom() -> Iterator[None]:
    """
    For work that makes millions of rows: a seventh of its time went into looking for rings that were not there.

    What is there now is left out of every look inside, and is looked at again afterwards. Inside another one it does nothing.
    """
    before = gc.get_threshold()
    if before == _SELDOM:
        yield
        return
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
