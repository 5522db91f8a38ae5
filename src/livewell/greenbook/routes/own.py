"""/my/green-book: the book of the person who is in their own space, and writing on its pages."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from markupsafe import Markup

from livewell.greenbook import actions, forms, queries
from livewell.greenbook.queries import Book, Page
from livewell.greenbook.queries.goals import goals_of
from livewell.greenbook.rules import PART_LABELS
from livewell.greenbook.rules.pages import LONGEST_NOTE, LONGEST_TITLE, NOTE_WORDS
from livewell.kit import drafts, web
from livewell.kit.actor import Actor
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.kit.web import OWN_SPACE, Asked
from livewell.library import queries as library
from livewell.library.rules.markdown import as_html

HOME = "/my/green-book"

# Every letter of the longest page may be one that a form needs twelve bytes for.
PAGE_BYTES = 12 * LONGEST_NOTE + 16 * 1024


@get(HOME, permission=OWN_SPACE, name="greenbook.own")
async def home(request: Asked) -> Response[str]:
    """The cover of their book, and every page with who may read it."""
    return await home_page(request, Form.blank())


async def home_page(request: Asked, form: Form) -> Response[str]:
    """The same, with the form for a new page as it was sent."""
    by = web.resident(request)
    await actions.open_own(person=by.person, by=by)
    own = await queries.own_book(by)
    if own is None:
        raise NotFound
    context = {"own": own, "part_labels": PART_LABELS, "form": form}
    return web.page(request, "greenbook/own.html", context, status_code=200 if form.ok else 422)


@get(f"{HOME}/{{page_id:uuid}}", permission=OWN_SPACE, name="greenbook.own_page")
async def page(request: Asked, page_id: FromPath[UUID]) -> Response[str]:
    """One page to write on: as it was left half written, else with what is on it."""
    by = web.resident(request)
    book, found = await queries.own_page(page_id, by)
    draft = await drafts.kept(actions.draft_owner(by), actions.DRAFT, str(page_id))
    return await editor(request, book, found, Form(draft) if draft is not None else forms.filled(found))


async def editor(request: Asked, book: Book, found: Page, form: Form) -> Response[str]:
    """The page of one page, with the form as it stands."""
    began_from = form.typed("began_from")
    context = {
        "book": book,
        "page": found,
        "form": form,
        "boxes": forms.boxes(found),
        "note_box": forms.box(NOTE_WORDS),
        "longest_note": LONGEST_NOTE,
        "longest_title": LONGEST_TITLE,
        "of_page": await queries.of_page(found),
        "goals": await goals_of(book.person) if found.leaf and found.leaf.shows_goals else [],
        "source": await source_of(found),
        "sharings": forms.sharing_choices(),
        "sharing_form": Form.blank({"sharing": found.sharing.value}),
        "from_draft": bool(began_from),
        "changed_since": began_from not in ("", str(found.version)),
        "version": form.version if form.version is not None else found.version,
    }
    return web.page(request, "greenbook/own_page.html", context, status_code=200 if form.ok else 422)


async def source_of(found: Page, *, below: int = 1) -> Markup | None:
    """The library's words on a page: with their pictures while the library has them, else as they were put in."""
    if not found.source:
        return None
    if found.item is not None:
        try:
            return (await library.version_of(found.item, found.item_version, below=below)).html
        except NotFound:
            pass  # The library does not have it any more; the book does.
    return as_html(found.source, below=below)


@post(f"{HOME}/{{page_id:uuid}}", permission=OWN_SPACE, name="greenbook.write_own", body_limit=PAGE_BYTES)
async def save(request: Asked, page_id: FromPath[UUID]) -> Response[Any]:
    """Save what they wrote."""
    by = web.resident(request)
    book, found = await queries.own_page(page_id, by)
    form = Form(await request.form())
    read = forms.read_page(form, found)
    if read is None:
        return await editor(request, book, found, form)
    words, title = read
    await actions.write(page_id, words=words, title=title, version=form.version, submission=form.submission, by=by)
    return web.go(f"{HOME}/{page_id}", said=_("Your page is saved."))


@post(f"{HOME}/{{page_id:uuid}}/draft", permission=OWN_SPACE, name="greenbook.keep_own_draft", body_limit=PAGE_BYTES)
async def keep_draft(request: Asked, page_id: FromPath[UUID]) -> Response[bytes]:
    """Keep what is being written, so that nothing is lost when the phone goes dark."""
    by = web.resident(request)
    await queries.own_page(page_id, by)
    await keep(request, by, page_id)
    return Response(b"", status_code=204)


async def keep(request: Asked, by: Actor, page_id: UUID) -> None:
    """Keep the draft of this writer; who may write there was asked before."""
    form = Form(await request.form())
    kept = {**form.everything(), "began_from": form.typed("version")}
    await drafts.keep(actions.draft_owner(by), actions.DRAFT, str(page_id), kept)


@post(f"{HOME}/{{page_id:uuid}}/draft/drop", permission=OWN_SPACE, name="greenbook.drop_own_draft")
async def drop_draft(request: Asked, page_id: FromPath[UUID]) -> Response[bytes]:
    """Throw it away."""
    by = web.resident(request)
    await queries.own_page(page_id, by)
    await drafts.drop(actions.draft_owner(by), actions.DRAFT, str(page_id))
    return web.go(f"{HOME}/{page_id}", said=_("What you had begun is thrown away."))


@get(f"{HOME}/{{page_id:uuid}}/read", permission=OWN_SPACE, name="greenbook.read_own")
async def read(request: Asked, page_id: FromPath[UUID]) -> Response[str]:
    """One page as others would read it: to show, or to print as it is."""
    book, found = await queries.own_page(page_id, web.resident(request))
    context = {
        "page": found,
        "goals": await goals_of(book.person) if found.leaf and found.leaf.shows_goals else [],
        "source": await source_of(found),
    }
    return web.page(request, "greenbook/own_read.html", context)


@get(f"{HOME}/download", permission=OWN_SPACE, name="greenbook.download")
async def download(request: Asked) -> Response[bytes]:
    """Everything in the book as one file that a program can read."""
    by = web.resident(request)
    return Response(
        await queries.download(by),
        media_type="application/json",
        headers={"content-disposition": 'attachment; filename="my-green-book.json"'},
    )


HANDLERS = [home, page, save, keep_draft, drop_draft, read, download]
