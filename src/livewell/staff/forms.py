"""What is written about somebody who signs in, as the staff pages send it."""

from dataclasses import dataclass
from uuid import UUID

from livewell.kit.forms import Form
from livewell.staff.rules import ROLE_LABELS, Details, Role, what_a_role_lacks

WHAT_A_ROLE_IS_FOR: dict[Role, str] = {
    Role.PRACTICE_REFERRER: "A GP, nurse or other member of a practice. Refers, and sees their practice's referrals.",
    Role.HEALTH_COACH: "Decides on referrals of their area, coaches people and supervises link workers.",
    Role.LINK_WORKER: "Works with the people they are introduced to.",
    Role.MANAGER: "Sees the whole service and may change its settings.",
    Role.ORGANISATION_EDITOR: "Keeps the listings of one community organisation. Sees no person's record.",
    Role.VOLUNTEER_COORDINATOR: "Brings volunteers in, checks and trains them, and looks after them. Sees no person's record.",
    Role.FORUM_FACILITATOR: "Serves the coproduction forum and belongs to none of those who provide. Sees no person's record.",
    Role.EVALUATOR: "Sees figures only, nobody's name.",
    Role.ADMINISTRATOR: "Looks after accounts and places. Sees no person's record.",
}

ROLE_CHOICES: list[tuple[str, str, str]] = [(role.value, ROLE_LABELS[role], WHAT_A_ROLE_IS_FOR[role]) for role in Role]


@dataclass(frozen=True)
class Choices:
    """What may be chosen for an account: values and labels."""

    areas: list[tuple[str, str]]
    practices: list[tuple[str, str]]
    organisations: list[tuple[str, str]]


def read_details(form: Form, choices: Choices) -> Details | None:
    """The details as `form` has them, or None when something has to be put right (the errors are in the form)."""
    name = form.text("name", "Name", required="Enter the person's name", longest=120)
    email = form.email("email", "Email address", required="Enter the person's email address")
    job_title = form.text("job_title", "Job title", longest=80)
    phone = form.phone("phone", "Phone number", short_numbers=True)
    chosen = form.one_of("role", ROLE_CHOICES, required="Choose what the person does")
    area = _id(form.one_of("area", choices.areas))
    practice = _id(form.one_of("practice", choices.practices))
    organisation = _id(form.one_of("organisation", choices.organisations))
    if chosen is not None:
        role = Role(chosen)
        for field, sentence in what_a_role_lacks(role, area=area, practice=practice, organisation=organisation).items():
            form.error(field, sentence)
    if not form.ok or chosen is None:
        return None
    return Details(
        name=name,
        email=email,
        role=Role(chosen),
        job_title=job_title,
        phone=phone,
        area=area,
        practice=practice,
        organisation=organisation,
    )


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
