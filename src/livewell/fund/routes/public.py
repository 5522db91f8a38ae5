"""/fund: the pots, what each is for, and where an application is begun."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath

from livewell.fund import actions, forms
from livewell.fund.door import APPLICANT, APPLICANT_DOOR
from livewell.fund.forms.asking import read_who
from livewell.fund.queries import pots
from livewell.fund.queries.pots import PotSeen
from livewell.fund.rules import BEGUN_AN_HOUR
from livewell.kit import limits, web
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import transaction
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.stories.rules import Reach

BEGUN = "begun:"
"""What a browser holds that began an application: it opens that one, and no other of the address that was typed."""


@get("/fund", permission=PUBLIC, name="fund.all")
async def fund(request: Asked) -> Response[str]:
    """The pots, how it works, and what came of awards where their tellers let everybody read it."""
    context = {"pots": await pots.pots(), "stories": await pots.stories(Reach.PUBLIC)}
    return web.page(request, "fund/public.html", context)


@get("/fund/{slug:str}", permission=PUBLIC, name="fund.pot")
async def pot(request: Asked, slug: FromPath[str]) -> Response[str]:
    """One pot: what it is for, what is looked at, and until when."""
    return web.page(request, "fund/public_pot.html", {"pot": await pots.pot_called(slug)})


@get("/fund/{slug:str}/apply", permission=PUBLIC, name="fund.apply_page")
async def apply_page(request: Asked, slug: FromPath[str]) -> Response[str]:
    """Who asks: the first step of an application."""
    return _apply_page(request, await pots.pot_called(slug), Form.blank())


@post("/fund/{slug:str}/apply", permission=PUBLIC, name="fund.begin")
async def begin(request: Asked, slug: FromPath[str]) -> Response[Any]:
    """Begin it, send the link to come back by, and go on in this browser."""
    seen = await pots.pot_called(slug)
    form = Form(await request.form())
    who = read_who(form, needs_email=True)
    if who is None:
        return _apply_page(request, seen, form)
    if forms.is_trapped(form):
        return web.go(f"/fund/{slug}")
    if await limits.too_many("fund-begin", web.address_of(request), BEGUN_AN_HOUR, timedelta(hours=1)):
        raise TooManyRequestsException
    made = await actions.begin(seen.id, who, submission=form.submission, by=PUBLIC_VISITOR)
    return APPLICANT_DOOR.came(request, await _stay(made), f"/fund/mine/{made}")


async def _stay(application: UUID) -> str:
    """A token for this browser, for the application it began and no other: nobody has shown that the address is theirs."""
    async with transaction():
        link = await APPLICANT.make_link(application, holder=f"{BEGUN}{application}")
    return await APPLICANT.come_in(link)


def _apply_page(request: Asked, seen: PotSeen, form: Form) -> Response[str]:
    context = {"pot": seen, "form": form, "trap": forms.TRAP}
    return web.page(request, "fund/apply.html", context, status_code=200 if form.ok else 422)


HANDLERS = (fund, pot, apply_page, begin)
