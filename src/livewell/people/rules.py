"""Words and rules about a person: needs, access, contact, consent, and who may be the same person."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from livewell.kit.languages import mark


class ContactMethod(StrEnum):
    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"


CONTACT_LABELS: dict[ContactMethod, str] = {
    ContactMethod.PHONE: mark("Phone call"),
    ContactMethod.TEXT: mark("Text message"),
    ContactMethod.EMAIL: mark("Email"),
    ContactMethod.LETTER: mark("Letter"),
}


class AccessNeed(StrEnum):
    """What somebody needs in order to take part (Accessible Information Standard headings)."""

    HOME_VISIT = "home_visit"
    STEP_FREE = "step_free"
    TRANSPORT = "transport"
    COMPANY = "company"
    LARGE_PRINT = "large_print"
    EASY_READ = "easy_read"
    HEARING = "hearing"
    SIGHT = "sight"
    QUIET = "quiet"
    MEMORY = "memory"
    NO_PHONE = "no_phone"
    OTHER = "other"


ACCESS_LABELS: dict[AccessNeed, str] = {
    AccessNeed.HOME_VISIT: mark("Finds it hard to leave home"),
    AccessNeed.STEP_FREE: mark("Step-free places"),
    AccessNeed.TRANSPORT: mark("Help with getting there"),
    AccessNeed.COMPANY: mark("Somebody to come along"),
    AccessNeed.LARGE_PRINT: mark("Large print"),
    AccessNeed.EASY_READ: mark("Easy Read"),
    AccessNeed.HEARING: mark("Hearing support (loop, text, sign language)"),
    AccessNeed.SIGHT: mark("Support with sight"),
    AccessNeed.QUIET: mark("Quiet or calm surroundings"),
    AccessNeed.MEMORY: mark("Reminders and a little more time"),
    AccessNeed.NO_PHONE: mark("Not by phone"),
    AccessNeed.OTHER: mark("Something else"),
}


class ConsentKind(StrEnum):
    SERVICE = "service"
    TELL_REFERRER = "tell_referrer"
    EVALUATION = "evaluation"


CONSENT_LABELS: dict[ConsentKind, str] = {
    ConsentKind.SERVICE: "Live Well may keep a record and be in touch",
    ConsentKind.TELL_REFERRER: "The referrer may hear what came of it",
    ConsentKind.EVALUATION: "Answers may be used, without a name, to find out whether Live Well helps",
}

SAID_HOW_LABELS: dict[str, str] = {"spoken": "They told us", "written": "They wrote to us"}
"""How somebody says to staff what may be shared."""

CONSENT_WORDING_VERSION = "2026-11"
"""Changes whenever a sentence in CONSENT_LABELS does; kept with every answer."""


IDENTITY_LABELS: dict[str, str] = {
    "first_name": "First name",
    "family_name": "Family name",
    "born_on": "Date of birth",
    "nhs_number": "NHS number",
}
"""What somebody is known by, in the order of the form: put right with a reason, and never without a trace."""

LONGEST_REASON = 300

FICTIONAL = "999"
"""What NHS numbers begin with that belong to nobody: a demonstration takes no others."""


@dataclass(frozen=True)
class Identity:
    """The few facts by which two records may be the same person."""

    nhs_number: str | None
    first_name: str
    family_name: str
    born_on: date | None
    postcode: str


@dataclass(frozen=True)
class Agreed:
    """One answer about sharing."""

    kind: ConsentKind
    given: bool
