"""
News: one sentence about who did what, written once and never changed.

It is the audit trail and the outbox in one. An action tells its news inside its own transaction, so there is no change
without news and no news without a change. Rooms above listen: every listener of a piece of news gets a `Delivery`,
which `livewell.kit.deliveries` carries to it.
"""

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID as Id
from uuid import uuid4

from piccolo.columns import JSONB, UUID, BigInt, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from livewell.kit import clock
from livewell.kit.actor import Actor
from livewell.kit.db import DB, execute, in_transaction

CHANNEL = "livewell_news"
"""The NOTIFY channel that wakes the worker when the news is committed."""


class Event(Table, db=DB):
    """Something that happened. A trigger refuses every change, and every deletion."""

    id = UUID(primary_key=True)
    happened_at = Timestamptz(index=True)
    told_in = BigInt(
        default=0, help_text="The order of telling, for two events of the same instant; a sequence fills it."
    )
    what = Varchar(length=60, index=True)
    subject = UUID(index=True, help_text="The record it happened to.")
    journey = UUID(null=True, default=None, index=True)
    person = UUID(null=True, default=None, index=True)
    by_id = UUID(null=True, default=None, index=True, help_text="The staff account, or nobody.")
    by_kind = Varchar(length=10, help_text="staff, public or system.")
    details = JSONB(default="{}", help_text="Ids, codes, numbers and days; never a free text.")

    event_says_what = Check(what != "")


class Delivery(Table, db=DB):
    """One listener's copy of an event, until it has been heard."""

    id = UUID(primary_key=True)
    event = ForeignKey(Event, null=False, on_delete=OnDelete.restrict)
    listener = Varchar(length=80)
    attempts = Integer(default=0)
    due_at = Timestamptz(index=True)
    leased_until = Timestamptz(null=True, default=None)
    heard_at = Timestamptz(null=True, default=None)
    given_up_at = Timestamptz(null=True, default=None, index=True)
    last_error = Text(null=True, default=None)

    one_delivery_for_each_listener = Unique([event, listener])


@dataclass(frozen=True)
class Heard:
    """What a listener is told. `details` holds the codes that `tell` was given, as JSON gives them back."""

    event: Id
    what: str
    subject: Id
    journey: Id | None
    person: Id | None
    by_id: Id | None
    happened_at: datetime
    details: Mapping[str, Any] = field(default_factory=dict)


Listener = Callable[[Heard], Awaitable[None]]

LISTENERS: dict[str, dict[str, Listener]] = {}
"""What happened -> {name of the listener: what it does}. Filled by `livewell.listeners`, which web and worker load."""

Code = str | int | bool | float | Id | date | datetime | None | Sequence[str]
"""What may stand in an event's details. Text must look like a code: no spaces, so no sentence can slip in."""

_WHAT = re.compile(r"[a-z_]+\.[a-z_]+")
_CODE = re.compile(r"[A-Za-z0-9_.:+/-]{0,80}")


async def tell(
    what: str, *, subject: Id, by: Actor, journey: Id | None = None, person: Id | None = None, **codes: Code
) -> Id:
    """
    Write what happened, such as "referral.accepted", and a delivery for each listener; gives the event's id.

    One statement, inside the caller's transaction. Raises `ValueError` for a detail that is not a code, and
    `RuntimeError` outside a transaction, where news could outlive the change it speaks of.
    """
    if not in_transaction():
        raise RuntimeError(f"Tell {what} inside the transaction of the change it speaks of.")
    if not _WHAT.fullmatch(what):
        raise ValueError(f"News is called room.verb, not {what!r}.")
    event = uuid4()
    happened_at = clock.now()
    listeners = list(LISTENERS.get(what, {}))
    await execute(
        """
        WITH told AS (
            INSERT INTO event (id, happened_at, what, subject, journey, person, by_id, by_kind, details)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb)
            RETURNING id
        ), given AS (
            INSERT INTO delivery (id, event, listener, due_at)
            SELECT gen_random_uuid(), told.id, listener, $2 FROM told, unnest($10::text[]) AS listener
            RETURNING id
        )
        SELECT pg_notify($11, '') FROM given LIMIT 1
        """,
        event,
        happened_at,
        what,
        subject,
        journey,
        person,
        by.id if by.kind == "staff" else None,
        by.kind,
        json.dumps({name: _as_code(name, code) for name, code in codes.items()}),
        listeners,
        CHANNEL,
    )
    return event


def _as_code(name: str, code: Code) -> object:
    """A detail as JSON holds it."""
    if code is None or isinstance(code, bool | int | float):
        return code
    if isinstance(code, Id | date | datetime):
        return str(code) if isinstance(code, Id) else code.isoformat()
    if isinstance(code, str):
        if not _CODE.fullmatch(code):
            raise ValueError(f"{name} is not a code: an event holds no free text.")
        return str(code)
    return [_as_code(name, one) for one in code]
