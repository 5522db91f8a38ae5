"""Reviews and endings as pages show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.journeys.queries import seen_by_sql
from livewell.journeys.rules import END_REASONS, EndReason, Stage
from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.outcomes.rules import EXPECTATION_LABELS, WHAT_NEXT_LABELS, Expectation, WhatNext
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member


@dataclass(frozen=True)
class EndingFacts:
    """How a journey ended."""

    journey: UUID
    reason: EndReason
    planned: bool
    groups_before: int | None
    groups_now: int | None
    what_next: tuple[WhatNext, ...]
    what_next_detail: str
    may_contact_about_volunteering: bool
    expectation: Expectation
    expectation_words: str
    persons_words: str
    may_share_words: bool
    summary: str
    ask_of_practice: str
    written_at: datetime
    written_by: UUID
    written_by_name: str

    @property
    def reason_label(self) -> str:
        """Why, in words."""
        return END_REASONS[self.reason]

    @property
    def what_next_labels(self) -> tuple[str, ...]:
        """What comes next, in words."""
        return tuple(WHAT_NEXT_LABELS[one] for one in self.what_next)

    @property
    def expectation_label(self) -> str:
        """Whether it was what they expected, in words."""
        return EXPECTATION_LABELS[self.expectation]


async def ending(journey_id: UUID) -> EndingFacts | None:
    """The ending of a journey, None while it has none. Ask first who may see the journey."""
    found = await row(
        """
        SELECT e.*, j.end_reason, j.end_planned, s.name AS written_by_name
        FROM ending e JOIN journey j ON j.id = e.journey JOIN staff_user s ON s.id = e.written_by
        WHERE e.journey = $1
        """,
        journey_id,
    )
    return _ending(found) if found else None


def _ending(found: dict[str, Any]) -> EndingFacts:
    return EndingFacts(
        journey=found["journey"],
        reason=EndReason(found["end_reason"]),
        planned=bool(found["end_planned"]),
        groups_before=found["groups_before"],
        groups_now=found["groups_now"],
        what_next=tuple(WhatNext(one) for one in found["what_next"]),
        what_next_detail=found["what_next_detail"],
        may_contact_about_volunteering=found["may_contact_about_volunteering"],
        expectation=Expectation(found["expectation"]),
        expectation_words=found["expectation_words"],
        persons_words=found["persons_words"],
        may_share_words=found["may_share_words"],
        summary=found["summary"],
        ask_of_practice=found["ask_of_practice"],
        written_at=found["written_at"],
        written_by=found["written_by"],
        written_by_name=found["written_by_name"],
    )


@dataclass(frozen=True)
class ReviewFacts:
    """One look back and ahead."""

    persons_words: str
    agreed: str
    groups_now: int | None
    at: datetime
    by: UUID
    by_name: str


async def reviews(journey_id: UUID) -> tuple[ReviewFacts, ...]:
    """The reviews of a journey, the newest first. Ask first who may see the journey."""
    found = await rows(
        """
        SELECT r.persons_words, r.agreed, r.groups_now, r.reviewed_at AS at, r.reviewed_by AS by, s.name AS by_name
        FROM review r JOIN staff_user s ON s.id = r.reviewed_by WHERE r.journey = $1 ORDER BY r.reviewed_at DESC, r.id
        """,
        journey_id,
    )
    return tuple(ReviewFacts(**one) for one in found)


@dataclass(frozen=True)
class BookedSession:
    """A session that is still to come."""

    id: UUID
    planned_for: datetime
    worker_name: str


async def booked_sessions(journey_id: UUID) -> tuple[BookedSession, ...]:
    """The sessions still to come, the next first: an ending cancels them or waits for them."""
    found = await rows(
        """
        SELECT x.id, x.planned_for, s.name AS worker_name FROM session x JOIN staff_user s ON s.id = x.worker
        WHERE x.journey = $1 AND x.status = 'booked' AND x.planned_for > $2 ORDER BY x.planned_for
        """,
        journey_id,
        clock.now(),
    )
    return tuple(BookedSession(**one) for one in found)


@dataclass(frozen=True)
class Panel:
    """What a person's page shows of reviews and the ending."""

    journey: UUID
    journey_open: bool
    reached: bool
    reviews: tuple[ReviewFacts, ...]
    ending: EndingFacts | None
    reopened_why: str
    may_reopen: bool


async def panel(journey_id: UUID, *, seen_by: Member) -> Panel:
    """The reviews and the ending of a journey. NotFound when it is not theirs to see."""
    condition, args = seen_by_sql(seen_by, "j", 2)
    journey = await row(
        f"""
        SELECT j.stage, coalesce(r.why, '') AS why,
               EXISTS (SELECT 1 FROM journey o WHERE o.person = j.person AND o.closed_at IS NULL) AS open_now
        FROM journey j LEFT JOIN reopening r ON r.journey = j.id WHERE j.id = $1 AND {condition}
        """,  # noqa: S608  The condition is ours, its values are parameters.
        journey_id,
        *args,
    )
    if journey is None:
        raise NotFound
    return Panel(
        journey=journey_id,
        journey_open=journey["stage"] != Stage.CLOSED,
        reached=journey["stage"] != Stage.CONTACTING,
        reviews=await reviews(journey_id),
        ending=await ending(journey_id),
        reopened_why=journey["why"],
        may_reopen=not journey["open_now"] and Permission.TRIAGE in seen_by.can,
    )
