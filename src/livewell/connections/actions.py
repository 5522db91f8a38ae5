"""A connection's steps: suggested, introduced, been along, settled, ended."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from livewell.assets import queries as directory
from livewell.connections import rules
from livewell.connections.rules import ConnectionStatus, EndReason, ForMe
from livewell.connections.tables import Connection, ConnectionChange, Visit
from livewell.journeys import queries as journeys
from livewell.journeys.queries import JourneyFacts
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import row, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Member


async def suggest(
    journey_id: UUID, *, asset: UUID, goal: UUID | None, why_this: str = "", submission: UUID, by: Member
) -> UUID:
    """
    Suggest something in the community; gives the connection's id.

    Several may be open at once, but not the same one twice: RuleBroken says so. A listing that was merged is the one it
    was merged into. NotFound when the journey, the goal or the published asset is not there for `by`.
    """
    async with transaction():
        before = await once.already_done(submission, "connection.suggested")
        if before is not None:
            return UUID(before)
        journey = await _held(journey_id, goal, by)
        kept, name = await _listed(asset)
        state = await _open_already(journey_id, kept)
        if state is not None:
            raise RuleBroken(f"{name} is already one of {journey.called}’s connections: {state}.")
        connection = await _made(journey, asset=kept, goal=goal, why_this=why_this, by=by)
        await once.remember(submission, "connection.suggested", str(connection))
    return connection


async def suggest_several(
    journey_id: UUID, *, assets: Sequence[UUID], goal: UUID | None, submission: UUID, by: Actor
) -> int:
    """
    Suggest everything that was ticked on a shortlist; gives how many are new.

    What is one of their connections already is left as it is, and what is no longer published is left out: a shortlist
    may be a week old. NotFound when the journey or the goal is not there for `by`.
    """
    async with transaction():
        before = await once.already_done(submission, "connection.suggested_several")
        if before is not None:
            return int(before)
        journey = await _held(journey_id, goal, by)
        count = 0
        for asset in assets:
            try:
                kept, _ = await _listed(asset)
            except NotFound:
                continue
            if await _open_already(journey_id, kept) is None:
                await _made(journey, asset=kept, goal=goal, why_this="", by=by)
                count += 1
        await once.remember(submission, "connection.suggested_several", str(count))
    return count


async def _held(journey_id: UUID, goal: UUID | None, by: Actor) -> JourneyFacts:
    """The journey, held, so that two who suggest the same thing at the same moment queue here."""
    await row("SELECT id FROM journey WHERE id = $1 FOR NO KEY UPDATE", journey_id)
    journey = await journeys.journey_for(journey_id, by)
    if goal is not None and await row("SELECT 1 FROM goal WHERE id = $1 AND journey = $2", goal, journey_id) is None:
        raise NotFound
    return journey


async def _listed(asset: UUID) -> tuple[UUID, str]:
    """The published listing and its name, or the one it was merged into; NotFound when there is none."""
    found = await row(
        "SELECT id, name FROM asset WHERE id = $1 AND published AND merged_into IS NULL",
        await directory.moved_to(asset) or asset,
    )
    if found is None:
        raise NotFound
    return found["id"], found["name"]


async def _open_already(journey_id: UUID, asset: UUID) -> str | None:
    """How far an open connection with this listing, or one merged into it, has come, in words; None without one."""
    there = await row(
        """
        SELECT c.status FROM connection c JOIN asset a ON a.id = c.asset
        WHERE c.journey = $1 AND coalesce(a.merged_into, a.id) = $2 AND c.status <> 'ended'
        """,
        journey_id,
        asset,
    )
    return rules.LABELS[ConnectionStatus(there["status"])][0].lower() if there else None


async def _made(journey: JourneyFacts, *, asset: UUID, goal: UUID | None, why_this: str, by: Actor) -> UUID:
    connection = Connection(
        id=uuid4(),
        journey=journey.id,
        goal=goal,
        asset=asset,
        status=ConnectionStatus.SUGGESTED.value,
        why_this=why_this.strip(),
        made_at=clock.now(),
        made_by=by.staff_id,
    )
    await connection.save()
    await _note(connection, was="", by=by)
    await _tell("connection.suggested", connection, journey, by)
    return UUID(str(connection.id))


async def introduce(
    connection_id: UUID,
    *,
    introduced_to: str,
    note_for_group: str,
    note_agreed: bool,
    why_this: str | None = None,
    by: Member,
) -> UUID:
    """
    Introduce somebody to a named person there, with a note of what the group should know, if they agreed to it.

    Gives the journey's id, as every step does. The introduction can be made again, to correct the name or the note,
    until the person has been along.
    """
    async with transaction():
        connection, journey = await _locked(connection_id, by)
        was = ConnectionStatus(connection.status)
        if was is not ConnectionStatus.INTRODUCED:
            rules.check_move(was, ConnectionStatus.INTRODUCED)
        if not introduced_to.strip():
            raise RuleBroken("Say who there will look out for them.")
        rules.check_note(note_for_group, agreed=note_agreed)
        connection.introduced_to = introduced_to.strip()
        connection.note_for_group = note_for_group.strip()
        connection.note_agreed = note_agreed
        if why_this is not None:
            connection.why_this = why_this.strip()
        await _go(connection, ConnectionStatus.INTRODUCED, by=by)
        await _tell("connection.introduced", connection, journey, by, told=bool(note_for_group.strip()))
    return journey.id


async def attended(
    connection_id: UUID, *, went_on: date, accompanied: bool, for_me: ForMe | None = None, submission: UUID, by: Actor
) -> UUID:
    """
    Note that the person went along on a day, and how it was if they say so; the first time moves the connection.

    Gives the journey's id. Somebody for whom it was not ends it with that: nothing has to be explained.
    """
    async with transaction():
        before = await once.already_done(submission, "connection.attended")
        if before is not None:
            return UUID(before)
        connection, journey = await _locked(connection_id, by)
        was = ConnectionStatus(connection.status)
        already = await Visit.exists().where((Visit.connection == connection.id) & (Visit.went_on == went_on))
        rules.check_visit(was, went_on, today=clock.today(), already=already)
        await Visit(
            id=uuid4(),
            connection=connection.id,
            went_on=went_on,
            accompanied=accompanied,
            noted_at=clock.now(),
            noted_by=by.staff_id,
            for_me=for_me.value if for_me else "",
        ).save()
        await _go(connection, rules.after_visit(was), by=by)
        await _tell(
            "connection.attended",
            connection,
            journey,
            by,
            went_on=went_on,
            accompanied=accompanied,
            first=connection.status != was.value,
        )
        if for_me is ForMe.NO:
            await _end(connection, journey, EndReason.NOT_FOR_ME, by=by)
        await once.remember(submission, "connection.attended", str(journey.id))
    return journey.id


async def say_how_it_was(connection_id: UUID, *, for_me: ForMe, by: Actor) -> UUID:
    """
    Keep what the person says of a place they have been to, beside the last time they went; gives the journey's id.
    Said twice, it is once.

    "Not for me" ends the connection. RuleBroken when they have not been there yet, or it has ended; NotFound when `by`
    may not see it.
    """
    async with transaction():
        connection, journey = await _locked(connection_id, by)
        last = await row(
            "SELECT id, for_me FROM visit WHERE connection = $1 ORDER BY went_on DESC, noted_at DESC LIMIT 1",
            connection.id,
        )
        rules.check_said(been=last is not None)
        if last is None or last["for_me"] == for_me.value:
            return journey.id
        rules.check_move(ConnectionStatus(connection.status), ConnectionStatus.ENDED)
        await Visit.update({Visit.for_me: for_me.value}).where(Visit.id == last["id"])
        await _tell("connection.said", connection, journey, by, for_me=for_me.value)
        if for_me is ForMe.NO:
            await _end(connection, journey, EndReason.NOT_FOR_ME, by=by)
    return journey.id


async def settle(connection_id: UUID, *, by: Actor) -> UUID:
    """They go by themselves now and feel at home. Asked twice, it is once. Gives the journey's id."""
    async with transaction():
        connection, journey = await _locked(connection_id, by)
        if connection.status == ConnectionStatus.SETTLED.value:
            return journey.id
        rules.check_move(ConnectionStatus(connection.status), ConnectionStatus.SETTLED)
        await _go(connection, ConnectionStatus.SETTLED, by=by)
        await _tell("connection.settled", connection, journey, by)
    return journey.id


async def end(connection_id: UUID, *, reason: EndReason, note: str = "", by: Actor) -> UUID:
    """End a connection with a coded reason. Gives the journey's id."""
    async with transaction():
        connection, journey = await _locked(connection_id, by)
        if connection.status == ConnectionStatus.ENDED.value and connection.end_reason == reason.value:
            return journey.id
        rules.check_move(ConnectionStatus(connection.status), ConnectionStatus.ENDED)
        rules.check_end(reason, note)
        await _end(connection, journey, reason, note, by=by)
    return journey.id


async def _end(connection: Connection, journey: JourneyFacts, reason: EndReason, note: str = "", *, by: Actor) -> None:
    connection.end_reason = reason.value
    connection.end_note = note.strip()
    await _go(connection, ConnectionStatus.ENDED, by=by)
    await _tell("connection.ended", connection, journey, by, reason=reason.value)


async def _locked(connection_id: UUID, by: Actor) -> tuple[Connection, JourneyFacts]:
    """The connection and its journey, the journey held first as everywhere, so that nobody waits in a circle."""
    await row(
        "SELECT id FROM journey WHERE id = (SELECT journey FROM connection WHERE id = $1) FOR SHARE", connection_id
    )
    connection = await Connection.objects().where(Connection.id == connection_id).lock_rows("UPDATE").first()
    if connection is None:
        raise NotFound
    return connection, await journeys.journey_for(connection.journey, by)


async def _go(connection: Connection, to: ConnectionStatus, *, by: Actor) -> None:
    """Keep the connection, and a row of its history when it moved."""
    was = connection.status
    connection.status = to.value
    connection.version += 1
    await connection.save()
    if was != to.value:
        await _note(connection, was=was, by=by)


async def _note(connection: Connection, *, was: str, by: Actor) -> None:
    await ConnectionChange(
        id=uuid4(),
        connection=connection.id,
        from_status=was,
        to_status=connection.status,
        changed_at=clock.now(),
        changed_by=by.staff_id,
    ).save()


async def _tell(what: str, connection: Connection, journey: JourneyFacts, by: Actor, **codes: news.Code) -> None:
    await news.tell(
        what,
        subject=connection.id,
        by=by,
        journey=journey.id,
        person=journey.person,
        asset=connection.asset,
        goal=connection.goal,
        **codes,
    )
