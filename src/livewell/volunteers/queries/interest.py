"""Who said at the end of their time with Live Well that they would like to volunteer, and is none yet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.kit.db import rows
from livewell.people.rules import CONTACT_LABELS, ContactMethod
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member


@dataclass(frozen=True)
class WouldVolunteer:
    """Somebody who would like to volunteer: a name and how to reach them, nothing about why they came."""

    person: UUID
    name: str
    contact: str
    """The way they like to be contacted, in words."""
    phone: str
    email: str
    when_not: str
    since: datetime


async def volunteer_interest(*, seen_by: Member) -> tuple[WouldVolunteer, ...]:
    """
    Those who would like to volunteer and agreed to be contacted about it, the newest first; volunteers are left out.

    Empty without the permission. Their last word counts: an ending since then that does not say so takes them off.
    """
    if Permission.RUN_VOLUNTEERING not in seen_by.can:
        return ()
    found = await rows(
        """
        SELECT * FROM (
            SELECT DISTINCT ON (p.id) p.id AS person, e.may_contact_about_volunteering AS may,
                   'volunteer' = ANY(e.what_next) AS would,
                   coalesce(nullif(p.preferred_name, ''), p.first_name) || ' ' || p.family_name AS name,
                   p.preferred_contact, p.phone, p.email, p.when_not_to_contact, p.never_contact, e.written_at
            FROM ending e JOIN journey j ON j.id = e.journey JOIN person p ON p.id = j.person
            ORDER BY p.id, e.written_at DESC
        ) AS last
        WHERE may AND would AND NOT never_contact AND NOT EXISTS (SELECT 1 FROM volunteer v WHERE v.person = last.person)
        ORDER BY written_at DESC, person
        """
    )
    return tuple(
        WouldVolunteer(
            person=one["person"],
            name=one["name"],
            contact=CONTACT_LABELS[ContactMethod(one["preferred_contact"])],
            phone=one["phone"],
            email=one["email"],
            when_not=one["when_not_to_contact"],
            since=one["written_at"],
        )
        for one in found
    )
