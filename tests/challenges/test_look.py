"""The pages of challenges, votes, the charter and approvals in a real browser: on a phone, at a desk, without scripts."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from livewell.challenges import actions, queries
from livewell.challenges.forms.charter import CharterTyped
from livewell.challenges.forms.ideas import MoveTyped
from livewell.challenges.forms.votes import CountTyped
from livewell.challenges.rules.approvals import PutKind
from livewell.challenges.rules.ideas import Evidence, IdeaState
from livewell.kit import clock, cookies
from livewell.staff.rules import Role
from tests.factories.challenges import (
    CHARTER,
    a_challenge,
    a_charter,
    a_decision,
    a_token,
    a_voice,
    a_vote,
    an_agreed_charter,
    decided_on,
    known,
)
from tests.factories.gaps import a_gap
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_sound, listen
from tests.live import LiveHouse

SHOTS = os.getenv("LIVEWELL_SHOTS")
PHONE = {"width": 390, "height": 844}


@pytest_asyncio.fixture(scope="session")
async def forum_at_work(live_server: LiveHouse) -> tuple[dict[str, str], str, str]:
    """Something of every kind, as {name: path}; and the tokens of who serves the forum and of a member."""
    async with live_server.database():
        by = await a_member(Role.MANAGER)
        members = [await a_voice(by, name) for name in ("Ann Ayre", "Bilal Khan", "Cat Moss", "Dev Rao", "Ewa Nowak")]
        gap = await a_gap(by, title="A bus in the evening")
        challenge = await a_challenge(by, gap=gap, owner=members[1])
        await known(challenge, Evidence.EXPERIENCE, by=by, given_by=members[0], link="https://bus.example/times")
        await known(challenge, Evidence.LOCAL_DATA, by=by, title="Who goes out after six")
        option = await actions.suggest_option(challenge, "Lifts in pairs", "Two go.", submission=uuid4(), by=by)
        await actions.suggest_option(challenge, "A later bus", "", submission=uuid4(), by=by)
        await an_agreed_charter(by)
        changed = CharterTyped(CHARTER.goals, "Patience: nobody is hurried\nCourage: we begin", "Courage for candour.")
        await an_agreed_charter(by, changed)
        draft = await a_charter(by)
        decision = await decided_on(challenge, by=by)
        await actions.choose_option(challenge, option, decision=decision, by=by)
        version = (await queries.challenge(challenge)).version
        developed = MoveTyped(IdeaState.DEVELOPED, "Who drives, and when.", decision)
        await actions.move_challenge(challenge, developed, version=version, submission=uuid4(), by=by)
        story = "Dora is 71 and sings in a choir that ends at nine. The last bus leaves at six."
        answers = ("Lifts in pairs", "A later bus", "A fund for taxis")
        vote = await a_vote(by, "What would help Dora most?", challenge=challenge, scenario=story, options=answers)
        two = await a_vote(by, "Which two first?", most=2, secret=False)
        over = await a_vote(by, "Which evening suits you?", secret=False, for_everybody=True)
        options = [option for option, _ in over.options]
        await actions.cast(over.id, (options[0],), member=members[0], submission=uuid4(), by=by)
        typed = CountTyped(tuple(members[1:3]), (members[3],), {options[0]: 1, options[2]: 2})
        await actions.count_room(over.id, typed, version=1, by=by)
        with clock.at(over.closes_at + timedelta(minutes=1)):
            await actions.close_vote(over.id, by=by)
        put = await actions.put_to_forum(kind=PutKind.LIBRARY_ITEM, subject=uuid4(), title="Before you ring", by=by)
        item = (await queries.put(put)).item
        await a_decision(item, by=by, words="It is plain and right.")
        here = f"/forum/challenges/{challenge}"
        paths = {
            "challenges": "/forum/challenges",
            "new": f"/forum/challenges/new?gap={gap}",
            "challenge": here,
            "change": f"{here}/change",
            "evidence": f"{here}/evidence",
            "option": f"{here}/options",
            "choose": f"{here}/choose",
            "move": f"{here}/move",
            "agenda": f"{here}/agenda",
            "close": f"{here}/close",
            "votes": "/forum/votes",
            "new-vote": f"/forum/votes/new?challenge={challenge}",
            "vote": f"/forum/votes/{vote.id}",
            "count": f"/forum/votes/{vote.id}/count",
            "vote-over": f"/forum/votes/{over.id}",
            "voted": "/forum/voted",
            "charter": "/forum/charter",
            "charters": "/forum/charter/versions",
            "charter-draft": f"/forum/charter/versions/{draft}",
            "approvals": "/forum/approvals",
            "approval": f"/forum/approvals/{put}",
            "own-votes": "/forum/me/votes",
            "own-vote": f"/forum/me/votes/{vote.id}",
            "own-two": f"/forum/me/votes/{two.id}",
            "own-over": f"/forum/me/votes/{over.id}",
        }
        return paths, await a_sign_in(by), await a_token(members[4])


async def come_in(context: BrowserContext, server: LiveHouse, staff: str, member: str) -> None:
    for kind, token in ((cookies.SIGN_IN, staff), (cookies.MEMBER, member)):
        await context.add_cookies(
            [{"name": cookies.cookie_name(kind, secure=False), "value": token, "url": server.address}]
        )


async def test_every_page_is_for_everybody(
    page: Page, browsing: BrowserContext, live_server: LiveHouse, forum_at_work: tuple[dict[str, str], str, str]
):
    paths, staff, member = forum_at_work
    await come_in(browsing, live_server, staff, member)
    for name, path in paths.items():
        answer = await page.goto(live_server.address + path)
        assert answer is not None
        assert answer.status == 200, path
        await assert_sound(page)
        if SHOTS:
            await page.screenshot(path=f"{SHOTS}/challenges-{name}.png", full_page=True)


async def test_a_member_votes_on_a_phone_without_scripts(
    chromium: Browser, live_server: LiveHouse, forum_at_work: tuple[dict[str, str], str, str]
):
    paths, staff, member = forum_at_work
    context = await chromium.new_context(viewport=PHONE, java_script_enabled=False)
    await come_in(context, live_server, staff, member)
    page = await context.new_page()
    listen(page)
    await page.goto(live_server.address + paths["own-vote"])
    await page.get_by_role("button", name="Vote").click()
    await expect(page.get_by_role("main")).to_contain_text("Choose an answer")
    await page.get_by_label("A later bus").check()
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/challenges-phone-vote.png", full_page=True)
    await page.get_by_role("button", name="Vote").click()
    await expect(page.get_by_role("main")).to_contain_text("You have voted.")
    await page.goto(live_server.address + paths["count"])
    await expect(page.get_by_role("main")).to_contain_text("Voted from elsewhere: 1")
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/challenges-phone-count.png", full_page=True)
    await context.close()
