"""Pathways as staff meet them, following one step by step, and looking after them: the pages, without a script."""

import html
from dataclasses import asdict
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pypdf
import pytest

from livewell.crisis.queries import pathways as queries
from livewell.crisis.rules.first_pathways import FIRST_PATHWAYS
from livewell.crisis.tables import PathwayDone, PathwayWalk
from livewell.journeys.rules import Stage
from livewell.kit import clock, db
from livewell.safety.rules import SUPPLIED_LOCALLY
from livewell.safety.tables import SafetyMatter
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.crisis import SUICIDAL_THOUGHTS, a_walk, an_approved_pathway, supplied
from tests.factories.journeys import a_coach_and_a_journey, an_open_journey
from tests.factories.staff import a_member

HEAVIEST = 24_000
"""Bytes of HTML: what opens in a few seconds where the signal is weak."""


async def test_whom_to_call_comes_first_and_nothing_is_shown_as_ready(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    page = await client.get(f"/journeys/{journey}/pathways")
    order = [page.text.index(words) for words in ("999", "116 123", "Raise a safety matter", FIRST_PATHWAYS[0].title)]
    assert order == sorted(order)
    assert page.text.count("Not ready") == len(FIRST_PATHWAYS)
    assert len(page.content) < HEAVIEST
    one = await client.get(f"/journeys/{journey}/pathways/{SUICIDAL_THOUGHTS}")
    assert "This pathway is not ready" in one.text
    assert SUPPLIED_LOCALLY in html.unescape(one.text)
    assert 'href="tel:116123"' in one.text
    assert f"/journeys/{journey}/safety/new" in one.text
    assert "Begin this pathway" not in one.text
    # Not even the headings of its steps, which could pass for advice.
    assert FIRST_PATHWAYS[0].steps[1].title not in one.text
    assert SUICIDAL_THOUGHTS in [one.id for one in FIRST_PATHWAYS]


async def test_a_form_kept_from_before_cannot_begin_what_is_no_longer_approved(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    token = (await client.get(f"/journeys/{journey}/safety/new")).text.split('name="csrf" value="')[1].split('"')[0]
    answer = await client.post(
        f"/journeys/{journey}/pathways/{SUICIDAL_THOUGHTS}", data={"csrf": token, "submission": str(uuid4())}
    )
    assert answer.status_code == 409
    assert "Nobody has approved this pathway yet" in answer.text
    assert not await SafetyMatter.exists()


async def test_beginning_one_raises_a_matter_and_a_double_click_is_one(client_for):
    coach, journey = await a_coach_and_a_journey()
    await an_approved_pathway()
    client, page = await client_for(coach), f"/journeys/{journey}/pathways/{SUICIDAL_THOUGHTS}"
    assert "Dr Ada Fairweather, clinical safety lead" in (await client.get(page)).text
    data = form_to(await client.get(f"{page}?came_from=session"), page).data | {"words": "Said it twice."}
    first, second = [await client.post(page, data=data) for _ in range(2)]
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    [matter] = await SafetyMatter.select()
    assert (matter["raised_from"], matter["urgent"]) == ("session", True)
    walk = await client.get(first.headers["location"])
    assert f"/safety/{matter['id']}" in walk.text
    assert "Go on with" in (await client.get(f"/journeys/{journey}/pathways")).text


async def test_step_by_step_to_the_end(client_for):
    coach, journey = await a_coach_and_a_journey()
    walk = await a_walk(journey, coach)
    client, page = await client_for(coach), f"/pathway-walks/{walk}"
    assert (await client.get(page)).text.count('<form method="post"') >= len(FIRST_PATHWAYS[0].steps)
    answer = await post(client, f"{page}/steps/1", {"what": "done", "words_1": "Sat down with her."}, page=page)
    assert answer.status_code == 303
    wrong = await post(client, f"{page}/steps/2", {"what": "could_not", "words_2": ""}, page=page)
    assert wrong.status_code == 422
    assert "Say why, so that whoever reads it knows" in wrong.text
    nothing = await post(client, f"{page}/steps/2", {"words_2": "Half a word"}, page=page)
    assert nothing.status_code == 422
    assert "Half a word" in nothing.text
    data = form_to(await client.get(page), f"{page}/steps/2").data | {"what": "could_not", "words_2": "No signal."}
    for _ in range(2):
        assert (await client.post(f"{page}/steps/2", data=data)).status_code == 303
    assert await PathwayDone.count() == 2
    empty = await post(client, f"{page}/end", {}, page=page)
    assert empty.status_code == 422
    assert "Say what came of it" in empty.text
    assert (await post(client, f"{page}/end", {"outcome": "Her sister is there."}, page=page)).status_code == 303
    ended = await client.get(page)
    for words in ("Her sister is there.", "Sat down with her.", "No signal.", "Nothing was written at this step."):
        assert words in ended.text
    assert "/end" not in ended.text
    assert (await client.get(f"/journeys/{journey}/pathways")).text.count(f"/pathway-walks/{walk}") == 1
    late = await client.post(f"{page}/steps/3", data=data | {"what": "done", "submission": str(uuid4())})
    assert late.status_code == 409


@pytest.mark.parametrize("number", [0, 99, 10**30])
async def test_a_step_there_is_none_of_is_refused_calmly(client_for, number):
    coach, journey = await a_coach_and_a_journey()
    walk = await a_walk(journey, coach)
    client, page = await client_for(coach), f"/pathway-walks/{walk}"
    data = form_to(await client.get(page), f"{page}/end").data
    for what in ({"what": "done"}, {}):
        answer = await client.post(f"{page}/steps/{number}", data=data | what)
        assert answer.status_code in {404, 409, 422}


async def test_it_stands_in_the_matter_the_timeline_and_on_paper(client_for):
    coach, journey = await a_coach_and_a_journey()
    walk = await a_walk(journey, coach, words="Said it twice.")
    client, page = await client_for(coach), f"/pathway-walks/{walk}"
    await post(client, f"{page}/steps/1", {"what": "done", "words_1": "Sat down with her."}, page=page)
    await post(client, f"{page}/end", {"outcome": "Her sister is there."}, page=page)
    [matter] = await SafetyMatter.select()
    shown = (await client.get(f"/safety/{matter['id']}")).text
    timeline = (await client.get(f"/journeys/{journey}?show=safety")).text
    sheet = await client.get(f"{page}/sheet.pdf")
    assert sheet.headers["content-type"] == "application/pdf"
    paper = " ".join(one.extract_text() for one in pypdf.PdfReader(BytesIO(sheet.content)).pages)
    for text in (shown, timeline, " ".join(paper.split())):
        assert "Sat down with her." in text
        assert "Her sister is there." in text
    for text in (shown, timeline):
        assert page in text


@pytest.mark.parametrize("role", list(Role))
async def test_who_opens_what(client_for, role):
    coach, journey = await a_coach_and_a_journey()
    walk = await a_walk(journey, coach)
    same = {"area": coach.area} if role in {Role.HEALTH_COACH, Role.LINK_WORKER} else {}
    client = await client_for(role, **same)
    theirs = {Role.HEALTH_COACH: 200, Role.MANAGER: 200, Role.LINK_WORKER: 404}.get(role, 403)
    for path in (
        f"/journeys/{journey}/pathways",
        f"/journeys/{journey}/pathways/{SUICIDAL_THOUGHTS}",
        f"/pathway-walks/{walk}",
        f"/pathway-walks/{walk}/sheet.pdf",
        f"/journeys/{journey}/safety-plan",
    ):
        assert (await client.get(path)).status_code == theirs, path
    to_read = 200 if role in {Role.HEALTH_COACH, Role.LINK_WORKER, Role.MANAGER} else 403
    assert (await client.get("/pathways")).status_code == to_read
    assert (await client.get(f"/pathways/{SUICIDAL_THOUGHTS}")).status_code == to_read
    manages = 200 if role is Role.MANAGER else 403
    assert (await client.get("/pathways/manage")).status_code == manages
    assert (await client.get(f"/pathways/manage/{SUICIDAL_THOUGHTS}")).status_code == manages


async def test_another_persons_pages_are_not_there(client_for):
    coach, journey = await a_coach_and_a_journey()
    walk = await a_walk(journey, coach)
    client = await client_for(Role.HEALTH_COACH)
    for path in (f"/journeys/{journey}/pathways", f"/pathway-walks/{walk}", f"/pathway-walks/{uuid4()}"):
        assert (await client.get(path)).status_code == 404
    token = (await client.get("/account")).text.split('name="csrf" value="')[1].split('"')[0]
    for path in (f"/pathway-walks/{walk}/steps/1", f"/pathway-walks/{walk}/end"):
        answer = await client.post(path, data={"csrf": token, "what": "done", "outcome": "x"})
        assert answer.status_code == 404
    assert not await PathwayDone.exists()


async def test_opening_a_walk_is_written_down(client_for):
    coach, journey = await a_coach_and_a_journey()
    walk = await a_walk(journey, coach)
    await (await client_for(coach)).get(f"/pathway-walks/{walk}")
    [opening] = await db.rows("SELECT kind, record, person FROM opening WHERE page = 'crisis.walk'")
    assert (opening["kind"], opening["record"]) == ("walk", walk)
    assert opening["person"] is not None


async def test_the_pages_for_a_weak_signal_ask_little(client_for):
    coach, journey = await a_coach_and_a_journey()
    walk = await a_walk(journey, coach)
    client = await client_for(coach)
    for path in (f"/journeys/{journey}/pathways", f"/pathway-walks/{walk}"):
        with db.count_queries() as ran:
            assert (await client.get(path)).status_code == 200
        assert ran.count <= 10, ran.statements


# ── looking after pathways ──


def typed(found, **changes):
    """A pathway as its form sends it."""
    data = {
        "title": found.content.title,
        "trigger": found.content.trigger,
        "kind": found.content.kind.value,
        "urgent": "yes",
        "owner": "",
    }
    for row, step in enumerate(found.content.steps, 1):
        data |= {f"step_{row}": step.title, f"step_{row}_words": step.words}
    for row, contact in enumerate(found.content.contacts, 1):
        told = asdict(contact)
        data |= {f"contact_{row}": told["name"], f"contact_{row}_phone": told["phone"]}
    return data | changes


async def test_a_manager_supplies_and_approves(client_for):
    manager = await a_member(Role.MANAGER)
    client, page = await client_for(manager), f"/pathways/manage/{SUICIDAL_THOUGHTS}"
    listed = await client.get("/pathways/manage")
    assert listed.text.count("Not ready: nobody can follow it.") == len(FIRST_PATHWAYS)
    shown = await client.get(page)
    assert "It cannot be approved yet" in shown.text
    refused = await post(client, f"{page}/approve", {"approver": "Dr Lee", "approver_role": "lead"}, page=page)
    assert refused.status_code == 422
    assert "This pathway cannot be approved yet." in refused.text
    assert 'value="Dr Lee"' in refused.text
    found = await queries.pathway(SUICIDAL_THOUGHTS)
    later = clock.today() + timedelta(days=300)
    words = {f"step_{row}_words": f"Synthetic step {row}." for row in range(1, len(found.content.steps) + 1)}
    today = clock.today()
    for row in range(1, len(found.content.contacts) + 1):
        words |= {
            f"contact_{row}_checked-day": str(today.day),
            f"contact_{row}_checked-month": str(today.month),
            f"contact_{row}_checked-year": str(today.year),
        }
    kept = await post(
        client,
        f"{page}/edit",
        words
        | {
            "owner": str(manager.id),
            "review-day": str(later.day),
            "review-month": str(later.month),
            "review-year": str(later.year),
        },
    )
    assert kept.status_code == 303
    nameless = await post(client, f"{page}/approve", {}, page=page)
    assert nameless.status_code == 422
    assert "Say who approved it" in nameless.text
    approved = await post(client, f"{page}/approve", {"approver": "Dr Lee", "approver_role": "lead"}, page=page)
    assert approved.status_code == 303
    assert (await queries.guide(SUICIDAL_THOUGHTS)).approved_as == "Dr Lee, lead"
    assert "Version 1, approved" in (await client.get(page)).text


async def test_every_word_is_kept_when_something_is_missing(client_for):
    client = await client_for(Role.MANAGER)
    page = f"/pathways/manage/{SUICIDAL_THOUGHTS}/edit"
    answer = await post(
        client,
        page,
        {"title": "", "step_12_words": "Words without a name", "contact_6": "Somebody", "review-day": "40"},
    )
    assert answer.status_code == 422
    for words in (
        "Say what it is called",
        "Give step 12 a name",
        "Words without a name",
        "Enter a number for contact 6",
    ):
        assert words in answer.text


async def test_a_pathway_of_ones_own_is_added_once_and_is_a_draft(client_for):
    client, page = await client_for(Role.MANAGER), "/pathways/manage/new"
    found = await queries.pathway(SUICIDAL_THOUGHTS)
    blank = form_to(await client.get(page), page).data
    data = blank | typed(found, title="A dog bites")
    first, second = [await client.post(page, data=data) for _ in range(2)]
    assert first.headers["location"] == second.headers["location"]
    assert "Being written" in (await client.get(first.headers["location"])).text


async def test_two_managers_at_once_both_see_both_texts(client_for):
    client, page = await client_for(Role.MANAGER), f"/pathways/manage/{SUICIDAL_THOUGHTS}/edit"
    data = form_to(await client.get(page), page).data
    assert (await client.post(page, data=data | {"title": "The first"})).status_code == 303
    answer = await client.post(page, data=data | {"title": "The second"})
    assert answer.status_code == 409
    assert "The first" in answer.text
    assert "The second" in answer.text


async def test_withdrawn_and_taken_up_again(client_for):
    manager = await a_member(Role.MANAGER)
    await an_approved_pathway(manager)
    client, page = await client_for(manager), f"/pathways/manage/{SUICIDAL_THOUGHTS}"
    coach, journey = await a_coach_and_a_journey()
    seen_by_coach = await client_for(coach)
    assert (await post(client, f"{page}/withdraw", page=page)).status_code == 303
    assert (await seen_by_coach.get(f"/journeys/{journey}/pathways/{SUICIDAL_THOUGHTS}")).status_code == 404
    assert FIRST_PATHWAYS[0].title not in (await seen_by_coach.get(f"/journeys/{journey}/pathways")).text
    assert (await post(client, f"{page}/take-up", page=page)).status_code == 303
    assert "This pathway is not ready" in (await seen_by_coach.get(f"/pathways/{SUICIDAL_THOUGHTS}")).text


async def test_what_is_due_for_review_stands_first(client_for):
    manager = await a_member(Role.MANAGER)
    await an_approved_pathway(manager)
    client = await client_for(manager)
    assert "Due for review" not in (await client.get("/pathways/manage")).text
    await db.execute("UPDATE pathway SET review_on = $2 WHERE id = $1", SUICIDAL_THOUGHTS, clock.today())
    assert "Due for review" in (await client.get("/pathways/manage")).text
    assert "Review due" in (await client.get(f"/pathways/{SUICIDAL_THOUGHTS}")).text
    assert "Due to be looked at again: Somebody expresses suicidal thoughts." in (await client.get("/pathways")).text
    await supplied(FIRST_PATHWAYS[1].id, manager)
    assert not await PathwayWalk.exists()


async def test_a_link_worker_follows_one_for_their_own_person(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    worker = await a_member(Role.LINK_WORKER, area=coach.area)
    journey = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=worker)
    await an_approved_pathway()
    client = await client_for(worker)
    answer = await post(client, f"/journeys/{journey}/pathways/{SUICIDAL_THOUGHTS}")
    assert answer.status_code == 303
    walk = answer.headers["location"]
    assert (await post(client, f"{walk}/steps/1", {"what": "done"}, page=walk)).status_code == 303
    [matter] = await SafetyMatter.select()
    assert walk in (await client.get(f"/safety/{matter['id']}")).text
    assert "Done" in (await (await client_for(coach)).get(walk)).text
