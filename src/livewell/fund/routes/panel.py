"""/forum/me/fund: what a member of the forum is asked to judge, and what they say of it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.forum.door import MEMBER_DOOR
from livewell.fund import actions
from livewell.fund.forms import keeping
from livewell.fund.queries import panel
from livewell.fund.queries.panel import ForPanellist, OpinionSeen
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.guests import Guest
from livewell.kit.web import PUBLIC, Asked

ONE = "/forum/me/fund/{application_id:uuid}"


@get("/forum/me/fund", permission=PUBLIC, name="fund.panel")
async def judging(request: Asked) -> Response[str]:
    """What they are asked to judge, what waits for them first."""
    guest = await MEMBER_DOOR.guest(request)
    return MEMBER_DOOR.page(request, guest, "fund/panel.html", {"lines": await panel.for_member(guest.record)})


@get(ONE, permission=PUBLIC, name="fund.panel_one")
async def one(request: Asked, application_id: FromPath[UUID]) -> Response[str]:
    """One application, without who asked, and what they think of it."""
    guest = await MEMBER_DOOR.guest(request)
    seen = await panel.for_panellist(application_id, guest.record)
    return _page(request, guest, seen, opinion_as_form(seen.mine))


@post(ONE, permission=PUBLIC, name="fund.panel_say")
async def say(request: Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Say it, or stand back."""
    guest = await MEMBER_DOOR.guest(request)
    seen = await panel.for_panellist(application_id, guest.record)
    form = Form(await request.form())
    typed = keeping.read_opinion(form, seen.criteria)
    if typed is None:
        return _page(request, guest, seen, form)
    await actions.give_opinion(application_id, guest.record, typed, version=form.version or 0, by=guest)
    return web.go(f"/forum/me/fund/{application_id}", said="Thank you. It is noted.")


def opinion_as_form(opinion: OpinionSeen) -> Form:
    """The form with what somebody said so far."""
    values: dict[str, object] = {"version": opinion.version}
    if opinion.given_at is not None:
        values |= {
            "conflict": opinion.conflict,
            "meets": opinion.meets,
            "says": opinion.says.value if opinion.says else "",
            "words": opinion.words,
        }
    return Form.blank(values)


def _page(request: Asked, guest: Guest, seen: ForPanellist, form: Form) -> Response[str]:
    context = {"seen": seen, "form": form, "says": keeping.SAYS, "numbered": numbered(seen.criteria)}
    return MEMBER_DOOR.page(request, guest, "fund/panel_one.html", context, status_code=200 if form.ok else 422)


def numbered(criteria: tuple[str, ...]) -> list[tuple[str, str]]:
    """Criteria to tick, by their numbers."""
    return [(str(number), f"{number}. {line}") for number, line in enumerate(criteria, 1)]


HANDLERS = (judging, one, say)
