"""/library: a search for everybody, one page for each item, its leaves on paper, and whether it was helpful."""

from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath

from livewell.kit import limits, web
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.library import actions, forms, letters, queries
from livewell.library.letters import Paper
from livewell.library.rules import KIND_LABELS, LONGEST_OPINION, OPINIONS_AN_HOUR, PDFS_AN_HOUR, Kind, Use
from livewell.library.rules import searching as asking
from livewell.staff.permissions import Permission

_A_PAGE = 20
_AN_HOUR = timedelta(hours=1)


def is_staff(request: Asked) -> bool:
    """Whether who asks may read what is for staff only."""
    on = web.signed_in(request)
    return on is not None and Permission.READ_STAFF_LIBRARY in on.member.can


@get("/library", permission=PUBLIC, name="library.search")
async def search(request: Asked) -> Response[str]:
    """Find something to read by words and by what it is about."""
    context = await _searched(request)
    if web.is_htmx(request):
        return web.fragment(request, "library/library.html", "results", context)
    return web.page(request, "library/library.html", context)


async def _searched(request: Asked) -> dict[str, Any]:
    staff = is_staff(request)
    typed = {name: texts[-1] for name, texts in request.query_params.dict().items() if texts}
    sought = asking.read(typed, staff=staff)
    found = await queries.find(sought, staff=staff)
    pages = max(-(-found.total // _A_PAGE), 1)
    page = min(sought.page, pages)
    first = (page - 1) * _A_PAGE
    shown = found.all[first : first + _A_PAGE]
    return {
        "form": forms.filled(sought),
        "sought": sought,
        "found": found,
        "shown": [(one, KIND_LABELS[Kind(one.kind)], forms.said_of(one)) for one in shown],
        "first": first + 1,
        "last": first + len(shown),
        "page": page,
        "pages": pages,
        "link": sought.link(page=True),
        "chips": asking.chips(sought),
        "narrowers": asking.narrowers(found.rows, sought, staff=staff),
        "as_typed": sought.but(as_typed=True).link(),
        "tries": [(said, count, one.link()) for said, count, one in found.tries],
        "choices": forms.SEARCH_CHOICES,
        "staff": staff,
    }


@get("/library/{slug:str}", permission=PUBLIC, name="library.item")
async def item(request: Asked, slug: FromPath[str]) -> Response[str]:
    """One item as everybody reads it, or staff alone."""
    found = await queries.item(slug, staff=is_staff(request))
    await actions.note_use(found.id, Use.READ)
    return await _item_page(request, found, Form.blank())


async def _item_page(request: Asked, found: queries.ItemSeen, form: Form) -> Response[str]:
    context = {
        "item": found,
        "version": await queries.version_of(found.id, found.published),
        "form": form,
        "longest": LONGEST_OPINION,
        "trap": forms.TRAP,
    }
    return web.page(request, "library/item.html", context, status_code=200 if form.ok else 422)


@post("/library/{slug:str}", permission=PUBLIC, name="library.say")
async def say(request: Asked, slug: FromPath[str]) -> Response[Any]:
    """Whether it was helpful."""
    found = await queries.item(slug, staff=is_staff(request))
    form = Form(await request.form())
    read = forms.read_opinion(form)
    if read is None:
        return await _item_page(request, found, form)
    if not forms.is_trapped(form):
        if await limits.too_many("library-opinion", web.address_of(request), OPINIONS_AN_HOUR, _AN_HOUR):
            raise TooManyRequestsException
        helpful, words = read
        await actions.say(found.id, helpful=helpful, words=words, submission=form.submission, by=web.actor(request))
    return web.go(f"/library/{found.slug}", said="Thank you. We read what you say, and do not know who said it.")


@get("/library/{slug:str}/leaf.pdf", permission=PUBLIC, name="library.leaf")
async def leaf(request: Asked, slug: FromPath[str]) -> Response[bytes]:
    """An item as leaves for a Green Book: ?paper=a5, a4 or large."""
    found = await queries.item(slug, staff=is_staff(request))
    if await limits.too_many("library-pdf", web.address_of(request), PDFS_AN_HOUR, _AN_HOUR):
        raise TooManyRequestsException
    asked = request.query_params.get("paper", "")
    paper = Paper(asked) if asked in set(Paper) else Paper.A5
    version = await queries.version_of(found.id, found.published, on_paper=True)
    await actions.note_use(found.id, Use.PRINTED)
    address = f"{web.house(request).address}/library/{found.slug}"
    html = letters.leaf(found, version, paper=paper, address=address)
    return await web.pdf(html, filename=f"{found.slug}-{paper.value}.pdf")


HANDLERS = [search, item, say, leaf]
