"""/journeys/…/questions: asking somebody to fill in a measure, what became of it, its paper, and taking it back."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.journeys import queries as journeys
from livewell.kit import web
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.measures import queries as measures
from livewell.places.queries import settings
from livewell.questionnaires import actions, forms, letters, queries
from livewell.questionnaires.queries.sheet import sheet_of
from livewell.questionnaires.rules import How
from livewell.staff.permissions import Permission

ADDRESS = "/journeys/{journey_id:uuid}/questions"
ONE = ADDRESS + "/{asking_id:uuid}"
WORK = Permission.WORK_WITH_PEOPLE
_AFTER: dict[How, str] = {How.WORKER: "/answer", How.TOGETHER: "/together", How.SCORE: "/score"}
"""Where one goes on at once, for what is filled in now."""


@get(ADDRESS + "/new", permission=WORK, opens="journey", name="questionnaires.new")
async def new(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """What can be asked, and how."""
    return await _new_page(request, journey_id, Form.blank({"instrument": request.query_params.get("measure", "")}))


@post(ADDRESS + "/new", permission=WORK, name="questionnaires.ask")
async def ask(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Ask it. What is filled in now opens at once."""
    member = web.member(request)
    await journeys.journey(journey_id, member)
    form = Form(await request.form())
    typed = forms.read_ask(form, [(name, one.instrument.name) for name, one in (await measures.all_usable()).items()])
    if typed is None:
        return await _new_page(request, journey_id, form, status_code=422)
    try:
        asking_id = await actions.ask(
            journey_id,
            instrument=typed.instrument,
            how=typed.how,
            words=typed.words,
            due_on=typed.due_on,
            submission=form.submission,
            by=member,
        )
    except RuleBroken as broken:
        form.error("instrument", str(broken))
        return await _new_page(request, journey_id, form, status_code=422)
    there = f"/journeys/{journey_id}/questions/{asking_id}"
    now = _AFTER.get(typed.how)
    return web.go(there + now) if now else web.go(there, said="The questions are asked.")


@get(ONE, permission=WORK, opens="journey", name="questionnaires.asking")
async def asking(request: Asked, journey_id: FromPath[UUID], asking_id: FromPath[UUID]) -> Response[str]:
    """What was asked, how it stands, and what can be done with it."""
    member = web.member(request)
    found = await queries.asking(asking_id, journey_id, seen_by=member)
    context = {
        "journey": await journeys.journey(journey_id, member),
        "asking": found,
        "usable": await measures.usable(found.instrument),
        "form": Form.blank(),
    }
    return web.page(request, "questionnaires/asking.html", context)


@post(ONE + "/take-back", permission=WORK, name="questionnaires.take_back")
async def take_back(request: Asked, journey_id: FromPath[UUID], asking_id: FromPath[UUID]) -> Response[bytes]:
    """It is not needed any more."""
    await actions.take_back(asking_id, journey=journey_id, by=web.member(request))
    return web.go(f"/journeys/{journey_id}/about/measures", said="Taken back. Nobody is asked for it any more.")


@post(ONE + "/link", permission=WORK, name="questionnaires.send_link")
async def send_link(request: Asked, journey_id: FromPath[UUID], asking_id: FromPath[UUID]) -> Response[bytes]:
    """Send a fresh link."""
    form = Form(await request.form())
    await actions.send_link_again(asking_id, journey=journey_id, submission=form.submission, by=web.member(request))
    return web.go(
        f"/journeys/{journey_id}/questions/{asking_id}", said="A fresh link is on its way. Older ones open nothing now."
    )


@get(ONE + "/paper.pdf", permission=WORK, opens="journey", name="questionnaires.paper")
async def paper(request: Asked, journey_id: FromPath[UUID], asking_id: FromPath[UUID]) -> Response[bytes]:
    """The sheet in large print, with its code and without a name."""
    found = await queries.asking(asking_id, journey_id, seen_by=web.member(request))
    usable = await measures.usable(found.instrument)
    if not usable.can_ask or not found.is_on_paper:
        raise RuleBroken(usable.why_not or "This was not asked on paper.")
    phone, reach = str((await settings())["public_phone"]), await queries.reach(found.person)
    html = letters.paper(found, sheet_of(usable.instrument), phone=phone, language=reach.language)
    return await web.pdf(html, filename=f"questions-{found.reference}.pdf")


@get("/questions-on-paper", permission=WORK, name="questionnaires.paper_back_page")
async def paper_back_page(request: Asked) -> Response[str]:
    """Where the code of a paper that came back is typed."""
    return web.page(request, "questionnaires/paper_back.html", {"form": Form.blank()})


@post("/questions-on-paper", permission=WORK, name="questionnaires.paper_back")
async def paper_back(request: Asked) -> Response[Any]:
    """On to the sheet that the code stands for."""
    form = Form(await request.form())
    code = forms.read_code(form)
    if form.ok:
        try:
            found = await queries.by_reference(code, seen_by=web.member(request))
        except NotFound:
            form.error("code", "There is no such code among the papers you may see. Check each letter and number")
        else:
            path = f"/journeys/{found.journey}/questions/{found.id}"
            return web.go(f"{path}/answer" if found.is_open else path)
    return web.page(request, "questionnaires/paper_back.html", {"form": form}, status_code=422)


async def _new_page(request: Asked, journey_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    journey = await journeys.journey(journey_id, web.member(request))
    usable = list((await measures.all_usable()).values())
    context = {
        "journey": journey,
        "form": form,
        "choices": [
            (one.instrument.id, one.instrument.name, one.instrument.about)
            for one in usable
            if one.can_ask or one.can_enter_score
        ],
        "cannot": [(one.instrument.name, one.why_not) for one in usable if one.why_not and not one.can_enter_score],
        "hows": forms.HOWS,
    }
    return web.page(request, "questionnaires/new.html", context, status_code=status_code)


HANDLERS = (new, ask, asking, take_back, send_link, paper, paper_back_page, paper_back)
