"""Invitations from a practice register: one by one, or a whole cohort from a CSV file; and how people answer."""

import csv
import io
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from livewell.kit.forms import Form
from livewell.kit.ids import ALPHABET
from livewell.people.forms import read_identity
from livewell.people.rules import Identity
from livewell.referrals.forms.choices import REGISTERS
from livewell.referrals.forms.professional import read_safety
from livewell.referrals.rules import InvitationAnswer, Register, SafetyAnswer

MOST_ROWS = 500
LARGEST_FILE = 512 * 1024
"""Bytes: 500 rows with long names and addresses are a fifth of it."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "nhs_number": ("nhs number", "nhs no", "nhs"),
    "first_name": ("first name", "forename", "given name", "forenames"),
    "family_name": ("family name", "surname", "last name"),
    "born": ("date of birth", "dob", "born", "birth date"),
    "postcode": ("postcode", "post code"),
    "phone": ("phone", "telephone", "mobile", "phone number", "telephone number"),
    "address": ("address", "home address"),
}
"""What a column may be called, in any case and spacing. The first four are needed."""

NEEDED = ("nhs_number", "first_name", "family_name", "born")

_BETWEEN = re.compile(r"[\s/.\-]+")


@dataclass(frozen=True)
class Invitee:
    """One person to invite."""

    identity: Identity
    phone: str
    address: str

    def as_json(self) -> dict[str, str]:
        """The same person in text, to keep between the preview and the confirmation."""
        one = self.identity
        return {
            "nhs_number": one.nhs_number or "",
            "first_name": one.first_name,
            "family_name": one.family_name,
            "born": one.born_on.isoformat() if one.born_on else "",
            "postcode": one.postcode,
            "phone": self.phone,
            "address": self.address,
        }


@dataclass(frozen=True)
class Row:
    """One line of a file: the person, or what has to be put right in it."""

    line: int
    typed: Mapping[str, str]
    invitee: Invitee | None
    errors: Sequence[str]


def read_invitee(form: Form) -> Invitee | None:
    """One person from a form; an NHS number is needed, for a register always has one."""
    if not form.typed("nhs_number").strip():
        form.error("nhs_number", "Enter the NHS number")
    identity = read_identity(form, needs_birthday=True)
    invitee = Invitee(identity, form.phone("phone"), form.text("address", "Address", longest=500))
    return invitee if form.ok else None


def read_register(form: Form, practices: Mapping[UUID, str]) -> tuple[UUID, Register] | None:
    """The practice and its register."""
    practice = form.one_of("practice", [str(one) for one in practices], required="Choose the practice")
    register = form.one_of("register", REGISTERS, required="Choose the register")
    return (UUID(practice), Register(register)) if practice and register else None


def as_text(content: bytes) -> str:
    """A file as text: UTF-8, or what older spreadsheets on Windows write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_rows(content: bytes) -> tuple[list[Row], str | None]:
    """Every line of a CSV file, and a sentence when the file as a whole cannot be read."""
    text = as_text(content)
    if "\x00" in text:
        return [], "That is not a CSV file. Save the spreadsheet as CSV and try again"
    lines = [
        line
        for line in csv.reader(io.StringIO(text, newline=""), dialect=_dialect(text))
        if any(cell.strip() for cell in line)
    ]
    if not lines:
        return [], "The file is empty"
    places = _places(lines[0])
    missing = [COLUMNS[name][0] for name in NEEDED if name not in places]
    if missing:
        return [], f"The first line must name the columns. Missing: {', '.join(missing)}"
    if len(lines) == 1:
        return [], "The file has no people in it"
    if len(lines) - 1 > MOST_ROWS:
        return [], f"The file has {len(lines) - 1:,} people. Send {MOST_ROWS} at a time"
    rows = [_row(number, cells, places) for number, cells in enumerate(lines[1:], start=2)]
    return _without_repeats(rows), None


def _dialect(text: str) -> type[csv.Dialect]:
    class Separated(csv.excel):
        delimiter = max(",;\t", key=text.partition("\n")[0].count)

    return Separated


def _places(heads: Sequence[str]) -> dict[str, int]:
    """Which column holds what."""
    said = [" ".join(_BETWEEN.sub(" ", head.replace("_", " ").lower()).split()) for head in heads]
    found: dict[str, int] = {}
    for name, names in COLUMNS.items():
        for place, head in enumerate(said):
            if head in names:
                found.setdefault(name, place)
    return found


def _row(number: int, cells: Sequence[str], places: Mapping[str, int]) -> Row:
    typed = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
    values: dict[str, Any] = {name: text for name, text in typed.items() if name != "born"}
    form = Form(values | _day_boxes(typed["born"]))
    invitee = read_invitee(form)
    return Row(number, typed, invitee, [error.sentence for error in form.errors])


def _day_boxes(text: str) -> dict[str, str]:
    """A day as spreadsheets write it (31/12/1960, 1960-12-31, 31-Dec-1960) as the three boxes of a form."""
    parts = _BETWEEN.split(text.removesuffix(" 00:00:00").removesuffix(" 00:00").strip())
    if len(parts) != 3:  # noqa: PLR2004  Day, month and year.
        return {"born-day": text, "born-month": "", "born-year": ""} if text else {}
    if len(parts[0]) == 4:  # noqa: PLR2004  A year comes first in ISO 8601.
        parts.reverse()
    return dict(zip(("born-day", "born-month", "born-year"), parts, strict=True))


def _without_repeats(rows: Sequence[Row]) -> list[Row]:
    """A person who is in the file twice is invited once; the second line says so."""
    seen: dict[str, int] = {}
    kept: list[Row] = []
    for row in rows:
        number = row.invitee.identity.nhs_number if row.invitee else None
        if number and number in seen:
            kept.append(Row(row.line, row.typed, None, [f"The same NHS number is on line {seen[number]}"]))
            continue
        if number:
            seen[number] = row.line
        kept.append(row)
    return kept


def new_code() -> str:
    """A code for a letter, such as 7K4F-92QX: 40 bits, and good only together with the date of birth."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def tidy_code(text: str) -> str | None:
    """The code that somebody typed, with any spacing, lower case, and O for 0 or I and L for 1; None when it is none."""
    letters = re.sub(r"[\s\-–.]", "", text).upper().translate(str.maketrans("OIL", "011"))
    if len(letters) != 8 or any(letter not in ALPHABET for letter in letters):  # noqa: PLR2004  As above.
        return None
    return f"{letters[:4]}-{letters[4:]}"


@dataclass(frozen=True)
class Answer:
    """How somebody answered a letter."""

    answer: InvitationAnswer
    phone: str = ""
    reason: str = ""
    safety: SafetyAnswer = SafetyAnswer.NONE_KNOWN
    safety_detail: str = ""


def read_answer(form: Form) -> Answer | None:
    """What somebody answered on the public page, without the code and date of birth, which are checked first."""
    chosen = form.one_of("answer", [str(one) for one in InvitationAnswer], required="Choose yes or not now")
    if chosen == InvitationAnswer.DECLINED:
        return Answer(InvitationAnswer.DECLINED) if form.ok else None
    phone = form.phone("phone", "Your phone number", required="Enter a phone number, so that a health coach can call")
    reason = form.text("reason", "What is going on", longest=2000)
    safety, detail = read_safety(form)
    form.yes("service", required="Tick that Live Well may keep a record and be in touch, or nobody can call you")
    if not form.ok or safety is None or chosen is None:
        return None
    return Answer(InvitationAnswer.ACCEPTED, phone, reason, safety, detail)
