"""What the forum shall speak about: put forward, taken off, and put onto an agenda in an order."""

from uuid import UUID, uuid4, uuid5

from livewell.forum.rules.agenda import ItemKind, ItemState
from livewell.forum.tables import AgendaItem
from livewell.gaps import actions as gaps
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import transaction, value
from livewell.kit.errors import RuleBroken

_PUT = "forum.item_put_forward"


async def put_on_agenda(
    *,
    kind: str,
    title: str,
    words: str = "",
    gap: UUID | None = None,
    about: UUID | None = None,
    proposed_name: str = "",
    member: UUID | None = None,
    submission: UUID,
    by: Actor,
) -> UUID:
    """
    Something for the forum to speak about waits for a meeting; gives the item's id.

    `kind` is a value of `ItemKind`; `about` is a record of the room that asks. A gap is taken up with it. What waits or
    stands on an agenda already, about the same gap or record, is that item. The same form sent twice is one. Raises
    `RuleBroken` for who is no member, ValueError for an unknown kind or no title.
    """
    kind = ItemKind(kind).value
    if not title.strip():
        raise ValueError("An item has a title.")
    key = uuid5(submission, _PUT)
    async with transaction():
        before = await once.already_done(key, _PUT)
        if before is not None:
            return UUID(before)
        if member is not None and not await value(
            "SELECT true FROM forum_member WHERE id = $1 AND state = 'member' FOR SHARE", member
        ):
            raise RuleBroken("Only members put something forward here.")
        made = await _waits_already(kind, gap=gap, about=about)
        if made is None:
            made = uuid4()
            if gap is not None:
                await gaps.take_up(gap, by=by)
            await AgendaItem(
                id=made,
                kind=kind,
                title=" ".join(title.split())[:160],
                words=words,
                gap=gap,
                about=about,
                proposed_by=member,
                proposed_name=proposed_name,
                state=ItemState.WAITING.value,
                proposed_at=clock.now(),
            ).save()
            await news.tell(_PUT, subject=made, by=by, kind=kind, gap=gap, about=about)
        await once.remember(key, _PUT, str(made))
    return made


async def _waits_already(kind: str, *, gap: UUID | None, about: UUID | None) -> UUID | None:
    if gap is None and about is None:
        return None
    await value("SELECT pg_advisory_xact_lock(hashtext('forum item ' || $1))", str(about or gap))
    found = await value(
        """
        SELECT id FROM agenda_item
        WHERE kind = $1 AND state IN ('waiting', 'on') AND gap IS NOT DISTINCT FROM $2 AND about IS NOT DISTINCT FROM $3
        LIMIT 1
        """,
        kind,
        gap,
        about,
    )
    return None if found is None else UUID(str(found))
