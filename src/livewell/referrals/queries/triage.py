"""The triage desk: the queue of an area, and one referral with everything that came with it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.kit import clock, db
from livewell.kit.dates import london_day
from livewell.kit.errors import NotFound
from livewell.people import queries as people
from livewell.people.queries import ConsentAnswer, KnownPerson, PossibleDuplicate
from livewell.people.rules import ConsentKind
from livewell.referrals.queries import people as known
from livewell.referrals.queries.people import Decision
from livewell.referrals.queries.seen import area_filter, may_triage
from livewell.referrals.rules import (
    LABELS,
    NEED_LABELS,
    REFERRER_LABELS,
    Need,
    ReferralStatus,
    ReferrerType,
    say_eligibility,
    say_wait,
)
from livewell.staff.rules import Member

PAGE = 25

TABS: dict[str, tuple[str, tuple[ReferralStatus, ...]]] = {
    "waiting": ("Waiting for a decision", (ReferralStatus.RECEIVED, ReferralStatus.AWAITING_INFORMATION)),
    "asked": ("Waiting for information", (ReferralStatus.AWAITING_INFORMATION,)),
    "accepted": ("Accepted", (ReferralStatus.ACCEPTED,)),
    "declined": ("Declined", (ReferralStatus.DECLINED,)),
}
"""The tabs of the queue: address -> what it says, and which referrals it lists."""


@dataclass(frozen=True)
class Waiting:
    """One line of the queue."""

    id: UUID
    reference: str
    name: str
    status: ReferralStatus
    area: str
    referrer: str
    needs: str
    urgent: bool
    safety: bool
    received_at: datetime
    triage_due_on: date
    decided_at: datetime | None
    days: int

    @property
    def overdue(self) -> bool:
        """Whether a coach should have looked at it by now."""
        return self.decided_at is None and clock.today() > self.triage_due_on

    @property
    def waited(self) -> str:
        """How long it has waited, in words."""
        return say_wait(self.days) + (" – overdue" if self.overdue else "")

    @property
    def tag(self) -> tuple[str, str]:
        """The status in words, and its colour."""
        return LABELS[self.status]


@dataclass(frozen=True)
class Queue:
    """One page of the queue, and how many there are under each tab."""

    lines: Sequence[Waiting]
    total: int
    counts: Mapping[str, int]


async def queue(*, seen_by: Member, tab: str, page: int) -> Queue:
    """The referrals of the asker's area: urgent first, then the longest wait. Two queries."""
    area = area_filter(seen_by)
    by_status = {
        one["status"]: one["number"]
        for one in await db.rows(
            "SELECT status, count(*) AS number FROM referral WHERE $1::uuid IS NULL OR area = $1 OR area IS NULL GROUP BY status",
            area,
        )
    }
    counts = {name: sum(by_status.get(status, 0) for status in statuses) for name, (_, statuses) in TABS.items()}
    statuses = TABS[tab][1]
    decided = ReferralStatus.ACCEPTED in statuses or ReferralStatus.DECLINED in statuses
    order = "decided_at DESC" if decided else "urgent DESC, received_at"
    found = await db.rows(
        f"""
        SELECT referral.id, reference, status, urgent, safety, received_at, triage_due_on, decided_at, needs,
               referrer_type, referrer_name, referrer_organisation, area.name AS area,
               person.first_name || ' ' || person.family_name AS name
        FROM referral JOIN person ON person.id = referral.person LEFT JOIN area ON area.id = referral.area
        WHERE ($1::uuid IS NULL OR referral.area = $1 OR referral.area IS NULL) AND status = ANY($2::text[])
        ORDER BY {order}, referral.id LIMIT $3 OFFSET $4
        """,  # noqa: S608  The order is one of our own two.
        area,
        [str(status) for status in statuses],
        PAGE,
        (page - 1) * PAGE,
    )
    return Queue([_line(one) for one in found], counts[tab], counts)


def _line(found: dict[str, Any]) -> Waiting:
    until = found["decided_at"] or clock.now()
    return Waiting(
        id=found["id"],
        reference=found["reference"],
        name=found["name"],
        status=ReferralStatus(found["status"]),
        area=found["area"] or "No area yet",
        referrer=say_referrer(found),
        needs=", ".join(NEED_LABELS[Need(need)] for need in found["needs"]),
        urgent=found["urgent"],
        safety=found["safety"] == "yes",
        received_at=found["received_at"],
        triage_due_on=found["triage_due_on"],
        decided_at=found["decided_at"],
        days=(london_day(until) - london_day(found["received_at"])).days,
    )


def say_referrer(found: Mapping[str, Any]) -> str:
    """Who referred, in words: their name and organisation, or "The person themself"."""
    kind = ReferrerType(found["referrer_type"])
    if kind == ReferrerType.SELF:
        return REFERRER_LABELS[kind]
    said = ", ".join(part for part in (found["referrer_name"], found["referrer_organisation"]) if part)
    return f"{said} ({REFERRER_LABELS[kind]})" if said else REFERRER_LABELS[kind]


@dataclass(frozen=True)
class Question:
    """Something a coach asked, and the answer."""

    id: UUID
    question: str
    asked_at: datetime
    asked_by: str
    answer: str
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True)
class Entry:
    """The form as it was sent."""

    channel: str
    as_sent: Mapping[str, Sequence[str]]
    sent_at: datetime


@dataclass(frozen=True)
class TriageReferral:
    """One referral, with everything that came with it."""

    id: UUID
    facts: Mapping[str, Any]
    """The columns of the referral, with area_name, practice_name, decided_by_name and coach_name."""
    status: ReferralStatus
    person: KnownPerson
    referrer: str
    eligibility: str
    waited: str
    overdue: bool
    entries: Sequence[Entry]
    questions: Sequence[Question]
    consents: Mapping[ConsentKind, ConsentAnswer]
    duplicates: Sequence[PossibleDuplicate]
    joined: Decision | None
    open_journey: bool

    @property
    def undecided(self) -> bool:
        """Whether triage still has to decide."""
        return self.status in {ReferralStatus.RECEIVED, ReferralStatus.AWAITING_INFORMATION}

    @property
    def tag(self) -> tuple[str, str]:
        """The status in words, and its colour."""
        return LABELS[self.status]


async def referral(referral_id: UUID, *, seen_by: Member) -> TriageReferral:
    """One referral for triage; NotFound when there is none that the asker may see. Eight queries."""
    facts = await db.row(
        """
        SELECT referral.*, area.name AS area_name, practice.name AS practice_name, decider.name AS decided_by_name,
               EXISTS (SELECT FROM journey WHERE journey.person = referral.person AND closed_at IS NULL) AS open_journey
        FROM referral
        LEFT JOIN area ON area.id = referral.area
        LEFT JOIN practice ON practice.id = referral.practice
        LEFT JOIN staff_user AS decider ON decider.id = referral.decided_by
        WHERE referral.id = $1
        """,
        referral_id,
    )
    if facts is None or not may_triage(seen_by, facts["area"]):
        raise NotFound
    person = await people.person(facts["person"])
    if person is None:
        raise NotFound
    status = ReferralStatus(facts["status"])
    until = facts["decided_at"] or clock.now()
    overdue = facts["decided_at"] is None and clock.today() > facts["triage_due_on"]
    days = (london_day(until) - london_day(facts["received_at"])).days
    return TriageReferral(
        id=referral_id,
        facts=facts,
        status=status,
        person=person,
        referrer=say_referrer(facts),
        eligibility=say_eligibility(eligible=facts["eligible"], why=facts["not_eligible_why"]),
        waited=say_wait(days) + (" – overdue" if overdue else ""),
        overdue=overdue,
        entries=await entries(referral_id),
        questions=await questions(referral_id),
        consents=await people.consents(person.id),
        duplicates=await known.possible_duplicates(person.id, person.identity),
        joined=await known.joined_to(person.id),
        open_journey=facts["open_journey"],
    )


async def entries(referral_id: UUID) -> list[Entry]:
    """The forms of a referral as they were sent."""
    found = await db.rows(
        "SELECT channel, as_sent, sent_at FROM referral_entry WHERE referral = $1 ORDER BY sent_at", referral_id
    )
    return [Entry(one["channel"], json.loads(one["as_sent"]), one["sent_at"]) for one in found]


async def questions(referral_id: UUID) -> list[Question]:
    """What was asked about a referral, oldest first."""
    found = await db.rows(
        """
        SELECT information_request.id, question, asked_at, asker.name AS asked_by, answer, answered_at,
               coalesce(answerer.name, '') AS answered_by
        FROM information_request
        JOIN staff_user AS asker ON asker.id = asked_by
        LEFT JOIN staff_user AS answerer ON answerer.id = answered_by
        WHERE referral = $1 ORDER BY asked_at
        """,
        referral_id,
    )
    return [Question(**one) for one in found]
