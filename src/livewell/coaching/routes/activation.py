"""/journeys/…/pam: patient activation scores, what they mean, and putting one right."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.coaching import actions, forms
from livewell.journeys import queries as journeys
from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.measures import pam, queries
from livewell.staff.permissions import Permission

ADDRESS = "/journeys/{journey_id:uuid}/pam"


@get(ADDRESS, permission=Permission.WORK_WITH_PEOPLE, opens="journey", name="coaching.pam")
async def scores(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """The scores so far, the chart, and the form for the next."""
    return await _page(request, journey_id, Form.blank())


@post(ADDRESS, permission=Permission.WORK_WITH_PEOPLE, name="coaching.record_pam")
async def record_pam(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Write a score down, or why there is none."""
    form = Form(await request.form())
    read_with = (await queries.usable(pam.INSTRUMENT)).calibration
    typed = forms.read_pam(form, read_with.bands if read_with else ())
    if typed is None:
        return await _page(request, journey_id, form, status_code=422)
    await actions.record_pam(
        journey_id,
        score=typed.score,
        not_done=typed.not_done,
        why=typed.why,
        how=typed.how,
        taken_at=typed.taken_at,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/journeys/{journey_id}", said="Patient activation is written down.")


@get(
    ADDRESS + "/{score_id:uuid}/correct",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="journey",
    name="coaching.score_to_correct",
)
async def score_to_correct(request: Asked, journey_id: FromPath[UUID], score_id: FromPath[UUID]) -> Response[str]:
    """A score as it was written down."""
    await journeys.journey(journey_id, web.member(request))
    found = forms.find_score(await queries.scores(journey_id, pam.INSTRUMENT), score_id)
    if found is None:
        raise NotFound
    return await _correct_page(request, journey_id, score_id, forms.pam_as_form(found))


@post(ADDRESS + "/{score_id:uuid}/correct", permission=Permission.WORK_WITH_PEOPLE, name="coaching.correct_pam")
async def correct_pam(request: Asked, journey_id: FromPath[UUID], score_id: FromPath[UUID]) -> Response[Any]:
    """Put it right; the old one stays, struck through."""
    form = Form(await request.form())
    typed = forms.read_pam(form)
    if typed is None:
        return await _correct_page(request, journey_id, score_id, form, status_code=422)
    await actions.correct_pam(
        journey_id,
        score_id,
        score=typed.score,
        not_done=typed.not_done,
        why=typed.why,
        how=typed.how,
        by=web.member(request),
    )
    return web.go(f"/journeys/{journey_id}/pam", said="Put right. The old score is shown struck through.")


def levels_source(panel: queries.Panel) -> str:
    """Where the cut-points of the latest score come from."""
    cuts = panel.latest.cuts if panel.latest else pam.CURRENT.version
    return pam.VERSIONS[cuts].source if cuts in pam.VERSIONS else f"the licence pack {cuts}"


async def _page(request: Asked, journey_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    member = web.member(request)
    journey = await journeys.journey(journey_id, member)
    panel = await queries.panel(journey_id, member)
    context = {
        "journey": journey,
        "panel": panel,
        "form": form,
        "hows": forms.HOWS,
        "reasons": forms.NOT_DONE,
        "source": levels_source(panel),
        "used": await queries.usable(pam.INSTRUMENT),
    }
    return web.page(request, "measures/pam.html", context, status_code=status_code)


async def _correct_page(
    request: Asked, journey_id: UUID, score_id: UUID, form: Form, *, status_code: int = 200
) -> Response[str]:
    journey = await journeys.journey(journey_id, web.member(request))
    found = forms.find_score(await queries.scores(journey_id, pam.INSTRUMENT), score_id)
    if found is None:
        raise NotFound
    context = {"journey": journey, "score": found, "form": form, "hows": forms.HOWS, "reasons": forms.NOT_DONE}
    return web.page(request, "measures/correct.html", context, status_code=status_code)


HANDLERS = [scores, record_pam, score_to_correct, correct_pam]
