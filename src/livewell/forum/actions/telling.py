"""Members of the forum hear of it: links, invitations, changes, reminders. Each is a listener; a failure is tried again."""

from datetime import timedelta
from urllib.parse import urlsplit

from livewell.forum import letters, queries
from livewell.forum.door import MEMBER
from livewell.forum.letters import Invited, Mail
from livewell.forum.queries import ANSWERS, MeetingSeen, MemberSeen, PlaceSeen
from livewell.kit import clock
from livewell.kit.doorkeys import end_keys, make_key
from livewell.kit.guests import INVITATION_LASTS, LINK_LASTS
from livewell.kit.news import Heard
from livewell.kit.notify import send_email
from livewell.settings import settings


def _mail_for(heard: Heard, to: str) -> Mail:
    """It keeps its number at every try (RFC 5322, section 3.6.4)."""
    told = settings()
    return Mail(to, told.address, f"<{heard.event}@{urlsplit(told.address).hostname}>", told.mail_from)


async def send_link(heard: Heard) -> None:
    """Send a member the link they asked for."""
    await _send_link(heard, welcome=False)


async def send_welcome(heard: Heard) -> None:
    """Send somebody who has joined their first link, with the sentence they were written."""
    await _send_link(heard, welcome=True)


async def _send_link(heard: Heard, *, welcome: bool) -> None:
    seen = await queries.member(heard.subject)
    if not seen.is_member or not seen.email:
        return
    lasts = INVITATION_LASTS if welcome else LINK_LASTS
    token = await MEMBER.make_link(seen.id, holder=seen.email, lasts=lasts)
    await send_email(
        letters.link(
            _mail_for(heard, seen.email),
            name=seen.name,
            token=token,
            until=clock.now() + lasts,
            welcome=welcome,
            sentence=seen.sentence if welcome else "",
        )
    )


async def send_declined(heard: Heard) -> None:
    """Tell somebody who asked to join that it cannot be now, and why."""
    seen = await queries.member(heard.subject)
    if seen.is_member or not seen.email:
        return
    await send_email(letters.declined(_mail_for(heard, seen.email), name=seen.name, sentence=seen.sentence))


async def send_invitation(heard: Heard) -> None:
    """Invite one member, with the date for their calendar. A meeting that was moved meanwhile is told as it is now."""
    found = await _asked(heard)
    if found is None or not found[0].is_invited:
        return
    meeting, place, told = found
    await send_email(
        letters.invited(
            _mail_for(heard, place.email), name=place.name, meeting=told, token=await make_answer_key(meeting, place)
        )
    )


async def send_moved(heard: Heard) -> None:
    """Tell one member of another time or place, and ask again."""
    found = await _asked(heard)
    if found is None or not found[0].is_invited:
        return
    meeting, place, told = found
    await send_email(
        letters.moved(
            _mail_for(heard, place.email), name=place.name, meeting=told, token=await make_answer_key(meeting, place)
        )
    )


async def send_cancelled(heard: Heard) -> None:
    """Tell one member that there is no meeting."""
    found = await _asked(heard)
    if found is None:
        return
    _, place, told = found
    await end_keys(ANSWERS, place.id)
    await send_email(letters.cancelled(_mail_for(heard, place.email), name=place.name, meeting=told))


async def send_reminder(heard: Heard) -> None:
    """Remind the owner of an action; nothing is sent when it is done by now, or they have left."""
    action = await queries.action(heard.subject)
    owner = await queries.member(action.owner)
    if not action.is_open or not owner.is_member or not owner.email:
        return
    await send_email(
        letters.reminder(
            _mail_for(heard, owner.email),
            name=owner.name,
            words=action.words,
            due_on=action.due_on,
            late=heard.what == "forum.action_late",
        )
    )


def as_invited(meeting: MeetingSeen, items: tuple[str, ...]) -> Invited:
    """A meeting as letters tell it."""
    return Invited(
        id=meeting.id,
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        address=meeting.address,
        remote=meeting.remote,
        access=meeting.access,
        what_will_happen=meeting.what_will_happen,
        facilitator=meeting.facilitator_name,
        items=items,
        sequence=meeting.sequence,
        why=meeting.moved_why,
    )


async def invited_to(meeting: MeetingSeen) -> Invited:
    """A meeting as letters tell it, with its agenda."""
    return as_invited(meeting, (await queries.told(meeting)).items)


async def letter_names(meeting: MeetingSeen) -> list[str]:
    """Who is invited to a meeting and has no address, by name: a letter is printed for them."""
    places: list[PlaceSeen] = await queries.places(meeting.id)
    return [one.name for one in places if one.invited_at is not None and not one.email]


async def _asked(heard: Heard) -> tuple[MeetingSeen, PlaceSeen, Invited] | None:
    """The meeting and the place a piece of news is about; None when they have no address, or have left."""
    place = await queries.place(heard.subject)
    who: MemberSeen = await queries.member(place.member)
    if not who.is_member or not who.email:
        return None
    meeting = await queries.meeting(place.meeting)
    return meeting, place, await invited_to(meeting)


async def make_answer_key(meeting: MeetingSeen, place: PlaceSeen) -> str:
    """A token that answers until the meeting is over, as often as one likes. Inside the transaction of what sends it."""
    lasts = max(meeting.ends_at - clock.now(), timedelta(hours=1))
    return await make_key(ANSWERS, place.id, holder=place.email, lasts=lasts)
