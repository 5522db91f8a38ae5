"""/sign-in/forgotten: a link by e-mail for somebody who forgot their password."""

from litestar import Response, get, post

from livewell.kit import notify, web
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.staff import actions
from livewell.staff.actions.signing_in import TooOften
from livewell.staff.routes.sign_in import SLOW_DOWN


@get("/sign-in/forgotten", permission=PUBLIC, name="staff.forgotten")
async def forgotten(request: Asked) -> Response[str]:
    """Where the link is asked for; or, without a mail server, whom to ask."""
    return _page(request, Form.blank())


@post("/sign-in/forgotten", permission=PUBLIC, name="staff.ask_password_link")
async def ask_password_link(request: Asked) -> Response[str] | Response[bytes]:
    """Send it, when the address is an account's; the answer is the same for every address."""
    form = Form(await request.form())
    email = form.email("email", required="Enter your email address")
    if not form.ok or not notify.is_set_up():
        return _page(request, form, 422 if not form.ok else 200)
    try:
        await actions.ask_password_link(email=email, address=web.address_of(request))
    except TooOften:
        form.error("email", SLOW_DOWN)
        return _page(request, form, 429)
    return web.go("/sign-in/forgotten/sent")


@get("/sign-in/forgotten/sent", permission=PUBLIC, name="staff.password_link_sent")
async def password_link_sent(request: Asked) -> Response[str]:
    """Look into your mailbox."""
    return web.page(request, "staff/password_link_sent.html", {})


def _page(request: Asked, form: Form, status_code: int = 200) -> Response[str]:
    context = {"form": form, "is_set_up": notify.is_set_up()}
    return web.page(request, "staff/forgotten.html", context, status_code=status_code)


HANDLERS = [forgotten, ask_password_link, password_link_sent]
