"""Addresses on the web as the standard wants them: whole, with a scheme, in plain characters; or not at all."""

import re
from urllib.parse import quote, urlsplit

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_KEPT = "!$&'()*+,;=:@/?%-._~"
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_PLAIN = re.compile(rf"https?://(?:{_LABEL}\.)+[a-z]{{2,20}}(?:/[A-Za-z0-9_/.~-]*)?")
"""Addresses that are URIs as they stand, in the way that RFC 3986 and RFC 1034 want them."""

_LONGEST_HOST = 250
PLACEHOLDERS = frozenset({"example.com", "www.example.com", "example.org", "www.example.org"})
"""What real feeds write where they have no address."""


def as_uri(text: str) -> str:
    """An http or https address as a URI (RFC 3986), or "" when it cannot be one. "www.…" is given its scheme."""
    text = text.strip()
    if not text or (len(text) <= _LONGEST_HOST and _PLAIN.fullmatch(text)):
        return text  # As nearly every address is.
    if text.lower().startswith("www."):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not _HOST.fullmatch(host) or "@" in parts.netloc:
        return ""
    said = f"{parts.scheme.lower()}://{host}" + (f":{port}" if port else "")
    path = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(parts.path, safe=_KEPT))
    query = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(parts.query, safe=_KEPT))
    fragment = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(parts.fragment, safe=_KEPT))
    return said + path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def as_mailbox(text: str) -> str:
    """An e-mail address, or "" when it cannot be one."""
    text = text.strip()
    return text if _MAILBOX.fullmatch(text) else ""


def is_placeholder(uri: str) -> bool:
    """Whether an address only fills a box."""
    lower = uri.lower()
    return any(host in lower for host in PLACEHOLDERS) and urlsplit(lower).hostname in PLACEHOLDERS
