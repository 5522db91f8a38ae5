"""/sign-in: a password, the second step, and out again; and the one-time link that sets a password."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from itsdangerous import BadSignature, URLSafeTimedSerializer
from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import again, cookies, keeping, web
from livewell.kit.door import House
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.staff import actions, passwords, queries
from livewell.staff.actions.signing_in import TooOften
from livewell.staff.permissions import Permission

WRONG = "The email address and the password do not go together"
WRONG_CODE = "That code is not right, or was used already. Wait for the next one and type that"
SLOW_DOWN = "There were many tries in a short time. Wait a few minutes, then try again"
HALF_WAY_SECONDS = 5 * 60
HOME = "/home"


@dataclass(frozen=True)
class HalfWay:
    """Somebody whose password was right and whose second step is still to come."""

    staff_user: UUID
    back: str


def _signer(house: House) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(house.secret, salt="livewell.half-way")


def _half_way(request: Asked) -> HalfWay | None:
    house = web.house(request)
    value = request.cookies.get(cookies.cookie_name(cookies.HALF_WAY, secure=house.secure), "")
    try:
        user, back, bound = _signer(house).loads(value, max_age=HALF_WAY_SECONDS)
        if bound != web.bound_to(request):
            return None
        return HalfWay(UUID(user), _safe(back))
    except (BadSignature, ValueError, TypeError):
        return None


def _safe(back: str) -> str:
    """Where to go on after signing in: a page of this site, else the first page of the role."""
    return back if web.is_local(back) and not back.startswith(("/sign-", "/set-password")) else HOME


def with_sign_in(request: Asked, answer: Response[Any], new: actions.NewSignIn) -> Response[Any]:
    """The same answer, with the cookie of a new sign-in."""
    answer.cookies.append(cookies.a_cookie(cookies.SIGN_IN, new.token, secure=web.house(request).secure))
    return answer


def without(request: Asked, answer: Response[Any], *names: str) -> Response[Any]:
    """The same answer, with these cookies told to go."""
    answer.cookies.extend(cookies.no_cookie(name, secure=web.house(request).secure) for name in names)
    return answer


async def begin(request: Asked, staff_user: UUID, *, back: str, second_factor: bool) -> Response[Any]:
    """Sign somebody in who has proved who they are, and go on: to what they were writing, when they bring it along."""
    on, kept = web.signed_in(request), await again.brought(request)
    new = await actions.sign_in(
        staff_user=staff_user,
        address=web.address_of(request),
        browser=web.browser_of(request),
        in_place_of=on.sign_in if on else None,
        second_factor=second_factor,
    )
    answer: Response[Any] = web.go(back)
    if kept is not None:
        request.scope["auth"] = await web.house(request).find_signed_in(new.token)
        answer = await again.welcome_back(request, kept)
    return without(request, with_sign_in(request, answer, new), cookies.HALF_WAY)


def _page(request: Asked, template: str, form: Form, status_code: int = 200) -> Response[str]:
    """One of the two pages of signing in, with the words that came along."""
    context = {"form": form, "kept": form.typed(keeping.FIELD)}
    return web.page(request, template, context, status_code=status_code)


@get("/sign-in", permission=PUBLIC, name="staff.sign_in")
async def sign_in(request: Asked) -> Response[Any]:
    """The sign-in page; somebody who is signed in goes on."""
    back = _safe(request.query_params.get("next", ""))
    if web.signed_in(request):
        return web.go(back)
    return _page(request, "staff/sign_in.html", Form.blank({"next": back}))


@post("/sign-in", permission=PUBLIC, name="staff.send_sign_in", body_limit=keeping.ROOM)
async def send_sign_in(request: Asked) -> Response[Any]:
    """Check an email address and a password."""
    form = Form(await request.form())
    email = form.text("email", "Email address", required="Enter your email address", longest=254)
    password = form.typed("password")
    if not password:
        form.error("password", "Enter your password")
    if not form.ok:
        return _page(request, "staff/sign_in.html", form, 422)
    try:
        proved = await actions.prove(email=email, password=password, address=web.address_of(request))
    except (TooOften, passwords.TooBusy):
        form.error("email", SLOW_DOWN)
        return _page(request, "staff/sign_in.html", form, 429)
    if proved is None:
        form.error("email", WRONG)
        return _page(request, "staff/sign_in.html", form, 422)
    back = _safe(form.typed("next"))
    house = web.house(request)
    if not proved.has_second_factor or house.demo:
        return await begin(request, proved.staff_user, back=back, second_factor=False)
    answer: Response[Any] = web.go("/sign-in/code")
    if form.typed(keeping.FIELD):
        # Words are in no cookie and no address, so this page has to carry them on.
        answer = _page(request, "staff/sign_in_code.html", form)
    value = _signer(house).dumps([str(proved.staff_user), back, web.bound_to(request)])
    kept = value if isinstance(value, str) else value.decode()
    answer.cookies.append(cookies.a_cookie(cookies.HALF_WAY, kept, secure=house.secure, seconds=HALF_WAY_SECONDS))
    return answer


@get("/sign-in/code", permission=PUBLIC, name="staff.sign_in_code")
async def sign_in_code(request: Asked) -> Response[Any]:
    """The second step."""
    if _half_way(request) is None:
        return web.go("/sign-in")
    return _page(request, "staff/sign_in_code.html", Form.blank())


@post("/sign-in/code", permission=PUBLIC, name="staff.send_sign_in_code", body_limit=keeping.ROOM)
async def send_sign_in_code(request: Asked) -> Response[Any]:
    """Check a code from the app, or a recovery code."""
    half, form = _half_way(request), Form(await request.form())
    if half is None and form.typed(keeping.FIELD):
        return _page(request, "staff/sign_in.html", form)
    if half is None:
        return web.go("/sign-in", said="That took too long. Please sign in again.")
    code = form.text("code", "Code", required="Enter the code", longest=40)
    if not form.ok:
        return _page(request, "staff/sign_in_code.html", form, 422)
    key, address = web.house(request).secret, web.address_of(request)
    try:
        from_app = len("".join(code.split())) == 6  # noqa: PLR2004  Six digits come from the app.
        use = actions.use_code if from_app else actions.use_recovery_code
        right = await use(staff_user=half.staff_user, code=code, key=key, address=address)
    except TooOften:
        form.error("code", SLOW_DOWN)
        return _page(request, "staff/sign_in_code.html", form, 429)
    if not right:
        form.error("code", WRONG_CODE)
        return _page(request, "staff/sign_in_code.html", form, 422)
    return await begin(request, half.staff_user, back=half.back, second_factor=True)


@post("/sign-out", permission=PUBLIC, name="staff.sign_out")
async def sign_out(request: Asked) -> Response[Any]:
    """End this sign-in. Public, so that it also works when the sign-in ended by itself."""
    on = web.signed_in(request)
    if on is not None:
        await actions.sign_out(on.sign_in, by=on.member)
    answer = without(request, web.go("/", said="You are signed out."), cookies.SIGN_IN, cookies.HALF_WAY)
    # On a shared computer the back button finds nothing (https://www.w3.org/TR/clear-site-data/).
    answer.headers["clear-site-data"] = '"cache", "storage"'
    return answer


@post("/account/stay", permission=Permission.OWN_ACCOUNT, name="staff.stay")
async def stay(request: Asked) -> Response[bytes]:
    """Somebody answered the warning: they are still there."""
    on = web.signed_in(request)
    if on is not None:
        await actions.stay(on.sign_in)
    return Response(b"", status_code=204, media_type="text/html")


@get("/set-password/{token:str}", permission=PUBLIC, name="staff.set_password")
async def set_password(request: Asked, token: FromPath[str]) -> Response[str]:
    """Where a one-time link leads."""
    invited = await queries.invitation(token) if cookies.is_token(token) else None
    status = 200 if invited else 404
    return web.page(
        request,
        "staff/set_password.html",
        {"form": Form.blank(), "invited": invited, "token": token},
        status_code=status,
    )


@post("/set-password/{token:str}", permission=PUBLIC, name="staff.send_set_password")
async def send_set_password(request: Asked, token: FromPath[str]) -> Response[Any]:
    """Set the password a link is for."""
    invited = await queries.invitation(token) if cookies.is_token(token) else None
    if invited is None:
        raise NotFound
    form = Form(await request.form())
    password = new_password(form, name=invited.name, email=invited.email)
    context = {"form": form, "invited": invited, "token": token}
    if not form.ok:
        return web.page(request, "staff/set_password.html", context, status_code=422)
    try:
        await actions.set_password(token=token, password=password)
    except passwords.TooBusy:
        form.error("password", SLOW_DOWN)
        return web.page(request, "staff/set_password.html", context, status_code=429)
    return web.go("/sign-in", said="Your password is set. Sign in with it now.")


def new_password(form: Form, *, name: str, email: str) -> str:
    """Read a new password from `form`; its error says what is wrong with it."""
    password = form.typed("password")
    if not password:
        form.error("password", "Enter a new password")
        return ""
    fault = passwords.fault_in(password, name=name, email=email)
    if fault is not None:
        form.error("password", fault)
    return password


HANDLERS = [
    sign_in,
    send_sign_in,
    sign_in_code,
    send_sign_in_code,
    sign_out,
    stay,
    set_password,
    send_set_password,
]
