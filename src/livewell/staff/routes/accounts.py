"""/staff: who may sign in, as what, and until when."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places import queries as places
from livewell.staff import actions, letters, queries
from livewell.staff.forms import ROLE_CHOICES, Choices, read_details
from livewell.staff.permissions import Permission
from livewell.staff.rules import ROLE_LABELS, Role

MANAGE = Permission.MANAGE_STAFF
_LONGEST_WORDS = 80


async def _choices(request: Asked) -> Choices:
    return Choices(
        areas=[(str(area.id), area.name) for area in await places.areas()],
        practices=[(str(practice.id), practice.name) for practice in await places.practices()],
        organisations=await web.house(request).organisations(),
    )


@get("/staff", permission=MANAGE, name="staff.all")
async def staff(request: Asked) -> Response[str]:
    """Those who sign in, or did, narrowed by role and name; what cannot be read is left out."""
    form = Form(request.query_params)
    words = form.text("words", "Name or email address", longest=_LONGEST_WORDS)[:_LONGEST_WORDS]
    role = form.one_of("role", ROLE_CHOICES) or ""
    found = await queries.accounts(
        words=words,
        role=Role(role) if role else None,
        page=form.whole_number("page", lowest=1, highest=9999) or 1,
    )
    asked = {name: text for name, text in (("role", role), ("words", words)) if text}
    context = {
        "accounts": found,
        "labels": ROLE_LABELS,
        "form": Form.blank(asked),
        "roles": [(one.value, ROLE_LABELS[one]) for one in Role],
        "narrowed": bool(asked),
        "link": f"/staff?{urlencode(asked | {'page': ''})}",
    }
    return web.page(request, "staff/staff.html", context)


@get("/staff/new", permission=MANAGE, name="staff.new_staff")
async def new_staff(request: Asked) -> Response[str]:
    """The form to add somebody."""
    return await _form_page(request, Form.blank(), None)


async def _form_page(
    request: Asked, form: Form, account: queries.Account | None, *, status_code: int = 200
) -> Response[str]:
    context = {"form": form, "account": account, "roles": ROLE_CHOICES, "choices": await _choices(request)}
    template = "staff/edit_staff.html" if account else "staff/new_staff.html"
    return web.page(request, template, context, status_code=status_code)


@post("/staff/new", permission=MANAGE, name="staff.add_staff")
async def add_staff(request: Asked) -> Response[Any]:
    """Add somebody, and send or show their one-time link."""
    form = Form(await request.form())
    details = read_details(form, await _choices(request))
    if details is None:
        return await _form_page(request, form, None, status_code=422)
    try:
        invited = await actions.add(details, by=web.member(request))
    except RuleBroken as refusal:
        form.error("email", str(refusal))
        return await _form_page(request, form, None, status_code=422)
    return await _invited(request, invited)


async def _invited(request: Asked, invited: actions.Invited) -> Response[str]:
    """The page that says the link was sent, or shows it this once."""
    account = await queries.account(invited.staff_user)
    if account is None:
        raise NotFound
    link = web.house(request).address + invited.path
    sent = await letters.send_invitation(name=account.name, email=account.email, link=link)
    return web.page(request, "staff/invited.html", {"account": account, "link": None if sent else link})


@get("/staff/{staff_user_id:uuid}", permission=MANAGE, name="staff.edit_staff")
async def edit_staff(request: Asked, staff_user_id: FromPath[UUID]) -> Response[str]:
    """One account: what is written about the person, and what can be done."""
    account = await queries.account(staff_user_id)
    if account is None:
        raise NotFound
    values = {
        "name": account.name,
        "email": account.email,
        "job_title": account.job_title,
        "phone": account.phone,
        "role": account.role.value,
        "area": account.area,
        "practice": account.practice,
        "organisation": account.organisation,
    }
    return await _form_page(request, Form.blank(values), account)


@post("/staff/{staff_user_id:uuid}", permission=MANAGE, name="staff.change_staff")
async def change_staff(request: Asked, staff_user_id: FromPath[UUID]) -> Response[Any]:
    """Change what is written about somebody, and what they may do."""
    account = await queries.account(staff_user_id)
    if account is None:
        raise NotFound
    form = Form(await request.form())
    details = read_details(form, await _choices(request))
    if details is None:
        return await _form_page(request, form, account, status_code=422)
    await actions.change(staff_user_id, details, version=form.version or 0, by=web.member(request))
    return web.go(f"/staff/{staff_user_id}", said="The changes are saved.")


@post("/staff/{staff_user_id:uuid}/close", permission=MANAGE, name="staff.close_staff")
async def close_staff(request: Asked, staff_user_id: FromPath[UUID]) -> Response[bytes]:
    """End somebody's access, at once."""
    await actions.deactivate(staff_user_id, by=web.member(request))
    return web.go(f"/staff/{staff_user_id}", said="The account is closed. Its sign-ins have ended.")


@post("/staff/{staff_user_id:uuid}/let-back-in", permission=MANAGE, name="staff.let_staff_back_in")
async def let_staff_back_in(request: Asked, staff_user_id: FromPath[UUID]) -> Response[str]:
    """Open a closed account again, with a new link."""
    return await _invited(request, await actions.let_back_in(staff_user_id, by=web.member(request)))


@post("/staff/{staff_user_id:uuid}/link", permission=MANAGE, name="staff.new_staff_link")
async def new_staff_link(request: Asked, staff_user_id: FromPath[UUID]) -> Response[str]:
    """A new one-time link to set a password."""
    return await _invited(request, await actions.new_password_link(staff_user_id, by=web.member(request)))


@post("/staff/{staff_user_id:uuid}/remove-second-factor", permission=MANAGE, name="staff.remove_staff_second_factor")
async def remove_staff_second_factor(request: Asked, staff_user_id: FromPath[UUID]) -> Response[bytes]:
    """Take a lost second step away."""
    await actions.remove_second_factor(staff_user_id, by=web.member(request))
    return web.go(f"/staff/{staff_user_id}", said="The second step is gone. They set up a new one when they sign in.")


HANDLERS = [
    staff,
    new_staff,
    add_staff,
    edit_staff,
    change_staff,
    close_staff,
    let_staff_back_in,
    new_staff_link,
    remove_staff_second_factor,
]
