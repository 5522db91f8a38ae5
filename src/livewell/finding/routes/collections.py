"""/community/collections for everybody, and /directory/collections for those who put them together."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets.queries import AssetRow, listed, vocabulary
from livewell.assets.rules.vocabulary import Taxonomy
from livewell.finding import actions, shortlist
from livewell.finding import forms_listing as forms
from livewell.finding.queries.collections import CollectionSeen, collection, collections
from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.staff.permissions import Permission

_EDIT = Permission.EDIT_LISTINGS
_MOST_FOUND = 20
_LONGEST_WORDS = 200


# ── for everybody ──


@get("/community/collections", permission=PUBLIC, name="finding.collections")
async def every(request: Asked) -> Response[str]:
    """The collections that are shown."""
    context = {"collections": await collections(), "edits": _edits(request)}
    return web.page(request, "finding/collections.html", context)


@get("/community/collections/{collection_id:uuid}", permission=PUBLIC, name="finding.collection")
async def one(request: Asked, collection_id: FromPath[UUID]) -> Response[str]:
    """One collection with its listings; staff who edit them see it before it is shown."""
    edits = _edits(request)
    seen = await collection(collection_id, hidden_too=edits)
    context = {
        "collection": seen,
        "need": "".join((await vocabulary()).names([seen.need])) if seen.need else "",
        "edits": edits,
        "kept": shortlist.read(request),
        "back": f"/community/collections/{collection_id}",
    }
    return web.page(request, "finding/collection.html", context)


def _edits(request: Asked) -> bool:
    on = web.signed_in(request)
    return on is not None and _EDIT in on.member.can


# ── for those who put them together ──


@get("/directory/collections", permission=_EDIT, name="finding.every_collection")
async def every_for_staff(request: Asked) -> Response[str]:
    """Every collection, hidden ones too."""
    return web.page(request, "finding/collections_edit.html", {"collections": await collections(hidden_too=True)})


@get("/directory/collections/new", permission=_EDIT, name="finding.new_collection")
async def new(request: Asked) -> Response[str]:
    """The form for a new collection."""
    return await _form_page(request, Form.blank(), None)


@post("/directory/collections/new", permission=_EDIT, name="finding.add_collection")
async def add(request: Asked) -> Response[Any]:
    """Begin a collection; it is hidden until it is shown."""
    form = Form(await request.form())
    read = forms.read_collection(form, await vocabulary())
    if read is None:
        return await _form_page(request, form, None)
    made = await actions.add_collection(read, submission=form.submission, by=web.member(request))
    return web.go(f"/directory/collections/{made}", said="The collection has begun. It is hidden until you show it.")


@get("/directory/collections/{collection_id:uuid}", permission=_EDIT, name="finding.edit_collection")
async def edit(request: Asked, collection_id: FromPath[UUID]) -> Response[str]:
    """What a collection holds, in order; and with ?q= listings to put in."""
    seen = await collection(collection_id, hidden_too=True)
    words = " ".join(request.query_params.get("q", "").split())[:_LONGEST_WORDS]
    found: list[AssetRow] = []
    if words:
        there = {one.asset.id for one in seen.listings}
        listings = await listed(words, kind=None, shown=True, fresh=None, page=1, page_size=_MOST_FOUND)
        found = [row for row in listings.rows if row.id not in there]
    context = {"collection": seen, "form": Form.blank({"q": words}), "words": words, "found": found}
    return web.page(request, "finding/collection_edit.html", context)


@get("/directory/collections/{collection_id:uuid}/words", permission=_EDIT, name="finding.collection_words")
async def words(request: Asked, collection_id: FromPath[UUID]) -> Response[str]:
    """The form with what a collection says."""
    seen = await collection(collection_id, hidden_too=True)
    said = {"name": seen.name, "words": seen.words, "need": seen.need, "persona": seen.persona}
    return await _form_page(request, Form.blank({**said, "version": seen.version}), seen)


@post("/directory/collections/{collection_id:uuid}/words", permission=_EDIT, name="finding.change_collection")
async def change(request: Asked, collection_id: FromPath[UUID]) -> Response[Any]:
    """Save what it says."""
    form = Form(await request.form())
    read = forms.read_collection(form, await vocabulary())
    if read is None:
        return await _form_page(request, form, await collection(collection_id, hidden_too=True))
    await actions.change_collection(collection_id, read, version=form.version, by=web.member(request))
    return web.go(f"/directory/collections/{collection_id}", said="The collection is saved.")


@post("/directory/collections/{collection_id:uuid}/show", permission=_EDIT, name="finding.show_collection")
async def show(request: Asked, collection_id: FromPath[UUID]) -> Response[bytes]:
    """Show it to everybody, or hide it."""
    shown = Form(await request.form()).yes("shown")
    await actions.show_collection(collection_id, shown=shown, by=web.member(request))
    said = "Everybody can see the collection." if shown else "The collection is hidden."
    return web.go(f"/directory/collections/{collection_id}", said=said)


@post("/directory/collections/put-in", permission=_EDIT, name="finding.put_in")
async def put_in(request: Asked) -> Response[bytes]:
    """Put a listing in a collection: from the page of either."""
    form = Form(await request.form())
    chosen, asset = forms.read_id(form, "collection"), forms.read_id(form, "asset")
    if asset is None:
        raise NotFound
    if chosen is None:
        return web.go(f"/community/{asset}", said="Choose a collection first.")
    await actions.put_in(chosen, asset, by=web.member(request))
    return web.go(f"/directory/collections/{chosen}", said="The listing is in the collection.")


@post("/directory/collections/{collection_id:uuid}/items", permission=_EDIT, name="finding.change_item")
async def change_item(request: Asked, collection_id: FromPath[UUID]) -> Response[bytes]:
    """Move a listing one place nearer to the beginning, or take it out."""
    form = Form(await request.form())
    asset = forms.read_id(form, "asset")
    if asset is None:
        raise NotFound
    if form.typed("do") == "earlier":
        await actions.move_earlier(collection_id, asset, version=form.version, by=web.member(request))
        return web.go(f"/directory/collections/{collection_id}", said="The order is changed.")
    await actions.take_out(collection_id, asset, by=web.member(request))
    return web.go(f"/directory/collections/{collection_id}", said="The listing is out of the collection.")


async def _form_page(request: Asked, form: Form, saved: CollectionSeen | None) -> Response[str]:
    known = await vocabulary()
    context = {
        "form": form,
        "saved": saved,
        "version": form.version if form.version is not None else saved.version if saved else None,
        "needs": known.choices(Taxonomy.NEEDS, chosen=[form.typed("need")]),
        "longest": {"name": forms.LONGEST_NAME, "words": forms.LONGEST_WORDS, "persona": forms.LONGEST_PERSONA},
    }
    return web.page(request, "finding/collection_form.html", context, status_code=200 if form.ok else 422)


HANDLERS = [every, one, every_for_staff, new, add, edit, words, change, show, put_in, change_item]
