"""Bookings: the register, somebody's own learning, whom to ring, and what a certificate says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.learning.queries.courses import runs_by_id
from livewell.learning.queries.seen import RunSeen
from livewell.learning.rules import ANSWERS, QUESTIONS, TRUE_FROM, ComesAs
from livewell.learning.rules.bookings import LABELS, REMINDED_BEFORE, TO_TELL, BookingState


@dataclass(frozen=True)
class BookingSeen:
    """One booking with its run. `number` is the place on the waiting list, 0 for whoever does not wait."""

    id: UUID
    run: RunSeen
    person: UUID | None
    comes_as: ComesAs
    name: str
    email: str
    phone: str
    needs: str
    state: BookingState
    number: int
    offered_until: datetime | None
    accompanied_by: str
    booked_at: datetime
    completed_on: date | None
    certificate: str
    came: int
    accompanied: int
    answers: Mapping[str, int]
    words: str
    next_step: str
    said_at: datetime | None
    to_tell: str
    version: int

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands, in words and the colour of its tag."""
        return LABELS[self.state]

    @property
    def is_booked(self) -> bool:
        """Whether they have a place."""
        return self.state is BookingState.BOOKED

    @property
    def is_waiting(self) -> bool:
        """Whether they wait for a place."""
        return self.state is BookingState.WAITING

    @property
    def is_offered(self) -> bool:
        """Whether a place is held for them."""
        return self.state is BookingState.OFFERED

    @property
    def is_over(self) -> bool:
        """Whether it was given back, called off or passed on."""
        return self.state in {BookingState.CANCELLED, BookingState.GONE}

    @property
    def may_cancel(self) -> bool:
        """Whether it can still be given back: something is to come."""
        return not self.is_over and self.run.next is not None

    @property
    def is_past(self) -> bool:
        """Whether nothing more of it is to come."""
        return self.run.next is None

    @property
    def said(self) -> list[tuple[str, str]]:
        """What they say came of it: each question with the answer in words."""
        return [(QUESTIONS[key], ANSWERS[answer]) for key, answer in self.answers.items() if key in QUESTIONS]

    @property
    def found_true(self) -> int:
        """How many of the questions they found true."""
        return sum(answer >= TRUE_FROM for answer in self.answers.values())


_BOOKING = """
    SELECT b.id, b.run, b.person, b.comes_as, b.name, b.email, b.phone, b.needs, b.state, b.offered_until,
           b.accompanied_by, b.booked_at, b.completed_on, b.to_tell, b.version, coalesce(f.number, '') AS certificate,
           o.answers, coalesce(o.words, '') AS words, coalesce(o.next_step, '') AS next_step, o.said_at,
           (SELECT count(*) FROM course_attendance a WHERE a.booking = b.id AND a.came) AS came,
           (SELECT count(*) FROM course_attendance a WHERE a.booking = b.id AND a.came AND a.accompanied) AS accompanied,
           CASE WHEN b.state = 'waiting' THEN (
               SELECT count(*) FROM booking w WHERE w.run = b.run AND w.state = 'waiting'
                 AND (w.booked_at, w.id) <= (b.booked_at, b.id)
           ) ELSE 0 END AS number
    FROM booking b LEFT JOIN certificate f ON f.booking = b.id LEFT JOIN course_outcome o ON o.booking = b.id
"""


async def booking(booking_id: UUID, *, person: UUID | None = None) -> BookingSeen:
    """One booking, or NotFound; with `person` also when it is not theirs. Three statements."""
    found = await _seen(
        await rows(f"{_BOOKING} WHERE b.id = $1 AND ($2::uuid IS NULL OR b.person = $2)", booking_id, person)
    )
    if not found:
        raise NotFound
    return found[0]


async def of_person(person: UUID) -> list[BookingSeen]:
    """Everything somebody booked, the newest first. Three statements."""
    return await _seen(await rows(f"{_BOOKING} WHERE b.person = $1 ORDER BY b.booked_at DESC, b.id", person))


async def of_run(run_id: UUID) -> list[BookingSeen]:
    """Everybody in a run: those with a place by name, then those who wait by their turn. Three statements."""
    return await _seen(
        await rows(
            f"""
            {_BOOKING} WHERE b.run = $1 AND b.state IN ('booked', 'offered', 'waiting')
            ORDER BY b.state = 'waiting', CASE WHEN b.state = 'waiting' THEN b.booked_at END, lower(b.name), b.id
            """,
            run_id,
        )
    )


async def attendance(session_id: UUID) -> dict[UUID, tuple[bool, bool]]:
    """Booking -> whether they came, and whether somebody came along; nothing before the register is written."""
    found = await rows("SELECT booking, came, accompanied FROM course_attendance WHERE session = $1", session_id)
    return {one["booking"]: (one["came"], one["accompanied"]) for one in found}


async def _seen(found: list[dict[str, Any]]) -> list[BookingSeen]:
    runs = {run.id: run for run in await runs_by_id(list({one["run"] for one in found}))}
    return [
        BookingSeen(
            **{
                **one,
                "run": runs[one["run"]],
                "comes_as": ComesAs(one["comes_as"]),
                "state": BookingState(one["state"]),
                "answers": json.loads(one["answers"]) if one["answers"] else {},
            }
        )
        for one in found
    ]


# ── whom a message reaches ──


@dataclass(frozen=True)
class Reached:
    """Whom to tell about a booking, and how. Both are empty for somebody who is not to be contacted at all."""

    name: str
    email: str
    phone: str
    at_home: bool
    """Whether they come to it in their own space."""
    language: str


_REACHED = """
    coalesce(p.preferred_name, '') AS preferred_name, coalesce(p.first_name, '') AS first_name, b.name, b.person,
    CASE WHEN p.id IS NULL THEN b.email WHEN p.never_contact THEN '' ELSE p.email END AS email,
    CASE WHEN p.id IS NULL THEN b.phone WHEN p.never_contact THEN '' ELSE p.phone END AS phone,
    coalesce(p.language, 'English') AS language
"""


async def reached(booking_id: UUID) -> Reached | None:
    """How somebody with a booking is reached; None when their name was taken out."""
    found = await row(
        f"SELECT {_REACHED} FROM booking b LEFT JOIN person p ON p.id = b.person WHERE b.id = $1 AND b.name <> ''",  # noqa: S608
        booking_id,
    )
    if found is None:
        return None
    called = found["preferred_name"] or found["first_name"] or found["name"]
    return Reached(called, found["email"], found["phone"], found["person"] is not None, found["language"])


@dataclass(frozen=True)
class ToRing:
    """Somebody without an e-mail address who is to be told something."""

    booking: UUID
    name: str
    phone: str
    course: str
    starts_at: datetime | None
    why: str
    worker: str


async def to_ring() -> list[ToRing]:
    """Whom to ring: what changed first, then who has a session soon. Nobody stands here who is not to be contacted."""
    now = clock.now()
    found = await rows(
        f"""
        SELECT * FROM (
            SELECT b.id AS booking, {_REACHED}, c.title AS course, s.starts_at, b.to_tell, b.reminded_at,
                   coalesce(w.name, '') AS worker, coalesce(p.never_contact, false) AS never
            FROM booking b JOIN course_run r ON r.id = b.run JOIN course c ON c.id = r.course
            LEFT JOIN person p ON p.id = b.person LEFT JOIN staff_user w ON w.id = b.booked_by
            LEFT JOIN LATERAL (
                SELECT min(starts_at) AS starts_at FROM course_session
                WHERE run = b.run AND cancelled_why = '' AND starts_at > $1
            ) s ON true
            WHERE b.to_tell <> '' OR (b.state = 'booked' AND r.state IN ('open', 'closed') AND s.starts_at <= $2
                                      AND (b.reminded_at IS NULL OR b.reminded_at < s.starts_at - $3::interval))
        ) t WHERE NOT never AND email = '' AND phone <> '' ORDER BY to_tell = '', starts_at NULLS FIRST, name LIMIT 200
        """,  # noqa: S608
        now,
        now + REMINDED_BEFORE,
        REMINDED_BEFORE,
    )
    return [
        ToRing(
            one["booking"],
            one["name"],
            one["phone"],
            one["course"],
            one["starts_at"],
            TO_TELL.get(one["to_tell"], "Remind them of the next session"),
            one["worker"],
        )
        for one in found
    ]


# ── certificates and plans ──


@dataclass(frozen=True)
class CertificateSeen:
    """What a certificate says."""

    number: str
    issued_on: date
    name: str
    course: str
    kind: str
    learn: tuple[str, ...]
    runs_it: str
    booking: UUID
    came: int


_CERTIFICATE = """
    SELECT f.number, f.issued_on, f.name, c.title AS course, c.kind, c.learn, c.own, c.provider, f.booking, b.person,
           (SELECT count(*) FROM course_attendance a WHERE a.booking = b.id AND a.came) AS came
    FROM certificate f JOIN booking b ON b.id = f.booking JOIN course_run r ON r.id = b.run JOIN course c ON c.id = r.course
"""


async def certificate(booking_id: UUID, *, person: UUID | None = None) -> CertificateSeen:
    """The certificate of a booking, or NotFound; with `person` also when it is not theirs."""
    found = await row(
        f"{_CERTIFICATE} WHERE f.booking = $1 AND ($2::uuid IS NULL OR b.person = $2)", booking_id, person
    )
    if found is None:
        raise NotFound
    return _certificate(found)


async def certificate_numbered(number: str) -> CertificateSeen | None:
    """The certificate with this number, so that somebody who asks can be told that it is real; or None."""
    found = await row(f"{_CERTIFICATE} WHERE f.number = $1", number)
    return _certificate(found) if found else None


def _certificate(found: dict[str, Any]) -> CertificateSeen:
    return CertificateSeen(
        number=found["number"],
        issued_on=found["issued_on"],
        name=found["name"],
        course=found["course"],
        kind=found["kind"],
        learn=tuple(line.strip() for line in found["learn"].splitlines() if line.strip()),
        runs_it="Live Well" if found["own"] and not found["provider"] else found["provider"],
        booking=found["booking"],
        came=found["came"],
    )


@dataclass(frozen=True)
class PlanSeen:
    """Somebody's plan to learn. `version` 0 is one that nobody has begun."""

    want: str = ""
    why: str = ""
    helps: str = ""
    know_by: str = ""
    steps: str = ""
    looked_back: str = ""
    shared: bool = False
    changed_at: datetime | None = None
    version: int = 0


async def plan(person: UUID, *, only_shared: bool = False) -> PlanSeen:
    """Somebody's plan, empty when they have none; for their worker only when they share it."""
    found = await row(
        """
        SELECT want, why, helps, know_by, steps, looked_back, shared, changed_at, version FROM learning_plan
        WHERE person = $1 AND (shared OR NOT $2)
        """,
        person,
        only_shared,
    )
    return PlanSeen(**found) if found else PlanSeen()
