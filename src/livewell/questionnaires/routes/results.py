"""/journeys/…/measures/…: what answers came to over time, and putting right what was written down wrongly."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.journeys import queries as journeys
from livewell.kit import web
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.measures import queries as measures
from livewell.measures.queries import ScoreSeen
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.measures.rules.taking import How
from livewell.questionnaires import actions, forms, queries
from livewell.questionnaires.queries.sheet import sheet_of
from livewell.questionnaires.routes.asking import WORK
from livewell.staff.permissions import Permission

ADDRESS = "/journeys/{journey_id:uuid}/measures/{instrument:str}"
CORRECT = ADDRESS + "/{score_id:uuid}/correct"


@get(ADDRESS, permission=Permission.SEE_CASELOAD, opens="journey", name="questionnaires.result")
async def result(request: Asked, journey_id: FromPath[UUID], instrument: FromPath[str]) -> Response[str]:
    """The scores, their chart, what a change means, and what an answer asks for now."""
    member = web.member(request)
    panel = await queries.result(journey_id, instrument, seen_by=member)
    usable = await measures.usable(instrument)
    context = {
        "journey": await journeys.journey(journey_id, member),
        "panel": panel,
        "usable": usable,
        "suggestion": queries.suggestion_for(panel),
        "may_work": WORK in member.can,
    }
    return web.page(request, "questionnaires/result.html", context)


@get(CORRECT, permission=WORK, opens="journey", name="questionnaires.to_correct")
async def to_correct(
    request: Asked, journey_id: FromPath[UUID], instrument: FromPath[str], score_id: FromPath[UUID]
) -> Response[str]:
    """Answers or a score as they were written down."""
    found = await _score(request, journey_id, instrument, score_id)
    if found.answers is not None:
        form = forms.answers_as_form(INSTRUMENTS[instrument], found.answers)
    else:
        form = Form.blank(
            {
                "score": "" if found.score is None else found.score,
                "not_done": found.not_done,
                "why": found.why,
                "how": found.how,
            }
        )
    return await _page(request, journey_id, found, form)


@post(CORRECT, permission=WORK, name="questionnaires.correct")
async def correct(
    request: Asked, journey_id: FromPath[UUID], instrument: FromPath[str], score_id: FromPath[UUID]
) -> Response[Any]:
    """Put it right; the old row stays, struck through."""
    member = web.member(request)
    form = Form(await request.form())
    found = await _score(request, journey_id, instrument, score_id)
    there = f"/journeys/{journey_id}/measures/{instrument}"
    if found.answers is not None:
        usable = await measures.usable(instrument)
        if not usable.instrument.has_words:
            raise RuleBroken("The wording of these questions is not here any more, so the answers cannot be changed.")
        typed = forms.read_answers(form, usable.instrument, on_paper=found.how == How.PAPER)
        if typed is None:
            return await _page(request, journey_id, found, form, status_code=422)
        right = await actions.correct(
            score_id, journey=journey_id, answers=typed.answers, how=How(found.how), by=member
        )
        return web.go(there, said=None if right.needs_help else "Put right. The old answers are shown struck through.")
    scored = forms.read_score(form, INSTRUMENTS[instrument])
    if scored is None:
        return await _page(request, journey_id, found, form, status_code=422)
    await actions.correct(
        score_id,
        journey=journey_id,
        score=scored.score,
        not_done=scored.not_done,
        why=scored.why,
        how=scored.how,
        by=member,
    )
    return web.go(there, said="Put right. The old score is shown struck through.")


async def _score(request: Asked, journey_id: UUID, instrument: str, score_id: UUID) -> ScoreSeen:
    """The row of this journey; NotFound when the journey or the row is not theirs to see."""
    panel = await queries.result(journey_id, instrument, seen_by=web.member(request))
    found = next((one for one in panel.scores if one.id == score_id), None)
    if found is None:
        raise NotFound
    return found


async def _page(
    request: Asked, journey_id: UUID, found: ScoreSeen, form: Form, *, status_code: int = 200
) -> Response[str]:
    usable = await measures.usable(found.instrument)
    context = {
        "journey": await journeys.journey(journey_id, web.member(request)),
        "score": found,
        "instrument": usable.instrument,
        "question_sheet": sheet_of(usable.instrument, on_paper=found.how == How.PAPER)
        if found.answers is not None and usable.instrument.has_words
        else None,
        "form": form,
        "hows": forms.TAKEN,
        "reasons": forms.NOT_DONE,
    }
    return web.page(request, "questionnaires/correct.html", context, status_code=status_code)


HANDLERS = (result, to_correct, correct)
