"""What every route needs from the web: a page, a way on, who is asking."""

import ipaddress
import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from litestar import Request, Response
from litestar.response.base import ASGIResponse

from livewell.kit import cookies, csrf, languages, said, templates
from livewell.kit.actor import PUBLIC_VISITOR, Actor, Resident
from livewell.kit.door import (
    OWN_ADDRESS,
    OWN_SPACE,
    PUBLIC,
    House,
    NavigationItem,
    OwnSpaceNeeded,
    SignInNeeded,
    at_home,
    bound_to,
    house,
    signed_in,
)

if TYPE_CHECKING:
    from livewell.staff.rules import Member

__all__ = [
    "OWN_SPACE",
    "PUBLIC",
    "Asked",
    "actor",
    "address_of",
    "bound_to",
    "browser_of",
    "fragment",
    "go",
    "house",
    "is_htmx",
    "is_local",
    "member",
    "page",
    "pdf",
    "resident",
    "signed_in",
]

Asked = Request[Any, Any, Any]
"""The type of every handler's `request`."""

VISITOR_SECONDS = 24 * 60 * 60


class Link(NamedTuple):
    """A link in the header as a page shows it."""

    label: str
    path: str
    current: bool


class TimeLeft(NamedTuple):
    """What the page's script needs to warn in time; without it the server decides alone."""

    idle_seconds: int
    ends_at: datetime


def page(request: Asked, template: str, context: Mapping[str, Any], *, status_code: int = 200) -> Response[str]:
    """
    Render `templates/<template>` as the answer.

    Beside `context`, every page is given: `user` (Member or None), `can` (permission values held),
    `navigation` (Links), `csrf_token`, `said` (the sentence from `go`, or None), `demo` (bool),
    `path`, `htmx` (bool) and `time_left` (TimeLeft or None).
    """
    here = house(request)
    on = signed_in(request)
    sentence_cookie = cookies.cookie_name(cookies.SAID, secure=here.secure)
    sentence = request.cookies.get(sentence_cookie)
    visitor = bound_to(request)
    fresh = None
    if visitor is None:
        fresh = visitor = cookies.new_token()
    token = csrf.token_for(visitor, secret=here.secret)
    whole = {
        "user": on.member if on else None,
        "can": on.member.can if on else frozenset(),
        "navigation": _navigation(here, on.member.can if on else frozenset(), request.url.path),
        "csrf_token": token,
        "said": said.read(sentence, secret=here.secret),
        "demo": here.demo,
        "path": request.url.path,
        "htmx": is_htmx(request),
        "time_left": TimeLeft(here.idle_seconds, on.ends_at) if on else None,
        **_own(request),
        **context,
    }
    answer = Response(templates.render(template, whole), media_type="text/html", status_code=status_code)
    if sentence is not None:
        answer.cookies.append(cookies.no_cookie(cookies.SAID, secure=here.secure))
    if fresh is not None and token in answer.content:
        # Only a page with a form needs the cookie, and it costs no row anywhere.
        answer.cookies.append(cookies.a_cookie(cookies.VISITOR, fresh, secure=here.secure, seconds=VISITOR_SECONDS))
    return answer


def _own(request: Asked) -> dict[str, Any]:
    """What the pages of an own space are given besides: `home` (AtHome or None), its menu, and the language of the page."""
    here = house(request)
    language = languages.LANGUAGES[languages.current()]
    menu = tuple(
        Link(label, path, request.url.path == path or (path != OWN_ADDRESS and request.url.path.startswith(f"{path}/")))
        for label, path in here.own_menu
    )
    return {
        "home": at_home(request),
        "own_menu": menu,
        "language": language.code,
        "direction": language.direction,
        "spoken": language,
        "languages": tuple(languages.LANGUAGES.items()),
    }


def _navigation(here: House, can: frozenset[str], path: str) -> tuple[Link, ...]:
    def is_current(item: NavigationItem) -> bool:
        return path == item.path or path.startswith(item.path.rstrip("/") + "/")

    return tuple(Link(item.label, item.path, is_current(item)) for item in here.navigation if item.permission in can)


class _GoOn(Response[bytes]):
    """A 303 that signs its sentence when it knows whose house it is in."""

    sentence: str | None = None

    def to_asgi_response(self, app: Any, request: Asked, **rest: Any) -> ASGIResponse:
        """Add the cookie, then answer as any response does."""
        if self.sentence is not None:
            here = house(request)
            value = said.sign(self.sentence, secret=here.secret)
            self.cookies.append(cookies.a_cookie(cookies.SAID, value, secure=here.secure, seconds=said.LASTS_SECONDS))
            self.sentence = None
        return super().to_asgi_response(app, request, **rest)


# One slash, then anything that is no slash, backslash or control character: never another host.
_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")


# What an address may hold as it is (RFC 3986, section 2); anything else is percent-encoded.
_ALREADY_SAID = "%/:?#[]@!$&'()*+,;=~"


def is_local(path: str) -> bool:
    """Whether `path` leads to a page of this site, whatever browser reads it."""
    return _LOCAL.fullmatch(path) is not None


def go(path: str, *, said: str | None = None) -> Response[bytes]:
    """
    On to another page of ours after a form (303), where `said` is shown once.

    Never put a person's name or number in `said`. Raises ValueError when `path` leads elsewhere.
    """
    if not is_local(path):
        raise ValueError("A redirect stays on this site.")
    location = quote(path, safe=_ALREADY_SAID)
    answer = _GoOn(b"", status_code=303, headers={"location": location}, media_type="text/html")
    answer.sentence = said
    return answer


def fragment(
    request: Asked, template: str, block: str, context: Mapping[str, Any], *, status_code: int = 200
) -> Response[str]:
    """One block of a page, for htmx: the same file and the same names as the whole page."""
    here = house(request)
    on = signed_in(request)
    bound = bound_to(request)
    whole = {
        "user": on.member if on else None,
        "can": on.member.can if on else frozenset(),
        "navigation": (),
        "csrf_token": csrf.token_for(bound, secret=here.secret) if bound else "",
        "said": None,
        "demo": here.demo,
        "path": request.url.path,
        "htmx": True,
        "time_left": None,
        **_own(request),
        **context,
    }
    return Response(templates.render_block(template, block, whole), media_type="text/html", status_code=status_code)


def is_htmx(request: Asked) -> bool:
    """Whether htmx asked and wants a piece of the page (https://htmx.org/reference/#request_headers)."""
    return request.headers.get("hx-request") == "true"


def member(request: Asked) -> "Member":
    """Who is signed in. Raises SignInNeeded on a public page that nobody signed in to."""
    on = signed_in(request)
    if on is None:
        raise SignInNeeded
    return on.member


def resident(request: Asked) -> Resident:
    """The person whose own space this is. Raises OwnSpaceNeeded where nobody came in as themself."""
    here = at_home(request)
    if here is None:
        raise OwnSpaceNeeded
    return here.resident


def actor(request: Asked) -> Actor:
    """Who acts: the member who is signed in, the person in their own space, else a visitor to the website."""
    on, here = signed_in(request), at_home(request)
    return on.member if on else here.resident if here else PUBLIC_VISITOR


def address_of(request: Asked) -> str:
    """
    The network address to count tries by: an IPv4 address, or the /64 of an IPv6 one.

    Forwarded headers count only when the server was told to trust the proxy that sent them.
    """
    client = request.scope.get("client")
    try:
        address = ipaddress.ip_address(client[0] if client else "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


_BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
_SYSTEMS = {
    "Windows": "Windows",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def browser_of(request: Asked) -> str:
    """The browser in a few words, for the list of one's own sign-ins or visits."""
    agent = request.headers.get("user-agent", "")
    name = next((said for sign, said in _BROWSERS.items() if sign in agent), "A browser")
    system = next((said for sign, said in _SYSTEMS.items() if sign in agent), "")
    return f"{name} on {system}" if system else name


async def pdf(html: str, *, filename: str) -> Response[bytes]:
    """A PDF to read in the browser or keep. Raises NotSetUp when this machine cannot make one."""
    from livewell.kit.pdf import make_pdf  # noqa: PLC0415  Heavy, and only some pages need it.

    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", filename)
    return Response(
        await make_pdf(html),
        media_type="application/pdf",
        headers={"content-disposition": f'inline; filename="{plain}"'},
    )
