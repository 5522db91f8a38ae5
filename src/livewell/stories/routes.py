"""/my/stories, /stories and /team-stories: given by people, read by the team, shown as far as each may go."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath

from livewell.journeys import queries as journeys
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.kit.web import OWN_SPACE, PUBLIC, Asked
from livewell.staff.permissions import Permission
from livewell.stories import actions, forms, queries, shelf
from livewell.stories.queries import StorySeen
from livewell.stories.rules import Reach


@get("/stories", permission=PUBLIC, name="stories.all")
async def stories(request: Asked) -> Response[str]:
    """What people tell of their time with Live Well, where they said that anybody may read it."""
    return web.page(
        request,
        "stories/public.html",
        {"stories": await queries.for_everybody(), "beside": await shelf.beside(Reach.PUBLIC)},
    )


@get("/my/stories", permission=OWN_SPACE, name="stories.own")
async def own(request: Asked) -> Response[str]:
    """The stories somebody gave."""
    return web.page(request, "stories/own.html", {"stories": await queries.own_stories(web.resident(request))})


@get("/my/stories/new", permission=OWN_SPACE, name="stories.new")
async def new(request: Asked) -> Response[str]:
    """Where a story is written."""
    return _own_form(request, Form.blank(), None)


@post("/my/stories/new", permission=OWN_SPACE, name="stories.give")
async def give(request: Asked) -> Response[Any]:
    """Give it."""
    by = web.resident(request)
    form = Form(await request.form())
    typed = forms.read_story(form)
    if typed is None:
        return _own_form(request, form, None)
    await actions.give(typed, submission=form.submission, by=by)
    return web.go("/my/stories", said=_("Thank you for your story."))


@get("/my/stories/{story_id:uuid}", permission=OWN_SPACE, name="stories.own_one")
async def own_one(request: Asked, story_id: FromPath[UUID]) -> Response[str]:
    """One of them, to change or take back."""
    found = await queries.own_story(story_id, web.resident(request))
    form = forms.story_as_form(found.title, found.words, found.reach.value, found.named_as)
    return _own_form(request, form, found)


@post("/my/stories/{story_id:uuid}", permission=OWN_SPACE, name="stories.change")
async def change(request: Asked, story_id: FromPath[UUID]) -> Response[Any]:
    """Change it."""
    by = web.resident(request)
    found = await queries.own_story(story_id, by)
    form = Form(await request.form())
    typed = forms.read_story(form)
    if typed is None:
        return _own_form(request, form, found)
    await actions.change(story_id, typed, version=form.version or 0, by=by)
    return web.go("/my/stories", said=_("Your story is changed."))


@post("/my/stories/{story_id:uuid}/take-back", permission=OWN_SPACE, name="stories.take_back")
async def take_back(request: Asked, story_id: FromPath[UUID]) -> Response[bytes]:
    """Take it back."""
    await actions.take_back(story_id, by=web.resident(request))
    return web.go("/my/stories", said=_("Your story is taken back. Nobody can read it here any more."))


def _own_form(request: Asked, form: Form, story: StorySeen | None) -> Response[str]:
    context = {"form": form, "story": story, "reaches": forms.reaches()}
    return web.page(request, "stories/own_form.html", context, status_code=200 if form.ok else 422)


@get("/team-stories", permission=Permission.READ_STORIES, name="stories.team")
async def team(request: Asked) -> Response[str]:
    """Every story that was given, for those who work here."""
    return web.page(request, "stories/team.html", {"stories": await queries.for_the_team()})


@get("/report-stories", permission=Permission.SEE_FIGURES, name="stories.for_reports")
async def for_reports(request: Asked) -> Response[str]:
    """Those that may stand beside the figures."""
    return web.page(
        request,
        "stories/for_reports.html",
        {"stories": await queries.for_reports(), "beside": await shelf.beside(Reach.REPORTS)},
    )


@get("/team-stories/{story_id:uuid}", permission=Permission.READ_STORIES, name="stories.one")
async def one(request: Asked, story_id: FromPath[UUID]) -> Response[str]:
    """One story."""
    return web.page(request, "stories/one.html", {"story": await queries.one_story(story_id)})


@post("/team-stories/{story_id:uuid}/read", permission=Permission.READ_STORIES, name="stories.mark_read")
async def mark_read(request: Asked, story_id: FromPath[UUID]) -> Response[bytes]:
    """It was read, and may go as far as the person said."""
    form = Form(await request.form())
    await actions.mark_read(story_id, version=form.version or 0, by=web.member(request))
    return web.go("/team-stories", said="It may now go as far as they said.")


@get(
    "/journeys/{journey_id:uuid}/story",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="journey",
    name="stories.to_write",
)
async def to_write(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """Where a story that somebody tells is written down with them."""
    return await _told_page(request, journey_id, Form.blank())


@post("/journeys/{journey_id:uuid}/story", permission=Permission.WORK_WITH_PEOPLE, name="stories.write_down")
async def write_down(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Write it down."""
    form = Form(await request.form())
    typed = forms.read_story(form)
    if typed is None:
        return await _told_page(request, journey_id, form)
    await actions.write_down(journey_id, typed, submission=form.submission, by=web.member(request))
    return web.go(f"/journeys/{journey_id}", said="The story is written down. They can change it or take it back.")


async def _told_page(request: Asked, journey_id: UUID, form: Form) -> Response[str]:
    journey = await journeys.journey(journey_id, web.member(request))
    context = {"journey": journey, "form": form, "reaches": forms.reaches()}
    return web.page(request, "stories/told.html", context, status_code=200 if form.ok else 422)


router = Router(
    "/",
    route_handlers=[
        stories, own, new, give, own_one, change, take_back, team, for_reports, one, mark_read, to_write, write_down
    ],
)  # fmt: skip
