"""Keys to one door: links in a message that open one thing, for a while, without an account or a password."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID as Id
from uuid import uuid4

from piccolo.columns import UUID, Boolean, Bytea, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.kit import clock
from livewell.kit.db import DB, execute, row, value
from livewell.kit.errors import RuleBroken

KEPT = timedelta(days=365)
"""How long a key that opens nothing any more is remembered: long enough to say who was sent what."""

_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes as unpadded base 64 for addresses
_PURPOSE = re.compile(r"[a-z_]{1,60}")
_NO_LONGER = "This link has been used or has ended. Ask for a new one."


class DoorKey(Table, db=DB):
    """What one link opens, and for whom. Only the SHA-256 of its token is kept."""

    id = UUID(primary_key=True)
    token_hash = Bytea(unique=True)
    purpose = Varchar(length=60, help_text="Which door: a code of the room that made it.")
    subject = UUID(index=True, help_text="The record behind the door.")
    holder = Varchar(length=254, help_text="The e-mail address it was sent to.")
    made_at = Timestamptz()
    ends_at = Timestamptz(index=True)
    used_at = Timestamptz(null=True, default=None, help_text="When it was last used.")
    single_use = Boolean(default=False)
    ended_at = Timestamptz(null=True, default=None, help_text="When somebody took it back.")

    door_key_has_a_purpose = Check(purpose != "")
    door_key_has_a_holder = Check(holder != "")


@dataclass(frozen=True)
class Opened:
    """What a key opens, and who was sent it."""

    subject: Id
    holder: str
    key_id: Id


async def make_key(purpose: str, subject: Id, *, holder: str, lasts: timedelta, single_use: bool = False) -> str:
    """
    A new key to `subject`, as the token for its link: 43 letters, digits, - and _, of 256 random bits.

    This is the only time that the token exists outside the message: it goes into no log and no news. Call it inside
    the transaction of the action that sends the message. Raises `ValueError` for a purpose that is no code, for
    nobody, and for a time that is over already.
    """
    if not _PURPOSE.fullmatch(purpose):
        raise ValueError(f"A purpose is a code in small letters, not {purpose!r}.")
    if not holder.strip() or lasts <= timedelta(0):
        raise ValueError("A key is sent to somebody, and lasts a while.")
    token = secrets.token_urlsafe(_BYTES)
    now = clock.now()
    await execute(
        """
        INSERT INTO door_key (id, token_hash, purpose, subject, holder, made_at, ends_at, single_use)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        uuid4(),
        _hash(token),
        purpose,
        subject,
        holder.strip(),
        now,
        now + lasts,
        single_use,
    )
    return token


async def open_key(token: str, purpose: str) -> Opened | None:
    """
    What the key opens; None for one that never was, is of another door, has ended or is used up, all alike.

    It leaves no trace, so that a mail scanner following the link spends nothing: a form behind the door spends it.
    """
    if not _TOKEN.fullmatch(token):
        return None
    found = await row(
        """
        SELECT id, subject, holder FROM door_key
        WHERE token_hash = $1 AND purpose = $2 AND ended_at IS NULL AND ends_at > $3
          AND NOT (single_use AND used_at IS NOT NULL)
        """,
        _hash(token),
        purpose,
        clock.now(),
    )
    return Opened(found["subject"], found["holder"], found["id"]) if found else None


async def use_key(key_id: Id) -> None:
    """
    Note that the key was used. A key for one use is used up: of two at the same moment one goes on.

    Inside the transaction of what it was used for, so that a failure spends nothing. Raises `RuleBroken` for a key
    that is used up, has run out or was taken back in the meantime.
    """
    used = await value(
        """
        UPDATE door_key SET used_at = $2
        WHERE id = $1 AND ended_at IS NULL AND ends_at > $2 AND NOT (single_use AND used_at IS NOT NULL)
        RETURNING id
        """,
        key_id,
        clock.now(),
    )
    if used is None:
        raise RuleBroken(_NO_LONGER)


async def end_keys(purpose: str, subject: Id, holder: str | None = None) -> None:
    """Take back every key to this door of this subject, or only those sent to `holder`."""
    await execute(
        """
        UPDATE door_key SET ended_at = $4
        WHERE purpose = $1 AND subject = $2 AND ended_at IS NULL AND ($3::text IS NULL OR lower(holder) = lower($3))
        """,
        purpose,
        subject,
        holder.strip() if holder is not None else None,
        clock.now(),
    )


async def forget_old() -> None:
    """Delete the keys that have opened nothing for a year."""
    await execute("DELETE FROM door_key WHERE least(ends_at, ended_at) < $1", clock.now() - KEPT)


def _hash(token: str) -> bytes:
    """What is kept of a token. It has 256 bits of chance, so one fast hash is enough."""
    return hashlib.sha256(token.encode()).digest()
