"""Conversations as both sides see them, and what nobody has read yet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.journeys import queries as journeys
from livewell.journeys.desk import Notice
from livewell.journeys.queries import seen_by_sql
from livewell.kit import db
from livewell.kit.actor import Resident
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

MOST_SHOWN = 100
"""Messages on one page, the newest; older ones stay in the timeline."""


@dataclass(frozen=True)
class MessageSeen:
    """One message."""

    id: UUID
    from_person: bool
    by_name: str
    """Who of the team wrote it; empty for the person."""
    by_title: str
    words: str
    sent_at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class Conversation:
    """What somebody sees of the messages in their own space."""

    journey: UUID | None
    """Where a new message goes; None when nobody works with them just now."""
    team: tuple[str, ...]
    """Who reads what they write."""
    messages: list[MessageSeen]


@dataclass(frozen=True)
class Panel:
    """What conversation/_panel.html shows to the team."""

    journey: UUID
    called: str
    messages: list[MessageSeen]
    unread: int
    may_write: bool
    hears_by_email: bool
    """Whether the person is told by e-mail that a message waits for them."""


_MESSAGES = """
    SELECT m.id, m.from_person, coalesce(s.name, '') AS by_name, coalesce(s.job_title, '') AS by_title, m.words,
           m.sent_at, m.read_at
      FROM team_message m JOIN journey j ON j.id = m.journey LEFT JOIN staff_user s ON s.id = m.staff_user
"""


async def _messages(condition: str, *args: object) -> list[MessageSeen]:
    found = await db.rows(f"{_MESSAGES} WHERE {condition} ORDER BY m.sent_at DESC, m.id LIMIT {MOST_SHOWN}", *args)
    return [MessageSeen(**one) for one in reversed(found)]


async def conversation(by: Resident) -> Conversation:
    """Every message between a person and their team, the oldest first."""
    found = await db.row(
        """
        SELECT j.id, coalesce(hc.name, '') AS coach, coalesce(lw.name, '') AS link_worker
          FROM journey j
          LEFT JOIN staff_user hc ON hc.id = j.health_coach LEFT JOIN staff_user lw ON lw.id = j.link_worker
         WHERE j.person = $1 AND j.closed_at IS NULL ORDER BY j.opened_at DESC LIMIT 1
        """,
        by.person,
    )
    return Conversation(
        journey=found["id"] if found else None,
        team=tuple(name for name in (found["link_worker"], found["coach"]) if name) if found else (),
        messages=await _messages("j.person = $1", by.person),
    )


async def unread_for(person_id: UUID) -> int:
    """How many messages from the team somebody has not opened yet."""
    return int(
        await db.value(
            "SELECT count(*) FROM team_message m JOIN journey j ON j.id = m.journey"
            " WHERE j.person = $1 AND NOT m.from_person AND m.read_at IS NULL",
            person_id,
        )
    )


async def panel(journey_id: UUID, seen_by: Member) -> Panel:
    """The messages of a journey. NotFound when `seen_by` may not see it."""
    facts = await journeys.journey(journey_id, seen_by)
    messages = await _messages("m.journey = $1", journey_id)
    email = await db.value("SELECT email FROM person WHERE id = $1", facts.person)
    return Panel(
        journey=journey_id,
        called=facts.called,
        messages=messages,
        unread=sum(one.from_person and one.read_at is None for one in messages),
        may_write=facts.is_open and not facts.never_contact and Permission.WORK_WITH_PEOPLE in seen_by.can,
        hears_by_email=bool(email) and not facts.never_contact,
    )


async def notice(member: Member) -> Notice | None:
    """On top of the caseload: who wrote and waits for somebody to read it."""
    visible, args = seen_by_sql(member, "j", 1)
    found = await db.rows(
        f"""
        SELECT DISTINCT j.id FROM team_message m JOIN journey j ON j.id = m.journey
         WHERE m.from_person AND m.read_at IS NULL AND j.closed_at IS NULL AND {visible} LIMIT 100
        """,  # noqa: S608  Written in journeys.
        *args,
    )
    if not found:
        return None
    words = "Somebody wrote to you" if len(found) == 1 else f"{len(found)} people wrote to you"
    link = f"/journeys/{found[0]['id']}/about/messages" if len(found) == 1 else "/waiting-messages"
    return Notice(f"{words}, and nobody has read it yet.", link)


@dataclass(frozen=True)
class Waiting:
    """Somebody who wrote, and whose words nobody has read yet."""

    journey: UUID
    name: str
    since: datetime
    messages: int


async def waiting(seen_by: Member) -> list[Waiting]:
    """Everybody whose messages wait, the longest wait first, among those this member may see."""
    visible, args = seen_by_sql(seen_by, "j", 1)
    return [
        Waiting(**one)
        for one in await db.rows(
            f"""
            SELECT j.id AS journey, coalesce(nullif(p.preferred_name, ''), p.first_name) || ' ' || p.family_name AS name,
                   min(m.sent_at) AS since, count(*) AS messages
              FROM team_message m JOIN journey j ON j.id = m.journey JOIN person p ON p.id = j.person
             WHERE m.from_person AND m.read_at IS NULL AND j.closed_at IS NULL AND {visible}
             GROUP BY j.id, p.id ORDER BY since, j.id LIMIT 200
            """,  # noqa: S608  Written in journeys.
            *args,
        )
    ]
