"""Things of other parts of Live Well: put to the forum, decided there, and carried back to where they belong."""

from uuid import UUID, uuid4

from livewell.challenges.rules.approvals import ASKS, PutKind, PutState, check_decision, check_move
from livewell.challenges.tables import PutToForum
from livewell.forum import actions as forum
from livewell.forum.forms.meetings import Said
from livewell.forum.queries import decisions_on, item
from livewell.greenbook import actions as greenbook
from livewell.kit import clock, news
from livewell.kit.actor import SYSTEM, Actor
from livewell.kit.dates import in_london, say_day
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Heard
from livewell.library import actions as library
from livewell.staff.rules import Member

LONGEST_TITLE = 160


async def put_to_forum(*, kind: PutKind, subject: UUID, title: str, by: Actor) -> UUID:
    """
    Put something to the forum: it waits for the next agenda as an approval; gives the id of what was put.

    Whoever asks again while it is before the forum gets the same one: a thing is asked for once at a time.
    """
    async with transaction():
        # Two who ask at the same moment are one after the other: the second finds what the first put.
        await row("SELECT pg_advisory_xact_lock(hashtextextended('put_to_forum:' || $1::text, 0))", str(subject))
        before = await value("SELECT id FROM put_to_forum WHERE subject = $1 AND state = 'put'", subject)
        if before is not None:
            return UUID(str(before))
        waits = await forum.put_on_agenda(
            kind="approval", title=title, words=ASKS[kind], about=subject, submission=uuid4(), by=by
        )
        put = PutToForum(
            id=uuid4(),
            kind=kind.value,
            subject=subject,
            title=title,
            item=waits,
            put_at=clock.now(),
            put_by=by.staff_id,
        )
        await put.save()
        await news.tell("forum.asked_to_approve", subject=subject, by=by, kind=kind, put=put.id)
    return UUID(str(put.id))


async def approve(put_id: UUID, *, decision: UUID, words: str = "", version: int | None, by: Member) -> None:
    """The forum approved it, by this decision of a meeting that was held. NotFound, RuleBroken as the rules say."""
    await _decide(put_id, PutState.APPROVED, decision=decision, words=words, version=version, by=by)


async def want_changes(put_id: UUID, *, decision: UUID, words: str, version: int | None, by: Member) -> None:
    """The forum would like something changed, by this decision, in these words. NotFound, RuleBroken as the rules say."""
    if not words.strip():
        raise RuleBroken("Say what the forum would like changed.")
    await _decide(put_id, PutState.CHANGES, decision=decision, words=words, version=version, by=by)


async def note_put(heard: Heard) -> None:
    """A version of the Green Book, or something of the library, was put to the forum: it waits for the next agenda."""
    kind = PutKind.BOOK_TEMPLATE if heard.what.startswith("greenbook.") else PutKind.LIBRARY_ITEM
    named = await value(_NAMES[kind], heard.subject)
    if named is not None:
        by = Actor(id=heard.by_id, name="", kind="staff") if heard.by_id else SYSTEM
        await put_to_forum(kind=kind, subject=heard.subject, title=str(named)[:LONGEST_TITLE], by=by)


async def note_taken_back(heard: Heard) -> None:
    """Whoever put it took it back before the forum spoke of it: nothing is asked any more."""
    async with transaction():
        await withdraw(heard.subject, by=SYSTEM)


async def note_dropped(heard: Heard) -> None:
    """The forum let an item go without speaking of it: what it was about can be written on, and put again."""
    async with transaction():
        found = await row(
            "SELECT kind, subject FROM put_to_forum WHERE item = $1 AND state = 'put' FOR UPDATE", heard.subject
        )
        if found is None:
            return
        await withdraw(found["subject"], by=SYSTEM)
        if found["kind"] == PutKind.CHARTER:
            await _decide_charter(found["subject"], PutState.TAKEN_BACK, None)
        elif found["kind"] == PutKind.LIBRARY_ITEM:
            await library.ask_forum_no_more(found["subject"], by=SYSTEM)
        elif await value("SELECT state = 'put' FROM book_template WHERE id = $1", found["subject"]):
            await greenbook.take_back(found["subject"], by=SYSTEM)


async def pass_on(heard: Heard) -> None:
    """
    Carry an answer of the forum to what it is about: a version of the book is approved, or can be written again; an item
    of the library says when the forum looked at it. Heard twice, it is done once.
    """
    found = await row(
        """
        SELECT p.kind, p.subject, p.state, p.words, m.title, m.starts_at FROM put_to_forum p
          JOIN forum_decision d ON d.id = p.decision JOIN forum_meeting m ON m.id = d.meeting WHERE p.id = $1
        """,
        UUID(str(heard.details["put"])),
    )
    if found is None:
        return
    by = Actor(id=heard.by_id, name="", kind="staff") if heard.by_id else SYSTEM
    approved, held_on = found["state"] == PutState.APPROVED, in_london(found["starts_at"]).date()
    if found["kind"] == PutKind.BOOK_TEMPLATE:
        if await value("SELECT state = 'put' FROM book_template WHERE id = $1", found["subject"]):
            meeting = f"{found['title']}, {say_day(held_on)}"
            await (
                greenbook.approve(found["subject"], meeting=meeting, by=by)
                if approved
                else greenbook.take_back(found["subject"], by=by)
            )
    elif found["kind"] == PutKind.LIBRARY_ITEM:
        await library.note_forum(found["subject"], looked_on=held_on, approved=approved, words=found["words"], by=by)


async def withdraw(subject: UUID, *, by: Actor) -> None:
    """Take back what was put, where the forum has it before it; inside the transaction of what it is about."""
    put = await row(
        """
        UPDATE put_to_forum p SET state = 'taken_back', decided_at = $2, version = p.version + 1
          FROM agenda_item i WHERE i.id = p.item AND p.subject = $1 AND p.state = 'put'
         RETURNING p.id, p.item, i.state IN ('waiting', 'on') AS to_come
        """,
        subject,
        clock.now(),
    )
    if put is None:
        return
    await news.tell("forum.approval_taken_back", subject=subject, by=by, put=put["id"])
    if put["to_come"]:
        await forum.drop(put["item"], by=by)


_NAMES = {
    PutKind.BOOK_TEMPLATE: "SELECT 'Green Book ' || name FROM book_template WHERE id = $1 AND state = 'put'",
    PutKind.LIBRARY_ITEM: """
        SELECT v.title FROM library_version v JOIN library_item i ON i.id = v.item AND i.published = v.number
         WHERE i.id = $1
    """,
}


async def _decide(put_id: UUID, to: PutState, *, decision: UUID, words: str, version: int | None, by: Member) -> None:
    async with transaction():
        put = await PutToForum.objects().where(PutToForum.id == put_id).lock_rows("UPDATE").first()
        if put is None:
            raise NotFound
        check_move(PutState(put.state), to)
        if put.version != version:
            raise RuleBroken("Somebody else changed this while you were reading. Open it again.")
        held = await value(
            "SELECT m.state = 'held' FROM forum_decision d JOIN forum_meeting m ON m.id = d.meeting WHERE d.id = $1",
            decision,
        )
        about_it = decision in {one.id for one in await decisions_on([put.item])}
        check_decision(held=bool(held), about_it=about_it)
        put.state, put.decision, put.words = to.value, decision, words.strip()
        put.decided_at = clock.now()
        put.version += 1
        await put.save()
        if put.kind == PutKind.CHARTER:
            await _decide_charter(put.subject, to, decision)
        await _spoken_about(put.item, words=words, by=by)
        if to is PutState.APPROVED:
            await news.tell("forum.approved", subject=put.subject, by=by, kind=put.kind, decision=decision, put=put.id)
        else:
            await news.tell("forum.changes", subject=put.subject, by=by, kind=put.kind, decision=decision, put=put.id)


async def _spoken_about(item_id: UUID, *, words: str, by: Member) -> None:
    """What was decided was spoken about: otherwise the same item would seem to wait when something is put again."""
    found = await item(item_id)
    if found.is_on:
        said = Said(found.said or words, found.who_can_help, found.what_exists, found.where_expertise)
        await forum.write_said(item_id, said, version=found.version, by=by)
    elif found.is_waiting:
        await forum.drop(item_id, by=by)


async def _decide_charter(charter_id: UUID, to: PutState, decision: UUID | None) -> None:
    """The forum's own charter is of this room: it is approved, or a draft again, in the same moment."""
    approved = to is PutState.APPROVED
    await execute(
        """
        UPDATE charter SET state = $2, approved_at = $3, decision = $4, version = version + 1
         WHERE id = $1 AND state = 'put'
        """,
        charter_id,
        "approved" if approved else "draft",
        clock.now() if approved else None,
        decision if approved else None,
    )
