"""Sessions for tests: booked and held by the same actions the product uses."""

from datetime import datetime, timedelta
from uuid import UUID

from livewell.kit import clock
from livewell.sessions import actions
from livewell.sessions.actions import Booking, HeldNote
from livewell.sessions.rules import Place, Purpose
from livewell.sessions.tables import Session
from livewell.staff.rules import Member


def a_booking(at: datetime | None = None, **changes: object) -> Booking:
    """A booking for tomorrow at this time, unless told otherwise."""
    return Booking(**({"planned_for": at or clock.now() + timedelta(days=1), "place": Place.PRACTICE} | changes))  # type: ignore[arg-type]


def a_note(**changes: object) -> HeldNote:
    """What is said after a session that went well."""
    return HeldNote(
        **(  # type: ignore[arg-type]
            {
                "purposes": [Purpose.GETTING_TO_KNOW],
                "place": Place.PRACTICE,
                "notes": "Talked about the allotment.",
                "shared_note": "We met.",
            }
            | changes
        )
    )


async def a_session(journey: UUID, by: Member, at: datetime | None = None, **changes: object) -> UUID:
    """A booked session of `by`; for a day gone by when `at` says so."""
    return await actions.book(journey, booking=a_booking(at, **changes), beyond_guide_why="A test asks for it.", by=by)


async def a_held_session(journey: UUID, by: Member, at: datetime | None = None, **note: object) -> UUID:
    """A session that took place, an hour ago unless told otherwise."""
    session = await a_session(journey, by, at or clock.now() - timedelta(hours=1))
    await actions.hold(session, note=a_note(**note), version=1, by=by)
    return session


async def the_session(session_id: UUID) -> Session:
    """The row as it stands now."""
    found = await Session.objects().where(Session.id == session_id).first()
    assert found is not None
    return found
