"""Somebody's own sessions: when, where, with whom, what was agreed, and what they asked for; never what a worker noted."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from livewell.kit import clock, db
from livewell.kit.actor import Resident
from livewell.kit.errors import NotFound
from livewell.kit.languages import gettext as _
from livewell.residents.rules import BECAME_WORDS, PLACE_WORDS, WISH_LABELS, WishFor
from livewell.sessions.rules import Place, SessionKind, SessionStatus


@dataclass(frozen=True)
class Agreed:
    """Something that was agreed in a session."""

    id: UUID
    what: str
    is_mine: bool
    due_on: date | None
    is_done: bool


@dataclass(frozen=True)
class OwnWish:
    """What somebody asked for with a session, and the answer."""

    what: str
    """In English words, translated where they are shown."""
    words: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True)
class OwnSession:
    """One session, as the person sees it."""

    id: UUID
    journey: UUID
    kind: SessionKind
    status: SessionStatus
    worker_name: str
    worker_phone: str
    planned_for: datetime
    minutes: int
    place: Place
    place_detail: str
    shared_note: str
    sequence: int
    agreed: tuple[Agreed, ...]
    wishes: tuple[OwnWish, ...]
    journey_open: bool

    @property
    def ends_at(self) -> datetime:
        """When it is to end."""
        return self.planned_for + timedelta(minutes=self.minutes)

    @property
    def where(self) -> str:
        """Where, in words of the language that holds now."""
        return ", ".join(filter(None, [_(PLACE_WORDS[self.place]), self.place_detail]))

    @property
    def became(self) -> str:
        """What became of it, in words of the language that holds now."""
        return _(BECAME_WORDS[self.status])

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.status is SessionStatus.CANCELLED

    @property
    def is_held(self) -> bool:
        """Whether it took place."""
        return self.status is SessionStatus.HELD

    @property
    def is_booked(self) -> bool:
        """Whether nothing has become of it yet."""
        return self.status is SessionStatus.BOOKED

    @property
    def is_to_come(self) -> bool:
        """Whether it is booked and not over, on a journey that goes on."""
        return self.journey_open and self.is_booked and self.ends_at > clock.now()

    @property
    def waits_for_answer(self) -> bool:
        """Whether they asked for something and nobody has answered."""
        return any(wish.answered_at is None for wish in self.wishes)

    @property
    def may_ask(self) -> bool:
        """Whether they may ask for another time now."""
        return self.journey_open and self.is_booked and self.planned_for > clock.now() and not self.waits_for_answer


_SESSIONS = """
    SELECT s.id, s.journey, s.kind, s.status, w.name AS worker_name, w.phone AS worker_phone, s.planned_for, s.minutes,
           s.place, s.place_detail, CASE WHEN s.status = 'held' THEN s.shared_note ELSE '' END AS shared_note, s.sequence,
           j.closed_at IS NULL AS journey_open,
           (SELECT coalesce(json_agg(json_build_object('id', a.id, 'what', a.what, 'is_mine', a.by_person,
                   'due_on', a.due_on, 'is_done', a.done_at IS NOT NULL) ORDER BY a.due_on NULLS LAST, a.what, a.id), '[]')
              FROM session_action a WHERE a.session = s.id) AS agreed,
           (SELECT coalesce(json_agg(json_build_object('what', x.what, 'words', x.words, 'asked_at', x.asked_at,
                   'answer', x.answer, 'answered_at', x.answered_at) ORDER BY x.asked_at DESC), '[]')
              FROM session_wish x WHERE x.session = s.id) AS wishes
      FROM session s JOIN journey j ON j.id = s.journey JOIN staff_user w ON w.id = s.worker
     WHERE j.person = $1
"""


@dataclass(frozen=True)
class OwnSessions:
    """Every session: those to come by their day, those that were with the newest first."""

    coming: tuple[OwnSession, ...]
    past: tuple[OwnSession, ...]


async def sessions_of(by: Resident) -> OwnSessions:
    """Every session of a person on any of their journeys: one statement."""
    found = [_session(one) for one in await db.rows(f"{_SESSIONS} ORDER BY s.planned_for, s.id", by.person)]
    return OwnSessions(
        tuple(one for one in found if one.is_to_come), tuple(one for one in reversed(found) if not one.is_to_come)
    )


async def own_session(session_id: UUID, by: Resident) -> OwnSession:
    """One of their own sessions. NotFound for any other."""
    found = await db.row(f"{_SESSIONS} AND s.id = $2", by.person, session_id)
    if found is None:
        raise NotFound
    return _session(found)


async def next_session(by: Resident) -> OwnSession | None:
    """The next session that is booked, if there is one."""
    found = await db.row(
        f"{_SESSIONS} AND s.status = 'booked' AND j.closed_at IS NULL AND s.planned_for + make_interval(mins => s.minutes) > $2"
        " ORDER BY s.planned_for, s.id LIMIT 1",
        by.person,
        clock.now(),
    )
    return _session(found) if found else None


async def own_to_do(by: Resident) -> list[tuple[UUID, str, date | None]]:
    """What they said in a session that they would do, and have not ticked yet: (id, words, by when)."""
    found = await db.rows(
        """
        SELECT a.id, a.what, a.due_on FROM session_action a JOIN session s ON s.id = a.session
          JOIN journey j ON j.id = s.journey
         WHERE j.person = $1 AND a.by_person AND a.done_at IS NULL AND j.closed_at IS NULL
         ORDER BY a.due_on NULLS LAST, a.what, a.id
        """,
        by.person,
    )
    return [(one["id"], one["what"], one["due_on"]) for one in found]


def _session(found: dict[str, Any]) -> OwnSession:
    agreed = tuple(
        Agreed(
            UUID(one["id"]),
            one["what"],
            one["is_mine"],
            date.fromisoformat(one["due_on"]) if one["due_on"] else None,
            one["is_done"],
        )
        for one in json.loads(found["agreed"])
    )
    wishes = tuple(
        OwnWish(
            WISH_LABELS[WishFor(one["what"])],
            one["words"],
            datetime.fromisoformat(one["asked_at"]),
            one["answer"],
            datetime.fromisoformat(one["answered_at"]) if one["answered_at"] else None,
        )
        for one in json.loads(found["wishes"])
    )
    return OwnSession(
        **{
            **found,
            "kind": SessionKind(found["kind"]),
            "status": SessionStatus(found["status"]),
            "place": Place(found["place"]),
            "agreed": agreed,
            "wishes": wishes,
        }
    )
