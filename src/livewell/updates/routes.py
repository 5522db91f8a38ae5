"""/weeks: one's own week, everybody's, what they come to, and the little miracles."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath

from livewell.journeys import queries as journeys
from livewell.kit import charts, clock, drafts, web
from livewell.kit.dates import say_day
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member
from livewell.updates import actions, forms, queries, rules
from livewell.updates.queries import UpdateSeen

DRAFT = "updates.week"


def _week(text: str) -> date:
    """A Monday from an address. NotFound for anything else, and for a week that has not begun."""
    try:
        week = date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
    if week.weekday() != 0 or week > clock.today():
        raise NotFound
    return week


@get("/weeks", permission=Permission.WRITE_UPDATES, name="updates.mine")
async def mine(request: Asked) -> Response[str]:
    """One's own weeks: which are due, which were sent."""
    member = web.member(request)
    assert member.id is not None  # Whoever signed in has an account.
    (own,) = await queries.weeks(of=member.id)
    context = {"own": own, "may_read_all": Permission.READ_UPDATES in member.can}
    return web.page(request, "updates/mine.html", context)


@get("/weeks/team", permission=Permission.READ_UPDATES, name="updates.team")
async def team(request: Asked) -> Response[str]:
    """Every link worker's weeks, and how whole they are."""
    found = await queries.weeks()
    columns = list(rules.weeks_of(date.min, clock.today()))
    return web.page(request, "updates/team.html", {"workers": found, "columns": columns})


@get("/weeks/figures", permission=Permission.SEE_TOGETHER, name="updates.figures")
async def figures(request: Asked) -> Response[str]:
    """What the weeks come to, without anybody's words."""
    found = await queries.figures()
    hours = charts.bars(
        "Hours given to the community each week",
        [(say_day(one.week), round(one.minutes / 60, 1)) for one in reversed(found)],
        unit="hours",
        column="Week of",
    )
    return web.page(request, "updates/figures.html", {"weeks": found, "hours": hours})


@get("/weeks/miracles", permission=Permission.READ_STORIES, name="updates.miracles")
async def miracles(request: Asked) -> Response[str]:
    """The little miracles of every week, for those who work here."""
    found = await queries.miracles()
    mine = {one.id for one in found if one.may_go(web.member(request))}
    return web.page(request, "updates/miracles.html", {"miracles": found, "mine": mine})


@post("/weeks/miracles/{miracle_id:uuid}/take-back", permission=Permission.READ_STORIES, name="updates.take_back")
async def take_back(request: Asked, miracle_id: FromPath[UUID]) -> Response[bytes]:
    """Take one back: its words are gone."""
    await actions.take_miracle_back(miracle_id, by=web.member(request))
    return web.go("/weeks/miracles", said="It is taken back, and nobody reads it any more.")


@get("/weeks/{week:str}", permission=Permission.WRITE_UPDATES, name="updates.week")
async def week_page(request: Asked, week: FromPath[str]) -> Response[str]:
    """One's own week, much of it filled in."""
    member = web.member(request)
    found = await _own(member, _week(week))
    draft = await drafts.kept(_owner(member), DRAFT, _key(found))
    values: dict[str, object] = {
        **found.words,
        "contacts": found.known.contacts if found.contacts is None else found.contacts,
        "hours": found.hours or _hours(found.known.minutes),
    }
    form = Form.blank(values) if draft is None else Form.blank({**draft, "from_draft": "yes"})
    return await _page(request, found, form)


@post("/weeks/{week:str}", permission=Permission.WRITE_UPDATES, name="updates.send")
async def send(request: Asked, week: FromPath[str]) -> Response[Any]:
    """Send it."""
    member = web.member(request)
    found = await _own(member, _week(week))
    form = Form(await request.form())
    said = forms.read_week(form)
    if said is None:
        return await _page(request, found, form, status_code=422)
    await actions.send(found.week, said, version=form.version or 0, by=member)
    await drafts.drop(_owner(member), DRAFT, _key(found))
    return web.go("/weeks", said=f"Your update for the week of {say_day(found.week)} is sent. Thank you.")


@post("/weeks/{week:str}/draft", permission=Permission.WRITE_UPDATES, name="updates.keep_draft")
async def keep_draft(request: Asked, week: FromPath[str]) -> Response[str]:
    """Keep what is being written."""
    member = web.member(request)
    found = await _own(member, _week(week))
    form = Form(await request.form())
    if (form.version or 0) == found.version:
        await drafts.keep(_owner(member), DRAFT, _key(found), {**form.everything()})
    return Response("Draft saved", media_type="text/plain", status_code=200)


@get("/weeks/{week:str}/away", permission=Permission.WRITE_UPDATES, name="updates.away_page")
async def away_page(request: Asked, week: FromPath[str]) -> Response[str]:
    """Where somebody says that they were away."""
    return await _small(request, week, "updates/away.html", Form.blank())


@post("/weeks/{week:str}/away", permission=Permission.WRITE_UPDATES, name="updates.away")
async def away(request: Asked, week: FromPath[str]) -> Response[Any]:
    """Say that one was away."""
    monday = _week(week)
    form = Form(await request.form())
    why = form.text("away_why", "The reason", longest=120)
    if not form.ok:
        return await _small(request, week, "updates/away.html", form)
    await actions.be_away(monday, why, by=web.member(request))
    return web.go("/weeks", said=f"Nobody waits for an update of the week of {say_day(monday)}.")


@get("/weeks/{week:str}/miracle", permission=Permission.WRITE_UPDATES, name="updates.miracle_page")
async def miracle_page(request: Asked, week: FromPath[str]) -> Response[str]:
    """Where a little miracle is told."""
    return await _small(request, week, "updates/miracle.html", Form.blank())


@post("/weeks/{week:str}/miracle", permission=Permission.WRITE_UPDATES, name="updates.tell_miracle")
async def tell_miracle(request: Asked, week: FromPath[str]) -> Response[Any]:
    """Tell it."""
    member = web.member(request)
    monday = _week(week)
    form = Form(await request.form())
    form.one_of("journey", [("", "Somebody else"), *await queries.people_of(member)])
    told = forms.read_miracle(form)
    about = told.journey if told else None
    named_as = told.named_as if told and told.agreed else ""
    await journeys.note_too_much(form, ("miracle",), journey=about, allowed=named_as, by=member)
    if told is None or not form.ok:
        return await _small(request, week, "updates/miracle.html", form)
    await actions.tell_miracle(monday, told, submission=form.submission, by=member)
    return web.go(f"/weeks/{week}", said="Your little miracle is told.")


@get("/weeks/{week:str}/of/{staff_user:uuid}", permission=Permission.READ_UPDATES, name="updates.read")
async def read(request: Asked, week: FromPath[str], staff_user: FromPath[UUID]) -> Response[str]:
    """Somebody's week, as it was sent."""
    found = await queries.update(staff_user, _week(week))
    if not found.is_sent:
        raise NotFound
    return web.page(request, "updates/read.html", {"update": found, "parts": forms.WORDS})


async def _own(member: Member, week: date) -> UpdateSeen:
    assert member.id is not None  # Whoever signed in has an account.
    return await queries.update(member.id, week)


async def _page(request: Asked, found: UpdateSeen, form: Form, *, status_code: int = 200) -> Response[str]:
    context = {"update": found, "form": form, "parts": forms.WORDS, "hints": _hints(found)}
    return web.page(request, "updates/week.html", context, status_code=status_code)


async def _small(request: Asked, week: str, template: str, form: Form) -> Response[str]:
    member = web.member(request)
    context = {
        "update": await _own(member, _week(week)),
        "form": form,
        "people": await queries.people_of(member),
        "reaches": forms.REACHES,
    }
    return web.page(request, template, context, status_code=200 if form.ok else 422)


def _hints(found: UpdateSeen) -> dict[str, str]:
    """Beside each part, what the house knows already."""
    known = found.known
    groups = "; ".join(f"{name} ({_hours(minutes)} hours)" for name, minutes in known.groups)
    return {
        "groups_words": f"Written down already: {groups}." if groups else "Which groups, and what they needed.",
        "contacts_words": "Whom you met, and what may come of it."
        + (f" Written down already: {'; '.join(known.outreach)}." if known.outreach else ""),
        "visits_words": f"Written down already: {'; '.join(known.visits)}."
        if known.visits
        else "What you went to see.",
        "gaps_words": f"Written down already: {'; '.join(known.gaps)}."
        if known.gaps
        else "What people asked for that is not there.",
        "opportunities": "What could become something: a room, a person, a partner.",
        "challenges_words": "What you would like to speak about with the team.",
    }


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".") if minutes else ""


def _owner(member: Member) -> str:
    return f"staff:{member.id}"


def _key(found: UpdateSeen) -> str:
    """A draft belongs to the version it was begun on."""
    return f"{found.week.isoformat()}:{found.version}"


router = Router(
    "/",
    route_handlers=[
        mine, team, figures, miracles, take_back, week_page, send, keep_draft, away_page, away, miracle_page, tell_miracle, read
    ],
)  # fmt: skip
