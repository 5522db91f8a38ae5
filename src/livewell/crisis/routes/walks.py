"""/pathway-walks/…: following a pathway step by step, on a phone with one hand."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.crisis import forms, letters
from livewell.crisis.actions import walks as actions
from livewell.crisis.queries import walks as queries
from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places.queries import setting
from livewell.staff.permissions import Permission


@get("/pathway-walks/{walk_id:uuid}", permission=Permission.RAISE_SAFETY, opens="walk", name="crisis.walk")
async def walk(request: Asked, walk_id: FromPath[UUID]) -> Response[str]:
    """Where it stands: the step that is next, then everything that was done."""
    return await _page(request, walk_id, Form.blank())


@post("/pathway-walks/{walk_id:uuid}/steps/{number:int}", permission=Permission.RAISE_SAFETY, name="crisis.write_step")
async def write_step(request: Asked, walk_id: FromPath[UUID], number: FromPath[int]) -> Response[Any]:
    """Write what was done at a step, and go on to the next."""
    form = Form(await request.form())
    typed = forms.read_step_done(form, number)
    if typed is None:
        return await _page(request, walk_id, form, at=number)
    await actions.write_step(
        walk_id, number, what=typed.what, words=typed.words, submission=form.submission, by=web.member(request)
    )
    return web.go(f"/pathway-walks/{walk_id}", said=f"Step {number} is written down.")


@post("/pathway-walks/{walk_id:uuid}/end", permission=Permission.RAISE_SAFETY, name="crisis.end_walk")
async def end_walk(request: Asked, walk_id: FromPath[UUID]) -> Response[Any]:
    """End it, saying what came of it."""
    form = Form(await request.form())
    outcome = forms.read_outcome(form)
    if not form.ok:
        return await _page(request, walk_id, form, at=0)
    await actions.end_walk(walk_id, outcome=outcome, submission=form.submission, by=web.member(request))
    return web.go(
        f"/pathway-walks/{walk_id}",
        said="What came of it is kept. The safety matter stays open until a coach closes it.",
    )


@get("/pathway-walks/{walk_id:uuid}/sheet.pdf", permission=Permission.RAISE_SAFETY, opens="walk", name="crisis.sheet")
async def sheet(request: Asked, walk_id: FromPath[UUID]) -> Response[bytes]:
    """Everything that was done, on paper."""
    found = await queries.walk(walk_id, seen_by=web.member(request))
    return await web.pdf(letters.walk_as_html(found), filename="what-was-done.pdf")


async def _page(request: Asked, walk_id: UUID, wrong: Form, *, at: int | None = None) -> Response[str]:
    """The page of a walk. `at` is the step whose form has to be put right, 0 that of the ending, None nothing."""
    found = await queries.walk(walk_id, seen_by=web.member(request))
    if at is not None and at > len(found.steps):
        raise NotFound
    blank = Form.blank()
    context = {
        "walk": found,
        "form": wrong,
        # Each form has a number of its own: one sent twice is one, and two steps are two.
        "step_forms": {one.number: wrong if one.number == at else Form.blank() for one in found.steps},
        "end_form": wrong if at == 0 else blank,
        "wrong_at": at,
        "duty_phone": await setting("duty_contact_phone"),
    }
    return web.page(request, "crisis/walk.html", context, status_code=200 if at is None else 422)


HANDLERS = [walk, write_step, end_walk, sheet]
