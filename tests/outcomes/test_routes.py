import pytest

from livewell.coaching import queries as goals
from livewell.journeys import actions as journeys
from livewell.journeys.rules import EndReason, Stage
from livewell.kit import clock, db
from livewell.outcomes import queries
from livewell.outcomes.rules import WhatNext
from livewell.outcomes.tables import Ending, Review
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.coaching import an_agreed_goal
from tests.factories.connections import a_connection
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.outcomes import an_ending
from tests.factories.places import an_area
from tests.factories.safety import a_matter
from tests.factories.sessions import a_session, the_session
from tests.factories.staff import a_member

WORDS = "I have people to talk to now."
PLANNED = {
    "pam_score": "67.8",
    "pam_how": "together",
    "groups_before": "0",
    "groups_now": "2",
    "what_next": ["group", "volunteer"],
    "may_contact_about_volunteering": "yes",
    "expectation": "met",
    "persons_words": WORDS,
    "may_share_words": "yes",
    "summary": "Joined the walking group and goes every week.",
    "asks": "no",
}
WORKS = {Role.HEALTH_COACH, Role.LINK_WORKER, Role.MANAGER}


@pytest.fixture
async def coach():
    return await a_member(Role.HEALTH_COACH, area=await an_area())


@pytest.fixture
async def journey(coach):
    return await an_open_journey(coach, stage=Stage.COACHING, first_name="Edith")


@pytest.mark.parametrize("role", list(Role))
async def test_who_may_open_the_pages(client_for, coach, journey, role):
    area = {"area": coach.area} if role in {Role.HEALTH_COACH, Role.LINK_WORKER} else {}
    client = await client_for(role, **area)
    expected = 403 if role not in WORKS else 404 if role is Role.LINK_WORKER else 200
    for page in ("review", "ending"):
        assert (await client.get(f"/journeys/{journey}/{page}")).status_code == expected
    reopens = {Role.HEALTH_COACH: 200, Role.MANAGER: 200}
    assert (await client.get(f"/journeys/{journey}/reopen")).status_code == reopens.get(role, 403)


async def test_another_area_finds_nothing(client_for, journey):
    client = await client_for(Role.HEALTH_COACH)
    for page in ("review", "ending", "reopen"):
        assert (await client.get(f"/journeys/{journey}/{page}")).status_code == 404


async def test_the_reason_comes_first_and_decides_what_is_asked(client_for, coach, journey):
    client, page = await client_for(coach), f"/journeys/{journey}/ending"
    first = (await client.get(page)).text
    assert "Why is it ending?" in first
    assert "Patient activation" not in first
    planned = (await client.get(f"{page}?reason=goals_met")).text
    assert "Patient activation" in planned
    assert "Was the ending planned together?" not in planned
    few = (await client.get(f"{page}?reason=unable_to_contact")).text
    assert "Patient activation" not in few
    assert "For the referrer" in few
    assert "Was the ending planned together?" in (await client.get(f"{page}?reason=moved_away")).text
    assert "Why is it ending?" in (await client.get(f"{page}?reason=nothing")).text


async def test_a_whole_ending_in_the_browser(client_for, coach, journey):
    goal = await an_agreed_goal(journey, coach, in_words="I want to sing again")
    await a_connection(journey, coach)
    client, page = await client_for(coach), f"/journeys/{journey}/ending"
    opened = await client.get(f"{page}?reason=goals_met")
    assert "I want to sing again" in opened.text
    assert "Fictional Walkers" in opened.text
    typed = PLANNED | {f"goal-{goal}-person": "1", f"goal-{goal}-worker": "0"}
    answer = await post(client, page, typed, page=f"{page}?reason=goals_met")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/journeys/{journey}")
    kept = await queries.ending(journey)
    assert kept is not None
    assert (kept.persons_words, kept.may_share_words, kept.what_next, kept.ask_of_practice) == (
        WORDS,
        True,
        (WhatNext.GROUP, WhatNext.VOLUNTEER),
        "",
    )
    [rated] = await goals.goals(journey)
    assert rated.latest == 1
    assert "This journey has ended." in (await client.get(page)).text


async def test_what_they_expected_is_shown_again(client_for, coach, journey):
    await db.execute(
        "INSERT INTO assessment (id, journey, expectations, groups, started_at, started_by)"
        " VALUES (gen_random_uuid(), $1, 'Somebody who listens.', 3, $2, $3)",
        journey,
        clock.now(),
        coach.id,
    )
    page = await (await client_for(coach)).get(f"/journeys/{journey}/ending?reason=moved_on")
    assert "Somebody who listens." in page.text
    assert form_to(page, f"/journeys/{journey}/ending").data["groups_before"] == ["3"]


async def test_every_word_is_kept_and_everything_missing_is_said_at_once(client_for, coach, journey):
    goal = await an_agreed_goal(journey, coach)
    client, page = await client_for(coach), f"/journeys/{journey}/ending"
    typed = {"persons_words": WORDS, "what_next": ["other", "volunteer"], "asks": "yes", "pam_score": "500"}
    answer = await post(client, page, typed, page=f"{page}?reason=goals_met")
    assert answer.status_code == 422
    for words in (
        WORDS,
        'value="500"',
        "Say how far “",
        "Say what else comes next",
        "Say whether they agree to be contacted about volunteering",
        "Say whether it was what they expected",
        "Write what was done and what came of it",
        "Say what you ask of the practice",
    ):
        assert words in answer.text, words
    assert f'href="#goal-{goal}-person"' in answer.text
    assert not await Ending.exists()


async def test_somebody_we_could_not_reach_takes_two_answers(client_for, coach):
    journey = await an_open_journey(coach)
    client, page = await client_for(coach), f"/journeys/{journey}/ending"
    answer = await post(client, page, {"asks": "no"}, page=f"{page}?reason=unable_to_contact")
    assert answer.status_code == 303
    assert (await the_journey(journey)).end_reason == EndReason.UNABLE_TO_CONTACT


async def test_booked_sessions_are_shown_and_cancelled_when_ticked(client_for, coach, journey):
    session = await a_session(journey, coach)
    client, page = await client_for(coach), f"/journeys/{journey}/ending"
    form = f"{page}?reason=moved_away"
    typed = {"planned": "yes", "summary": "Moved to Leeds to be near her son.", "asks": "no"}
    answer = await post(client, page, typed, page=form)
    assert answer.status_code == 422
    assert "Sessions are still booked" in answer.text
    answer = await post(client, page, typed | {"cancel_sessions": "yes"}, page=form)
    assert answer.status_code == 303
    assert (await the_session(session)).status == "cancelled"
    assert (await the_journey(journey)).end_planned


async def test_an_open_safety_matter_is_said(client_for, coach, journey):
    page = f"/journeys/{journey}/ending"
    client = await client_for(coach)
    assert "A safety matter is still open" not in (await client.get(page)).text
    await a_matter(coach, journey=journey)
    assert "A safety matter is still open" in (await client.get(page)).text


async def test_the_same_page_sent_twice_is_one_ending(client_for, coach, journey):
    client, page = await client_for(coach), f"/journeys/{journey}/ending"
    data = form_to(await client.get(f"{page}?reason=goals_met"), page).data | PLANNED
    for _ in range(2):
        assert (await client.post(page, data=data)).status_code == 303
    assert await Ending.count() == 1


async def test_an_ending_of_an_ended_journey_is_refused_in_words(client_for, coach, journey):
    client, page = await client_for(coach), f"/journeys/{journey}/ending"
    data = form_to(await client.get(f"{page}?reason=goals_met"), page).data | PLANNED
    await journeys.close(journey, reason=EndReason.DIED, planned=False, why="", by=coach)
    answer = await client.post(page, data=data)
    assert answer.status_code == 409
    assert "ended" in answer.text


async def test_a_review_in_the_browser(client_for, coach, journey):
    goal = await an_agreed_goal(journey, coach)
    client, page = await client_for(coach), f"/journeys/{journey}/review"
    answer = await post(client, page, {})
    assert answer.status_code == 422
    assert "Write down at least one thing" in answer.text
    answer = await post(client, page, {f"goal-{goal}-person": "0", "agreed": "Try the choir.", "groups_now": "one"})
    assert answer.status_code == 422
    assert "Try the choir." in answer.text
    answer = await post(client, page, {f"goal-{goal}-person": "0", "agreed": "Try the choir."})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/journeys/{journey}")
    assert await Review.count() == 1
    [rated] = await goals.goals(journey)
    assert rated.latest == 0


async def test_opening_again_from_the_page(client_for, coach, journey):
    await an_ending(journey, coach)
    client, page = await client_for(coach), f"/journeys/{journey}/reopen"
    assert (await post(client, page, {"why": ""})).status_code == 422
    answer = await post(client, page, {"why": "Her sister has died."})
    assert answer.status_code == 303
    new = answer.headers["location"].rsplit("/", 1)[1]
    assert str((await the_journey(new)).previous) == str(journey)


async def test_pages_stay_within_twelve_queries(client_for, coach, journey):
    for _ in range(4):
        await an_agreed_goal(journey, coach)
    await a_connection(journey, coach)
    client = await client_for(coach)
    for page in (f"/journeys/{journey}/review", f"/journeys/{journey}/ending?reason=goals_met"):
        with db.count_queries() as ran:
            assert (await client.get(page)).status_code == 200
        assert ran.count <= 12, ran.statements
