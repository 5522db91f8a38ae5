"""
Where the pages of a long list begin, kept in this process, so that the last page costs what the first does.

Every `STEP`th identifier of a list is kept with the number of things in it. A page is then found by walking on from the
nearest one before it. One small statement says whether anything has changed since the shelf was filled.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.kit.db import row, rows, value

STEP = 500
QUICK = 0.05
"""Seconds: a shelf that is filled faster than this is filled again as soon as anything has changed."""

LONGEST_OLD = 5.0
"""Seconds that a larger one may be behind."""

LONGEST_UNCHANGED = 60.0
"""Seconds after which a larger one is filled again although nothing seems to have changed: a place may be hidden now."""


@dataclass(frozen=True)
class Listed:
    """
    A list in the order of its identifiers: where it comes from, and when it last changed.

    `source` is the FROM and WHERE of it, `key` the identifier there, `mark` a statement that gives an instant.
    """

    name: str
    key: str
    source: str
    mark: str


@dataclass(frozen=True)
class Filled:
    """What is on the shelf for one list."""

    total: int
    marks: Sequence[UUID]
    changed_at: datetime | None
    filled: float
    took: float

    def start(self, offset: int) -> tuple[UUID | None, int]:
        """From which identifier to walk, and how many to pass over, to come to the thing at `offset`."""
        step = offset // STEP
        if offset >= self.total or step >= len(self.marks):
            return None, 0
        return self.marks[step], offset - step * STEP


_SHELF: dict[str, Filled] = {}
_FILLING: dict[str, asyncio.Lock] = {}


def clear() -> None:
    """Forget everything: the next page of each list fills its shelf again."""
    _SHELF.clear()
    _FILLING.clear()


async def look(listed: Listed) -> Filled:
    """The shelf of a list, filled again when anything changed: at once for a short list, within seconds for a long one."""
    changed_at = await value(listed.mark)
    kept = _SHELF.get(listed.name)
    if kept is not None and _is_good(kept, changed_at):
        return kept
    lock = _FILLING.setdefault(listed.name, asyncio.Lock())
    if kept is not None and kept.took > QUICK and lock.locked():
        return kept  # Somebody is filling it, and a page need not wait for that.
    async with lock:
        kept = _SHELF.get(listed.name)
        if kept is None or not _is_good(kept, changed_at):
            kept = _SHELF[listed.name] = await _fill(listed, changed_at)
        return kept


def _is_good(kept: Filled, changed_at: datetime | None) -> bool:
    age = time.monotonic() - kept.filled
    if kept.took <= QUICK:
        return age < LONGEST_OLD and kept.changed_at == changed_at
    return age < (LONGEST_UNCHANGED if kept.changed_at == changed_at else LONGEST_OLD)


async def _fill(listed: Listed, changed_at: datetime | None) -> Filled:
    began = time.monotonic()
    # What is put into the text are this room's own constants.
    counted = await row(f"SELECT count(*) AS total FROM {listed.source}")  # noqa: S608
    marks = await rows(
        f"SELECT id FROM (SELECT {listed.key} AS id, row_number() OVER (ORDER BY {listed.key}) AS n"  # noqa: S608
        f" FROM {listed.source}) AS numbered WHERE n % {STEP} = 1 ORDER BY id"
    )
    ended = time.monotonic()
    total = int(counted["total"]) if counted else 0
    return Filled(total, [one["id"] for one in marks], changed_at, ended, ended - began)
