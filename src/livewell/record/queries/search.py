"""Finding a person by name, date of birth, NHS number or reference, among those somebody may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from livewell.journeys.queries import seen_by_sql
from livewell.journeys.rules import LABELS as STAGE_LABELS
from livewell.journeys.rules import Stage
from livewell.kit import db
from livewell.people.queries import GOES_ON_ELSEWHERE
from livewell.record.rules import MOST_FOUND, Wanted, name_words
from livewell.referrals.rules import LABELS as STATUS_LABELS
from livewell.referrals.rules import ReferralStatus
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member, Role

# As the index person_names has it: small letters, no accents, a space before each word.
_NAMES = "names_of_person(p.first_name, p.preferred_name, p.family_name)"


@dataclass(frozen=True)
class FoundPerson:
    """One line of the results: who it is, and where their record or their referral is."""

    person: UUID
    name: str
    legal_name: str
    """First and family name, where they like to be called otherwise; else empty."""
    born_on: date | None
    nhs_number: str
    never_contact: bool
    where: str
    """The area, and the practice when it is known."""
    tag: tuple[str, str]
    href: str


async def people(wanted: Wanted, *, seen_by: Member) -> tuple[FoundPerson, ...]:
    """
    At most 25 people who fit everything that was asked for, the likeliest first.

    Somebody is found by a journey this member may see; who triages also finds those of their area who still wait.
    A name fits when every word of it begins a word of the person's name, without regard to accents.
    """
    if wanted.is_empty:
        return ()
    conditions, args = _conditions(wanted)
    visible, more = seen_by_sql(seen_by, "j", len(args) + 1)
    args += more
    waiting = "FALSE"
    if Permission.TRIAGE in seen_by.can:
        if seen_by.role is Role.MANAGER:
            waiting = "TRUE"
        else:
            args.append(seen_by.area)
            waiting = f"(r.area IS NULL OR r.area = ${len(args)})"
    found = await db.rows(
        f"""
        SELECT p.id AS person, p.first_name, p.preferred_name, p.family_name, p.born_on, p.never_contact,
               coalesce(p.nhs_number, '') AS nhs_number, coalesce(pr.name, p.other_practice) AS practice,
               j.id AS journey, j.stage, a.name AS area, w.id AS referral, w.status
        FROM person p
        LEFT JOIN LATERAL (
            SELECT j.id, j.stage, j.area FROM journey j WHERE j.person = p.id AND {visible}
            ORDER BY j.closed_at IS NOT NULL, j.opened_at DESC LIMIT 1
        ) AS j ON true
        LEFT JOIN LATERAL (
            SELECT r.id, r.status, r.area FROM referral r
            WHERE r.person = p.id AND r.journey IS NULL AND {waiting} ORDER BY r.received_at DESC LIMIT 1
        ) AS w ON j.id IS NULL
        LEFT JOIN area a ON a.id = coalesce(j.area, w.area)
        LEFT JOIN practice pr ON pr.id = p.practice
        WHERE {conditions} AND (j.id IS NOT NULL OR w.id IS NOT NULL) AND p.id NOT IN ({GOES_ON_ELSEWHERE})
        ORDER BY (j.id IS NOT NULL AND j.stage <> 'closed') DESC, p.family_name, p.first_name, p.id
        LIMIT {MOST_FOUND}
        """,  # noqa: S608  Only our own words and numbers stand in it.
        *args,
    )
    return tuple(_found(row) for row in found)


def _conditions(wanted: Wanted) -> tuple[str, list[Any]]:
    parts: list[str] = []
    args: list[Any] = []
    words = name_words(wanted.name)
    if wanted.name and not words:
        return "FALSE", []
    for word in words:
        # Each by itself: an index answers one LIKE, and not ALL of many.
        args.append(_begins(word))
        parts.append(f"{_NAMES} LIKE plain_words(${len(args)})")
    if wanted.born_on:
        args.append(wanted.born_on)
        parts.append(f"p.born_on = ${len(args)}")
    if wanted.nhs_number:
        args.append(wanted.nhs_number)
        parts.append(f"p.nhs_number = ${len(args)}")
    if wanted.reference:
        args.append(wanted.reference)
        parts.append(f"p.id = (SELECT person FROM referral WHERE reference = ${len(args)})")  # noqa: S608  A number.
    return " AND ".join(parts), args


def _begins(word: str) -> str:
    return "% " + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def _found(row: dict[str, Any]) -> FoundPerson:
    called = row["preferred_name"]
    legal = f"{row['first_name']} {row['family_name']}"
    if row["journey"]:
        tag, href = STAGE_LABELS[Stage(row["stage"])], f"/journeys/{row['journey']}"
    else:
        tag, href = STATUS_LABELS[ReferralStatus(row["status"])], f"/triage/{row['referral']}"
    return FoundPerson(
        person=row["person"],
        name=f"{called or row['first_name']} {row['family_name']}",
        legal_name=legal if called and called != row["first_name"] else "",
        born_on=row["born_on"],
        nhs_number=row["nhs_number"],
        never_contact=row["never_contact"],
        where=", ".join(part for part in (row["area"], row["practice"]) if part),
        tag=tag,
        href=href,
    )
