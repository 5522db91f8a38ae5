"""Pages that say sorry: what went wrong, in words that help, and nothing about anybody in the log."""

import secrets
import traceback
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
import structlog
from jinja2 import TemplateError
from litestar import Response
from litestar.datastructures import FormMultiDict
from litestar.exceptions import HTTPException
from litestar.response.base import ASGIResponse
from litestar.types import ExceptionHandlersMap, Receive, Scope, Send
from markupsafe import escape

from livewell.kit import again, keeping, web
from livewell.kit.above import page_above
from livewell.kit.door import (
    HeldBack,
    NotOurForm,
    OwnSpaceNeeded,
    SecondFactorNeeded,
    SignInNeeded,
    at_home,
    keep_typed,
    words_kept,
)
from livewell.kit.errors import DatabaseAway, NotFound, NotSetUp, RuleBroken, Stale
from livewell.kit.languages import gettext as _
from livewell.kit.web import Asked

LOG = structlog.get_logger("livewell.errors")

_WRONG_METHOD = 405
OURS = 500  # From here on the fault is the server's: RFC 9110, section 15.6.
MOST_CAUSES = 5
LONGEST_WAY_BACK = 500

SIGN_IN_PATH = "/sign-in"
COME_IN_PATH = "/my/come-in"
SECOND_FACTOR_PATH = "/account/second-factor"

RETRY_AFTER = {429: "60", 503: "10"}
"""Seconds until it makes sense to try again: RFC 9110, section 10.2.3."""

AWAY = (
    "Live Well cannot be reached just now",
    "What you had saved before is safe. Wait a minute, then try again. If you were writing, go back: your words may still be there.",
)

REFUSED = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_big",
    414: "address_too_long",
    500: "fault",
    503: "away",
}
"""What a program is told in one word, where programs of others read."""

HEADINGS: dict[int, tuple[str, str]] = {
    400: ("This page could not be understood", "The address or the form was not complete. Go back and try again."),
    401: ("You are signed out", "Nothing was saved. Sign in, then go back to what you were doing."),
    403: (
        "You cannot open this page",
        "Your account does not have access to it. If you think it should, ask your manager.",
    ),
    404: ("Page not found", "It may have moved, or it may not be yours to see. If you typed the address, check it."),
    405: ("This page cannot be used in that way", "Go back and follow the link or the button again."),
    408: ("That took too long to arrive", "Check your connection and try again."),
    409: ("This cannot be done now", "Go back and check what has changed."),
    413: ("That is too big to send", "Make it shorter or choose a smaller file, then try again."),
    429: ("Please wait a moment", "There were many tries in a short time. Wait a minute, then try again."),
    500: ("Sorry, something went wrong", "It is our fault, not yours. What you had saved before is safe."),
    503: ("This part is not ready", "Please try again later."),
}


def _answer(request: Asked, status: int, *, heading: str = "", sentence: str = "", **more: Any) -> Response[str]:
    """A whole page, or a piece of one for htmx."""
    said = HEADINGS.get(status, HEADINGS[500 if status >= OURS else 400])
    context = {
        "status": status,
        "heading": _(heading or said[0]),
        "sentence": _(sentence or said[1]),
        "reference": None,
        "theirs": {},
        "yours": {},
        "written": (),
        **more,
    }
    try:
        template = "errors/sorry_at_home.html" if at_home(request) else "errors/sorry.html"
        if web.is_htmx(request):
            return web.fragment(request, template, "main", context, status_code=status)
        return web.page(request, template, context, status_code=status)
    except (TemplateError, LookupError, NotSetUp) as error:
        write_down(error, where="the page that says sorry")
        quote = f" The reference is {context['reference']}." if context["reference"] else ""
        return Response(
            _plain(context["heading"], context["sentence"] + quote), media_type="text/html", status_code=status
        )


def _plain(heading: str, sentence: str) -> str:
    """A page that needs no template, for when nothing else works."""
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(heading)} - Live Well</title></head>"
        f"<body><main><h1>{escape(heading)}</h1><p>{escape(sentence)}</p></main></body></html>"
    )


def write_down(error: BaseException, *, where: str) -> str:
    """
    Log an unexpected error and give the reference to show.

    Only the kind of error and the lines of code are kept: messages and values can hold a person's data.
    """
    reference = f"E-{secrets.token_hex(4).upper()}"
    lines = [
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    kinds = [type(error).__name__]
    cause = error.__cause__ or error.__context__
    while cause is not None and len(kinds) < MOST_CAUSES:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    LOG.error("unexpected error", reference=reference, where=where, kinds=kinds, lines=lines[-12:])
    return reference


def _short(filename: str) -> str:
    for root in ("/src/", "/site-packages/"):
        filename = filename.rsplit(root, 1)[-1]
    return filename


async def bare(
    scope: Scope, receive: Receive, send: Send, *, status: int, sentence: str, as_json: bool = False
) -> None:
    """Answer at the edge, before or beside the application, without a template; a program is told in JSON."""
    heading = HEADINGS.get(status, HEADINGS[400])[0]
    await _bare(scope, receive, send, status=status, heading=heading, sentence=sentence, as_json=as_json)


async def bare_away(scope: Scope, receive: Receive, send: Send, *, as_json: bool = False) -> None:
    """Say at the edge that the database is away."""
    heading, sentence = AWAY
    if as_json:
        sentence = f"{heading}. Please ask again soon."
    await _bare(scope, receive, send, status=503, heading=heading, sentence=sentence, as_json=as_json)


async def _bare(
    scope: Scope, receive: Receive, send: Send, *, status: int, heading: str, sentence: str, as_json: bool
) -> None:
    wait = RETRY_AFTER.get(status)
    answer = ASGIResponse(
        body=_in_json(status, sentence) if as_json else _plain(heading, sentence).encode(),
        status_code=status,
        media_type="application/json" if as_json else "text/html",
        encoding="utf-8",
        headers={"retry-after": wait} if wait else None,
    )
    await answer(scope, receive, send)


def _in_json(status: int, sentence: str) -> bytes:
    """What a program of others is refused with: a word for it, and a sentence for whoever wrote it."""
    return msgspec.json.encode({"error": REFUSED.get(status, "refused"), "reason": sentence})


def show_rule_broken(request: Asked, error: RuleBroken) -> Response[str]:
    """The sentence the rule says, and whatever was written in words, so that nothing is lost."""
    return _answer(request, 409, sentence=str(error), written=_written(request))


def _written(request: Asked) -> list[str]:
    """Every answer of the form just sent that is more than one word: codes and numbers are soon chosen again."""
    typed: FormMultiDict = getattr(request.state, "typed", FormMultiDict())
    return [
        text.strip()
        for field, text in typed.multi_items()
        if isinstance(text, str) and "password" not in field and len(text.split()) > 1
    ]


def show_stale(request: Asked, error: Stale) -> Response[str]:
    """Both versions, so that nothing is lost."""
    return _answer(
        request,
        409,
        heading="Somebody else saved this first",
        sentence="Your words were not saved. Both versions are below: copy what you need, then open the page again.",
        theirs=error.theirs,
        yours=error.yours,
    )


def show_not_found(request: Asked, _: NotFound) -> Response[str]:
    """The same page for a record that is not there and one that is not yours."""
    return _answer(request, 404)


def show_not_set_up(request: Asked, error: NotSetUp) -> Response[str]:
    """The operator's plain line."""
    return _answer(request, 503, heading="This is not set up here", sentence=str(error))


def show_away(request: Asked, error: DatabaseAway) -> Response[str]:
    """A calm page while the database is away; it is not a fault of ours to look for."""
    LOG.warning("the database is away", kind=type(error.__cause__ or error).__name__)
    heading, sentence = AWAY
    answer = _answer(request, 503, heading=heading, sentence=sentence)
    answer.headers["retry-after"] = RETRY_AFTER[503]
    return answer


def show_sign_in(request: Asked, _: SignInNeeded) -> Response[Any]:
    """To the sign-in page and back. Whoever sent a form signs in where they are, and their words go with them."""
    if request.method in {"GET", "HEAD"}:
        if web.is_htmx(request):
            back = urlsplit(request.headers.get("hx-current-url", ""))
            where = _sign_in_path(back.path, back.query)
            return Response(b"", status_code=401, media_type="text/html", headers={"HX-Redirect": where})
        where = _sign_in_path(request.url.path, request.url.query)
        return Response(b"", status_code=303, headers={"location": where}, media_type="text/html")
    if web.is_htmx(request):
        # The page's script then sends the whole form as it stands, and this answers that.
        return Response(b"", status_code=401, media_type="text/html")
    lost = getattr(request.state, "typed", None) is None or bool(_written(request))
    return again.ask_who(request, words_kept(request), lost=lost)


def show_come_in(request: Asked, _: OwnSpaceNeeded) -> Response[Any]:
    """To the page where a person comes in to their own space; whoever sent a form gets their words back."""
    if request.method in {"GET", "HEAD"}:
        if web.is_htmx(request):
            return Response(b"", status_code=401, media_type="text/html", headers={"HX-Redirect": COME_IN_PATH})
        return web.go(COME_IN_PATH)
    if web.is_htmx(request):
        return Response(b"", status_code=401, media_type="text/html")
    kept = words_kept(request)
    if kept is not None:
        return again.ask_in(
            request, kept, shown=keeping.HELD not in request.state.typed and keeping.FIELD not in request.state.typed
        )
    return _answer(
        request,
        401,
        heading="You have left your space",
        sentence="Nothing happened here for a while, so this was not saved. Copy your words, come in again, and put them in.",
        written=_written(request),
    )


def show_left(request: Asked, sentence: str, *, way: str) -> Response[str]:
    """To somebody whose time at their own pages is over: `sentence`, the page of a fresh link (`way`), and their words."""
    typed: FormMultiDict = getattr(request.state, "typed", FormMultiDict())
    kept = keep_typed(request, typed)
    if kept is None:
        return show_rule_broken(request, RuleBroken(sentence))
    return again.come_back(request, kept, sentence=sentence, way=way)


def _sign_in_path(path: str, query: str) -> str:
    back = f"{path}?{query}" if query else path
    return (
        SIGN_IN_PATH
        if back in {"", "/"} or len(back) > LONGEST_WAY_BACK
        else f"{SIGN_IN_PATH}?{urlencode({'next': back})}"
    )


def show_second_factor(_request: Asked, _: SecondFactorNeeded) -> Response[Any]:
    """To the page where a second factor is set up."""
    return web.go(
        SECOND_FACTOR_PATH, said="Set up your second step first. It protects the people whose records you can open."
    )


def show_not_our_form(request: Asked, _: NotOurForm) -> Response[str]:
    """A form whose token is old or foreign: what came from our own page is shown to whoever wrote it, and goes on."""
    kept = words_kept(request)
    if kept is not None and not web.is_htmx(request):
        return again.offer(request, kept, theirs=request.state.theirs)
    return _answer(
        request,
        403,
        heading="Please send that again",
        sentence="The page was open for a long time, or you signed in since. Go back, reload the page and send it again. Nothing was saved.",
    )


def show_held_back(request: Asked, error: HeldBack) -> Response[str]:
    """Time was up on the page and the writer is still signed in, from another tab: their words wait for them."""
    kept = words_kept(request)
    return again.offer(request, kept, theirs=True) if kept is not None else _answer(request, error.status_code)


def show_http_error(request: Asked, error: HTTPException) -> Response[Any]:
    """What the framework refuses: unknown addresses, wrong methods, unreadable bodies."""
    if error.status_code >= OURS:
        return show_unexpected(request, error)
    if error.status_code == _WRONG_METHOD and (above := _page_above(request)) is not None:
        return web.go(above)
    answer: Response[Any]
    if request.url.path.startswith(web.house(request).read_by_others):
        sentence = HEADINGS.get(error.status_code, HEADINGS[400])[0]
        body = _in_json(error.status_code, f"{sentence}.")
        answer = Response(body, status_code=error.status_code, media_type="application/json")
    else:
        answer = _answer(request, error.status_code)
    for name, value in (error.headers or {}).items():
        if name.lower() in {"retry-after", "allow"}:
            answer.headers[name] = value
    return answer


def _page_above(request: Asked) -> str | None:
    """
    Where somebody goes on who opens the address of a form: its page was shown there when it was refused.

    Whether they may see that page is asked there, as of anybody.
    """
    looks = request.method in {"GET", "HEAD"} and not web.is_htmx(request)
    if not looks or request.url.path.startswith(web.house(request).read_by_others):
        return None
    return page_above(request.app, request.url.path)


def show_unexpected(request: Asked, error: Exception) -> Response[str]:
    """A bug: a calm page with a reference to quote."""
    handler = request.scope.get("route_handler")
    reference = write_down(error, where=str(handler.name or handler) if handler is not None else "no route")
    return _answer(request, 500, reference=reference)


HANDLERS: ExceptionHandlersMap = {
    RuleBroken: show_rule_broken,
    Stale: show_stale,
    NotFound: show_not_found,
    NotSetUp: show_not_set_up,
    DatabaseAway: show_away,
    SignInNeeded: show_sign_in,
    OwnSpaceNeeded: show_come_in,
    SecondFactorNeeded: show_second_factor,
    NotOurForm: show_not_our_form,
    HeldBack: show_held_back,
    HTTPException: show_http_error,
    Exception: show_unexpected,
}
