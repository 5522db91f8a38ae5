import pytest

from livewell.journeys.rules import Stage
from livewell.kit import db
from livewell.kit.access_log import Opening
from livewell.linkwork import actions
from livewell.linkwork.tables import Introduction
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.coaching import an_agreed_goal
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.linkwork import SUMMARY, an_introduction, the_introduction
from tests.factories.places import an_area
from tests.factories.staff import a_member

TYPED = {
    "how": "joint_meeting",
    "meeting-day": "24",
    "meeting-month": "11",
    "meeting-year": "2026",
    "meeting-time": "2.30pm",
    "reasons": ["getting_there", "confidence"],
    "summary": SUMMARY,
    "person_agrees": "yes",
}


@pytest.fixture
async def coach():
    return await a_member(Role.HEALTH_COACH, area=await an_area())


@pytest.fixture
async def link_worker(coach):
    return await a_member(Role.LINK_WORKER, area=coach.area)


@pytest.fixture
async def journey(coach):
    return await an_open_journey(coach, stage=Stage.COACHING, first_name="Edith")


@pytest.mark.parametrize("role", list(Role))
async def test_who_may_open_the_pages(client_for, coach, link_worker, role):
    area = {"area": coach.area} if role in {Role.HEALTH_COACH, Role.LINK_WORKER} else {}
    client = await client_for(role, **area)
    waiting = await an_open_journey(coach, stage=Stage.COACHING)
    introduction = await an_introduction(waiting, coach, link_worker)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    introduce = 200 if role is Role.HEALTH_COACH else 403
    assert (await client.get(f"/journeys/{journey}/introduce")).status_code == introduce
    shown = {Role.HEALTH_COACH: 200, Role.MANAGER: 200, Role.LINK_WORKER: 404}
    assert (await client.get(f"/introductions/{introduction}")).status_code == shown.get(role, 403)
    supervises = {Role.HEALTH_COACH: 200, Role.MANAGER: 200}
    assert (await client.get("/link-workers")).status_code == supervises.get(role, 403)


async def test_another_area_finds_nothing(client_for, coach, link_worker, journey):
    client = await client_for(Role.HEALTH_COACH)
    assert (await client.get(f"/journeys/{journey}/introduce")).status_code == 404
    introduction = await an_introduction(journey, coach, link_worker)
    assert (await client.get(f"/introductions/{introduction}")).status_code == 404


async def test_the_whole_introduction_in_the_browser(client_for, coach, link_worker, journey):
    await an_agreed_goal(journey, coach, in_words="I want to sing again")
    client, page = await client_for(coach), f"/journeys/{journey}/introduce"
    assert "I want to sing again" in (await client.get(page)).text
    answer = await post(client, page, TYPED | {"link_worker": str(link_worker.id)})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/journeys/{journey}")
    [made] = await Introduction.select()
    assert made["meeting_at"].isoformat() == "2026-11-24T14:30:00+00:00"
    assert made["reasons"] == ["getting_there", "confidence"]

    theirs = await client_for(link_worker)
    assert (await theirs.get(f"/journeys/{journey}/connections/new")).status_code == 404
    page = f"/introductions/{made['id']}"
    shown = (await theirs.get(page)).text
    for words in (SUMMARY, "I want to sing again", "24 November 2026 at 2:30pm", "Take Edith on"):
        assert words in shown
    answer = await post(theirs, f"{page}/take-on", page=page)
    assert answer.headers["location"] == f"/journeys/{journey}"
    assert (await the_journey(journey)).stage == Stage.LINK_WORK
    assert (await theirs.get(f"/journeys/{journey}/connections/new")).status_code == 200


async def test_every_word_is_kept_when_something_is_missing(client_for, coach, link_worker, journey):
    client, page = await client_for(coach), f"/journeys/{journey}/introduce"
    typed = TYPED | {"link_worker": str(link_worker.id), "person_agrees": [], "meeting-day": "31", "meeting-month": "4"}
    answer = await post(client, page, typed)
    assert answer.status_code == 422
    for words in (
        SUMMARY,
        f'value="{link_worker.id}" checked',
        "Tick the box when the person has agreed",
        "Say why there is no agreed goal with a step yet",
        'value="31"',
    ):
        assert words in answer.text
    assert not await Introduction.exists()
    assert (await the_journey(journey)).stage == Stage.COACHING


async def test_a_meeting_needs_its_time_and_another_area_its_reason(client_for, coach, journey):
    elsewhere = await a_member(Role.LINK_WORKER)
    client, page = await client_for(coach), f"/journeys/{journey}/introduce"
    typed = {name: text for name, text in TYPED.items() if not name.startswith("meeting")}
    answer = await post(client, page, typed | {"link_worker": str(elsewhere.id), "no_goal_why": "Wants to meet first."})
    assert answer.status_code == 422
    assert "Say when you will all meet or speak" in answer.text
    assert "Say why a link worker of another area suits better" in answer.text


async def test_a_link_worker_not_on_the_list_is_refused(client_for, coach, journey):
    client, page = await client_for(coach), f"/journeys/{journey}/introduce"
    answer = await post(client, page, TYPED | {"link_worker": str(coach.id), "no_goal_why": "Later."})
    assert answer.status_code == 422
    assert "Choose one of the answers on the list" in answer.text


async def test_the_same_page_sent_twice_is_one_introduction(client_for, coach, link_worker, journey):
    client, page = await client_for(coach), f"/journeys/{journey}/introduce"
    data = form_to(await client.get(page), page).data | TYPED
    data |= {"link_worker": str(link_worker.id), "no_goal_why": "Wants to meet first."}
    for _ in range(2):
        assert (await client.post(page, data=data)).status_code == 303
    assert await Introduction.count() == 1


async def test_handing_back_from_the_page(client_for, coach, link_worker, journey):
    made = await an_introduction(journey, coach, link_worker)
    client, page = await client_for(link_worker), f"/introductions/{made}"
    answer = await post(client, f"{page}/hand-back", {"why": ""}, page=page)
    assert answer.status_code == 422
    assert "Say why, so that the coach and the person know" in answer.text
    answer = await post(client, f"{page}/hand-back", {"why": "Would rather wait until spring."}, page=page)
    assert answer.headers["location"] == "/caseload"
    assert (await the_introduction(made)).status == "handed_back"
    coachs = await client_for(coach)
    assert "Would rather wait until spring." in (await coachs.get(page)).text


async def test_nobody_takes_on_for_somebody_else(client_for, coach, link_worker, journey):
    made = await an_introduction(journey, coach, link_worker)
    client, page = await client_for(coach), f"/introductions/{made}"
    shown = await client.get(page)
    assert "Take Edith on" not in shown.text
    data = form_to(shown, f"{page}/hand-back").data
    assert (await client.post(f"{page}/take-on", data=data)).status_code == 404


async def test_what_the_link_workers_carry(client_for, coach, link_worker, journey):
    await an_introduction(journey, coach, link_worker)
    other = await a_member(Role.LINK_WORKER)
    page = (await (await client_for(coach)).get("/link-workers")).text
    assert link_worker.name in page
    assert other.name not in page
    assert other.name in (await (await client_for(Role.MANAGER)).get("/link-workers")).text


async def test_opening_an_introduction_is_written_down(client_for, coach, link_worker, journey):
    made = await an_introduction(journey, coach, link_worker)
    await (await client_for(link_worker)).get(f"/introductions/{made}")
    [opening] = await Opening.select().where(Opening.record == made)
    assert (opening["who"], opening["person"]) == (link_worker.id, (await the_journey(journey)).person)


async def test_pages_stay_within_twelve_queries(client_for, coach, link_worker, journey):
    await an_agreed_goal(journey, coach)
    for _ in range(8):
        await a_member(Role.LINK_WORKER, area=coach.area)
    client = await client_for(coach)
    made = await an_introduction(await an_open_journey(coach, stage=Stage.COACHING), coach, link_worker)
    for page in (f"/journeys/{journey}/introduce", f"/introductions/{made}", "/introductions", "/link-workers"):
        with db.count_queries() as ran:
            assert (await client.get(page)).status_code == 200
        assert ran.count <= 12, ran.statements


async def test_who_waits_and_for_whom(client_for, coach, link_worker, journey):
    made = await an_introduction(journey, coach, link_worker)
    link = f"/introductions/{made}"
    for who, words in ((link_worker, "Introduced to you"), (coach, f"Introduced to {link_worker.name}")):
        page = (await (await client_for(who)).get("/introductions")).text
        assert link in page
        assert words in page
    for who in (Role.LINK_WORKER, Role.HEALTH_COACH):
        assert "Nobody is waiting for an answer." in (await (await client_for(who)).get("/introductions")).text
    assert link in (await (await client_for(Role.MANAGER)).get("/introductions")).text
    assert (await (await client_for(Role.PRACTICE_REFERRER)).get("/introductions")).status_code == 403


async def test_a_link_workers_caseload_says_who_waits_until_they_answer(client_for, coach, link_worker, journey):
    made = await an_introduction(journey, coach, link_worker)
    client = await client_for(link_worker)
    said = "Somebody waits for your answer"
    assert said in (await client.get("/caseload")).text
    assert said not in (await (await client_for(coach)).get("/caseload")).text
    await actions.take_on(made, by=link_worker)
    assert said not in (await client.get("/caseload")).text
