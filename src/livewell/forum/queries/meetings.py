"""Meetings of the forum, who was invited, what they answered, and who came."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.forum.rules import called
from livewell.forum.rules.meetings import (
    ANSWER_LABELS,
    CAME_LABELS,
    MEETING_LABELS,
    TO_COME,
    MeetingState,
    Presence,
    may_be_held,
)
from livewell.kit import clock
from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound

_PAGE = 25


@dataclass(frozen=True)
class MeetingSeen:
    """One meeting."""

    id: UUID
    forum_group: UUID | None
    group_name: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    remote: str
    access: str
    what_will_happen: str
    facilitator: UUID | None
    facilitator_name: str
    state: MeetingState
    sequence: int
    moved_why: str
    summary: str
    summary_shown_at: datetime | None
    held_at: datetime | None
    version: int

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands, in words and the colour of its tag."""
        return MEETING_LABELS[self.state]

    @property
    def is_to_come(self) -> bool:
        """Whether its agenda may still change and people may answer."""
        return self.state in TO_COME

    @property
    def is_planned(self) -> bool:
        """Whether nobody was invited yet."""
        return self.state is MeetingState.PLANNED

    @property
    def is_invited(self) -> bool:
        """Whether people were invited and it has not been held."""
        return self.state is MeetingState.INVITED

    @property
    def is_held(self) -> bool:
        """Whether it took place: minutes can be written."""
        return self.state is MeetingState.HELD

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.state is MeetingState.CANCELLED

    @property
    def may_begin(self) -> bool:
        """Whether minutes can be begun today."""
        return self.is_to_come and may_be_held(self.starts_at, clock.today())

    @property
    def is_shown(self) -> bool:
        """Whether everybody may read its summary."""
        return self.summary_shown_at is not None


@dataclass(frozen=True)
class PlaceSeen:
    """One member and one meeting."""

    id: UUID
    meeting: UUID
    member: UUID
    name: str
    email: str
    invited_at: datetime | None
    told_sequence: int
    answer: str
    answered_sequence: int
    sequence: int
    came: str
    offered: str
    needs: str

    @property
    def stands(self) -> bool:
        """Whether what they answered is for the date it has now."""
        return bool(self.answer) and self.answered_sequence == self.sequence

    @property
    def said(self) -> tuple[str, str]:
        """What they answered, in words and the colour of a tag."""
        if not self.answer:
            return ("No answer yet", "grey") if self.invited_at else ("Not invited yet", "white")
        label = CAME_LABELS[Presence(self.answer)]
        if not self.stands:
            return f"Asked again (was: {label.lower()})", "orange"
        return label, "grey" if self.answer == Presence.NO.value else "green"

    @property
    def answer_label(self) -> str:
        """What they answered, as they said it; "" while it does not stand."""
        return ANSWER_LABELS[Presence(self.answer)] if self.stands else ""

    @property
    def came_label(self) -> str:
        """How they took part, "" while it is not known."""
        return CAME_LABELS[Presence(self.came)] if self.came else ""


@dataclass(frozen=True)
class Answers:
    """How many said what, of those who were invited."""

    room: int
    remote: int
    no: int
    silent: int
    again: int


_SEEN = """
    SELECT f.id, f.forum_group, coalesce(g.name, '') AS group_name, f.title, f.starts_at, f.ends_at, f.place, f.address,
           f.remote, f.access, f.what_will_happen, f.facilitator,
           CASE WHEN f.facilitator_name <> '' THEN f.facilitator_name ELSE coalesce(s.name, '') END AS facilitator_name,
           f.state, f.sequence, f.moved_why, f.summary, f.summary_shown_at, f.held_at, f.version
    FROM forum_meeting f LEFT JOIN forum_group g ON g.id = f.forum_group LEFT JOIN staff_user s ON s.id = f.facilitator
"""
_PLACE = """
    SELECT p.id, p.meeting, p.member, m.name, m.email, p.invited_at, p.told_sequence, p.answer, p.answered_sequence,
           f.sequence, p.came, p.offered, m.needs
    FROM meeting_place p JOIN forum_member m ON m.id = p.member JOIN forum_meeting f ON f.id = p.meeting
"""


def _seen(found: dict[str, Any]) -> MeetingSeen:
    return MeetingSeen(**{**found, "state": MeetingState(found["state"])})


def _place(found: dict[str, Any]) -> PlaceSeen:
    return PlaceSeen(**{**found, "name": called(found["name"])})


async def meeting(meeting_id: UUID) -> MeetingSeen:
    """One meeting. `NotFound` when there is none."""
    found = await row(f"{_SEEN} WHERE f.id = $1", meeting_id)
    if found is None:
        raise NotFound
    return _seen(found)


async def to_come() -> list[MeetingSeen]:
    """Meetings that were planned and not yet held, the next first."""
    found = await rows(f"{_SEEN} WHERE f.state IN ('planned', 'invited') ORDER BY f.starts_at, f.id")
    return [_seen(one) for one in found]


async def next_open() -> MeetingSeen | None:
    """The next meeting of the whole forum that people were invited to, None when there is none."""
    found = await row(
        f"{_SEEN} WHERE f.state = 'invited' AND f.forum_group IS NULL AND f.ends_at > $1 ORDER BY f.starts_at, f.id LIMIT 1",
        clock.now(),
    )
    return None if found is None else _seen(found)


async def held(*, page: int = 1) -> tuple[list[MeetingSeen], int]:
    """Meetings that were held or cancelled, the last first: 25 of a page, and how many pages."""
    many = int(await value("SELECT count(*) FROM forum_meeting WHERE state IN ('held', 'cancelled')"))
    found = await rows(
        f"{_SEEN} WHERE f.state IN ('held', 'cancelled') ORDER BY f.starts_at DESC, f.id LIMIT $1 OFFSET $2",
        _PAGE,
        (page - 1) * _PAGE,
    )
    return [_seen(one) for one in found], max(1, -(-many // _PAGE))


async def published(*, page: int = 1) -> tuple[list[MeetingSeen], int]:
    """Meetings whose summary everybody may read, the last first: 25 of a page, and how many pages."""
    many = int(await value("SELECT count(*) FROM forum_meeting WHERE summary_shown_at IS NOT NULL"))
    found = await rows(
        f"{_SEEN} WHERE f.summary_shown_at IS NOT NULL ORDER BY f.starts_at DESC, f.id LIMIT $1 OFFSET $2",
        _PAGE,
        (page - 1) * _PAGE,
    )
    return [_seen(one) for one in found], max(1, -(-many // _PAGE))


async def summary(meeting_id: UUID) -> MeetingSeen:
    """A meeting whose summary everybody may read; `NotFound` for any other."""
    found = await meeting(meeting_id)
    if not found.is_shown:
        raise NotFound
    return found


async def last_meeting(forum_group: UUID | None = None) -> MeetingSeen | None:
    """The latest meeting of the forum, or of a sub-group, that was not cancelled; None when there is none."""
    found = await row(
        f"{_SEEN} WHERE f.state <> 'cancelled' AND f.forum_group IS NOT DISTINCT FROM $1 ORDER BY f.starts_at DESC LIMIT 1",
        forum_group,
    )
    return None if found is None else _seen(found)


async def without_summary() -> list[MeetingSeen]:
    """Meetings that were held and whose summary nobody can read yet, the last first; at most 10."""
    found = await rows(
        f"{_SEEN} WHERE f.state = 'held' AND f.summary_shown_at IS NULL ORDER BY f.starts_at DESC, f.id LIMIT 10"
    )
    return [_seen(one) for one in found]


async def may_have_come(meeting_id: UUID) -> list[tuple[UUID, str]]:
    """Everybody who may have been at a meeting: all members now, and who was invited then; by name."""
    found = await rows(
        """
        SELECT m.id, m.name FROM forum_member m
        WHERE m.state = 'member' OR EXISTS (SELECT 1 FROM meeting_place p WHERE p.meeting = $1 AND p.member = m.id)
        ORDER BY lower(m.name), m.id
        """,
        meeting_id,
    )
    return [(one["id"], called(one["name"])) for one in found]


async def places(meeting_id: UUID) -> list[PlaceSeen]:
    """Everybody who was invited or came, by name."""
    return [
        _place(one) for one in await rows(f"{_PLACE} WHERE p.meeting = $1 ORDER BY lower(m.name), p.id", meeting_id)
    ]


async def place(place_id: UUID) -> PlaceSeen:
    """One of them. `NotFound` when there is none."""
    found = await row(f"{_PLACE} WHERE p.id = $1", place_id)
    if found is None:
        raise NotFound
    return _place(found)


async def place_of(meeting_id: UUID, member_id: UUID) -> PlaceSeen | None:
    """A member's place at a meeting, None when they were not invited."""
    found = await row(f"{_PLACE} WHERE p.meeting = $1 AND p.member = $2", meeting_id, member_id)
    return None if found is None else _place(found)


async def meetings_of(member_id: UUID) -> list[tuple[MeetingSeen, PlaceSeen]]:
    """A member's meetings: those to come, then the last ten that were."""
    found = await rows(
        f"{_PLACE} WHERE p.member = $1 AND (p.invited_at IS NOT NULL OR p.came <> '') ORDER BY f.starts_at DESC LIMIT 20",
        member_id,
    )
    mine = {one["meeting"]: _place(one) for one in found}
    seen = await rows(f"{_SEEN} WHERE f.id = ANY($1::uuid[]) ORDER BY f.starts_at DESC, f.id", list(mine))
    return [(_seen(one), mine[one["id"]]) for one in seen]


async def of_group(forum_group: UUID) -> list[MeetingSeen]:
    """The last 25 meetings of a sub-group, the last first."""
    found = await rows(f"{_SEEN} WHERE f.forum_group = $1 ORDER BY f.starts_at DESC, f.id LIMIT $2", forum_group, _PAGE)
    return [_seen(one) for one in found]


def answers(found: list[PlaceSeen]) -> Answers:
    """How many of these said what."""
    invited = [one for one in found if one.invited_at is not None]
    said = [one.answer for one in invited if one.stands]
    return Answers(
        room=said.count(Presence.ROOM.value),
        remote=said.count(Presence.REMOTE.value),
        no=said.count(Presence.NO.value),
        silent=sum(not one.answer for one in invited),
        again=sum(bool(one.answer) and not one.stands for one in invited),
    )


async def own_next(member_id: UUID) -> list[tuple[MeetingSeen, PlaceSeen | None]]:
    """Meetings to come that are a member's: of the forum and of their sub-groups, the next first, with their place."""
    found = await rows(
        f"""
        {_SEEN} WHERE f.state IN ('planned', 'invited') AND f.ends_at > $2 AND (f.forum_group IS NULL OR EXISTS (
            SELECT 1 FROM forum_group_place g WHERE g.forum_group = f.forum_group AND g.member = $1))
        ORDER BY f.starts_at, f.id LIMIT 10
        """,  # noqa: S608  Written above.
        member_id,
        clock.now(),
    )
    places_found = await rows(
        f"{_PLACE} WHERE p.member = $1 AND p.meeting = ANY($2::uuid[])", member_id, [one["id"] for one in found]
    )
    mine = {one["meeting"]: _place(one) for one in places_found}
    return [(_seen(one), mine.get(one["id"])) for one in found]


async def own_meeting(meeting_id: UUID, member_id: UUID) -> MeetingSeen:
    """A meeting that a member may open: of the forum, of a sub-group of theirs, or one they were at; else `NotFound`."""
    found = await row(
        f"""
        {_SEEN} WHERE f.id = $1 AND (f.forum_group IS NULL
            OR EXISTS (SELECT 1 FROM forum_group_place g WHERE g.forum_group = f.forum_group AND g.member = $2)
            OR EXISTS (SELECT 1 FROM meeting_place p WHERE p.meeting = f.id AND p.member = $2))
        """,  # noqa: S608  Written above.
        meeting_id,
        member_id,
    )
    if found is None:
        raise NotFound
    return _seen(found)
