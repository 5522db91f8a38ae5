"""Files of the library: served where they can do no harm, added, and taken away."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.headers import FILES_ALONE
from livewell.kit.web import PUBLIC, Asked
from livewell.library import actions, forms, queries
from livewell.library.routes.reading import is_staff
from livewell.library.rules.files import LARGEST_FILE, LONGEST_WORDS, FileRefused
from livewell.staff.permissions import Permission

_KEEP = Permission.EDIT_LIBRARY
_UPLOAD = LARGEST_FILE + 256 * 1024
_AN_HOUR = "private, max-age=3600"


@get("/library/files/{file_id:uuid}", permission=PUBLIC, name="library.file")
async def file(request: Asked, file_id: FromPath[UUID]) -> Response[bytes]:
    """A file to keep; a picture also stands in the text. It is never a page of this site."""
    on = web.signed_in(request)
    keeper = on is not None and _KEEP in on.member.can
    found = await queries.file(file_id, staff=is_staff(request), keeper=keeper)
    headers = {
        "content-disposition": f'attachment; filename="{found.name}"',
        "content-security-policy": FILES_ALONE,
        "x-content-type-options": "nosniff",
        "cache-control": _AN_HOUR,
    }
    return Response(found.content, media_type=found.media_type, headers=headers)


@get("/library/items/{item_id:uuid}/files", permission=_KEEP, name="library.files")
async def files(request: Asked, item_id: FromPath[UUID]) -> Response[str]:
    """The files of an item, and the form for one more."""
    return await _files_page(request, item_id, Form.blank())


@post("/library/items/{item_id:uuid}/files", permission=_KEEP, name="library.add_file", body_limit=_UPLOAD)
async def add_file(request: Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """Add one."""
    sent = await request.form()
    form = Form(sent)
    words = forms.read_file_words(form)
    name, data = await _sent(sent)
    if not data:
        form.error("file", "Choose a file")
    if form.ok and words is not None:
        try:
            await actions.add_file(
                item_id, data, name=name, words=words, submission=form.submission, by=web.member(request)
            )
        except FileRefused as refused:
            form.error("file", str(refused))
    if not form.ok:
        return await _files_page(request, item_id, form)
    return web.go(f"/library/items/{item_id}/files", said="The file is added.")


async def _sent(sent: FormMultiDict) -> tuple[str, bytes]:
    found = [one for one in sent.getall("file", []) if isinstance(one, UploadFile)]
    return (found[0].filename, await found[0].read()) if found else ("", b"")


async def _files_page(request: Asked, item_id: UUID, form: Form) -> Response[str]:
    context = {"item": await queries.any_item(item_id), "form": form, "longest": LONGEST_WORDS}
    return web.page(request, "library/files.html", context, status_code=200 if form.ok else 422)


@post("/library/items/{item_id:uuid}/files/{file_id:uuid}/remove", permission=_KEEP, name="library.remove_file")
async def remove_file(request: Asked, item_id: FromPath[UUID], file_id: FromPath[UUID]) -> Response[Any]:
    """Take one away."""
    form = Form(await request.form())
    await actions.remove_file(item_id, file_id, version=form.version, by=web.member(request))
    return web.go(f"/library/items/{item_id}/files", said="The file is gone.")


HANDLERS = [file, files, add_file, remove_file]
