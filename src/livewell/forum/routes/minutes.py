"""/forum/desk/meetings/…: who came, what was said and decided about each item, and the summary for everybody."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.forum import actions, forms, queries
from livewell.forum.rules.agenda import THREE_QUESTIONS
from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

RUN = Permission.RUN_FORUM
_ITEM = "/forum/desk/meetings/{meeting_id:uuid}/items/{item_id:uuid}"


@get("/forum/desk/meetings/{meeting_id:uuid}/people", permission=RUN, name="forum.people")
async def people(request: Asked, meeting_id: FromPath[UUID]) -> Response[str]:
    """Who came and how, and what they offered."""
    begins: dict[str, object] = {}
    for one in await queries.places(meeting_id):
        begins |= {f"came-{one.member}": one.came, f"offered-{one.member}": one.offered}
    return await _people_page(request, meeting_id, Form.blank(begins))


@post("/forum/desk/meetings/{meeting_id:uuid}/people", permission=RUN, name="forum.note_people")
async def note_people(request: Asked, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Write it down."""
    form = Form(await request.form())
    came = forms.read_attendance(form, [one for one, _ in await queries.may_have_come(meeting_id)])
    if came is None:
        return await _people_page(request, meeting_id, form)
    many = await actions.note_attendance(meeting_id, came, by=web.member(request))
    return web.go(f"/forum/desk/meetings/{meeting_id}", said=f"Written down: {many} took part.")


async def _people_page(request: Asked, meeting_id: UUID, form: Form) -> Response[str]:
    said = {one.member: one for one in await queries.places(meeting_id)}
    context = {
        "meeting": await queries.meeting(meeting_id),
        "members": [(one, name, said.get(one)) for one, name in await queries.may_have_come(meeting_id)],
        "choices": forms.CAME_CHOICES,
        "form": form,
    }
    return web.page(request, "forum/people.html", context, status_code=200 if form.ok else 422)


@post("/forum/desk/meetings/{meeting_id:uuid}/time", permission=RUN, name="forum.meeting_time")
async def note_time(request: Asked, meeting_id: FromPath[UUID]) -> Response[bytes]:
    """Write down the length of the meeting for everybody who took part."""
    many = await actions.note_meeting_time(meeting_id, by=web.member(request))
    said = f"Written down for {many}." if many else "Everybody who took part has their time already."
    return web.go(f"/forum/desk/meetings/{meeting_id}", said=said)


# ── one item ──


@get(_ITEM, permission=RUN, name="forum.minutes")
async def item(request: Asked, meeting_id: FromPath[UUID], item_id: FromPath[UUID]) -> Response[str]:
    """What was said about one item, what was decided, and who does what."""
    return await _item_page(request, meeting_id, item_id, said=None, decided=None, agreed=None, settled=None)


@post(_ITEM, permission=RUN, name="forum.write_minutes")
async def write(request: Asked, meeting_id: FromPath[UUID], item_id: FromPath[UUID]) -> Response[Any]:
    """Write down what was said."""
    form = Form(await request.form())
    read = forms.read_said(form)
    if read is None:
        return await _item_page(request, meeting_id, item_id, said=form, decided=None, agreed=None, settled=None)
    await actions.write_said(item_id, read, version=form.version, by=web.member(request))
    return _again(meeting_id, item_id, "Written down.")


@post(f"{_ITEM}/decide", permission=RUN, name="forum.decide")
async def decide(request: Asked, meeting_id: FromPath[UUID], item_id: FromPath[UUID]) -> Response[Any]:
    """Write down a decision."""
    form = Form(await request.form())
    read = forms.read_decided(form)
    if read is None:
        return await _item_page(request, meeting_id, item_id, said=None, decided=form, agreed=None, settled=None)
    await actions.decide(meeting_id, item_id, read, submission=form.submission, by=web.member(request))
    return _again(meeting_id, item_id, "The decision is written down.")


@post(f"{_ITEM}/agree", permission=RUN, name="forum.agree")
async def agree(request: Asked, meeting_id: FromPath[UUID], item_id: FromPath[UUID]) -> Response[Any]:
    """Somebody will do something by a day."""
    form = Form(await request.form())
    decisions = [(str(one.id), one.words) for one in await queries.decisions_of(meeting_id)]
    read = forms.read_agreed(form, await queries.choices(), decisions)
    if read is None:
        return await _item_page(request, meeting_id, item_id, said=None, decided=None, agreed=form, settled=None)
    await actions.agree(
        meeting_id,
        words=read.words,
        owner=read.owner,
        due_on=read.due_on,
        decision=read.decision,
        submission=form.submission,
        by=web.member(request),
    )
    return _again(meeting_id, item_id, "It is agreed, and they are reminded before the day.")


@post(f"{_ITEM}/carry", permission=RUN, name="forum.carry")
async def carry(request: Asked, meeting_id: FromPath[UUID], item_id: FromPath[UUID]) -> Response[bytes]:
    """Let it wait for another meeting."""
    await actions.carry_over(item_id, by=web.member(request))
    return web.go(f"/forum/desk/meetings/{meeting_id}", said="It waits for the next meeting.")


@post(f"{_ITEM}/settle", permission=RUN, name="forum.settle_gap")
async def settle(request: Asked, meeting_id: FromPath[UUID], item_id: FromPath[UUID]) -> Response[Any]:
    """Say what came of something missing."""
    form = Form(await request.form())
    outcome = form.one_of("outcome", forms.GAP_OUTCOMES, required="Choose what came of it")
    why = form.text("why", "The sentence", required="Say it in a sentence for those who asked", longest=1000)
    if not form.ok or outcome is None:
        return await _item_page(request, meeting_id, item_id, said=None, decided=None, agreed=None, settled=form)
    await actions.settle_gap(item_id, outcome=outcome, why=why, by=web.member(request))
    return _again(meeting_id, item_id, "It is settled, and whoever left an address hears why.")


def _again(meeting_id: UUID, item_id: UUID, said: str) -> Response[bytes]:
    return web.go(f"/forum/desk/meetings/{meeting_id}/items/{item_id}", said=said)


async def _item_page(
    request: Asked,
    meeting_id: UUID,
    item_id: UUID,
    *,
    said: Form | None,
    decided: Form | None,
    agreed: Form | None,
    settled: Form | None,
) -> Response[str]:
    """The page with four forms; the one that came back keeps its words."""
    seen = await queries.item(item_id)
    if seen.meeting != meeting_id:
        raise NotFound
    found = await queries.decisions_of(meeting_id)
    begins = {name: getattr(seen, name) for name in ("said", "who_can_help", "what_exists", "where_expertise")}
    wrong = said or decided or agreed or settled
    context = {
        "meeting": await queries.meeting(meeting_id),
        "item": seen,
        "about": await queries.gap_state(seen.gap) if seen.gap else None,
        "action": await queries.action(seen.action) if seen.action else None,
        "questions": THREE_QUESTIONS,
        "decisions": [one for one in found if one.item == item_id],
        "actions": await queries.actions_of(meeting_id),
        "spoken": said or Form.blank(begins),
        "version": said.version if said else seen.version,
        "decided": decided or Form.blank({"shown": True}),
        "agreed": agreed or Form.blank(),
        "settled": settled or Form.blank(),
        "wrong": wrong or Form.blank(),
        "kinds": forms.DECISION_CHOICES,
        "tags": forms.TAG_CHOICES,
        "owners": await queries.choices(),
        "outcomes": forms.GAP_OUTCOMES,
        "choices": [(str(one.id), one.words) for one in found if one.item == item_id],
    }
    return web.page(request, "forum/item.html", context, status_code=422 if wrong else 200)


# ── a decision, and the summary ──


@get("/forum/desk/decisions/{decision_id:uuid}", permission=RUN, name="forum.decision")
async def decision(request: Asked, decision_id: FromPath[UUID]) -> Response[str]:
    """One decision, to write it differently."""
    found = await queries.decision(decision_id)
    begins = {"kind": found.kind.value, "words": found.words, "shown": found.shown}
    form = Form.blank({**begins, "tags": [one.value for one in found.tags]})
    return await _decision_page(request, decision_id, form, version=found.version)


@post("/forum/desk/decisions/{decision_id:uuid}", permission=RUN, name="forum.put_decision_right")
async def put_right(request: Asked, decision_id: FromPath[UUID]) -> Response[Any]:
    """Write it differently."""
    form = Form(await request.form())
    read = forms.read_decided(form)
    if read is None:
        return await _decision_page(request, decision_id, form, version=form.version)
    await actions.put_decision_right(decision_id, read, version=form.version, by=web.member(request))
    found = await queries.decision(decision_id)
    return web.go(f"/forum/desk/meetings/{found.meeting}", said="Saved.")


async def _decision_page(request: Asked, decision_id: UUID, form: Form, *, version: int | None) -> Response[str]:
    context = {
        "decision": await queries.decision(decision_id),
        "form": form,
        "version": version,
        "kinds": forms.DECISION_CHOICES,
        "tags": forms.TAG_CHOICES,
    }
    return web.page(request, "forum/decision.html", context, status_code=200 if form.ok else 422)


@get("/forum/desk/meetings/{meeting_id:uuid}/summary", permission=RUN, name="forum.summary_page")
async def summary_page(request: Asked, meeting_id: FromPath[UUID]) -> Response[str]:
    """The summary as everybody would read it, and the form to write it."""
    found = await queries.meeting(meeting_id)
    return await _summary_page(request, meeting_id, Form.blank({"summary": found.summary}), version=found.version)


@post("/forum/desk/meetings/{meeting_id:uuid}/summary", permission=RUN, name="forum.write_summary")
async def write_summary(request: Asked, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Write it; nobody else reads it before the second look."""
    form = Form(await request.form())
    read = forms.read_summary(form)
    if read is None:
        return await _summary_page(request, meeting_id, form, version=form.version)
    await actions.write_summary(meeting_id, read, version=form.version, by=web.member(request))
    return web.go(f"/forum/desk/meetings/{meeting_id}/summary/look", said="Saved. Now read it once more.")


async def _summary_page(request: Asked, meeting_id: UUID, form: Form, *, version: int | None) -> Response[str]:
    context = {
        "meeting": await queries.meeting(meeting_id),
        "agenda": await queries.agenda_of(meeting_id),
        "decisions": await queries.decisions_of(meeting_id),
        "form": form,
        "version": version,
        "longest": forms.LONGEST_SUMMARY,
    }
    return web.page(request, "forum/write_summary.html", context, status_code=200 if form.ok else 422)


@get("/forum/desk/meetings/{meeting_id:uuid}/summary/look", permission=RUN, name="forum.look_page")
async def look_page(request: Asked, meeting_id: FromPath[UUID]) -> Response[str]:
    """A second look: everything as everybody will read it, and whom it names."""
    found = await queries.meeting(meeting_id)
    decisions = [one for one in await queries.decisions_of(meeting_id) if one.shown]
    context = {
        "meeting": found,
        "decisions": decisions,
        "named": await actions.names_in([found.summary, *(one.words for one in decisions)]),
        "form": Form.blank(),
    }
    return web.page(request, "forum/look.html", context)


@post("/forum/desk/meetings/{meeting_id:uuid}/summary/show", permission=RUN, name="forum.show_summary")
async def show(request: Asked, meeting_id: FromPath[UUID]) -> Response[bytes]:
    """Let everybody read it."""
    form = Form(await request.form())
    await actions.show_summary(meeting_id, version=form.version, by=web.member(request))
    return web.go(f"/forum/desk/meetings/{meeting_id}", said="Everybody can read the summary now.")


@post("/forum/desk/meetings/{meeting_id:uuid}/summary/hide", permission=RUN, name="forum.hide_summary")
async def hide(request: Asked, meeting_id: FromPath[UUID]) -> Response[bytes]:
    """Take it back."""
    await actions.hide_summary(meeting_id, by=web.member(request))
    return web.go(f"/forum/desk/meetings/{meeting_id}", said="Nobody reads the summary any more.")


HANDLERS = (
    people, note_people, note_time, item, write, decide, agree, carry, settle, decision, put_right, summary_page,
    write_summary, look_page, show, hide,
)  # fmt: skip
