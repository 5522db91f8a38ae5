"""Roles, and what a signed-in member of staff is."""

from dataclasses import dataclass
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
    EVALUATOR = "evaluator"
    ADMINISTRATOR = "administrator"


ROLE_LABELS: dict[Role, str] = {
    Role.PRACTICE_REFERRER: "Practice referrer",
    Role.HEALTH_COACH: "Health coach",
    Role.LINK_WORKER: "Link worker",
    Role.MANAGER: "Service manager",
    Role.ORGANISATION_EDITOR: "Community organisation editor",
    Role.VOLUNTEER_COORDINATOR: "Volunteer coordinator",
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
