"""Proof that a form came from our own page: a token bound to the sign-in, and the browser's own word."""

import hashlib
import hmac
from urllib.parse import urlsplit

from litestar.datastructures import FormMultiDict, Headers

FIELD = "csrf"
HEADER = "x-csrf-token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def token_for(bound_to: str, *, secret: str) -> str:
    """
    The token for one sign-in, or for one visitor who has not signed in.

    It is an HMAC of what the browser's cookie stands for, so a token made for one cookie is worth
    nothing with another (OWASP "signed double-submit", https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html).
    """
    return hmac.new(secret.encode(), b"livewell.csrf:" + bound_to.encode(), hashlib.sha256).hexdigest()


def is_token_for(bound_to: str | None, given: str | None, *, secret: str) -> bool:
    """Whether `given` is that token; compared in the same time whether it is right or wrong."""
    if bound_to is None or given is None or not given.isascii():
        return False
    return hmac.compare_digest(token_for(bound_to, secret=secret), given)


def given_in(headers: Headers, form: FormMultiDict | None) -> str | None:
    """The token in the header, else in the form. A file, or the field sent twice, is no token."""
    header = headers.get(HEADER)
    if header:
        return header
    if form is None:
        return None
    values: list[object] = form.getall(FIELD, [])
    return values[0] if len(values) == 1 and isinstance(values[0], str) else None


def is_same_site(headers: Headers) -> bool:
    """
    What the browser itself says about where the request came from.

    Sec-Fetch-Site cannot be set by a page (https://www.w3.org/TR/fetch-metadata/). Browsers without
    it send Origin with every POST. When both are missing the token alone decides.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower() != ""
    except ValueError:
        return False
