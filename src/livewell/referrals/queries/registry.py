"""Invitations: who was invited, what they answered, and who should not be invited again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.kit import db
from livewell.kit.errors import NotFound
from livewell.referrals.queries.seen import area_filter
from livewell.referrals.rules import ANSWER_LABELS, REGISTER_LABELS, Register
from livewell.staff.rules import Member

PAGE = 50


@dataclass(frozen=True)
class Invitation:
    """One letter."""

    id: UUID
    batch: UUID
    name: str
    address: str
    postcode: str
    practice_name: str
    register: Register
    code: str
    invited_at: datetime
    answer: str
    answered_at: datetime | None
    referral: UUID | None

    @property
    def said(self) -> tuple[str, str]:
        """The answer in words, and its colour."""
        return ANSWER_LABELS[self.answer]

    @property
    def of(self) -> str:
        """The register in words."""
        return REGISTER_LABELS[self.register]


@dataclass(frozen=True)
class Invitations:
    """One page of letters, and how they were answered."""

    lines: Sequence[Invitation]
    total: int
    accepted: int
    declined: int

    @property
    def silent(self) -> int:
        """How many have not replied."""
        return self.total - self.accepted - self.declined


_INVITATION = """
    SELECT invitation.id, batch, person.first_name || ' ' || person.family_name AS name,
           CASE WHEN person.protected_address THEN '' ELSE person.address END AS address,
           CASE WHEN person.protected_address THEN '' ELSE person.postcode END AS postcode,
           practice.name AS practice_name, register, code, invited_at, answer, answered_at, referral
    FROM registry_invitation AS invitation
    JOIN person ON person.id = invitation.person
    JOIN practice ON practice.id = invitation.practice
    WHERE ($1::uuid IS NULL OR practice.area = $1)
"""


def _as_invitation(found: dict[str, Any]) -> Invitation:
    found["register"] = Register(found["register"])
    return Invitation(**found)


async def practices_of(user: Member) -> dict[UUID, str]:
    """The listed practices that a member of staff may invite for: id -> name."""
    found = await db.rows(
        "SELECT id, name FROM practice WHERE listed AND ($1::uuid IS NULL OR area = $1) ORDER BY lower(name)",
        area_filter(user),
    )
    return {one["id"]: one["name"] for one in found}


async def invitations(*, seen_by: Member, page: int) -> Invitations:
    """The newest letters first, of the practices in the asker's area."""
    area = area_filter(seen_by)
    counts = await db.row(
        """
        SELECT count(*) AS total, count(*) FILTER (WHERE answer = 'accepted') AS accepted,
               count(*) FILTER (WHERE answer = 'declined') AS declined
        FROM registry_invitation JOIN practice ON practice.id = practice
        WHERE $1::uuid IS NULL OR practice.area = $1
        """,
        area,
    )
    found = await db.rows(
        f"{_INVITATION} ORDER BY invited_at DESC, person.family_name, invitation.id LIMIT {PAGE} OFFSET $2",
        area,
        (page - 1) * PAGE,
    )
    return Invitations([_as_invitation(one) for one in found], **(counts or {"total": 0, "accepted": 0, "declined": 0}))


async def batch(batch_id: UUID, *, seen_by: Member) -> list[Invitation]:
    """The letters that were made together; NotFound when there are none that the asker may see."""
    found = await db.rows(
        f"{_INVITATION} AND batch = $2 ORDER BY person.family_name, invitation.id", area_filter(seen_by), batch_id
    )
    if not found:
        raise NotFound
    return [_as_invitation(one) for one in found]


async def letter(invitation_id: UUID, *, seen_by: Member) -> Invitation:
    """One letter; NotFound when there is none that the asker may see."""
    found = await db.row(f"{_INVITATION} AND invitation.id = $2", area_filter(seen_by), invitation_id)
    if found is None:
        raise NotFound
    return _as_invitation(found)


@dataclass(frozen=True)
class Here:
    """Why somebody on a register need not be invited."""

    why: str


async def here_already(nhs_numbers: Sequence[str]) -> dict[str, Here]:
    """Those of these people who are with Live Well, waiting for it, or invited and silent: NHS number -> why. One query."""
    found = await db.rows(
        """
        SELECT nhs_number,
               EXISTS (SELECT FROM journey WHERE journey.person = person.id AND closed_at IS NULL) AS with_us,
               EXISTS (
                   SELECT FROM referral WHERE referral.person = person.id AND status IN ('received', 'awaiting_information')
               ) AS waiting,
               EXISTS (SELECT FROM registry_invitation WHERE registry_invitation.person = person.id AND answer = '') AS invited,
               EXISTS (
                   SELECT FROM registry_invitation WHERE registry_invitation.person = person.id AND answer = 'declined'
               ) AS declined,
               never_contact
        FROM person WHERE nhs_number = ANY($1::text[])
        """,
        list(nhs_numbers),
    )
    said = (
        ("never_contact", "Asked never to be contacted"),
        ("with_us", "Is with Live Well now"),
        ("waiting", "Has been referred already"),
        ("invited", "Was invited and has not replied"),
        ("declined", "Was invited and said not now"),
    )
    whys = {one["nhs_number"]: next((why for name, why in said if one[name]), "") for one in found}
    return {number: Here(why) for number, why in whys.items() if why}


@dataclass(frozen=True)
class Asked:
    """An invitation as its code finds it."""

    id: UUID
    person: UUID
    practice: UUID
    practice_name: str
    register: Register
    answer: str
    born_on: date | None


async def by_code(code: str) -> Asked | None:
    """The invitation with this code, with the person as their record stands now; the date of birth is still to be checked."""
    found = await db.row(
        """
        SELECT invitation.id, person.id AS person, invitation.practice, practice.name AS practice_name,
               invitation.register, invitation.answer, person.born_on
        FROM registry_invitation AS invitation
        JOIN person ON person.id = coalesce(
            (SELECT joined.person FROM same_person AS joined
             WHERE joined.other = invitation.person AND joined.same AND joined.undone_at IS NULL LIMIT 1),
            invitation.person
        )
        JOIN practice ON practice.id = invitation.practice
        WHERE code = $1
        """,
        code,
    )
    if found is None:
        return None
    found["register"] = Register(found["register"])
    return Asked(**found)
