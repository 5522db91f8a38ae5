"""What an invitation says of a meeting, for an e-mail, a letter or a calendar."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.forum.queries.agenda import agenda_of
from livewell.forum.queries.meetings import MeetingSeen, PlaceSeen, place
from livewell.forum.rules.meetings import PULSE_OPEN, Presence
from livewell.kit import doorkeys

ANSWERS = "forum_answer"
"""The purpose of the key by which somebody answers an invitation."""


@dataclass(frozen=True)
class Told:
    """A meeting, and what stands on its agenda in words that go into a letter."""

    meeting: MeetingSeen
    items: tuple[str, ...]


async def told(meeting: MeetingSeen) -> Told:
    """A meeting with its agenda in words."""
    return Told(meeting, tuple(one.title for one in await agenda_of(meeting.id)))


@dataclass(frozen=True)
class Answering:
    """Somebody who holds the link of an invitation: which place it is for, and who they are."""

    place: UUID
    meeting: UUID
    name: str
    said: str
    answer_stands: bool


async def answering(token: str) -> Answering | None:
    """What the link of an invitation opens; None for one that has ended or never was."""
    opened = await doorkeys.open_key(token, ANSWERS)
    if opened is None:
        return None
    found = await place(opened.subject)
    return Answering(found.id, found.meeting, found.name, found.answer if found.stands else "", found.stands)


def still_asks(meeting: MeetingSeen, now: datetime) -> bool:
    """Whether an invitation to a meeting can be answered now."""
    return meeting.is_invited and meeting.ends_at > now


def pulse_asked(meeting: MeetingSeen, place: PlaceSeen, now: datetime) -> bool:
    """Whether a member may say now how a meeting was."""
    return meeting.is_held and place.came != Presence.NO.value and now <= meeting.ends_at + PULSE_OPEN
