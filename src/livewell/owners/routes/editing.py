"""/own/listings/…/edit: one part of a listing at a time, as the team writes it; and its photographs."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from livewell.assets import forms as parts
from livewell.assets import queries as listings
from livewell.assets.actions import Proposed
from livewell.assets.queries import AssetSeen
from livewell.assets.rules.closing import closes
from livewell.assets.rules.tiers import labels, waiting_fields
from livewell.kit import drafts, web
from livewell.kit.forms import Form
from livewell.kit.pictures import LARGEST_FILE, PictureRefused
from livewell.kit.web import PUBLIC, Asked
from livewell.owners import actions, forms, queries, rules
from livewell.owners.door import who
from livewell.owners.queries import Here
from livewell.owners.routes.coming import not_too_often

_DRAFT = "own_listing"
_CLOSED = "Saved. Its page says that you told us it has closed, and a link worker makes sure of it."
_UPLOAD = LARGEST_FILE + 64 * 1024
_PHOTOS_AN_HOUR = 30


@get("/own/listings/{asset_id:uuid}/edit/{part:str}", permission=PUBLIC, name="owners.part")
async def part_form(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[str]:
    """The form of one part: as it was left half written, else with what the listing says and what they asked for."""
    by = await who(request)
    seen = await queries.kept(by, asset_id)
    parts.a_part(part)
    draft = await drafts.kept(*_draft(by, asset_id, part))
    form = Form(draft) if draft is not None else parts.filled(part, await queries.wanted(seen, by))
    return await _part_page(request, by, seen, part, form)


@post("/own/listings/{asset_id:uuid}/edit/{part:str}", permission=PUBLIC, name="owners.save_part")
async def save_part(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[Any]:
    """Save it: what may goes live, the rest waits. Or show the form again, with a line more or less, or what is wrong."""
    by = await who(request)
    seen = await queries.kept(by, asset_id)
    parts.a_part(part)
    form = Form(await request.form())
    arranged = await parts.arranged(form, part)
    if arranged is not None:
        return await _part_page(request, by, seen, part, arranged)
    before = await queries.wanted(seen, by)
    read = await parts.read_part(form, part, before)
    if read is None:
        return await _part_page(request, by, seen, part, form)
    done = await actions.change(asset_id, read, version=form.version, submission=form.submission, by=by)
    await drafts.drop(*_draft(by, asset_id, part))
    # What waited before this was saved is told on the listing's own page.
    said = _CLOSED if closes(before, read) else _said(done, labels(waiting_fields(before, read)))
    return web.go(f"/own/listings/{asset_id}", said=said)


def _said(done: Proposed, waits: tuple[str, ...]) -> str:
    if not waits:
        return "Saved. Everybody sees this now."
    first = f"A link worker looks at this first: {', '.join(waits).lower()}."
    return f"Saved. Everybody sees the rest now. {first}" if done.live else f"Thank you. {first}"


@post("/own/listings/{asset_id:uuid}/edit/{part:str}/draft", permission=PUBLIC, name="owners.keep_draft")
async def keep_draft(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[bytes]:
    """Keep what is being written, so that nothing is lost when the phone goes dark."""
    by = await who(request)
    await queries.kept(by, asset_id)
    parts.a_part(part)
    form = Form(await request.form())
    await drafts.keep(*_draft(by, asset_id, part), {**form.everything(), "began_from": form.typed("version")})
    return Response(b"", status_code=204)


@post("/own/listings/{asset_id:uuid}/edit/{part:str}/draft/drop", permission=PUBLIC, name="owners.drop_draft")
async def drop_draft(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[bytes]:
    """Throw it away."""
    by = await who(request)
    await queries.kept(by, asset_id)
    parts.a_part(part)
    await drafts.drop(*_draft(by, asset_id, part))
    return web.go(f"/own/listings/{asset_id}/edit/{part}", said="The draft is gone.")


def _draft(by: Here, asset_id: UUID, part: str) -> tuple[str, str, str]:
    return by.writer, _DRAFT, f"{asset_id}:{part}"


async def _part_page(request: Asked, by: Here, seen: AssetSeen, part: str, form: Form) -> Response[str]:
    began_from = form.typed("began_from")
    context = {
        **await parts.part_page_context(part, form, await queries.wanted(seen, by)),
        "by": by,
        "asset": seen,
        "waits": rules.PART_WAITS[part],
        "from_draft": bool(began_from),
        # Whoever comes back to a draft reads what others have changed before they write over it.
        "changed_since": began_from not in ("", str(seen.version)),
        "version": form.version if form.version is not None else seen.version,
    }
    return web.page(request, "owners/part.html", context, status_code=200 if form.ok else 422)


# Photographs.


@get("/own/listings/{asset_id:uuid}/photos", permission=PUBLIC, name="owners.photos")
async def photos(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """The photographs of a listing, and the form for one more."""
    by = await who(request)
    return _photos_page(request, by, await queries.kept(by, asset_id), Form.blank())


@post("/own/listings/{asset_id:uuid}/photos", permission=PUBLIC, name="owners.add_photo", body_limit=_UPLOAD)
async def add_photo(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Add one."""
    by = await who(request)
    seen = await queries.kept(by, asset_id)
    sent = await request.form()
    form = Form(sent)
    alt = forms.read_alt(form)
    files = [one for one in sent.getall("photo", []) if isinstance(one, UploadFile)]
    data = await files[0].read() if files else b""
    if not data:
        form.error("photo", "Choose a photo")
    if alt is not None and form.ok:
        await not_too_often(request, "own-photo", _PHOTOS_AN_HOUR)
        try:
            await actions.add_photo(asset_id, data, alt=alt, submission=form.submission, by=by)
        except PictureRefused as refused:
            form.error("photo", str(refused))
    if not form.ok:
        return _photos_page(request, by, seen, form)
    return web.go(f"/own/listings/{asset_id}/photos", said="The photo is there. Everybody sees it now.")


@get("/own/photos/{photo_id:uuid}", permission=PUBLIC, name="owners.photo")
async def photo(request: Asked, photo_id: FromPath[UUID]) -> Response[bytes]:
    """A photo of a listing of theirs, shown to everybody or not."""
    return await _photo(request, photo_id, small=False)


@get("/own/photos/{photo_id:uuid}/small", permission=PUBLIC, name="owners.small_photo")
async def small_photo(request: Asked, photo_id: FromPath[UUID]) -> Response[bytes]:
    """Its small copy."""
    return await _photo(request, photo_id, small=True)


async def _photo(request: Asked, photo_id: UUID, *, small: bool) -> Response[bytes]:
    by = await who(request)
    found = await listings.photo(photo_id, small=small)
    await queries.kept(by, found.asset_id)
    return Response(found.data, media_type=found.media_type, headers={"cache-control": "private, max-age=86400"})


@post("/own/listings/{asset_id:uuid}/photos/{photo_id:uuid}", permission=PUBLIC, name="owners.remove_photo")
async def remove_photo(request: Asked, asset_id: FromPath[UUID], photo_id: FromPath[UUID]) -> Response[bytes]:
    """Take one away."""
    await actions.remove_photo(asset_id, photo_id, by=await who(request))
    return web.go(f"/own/listings/{asset_id}/photos", said="The photo is gone.")


def _photos_page(request: Asked, by: Here, seen: AssetSeen, form: Form) -> Response[str]:
    context = {"by": by, "asset": seen, "form": form}
    return web.page(request, "owners/photos.html", context, status_code=200 if form.ok else 422)


HANDLERS = (
    part_form, save_part, keep_draft, drop_draft, photos, add_photo, photo, small_photo, remove_photo,
)  # fmt: skip
