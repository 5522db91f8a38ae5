"""Forms in words: what somebody typed, box by box, as people read it."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from livewell.kit.dates import say_day
from livewell.kit.forms import Form
from livewell.kit.nhs import say_nhs_number
from livewell.people.rules import ACCESS_LABELS, CONTACT_LABELS
from livewell.referrals.forms.choices import OWN_ACCESS_LABELS, OWN_NEED_LABELS, OWN_SAFETY_LABELS
from livewell.referrals.forms.self_referral import HELPER, STEPS, Answers
from livewell.referrals.rules import NEED_LABELS, PATHWAY_LABELS, REFERRER_LABELS, SAFETY_LABELS

BOXES: dict[str, str] = {
    "agrees": "The person has agreed",
    "referrer_type": "Who refers",
    "referrer_name": "Name of the referrer",
    "referrer_organisation": "Organisation",
    "referrer_role": "Role",
    "nhs_number": "NHS number",
    "nhs_number_unknown": "NHS number not known",
    "first_name": "First name",
    "family_name": "Family name",
    "preferred_name": "Likes to be called",
    "born": "Date of birth",
    "phone": "Phone number",
    "email": "Email address",
    "preferred_contact": "Best way to be in touch",
    "may_leave_voicemail": "We may leave a voicemail",
    "when_not_to_contact": "When not to be in touch",
    "address": "Address",
    "postcode": "Postcode",
    "practice": "GP practice",
    "other_practice": "Name of the practice",
    "pathway": "How it came about",
    "check_condition": "The check was for",
    "check_on": "Day of the check",
    "needs": "Needs",
    "reason": "In words",
    "urgent": "Urgent",
    "safety": "Anything to know about safety",
    "safety_detail": "What there is to know",
    "access_needs": "What would help to take part",
    "access_needs_detail": "More about that",
    "needs_interpreter": "Needs an interpreter",
    "language": "Language",
    "helped_by": "Who is helping",
    "consent": "The person agrees to the referral",
    "service": "Live Well may keep a record and be in touch",
    "tell_referrer": "The referrer may hear what came of it",
    "evaluation": "Answers may be used, without a name, to find out whether Live Well helps",
    "reply_to": "Reply to",
    "referrer_phone": "Phone number of the referrer",
    "send_anyway": "Sent although Live Well may know the person",
    "code": "Code on the letter",
}
"""What each box of each form is called, in the order in which they are read."""

_WORDS: dict[str, str] = {
    "yes": "Yes",
    "no": "No",
}
_OF_BOX: dict[str, dict[str, str]] = {
    "practice": {"other": "Another practice", "none": "No GP practice"},
    "needs": {str(value): label for value, label in NEED_LABELS.items()},
    "access_needs": {str(value): label for value, label in ACCESS_LABELS.items()},
    "preferred_contact": {str(value): label for value, label in CONTACT_LABELS.items()},
    "pathway": {str(value): label for value, label in PATHWAY_LABELS.items()},
    "referrer_type": {str(value): label for value, label in REFERRER_LABELS.items()},
    "safety": {str(value): label for value, label in SAFETY_LABELS.items()},
}
_OWN: dict[str, dict[str, str]] = {
    "needs": {str(value): label for value, label in OWN_NEED_LABELS.items()},
    "access_needs": {str(value): label for value, label in OWN_ACCESS_LABELS.items()},
    "safety": {str(value): label for value, label in OWN_SAFETY_LABELS.items()},
}
_OWN_BOXES: dict[str, str] = {
    "preferred_name": "What you like to be called",
    "preferred_contact": "What you like best",
    "may_leave_voicemail": "May we leave a voicemail",
    "when_not_to_contact": "When we should not be in touch",
    "needs": "What it is about",
    "reason": "What is going on, and what you would like to be different",
    "safety": "Anything about safety",
    "safety_detail": "What we should know",
    "access_needs": "What would help you to take part",
    "access_needs_detail": "Anything else that would help",
    "needs_interpreter": "I need an interpreter",
    "helped_by": "Who is helping you",
    "service": "Live Well may keep a record about you and be in touch",
    "evaluation": "We may use your answers, without your name, to find out whether Live Well helps",
}
"""What boxes are called, and answers say, where people read about themselves."""
_CODED = {*_OF_BOX}


def say_box(box: str, typed: Mapping[str, Sequence[str]], practices: Mapping[UUID, str], *, own: bool = False) -> str:
    """What was typed in one box, in words, or in the `own` words of a self-referral; "" when it was left empty."""
    if box in {"born", "check_on"}:
        form = Form({name: list(texts) for name, texts in typed.items()})
        day = form.day(box, "The day")
        return (
            say_day(day)
            if day
            else "/".join(text for text in (form.typed(f"{box}-{part}") for part in ("day", "month", "year")) if text)
        )
    texts = [text for text in typed.get(box, []) if text]
    if box == "nhs_number":
        return ", ".join(say_nhs_number(text) for text in texts)
    named = {str(practice): name for practice, name in practices.items()} if box == "practice" else {}
    words = named | _WORDS | _OF_BOX.get(box, {}) | (_OWN.get(box, {}) if own else {})
    if box in _CODED or set(texts) <= {"yes", "no", "on"}:
        return ", ".join(words.get(text, text) for text in texts)
    return "\n".join(texts)


def say_entry(typed: Mapping[str, Sequence[str]], practices: Mapping[UUID, str]) -> list[tuple[str, str]]:
    """A form as it was sent: (what the box is called, what was typed), empty boxes left out."""
    said = [(label, say_box(box, typed, practices)) for box, label in BOXES.items()]
    known = {*BOXES, *(f"{box}-{part}" for box in ("born", "check_on") for part in ("day", "month", "year"))}
    more = [(box, "\n".join(texts)) for box, texts in typed.items() if box not in known]
    return [(label, words) for label, words in [*said, *more] if words]


def say_answers(answers: Answers, practices: Mapping[UUID, str]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Check answers: (title, address to change it, what was answered) for each page."""
    return [
        (step.title, f"/refer/self/{step.slug}?change=yes", list(_of_step(step.boxes, answers, practices)))
        for step in ((HELPER, *STEPS) if any(answers.get("helped_by", [])) else STEPS)
    ]


def _of_step(boxes: Sequence[str], answers: Answers, practices: Mapping[UUID, str]) -> Iterator[tuple[str, str]]:
    for box in dict.fromkeys(box.removesuffix("-day").removesuffix("-month").removesuffix("-year") for box in boxes):
        yield _OWN_BOXES.get(box, BOXES[box]), say_box(box, answers, practices, own=True)
