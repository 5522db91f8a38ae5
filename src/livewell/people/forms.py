"""What is written down about a person, read from forms: who they are, how to reach them, what they need."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from uuid import UUID

from livewell.kit import clock
from livewell.kit.dates import say_day
from livewell.kit.forms import Form
from livewell.people.rules import (
    ACCESS_LABELS,
    CONTACT_LABELS,
    FICTIONAL,
    IDENTITY_LABELS,
    LONGEST_REASON,
    SAID_HOW_LABELS,
    AccessNeed,
    Agreed,
    ConsentKind,
    ContactMethod,
    Identity,
)

OTHER_PRACTICE = "other"
"""The answer for a practice that is not on the list."""

NO_PRACTICE = "none"
"""The answer of somebody who has no GP."""

SAID_NO_PRACTICE = "No GP practice"

CONTACT_CHOICES = [(str(value), label) for value, label in CONTACT_LABELS.items()]
ACCESS_CHOICES = [(str(value), label) for value, label in ACCESS_LABELS.items()]
CHOICES = {"contact": CONTACT_CHOICES, "access": ACCESS_CHOICES}
"""For templates/people/_details_fields.html."""


@dataclass(frozen=True)
class Details:
    """Everything we keep of a person beside their identity. Empty means not said."""

    preferred_name: str = ""
    pronouns: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    practice: UUID | None = None
    other_practice: str = ""
    preferred_contact: ContactMethod = ContactMethod.PHONE
    may_leave_voicemail: bool | None = None
    may_text: bool | None = None
    may_write: bool | None = None
    when_not_to_contact: str = ""
    never_contact: bool = False
    language: str = "English"
    needs_interpreter: bool = False
    access_needs: tuple[AccessNeed, ...] = field(default=())
    access_needs_detail: str = ""
    protected_address: bool = False


DETAIL_LABELS: dict[str, str] = {
    "preferred_name": "Preferred name",
    "pronouns": "Pronouns",
    "phone": "Phone number",
    "email": "Email address",
    "address": "Address",
    "postcode": "Postcode",
    "practice": "GP practice",
    "other_practice": "Another practice",
    "preferred_contact": "Best way to be in touch",
    "may_leave_voicemail": "We may leave a voicemail",
    "may_text": "We may send a text message",
    "may_write": "We may write a letter",
    "when_not_to_contact": "When not to contact",
    "never_contact": "Never contact",
    "language": "Language",
    "needs_interpreter": "Needs an interpreter",
    "access_needs": "Access needs",
    "access_needs_detail": "More about access needs",
    "protected_address": "Address is protected",
}
"""How each detail is called on pages, in the order of the form."""


def say_details(details: Details, practices: Mapping[UUID, str]) -> dict[str, str]:
    """Each detail in words, by its label: for two versions side by side. `practices` is id -> name."""
    return {label: _said(getattr(details, name), practices) for name, label in DETAIL_LABELS.items()}


def _said(value: object, practices: Mapping[UUID, str]) -> str:
    if value is None:
        return "Not asked"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, UUID):
        return practices.get(value, "")
    if isinstance(value, ContactMethod):
        return CONTACT_LABELS[value]
    if isinstance(value, tuple):
        return ", ".join(ACCESS_LABELS[need] for need in value)
    return str(value)


def changed(before: Details, after: Details) -> list[str]:
    """The names of the details that differ: codes for the news, never what they say."""
    return [one.name for one in fields(Details) if getattr(before, one.name) != getattr(after, one.name)]


def read_identity(form: Form, *, needs_birthday: bool, whose: str = "their", with_postcode: bool = True) -> Identity:
    """Name, date of birth, NHS number and postcode. `whose` is "your" when the person writes it themself."""
    today = clock.today()
    said = f"{whose} "
    nhs_number = form.nhs_number("nhs_number", "NHS number")
    first_name = form.text("first_name", "First name", required=f"Enter {said}first name", longest=80)
    family_name = form.text("family_name", "Family name", required=f"Enter {said}family name", longest=80)
    born_on = form.day(
        "born",
        "Date of birth",
        required=f"Enter {said}date of birth" if needs_birthday else None,
        not_after=today,
        not_before=today.replace(year=today.year - 130, day=min(today.day, 28)),
    )
    postcode = form.postcode("postcode") if with_postcode else ""
    return Identity(nhs_number or None, first_name, family_name, born_on, postcode)


def read_practice(form: Form, practices: Mapping[UUID, str], *, required: str | None = None) -> tuple[UUID | None, str]:
    """The listed practice chosen, or the name of another in words."""
    choices = [*(str(practice) for practice in practices), OTHER_PRACTICE, NO_PRACTICE]
    chosen = form.one_of("practice", choices, required=required)
    if chosen is None:
        return None, ""
    if chosen == NO_PRACTICE:
        return None, SAID_NO_PRACTICE
    if chosen == OTHER_PRACTICE:
        return None, form.text("other_practice", "The name of the practice", longest=120)
    return UUID(chosen), ""


def read_contact(form: Form) -> ContactMethod:
    """The best way to be in touch; a phone call when nothing was chosen."""
    return ContactMethod(form.one_of("preferred_contact", CONTACT_CHOICES) or ContactMethod.PHONE)


def read_access_needs(form: Form) -> tuple[AccessNeed, ...]:
    """What somebody needs in order to take part."""
    return tuple(AccessNeed(need) for need in form.many("access_needs", ACCESS_CHOICES))


class PersonForm:
    """
    The form of templates/people/details.html.

    A route shows it with `PersonForm.filled(details)`, reads it with `PersonForm.read(form, practices)`, and passes
    the details and `form.version` to `people.actions.change_details`.
    """

    @staticmethod
    def page(person: object, form: Form, practices: Mapping[UUID, str], back: str) -> dict[str, object]:
        """What the template needs. `person` is a people.queries.KnownPerson, `back` the page to go back to."""
        return {"person": person, "form": form, "practices": practices, "back": back, "choices": CHOICES}

    @staticmethod
    def filled(details: Details) -> Form:
        """The form as it stands before anybody types."""
        values: dict[str, object] = {one.name: getattr(details, one.name) for one in fields(Details)}
        if details.practice is None and details.other_practice:
            values["practice"] = NO_PRACTICE if details.other_practice == SAID_NO_PRACTICE else OTHER_PRACTICE
        return Form.blank(values)

    @staticmethod
    def read(form: Form, practices: Mapping[UUID, str]) -> Details:
        """What was typed, as Details; look at `form.ok` before using it. `practices` is id -> name."""
        practice, other = read_practice(form, practices)
        details = Details(
            preferred_name=form.text("preferred_name", "Preferred name", longest=80),
            pronouns=form.text("pronouns", "Pronouns", longest=40),
            phone=form.phone("phone"),
            email=form.email("email"),
            address=form.text("address", "Address", longest=500),
            postcode=form.postcode("postcode"),
            practice=practice,
            other_practice=other,
            preferred_contact=read_contact(form),
            may_leave_voicemail=form.yes_or_no("may_leave_voicemail"),
            may_text=form.yes_or_no("may_text"),
            may_write=form.yes_or_no("may_write"),
            when_not_to_contact=form.text("when_not_to_contact", "When not to contact", longest=500),
            never_contact=form.yes("never_contact"),
            language=form.text("language", "Language", longest=40) or "English",
            needs_interpreter=form.yes("needs_interpreter"),
            access_needs=read_access_needs(form),
            access_needs_detail=form.text("access_needs_detail", "More about access needs", longest=1000),
            protected_address=form.yes("protected_address"),
        )
        if details.preferred_contact == ContactMethod.EMAIL and not details.email:
            form.error("email", "Enter an email address, or choose another way to be in touch")
        elif details.preferred_contact in {ContactMethod.PHONE, ContactMethod.TEXT} and not (
            details.phone or details.never_contact
        ):
            form.error("phone", "Enter a phone number, or choose another way to be in touch")
        return details


def say_identity(identity: Identity) -> dict[str, str]:
    """What somebody is known by, in words, by its label; a day that is not known is empty."""
    found = {name: getattr(identity, name) for name in IDENTITY_LABELS}
    return {
        label: say_day(found[name]) if name == "born_on" and found[name] else str(found[name] or "")
        for name, label in IDENTITY_LABELS.items()
    }


class IdentityForm:
    """
    The form of templates/people/identity.html: name, date of birth and NHS number, and why they are put right.

    A route shows it with `IdentityForm.filled(identity)`, reads it with `IdentityForm.read(form, demo=…)`, and passes both
    with `form.version` and `form.submission` to `people.actions.correct_identity`.
    """

    @staticmethod
    def filled(identity: Identity) -> Form:
        """The form as it stands before anybody types."""
        return Form.blank(
            {
                "nhs_number": identity.nhs_number or "",
                "first_name": identity.first_name,
                "family_name": identity.family_name,
                "born": identity.born_on,
            }
        )

    @staticmethod
    def read(form: Form, *, demo: bool) -> tuple[Identity, str]:
        """What was typed, and why; look at `form.ok` before using it. In a demonstration a number is nobody's."""
        identity = read_identity(form, needs_birthday=False, with_postcode=False)
        if demo and identity.nhs_number and not identity.nhs_number.startswith(FICTIONAL):
            form.error(
                "nhs_number",
                f"This is a demonstration: use a number that begins with {FICTIONAL}, which belongs to nobody",
            )
        why = form.text(
            "why", "Why it is put right", required="Say why, so that others understand it later", longest=LONGEST_REASON
        )
        return identity, why


class SharingForm:
    """
    The form of templates/people/sharing.html: what somebody says about sharing, which may change at any time.

    A route shows it with `SharingForm.filled(answers)` and reads it with `SharingForm.read(form, answers)`, where
    `answers` are the newest of each kind; what comes back goes to `people.actions.record_consent`.
    """

    @staticmethod
    def filled(answers: Mapping[ConsentKind, bool]) -> Form:
        """The form as it stands before anybody chooses."""
        return Form.blank({kind.value: given for kind, given in answers.items()})

    @staticmethod
    def read(form: Form, answers: Mapping[ConsentKind, bool]) -> tuple[list[Agreed], str]:
        """The answers that differ from those that stand, and how they were said. Look at `form.ok` before using it."""
        how = form.one_of("how", list(SAID_HOW_LABELS), required="Choose how they said so") or ""
        said = [(kind, form.yes_or_no(kind.value)) for kind in ConsentKind]
        return [Agreed(kind, given) for kind, given in said if given is not None and given != answers.get(kind)], how
