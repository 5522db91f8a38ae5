"""Members of the forum: one, all, those who wait; and the door they come in by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.forum.rules import CAME_FROM_LABELS, MEMBER_LABELS, CameFrom, MemberState, called
from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound

_MOST = 200


@dataclass(frozen=True)
class MemberSeen:
    """Somebody of the forum, as those who serve it see them: without sector and experience, which count in figures alone."""

    id: UUID
    name: str
    email: str
    phone: str
    skills: str
    interests: str
    networks: str
    offers: str
    introduction: str
    introduction_shown: bool
    name_public: bool
    needs: str
    came_from: CameFrom
    asset: UUID | None
    asset_name: str
    follow_on: UUID | None
    why: str
    state: MemberState
    sentence: str
    asked_at: datetime
    joined_on: date | None
    left_on: date | None
    forgotten_at: datetime | None
    version: int

    @property
    def called(self) -> str:
        """Their name, or what is said instead once it was taken out."""
        return called(self.name)

    @property
    def label(self) -> tuple[str, str]:
        """Where they stand, in words and the colour of their tag."""
        return MEMBER_LABELS[self.state]

    @property
    def came_label(self) -> str:
        """How they came, in words."""
        return CAME_FROM_LABELS[self.came_from]

    @property
    def is_member(self) -> bool:
        """Whether they belong to the forum now."""
        return self.state is MemberState.MEMBER

    @property
    def is_waiting(self) -> bool:
        """Whether they asked and nobody has answered."""
        return self.state is MemberState.ASKED


@dataclass(frozen=True)
class MemberShown:
    """A member as other members see them: a name and what they offer, never a title."""

    id: UUID
    name: str
    offers: str
    skills: str
    interests: str
    networks: str
    introduction: str


_SEEN = """
    SELECT m.id, m.name, m.email, m.phone, m.skills, m.interests, m.networks, m.offers, m.introduction,
           m.introduction_shown, m.name_public, m.needs, m.came_from, m.asset, coalesce(a.name, '') AS asset_name,
           m.follow_on, m.why, m.state, m.sentence, m.asked_at, m.joined_on, m.left_on, m.forgotten_at, m.version
    FROM forum_member m LEFT JOIN asset a ON a.id = m.asset
"""


def _seen(found: dict[str, Any]) -> MemberSeen:
    return MemberSeen(**{**found, "came_from": CameFrom(found["came_from"]), "state": MemberState(found["state"])})


async def member(member_id: UUID) -> MemberSeen:
    """One member, whatever became of them. `NotFound` when there is none."""
    found = await row(f"{_SEEN} WHERE m.id = $1", member_id)
    if found is None:
        raise NotFound
    return _seen(found)


async def members() -> list[MemberSeen]:
    """Everybody who belongs to the forum now, by name."""
    return [_seen(one) for one in await rows(f"{_SEEN} WHERE m.state = 'member' ORDER BY lower(m.name), m.id")]


async def waiting_to_join() -> list[MemberSeen]:
    """Who asked to join and has no answer, the longest wait first; at most 200."""
    return [
        _seen(one) for one in await rows(f"{_SEEN} WHERE m.state = 'asked' ORDER BY m.asked_at, m.id LIMIT $1", _MOST)
    ]


async def not_members() -> list[MemberSeen]:
    """Who left or was told not now, the last first; at most 200."""
    found = await rows(
        f"{_SEEN} WHERE m.state IN ('left', 'declined') ORDER BY coalesce(m.left_on::timestamptz, m.asked_at) DESC, m.id LIMIT $1",
        _MOST,
    )
    return [_seen(one) for one in found]


async def shown(but: UUID | None = None) -> list[MemberShown]:
    """Everybody who belongs to the forum, as members see each other, without `but`."""
    found = await rows(
        """
        SELECT id, name, offers, skills, interests, networks,
               CASE WHEN introduction_shown THEN introduction ELSE '' END AS introduction
        FROM forum_member WHERE state = 'member' AND ($1::uuid IS NULL OR id <> $1) ORDER BY lower(name), id
        """,
        but,
    )
    return [MemberShown(**one) for one in found]


async def choices() -> list[tuple[str, str]]:
    """Everybody who may own an action or be put into a sub-group: (id, name), by name."""
    found = await rows("SELECT id, name FROM forum_member WHERE state = 'member' ORDER BY lower(name), id")
    return [(str(one["id"]), one["name"]) for one in found]


async def named(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of members, as they may be said now."""
    found = await rows("SELECT id, name FROM forum_member WHERE id = ANY($1::uuid[])", list(ids))
    return {one["id"]: called(one["name"]) for one in found}


async def known(email: str) -> UUID | None:
    """Whose address this is, in small letters; None when it is no member's."""
    found = await value(
        "SELECT id FROM forum_member WHERE email = $1 AND email <> '' AND state = 'member' ORDER BY joined_on, id LIMIT 1",
        email,
    )
    return None if found is None else UUID(str(found))


async def may_come_in(member_id: UUID) -> str | None:
    """What somebody likes to be called when they belong to the forum, None when they may not come in."""
    found = await value("SELECT name FROM forum_member WHERE id = $1 AND state = 'member'", member_id)
    return None if found is None else str(found)


async def for_figures(member_id: UUID) -> tuple[str, tuple[str, ...]]:
    """What a member said for figures only, for the member alone: their sector, and what they have lived through."""
    found = await row("SELECT sector, lived_experience FROM forum_member WHERE id = $1", member_id)
    if found is None:
        raise NotFound
    return found["sector"], tuple(found["lived_experience"])
