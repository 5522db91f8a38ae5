"""/invitations: letters to people on a practice register; /invitation: where they answer."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath

from livewell.kit import access_log, drafts, limits, templates, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.places import queries as places
from livewell.referrals import actions
from livewell.referrals.forms import registry as forms
from livewell.referrals.forms.choices import CHOICES, OWN_CHOICES
from livewell.referrals.forms.registry import Invitee, Row
from livewell.referrals.queries import registry as queries
from livewell.referrals.routes import unfinished
from livewell.referrals.routes.unfinished import Unfinished
from livewell.referrals.rules import Register
from livewell.settings import settings
from livewell.staff.permissions import Permission

Answered = Response[str] | Response[bytes]
DRAFT = "registry-upload"
TRIES = 10
"""Codes tried from one address in an hour."""
LARGEST_BODY = forms.LARGEST_FILE + 16 * 1024


@get("/invitations", permission=Permission.TRIAGE, name="referrals.invitations")
async def invitations(request: Asked) -> Response[str]:
    """Who was invited, and what they answered."""
    typed = request.query_params.get("page", "1")
    page = max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1  # noqa: PLR2004
    found = await queries.invitations(seen_by=web.member(request), page=page)
    pages = max(1, -(-found.total // queries.PAGE))
    context = {
        "found": found,
        "page": page,
        "pages": pages,
        "first": (page - 1) * queries.PAGE + 1,
        "last": min(page * queries.PAGE, found.total),
    }
    return web.page(request, "referrals/invitations.html", context)


async def _form_page(request: Asked, template: str, form: Form, status_code: int, **more: Any) -> Response[str]:
    context = {
        "form": form,
        "practices": await queries.practices_of(web.member(request)),
        "choices": CHOICES,
        "most": forms.MOST_ROWS,
        **more,
    }
    return web.page(request, f"referrals/{template}.html", context, status_code=status_code)


@get("/invitations/new", permission=Permission.TRIAGE, name="referrals.new_invitation")
async def new_invitation(request: Asked) -> Response[str]:
    """Invite one person."""
    return await _form_page(request, "new_invitation", Form.blank(), 200)


@post("/invitations/new", permission=Permission.TRIAGE, name="referrals.send_invitation")
async def send_invitation(request: Asked) -> Answered:
    """Make one letter."""
    user = web.member(request)
    form = Form(await request.form())
    chosen = forms.read_register(form, await queries.practices_of(user))
    invitee = forms.read_invitee(form)
    if chosen is None or invitee is None:
        return await _form_page(request, "new_invitation", form, 422)
    practice, register = chosen
    batch = await actions.invite([invitee], practice=practice, register=register, submission=form.submission, by=user)
    return web.go(f"/invitations/batch/{batch}", said="The letter is ready to print.")


@get("/invitations/upload", permission=Permission.TRIAGE, name="referrals.upload_register")
async def upload_register(request: Asked) -> Response[str]:
    """Bring a cohort as a CSV file."""
    return await _form_page(request, "upload_register", Form.blank(), 200)


@post("/invitations/upload", permission=Permission.TRIAGE, body_limit=LARGEST_BODY, name="referrals.preview_register")
async def preview_register(request: Asked) -> Response[str]:
    """Show every line: who would be invited, who is here already, what has to be put right. Nothing is made yet."""
    user = web.member(request)
    data = await request.form()
    form = Form(data)
    chosen = forms.read_register(form, await queries.practices_of(user))
    uploads = [one for one in data.getall("file", []) if isinstance(one, UploadFile)]
    content = await uploads[0].read() if uploads else b""
    rows: list[Row] = []
    if not content:
        form.error("file", "Choose a CSV file")
    elif len(content) > forms.LARGEST_FILE:
        form.error("file", "The file is too big. Send 500 people at a time")
    else:
        rows, wrong = forms.read_rows(content)
        if wrong:
            form.error("file", wrong)
    if not form.ok or chosen is None:
        return await _form_page(request, "upload_register", form, 422)
    practice, register = chosen
    ready = [row.invitee for row in rows if row.invitee]
    here = await queries.here_already([one.identity.nhs_number or "" for one in ready])
    new = [one for one in ready if one.identity.nhs_number not in here]
    kept = {"practice": str(practice), "register": str(register), "people": [one.as_json() for one in new]}
    await drafts.keep(f"staff:{user.id}", DRAFT, str(form.submission), kept)
    context = {
        "form": form,
        "rows": rows,
        "here": here,
        "new": len(new),
        "wrong": sum(1 for row in rows if row.errors),
        "practice": (await queries.practices_of(user))[practice],
        "register": register,
    }
    return web.page(request, "referrals/preview_register.html", context)


@post("/invitations/confirm", permission=Permission.TRIAGE, name="referrals.confirm_register")
async def confirm_register(request: Asked) -> Response[bytes]:
    """Make the letters of a cohort that was looked at."""
    user = web.member(request)
    form = Form(await request.form())
    kept = await drafts.kept(f"staff:{user.id}", DRAFT, str(form.submission))
    if kept is None:
        raise NotFound
    people = [_invitee(one) for one in kept["people"]]
    batch = await actions.invite(
        people,
        practice=UUID(kept["practice"]),
        register=Register(kept["register"]),
        submission=form.submission,
        by=user,
    )
    await drafts.keep(f"staff:{user.id}", DRAFT, str(form.submission), kept | {"people": []})
    return web.go(f"/invitations/batch/{batch}", said="The letters are ready to print.")


def _invitee(kept: dict[str, str]) -> Invitee:
    form = Form({**kept, **dict(zip(("born-year", "born-month", "born-day"), kept["born"].split("-"), strict=True))})
    invitee = forms.read_invitee(form)
    if invitee is None:
        raise NotFound
    return invitee


@get("/invitations/batch/{batch_id:uuid}", permission=Permission.TRIAGE, name="referrals.batch")
async def batch(request: Asked, batch_id: FromPath[UUID]) -> Response[str]:
    """The letters that were made together."""
    letters = await queries.batch(batch_id, seen_by=web.member(request))
    return web.page(request, "referrals/batch.html", {"letters": letters, "batch": batch_id})


@get("/invitations/batch/{batch_id:uuid}/letters.pdf", permission=Permission.TRIAGE, name="referrals.batch_letters")
async def batch_letters(request: Asked, batch_id: FromPath[UUID]) -> Response[bytes]:
    """The letters of a batch in one PDF, a page each."""
    member = web.member(request)
    letters = await queries.batch(batch_id, seen_by=member)
    await access_log.opened_together(
        kind="invitation",
        records=[one.id for one in letters],
        whose="SELECT id AS record, person FROM registry_invitation WHERE id = ANY($1)",
        by=member,
        page="referrals.batch_letters",
    )
    return await _letters(letters, "invitations.pdf")


@get(
    "/invitations/{invitation_id:uuid}/letter.pdf",
    permission=Permission.TRIAGE,
    opens="invitation",
    name="referrals.letter",
)
async def letter(request: Asked, invitation_id: FromPath[UUID]) -> Response[bytes]:
    """One letter, to print again."""
    return await _letters([await queries.letter(invitation_id, seen_by=web.member(request))], "invitation.pdf")


async def _letters(letters: list[queries.Invitation], filename: str) -> Response[bytes]:
    chosen = await places.settings()
    html = templates.render(
        "referrals/letters_pdf.html",
        {
            "letters": letters,
            "address": f"{settings().address}/invitation",
            "phone": chosen["public_phone"],
            "email": chosen["public_email"],
            "service": chosen["service_name"],
        },
    )
    return await web.pdf(html, filename=filename)


@get("/invitation", permission=PUBLIC, name="referrals.invitation")
async def invitation(request: Asked) -> Response[str]:
    """Where somebody answers a letter."""
    return web.page(request, "referrals/invitation.html", {"form": Form.blank(), "choices": OWN_CHOICES})


@post("/invitation", permission=PUBLIC, name="referrals.answer_invitation")
async def answer_invitation(request: Asked) -> Answered:
    """Take the answer to a letter: code and date of birth together, and nothing about the person is shown."""
    form = Form(await request.form())
    typed = form.text("code", "The code on your letter", required="Enter the code on your letter", longest=40)
    born_on = form.day("born", "Your date of birth", required="Enter your date of birth")
    read = forms.read_answer(form)
    if form.ok and read is not None and born_on is not None:
        if await limits.too_many("invitation", web.address_of(request), TRIES, timedelta(hours=1)):
            raise TooManyRequestsException
        try:
            referral = await actions.answer_invitation(
                forms.tidy_code(typed), born_on=born_on, answer=read, submission=form.submission, by=web.actor(request)
            )
        except NotFound:
            form.error("code", "That code and date of birth do not go together. Check both, or ring us")
        else:
            return await _thank(request, referral)
    return web.page(request, "referrals/invitation.html", {"form": form, "choices": OWN_CHOICES}, status_code=422)


async def _thank(request: Asked, referral: UUID | None) -> Answered:
    """The receipt for a yes, and kind words for a "not now"."""
    if referral is None:
        return web.page(request, "referrals/invitation_declined.html", {})
    begun = await unfinished.find(request)
    return await unfinished.keep_sent(request, Unfinished(token=begun.token), referral, web.go("/refer/done"))


HANDLERS = [
    invitations,
    new_invitation,
    send_invitation,
    upload_register,
    preview_register,
    confirm_register,
    batch,
    batch_letters,
    letter,
    invitation,
    answer_invitation,
]
