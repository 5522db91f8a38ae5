"""What was on a certificate, for the accounts that are named, and for nobody else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member
from livewell.volunteers.rules.disclosures import DECISIONS, Decision


@dataclass(frozen=True)
class DisclosureSeen:
    """What was spoken about, weighed and decided; empty while nobody has written it."""

    check: UUID
    volunteer: UUID
    name: str
    words: str
    assessment: str
    decision: str
    limits: str
    decided_at: datetime | None
    decided_by: str
    readers: tuple[str, ...]
    written: bool
    version: int

    @property
    def decision_label(self) -> str:
        """What was decided, in words."""
        return DECISIONS[Decision(self.decision)] if self.decision else ""


async def disclosure(check_id: UUID, *, seen_by: Member) -> DisclosureSeen:
    """
    What was on a certificate. Raises `NotFound` for everybody who may not read it, as if it were not there.

    Before anything is written, whoever may read disclosures may begin; from then on only those named.
    """
    found = await row(
        """
        SELECT c.id AS check, c.volunteer, v.name, d.id IS NOT NULL AS written, coalesce(d.words, '') AS words,
               coalesce(d.assessment, '') AS assessment, coalesce(d.decision, '') AS decision, coalesce(d.limits, '') AS limits,
               d.decided_at, coalesce(s.name, '') AS decided_by, coalesce(d.readers, '{}') AS readers,
               coalesce(d.version, 1) AS version
        FROM volunteer_check c JOIN volunteer v ON v.id = c.volunteer
        LEFT JOIN volunteer_disclosure d ON d.check_seen = c.id LEFT JOIN staff_user s ON s.id = d.decided_by
        WHERE c.id = $1 AND c.disclosed AND c.withdrawn_at IS NULL AND v.forgotten_at IS NULL
        """,
        check_id,
    )
    if found is None or Permission.READ_DISCLOSURES not in seen_by.can:
        raise NotFound
    if found["written"] and seen_by.id not in found["readers"]:
        raise NotFound
    named = await rows("SELECT name FROM staff_user WHERE id = ANY($1) ORDER BY name", found["readers"])
    return DisclosureSeen(**{**found, "readers": tuple(one["name"] for one in named)})


async def may_read(volunteer_id: UUID, *, seen_by: Member) -> frozenset[UUID]:
    """The checks of a volunteer whose disclosure this member may open."""
    if Permission.READ_DISCLOSURES not in seen_by.can:
        return frozenset()
    found = await rows(
        """
        SELECT c.id FROM volunteer_check c LEFT JOIN volunteer_disclosure d ON d.check_seen = c.id
        WHERE c.volunteer = $1 AND c.disclosed AND c.withdrawn_at IS NULL AND (d.id IS NULL OR $2 = ANY(d.readers))
        """,
        volunteer_id,
        seen_by.id,
    )
    return frozenset(one["id"] for one in found)


async def who_may_be_named(*, seen_by: Member) -> tuple[tuple[str, str], ...]:
    """Accounts that can be named besides one's own: id and name."""
    if Permission.READ_DISCLOSURES not in seen_by.can:
        raise NotFound
    found = await rows(
        """
        SELECT id, name FROM staff_user
        WHERE active AND role IN ('manager', 'volunteer_coordinator') AND id <> $1 ORDER BY name
        """,
        seen_by.id,
    )
    return tuple((str(one["id"]), one["name"]) for one in found)
