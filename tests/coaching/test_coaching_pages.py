"""The assessment, goals and patient activation as a worker uses them, without a script."""

import pytest

from livewell.coaching import actions, queries
from livewell.coaching.actions import Answers
from livewell.journeys.rules import Stage
from livewell.kit.db import count_queries, value
from livewell.measures import queries as measures
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.coaching import a_draft_goal, an_agreed_goal
from tests.factories.journeys import a_coach_and_a_journey, an_open_journey
from tests.factories.measures import a_pam
from tests.factories.staff import a_member

MOST_QUERIES = 12


# ── the assessment ──


async def test_writing_saving_and_finishing(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    url = f"/journeys/{journey}/assessment"
    page = await client.get(url)
    headings = [
        page.text.index(f'id="section-{code}"') for code in ("strengths", "what_matters", "hopes", "conditions")
    ]
    assert headings == sorted(headings)
    assert f"/journeys/{journey}/safety/new" in page.text
    answer = await post(client, url, {"strengths": "Mends clocks", "skipped": ["story"], "then": "stay"})
    assert answer.headers["location"] == url
    wrong = await post(client, url, {"hopes": "To sing", "groups": "many"})
    assert wrong.status_code == 422
    assert "To sing" in wrong.text
    answer = await post(
        client, url, {"hopes": "To sing", "conditions": ["copd", "diabetes", "smi"], "groups": "1", "then": "finish"}
    )
    assert answer.headers["location"] == f"/journeys/{journey}"
    part = await client.get(f"/journeys/{journey}/about/assessment")
    for words in ("Mends clocks", "To sing", "Three or more long-term conditions", "Left out for now."):
        assert words in part.text


async def test_a_draft_of_the_assessment_waits_for_its_writer(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    url = f"/journeys/{journey}/assessment"
    form = form_to(await client.get(url), url)
    assert (await client.post(f"{url}/draft", data={**form.data, "story": "It began in"})).status_code == 200
    assert "It began in" in (await client.get(url)).text
    await post(client, url, {"story": "It began in spring"})
    assert await value("SELECT count(*) FROM draft") == 0
    assert "It began in spring" in (await client.get(url)).text
    stale = await client.post(f"{url}/draft", data={**form.data, "story": "From another tab"})
    assert stale.status_code == 200
    assert "From another tab" not in (await client.get(url)).text


async def test_throwing_the_draft_away(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    url = f"/journeys/{journey}/assessment"
    form = form_to(await client.get(url), url)
    await client.post(f"{url}/draft", data={**form.data, "story": "No"})
    assert (await post(client, f"{url}/draft/drop", page=url)).status_code == 303
    assert await value("SELECT count(*) FROM draft") == 0


async def test_two_coaches_at_once_see_both_texts(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    url = f"/journeys/{journey}/assessment"
    form = form_to(await client.get(url), url)
    await actions.save_assessment(journey, answers=Answers(hopes="What they wrote"), version=0, by=coach)
    answer = await client.post(url, data={**form.data, "hopes": "What I wrote"})
    assert answer.status_code == 409
    assert "What they wrote" in answer.text
    assert "What I wrote" in answer.text


async def test_another_intensity_than_suggested_asks_why(client_for):
    coach, journey = await a_coach_and_a_journey()
    await a_pam(journey, coach, "40.0")
    client = await client_for(coach)
    url = f"/journeys/{journey}/assessment"
    assert "The level suggests: close" in (await client.get(url)).text
    wrong = await post(client, url, {"intensity": "light", "hopes": "Sing"})
    assert wrong.status_code == 422
    assert "Say why you choose another way" in wrong.text
    assert "Sing" in wrong.text
    assert (await post(client, url, {"intensity": "light", "intensity_why": "Asked for it"})).status_code == 303


async def test_a_link_worker_reads_it(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    worker = await a_member(Role.LINK_WORKER, area=coach.area)
    journey = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=worker)
    await actions.save_assessment(journey, answers=Answers(hopes="To sing"), version=0, finish=True, by=coach)
    client = await client_for(worker)
    page = await client.get(f"/journeys/{journey}/assessment")
    assert "To sing" in page.text
    assert "<textarea" not in page.text


# ── goals ──

GOAL = {"in_words": "I want to swim", "way": "be_active", "domain": "exercise", "importance": "8", "confidence": "4"}


async def test_a_goal_from_first_words_to_reached(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    new = f"/journeys/{journey}/goals/new"
    wrong = await post(client, new, {"in_words": "I want to swim", "step_1_due-day": "3"})
    assert wrong.status_code == 422
    assert "I want to swim" in wrong.text
    made = await post(client, new, {**GOAL, "step_1": "Find the costume", "level_hoped": "Once a week"})
    page = made.headers["location"]
    edit = await post(client, f"{page}/edit", {"may_share": "yes"})
    assert edit.headers["location"] == page
    assert (await post(client, f"{page}/agree", page=page)).status_code == 422
    agreed = await post(client, f"{page}/agree", {"baseline": "-1"}, page=page)
    assert agreed.headers["location"] == f"/journeys/{journey}"
    goal = (await queries.goals(journey))[0]
    assert (goal.is_agreed, goal.may_share, goal.baseline) == (True, True, -1)
    assert (await post(client, f"{page}/rate", page=page)).status_code == 422
    assert (await post(client, f"{page}/rate", {"person": "1", "worker": "0"}, page=page)).status_code == 303
    shown = await client.get(page)
    assert "<svg" in shown.text
    assert "Once a week" in shown.text
    tick = f"/goal-steps/{goal.steps[0].id}/tick"
    assert (await post(client, tick, page=page)).status_code == 303
    part = await client.get(f"/journeys/{journey}/about/goals")
    assert "Reached 1 of 1 goal." in part.text
    assert ">Done</strong>" in part.text


async def test_the_same_goal_sent_twice_is_one(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    new = f"/journeys/{journey}/goals/new"
    form = form_to(await client.get(new), new)
    first = await client.post(new, data={**form.data, **GOAL})
    second = await client.post(new, data={**form.data, **GOAL})
    assert first.headers["location"] == second.headers["location"]
    assert len(await queries.goals(journey)) == 1


async def test_a_new_version_and_setting_aside(client_for):
    coach, journey = await a_coach_and_a_journey()
    goal = await an_agreed_goal(journey, coach)
    client = await client_for(coach)
    page = f"/goals/{goal}"
    made = await post(client, f"{page}/change", {"in_words": "I want to run"})
    newer = made.headers["location"]
    assert "A new version is being worked out" in (await client.get(page)).text
    await post(client, f"{newer}/agree", {"baseline": "-2"}, page=newer)
    assert "See the version that took its place" in (await client.get(page)).text
    assert (await post(client, f"{newer}/set-aside", page=newer)).status_code == 422
    assert (await post(client, f"{newer}/set-aside", {"why": "A new job"}, page=newer)).status_code == 303
    assert "A new job" in (await client.get(newer)).text


async def test_an_agreed_goal_edited_from_an_old_tab_is_refused_with_a_sentence(client_for):
    coach, journey = await a_coach_and_a_journey()
    goal = await a_draft_goal(journey, coach)
    client = await client_for(coach)
    url = f"/goals/{goal}/edit"
    form = form_to(await client.get(url), url)
    await actions.agree_goal(goal, baseline=-1, version=1, by=coach)
    answer = await client.post(url, data=form.data)
    assert answer.status_code == 409
    assert "This goal is agreed" in answer.text


# ── patient activation ──


async def test_writing_a_score_down_and_putting_it_right(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    url = f"/journeys/{journey}/pam"
    for wrong in ({"score": "47.05"}, {"score": "101"}, {}, {"score": "50", "not_done": "declined"}):
        answer = await post(client, url, wrong)
        assert answer.status_code == 422, wrong
        assert wrong.get("score", "") in answer.text
    assert (await post(client, url, {"score": "25.9", "how": "self"})).status_code == 303
    score = (await measures.scores(journey, "pam"))[0]
    right = f"{url}/{score.id}/correct"
    assert 'value="25.9"' in (await client.get(right)).text
    assert (await post(client, right, {"score": "x"})).status_code == 422
    assert (await post(client, right, {"score": "52.9"})).status_code == 303
    page = await client.get(url)
    assert "<s>25.9, level 1</s>" in page.text
    assert "52.9, level 2" in page.text
    assert "<svg" in page.text
    assert (await client.get(f"{url}/{journey}/correct")).status_code == 404


async def test_declining_is_an_answer(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    assert (await post(client, f"/journeys/{journey}/pam", {"not_done": "declined", "why": "Later"})).status_code == 303
    assert "They would rather not" in (await client.get(f"/journeys/{journey}/about/measures")).text


async def test_no_statement_of_the_questionnaire_is_anywhere(client_for):
    coach, journey = await a_coach_and_a_journey()
    await a_pam(journey, coach)
    page = (await (await client_for(coach)).get(f"/journeys/{journey}/pam")).text.lower()
    for vendor_words in ("overwhelmed", "disengaged", "taking action", "strongly agree"):
        assert vendor_words not in page


# ── for all of them ──


async def test_pages_cost_at_most_twelve_queries(client_for):
    coach, journey = await a_coach_and_a_journey()
    goals = [await an_agreed_goal(journey, coach) for _ in range(4)]
    for score in ("40.0", "50.0", "60.0"):
        await a_pam(journey, coach, score)
    await actions.save_assessment(journey, answers=Answers(hopes="Sing"), version=0, by=coach)
    client = await client_for(coach)
    for url in (
        f"/journeys/{journey}/assessment",
        f"/journeys/{journey}/goals/new",
        f"/journeys/{journey}/pam",
        f"/goals/{goals[0]}",
        f"/goals/{goals[0]}/change",
        f"/journeys/{journey}/about/goals",
        f"/journeys/{journey}/about/assessment",
        f"/journeys/{journey}/about/measures",
        f"/journeys/{journey}/about/green-book",
    ):
        with count_queries() as ran:
            assert (await client.get(url)).status_code == 200, url
        assert ran.count <= MOST_QUERIES, (url, ran.statements)


@pytest.mark.parametrize("role", list(Role))
async def test_who_may_open_them(client_for, role):
    coach, journey = await a_coach_and_a_journey()
    goal = await a_draft_goal(journey, coach)
    score = await a_pam(journey, coach)
    client = await client_for(role)
    expected = {Role.MANAGER: 200, Role.HEALTH_COACH: 404, Role.LINK_WORKER: 404}.get(role, 403)
    for url in (
        f"/journeys/{journey}/assessment",
        f"/journeys/{journey}/goals/new",
        f"/journeys/{journey}/pam",
        f"/journeys/{journey}/pam/{score}/correct",
        f"/journeys/{journey}/green-book/given",
        f"/goals/{goal}",
        f"/goals/{goal}/edit",
        f"/goals/{goal}/change",
    ):
        assert (await client.get(url)).status_code == expected, url
