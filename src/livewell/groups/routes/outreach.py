"""/outreach: where the team went to be met, and what became of what was promised there."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.gaps.rules import Wanted
from livewell.groups import actions
from livewell.groups.forms import outreach as forms
from livewell.groups.queries.outreach import OutreachSeen, PromiseSeen, outreach, outreaches, promise
from livewell.groups.rules import Kind
from livewell.journeys import queries as journeys
from livewell.kit import clock, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

_SEE = Permission.SEE_TOGETHER
_SUPPORT = Permission.SUPPORT_GROUPS
_ONE = "/outreach/{outreach_id:uuid}"
_PROMISE = _ONE + "/promises/{promise_id:uuid}"


@get("/outreach", permission=_SEE, name="outreach.all")
async def every(request: Asked) -> Response[str]:
    """Where the team went."""
    page = Form(request.query_params).whole_number("page", lowest=1, highest=9999) or 1
    context = {"found": await outreaches(page=page), "works": _SUPPORT in web.member(request).can}
    return web.page(request, "groups/outreaches.html", context)


@get("/outreach/new", permission=_SUPPORT, name="outreach.new")
async def new(request: Asked) -> Response[str]:
    """Where one is written down."""
    return _form_page(request, Form.blank({"held": clock.today()}), None)


@post("/outreach/new", permission=_SUPPORT, name="outreach.note")
async def note(request: Asked) -> Response[Any]:
    """Write it down."""
    form = Form(await request.form())
    typed = forms.read_outreach(form)
    await journeys.note_too_much(form, ("name", "words"), by=web.member(request))
    if typed is None or not form.ok:
        return _form_page(request, form, None)
    made = await actions.note_outreach(typed, submission=form.submission, by=web.member(request))
    return web.go(f"/outreach/{made}", said="It is written down. What may come of it?")


@get(_ONE, permission=_SEE, name="outreach.one")
async def one(request: Asked, outreach_id: FromPath[UUID]) -> Response[str]:
    """One of them, with what was promised."""
    return await _page(request, outreach_id, Form.blank())


@post(f"{_ONE}/promises", permission=_SUPPORT, name="outreach.promise")
async def add_promise(request: Asked, outreach_id: FromPath[UUID]) -> Response[Any]:
    """Something may come of it."""
    form = Form(await request.form())
    typed = forms.read_promise(form)
    await journeys.note_too_much(form, ("promise",), by=web.member(request))
    if typed is None or not form.ok:
        return await _page(request, outreach_id, form)
    await actions.add_promise(outreach_id, typed, submission=form.submission, by=web.member(request))
    return web.go(f"/outreach/{outreach_id}", said="It is noted.")


async def _page(request: Asked, outreach_id: UUID, form: Form) -> Response[str]:
    context = {"form": form, "seen": await outreach(outreach_id), "works": _SUPPORT in web.member(request).can}
    return web.page(request, "groups/outreach.html", context, status_code=200 if form.ok else 422)


@get(f"{_ONE}/change", permission=_SUPPORT, name="outreach.change_page")
async def change_page(request: Asked, outreach_id: FromPath[UUID]) -> Response[str]:
    """To put right."""
    seen = await outreach(outreach_id)
    return _form_page(request, forms.filled(seen), seen)


@post(f"{_ONE}/change", permission=_SUPPORT, name="outreach.change")
async def change(request: Asked, outreach_id: FromPath[UUID]) -> Response[Any]:
    """Put it right."""
    seen = await outreach(outreach_id)
    form = Form(await request.form())
    typed = forms.read_outreach(form)
    await journeys.note_too_much(form, ("name", "words"), by=web.member(request))
    if typed is None or not form.ok:
        return _form_page(request, form, seen)
    await actions.change_outreach(outreach_id, typed, version=form.version, by=web.member(request))
    return web.go(f"/outreach/{outreach_id}", said="It is put right.")


def _form_page(request: Asked, form: Form, seen: OutreachSeen | None) -> Response[str]:
    return web.page(
        request, "groups/outreach_form.html", {"form": form, "seen": seen}, status_code=200 if form.ok else 422
    )


# ── what became of it ──


@get(_PROMISE, permission=_SUPPORT, name="outreach.promise_page")
async def promise_page(request: Asked, outreach_id: FromPath[UUID], promise_id: FromPath[UUID]) -> Response[str]:
    """What became of it?"""
    seen = await _of(outreach_id, promise_id)
    return await _promise_page(request, seen, Form.blank({"name": seen.words[:120]}))


@post(_PROMISE, permission=_SUPPORT, name="outreach.promise_became")
async def became(request: Asked, outreach_id: FromPath[UUID], promise_id: FromPath[UUID]) -> Response[Any]:
    """Say what did."""
    seen = await _of(outreach_id, promise_id)
    form = Form(await request.form())
    typed = forms.read_became(form)
    await journeys.note_too_much(form, ("name", "words"), by=web.member(request))
    if typed is None or not form.ok:
        return await _promise_page(request, seen, form)
    return web.go(await _do(seen, typed, form, web.member(request)), said="Noted what came of it.")


async def _do(seen: PromiseSeen, typed: forms.Became, form: Form, by: Member) -> str:
    """Does what was chosen, and says where it leads."""
    if typed.what in {forms.GROUP, forms.CAFE}:
        made = await actions.promise_becomes_group(
            seen.id,
            typed.name,
            Kind(typed.what),
            about=typed.words,
            area=by.area,
            supporter=by.id,
            submission=form.submission,
            by=by,
        )
        return f"/groups/{made}"
    if typed.what == forms.GAP:
        wanted = Wanted(typed.name, typed.words)
        return f"/gaps/{await actions.promise_becomes_gap(seen.id, wanted, submission=form.submission, by=by)}"
    if typed.what == forms.LISTING:
        made = await actions.promise_becomes_listing(seen.id, name=typed.name, submission=form.submission, by=by)
        return f"/directory/{made}"
    await actions.settle_promise(seen.id, came_of_it=typed.words, by=by)
    return f"/outreach/{seen.outreach}"


async def _of(outreach_id: UUID, promise_id: UUID) -> PromiseSeen:
    seen = await promise(promise_id)
    if seen.outreach != outreach_id:
        raise NotFound
    return seen


async def _promise_page(request: Asked, seen: PromiseSeen, form: Form) -> Response[str]:
    context = {
        "form": form,
        "promise": seen,
        "outreach": await outreach(seen.outreach),
        "choices": forms.BECAME_CHOICES,
    }
    return web.page(request, "groups/promise.html", context, status_code=200 if form.ok else 422)


HANDLERS = (every, new, note, one, add_promise, change_page, change, promise_page, became)
