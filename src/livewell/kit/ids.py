"""References that people read aloud, such as LW-4F7K-92, and the check that catches a slip."""

import random
import secrets

# Crockford's base 32 leaves out I, L, O and U. https://www.crockford.com/base32.html
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PREFIX = "LW"
_DATA_LENGTH = 5
_SAID_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_IGNORED = str.maketrans("", "", " \t\n-\u2010\u2011\u2012\u2013\u2014_./")


def _doubled(value: int) -> int:
    """`value` times x in GF(32), the field of polynomials modulo x^5 + x^2 + 1."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value


def _check_character(data: str) -> str:
    """
    The sixth character: any one character changed, and any two swapped, change it.

    It is a weighted sum over GF(32) with a different weight for each place (1 is the check's own),
    so no single slip and no swap of two places can cancel out.
    """
    total = 0
    for character in data:
        total = _doubled(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def new_reference(chance: random.Random | None = None) -> str:
    """
    A new reference in the form LW-4F7K-92, one of 33,554,432.

    It is random, not unique: the column it goes in needs a unique index, and the action that makes
    one looks first whether it is taken. `chance` makes it repeatable, for the demo and for tests.
    """
    pick = chance.choice if chance else secrets.choice
    data = "".join(pick(ALPHABET) for _ in range(_DATA_LENGTH))
    return _written(data + _check_character(data))


def tidy_reference(text: str) -> str | None:
    """
    The reference that somebody typed or wrote down, as LW-4F7K-92, or None when it cannot be one.

    Lower case, spaces, a missing LW, and O for 0 or I and L for 1 are all accepted.
    """
    letters = text.translate(_IGNORED).upper()
    if len(letters) == len(_PREFIX) + _DATA_LENGTH + 1 and letters[:2] in ("LW", "1W", "IW"):
        letters = letters[2:]
    if len(letters) != _DATA_LENGTH + 1:
        return None
    letters = letters.translate(_SAID_ALIKE)
    if any(letter not in ALPHABET for letter in letters):
        return None
    return _written(letters) if _check_character(letters[:-1]) == letters[-1] else None


def _written(letters: str) -> str:
    return f"{_PREFIX}-{letters[:4]}-{letters[4:]}"
