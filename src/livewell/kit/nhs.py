"""NHS numbers: reading what people type, checking the check digit, and saying them 3-3-4."""

import re
import unicodedata

from nhs_number.validate import is_valid

# What people put between the groups: spaces, hyphens and dashes, dots.
_BETWEEN = re.compile(r"[\s.\-\u2010-\u2015\u2212]+")
_TEN_DIGITS = re.compile(r"[0-9]{10}", re.ASCII)


def digits_of(text: str) -> str:
    """What was typed without spaces, hyphens and the words "NHS number" in front."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"^\s*nhs(\s*(no\.?|number))?\s*:?", "", plain, flags=re.IGNORECASE)
    return _BETWEEN.sub("", plain)


def has_ten_digits(text: str) -> bool:
    """Whether ten digits were typed, right or not."""
    return _TEN_DIGITS.fullmatch(digits_of(text)) is not None


def tidy_nhs_number(text: str) -> str | None:
    """
    The ten digits of a valid NHS number, however it was spaced, or None.

    Validity is the modulus 11 check digit of
    https://www.datadictionary.nhs.uk/attributes/nhs_number.html and not one digit ten times over.
    """
    digits = digits_of(text)
    if not _TEN_DIGITS.fullmatch(digits) or len(set(digits)) == 1:
        return None
    return digits if is_valid(digits) else None


def say_nhs_number(digits: str) -> str:
    """
    999 000 0018: three, three and four digits, as the NHS shows it.

    https://service-manual.nhs.uk/design-system/patterns/ask-for-nhs-numbers
    """
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if _TEN_DIGITS.fullmatch(digits) else digits
