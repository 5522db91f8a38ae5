"""Identifiers that stay: the same thing has the same one in every answer, on every machine, for ever."""

from uuid import NAMESPACE_URL, UUID, uuid5

OURS = uuid5(NAMESPACE_URL, "https://openreferraluk.org/specifications/3.0#live-well")
"""The name space of everything that has no row of its own: terms, addresses, prices, telephone numbers."""


def stable(*parts: object) -> UUID:
    """The identifier of something that is named by these parts, in this order."""
    return uuid5(OURS, "\x1f".join(str(part) for part in parts))


def as_uuid(text: object) -> UUID | None:
    """The identifier in a text, or None when it is none. Braces and `urn:uuid:` are taken off."""
    if not isinstance(text, str):
        return None
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def of_source(feed: UUID, kind: str, said: str) -> UUID:
    """Our identifier of something a feed calls by a name that is no UUID: a number, a slug, a sentence."""
    return uuid5(feed, f"{kind}\x1f{said}")
