"""/learning: the catalogue and its courses, for everybody."""

from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.learning import letters
from livewell.learning.forms.courses import CATEGORIES
from livewell.learning.queries import courses
from livewell.learning.queries.catalogue import WHEN, Sought, catalogue, wards

_MOST_PAGES = 500
_LONGEST = 100


@get("/learning", permission=PUBLIC, name="learning.catalogue")
async def all_courses(request: Asked) -> Response[str]:
    """What there is to learn, found by words, subject, place and time."""
    asked = {
        name: request.query_params.get(name, "")[:_LONGEST].strip() for name in ("q", "about", "near", "when", "page")
    }
    places = await wards()
    sought = Sought(
        words=asked["q"].replace("\x00", ""),
        category=asked["about"] if asked["about"] in dict(CATEGORIES) else "",
        ward=asked["near"] if asked["near"] in dict(places) else "",
        when=asked["when"] if asked["when"] in WHEN else "",
        page=min(int(asked["page"]), _MOST_PAGES) if asked["page"].isascii() and asked["page"].isdigit() else 1,
    )
    found = await catalogue(Sought(sought.words, sought.category, sought.ward, sought.when, max(sought.page, 1)))
    kept = {"q": sought.words, "about": sought.category, "near": sought.ward, "when": sought.when}
    context = {
        "found": found,
        "sought": sought,
        "form": Form.blank(kept),
        "categories": CATEGORIES,
        "wards": places,
        "whens": list(WHEN.items()),
        "link": f"/learning?{urlencode({name: text for name, text in kept.items() if text} | {'page': ''})}",
    }
    return web.page(request, "learning/catalogue.html", context)


@get("/learning/{slug:str}", permission=PUBLIC, name="learning.course")
async def one_course(request: Asked, slug: FromPath[str]) -> Response[str]:
    """One course: what happens there, for whom, when, and whether there is a place."""
    return web.page(request, "learning/course.html", {"course": await courses.course_by_slug(slug)})


@get("/learning/runs/{run_id:uuid}/sessions.ics", permission=PUBLIC, name="learning.calendar")
async def calendar(request: Asked, run_id: FromPath[UUID]) -> Response[bytes]:
    """The sessions of a run for a calendar."""
    seen = await courses.run(run_id, for_everybody=True)
    return as_calendar(letters.calendar(seen, address=web.house(request).address))


def as_calendar(data: bytes) -> Response[bytes]:
    """A calendar file to keep."""
    return Response(
        data,
        media_type="text/calendar",
        headers={"content-disposition": 'attachment; filename="sessions.ics"'},
    )


HANDLERS = (all_courses, one_course, calendar)
