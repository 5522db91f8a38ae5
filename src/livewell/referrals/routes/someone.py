"""/refer/someone: for somebody else, who has agreed."""

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException

from livewell.kit import limits, web
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.referrals.actions.receiving import receive
from livewell.referrals.forms.choices import CHOICES
from livewell.referrals.forms.someone import ForSomeoneElse
from livewell.referrals.queries.place import practices
from livewell.referrals.routes import unfinished
from livewell.referrals.routes.self_referral import AN_HOUR, SENDINGS
from livewell.referrals.routes.unfinished import Unfinished


async def _page(request: Asked, form: Form, *, status_code: int = 200) -> Response[str]:
    context = {"form": form, "practices": await practices(), "choices": CHOICES}
    return web.page(request, "referrals/someone.html", context, status_code=status_code)


@get("/refer/someone", permission=PUBLIC, name="referrals.someone")
async def someone(request: Asked) -> Response[str]:
    """The form for family, social services, voluntary groups and community facilities."""
    return await _page(request, ForSomeoneElse.begun())


@post("/refer/someone", permission=PUBLIC, name="referrals.send_someone")
async def send_someone(request: Asked) -> Response[str] | Response[bytes]:
    """Send it; without the person's agreement say kindly what to do instead, and keep nothing."""
    form = Form(await request.form())
    if ForSomeoneElse.says_no_agreement(form):
        return web.page(request, "referrals/someone_not_agreed.html", {})
    command = ForSomeoneElse.read(form, await practices())
    if command is None:
        return await _page(request, form, status_code=422)
    if await limits.too_many("refer-someone", web.address_of(request), SENDINGS, AN_HOUR):
        raise TooManyRequestsException
    referral = await receive(command, submission=form.submission, by=web.actor(request))
    begun = await unfinished.find(request)
    return await unfinished.keep_sent(request, Unfinished(token=begun.token), referral, web.go("/refer/done"))


HANDLERS = [someone, send_someone]
