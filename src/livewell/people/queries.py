"""What is known of people: one person whole, what they agreed to, and who may be the same person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.kit import dates, db
from livewell.kit.nhs import say_nhs_number
from livewell.people.forms import Details
from livewell.people.likeness import Likeness, likeness, near_days
from livewell.people.rules import IDENTITY_LABELS, AccessNeed, ConsentKind, ContactMethod, Identity

MOST_CANDIDATES = 200
"""Records looked at for likeness: a common birthday and a block of flats stay well below it."""


@dataclass(frozen=True)
class KnownPerson:
    """One person's record."""

    id: UUID
    identity: Identity
    details: Details
    practice_name: str
    created_at: datetime
    version: int

    @property
    def name(self) -> str:
        """First and family name."""
        return f"{self.identity.first_name} {self.identity.family_name}"

    @property
    def called(self) -> str:
        """The name they like to be called by, else the first name."""
        return self.details.preferred_name or self.identity.first_name


@dataclass(frozen=True)
class PossibleDuplicate:
    """A record that may be the same person."""

    person: KnownPerson
    likeness: Likeness


@dataclass(frozen=True)
class ConsentAnswer:
    """The newest answer to one question about sharing."""

    kind: ConsentKind
    given: bool
    how: str
    wording_version: str
    said_at: datetime


_PERSON = """
    SELECT person.*, practice.name AS practice_name
    FROM person LEFT JOIN practice ON practice.id = person.practice
"""

# A record that a coach has found to be another's: it is not shown by itself any more.
GOES_ON_ELSEWHERE = "SELECT other FROM same_person WHERE same AND undone_at IS NULL"


def as_person(found: dict[str, Any]) -> KnownPerson:
    """A row of person, with practice_name, as the record it is."""
    return KnownPerson(
        id=found["id"],
        identity=Identity(
            found["nhs_number"], found["first_name"], found["family_name"], found["born_on"], found["postcode"]
        ),
        details=Details(
            preferred_name=found["preferred_name"],
            pronouns=found["pronouns"],
            phone=found["phone"],
            email=found["email"],
            address=found["address"],
            postcode=found["postcode"],
            practice=found["practice"],
            other_practice=found["other_practice"],
            preferred_contact=ContactMethod(found["preferred_contact"]),
            may_leave_voicemail=found["may_leave_voicemail"],
            may_text=found["may_text"],
            may_write=found["may_write"],
            when_not_to_contact=found["when_not_to_contact"],
            never_contact=found["never_contact"],
            language=found["language"],
            needs_interpreter=found["needs_interpreter"],
            access_needs=tuple(AccessNeed(need) for need in found["access_needs"]),
            access_needs_detail=found["access_needs_detail"],
            protected_address=found["protected_address"],
        ),
        practice_name=found["practice_name"] or found["other_practice"],
        created_at=found["created_at"],
        version=found["version"],
    )


async def person(person_id: UUID) -> KnownPerson | None:
    """One person's record, or None. Whether the asker may see it is for the route to know."""
    found = await db.row(f"{_PERSON} WHERE person.id = $1", person_id)
    return as_person(found) if found else None


async def with_nhs_number(nhs_number: str, *, hold: bool = False) -> KnownPerson | None:
    """Who has this NHS number. `hold` keeps the record from others until the transaction ends."""
    ending = "FOR UPDATE OF person" if hold else ""
    found = await db.row(f"{_PERSON} WHERE person.nhs_number = $1 {ending}", nhs_number)
    return as_person(found) if found else None


@dataclass(frozen=True)
class Correction:
    """One fact of somebody's identity that was put right."""

    field: str
    was: str
    now: str
    why: str
    corrected_at: datetime
    by_name: str

    @property
    def label(self) -> str:
        """What it is called on pages."""
        return IDENTITY_LABELS[self.field]

    @property
    def row(self) -> tuple[str, str, str, str, str]:
        """What it is, what it was and is now, why, and when and by whom: a row of a table on a page."""
        when = f"{dates.say_day(dates.london_day(self.corrected_at))}, {self.by_name}"
        return self.label, fact_in_words(self.field, self.was), fact_in_words(self.field, self.now), self.why, when


def fact_in_words(field: str, text: str) -> str:
    """A kept fact as people say it."""
    if not text:
        return "Not known"
    if field == "born_on":
        return dates.say_day(date.fromisoformat(text))
    return say_nhs_number(text) if field == "nhs_number" else text


async def corrections(person_id: UUID) -> list[Correction]:
    """What was put right of somebody's identity, the newest first."""
    found = await db.rows(
        """
        SELECT c.field, c.was, c.now, c.why, c.corrected_at, u.name AS by_name
        FROM identity_correction c JOIN staff_user u ON u.id = c.corrected_by
        WHERE c.person = $1 ORDER BY c.corrected_at DESC, c.field
        """,
        person_id,
    )
    return [Correction(**one) for one in found]


async def possible_duplicates(identity: Identity, *, apart_from: Sequence[UUID] = ()) -> list[PossibleDuplicate]:
    """
    Records whose facts are like these, the most alike first. One query; at most 200 records are compared.

    `apart_from` are records not to be shown, such as the person's own. Records already joined to another are left out.
    """
    days = sorted(near_days(identity.born_on)) if identity.born_on else []
    found = await db.rows(
        f"""
        {_PERSON}
        WHERE (person.nhs_number = $1 OR person.born_on = ANY($2::date[]) OR (person.postcode = $3 AND $3 <> ''))
          AND person.id <> ALL($4::uuid[])
          AND person.id NOT IN ({GOES_ON_ELSEWHERE})
        ORDER BY person.nhs_number IS NOT DISTINCT FROM $1 DESC, person.created_at
        LIMIT {MOST_CANDIDATES}
        """,
        identity.nhs_number,
        days,
        identity.postcode,
        list(apart_from),
    )
    alike = [
        PossibleDuplicate(one, likeness(identity, one.identity)) for one in (as_person(record) for record in found)
    ]
    order = list(Likeness)
    return sorted((one for one in alike if one.likeness is not Likeness.NO), key=lambda one: order.index(one.likeness))


async def decided(person_id: UUID) -> dict[UUID, bool]:
    """What was decided about this person and others: the other's id -> the same person, or not."""
    found = await db.rows(
        """
        SELECT CASE WHEN person = $1 THEN other ELSE person END AS about, same
        FROM same_person WHERE (person = $1 OR other = $1) AND undone_at IS NULL ORDER BY decided_at
        """,
        person_id,
    )
    return {record["about"]: record["same"] for record in found}


async def consents(person_id: UUID) -> dict[ConsentKind, ConsentAnswer]:
    """The newest answer of each kind, records joined to this one included."""
    found = await db.rows(
        """
        SELECT DISTINCT ON (kind) kind, given, how, wording_version, said_at
        FROM consent
        WHERE person = $1
           OR person IN (SELECT other FROM same_person WHERE person = $1 AND same AND undone_at IS NULL)
        ORDER BY kind, said_at DESC
        """,
        person_id,
    )
    answers = [
        ConsentAnswer(ConsentKind(one["kind"]), one["given"], one["how"], one["wording_version"], one["said_at"])
        for one in found
    ]
    return {answer.kind: answer for answer in answers}
