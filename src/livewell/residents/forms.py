"""What is typed in somebody's own space, read from its pages."""

from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from livewell.coaching.rules import ATTAINMENT_LABELS
from livewell.connections.rules import FOR_ME_LABELS, ForMe
from livewell.kit import clock
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.people.forms import Details, read_access_needs, read_contact
from livewell.people.rules import ConsentKind, ContactMethod
from livewell.residents.rules import WISH_LABELS, WishFor

_OLDEST = 130
_LONGEST_CODE = 40


def for_me_choices() -> list[tuple[str, str]]:
    """How a place was, in the language that holds now."""
    return [(one.value, _(label)) for one, label in FOR_ME_LABELS.items()]


def wish_choices() -> list[tuple[str, str]]:
    """What may be asked about a session, in the language that holds now."""
    return [(one.value, _(label)) for one, label in WISH_LABELS.items()]


@dataclass(frozen=True)
class ComingIn:
    """What is typed beside a link or a code."""

    born_on: date
    code: str
    first_name: str
    shared: bool


def read_coming(form: Form, *, with_code: bool) -> ComingIn | None:
    """The date of birth, the code where there is one, and whether others use the device."""
    code = form.text("code", _("The code"), required=_("Enter the code"), longest=_LONGEST_CODE) if with_code else ""
    born_on = read_birthday(form)
    first_name = form.text("first_name", _("First name"), longest=80)
    shared = form.yes("shared")
    return ComingIn(born_on, code, first_name, shared) if form.ok and born_on is not None else None


def read_birthday(form: Form) -> date | None:
    """When they were born."""
    today = clock.today()
    return form.day(
        "born",
        _("Your date of birth"),
        required=_("Enter your date of birth"),
        not_after=today,
        not_before=today.replace(year=today.year - _OLDEST, day=min(today.day, 28)),
    )


def read_details(form: Form, before: Details) -> Details | None:
    """
    How somebody would like to be reached and what they need, or None when something has to be put right first.

    What the page does not ask stays as it was.
    """
    asked = Details(
        preferred_name=form.text("preferred_name", _("What you like to be called"), longest=80),
        pronouns=form.text("pronouns", _("Pronouns"), longest=40),
        phone=form.phone("phone", _("Phone number")),
        email=form.email("email", _("Email address")),
        address=form.text("address", _("Address"), longest=500),
        postcode=form.postcode("postcode", _("Postcode")),
        preferred_contact=read_contact(form),
        may_leave_voicemail=form.yes_or_no("may_leave_voicemail"),
        may_text=form.yes_or_no("may_text"),
        may_write=form.yes_or_no("may_write"),
        when_not_to_contact=form.text("when_not_to_contact", _("When we should not be in touch"), longest=500),
        language=form.text("language", _("Language"), longest=40) or "English",
        needs_interpreter=form.yes("needs_interpreter"),
        access_needs=read_access_needs(form),
        access_needs_detail=form.text("access_needs_detail", _("More about what helps you"), longest=1000),
        practice=before.practice,
        other_practice=before.other_practice,
        never_contact=before.never_contact,
        protected_address=before.protected_address,
    )
    if asked.preferred_contact is ContactMethod.EMAIL and not asked.email:
        form.error("email", _("Enter an email address, or choose another way to be in touch"))
    elif asked.preferred_contact in {ContactMethod.PHONE, ContactMethod.TEXT} and not asked.phone:
        form.error("phone", _("Enter a phone number, or choose another way to be in touch"))
    return asked if form.ok else None


def filled_details(details: Details) -> Form:
    """The form as it stands before anybody types; a protected address is not put into it."""
    values: dict[str, object] = {one.name: getattr(details, one.name) for one in fields(Details)}
    if details.protected_address:
        values |= {"address": "", "postcode": ""}
    return Form.blank(values)


@dataclass(frozen=True)
class Wished:
    """What somebody asks for with a session."""

    what: WishFor
    words: str


def read_wish(form: Form) -> Wished | None:
    """The wish, or None when nothing was chosen."""
    what = form.one_of("what", [one.value for one in WishFor], required=_("Choose what you would like"))
    words = form.text("words", _("What would suit you"), longest=500)
    return Wished(WishFor(what), words) if form.ok and what else None


@dataclass(frozen=True)
class Went:
    """One time they went, and how it was if they say so."""

    went_on: date
    for_me: ForMe | None


def read_visit(form: Form) -> Went | None:
    """The visit, or None when something has to be put right first."""
    went_on = form.day("went_on", _("The day you went"), required=_("Enter the day you went"), not_after=clock.today())
    for_me = form.one_of("for_me", [one.value for one in ForMe])
    if not form.ok or went_on is None:
        return None
    return Went(went_on, ForMe(for_me) if for_me else None)


def read_for_me(form: Form) -> ForMe | None:
    """How it was, or None when nothing was chosen."""
    for_me = form.one_of("for_me", [one.value for one in ForMe], required=_("Choose how it was for you"))
    return ForMe(for_me) if for_me else None


def read_level(form: Form) -> int | None:
    """How far somebody is with a goal, -2 to +2, or None when nothing was chosen."""
    chosen = form.one_of(
        "level", [str(level) for level in ATTAINMENT_LABELS], required=_("Choose where you are with this goal")
    )
    return int(chosen) if chosen else None


@dataclass(frozen=True)
class SaidAboutSharing:
    """One answer about sharing, and what stood when the page was opened."""

    kind: ConsentKind
    given: bool
    stood: bool | None


def read_sharing(form: Form) -> SaidAboutSharing | None:
    """The answer, or None when the page's own fields do not say what it is about."""
    kind = form.one_of("kind", [one.value for one in ConsentKind], required=_("Choose what it is about"))
    given = form.yes_or_no("given", required=_("Choose yes or no"))
    stood = {"yes": True, "no": False}.get(form.typed("stood"))
    return SaidAboutSharing(ConsentKind(kind), given, stood) if form.ok and kind and given is not None else None


def read_chosen(form: Form) -> tuple[UUID, ...]:
    """The places of a list that were ticked; notes an error when none was."""
    found = []
    for text in form.typed_all("chosen"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    if not found:
        form.error("chosen", _("Tick the places to put into your plan"))
    return tuple(dict.fromkeys(found))


def read_person(form: Form) -> UUID | None:
    """Whose door of the demonstration was chosen, or None."""
    try:
        return UUID(form.typed("person"))
    except ValueError:
        return None
