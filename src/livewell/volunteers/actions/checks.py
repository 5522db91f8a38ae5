"""DBS checks that were seen, what was on them, and what was decided about it."""

from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock, news, once
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member
from livewell.volunteers.actions.held import CHANGED, check_runs, held
from livewell.volunteers.actions.stages import look_again
from livewell.volunteers.forms.desk import CheckSeen, Weighed
from livewell.volunteers.rules import CLOSED, Stage, disclosures
from livewell.volunteers.rules.gate import last_day_of_check


async def note_check(volunteer_id: UUID, seen: CheckSeen, *, submission: UUID, by: Member) -> UUID:
    """
    Write down a certificate that was shown: level, day and last four digits.

    With something on it, it counts for nothing until somebody named for it has decided.
    """
    check_runs(by)
    async with transaction():
        before = await once.already_done(submission, "volunteer.check_seen")
        if before is not None:
            return UUID(before)
        who = await held(volunteer_id)
        if Stage(who["stage"]) in CLOSED:
            raise RuleBroken("Their way has ended. Begin it again first.")
        made = uuid4()
        await execute(
            """
            INSERT INTO volunteer_check (id, volunteer, level, certificate_on, last_digits, update_service, update_checked_on,
                                         ends_on, disclosed, counts, seen_on, noted_at, noted_by, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)
            """,
            made,
            volunteer_id,
            seen.level.value,
            seen.certificate_on,
            seen.last_digits,
            seen.update_service,
            seen.update_checked_on,
            last_day_of_check(seen.certificate_on, seen.update_checked_on),
            seen.disclosed,
            not seen.disclosed,
            clock.today(),
            clock.now(),
            by.staff_id,
        )
        await news.tell("volunteer.check_seen", subject=volunteer_id, by=by, check=made, level=seen.level.value)
        await once.remember(submission, "volunteer.check_seen", str(made))
    return made


async def look_up(check_id: UUID, *, still_clear: bool, version: int | None, by: Member) -> None:
    """
    Looked up today at the update service: nothing new, and it counts for longer; or something has changed.

    When something has changed the check counts no more, and a new certificate is asked for.
    """
    check_runs(by)
    async with transaction():
        found = await _held_check(check_id, version)
        if not found["update_service"]:
            raise RuleBroken("This certificate is not on the update service.")
        today = clock.today()
        if still_clear:
            await execute(
                "UPDATE volunteer_check SET update_checked_on = $2, ends_on = $3, version = version + 1 WHERE id = $1",
                check_id,
                today,
                last_day_of_check(found["certificate_on"], today),
            )
            await news.tell("volunteer.check_looked_up", subject=found["volunteer"], by=by, check=check_id)
        else:
            await _withdraw(found, by)


async def withdraw_check(check_id: UUID, *, version: int | None, by: Member) -> None:
    """It was written down amiss, or is no longer true: it counts for nothing from now on."""
    check_runs(by)
    async with transaction():
        await _withdraw(await _held_check(check_id, version), by)


async def _withdraw(found: dict[str, Any], by: Member) -> None:
    await execute(
        "UPDATE volunteer_check SET withdrawn_at = $2, version = version + 1 WHERE id = $1", found["id"], clock.now()
    )
    await news.tell("volunteer.check_withdrawn", subject=found["volunteer"], by=by, check=found["id"])
    await look_again(found["volunteer"], by=by)


async def _held_check(check_id: UUID, version: int | None) -> dict[str, Any]:
    found = await row(
        """
        SELECT c.* FROM volunteer_check c JOIN volunteer v ON v.id = c.volunteer
        WHERE c.id = $1 AND c.withdrawn_at IS NULL AND v.forgotten_at IS NULL FOR UPDATE OF v, c
        """,
        check_id,
    )
    if found is None:
        raise NotFound
    if version is not None and version != found["version"]:
        raise RuleBroken(CHANGED)
    return found


def check_reads_disclosures(by: Member) -> None:
    """Raise `NotFound` for whoever is not one of those who may be named for a disclosure."""
    if Permission.READ_DISCLOSURES not in by.can:
        raise NotFound


async def write_disclosure(
    check_id: UUID, weighed: Weighed, *, readers: tuple[UUID, ...], version: int | None, by: Member
) -> UUID:
    """
    Write down what was spoken about, what it means, and perhaps what was decided; whoever writes may read.

    The first to write names who else may. From then on only those named write or read; anybody else gets `NotFound`.
    A decision lets the check count, or not; taking it away stops them where they help.
    """
    check_reads_disclosures(by)
    async with transaction():
        check = await _held_check(check_id, None)
        if not check["disclosed"]:
            raise NotFound
        before = await row("SELECT * FROM volunteer_disclosure WHERE check_seen = $1 FOR UPDATE", check_id)
        if before is not None and by.id not in before["readers"]:
            raise NotFound
        if before is not None and version is not None and version != before["version"]:
            raise RuleBroken(CHANGED)
        if weighed.decision is not None:
            disclosures.check_decision(weighed.decision, assessment=weighed.assessment, limits=weighed.limits)
        made = before["id"] if before else uuid4()
        named = list({by.id, *await _may_be_named(readers)}) if before is None else before["readers"]
        await _write(made, check_id, weighed, named, by)
        if weighed.decision is not None:
            await execute(
                "UPDATE volunteer_check SET counts = $2, version = version + 1 WHERE id = $1",
                check_id,
                disclosures.counts(weighed.decision),
            )
        # What was decided stays with those named: the news says only that it was looked at.
        await news.tell("volunteer.check_thought_about", subject=check["volunteer"], by=by)
        await look_again(check["volunteer"], by=by)
    return UUID(str(made))


async def _write(made: UUID, check_id: UUID, weighed: Weighed, readers: object, by: Member) -> None:
    decided = weighed.decision is not None
    await execute(
        """
        INSERT INTO volunteer_disclosure (id, check_seen, readers, words, assessment, decision, limits, decided_at, decided_by,
                                          noted_at, noted_by, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)
        ON CONFLICT (check_seen) DO UPDATE SET words = $4, assessment = $5, decision = $6, limits = $7, decided_at = $8,
               decided_by = $9, version = volunteer_disclosure.version + 1
        """,
        made,
        check_id,
        readers,
        weighed.words,
        weighed.assessment,
        weighed.decision.value if weighed.decision else "",
        weighed.limits,
        clock.now() if decided else None,
        by.staff_id if decided else None,
        clock.now(),
        by.staff_id,
    )


async def _may_be_named(readers: tuple[UUID, ...]) -> list[UUID]:
    """Those of them whose account may read disclosures at all. Raises `RuleBroken` for anybody else."""
    known = await value(
        "SELECT coalesce(array_agg(id), '{}') FROM staff_user WHERE id = ANY($1) AND active AND role = ANY($2)",
        list(readers),
        DISCLOSURE_ROLES,
    )
    if set(known) != set(readers):
        raise RuleBroken("Only coordinators and the service manager can be named for this.")
    return list(known)


DISCLOSURE_ROLES = ["manager", "volunteer_coordinator"]
"""The roles that hold `Permission.READ_DISCLOSURES`; a test compares them with staff/permissions.py."""
