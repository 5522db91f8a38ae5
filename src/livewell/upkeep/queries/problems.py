"""Reports that something is wrong: those that wait, and what was answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound
from livewell.upkeep.rules.problems import LABELS, TOPIC_LABELS, ProblemState, Topic

_MOST = 200


@dataclass(frozen=True)
class ProblemSeen:
    """One report; `label` is its state in words and the colour of its tag."""

    id: UUID
    asset: UUID
    name: str
    topic: str
    words: str
    wants_answer: bool
    urgent: bool
    sentence: str
    reported_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    told_at: datetime | None
    version: int
    label: tuple[str, str]
    is_waiting: bool


@dataclass(frozen=True)
class ToTell:
    """Whom to tell what about a report."""

    name: str
    asset: UUID
    reply_to: str
    sentence: str
    was_wrong: bool


_SEEN = """
    SELECT p.id, a.id AS asset, a.name, p.topic, p.words, p.wants_answer, p.urgent, p.sentence, p.reported_at, p.decided_at,
           s.name AS decided_by, p.told_at, p.version, p.state
    FROM problem_report p JOIN asset said ON said.id = p.asset JOIN asset a ON a.id = coalesce(said.merged_into, said.id)
    LEFT JOIN staff_user s ON s.id = p.decided_by
"""
"""A report of a listing that was merged is one of the listing it became part of."""


async def problems(*, waiting: bool) -> list[ProblemSeen]:
    """Those that wait, what may be about danger first and then the oldest; or those decided, the last first."""
    which = (
        "p.state = 'waiting' ORDER BY p.urgent DESC, p.reported_at"
        if waiting
        else "p.state <> 'waiting' ORDER BY p.decided_at DESC"
    )
    return [_seen(one) for one in await rows(f"{_SEEN} WHERE {which} LIMIT $1", _MOST)]


async def problems_of(asset_id: UUID) -> list[ProblemSeen]:
    """Every report about one listing, the last first."""
    found = await rows(f"{_SEEN} WHERE a.id = $1 ORDER BY p.reported_at DESC LIMIT $2", asset_id, _MOST)
    return [_seen(one) for one in found]


async def problem(problem_id: UUID) -> ProblemSeen:
    """One report. NotFound when there is none."""
    found = await row(f"{_SEEN} WHERE p.id = $1", problem_id)
    if found is None:
        raise NotFound
    return _seen(found)


def _seen(found: dict[str, Any]) -> ProblemSeen:
    state = ProblemState(found.pop("state"))
    topic = TOPIC_LABELS[Topic(found.pop("topic"))]
    return ProblemSeen(**found, topic=topic, label=LABELS[state], is_waiting=state is ProblemState.WAITING)


async def open_problems(asset_id: UUID) -> int:
    """How many reports about a listing wait, those about what was merged into it among them."""
    found = await value(
        """
        SELECT count(*) FROM problem_report p JOIN asset a ON a.id = p.asset
        WHERE $1 = coalesce(a.merged_into, a.id) AND p.state = 'waiting'
        """,
        asset_id,
    )
    return int(found)


async def to_tell(problem_id: UUID) -> ToTell | None:
    """Whom to tell what was decided; None when nobody asked, or they were told."""
    found = await row(
        """
        SELECT a.name, a.id AS asset, p.reply_to, p.sentence, p.state = 'answered' AS was_wrong
        FROM problem_report p JOIN asset said ON said.id = p.asset
        JOIN asset a ON a.id = coalesce(said.merged_into, said.id)
        WHERE p.id = $1 AND p.state <> 'waiting' AND p.reply_to <> '' AND p.told_at IS NULL
        """,
        problem_id,
    )
    return ToTell(**found) if found else None
