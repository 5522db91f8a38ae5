"""/forum/actions: what members said they would do; and /forum/desk/time, the time they gave."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.forum import actions, forms, queries
from livewell.forum.routes.public import page_number
from livewell.kit import clock, web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

RUN = Permission.RUN_FORUM


@get("/forum/actions", permission=RUN, name="forum.actions")
async def all_actions(request: Asked) -> Response[str]:
    """What is to be done, what is overdue first; with ?show=closed, what was done or let go."""
    closed = request.query_params.get("show") == "closed"
    found, pages = (
        await queries.closed_actions(page=page_number(request)) if closed else (await queries.open_actions(), 1)
    )
    context = {"actions": found, "closed": closed, "page": page_number(request), "pages": pages}
    return web.page(request, "forum/actions.html", context)


@get("/forum/actions/{action_id:uuid}", permission=RUN, name="forum.action")
async def action(request: Asked, action_id: FromPath[UUID]) -> Response[str]:
    """One of them: done, passed on, or let go."""
    found = await queries.action(action_id)
    return await _page(request, action_id, Form.blank({"owner": str(found.owner), "due": found.due_on}), version=None)


@post("/forum/actions/{action_id:uuid}/done", permission=RUN, name="forum.action_done")
async def done(request: Asked, action_id: FromPath[UUID]) -> Response[Any]:
    """It is done, with a sentence."""
    form = Form(await request.form())
    said = forms.read_sentence(form, "came_of_it", required="Say in a sentence what came of it")
    if said is None:
        return await _page(request, action_id, form, version=form.version)
    await actions.finish(action_id, came_of_it=said, by=web.member(request))
    return web.go("/forum/actions", said="It is marked as done.")


@post("/forum/actions/{action_id:uuid}/pass-on", permission=RUN, name="forum.pass_on")
async def pass_on(request: Asked, action_id: FromPath[UUID]) -> Response[Any]:
    """Another owner, or another day."""
    form = Form(await request.form())
    owner = form.one_of("owner", await queries.choices(), required="Choose who will do it")
    due = form.day("due", "The day", required="Say by which day", not_before=clock.today())
    if not form.ok or owner is None or due is None:
        return await _page(request, action_id, form, version=form.version)
    await actions.pass_on(action_id, owner=UUID(owner), due_on=due, version=form.version, by=web.member(request))
    return web.go("/forum/actions", said="Saved. They are reminded before the day.")


@post("/forum/actions/{action_id:uuid}/let-go", permission=RUN, name="forum.let_go")
async def let_go(request: Asked, action_id: FromPath[UUID]) -> Response[Any]:
    """It will not be done, and why."""
    form = Form(await request.form())
    why = forms.read_sentence(form, "why", required="Say why it will not be done")
    if why is None:
        return await _page(request, action_id, form, version=form.version)
    await actions.let_go(action_id, why=why, by=web.member(request))
    return web.go("/forum/actions", said="It is let go, with your reason.")


async def _page(request: Asked, action_id: UUID, form: Form, *, version: int | None) -> Response[str]:
    found = await queries.action(action_id)
    context = {
        "action": found,
        "form": form,
        "owners": await queries.choices(),
        "version": version if version is not None else found.version,
    }
    return web.page(request, "forum/action.html", context, status_code=200 if form.ok else 422)


# ── time given ──


@get("/forum/desk/time", permission=RUN, name="forum.time")
async def time_given(request: Asked) -> Response[str]:
    """The time members gave this year, who paid for it, and what they are owed."""
    return await _time_page(request, Form.blank({"paid": clock.today()}))


@post("/forum/desk/time/{time_id:uuid}/paid", permission=RUN, name="forum.pay")
async def paid(request: Asked, time_id: FromPath[UUID]) -> Response[Any]:
    """Expenses were paid."""
    form = Form(await request.form())
    day = forms.read_paid_on(form)
    if day is None:
        return await _time_page(request, form)
    await actions.pay_expenses(time_id, on=day, by=web.member(request))
    return web.go("/forum/desk/time", said="Written down as paid.")


@post("/forum/desk/time/{time_id:uuid}/strike", permission=RUN, name="forum.strike_time")
async def strike(request: Asked, time_id: FromPath[UUID]) -> Response[bytes]:
    """A line was wrong."""
    await actions.strike_time(time_id, by=web.member(request))
    return web.go("/forum/desk/time", said="It is struck through and counts no more.")


async def _time_page(request: Asked, form: Form) -> Response[str]:
    today = clock.today()
    context = {
        "figures": await queries.time_figures(today.replace(month=1, day=1), today),
        "year": today.year,
        "owed": await queries.contributions(owed_alone=True),
        "lines": await queries.contributions(),
        "form": form,
    }
    return web.page(request, "forum/time.html", context, status_code=200 if form.ok else 422)


HANDLERS = (all_actions, action, done, pass_on, let_go, time_given, paid, strike)
