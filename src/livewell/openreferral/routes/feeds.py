"""/directory/feeds and /directory/import: what is brought in from elsewhere, looked at first, and how far it is."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.sheets import LARGEST_FILE, SheetRefused
from livewell.kit.web import Asked
from livewell.openreferral import rules
from livewell.openreferral.actions import feeds as actions
from livewell.openreferral.queries import feeds as queries
from livewell.openreferral.rules.sheet import COLUMNS, ColumnsWrong
from livewell.staff.permissions import Permission

EDIT = Permission.EDIT_LISTINGS
_ROOM_FOR_THE_REST = 64 * 1024
_JSON_ENDINGS = (".json", ".ndjson", ".jsonl", ".zip")
_NAMED = "Enter a name for where these come from"


@get("/directory/feeds", permission=EDIT, name="openreferral.feeds")
async def feed_list(request: Asked) -> Response[str]:
    """Every feed, and the form to add one."""
    return await _feeds(request, Form.blank({"daily": "no"}))


async def _feeds(request: Asked, form: Form, *, status_code: int = 200) -> Response[str]:
    context = {"feeds": await queries.feeds(), "form": form, "attribution": rules.ATTRIBUTION}
    return web.page(request, "openreferral/feeds.html", context, status_code=status_code)


@post("/directory/feeds", permission=EDIT, name="openreferral.add_feed")
async def add_feed(request: Asked) -> Response[Any]:
    """Add a feed, and look at it."""
    form = Form(await request.form())
    name = form.text("name", "Name", required=_NAMED, longest=120)
    address = form.text("address", "Address", required="Enter the address of the feed", longest=500)
    daily = form.yes_or_no("daily", required="Choose whether it is read every day")
    submission = form.submission
    if form.ok:
        try:
            feed = await actions.add_feed(
                name=name, address=address, daily=bool(daily), submission=submission, by=web.actor(request)
            )
        except RuleBroken as refusal:
            form.error("address", str(refusal))
        else:
            return web.go(f"/directory/feeds/{feed}", said="The feed is added. Look at it before you bring it in.")
    return await _feeds(request, form, status_code=422)


@get("/directory/feeds/{feed_id:uuid}", permission=EDIT, name="openreferral.feed")
async def feed(request: Asked, feed_id: FromPath[UUID]) -> Response[str]:
    """One feed: when it is read, and its readings."""
    context = {"feed": await queries.feed(feed_id), "runs": await queries.runs(feed_id), "form": Form.blank({})}
    return web.page(request, "openreferral/feed.html", context)


@post("/directory/feeds/{feed_id:uuid}/daily", permission=EDIT, name="openreferral.switch_daily")
async def switch_daily(request: Asked, feed_id: FromPath[UUID]) -> Response[Any]:
    """Switch the daily reading on or off."""
    form = Form(await request.form())
    daily = form.yes("daily")
    await actions.switch_daily(feed_id, daily=daily, version=form.version, by=web.actor(request))
    return web.go(
        f"/directory/feeds/{feed_id}",
        said="It is read once a day from now on." if daily else "It is read when somebody asks.",
    )


@post("/directory/feeds/{feed_id:uuid}/look", permission=EDIT, name="openreferral.look")
async def look(request: Asked, feed_id: FromPath[UUID]) -> Response[Any]:
    """Have a feed looked at: nothing is written."""
    form = Form(await request.form())
    await queries.feed(feed_id)
    run = await actions.ask_to_read(feed_id, look_only=True, submission=form.submission, by=web.actor(request))
    return web.go(f"/directory/import/{run}")


@get("/directory/import", permission=EDIT, name="openreferral.import")
async def import_form(request: Asked) -> Response[str]:
    """The form to send a file, and what was sent lately."""
    return await _import(request, Form.blank({}))


async def _import(request: Asked, form: Form, *, status_code: int = 200) -> Response[str]:
    context = {"form": form, "runs": await queries.runs(limit=10), "columns": list(COLUMNS.items())}
    return web.page(request, "openreferral/import.html", context, status_code=status_code)


@post(
    "/directory/import",
    permission=EDIT,
    name="openreferral.send_file",
    body_limit=LARGEST_FILE + _ROOM_FOR_THE_REST,
    request_max_body_size=LARGEST_FILE + 2 * _ROOM_FOR_THE_REST,
)
async def send_file(request: Asked) -> Response[Any]:
    """Take a file or a spreadsheet and have it looked at."""
    data = await request.form()
    form = Form(data)
    name = form.text("name", "Where these come from", required=_NAMED, longest=120)
    sent = data.get("file")
    file_name = (sent.filename or "") if isinstance(sent, UploadFile) else ""
    file = await sent.read() if isinstance(sent, UploadFile) else b""
    submission = form.submission
    kind = "file" if file_name.lower().endswith(_JSON_ENDINGS) else "sheet"
    if not file:
        form.error("file", "Choose a file")
    elif kind == "sheet":
        try:
            await actions.sheet_source(file, file_name)
        except (SheetRefused, ColumnsWrong) as refusal:
            # Two parts under one name would be one list, and the first would be missed in the second.
            several = str(refusal).endswith("a part of it at a time")
            form.error("file", f"{refusal}, each under a name of its own" if several else str(refusal))
    if not form.ok:
        return await _import(request, form, status_code=422)
    by = web.actor(request)
    run = await actions.ask_to_read(
        await actions.feed_of_file(name, kind, by),
        look_only=True,
        submission=submission,
        file=file,
        file_name=file_name,
        by=by,
    )
    return web.go(f"/directory/import/{run}")


@get("/directory/import/{run_id:uuid}", permission=EDIT, name="openreferral.run")
async def run(request: Asked, run_id: FromPath[UUID]) -> Response[str]:
    """How far a reading is, and what came of it."""
    context = {"run": await queries.run(run_id), "form": Form.blank({})}
    if web.is_htmx(request):
        return web.fragment(request, "openreferral/run.html", "progress", context)
    return web.page(request, "openreferral/run.html", context)


@post("/directory/import/{run_id:uuid}/go-on", permission=EDIT, name="openreferral.go_on")
async def go_on(request: Asked, run_id: FromPath[UUID]) -> Response[Any]:
    """Bring in what was looked at."""
    form = Form(await request.form())
    done = await actions.go_on(run_id, submission=form.submission, by=web.actor(request))
    return web.go(f"/directory/import/{done}")


HANDLERS = (feed_list, add_feed, feed, switch_daily, look, import_form, send_file, run, go_on)
