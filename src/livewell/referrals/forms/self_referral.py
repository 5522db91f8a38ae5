"""Self-referral: one thing at a time, each step read by itself, and all of them read into the command."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from livewell.kit.forms import Form
from livewell.people.forms import Details, read_access_needs, read_contact, read_identity, read_practice
from livewell.people.rules import Agreed, ConsentKind
from livewell.referrals.forms.choices import NEEDS
from livewell.referrals.forms.command import ReceiveReferral, Referrer
from livewell.referrals.forms.professional import check_reachable, read_safety
from livewell.referrals.rules import Channel, Need, Pathway, ReferrerType

Practices = Mapping[UUID, str]
Answers = dict[str, list[str]]
"""What was typed so far, by the names of the boxes."""


@dataclass(frozen=True)
class Step:
    """One page of the form."""

    slug: str
    title: str
    boxes: tuple[str, ...]
    read: Callable[[Form, Practices], dict[str, Any]]
    """Notes what has to be put right, and gives what was understood."""

    def answers(self, form: Form) -> Answers:
        """What was typed on this page, to keep."""
        typed = form.everything()
        return {box: typed.get(box, []) for box in self.boxes}


def _helper(form: Form, _: Practices) -> dict[str, Any]:
    name = form.text("helped_by", "Their name", required="Enter the name of the person who is helping you", longest=120)
    return {"helped_by": name}


def _about_you(form: Form, _: Practices) -> dict[str, Any]:
    return {
        "identity": read_identity(form, needs_birthday=True, whose="your", with_postcode=False),
        "preferred_name": form.text("preferred_name", "What you like to be called", longest=80),
    }


def _reach_you(form: Form, _: Practices) -> dict[str, Any]:
    contact = read_contact(form)
    read: dict[str, Any] = {
        "preferred_contact": contact,
        "phone": form.phone("phone", "Your phone number"),
        "email": form.email("email", "Your email address"),
        "may_leave_voicemail": form.yes_or_no("may_leave_voicemail"),
        "when_not_to_contact": form.text("when_not_to_contact", "When not to contact you", longest=500),
        "address": form.text("address", "Your address", longest=500),
        "postcode": form.postcode("postcode", "Your postcode"),
    }
    check_reachable(form, contact, phone=read["phone"], email=read["email"], address=read["address"])
    return read


def _practice(form: Form, practices: Practices) -> dict[str, Any]:
    practice, other = read_practice(form, practices, required="Choose your GP practice, or that you have none")
    return {"practice": practice, "other_practice": other}


def _going_on(form: Form, _: Practices) -> dict[str, Any]:
    return {
        "needs": tuple(Need(need) for need in form.many("needs", NEEDS)),
        "reason": form.text(
            "reason", "What is going on", required="Write a few words about what is going on", longest=2000
        ),
    }


def _taking_part(form: Form, _: Practices) -> dict[str, Any]:
    return {
        "access_needs": read_access_needs(form),
        "access_needs_detail": form.text("access_needs_detail", "More about that", longest=1000),
        "needs_interpreter": form.yes("needs_interpreter"),
        "language": form.text("language", "Language", longest=40) or "English",
    }


def _safety(form: Form, _: Practices) -> dict[str, Any]:
    answer, detail = read_safety(form)
    return {"safety": answer, "safety_detail": detail}


def _agree(form: Form, _: Practices) -> dict[str, Any]:
    form.yes("service", required="Tick that Live Well may keep a record and be in touch, or nobody can call you")
    return {"evaluation": form.yes_or_no("evaluation", required="Choose yes or no. Both are fine")}


HELPER = Step("helper", "Who is helping you", ("helped_by",), _helper)

STEPS: tuple[Step, ...] = (
    Step(
        "about-you",
        "About you",
        ("first_name", "family_name", "preferred_name", "born-day", "born-month", "born-year", "nhs_number"),
        _about_you,
    ),
    Step(
        "reach-you",
        "How to reach you",
        (
            "phone",
            "email",
            "preferred_contact",
            "may_leave_voicemail",
            "when_not_to_contact",
            "address",
            "postcode",
        ),
        _reach_you,
    ),
    Step("practice", "Your GP practice", ("practice", "other_practice"), _practice),
    Step("going-on", "What is going on", ("needs", "reason"), _going_on),
    Step(
        "taking-part",
        "What would help you to take part",
        ("access_needs", "access_needs_detail", "needs_interpreter", "language"),
        _taking_part,
    ),
    Step("safety", "Keeping safe", ("safety", "safety_detail"), _safety),
    Step("agree", "What you agree to", ("service", "evaluation"), _agree),
)
BY_SLUG: dict[str, Step] = {step.slug: step for step in (HELPER, *STEPS)}


def step_after(slug: str) -> Step | None:
    """The page that comes next; None when all answers are to be checked."""
    slugs = [step.slug for step in STEPS]
    place = slugs.index(slug) + 1 if slug in slugs else 0
    return STEPS[place] if place < len(STEPS) else None


def step_before(slug: str) -> Step | None:
    """The page before, or None."""
    slugs = [step.slug for step in STEPS]
    place = slugs.index(slug) if slug in slugs else 0
    return STEPS[place - 1] if place else None


def first_unanswered(answers: Answers, answered: Sequence[str], practices: Practices) -> Step | None:
    """The first page that nobody has answered, or whose answers have to be put right."""
    for step in STEPS:
        form = Form(answers)
        step.read(form, practices)
        if step.slug not in answered or not form.ok:
            return step
    return None


def read_all(answers: Answers, practices: Practices) -> ReceiveReferral | None:
    """The command, or None while something is missing."""
    form = Form(answers)
    read: dict[str, Any] = {}
    for step in STEPS:
        read |= step.read(form, practices)
    if not form.ok or read["safety"] is None:
        return None
    identity = replace(read["identity"], postcode=read["postcode"])
    details = {name: value for name, value in read.items() if name in Details.__dataclass_fields__}
    return ReceiveReferral(
        channel=Channel.SELF,
        identity=identity,
        details=Details(**details),
        referrer=Referrer(
            type=ReferrerType.SELF,
            name=f"{identity.first_name} {identity.family_name}",
            phone=details["phone"],
            reply_to=details["email"],
        ),
        pathway=Pathway.OTHER,
        needs=read["needs"],
        reason=read["reason"],
        safety=read["safety"],
        safety_detail=read["safety_detail"],
        helped_by=form.text("helped_by", "Who is helping", longest=120),
        consents=(
            Agreed(ConsentKind.SERVICE, given=True),
            Agreed(ConsentKind.EVALUATION, given=bool(read["evaluation"])),
        ),
        consent_how="form",
        as_sent=answers,
    )
