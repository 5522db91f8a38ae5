"""/journeys/…/green-book.pdf: the person's book as leaves to print, and noting that they have it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from livewell.coaching import queries
from livewell.greenbook import actions, letters
from livewell.greenbook import queries as books
from livewell.greenbook.letters import GoalLeaf
from livewell.greenbook.rules import GIVEN_LABELS, GivenHow, Size
from livewell.journeys import queries as journeys
from livewell.kit import web
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

WAYS_TO_GIVE = [(how.value, label) for how, label in GIVEN_LABELS.items()]


@get(
    "/journeys/{journey_id:uuid}/green-book.pdf",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="journey",
    name="greenbook.green_book_pdf",
)
async def green_book_pdf(
    request: Asked, journey_id: FromPath[UUID], size: FromQuery[str] = "a5", goals: FromQuery[str] = "no"
) -> Response[bytes]:
    """The loose leaves of their book; with the goals they agreed when they want that."""
    journey = await journeys.journey(journey_id, web.member(request))
    book = await books.book_of(journey.person)
    if book is None or size not in set(Size):
        raise NotFound
    leaves = []
    if goals == "yes":
        leaves = [
            GoalLeaf(
                in_words=goal.in_words,
                way=goal.way_label,
                steps=tuple((step.what, step.due_on) for step in goal.steps),
                levels=tuple(goal.levels[level] for level in (2, 1, 0, -1, -2)),
            )
            for goal in await queries.goals(journey_id)
            if goal.is_agreed
        ]
    html = letters.book_as_html(
        Size(size), version=book.template_name, called=journey.called if goals == "yes" else "", goals=leaves
    )
    return await web.pdf(html, filename=f"green-book-{size}.pdf")


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


HANDLERS = [green_book_pdf, to_give, give]
