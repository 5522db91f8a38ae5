"""Who opened which record, when: written before the page leaves, never changed, and open to the person it is about."""

from collections.abc import Sequence
from uuid import UUID as Id
from uuid import uuid4

from piccolo.columns import UUID, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.kit import clock
from livewell.kit.actor import Actor
from livewell.kit.db import DB, execute


class Opening(Table, db=DB):
    """One look at one record. A trigger refuses every change, and every deletion."""

    id = UUID(primary_key=True)
    opened_at = Timestamptz(index=True)
    who = UUID(null=True, default=None, index=True, help_text="The staff account; nobody for a public page.")
    kind = Varchar(length=30, help_text="What was opened: person, journey, referral …")
    record = UUID(index=True)
    person = UUID(null=True, default=None, index=True, help_text="Whom the record is about, when it is about somebody.")
    page = Varchar(length=80, default="", help_text="The name of the route.")
    reason = Varchar(length=80, default="", help_text="A code, where a reason was asked for.")

    opening_says_what = Check(kind != "")


async def opened(
    *, kind: str, record: Id, by: Actor, whose: str | None = None, page: str = "", reason: str = ""
) -> None:
    """
    Write that somebody opened a record.

    `whose` is SQL that turns the record's id ($1) into the id of its person, such as
    `SELECT person FROM journey WHERE id = $1`; it is one of ours, never from outside.
    """
    person = f"({whose})" if whose else "NULL::uuid"
    await execute(
        f"""
        INSERT INTO opening (id, opened_at, who, kind, record, person, page, reason)
        VALUES ($2, $3, $4, $5, $1, {person}, $6, $7)
        """,  # noqa: S608  `whose` is written in app.py.
        record,
        uuid4(),
        clock.now(),
        by.id if by.kind == "staff" else None,
        kind,
        page[:80],
        reason,
    )


async def opened_together(*, kind: str, records: Sequence[Id], whose: str, by: Actor, page: str = "") -> None:
    """
    Write that somebody opened many records in one page or document, with one statement.

    `whose` is SQL that gives `record` and `person` for the ids in $1, such as
    `SELECT id AS record, person FROM journey WHERE id = ANY($1)`; it is one of ours, never from outside.
    """
    await execute(
        f"""
        INSERT INTO opening (id, opened_at, who, kind, record, person, page, reason)
        SELECT gen_random_uuid(), $2, $3, $4, record, person, $5, '' FROM ({whose}) AS opened
        """,  # noqa: S608  `whose` is written by the room that asks.
        list(records),
        clock.now(),
        by.id if by.kind == "staff" else None,
        kind,
        page[:80],
    )
