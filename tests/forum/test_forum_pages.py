"""The pages of the forum: who may open them, what comes back, what is sent, and what nobody else finds."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from icalendar import Calendar

from livewell.forum import actions, queries
from livewell.forum.door import MEMBER
from livewell.forum.forms import Given
from livewell.forum.rules.meetings import PaidBy
from livewell.gaps import queries as gaps
from livewell.kit import clock, cookies, deliveries
from livewell.kit.db import count_queries, transaction, value
from livewell.staff.rules import Role
from livewell.upkeep import actions as upkeep
from livewell.upkeep.rules.visits import FollowOn, Says
from tests.browsing import form_to, post
from tests.factories.assets import an_asset
from tests.factories.forum import (
    a_decision,
    a_held_meeting,
    a_meeting,
    a_member,
    an_action,
    an_item,
    let_in,
    members,
    on_held,
    planned,
)
from tests.factories.gaps import a_gap
from tests.factories.staff import a_sign_in
from tests.factories.upkeep import a_find

ASKS = {"name": "Ann Fictional", "email": "Ann@forum.example", "why": "I like benches", "offers": "Tea"}


@pytest.fixture
async def desk(client_for, by):
    """A browser in which somebody serves the forum."""
    return await client_for(by)


async def whole(by):
    """A forum with something in every state: (members, a meeting to come, one that was held, its item, an action)."""
    people = await members(by, 6)
    await a_decision(by, held := await a_held_meeting(by, came=people))
    item = await on_held(by, held, kind="gap", gap=await a_gap(by))
    action = await an_action(by, held, people[0])
    met = await a_meeting(by)
    await actions.put_on(met, [await an_item(by, "One"), await an_item(by, "Two")], by=by)
    await actions.invite(met, by=by)
    await actions.note_time(people[0], Given(clock.today(), 60, "Rang", PaidBy.UNPAID, 500), submission=uuid4(), by=by)
    await actions.write_summary(held, "We spoke.", version=(await queries.meeting(held)).version, by=by)
    return people, met, held, item, action


# ── everybody ──


async def test_somebody_asks_to_join_and_the_facilitator_reads_it(visitor, desk):
    page = await post(visitor, "/forum/join", ASKS)
    assert page.headers["location"] == "/forum/join/thanks"
    (asked,) = await queries.waiting_to_join()
    assert (asked.email, asked.offers) == ("ann@forum.example", "Tea")
    assert "Ann Fictional" in (await desk.get("/forum/desk")).text
    assert (await post(visitor, "/forum/join", ASKS)).headers["location"] == "/forum/join/thanks"
    assert len(await queries.waiting_to_join()) == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": ""}, "Type the name"),
        ({"email": "", "phone": ""}, "so that we can answer you"),
        ({"email": "nonsense"}, "mail"),
        ({"sector": "moon"}, "Choose one of the answers"),
        ({"why": "x" * 1001}, "1,000"),
    ],
)
async def test_what_cannot_be_read_comes_back_with_every_word(visitor, sent, said):
    page = await post(visitor, "/forum/join", ASKS | {"networks": "The allotments"} | sent)
    assert page.status_code == 422
    assert said in page.text
    assert "The allotments" in page.text


async def test_a_program_and_a_crowd_are_kept_out_quietly(visitor):
    page = await post(visitor, "/forum/join", ASKS | {"company": "Cheap pills"})
    assert page.headers["location"] == "/forum/join/thanks"
    assert await value("SELECT count(*) FROM forum_member") == 0
    answers = [await post(visitor, "/forum/join", ASKS | {"email": f"a{n}@forum.example"}) for n in range(6)]
    assert [one.status_code for one in answers] == [303] * 5 + [429]


async def test_a_suggestion_is_read_before_anybody_else_sees_it(visitor, desk, by):
    await post(visitor, "/forum/suggest", {"title": "<b>Benches</b>", "words": "By the bus stop"})
    assert "Benches" not in (await visitor.get("/forum")).text
    page = (await desk.get("/forum/desk")).text
    assert "&lt;b&gt;Benches&lt;/b&gt;" in page
    (item,) = await queries.waiting_items()
    await post(desk, f"/forum/desk/items/{item.id}/drop", page="/forum/desk")
    assert not await queries.waiting_items()


async def test_only_a_shown_summary_is_read_by_everybody(visitor, by):
    held = await a_held_meeting(by)
    await a_decision(by, held, words="A bench.")
    await a_decision(by, held, words="Something private.", shown=False)
    version = (await queries.meeting(held)).version
    await actions.write_summary(held, "We spoke of benches.", version=version, by=by)
    assert (await visitor.get(f"/forum/meetings/{held}")).status_code == 404
    await actions.show_summary(held, version=version + 1, by=by)
    page = (await visitor.get(f"/forum/meetings/{held}")).text
    assert "We spoke of benches." in page
    assert "A bench." in page
    assert "private" not in page
    assert f"/forum/meetings/{held}" in (await visitor.get("/forum")).text
    assert (await visitor.get(f"/forum/meetings/{uuid4()}")).status_code == 404


# ── messages ──


async def test_a_member_is_welcomed_invited_told_and_reminded(by, postbox, visitor):
    one = await a_member(by, name="Ann", email="ann@forum.example")
    met = await a_meeting(by)
    await actions.put_on(met, [await an_item(by, "Benches")], by=by)
    await actions.invite(met, by=by)
    await deliveries.deliver_all()
    welcome, invitation = postbox.taken
    assert "/forum/me/link/" in welcome.get_content()
    body = invitation.get_body().get_content()
    for said in ("Cotgrave Hall", "hearing loop", "at the door", "Benches", "01632 960123"):
        assert said in body
    (file,) = invitation.iter_attachments()
    assert file.get_content_type() == "text/calendar"
    assert file.get_param("method") == "REQUEST"
    first = Calendar.from_ical(file.get_content())
    assert first["method"] == "REQUEST"
    (event,) = first.walk("VEVENT")
    assert (int(event["sequence"]), str(event["uid"])) == (0, f"forum-{met}@livewell")

    seen = await queries.meeting(met)
    later = planned(starts_at=seen.starts_at + timedelta(days=1), ends_at=seen.ends_at + timedelta(days=1))
    await actions.change(met, later, why="The hall is flooded.", version=seen.version, by=by)
    await deliveries.deliver_all()
    moved = postbox.taken[-1]
    assert "The hall is flooded." in moved.get_body().get_content()
    (event,) = Calendar.from_ical(next(moved.iter_attachments()).get_content()).walk("VEVENT")
    assert int(event["sequence"]) == 1

    await actions.cancel(met, why="Snow.", by=by)
    await deliveries.deliver_all()
    gone = Calendar.from_ical(next(postbox.taken[-1].iter_attachments()).get_content())
    (event,) = gone.walk("VEVENT")
    assert (gone["method"], int(event["sequence"]), str(event["status"])) == ("CANCEL", 2, "CANCELLED")

    await an_action(by, await a_held_meeting(by), one, due_in=1, words="Ask the library.")
    await actions.remind_owners()
    await deliveries.deliver_all()
    assert "Ask the library." in postbox.taken[-1].get_content()
    await actions.leave(one, by=by)
    many = len(postbox.taken)
    await a_meeting(by)
    await deliveries.deliver_all()
    assert len(postbox.taken) == many


async def test_an_invitation_is_answered_by_its_link(by, postbox, visitor):
    one = await a_member(by)
    met = await a_meeting(by)
    await actions.invite(met, by=by)
    await deliveries.deliver_all()
    path = re.search(r"(/forum/answer/\S+)", postbox.taken[-1].get_body().get_content())[1]
    assert (await visitor.get(path)).headers["location"] == "/forum/answer"
    assert (await post(visitor, "/forum/answer", {"said": "moon"})).status_code == 422
    assert (await post(visitor, "/forum/answer", {"said": "remote"})).status_code == 303
    assert (await queries.place_of(met, one)).answer == "remote"
    assert "Thank you" in (await visitor.get("/forum/answer")).text
    assert (await visitor.get("/forum/answer/" + "x" * 43)).headers["location"] == "/forum/answer/ended"
    with clock.at(clock.now() + timedelta(days=30)):
        assert (await visitor.get(path)).headers["location"] == "/forum/answer/ended"
    assert (await visitor.get("/forum/answer/ended")).status_code == 404


async def test_who_has_no_address_gets_a_letter(desk, by):
    await a_member(by, name="Bertha Paper", email="", phone="07700 900111")
    met = await a_meeting(by)
    await actions.invite(met, by=by)
    page = await desk.get(f"/forum/desk/meetings/{met}")
    assert "By letter: Bertha Paper" in page.text
    letter = await desk.get(f"/forum/desk/meetings/{met}/letter.pdf")
    assert letter.content.startswith(b"%PDF")


# ── members' own pages ──


async def test_a_member_comes_by_a_link_and_finds_what_is_theirs(visitor, by):
    people, met, held, _, action = await whole(by)
    async with transaction():
        token = await MEMBER.make_link(people[0], holder="a@forum.example")
    assert (await visitor.get(f"/forum/me/link/{token}")).headers["location"] == "/forum/me/open"
    assert (await post(visitor, "/forum/me/open")).headers["location"] == "/forum/me"
    home = (await visitor.get("/forum/me")).text
    for said in ("Write to the council.", "One", "Two", "Do you come?"):
        assert said in home
    assert (await post(visitor, f"/forum/me/meetings/{met}", {"said": "room"}, page="/forum/me")).status_code == 303
    assert (await post(visitor, f"/forum/me/meetings/{met}", {"said": ""}, page="/forum/me")).status_code == 422
    assert (await post(visitor, f"/forum/me/actions/{action}", {"came_of_it": ""})).status_code == 422
    await post(visitor, f"/forum/me/actions/{action}", {"came_of_it": "They said yes."})
    assert (await queries.action(action)).came_of_it == "They said yes."
    await post(visitor, "/forum/me/items", {"title": "Lamps"})
    assert (await queries.proposed_by(people[0]))[0].title == "Lamps"
    said = {"everyone_spoke": "5", "evidence_used": "4", "power_shared": "3", "level": "intermediate"}
    assert (await post(visitor, f"/forum/me/meetings/{held}/pulse", {"everyone_spoke": "9"})).status_code == 422
    assert (await post(visitor, f"/forum/me/meetings/{held}/pulse", said)).status_code == 303
    assert "said already" in (await visitor.get(f"/forum/me/meetings/{held}/pulse")).text
    ics = await visitor.get(f"/forum/me/meetings/{met}/calendar.ics")
    assert ics.headers["content-type"].startswith("text/calendar")


async def test_what_a_member_brings_is_theirs_to_change(visitor, by):
    one, two = await members(by, 2)
    await let_in(visitor, one)
    sent = {"offers": "A minibus", "sector": "resident", "lived": ["carer"], "introduction_shown": "yes"}
    assert (await post(visitor, "/forum/me/offers", sent)).status_code == 303
    assert await queries.for_figures(one) == ("resident", ("carer",))
    form = form_to(await visitor.get("/forum/me/offers"), "/forum/me/offers")
    assert form.data["sector"] == ["resident"]
    stale = await visitor.post("/forum/me/offers", data={**form.data, "version": "1", "offers": "Nothing"})
    assert stale.status_code == 409
    await let_in(visitor, two)
    page = (await visitor.get("/forum/me/members")).text
    assert "A minibus" in page
    assert "I live here" not in page
    assert "forum.example" not in page


async def test_a_member_notes_hours_once_and_leaves(visitor, by):
    one = await a_member(by)
    await let_in(visitor, one)
    page = await visitor.get("/forum/me/hours")
    data = {**form_to(page, "/forum/me/hours").data, "hours": "1.5", "paid_by": "unpaid", "expenses": "4.20"}
    for _ in range(2):
        assert (await visitor.post("/forum/me/hours", data=data)).status_code == 303
    (line,) = await queries.contributions(member=one)
    assert (line.minutes, line.expenses_pence) == (90, 420)
    assert (await post(visitor, "/forum/me/hours", {"hours": "0", "paid_by": "unpaid"})).status_code == 422
    await post(visitor, f"/forum/me/hours/{line.id}/strike", page="/forum/me/hours")
    assert (await queries.contributions(member=one))[0].is_struck
    assert (await post(visitor, "/forum/me/end", {"forget": "yes"})).headers["location"] == "/forum"
    assert (await visitor.get("/forum/me")).headers["location"] == "/forum/me/link"
    assert (await queries.member(one)).called == "A former member"


async def test_what_is_somebody_elses_is_not_there(visitor, by):
    people, _, held, _, action = await whole(by)
    await let_in(visitor, people[1])
    group = await actions.begin_group("Steering", submission=uuid4(), by=by)
    private = await a_meeting(by, forum_group=group)
    for path in (f"/forum/me/actions/{action}", f"/forum/me/meetings/{private}", f"/forum/me/actions/{uuid4()}"):
        assert (await visitor.get(path)).status_code == 404
    assert (await visitor.get(f"/forum/me/meetings/{held}")).status_code == 200
    line = (await queries.contributions(member=people[0]))[0]
    token = form_to(await visitor.get("/forum/me/hours"), "/forum/me/hours").data
    answer = await visitor.post(f"/forum/me/hours/{line.id}/strike", data=token)
    assert answer.status_code == 404


async def test_without_a_link_nothing_opens_and_no_word_is_lost(visitor):
    for path in ("/forum/me", "/forum/me/members", "/forum/me/offers", "/forum/me/hours", "/forum/me/items"):
        assert (await visitor.get(path)).headers["location"] == "/forum/me/link"
    token = form_to(await visitor.get("/forum/join"), "/forum/join").data
    lost = await visitor.post("/forum/me/items", data={**token, "title": "Lamps by the pond"})
    assert lost.status_code == 409
    assert "Lamps by the pond" in lost.text


# ── the desk ──


async def test_somebody_who_asked_is_welcomed_or_told_why(desk, visitor, by):
    await post(visitor, "/forum/join", ASKS)
    (asked,) = await queries.waiting_to_join()
    here = f"/forum/members/{asked.id}"
    form = form_to(await desk.get(here), f"{here}/welcome").data
    assert (await desk.post(f"{here}/decline", data=form)).status_code == 422
    assert (await desk.post(f"{here}/decline", data={**form, "sentence": "In spring."})).status_code == 303
    assert (await queries.member(asked.id)).sentence == "In spring."
    await post(desk, f"{here}/welcome", page=here)
    assert (await queries.member(asked.id)).is_member


async def test_a_keeper_of_a_listing_is_offered(desk):
    asset = await an_asset(name="Thursday walkers")
    page = await desk.get(f"/forum/members/new?asset={asset}")
    assert "Thursday walkers" in page.text
    await post(desk, "/forum/members/new", {"name": "Olu", "email": "olu@group.example"}, page=str(page.url))
    (one,) = await queries.members()
    assert one.asset == asset
    assert (await desk.get("/forum/members/new?asset=nonsense")).status_code in {400, 404}


async def test_whoever_wished_to_join_on_a_visit_is_one_step_away(desk, client_for):
    worker = await client_for(Role.LINK_WORKER)
    found = a_find(met="Olu", follow_ons=(FollowOn.JOIN_FORUM,), says=Says.NOT_RIGHT)
    await upkeep.record(await an_asset(), found, version=None, submission=uuid4(), by=worker.member)
    (wish,) = await queries.wishes_from_visits()
    here = f"/forum/members/new?wish={wish.id}"
    assert here in (await desk.get("/forum/desk")).text
    await post(desk, "/forum/members/new", {"email": "olu@group.example"}, page=here)
    (one,) = await queries.members()
    assert (one.name, one.follow_on) == ("Olu", wish.id)
    assert not await queries.wishes_from_visits()


async def test_a_meeting_from_its_plan_to_its_summary(desk, by):
    one = await a_member(by)
    item = await an_item(by, "Benches")
    starts = clock.now() + timedelta(days=9)
    when = {"starts-day": starts.day, "starts-month": starts.month, "starts-year": starts.year, "starts-time": "6pm"}
    sent = {"title": "Forum meeting", "ends": "8pm", "place": "Cotgrave Hall", **when}
    assert (await post(desk, "/forum/desk/meetings/new", sent | {"ends": "5pm"})).status_code == 422
    made = (await post(desk, "/forum/desk/meetings/new", sent)).headers["location"]
    met = (await queries.to_come())[0].id
    assert "checked" not in (await desk.get(made)).text
    await post(desk, f"{made}/agenda", {"items": [str(item)]}, page=made)
    await post(desk, f"{made}/invite", page=made)
    await post(desk, f"{made}/edit", {"place": "The library", "why": "Flooded"})
    assert (await queries.meeting(met)).sequence == 1
    assert "later" in (await desk.get("/forum/desk/meetings/new")).text
    with clock.at((await queries.meeting(met)).ends_at):
        desk.cookies.set(cookies.cookie_name(cookies.SIGN_IN, secure=False), await a_sign_in(by))
        await post(desk, f"{made}/begin", page=made)
        await post(desk, f"{made}/people", {f"came-{one}": "room", f"offered-{one}": "Tea"})
        here = f"{made}/items/{item}"
        assert (await post(desk, f"{here}/decide", {"words": ""}, page=here)).status_code == 422
        await post(desk, f"{here}/decide", {"words": "Three benches.", "kind": "group", "tags": ["gap"]}, page=here)
        assert "/groups/new" not in (await desk.get(here)).text  # A facilitator is told who begins one.
        due = clock.today() + timedelta(days=7)
        will = {
            "todo": "Ask the council.",
            "owner": str(one),
            "due-day": due.day,
            "due-month": due.month,
            "due-year": due.year,
        }
        assert (await post(desk, f"{here}/agree", will | {"owner": ""}, page=here)).status_code == 422
        await post(desk, f"{here}/agree", will, page=here)
        await post(desk, here, {"said": "Everybody likes to sit down."})
        await post(desk, f"{made}/summary", {"summary": "We want benches."})
        await post(desk, f"{made}/summary/show", page=f"{made}/summary/look")
    assert (await queries.summary(met)).summary == "We want benches."
    assert [each.words for each in await queries.actions_of(met)] == ["Ask the council."]


async def test_order_is_changed_by_buttons(desk, by):
    _, met, *_ = await whole(by)
    here = f"/forum/desk/meetings/{met}"
    first, second = await queries.agenda_of(met)
    token = form_to(await desk.get(here), f"/forum/desk/items/{second.id}/off").data
    await desk.post(f"/forum/desk/items/{second.id}/up", data=token)
    assert [one.title for one in await queries.agenda_of(met)] == ["Two", "One"]
    await post(desk, f"/forum/desk/items/{first.id}/off", page=here)
    assert [one.title for one in await queries.agenda_of(met)] == ["Two"]
    token = form_to(await desk.get(here), f"/forum/desk/items/{second.id}/off").data
    assert (await desk.post(f"/forum/desk/items/{second.id}/sideways", data=token)).status_code == 404


async def test_a_gap_goes_to_the_forum_from_its_own_page(desk, by):
    gap = await a_gap(by)
    here = f"/forum/desk/items/new?gap={gap}"
    assert here in (await desk.get(f"/gaps/{gap}")).text
    title = (await gaps.gap(gap, seen_by=by)).title
    form = form_to(await desk.get(here), "/forum/desk/items/new").data
    assert (form["title"], form["gap"]) == ([title], [str(gap)])
    refused = await desk.post("/forum/desk/items/new", data=form | {"title": [""], "words": ["Ask the scouts"]})
    assert refused.status_code == 422
    assert form_to(refused, "/forum/desk/items/new").data["gap"] == [str(gap)]
    assert "Ask the scouts" in refused.text
    for _ in range(2):
        assert (await desk.post("/forum/desk/items/new", data=form)).status_code == 303
    (item,) = await queries.waiting_items()
    assert (item.gap, item.title) == (gap, title)
    assert (await gaps.gap(gap, seen_by=by)).is_taken_up
    for nonsense in ("nonsense", str(uuid4())):
        assert (await desk.get(f"/forum/desk/items/new?gap={nonsense}")).status_code == 404


async def test_money_is_paid_and_actions_are_passed_on(desk, by):
    people, _, _, _, action = await whole(by)
    (line,) = await queries.contributions(owed_alone=True)
    await post(desk, f"/forum/desk/time/{line.id}/paid", page="/forum/desk/time")
    assert not await queries.contributions(owed_alone=True)
    here = f"/forum/actions/{action}"
    assert (await post(desk, f"{here}/pass-on", {"owner": ""}, page=here)).status_code == 422
    await post(desk, f"{here}/pass-on", {"owner": str(people[1])}, page=here)
    assert (await queries.action(action)).owner == people[1]
    await post(desk, f"{here}/let-go", {"why": "Nobody needs it."}, page=here)
    assert "Nobody needs it." in (await desk.get("/forum/actions?show=closed")).text


async def test_pages_take_few_queries_and_open_to_those_who_serve_the_forum(desk, visitor, client_for, by):
    people, met, held, item, action = await whole(by)
    group = await actions.begin_group("Steering", submission=uuid4(), by=by)
    await let_in(visitor, people[0])
    decided = (await queries.decisions_of(held))[0].id
    served = [
        "/forum/desk", "/forum/desk/figures", "/forum/desk/items/new", "/forum/members", "/forum/members?show=left",
        "/forum/members/new", f"/forum/members/{people[0]}", "/forum/members/groups", f"/forum/members/groups/{group}",
        "/forum/desk/meetings", "/forum/desk/meetings/new", f"/forum/desk/meetings/{met}", f"/forum/desk/meetings/{met}/edit",
        f"/forum/desk/meetings/{met}/cancel", f"/forum/desk/meetings/{held}", f"/forum/desk/meetings/{held}/people",
        f"/forum/desk/meetings/{held}/items/{item}", f"/forum/desk/meetings/{held}/summary",
        f"/forum/desk/meetings/{held}/summary/look", f"/forum/desk/decisions/{decided}", "/forum/actions",
        f"/forum/actions/{action}", "/forum/desk/time", f"/forum/desk/meetings/{met}/calendar.ics",
    ]  # fmt: skip
    own = [
        "/forum/me", f"/forum/me/meetings/{met}", f"/forum/me/meetings/{held}", f"/forum/me/meetings/{held}/pulse",
        f"/forum/me/actions/{action}", "/forum/me/items", "/forum/me/members", "/forum/me/offers", "/forum/me/hours",
        "/forum/me/end", "/forum", "/forum/join", "/forum/suggest",
    ]  # fmt: skip
    for client, paths in ((desk, served), (visitor, own)):
        for path in paths:
            with count_queries() as counted:
                page = await client.get(path)
            assert page.status_code == 200, path
            assert counted.count <= 12, (path, counted.count)
    worker = await client_for(Role.LINK_WORKER)
    for path in served:
        answer = await worker.get(path)
        assert answer.status_code == (200 if path == "/forum/desk/figures" else 403), path


async def test_an_item_that_staff_write_finds_nobody(client_for):
    client = await client_for(Role.FORUM_FACILITATOR)
    for path in ("/forum/desk/items/new", "/forum/suggest"):
        wrong = await post(client, path, {"title": "A choir", "words": "Ring her on 01632 960001"})
        assert (wrong.status_code, "Ring her on 01632 960001" in wrong.text) == (422, True)
