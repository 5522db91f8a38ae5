"""The professional e-referral: one page, read into the command."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from livewell.kit import clock
from livewell.kit.forms import Form
from livewell.people.forms import Details, read_access_needs, read_contact, read_identity, read_practice
from livewell.people.rules import Agreed, ConsentKind, ContactMethod, Identity
from livewell.referrals.forms.choices import NEEDS, PROFESSIONAL_PATHWAYS, PROFESSIONAL_TYPES, SAFETY, STAFF_TYPES
from livewell.referrals.forms.command import ReceiveReferral, Referrer
from livewell.referrals.rules import Channel, Need, Pathway, ReferrerType, SafetyAnswer
from livewell.staff.rules import Member


@dataclass(frozen=True)
class LastUsed:
    """What this referrer chose the last time, to begin with."""

    referrer_type: str = ""
    pathway: str = ""
    reply_to: str = ""
    phone: str = ""


def types_for(user: Member) -> list[tuple[str, str]]:
    """The kinds of referrer that a member of staff may send as: a practice sends as a practice."""
    return PROFESSIONAL_TYPES if user.practice else STAFF_TYPES


def guess_type(user: Member) -> str:
    """The kind of referrer that a job title says, or "" when it does not."""
    title = user.job_title.lower()
    if "nurse" in title:
        return ReferrerType.NURSE
    if "gp" in title.split() or "general practitioner" in title or "doctor" in title:
        return ReferrerType.GP
    return ReferrerType.OTHER_PRIMARY_CARE if user.practice else ""


class ProfessionalReferral:
    """The form of templates/referrals/new_professional.html."""

    @staticmethod
    def begun(user: Member, last: LastUsed | None) -> Form:
        """A new form, with what this referrer chose the last time."""
        last = last or LastUsed()
        return Form.blank(
            {
                "referrer_type": last.referrer_type or guess_type(user),
                "pathway": last.pathway or Pathway.CONSULTATION,
                "reply_to": last.reply_to or user.email,
                "referrer_phone": last.phone,
                "practice": str(user.practice) if user.practice else "",
                "preferred_contact": ContactMethod.PHONE,
            }
        )

    @staticmethod
    def identity(form: Form) -> Identity:
        """The facts by which duplicates are found, from a form that may be half filled in."""
        return read_identity(form, needs_birthday=True)

    @staticmethod
    def read(form: Form, user: Member, practices: Mapping[UUID, str]) -> ReceiveReferral | None:
        """The command, or None when something has to be put right: then `form.errors` says what."""
        if not form.typed("nhs_number").strip() and not form.yes("nhs_number_unknown"):
            form.error("nhs_number", "Enter the NHS number, or tick that it is not known")
        identity = read_identity(form, needs_birthday=True)
        details = _details(form, identity, practices)
        needs = tuple(Need(need) for need in form.many("needs", NEEDS, required="Choose at least one need"))
        reason = form.text("reason", "Why you are referring", required="Say why you are referring", longest=2000)
        pathway = form.one_of("pathway", PROFESSIONAL_PATHWAYS, required="Choose how this came about")
        condition, checked_on = "", None
        if pathway == Pathway.ANNUAL_CHECK:
            condition = form.text(
                "check_condition", "The condition", required="Enter what the check was for", longest=80
            )
            checked_on = form.day("check_on", "The day of the check", not_after=clock.today())
        safety, safety_detail = read_safety(form)
        form.yes("consent", required="Ask the person first. You can only refer somebody who agrees")
        tells = form.yes_or_no(
            "tell_referrer", required="Choose whether the person agrees that you hear what came of it"
        )
        kind = form.one_of("referrer_type", types_for(user), required="Choose in what role you refer")
        reply_to = form.email("reply_to", "Where to reply", required="Enter an email address to reply to")
        phone = form.phone("referrer_phone", "Your phone number", short_numbers=True)
        urgent = form.yes("urgent")
        if not form.ok or kind is None or pathway is None or safety is None or tells is None:
            return None
        return ReceiveReferral(
            channel=Channel.PROFESSIONAL,
            identity=identity,
            details=details,
            referrer=Referrer(
                type=ReferrerType(kind),
                account=user.id,
                practice=user.practice,
                name=user.name,
                role=user.job_title,
                organisation=practices.get(user.practice, "") if user.practice else "",
                phone=phone,
                reply_to=reply_to,
            ),
            pathway=Pathway(pathway),
            needs=needs,
            reason=reason,
            safety=safety,
            safety_detail=safety_detail,
            urgent=urgent,
            check_condition=condition,
            check_on=checked_on,
            consents=(Agreed(ConsentKind.SERVICE, given=True), Agreed(ConsentKind.TELL_REFERRER, given=tells)),
            consent_how="via_referrer",
            as_sent=form.everything(),
        )


def _details(form: Form, identity: Identity, practices: Mapping[UUID, str]) -> Details:
    practice, other = read_practice(form, practices, required="Choose the person’s practice")
    contact = read_contact(form)
    phone = form.phone("phone")
    email = form.email("email")
    check_reachable(form, contact, phone=phone, email=email)
    return Details(
        preferred_name=form.text("preferred_name", "Preferred name", longest=80),
        phone=phone,
        email=email,
        address=form.text("address", "Address", longest=500),
        postcode=identity.postcode,
        practice=practice,
        other_practice=other,
        preferred_contact=contact,
        may_leave_voicemail=form.yes_or_no("may_leave_voicemail"),
        when_not_to_contact=form.text("when_not_to_contact", "When not to contact", longest=500),
        language=form.text("language", "Language", longest=40) or "English",
        needs_interpreter=form.yes("needs_interpreter"),
        access_needs=read_access_needs(form),
        access_needs_detail=form.text("access_needs_detail", "More about access needs", longest=1000),
    )


def check_reachable(form: Form, contact: ContactMethod, *, phone: str, email: str, address: str = "") -> None:
    """There must be a way to reach somebody, and it must be the one that was chosen."""
    if contact == ContactMethod.EMAIL and not form.typed("email").strip():
        form.error("email", "Enter an email address, or choose another way to be in touch")
    elif contact in {ContactMethod.PHONE, ContactMethod.TEXT} and not form.typed("phone").strip():
        form.error("phone", "Enter a phone number, or choose another way to be in touch")
    elif contact == ContactMethod.LETTER and not (address or phone or email or form.typed("address").strip()):
        form.error("address", "Enter an address to write to, or choose another way to be in touch")


def read_safety(form: Form) -> tuple[SafetyAnswer | None, str]:
    """The answer about safety, which has to be given, and what there is to know."""
    answer = form.one_of("safety", SAFETY, required="Say whether there is anything to know about safety")
    needed = "Say what there is to know about safety" if answer == SafetyAnswer.YES else None
    detail = form.text("safety_detail", "What there is to know about safety", required=needed, longest=2000)
    return (SafetyAnswer(answer) if answer else None), detail if answer == SafetyAnswer.YES else ""
