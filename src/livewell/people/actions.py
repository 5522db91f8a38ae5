"""Everything that changes a person's record: adding, changing, agreeing, and finding that two records are one."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock, db, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.people import queries
from livewell.people.forms import Details, changed, say_details, say_identity
from livewell.people.queries import KnownPerson
from livewell.people.rules import CONSENT_WORDING_VERSION, IDENTITY_LABELS, Agreed, Identity
from livewell.people.tables import IdentityCorrection, Person, SamePerson


async def find_or_add(
    *, identity: Identity, details: Details, agreed: Sequence[Agreed] = (), how: str = "form", by: Actor
) -> UUID:
    """
    The person with this NHS number, else a new record; and what they agreed to. Gives the person's id.

    The same NHS number with a date of birth that agrees, or one that is not known, is the same person; what we did not
    know of them is filled in, and nothing is written over. With another date of birth nobody is merged: a new record is
    made without the number, and triage sees the two side by side. Without a number a new record is always made.
    """
    async with transaction():
        number = identity.nhs_number
        added = await _add(identity, details, agreed, how, by)
        if added is None:
            # Somebody has the number already; whoever is adding them at this moment has been waited for.
            found = await _same_by_number(identity)
            if found is not None:
                await _come_again(found, identity, details, agreed, how, by)
                return found.id
            number = None
            added = await _add(replace(identity, nhs_number=None), details, agreed, how, by)
        if added is None:
            raise RuntimeError("A record without an NHS number cannot collide with another.")
        await news.tell(
            "person.added",
            subject=added,
            by=by,
            person=added,
            has_nhs_number=number is not None,
            given=_kinds(agreed, given=True),
            refused=_kinds(agreed, given=False),
        )
        return added


async def _same_by_number(identity: Identity) -> KnownPerson | None:
    """Who has the NHS number, held until the end, when the date of birth does not speak against it."""
    if identity.nhs_number is None:
        return None
    known = await queries.with_nhs_number(identity.nhs_number, hold=True)
    if known is None:
        return None
    born_on = known.identity.born_on
    unsaid = born_on is None or identity.born_on is None
    return known if unsaid or born_on == identity.born_on else None


async def _come_again(
    known: KnownPerson, identity: Identity, details: Details, agreed: Sequence[Agreed], how: str, by: Actor
) -> None:
    """
    Write down what was not known of somebody, and what they agreed to this time, in one statement.

    What is there already stays: a referral may be older than what we know.
    """
    changes = _missing(known, identity, details)
    if not changes and not agreed:
        return
    values: list[Any] = [known.id, *changes.values()]
    before = ""
    if changes:
        sets = ", ".join(f"{name} = ${place}" for place, name in enumerate(changes, start=2))
        before = f"WITH changed AS (UPDATE person SET {sets}, version = version + 1 WHERE id = $1) "  # noqa: S608
    await db.execute(
        before + _keep_answers("(SELECT $1::uuid AS id) AS known", "known.id", len(values)),
        *values,
        *_answers(agreed, how, by),
    )
    await news.tell(
        "person.details_changed" if changes else "person.consent_recorded",
        subject=known.id,
        by=by,
        person=known.id,
        fields=sorted(changes),
        given=_kinds(agreed, given=True),
        refused=_kinds(agreed, given=False),
    )


def _keep_answers(source: str, person: str, given: int) -> str:
    """SQL that keeps answers about sharing for `person` of `source`; its parameters follow the `given` ones."""
    kinds, answers, wording, to, how, at = (f"${given + place}" for place in range(1, 7))
    return f"""
        INSERT INTO consent (id, person, kind, given, wording_version, said_to, how, said_at)
        SELECT gen_random_uuid(), {person}, answer.kind, answer.given, {wording}, {to}, {how}, {at}
        FROM {source}, unnest({kinds}::text[], {answers}::boolean[]) AS answer (kind, given)
    """  # noqa: S608  Our own words only.


def _answers(agreed: Sequence[Agreed], how: str, by: Actor) -> tuple[Any, ...]:
    """The parameters of `_keep_answers`."""
    return (
        [str(one.kind) for one in agreed],
        [one.given for one in agreed],
        CONSENT_WORDING_VERSION,
        by.id if by.kind == "staff" else None,
        how,
        clock.now(),
    )


def _kinds(agreed: Sequence[Agreed], *, given: bool) -> list[str]:
    """What was agreed to, or what was not, as the news says it."""
    return [str(one.kind) for one in agreed if one.given is given]


def _missing(known: KnownPerson, identity: Identity, details: Details) -> dict[str, Any]:
    """The columns that are empty in what is known, and are not in what has come."""
    before = known.details
    changes: dict[str, Any] = {
        name: getattr(details, name)
        for name in ("preferred_name", "phone", "email", "address", "access_needs_detail")
        if not getattr(before, name) and getattr(details, name)
    }
    if not before.postcode and identity.postcode:
        changes["postcode"] = identity.postcode
    if known.identity.born_on is None and identity.born_on is not None:
        changes["born_on"] = identity.born_on
    if before.practice is None and not before.other_practice:
        if details.practice is not None:
            changes["practice"] = details.practice
        elif details.other_practice:
            changes["other_practice"] = details.other_practice
    more_needs = [need for need in details.access_needs if need not in before.access_needs]
    if more_needs:
        changes["access_needs"] = [str(need) for need in (*before.access_needs, *more_needs)]
    if details.needs_interpreter and not before.needs_interpreter:
        changes |= {"needs_interpreter": True, "language": details.language}
    return changes


async def _add(identity: Identity, details: Details, agreed: Sequence[Agreed], how: str, by: Actor) -> UUID | None:
    """A new record with what was agreed, in one statement; None when somebody has the NHS number already."""
    now = clock.now()
    columns: dict[str, object] = {
        **_columns(details),
        "id": uuid4(),
        "nhs_number": identity.nhs_number,
        "first_name": identity.first_name,
        "family_name": identity.family_name,
        "born_on": identity.born_on,
        "postcode": identity.postcode or details.postcode,
        "created_at": now,
        "version": 1,
    }
    names = ", ".join(columns)
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    added: UUID | None = await db.value(
        f"""
        WITH added AS (
            INSERT INTO person ({names}) VALUES ({places}) ON CONFLICT (nhs_number) DO NOTHING RETURNING id
        ), kept AS ({_keep_answers("added", "added.id", len(columns))})
        SELECT id FROM added
        """,  # noqa: S608  Our own words only.
        *columns.values(),
        *_answers(agreed, how, by),
    )
    return added


def _columns(details: Details) -> dict[str, object]:
    """Details as the columns of person."""
    columns: dict[str, object] = {one.name: getattr(details, one.name) for one in fields(Details)}
    return columns | {
        "preferred_contact": str(details.preferred_contact),
        "access_needs": [str(need) for need in details.access_needs],
    }


async def change_details(
    person_id: UUID, *, details: Details, version: int | None, practices: Mapping[UUID, str], by: Actor
) -> None:
    """
    Change how somebody is reached and what they need.

    Raises Stale, with both texts, when the record was changed since `version`; NotFound when there is no such person.
    `practices` is id -> name, to say both texts in words.
    """
    async with transaction():
        row = await Person.objects().where(Person.id == person_id).lock_rows("UPDATE").first()
        known = await queries.person(person_id)
        if row is None or known is None:
            raise NotFound
        if version != known.version:
            theirs, yours = say_details(known.details, practices), say_details(details, practices)
            differ = [label for label, words in yours.items() if theirs[label] != words]
            raise Stale({label: theirs[label] for label in differ}, {label: yours[label] for label in differ})
        names = changed(known.details, details)
        if not names:
            return
        await row.update_self(_columns(details) | {"version": known.version + 1})  # type: ignore[arg-type]
        await news.tell("person.details_changed", subject=person_id, by=by, person=person_id, fields=names)


_TAKEN = "23505"
"""What PostgreSQL says when a value must be the only one: https://www.postgresql.org/docs/current/errcodes-appendix.html"""


class NumberTaken(Exception):
    """Another record has this NHS number: whether the two are one person is for a coach to see."""

    def __init__(self, other: UUID) -> None:
        super().__init__("Another record has this NHS number.")
        self.other = other


async def correct_identity(
    person_id: UUID, *, identity: Identity, why: str, version: int | None, submission: UUID, by: Actor
) -> bool:
    """
    Put somebody's name, date of birth or NHS number right, and keep what it was. Gives whether anything was changed.

    The postcode of `identity` is not looked at. Sent twice, it is done once. Raises NumberTaken when another record has the
    number and was not joined to this one; Stale, with both texts, when the record was changed since `version`; NotFound.
    """
    try:
        async with transaction():
            before = await once.already_done(submission, "person.identity")
            if before is None:
                names = await _correct(person_id, identity, why, version, by)
                await once.remember(submission, "person.identity", before := " ".join(names))
            return bool(before)
    except Exception as error:
        if getattr(error, "sqlstate", "") != _TAKEN:
            raise
        raise RuleBroken("Somebody else wrote this NHS number down at the same moment. Please send it again.") from None


async def _correct(person_id: UUID, identity: Identity, why: str, version: int | None, by: Actor) -> list[str]:
    row = await Person.objects().where(Person.id == person_id).lock_rows("UPDATE").first()
    known = await queries.person(person_id)
    if row is None or known is None:
        raise NotFound
    if version != known.version:
        theirs, yours = say_identity(known.identity), say_identity(identity)
        differ = [label for label, words in yours.items() if theirs[label] != words]
        raise Stale({label: theirs[label] for label in differ}, {label: yours[label] for label in differ})
    changes = {
        name: (getattr(known.identity, name), getattr(identity, name))
        for name in IDENTITY_LABELS
        if getattr(known.identity, name) != getattr(identity, name)
    }
    if not changes:
        return []
    if "nhs_number" in changes and identity.nhs_number is not None:
        await _free_number(identity.nhs_number, person_id)
    new: dict[Any, Any] = {name: after for name, (_, after) in changes.items()}
    await row.update_self(new | {"version": known.version + 1})
    now = clock.now()
    await IdentityCorrection.insert(
        *(
            IdentityCorrection(
                id=uuid4(),
                person=person_id,
                field=name,
                was=str(was or ""),
                now=str(is_now or ""),
                why=why,
                corrected_at=now,
                corrected_by=by.staff_id,
            )
            for name, (was, is_now) in changes.items()
        )
    )
    await news.tell("person.identity_corrected", subject=person_id, by=by, person=person_id, fields=sorted(changes))
    return sorted(changes)


async def _free_number(number: str, person_id: UUID) -> None:
    """Make sure that nobody else has the number; a record that was joined to this one gives it up."""
    other = await queries.with_nhs_number(number, hold=True)
    if other is None or other.id == person_id:
        return
    joined = (
        await SamePerson.update({SamePerson.moved_nhs_number: True})
        .where(
            (SamePerson.person == person_id)
            & (SamePerson.other == other.id)
            & SamePerson.same.eq(True)
            & SamePerson.undone_at.is_null()
        )
        .returning(SamePerson.id)
    )
    if not joined:
        raise NumberTaken(other.id)
    await Person.update({Person.nhs_number: None}).where(Person.id == other.id)


async def record_consent(person_id: UUID, *, answers: Sequence[Agreed], how: str, by: Actor) -> None:
    """Keep what somebody said about sharing. `how` is form, spoken, written or via_referrer. Nothing is written over."""
    if not answers:
        return
    async with transaction():
        await db.execute(
            _keep_answers("(SELECT $1::uuid AS id) AS known", "known.id", 1), person_id, *_answers(answers, how, by)
        )
        await news.tell(
            "person.consent_recorded",
            subject=person_id,
            by=by,
            person=person_id,
            given=_kinds(answers, given=True),
            refused=_kinds(answers, given=False),
        )


async def decide_same(*, goes_on: UUID, other: UUID, moved: Sequence[UUID], by: Actor) -> UUID:
    """
    Keep the decision that two records are one person, and that `goes_on` is the record that goes on. Gives its id.

    `moved` are the referrals the caller takes over from `other`. An NHS number that only `other` has goes over too.
    """
    if by.id is None:
        raise RuleBroken("Only a member of staff can decide that two records are one person.")
    async with transaction():
        both = (
            await Person.objects()
            .where(Person.id.is_in(sorted((goes_on, other))))
            .order_by(Person.id)
            .lock_rows("UPDATE")
        )
        records = {one.id: one for one in both}
        if len(records) != 2:  # noqa: PLR2004  Two records are two.
            raise NotFound
        number = records[other].nhs_number
        moves_number = number is not None and records[goes_on].nhs_number is None
        if moves_number:
            await Person.update({Person.nhs_number: None}).where(Person.id == other)
            await Person.update({Person.nhs_number: number}).where(Person.id == goes_on)
        decision = SamePerson(
            person=goes_on,
            other=other,
            same=True,
            decided_at=clock.now(),
            decided_by=by.id,
            moved=list(moved),
            moved_nhs_number=moves_number,
        )
        await decision.save()
        await news.tell("person.found_same", subject=decision.id, by=by, person=goes_on, other=other)
        return decision.id


async def decide_different(*, person: UUID, other: UUID, by: Actor) -> None:
    """Keep the decision that two records are two people, so that nobody is asked again."""
    if by.id is None:
        raise RuleBroken("Only a member of staff can decide that two records are two people.")
    async with transaction():
        decision = SamePerson(person=person, other=other, same=False, decided_at=clock.now(), decided_by=by.id)
        await decision.save()
        await news.tell("person.found_different", subject=decision.id, by=by, person=person, other=other)


async def undo_same(decision_id: UUID, *, by: Actor) -> list[UUID]:
    """Take back that two records are one. Gives the referrals to move back to the other record."""
    async with transaction():
        decision = await db.row("SELECT * FROM same_person WHERE id = $1 FOR UPDATE", decision_id)
        if decision is None:
            raise NotFound
        if decision["undone_at"] is not None or not decision["same"]:
            raise RuleBroken("That decision was taken back already.")
        if decision["moved_nhs_number"]:
            number = await db.value("SELECT nhs_number FROM person WHERE id = $1", decision["person"])
            await Person.update({Person.nhs_number: None}).where(Person.id == decision["person"])
            await Person.update({Person.nhs_number: number}).where(Person.id == decision["other"])
        await SamePerson.update({SamePerson.undone_at: clock.now(), SamePerson.undone_by: by.id}).where(
            SamePerson.id == decision_id
        )
        await news.tell(
            "person.found_same_undone",
            subject=decision_id,
            by=by,
            person=decision["person"],
            other=decision["other"],
        )
        return list(decision["moved"])
