"""/forum/challenges: all challenges, a new one, and one with everything beside it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.challenges import actions, queries
from livewell.challenges.forms import ideas as forms
from livewell.forum import queries as forum
from livewell.journeys import queries as journeys
from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

ALL = "/forum/challenges"
ONE = f"{ALL}/{{challenge_id:uuid}}"
SEE = Permission.SEE_TOGETHER
RUN = Permission.RUN_FORUM


@get(ALL, permission=SEE, name="challenges.all")
async def every(request: Asked) -> Response[str]:
    """What the forum works on now, and what was closed."""
    closed = request.query_params.get("closed") == "yes"
    page = page_asked(request)
    found, number = await queries.challenges(closed=closed, page=page)
    context = {"challenges": found, "closed": closed, "page": page, "pages": pages_of(number, 25), "number": number}
    context["sees_who"] = Permission.SEE_WHO in web.member(request).can
    return web.page(request, "challenges/challenges.html", context)


@get(f"{ALL}/new", permission=RUN, name="challenges.new")
async def new(request: Asked) -> Response[str]:
    """The form to begin one, filled from a gap or an item of an agenda where it came from one."""
    gap, item = uuid_asked(request, "gap"), uuid_asked(request, "item")
    title = ""
    if item is not None:
        found = await forum.item(item)
        title, gap = found.title, found.gap or gap
    elif gap is not None:
        title = await queries.title_of_gap(gap)
    return await _new_page(request, Form.blank({"title": title, "gap": gap, "item": item}))


@post(f"{ALL}/new", permission=RUN, name="challenges.begin")
async def begin(request: Asked) -> Response[Any]:
    """Begin it."""
    form = Form(await request.form())
    typed = forms.read_challenge(form, await forum.choices())
    await journeys.note_too_much(form, ("title", "goal"), by=web.member(request))
    if typed is None or not form.ok:
        return await _new_page(request, form)
    made = await actions.begin_challenge(
        typed,
        gap=as_uuid(form.typed("gap")),
        item=as_uuid(form.typed("item")),
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"{ALL}/{made}", said="The challenge is there. Put beside it what is known.")


async def _new_page(request: Asked, form: Form) -> Response[str]:
    context = {"form": form, "members": await forum.choices(), "sides": forms.SIDES}
    return web.page(request, "challenges/new.html", context, status_code=200 if form.ok else 422)


@get(ONE, permission=SEE, name="challenges.one")
async def one(request: Asked, challenge_id: FromPath[UUID]) -> Response[str]:
    """One challenge: goal, evidence, options, decisions, votes, and how it went."""
    context = {
        "challenge": await queries.challenge(challenge_id),
        "votes": await queries.votes_on(challenge_id),
        "charter": await queries.agreed_now(),
        "sees_who": Permission.SEE_WHO in web.member(request).can,
    }
    return web.page(request, "challenges/challenge.html", context)


@get(f"{ONE}/change", permission=RUN, name="challenges.change_page")
async def change_page(request: Asked, challenge_id: FromPath[UUID]) -> Response[str]:
    """The form to say anew what it is about."""
    found = await queries.challenge(challenge_id)
    typed = {
        "title": found.title,
        "goal": found.goal,
        "sides": [one.value for one in found.sides],
        "owner": found.owner,
    }
    return await _change_page(request, found, Form.blank(typed))


@post(f"{ONE}/change", permission=RUN, name="challenges.change")
async def change(request: Asked, challenge_id: FromPath[UUID]) -> Response[Any]:
    """Keep it."""
    form = Form(await request.form())
    typed = forms.read_challenge(form, await forum.choices())
    await journeys.note_too_much(form, ("title", "goal"), by=web.member(request))
    if typed is None or not form.ok:
        return await _change_page(request, await queries.challenge(challenge_id), form)
    await actions.change_challenge(challenge_id, typed, version=form.version, by=web.member(request))
    return web.go(f"{ALL}/{challenge_id}", said="Saved.")


async def _change_page(request: Asked, found: queries.ChallengeSeen, form: Form) -> Response[str]:
    context = {"challenge": found, "form": form, "members": await forum.choices(), "sides": forms.SIDES}
    return web.page(request, "challenges/change.html", context, status_code=200 if form.ok else 422)


def page_asked(request: Asked) -> int:
    """The page of a list that an address names; the first for nonsense."""
    typed = request.query_params.get("page", "1")
    return max(1, min(int(typed), 10_000)) if typed.isascii() and typed.isdecimal() and len(typed) < _DIGITS else 1


_DIGITS = 7


def pages_of(number: int, on_one: int) -> int:
    """How many pages a list of `number` has."""
    return max(1, -(-number // on_one))


def uuid_asked(request: Asked, name: str) -> UUID | None:
    """The record that an address names, None for none. NotFound for nonsense."""
    typed = request.query_params.get(name, "")
    found = as_uuid(typed)
    if typed and found is None:
        raise NotFound
    return found


def as_uuid(typed: str) -> UUID | None:
    """A number as it was typed or hidden in a form, None for anything else."""
    try:
        return UUID(typed)
    except ValueError:
        return None


HANDLERS = [every, new, begin, one, change_page, change]
