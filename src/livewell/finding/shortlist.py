"""The shortlist that anybody can keep in their browser: a signed cookie of ids, no row and no account."""

import base64
import binascii
from uuid import UUID

from itsdangerous import BadSignature, Signer
from litestar.datastructures import Cookie

from livewell.finding.rules import shortlist as rules
from livewell.kit import cookies, web
from livewell.kit.web import Asked


def read(request: Asked) -> tuple[UUID, ...]:
    """The listings somebody put on their list, in the order they chose; () for none, or a cookie that is not ours."""
    here = web.house(request)
    value = request.cookies.get(cookies.cookie_name(cookies.SHORTLIST, secure=here.secure))
    if not value:
        return ()
    try:
        told = _signer(here.secret).unsign(value.encode("ascii", "replace"))
        return rules.from_bytes(base64.urlsafe_b64decode(told))
    except (BadSignature, binascii.Error):
        return ()


def cookie(request: Asked, kept: tuple[UUID, ...]) -> Cookie:
    """
    The cookie that keeps this list; it lasts as long as the browser is open, since computers are shared.

    An empty list is a cookie told to go away.
    """
    here = web.house(request)
    if not kept:
        return cookies.no_cookie(cookies.SHORTLIST, secure=here.secure)
    value = _signer(here.secret).sign(base64.urlsafe_b64encode(rules.as_bytes(kept))).decode("ascii")
    return cookies.a_cookie(cookies.SHORTLIST, value, secure=here.secure)


def _signer(secret: str) -> Signer:
    return Signer(secret, salt="livewell.shortlist")
