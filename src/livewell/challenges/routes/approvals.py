"""/forum/approvals: what the forum is asked to approve, and its answer once a meeting has decided."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.challenges import actions, queries
from livewell.challenges.forms import charter as forms
from livewell.challenges.routes.ideas import page_asked, pages_of
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

_ALL = "/forum/approvals"
_ONE = f"{_ALL}/{{put_id:uuid}}"


@get(_ALL, permission=Permission.SEE_TOGETHER, name="challenges.approvals")
async def every(request: Asked) -> Response[str]:
    """What is before the forum, and what it answered."""
    page = page_asked(request)
    answered, number = await queries.answered(page)
    context = {
        "waiting": await queries.waiting_for_forum(),
        "answered": answered,
        "page": page,
        "pages": pages_of(number, 25),
    }
    return web.page(request, "challenges/approvals.html", context)


@get(_ONE, permission=Permission.SEE_TOGETHER, name="challenges.approval")
async def one(request: Asked, put_id: FromPath[UUID]) -> Response[str]:
    """One thing that was put to the forum."""
    return await _one(request, await queries.put(put_id), Form.blank())


@post(_ONE, permission=Permission.RUN_FORUM, name="challenges.answer")
async def answer(request: Asked, put_id: FromPath[UUID]) -> Response[Any]:
    """Keep what the forum answered."""
    form = Form(await request.form())
    found = await queries.put(put_id)
    typed = forms.read_answer(form, [one.choice for one in await queries.decisions_on_item(found.item)])
    if typed is None:
        return await _one(request, found, form)
    act = actions.approve if typed.approved else actions.want_changes
    await act(put_id, decision=typed.decision, words=typed.words, version=form.version, by=web.member(request))
    return web.go(_ALL, said="The answer of the forum is kept, and goes back to where it belongs.")


async def _one(request: Asked, found: queries.PutSeen, form: Form) -> Response[str]:
    decisions = await queries.decisions_on_item(found.item)
    context = {"put": found, "form": form, "decisions": [one.choice for one in decisions], "answers": forms.ANSWERS}
    return web.page(request, "challenges/approval.html", context, status_code=200 if form.ok else 422)


HANDLERS = [every, one, answer]
