"""The forms about practices and settings."""

from dataclasses import dataclass
from uuid import UUID

from livewell.kit.forms import Form
from livewell.kit.wording import unread_lines
from livewell.places.rules import CHOICES, wrong_together

LONGEST_LIST = 8000


@dataclass(frozen=True)
class PracticeDetails:
    """What is written about a practice."""

    name: str
    ods_code: str
    area: UUID
    reply_email: str
    phone: str
    postcode: str
    listed: bool


def read_practice(form: Form, *, areas: list[tuple[str, str]]) -> PracticeDetails | None:
    """The details as `form` has them, or None when something has to be put right."""
    name = form.text("name", "Name", required="Enter the name of the practice", longest=120)
    code = form.text("ods_code", "ODS code", required="Enter the practice’s ODS code, like C84005", longest=12).upper()
    if code and not (code.isascii() and code.isalnum()):
        form.error("ods_code", "ODS code must be letters and digits only, like C84005")
    area = form.one_of("area", areas, required="Choose the area of the practice")
    reply_email = form.email("reply_email", "Email address for replies")
    phone = form.phone("phone", "Phone number")
    postcode = form.postcode("postcode", "Postcode")
    listed = form.yes_or_no("listed", required="Choose whether people of this practice can be referred")
    if not form.ok or area is None or listed is None:
        return None
    return PracticeDetails(name, code, UUID(area), reply_email, phone, postcode, listed)


def read_settings(form: Form) -> dict[str, int | str] | None:
    """Every choice as `form` has it, or None when something has to be put right."""
    chosen: dict[str, int | str] = {}
    for name, choice in CHOICES.items():
        if choice.kind == "number":
            number = form.whole_number(
                name,
                choice.label,
                lowest=choice.lowest,
                highest=choice.highest,
                required=f"Enter {choice.label.lower()}",
            )
            chosen[name] = -1 if number is None else number
        elif choice.kind == "email":
            chosen[name] = form.email(name, choice.label)
        elif choice.kind == "phone":
            chosen[name] = form.phone(name, choice.label, short_numbers=True)
        elif choice.kind == "lines":
            chosen[name] = lines = form.text(name, choice.label, longest=LONGEST_LIST)
            for number in unread_lines(lines)[:1]:
                form.error(name, f"Line {number} needs a word, an equals sign and what to say instead")
        else:
            required = f"Enter {choice.label.lower()}" if choice.ships_with else None
            chosen[name] = form.text(name, choice.label, required=required, longest=120)
    if form.ok:
        for name, sentence in wrong_together({k: v for k, v in chosen.items() if isinstance(v, int)}).items():
            form.error(name, sentence)
    return chosen if form.ok else None
