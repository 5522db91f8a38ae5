"""The same form sent twice is one: by a double click, a reload, or two requests at the same moment."""

from datetime import timedelta
from uuid import UUID as Id

from piccolo.columns import UUID, Text, Timestamptz, Varchar
from piccolo.table import Table

from livewell.kit import clock
from livewell.kit.db import DB, execute, in_transaction, row, value
from livewell.kit.errors import RuleBroken

KEPT = timedelta(days=30)
"""How long a form is remembered: longer than anybody leaves a tab open."""


class Submission(Table, db=DB):
    """One sending of one form, and what came of it."""

    id = UUID(primary_key=True, help_text="The hidden number of the form.")
    kind = Varchar(length=60)
    answer = Text(default="")
    sent_at = Timestamptz(index=True)


async def already_done(key: Id, kind: str) -> str | None:
    """
    What the first sending of this form answered, or None when this is the first.

    Inside the action's transaction. When the first is still at work the second waits for it: if it succeeds the second
    gets its answer, if it fails the second becomes the first. Raises `RuleBroken` when the key was another form's.
    """
    if not in_transaction():
        raise RuntimeError("Ask whether a form was sent already inside the transaction that acts on it.")
    first = await value(
        "INSERT INTO submission (id, kind, answer, sent_at) VALUES ($1, $2, '', $3) ON CONFLICT DO NOTHING RETURNING id",
        key,
        kind,
        clock.now(),
    )
    if first is not None:
        return None
    before = await row("SELECT kind, answer FROM submission WHERE id = $1", key)
    if before is None or before["kind"] != kind:
        raise RuleBroken("This form was sent already. Open the page again to send another.")
    return str(before["answer"])


async def remember(key: Id, kind: str, answer: str) -> None:
    """Keep what this sending came to, usually an id, for the next time the same form arrives."""
    await execute("UPDATE submission SET answer = $3 WHERE id = $1 AND kind = $2", key, kind, answer)


async def forget_old() -> None:
    """Delete what nobody can send again."""
    await execute("DELETE FROM submission WHERE sent_at < $1", clock.now() - KEPT)
