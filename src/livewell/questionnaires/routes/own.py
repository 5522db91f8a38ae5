"""/my/questions: what waits for the person to answer at home, and what their own answers came to."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import drafts, web
from livewell.kit.actor import Resident
from livewell.kit.door import OWN_SPACE
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.kit.web import Asked
from livewell.measures import queries as measures
from livewell.measures.rules.taking import How as Taken
from livewell.questionnaires import actions, forms, queries
from livewell.questionnaires.queries import AskingSeen
from livewell.questionnaires.queries.sheet import sheet_of

ONE = "/my/questions/{asking_id:uuid}"


@get("/my/questions", permission=OWN_SPACE, name="questionnaires.own")
async def own(request: Asked) -> Response[str]:
    """What waits, and what was answered before."""
    by = web.resident(request)
    context = {"askings": await queries.open_for(by.person), "measures": await queries.own_measures(by)}
    return web.page(request, "questionnaires/own.html", context)


@get(ONE, permission=OWN_SPACE, name="questionnaires.own_sheet")
async def own_sheet(request: Asked, asking_id: FromPath[UUID]) -> Response[Any]:
    """The questions, with what was filled in before."""
    by = web.resident(request)
    found = await queries.own_asking(asking_id, by=by)
    if not found.is_open:
        return web.page(request, "questionnaires/own_over.html", {"asking": found})
    draft = await drafts.kept(_owner(by), actions.DRAFT, str(found.id))
    draft = draft or await drafts.kept(queries.link_writer(found.id), actions.DRAFT, str(found.id))
    return await _sheet(request, found, forms.blank_answers(draft))


@post(ONE, permission=OWN_SPACE, name="questionnaires.own_answer")
async def own_answer(request: Asked, asking_id: FromPath[UUID]) -> Response[Any]:
    """Take the answers, keep them half-done, or hear that they would rather not."""
    by = web.resident(request)
    form = Form(await request.form())
    found = await queries.own_asking(asking_id, by=by)
    if form.typed("then") == "later":
        if found.is_open:
            await drafts.keep(_owner(by), actions.DRAFT, str(found.id), {**form.everything()})
        return web.go("/my/questions", said=_("Your answers so far are kept for 30 days. Come back when you like."))
    if form.typed("then") == "decline":
        await actions.decline(found.id, journey=found.journey, by=by)
        return web.go("/my/questions", said=_("That is fine. Your worker can see that you would rather not."))
    usable = await measures.usable(found.instrument)
    if not usable.can_ask:
        raise RuleBroken(_("These questions cannot be answered here just now. Please ask your worker."))
    typed = forms.read_answers(form, usable.instrument)
    if typed is None:
        return await _sheet(request, found, form, status_code=422)
    answered = await actions.answer(
        found.id,
        journey=found.journey,
        answers=typed.answers,
        how=Taken.SELF,
        seconds=typed.seconds,
        submission=form.submission,
        by=by,
    )
    return web.page(request, "questionnaires/own_done.html", {"asking": found, "needs_help": answered.needs_help})


@post(ONE + "/draft", permission=OWN_SPACE, name="questionnaires.keep_own_draft")
async def keep_own_draft(request: Asked, asking_id: FromPath[UUID]) -> Response[str]:
    """Keep what is half-done."""
    by = web.resident(request)
    found = await queries.own_asking(asking_id, by=by)
    form = Form(await request.form())
    if found.is_open:
        await drafts.keep(_owner(by), actions.DRAFT, str(found.id), {**form.everything()})
    return Response("Draft saved", media_type="text/plain", status_code=200)


@get("/my/questions/about/{instrument:str}", permission=OWN_SPACE, name="questionnaires.own_result")
async def own_result(request: Asked, instrument: FromPath[str]) -> Response[str]:
    """What the person's own answers came to, over time, in plain words."""
    found = await queries.own_result(instrument, by=web.resident(request))
    return web.page(request, "questionnaires/own_result.html", {"result": found})


async def _sheet(request: Asked, found: AskingSeen, form: Form, *, status_code: int = 200) -> Response[str]:
    usable = await measures.usable(found.instrument)
    if not usable.can_ask:
        raise RuleBroken(_("These questions cannot be answered here just now. Please ask your worker."))
    context = {"asking": found, "question_sheet": sheet_of(usable.instrument), "form": form}
    return web.page(request, "questionnaires/own_sheet.html", context, status_code=status_code)


def _owner(by: Resident) -> str:
    return f"resident:{by.person}"


HANDLERS = (own, own_sheet, own_answer, keep_own_draft, own_result)
