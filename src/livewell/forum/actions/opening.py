"""What was not done in time opens the next agenda by itself."""

from typing import Any
from uuid import uuid4

from livewell.forum.rules.agenda import LONGEST_TITLE, ItemKind, ItemState
from livewell.forum.tables import AgendaItem
from livewell.kit import clock
from livewell.kit.db import execute, rows, transaction, value

# Those of a sub-group go to its next meeting, or to the forum's when it has none.
_NEXT = """
    SELECT id FROM forum_meeting WHERE state IN ('planned', 'invited') AND starts_at > $1
      AND (forum_group IS NULL OR forum_group = $2)
    ORDER BY forum_group IS NOT DISTINCT FROM $2 DESC, starts_at LIMIT 1
"""


async def open_with_overdue() -> int:
    """
    Put every overdue action before everything else on the next agenda; gives how many were put there just now.

    Without a meeting to come they wait, and open the one that is planned next. As often as one likes.
    """
    put = 0
    async with transaction():
        await value("SELECT pg_advisory_xact_lock(hashtext('forum overdue'))")
        for found in await _late():
            meeting = await value(_NEXT, clock.now(), found["forum_group"])
            if meeting is None and found["item"] is not None:
                continue
            item = found["item"] or uuid4()
            if found["item"] is None:
                await AgendaItem(
                    id=item,
                    kind=ItemKind.ACTION.value,
                    title=" ".join(found["words"].split())[:LONGEST_TITLE],
                    action=found["id"],
                    state=ItemState.WAITING.value,
                    proposed_at=clock.now(),
                ).save()
            if meeting is not None:
                # Behind the overdue ones that stand there already, before everything else.
                place = await value(
                    "SELECT count(*) FROM agenda_item WHERE meeting = $1 AND state = 'on' AND kind = 'action'", meeting
                )
                await execute(
                    "UPDATE agenda_item SET position = position + 1 WHERE meeting = $1 AND state = 'on' AND position >= $2",
                    meeting,
                    place,
                )
                await execute(
                    "UPDATE agenda_item SET state = 'on', meeting = $2, position = $3, version = version + 1 WHERE id = $1",
                    item,
                    meeting,
                    place,
                )
                put += 1
    return put


async def _late() -> list[dict[str, Any]]:
    """Overdue actions that stand on no agenda, by day; with the item that waits about each, where there is one."""
    return await rows(
        """
        SELECT a.id, a.words, f.forum_group, i.id AS item
        FROM forum_action a JOIN forum_meeting f ON f.id = a.meeting
        LEFT JOIN agenda_item i ON i.action = a.id AND i.state = 'waiting'
        WHERE a.state = 'open' AND a.due_on < $1
          AND NOT EXISTS (SELECT 1 FROM agenda_item o WHERE o.action = a.id AND o.state = 'on')
        ORDER BY a.due_on, a.id
        """,
        clock.today(),
    )
