"""The Green Book on paper: the empty one for anybody, one's own, and what is shared with who works with somebody."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from livewell import settings as told
from livewell.greenbook import actions, letters
from livewell.greenbook.queries import printing
from livewell.greenbook.rules.paper import (
    LOOK_LABELS,
    PAPER_LABELS,
    SIDES_LABELS,
    Look,
    Paper,
    Sides,
    Wanted,
    wanted_of,
)
from livewell.kit import languages, pdf, web
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.kit.web import OWN_SPACE, PUBLIC, Asked
from livewell.staff.permissions import Permission

_NOTHING_SHARED = (
    "They share no page with you yet. You can print an empty book, or their book with empty leaves, and write together."
)


def wanted_or_none(paper: str, look: str, sides: str) -> Wanted:
    """How it is wanted, from an address; NotFound for what there is not."""
    wanted = wanted_of(paper, look, sides)
    if wanted is None:
        raise NotFound
    return wanted


def public_address() -> str:
    """Where the squares on paper lead."""
    return (told.settings().public_url or "").rstrip("/")


async def as_file(printed: printing.Printed, wanted: Wanted, name: str) -> Response[bytes]:
    """A PDF to read in the browser, print or keep."""
    made = await letters.pdf_of(printed, wanted=wanted, address=public_address())
    file = f"{name}-{wanted.paper.value}-{wanted.look.value}.pdf".replace("_", "-")
    return Response(
        made.data,
        status_code=200,
        media_type="application/pdf",
        headers={"content-disposition": f'inline; filename="{file}"'},
    )


@get("/green-book", permission=PUBLIC, name="greenbook.about")
async def about(request: Asked) -> Response[str]:
    """What the Green Book is, and how to print an empty one. The square on its cover leads here."""
    printed = await printing.empty_book()
    return web.page(
        request, "greenbook/about.html", {"leaves": printed.leaves, "form": Form.blank(AS_USUAL), **choices()}
    )


@get("/green-book.pdf", permission=PUBLIC, name="greenbook.empty_book")
async def empty_book(
    paper: FromQuery[str] = "", look: FromQuery[str] = "", sides: FromQuery[str] = "", language: FromQuery[str] = "en"
) -> Response[bytes]:
    """The leaves of the book with nobody's words on them."""
    wanted = wanted_or_none(paper, look, sides)
    return await as_file(await printing.empty_book(language=language), wanted, "green-book")


@get("/green-book/{leaf:str}", permission=PUBLIC, name="greenbook.empty_leaf")
async def empty_leaf(
    request: Asked,
    leaf: FromPath[str],
    paper: FromQuery[str] = "",
    look: FromQuery[str] = "",
    sides: FromQuery[str] = "",
    language: FromQuery[str] = "en",
) -> Response[Any]:
    """What one leaf is about; with .pdf behind it a fresh one to print. The square on every such leaf leads here."""
    key = leaf.removesuffix(".pdf")
    printed = await printing.empty_book(key, language=language)
    if key == leaf:
        return web.page(
            request, "greenbook/leaf.html", {"leaf": printed.leaves[0], "form": Form.blank(AS_USUAL), **choices()}
        )
    return await as_file(printed, wanted_or_none(paper, look, sides), f"green-book-{key}")


def choices() -> dict[str, Any]:
    """What a form offers, in the language of the page."""
    return {
        "papers": [(one.value, _(label)) for one, label in PAPER_LABELS.items()],
        "looks": [(one.value, _(label)) for one, label in LOOK_LABELS.items()],
        "sides": [(one.value, _(label)) for one, label in SIDES_LABELS.items()],
    }


AS_USUAL = {"paper": Paper.A5.value, "look": Look.USUAL.value, "sides": Sides.ONE.value}


@get(
    "/journeys/{journey_id:uuid}/green-book.pdf",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="journey",
    name="greenbook.green_book_pdf",
)
async def shared_pages(
    request: Asked,
    journey_id: FromPath[UUID],
    paper: FromQuery[str] = "",
    look: FromQuery[str] = "",
    sides: FromQuery[str] = "",
    pages: FromQuery[str] = "",
) -> Response[Any]:
    """What they share: alone, as a whole book with empty leaves (`pages=book`), or what their practice may read (`pages=gp`)."""
    wanted = wanted_or_none(paper, look, sides)
    printed = await printing.shared_book(
        journey_id, web.member(request), with_gp=pages == "gp", with_empty=pages == "book"
    )
    if not printed.leaves:
        raise RuleBroken(_NOTHING_SHARED)
    return await as_file(printed, wanted, "green-book")


# ── one's own ──


@get("/my/green-book/print", permission=OWN_SPACE, name="greenbook.print_own")
async def print_own(request: Asked, pages: FromQuery[str] = "") -> Response[str]:
    """
    Which pages, on which paper, in which letters; and whether some of the words cannot be printed here.

    Every page is chosen beforehand; with `pages=hard-days` the two for when it gets too much.
    """
    by = web.resident(request)
    await actions.open_own(person=by.person, by=by)
    chosen = [
        str(one.id) for one in await printing.pages_to_print(by.person) if pages != "hard-days" or one.for_hard_days
    ]
    return await _print_page(request, Form.blank({**AS_USUAL, "page": chosen}))


@post("/my/green-book/print", permission=OWN_SPACE, name="greenbook.own_pdf")
async def own_pdf(request: Asked) -> Response[Any]:
    """The pages they chose, as a PDF. It changes nothing, however often it is sent."""
    by = web.resident(request)
    form = Form(await request.form())
    pages = await printing.pages_to_print(by.person)
    offered = choices()
    paper = form.one_of("paper", offered["papers"], required=_("Choose the paper"))
    look = form.one_of("look", offered["looks"], required=_("Choose the letters"))
    sides = form.one_of("sides", offered["sides"], required=_("Choose one side or both"))
    chosen = form.many("page", [(str(one.id), "") for one in pages], required=_("Choose at least one page"))
    wanted = wanted_of(paper or "", look or "", sides or "")
    if not form.ok or wanted is None:
        return await _print_page(request, form, status_code=422)
    ids = {UUID(one) for one in chosen}
    printed = await printing.own_book(by.person, None if len(ids) == len(pages) else ids, language=languages.current())
    return await as_file(printed, wanted, "my-green-book")


async def _print_page(request: Asked, form: Form, *, status_code: int = 200) -> Response[str]:
    by = web.resident(request)
    pages = await printing.pages_to_print(by.person)
    missing, language = tuple[str, ...](), ""
    if pages and pdf.available():
        own = await printing.own_book(by.person, language=languages.current())
        missing, language = await letters.missing_in(own), await letters.language_missing(own)
    context = {
        "form": form,
        "pages": [(str(one.id), (_(one.title) if one.is_ours else one.title) or _("My own notes")) for one in pages],
        "missing": ", ".join(missing),
        "language_missing": language,
        **choices(),
    }
    return web.page(request, "greenbook/print.html", context, status_code=status_code)


HANDLERS = [about, empty_book, empty_leaf, shared_pages, print_own, own_pdf]
