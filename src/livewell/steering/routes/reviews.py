"""/forum/reviews: how the forum works together, once a year."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import clock, web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.steering import actions, queries
from livewell.steering.forms import review as forms
from livewell.steering.rules.review import QUESTIONS

_ALL = "/forum/reviews"
_ONE = f"{_ALL}/{{review_id:uuid}}"
_STEER = Permission.STEER


@get(_ALL, permission=_STEER, name="steering.reviews")
async def every(request: Asked) -> Response[str]:
    """Every review, the last year first."""
    return web.page(request, "steering/reviews.html", {"reviews": await queries.reviews()})


@get(f"{_ALL}/new", permission=_STEER, name="steering.new_review")
async def new(request: Asked) -> Response[str]:
    """The ten questions."""
    return await _form_page(request, Form.blank({"year": clock.today().year}), None)


@post(f"{_ALL}/new", permission=_STEER, name="steering.keep_review")
async def keep(request: Asked) -> Response[Any]:
    """Keep the answers."""
    form = Form(await request.form())
    year = forms.read_year(form)
    typed = forms.read_review(form, await queries.held_meetings())
    if typed is None or year is None:
        return await _form_page(request, form, None)
    made = await actions.keep_review(year, typed, submission=form.submission, by=web.member(request))
    return web.go(f"{_ALL}/{made}", said="The review is kept.")


@get(_ONE, permission=_STEER, name="steering.review")
async def one(request: Asked, review_id: FromPath[UUID]) -> Response[str]:
    """One review beside the one before."""
    return web.page(request, "steering/review.html", {"review": await queries.review(review_id)})


@get(f"{_ONE}/change", permission=_STEER, name="steering.change_review_page")
async def change_page(request: Asked, review_id: FromPath[UUID]) -> Response[str]:
    """The form to put it right."""
    found = await queries.review(review_id)
    typed: dict[str, object] = {"level": found.level.value, "words": found.words, "meeting": found.meeting}
    for key, answer in found.answers.items():
        typed |= {f"rating-{key}": answer.rating, f"words-{key}": answer.words}
    return await _form_page(request, Form.blank(typed), found)


@post(f"{_ONE}/change", permission=_STEER, name="steering.change_review")
async def change(request: Asked, review_id: FromPath[UUID]) -> Response[Any]:
    """Keep it."""
    form = Form(await request.form())
    typed = forms.read_review(form, await queries.held_meetings())
    if typed is None:
        return await _form_page(request, form, await queries.review(review_id))
    await actions.change_review(review_id, typed, version=form.version, by=web.member(request))
    return web.go(f"{_ALL}/{review_id}", said="Saved.")


async def _form_page(request: Asked, form: Form, found: queries.ReviewSeen | None) -> Response[str]:
    context = {
        "form": form,
        "review": found,
        "questions": QUESTIONS,
        "ratings": forms.RATING_CHOICES,
        "levels": forms.LEVELS,
        "meetings": await queries.held_meetings(),
    }
    return web.page(request, "steering/review_form.html", context, status_code=200 if form.ok else 422)


HANDLERS = [every, new, keep, one, change_page, change]
