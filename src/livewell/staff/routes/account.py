"""/account: one's own password and sign-ins."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.door import SignedIn, SignInNeeded
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff import actions, passwords, queries
from livewell.staff.actions.passwords import WrongPassword
from livewell.staff.actions.signing_in import TooOften
from livewell.staff.permissions import Permission
from livewell.staff.routes.sign_in import SLOW_DOWN, new_password, with_sign_in
from livewell.staff.rules import ROLE_LABELS

OWN = Permission.OWN_ACCOUNT


def on_of(request: Asked) -> SignedIn:
    """The sign-in in use; the guard has made sure that there is one."""
    on = web.signed_in(request)
    if on is None:
        raise SignInNeeded
    return on


@get("/account", permission=OWN, name="staff.account")
async def account(request: Asked) -> Response[str]:
    """One's own account: password, second step, browsers."""
    on = on_of(request)
    mine = await queries.account(on_user(on))
    return web.page(
        request,
        "staff/account.html",
        {
            "mine": mine,
            "role": ROLE_LABELS[on.member.role],
            "sign_ins": await queries.own_sign_ins(seen_by=on.member, here=on.sign_in),
            "codes_left": await queries.recovery_codes_left(seen_by=on.member),
        },
    )


def on_user(on: SignedIn) -> UUID:
    """The account behind a sign-in."""
    assert on.member.id is not None  # A member always has one.
    return on.member.id


@get("/account/password", permission=OWN, name="staff.own_password")
async def own_password(request: Asked) -> Response[str]:
    """The page to change one's own password."""
    return web.page(request, "staff/own_password.html", {"form": Form.blank()})


@post("/account/password", permission=OWN, name="staff.change_own_password")
async def change_own_password(request: Asked) -> Response[Any]:
    """Change one's own password."""
    on = on_of(request)
    form = Form(await request.form())
    now_password = form.typed("now_password")
    if not now_password:
        form.error("now_password", "Enter the password you have now")
    password = new_password(form, name=on.member.name, email=on.member.email)
    if not form.ok:
        return web.page(request, "staff/own_password.html", {"form": form}, status_code=422)
    try:
        new = await actions.change_password(
            now_password=now_password, new_password=password, here=on.sign_in, by=on.member
        )
    except WrongPassword:
        form.error("now_password", "This is not the password you have now")
        return web.page(request, "staff/own_password.html", {"form": form}, status_code=422)
    except (TooOften, passwords.TooBusy):
        form.error("now_password", SLOW_DOWN)
        return web.page(request, "staff/own_password.html", {"form": form}, status_code=429)
    said = "Your password is changed. Every other browser is signed out."
    return with_sign_in(request, web.go("/account", said=said), new)


@post("/account/sign-ins/{sign_in_id:uuid}/end", permission=OWN, name="staff.end_own_sign_in")
async def end_own_sign_in(request: Asked, sign_in_id: FromPath[UUID]) -> Response[bytes]:
    """Sign one other browser out."""
    await actions.sign_out_one(sign_in_id, by=web.member(request))
    return web.go("/account", said="That browser is signed out.")


@post("/account/sign-ins/end-others", permission=OWN, name="staff.end_other_sign_ins")
async def end_other_sign_ins(request: Asked) -> Response[bytes]:
    """Sign every other browser out."""
    on = on_of(request)
    await actions.sign_out_elsewhere(on.sign_in, by=on.member)
    return web.go("/account", said="Every other browser is signed out.")


HANDLERS = [account, own_password, change_own_password, end_own_sign_in, end_other_sign_ins]
