"""The pages of challenges, votes, the charter and approvals: who may, what comes back, and how many questions they ask."""

from uuid import uuid4

import pytest

from livewell.challenges import actions, queries
from livewell.challenges.rules.approvals import PutKind
from livewell.challenges.rules.ideas import Evidence
from livewell.forum import actions as forum
from livewell.kit import clock
from livewell.kit.db import count_queries, value
from livewell.staff.permissions import GRANTS, Permission
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.challenges import (
    a_challenge,
    a_charter,
    a_decision,
    a_voice,
    a_vote,
    an_agreed_charter,
    decided_on,
    known,
)
from tests.factories.gaps import a_gap
from tests.factories.staff import a_member

MOST = 12
"""Queries of a page at the most."""


@pytest.fixture
async def serving(client_for, facilitator):
    """A browser of whoever serves the forum."""
    return await client_for(facilitator)


async def test_a_challenge_is_begun_and_worked_on_by_its_pages(serving, facilitator):
    owner = await a_voice(facilitator, "Bilal")
    gap = await a_gap(facilitator, title="A bus in the evening")
    new = "/forum/challenges/new"
    assert 'value="A bus in the evening"' in (await serving.get(f"{new}?gap={gap}")).text
    wrong = await post(serving, new, {"title": "Getting home", "goal": ""}, page=f"{new}?gap={gap}")
    assert (wrong.status_code, 'value="Getting home"' in wrong.text) == (422, True)
    said = {"title": "Getting home", "goal": "All get home.", "sides": ["community", "leaders"], "owner": str(owner)}
    begun = await post(serving, new, said, page=f"{new}?gap={gap}")
    here = begun.headers["location"]
    page = (await serving.get(here)).text
    for words in ("Getting home", "A bus in the evening", "Bilal", "There is no evidence yet", "/forum/members/new"):
        assert words in page
    fact = {"kind": "local_data", "title": "Last buses", "words": "At six.", "link": "javascript:alert(1)"}
    assert (await post(serving, f"{here}/evidence", fact)).status_code == 422
    assert (await post(serving, f"{here}/evidence", fact | {"link": "https://bus.example/"})).status_code == 303
    assert "Do not rely on one kind." in (await serving.get(here)).text
    assert (await post(serving, f"{here}/options", {"title": "Lifts in pairs", "words": ""})).status_code == 303
    assert (await post(serving, f"{here}/options", {"title": ""})).status_code == 422
    assert "No meeting has decided" in (await serving.get(f"{here}/choose")).text
    assert (await post(serving, f"{here}/agenda", {"words": ""})).status_code == 422
    assert (await post(serving, f"{here}/agenda", {"words": "What shall we try?"})).status_code == 303
    challenge = await value("SELECT id FROM challenge")
    item = (await queries.challenge(challenge)).items[0].id
    await a_decision(item, by=facilitator, words="We try lifts.")
    seen = await queries.challenge(challenge)
    assert (await post(serving, f"{here}/choose")).status_code == 422
    chosen = {"option": seen.option_choices[0][0], "decision": seen.decision_choices[0][0]}
    assert (await post(serving, f"{here}/choose", chosen)).status_code == 303
    assert (await post(serving, f"{here}/move", {"to": "developed"})).status_code == 422
    assert (await post(serving, f"{here}/move", {"to": "developed", "words": "Written out."})).status_code == 303
    stale = await post(serving, f"{here}/move", {"to": "testing", "words": "On Fridays.", "version": "1"})
    assert (stale.status_code, "On Fridays." in stale.text) == (409, True)
    strike = f"{here}/evidence/{seen.evidence[0].id}/strike"
    assert (await post(serving, strike, page=here)).status_code == 303
    assert (await post(serving, f"{here}/change", {"title": ""})).status_code == 422
    assert (await post(serving, f"{here}/change", {"title": "Getting home at night"})).status_code == 303
    assert (await post(serving, f"{here}/close", {"why": ""})).status_code == 422
    assert (await post(serving, f"{here}/close", {"why": "It goes on."})).status_code == 303
    page = (await serving.get(here)).text
    assert "What came of it" in page
    assert f"{here}/close" not in page
    assert "Getting home at night" in (await serving.get("/forum/challenges?closed=yes")).text
    assert "Nothing is worked on now" in (await serving.get("/forum/challenges")).text


async def test_a_challenge_begins_from_an_item_of_an_agenda(serving, facilitator):
    gap = await a_gap(facilitator)
    item = await forum.put_on_agenda(kind="gap", title="A men’s shed", gap=gap, submission=uuid4(), by=facilitator)
    new = f"/forum/challenges/new?item={item}"
    begun = await post(serving, "/forum/challenges/new", {"goal": "There is one."}, page=new)
    assert (await queries.challenge(await value("SELECT id FROM challenge"))).gap == gap
    assert "A men’s shed" in (await serving.get(begun.headers["location"])).text


async def test_the_same_form_twice_is_one_challenge(serving):
    page = await serving.get("/forum/challenges/new")
    data = {**form_to(page, "/forum/challenges/new").data, "title": "Once", "goal": "Only once."}
    answers = [await serving.post("/forum/challenges/new", data=data) for _ in range(2)]
    assert {one.status_code for one in answers} == {303}
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert await value("SELECT count(*) FROM challenge") == 1


STAFF_PAGES = ("/forum/challenges", "/forum/votes", "/forum/approvals")
OF_THE_FORUM = ("/forum/challenges/new", "/forum/votes/new", "/forum/charter/versions")


@pytest.mark.parametrize("role", list(Role))
async def test_who_may_open_what(role, client_for):
    client = await client_for(await a_member(role))
    for path in STAFF_PAGES:
        expected = 200 if Permission.SEE_TOGETHER in GRANTS[role] else 403
        assert (await client.get(path)).status_code == expected, path
    for path in OF_THE_FORUM:
        expected = 200 if Permission.RUN_FORUM in GRANTS[role] else 403
        assert (await client.get(path)).status_code == expected, path
    assert (await client.get("/forum/charter")).status_code == 200


async def test_whoever_only_reads_sees_no_buttons(client_for, facilitator):
    challenge = await a_challenge(facilitator)
    vote = await a_vote(facilitator)
    client = await client_for(Role.LINK_WORKER)
    page = (await client.get(f"/forum/challenges/{challenge}")).text
    assert f"/forum/challenges/{challenge}/" not in page
    assert "/count" not in (await client.get(f"/forum/votes/{vote.id}")).text
    assert (await client.get(f"/forum/challenges/{challenge}/close")).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/forum/challenges/{}",
        "/forum/challenges/{}/evidence",
        "/forum/challenges/{}/move",
        "/forum/challenges/new?gap={}",
        "/forum/challenges/new?item={}",
        "/forum/challenges/new?gap=nonsense",
        "/forum/votes/{}",
        "/forum/votes/{}/count",
        "/forum/votes/new?challenge={}",
        "/forum/charter/versions/{}",
        "/forum/approvals/{}",
    ],
)
async def test_what_is_not_there_is_404(serving, path):
    assert (await serving.get(path.format(uuid4()))).status_code == 404


@pytest.mark.parametrize("path", STAFF_PAGES)
@pytest.mark.parametrize("page", ["0", "-3", "zebra", "²", "99999999999", "3"])
async def test_nonsense_pages_of_lists_are_answered(serving, path, page):
    assert (await serving.get(f"{path}?page={page}")).status_code == 200


async def test_a_vote_by_its_pages(serving, facilitator, member_client_for):
    ann, ben, cat = [await a_voice(facilitator, name) for name in ("Ann", "Ben", "Cat")]
    challenge = await a_challenge(facilitator)
    await actions.suggest_option(challenge, "Lifts", "", submission=uuid4(), by=facilitator)
    await actions.suggest_option(challenge, "A later bus", "", submission=uuid4(), by=facilitator)
    new = f"/forum/votes/new?challenge={challenge}"
    assert "Lifts\nA later bus" in (await serving.get(new)).text
    wrong = await post(serving, "/forum/votes/new", {"options": "Lifts"}, page=new)
    assert (wrong.status_code, "2 to 10" in wrong.text) == (422, True)
    asked = await post(serving, "/forum/votes/new", {"scenario": "Dora, 71, sings in a choir."}, page=new)
    here = asked.headers["location"]
    own = here.replace("/forum/votes", "/forum/me/votes")
    assert "until then" not in (await serving.get(here)).text
    client = await member_client_for(ann)
    page = (await client.get(own)).text
    assert "Dora, 71, sings in a choir." in page
    assert (await post(client, own)).status_code == 422
    lifts = next(
        str(option)
        for option, words in (await queries.vote(await value("SELECT id FROM forum_vote"))).options
        if words == "Lifts"
    )
    assert (await post(client, own, {"choices": lifts})).status_code == 303
    page = (await client.get(own)).text
    assert "You have voted." in page
    assert "What came out</h2>" not in page
    assert "You voted" in (await client.get("/forum/me/votes")).text
    wrong = {"room": [str(ben)], "writing": [str(ben)], f"count-{lifts}": "1"}
    assert "ticked twice" in (await post(serving, f"{here}/count", wrong)).text
    counting = await serving.get(f"{here}/count")
    assert "Voted from elsewhere: 1" in counting.text
    assert (
        await post(serving, f"{here}/count", {"room": [str(ben)], "writing": [str(cat)], f"count-{lifts}": "1"})
    ).status_code == 303
    assert (await post(serving, f"{here}/close", page=here)).status_code == 303
    for browser, path in ((serving, here), (client, own)):
        page = (await browser.get(path)).text
        assert "“Lifts” was chosen, with 2 voices." in page
        assert "3 of 3 members voted: 1 in the room, 1 from elsewhere, 1 in writing." in page
    assert here in (await serving.get(f"/forum/challenges/{challenge}")).text


async def test_members_alone_come_to_the_votes(visitor, facilitator, member_client_for):
    vote = await a_vote(facilitator)
    own = f"/forum/me/votes/{vote.id}"
    answer = await visitor.get(own)
    assert (answer.status_code, answer.headers["location"]) == (303, "/forum/me/link")
    ann = await a_voice(facilitator)
    client = await member_client_for(ann)
    assert (await client.get(f"/forum/me/votes/{uuid4()}")).status_code == 404
    form = await client.get(own)
    await forum.leave(ann, by=facilitator)
    data = {**form_to(form, own).data, "choices": str(vote.options[0][0])}
    assert (await client.post(own, data=data)).status_code == 409
    assert await value("SELECT count(*) FROM voted") == 0


async def test_a_member_sees_votes_that_wait_and_that_are_over(facilitator, member_client_for):
    vote = await a_vote(facilitator)
    client = await member_client_for(await a_voice(facilitator))
    own = f"/forum/me/votes/{vote.id}"
    with clock.at(vote.closes_at):
        data = {"choices": str(vote.options[0][0])}
        assert "The time to vote is over" in (await (await member_client_for(await a_voice(facilitator))).get(own)).text
    assert (await post(client, own, data)).status_code == 303


async def test_the_charter_by_its_pages(serving, facilitator, visitor):
    assert "has not agreed" in (await visitor.get("/forum/charter")).text
    begun = await post(serving, "/forum/charter/versions")
    here = begun.headers["location"]
    assert (await post(serving, here, {"goals": ""})).status_code == 422
    assert (await post(serving, here, {"goals": "To be kind", "values": "Patience: slowly"})).status_code == 303
    assert (await post(serving, here, {"goals": "Another", "version": "1"})).status_code == 409
    assert (await post(serving, f"{here}/put", page=here)).status_code == 303
    assert (await post(serving, f"{here}/back", page=here)).status_code == 303
    assert (await post(serving, f"{here}/put", page=here)).status_code == 303
    put = (await queries.waiting_for_forum())[0]
    at = f"/forum/approvals/{put.id}"
    assert "No meeting that was held has decided" in (await serving.get(at)).text
    assert "To be kind" not in (await visitor.get("/forum/charter")).text
    decision = await a_decision(put.item, by=facilitator, words="Agreed.")
    assert (await post(serving, at, {"answer": "approved"})).status_code == 422
    assert (await post(serving, at, {"answer": "changes", "decision": str(decision), "words": ""})).status_code == 422
    assert (await post(serving, at, {"answer": "approved", "decision": str(decision)})).status_code == 303
    assert "To be kind" in (await visitor.get("/forum/charter")).text
    assert "To be kind" in (await serving.get(here)).text
    assert "Approved" in (await serving.get("/forum/approvals")).text


async def test_pages_ask_few_questions(serving, facilitator, member_client_for):
    members = [await a_voice(facilitator) for _ in range(12)]
    challenge = await a_challenge(facilitator, owner=members[0])
    for number in range(8):
        await known(
            challenge, list(Evidence)[number % 4], by=facilitator, title=f"Fact {number}", given_by=members[number]
        )
        await actions.suggest_option(challenge, f"Option {number}", "", submission=uuid4(), by=facilitator)
        await a_challenge(facilitator, f"Challenge {number}")
        await a_vote(facilitator, f"Question {number}?", challenge=challenge)
    await decided_on(challenge, by=facilitator)
    vote = await a_vote(facilitator)
    await an_agreed_charter(facilitator)
    draft = await a_charter(facilitator)
    await actions.put_charter(draft, by=facilitator)
    put = await actions.put_to_forum(kind=PutKind.LIBRARY_ITEM, subject=uuid4(), title="A guide", by=facilitator)
    member = await member_client_for(members[0])
    for browser, path in (
        (serving, "/forum/challenges"),
        (serving, f"/forum/challenges/{challenge}"),
        (serving, f"/forum/challenges/{challenge}/choose"),
        (serving, "/forum/votes"),
        (serving, f"/forum/votes/{vote.id}"),
        (serving, f"/forum/votes/{vote.id}/count"),
        (serving, "/forum/approvals"),
        (serving, f"/forum/approvals/{put}"),
        (serving, "/forum/charter/versions"),
        (serving, "/forum/charter"),
        (member, "/forum/me/votes"),
        (member, f"/forum/me/votes/{vote.id}"),
    ):
        with count_queries() as counted:
            assert (await browser.get(path)).status_code == 200, path
        assert counted.count <= MOST, (path, counted.statements)


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("evidence", {"kind": Evidence.RESEARCH.value, "title": "Asked", "words": "Ring her on 01632 960001"}),
        ("options", {"title": "Ask jean@person.example", "words": ""}),
        ("change", {"title": "A choir", "goal": "Singing at NG2 6AB"}),
        ("agenda", {"words": "Shall we ring 07700 900123?"}),
    ],
)
async def test_nothing_that_finds_somebody_goes_to_the_forum(serving, facilitator, path, typed):
    challenge = await a_challenge(facilitator)
    wrong = await post(serving, f"/forum/challenges/{challenge}/{path}", typed)
    assert wrong.status_code == 422
    assert "Leave " in wrong.text
    for kept in typed.values():
        assert kept in wrong.text
