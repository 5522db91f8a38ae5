"""/library/give: anybody gives something to the library, named as they wish."""

from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException

from livewell.kit import limits, web
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.library import actions, forms
from livewell.library.rules import GIVEN_AN_HOUR, LONGEST_BODY, LONGEST_SUMMARY
from livewell.staff.permissions import Permission

TEXT = 4 * 1024 * 1024
"""Bytes of a form with a text in it: one that is far too long comes back with a sentence, and whole."""


@get("/library/give", permission=PUBLIC, name="library.give_page")
async def give_page(request: Asked) -> Response[str]:
    """The form to give something."""
    on = web.signed_in(request)
    return _give_page(request, Form.blank({"credit": on.member.name} if on else None))


@post("/library/give", permission=PUBLIC, name="library.give", body_limit=TEXT)
async def give(request: Asked) -> Response[Any]:
    """Take it. Those who keep the library go on to what it is found by."""
    form = Form(await request.form())
    given = forms.read_given(form)
    if given is None:
        return _give_page(request, form)
    if forms.is_trapped(form):
        return web.go("/library/give/thanks")
    if await limits.too_many("library-give", web.address_of(request), GIVEN_AN_HOUR, timedelta(hours=1)):
        raise TooManyRequestsException
    made = await actions.give(given, submission=form.submission, by=web.actor(request))
    on = web.signed_in(request)
    keeps = on is not None and Permission.EDIT_LIBRARY in on.member.can
    return web.go(f"/library/items/{made}/details" if keeps else "/library/give/thanks")


@get("/library/give/thanks", permission=PUBLIC, name="library.thanks")
async def thanks(request: Asked) -> Response[str]:
    """We have it."""
    return web.page(request, "library/thanks.html", {})


def _give_page(request: Asked, form: Form) -> Response[str]:
    context = {
        "form": form,
        "kinds": forms.CHOOSE["kinds"],
        "longest": LONGEST_BODY,
        "longest_summary": LONGEST_SUMMARY,
        "trap": forms.TRAP,
    }
    return web.page(request, "library/give.html", context, status_code=200 if form.ok else 422)


HANDLERS = [give_page, give, thanks]
