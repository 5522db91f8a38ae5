"""What a coach writes to introduce somebody, and what a link worker answers, read from the page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.kit.forms import Form
from livewell.linkwork.rules import HOW_LABELS, MEETS, REASON_LABELS, How, Reason

HOWS = [(how.value, label) for how, label in HOW_LABELS.items()]
REASONS = [(reason.value, label) for reason, label in REASON_LABELS.items()]


@dataclass(frozen=True)
class Asked:
    """An introduction as a coach has written it."""

    link_worker: UUID
    elsewhere_why: str
    how: How
    meeting_at: datetime | None
    reasons: tuple[Reason, ...]
    summary: str
    person_agrees: bool
    no_goal_why: str


def read_introduction(form: Form, *, here: list[str], elsewhere: list[str], has_goal: bool) -> Asked | None:
    """
    The introduction, or None when something has to be put right first.

    `here` and `elsewhere` are the ids of the link workers of the person's area and of other areas.
    """
    link_worker = form.one_of("link_worker", [*here, *elsewhere], required="Choose the link worker")
    elsewhere_why = form.text("elsewhere_why", "Why a link worker of another area", longest=500)
    if link_worker in elsewhere and not elsewhere_why:
        form.error("elsewhere_why", "Say why a link worker of another area suits better")
    how = form.one_of("how", HOWS, required="Say how you are introducing them")
    meeting_at = form.when("meeting", "The meeting or call")
    if how in MEETS and meeting_at is None:
        form.error("meeting", "Say when you will all meet or speak", ("meeting-day",))
    reasons = form.many("reasons", REASONS, required="Choose at least one thing the link worker could help with")
    summary = form.text(
        "summary", "What the link worker should know", required="Say what the link worker should know", longest=4000
    )
    no_goal_why = form.text("no_goal_why", "Why there is no goal with a step yet", longest=500)
    if not has_goal and not no_goal_why:
        form.error("no_goal_why", "Say why there is no agreed goal with a step yet, or agree one first")
    agrees = form.yes("person_agrees", required="Tick the box when the person has agreed to be introduced")
    if not form.ok or link_worker is None or how is None:
        return None
    return Asked(
        link_worker=UUID(link_worker),
        elsewhere_why=elsewhere_why if link_worker in elsewhere else "",
        how=How(how),
        meeting_at=meeting_at,
        reasons=tuple(Reason(reason) for reason in reasons),
        summary=summary,
        person_agrees=agrees,
        no_goal_why=no_goal_why if not has_goal else "",
    )


def read_why(form: Form) -> str:
    """Why an introduction is handed back."""
    return form.text(
        "why",
        "Why you are handing this back",
        required="Say why, so that the coach and the person know what happens next",
        longest=1000,
    )
