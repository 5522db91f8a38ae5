"""The people behind referrals: coaches who take them on, and records that may be one person."""

from dataclasses import dataclass
from uuid import UUID

from livewell.journeys.queries import seen_by_sql
from livewell.kit import db
from livewell.kit.errors import NotFound, RuleBroken
from livewell.people import queries as people
from livewell.people.queries import PossibleDuplicate
from livewell.people.rules import Identity
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member, Role


@dataclass(frozen=True)
class Coach:
    """A health coach who is working now."""

    id: UUID
    name: str
    area: UUID | None


@dataclass(frozen=True)
class Decision:
    """Two records were found to be one person."""

    id: UUID
    goes_on: UUID
    other: UUID
    can_be_undone: bool


@dataclass(frozen=True)
class OwnReferral:
    """What a practice is told of a referral of its own: never more than it sent."""

    id: UUID
    reference: str
    received_at: object


async def coach(coach_id: UUID) -> Coach | None:
    """A working health coach by id, or None."""
    found = await db.row(
        "SELECT id, name, area FROM staff_user WHERE id = $1 AND role = $2 AND active", coach_id, Role.HEALTH_COACH
    )
    return Coach(**found) if found else None


async def coaches() -> list[Coach]:
    """Every working health coach, by name."""
    found = await db.rows(
        "SELECT id, name, area FROM staff_user WHERE role = $1 AND active ORDER BY name", Role.HEALTH_COACH
    )
    return [Coach(**one) for one in found]


async def practice_of(person: UUID) -> UUID | None:
    """The listed practice where a person is registered, or None."""
    practice: UUID | None = await db.value("SELECT practice FROM person WHERE id = $1", person)
    return practice


async def possible_duplicates(person: UUID, identity: Identity) -> list[PossibleDuplicate]:
    """Records like this person's that nobody has decided about yet."""
    settled = await people.decided(person)
    return await people.possible_duplicates(identity, apart_from=[person, *settled])


async def may_compare(person: UUID, other: UUID) -> None:
    """Raise RuleBroken unless `other` is a possible duplicate of `person` that is still to be decided."""
    known = await people.person(person)
    if known is None:
        raise NotFound
    if other not in {one.person.id for one in await possible_duplicates(person, known.identity)}:
        raise RuleBroken("Those two records are not alike, or somebody has decided about them already.")


async def which_goes_on(person: UUID, other: UUID) -> tuple[UUID, UUID]:
    """The record that goes on and the one that gives up its referrals: with a journey, else the older."""
    await may_compare(person, other)
    found = await db.rows(
        """
        SELECT person.id, EXISTS (SELECT FROM journey WHERE journey.person = person.id) AS has_journey
        FROM person WHERE id IN ($1, $2) ORDER BY created_at, id
        """,
        person,
        other,
    )
    older, newer = found
    if older["has_journey"] and newer["has_journey"]:
        raise RuleBroken("Both records have a journey, so they cannot be joined. Tell your manager about both.")
    if newer["has_journey"]:
        return newer["id"], older["id"]
    return older["id"], newer["id"]


@dataclass(frozen=True)
class SamePlace:
    """Where two records that may be one can be looked at, by whoever asks."""

    journey: UUID | None
    """A journey of the other record that they may see."""
    referrals: list[tuple[str, UUID]]
    """Reference and id of each referral of either that waits for triage and is theirs to decide on."""


async def where_compared(person: UUID, other: UUID, *, seen_by: Member) -> SamePlace:
    """Where `seen_by` may look at the other record, and compare and join the two."""
    visible, args = seen_by_sql(seen_by, "j", 2)
    journey = await db.value(
        f"SELECT j.id FROM journey j WHERE j.person = $1 AND {visible} ORDER BY j.opened_at DESC LIMIT 1",  # noqa: S608  Our own words.
        other,
        *args,
    )
    everywhere = seen_by.role is Role.MANAGER
    found = await db.rows(
        """
        SELECT r.id, r.reference FROM referral r
        WHERE r.person = ANY($1) AND r.decided_at IS NULL AND ($2 OR r.area IS NULL OR r.area = $3)
        ORDER BY r.received_at
        """,
        [person, other],
        everywhere,
        seen_by.area,
    )
    waiting = found if Permission.TRIAGE in seen_by.can else []
    return SamePlace(journey, [(one["reference"], one["id"]) for one in waiting])


async def joined_to(person: UUID) -> Decision | None:
    """The newest decision that joined another record to this person's, if it still stands."""
    found = await db.row(
        """
        SELECT id, person AS goes_on, other, NOT EXISTS (
            SELECT FROM referral WHERE referral.id = ANY(same_person.moved) AND referral.journey IS NOT NULL
        ) AS can_be_undone
        FROM same_person WHERE same AND undone_at IS NULL AND person = $1 ORDER BY decided_at DESC LIMIT 1
        """,
        person,
    )
    return Decision(**found) if found else None


async def own_referrals(persons: list[UUID], practice: UUID | None, sender: UUID | None) -> list[OwnReferral]:
    """The referrals of these people that this practice, or this member of staff, sent: newest first."""
    found = await db.rows(
        """
        SELECT id, reference, received_at FROM referral
        WHERE person = ANY($1::uuid[]) AND (practice = $2 OR referrer = $3) ORDER BY received_at DESC LIMIT 5
        """,
        persons,
        practice,
        sender,
    )
    return [OwnReferral(**one) for one in found]
