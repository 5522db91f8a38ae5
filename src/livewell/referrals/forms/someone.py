"""A referral for somebody else: by family, social services, a voluntary group or a community facility."""

from collections.abc import Mapping
from uuid import UUID

from livewell.kit.forms import Form
from livewell.people.forms import Details, read_access_needs, read_contact, read_identity, read_practice
from livewell.people.rules import Agreed, ConsentKind
from livewell.referrals.forms.choices import NEEDS, SOMEONE_TYPES
from livewell.referrals.forms.command import ReceiveReferral, Referrer
from livewell.referrals.forms.professional import check_reachable, read_safety
from livewell.referrals.rules import Channel, Need, Pathway, ReferrerType


class ForSomeoneElse:
    """The form of templates/referrals/someone.html. The person must have agreed."""

    @staticmethod
    def begun() -> Form:
        """A form that nobody has filled in."""
        return Form.blank({"preferred_contact": "phone"})

    @staticmethod
    def says_no_agreement(form: Form) -> bool:
        """Whether they said that the person does not know, or does not agree: nothing is kept then."""
        return form.typed("agrees") == "no"

    @staticmethod
    def read(form: Form, practices: Mapping[UUID, str]) -> ReceiveReferral | None:
        """The command, or None when something has to be put right."""
        agrees = form.yes_or_no("agrees", required="Say whether the person has agreed")
        kind = form.one_of("referrer_type", SOMEONE_TYPES, required="Choose who you are")
        name = form.text("referrer_name", "Your name", required="Enter your name", longest=120)
        organisation = form.text("referrer_organisation", "Your organisation", longest=160)
        if kind is not None and kind != ReferrerType.FAMILY and not organisation:
            form.error("referrer_organisation", "Enter the name of your organisation")
        role = form.text("referrer_role", "Your role", longest=80)
        phone = form.phone("referrer_phone", "Your phone number", short_numbers=True)
        reply_to = form.email("reply_to", "Your email address")
        if not form.typed("reply_to").strip() and not form.typed("referrer_phone").strip():
            form.error("referrer_phone", "Enter a phone number or an email address, so that we can ask you something")
        identity = read_identity(form, needs_birthday=False)
        practice, other = read_practice(form, practices)
        contact = read_contact(form)
        details = Details(
            preferred_name=form.text("preferred_name", "Preferred name", longest=80),
            phone=form.phone("phone", "Their phone number"),
            email=form.email("email", "Their email address"),
            address=form.text("address", "Their address", longest=500),
            postcode=identity.postcode,
            practice=practice,
            other_practice=other,
            preferred_contact=contact,
            when_not_to_contact=form.text("when_not_to_contact", "When not to contact", longest=500),
            language=form.text("language", "Language", longest=40) or "English",
            needs_interpreter=form.yes("needs_interpreter"),
            access_needs=read_access_needs(form),
            access_needs_detail=form.text("access_needs_detail", "More about access needs", longest=1000),
        )
        check_reachable(form, contact, phone=details.phone, email=details.email, address=details.address)
        needs = tuple(Need(need) for need in form.many("needs", NEEDS))
        reason = form.text("reason", "What is going on", required="Say what is going on for them", longest=2000)
        safety, safety_detail = read_safety(form)
        tells = form.yes_or_no("tell_referrer", required="Choose whether they agree that you hear what came of it")
        if not form.ok or kind is None or safety is None or tells is None or not agrees:
            return None
        return ReceiveReferral(
            channel=Channel.FOR_SOMEONE,
            identity=identity,
            details=details,
            referrer=Referrer(
                type=ReferrerType(kind),
                name=name,
                role=role,
                organisation=organisation,
                phone=phone,
                reply_to=reply_to,
            ),
            pathway=Pathway.OTHER,
            needs=needs,
            reason=reason,
            safety=safety,
            safety_detail=safety_detail,
            consents=(Agreed(ConsentKind.SERVICE, given=True), Agreed(ConsentKind.TELL_REFERRER, given=tells)),
            consent_how="via_referrer",
            as_sent=form.everything(),
        )
