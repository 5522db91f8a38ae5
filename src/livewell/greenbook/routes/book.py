"""/journeys/…/green-book/given: noting that they have their book."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.greenbook import actions
from livewell.greenbook import queries as books
from livewell.greenbook.rules import GIVEN_LABELS, GivenHow
from livewell.journeys import queries as journeys
from livewell.kit import web
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

WAYS_TO_GIVE = [(how.value, label) for how, label in GIVEN_LABELS.items()]


@get(
    "/journeys/{journey_id:uuid}/green-book/given",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="journey",
    name="greenbook.green_book_to_give",
)
async def to_give(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """How they came by their book."""
    return await _give_page(request, journey_id, Form.blank())


@post(
    "/journeys/{journey_id:uuid}/green-book/given", permission=Permission.WORK_WITH_PEOPLE, name="greenbook.give_book"
)
async def give(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """They have their book now."""
    member = web.member(request)
    journey = await journeys.journey(journey_id, member)
    form = Form(await request.form())
    how = form.one_of("how", WAYS_TO_GIVE, required="Say how they came by their book")
    if how is None:
        return await _give_page(request, journey_id, form, status_code=422)
    book = await books.book_of(journey.person)
    if book is None:
        raise RuleBroken("No Green Book was made ready for this person.")
    await actions.mark_given(book.id, how=GivenHow(how), by=member)
    return web.go(f"/journeys/{journey_id}", said="Noted that they have their Green Book.")


async def _give_page(request: Asked, journey_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    journey = await journeys.journey(journey_id, web.member(request))
    context = {"journey": journey, "form": form, "hows": WAYS_TO_GIVE}
    return web.page(request, "greenbook/given.html", context, status_code=status_code)


HANDLERS = [to_give, give]
