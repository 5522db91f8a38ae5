"""Signs that a group needs somebody: raised once a day, settled with words, and not raised twice for the same cause."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from livewell.gatherings import queries as gatherings
from livewell.gatherings.rules.signs import new_faces
from livewell.groups.queries.parts import leads_of
from livewell.groups.rules.lasting import Leads
from livewell.groups.rules.watching import Alert, Came, Watched, watch
from livewell.kit import clock, news
from livewell.kit.actor import SYSTEM, Actor
from livewell.kit.dates import london_day
from livewell.kit.db import row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken


async def watch_all() -> int:
    """Look at every group that runs and raise what there is to say; gives how many signs were new."""
    running = await rows(
        """
        SELECT g.id, coalesce(a.merged_into, a.id) AS asset, g.review_on, (
            SELECT max(m.moved_on) FROM group_move m
            WHERE m.community_group = g.id AND m.to_stage IN ('supported', 'independent')
              AND m.from_stage NOT IN ('supported', 'independent')
        ) AS runs_since
        FROM community_group g LEFT JOIN asset a ON a.id = g.asset
        WHERE g.stage IN ('supported', 'independent') ORDER BY g.id
        """
    )
    return sum([await _look_at(one) for one in running])


async def _look_at(group: dict[str, Any]) -> int:
    today = clock.today()
    settled = await rows(
        "SELECT kind, max(settled_at) AS at FROM group_alert WHERE community_group = $1 AND settled_at IS NOT NULL"
        " GROUP BY kind",
        group["id"],
    )
    known = Watched(
        meetings=await _meetings(group["asset"]),
        leads=await _leads(group["id"]),
        runs_since=group["runs_since"] or today,
        review_on=group["review_on"],
        settled={Alert(one["kind"]): london_day(one["at"]) for one in settled},
    )
    return sum([await _raise(group["id"], one.kind, one.says) for one in watch(known, today=today)])


async def _meetings(asset: UUID | None) -> Sequence[Came]:
    if asset is None:
        return ()
    met = [one.meeting for one in await gatherings.gatherings(asset)]
    return [Came(one.on, one.came, new) for one, new in zip(met, new_faces(met), strict=True)]


async def _leads(group_id: UUID) -> list[Leads]:
    """Whoever leads or led it. A volunteer who has left or takes a break leads nothing, whatever the list says."""
    gone = {
        one["id"]: one["day"]
        for one in await rows(
            """
            SELECT l.id, greatest(l.since_on, coalesce(v.left_on, (
                SELECT max(m.moved_at) FROM volunteer_move m WHERE m.volunteer = v.id
            ) AT TIME ZONE 'Europe/London', l.since_on)::date) AS day
            FROM group_lead l JOIN volunteer v ON v.id = l.volunteer
            WHERE l.community_group = $1 AND l.until_on IS NULL AND v.stage IN ('paused', 'left', 'declined')
            """,
            group_id,
        )
    }
    return [Leads(one.since_on, gone.get(one.id, one.until_on)) for one in await leads_of(group_id)]


async def _raise(group_id: UUID, kind: Alert, says: str) -> int:
    async with transaction():
        made = await value(
            """
            INSERT INTO group_alert (id, community_group, kind, says, raised_at, words, version)
            VALUES (gen_random_uuid(), $1, $2, $3, $4, '', 1) ON CONFLICT DO NOTHING RETURNING id
            """,
            group_id,
            kind.value,
            says,
            clock.now(),
        )
        if made is None:
            return 0
        await news.tell("group.alerted", subject=group_id, by=SYSTEM, kind=kind.value)
    return 1


async def settle_alert(alert_id: UUID, *, words: str, by: Actor) -> None:
    """Say what was done about a sign. Raises `NotFound`, and `RuleBroken` without words or when it was settled already."""
    if not words.strip():
        raise RuleBroken("Say what was done about it, or why nothing is needed.")
    async with transaction():
        found = await row(
            "SELECT community_group, kind, settled_at FROM group_alert WHERE id = $1 FOR UPDATE", alert_id
        )
        if found is None:
            raise NotFound
        if found["settled_at"] is not None:
            raise RuleBroken("Somebody has settled this already.")
        await settle_kind(found["community_group"], Alert(found["kind"]), words=words, by=by)


async def settle_kind(group_id: UUID, kind: Alert, *, words: str, by: Actor) -> None:
    """Settle the open sign of a kind, when there is one. Inside the caller's transaction."""
    settled = await value(
        """
        UPDATE group_alert SET settled_at = $3, settled_by = $4, words = $5, version = version + 1
        WHERE community_group = $1 AND kind = $2 AND settled_at IS NULL RETURNING id
        """,
        group_id,
        kind.value,
        clock.now(),
        by.staff_id,
        words.strip(),
    )
    if settled is not None:
        await news.tell("group.alert_settled", subject=group_id, by=by, kind=kind.value)
