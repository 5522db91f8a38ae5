"""
How one typed value is read: days, times, numbers, telephone numbers and e-mail addresses.

Each `read_…` function takes what was typed and gives the value, or raises `UnreadableError` with a sentence for
the person who typed it. None of them knows what a form is.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import UTC, date, datetime, time
from decimal import Decimal

from livewell.kit import languages
from livewell.kit.clock import LONDON
from livewell.kit.dates import MONTHS
from livewell.kit.languages import gettext as _
from livewell.kit.languages import mark, ngettext, say_day, say_instant


class UnreadableError(Exception):
    """What was typed cannot be the value. `boxes` says which boxes of several are wrong."""

    def __init__(self, sentence: str, boxes: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.boxes = boxes


# Invisible marks that word processors and telephone contact lists leave behind, and that could make text
# read differently from what is kept: byte order mark, and the bidirectional embeddings and overrides.
_LEFT_BEHIND = re.compile("[\ufeff\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029|\u0085|\x0b|\x0c")


def tidy_text(typed: str) -> str:
    """Text as it is kept: composed (NFC), with plain line ends and nothing around it."""
    text = _LEFT_BEHIND.sub("", _LINE_ENDS.sub("\n", typed))
    return unicodedata.normalize("NFC", text).strip()


def has_control_characters(text: str) -> bool:
    """Whether `text` holds characters no keyboard writes: NUL, escape, half of a surrogate pair."""
    return any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t" for letter in text)


def without_control_characters(text: str) -> str:
    """`text` with those characters taken out."""
    return "".join(letter for letter in text if not has_control_characters(letter))


def _plain(typed: str) -> str:
    """Typed digits and signs in their ordinary form: full-width and other digits become 0 to 9."""
    text = unicodedata.normalize("NFKC", tidy_text(typed))
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def read_whole_number(typed: str, *, label: str, lowest: int | None, highest: int | None) -> int:
    """A whole number between `lowest` and `highest` (both included); commas between thousands are fine."""
    text = _plain(typed).replace(",", "").replace("\u2212", "-").removeprefix("+")
    if not re.fullmatch(r"-?[0-9]{1,15}", text):
        raise UnreadableError(
            _("%(label)s must be a whole number, like %(example)s")
            % {"label": label, "example": _such_as(lowest, highest)}
        )
    number = int(text)
    _check_range(number, label=label, lowest=lowest, highest=highest)
    return number


def read_number(typed: str, *, label: str, lowest: Decimal | None, highest: Decimal | None, places: int) -> Decimal:
    """A number with at most `places` decimal places, between `lowest` and `highest` (both included)."""
    text = _plain(typed).replace(",", "").replace("\u2212", "-").removeprefix("+")
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]+)?|-?\.[0-9]+", text):
        raise UnreadableError(
            _("%(label)s must be a number, like %(example)s") % {"label": label, "example": _such_as(lowest, highest)}
        )
    number = Decimal(text)
    if -int(number.as_tuple().exponent) > places:
        raise UnreadableError(
            ngettext(
                "%(label)s must have at most %(places)s decimal place",
                "%(label)s must have at most %(places)s decimal places",
                places,
            )
            % {"label": label, "places": places}
        )
    _check_range(number, label=label, lowest=lowest, highest=highest)
    return number


def _such_as(lowest: int | Decimal | None, highest: int | Decimal | None) -> str:
    if lowest is not None and highest is not None:
        return f"{(lowest + highest) // 2}"
    return f"{highest if lowest is None and highest is not None else (lowest or 0) + 5}"


def _check_range(
    number: int | Decimal, *, label: str, lowest: int | Decimal | None, highest: int | Decimal | None
) -> None:
    too_low = lowest is not None and number < lowest
    too_high = highest is not None and number > highest
    if not (too_low or too_high):
        return
    if lowest is not None and highest is not None:
        raise UnreadableError(
            _("%(label)s must be between %(lowest)s and %(highest)s")
            % {"label": label, "lowest": f"{lowest:,}", "highest": f"{highest:,}"}
        )
    raise UnreadableError(
        _("%(label)s must be %(lowest)s or more") % {"label": label, "lowest": f"{lowest:,}"}
        if too_low
        else _("%(label)s must be %(highest)s or less") % {"label": label, "highest": f"{highest:,}"}
    )


BOXES = {"day": mark("day"), "month": mark("month"), "year": mark("year"), "time": mark("time")}
"""What the boxes of a day are called in a sentence."""


def read_day(day: str, month: str, year: str, *, label: str) -> date:
    """
    A day from three boxes. The month may be a number or a name; the year must have four digits.

    Sentences: https://service-manual.nhs.uk/design-system/components/date-input
    """
    typed = {"day": _plain(day), "month": _plain(month), "year": _plain(year)}
    missing = tuple(box for box, text in typed.items() if not text)
    if missing:
        raise UnreadableError(
            _("%(label)s must include a %(boxes)s")
            % {"label": label, "boxes": _(" and a ").join(_(BOXES[box]) for box in missing)},
            missing,
        )

    number_of_month = _month(typed["month"])
    if number_of_month is None:
        raise UnreadableError(_("%(label)s must have a month from 1 to 12, or its name") % {"label": label}, ("month",))
    if re.fullmatch(r"[0-9]{1,3}", typed["year"]):
        raise UnreadableError(
            _("%(label)s must have a year of 4 numbers, for example 1948") % {"label": label}, ("year",)
        )
    if not re.fullmatch(r"[0-9]{4}", typed["year"]) or int(typed["year"]) == 0:
        raise UnreadableError(
            _("%(label)s must have a year of 4 numbers, for example 1948") % {"label": label}, ("year",)
        )
    number_of_year = int(typed["year"])
    days = monthrange(number_of_year, number_of_month)[1]
    if not re.fullmatch(r"0?[1-9]|[12][0-9]|3[01]", typed["day"]):
        raise UnreadableError(_("%(label)s must have a day from 1 to 31") % {"label": label}, ("day",))
    if int(typed["day"]) > days:
        when = languages.say_month(date(number_of_year, number_of_month, 1))
        raise UnreadableError(
            _("%(label)s must be a real date: %(month)s has only %(days)s days")
            % {"label": label, "month": when, "days": days},
            ("day",),
        )
    return date(number_of_year, number_of_month, int(typed["day"]))


def _month(text: str) -> int | None:
    if re.fullmatch(r"0?[1-9]|1[0-2]", text):
        return int(text)
    start = text.lower().rstrip(".")
    fits = [n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(start) and name[:3].lower() == start[:3]]
    return fits[0] if fits else None


def check_day(day: date, *, label: str, not_after: date | None, not_before: date | None, today: date) -> date:
    """`day`, when it lies between the two limits (both allowed)."""
    if not_after is not None and day > not_after:
        if not_after == today:
            raise UnreadableError(
                _("%(label)s must be today or in the past") % {"label": label}, ("day", "month", "year")
            )
        raise UnreadableError(
            _("%(label)s must be %(day)s or earlier") % {"label": label, "day": say_day(not_after)},
            ("day", "month", "year"),
        )
    if not_before is not None and day < not_before:
        if not_before == today:
            raise UnreadableError(
                _("%(label)s must be today or in the future") % {"label": label}, ("day", "month", "year")
            )
        raise UnreadableError(
            _("%(label)s must be %(day)s or later") % {"label": label, "day": say_day(not_before)},
            ("day", "month", "year"),
        )
    return day


_HALF_DAY = 12  # hours
_TIME = re.compile(r"([0-9]{1,2})(?:[:.h ]?([0-9]{2}))?(am|pm)?")


def read_time(typed: str, *, label: str) -> time:
    """A time of day: 14:30, 2.30pm, 2pm, 1430, noon, midday, midnight."""
    text = re.sub(r"\s+", " ", _plain(typed).lower())
    text = re.sub(r"\b([ap])\.?\s?m\.?$", r"\1m", text).replace(" am", "am").replace(" pm", "pm")
    named = {"noon": time(12), "midday": time(12), "12 noon": time(12), "midnight": time(0)}
    if text in named:
        return named[text]
    if not text:
        raise UnreadableError(_("%(label)s must include a time, for example 2:30pm") % {"label": label}, ("time",))
    found = _TIME.fullmatch(text)
    sorry = UnreadableError(_("%(label)s must be a time, for example 2:30pm or 14:30") % {"label": label}, ("time",))
    if not found:
        raise sorry
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half is None and found[2] is None:
        raise UnreadableError(
            _("%(label)s must say morning or afternoon, for example %(hour)sam or %(hour)spm")
            % {"label": label, "hour": found[1]},
            ("time",),
        )
    if half is not None:
        if hour not in range(1, _HALF_DAY + 1):
            raise sorry
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise sorry from None


def check_instant(
    instant: datetime, *, label: str, not_after: datetime | None, not_before: datetime | None
) -> datetime:
    """`instant`, when it lies between the two limits (both allowed)."""
    boxes = ("day", "month", "year", "time")
    if not_after is not None and instant > not_after:
        raise UnreadableError(
            _("%(label)s must be %(instant)s or earlier") % {"label": label, "instant": say_instant(not_after)}, boxes
        )
    if not_before is not None and instant < not_before:
        raise UnreadableError(
            _("%(label)s must be %(instant)s or later") % {"label": label, "instant": say_instant(not_before)}, boxes
        )
    return instant


def london_instant(day: date, moment: time, *, label: str) -> datetime:
    """
    The instant of a London day and time, in UTC.

    The hour that does not exist when the clocks go forward is refused; of the two that are said alike when
    they go back, the first is taken.
    """
    wall = datetime.combine(day, moment, tzinfo=LONDON)
    instant = wall.astimezone(UTC)
    if instant.astimezone(LONDON).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise UnreadableError(
            _("%(label)s must be a time that exists: on %(day)s the clocks go forward from 1am to 2am")
            % {"label": label, "day": say_day(day)},
            ("time",),
        )
    return instant


# https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1 and its erratum 1690
_LONGEST_EMAIL = 254
_LONGEST_LOCAL_PART = 64
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])"
)


def read_email(typed: str, *, label: str) -> str:
    """An e-mail address that could be one: one @, a dotted domain, no spaces, at most 254 characters."""
    text = tidy_text(typed).removeprefix("mailto:")
    local = text.partition("@")[0]
    if len(text) > _LONGEST_EMAIL or len(local) > _LONGEST_LOCAL_PART or not _EMAIL.fullmatch(text):
        raise UnreadableError(
            _("%(label)s must be an email address in the correct format, like name@example.com") % {"label": label}
        )
    domain = text.rpartition("@")[2]
    return f"{text[: -len(domain)]}{domain.lower()}"


_SHORT_NUMBERS = re.compile(r"(1[0-9]{2}|999|116[0-9]{3}|[6-8][0-9]{4})")


def read_phone(typed: str, *, label: str, short_numbers: bool = False) -> str:
    """
    A telephone number, spaced as it is said in the UK: 07700 900123, 0115 496 0123, +353 1 …

    With `short_numbers`, the numbers of public services too: 111, 999, 116 123, text numbers of five digits.
    """
    text = _plain(typed)
    text, extension = _split_extension(text)
    digits = re.sub(r"[\s().\-\u2010-\u2015/]", "", text.replace("(0)", "") if "+" in text else text)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if digits.startswith("+44"):
        digits = f"0{digits[3:].removeprefix('0')}"
    if short_numbers and _SHORT_NUMBERS.fullmatch(digits):
        return f"{digits[:3]} {digits[3:]}" if digits.startswith("116") else digits
    if re.fullmatch(r"0[1-35789][0-9]{8,9}", digits):
        return _spaced(digits) + extension
    if re.fullmatch(r"\+(?!44)[1-9][0-9]{6,13}", digits):
        return re.sub(r"\s+", " ", text).strip() + extension
    raise UnreadableError(
        _("%(label)s must be a phone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192") % {"label": label}
    )


def _split_extension(text: str) -> tuple[str, str]:
    found = re.search(r"\s*(?:ext(?:ension)?\.?|x)\s*([0-9]{1,6})$", text, flags=re.IGNORECASE)
    return (text[: found.start()], f" ext {found[1]}") if found else (text, "")


def _spaced(digits: str) -> str:
    """The groups of https://en.wikipedia.org/wiki/National_conventions_for_writing_telephone_numbers."""
    if digits.startswith("02"):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if digits.startswith(("03", "08", "09", "011")) or re.match(r"01[0-9]1", digits):
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return f"{digits[:5]} {digits[5:]}"
