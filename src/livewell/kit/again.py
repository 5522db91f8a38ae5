"""The pages on which somebody gets back what they were writing: sign in, see it, and send it again."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Response

from livewell.kit import keeping, web
from livewell.kit.door import at_home, house, is_theirs, signed_in
from livewell.kit.forms import Form
from livewell.kit.keeping import Kept
from livewell.kit.web import Asked

_OUT, _OLD, _NOT_NOW = 401, 403, 409


def sealed(request: Asked, kept: Kept | None) -> str:
    """The words as a page carries them, "" for none."""
    return keeping.seal(kept, secret=house(request).secret) if kept is not None else ""


async def brought(request: Asked) -> Kept | None:
    """The words that a form sent to sign in brings with it."""
    return keeping.came_back(await request.form(), secret=house(request).secret)


def ask_who(request: Asked, kept: Kept | None, *, lost: bool) -> Response[str]:
    """
    Nobody is signed in: the page that asks, and carries the words. They are not shown, whoever sits there now.

    `lost`: there were words, or may have been, and none are kept: too much of them, or not from a page of ours.
    """
    context = {
        "form": Form.blank({"next": _page_before(request)}),
        "kept": sealed(request, kept),
        "files": kept is not None and kept.files,
        "lost": lost,
    }
    return web.page(request, "errors/signed_out.html", context, status_code=_OUT)


def ask_in(request: Asked, kept: Kept, *, shown: bool) -> Response[str]:
    """Nobody is in their own space: where to come in again, and the way on from here. `shown`: they have just pressed the button."""
    context = {
        "kept": sealed(request, kept),
        "written": [text for one in kept.each for text in one.written] if shown else [],
        "files": kept.files,
    }
    return web.page(request, "errors/left_space.html", context, status_code=_OUT)


def come_back(request: Asked, kept: Kept, *, sentence: str, way: str) -> Response[str]:
    """A guest's time is over: where a fresh link is asked for (`way`), what they wrote, and the button that sends it then."""
    context = {"again": kept, "sentence": sentence, "way": way}
    return web.page(request, "errors/come_back.html", context, status_code=_NOT_NOW)


def offer(request: Asked, kept: Kept, *, theirs: bool, status_code: int = _OLD) -> Response[str]:
    """What was written, and one button that sends it from here on; to anybody else only that something is kept."""
    own = at_home(request) is not None
    if not theirs:
        template = "errors/of_another_at_home.html" if own else "errors/of_another.html"
        context: dict[str, Any] = {
            "form": Form.blank({"next": ""}),
            "kept": sealed(request, kept),
            "files": kept.files,
        }
        return web.page(request, template, context, status_code=status_code)
    on = signed_in(request)
    context = {"again": kept, "here_as": on.member.name if on else None}
    template = "errors/again_at_home.html" if own else "errors/again.html"
    return web.page(request, template, context, status_code=status_code)


async def welcome_back(request: Asked, kept: Kept) -> Response[str]:
    """The same for somebody who has just come in."""
    return offer(request, kept, theirs=await is_theirs(request, kept), status_code=200)


def _page_before(request: Asked) -> str:
    """The page of ours that the form stood on, as the browser says."""
    before = urlsplit(request.headers.get("referer", ""))
    if before.netloc.lower() != request.headers.get("host", "").lower():
        return ""
    return f"{before.path}?{before.query}" if before.query else before.path
