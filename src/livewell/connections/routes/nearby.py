"""/journeys/…/connections: the search of the community, begun from what is known of one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets import queries as assets
from livewell.assets.rules.vocabulary import Vocabulary
from livewell.connections import actions, forms, queries, rules
from livewell.connections.queries import Beginning, Wish
from livewell.finding import forms as finding_forms
from livewell.finding import queries as finding
from livewell.finding import shortlist
from livewell.finding.queries import Found
from livewell.finding.rules import Asked as Search
from livewell.finding.rules import saying
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

ON_A_PAGE = 20


@get(
    "/journeys/{journey_id:uuid}/connections/new",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="journey",
    name="connections.find",
)
async def find(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """
    What there is near home, asked for as everybody asks.

    With ?goal= alone, the search begins with what that goal says and what the person needs; each condition can be
    changed. The home postcode and the age stay on the server.
    """
    return await _page(request, journey_id, Form(request.query_params))


@post("/journeys/{journey_id:uuid}/connections", permission=Permission.WORK_WITH_PEOPLE, name="connections.suggest")
async def suggest(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Suggest one of them."""
    form = Form(await request.form())
    read = forms.read_suggestion(form)
    if read is None:
        return await _page(request, journey_id, form, status_code=422)
    await actions.suggest(
        journey_id,
        asset=read.asset,
        goal=read.goal,
        why_this=read.why_this,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/journeys/{journey_id}", said="Suggested. You find it under Connections.")


@post(
    "/journeys/{journey_id:uuid}/connections/shortlist",
    permission=Permission.WORK_WITH_PEOPLE,
    name="connections.suggest_several",
)
async def suggest_several(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Suggest what was ticked of the shortlist."""
    form = Form(await request.form())
    read = forms.read_ticked(form)
    if read is None:
        return await _page(request, journey_id, form, status_code=422)
    count = await actions.suggest_several(
        journey_id, assets=read.assets, goal=read.goal, submission=form.submission, by=web.member(request)
    )
    return web.go(f"/journeys/{journey_id}", said=rules.say_suggested(count))


@dataclass(frozen=True)
class _Links:
    """Addresses of searches like this one; none of them says who somebody is or where they live."""

    page: str
    goal: str

    def to(self, search: Search) -> str:
        """The address of a search. The place is always named, if only as nowhere: without one it would be home."""
        pairs = search.pairs()
        nowhere = [] if search.place else [("place", "")]
        return f"{self.page}?{urlencode([('goal', self.goal), *nowhere, *pairs])}"

    def all_to(self, searches: Sequence[tuple[str, Search]]) -> list[tuple[str, str]]:
        """The same for searches with labels."""
        return [(label, self.to(search)) for label, search in searches]


async def _page(request: Asked, journey_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    start = await queries.beginning(journey_id, seen_by=web.member(request))
    wish = start.wish(form.typed("goal"))
    known = await assets.vocabulary()
    names = {code: term.name for code, term in known.terms.items()}
    chosen = forms.read_search(form, home=start.home is not None)
    search = chosen or _begun(start, wish, known)
    looked = await queries.looked_from(search.place, start)
    found = await finding.find(search, here=looked.here, counting=False)
    left_out = ""
    if chosen is None and not found.all and (search.need or search.activity):
        # It was only a guess, and nothing near has been described by it: what there is shows all the same.
        left_out = names.get(search.activity or search.need, "")
        search = search.but(need="", activity="")
        found = await finding.find(search, here=looked.here, counting=False)
    pages = max(1, -(-found.total // ON_A_PAGE))
    page = min(search.page, pages)
    first = (page - 1) * ON_A_PAGE
    kept = shortlist.read(request)
    matches = await queries.matches(found, start, first=first, limit=ON_A_PAGE, shortlist=kept)
    goal = str(wish.id) if wish else ""
    links = _Links(f"/journeys/{journey_id}/connections/new", goal)
    context = {
        "start": start,
        "form": form,
        "search_form": forms.show_search(search, goal=goal),
        "goals": [(str(one.id), one.in_words) for one in start.wishes],
        "goal": goal,
        "choices": finding_forms.choices(known),
        "problem": looked.problem,
        "from_home": rules.is_home(search.place) and looked.here is not None,
        "found": found,
        "left_out": left_out,
        "order": saying.say_order(found.sort, unchecked=found.has_unchecked),
        "matches": matches,
        "chips": links.all_to(saying.chips(search, place="", terms=names)),
        "clear": links.to(Search(place=search.place)),
        "instead": await _instead(found, links, names),
        "page": page,
        "pages": pages,
        "page_link": f"{links.to(search.but())}&page=",
        # A number for each button, so that a double click is one suggestion and two buttons are two.
        "submissions": {one.asset.id: uuid5(form.submission, str(one.asset.id)) for one in matches.all},
    }
    return web.page(request, "connections/find.html", context, status_code=status_code)


def _begun(start: Beginning, wish: Wish | None, known: Vocabulary) -> Search:
    guess = rules.guessed(wish.in_words, known) if wish else rules.Guessed()
    return rules.asked_for(
        way=wish.way if wish else None, guess=guess, features=start.features, has_home=start.home is not None
    )


async def _instead(found: Found, links: _Links, names: dict[str, str]) -> list[tuple[str, int, str]]:
    """When nothing was found: what would find something, how many, and its address, the most first."""
    if found.all:
        return []
    searches = saying.relaxed(found.asked, place="", terms=names)
    counts = await finding.how_many([search for _, search in searches], here=found.here)
    offered = [
        (label, count, links.to(search)) for (label, search), count in zip(searches, counts, strict=True) if count
    ]
    return sorted(offered, key=lambda one: -one[1])


HANDLERS = [find, suggest, suggest_several]
