"""/volunteer/reference…: somebody who knows a volunteer answers a few questions, by a link in a message."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import cookies, doorkeys, web
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.volunteers import actions, queries
from livewell.volunteers.routes.often import ANSWERS_AN_HOUR, not_too_often
from livewell.volunteers.rules.words import REFERENCE

_AN_HOUR = 60 * 60


@get("/volunteer/reference/{token:str}", permission=PUBLIC, name="volunteers.reference_link")
async def reference_link(request: Asked, token: FromPath[str]) -> Response[bytes]:
    """A link from a message. It spends nothing, and its number goes into no history."""
    await not_too_often(request, "volunteer-reference", ANSWERS_AN_HOUR)
    if await doorkeys.open_key(token, actions.REFERENCE_KEY) is None:
        return web.go("/volunteer/reference/ended")
    answer = web.go("/volunteer/reference")
    answer.cookies.append(cookies.a_cookie(cookies.KEY, token, secure=web.house(request).secure, seconds=_AN_HOUR))
    return answer


@get("/volunteer/reference", permission=PUBLIC, name="volunteers.reference_page")
async def reference_page(request: Asked) -> Response[Any]:
    """The questions, with the name of whom they are about."""
    return await _page(request, Form.blank())


@post("/volunteer/reference", permission=PUBLIC, name="volunteers.answer_reference")
async def answer_reference(request: Asked) -> Response[Any]:
    """Take the answers, or that they would rather not."""
    await not_too_often(request, "volunteer-reference", ANSWERS_AN_HOUR)
    form = Form(await request.form())
    answers = read_answers(form)
    if answers is None and not form.ok:
        return await _page(request, form, status_code=422)
    try:
        await actions.answer_reference(_token(request), answers)
    except RuleBroken:
        return web.go("/volunteer/reference/ended")
    answer = web.go("/volunteer/reference/thanks")
    answer.cookies.append(cookies.no_cookie(cookies.KEY, secure=web.house(request).secure))
    return answer


def read_answers(form: Form) -> dict[str, str] | None:
    """Question -> answer; None when they would rather not, or with what has to be put right."""
    if form.yes("rather_not"):
        return None
    answers = {key: form.text(f"answer-{key}", question, longest=3000) for key, question in REFERENCE.items()}
    if not any(answers.values()):
        form.error(f"answer-{next(iter(REFERENCE))}", "Answer what you can, or tick that you would rather not")
    return {key: said for key, said in answers.items() if said} if form.ok else None


async def _page(request: Asked, form: Form, *, status_code: int = 200) -> Response[Any]:
    opened = await doorkeys.open_key(_token(request), actions.REFERENCE_KEY)
    about = await queries.asked_about(opened.subject) if opened else None
    if about is None:
        return web.go("/volunteer/reference/ended")
    context = {"form": form, "about": about, "questions": tuple(REFERENCE.items())}
    return web.page(request, "volunteers/reference_asked.html", context, status_code=status_code)


def _token(request: Asked) -> str:
    found = request.cookies.get(cookies.cookie_name(cookies.KEY, secure=web.house(request).secure))
    return found if found is not None and cookies.is_token(found) else ""


@get("/volunteer/reference/thanks", permission=PUBLIC, name="volunteers.reference_thanks")
async def reference_thanks(request: Asked) -> Response[str]:
    """We have it."""
    return web.page(request, "volunteers/reference_thanks.html", {"ended": False})


@get("/volunteer/reference/ended", permission=PUBLIC, name="volunteers.reference_ended")
async def reference_ended(request: Asked) -> Response[str]:
    """A link that opens nothing any more, or never did."""
    return web.page(request, "volunteers/reference_thanks.html", {"ended": True}, status_code=404)


HANDLERS = (reference_link, reference_page, answer_reference, reference_thanks, reference_ended)
