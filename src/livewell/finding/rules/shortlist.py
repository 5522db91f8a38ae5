"""A list of places that anybody can keep: which ones, in the order they were chosen."""

from collections.abc import Iterable
from uuid import UUID

MOST = 30
"""As many as fit on a few pages of paper, and into one cookie."""

_BYTES = 16


def with_one(kept: Iterable[UUID], one: UUID) -> tuple[UUID, ...]:
    """The list with one more at its end; one that is there stays where it is. A full list stays as it is."""
    whole = tuple(dict.fromkeys(kept))
    return whole if one in whole or len(whole) >= MOST else (*whole, one)


def without(kept: Iterable[UUID], one: UUID) -> tuple[UUID, ...]:
    """The list without one of them; the same list when it is not in it."""
    return tuple(there for there in kept if there != one)


def earlier(kept: Iterable[UUID], one: UUID) -> tuple[UUID, ...]:
    """The list with one of them a place nearer to the beginning."""
    whole = list(kept)
    at = whole.index(one) if one in whole else 0
    if at:
        whole[at - 1], whole[at] = whole[at], whole[at - 1]
    return tuple(whole)


def as_bytes(kept: Iterable[UUID]) -> bytes:
    """The list as 16 bytes each; `from_bytes` gives it back."""
    return b"".join(one.bytes for one in kept)


def from_bytes(told: bytes) -> tuple[UUID, ...]:
    """The list in such bytes; what cannot be one is an empty list, and more than `MOST` are cut."""
    if len(told) % _BYTES:
        return ()
    ids = (UUID(bytes=told[at : at + _BYTES]) for at in range(0, len(told), _BYTES))
    return tuple(dict.fromkeys(ids))[:MOST]
