"""/journeys/…/questions/…: a worker's screen with the questions: typed, gone through together, from paper, or a score."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.journeys import queries as journeys
from livewell.kit import drafts, web
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.measures import queries as measures
from livewell.measures.queries import Usable
from livewell.measures.rules.taking import How as Taken
from livewell.questionnaires import actions, forms, queries
from livewell.questionnaires.queries import AskingSeen
from livewell.questionnaires.queries.sheet import sheet_of
from livewell.questionnaires.routes.asking import ONE, WORK
from livewell.staff.rules import Member


@get(ONE + "/answer", permission=WORK, opens="journey", name="questionnaires.answer_page")
async def answer_page(request: Asked, journey_id: FromPath[UUID], asking_id: FromPath[UUID]) -> Response[Any]:
    """The questions for a worker who types what the person says, or what came back on paper."""
    found = await queries.asking(asking_id, journey_id, seen_by=web.member(request))
    if not found.is_open:
        return _there(found)
    return await _sheet(request, found, await _kept(web.member(request), found))


@post(ONE + "/answer", permission=WORK, name="questionnaires.answer")
async def answer(request: Asked, journey_id: FromPath[UUID], asking_id: FromPath[UUID]) -> Response[Any]:
    """Take the answers, or keep them half-done."""
    member = web.member(request)
    form = Form(await request.form())
    found = await queries.asking(asking_id, journey_id, seen_by=member)
    if form.typed("then") == "later":
        return await _later(member, found, form)
    usable = await _usable(found)
    typed = forms.read_answers(form, usable.instrument, on_paper=found.is_on_paper)
    taken = forms.read_taken(form, on_paper=found.is_on_paper)
    if typed is None or not form.ok:
        return await _sheet(request, found, form, status_code=422)
    answered = await actions.answer(
        asking_id,
        journey=journey_id,
        answers=typed.answers,
        how=taken.how,
        taken_at=taken.taken_at,
        submission=form.submission,
        by=member,
    )
    said = None if answered.needs_help else "The answers are written down."
    return web.go(f"/journeys/{journey_id}/measures/{found.instrument}", said=said)


@post(ONE + "/draft", permission=WORK, name="questionnaires.keep_draft")
async def keep_draft(request: Asked, journey_id: FromPath[UUID], asking_id: FromPath[UUID]) -> Response[str]:
    """Keep what is half-done."""
    member = web.member(request)
    found = await queries.asking(asking_id, journey_id, seen_by=member)
    form = Form(await request.form())
    if found.is_open:
        await drafts.keep(_owner(member), actions.DRAFT, str(found.id), {**form.everything()})
    return Response("Draft saved", media_type="text/plain", status_code=200)


@get(ONE + "/together", permission=WORK, opens="journey", name="questionnaires.together_page")
async def together_page(request: Asked, journey_id: FromPath[UUID], asking_id: FromPath[UUID]) -> Response[Any]:
    """The questions as the person sees them, large and plain, with nothing else of the record on the screen."""
    found = await queries.asking(asking_id, journey_id, seen_by=web.member(request))
    if not found.is_open:
        return _there(found)
    return await _together(request, found, await _kept(web.member(request), found))


@post(ONE + "/together", permission=WORK, name="questionnaires.answer_together")
async def answer_together(request: Asked, journey_id: FromPath[UUID], asking_id: FromPath[UUID]) -> Response[Any]:
    """Take the answers; what is said then is for the person, before the screen goes back."""
    member = web.member(request)
    form = Form(await request.form())
    found = await queries.asking(asking_id, journey_id, seen_by=member)
    if form.typed("then") == "later":
        return await _later(member, found, form)
    if form.typed("then") == "decline":
        await actions.decline(asking_id, journey=journey_id, by=member)
        return web.page(request, "questionnaires/together_done.html", {"asking": found, "needs_help": False})
    usable = await _usable(found)
    typed = forms.read_answers(form, usable.instrument)
    if typed is None:
        return await _together(request, found, form, status_code=422)
    answered = await actions.answer(
        asking_id,
        journey=journey_id,
        answers=typed.answers,
        how=Taken.TOGETHER,
        submission=form.submission,
        by=member,
    )
    context = {"asking": found, "needs_help": answered.needs_help}
    return web.page(request, "questionnaires/together_done.html", context)


@get(ONE + "/score", permission=WORK, opens="journey", name="questionnaires.score_page")
async def score_page(request: Asked, journey_id: FromPath[UUID], asking_id: FromPath[UUID]) -> Response[Any]:
    """Where a score from its licensed source is written down."""
    found = await queries.asking(asking_id, journey_id, seen_by=web.member(request))
    if not found.is_open:
        return _there(found)
    return await _score(request, found, Form.blank())


@post(ONE + "/score", permission=WORK, name="questionnaires.enter_score")
async def enter_score(request: Asked, journey_id: FromPath[UUID], asking_id: FromPath[UUID]) -> Response[Any]:
    """Write it down, or why there is none."""
    member = web.member(request)
    form = Form(await request.form())
    found = await queries.asking(asking_id, journey_id, seen_by=member)
    typed = forms.read_score(form, found.about)
    if typed is None:
        return await _score(request, found, form, status_code=422)
    await actions.enter_score(
        asking_id,
        journey=journey_id,
        score=typed.score,
        not_done=typed.not_done,
        why=typed.why,
        how=typed.how,
        taken_at=typed.taken_at,
        submission=form.submission,
        by=member,
    )
    return web.go(f"/journeys/{journey_id}/measures/{found.instrument}", said="It is written down.")


async def _sheet(request: Asked, found: AskingSeen, form: Form, *, status_code: int = 200) -> Response[str]:
    usable = await _usable(found)
    context = {
        "journey": await journeys.journey(found.journey, web.member(request)),
        "asking": found,
        "question_sheet": sheet_of(usable.instrument, on_paper=found.is_on_paper),
        "duty": usable.duty,
        "form": form,
        "takens": forms.TAKEN_BY_WORKER,
    }
    return web.page(request, "questionnaires/answer.html", context, status_code=status_code)


async def _together(request: Asked, found: AskingSeen, form: Form, *, status_code: int = 200) -> Response[str]:
    usable = await _usable(found)
    context = {"asking": found, "question_sheet": sheet_of(usable.instrument), "form": form}
    return web.page(request, "questionnaires/together.html", context, status_code=status_code)


async def _score(request: Asked, found: AskingSeen, form: Form, *, status_code: int = 200) -> Response[str]:
    context = {
        "journey": await journeys.journey(found.journey, web.member(request)),
        "asking": found,
        "scoring": found.about.scoring,
        "form": form,
        "hows": forms.TAKEN,
        "reasons": forms.NOT_DONE,
    }
    return web.page(request, "questionnaires/score.html", context, status_code=status_code)


async def _usable(found: AskingSeen) -> Usable:
    """The instrument with its wording; RuleBroken when this site may not ask it any more."""
    usable = await measures.usable(found.instrument)
    if not usable.can_ask:
        raise RuleBroken(usable.why_not or "These questions are not filled in here. Write the score down instead.")
    return usable


async def _later(member: Member, found: AskingSeen, form: Form) -> Response[bytes]:
    """Without a script: what there is, is kept, and one goes back to the record."""
    if found.is_open:
        await drafts.keep(_owner(member), actions.DRAFT, str(found.id), {**form.everything()})
    return web.go(f"/journeys/{found.journey}/questions/{found.id}", said="What you have so far is kept for 30 days.")


async def _kept(member: Member, found: AskingSeen) -> Form:
    return forms.blank_answers(await drafts.kept(_owner(member), actions.DRAFT, str(found.id)))


def _owner(member: Member) -> str:
    return f"staff:{member.id}"


def _there(found: AskingSeen) -> Response[bytes]:
    """What is not open is read, not filled in."""
    return web.go(f"/journeys/{found.journey}/questions/{found.id}")


HANDLERS = (
    answer_page,
    answer,
    keep_draft,
    together_page,
    answer_together,
    score_page,
    enter_score,
)
