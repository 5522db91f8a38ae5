"""/journeys/…/scores/…: one score whole, as HL7 FHIR, and scored again as the instrument stands today."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.coaching import actions, queries
from livewell.kit import web
from livewell.kit.web import Asked
from livewell.measures import fhir
from livewell.staff.permissions import Permission

ADDRESS = "/journeys/{journey_id:uuid}/scores/{score_id:uuid}"


@get(ADDRESS, permission=Permission.SEE_CASELOAD, opens="journey", name="coaching.score")
async def score(request: Asked, journey_id: FromPath[UUID], score_id: FromPath[UUID]) -> Response[str]:
    """Answers, score, flags, and what it was made with."""
    found = await queries.score(journey_id, score_id, seen_by=web.member(request))
    return web.page(request, "measures/score.html", {"found": found})


@get(ADDRESS + "/fhir.json", permission=Permission.SEE_CASELOAD, opens="journey", name="coaching.score_fhir")
async def as_fhir(request: Asked, journey_id: FromPath[UUID], score_id: FromPath[UUID]) -> Response[dict[str, Any]]:
    """The score with its answers as an HL7 FHIR R4 Bundle, to keep as a file."""
    found = await queries.score(journey_id, score_id, seen_by=web.member(request))
    bundle = fhir.bundle(
        found.score,
        found.plain,
        person=found.person,
        nhs_number=found.nhs_number,
        address=web.house(request).address,
    )
    keep = {"content-disposition": f'attachment; filename="{found.plain.id}-{found.score.taken_on}.fhir.json"'}
    return Response(bundle, media_type=fhir.MEDIA_TYPE, headers=keep)


@post(ADDRESS + "/rescore", permission=Permission.WORK_WITH_PEOPLE, name="coaching.rescore")
async def rescore(request: Asked, journey_id: FromPath[UUID], score_id: FromPath[UUID]) -> Response[Any]:
    """Score the same answers again; the old row stays."""
    again = await actions.rescore(journey_id, score_id, by=web.member(request))
    return web.go(f"/journeys/{journey_id}/scores/{again}", said="Scored again. The old score stays beside it.")


HANDLERS = [score, as_fhir, rescore]
