"""The charter in its versions: what the forum agreed on, what was different each time, and what is being written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.challenges.rules.charter import LABELS, CharterState, Differing, differing, lines, value_parts
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound


@dataclass(frozen=True)
class CharterSeen:
    """One version."""

    id: UUID
    number: int
    goals: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    """Each value as its word and what it means."""
    typed_goals: str
    typed_values: str
    change: str
    state: CharterState
    approved_at: datetime | None
    decision: str
    meeting: str
    version: int

    @property
    def label(self) -> tuple[str, str]:
        """Its state in words and a colour."""
        return LABELS[self.state]

    @property
    def may_change(self) -> bool:
        """Whether its words may be written."""
        return self.state is CharterState.DRAFT

    @property
    def is_with_forum(self) -> bool:
        """Whether the forum has it before it."""
        return self.state is CharterState.PUT

    @property
    def is_agreed(self) -> bool:
        """Whether it was agreed on."""
        return self.state is CharterState.APPROVED


@dataclass(frozen=True)
class VersionWithChange:
    """A version beside the one before it: the goals and values that came and went."""

    charter: CharterSeen
    goals: Differing
    values: Differing

    @property
    def is_first(self) -> bool:
        """Whether there is none before it."""
        return self.charter.number == 1


_CHARTER = """
    SELECT c.id, c.number, c.goals, c.values, c.change, c.state, c.approved_at, c.version,
           coalesce(d.words, '') AS decision, coalesce(m.title, '') AS meeting
      FROM charter c LEFT JOIN forum_decision d ON d.id = c.decision LEFT JOIN forum_meeting m ON m.id = d.meeting
"""


async def charters(*, agreed: bool) -> list[CharterSeen]:
    """Every version the forum agreed on, the newest first; with `agreed` False what is being written as well."""
    which = "WHERE c.state = 'approved'" if agreed else ""
    return [_seen(one) for one in await rows(f"{_CHARTER} {which} ORDER BY c.number DESC")]


async def charter(charter_id: UUID) -> CharterSeen:
    """One version. NotFound when there is none such."""
    found = await row(f"{_CHARTER} WHERE c.id = $1", charter_id)
    if found is None:
        raise NotFound
    return _seen(found)


async def agreed_now() -> CharterSeen | None:
    """What the forum stands for now, None before it agreed on anything."""
    found = await row(f"{_CHARTER} WHERE c.state = 'approved' ORDER BY c.number DESC LIMIT 1")
    return _seen(found) if found else None


def beside_each_other(versions: Sequence[CharterSeen]) -> list[VersionWithChange]:
    """Versions, the newest first, each with what is different from the one before."""
    before = [*versions, None][1:]
    return [
        VersionWithChange(
            one,
            differing(earlier.goals if earlier else (), one.goals),
            differing(_as_lines(earlier.values) if earlier else (), _as_lines(one.values)),
        )
        for one, earlier in zip(versions, before, strict=True)
    ]


def _as_lines(values: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{word}: {means}" if means else word for word, means in values]


def _seen(found: dict[str, Any]) -> CharterSeen:
    return CharterSeen(
        id=found["id"],
        number=found["number"],
        goals=lines(found["goals"]),
        values=tuple(value_parts(one) for one in lines(found["values"])),
        typed_goals=found["goals"],
        typed_values=found["values"],
        change=found["change"],
        state=CharterState(found["state"]),
        approved_at=found["approved_at"],
        decision=found["decision"],
        meeting=found["meeting"],
        version=found["version"],
    )
