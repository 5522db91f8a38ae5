"""The decisions of the triage page, as they are typed. Each box has a name of its own, for they stand on one page."""

from dataclasses import dataclass
from uuid import UUID

from livewell.kit.forms import Form
from livewell.referrals.forms.choices import DECLINE_REASONS
from livewell.referrals.rules import DeclineReason


@dataclass(frozen=True)
class Acceptance:
    """Who takes it on, where, and why although the check said no."""

    health_coach: UUID
    area: UUID | None
    override_why: str


@dataclass(frozen=True)
class Declined:
    """Why, and what the person can still use."""

    reason: DeclineReason
    suggestion: str


@dataclass(frozen=True)
class Comparison:
    """Whether another record is the same person."""

    other: UUID
    same: bool


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def read_acceptance(form: Form, *, eligible: bool | None, has_area: bool) -> Acceptance | None:
    """The acceptance; a reason is needed when the check said no, an area when there is none."""
    coach = _uuid(form.typed("health_coach"))
    if coach is None:
        form.error("health_coach", "Choose the health coach who will be in touch")
    area = _uuid(form.typed("area"))
    if area is None and not has_area:
        form.error("area", "Choose the area that will look after this person")
    needed = "Say why you accept somebody who is not eligible by the check" if eligible is False else None
    why = form.text("override_why", "Why you accept", required=needed, longest=1000)
    return Acceptance(coach, area, why) if form.ok and coach else None


def read_question(form: Form) -> str | None:
    """What to ask the referrer."""
    question = form.text("question", "Your question", required="Write your question", longest=1000)
    return question if form.ok else None


def read_answer(form: Form) -> str | None:
    """What the referrer said."""
    answer = form.text("answer", "The answer", required="Write what the referrer said", longest=2000)
    return answer if form.ok else None


def read_decline(form: Form) -> Declined | None:
    """Why it is declined, and what the person can still use."""
    reason = form.one_of("decline_reason", DECLINE_REASONS, required="Choose a reason")
    suggestion = form.text(
        "suggestion",
        "What they can still use",
        required="Suggest something that the person can still use",
        longest=1000,
    )
    return Declined(DeclineReason(reason), suggestion) if form.ok and reason else None


def read_comparison(form: Form) -> Comparison | None:
    """Whether another record is the same person."""
    other = _uuid(form.typed("other"))
    answer = form.one_of("same", ("yes", "no"), required="Say whether the two records are one person")
    if other is None:
        form.error("same", "Choose which record you mean")
    return Comparison(other, answer == "yes") if form.ok and other else None
