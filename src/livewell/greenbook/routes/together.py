"""/journeys/…/green-book/…: the pages a person shares with who works with them, and writing on them together."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.greenbook import actions, forms, queries
from livewell.greenbook.queries import Book, Page
from livewell.greenbook.queries.goals import goals_of
from livewell.greenbook.routes.own import PAGE_BYTES, keep, source_of
from livewell.greenbook.rules.pages import LONGEST_NOTE, LONGEST_TITLE, NOTE_WORDS
from livewell.journeys import queries as journeys
from livewell.kit import drafts, web
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

_BOOK = "/journeys/{journey_id:uuid}/green-book"
_PAGE = f"{_BOOK}/pages/{{page_id:uuid}}"
_WORK = Permission.WORK_WITH_PEOPLE

NOT_SHARED = "There is no such page that they share with you. What you wrote is below: copy it, and ask them."


@get(_PAGE, permission=_WORK, opens="journey", name="greenbook.shared_page")
async def page(request: Asked, journey_id: FromPath[UUID], page_id: FromPath[UUID]) -> Response[str]:
    """One page they share, to read and to write on with them."""
    member = web.member(request)
    book, found = await queries.shared_page(journey_id, page_id, member)
    await actions.note_opened([page_id], by=member)
    draft = await drafts.kept(actions.draft_owner(member), actions.DRAFT, str(page_id))
    form = Form(draft) if draft is not None else forms.filled(found)
    return await _page(request, journey_id, book, found, form)


async def _page(request: Asked, journey_id: UUID, book: Book, found: Page, form: Form) -> Response[str]:
    began_from = form.typed("began_from")
    context = {
        "journey": await journeys.journey(journey_id, web.member(request)),
        "page": found,
        "form": form,
        "boxes": forms.boxes(found),
        "note_box": forms.box(NOTE_WORDS),
        "longest_note": LONGEST_NOTE,
        "longest_title": LONGEST_TITLE,
        "hows": forms.how_choices(),
        "goals": await goals_of(book.person) if found.leaf and found.leaf.shows_goals else [],
        "source": await source_of(found),
        "from_draft": bool(began_from),
        "changed_since": began_from not in ("", str(found.version)),
        "version": form.version if form.version is not None else found.version,
    }
    return web.page(request, "greenbook/together.html", context, status_code=200 if form.ok else 422)


@post(_PAGE, permission=_WORK, name="greenbook.write_together", body_limit=PAGE_BYTES)
async def save(request: Asked, journey_id: FromPath[UUID], page_id: FromPath[UUID]) -> Response[Any]:
    """Save what was written together."""
    member = web.member(request)
    await journeys.journey(journey_id, member)
    try:
        book, found = await queries.shared_page(journey_id, page_id, member)
        return await _saved(request, journey_id, book, found)
    except NotFound:
        # The same for a page that is private, deleted, somebody else's, or never was: and what was typed is not lost.
        raise RuleBroken(NOT_SHARED) from None


async def _saved(request: Asked, journey_id: UUID, book: Book, found: Page) -> Response[Any]:
    member = web.member(request)
    form = Form(await request.form())
    read, how = forms.read_page(form, found), forms.read_how(form)
    if read is None or how is None:
        return await _page(request, journey_id, book, found, form)
    words, title = read
    await actions.write_together(
        found.id,
        journey=journey_id,
        words=words,
        title=title,
        how=how,
        version=form.version,
        submission=form.submission,
        by=member,
    )
    await actions.note_opened([found.id], by=member)
    return web.go(f"/journeys/{journey_id}/about/green-book", said="The page is saved. They find it in their book.")


@post(f"{_PAGE}/draft", permission=_WORK, name="greenbook.keep_draft", body_limit=PAGE_BYTES)
async def keep_draft(request: Asked, journey_id: FromPath[UUID], page_id: FromPath[UUID]) -> Response[bytes]:
    """Keep what is being written."""
    member = web.member(request)
    await queries.shared_page(journey_id, page_id, member)
    await keep(request, member, page_id)
    return Response(b"", status_code=204)


@post(f"{_PAGE}/draft/drop", permission=_WORK, name="greenbook.drop_draft")
async def drop_draft(request: Asked, journey_id: FromPath[UUID], page_id: FromPath[UUID]) -> Response[bytes]:
    """Throw it away."""
    member = web.member(request)
    await queries.shared_page(journey_id, page_id, member)
    await drafts.drop(actions.draft_owner(member), actions.DRAFT, str(page_id))
    return web.go(f"/journeys/{journey_id}/green-book/pages/{page_id}", said="The draft is gone.")


@get(f"{_BOOK}/write", permission=_WORK, opens="journey", name="greenbook.to_begin_together")
async def to_begin(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """Which page they would like to write together."""
    return await _begin_page(request, journey_id, Form.blank())


@post(f"{_BOOK}/write", permission=_WORK, name="greenbook.begin_together")
async def begin(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Begin it: from now on it is shared with who works with them."""
    member = web.member(request)
    book = await _book(request, journey_id)
    form = Form(await request.form())
    read = forms.read_beginning(form, book.leaves)
    if read is None:
        return await _begin_page(request, journey_id, form)
    leaf, title = read
    page_id = await actions.begin_together(journey_id, leaf=leaf, title=title, submission=form.submission, by=member)
    return web.go(f"/journeys/{journey_id}/green-book/pages/{page_id}")


async def _begin_page(request: Asked, journey_id: UUID, form: Form) -> Response[str]:
    book = await _book(request, journey_id)
    context = {
        "journey": await journeys.journey(journey_id, web.member(request)),
        "form": form,
        "leaves": forms.leaf_choices(book.leaves),
    }
    return web.page(request, "greenbook/begin_together.html", context, status_code=200 if form.ok else 422)


async def _book(request: Asked, journey_id: UUID) -> Book:
    """The book of somebody this member works with, without what is in it."""
    facts = await journeys.journey(journey_id, web.member(request))
    book = await queries.book_of(facts.person)
    if book is None:
        raise RuleBroken("No Green Book was made ready for this person.")
    return book


@get(f"{_BOOK}/move-up", permission=_WORK, opens="journey", name="greenbook.to_move_up_together")
async def to_move_up(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """What is different in the newer version, to read with the person."""
    return await _move_up_page(request, journey_id, Form.blank())


@post(f"{_BOOK}/move-up", permission=_WORK, name="greenbook.move_up_together")
async def move_up(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Move their book up, because they would like that."""
    form = Form(await request.form())
    if not form.yes("agreed", required="Tick that they would like this: the book is theirs"):
        return await _move_up_page(request, journey_id, form)
    await actions.move_up(journey=journey_id, by=web.member(request))
    return web.go(f"/journeys/{journey_id}/about/green-book", said="Their book has the new pages now.")


async def _move_up_page(request: Asked, journey_id: UUID, form: Form) -> Response[str]:
    book = await _book(request, journey_id)
    if book.newer is None:
        raise NotFound
    journey = await journeys.journey(journey_id, web.member(request))
    context = {"journey": journey, "newer": book.newer, "form": form}
    return web.page(request, "greenbook/move_up.html", context, status_code=200 if form.ok else 422)


HANDLERS = [page, save, keep_draft, drop_draft, to_begin, begin, to_move_up, move_up]
