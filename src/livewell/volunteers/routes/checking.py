"""/volunteers/…/checks and /volunteers/checks…: DBS checks, and what was on them for those who are named."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.volunteers import actions, queries
from livewell.volunteers.forms import desk
from livewell.volunteers.queries import Whole
from livewell.volunteers.rules.gate import POLICY

P = Permission


@get("/volunteers/{volunteer_id:uuid}/checks/new", permission=P.RUN_VOLUNTEERING, name="volunteers.check_page")
async def check_page(request: Asked, volunteer_id: FromPath[UUID]) -> Response[str]:
    """Write down a certificate that was shown."""
    seen = await queries.whole(volunteer_id, seen_by=web.member(request))
    return _check_page(request, seen, Form.blank())


@post("/volunteers/{volunteer_id:uuid}/checks/new", permission=P.RUN_VOLUNTEERING, name="volunteers.check")
async def check(request: Asked, volunteer_id: FromPath[UUID]) -> Response[Any]:
    """Keep its level, day and last four digits."""
    member = web.member(request)
    seen = await queries.whole(volunteer_id, seen_by=member)
    form = Form(await request.form())
    read = desk.read_check(form)
    if read is None:
        return _check_page(request, seen, form, status_code=422)
    made = await actions.note_check(volunteer_id, read, submission=form.submission, by=member)
    if read.disclosed:
        return web.go(
            f"/volunteers/checks/{made}/disclosure", said="The check is kept. It counts once this is decided."
        )
    return web.go(f"/volunteers/{volunteer_id}", said="The check is kept.")


def _check_page(request: Asked, seen: Whole, form: Form, *, status_code: int = 200) -> Response[str]:
    context = {"seen": seen, "form": form, "levels": desk.SEEN_LEVELS, "policy": POLICY}
    return web.page(request, "volunteers/check.html", context, status_code=status_code)


@post(
    "/volunteers/{volunteer_id:uuid}/checks/{check_id:uuid}", permission=P.RUN_VOLUNTEERING, name="volunteers.look_up"
)
async def look_up(request: Asked, volunteer_id: FromPath[UUID], check_id: FromPath[UUID]) -> Response[bytes]:
    """Looked up at the update service today, with nothing new or with a change; or written down amiss."""
    form = Form(await request.form())
    member = web.member(request)
    found = form.one_of("found", ("nothing_new", "changed", "amiss"))
    if found == "amiss":
        await actions.withdraw_check(check_id, version=form.version, by=member)
    elif found is not None:
        await actions.look_up(check_id, still_clear=found == "nothing_new", version=form.version, by=member)
    return web.go(f"/volunteers/{volunteer_id}", said="It is kept." if found else None)


@get("/volunteers/checks/{check_id:uuid}/disclosure", permission=P.READ_DISCLOSURES, name="volunteers.disclosure_page")
async def disclosure_page(request: Asked, check_id: FromPath[UUID]) -> Response[str]:
    """What was on a certificate, for those named."""
    seen = await queries.disclosure(check_id, seen_by=web.member(request))
    typed = {
        "words": seen.words,
        "assessment": seen.assessment,
        "decision": seen.decision,
        "limits": seen.limits,
        "version": seen.version,
    }
    return await _disclosure_page(request, check_id, Form.blank(typed))


@post("/volunteers/checks/{check_id:uuid}/disclosure", permission=P.READ_DISCLOSURES, name="volunteers.disclosure")
async def disclosure(request: Asked, check_id: FromPath[UUID]) -> Response[Any]:
    """Keep what was spoken about, what it means, and what was decided."""
    member = web.member(request)
    await queries.disclosure(check_id, seen_by=member)
    form = Form(await request.form())
    read = desk.read_weighed(form)
    named = form.many("readers", await queries.who_may_be_named(seen_by=member))
    if read is None or not form.ok:
        return await _disclosure_page(request, check_id, form, status_code=422)
    await actions.write_disclosure(
        check_id, read, readers=tuple(UUID(one) for one in named), version=form.version, by=member
    )
    return web.go(f"/volunteers/checks/{check_id}/disclosure", said="It is kept, for those named alone.")


async def _disclosure_page(request: Asked, check_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    member = web.member(request)
    seen = await queries.disclosure(check_id, seen_by=member)
    context = {
        "seen": seen,
        "form": form,
        "decisions": desk.DECISION_CHOICES,
        "named": await queries.who_may_be_named(seen_by=member),
    }
    return web.page(request, "volunteers/disclosure.html", context, status_code=status_code)


HANDLERS = (check_page, check, look_up, disclosure_page, disclosure)
