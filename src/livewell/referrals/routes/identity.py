"""/journeys/…/person/identity: a name, a date of birth or an NHS number that was wrong, put right."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.journeys import queries as journeys
from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.people import actions
from livewell.people import queries as persons
from livewell.people.actions import NumberTaken
from livewell.people.forms import IdentityForm
from livewell.referrals.queries import people as known
from livewell.referrals.queries.people import SamePlace
from livewell.staff.permissions import Permission

HERE = "/journeys/{journey_id:uuid}/person/identity"


@get(HERE, permission=Permission.CORRECT_IDENTITY, opens="journey", name="referrals.identity_page")
async def identity_page(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """What they are known by, and what was put right before."""
    return await _page(request, journey_id, None)


@post(HERE, permission=Permission.CORRECT_IDENTITY, name="referrals.correct_identity")
async def correct_identity(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Put it right; a number that another record has leads to where the two are looked at."""
    member = web.member(request)
    journey = await journeys.journey(journey_id, member)
    form = Form(await request.form())
    identity, why = IdentityForm.read(form, demo=web.house(request).demo)
    if not form.ok:
        return await _page(request, journey_id, form)
    try:
        done = await actions.correct_identity(
            journey.person, identity=identity, why=why, version=form.version, submission=form.submission, by=member
        )
    except NumberTaken as taken:
        form.error("nhs_number", "Another record has this NHS number. Look whether the two are one person")
        place = await known.where_compared(journey.person, taken.other, seen_by=member)
        return await _page(request, journey_id, form, place)
    said = "Put right. What it was is kept." if done else "Nothing was changed."
    return web.go(f"/journeys/{journey_id}", said=said)


async def _page(request: Asked, journey_id: UUID, form: Form | None, place: SamePlace | None = None) -> Response[str]:
    journey = await journeys.journey(journey_id, web.member(request))
    person = await persons.person(journey.person)
    if person is None:
        raise NotFound
    context = {
        "journey": journey_id,
        "person": person,
        "form": form or IdentityForm.filled(person.identity),
        "place": place,
        "corrections": await persons.corrections(journey.person),
    }
    return web.page(request, "people/identity.html", context, status_code=422 if form else 200)


HANDLERS = [identity_page, correct_identity]
