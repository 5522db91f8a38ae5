"""/caseload, and on a journey: tries at making contact, who has it, how the person is reached and what may be shared."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath

from livewell.journeys import actions, desk, forms, queries
from livewell.journeys.queries import JourneyFacts
from livewell.journeys.rules import Stage, Wanted
from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.people import actions as people_actions
from livewell.people import queries as people
from livewell.people.forms import PersonForm, SharingForm
from livewell.people.rules import CONSENT_LABELS, SAID_HOW_LABELS, ConsentKind
from livewell.places import queries as places
from livewell.safety import queries as safety
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member, Role


@get("/caseload", permission=Permission.SEE_CASELOAD, name="journeys.caseload")
async def caseload(request: Asked) -> Response[str]:
    """Everybody whose open journey is this member's to see, with the one thing due next for each."""
    member = web.member(request)
    query = request.query_params
    whose = query.get("whose") or ("me" if member.role is Role.HEALTH_COACH else "area")
    worker = member.id if whose == "me" else forms.as_uuid(whose)
    wanted = forms.read_wanted(query, whose=worker)
    found = await queries.caseload(wanted, seen_by=member)
    context = {"caseload": found, "wanted": wanted, "whose": whose, "searched": ""}
    context["safety_waiting"] = await safety.waiting(seen_by=member)
    context["notices"] = await desk.notices(member)
    return web.page(request, "journeys/caseload.html", context | await _choices(member, wanted, whose))


@post("/caseload/search", permission=Permission.SEE_CASELOAD, name="journeys.search_caseload")
async def search_caseload(request: Asked) -> Response[str]:
    """The same list narrowed to a name, an NHS number or a reference, which never stands in an address."""
    member = web.member(request)
    form = Form(await request.form())
    words = form.text("words", "Name, NHS number or reference", longest=100)
    found = await queries.find(words, seen_by=member)
    wanted = Wanted(sort="name")
    context = {"caseload": found, "wanted": wanted, "whose": "area", "searched": words}
    context["safety_waiting"] = await safety.waiting(seen_by=member)
    context["notices"] = await desk.notices(member)
    return web.page(request, "journeys/caseload.html", context | await _choices(member, wanted, "area"))


@get(
    "/journeys/{journey_id:uuid}/attempts/new",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="journey",
    name="journeys.new_attempt",
)
async def new_attempt(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """How to reach them, and the form for how it went."""
    return await _attempt_page(request, await queries.panel(journey_id, web.member(request)), Form.blank())


@post("/journeys/{journey_id:uuid}/attempts/new", permission=Permission.WORK_WITH_PEOPLE, name="journeys.note_attempt")
async def note_attempt(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Note a try at making contact."""
    member = web.member(request)
    form = Form(await request.form())
    attempt = forms.read_attempt(form)
    if attempt is None:
        return await _attempt_page(request, await queries.panel(journey_id, member), form, status_code=422)
    await actions.note_attempt(journey_id, method=attempt.method, outcome=attempt.outcome, note=attempt.note, by=member)
    spoke = attempt.outcome == "reached"
    said = "Noted. The health coach’s part begins now." if spoke else "Your try at making contact is noted."
    return web.go(f"/journeys/{journey_id}", said=said)


@get("/journeys/{journey_id:uuid}/met", permission=Permission.WORK_WITH_PEOPLE, opens="journey", name="journeys.met")
async def met(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """For somebody who may not be contacted and came to us."""
    journey = await queries.journey(journey_id, web.member(request))
    return web.page(request, "journeys/met.html", {"journey": journey, "form": Form.blank()})


@post("/journeys/{journey_id:uuid}/met", permission=Permission.WORK_WITH_PEOPLE, name="journeys.note_met")
async def note_met(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """The coach's part begins without our having tried to make contact."""
    member = web.member(request)
    form = Form(await request.form())
    why = forms.read_why(form, "Say how you came to speak")
    if not form.ok:
        journey = await queries.journey(journey_id, member)
        return web.page(request, "journeys/met.html", {"journey": journey, "form": form}, status_code=422)
    await actions.move(journey_id, to=Stage.COACHING, why=why, by=member)
    return web.go(f"/journeys/{journey_id}", said="Noted. The health coach’s part begins now.")


@get("/journeys/{journey_id:uuid}/assign", permission=Permission.REASSIGN, opens="journey", name="journeys.assign_to")
async def assign_to(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """Who could have this journey, and how much they have."""
    return await _assign_page(request, await queries.journey(journey_id, web.member(request)), None)


@post("/journeys/{journey_id:uuid}/assign", permission=Permission.REASSIGN, name="journeys.assign")
async def assign(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Give the journey to somebody else."""
    member = web.member(request)
    journey = await queries.journey(journey_id, member)
    form = Form(await request.form())
    coaches, link_workers = await _workers(journey)
    given = forms.read_given(form, coaches=coaches, link_workers=link_workers)
    if given is None:
        return await _assign_page(request, journey, form, status_code=422)
    await actions.assign(journey_id, health_coach=given.health_coach, link_worker=given.link_worker, by=member)
    return web.go(f"/journeys/{journey_id}", said="Given. They see it on their caseload.")


@get(
    "/journeys/{journey_id:uuid}/person",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="journey",
    name="journeys.person",
)
async def person(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """How the person is reached and what they need, to change it."""
    return await _person_page(request, await queries.journey(journey_id, web.member(request)), None)


@post("/journeys/{journey_id:uuid}/person", permission=Permission.WORK_WITH_PEOPLE, name="journeys.change_person")
async def change_person(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Change how the person is reached and what they need."""
    member = web.member(request)
    journey = await queries.journey(journey_id, member)
    practices = await _practices()
    form = Form(await request.form())
    details = PersonForm.read(form, practices)
    if not form.ok:
        return await _person_page(request, journey, form, status_code=422)
    await people_actions.change_details(
        journey.person, details=details, version=form.version, practices=practices, by=member
    )
    return web.go(f"/journeys/{journey_id}", said="Saved.")


@get(
    "/journeys/{journey_id:uuid}/sharing",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="journey",
    name="journeys.sharing",
)
async def sharing(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """What the person said may be shared, to note that they say otherwise now."""
    return await _sharing_page(request, await queries.journey(journey_id, web.member(request)), None)


@post("/journeys/{journey_id:uuid}/sharing", permission=Permission.WORK_WITH_PEOPLE, name="journeys.note_sharing")
async def note_sharing(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Keep what they say now beside what they said before."""
    member = web.member(request)
    journey = await queries.journey(journey_id, member)
    form = Form(await request.form())
    changed, how = SharingForm.read(form, await _agreed(journey))
    if not form.ok:
        return await _sharing_page(request, journey, form, status_code=422)
    await people_actions.record_consent(journey.person, answers=changed, how=how, by=member)
    return web.go(f"/journeys/{journey_id}", said="Noted. It holds from now on." if changed else "Nothing was changed.")


async def _choices(member: Member, wanted: Wanted, whose: str) -> dict[str, Any]:
    """What the caseload may be narrowed by, and what it is narrowed by already, as tags that can be taken off."""
    area = wanted.area if member.role is Role.MANAGER else member.area
    workers = [] if area is None or member.role is Role.LINK_WORKER else await queries.workers_of_area(area)
    areas = await places.areas() if member.role is Role.MANAGER else []
    given = {
        "whose": whose,
        "area": str(wanted.area or ""),
        "stage": wanted.stage.value if wanted.stage else "",
        "due": wanted.due,
        "sort": wanted.sort,
    }

    def link(**changes: str) -> str:
        kept = {name: text for name, text in (given | changes).items() if text}
        return f"/caseload?{urlencode(kept)}"

    named = {str(worker.id): worker.name for worker in workers}
    tags = [
        (label, link(**{name: ""}))
        for name, label in (
            ("area", {str(one.id): one.name for one in areas}.get(given["area"], "")),
            ("stage", dict(forms.STAGES).get(given["stage"], "")),
            ("due", dict(forms.DUE).get(given["due"], "")),
        )
        if label
    ]
    if whose in named:
        tags.append((named[whose], link(whose="area")))
    return {
        "supervises": member.role is Role.HEALTH_COACH,
        "workers": workers,
        "areas": areas,
        "stages": forms.STAGES,
        "dues": forms.DUE,
        "sorts": forms.SORTS,
        "tags": tags,
        "narrowed": bool(tags) or wanted.sort != Wanted().sort,
        "clear": link(area="", stage="", due="", whose="area" if whose in named else whose),
        "more": link() + "&page=",
        "form": Form.blank(given),
    }


async def _attempt_page(request: Asked, panel: queries.Panel, form: Form, *, status_code: int = 200) -> Response[str]:
    known = await people.person(panel.journey.person)
    if known is None:
        raise NotFound
    context = {
        "panel": panel,
        "journey": panel.journey,
        "person": known,
        "form": form,
        "best_way": dict(forms.METHODS)[known.details.preferred_contact],
        "methods": forms.METHODS,
        "outcomes": forms.OUTCOMES,
    }
    return web.page(request, "journeys/new_attempt.html", context, status_code=status_code)


async def _workers(journey: JourneyFacts) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    found = await queries.workers_of_area(journey.area)

    def of(role: Role) -> list[tuple[str, str]]:
        return [(str(one.id), f"{one.name} ({one.open_journeys} open)") for one in found if one.role == role]

    return of(Role.HEALTH_COACH), of(Role.LINK_WORKER)


async def _assign_page(
    request: Asked, journey: JourneyFacts, form: Form | None, *, status_code: int = 200
) -> Response[str]:
    coaches, link_workers = await _workers(journey)
    now = {"health_coach": journey.health_coach or "", "link_worker": journey.link_worker or ""}
    context = {
        "journey": journey,
        "form": form or Form.blank(now),
        "coaches": coaches,
        "link_workers": link_workers,
    }
    return web.page(request, "journeys/assign.html", context, status_code=status_code)


async def _person_page(
    request: Asked, journey: JourneyFacts, form: Form | None, *, status_code: int = 200
) -> Response[str]:
    known = await people.person(journey.person)
    if known is None:
        raise NotFound
    page = PersonForm.page(
        known, form or PersonForm.filled(known.details), await _practices(), f"/journeys/{journey.id}"
    )
    context = {**page, "journey": journey.id}
    return web.page(request, "people/details.html", context, status_code=status_code)


async def _agreed(journey: JourneyFacts) -> dict[ConsentKind, bool]:
    return {kind: answer.given for kind, answer in (await people.consents(journey.person)).items()}


async def _sharing_page(
    request: Asked, journey: JourneyFacts, form: Form | None, *, status_code: int = 200
) -> Response[str]:
    context = {
        "journey": journey,
        "form": form or SharingForm.filled(await _agreed(journey)),
        "kinds": list(CONSENT_LABELS.items()),
        "how": list(SAID_HOW_LABELS.items()),
    }
    return web.page(request, "people/sharing.html", context, status_code=status_code)


async def _practices() -> dict[UUID, str]:
    return {practice.id: practice.name for practice in await places.practices(listed_only=True)}


router = Router(
    "/",
    route_handlers=[
        caseload,
        search_caseload,
        new_attempt,
        note_attempt,
        met,
        note_met,
        assign_to,
        assign,
        person,
        change_person,
        sharing,
        note_sharing,
    ],
)
