"""/gaps/…: one gap, and everything that may be done with it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.gaps import actions, forms, queries
from livewell.gaps.rules import THREE_QUESTIONS
from livewell.gaps.rules.numbers import DEFINITION, SUPPRESSED
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

_WORK = Permission.WORK_ON_GAPS


@get("/gaps/{gap_id:uuid}", permission=Permission.SEE_TOGETHER, name="gaps.gap")
async def gap(request: Asked, gap_id: FromPath[UUID]) -> Response[str]:
    """What is wanted, who asked, what was tried and what came of it."""
    return await _page(request, gap_id, Form.blank())


@post("/gaps/{gap_id:uuid}/open", permission=_WORK, name="gaps.open")
async def open_gap(request: Asked, gap_id: FromPath[UUID]) -> Response[bytes]:
    """It was read, and may be worked on."""
    form = Form(await request.form())
    await actions.open_gap(gap_id, version=form.version, by=web.member(request))
    return web.go(f"/gaps/{gap_id}", said="It is open now: others may join it.")


@post("/gaps/{gap_id:uuid}/read", permission=_WORK, name="gaps.read")
async def read(request: Asked, gap_id: FromPath[UUID]) -> Response[bytes]:
    """Every voice was read."""
    await actions.read_voices(gap_id, by=web.member(request))
    return web.go(f"/gaps/{gap_id}", said="Every voice is marked as read.")


@post("/gaps/{gap_id:uuid}/take-up", permission=_WORK, name="gaps.take_up")
async def take_up(request: Asked, gap_id: FromPath[UUID]) -> Response[bytes]:
    """Somebody works on it."""
    form = Form(await request.form())
    await actions.take_up(gap_id, version=form.version, by=web.member(request))
    return web.go(f"/gaps/{gap_id}", said="It is taken up.")


@post("/gaps/{gap_id:uuid}/steps", permission=_WORK, name="gaps.try_with")
async def try_with(request: Asked, gap_id: FromPath[UUID]) -> Response[Any]:
    """One step with somebody who offers something already."""
    form = Form(await request.form())
    tried = forms.read_tried(form)
    if tried is None:
        return await _page(request, gap_id, form)
    await actions.try_with(
        gap_id,
        kind=tried.kind,
        words=tried.words,
        done_on=tried.done_on,
        next_on=tried.next_on,
        asset=tried.asset,
        with_whom=tried.with_whom,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/gaps/{gap_id}", said="The step is written down.")


@post("/gaps/{gap_id:uuid}/settle", permission=_WORK, name="gaps.settle")
async def settle(request: Asked, gap_id: FromPath[UUID]) -> Response[Any]:
    """Something came of it, or nothing for now."""
    form = Form(await request.form())
    came = forms.read_outcome(form)
    if came is None:
        return await _page(request, gap_id, form)
    await actions.settle(gap_id, came[0], came[1], version=form.version, by=web.member(request))
    return web.go(f"/gaps/{gap_id}", said="It is settled. Everybody who left an address is told.")


@post("/gaps/{gap_id:uuid}/note", permission=_WORK, name="gaps.note")
async def note(request: Asked, gap_id: FromPath[UUID]) -> Response[Any]:
    """Write down what happened."""
    form = Form(await request.form())
    words = forms.read_why(form, "note", "Say what happened")
    if words is None:
        return await _page(request, gap_id, form)
    await actions.note(gap_id, words, by=web.member(request))
    return web.go(f"/gaps/{gap_id}", said="It is noted.")


@post("/gaps/{gap_id:uuid}/open-again", permission=_WORK, name="gaps.open_again")
async def open_again(request: Asked, gap_id: FromPath[UUID]) -> Response[Any]:
    """It is open after all."""
    form = Form(await request.form())
    why = forms.read_why(form, "again", "Say why it is open again")
    if why is None:
        return await _page(request, gap_id, form)
    await actions.open_again(gap_id, why=why, version=form.version, by=web.member(request))
    return web.go(f"/gaps/{gap_id}", said="It is open again.")


@post("/gaps/{gap_id:uuid}/join", permission=_WORK, name="gaps.join")
async def join(request: Asked, gap_id: FromPath[UUID]) -> Response[Any]:
    """It is the same as another one."""
    form = Form(await request.form())
    into = forms.read_id(form, "into")
    if into is None:
        form.error("into", "Choose the gap that is the same")
        return await _page(request, gap_id, form)
    await actions.join(gap_id, into, version=form.version, by=web.member(request))
    return web.go(f"/gaps/{into}", said="The two are one now. You can undo it below.")


@post("/gaps/{gap_id:uuid}/separate", permission=_WORK, name="gaps.separate")
async def separate(request: Asked, gap_id: FromPath[UUID]) -> Response[bytes]:
    """It was not the same after all."""
    form = Form(await request.form())
    await actions.separate(gap_id, version=form.version, by=web.member(request))
    return web.go(f"/gaps/{gap_id}", said="It stands for itself again.")


@post("/gaps/{gap_id:uuid}/hide", permission=_WORK, name="gaps.hide")
async def hide(request: Asked, gap_id: FromPath[UUID]) -> Response[Any]:
    """Take it out of every page."""
    form = Form(await request.form())
    why = forms.read_why(form, "hide_why", "Say why it is hidden")
    if why is None:
        return await _page(request, gap_id, form)
    await actions.hide(gap_id, why=why, version=form.version, by=web.member(request))
    return web.go(f"/gaps/{gap_id}", said="It is hidden. Only you can put it back, for a month.")


@post("/gaps/{gap_id:uuid}/put-back", permission=_WORK, name="gaps.put_back")
async def put_back(request: Asked, gap_id: FromPath[UUID]) -> Response[bytes]:
    """Undo the hiding."""
    form = Form(await request.form())
    await actions.put_back(gap_id, version=form.version, by=web.member(request))
    return web.go(f"/gaps/{gap_id}", said="It is back where it was.")


async def _page(request: Asked, gap_id: UUID, form: Form) -> Response[str]:
    member = web.member(request)
    seen = await queries.gap(gap_id, seen_by=member)
    near = []
    if seen.works and (seen.is_at_work or seen.is_waiting):
        near = await queries.near_same(seen.wanted, but=gap_id)
    context = {
        "gap": seen,
        "form": form,
        "version": form.version if form.version is not None else seen.version,
        "near": forms.joins_choices(near)[:-1],
        "outcomes": forms.OUTCOMES,
        "steps": forms.STEPS,
        "listings": await queries.who_serves(seen.wanted) if seen.works and seen.is_at_work else [],
        "questions": THREE_QUESTIONS,
        "definition": DEFINITION,
        "suppressed": "" if seen.works else SUPPRESSED,
    }
    return web.page(request, "gaps/gap.html", context, status_code=200 if form.ok else 422)


HANDLERS = (
    gap,
    open_gap,
    read,
    take_up,
    try_with,
    settle,
    note,
    open_again,
    join,
    separate,
    hide,
    put_back,
)
