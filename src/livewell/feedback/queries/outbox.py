"""The outbox as a manager sees it: what waits, what could not be sent, and what was held back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.feedback import rules
from livewell.feedback.rules import MessageKind, MessageStatus, Withheld
from livewell.kit import db, deliveries

AT_MOST = 200
"""Rows shown of each list; the count says when there are more."""


@dataclass(frozen=True)
class ToSend:
    """One message, without what it says."""

    id: UUID
    kind: MessageKind
    status: MessageStatus
    to: str
    reference: str
    attempts: int
    made_at: datetime
    due_at: datetime
    sent_at: datetime | None
    last_error: str

    @property
    def kind_label(self) -> str:
        """What it is, in words."""
        return rules.KIND_LABELS[self.kind]

    @property
    def label(self) -> tuple[str, str]:
        """Words and colour of its state."""
        return rules.LABELS[self.status]

    @property
    def why(self) -> str:
        """Why it did not go, in words."""
        if self.status is MessageStatus.WITHHELD and self.last_error:
            return rules.WITHHELD_LABELS[Withheld(self.last_error)]
        return self.last_error


@dataclass(frozen=True)
class Outbox:
    """Everything on the messages page."""

    waiting: tuple[ToSend, ...]
    given_up: tuple[ToSend, ...]
    withheld: tuple[ToSend, ...]
    waiting_count: int
    given_up_count: int
    sent_this_week: int
    unheard: tuple[deliveries.GivenUp, ...]
    """News that a listener could not take in."""


_MESSAGES = """
    SELECT m.id, m.kind, m.status, m."to", coalesce(r.reference, '') AS reference, m.attempts, m.made_at, m.due_at,
           m.sent_at, m.last_error
    FROM message m LEFT JOIN referral r ON r.id = m.referral
"""


def _message(row: dict[str, Any]) -> ToSend:
    return ToSend(**{**row, "kind": MessageKind(row["kind"]), "status": MessageStatus(row["status"])})


async def outbox(now: datetime) -> Outbox:
    """What waits, what was given up and what was held back, in three queries."""
    counted = await db.row(
        """
        SELECT count(*) FILTER (WHERE status = 'waiting') AS waiting,
               count(*) FILTER (WHERE status = 'given_up') AS given_up,
               count(*) FILTER (WHERE sent_at > $1::timestamptz - interval '7 days') AS sent
        FROM message
        """,
        now,
    )
    found = [
        _message(row)
        for row in await db.rows(
            f"""
            {_MESSAGES} WHERE m.id IN (
                SELECT id FROM (
                    SELECT id, row_number() OVER (PARTITION BY status ORDER BY made_at DESC) AS place FROM message
                    WHERE status <> 'sent'
                ) AS placed WHERE place <= {AT_MOST}
            ) ORDER BY m.made_at DESC, m.id
            """  # noqa: S608  Constants only.
        )
    ]
    assert counted is not None

    def those(status: MessageStatus) -> tuple[ToSend, ...]:
        return tuple(one for one in found if one.status is status)

    return Outbox(
        waiting=those(MessageStatus.WAITING),
        given_up=those(MessageStatus.GIVEN_UP),
        withheld=those(MessageStatus.WITHHELD),
        waiting_count=counted["waiting"],
        given_up_count=counted["given_up"],
        sent_this_week=counted["sent"],
        unheard=tuple(await deliveries.given_up()),
    )
