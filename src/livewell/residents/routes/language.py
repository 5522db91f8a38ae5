"""/my/language and /my/help-now: the language of one's own pages, and help in it."""

from litestar import Response, get, post

from livewell.kit import cookies, languages, web
from livewell.kit.door import OWN_ADDRESS, is_own_address
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked


@post("/my/language", permission=PUBLIC, name="residents.language")
async def language(request: Asked) -> Response[bytes]:
    """Choose it; the page one came from is shown in it."""
    form = Form(await request.form())
    back = form.typed("back")
    answer = web.go(back if web.is_local(back) and is_own_address(back) else OWN_ADDRESS)
    chosen = languages.known(form.typed("language"))
    answer.cookies.append(cookies.a_cookie(cookies.LANGUAGE, chosen, secure=web.house(request).secure))
    return answer


@get("/my/help-now", permission=PUBLIC, name="residents.help_now")
async def help_now(request: Asked) -> Response[str]:
    """Whom to call now, in the language of one's own pages; nobody needs to have come in."""
    return web.page(request, "residents/help_now.html", {})


HANDLERS = (language, help_now)
