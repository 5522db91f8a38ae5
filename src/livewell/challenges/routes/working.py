"""/forum/challenges/{id}/…: evidence, options, the decision, the next state, the next agenda, and the end."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.challenges import actions, queries
from livewell.challenges.forms import ideas as forms
from livewell.challenges.routes.ideas import ALL, ONE, RUN
from livewell.forum import queries as forum
from livewell.journeys import queries as journeys
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked


@get(f"{ONE}/evidence", permission=RUN, name="challenges.evidence_page")
async def evidence_page(request: Asked, challenge_id: FromPath[UUID]) -> Response[str]:
    """The form for one thing that is known."""
    return await _evidence_page(request, challenge_id, Form.blank())


@post(f"{ONE}/evidence", permission=RUN, name="challenges.give_evidence")
async def give_evidence(request: Asked, challenge_id: FromPath[UUID]) -> Response[Any]:
    """Put it beside the challenge."""
    form = Form(await request.form())
    typed = forms.read_evidence(form, await forum.choices())
    await journeys.note_too_much(form, ("title", "words"), by=web.member(request))
    if typed is None or not form.ok:
        return await _evidence_page(request, challenge_id, form)
    await actions.give_evidence(challenge_id, typed, submission=form.submission, by=web.member(request))
    return web.go(f"{ALL}/{challenge_id}", said="It stands beside the challenge.")


async def _evidence_page(request: Asked, challenge_id: UUID, form: Form) -> Response[str]:
    context = {
        "challenge": await queries.challenge(challenge_id),
        "form": form,
        "kinds": forms.KINDS,
        "members": await forum.choices(),
    }
    return web.page(request, "challenges/evidence.html", context, status_code=200 if form.ok else 422)


@post(f"{ONE}/evidence/{{evidence_id:uuid}}/strike", permission=RUN, name="challenges.strike_evidence")
async def strike_evidence(request: Asked, challenge_id: FromPath[UUID], evidence_id: FromPath[UUID]) -> Response[bytes]:
    """Take it out of the count."""
    await actions.strike_evidence(challenge_id, evidence_id, by=web.member(request))
    return web.go(f"{ALL}/{challenge_id}", said="It is taken out.")


@get(f"{ONE}/options", permission=RUN, name="challenges.option_page")
async def option_page(request: Asked, challenge_id: FromPath[UUID]) -> Response[str]:
    """The form for one thing that could be done."""
    return await _option_page(request, challenge_id, Form.blank())


@post(f"{ONE}/options", permission=RUN, name="challenges.suggest_option")
async def suggest_option(request: Asked, challenge_id: FromPath[UUID]) -> Response[Any]:
    """Write it down."""
    form = Form(await request.form())
    typed = forms.read_option(form)
    await journeys.note_too_much(form, ("title", "words"), by=web.member(request))
    if typed is None or not form.ok:
        return await _option_page(request, challenge_id, form)
    await actions.suggest_option(challenge_id, *typed, submission=form.submission, by=web.member(request))
    return web.go(f"{ALL}/{challenge_id}", said="The option is written down.")


async def _option_page(request: Asked, challenge_id: UUID, form: Form) -> Response[str]:
    context = {"challenge": await queries.challenge(challenge_id), "form": form}
    return web.page(request, "challenges/option.html", context, status_code=200 if form.ok else 422)


@get(f"{ONE}/choose", permission=RUN, name="challenges.choose_page")
async def choose_page(request: Asked, challenge_id: FromPath[UUID]) -> Response[str]:
    """The form for what the forum decided on."""
    return await _choose_page(request, await queries.challenge(challenge_id), Form.blank())


@post(f"{ONE}/choose", permission=RUN, name="challenges.choose")
async def choose(request: Asked, challenge_id: FromPath[UUID]) -> Response[Any]:
    """Keep it."""
    form = Form(await request.form())
    found = await queries.challenge(challenge_id)
    typed = forms.read_choice(form, found.option_choices, found.decision_choices)
    if typed is None:
        return await _choose_page(request, found, form)
    await actions.choose_option(challenge_id, typed[0], decision=typed[1], by=web.member(request))
    return web.go(f"{ALL}/{challenge_id}", said="What the forum chose is written down.")


async def _choose_page(request: Asked, found: queries.ChallengeSeen, form: Form) -> Response[str]:
    context = {"challenge": found, "form": form, "charter": await queries.agreed_now()}
    return web.page(request, "challenges/choose.html", context, status_code=200 if form.ok else 422)


@get(f"{ONE}/move", permission=RUN, name="challenges.move_page")
async def move_page(request: Asked, challenge_id: FromPath[UUID]) -> Response[str]:
    """The form for its next state."""
    return _move_page(request, await queries.challenge(challenge_id), Form.blank())


@post(f"{ONE}/move", permission=RUN, name="challenges.move")
async def move(request: Asked, challenge_id: FromPath[UUID]) -> Response[Any]:
    """Bring it there."""
    form = Form(await request.form())
    found = await queries.challenge(challenge_id)
    typed = forms.read_move(form, forms.STATES, found.decision_choices)
    if typed is None:
        return _move_page(request, found, form)
    await actions.move_challenge(
        challenge_id, typed, version=form.version, submission=form.submission, by=web.member(request)
    )
    return web.go(f"{ALL}/{challenge_id}", said="The challenge has moved.")


def _move_page(request: Asked, found: queries.ChallengeSeen, form: Form) -> Response[str]:
    return web.page(
        request, "challenges/move.html", {"challenge": found, "form": form}, status_code=200 if form.ok else 422
    )


@get(f"{ONE}/agenda", permission=RUN, name="challenges.agenda_page")
async def agenda_page(request: Asked, challenge_id: FromPath[UUID]) -> Response[str]:
    """What the forum is asked about it."""
    return await _agenda_page(request, challenge_id, Form.blank())


@post(f"{ONE}/agenda", permission=RUN, name="challenges.put_on_agenda")
async def put_on_agenda(request: Asked, challenge_id: FromPath[UUID]) -> Response[Any]:
    """Put it on the next agenda."""
    form = Form(await request.form())
    words = forms.read_question(form)
    await journeys.note_too_much(form, ("words",), by=web.member(request))
    if words is None or not form.ok:
        return await _agenda_page(request, challenge_id, form)
    await actions.put_on_next_agenda(challenge_id, words=words, submission=form.submission, by=web.member(request))
    return web.go(f"{ALL}/{challenge_id}", said="It waits for the next agenda.")


async def _agenda_page(request: Asked, challenge_id: UUID, form: Form) -> Response[str]:
    context = {"challenge": await queries.challenge(challenge_id), "form": form}
    return web.page(request, "challenges/agenda.html", context, status_code=200 if form.ok else 422)


@get(f"{ONE}/close", permission=RUN, name="challenges.close_page")
async def close_page(request: Asked, challenge_id: FromPath[UUID]) -> Response[str]:
    """The form for what came of it."""
    return await _close_page(request, challenge_id, Form.blank())


@post(f"{ONE}/close", permission=RUN, name="challenges.close")
async def close(request: Asked, challenge_id: FromPath[UUID]) -> Response[Any]:
    """Close it."""
    form = Form(await request.form())
    why = forms.read_closing(form)
    if why is None:
        return await _close_page(request, challenge_id, form)
    await actions.close_challenge(challenge_id, why=why, version=form.version, by=web.member(request))
    return web.go(f"{ALL}/{challenge_id}", said="The challenge is closed. What came of it stands with it.")


async def _close_page(request: Asked, challenge_id: UUID, form: Form) -> Response[str]:
    context = {"challenge": await queries.challenge(challenge_id), "form": form}
    return web.page(request, "challenges/close.html", context, status_code=200 if form.ok else 422)


HANDLERS = [
    evidence_page,
    give_evidence,
    strike_evidence,
    option_page,
    suggest_option,
    choose_page,
    choose,
    move_page,
    move,
    agenda_page,
    put_on_agenda,
    close_page,
    close,
]
