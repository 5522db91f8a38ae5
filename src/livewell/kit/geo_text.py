"""Postcodes as text: what people type, tidied, and the coarser codes in front of them."""

import re
import unicodedata

# Royal Mail's shapes (A9 9AA … AA9A 9AA, and GIR 0AA); the last two letters never use C I K M O V.
# https://www.gov.uk/government/publications/bulk-data-transfer-for-sponsors-xml-schema (postcode pattern)
_OUTWARD = r"[A-PR-UWYZ](?:[0-9][0-9A-HJKPSTUW]?|[A-HK-Y][0-9][0-9ABEHMNPRVWXY]?)"
_INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
_POSTCODE = re.compile(rf"({_OUTWARD}|GIR)({_INWARD})")
_PARTIAL = re.compile(rf"({_OUTWARD})([0-9])?")


def _letters(text: str) -> str:
    return re.sub(r"[\s.\-]", "", unicodedata.normalize("NFKC", text)).upper()


def tidy_postcode(text: str) -> str | None:
    """
    A whole postcode as "NG2 6AB", or None when it cannot be one. O and I typed for 0 and 1 are mended.

    Only the shape is looked at, not whether there is such a postcode.
    """
    letters = _letters(text)
    if len(letters) not in range(5, 8):
        return None
    outward, inward = letters[:-3], letters[-3:]
    # The first character of the inward part is always a digit, so a letter O or I there is a slip.
    inward = {"O": "0", "I": "1"}.get(inward[0], inward[0]) + inward[1:]
    found = _POSTCODE.fullmatch(outward + inward)
    return f"{found[1]} {found[2]}" if found else None


def tidy_part_postcode(text: str) -> str | None:
    """
    An outcode or a sector as "NG2" or "NG2 6", or None: for people who will not give a whole postcode.

    "NG26" could be either; without a space it is read as an outcode.
    """
    spaced = " ".join(unicodedata.normalize("NFKC", text).upper().split())
    found = _PARTIAL.fullmatch(spaced.replace(" ", ""))
    if not found:
        return None
    if " " in spaced:
        outward, _, sector = spaced.partition(" ")
        return f"{outward} {sector}" if re.fullmatch(_OUTWARD, outward) and sector.isdigit() else None
    return spaced if re.fullmatch(_OUTWARD, spaced) else None


def postcode_area(text: str) -> str | None:
    """The letters in front: "NG" of "NG2 6AB" or of "ng"; None when there are none."""
    found = re.match(r"[A-Z]{1,2}(?![A-Z])", _letters(text))
    return found[0] if found else None
