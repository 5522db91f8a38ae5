"""/my/come-in and /my/leave: the ways into somebody's own space, without a password, and the way out."""

from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath
from litestar.types import ExceptionHandlersMap

from livewell.kit import again, cookies, doorkeys, keeping, limits, texts, web
from livewell.kit.door import NotOurForm, OwnSpaceNeeded, at_home
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.kit.web import OWN_SPACE, PUBLIC, Asked
from livewell.residents import actions, forms, rules
from livewell.residents.actions import Browser, NotThemError
from livewell.residents.forms import ComingIn
from livewell.residents.rules import CameHow, WhichOfThemError

COME_IN = "/my/come-in"
CLEAR = '"cache", "cookies", "storage"'
"""What a browser forgets when somebody leaves: https://www.w3.org/TR/clear-site-data/"""


@get(COME_IN, permission=PUBLIC, name="residents.come_in")
async def come_in(request: Asked) -> Response[Any]:
    """Where a way in is asked for; on to their own space for whoever is there already."""
    if at_home(request) is not None:
        return web.go("/my")
    return _ask_page(request, Form.blank())


@post(COME_IN, permission=PUBLIC, name="residents.ask_link")
async def ask_link(request: Asked) -> Response[Any]:
    """Ask for a link by e-mail. The answer is the same for every address."""
    form = Form(await request.form())
    email = form.email("email", _("Email address"), required=_("Enter your email address"))
    if not form.ok:
        return _ask_page(request, form)
    await _not_too_often(request, "own-space-asks", rules.ASKS_OF_A_NETWORK, rules.AN_HOUR)
    await actions.ask(CameHow.EMAIL, email, submission=form.submission)
    return web.go(f"{COME_IN}/sent")


@get(f"{COME_IN}/sent", permission=PUBLIC, name="residents.link_sent")
async def link_sent(request: Asked) -> Response[str]:
    """Look into your mailbox."""
    return web.page(request, "residents/link_sent.html", {})


@get(f"{COME_IN}/text", permission=PUBLIC, name="residents.ask_text_page")
async def ask_text_page(request: Asked) -> Response[str]:
    """Where a code by text is asked for, or that this is not set up here."""
    return _text_page(request, Form.blank())


@post(f"{COME_IN}/text", permission=PUBLIC, name="residents.ask_text")
async def ask_text(request: Asked) -> Response[Any]:
    """Ask for a code by text; it will work in this browser only."""
    if not texts.is_set_up():
        return web.go(f"{COME_IN}/text")
    form = Form(await request.form())
    phone = form.phone("phone", _("Mobile number"), required=_("Enter your mobile number"))
    if not form.ok:
        return _text_page(request, form)
    await _not_too_often(request, "own-space-asks", rules.ASKS_OF_A_NETWORK, rules.AN_HOUR)
    token = cookies.new_token()
    await actions.ask(CameHow.TEXT, phone, browser=token)
    return _carried(request, token, f"{COME_IN}/code", rules.TEXT_LASTS)


@get(f"{COME_IN}/code", permission=PUBLIC, name="residents.code_page")
async def code_page(request: Asked) -> Response[Any]:
    """Where the code from a text is typed."""
    if _key(request) is None:
        return web.go(f"{COME_IN}/text")
    return _code_page(request, Form.blank(), paper=False)


@post(f"{COME_IN}/code", permission=PUBLIC, name="residents.come_by_text")
async def come_by_text(request: Asked) -> Response[Any]:
    """Come in by a code from a text."""
    form = Form(await request.form())
    token = _key(request)
    if token is None:
        return web.go(f"{COME_IN}/text")
    typed = forms.read_coming(form, with_code=True)
    if typed is None:
        return _code_page(request, form, paper=False)
    await _may_try(request, token)
    try:
        visit = await actions.come_by_text(
            typed.code,
            asked_from=token,
            born_on=typed.born_on,
            first_name=typed.first_name,
            browser=_browser(request, typed),
        )
    except (NotThemError, WhichOfThemError) as error:
        return _code_page(request, _refused(form, error), paper=False, ask_name=isinstance(error, WhichOfThemError))
    return await _came(request, visit, shared=typed.shared)


@get(f"{COME_IN}/paper", permission=PUBLIC, name="residents.paper_page")
async def paper_page(request: Asked) -> Response[str]:
    """Where a printed code is typed."""
    return _code_page(request, Form.blank(), paper=True)


@post(f"{COME_IN}/paper", permission=PUBLIC, name="residents.come_by_paper")
async def come_by_paper(request: Asked) -> Response[Any]:
    """Come in by a printed code."""
    form = Form(await request.form())
    typed = forms.read_coming(form, with_code=True)
    if typed is None:
        return _code_page(request, form, paper=True)
    await _may_try(request, None)
    try:
        visit = await actions.come_by_paper(typed.code, born_on=typed.born_on, browser=_browser(request, typed))
    except NotThemError as error:
        return _code_page(request, _refused(form, error), paper=True)
    return await _came(request, visit, shared=typed.shared)


@get(f"{COME_IN}/link/{{token:str}}", permission=PUBLIC, name="residents.link")
async def link(request: Asked, token: FromPath[str]) -> Response[bytes]:
    """A link from an e-mail. It spends nothing, so that whatever looks at mail before its reader does no harm."""
    await _not_too_often(request, "own-space-links", rules.TRIES_OF_A_NETWORK, rules.AN_HOUR)
    if await doorkeys.open_key(token, actions.OPENS) is None:
        return web.go(f"{COME_IN}/ended")
    return _carried(request, token, f"{COME_IN}/open", rules.LINK_LASTS)


@get(f"{COME_IN}/open", permission=PUBLIC, name="residents.open_page")
async def open_page(request: Asked) -> Response[Any]:
    """One question and one button, which open their own space."""
    token = _key(request)
    if token is None or await doorkeys.open_key(token, actions.OPENS) is None:
        return web.go(f"{COME_IN}/ended")
    return _open_page(request, Form.blank())


@post(f"{COME_IN}/open", permission=PUBLIC, name="residents.come_by_link")
async def come_by_link(request: Asked) -> Response[Any]:
    """Come in by a link. It is spent."""
    form = Form(await request.form())
    token = _key(request)
    if token is None:
        return web.go(f"{COME_IN}/ended")
    typed = forms.read_coming(form, with_code=False)
    if typed is None:
        return _open_page(request, form)
    await _may_try(request, token)
    try:
        visit = await actions.come_by_link(
            token, born_on=typed.born_on, first_name=typed.first_name, browser=_browser(request, typed)
        )
    except RuleBroken:
        return web.go(f"{COME_IN}/ended")
    except (NotThemError, WhichOfThemError) as error:
        return _open_page(request, _refused(form, error), ask_name=isinstance(error, WhichOfThemError))
    return await _came(request, visit, shared=typed.shared)


@get(f"{COME_IN}/ended", permission=PUBLIC, name="residents.ended")
async def ended(request: Asked) -> Response[str]:
    """A link that opens nothing any more, or never did; and the way to a fresh one."""
    return _ask_page(request, Form.blank(), ended=True)


@post("/demo/own-space", permission=PUBLIC, name="residents.come_in_demo")
async def come_in_demo(request: Asked) -> Response[Any]:
    """Through the door of somebody of the demonstration; there is none anywhere else."""
    person = forms.read_person(Form(await request.form()))
    if person is None:
        raise NotFound
    visit = await actions.come_in_demo(
        person, demo=web.house(request).demo, browser=Browser(shared=True, name=web.browser_of(request))
    )
    return await _came(request, visit, shared=True)


def _gone(request: Asked, _error: Exception | None = None) -> Response[bytes]:
    answer = web.go("/")
    answer.headers["clear-site-data"] = CLEAR
    for name in (cookies.HOME, cookies.KEY, cookies.SHORTLIST, cookies.LANGUAGE):
        answer.cookies.append(cookies.no_cookie(name, secure=web.house(request).secure))
    return answer


AWAY: ExceptionHandlersMap = {OwnSpaceNeeded: _gone, NotOurForm: _gone}
"""Whoever leaves is let go, also when the visit was over already or the page is old: there is nothing to protect."""


@post("/my/leave", permission=OWN_SPACE, name="residents.leave", exception_handlers=AWAY)
async def leave(request: Asked) -> Response[bytes]:
    """Leave, on to a page that says nothing of anybody; the browser forgets what it kept."""
    await actions.leave(web.resident(request))
    return _gone(request)


@post("/my/stay", permission=OWN_SPACE, name="residents.stay", status_code=204)
async def stay(request: Asked) -> None:
    """Somebody is still there: asking was enough."""
    web.resident(request)


@post("/my/again", permission=OWN_SPACE, name="residents.again", body_limit=keeping.ROOM)
async def send_again(request: Asked) -> Response[Any]:
    """What they were writing when they had to come in again, to read through and send."""
    kept = await again.brought(request)
    return web.go("/my") if kept is None else await again.welcome_back(request, kept)


def _ask_page(request: Asked, form: Form, *, ended: bool = False) -> Response[str]:
    context = {"form": form, "ended": ended}
    status = 422 if form.errors else 404 if ended else 200
    return web.page(request, "residents/come_in.html", context, status_code=status)


def _text_page(request: Asked, form: Form) -> Response[str]:
    context = {"form": form, "is_set_up": texts.is_set_up()}
    return web.page(request, "residents/text.html", context, status_code=422 if form.errors else 200)


def _code_page(request: Asked, form: Form, *, paper: bool, ask_name: bool = False) -> Response[str]:
    context = {"form": form, "paper": paper, "ask_name": ask_name or bool(form.typed("first_name"))}
    return web.page(request, "residents/code.html", context, status_code=422 if form.errors else 200)


def _open_page(request: Asked, form: Form, *, ask_name: bool = False) -> Response[str]:
    context = {"form": form, "ask_name": ask_name or bool(form.typed("first_name"))}
    return web.page(request, "residents/open.html", context, status_code=422 if form.errors else 200)


def _refused(form: Form, error: Exception) -> Form:
    """The same form with why it opened nothing."""
    if isinstance(error, WhichOfThemError):
        form.error("first_name", _("Enter your first name as well"))
    else:
        form.error("born", _(actions.DOES_NOT_FIT))
    return form


def _browser(request: Asked, typed: ComingIn) -> Browser:
    return Browser(shared=typed.shared, name=web.browser_of(request))


def _key(request: Asked) -> str | None:
    """The number this browser carries between two pages of coming in, when it can be one of ours."""
    value = request.cookies.get(cookies.cookie_name(cookies.KEY, secure=web.house(request).secure))
    return value if cookies.is_token(value) else None


def _carried(request: Asked, token: str, path: str, lasts: timedelta) -> Response[bytes]:
    """On to `path` with a number in a cookie: it stands in no address, so in no history and no Referer."""
    answer = web.go(path)
    seconds = int(lasts.total_seconds())
    answer.cookies.append(cookies.a_cookie(cookies.KEY, token, secure=web.house(request).secure, seconds=seconds))
    return answer


async def _came(request: Asked, visit: str, *, shared: bool) -> Response[bytes]:
    """On to their own space; a visit this browser had before is over."""
    before = at_home(request)
    if before is not None:
        await actions.leave(before.resident)
    answer, secure = web.go("/my"), web.house(request).secure
    # On a device that others use the cookie goes when the browser is closed, if nobody presses a button.
    seconds = None if shared else int(rules.stay(shared=False).whole.total_seconds())
    answer.cookies.append(cookies.a_cookie(cookies.HOME, visit, secure=secure, seconds=seconds))
    answer.cookies.append(cookies.no_cookie(cookies.KEY, secure=secure))
    return answer


async def _may_try(request: Asked, key: str | None) -> None:
    """Count one try beside a link or a code, of this browser's number and of its network."""
    await _not_too_often(request, "own-space-tries", rules.TRIES_OF_A_NETWORK, rules.AN_HOUR)
    if key is not None and await limits.too_many("own-space-key", key, rules.TRIES_OF_A_KEY, rules.A_QUARTER):
        raise TooManyRequestsException


async def _not_too_often(request: Asked, bucket: str, allowed: int, within: timedelta) -> None:
    if await limits.too_many(bucket, web.address_of(request), allowed, within):
        raise TooManyRequestsException


HANDLERS = (
    come_in,
    ask_link,
    link_sent,
    ask_text_page,
    ask_text,
    code_page,
    come_by_text,
    paper_page,
    come_by_paper,
    link,
    open_page,
    come_by_link,
    ended,
    come_in_demo,
    leave,
    stay,
    send_again,
)
"""Coming in and leaving."""
