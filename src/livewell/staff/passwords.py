"""Passwords: what makes a good enough one, and argon2id away from the event loop, never too many at once."""

import asyncio
import re
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

T = TypeVar("T")

SHORTEST = 12
LONGEST = 128

# Time 2, memory 19 MiB, one lane: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = 2
_MAY_WAIT = 20
_POOL = ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="passwords")

# A part of somebody's name shorter than this is in half of all words.
_SHORTEST_PART = 4
# What has to be left of a password when their name and the service's are taken out of it.
_REST = 8


class TooBusy(Exception):
    """More passwords are waiting to be checked than the machine should check: try again in a moment (429)."""


class _Line:
    """How many are being checked or wait for it."""

    waiting = 0


def _tidy(password: str) -> str:
    """The same password whatever keyboard wrote it (NFKC, NIST SP 800-63B section 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


async def hash_password(password: str) -> str:
    """The argon2id hash to keep. Raises TooBusy."""
    return await _in_line(_hash, _tidy(password), "")


async def is_password(password: str, kept: str) -> bool:
    """
    Whether `password` is the one whose hash is `kept`.

    An empty `kept` (no such account, or none set yet) takes as long and is never right. Raises TooBusy.
    """
    return await _in_line(_verify, _tidy(password[: LONGEST + 1]), kept)


def needs_new_hash(kept: str) -> bool:
    """Whether a right password should be hashed again, because the cost has been raised since."""
    return _HASHER.check_needs_rehash(kept)


async def _in_line(work: Callable[[str, str], T], password: str, kept: str) -> T:
    if _Line.waiting >= _AT_ONCE + _MAY_WAIT:
        raise TooBusy
    _Line.waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_POOL, work, password, kept)
    finally:
        _Line.waiting -= 1


def _hash(password: str, _kept: str) -> str:
    return _HASHER.hash(password)


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody has this password")


def _verify(password: str, kept: str) -> bool:
    try:
        right = _HASHER.verify(kept or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return right and bool(kept)


@cache
def _common() -> frozenset[str]:
    """The passwords and words that are tried first: the frequency lists of zxcvbn, about 94,000."""
    return frozenset(
        word for name in ("passwords", "english_wikipedia", "us_tv_and_film") for word in FREQUENCY_LISTS[name]
    )


def fault_in(password: str, *, name: str, email: str) -> str | None:
    """
    The sentence that says why a new password will not do, or None.

    No rules about capitals or symbols (ASVS 5.0, 6.2.5): length, and not what is tried first.
    """
    tidy = _tidy(password)
    if len(tidy) < SHORTEST:
        return f"Password must be {SHORTEST} characters or more. Three words you will remember work well"
    if len(tidy) > LONGEST:
        return f"Password must be {LONGEST} characters or fewer"
    low = tidy.casefold()
    if _is_common(low):
        return "Choose a password that fewer people use"
    if _is_about(low, name=name, email=email):
        return "Choose a password that does not rest on your name, your email address or Live Well"
    return None


def _is_common(low: str) -> bool:
    """On the list, on it with digits or marks around it, one short thing over and over, or keys in a row."""
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", low)
    if low in _common() or core in _common():
        return True
    if re.fullmatch(r"(.{1,6}?)\1+.{0,5}", low):
        return True
    half = len(low) // 2
    if low[:half] in _common() and low[half:] == low[:half]:
        return True
    steps = {ord(later) - ord(one) for one, later in pairwise(low)}
    if low.isdecimal():
        steps = {step % 10 for step in steps}  # After 9 comes 0 on a keyboard.
    return steps in ({1}, {-1}, {9})


def _is_about(low: str, *, name: str, email: str) -> bool:
    parts = {part for part in re.split(r"[\W_]+", f"{name} {email}".casefold()) if len(part) >= _SHORTEST_PART}
    parts |= {email.casefold(), "livewell", "live well"}
    rest = low
    for part in sorted(parts, key=len, reverse=True):
        rest = rest.replace(part, "")
    return rest != low and len(re.sub(r"[\W_]", "", rest)) < _REST
