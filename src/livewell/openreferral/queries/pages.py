"""What a page of any list is made of, and the order of one that begins with the nearest."""

import struct
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.kit.db import row

_ID, _METRES = struct.Struct("16s"), struct.Struct("!d")


@dataclass(frozen=True)
class Page:
    """The documents of one page, how many there are in all, and when the latest of them changed."""

    contents: Sequence[dict[str, Any]]
    total: int
    changed_at: datetime | None = None


async def nearest_first(theirs: str, values: Sequence[Any], batch: int) -> AsyncIterator[dict[UUID, float]]:
    """
    Identifiers with their metres, the nearest first, `batch` at a time; `theirs` selects `id` and `metres`.

    The order is asked for once, in 24 bytes for each: a million are a small file.
    """
    found = await row(
        "SELECT coalesce(string_agg(uuid_send(id), ''::bytea ORDER BY metres, id), '') AS ids,"  # noqa: S608
        f" coalesce(string_agg(float8send(metres), ''::bytea ORDER BY metres, id), '') AS metres FROM ({theirs}) AS theirs",
        *values,
    )
    if found is None:
        return
    far = (metres for (metres,) in _METRES.iter_unpack(found["metres"]))
    some: dict[UUID, float] = {}
    for (one,), metres in zip(_ID.iter_unpack(found["ids"]), far, strict=True):
        some[UUID(bytes=one)] = metres
        if len(some) == batch:
            yield some
            some = {}
    if some:
        yield some


def in_that_order(found: Sequence[Mapping[str, Any]], metres: Mapping[UUID, float]) -> list[dict[str, Any]]:
    """Rows with how far each is; one that is no longer there is left out."""
    there = {one["id"]: one for one in found}
    return [{**there[one], "metres": far} for one, far in metres.items() if one in there]
