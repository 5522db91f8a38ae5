"""/fund/desk/applications: one application on its way through the panel, the decision, payments and the report."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.fund import actions, letters
from livewell.fund.forms import asking, keeping
from livewell.fund.queries import applications, figures, panel, pots
from livewell.fund.queries.agenda import at_forum
from livewell.fund.queries.applications import ApplicationSeen
from livewell.fund.queries.panel import OpinionSeen
from livewell.fund.routes.panel import numbered, opinion_as_form
from livewell.fund.rules import LONGEST_WORDS, QUORUM
from livewell.kit import clock, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places.queries import wards
from livewell.staff.permissions import Permission

RUN = Permission.RUN_FUND
ONE = "/fund/desk/applications/{application_id:uuid}"


@get(ONE, permission=RUN, name="fund.application")
async def one(request: Asked, application_id: FromPath[UUID]) -> Response[str]:
    """One application, whole, with what can be done now."""
    return await _one_page(request, application_id)


@get(f"{ONE}/write", permission=RUN, name="fund.write_for_page")
async def write_for_page(request: Asked, application_id: FromPath[UUID]) -> Response[str]:
    """Where it is written for somebody who has nobody else to type."""
    seen = await applications.application(application_id)
    return await _write_page(request, seen, asking.asked_as_form(seen.asked, seen.version))


@post(f"{ONE}/write", permission=RUN, name="fund.write_for")
async def write_for(request: Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Keep it for later, or send it."""
    seen = await applications.application(application_id)
    form = Form(await request.form())
    sending = form.typed("do") == "send"
    asked = asking.read_asked(form, await _wards(), most=seen.most_pence, sending=sending)
    if asked is None:
        return await _write_page(request, seen, form)
    act = actions.send if sending else actions.save
    await act(application_id, asked, version=form.version or 0, by=web.member(request))
    return _back(application_id, "It is sent." if sending else "It is kept.")


@post(f"{ONE}/show", permission=RUN, name="fund.show")
async def show(request: Asked, application_id: FromPath[UUID]) -> Response[bytes]:
    """Put it before the panel."""
    await actions.put_before_panel(application_id, by=web.member(request))
    return _back(application_id, "The panel can read it now.")


@post(f"{ONE}/forum", permission=RUN, name="fund.offer_to_forum")
async def offer_to_forum(request: Asked, application_id: FromPath[UUID]) -> Response[bytes]:
    """Let it wait for the forum's next agenda."""
    form = Form(await request.form())
    await actions.offer_to_forum(application_id, submission=form.submission, by=web.member(request))
    return _back(application_id, "It waits for the forum’s next agenda.")


@post(f"{ONE}/group", permission=RUN, name="fund.link_group")
async def link_group(request: Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Say which group it is for."""
    form = Form(await request.form())
    chosen = form.one_of("community_group", await figures.group_choices())
    if not form.ok:
        return await _one_page(request, application_id, form)
    await actions.link_group(application_id, UUID(chosen) if chosen else None, by=web.member(request))
    return _back(application_id, "Noted.")


@post(f"{ONE}/ask", permission=RUN, name="fund.ask")
async def ask(request: Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Ask something back."""
    form = Form(await request.form())
    question = form.text("question", "The question", required="Type what you would like to know", longest=LONGEST_WORDS)
    if not form.ok:
        return await _one_page(request, application_id, form)
    await actions.ask(application_id, question, submission=form.submission, by=web.member(request))
    return _back(application_id, "Asked.")


@post(f"{ONE}/answer", permission=RUN, name="fund.answer_for")
async def answer_for(request: Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Write down an answer that came by telephone."""
    form = Form(await request.form())
    words = asking.read_answer(form)
    if words is None:
        return await _one_page(request, application_id, form)
    await actions.answer(application_id, words, submission=form.submission, by=web.member(request))
    return _back(application_id, "Their answer is written down.")


@get(f"{ONE}/opinions/{{member_id:uuid}}", permission=RUN, name="fund.opinion_page")
async def opinion_page(request: Asked, application_id: FromPath[UUID], member_id: FromPath[UUID]) -> Response[str]:
    """Where the fund's keeper writes down what a panellist said."""
    mine = await _opinion_of(application_id, member_id)
    return await _opinion_page(request, application_id, mine, opinion_as_form(mine))


@post(f"{ONE}/opinions/{{member_id:uuid}}", permission=RUN, name="fund.opinion")
async def opinion(request: Asked, application_id: FromPath[UUID], member_id: FromPath[UUID]) -> Response[Any]:
    """Write it down."""
    mine = await _opinion_of(application_id, member_id)
    seen = await applications.application(application_id)
    form = Form(await request.form())
    typed = keeping.read_opinion(form, (await pots.pot(seen.pot)).criteria)
    if typed is None:
        return await _opinion_page(request, application_id, mine, form)
    await actions.give_opinion(application_id, member_id, typed, version=form.version or 0, by=web.member(request))
    return _back(application_id, "Noted.")


@get(f"{ONE}/decide", permission=RUN, name="fund.decide_page")
async def decide_page(request: Asked, application_id: FromPath[UUID]) -> Response[str]:
    """Where a decision is written down."""
    seen = await applications.application(application_id)
    spoken = await at_forum(application_id)
    form = Form.blank(
        {
            "pounds": seen.money.removeprefix("£"),
            "version": seen.version,
            "reasons": spoken.decided,
            "meeting": spoken.decided_at or "",
        }
    )
    return await _decide_page(request, seen, form)


@post(f"{ONE}/decide", permission=RUN, name="fund.decide")
async def decide(request: Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Write it down; the applicant hears."""
    seen = await applications.application(application_id)
    form = Form(await request.form())
    typed = keeping.read_decision(form, await panel.meetings(), most=seen.most_pence)
    if typed is None:
        return await _decide_page(request, seen, form)
    await actions.decide(
        application_id, typed, version=form.version or 0, submission=form.submission, by=web.member(request)
    )
    return _back(application_id, "Decided. They hear from us." if seen.email else "Decided. Print the letter for them.")


@get(f"{ONE}/letter.pdf", permission=RUN, name="fund.letter")
async def letter(application_id: FromPath[UUID]) -> Response[bytes]:
    """What was decided, as a letter."""
    seen = await applications.application(application_id)
    if seen.decision is None:
        raise NotFound
    return await web.pdf(letters.letter(seen), filename=f"{seen.reference}.pdf")


@post(f"{ONE}/told", permission=RUN, name="fund.told")
async def told(request: Asked, application_id: FromPath[UUID]) -> Response[bytes]:
    """The letter is on its way."""
    await actions.mark_told(application_id, by=web.member(request))
    return _back(application_id, "They are told.")


@post(f"{ONE}/pay", permission=RUN, name="fund.pay")
async def pay(request: Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Note that money went out, or came back."""
    form = Form(await request.form())
    returned = form.typed("kind") == "returned"
    typed = keeping.read_payment(form, returned=returned)
    if typed is None:
        return await _one_page(request, application_id, form)
    await actions.pay(application_id, typed, submission=form.submission, by=web.member(request))
    return _back(application_id, "Noted.")


@get(f"{ONE}/report", permission=RUN, name="fund.report_for_page")
async def report_for_page(request: Asked, application_id: FromPath[UUID]) -> Response[str]:
    """Where a report is written down for somebody who rings or comes by."""
    seen = await applications.application(application_id)
    form = asking.report_as_form(seen.report.said, seen.report.version) if seen.report else Form.blank({"version": 0})
    return _report_page(request, seen, form)


@post(f"{ONE}/report", permission=RUN, name="fund.report_for")
async def report_for(request: Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Write it down."""
    seen = await applications.application(application_id)
    form = Form(await request.form())
    typed = asking.read_report(form)
    if typed is None:
        return _report_page(request, seen, form)
    await actions.report(application_id, typed, version=form.version or 0, by=web.member(request))
    return _back(application_id, "The report is written down.")


@post(f"{ONE}/report/read", permission=RUN, name="fund.read_report")
async def read_report(request: Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """The team has read it: it may go as far as they said, or stays here with a reason."""
    form = Form(await request.form())
    why = form.text("hidden_why", "Why", longest=LONGEST_WORDS)
    if not form.ok:
        return await _one_page(request, application_id, form)
    await actions.read_report(application_id, version=form.version or 0, hidden_why=why, by=web.member(request))
    return _back(application_id, "Read.")


@post(f"{ONE}/close", permission=RUN, name="fund.close")
async def close(request: Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Close the award; what they do not have is left in the pot again."""
    form = Form(await request.form())
    why = form.text("closed_words", "Why", longest=LONGEST_WORDS)
    if not form.ok:
        return await _one_page(request, application_id, form)
    await actions.close_award(application_id, why=why, version=form.version or 0, by=web.member(request))
    return _back(application_id, "Closed. What was not spent is left in the pot again.")


def _back(application_id: UUID, said: str) -> Response[bytes]:
    return web.go(f"/fund/desk/applications/{application_id}", said=said)


async def _wards() -> list[tuple[str, str]]:
    return [(ward.code, ward.name) for ward in await wards()]


async def _opinion_of(application_id: UUID, member: UUID) -> OpinionSeen:
    found = next((one for one in await panel.opinions(application_id) if one.member == member), None)
    if found is None:
        raise NotFound
    return found


async def _one_page(request: Asked, application_id: UUID, form: Form | None = None) -> Response[str]:
    seen = await applications.application(application_id)
    form = form or Form.blank({"paid": clock.today(), "community_group": seen.community_group or ""})
    opinions = await panel.opinions(application_id)
    counted = sum(one.counts for one in opinions)
    context = {
        "seen": seen,
        "form": form,
        "opinions": opinions,
        "counted": counted,
        "quorum": QUORUM,
        "may_decide": seen.is_undecided and counted >= QUORUM,
        "ways_out": keeping.WAYS_OUT,
        "groups": await figures.group_choices(),
        "forum": await at_forum(application_id),
    }
    return web.page(request, "fund/application.html", context, status_code=200 if form.ok else 422)


async def _write_page(request: Asked, seen: ApplicationSeen, form: Form) -> Response[str]:
    context = {"seen": seen, "form": form, "wards": await _wards(), "ways": asking.WAYS}
    return web.page(request, "fund/write_for.html", context, status_code=200 if form.ok else 422)


async def _opinion_page(request: Asked, application_id: UUID, mine: OpinionSeen, form: Form) -> Response[str]:
    seen = await applications.application(application_id)
    criteria = numbered((await pots.pot(seen.pot)).criteria)
    context = {"seen": seen, "mine": mine, "form": form, "says": keeping.SAYS, "numbered": criteria}
    return web.page(request, "fund/opinion.html", context, status_code=200 if form.ok else 422)


async def _decide_page(request: Asked, seen: ApplicationSeen, form: Form) -> Response[str]:
    context = {
        "seen": seen,
        "form": form,
        "pot": await pots.pot(seen.pot),
        "opinions": [one for one in await panel.opinions(seen.id) if one.counts],
        "meetings": await panel.meetings(),
    }
    return web.page(request, "fund/decide.html", context, status_code=200 if form.ok else 422)


def _report_page(request: Asked, seen: ApplicationSeen, form: Form) -> Response[str]:
    context = {"seen": seen, "form": form, "reaches": asking.REACHES}
    return web.page(request, "fund/report_for.html", context, status_code=200 if form.ok else 422)


HANDLERS = (
    one, offer_to_forum, link_group, write_for_page, write_for, show, ask, answer_for, opinion_page, opinion, decide_page, decide,
    letter, told, pay, report_for_page, report_for, read_report, close,
)  # fmt: skip
