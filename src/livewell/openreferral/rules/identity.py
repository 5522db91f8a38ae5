"""Identifiers that stay: the same thing has the same one in every answer, on every machine, for ever."""

from hashlib import sha1
from uuid import NAMESPACE_URL, UUID, uuid5

OURS = uuid5(NAMESPACE_URL, "https://openreferraluk.org/specifications/3.0#live-well")
"""The name space of everything that has no row of its own: terms, addresses, prices, telephone numbers."""


_FEWEST_DIGITS = 32
"""A shorter text is none, however it is written; most identifiers that are none are shorter."""


def stable(*parts: object) -> UUID:
    """The identifier of something that is named by these parts, in this order."""
    return UUID(stable_text(*parts))


def stable_text(*parts: object) -> str:
    """The same as text, in a quarter of the time: a page of services has a thousand of them."""
    said = "\x1f".join(str(part) for part in parts)
    # RFC 9562, section 5.5: SHA-1 of the name space and the name, with the version and the variant put in.
    digits = sha1(OURS.bytes + said.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


def as_uuid(text: object) -> UUID | None:
    """The identifier in a text, or None when it is none. Braces and `urn:uuid:` are taken off."""
    if not isinstance(text, str) or len(text) < _FEWEST_DIGITS:
        return None
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def of_source(feed: UUID, kind: str, said: str) -> UUID:
    """Our identifier of something a feed calls by a name that is no UUID: a number, a slug, a sentence."""
    return uuid5(feed, f"{kind}\x1f{said}")
