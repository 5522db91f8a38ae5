"""/my/green-book/…: what the owner alone does with pages: put in, share, move, take out, put back, delete, move up."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.greenbook import actions, forms, queries
from livewell.greenbook.routes.own import HOME, home_page
from livewell.greenbook.rules import PART_LABELS
from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.kit.web import OWN_SPACE, Asked
from livewell.library import queries as library


@post(f"{HOME}/notes", permission=OWN_SPACE, name="greenbook.add_note")
async def add_note(request: Asked) -> Response[Any]:
    """A page of their own, with a title they give it."""
    by = web.resident(request)
    form = Form(await request.form())
    title = forms.read_title(form)
    if title is None:
        return await home_page(request, form)
    await actions.open_own(person=by.person, by=by)
    page = await actions.add_note(title=title, submission=form.submission, by=by)
    return web.go(f"{HOME}/{page}", said=_("Your new page is here. Only you can read it."))


@get(f"{HOME}/add/{{item_id:uuid}}", permission=OWN_SPACE, name="greenbook.to_add")
async def to_add(request: Asked, item_id: FromPath[UUID]) -> Response[str]:
    """Ask whether a page of the library is to go into their book."""
    item = await library.item(item_id, staff=False)
    return web.page(request, "greenbook/own_add.html", {"item": item})


@post(f"{HOME}/add/{{item_id:uuid}}", permission=OWN_SPACE, name="greenbook.add_library_page")
async def add(request: Asked, item_id: FromPath[UUID]) -> Response[bytes]:
    """Put it in, in the version that the library shows now."""
    by = web.resident(request)
    item = await library.item(item_id, staff=False)
    await actions.open_own(person=by.person, by=by)
    page = await actions.add_library_page(person=by.person, item=item.id, version=item.published, by=by)
    return web.go(f"{HOME}/{page}", said=_("This page is in your book now. Only you can see that it is there."))


@post(f"{HOME}/{{page_id:uuid}}/sharing", permission=OWN_SPACE, name="greenbook.share")
async def share(request: Asked, page_id: FromPath[UUID]) -> Response[Any]:
    """Who may read this page from now on."""
    by = web.resident(request)
    form = Form(await request.form())
    chosen = forms.read_sharing(form)
    if chosen is None:
        _book, page = await queries.own_page(page_id, by)
        context = {"page": page, "form": form, "sharings": forms.sharing_choices()}
        return web.page(request, "greenbook/own_sharing.html", context, status_code=422)
    await actions.share(page_id, sharing=chosen, by=by)
    return web.go(f"{HOME}/{page_id}", said=_("Saved who may read this page."))


@get(f"{HOME}/order", permission=OWN_SPACE, name="greenbook.order")
async def order(request: Asked) -> Response[str]:
    """Every page with what moves it, takes it out and puts it back."""
    own = await queries.own_book(web.resident(request))
    if own is None:
        raise NotFound
    return web.page(request, "greenbook/own_order.html", {"own": own, "part_labels": PART_LABELS})


@post(f"{HOME}/{{page_id:uuid}}/up", permission=OWN_SPACE, name="greenbook.move_page_up")
async def up(request: Asked, page_id: FromPath[UUID]) -> Response[bytes]:
    """One place up."""
    await actions.move(page_id, up=True, by=web.resident(request))
    return web.go(f"{HOME}/order#page-{page_id}")


@post(f"{HOME}/{{page_id:uuid}}/down", permission=OWN_SPACE, name="greenbook.move_page_down")
async def down(request: Asked, page_id: FromPath[UUID]) -> Response[bytes]:
    """One place down."""
    await actions.move(page_id, up=False, by=web.resident(request))
    return web.go(f"{HOME}/order#page-{page_id}")


@post(f"{HOME}/{{page_id:uuid}}/out", permission=OWN_SPACE, name="greenbook.take_out")
async def out(request: Asked, page_id: FromPath[UUID]) -> Response[bytes]:
    """Take it out; it stays at the end of the list, to put back or delete."""
    await actions.take_out(page_id, by=web.resident(request))
    return web.go(
        f"{HOME}/order", said=_("The page is out of your book. Nobody else can read it. You can put it back.")
    )


@post(f"{HOME}/{{page_id:uuid}}/back", permission=OWN_SPACE, name="greenbook.put_back")
async def back(request: Asked, page_id: FromPath[UUID]) -> Response[bytes]:
    """Put it back."""
    await actions.put_back(page_id, by=web.resident(request))
    return web.go(f"{HOME}/order", said=_("The page is in your book again. Only you can read it."))


@get(f"{HOME}/{{page_id:uuid}}/delete", permission=OWN_SPACE, name="greenbook.to_delete_page")
async def to_delete(request: Asked, page_id: FromPath[UUID]) -> Response[str]:
    """Ask whether this page is to go for good."""
    _book, page = await queries.own_page(page_id, web.resident(request))
    return web.page(request, "greenbook/own_delete.html", {"page": page})


@post(f"{HOME}/{{page_id:uuid}}/delete", permission=OWN_SPACE, name="greenbook.delete_page")
async def delete(request: Asked, page_id: FromPath[UUID]) -> Response[bytes]:
    """Delete it."""
    await actions.delete_page(page_id, by=web.resident(request))
    return web.go(HOME, said=_("What was on that page is deleted."))


@get(f"{HOME}/empty", permission=OWN_SPACE, name="greenbook.to_empty")
async def to_empty(request: Asked) -> Response[str]:
    """Ask whether everything is to go."""
    own = await queries.own_book(web.resident(request))
    if own is None:
        raise NotFound
    return web.page(request, "greenbook/own_empty.html", {"own": own, "form": Form.blank()})


@post(f"{HOME}/empty", permission=OWN_SPACE, name="greenbook.empty")
async def empty(request: Asked) -> Response[Any]:
    """Delete everything in it."""
    by = web.resident(request)
    form = Form(await request.form())
    if not form.yes("sure", required=_("Tick the box when you are sure")):
        own = await queries.own_book(by)
        return web.page(request, "greenbook/own_empty.html", {"own": own, "form": form}, status_code=422)
    await actions.empty(by=by)
    return web.go(HOME, said=_("Everything in your book is deleted. These are new, empty pages."))


@get(f"{HOME}/move-up", permission=OWN_SPACE, name="greenbook.to_move_up")
async def to_move_up(request: Asked) -> Response[str]:
    """What is different in the newer version."""
    own = await queries.own_book(web.resident(request))
    if own is None or own.book.newer is None:
        raise NotFound
    return web.page(request, "greenbook/own_move_up.html", {"newer": own.book.newer})


@post(f"{HOME}/move-up", permission=OWN_SPACE, name="greenbook.move_up_own")
async def move_up(request: Asked) -> Response[bytes]:
    """Move up to it."""
    await actions.move_up(by=web.resident(request))
    return web.go(HOME, said=_("Your book has the new pages. Everything you wrote is still in it."))


HANDLERS = [
    add_note,
    to_add,
    add,
    share,
    order,
    up,
    down,
    out,
    back,
    to_delete,
    delete,
    to_empty,
    empty,
    to_move_up,
    move_up,
]
