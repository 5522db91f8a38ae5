"""/green-books: many Green Books made into files to print, with how far it is; for who asked, and nobody else."""

import zipfile
from io import BytesIO
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.greenbook.actions import runs as actions
from livewell.greenbook.queries import runs as queries
from livewell.greenbook.routes.printing import AS_USUAL, choices
from livewell.greenbook.rules.paper import MOST_BOOKS, wanted_of
from livewell.kit import access_log, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.languages import LANGUAGES
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

WORK = Permission.WORK_WITH_PEOPLE
_WHAT = [("empty", "Empty books, to give away"), ("people", "Books for people you work with")]
_LANGUAGES = [(code, language.own_name) for code, language in LANGUAGES.items()]


@get("/green-books", permission=WORK, name="greenbook.runs")
async def run_list(request: Asked) -> Response[str]:
    """What they asked for in the last day, and the form to ask."""
    return await _runs(request, Form.blank({**AS_USUAL, "what": "empty", "number": "10", "language": "en"}))


async def _runs(request: Asked, form: Form, *, status_code: int = 200) -> Response[str]:
    member = web.member(request)
    people = await queries.to_print(member)
    context = {
        "form": form,
        "runs": await queries.runs(member),
        "whats": _WHAT,
        "languages": _LANGUAGES,
        "people": [(str(one.book), one.name, one.practice) for one in people],
        "most": MOST_BOOKS,
        **choices(),
    }
    return web.page(request, "greenbook/runs.html", context, status_code=status_code)


@post("/green-books", permission=WORK, name="greenbook.ask_for_books")
async def ask(request: Asked) -> Response[Any]:
    """Have them made."""
    member = web.member(request)
    form = Form(await request.form())
    offered = choices()
    what = form.one_of("what", _WHAT, required="Choose what to print")
    number, books = 0, list[UUID]()
    if what == "empty":
        number = (
            form.whole_number("number", "Number of books", required="Enter how many", lowest=1, highest=MOST_BOOKS) or 0
        )
    elif what == "people":
        people = [(str(one.book), one.name) for one in await queries.to_print(member)]
        books = [UUID(one) for one in form.many("book", people, required="Choose at least one person")]
        if len(books) > MOST_BOOKS:
            form.error("book", f"Choose at most {MOST_BOOKS} people")
    wanted = wanted_of(
        form.one_of("paper", offered["papers"], required="Choose the paper") or "",
        form.one_of("look", offered["looks"], required="Choose the letters") or "",
        form.one_of("sides", offered["sides"], required="Choose one side or both") or "",
    )
    language = form.one_of("language", _LANGUAGES, required="Choose the language") or ""
    submission = form.submission
    if not form.ok or wanted is None:
        return await _runs(request, form, status_code=422)
    run = await actions.ask(
        wanted=wanted, number=number, books=books, language=language, submission=submission, by=member
    )
    return web.go(f"/green-books/{run}")


@get("/green-books/{run_id:uuid}", permission=WORK, name="greenbook.run")
async def one_run(request: Asked, run_id: FromPath[UUID]) -> Response[str]:
    """How far it is, and the files that are ready."""
    context = {"run": await queries.run(run_id, web.member(request))}
    if web.is_htmx(request):
        return web.fragment(request, "greenbook/run.html", "progress", context)
    return web.page(request, "greenbook/run.html", context)


@get("/green-books/{run_id:uuid}/{number:int}", permission=WORK, name="greenbook.run_file")
async def run_file(request: Asked, run_id: FromPath[UUID], number: FromPath[int]) -> Response[bytes]:
    """One file. That the shared pages of these people were opened is written first."""
    data = await _opened(request, run_id, number)
    return Response(
        data,
        media_type="application/pdf",
        headers={"content-disposition": f'inline; filename="green-books-{number}.pdf"'},
    )


@get("/green-books/{run_id:uuid}/everything.zip", permission=WORK, name="greenbook.run_zip")
async def run_zip(request: Asked, run_id: FromPath[UUID]) -> Response[bytes]:
    """All files of a run that are ready, in one."""
    run = await queries.run(run_id, web.member(request))
    if not run.files:
        raise NotFound
    written = BytesIO()
    # Stored as they are: a PDF is pressed together already.
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for one in run.files:
            archive.writestr(f"green-books-{one.first}-{one.last}.pdf", await _opened(request, run_id, one.number))
    return Response(
        written.getvalue(),
        media_type="application/zip",
        headers={"content-disposition": 'attachment; filename="green-books.zip"'},
    )


async def _opened(request: Asked, run_id: UUID, number: int) -> bytes:
    member = web.member(request)
    data, people = await queries.file(run_id, number, member)
    if people:
        await access_log.opened_together(
            kind="person",
            records=people,
            whose="SELECT id AS record, id AS person FROM person WHERE id = ANY($1)",
            by=member,
            page="greenbook.run_file",
        )
    return data


HANDLERS = [run_list, ask, one_run, run_file, run_zip]
