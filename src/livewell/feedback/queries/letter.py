"""What a letter about a referral needs to know, and who hears a safety alert."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from livewell.feedback.queries.facts import REFUSED
from livewell.kit import db

DUTY_EMAIL = "duty_contact_email"
SERVICE_PHONE = "public_phone"


@dataclass(frozen=True)
class About:
    """One referral, as far as a message about it needs to know. The names are there to be kept out of it."""

    referral: UUID
    reference: str
    referrer_type: str
    has_account: bool
    """Somebody at the other end can sign in and follow a link."""
    address: str
    """The e-mail address that hears, or empty."""
    never_contact: bool
    telling_refused: bool
    names: tuple[str, ...]
    first_contact_due_on: date | None
    decline_reason: str
    decline_suggestion: str
    end_reason: str
    triage_due_on: date
    service_phone: str
    """The number to ring Live Well on, or empty."""


_ABOUT = f"""
    SELECT r.id AS referral, r.reference, r.referrer_type, r.triage_due_on,
           (sent.id IS NOT NULL AND sent.deactivated_at IS NULL) AS has_account,
           coalesce(nullif(r.reply_to, ''), pr.reply_email, '') AS address,
           p.never_contact, {REFUSED} AS telling_refused,
           array_remove(ARRAY[p.first_name, p.preferred_name, p.family_name], '') AS names,
           j.first_contact_due_on, r.decline_reason, r.decline_suggestion, coalesce(j.end_reason, '') AS end_reason,
           coalesce((SELECT value FROM service_setting WHERE key = '{SERVICE_PHONE}'), '') AS service_phone
    FROM referral r
    JOIN person p ON p.id = r.person
    LEFT JOIN practice pr ON pr.id = r.practice
    LEFT JOIN staff_user sent ON sent.id = r.referrer
    LEFT JOIN journey j ON j.id = r.journey
"""  # noqa: S608  Constants only.


def _about(row: dict[str, Any]) -> About:
    return About(**{**row, "names": tuple(row["names"])})


async def about(referral_id: UUID) -> About | None:
    """What a message about this referral needs, or None when there is none. A question's id leads to its referral."""
    found = await db.row(
        f"{_ABOUT} WHERE r.id IN ($1, (SELECT referral FROM information_request WHERE id = $1))",  # noqa: S608  Constants.
        referral_id,
    )
    return _about(found) if found else None


async def journeys_referrals(journey_id: UUID) -> list[About]:
    """The same for every referral that led to a journey or joined it."""
    return [_about(row) for row in await db.rows(f"{_ABOUT} WHERE r.journey = $1 ORDER BY r.received_at", journey_id)]


async def safety_addresses(area: UUID | None, duty: UUID | None = None) -> list[tuple[str, str]]:
    """
    Who hears that a safety matter waits: (a key for the audience, e-mail address).

    The health coaches of the area, the service's duty contact, and `duty`, the member of staff it was opened for; where
    the matter has no area, every health coach and manager.
    """
    found = await db.rows(
        """
        SELECT id::text AS audience, email FROM staff_user
        WHERE deactivated_at IS NULL AND (
            (role = 'health_coach' AND ($1::uuid IS NULL OR area = $1)) OR (role = 'manager' AND $1::uuid IS NULL)
            OR id = $3
        )
        UNION ALL
        SELECT 'duty', value FROM service_setting WHERE key = $2 AND value <> ''
        ORDER BY audience
        """,
        area,
        DUTY_EMAIL,
        duty,
    )
    return [(row["audience"], row["email"]) for row in found]
