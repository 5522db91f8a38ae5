"""The headers that every answer carries, whatever answered it."""

from collections.abc import MutableMapping

_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{what} {source}" for what, source in _SOURCES.items())
"""Nothing inline, nothing from elsewhere. https://www.w3.org/TR/CSP3/"""

ALWAYS: dict[str, str] = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not no-referrer: with that, browsers send "Origin: null" with our own forms.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

MAY_ASK_WHERE = ALWAYS["permissions-policy"].replace("geolocation=()", "geolocation=(self)")
"""The permissions of a page that may ask the browser where it is, when somebody presses a button there."""

FILES_ALONE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
"""The policy of a file that somebody sent: whatever it turns out to be, it runs nothing and is of no site."""

# One year, as https://hstspreload.org asks; sent over HTTPS only.
STRICT_TRANSPORT_SECURITY = "max-age=31536000; includeSubDomains"


def policy_with(map_pictures: str) -> str:
    """The policy that also lets pictures come from the one tile server the operator named; "" for none."""
    pictures = _SOURCES["img-src"]
    return CONTENT_SECURITY_POLICY.replace(f"img-src {pictures}", f"img-src {pictures} {map_pictures}".rstrip())


def dress(headers: MutableMapping[str, str], *, secure: bool, private: bool, map_pictures: str = "") -> None:
    """
    Add what is missing to the headers of an answer, in place.

    `private`: the answer belongs to somebody, so no cache may keep it whatever its handler said.
    `map_pictures`: the tile server whose pictures maps may show.
    """
    asks_where = headers.get("permissions-policy") == MAY_ASK_WHERE
    alone = headers.get("content-security-policy") == FILES_ALONE
    headers.update(ALWAYS)
    if asks_where:
        headers["permissions-policy"] = MAY_ASK_WHERE
    if alone:
        headers["content-security-policy"] = FILES_ALONE
    elif map_pictures:
        headers["content-security-policy"] = policy_with(map_pictures)
    if secure:
        headers["strict-transport-security"] = STRICT_TRANSPORT_SECURITY
    if private:
        headers["cache-control"] = "no-store"
    else:
        headers.setdefault("cache-control", "no-store")
    varies = [word.strip() for word in headers.get("vary", "").split(",") if word.strip()]
    if "hx-request" not in (word.lower() for word in varies):
        varies.append("HX-Request")
    headers["vary"] = ", ".join(varies)
