"""What somebody has begun to write and not yet sent, kept on the server and never in the browser."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from piccolo.columns import JSONB, UUID, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from livewell.kit import clock
from livewell.kit.db import DB, execute, value

KEPT = timedelta(days=30)
"""How long an unfinished form waits for its writer."""


class Draft(Table, db=DB):
    """One unfinished form of one writer."""

    id = UUID(primary_key=True)
    owner = Varchar(length=80, help_text="staff:<id> or public:<hash of a random token>.")
    kind = Varchar(length=60, help_text="Which form.")
    key = Varchar(length=80, default="", help_text="Which record it is about; empty for a new one.")
    data = JSONB()
    kept_at = Timestamptz(index=True)

    one_draft_of_each_form = Unique([owner, kind, key])


async def keep(owner: str, kind: str, key: str, data: dict[str, Any]) -> None:
    """Keep a draft, in place of the one before; `data` must be JSON."""
    await execute(
        """
        INSERT INTO draft (id, owner, kind, key, data, kept_at) VALUES ($1, $2, $3, $4, $5::jsonb, $6)
        ON CONFLICT (owner, kind, key) DO UPDATE SET data = excluded.data, kept_at = excluded.kept_at
        """,
        uuid4(),
        owner,
        kind,
        key,
        json.dumps(data),
        clock.now(),
    )


async def kept(owner: str, kind: str, key: str) -> dict[str, Any] | None:
    """The draft of this writer, or None."""
    found = await value("SELECT data FROM draft WHERE owner = $1 AND kind = $2 AND key = $3", owner, kind, key)
    if found is None:
        return None
    draft: dict[str, Any] = json.loads(found)
    return draft


async def drop(owner: str, kind: str, key: str) -> None:
    """Forget a draft, usually because it was sent."""
    await execute("DELETE FROM draft WHERE owner = $1 AND kind = $2 AND key = $3", owner, kind, key)


async def drop_everybodys(kind: str, key: str) -> None:
    """Forget every writer's draft of one form about one record, because one of them sent it."""
    await execute("DELETE FROM draft WHERE kind = $1 AND key = $2", kind, key)


async def drop_others(owner: str, kind: str, key: str) -> None:
    """Forget what everybody but this writer has begun to write there: they may not see it any more."""
    await execute("DELETE FROM draft WHERE owner <> $1 AND kind = $2 AND key = $3", owner, kind, key)


async def drop_all(kind: str, keys: Sequence[str]) -> None:
    """Forget what anybody has begun to write there: it is deleted."""
    await execute("DELETE FROM draft WHERE kind = $1 AND key = ANY($2)", kind, list(keys))


async def forget_old() -> None:
    """Delete the drafts whose writers did not come back."""
    await execute("DELETE FROM draft WHERE kept_at < $1", clock.now() - KEPT)
