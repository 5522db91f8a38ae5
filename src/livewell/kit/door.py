"""Who is at the door: what the edge knows about a request, and the guard that is closed by default."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.datastructures import FormMultiDict
from litestar.exceptions import ClientException, HTTPException, NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from livewell.kit import cookies, csrf, keeping
from livewell.kit.actor import Actor, Resident

if TYPE_CHECKING:
    from litestar import Request

    from livewell.staff.rules import Member

PUBLIC = "public"
"""The permission of a page that anybody may open."""

OWN_SPACE = "own space"
"""The permission of a page of somebody's own space: open to a person who came in as themself, and to nobody else."""

OWN_ADDRESS = "/my"
"""Where a person's own space stands. Nobody is asked for a staff sign-in there, nor for an own space elsewhere."""

# A person fills in at most a few dozen fields; more is an attack on the parser.
MOST_FIELDS = 500


@dataclass(frozen=True)
class SignedIn:
    """One live sign-in: who it is, and until when."""

    sign_in: UUID
    member: "Member"
    ends_at: datetime
    """Twelve hours after signing in, whatever happens."""
    token_hash: str
    """What the CSRF token is bound to: it changes whenever the cookie does."""
    closed_until_second_factor: frozenset[str] = frozenset()
    """Permissions the role has that stay closed until a second factor is set up."""


@dataclass(frozen=True)
class AtHome:
    """A person in their own space: who, and until when."""

    resident: Resident
    ends_at: datetime
    idle_seconds: int
    """After how long without a request the visit ends: shorter on a device that others use."""
    token_hash: str
    """What the CSRF token is bound to."""


@dataclass(frozen=True)
class NavigationItem:
    """One link in the header, shown to those who hold its permission."""

    label: str
    path: str
    permission: str


FindSignedIn = Callable[[str], Awaitable[SignedIn | None]]


async def nobody(_token: str) -> SignedIn | None:
    """A house without staff: every cookie is a stranger's."""
    return None


FindAtHome = Callable[[str], Awaitable[AtHome | None]]


async def nobody_home(_token: str) -> AtHome | None:
    """A house without own spaces: every cookie is a stranger's."""
    return None


FindBindings = Callable[[Actor], Awaitable[list[str]]]
"""Somebody who is signed in -> what the form tokens of their sign-ins were bound to, this one and those before."""


async def no_bindings(_who: Actor) -> list[str]:
    """A house in which nobody signed in before."""
    return []


KeepOpening = Callable[[str, UUID, str, Actor, str], Awaitable[None]]
"""Kind of record, its id, the SQL that finds its person, who opened it, and the name of the page."""


async def keep_no_openings(_kind: str, _record: UUID, _whose: str, _by: Actor, _page: str) -> None:
    """A house without records has no openings to keep."""


FindChoices = Callable[[], Awaitable[list[tuple[str, str]]]]
"""Values and labels to choose from, out of a room that the asking one may not call."""


async def no_choices() -> list[tuple[str, str]]:
    """A house without that room."""
    return []


@dataclass(frozen=True)
class House:
    """What the edge needs to know of the whole product; app.py fills it in, once."""

    secret: str
    secure: bool
    hosts: frozenset[str]
    demo: bool
    address: str = "http://127.0.0.1:8000"
    """The address people use, for links that leave the site; without a slash at the end."""
    find_signed_in: FindSignedIn = nobody
    find_at_home: FindAtHome = nobody_home
    find_bindings: FindBindings = no_bindings
    navigation: tuple[NavigationItem, ...] = ()
    whose: Mapping[str, str] = field(default_factory=dict)
    """Kind of record -> SQL that turns its id ($1) into the id of the person it is about."""
    keep_opening: KeepOpening = keep_no_openings
    organisations: FindChoices = no_choices
    """The community organisations an editor may belong to: staff stands below the room that keeps them."""
    own_doors: FindChoices = no_choices
    """Those of a demonstration whose own space a newcomer may look at: staff stands below the room that knows them."""
    own_menu: tuple[tuple[str, str], ...] = ()
    """Label and address of each part of somebody's own space, in English: they are translated where they are shown."""
    idle_seconds: int = 900
    deadline_seconds: float = 30.0
    read_by_others: tuple[str, ...] = ()
    """How the addresses begin whose answers the pages of any other website may read: https://fetch.spec.whatwg.org/#http-cors-protocol"""
    map_pictures: str = ""
    """The tile server whose pictures maps may show, as the content security policy names it; "" for none."""


class SignInNeeded(NotAuthorizedException):
    """Nobody is signed in, and the page is not public."""


class OwnSpaceNeeded(NotAuthorizedException):
    """Nobody came in as themself, and the page is of somebody's own space."""


class SecondFactorNeeded(PermissionDeniedException):
    """The role may, once a second factor has been set up."""


class NotOurForm(PermissionDeniedException):
    """A form that did not come from our own page, or came too late."""


class HeldBack(HTTPException):
    """A form that its page sent because time was up: nothing is done with it, its words are kept."""

    status_code = 409


class TooManyFields(HTTPException):
    """More fields than any form of ours has."""

    status_code = 413


def house(connection: ASGIConnection[Any, Any, Any, Any]) -> House:
    """The house this connection came to."""
    found: House = connection.app.state.house
    return found


def more_time(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Count the deadline of this request from now on anew: for an answer that is sent piece by piece and gets on."""
    deadline: asyncio.Timeout | None = connection.scope.get("deadline")  # type: ignore[assignment]
    if deadline is not None and not deadline.expired():
        deadline.reschedule(asyncio.get_running_loop().time() + house(connection).deadline_seconds)


def signed_in(connection: ASGIConnection[Any, Any, Any, Any]) -> SignedIn | None:
    """Who is signed in, or None. The edge looked it up once, before routing."""
    found: SignedIn | None = connection.scope.get("auth")
    return found


def is_own_address(path: str) -> bool:
    """Whether an address is of somebody's own space."""
    return path == OWN_ADDRESS or path.startswith(f"{OWN_ADDRESS}/")


def at_home(connection: ASGIConnection[Any, Any, Any, Any]) -> AtHome | None:
    """The person in their own space, or None. The edge looked them up once, before routing."""
    found: AtHome | None = connection.scope.get("at_home")  # type: ignore[assignment]
    return found


def visitor_cookie(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """The random number of a visitor who has not signed in, when it can be one of ours."""
    value = connection.cookies.get(cookies.cookie_name(cookies.VISITOR, secure=house(connection).secure))
    return value if cookies.is_token(value) else None


def bound_to(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """What the CSRF token of this browser is bound to: its sign-in or own space, else its visitor cookie."""
    here = signed_in(connection) or at_home(connection)
    return here.token_hash if here else visitor_cookie(connection)


async def only_if_permitted(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """
    Every route names the permission it needs; one that names none is closed to everybody.

    Whoever was signed in and is not any more gets back what they were writing: that much of a form is read before.
    """
    permission = handler.opt.get("permission")
    if permission is None:
        raise PermissionDeniedException("This page names no permission.")
    if permission == PUBLIC:
        return
    if permission == OWN_SPACE:
        if at_home(connection) is None and connection.scope.get("method") in csrf.SAFE_METHODS:
            raise OwnSpaceNeeded
        return  # A form is turned away below, once its words have been read: they are given back.
    here = signed_in(connection)
    if here is None:
        if connection.scope.get("method") not in csrf.SAFE_METHODS and keeping.comes_from_here(connection.headers):
            await _keep_words(connection, handler)
        raise SignInNeeded
    if permission in here.member.can:
        return
    if permission in here.closed_until_second_factor:
        raise SecondFactorNeeded
    raise PermissionDeniedException


async def only_our_own_forms(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """
    After permission and never before it: read the form, within bounds, and check its token.

    A form of our own with a token that is out of date keeps its words, and is shown to its writer before it goes on.
    """
    if connection.scope.get("method") in csrf.SAFE_METHODS:
        return
    request: Request[Any, Any, Any] = connection  # type: ignore[assignment]
    if not csrf.is_same_site(request.headers):
        raise NotOurForm
    form = await _read(request)
    given = csrf.given_in(request.headers, form)
    if handler.opt.get("permission") == OWN_SPACE and at_home(connection) is None:
        request.state.typed = form
        if keeping.comes_from_here(request.headers):
            _keep(request, form, handler)
        raise OwnSpaceNeeded
    if not csrf.is_token_for(bound_to(request), given, secret=house(request).secret):
        if keeping.comes_from_here(request.headers):
            _keep(request, form, handler)
            request.state.theirs = await is_theirs(request, words_kept(request))
        raise NotOurForm
    request.state.typed = form  # For the page that says why it was refused: nobody writes a page of words twice.
    if keeping.HELD in form:
        _keep(request, form, handler)
        raise HeldBack


async def _read(request: "Request[Any, Any, Any]") -> FormMultiDict:
    """The form that was sent. Raises TooManyFields, and ClientException when it cannot be read."""
    content_type = request.content_type[0]
    if content_type == "application/x-www-form-urlencoded" and (await request.body()).count(b"&") >= MOST_FIELDS:
        raise TooManyFields
    try:
        form = await request.form()
    except (UnicodeError, LookupError):  # Parts in a character set that is none, or not the one they say.
        raise ClientException("The form cannot be read.") from None
    if any(isinstance(value, str) and "\x00" in value for value in form.values()) or any("\x00" in key for key in form):
        raise ClientException("A form holds a character that no keyboard has.")
    return form


async def _keep_words(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Keep what a form says; one that cannot be read, or is more than the route takes, stays with its browser."""
    request: Request[Any, Any, Any] = connection  # type: ignore[assignment]
    try:
        _keep(request, await _read(request), handler)
    except HTTPException:
        request.state.words_kept = None


def _keep(request: "Request[Any, Any, Any]", form: FormMultiDict, handler: BaseRouteHandler) -> None:
    public = handler.opt.get("permission") == PUBLIC
    request.state.typed = form
    request.state.words_kept = keep_typed(request, form, public=public)


def keep_typed(request: "Request[Any, Any, Any]", form: FormMultiDict, *, public: bool = True) -> keeping.Kept | None:
    """What a form says, or what it brings along sealed from an earlier one; None when there is nothing to keep."""
    path, query = request.url.path, request.url.query
    return keeping.came_back(form, secret=house(request).secret) or keeping.take(
        form,
        path=f"{path}?{query}" if query else path,
        public=public,
        multipart=request.content_type[0] == "multipart/form-data",
    )


def words_kept(request: "Request[Any, Any, Any]") -> keeping.Kept | None:
    """What the guards kept of a form that they turned away."""
    kept: keeping.Kept | None = getattr(request.state, "words_kept", None)
    return kept


async def is_theirs(request: "Request[Any, Any, Any]", kept: keeping.Kept | None) -> bool:
    """Whether whoever is here now may read these words: anybody's form, or one that was shown to them when they signed in."""
    if kept is None:
        return False
    on, home = signed_in(request), at_home(request)
    who: Actor | None = on.member if on else home.resident if home else None
    if who is None:
        return kept.public
    here = house(request)
    return kept.public or keeping.is_of(await here.find_bindings(who), kept, secret=here.secret)
