"""What the forum was asked to approve, where it is to be read, and what it answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.challenges.rules.approvals import ASKS, KIND_LABELS, LABELS, PutKind, PutState
from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound

PAGE = 25

_WHERE: dict[PutKind, str] = {
    PutKind.BOOK_TEMPLATE: "/book-templates/{}",
    PutKind.LIBRARY_ITEM: "/library/{}",
    PutKind.CHARTER: "/forum/charter/versions/{}",
}


@dataclass(frozen=True)
class PutSeen:
    """One thing that was put to the forum."""

    id: UUID
    kind: PutKind
    subject: UUID
    title: str
    item: UUID
    meeting: UUID | None
    meeting_title: str
    meeting_at: datetime | None
    state: PutState
    decision: str
    words: str
    put_at: datetime
    put_by: str
    decided_at: datetime | None
    slug: str
    change: str
    """What is different in it, in the words of whoever wrote it; "" where nobody says so."""
    version: int

    @property
    def kind_label(self) -> str:
        """What it is, in words."""
        return KIND_LABELS[self.kind]

    @property
    def asks(self) -> str:
        """What the forum is asked."""
        return ASKS[self.kind]

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands, in words and a colour."""
        return LABELS[self.state]

    @property
    def is_waiting(self) -> bool:
        """Whether the forum has it before it."""
        return self.state is PutState.PUT

    @property
    def address(self) -> str:
        """Where it is read."""
        return _WHERE[self.kind].format(self.slug or self.subject)

    @property
    def is_kept_by_managers(self) -> bool:
        """Whether its page is open to those alone who keep the settings."""
        return self.kind is PutKind.BOOK_TEMPLATE


_PUT = """
    SELECT p.id, p.kind, p.subject, p.title, p.item, i.meeting, coalesce(m.title, '') AS meeting_title,
           m.starts_at AS meeting_at, p.state, coalesce(d.words, '') AS decision, p.words, p.put_at,
           coalesce(s.name, '') AS put_by, p.decided_at, p.version,
           coalesce(l.slug, '') AS slug, coalesce(b.change, c.change, '') AS change
      FROM put_to_forum p JOIN agenda_item i ON i.id = p.item LEFT JOIN forum_meeting m ON m.id = i.meeting
      LEFT JOIN forum_decision d ON d.id = p.decision LEFT JOIN staff_user s ON s.id = p.put_by
      LEFT JOIN library_item l ON l.id = p.subject LEFT JOIN book_template b ON b.id = p.subject
      LEFT JOIN charter c ON c.id = p.subject
"""


async def waiting_for_forum() -> list[PutSeen]:
    """What is before the forum, the longest wait first; at most 200."""
    return [_seen(one) for one in await rows(f"{_PUT} WHERE p.state = 'put' ORDER BY p.put_at, p.id LIMIT 200")]


async def answered(page: int = 1) -> tuple[list[PutSeen], int]:
    """A page of what is not before it any more, the last first, and how many there are."""
    number = await value("SELECT count(*) FROM put_to_forum WHERE state <> 'put'")
    found = await rows(
        f"{_PUT} WHERE p.state <> 'put' ORDER BY p.decided_at DESC, p.id LIMIT $1 OFFSET $2", PAGE, (page - 1) * PAGE
    )
    return [_seen(one) for one in found], int(number)


async def put(put_id: UUID) -> PutSeen:
    """One thing that was put. NotFound when there is none such."""
    found = await row(f"{_PUT} WHERE p.id = $1", put_id)
    if found is None:
        raise NotFound
    return _seen(found)


def _seen(found: dict[str, Any]) -> PutSeen:
    return PutSeen(**{**found, "kind": PutKind(found["kind"]), "state": PutState(found["state"])})
