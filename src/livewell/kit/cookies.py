"""The cookies Live Well sets: what each is for, and how it is kept from scripts and other sites."""

import re
import secrets
from typing import Literal

from litestar.datastructures import Cookie

SIGN_IN = "livewell_sign_in"
VISITOR = "livewell_visitor"
SAID = "livewell_said"
UNFINISHED = "livewell_unfinished"
HALF_WAY = "livewell_half_way"
KEY = "livewell_key"
OWN = "livewell_own"
HOME = "livewell_home"
VOLUNTEER = "livewell_volunteer"
MEMBER = "livewell_member"
APPLICANT = "livewell_applicant"
LANGUAGE = "livewell_language"
SHORTLIST = "livewell_shortlist"

EVERY_COOKIE: dict[str, str] = {
    SIGN_IN: "Keeps you signed in. It holds a random number and is deleted when you sign out.",
    VISITOR: "Protects forms you send before you sign in. It holds a random number and lasts one day.",
    HALF_WAY: "Remembers for five minutes that your password was right, while you type the code of the second step.",
    SAID: "Shows one message on the next page, such as “Saved”. It lasts one minute.",
    UNFINISHED: "Keeps a form you have begun until you close the browser. It holds a random number, not your answers.",
    SHORTLIST: "Keeps the places you put on your list until you close the browser. It says which places, and nothing of you.",
    KEY: "Carries the number of a link you followed from a message to the page it opens. It lasts one hour.",
    HOME: "Keeps you in your own space. It holds a random number, and ends when you leave or when nothing happens for a while.",
    LANGUAGE: "Remembers the language you chose until you close the browser. It holds two letters.",
    VOLUNTEER: "Keeps you at your volunteering pages after you came by a link. It holds a random number, lasts eight hours and ends when you leave.",
    MEMBER: "Keeps you at the forum's pages for members after you came by a link. It holds a random number, lasts eight hours and ends when you leave.",
    APPLICANT: "Keeps you at your application to the small fund after you came by a link. It holds a random number, lasts eight hours and ends when you leave.",
    OWN: "Keeps you at your listings after you came by a link. It holds a random number, lasts eight hours and ends when you leave.",
}
"""What the cookies page says; a test compares it with the cookies that are really set."""

# 32 random bytes as URL-safe base64: 256 bits, above the 128 of ASVS 5.0 7.2.3.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def new_token() -> str:
    """A random 256-bit token as 43 URL-safe characters."""
    return secrets.token_urlsafe(32)


def is_token(text: str | None) -> bool:
    """Whether a cookie value can be one of ours; anything else is not even looked up."""
    return text is not None and _TOKEN.fullmatch(text) is not None


def cookie_name(name: str, *, secure: bool) -> str:
    """
    The name as sent: over HTTPS it carries __Host-, so no other host can set or overwrite it.

    https://www.rfc-editor.org/rfc/rfc6265#section-4.1.2 and its successor, section 4.1.3.2
    """
    return f"__Host-{name}" if secure else name


def a_cookie(name: str, value: str, *, secure: bool, seconds: int | None = None) -> Cookie:
    """A cookie for this site alone, out of reach of scripts. `seconds` None lasts as long as the browser is open."""
    same_site: Literal["lax"] = "lax"
    return Cookie(
        key=cookie_name(name, secure=secure),
        value=value,
        max_age=seconds,
        path="/",
        secure=secure,
        httponly=True,
        samesite=same_site,
    )


def no_cookie(name: str, *, secure: bool) -> Cookie:
    """The same cookie, told to go away."""
    return a_cookie(name, "", secure=secure, seconds=0)
