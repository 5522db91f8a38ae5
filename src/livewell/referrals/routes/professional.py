"""/refer/professional: the e-referral, its check for duplicates, and the receipt."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath

from livewell.kit import limits, web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.people import queries as people
from livewell.people.rules import Identity
from livewell.referrals.actions import triage
from livewell.referrals.actions.receiving import KIND, receive
from livewell.referrals.forms.choices import CHOICES
from livewell.referrals.forms.professional import ProfessionalReferral, types_for
from livewell.referrals.queries import people as known
from livewell.referrals.queries import sent
from livewell.referrals.queries.people import OwnReferral
from livewell.referrals.queries.place import practices
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

CHECKS = 120
CHECKS_WITHIN = timedelta(minutes=10)
"""Far more than anybody types, far fewer than it takes to try out numbers."""


@dataclass(frozen=True)
class AlreadyKnown:
    """That Live Well may know the person, and which referrals the asker's own practice sent. Nothing else."""

    own: list[OwnReferral]


async def _already_known(identity: Identity, user: Member) -> AlreadyKnown | None:
    likely = await people.possible_duplicates(identity)
    if not likely:
        return None
    return AlreadyKnown(await known.own_referrals([one.person.id for one in likely], user.practice, user.id))


async def _page(
    request: Asked, form: Form, *, warned: AlreadyKnown | None = None, status_code: int = 200
) -> Response[str]:
    user = web.member(request)
    context = {
        "form": form,
        "practices": await practices(),
        "types": types_for(user),
        "choices": CHOICES,
        "known": warned,
        "checked": None,
    }
    return web.page(request, "referrals/new_professional.html", context, status_code=status_code)


@get("/refer/professional", permission=Permission.REFER, name="referrals.new_professional")
async def new_professional(request: Asked) -> Response[str]:
    """An empty form, with what this referrer chose the last time."""
    user = web.member(request)
    return await _page(request, ProfessionalReferral.begun(user, await sent.last_used(user)))


@post("/refer/professional", permission=Permission.REFER, name="referrals.send_professional")
async def send_professional(request: Asked) -> Response[str] | Response[bytes]:
    """Send it; when Live Well may know the person already, ask first."""
    user = web.member(request)
    form = Form(await request.form())
    command = ProfessionalReferral.read(form, user, await practices())
    if command is None:
        return await _page(request, form, status_code=422)
    if not form.yes("send_anyway"):
        warned = await _already_known(command.identity, user)
        if warned is not None:
            before = await sent.sent_already(form.submission, KIND)
            if before is not None:
                return web.go(f"/refer/received/{before}")
            return await _page(request, form, warned=warned, status_code=422)
    referral = await receive(command, submission=form.submission, by=user)
    return web.go(f"/refer/received/{referral}")


@post("/refer/professional/check", permission=Permission.REFER, name="referrals.check_professional")
async def check_professional(request: Asked) -> Response[str]:
    """While somebody types: is the NHS number right, and may Live Well know the person already?"""
    user = web.member(request)
    if await limits.too_many("referral-check", str(user.id), CHECKS, CHECKS_WITHIN):
        raise TooManyRequestsException
    form = Form(await request.form())
    # Read into a form of its own: boxes that are still empty are no mistake yet.
    identity = ProfessionalReferral.identity(form)
    wrong = form.error_for("nhs_number")
    enough = identity.nhs_number or (identity.first_name and identity.family_name and identity.born_on)
    warned = await _already_known(identity, user) if enough and wrong is None else None
    context = {
        "form": Form.blank(),
        "practices": {},
        "types": [],
        "choices": CHOICES,
        "known": warned,
        "checked": {"wrong": wrong, "nhs_number": identity.nhs_number},
    }
    if not web.is_htmx(request):
        return web.page(request, "referrals/check_professional.html", context, status_code=422 if wrong else 200)
    return web.fragment(
        request, "referrals/check_professional.html", "checked", context, status_code=422 if wrong else 200
    )


@get("/refer/received/{referral_id:uuid}", permission=Permission.REFER, opens="referral", name="referrals.received")
async def received(request: Asked, referral_id: FromPath[UUID]) -> Response[str]:
    """The receipt: the reference, what happens next and by when, and what a coach has asked."""
    referral = await sent.received(referral_id, seen_by=web.member(request))
    return web.page(request, "referrals/received.html", {"referral": referral, "form": Form.blank()})


@post(
    "/refer/received/{referral_id:uuid}/answer/{request_id:uuid}",
    permission=Permission.REFER,
    name="referrals.answer",
)
async def answer(
    request: Asked, referral_id: FromPath[UUID], request_id: FromPath[UUID]
) -> Response[str] | Response[bytes]:
    """Answer what a coach asked."""
    user = web.member(request)
    form = Form(await request.form())
    text = form.text("answer", "Your answer", required="Write your answer", longest=2000)
    if not form.ok:
        referral = await sent.received(referral_id, seen_by=user)
        return web.page(request, "referrals/received.html", {"referral": referral, "form": form}, status_code=422)
    await triage.answer(referral_id, request_id=request_id, text=text, by=user)
    return web.go(f"/refer/received/{referral_id}", said="Thank you. The health coach has your answer.")


HANDLERS = [new_professional, send_professional, check_professional, received, answer]
