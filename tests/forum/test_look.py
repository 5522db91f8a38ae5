"""Each kind of page of the forum in a real browser: on a phone and on a desk, without scripts, for everybody."""

import os
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest_asyncio
from playwright.async_api import Browser, Page

from livewell.forum import actions, forms, queries
from livewell.forum.door import MEMBER
from livewell.forum.rules.agenda import DecisionKind, Tag
from livewell.forum.rules.meetings import PaidBy, Pulse
from livewell.kit import clock, cookies
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import execute, transaction
from tests.factories.forum import (
    a_decision,
    a_facilitator,
    a_held_meeting,
    a_meeting,
    a_member,
    an_action,
    an_item,
    joining,
    members,
    on_held,
)
from tests.factories.gaps import a_gap
from tests.factories.staff import a_sign_in
from tests.front.browser import assert_sound, listen
from tests.live import LiveHouse

SHOTS = os.getenv("LIVEWELL_SHOTS")


@dataclass(frozen=True)
class Forum:
    """A forum with something in every state, and the tokens of two browsers."""

    staff: str
    own: str
    answer: str
    member: UUID
    asked: UUID
    group: UUID
    coming: UUID
    held: UUID
    shown: UUID
    item: UUID
    decision: UUID
    action: UUID


@pytest_asyncio.fixture(scope="session")
async def forum(live_server: LiveHouse) -> Forum:
    async with live_server.database():
        by = await a_facilitator()
        brings = forms.Brings(skills="Knitting", interests="Birds", networks="The allotments", offers="Tea and cake")
        people = [await a_member(by, name="Ann Fictional", brings=brings, sector="resident"), *await members(by, 6)]
        await execute("UPDATE forum_member SET joined_on = joined_on - 200 WHERE id = ANY($1::uuid[])", people[:3])
        asked = await actions.ask_to_join(
            joining(name="Bo Fictional", why="I like benches"), submission=uuid4(), by=PUBLIC_VISITOR
        )
        group = await actions.begin_group("Steering group", steering=True, submission=uuid4(), by=by)
        await actions.put_in_group(group, people[0], by=by)
        held = await a_held_meeting(by, days_ago=2, came=people)
        item = await on_held(by, held, "A men’s shed", kind="gap", gap=await a_gap(by))
        said = forms.Said("Many asked.", who_can_help="The allotments")
        await actions.write_said(item, said, version=(await queries.item(item)).version, by=by)
        decision = await a_decision(
            by, held, item, kind=DecisionKind.GROUP, words="We begin a shed.", tags=(Tag.GAP, Tag.PARTNERSHIP)
        )
        action = await an_action(by, held, people[0], decision=decision)
        late = await an_action(by, held, people[1], words="Ask the library for a room.", due_in=1)
        await execute("UPDATE forum_action SET due_on = due_on - 2 WHERE id = $1", late)
        for one in people[1:6]:
            await actions.give_pulse(held, one, Pulse(5, 4, 4, "intermediate", ""))
        await actions.note_time(
            people[0], forms.Given(clock.today(), 90, "Rang the school", PaidBy.UNPAID, 450), submission=uuid4(), by=by
        )
        await actions.note_meeting_time(held, by=by)
        version = (await queries.meeting(held)).version
        await actions.write_summary(held, "We spoke of a shed.\n\nIt begins in spring.", version=version, by=by)
        await actions.show_summary(held, version=version + 1, by=by)
        coming = await a_meeting(by)
        await actions.put_on(coming, [await an_item(by), await an_item(by, "Lamps by the pond")], by=by)
        await an_item(by, "A quiet hour at the library", member=people[1])
        await actions.invite(coming, by=by)
        place = await queries.place_of(coming, people[0])
        async with transaction():
            own = await MEMBER.come_in(await MEMBER.make_link(people[0], holder="ann@forum.example"))
            answer = await actions.make_answer_key(await queries.meeting(coming), place)
        return Forum(
            await a_sign_in(by), own, answer, people[0], asked, group, coming, held, held, item, decision, action
        )


async def opened(chromium: Browser, server: LiveHouse, width: int, **tokens: str) -> Page:
    """A window of this width without scripts, in which somebody is known by these cookies."""
    context = await chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=True)
    await context.add_cookies(
        [
            {"name": cookies.cookie_name(name, secure=False), "value": token, "url": server.address}
            for name, token in tokens.items()
        ]
    )
    page = await context.new_page()
    listen(page)
    return page


async def look(page: Page, server: LiveHouse, name: str, path: str, width: int) -> None:
    answer = await page.goto(f"{server.address}{path}")
    assert answer is not None
    assert answer.status == 200, f"{path} answers {answer.status}"
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/forum-{name}-{width}.png", full_page=True)
    await assert_sound(page)


async def test_every_page_is_for_everybody(chromium: Browser, live_server: LiveHouse, forum: Forum):
    own = {
        "public": "/forum", "summary": f"/forum/meetings/{forum.shown}", "join": "/forum/join",
        "suggest": "/forum/suggest", "me": "/forum/me", "me-meeting": f"/forum/me/meetings/{forum.coming}",
        "me-held": f"/forum/me/meetings/{forum.held}", "me-pulse": f"/forum/me/meetings/{forum.held}/pulse",
        "me-action": f"/forum/me/actions/{forum.action}", "me-items": "/forum/me/items",
        "me-members": "/forum/me/members", "me-offers": "/forum/me/offers", "me-hours": "/forum/me/hours",
        "me-end": "/forum/me/end", "answer": "/forum/answer",
    }  # fmt: skip
    desk = f"/forum/desk/meetings/{forum.coming}"
    served = {
        "desk": "/forum/desk", "figures": "/forum/desk/figures", "new-item": "/forum/desk/items/new",
        "members": "/forum/members", "add": "/forum/members/new", "member": f"/forum/members/{forum.member}",
        "asked": f"/forum/members/{forum.asked}", "groups": "/forum/members/groups",
        "group": f"/forum/members/groups/{forum.group}", "meetings": "/forum/desk/meetings",
        "plan": "/forum/desk/meetings/new", "meeting": desk, "edit": f"{desk}/edit", "cancel": f"{desk}/cancel",
        "held": f"/forum/desk/meetings/{forum.held}", "people": f"/forum/desk/meetings/{forum.held}/people",
        "item": f"/forum/desk/meetings/{forum.held}/items/{forum.item}",
        "write-summary": f"/forum/desk/meetings/{forum.held}/summary",
        "look": f"/forum/desk/meetings/{forum.held}/summary/look", "decision": f"/forum/desk/decisions/{forum.decision}",
        "actions": "/forum/actions", "action": f"/forum/actions/{forum.action}", "time": "/forum/desk/time",
    }  # fmt: skip
    for width, tokens, paths in (
        (390, {cookies.MEMBER: forum.own, cookies.KEY: forum.answer}, own),
        (1280, {cookies.SIGN_IN: forum.staff}, served),
    ):
        page = await opened(chromium, live_server, width, **tokens)
        for name, path in paths.items():
            await look(page, live_server, name, path, width)
        await page.context.close()
