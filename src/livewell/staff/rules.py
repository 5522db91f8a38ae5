"""Roles, and what a signed-in member of staff is."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from livewell.kit.actor import Actor


class Role(StrEnum):
    """Everybody who signs in has exactly one."""

    PRACTICE_REFERRER = "practice_referrer"
    HEALTH_COACH = "health_coach"
    LINK_WORKER = "link_worker"
    MANAGER = "manager"
    ORGANISATION_EDITOR = "organisation_editor"
    VOLUNTEER_COORDINATOR = "volunteer_coordinator"
    FORUM_FACILITATOR = "forum_facilitator"
    EVALUATOR = "evaluator"
    ADMINISTRATOR = "administrator"


ROLE_LABELS: dict[Role, str] = {
    Role.PRACTICE_REFERRER: "Practice referrer",
    Role.HEALTH_COACH: "Health coach",
    Role.LINK_WORKER: "Link worker",
    Role.MANAGER: "Service manager",
    Role.ORGANISATION_EDITOR: "Community organisation editor",
    Role.VOLUNTEER_COORDINATOR: "Volunteer coordinator",
    Role.FORUM_FACILITATOR: "Forum facilitator",
    Role.EVALUATOR: "Evaluator",
    Role.ADMINISTRATOR: "Administrator",
}


@dataclass(frozen=True)
class Member(Actor):
    """A signed-in member of staff, as every page and action sees them."""

    role: Role
    email: str
    job_title: str
    area: UUID | None
    """The area of a health coach or link worker."""
    practice: UUID | None
    """The practice of a referrer."""
    organisation: UUID | None
    """The organisation of a community organisation editor."""
    can: frozenset[str]
    """Values of `staff.permissions.Permission`."""


IDLE = timedelta(minutes=15)
"""A sign-in with no request for this long has ended."""

LONGEST_SIGN_IN = timedelta(hours=12)
"""A sign-in ends after this long whatever happens."""

SEEN_AT_MOST_EVERY = timedelta(minutes=1)
"""How often the last request of a sign-in is written down."""

INVITATION_LASTS = timedelta(hours=72)
"""How long a link to set a password works."""

RESET_LASTS = timedelta(minutes=30)
"""How long a link works that somebody asked for who forgot their password."""

LANDING: dict[Role, str] = {
    Role.PRACTICE_REFERRER: "/my-referrals",
    Role.HEALTH_COACH: "/caseload",
    Role.LINK_WORKER: "/caseload",
    Role.MANAGER: "/overview",
    Role.ORGANISATION_EDITOR: "/my-listings",
    Role.VOLUNTEER_COORDINATOR: "/volunteers",
    Role.FORUM_FACILITATOR: "/forum/desk",
    Role.EVALUATOR: "/figures",
    Role.ADMINISTRATOR: "/staff",
}
"""The first page of each role after sign-in."""

NEEDS_AREA = frozenset({Role.HEALTH_COACH, Role.LINK_WORKER})
NEEDS_PRACTICE = frozenset({Role.PRACTICE_REFERRER})
NEEDS_ORGANISATION = frozenset({Role.ORGANISATION_EDITOR})


def what_a_role_lacks(
    role: Role, *, area: UUID | None, practice: UUID | None, organisation: UUID | None
) -> dict[str, str]:
    """Field -> sentence for what an account with this role cannot do without."""
    if role in NEEDS_AREA and area is None:
        return {"area": f"Choose the area this {ROLE_LABELS[role].lower()} works in"}
    if role in NEEDS_PRACTICE and practice is None:
        return {"practice": "Choose the practice they refer from"}
    if role in NEEDS_ORGANISATION and organisation is None:
        return {"organisation": "Choose the organisation whose listings they edit"}
    return {}


@dataclass(frozen=True)
class Details:
    """What is written about somebody who signs in, as a form gives it."""

    name: str
    email: str
    role: Role
    job_title: str = ""
    phone: str = ""
    area: UUID | None = None
    practice: UUID | None = None
    organisation: UUID | None = None
