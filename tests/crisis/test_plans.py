"""The safety plan's pages: written together by staff, read and spoken of by the person in their own space."""

from datetime import timedelta
from io import BytesIO

import pypdf
import pytest

from livewell.crisis.tables import SafetyPlan, SafetyPlanWord
from livewell.kit import clock
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.crisis import PLAN, a_plan
from tests.factories.journeys import a_coach_and_a_journey, an_open_journey, the_journey
from tests.factories.staff import a_member


@pytest.fixture
async def known():
    coach, journey = await a_coach_and_a_journey()
    return coach, journey, (await the_journey(journey)).person


async def test_written_together_kept_and_written_again(client_for, known):
    coach, journey, _ = known
    client, page = await client_for(coach), f"/journeys/{journey}/safety-plan"
    assert "There is no safety plan yet" in (await client.get(page)).text
    answer = await post(client, f"{page}/write", PLAN | {"together": "yes", "with_whom": "Joan"})
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    shown = (await client.get(page)).text
    assert all(words in shown for words in PLAN.values())
    again = form_to(await client.get(f"{page}/write"), f"{page}/write").data
    assert [words.strip() for words in again["triggers"]] == [PLAN["triggers"]]
    await post(client, f"{page}/write", {"together": "yes", "triggers": "Loud rooms."})
    shown = (await client.get(page)).text
    assert "Loud rooms." in shown
    assert "Version 1, agreed" in shown
    assert "Safety plan agreed together, version 2" in (await client.get(f"/journeys/{journey}?show=safety")).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"together": []}, "A safety plan is agreed with the person"),
        ({"feels_safe": ""}, "Write at least one thing that helps"),
        ({"agreed-year": "2090"}, "must be"),
        ({"review-day": ""}, "day"),
    ],
)
async def test_what_is_missing_is_said_and_every_word_kept(client_for, known, wrong, sentence):
    coach, journey, _ = known
    client, page = await client_for(coach), f"/journeys/{journey}/safety-plan/write"
    answer = await post(client, page, {"feels_safe": "The radio", "with_whom": "Joan", "together": "yes"} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Joan"' in answer.text
    assert not await SafetyPlan.exists()


async def test_it_is_looked_at_again_after_it_was_agreed(client_for, known):
    coach, journey, _ = known
    client, page = await client_for(coach), f"/journeys/{journey}/safety-plan/write"
    today = clock.today()
    early = today - timedelta(days=1)
    answer = await post(
        client,
        page,
        {
            "feels_safe": "The radio",
            "together": "yes",
            "review-day": str(early.day),
            "review-month": str(early.month),
            "review-year": str(early.year),
        },
    )
    assert answer.status_code == 422
    assert "must be after the day you agreed it" in answer.text


async def test_a_second_worker_is_told_and_loses_nothing(client_for, known):
    coach, journey, _ = known
    client, page = await client_for(coach), f"/journeys/{journey}/safety-plan/write"
    data = form_to(await client.get(page), page).data | {"feels_safe": "The river", "together": "yes"}
    await a_plan(journey, coach)
    answer = await client.post(page, data=data)
    assert answer.status_code == 409
    assert "The river" in answer.text
    assert PLAN["feels_safe"] in answer.text
    # The same form sent twice is one version: the second is told of the first.
    assert await SafetyPlan.count() == 1


async def test_a_draft_is_the_writers_and_goes_when_it_is_agreed(client_for, known):
    coach, journey, _ = known
    client, page = await client_for(coach), f"/journeys/{journey}/safety-plan"
    data = form_to(await client.get(f"{page}/write"), f"{page}/write").data | {"triggers": "Half a"}
    assert (await client.post(f"{page}/draft", data=data)).status_code == 200
    assert "Half a" in (await client.get(f"{page}/write")).text
    colleague = await client_for(await a_member(Role.HEALTH_COACH, area=coach.area))
    assert "Half a" not in (await colleague.get(f"{page}/write")).text
    await post(client, f"{page}/draft/drop", page=f"{page}/write")
    assert "Half a" not in (await client.get(f"{page}/write")).text


@pytest.mark.parametrize("words", ["A word. ", "A longer line of what helps on most days, said slowly. " * 12])
async def test_it_fits_one_page_of_paper(client_for, known, words):
    coach, journey, _ = known
    await a_plan(journey, coach, **dict.fromkeys(PLAN, words))
    answer = await (await client_for(coach)).get(f"/journeys/{journey}/safety-plan.pdf")
    paper = pypdf.PdfReader(BytesIO(answer.content))
    assert len(paper.pages) == 1
    text = " ".join(paper.pages[0].extract_text().split())
    assert "116 123" in text
    assert words.split(".", maxsplit=1)[0] in text


async def test_no_plan_no_paper(client_for, home_client_for, known):
    coach, journey, person = known
    assert (await (await client_for(coach)).get(f"/journeys/{journey}/safety-plan.pdf")).status_code == 404
    home = await home_client_for(person)
    assert (await home.get("/my/safety-plan.pdf")).status_code == 404
    assert "You have no safety plan" in (await home.get("/my/safety-plan")).text


async def test_the_person_reads_it_prints_it_and_says_what_they_think(client_for, home_client_for, known):
    coach, journey, person = known
    await a_plan(journey, coach)
    home = await home_client_for(person)
    mine = await home.get("/my/safety-plan")
    assert all(words in mine.text for words in PLAN.values())
    assert (await home.get("/my/safety-plan.pdf")).headers["content-type"] == "application/pdf"
    assert (await post(home, "/my/safety-plan", {"words": ""})).status_code == 422
    data = form_to(mine, "/my/safety-plan").data | {"words": "Joan has moved."}
    for _ in range(2):
        assert (await home.post("/my/safety-plan", data=data)).status_code == 303
    assert await SafetyPlanWord.count() == 1
    staff = await client_for(coach)
    assert "Joan has moved." in (await staff.get(f"/journeys/{journey}/safety-plan")).text
    assert "They said something about their safety plan" in (await staff.get(f"/journeys/{journey}?show=safety")).text


async def test_another_person_sees_their_own_and_nothing_else(home_client_for, known):
    coach, journey, _ = known
    await a_plan(journey, coach)
    other = await the_journey(await an_open_journey(coach))
    home = await home_client_for(other.person)
    page = await home.get("/my/safety-plan")
    assert not any(words in page.text for words in PLAN.values())
    assert (await home.get(f"/journeys/{journey}/safety-plan")).status_code != 200


async def test_the_plan_outlives_the_journey(home_client_for, known):
    from livewell.journeys import actions
    from livewell.journeys.rules import EndReason

    coach, journey, person = known
    await a_plan(journey, coach)
    await actions.close(journey, reason=EndReason.GOALS_MET, planned=True, why="", by=coach)
    assert PLAN["feels_safe"] in (await (await home_client_for(person)).get("/my/safety-plan")).text
