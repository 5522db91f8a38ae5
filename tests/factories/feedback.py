"""Referrals, journeys and messages for tests of what looks across: written straight into the tables, in any state."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from livewell.feedback.tables import Message
from livewell.journeys.tables import Journey, StageChange
from livewell.kit import clock, ids
from livewell.people.tables import Consent, Person
from livewell.referrals.tables import Referral
from livewell.sessions.tables import Session
from livewell.staff.rules import Member, Role
from tests.factories.staff import a_member

_number = count(1)


async def somebody(**changes: Any) -> UUID:
    """A person, with a name of their own."""
    number = next(_number)
    person = Person(
        **(
            {
                "id": uuid4(),
                "first_name": "Noor",
                "family_name": f"Fictional{number}",
                "born_on": date(1960, 5, 17),
                "phone": "01632 960123",
                "created_at": clock.now(),
            }
            | changes
        )
    )
    await person.save()
    return person.id


async def a_case(
    coach: Member,
    *,
    person: UUID | None = None,
    stage: str = "coaching",
    opened_at: datetime | None = None,
    **changes: Any,
) -> UUID:
    """A journey of this coach's area at a stage, with the changes that led there."""
    opened = opened_at or clock.now() - timedelta(days=20)
    closed = {"closed_at": clock.now(), "end_reason": "goals_met", "end_planned": True} if stage == "closed" else {}
    journey = Journey(
        **(
            {
                "id": uuid4(),
                "person": person or await somebody(),
                "area": coach.area,
                "stage": stage,
                "health_coach": coach.id,
                "opened_at": opened,
                "first_contact_due_on": (opened + timedelta(days=7)).date(),
                "reached_at": None if stage == "contacting" else opened + timedelta(days=2),
            }
            | closed
            | changes
        )
    )
    await journey.save()
    await StageChange(
        id=uuid4(), journey=journey.id, from_stage="", to_stage="contacting", changed_at=opened, changed_by=coach.id
    ).save()
    if stage != "contacting":
        await StageChange(
            id=uuid4(),
            journey=journey.id,
            from_stage="contacting",
            to_stage=stage,
            changed_at=opened + timedelta(days=2),
            changed_by=coach.id,
        ).save()
    return journey.id


async def a_sent_referral(
    referrer: Member | None, *, person: UUID | None = None, journey: UUID | None = None, **changes: Any
) -> UUID:
    """A referral in any state. One with a journey is accepted by that journey's coach."""
    now = clock.now()
    decided: dict[str, Any] = {}
    if journey is not None:
        on = await Journey.objects().where(Journey.id == journey).first()
        assert on is not None
        person = person or on.person
        decided = {
            "status": "accepted",
            "journey": journey,
            "area": on.area,
            "decided_at": on.opened_at,
            "decided_by": on.health_coach,
        }
    elif changes.get("status") == "declined":
        decided = {
            "decided_at": now,
            "decided_by": (await a_member(Role.HEALTH_COACH)).id,
            "decline_reason": "other_service",
        }
    referral = Referral(
        **(
            {
                "id": uuid4(),
                "reference": ids.new_reference(),
                "person": person or await somebody(),
                "practice": referrer.practice if referrer else None,
                "referrer": referrer.id if referrer else None,
                "referrer_type": "gp" if referrer else "self",
                "referrer_name": referrer.name if referrer else "",
                "pathway": "consultation",
                "reply_to": referrer.email if referrer else "",
                "needs": ["lonely"],
                "reason": "Would like company.",
                "safety": "none_known",
                "person_agrees": True,
                "received_at": now - timedelta(days=22),
                "triage_due_on": (now - timedelta(days=20)).date(),
            }
            | decided
            | changes
        )
    )
    await referral.save()
    return referral.id


async def a_no(person: UUID, kind: str = "tell_referrer", *, given: bool = False) -> None:
    """An answer about sharing: no, unless told otherwise."""
    await Consent(
        id=uuid4(), person=person, kind=kind, given=given, wording_version="2026-11", how="spoken", said_at=clock.now()
    ).save()


async def a_meeting(journey: UUID, worker: Member, **changes: Any) -> UUID:
    """A session held last week, unless told otherwise."""
    at = changes.pop("at", clock.now() - timedelta(days=7))
    session = Session(
        **(
            {
                "id": uuid4(),
                "journey": journey,
                "kind": "link_worker" if worker.role is Role.LINK_WORKER else "coach",
                "worker": worker.id,
                "status": "held",
                "planned_for": at,
                "place": "practice",
                "booked_at": at - timedelta(days=3),
                "booked_by": worker.id,
                "settled_at": at,
            }
            | changes
        )
    )
    await session.save()
    return session.id


async def a_message(**changes: Any) -> UUID:
    """A message that waits and is due."""
    now = clock.now()
    message = Message(
        **(
            {
                "id": uuid4(),
                "kind": "receipt",
                "cause": uuid4().hex,
                "to": "reception@heron.nhs.example",
                "subject": "Live Well LW-4F7K-92: received",
                "body": "Thank you.\n",
                "made_at": now,
                "due_at": now,
            }
            | changes
        )
    )
    await message.save()
    return message.id


async def the_message(message_id: UUID) -> Message:
    """The row as it stands now."""
    found = await Message.objects().where(Message.id == message_id).first()
    assert found is not None
    return found
