"""/my/details, /my/sharing, /my/privacy and /my/visits: what is kept of somebody, who sees it, and what they decide."""

from typing import Any

from litestar import Response, get, post

from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.kit.web import OWN_SPACE, Asked
from livewell.people import queries as people
from livewell.people.forms import CHOICES
from livewell.people.queries import KnownPerson
from livewell.residents import actions, forms, letters, queries


@get("/my/details", permission=OWN_SPACE, name="residents.details")
async def details(request: Asked) -> Response[str]:
    """How they are reached and what helps them, to change."""
    person = await _themself(request)
    return _details_page(request, person, forms.filled_details(person.details))


@post("/my/details", permission=OWN_SPACE, name="residents.change_details")
async def change_details(request: Asked) -> Response[Any]:
    """Keep what they changed."""
    person = await _themself(request)
    form = Form(await request.form())
    typed = forms.read_details(form, person.details)
    if typed is None:
        return _details_page(request, person, form)
    await actions.change_own_details(details=typed, version=form.version, by=web.resident(request))
    return web.go("/my/details", said=_("Your details are saved. Your worker sees what you changed."))


@get("/my/sharing", permission=OWN_SPACE, name="residents.sharing")
async def sharing(request: Asked) -> Response[str]:
    """What they agreed to, when, and what happens when they change their mind."""
    return await _sharing_page(request, Form.blank())


@post("/my/sharing", permission=OWN_SPACE, name="residents.say_sharing")
async def say_sharing(request: Asked) -> Response[Any]:
    """Keep what they say now."""
    form = Form(await request.form())
    typed = forms.read_sharing(form)
    if typed is None:
        return await _sharing_page(request, form)
    await actions.answer_about_sharing(typed.kind, given=typed.given, stands=typed.stood, by=web.resident(request))
    return web.go("/my/sharing", said=_("Saved. What you said before is kept beside it."))


@get("/my/privacy", permission=OWN_SPACE, name="residents.privacy")
async def privacy(request: Asked) -> Response[str]:
    """What was shared with whom, and who looked at their record."""
    return web.page(request, "residents/privacy.html", {"privacy": await queries.privacy_of(web.resident(request))})


@get("/my/privacy/my-record.json", permission=OWN_SPACE, name="residents.download")
async def download(request: Asked) -> Response[bytes]:
    """What we hold of them, to take away."""
    return Response(
        letters.whole(await queries.everything_of(web.resident(request))),
        media_type="application/json",
        headers={"content-disposition": 'attachment; filename="my-record.json"'},
    )


@get("/my/visits", permission=OWN_SPACE, name="residents.visits")
async def visits(request: Asked) -> Response[str]:
    """Where they were in their own space, and where they still are."""
    return web.page(request, "residents/visits.html", {"visits": await queries.visits_of(web.resident(request))})


@post("/my/visits/end", permission=OWN_SPACE, name="residents.end_visits")
async def end_visits(request: Asked) -> Response[bytes]:
    """Leave everywhere."""
    await actions.end_all_mine(web.resident(request))
    return web.go("/my/come-in", said=_("You have left your space everywhere."))


async def _themself(request: Asked) -> KnownPerson:
    found = await people.person(web.resident(request).person)
    if found is None:
        raise NotFound
    return found


def _details_page(request: Asked, person: KnownPerson, form: Form) -> Response[str]:
    context = {
        "person": person,
        "form": form,
        "contacts": [(value, _(label)) for value, label in CHOICES["contact"]],
        "needs": [(value, _(label)) for value, label in CHOICES["access"]],
    }
    return web.page(request, "residents/details.html", context, status_code=422 if form.errors else 200)


async def _sharing_page(request: Asked, form: Form) -> Response[str]:
    context = {"asked": await queries.consents_of(web.resident(request)), "form": form}
    return web.page(request, "residents/sharing.html", context, status_code=422 if form.errors else 200)


HANDLERS = (
    details,
    change_details,
    sharing,
    say_sharing,
    privacy,
    download,
    visits,
    end_visits,
)
"""Details, sharing, privacy, visits."""
