"""/learning/desk: the courses, how they stand, figures, certificates and whom to ring, for the team."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.interests.queries import leads_on
from livewell.kit import web
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.learning import actions, letters
from livewell.learning.forms import courses as forms
from livewell.learning.queries import bookings, courses
from livewell.learning.queries import figures as counting
from livewell.learning.queries import wishes as asking
from livewell.learning.rules import LONGEST_WORDS, OUTCOME_DEFINITION, PRINCIPLES, SMALL_WORDS
from livewell.learning.rules.courses import CourseState
from livewell.staff.permissions import Permission

_ARRANGE = Permission.ARRANGE_LEARNING
_SEE = Permission.SEE_TOGETHER
_COURSE = "/learning/desk/courses/{course_id:uuid}"


@get("/learning/desk", permission=_SEE, name="learning.desk")
async def desk(request: Asked) -> Response[str]:
    """How learning stands: what is to do, and every course."""
    found = await courses.courses()
    arranges = _ARRANGE in web.member(request).can
    wishes = await asking.all_wishes() if arranges else []
    context = {
        "arranges": arranges,
        "courses": found,
        "to_read": sum(one.is_waiting for one in wishes),
        "wished": sum(one.is_open for one in wishes),
        "to_ring": len(await bookings.to_ring()) if arranges else 0,
        "coming": sum(len(one.coming) for one in found),
        "leads": await leads_on("learning"),
    }
    return web.page(request, "learning/desk.html", context)


@get("/learning/desk/courses/new", permission=_ARRANGE, name="learning.new_course")
async def new_course(request: Asked) -> Response[str]:
    """A new course; what comes of a wish begins with its words."""
    fields: dict[str, object] = {"own": True, "open_to": ["everybody"]}
    asked = request.query_params.get("nomination", "")
    if asked:
        wish = await asking.wish(_uuid(asked))
        fields |= {"title": wish.title, "category": wish.category, "nomination": str(wish.id)}
    elif request.query_params.get("gap"):
        fields |= {"gap": str(_uuid(request.query_params["gap"])), "title": request.query_params.get("title", "")[:160]}
    return await _course_page(request, Form.blank(fields), None)


@post("/learning/desk/courses/new", permission=_ARRANGE, name="learning.plan_course")
async def plan_course(request: Asked) -> Response[Any]:
    """Keep it; nobody else sees it yet."""
    form = Form(await request.form())
    words = forms.read_course(form, listings=await courses.listings(kind="course"), courses=await courses.titles())
    if words is None:
        return await _course_page(request, form, None)
    nomination, gap = form.typed("nomination"), form.typed("gap")
    made = await actions.plan_course(
        words,
        nomination=_uuid(nomination) if nomination else None,
        gap=_uuid(gap) if gap else None,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/learning/desk/courses/{made}", said="The course is kept. Nobody else sees it yet.")


@get(_COURSE, permission=_ARRANGE, name="learning.desk_course")
async def desk_course(request: Asked, course_id: FromPath[UUID]) -> Response[str]:
    """One course: its principles, its runs, and where it stands."""
    context = {"course": await courses.course(course_id), "form": Form.blank()}
    return web.page(request, "learning/desk_course.html", context)


@get(f"{_COURSE}/change", permission=_ARRANGE, name="learning.change_course_page")
async def change_course_page(request: Asked, course_id: FromPath[UUID]) -> Response[str]:
    """Its words, to put right."""
    seen = await courses.course(course_id)
    names = (
        "title about learn provider own asset eligibility access cost subject_trainer lived_trainer trainers_accredited"
        " needed_sessions leads_to version"
    )
    fields: dict[str, object] = {name: getattr(seen, name) for name in names.split()}
    fields |= {
        "kind": seen.kind.value,
        "category": seen.category.value,
        "open_to": list(seen.open_to),
        "ways": list(seen.ways),
    }
    return await _course_page(request, Form.blank(fields), course_id)


@post(f"{_COURSE}/change", permission=_ARRANGE, name="learning.change_course")
async def change_course(request: Asked, course_id: FromPath[UUID]) -> Response[Any]:
    """Put them right."""
    await courses.course(course_id)
    form = Form(await request.form())
    words = forms.read_course(
        form, listings=await courses.listings(kind="course"), courses=await courses.titles(apart_from=course_id)
    )
    if words is None:
        return await _course_page(request, form, course_id)
    await actions.change_course(course_id, words, version=form.version, by=web.member(request))
    return web.go(f"/learning/desk/courses/{course_id}", said="The course is changed.")


@post(f"{_COURSE}/principle", permission=_ARRANGE, name="learning.hold_principle")
async def hold_principle(request: Asked, course_id: FromPath[UUID]) -> Response[bytes]:
    """I looked, and it holds; or it does not any more."""
    form = Form(await request.form())
    principle = form.one_of("principle", list(PRINCIPLES)) or ""
    await actions.hold_principle(course_id, principle, holds=form.yes("holds"), by=web.member(request))
    return web.go(f"/learning/desk/courses/{course_id}#principles", said="Saved.")


@post(f"{_COURSE}/move", permission=_ARRANGE, name="learning.move_course")
async def move_course(request: Asked, course_id: FromPath[UUID]) -> Response[bytes]:
    """Into the catalogue, out of it, or no longer offered."""
    form = Form(await request.form())
    to = form.one_of("to", [state.value for state in CourseState])
    if to is None:
        raise RuleBroken("Say what becomes of the course.")
    await actions.move_course(course_id, to=CourseState(to), by=web.member(request))
    return web.go(f"/learning/desk/courses/{course_id}", said="Saved.")


async def _course_page(request: Asked, form: Form, course_id: UUID | None) -> Response[str]:
    context = {
        "form": form,
        "course_id": course_id,
        "kinds": forms.KINDS,
        "categories": forms.CATEGORIES,
        "open_to": forms.OPEN_TO,
        "ways": forms.WAYS,
        "listings": await courses.listings(kind="course"),
        "courses": await courses.titles(apart_from=course_id),
        "longest": LONGEST_WORDS,
    }
    return web.page(request, "learning/desk_course_form.html", context, status_code=200 if form.ok else 422)


# ── what it comes to ──


@get("/learning/desk/figures", permission=_SEE, name="learning.figures")
async def figures(request: Asked) -> Response[str]:
    """Who came, what they say came of it, and who went on from a taster."""
    team = _ARRANGE in web.member(request).can
    context = {
        "figures": await counting.figures(small_shown=team),
        "definition": OUTCOME_DEFINITION,
        "small_words": "" if team else SMALL_WORDS,
    }
    return web.page(request, "learning/figures.html", context)


@get("/learning/desk/reminders", permission=_ARRANGE, name="learning.reminders")
async def reminders(request: Asked) -> Response[str]:
    """Whom to ring: what changed, and who has a session soon and no e-mail address."""
    return web.page(request, "learning/reminders.html", {"people": await bookings.to_ring()})


@post("/learning/desk/reminders/{booking_id:uuid}", permission=_ARRANGE, name="learning.reminded")
async def reminded(request: Asked, booking_id: FromPath[UUID]) -> Response[bytes]:
    """They were rung."""
    await actions.told_by_phone(booking_id, by=web.member(request))
    return web.go("/learning/desk/reminders", said="It is noted.")


@get("/learning/desk/certificates", permission=_ARRANGE, name="learning.certificates")
async def certificates(request: Asked) -> Response[str]:
    """Where somebody looks whether a certificate is real."""
    return web.page(request, "learning/certificates.html", {"form": Form.blank(), "looked": False, "found": None})


@post("/learning/desk/certificates", permission=_ARRANGE, name="learning.look_up", status_code=200)
async def look_up(request: Asked) -> Response[Any]:
    """Look it up by its number."""
    form = Form(await request.form())
    number = form.text("number", "The number", required="Type the number on the certificate", longest=40)
    found = await bookings.certificate_numbered(number.upper()) if form.ok else None
    context = {"form": form, "looked": form.ok, "found": found}
    return web.page(request, "learning/certificates.html", context, status_code=200 if form.ok else 422)


@get("/learning/desk/certificates/{booking_id:uuid}/certificate.pdf", permission=_ARRANGE, name="learning.certificate")
async def certificate(request: Asked, booking_id: FromPath[UUID]) -> Response[bytes]:
    """One certificate, to print for somebody."""
    seen = await bookings.certificate(booking_id)
    html = letters.certificate(seen, address=web.house(request).address)
    return await web.pdf(html, filename=f"certificate-{seen.number}.pdf")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise RuleBroken("This link leads nowhere. Go back and try again.") from None


HANDLERS = (
    desk,
    new_course,
    plan_course,
    desk_course,
    change_course_page,
    change_course,
    hold_principle,
    move_course,
    figures,
    reminders,
    reminded,
    certificates,
    look_up,
    certificate,
)
