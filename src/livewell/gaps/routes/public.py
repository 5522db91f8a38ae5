"""/something-missing: anybody says what is missing near them, or adds their voice to others'."""

from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException

from livewell.assets.queries import vocabulary
from livewell.finding.rules import asked as asking
from livewell.gaps import actions, forms, queries
from livewell.gaps.rules import LONGEST_TITLE, LONGEST_WORDS, SAID_AN_HOUR, Source, Wanted
from livewell.kit import limits, web
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.upkeep.rules.problems import may_be_danger


@get("/something-missing", permission=PUBLIC, name="gaps.public")
async def something_missing(request: Asked) -> Response[str]:
    """The form; after a search in vain it knows what was searched for."""
    params = request.query_params
    given: dict[str, object] = {"people": 1}
    if params.get("source") == Source.SEARCH.value:
        search = asking.read(params.dict())
        wanted = await queries.searched_for(search, await vocabulary())
        given |= forms.filled(wanted) | {"place": search.place, "source": Source.SEARCH.value}
    asset = forms.read_id(Form(params), "asset")
    found = await queries.listing(asset) if asset else None
    if found is not None:
        like = queries.like(found, Source.FULL)
        given |= forms.filled(like) | {"asset": found.id, "source": Source.FULL.value}
    return _page(request, Form.blank(given), [])


@post("/something-missing", permission=PUBLIC, name="gaps.say")
async def say(request: Asked) -> Response[Any]:
    """Take it; where others asked for the same, ask first whether it is that."""
    form = Form(await request.form())
    said = await forms.read_public(form, await vocabulary())
    if said is None:
        return _page(request, form, [])
    if forms.is_trapped(form):
        return web.go("/something-missing/thanks")
    near = await queries.near_same(said.wanted)
    if forms.asks_whether_same(form, near):
        return _page(request, form, near)
    if await limits.too_many("something-missing", web.address_of(request), SAID_AN_HOUR, timedelta(hours=1)):
        raise TooManyRequestsException
    asset = said.asset if said.asset and await queries.listing(said.asset) else None
    await actions.raise_gap(
        said.wanted,
        source=said.source,
        people=said.people,
        asset=asset,
        joins=said.joins,
        left=said.left,
        submission=form.submission,
        by=web.actor(request),
    )
    return web.go(f"/something-missing/{'help' if _urgent(said.wanted) else 'thanks'}")


@get("/something-missing/thanks", permission=PUBLIC, name="gaps.thanks")
async def thanks(request: Asked) -> Response[str]:
    """We have it."""
    return web.page(request, "gaps/thanks.html", {"urgent": False})


@get("/something-missing/help", permission=PUBLIC, name="gaps.thanks_and_help")
async def thanks_and_help(request: Asked) -> Response[str]:
    """We have it; and for what cannot wait until somebody reads it, who answers now."""
    return web.page(request, "gaps/thanks.html", {"urgent": True})


def _urgent(wanted: Wanted) -> bool:
    return may_be_danger(f"{wanted.title} {wanted.words}")


def _page(request: Asked, form: Form, near: list[queries.NearSame]) -> Response[str]:
    context = {
        "form": form,
        "near": forms.joins_choices(near) if near else [],
        "times": forms.TIME_CHOICES,
        "carried": [
            (name, text)
            for name in ("source", "need", "way", "for_whom", "asset")
            for text in form.typed_all(name)
            if text
        ],
        "trap": forms.TRAP,
        "longest": {"title": LONGEST_TITLE, "words": LONGEST_WORDS},
    }
    return web.page(request, "gaps/public.html", context, status_code=200 if form.ok else 422)


HANDLERS = (something_missing, say, thanks, thanks_and_help)
