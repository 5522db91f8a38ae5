"""The person's own pages: what waits, filling it in at home, what it came to; and nobody else's."""

from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.journeys import actions as journeys
from livewell.journeys.rules import EndReason, Stage
from livewell.kit import clock, db
from livewell.measures.rules.taking import How as Taken
from livewell.measures.tables import Score
from livewell.questionnaires import actions
from livewell.questionnaires.rules import How
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.questionnaires import all_answers, an_asking, as_typed, phq9_set_up, the_asking
from tests.factories.staff import a_member

FULL = as_typed(all_answers("ons4", 6))


@pytest.fixture
async def home(home_client_for, work):
    return await home_client_for(work.person)


@pytest.fixture
async def asked(work):
    return f"/my/questions/{await an_asking(work.journey, work.coach, words='Before our next talk.')}"


async def test_what_waits_at_home_is_listed_and_nothing_else(home, work, asked):
    await an_asking(work.journey, work.coach, "phq8", How.PAPER)
    await an_asking(work.journey, work.coach, "gad7", How.TOGETHER)
    page = (await home.get("/my/questions")).text
    assert asked in page
    assert "PHQ-8" not in page
    assert "GAD-7" not in page


async def test_the_sheet_says_who_reads_it_and_that_nobody_has_to(home, asked):
    page = (await home.get(asked)).text
    assert "Before our next talk." in page
    assert "Nobody watches this page while you write" in page
    assert "You need not answer" in page
    assert 'lang="en"' in page


async def test_answers_are_sent_and_shown_back_in_plain_words(home, asked, work):
    sent = await post(home, asked, FULL)
    assert sent.status_code == 200
    assert "/my/questions/about/ons4" in sent.text
    shown = (await home.get("/my/questions/about/ons4")).text
    assert "how happy did you feel yesterday" in shown
    assert "no diagnosis" in shown
    [score] = await Score.select()
    assert (score["how"], score["taken_by"]) == ("self", None)
    assert "/my/questions/about/ons4" in (await home.get("/my/questions")).text


async def test_a_score_is_shown_with_its_chart_and_what_a_change_means(home, work):
    for days, value in ((100, 2), (0, 1)):
        with clock.at(clock.now() - timedelta(days=days)):
            asking = await an_asking(work.journey, work.coach, "gad7")
            await actions.answer(
                asking,
                journey=work.journey,
                answers=all_answers("gad7", value),
                how=Taken.SELF,
                submission=uuid4(),
                by=work.coach,
            )
    shown = (await home.get("/my/questions/about/gad7")).text
    assert "Your score is 7, from 0 to 21." in shown
    assert "A lower score is better." in shown
    assert "7 points lower" in shown
    assert "<svg" in shown
    assert "<table" in shown


async def test_a_partial_sheet_comes_back_with_every_word(home, asked):
    sent = await post(home, asked, {"item-happy": "3"})
    assert sent.status_code == 422
    assert "Answer question 1, or say that you would rather not" in sent.text
    assert form_to(sent, asked).data["item-happy"] == ["3"]
    assert not await Score.exists()


async def test_half_done_is_kept_with_a_script_and_without_one(home, asked):
    form = form_to(await home.get(asked), asked)
    assert (await home.post(f"{asked}/draft", data=form.data | {"item-happy": "8"})).status_code == 200
    assert form_to(await home.get(asked), asked).data["item-happy"] == ["8"]
    later = await post(home, asked, {"item-anxious": "1", "then": "later"})
    assert later.headers["location"] == "/my/questions"
    again = await home.get(asked)
    assert "not sent yet" in again.text
    assert form_to(again, asked).data["item-anxious"] == ["1"]


async def test_the_same_sheet_twice_is_one_score(home, asked):
    form = form_to(await home.get(asked), asked)
    for _ in range(2):
        assert (await home.post(asked, data=form.data | FULL)).status_code == 200
    assert await Score.count() == 1


async def test_they_would_rather_not(home, asked):
    sent = await post(home, asked, {"then": "decline"})
    assert sent.headers["location"] == "/my/questions"
    assert (await the_asking(asked.rpartition("/")[2])).state == "declined"
    assert "These questions are closed" in (await home.get(asked)).text


async def test_what_ended_with_the_journey_waits_no_more(home, work, asked):
    form = form_to(await home.get(asked), asked)
    await journeys.close(work.journey, reason=EndReason.GOALS_MET, planned=True, why="Done", by=work.coach)
    assert asked not in (await home.get("/my/questions")).text
    assert "closed" in (await home.get(asked)).text
    assert (await home.post(asked, data=form.data | FULL)).status_code == 409
    assert not await Score.exists()


async def test_around_the_fixed_wording_the_page_is_in_their_language(home, work, asked):
    await db.execute("UPDATE person SET language = 'Polish' WHERE id = $1", work.person)
    page = (await home.get(asked)).text
    assert '<html lang="pl"' in page
    assert '<span lang="en" dir="auto">Overall, how happy did you feel yesterday?</span>' in page
    assert (await post(home, asked, {"item-happy": "3"})).status_code == 422
    assert (await post(home, asked, FULL)).status_code == 200
    assert '<html lang="pl"' in (await home.get("/my/questions/about/ons4")).text


async def test_what_was_switched_off_meanwhile_is_said(home, work):
    duty = await a_member(Role.HEALTH_COACH)
    await phq9_set_up(duty)
    asked = f"/my/questions/{await an_asking(work.journey, work.coach, 'phq9')}"
    await db.execute('UPDATE instrument_choice SET "on" = false')
    answer = await home.get(asked)
    assert answer.status_code == 409
    assert "ask your worker" in answer.text


# ── nobody else's ──


async def test_somebody_elses_questions_are_not_there(home_client_for, work, asked):
    other = await an_open_journey(work.coach, stage=Stage.COACHING)
    stranger = await home_client_for((await the_journey(other)).person)
    own = f"/my/questions/{await an_asking(other, work.coach)}"
    form = form_to(await stranger.get(own), own)
    assert (await stranger.get(asked)).status_code == 404
    for path in (asked, f"{asked}/draft"):
        assert (await stranger.post(path, data=form.data | FULL)).status_code == 404
    assert (await stranger.get("/my/questions/about/ons4")).status_code == 404
    assert not await Score.exists()


async def test_what_is_on_paper_is_not_filled_in_at_home(home, work):
    paper = await an_asking(work.journey, work.coach, how=How.PAPER)
    assert (await home.get(f"/my/questions/{paper}")).status_code == 404


async def test_whoever_is_not_there_is_shown_the_way_in(visitor, client_for, work, asked):
    assert (await visitor.get("/my/questions")).headers["location"] == "/my/come-in"
    staff = await client_for(work.coach)
    assert (await staff.get(asked)).headers["location"] == "/my/come-in"


@pytest.mark.parametrize("path", ["/my/questions", "{asked}", "/my/questions/about/ons4"])
async def test_pages_ask_the_database_little(home, work, asked, path):
    await post(home, asked, FULL)
    again = f"/my/questions/{await an_asking(work.journey, work.coach)}"
    with db.count_queries() as ran:
        assert (await home.get(path.format(asked=again))).status_code == 200
    assert ran.count <= 10, "\n".join(ran.statements)


# ── an answer that asks for help ──


async def test_whom_to_call_is_shown_at_once_and_the_duty_contact_is_told(home, client_for, work):
    duty = await a_member(Role.HEALTH_COACH)
    await phq9_set_up(duty)
    asked = f"/my/questions/{await an_asking(work.journey, work.coach, 'phq9')}"
    sent = await post(home, asked, as_typed(all_answers("phq9", thoughts=1)))
    assert sent.status_code == 200
    assert sent.text.index("116 123") < sent.text.index("have been sent to your worker")
    assert "do not wait for them" in sent.text
    assert str(sent.url).endswith(asked)
    assert "116 123" in (await home.get("/my/questions/about/phq9")).text
    matter = await db.row("SELECT id, raised_by, duty FROM safety_matter")
    assert (matter["raised_by"], matter["duty"]) == (None, duty.id)
    shown = (await (await client_for(duty)).get(f"/safety/{matter['id']}")).text
    assert "filled it in at home" in shown
    assert "the answers they gave at home" in shown


async def test_without_such_an_answer_nothing_of_it_is_said(home, work):
    await phq9_set_up(work.coach)
    asked = f"/my/questions/{await an_asking(work.journey, work.coach, 'phq9')}"
    sent = await post(home, asked, as_typed(all_answers("phq9", down=2)))
    assert "116 123" not in sent.text
    assert await db.value("SELECT count(*) FROM safety_matter") == 0
