"""The pages of steering: who may, what comes back, and how many questions they ask."""

from uuid import uuid4

import pytest

from livewell.kit.db import count_queries, value
from livewell.staff.permissions import GRANTS, Permission
from livewell.staff.rules import Role
from livewell.steering.rules.review import QUESTIONS
from tests.browsing import form_to, post
from tests.factories.challenges import a_challenge
from tests.factories.places import an_area
from tests.factories.staff import a_member
from tests.factories.steering import a_milestone, a_priority, a_review, a_risk, a_team_plan, in_days

BOARD = "/forum/steering"
MOST = 12


def boxes(name, days):
    day = in_days(days)
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


@pytest.fixture
async def steering(client_for, manager):
    """A browser of somebody who steers."""
    return await client_for(manager)


async def test_milestones_by_their_pages(steering):
    new = f"{BOARD}/milestones/new"
    wrong = await post(steering, new, {"title": "A second café"})
    assert (wrong.status_code, 'value="A second café"' in wrong.text) == (422, True)
    said = {"title": "A second café", "owner": "Ann", **boxes("due", 30)}
    page = await steering.get(new)
    data = {**form_to(page, new).data, **said}
    assert [(await steering.post(new, data=data)).status_code for _ in range(2)] == [303, 303]
    assert await value("SELECT count(*) FROM milestone") == 1
    here = f"{BOARD}/milestones/{await value('SELECT id FROM milestone')}"
    assert (await post(steering, f"{here}/move", {"why": ""}, page=here)).status_code == 422
    moved = {"why": "The roof.", **boxes("to", 60)}
    assert (await post(steering, f"{here}/move", moved, page=here)).status_code == 303
    assert "The roof." in (await steering.get(here)).text
    assert (await post(steering, f"{here}/change", {"title": ""})).status_code == 422
    assert (await post(steering, f"{here}/change", {"title": "Another café"})).status_code == 303
    assert (await post(steering, f"{here}/drop", {"drop_why": ""}, page=here)).status_code == 422
    stale = await post(steering, f"{here}/reached", {"came_of_it": "Open.", "version": "1"}, page=here)
    assert (stale.status_code, "Open." in stale.text) == (409, True)
    assert (await post(steering, f"{here}/reached", {"came_of_it": ""}, page=here)).status_code == 422
    assert (await post(steering, f"{here}/reached", {"came_of_it": "Open."}, page=here)).status_code == 303
    assert f"{here}/move" not in (await steering.get(here)).text
    assert "Another café" in (await steering.get(BOARD)).text


async def test_what_could_go_wrong_by_its_pages(steering):
    new = f"{BOARD}/risks/new"
    assert "Never about a person" in (await steering.get(new)).text
    said = {"title": "The hall is sold", "likely": "possible", "matters": "much", "owner": "Ann"}
    assert (await post(steering, new, said)).status_code == 422
    assert (await post(steering, new, said | {"mitigation": "Look for another."})).status_code == 303
    here = f"{BOARD}/risks/{await value('SELECT id FROM project_risk')}"
    for verb in ("looked", "watch"):
        assert (await post(steering, f"{here}/{verb}", page=here)).status_code == 303
    assert (await post(steering, f"{here}/change", {"owner": ""})).status_code == 422
    assert (await post(steering, f"{here}/change", {"owner": "Ben"})).status_code == 303
    assert "Possible. It would matter much. Ben sees to it." in (await steering.get(BOARD)).text
    assert (await post(steering, f"{here}/close", {"why": ""}, page=here)).status_code == 422
    assert (await post(steering, f"{here}/close", {"why": "It stays."}, page=here)).status_code == 303
    assert "It stays." in (await steering.get(f"{BOARD}/risks")).text
    assert "The hall is sold" not in (await steering.get(BOARD)).text


async def test_a_year_by_its_pages(steering, manager):
    await a_review(manager, 2024, 2)
    new = "/forum/reviews/new"
    said = {f"rating-{key}": "3" for key in QUESTIONS} | {"year": "2026", "level": "intermediate", "words": "Begin."}
    wrong = await post(steering, new, said | {"rating-listen": [], "words-people": "We say so."})
    assert (wrong.status_code, "Answer question 6" in wrong.text, "We say so." in wrong.text) == (422, True, True)
    kept = await post(steering, new, said)
    here = kept.headers["location"]
    page = (await steering.get(here)).text
    for words in ("How we worked together: 2026", "Further than before: 2 in 2024", "<svg"):
        assert words in page
    assert (await post(steering, new, said)).status_code == 409
    assert (await post(steering, f"{here}/change", {"words": ""})).status_code == 422
    assert (await post(steering, f"{here}/change", {"words": "Begin early."})).status_code == 303
    assert "Begin early." in (await steering.get(here)).text


async def test_a_plan_by_its_pages(steering, manager, voice):
    area = await an_area(name="West")
    new = "/team-plans/new"
    assert (await post(steering, new, {})).status_code == 422
    begun = await post(steering, new, {"area": str(area)})
    here = begun.headers["location"]
    assert (await post(steering, f"{here}/assets", {"assets": ""})).status_code == 422
    assert (await post(steering, f"{here}/assets", {"assets": "Two fiddles."})).status_code == 303
    rows = {"statement-1": "We know whom to ask.", "rating-1": "2", "statement-2": "We rest."}
    wrong = await post(steering, f"{here}/benchmarks", rows)
    assert (wrong.status_code, "Say how far statement 2 is true" in wrong.text) == (422, True)
    assert (await post(steering, f"{here}/benchmarks", rows | {"rating-2": "4"})).status_code == 303
    assert (await post(steering, f"{here}/in-force", page=here)).status_code == 409
    priority = {"quick_win": "yes", "staff_lead": str(manager.id), "member_lead": str(voice), **boxes("due", 90)}
    assert (await post(steering, f"{here}/priorities", priority)).status_code == 422
    for title in ("Signs", "Tea", "A bench"):
        assert (await post(steering, f"{here}/priorities", priority | {"title": title})).status_code == 303
    page = (await steering.get(here)).text
    for words in ("Two fiddles.", "2 of 4: A little", "Bilal", "All of these are quick wins."):
        assert words in page
    assert (await post(steering, f"{here}/in-force", page=here)).status_code == 303
    one = f"{here}/priorities/{await value('SELECT id FROM team_priority LIMIT 1')}"
    assert (await post(steering, one, {"came_of_it": "Up."})).status_code == 422
    assert (await post(steering, one, {"came_of_it": "Up.", "outcome": "done"})).status_code == 303
    assert "1 of 3 priorities done" in (await steering.get("/team-plans")).text
    assert (await post(steering, f"{here}/past", page=here)).status_code == 303
    assert f"{here}/assets" not in (await steering.get(here)).text


@pytest.mark.parametrize("role", list(Role))
async def test_who_may_open_what(role, client_for):
    client = await client_for(await a_member(role))
    steers = 200 if Permission.STEER in GRANTS[role] else 403
    for path in (BOARD, f"{BOARD}/risks", "/forum/reviews", "/forum/reviews/new", "/team-plans/new"):
        assert (await client.get(path)).status_code == steers, path
    assert (await client.get("/team-plans")).status_code == (200 if Permission.SEE_TOGETHER in GRANTS[role] else 403)


@pytest.mark.parametrize(
    "path",
    [
        f"{BOARD}/milestones/{{}}",
        f"{BOARD}/milestones/{{}}/change",
        f"{BOARD}/risks/{{}}",
        "/forum/reviews/{}",
        "/team-plans/{}",
        "/team-plans/{0}/priorities/{0}",
    ],
)
async def test_what_is_not_there_is_404(steering, path):
    assert (await steering.get(path.format(uuid4()))).status_code == 404


async def test_whoever_only_reads_sees_no_buttons(client_for, manager):
    plan = await a_team_plan(manager)
    page = (await (await client_for(Role.LINK_WORKER)).get(f"/team-plans/{plan}")).text
    assert f"/team-plans/{plan}/" not in page


async def test_pages_ask_few_questions(steering, manager, voice):
    for number in range(6):
        await a_milestone(manager, f"Milestone {number}")
        await a_risk(manager, f"Worry {number}")
        await a_challenge(manager, f"Challenge {number}", owner=voice)
        plan = await a_team_plan(manager)
        for title in ("Signs", "Tea", "A bench"):
            await a_priority(plan, voice, by=manager, title=title)
        review = await a_review(manager, 2020 + number)
    paths = (BOARD, "/forum/reviews", f"/forum/reviews/{review}", "/team-plans", f"/team-plans/{plan}")
    for path in paths:
        with count_queries() as counted:
            assert (await steering.get(path)).status_code == 200, path
        assert counted.count <= MOST, (path, counted.statements)
