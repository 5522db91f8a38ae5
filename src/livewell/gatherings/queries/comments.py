"""What people say of a listing: what everybody may read, and what the team has to decide on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from livewell.gatherings.rules.comments import LABELS, REASON_LABELS, CommentState, Reason, mean_to_show
from livewell.gatherings.rules.figures import to_places
from livewell.kit.dates import MONTHS, in_london
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound

_MOST = 200
_SHOWN = 50
TOO_FEW = "Too few to show yet"


@dataclass(frozen=True)
class Said:
    """A comment as everybody reads it: the month, and never the day or the stars of one person."""

    id: UUID
    words: str
    first_name: str
    month: str
    answer: str


@dataclass(frozen=True)
class Ratings:
    """What people say of a listing. A mean of stars (1 to 5) is None when there are too few to show."""

    count: int
    welcome: Fraction | None
    access: Fraction | None
    overall: Fraction | None
    comments: tuple[Said, ...]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Each mean with its name, in words."""
        asked = (
            ("Overall", self.overall),
            ("How welcome people felt", self.welcome),
            ("Getting in and taking part", self.access),
        )
        return [(label, f"{to_places(mean, 1)} out of 5" if mean is not None else TOO_FEW) for label, mean in asked]

    @property
    def is_shown(self) -> bool:
        """Whether there is a mean to show."""
        return self.overall is not None


@dataclass(frozen=True)
class CommentSeen:
    """A comment as those who decide on it see it; `label` is its state in words and the colour of its tag."""

    id: UUID
    asset: UUID
    name: str
    organisation: UUID | None
    overall: int
    welcome: int | None
    access: int | None
    words: str
    first_name: str
    urgent: bool
    said_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    version: int
    label: tuple[str, str]
    reason: str
    is_waiting: bool
    is_shown: bool
    answer: str
    answer_by: str
    answer_version: int | None
    answer_label: tuple[str, str] | None
    answer_waits: bool
    may_be_answered: bool

    @property
    def month(self) -> str:
        """The month in which it was said, as everybody reads it."""
        return say_month(self.said_at)


async def ratings(asset_id: UUID) -> Ratings:
    """What everybody may read of a listing: approved, and no mean of fewer than five. One statement."""
    found = await rows(
        """
        SELECT c.id, c.overall, c.welcome, c.access, c.words, c.first_name, c.said_at, coalesce(a.words, '') AS answer
        FROM asset_comment c LEFT JOIN comment_answer a ON a.comment = c.id AND a.state = 'approved'
        WHERE c.state = 'approved' AND c.asset IN (SELECT $1::uuid UNION ALL SELECT id FROM asset WHERE merged_into = $1)
        ORDER BY c.said_at DESC, c.id
        """,
        asset_id,
    )

    def mean(name: str) -> Fraction | None:
        return mean_to_show([one[name] for one in found if one[name] is not None])

    said = [
        Said(one["id"], one["words"], one["first_name"], say_month(one["said_at"]), one["answer"])
        for one in found
        if one["words"]
    ]
    return Ratings(len(found), mean("welcome"), mean("access"), mean("overall"), tuple(said[:_SHOWN]))


_SEEN = """
    SELECT c.id, c.asset, x.name, x.organisation, c.overall, c.welcome, c.access, c.words, c.first_name, c.urgent,
           c.said_at, c.decided_at, s.name AS decided_by, c.version, c.state, c.reason, coalesce(a.words, '') AS answer,
           coalesce(a.by_name, '') AS answer_by, a.version AS answer_version, a.state AS answer_state
    FROM asset_comment c JOIN asset x ON x.id = c.asset LEFT JOIN staff_user s ON s.id = c.decided_by
    LEFT JOIN comment_answer a ON a.comment = c.id
"""


async def comments(*, waiting: bool) -> list[CommentSeen]:
    """Those that wait, or whose answer does, what may be about danger first and then the oldest; or the others."""
    which = (
        "c.state = 'waiting' OR (c.state = 'approved' AND a.state = 'waiting') ORDER BY c.urgent DESC, c.said_at"
        if waiting
        else "c.state <> 'waiting' AND a.state IS DISTINCT FROM 'waiting' ORDER BY c.decided_at DESC"
    )
    return [_seen(one) for one in await rows(f"{_SEEN} WHERE {which} LIMIT $1", _MOST)]


async def comments_of(asset_id: UUID) -> list[CommentSeen]:
    """Those that everybody may read of one listing, with their answers, the last one first."""
    found = await rows(
        f"{_SEEN} WHERE c.asset IN (SELECT $1::uuid UNION ALL SELECT id FROM asset WHERE merged_into = $1)"  # noqa: S608
        " AND c.state = 'approved' ORDER BY c.said_at DESC LIMIT $2",
        asset_id,
        _MOST,
    )
    return [_seen(one) for one in found]


async def comment(comment_id: UUID) -> CommentSeen:
    """One comment; `NotFound` when there is none."""
    found = await row(f"{_SEEN} WHERE c.id = $1", comment_id)
    if found is None:
        raise NotFound
    return _seen(found)


def say_month(instant: datetime) -> str:
    """The month in which it was in London: November 2026."""
    there = in_london(instant)
    return f"{MONTHS[there.month - 1]} {there.year}"


def _seen(found: Mapping[str, Any]) -> CommentSeen:
    values = dict(found)
    state, answered = CommentState(values.pop("state")), values.pop("answer_state")
    answer_state = CommentState(answered) if answered else None
    reason = values.pop("reason")
    shown = state is CommentState.APPROVED
    return CommentSeen(
        **values,
        label=LABELS[state],
        reason=REASON_LABELS[Reason(reason)] if reason else "",
        is_waiting=state is CommentState.WAITING,
        is_shown=shown,
        answer_label=LABELS[answer_state] if answer_state else None,
        answer_waits=shown and answer_state is CommentState.WAITING,
        may_be_answered=shown and answer_state in (None, CommentState.DECLINED),
    )
