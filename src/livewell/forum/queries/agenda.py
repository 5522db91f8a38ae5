"""Items of the forum's agenda, what was decided about them, and where what they are about is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.forum.rules import called
from livewell.forum.rules.agenda import (
    DECISION_LABELS,
    ITEM_KIND_LABELS,
    ITEM_LABELS,
    TAG_LABELS,
    THREE_QUESTIONS,
    DecisionKind,
    ItemKind,
    ItemState,
    Tag,
)
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound


@dataclass(frozen=True)
class ItemSeen:
    """One item, with what was said about it."""

    id: UUID
    meeting: UUID | None
    meeting_title: str
    meeting_at: datetime | None
    position: int
    kind: ItemKind
    title: str
    words: str
    gap: UUID | None
    action: UUID | None
    about: UUID | None
    who_can_help: str
    what_exists: str
    where_expertise: str
    proposed_by: UUID | None
    proposer: str
    minutes: int | None
    state: ItemState
    said: str
    proposed_at: datetime
    version: int

    @property
    def kind_label(self) -> tuple[str, str]:
        """What it is, in words and the colour of its tag."""
        return ITEM_KIND_LABELS[self.kind]

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands, in words and the colour of its tag."""
        return ITEM_LABELS[self.state]

    @property
    def is_waiting(self) -> bool:
        """Whether it may be put on an agenda."""
        return self.state is ItemState.WAITING

    @property
    def is_on(self) -> bool:
        """Whether it stands on an agenda and was not spoken about yet."""
        return self.state is ItemState.ON

    @property
    def may_be_carried(self) -> bool:
        """Whether it stands at its meeting, and may wait for another."""
        return self.state in {ItemState.ON, ItemState.DISCUSSED}

    @property
    def is_gap(self) -> bool:
        """Whether the three questions are asked about it."""
        return self.kind is ItemKind.GAP

    @property
    def is_fund(self) -> bool:
        """Whether somebody asks the small fund for money."""
        return self.kind is ItemKind.FUND

    @property
    def answers(self) -> list[tuple[str, str]]:
        """The three questions that were answered, with their answers."""
        return [(question, text) for name, question in THREE_QUESTIONS if (text := getattr(self, name))]


@dataclass(frozen=True)
class DecisionSeen:
    """One decision of the forum."""

    id: UUID
    meeting: UUID
    item: UUID | None
    kind: DecisionKind
    words: str
    tags: tuple[Tag, ...]
    shown: bool
    decided_at: datetime
    version: int

    @property
    def kind_label(self) -> str:
        """What it is about, in words."""
        return DECISION_LABELS[self.kind]

    @property
    def tag_labels(self) -> list[tuple[str, str]]:
        """Its tags, in words and colours."""
        return [TAG_LABELS[tag] for tag in self.tags]

    @property
    def begins_group(self) -> bool:
        """Whether a new group comes of it."""
        return self.kind is DecisionKind.GROUP


_ITEM = """
    SELECT i.id, i.meeting, coalesce(f.title, '') AS meeting_title, f.starts_at AS meeting_at, i.position, i.kind,
           i.title, i.words, i.gap, i.action, i.about, i.who_can_help, i.what_exists, i.where_expertise, i.proposed_by,
           CASE WHEN m.id IS NULL THEN i.proposed_name ELSE m.name END AS proposer, i.minutes, i.state, i.said,
           i.proposed_at, i.version
    FROM agenda_item i LEFT JOIN forum_meeting f ON f.id = i.meeting LEFT JOIN forum_member m ON m.id = i.proposed_by
"""
_DECISION = "SELECT id, meeting, item, kind, words, tags, shown, decided_at, version FROM forum_decision"


def _item(found: dict[str, Any]) -> ItemSeen:
    proposer = called(found["proposer"]) if found["proposed_by"] else found["proposer"]
    return ItemSeen(
        **{**found, "kind": ItemKind(found["kind"]), "state": ItemState(found["state"]), "proposer": proposer}
    )


def _decision(found: dict[str, Any]) -> DecisionSeen:
    return DecisionSeen(
        **{**found, "kind": DecisionKind(found["kind"]), "tags": tuple(Tag(one) for one in found["tags"])}
    )


async def item(item_id: UUID) -> ItemSeen:
    """One item. `NotFound` when there is none."""
    found = await row(f"{_ITEM} WHERE i.id = $1", item_id)
    if found is None:
        raise NotFound
    return _item(found)


async def items_about(*, about: UUID | None = None, gap: UUID | None = None) -> list[ItemSeen]:
    """Every item about one thing of another room, or one gap; the last first."""
    found = await rows(
        f"{_ITEM} WHERE ($1::uuid IS NOT NULL AND i.about = $1) OR ($2::uuid IS NOT NULL AND i.gap = $2)"
        " ORDER BY i.proposed_at DESC, i.id",
        about,
        gap,
    )
    return [_item(one) for one in found]


async def waiting_items() -> list[ItemSeen]:
    """What waits for a meeting: first what was not done, then the rest as it came."""
    found = await rows(f"{_ITEM} WHERE i.state = 'waiting' ORDER BY i.kind <> 'action', i.proposed_at, i.id LIMIT 200")
    return [_item(one) for one in found]


async def agenda_of(meeting_id: UUID) -> list[ItemSeen]:
    """The items of one meeting, in their order; what was carried over or let go at it stays in its minutes."""
    found = await rows(f"{_ITEM} WHERE i.meeting = $1 ORDER BY i.position, i.proposed_at, i.id", meeting_id)
    return [_item(one) for one in found]


async def proposed_by(member_id: UUID) -> list[ItemSeen]:
    """What one member put forward, the last first; at most 20."""
    found = await rows(f"{_ITEM} WHERE i.proposed_by = $1 ORDER BY i.proposed_at DESC, i.id LIMIT 20", member_id)
    return [_item(one) for one in found]


async def decisions_on(items: Iterable[UUID]) -> list[DecisionSeen]:
    """What was decided about these items, at whichever meeting, in the order it was decided."""
    found = await rows(
        f"""
        {_DECISION} WHERE item IN (
            SELECT id FROM agenda_item WHERE id = ANY($1::uuid[]) OR goes_on = ANY($1::uuid[])
        ) ORDER BY decided_at, id
        """,  # noqa: S608  Written above.
        list(items),
    )
    return [_decision(one) for one in found]


async def decisions_of(meeting_id: UUID) -> list[DecisionSeen]:
    """What one meeting decided."""
    found = await rows(f"{_DECISION} WHERE meeting = $1 ORDER BY decided_at, id", meeting_id)
    return [_decision(one) for one in found]


async def decision(decision_id: UUID) -> DecisionSeen:
    """One decision. `NotFound` when there is none."""
    found = await row(f"{_DECISION} WHERE id = $1", decision_id)
    if found is None:
        raise NotFound
    return _decision(found)


@dataclass(frozen=True)
class GapState:
    """Something missing, as the forum needs to know it."""

    id: UUID
    title: str
    is_settled: bool
    why: str


async def gap_state(gap_id: UUID) -> GapState:
    """The gap an item is about. `NotFound` when there is none."""
    found = await row("SELECT id, title, state = 'settled' AS is_settled, why FROM gap WHERE id = $1", gap_id)
    if found is None:
        raise NotFound
    return GapState(**found)
