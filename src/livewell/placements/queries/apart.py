"""Who is kept apart from whom: that it is so, for whoever works with the person; why, for the safety team alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.journeys import queries as journeys
from livewell.kit.db import rows
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member


@dataclass(frozen=True)
class Apart:
    """A volunteer who is never matched with this person. `why` is "" for whoever may not read it."""

    id: UUID
    volunteer_name: str
    why: str
    noted_at: datetime
    noted_by: str


@dataclass(frozen=True)
class ApartPage:
    """Who is kept apart from a person, and whom one could name."""

    journey: UUID
    called: str
    apart: tuple[Apart, ...]
    volunteers: tuple[tuple[str, str], ...]
    may_end: bool


async def apart_from(journey_id: UUID, *, seen_by: Member) -> ApartPage:
    """The page of one person. Raises `NotFound` when the journey is not theirs to see."""
    facts = await journeys.journey(journey_id, seen_by)
    reads = Permission.HANDLE_SAFETY in seen_by.can
    found = await rows(
        """
        SELECT d.id, coalesce(nullif(v.name, ''), 'Somebody who has left') AS volunteer_name,
               CASE WHEN $2 THEN d.why ELSE '' END AS why, d.noted_at, s.name AS noted_by
        FROM do_not_match d JOIN volunteer v ON v.id = d.volunteer JOIN staff_user s ON s.id = d.noted_by
        WHERE d.person IN (SELECT records_of_person($1)) AND d.ended_at IS NULL ORDER BY d.noted_at DESC
        """,
        facts.person,
        reads,
    )
    named = await rows(
        """
        SELECT id, name FROM volunteer
        WHERE forgotten_at IS NULL AND stage NOT IN ('declined') AND id NOT IN (
            SELECT volunteer FROM do_not_match WHERE person IN (SELECT records_of_person($1)) AND ended_at IS NULL
        )
        ORDER BY lower(name), id LIMIT 2000
        """,
        facts.person,
    )
    return ApartPage(
        journey_id,
        facts.called,
        tuple(Apart(**one) for one in found),
        tuple((str(one["id"]), one["name"]) for one in named),
        reads,
    )
