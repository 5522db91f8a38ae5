"""One gap as actions hold it."""

from dataclasses import dataclass
from uuid import UUID

from livewell.gaps.rules import HIDDEN_KEPT, GapKind, GapState, Wanted
from livewell.kit import clock
from livewell.kit.db import row
from livewell.kit.errors import NotFound, RuleBroken


@dataclass(frozen=True)
class Held:
    """A gap that nobody else changes until this transaction ends."""

    id: UUID
    title: str
    state: GapState
    outcome: str
    joined_to: UUID | None
    version: int


async def held(gap_id: UUID, *, version: int | None = None) -> Held:
    """The gap, held. NotFound when there is none; RuleBroken when it is not the `version` that a page showed."""
    found = await row(
        "SELECT id, title, state, outcome, joined_to, version FROM gap WHERE id = $1 FOR NO KEY UPDATE", gap_id
    )
    if found is None:
        raise NotFound
    if version is not None and found["version"] != version:
        raise RuleBroken("Somebody has changed this gap meanwhile. Open the page again, then decide.")
    return Held(**found | {"state": GapState(found["state"])})


async def kept_wanted(gap_id: UUID) -> Wanted:
    """What is wanted, as it is kept. NotFound when there is no such gap."""
    found = await row("SELECT title, words, kind, way, need, ward, times, for_whom FROM gap WHERE id = $1", gap_id)
    if found is None:
        raise NotFound
    return wanted_of(found)


def wanted_of(found: dict[str, object]) -> Wanted:
    """What is wanted, from a row with those columns."""
    return Wanted(
        title=str(found["title"]),
        words=str(found["words"]),
        kind=GapKind(str(found["kind"])),
        way=str(found["way"]),
        need=str(found["need"]),
        ward=str(found["ward"]),
        times=_codes(found["times"]),
        for_whom=_codes(found["for_whom"]),
    )


def _codes(kept: object) -> tuple[str, ...]:
    return tuple(str(one) for one in kept) if isinstance(kept, list) else ()


_LAST_HIDDEN = """
    SELECT from_state, outcome, changed_by, changed_at FROM gap_change
    WHERE gap = $1 AND to_state = 'hidden' AND from_state <> 'hidden' ORDER BY changed_at DESC LIMIT 1
"""


async def hidden_by(gap_id: UUID) -> UUID | None:
    """Who hid a gap, for as long as they may put it back; else None."""
    found = await row(_LAST_HIDDEN, gap_id)
    if found is None or found["changed_at"] < clock.now() - HIDDEN_KEPT:
        return None
    return UUID(str(found["changed_by"])) if found["changed_by"] else None


async def state_before_hiding(gap_id: UUID) -> tuple[GapState, str]:
    """Where a hidden gap stood, and what had come of it. NotFound when it was never hidden."""
    found = await row(_LAST_HIDDEN, gap_id)
    if found is None:
        raise NotFound
    return GapState(found["from_state"]), str(found["outcome"])
