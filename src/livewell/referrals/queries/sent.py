"""A referral as those who sent it see it: the reference, what happens next, and what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from livewell.kit import db
from livewell.kit.errors import NotFound
from livewell.referrals.forms.professional import LastUsed
from livewell.referrals.queries.seen import may_triage, sent_it
from livewell.referrals.queries.triage import Question, questions
from livewell.referrals.rules import LABELS, ReferralStatus
from livewell.staff.rules import Member


@dataclass(frozen=True)
class Received:
    """What a receipt says. It names nobody but the person's initials."""

    id: UUID
    reference: str
    status: ReferralStatus
    initials: str
    received_at: datetime
    triage_due_on: date
    urgent: bool
    area: str
    reply_to: str
    eligible: bool | None
    not_eligible_why: str
    questions: Sequence[Question] = ()

    @property
    def undecided(self) -> bool:
        """Whether a health coach still has to decide."""
        return self.status in {ReferralStatus.RECEIVED, ReferralStatus.AWAITING_INFORMATION}

    @property
    def tag(self) -> tuple[str, str]:
        """The status in words, and its colour."""
        return LABELS[self.status]


_RECEIVED = """
    SELECT referral.id, reference, status, received_at, triage_due_on, urgent, reply_to, eligible, not_eligible_why,
           coalesce(area.name, '') AS area, left(person.first_name, 1) || left(person.family_name, 1) AS initials,
           referral.area AS area_id, referrer, referral.practice AS practice_id
    FROM referral JOIN person ON person.id = referral.person LEFT JOIN area ON area.id = referral.area
    WHERE referral.id = $1
"""


async def received(referral_id: UUID, *, seen_by: Member) -> Received:
    """The receipt of a referral for the practice or the member of staff who sent it; NotFound for everybody else."""
    found = await db.row(_RECEIVED, referral_id)
    if found is None:
        raise NotFound
    area, referrer, practice = found.pop("area_id"), found.pop("referrer"), found.pop("practice_id")
    if not (sent_it(seen_by, referrer, practice) or may_triage(seen_by, area)):
        raise NotFound
    found["status"] = ReferralStatus(found["status"])
    return Received(**found, questions=await questions(referral_id))


async def just_sent(referral_id: UUID) -> Received | None:
    """The receipt for the browser that sent a referral a moment ago; the caller knows that it did."""
    found = await db.row(_RECEIVED, referral_id)
    if found is None:
        return None
    for name in ("area_id", "referrer", "practice_id"):
        del found[name]
    found["status"] = ReferralStatus(found["status"])
    return Received(**found)


async def last_used(user: Member) -> LastUsed | None:
    """What this referrer chose the last time on the same form; what came in for them another way is no choice."""
    found = await db.row(
        """
        SELECT r.referrer_type, r.pathway, r.reply_to, r.referrer_phone AS phone FROM referral r
        WHERE r.referrer = $1
          AND EXISTS (SELECT 1 FROM referral_entry e WHERE e.referral = r.id AND e.channel = 'professional')
        ORDER BY r.received_at DESC LIMIT 1
        """,
        user.id,
    )
    return LastUsed(**found) if found else None


async def sent_already(submission: UUID, kind: str) -> UUID | None:
    """The referral that this very form made before, or None: asked before warning of a duplicate that is itself."""
    answer = await db.value("SELECT answer FROM submission WHERE id = $1 AND kind = $2", submission, kind)
    return UUID(answer) if answer else None
