"""A worker's pages: asking, typing answers, together on one screen, paper, scores, results, and putting right."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pypdf
import pytest

from livewell.journeys import actions as journeys
from livewell.journeys.rules import EndReason, Stage
from livewell.kit import clock, db, pdf
from livewell.measures.tables import Score
from livewell.questionnaires.rules import How
from livewell.questionnaires.tables import Asking
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.journeys import an_open_journey
from tests.factories.measures import a_pam
from tests.factories.questionnaires import PATHWAY, all_answers, an_asking, as_typed, phq9_set_up, the_asking
from tests.factories.staff import a_member

FULL = as_typed(all_answers("ons4", 5))


@pytest.fixture
async def client(client_for, work):
    return await client_for(work.coach)


async def one_asked(work):
    [asking] = await Asking.select()
    return work.at(f"/questions/{asking['id']}")


# ── asking ──


async def test_the_page_offers_what_may_be_asked_and_says_why_not_the_rest(client, work):
    page = (await client.get(work.at("/questions/new"))).text
    assert "Personal wellbeing (ONS4)" in page
    assert "Measures that cannot be asked here now" in page
    assert "PHQ-9" in page


@pytest.mark.parametrize(
    ("how", "leads_to"),
    [("worker", "/answer"), ("together", "/together"), ("space", ""), ("paper", "")],
)
async def test_what_is_filled_in_now_opens_at_once(client, work, how, leads_to):
    sent = await post(client, work.at("/questions/new"), {"instrument": "ons4", "how": how})
    assert sent.status_code == 303
    assert sent.headers["location"] == await one_asked(work) + leads_to


async def test_a_score_from_its_source_is_asked_for(client, work):
    sent = await post(client, work.at("/questions/new"), {"instrument": "pam", "how": "score"})
    assert sent.headers["location"].endswith("/score")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose what you would like to ask"),
        ({"instrument": "ons4"}, "Choose how it is filled in"),
        ({"instrument": "ons4", "how": "pigeon"}, "Choose one of the answers"),
        ({"instrument": "phq9", "how": "space"}, "PHQ-9"),
        ({"instrument": "ons4", "how": "score"}, "filled in here"),
        (
            {"instrument": "ons4", "how": "space", "due-day": "1", "due-month": "1", "due-year": "2020"},
            "today or in the",
        ),
        ({"instrument": "ons4", "how": "space", "words": "x" * 501}, "500 characters"),
    ],
)
async def test_what_cannot_be_asked_comes_back_with_a_sentence(client, work, typed, said):
    sent = await post(client, work.at("/questions/new"), typed)
    assert sent.status_code == 422
    assert said in sent.text
    assert not await Asking.exists()


async def test_every_word_is_kept(client, work):
    sent = await post(client, work.at("/questions/new"), {"words": "Before we meet."})
    assert "Before we meet." in sent.text


# ── typing answers ──


@pytest.fixture
async def asked(work):
    return work.at(f"/questions/{await an_asking(work.journey, work.coach, how=How.WORKER)}")


async def test_a_worker_types_what_is_said(client, work, asked):
    sent = await post(client, f"{asked}/answer", FULL)
    assert sent.headers["location"] == work.at("/measures/ons4")
    shown = (await client.get(work.at("/measures/ons4"))).text
    assert "We went through it together" in shown
    assert "Medium" in shown


async def test_a_day_gone_by_and_somebody_else(client, work, asked):
    day = clock.today() - timedelta(days=3)
    when = {"taken-day": str(day.day), "taken-month": str(day.month), "taken-year": str(day.year)}
    await post(client, f"{asked}/answer", {**FULL, **when, "taken_how": "proxy"})
    [score] = await Score.select()
    assert (score["how"], score["taken_at"].date()) == ("proxy", day)


async def test_each_missing_answer_is_said_and_the_rest_is_kept(client, asked):
    sent = await post(client, f"{asked}/answer", {"item-happy": "4"})
    assert sent.status_code == 422
    for number in (1, 2, 4):
        assert f"Answer question {number}, or say that you would rather not" in sent.text
    assert "Answer question 3" not in sent.text
    kept = form_to(sent, f"{asked}/answer")
    assert kept.data["item-happy"] == ["4"]
    assert not await Score.exists()


async def test_an_answer_may_be_left_out_where_it_may(client, work, asked):
    sent = await post(client, f"{asked}/answer", FULL | {"item-happy": "skip"})
    assert sent.status_code == 303
    [score] = await Score.select()
    assert "happy" not in score["answers"]


async def test_half_done_is_kept_with_a_script_and_without_one(client, asked):
    page = f"{asked}/answer"
    form = form_to(await client.get(page), page)
    saved = await client.post(f"{asked}/draft", data=form.data | {"item-happy": "7"})
    assert (saved.status_code, saved.text) == (200, "Draft saved")
    assert form_to(await client.get(page), page).data["item-happy"] == ["7"]
    later = await post(client, page, {"item-anxious": "2", "then": "later"})
    assert later.headers["location"] == asked
    again = await client.get(page)
    assert form_to(again, page).data["item-anxious"] == ["2"]
    assert "not written down yet" in again.text
    assert not await Score.exists()


async def test_half_done_is_nobody_elses(client_for, client, work, asked):
    await post(client, f"{asked}/answer", {"item-anxious": "2", "then": "later"})
    colleague = await client_for(await a_member(Role.HEALTH_COACH, area=work.coach.area))
    assert "item-anxious" not in form_to(await colleague.get(f"{asked}/answer"), f"{asked}/answer").data


async def test_what_is_over_is_read_and_not_filled_in_again(client, work, asked):
    await post(client, f"{asked}/answer", FULL)
    for path in ("/answer", "/together", "/score"):
        assert (await client.get(asked + path)).headers["location"] == asked
    assert "What it came to" in (await client.get(asked)).text


# ── together ──


async def test_the_screen_for_two_shows_nothing_of_the_record(client, work, asked):
    page = (await client.get(f"{asked}/together")).text
    assert "how satisfied are you with your life" in page
    name = (await client.get(asked)).text
    family = (await db.value("SELECT family_name FROM person WHERE id = $1", work.person)) or ""
    assert family in name
    assert family not in page
    assert "Caseload" not in page
    assert 'lang="en"' in page


async def test_finished_together_it_thanks_and_asks_for_the_screen(client, work, asked):
    sent = await post(client, f"{asked}/together", FULL)
    assert sent.status_code == 200
    assert "give the screen back" in sent.text
    [score] = await Score.select()
    assert score["how"] == "together"


async def test_together_they_may_rather_not(client, asked, work):
    sent = await post(client, f"{asked}/together", {"then": "decline"})
    assert sent.status_code == 200
    [asking] = await Asking.select()
    assert asking["state"] == "declined"


async def test_together_what_is_missing_is_said(client, asked):
    sent = await post(client, f"{asked}/together", {"item-happy": "11"})
    assert sent.status_code == 422
    assert "Question 3: choose one of its answers" in sent.text


# ── on paper ──


@pytest.fixture
async def on_paper(work):
    return work.at(f"/questions/{await an_asking(work.journey, work.coach, 'phq8', How.PAPER)}")


@pytest.mark.skipif(not pdf.available(), reason="this machine makes no PDFs: apt-get install pango")
async def test_the_paper_has_its_code_and_no_name(client, work, on_paper):
    [asking] = await Asking.select()
    answer = await client.get(f"{on_paper}/paper.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(answer.content)).pages)
    assert asking["reference"] in text
    assert "Poor appetite or overeating" in " ".join(text.split())
    assert str(await db.value("SELECT family_name FROM person WHERE id = $1", work.person)) not in text


async def test_what_comes_back_is_found_by_its_code_and_typed_in(client, work, on_paper):
    [asking] = await Asking.select()
    found = await post(client, "/questions-on-paper", {"code": asking["reference"].lower()})
    assert found.headers["location"] == f"{on_paper}/answer"
    await post(client, f"{on_paper}/answer", as_typed(all_answers("phq8", 1)))
    [score] = await Score.select()
    assert (score["how"], score["score"]) == ("paper", 8)
    again = await post(client, "/questions-on-paper", {"code": asking["reference"]})
    assert again.headers["location"] == on_paper


async def test_what_was_left_blank_on_paper_is_said_and_the_rest_is_kept(client, work, on_paper):
    half = as_typed(all_answers("phq8", 1)) | {"item-sleep": "skip", "item-tired": "skip"}
    assert "Left blank on the paper" in (await client.get(f"{on_paper}/answer")).text
    assert (await post(client, f"{on_paper}/answer", half)).status_code == 303
    [score] = await Score.select()
    assert score["score"] is None
    assert "sleep" not in score["answers"]
    assert "Too few answers for a score" in (await client.get(work.at("/measures/phq8"))).text
    page = work.at(f"/measures/phq8/{score['id']}/correct")
    kept = form_to(await client.get(page), page).data
    assert (kept["item-sleep"], kept["item-interest"]) == (["skip"], ["1"])
    assert (await post(client, page, {"item-sleep": "2", "item-tired": "0"})).status_code == 303
    assert "8, Mild" in (await client.get(work.at("/measures/phq8"))).text


async def test_a_blank_paper_with_item_9_still_asks_for_help(client, work):
    await phq9_set_up(work.coach)
    there = work.at(f"/questions/{await an_asking(work.journey, work.coach, 'phq9', How.PAPER)}")
    blank = {f"item-{item}": "skip" for item in all_answers("phq9")}
    await post(client, f"{there}/answer", blank | {"item-thoughts": "1"})
    assert await db.value("SELECT count(*) FROM safety_matter") == 1


@pytest.mark.parametrize("code", ["", "LW-0000-00", "nonsense", "x" * 41])
async def test_a_code_that_is_none_is_said(client, code):
    sent = await post(client, "/questions-on-paper", {"code": code})
    assert sent.status_code == 422
    assert "code" in sent.text


async def test_a_code_of_somebody_elses_person_is_none(client_for, on_paper):
    [asking] = await Asking.select()
    stranger = await client_for(Role.HEALTH_COACH)
    assert (await post(stranger, "/questions-on-paper", {"code": asking["reference"]})).status_code == 422


# ── scores and results ──


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Enter the score"),
        ({"score": "101"}, "between 0 and 100"),
        ({"score": "50.55"}, "decimal"),
        ({"score": "50", "not_done": "declined"}, "not both"),
        ({"score": "fifty"}, "must be a number"),
    ],
)
async def test_a_score_that_is_none_comes_back(client, work, typed, said):
    there = work.at(f"/questions/{await an_asking(work.journey, work.coach, 'pam', How.SCORE)}/score")
    sent = await post(client, there, typed)
    assert sent.status_code == 422
    assert said in sent.text
    assert not await Score.exists()


async def test_a_level_suggests_and_the_coach_decides(client, work):
    there = work.at(f"/questions/{await an_asking(work.journey, work.coach, 'pam', How.SCORE)}/score")
    sent = await post(client, there, {"score": "44.1"})
    shown = (await client.get(sent.headers["location"])).text
    assert "What level 1 suggests" in shown
    assert "One topic at a time" in shown
    assert work.at("/assessment") in shown


async def test_a_change_says_what_is_true_for_one_person(client, work):
    await a_pam(work.journey, work.coach, "50", clock.now() - timedelta(days=90))
    await a_pam(work.journey, work.coach, "54")
    shown = (await client.get(work.at("/measures/pam"))).text
    assert "4 points higher. For one person a difference of this size can be chance" in shown
    assert "<svg" in shown
    assert "<table" in shown


async def test_answers_are_put_right_on_a_page(client, work, asked):
    await post(client, f"{asked}/answer", FULL)
    [score] = await Score.select()
    page = work.at(f"/measures/ons4/{score['id']}/correct")
    assert form_to(await client.get(page), page).data["item-happy"] == ["5"]
    assert (await post(client, page, {"item-happy": "99"})).status_code == 422
    assert (await post(client, page, {"item-happy": "9"})).headers["location"] == work.at("/measures/ons4")
    assert "Corrected" in (await client.get(work.at("/measures/ons4"))).text
    assert (await client.get(work.at(f"/measures/ons4/{uuid4()}/correct"))).status_code == 404


async def test_a_score_is_put_right_on_a_page(client, work):
    score = await a_pam(work.journey, work.coach, "25.9")
    page = work.at(f"/measures/pam/{score}/correct")
    assert (await post(client, page, {"score": "101"})).status_code == 422
    assert (await post(client, page, {"score": "52.9"})).status_code == 303
    assert "<s>25.9" in (await client.get(work.at("/measures/pam"))).text


async def test_an_instrument_nobody_knows_has_no_page(client, work):
    assert (await client.get(work.at("/measures/horoscope"))).status_code == 404


# ── on the record and the caseload ──


async def test_the_record_shows_what_waits_what_was_answered_and_the_timeline_tells_it(client, work, asked):
    assert "Personal wellbeing (ONS4)" in (await client.get(work.at("/about/measures"))).text
    await post(client, f"{asked}/answer", FULL)
    shown = (await client.get(work.at("/about/measures"))).text
    assert "Asked before" in shown
    assert work.at("/measures/ons4") in shown
    told = (await client.get(work.at(""))).text
    assert "Asked for: Personal wellbeing (ONS4)" in told
    assert "Personal wellbeing (ONS4) answered" in told


async def test_the_caseload_says_what_waits_and_what_is_overdue(client, work):
    asking = await an_asking(work.journey, work.coach, due_on=clock.today())
    assert "Measures asked: 1" in (await client.get("/caseload?whose=area")).text
    await Asking.update({Asking.due_on: clock.today() - timedelta(days=400)}).where(Asking.id == asking)
    shown = (await client.get("/caseload?whose=area")).text
    assert "Measures overdue: 1" in shown
    assert "A measure waits for answers" in shown


async def test_the_caseload_says_who_answered_at_home(client, home_client_for, work):
    asked = f"/my/questions/{await an_asking(work.journey, work.coach)}"
    assert "Answered at home" not in (await client.get("/caseload?whose=area")).text
    await post(await home_client_for(work.person), asked, FULL)
    assert "Answered at home" in (await client.get("/caseload?whose=area")).text
    await Asking.update({Asking.ended_at: clock.now() - timedelta(days=8)}).where(Asking.state == "answered")
    assert "Answered at home" not in (await client.get("/caseload?whose=area")).text


async def test_what_nobody_answered_before_the_journey_ended_is_said(client, work, asked):
    await journeys.close(work.journey, reason=EndReason.GOALS_MET, planned=True, why="Done", by=work.coach)
    assert "Not answered before the journey ended" in (await client.get(asked)).text
    assert (await client.get(f"{asked}/answer")).headers["location"] == asked
    assert "Measures asked" not in (await client.get("/caseload?whose=area")).text


async def test_it_is_taken_back_and_a_link_is_sent_again(client, work, postbox):
    asking = await an_asking(work.journey, work.coach)
    there = work.at(f"/questions/{asking}")
    assert (await post(client, f"{there}/link", page=there)).status_code == 303
    assert (await the_asking(asking)).how == "link"
    assert (await post(client, f"{there}/take-back", page=there)).status_code == 303
    assert (await the_asking(asking)).state == "taken_back"


async def test_what_is_somebody_elses_is_not_there(client_for, work, asked):
    stranger = await client_for(Role.HEALTH_COACH)
    for path in ("", "/answer", "/together", "/score", "/paper.pdf"):
        assert (await stranger.get(asked + path)).status_code == 404
    assert (await stranger.get(work.at("/questions/new"))).status_code == 404
    assert (await stranger.get(work.at("/measures/ons4"))).status_code == 404


async def test_an_asking_of_another_journey_is_not_there(client, work, asked):
    other = await an_open_journey(work.coach, stage=Stage.COACHING)
    assert (await client.get(f"/journeys/{other}/questions/{asked.rpartition('/')[2]}")).status_code == 404


@pytest.mark.parametrize("path", ["/questions/new", "/measures/ons4", "/about/measures"])
async def test_pages_ask_the_database_little(client, work, asked, path):
    await post(client, f"{asked}/answer", FULL)
    await client.get(work.at(path))
    with db.count_queries() as ran:
        assert (await client.get(work.at(path))).status_code == 200
    assert ran.count <= 12, "\n".join(ran.statements)


async def test_the_sheet_asks_the_database_little(client, asked):
    await client.get(f"{asked}/answer")
    with db.count_queries() as ran:
        assert (await client.get(f"{asked}/answer")).status_code == 200
    assert ran.count <= 12, "\n".join(ran.statements)


# ── an answer that asks for help, as the worker meets it ──


async def test_the_worker_sees_the_pathway_at_once(client, client_for, work):
    duty = await a_member(Role.HEALTH_COACH, name="Dana Duty")
    await phq9_set_up(duty)
    there = work.at(f"/questions/{await an_asking(work.journey, work.coach, 'phq9', How.WORKER)}")
    sent = await post(client, f"{there}/answer", as_typed(all_answers("phq9", thoughts=1)))
    assert "thoughts" not in sent.headers["location"]
    shown = (await client.get(sent.headers["location"])).text
    assert PATHWAY in shown
    assert "Dana Duty" in shown
    assert "116 123" in shown
    on_duty = await client_for(duty)
    waiting = (await on_duty.get("/safety")).text
    assert "Thoughts of suicide" in waiting
    matter = await db.value("SELECT id FROM safety_matter")
    there = f"/safety/{matter}"
    assert (await on_duty.get(there)).status_code == 200
    await post(on_duty, f"{there}/acknowledge", page=there)
    assert (await post(on_duty, f"{there}/close", {"outcome": ""}, page=there)).status_code == 422
    assert (await post(on_duty, f"{there}/close", {"outcome": "Spoke with her."}, page=there)).status_code == 303


async def test_together_the_person_sees_whom_to_call_at_once(client, work):
    await phq9_set_up(work.coach)
    there = work.at(f"/questions/{await an_asking(work.journey, work.coach, 'phq9', How.TOGETHER)}")
    sent = await post(client, f"{there}/together", as_typed(all_answers("phq9", thoughts=2)))
    assert sent.text.index("116 123") < sent.text.index("give the screen back")
    assert await db.value("SELECT count(*) FROM safety_matter") == 1
