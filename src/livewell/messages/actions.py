"""Writing to each other, reading it, and being told that something waits."""

from urllib.parse import urlsplit
from uuid import UUID

from livewell.journeys import queries as journeys
from livewell.kit import clock, limits, news, once
from livewell.kit.actor import Actor, Resident
from livewell.kit.db import execute, row, transaction
from livewell.kit.errors import RuleBroken
from livewell.kit.news import Heard
from livewell.kit.notify import send_email
from livewell.messages import letters
from livewell.messages.rules import AN_HOUR, MOST_AN_HOUR
from livewell.messages.tables import TeamMessage
from livewell.settings import settings
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member


async def send(journey_id: UUID, *, words: str, submission: UUID | None = None, by: Actor) -> UUID:
    """
    Write a message on a journey: the person to their team, or one of the team to the person. The same form twice is one.

    NotFound when `by` may not see the journey. RuleBroken when it has ended, for no words, for too many in an hour, and
    to somebody who asked never to be contacted.
    """
    if not words.strip():
        raise RuleBroken("Write your message first.")
    from_person = isinstance(by, Resident)
    if from_person and await limits.too_many("messages", str(by.id), MOST_AN_HOUR, AN_HOUR):
        raise RuleBroken("You have sent many messages in a short time. Wait a while, then send this one.")
    async with transaction():
        if submission is not None and (before := await once.already_done(submission, "messages.message")):
            return UUID(before)
        journey = await journeys.journey_for(journey_id, by)
        if not from_person:
            if not isinstance(by, Member) or Permission.WORK_WITH_PEOPLE not in by.can:
                raise RuleBroken("Only those who work with somebody write to them.")
            if journey.never_contact:
                raise RuleBroken("They asked never to be contacted, so nothing is sent to them.")
        message = TeamMessage(
            journey=journey_id,
            from_person=from_person,
            staff_user=by.staff_id,
            words=words.strip(),
            sent_at=clock.now(),
        )
        await message.save()
        if not from_person:
            await _read(journey_id, from_person=True, by=by)
        await news.tell(
            "message.received" if from_person else "message.sent",
            subject=message.id,
            by=by,
            journey=journey_id,
            person=journey.person,
        )
        if submission is not None:
            await once.remember(submission, "messages.message", str(message.id))
    return message.id


async def mark_read(journey_id: UUID, *, by: Member) -> None:
    """Somebody of the team has read what the person wrote. NotFound when they may not see the journey."""
    async with transaction():
        await journeys.journey_for(journey_id, by, open_only=False)
        await _read(journey_id, from_person=True, by=by)


async def mark_own_read(by: Resident) -> None:
    """The person has opened what their team wrote."""
    await execute(
        """
        UPDATE team_message m SET read_at = $2 FROM journey j
         WHERE j.id = m.journey AND j.person = $1 AND NOT m.from_person AND m.read_at IS NULL
        """,
        by.person,
        clock.now(),
    )


async def _read(journey_id: UUID, *, from_person: bool, by: Actor) -> None:
    await execute(
        "UPDATE team_message SET read_at = $3, read_by = $4"
        " WHERE journey = $1 AND from_person = $2 AND read_at IS NULL",
        journey_id,
        from_person,
        clock.now(),
        by.staff_id,
    )


async def tell_person(heard: Heard) -> None:
    """Say by e-mail that a message waits, unless they have read it, have no address, or are not to be contacted."""
    found = await row(
        """
        SELECT coalesce(nullif(p.preferred_name, ''), p.first_name) AS called, p.email, p.language
          FROM team_message m JOIN journey j ON j.id = m.journey JOIN person p ON p.id = j.person
         WHERE m.id = $1 AND m.read_at IS NULL AND p.email <> '' AND NOT p.never_contact
        """,
        heard.subject,
    )
    if found is None:
        return
    address = settings().address
    await send_email(
        letters.waits(
            to=found["email"],
            called=found["called"],
            address=address,
            message_id=f"<{heard.event}@{urlsplit(address).hostname}>",
            language=found["language"],
        )
    )
