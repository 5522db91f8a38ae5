"""Who may see which referral."""

from uuid import UUID

from livewell.staff.permissions import Permission
from livewell.staff.rules import Member, Role


def may_triage(user: Member, area: UUID | None) -> bool:
    """A health coach triages the referrals of their area and those that have none yet; a manager all."""
    if Permission.TRIAGE not in user.can:
        return False
    return user.role == Role.MANAGER or area is None or area == user.area


def sent_it(user: Member, referrer: UUID | None, practice: UUID | None) -> bool:
    """Whether somebody sent this referral themself, or works at the practice that did."""
    return referrer == user.id or (practice is not None and practice == user.practice)


def area_filter(user: Member) -> UUID | None:
    """The area whose referrals are listed; None for all. A coach without an area sees those without one only."""
    return None if user.role == Role.MANAGER else user.area or UUID(int=0)
