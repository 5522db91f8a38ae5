"""/measures/site: which instruments this site uses, who is on duty, and the licence packs."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.measures import actions, forms, queries
from livewell.measures.rules.instruments import LICENCE_LABELS
from livewell.measures.rules.pack_reading import LARGEST, PackUnreadable
from livewell.measures.rules.packs import CONTEXTS
from livewell.staff.permissions import Permission

# The file, and the rest of the form around it.
_UPLOAD = LARGEST + 64 * 1024


async def _site_page(request: Asked, form: Form, faults: tuple[str, ...] = ()) -> Response[str]:
    context = {
        "form": form,
        "faults": faults,
        "every": list((await queries.all_usable()).values()),
        "licences": LICENCE_LABELS,
        "packs": await queries.packs(),
        "contexts": CONTEXTS,
        "attested": forms.ATTESTED,
    }
    return web.page(request, "measures/site.html", context, status_code=200 if form.ok else 422)


@get("/measures/site", permission=Permission.MANAGE_MEASURES, name="measures.site")
async def site(request: Asked) -> Response[str]:
    """What is used here, every licence pack, and the form for another."""
    return await _site_page(request, Form.blank())


@post("/measures/site/packs", permission=Permission.MANAGE_MEASURES, name="measures.load_pack", body_limit=_UPLOAD)
async def load_pack(request: Asked) -> Response[Any]:
    """Load a licence pack: all of it, or nothing and every reason why not."""
    sent = await request.form()
    form = Form(sent)
    files = [one for one in sent.getall("pack", []) if isinstance(one, UploadFile)]
    attestation = forms.read_attestation(form)
    if attestation is None:
        return await _site_page(request, form)
    try:
        await actions.load_pack(
            await files[0].read() if files else b"",
            attestation=attestation,
            submission=form.submission,
            by=web.member(request),
        )
    except PackUnreadable as wrong:
        first, *more = wrong.sentences
        form.error("pack", first)
        return await _site_page(request, form, tuple(more))
    return web.go("/measures/site", said="The licence pack is loaded.")


async def _withdraw_page(request: Asked, pack_id: UUID, form: Form) -> Response[str]:
    context = {"form": form, "pack": await queries.pack(pack_id)}
    return web.page(request, "measures/withdraw.html", context, status_code=200 if form.ok else 422)


@get("/measures/site/packs/{pack_id:uuid}/withdraw", permission=Permission.MANAGE_MEASURES, name="measures.pack")
async def pack(request: Asked, pack_id: FromPath[UUID]) -> Response[str]:
    """A licence pack, to take it out of use."""
    return await _withdraw_page(request, pack_id, Form.blank())


@post("/measures/site/packs/{pack_id:uuid}/withdraw", permission=Permission.MANAGE_MEASURES, name="measures.withdraw")
async def withdraw(request: Asked, pack_id: FromPath[UUID]) -> Response[Any]:
    """Take it out of use; scores made with it stay."""
    form = Form(await request.form())
    why = forms.read_why(form)
    if not form.ok:
        return await _withdraw_page(request, pack_id, form)
    await actions.withdraw_pack(pack_id, why=why, by=web.member(request))
    return web.go("/measures/site", said="The licence pack is withdrawn. Scores made with it stay as they are.")


async def _choice_page(
    request: Asked, used: queries.Usable, people: list[tuple[str, str]], form: Form
) -> Response[str]:
    context = {"form": form, "used": used, "people": people, "licence": LICENCE_LABELS[used.instrument.licence]}
    return web.page(request, "measures/choice.html", context, status_code=200 if form.ok else 422)


@get("/measures/site/{instrument_id:str}", permission=Permission.MANAGE_MEASURES, name="measures.choice")
async def choice(request: Asked, instrument_id: FromPath[str]) -> Response[str]:
    """Whether an instrument is used here; for one with a safety rule, the pathway and who is on duty."""
    used = await queries.usable(instrument_id)
    chosen = {"on": used.chosen_on, "pathway": used.pathway, "duty_contact": used.duty.contact if used.duty else ""}
    return await _choice_page(request, used, await queries.for_duty(), Form.blank(chosen))


@post("/measures/site/{instrument_id:str}", permission=Permission.MANAGE_MEASURES, name="measures.choose")
async def choose(request: Asked, instrument_id: FromPath[str]) -> Response[Any]:
    """Keep the choice."""
    used = await queries.usable(instrument_id)
    people = await queries.for_duty()
    form = Form(await request.form())
    chosen = forms.read_choice(form, used.instrument, people)
    if chosen is None:
        return await _choice_page(request, used, people, form)
    await actions.choose(
        instrument_id,
        on=chosen.on,
        pathway=chosen.pathway,
        duty_contact=chosen.duty_contact,
        version=form.version or 0,
        by=web.member(request),
    )
    return web.go("/measures/site", said="The choice is kept.")


HANDLERS = [site, load_pack, pack, withdraw, choice, choose]
