"""/own/right, /own/changing, /own/closed: the three links of the message that asks; each opens a page with one button."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets import queries as listings
from livewell.kit import cookies, web
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.owners import actions, queries
from livewell.owners.door import cookie
from livewell.owners.routes.coming import came, carried, not_too_often
from livewell.owners.rules import OPENINGS_AN_HOUR, Answer

_ANOTHER = "You opened another link after this one. Open the link in the message again."


def _answer(said: str) -> Answer:
    if said not in set(Answer):
        raise NotFound
    return Answer(said)


@get("/own/{said:str}/{token:str}", permission=PUBLIC, name="owners.answer_link")
async def answer_link(request: Asked, said: FromPath[str], token: FromPath[str]) -> Response[bytes]:
    """A link from the message. It changes nothing: the button on its page does."""
    answer = _answer(said)
    await not_too_often(request, "own-open", OPENINGS_AN_HOUR)
    if await queries.asked_by(token, answer) is None:
        return web.go("/own/ended")
    return carried(request, token, f"/own/answer/{answer.value}")


@get("/own/answer/{said:str}", permission=PUBLIC, name="owners.answer_page")
async def answer_page(request: Asked, said: FromPath[str]) -> Response[Any]:
    """What the listing says, and one button."""
    answer = _answer(said)
    token = cookie(request, cookies.KEY)
    found = await queries.asked_by(token, answer) if token else None
    if found is None:
        return web.go("/own/ended")
    context = {"asset": await listings.asset(found[1].asset, hidden_too=True), "asked": found[1].id}
    return web.page(request, f"owners/answer_{answer.value}.html", context)


@post("/own/answer/{said:str}", permission=PUBLIC, name="owners.answer")
async def give_answer(request: Asked, said: FromPath[str]) -> Response[bytes]:
    """Take the answer. The link is spent."""
    answer = _answer(said)
    form = Form(await request.form())
    token = cookie(request, cookies.KEY) or ""
    found = await queries.asked_by(token, answer)
    if found is None:
        return web.go("/own/ended")
    if str(found[1].id) != form.typed("asked"):
        raise RuleBroken(_ANOTHER)
    if answer is Answer.CHANGING:
        asset, browser = await actions.answer_changing(token)
        return came(request, browser, f"/own/listings/{asset}")
    if answer is Answer.RIGHT:
        await actions.answer_right(token, version=form.version)
    else:
        await actions.answer_closed(token)
    done = web.go(f"/own/thanks/{answer.value}")
    done.cookies.append(cookies.no_cookie(cookies.KEY, secure=web.house(request).secure))
    return done


@get("/own/thanks/{said:str}", permission=PUBLIC, name="owners.thanks")
async def thanks(request: Asked, said: FromPath[str]) -> Response[str]:
    """We have it. The page names nothing, so it opens nothing."""
    return web.page(request, "owners/thanks.html", {"is_right": _answer(said) is Answer.RIGHT})


HANDLERS = (answer_link, answer_page, give_answer, thanks)
