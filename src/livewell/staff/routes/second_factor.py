"""/account/second-factor: a second step at sign-in, set up with an app on a phone."""

from typing import Any

from litestar import Response, get, post

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff import actions, passwords, queries, second_factor
from livewell.staff.actions.passwords import WrongPassword
from livewell.staff.actions.signing_in import TooOften
from livewell.staff.permissions import Permission
from livewell.staff.routes.account import on_of, on_user
from livewell.staff.routes.sign_in import SLOW_DOWN, with_sign_in

OWN = Permission.OWN_ACCOUNT


@get("/account/second-factor", permission=OWN, name="staff.second_factor")
async def set_up(request: Asked) -> Response[str]:
    """The square to scan, and the box for the first code."""
    on = on_of(request)
    begun = second_factor.begin(user=on_user(on), email=on.member.email, key=web.house(request).secret)
    mine = await queries.account(on_user(on))
    return _page(request, Form.blank(), begun, has_one=mine is not None and mine.has_second_factor)


def _page(
    request: Asked, form: Form, begun: second_factor.SetUp, *, has_one: bool, status_code: int = 200
) -> Response[str]:
    context = {"form": form, "begun": begun, "has_one": has_one, "demo_here": web.house(request).demo}
    return web.page(request, "staff/second_factor.html", context, status_code=status_code)


@post("/account/second-factor", permission=OWN, name="staff.send_second_factor")
async def send_set_up(request: Asked) -> Response[Any]:
    """Check the first code, and show the recovery codes once."""
    on = on_of(request)
    form = Form(await request.form())
    key = web.house(request).secret
    begun = second_factor.again(form.typed("sealed"), user=on_user(on), email=on.member.email, key=key)
    if begun is None:
        return web.go("/account/second-factor", said="That took too long. Scan the new square, please.")
    mine = await queries.account(on_user(on))
    has_one = mine is not None and mine.has_second_factor
    code = form.text("code", "Code", required="Enter the code that the app shows", longest=20)
    password = form.typed("now_password")
    if has_one and not password:
        form.error("now_password", "Enter your password, so that nobody else can change your second step")
    if not form.ok:
        return _page(request, form, begun, has_one=has_one, status_code=422)
    try:
        if has_one:
            await actions.check_own_password(password, by=on.member)
        done = await actions.set_up_second_factor(
            secret=begun.secret, code=code, key=key, here=on.sign_in, by=on.member
        )
    except WrongPassword:
        form.error("now_password", "This is not your password")
        return _page(request, form, begun, has_one=has_one, status_code=422)
    except (TooOften, passwords.TooBusy):
        form.error("code", SLOW_DOWN)
        return _page(request, form, begun, has_one=has_one, status_code=429)
    if done is None:
        form.error("code", "That code is not right. Wait for the next one and type that")
        return _page(request, form, begun, has_one=has_one, status_code=422)
    new, codes = done
    # The page that follows is already the new sign-in's: its forms carry the new token.
    request.scope["auth"] = await web.house(request).find_signed_in(new.token)
    return with_sign_in(request, web.page(request, "staff/recovery_codes.html", {"codes": codes}), new)


HANDLERS = [set_up, send_set_up]
