"""One journey: what a page needs to know of it, what happened on it, and who could work on it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.journeys import rules
from livewell.journeys.queries.seen import seen_by_sql
from livewell.journeys.rules import ContactOutcome, Stage
from livewell.kit import db
from livewell.kit.actor import Actor, Resident
from livewell.kit.errors import NotFound, RuleBroken
from livewell.people.rules import CONTACT_LABELS, ContactMethod
from livewell.places.queries import setting
from livewell.staff.rules import Member


@dataclass(frozen=True)
class JourneyFacts:
    """A journey and the few things about its person that every page beside it needs."""

    id: UUID
    person: UUID
    person_name: str
    """As they like to be called, with the family name."""
    called: str
    """What to call them: the preferred name, else the first."""
    initials: str
    never_contact: bool
    stage: Stage
    area: UUID
    area_name: str
    practice: UUID | None
    practice_name: str
    health_coach: UUID | None
    health_coach_name: str
    link_worker: UUID | None
    link_worker_name: str
    opened_at: datetime
    first_contact_due_on: date
    reached_at: datetime | None
    closed_at: datetime | None
    end_reason: str
    end_planned: bool | None
    previous: UUID | None
    reference: str
    """Of the first referral that led to it; empty when there is none."""
    version: int

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.stage is not Stage.CLOSED

    @property
    def is_contacting(self) -> bool:
        """Whether nobody has spoken with the person yet."""
        return self.stage is Stage.CONTACTING

    @property
    def is_with_link_worker(self) -> bool:
        """Whether a link worker has taken the person on."""
        return self.stage is Stage.LINK_WORK

    @property
    def stage_label(self) -> tuple[str, str]:
        """The words and the colour of the stage."""
        return rules.LABELS[self.stage]


@dataclass(frozen=True)
class Attempt:
    """One try at making contact, in words."""

    tried_at: datetime
    by_name: str
    method: str
    outcome: ContactOutcome
    outcome_label: str
    note: str


@dataclass(frozen=True)
class Worker:
    """Somebody a journey could be given to."""

    id: UUID
    name: str
    role: str
    open_journeys: int


@dataclass(frozen=True)
class Panel:
    """What journeys/_stage_panel.html shows."""

    journey: JourneyFacts
    attempts: list[Attempt]
    guide: int
    """How many attempts are usual."""
    suggested_ending: str
    """The code of an ending the attempts suggest, or empty."""
    suggestion: str
    """The sentence that goes with it."""


_FACTS = """
    SELECT j.id, j.person, j.stage, j.area, a.name AS area_name, j.practice, coalesce(pr.name, '') AS practice_name,
           j.health_coach, coalesce(hc.name, '') AS health_coach_name,
           j.link_worker, coalesce(lw.name, '') AS link_worker_name,
           j.opened_at, j.first_contact_due_on, j.reached_at, j.closed_at, j.end_reason, j.end_planned, j.previous,
           j.version, p.first_name, p.family_name, p.preferred_name, p.never_contact,
           coalesce((SELECT r.reference FROM referral r WHERE r.journey = j.id ORDER BY r.received_at LIMIT 1), '')
               AS reference
      FROM journey j
      JOIN person p ON p.id = j.person
      JOIN area a ON a.id = j.area
      LEFT JOIN practice pr ON pr.id = j.practice
      LEFT JOIN staff_user hc ON hc.id = j.health_coach
      LEFT JOIN staff_user lw ON lw.id = j.link_worker
"""


def _facts(row: dict[str, Any]) -> JourneyFacts:
    called = row.pop("preferred_name") or row["first_name"]
    first, family = row.pop("first_name"), row.pop("family_name")
    return JourneyFacts(
        **{**row, "stage": Stage(row["stage"])},
        person_name=f"{called} {family}",
        called=called,
        initials=f"{first[:1]}{family[:1]}".upper(),
    )


async def journey(journey_id: UUID, seen_by: Member) -> JourneyFacts:
    """One journey. NotFound when there is none such, or none that `seen_by` may see: the answer is the same."""
    condition, args = seen_by_sql(seen_by, "j", 2)
    found = await db.row(f"{_FACTS} WHERE j.id = $1 AND {condition}", journey_id, *args)
    if found is None:
        raise NotFound
    return _facts(found)


async def journey_for(journey_id: UUID, by: Actor, *, open_only: bool = True, alone: bool = False) -> JourneyFacts:
    """
    The journey that `by` is about to work on, held so that it cannot end meanwhile; call inside a transaction.

    It is held before anything that belongs to it, so that nobody waits for each other in a circle. `alone` lets others
    who count or number things on it wait their turn.

    NotFound when `by` may not see it; RuleBroken when it has ended and `open_only` says that matters.
    """
    condition, args = "FALSE", list[UUID]()
    if isinstance(by, Member):
        condition, args = seen_by_sql(by, "j", 2)
    elif isinstance(by, Resident):  # A person may work on their own journey, as far as an action lets them.
        condition, args = "j.person = $2", [by.person]
    elif by.kind == "system":
        condition = "TRUE"
    lock = "NO KEY UPDATE" if alone else "SHARE"
    found = await db.row(f"{_FACTS} WHERE j.id = $1 AND {condition} FOR {lock} OF j", journey_id, *args)
    if found is None:
        raise NotFound
    facts = _facts(found)
    if open_only and not facts.is_open:
        raise RuleBroken("This journey has ended, so nothing new can be written on it. A new referral opens a new one.")
    return facts


async def panel(journey_id: UUID, seen_by: Member) -> Panel:
    """Where the journey stands, who has it, and the attempts to make contact so far, the newest first."""
    facts = await journey(journey_id, seen_by)
    attempts = [
        Attempt(
            tried_at=row["tried_at"],
            by_name=row["by_name"],
            method=CONTACT_LABELS[ContactMethod(row["method"])],
            outcome=ContactOutcome(row["outcome"]),
            outcome_label=rules.CONTACT_OUTCOMES[ContactOutcome(row["outcome"])],
            note=row["note"],
        )
        for row in await db.rows(
            """
            SELECT c.tried_at, s.name AS by_name, c.method, c.outcome, c.note
              FROM contact_attempt c JOIN staff_user s ON s.id = c.tried_by
             WHERE c.journey = $1 ORDER BY c.tried_at DESC, c.id
            """,
            journey_id,
        )
    ]
    guide = await setting("contact_attempts_guide")
    suggested = rules.suggested_ending(facts.stage, [attempt.outcome for attempt in attempts], guide)
    return Panel(
        journey=facts,
        attempts=attempts,
        guide=guide,
        suggested_ending=suggested.value if suggested else "",
        suggestion=rules.SUGGESTIONS[suggested] if suggested else "",
    )


async def workers_of_area(area: UUID) -> list[Worker]:
    """The active coaches and link workers of an area by name, with how many open journeys each has."""
    return [
        Worker(**row)
        for row in await db.rows(
            """
            SELECT s.id, s.name, s.role,
                   (SELECT count(*) FROM journey j WHERE j.closed_at IS NULL
                       AND (CASE s.role WHEN 'link_worker' THEN j.link_worker ELSE j.health_coach END) = s.id)
                   AS open_journeys
              FROM staff_user s
             WHERE s.active AND s.area = $1 AND s.role IN ('health_coach', 'link_worker')
             ORDER BY s.name, s.id
            """,
            area,
        )
    ]
