"""/answer/…: the questions behind a link from an e-mail, which opens them once and without signing in."""

from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath

from livewell.kit import cookies, doorkeys, drafts, limits, sorry, web
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.kit.web import PUBLIC, Asked
from livewell.measures import queries as measures
from livewell.places.queries import settings
from livewell.questionnaires import actions, forms, queries
from livewell.questionnaires.actions import Bearer
from livewell.questionnaires.queries import AskingSeen
from livewell.questionnaires.queries.sheet import sheet_of
from livewell.questionnaires.rules import OPENINGS_AN_HOUR

_AN_HOUR = timedelta(hours=1)


@get("/answer/{token:str}", permission=PUBLIC, name="questionnaires.link")
async def link(request: Asked, token: FromPath[str]) -> Response[bytes]:
    """
    A link from a message. It spends nothing, so that whatever looks at mail before its reader does no harm.

    From here on its number is in a cookie: it stands in no address, so in no history and no Referer.
    """
    if await limits.too_many("answer-open", web.address_of(request), OPENINGS_AN_HOUR, _AN_HOUR):
        raise TooManyRequestsException
    if await doorkeys.open_key(token, actions.OPENS) is None:
        return web.go("/answer/ended")
    on = web.go("/answer")
    _carry(request, on, token)
    return on


@get("/answer", permission=PUBLIC, name="questionnaires.link_sheet")
async def link_sheet(request: Asked) -> Response[Any]:
    """The questions, with what was filled in before."""
    bearer = await _bearer(request)
    if bearer is None:
        return web.go("/answer/ended")
    found = await queries.asking_behind(bearer.asking)
    assert found is not None  # `bearer` found it open a moment ago.
    draft = await drafts.kept(queries.link_writer(found.id), actions.DRAFT, str(found.id))
    return await _sheet(request, found, forms.blank_answers(draft))


@post("/answer", permission=PUBLIC, name="questionnaires.link_answer")
async def link_answer(request: Asked) -> Response[Any]:
    """Take the answers, keep them half-done, or hear that they would rather not."""
    form = Form(await request.form())
    bearer = await _bearer(request)
    found = await queries.asking_behind(bearer.asking) if bearer else None
    if bearer is None or found is None:
        # The second press of the same button comes here after the first one spent the link.
        before = await actions.answered_before(form.submission)
        if before is not None:
            return web.page(request, "questionnaires/link_done.html", {"needs_help": before.needs_help})
        return sorry.show_rule_broken(
            request,
            RuleBroken(
                _(
                    "This link has been used, or it has ended, so nothing was sent. If you still want to answer, open the"
                    " link in the email again, or ask your worker for a fresh one."
                )
            ),
        )
    if form.typed("then") == "later":
        await drafts.keep(queries.link_writer(found.id), actions.DRAFT, str(found.id), {**form.everything()})
        return web.page(request, "questionnaires/link_later.html", {})
    if form.typed("then") == "decline":
        await actions.decline_by_link(bearer)
        return _done(request, needs_help=False)
    usable = await measures.usable(found.instrument)
    if not usable.can_ask:
        raise RuleBroken(_("These questions cannot be answered here just now. Please ask your worker."))
    typed = forms.read_answers(form, usable.instrument)
    if typed is None:
        return await _sheet(request, found, form, status_code=422)
    answered = await actions.answer_by_link(
        bearer, answers=typed.answers, seconds=typed.seconds, submission=form.submission
    )
    return _done(request, needs_help=answered.needs_help)


@post("/answer/draft", permission=PUBLIC, name="questionnaires.keep_link_draft")
async def keep_link_draft(request: Asked) -> Response[str]:
    """Keep what is half-done, and the link in its cookie for another hour."""
    bearer = await _bearer(request)
    if bearer is None:
        return Response("The link has ended", media_type="text/plain", status_code=410)
    form = Form(await request.form())
    writer = queries.link_writer(bearer.asking)
    await drafts.keep(writer, actions.DRAFT, str(bearer.asking), {**form.everything()})
    kept = Response("Draft saved", media_type="text/plain", status_code=200)
    _carry(request, kept, _token(request) or "")
    return kept


@get("/answer/ended", permission=PUBLIC, name="questionnaires.link_ended")
async def link_ended(request: Asked) -> Response[str]:
    """A link that opens nothing any more, or never did; and what to do."""
    phone = str((await settings())["public_phone"])
    return web.page(request, "questionnaires/link_ended.html", {"phone": phone}, status_code=404)


async def _sheet(request: Asked, found: AskingSeen, form: Form, *, status_code: int = 200) -> Response[str]:
    usable = await measures.usable(found.instrument)
    if not usable.can_ask:
        raise RuleBroken(_("These questions cannot be answered here just now. Please ask your worker."))
    context = {"asking": found, "question_sheet": sheet_of(usable.instrument), "form": form}
    answer = web.page(request, "questionnaires/link_sheet.html", context, status_code=status_code)
    _carry(request, answer, _token(request) or "")
    return answer


def _done(request: Asked, *, needs_help: bool) -> Response[str]:
    return web.page(request, "questionnaires/link_done.html", {"needs_help": needs_help})


def _token(request: Asked) -> str | None:
    value = request.cookies.get(cookies.cookie_name(cookies.KEY, secure=web.house(request).secure))
    return value if cookies.is_token(value) else None


async def _bearer(request: Asked) -> Bearer | None:
    """Who holds the link this browser followed; None when it was used, has ended or never was."""
    token = _token(request)
    return await actions.bearer(token) if token else None


def _carry(request: Asked, answer: Response[Any], token: str) -> None:
    """Put the number of the link into a cookie for an hour, from now on."""
    seconds = int(_AN_HOUR.total_seconds())
    answer.cookies.append(cookies.a_cookie(cookies.KEY, token, secure=web.house(request).secure, seconds=seconds))


HANDLERS = (link, link_sheet, link_answer, keep_link_draft, link_ended)
