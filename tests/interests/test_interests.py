"""Who knows about what: held, found, led, planned, spoken of by two, ended and still there."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.interests import actions, queries, rules
from livewell.interests.forms import StepTyped, TalkTyped
from livewell.interests.rules import Basis, LeadsOn
from livewell.kit import clock
from livewell.kit.db import count_queries, rows, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.interests import an_interest, held
from tests.factories.staff import a_member

DAYS = st.dates(min_value=clock.today() - timedelta(days=999), max_value=clock.today() + timedelta(days=999))
A_STEP = StepTyped("Go to the evening course", "Learning for carers", None)


def a_talk(**changes):
    usual = {
        "held_on": clock.today(),
        "supervisor": None,
        "words": "How it goes.",
        "agreed": "",
        "training_agreed": True,
    }
    return TalkTyped(**(usual | changes))


# ── rules ──


@given(DAYS, st.none() | DAYS, DAYS)
def test_somebody_is_the_one_to_ask_between_its_days(since, until, today):
    assert rules.is_current(since, until, today) == (since <= today <= (until or today))


@pytest.mark.parametrize(("count", "said"), [(0, False), (3, False), (4, True), (9, True)])
def test_more_than_three_are_said_to_be_many(count, said):
    assert bool(rules.too_many_hint(count)) is said


def test_every_choice_has_words():
    assert set(rules.BASIS_LABELS) == set(rules.BASIS_SAID) == set(Basis)
    assert set(rules.LEADS_ON_LABELS) == set(LeadsOn)


# ── holding, changing, ending ──


async def test_the_same_form_twice_is_one_interest(worker):
    submission = uuid4()
    first = await actions.hold(an_interest(), submission=submission, by=worker)
    assert await actions.hold(an_interest(), submission=submission, by=worker) == first
    assert await value("SELECT count(*) FROM interest") == 1


async def test_colleagues_find_it_by_its_words_and_by_words_spelled_amiss(worker, coach):
    await held(worker, "Older people who live alone")
    await held(coach, "Social media")
    for words in ("older", "ALONE people", "oldr people", worker.name):
        found = await queries.who_knows(words, page=1, seen_by=coach)
        assert [one.area for one in found.interests] == ["Older people who live alone"], words
    assert (await queries.who_knows("", page=1, seen_by=coach)).total == 2
    assert (await queries.who_knows("100%_", page=1, seen_by=coach)).total == 0


async def test_an_interest_that_ended_is_found_no_more_and_stays_in_the_history(worker):
    one = await held(worker, leads_on=LeadsOn.GROUPS, since_on=clock.today() - timedelta(days=9))
    assert [lead.area for lead in await queries.leads_on("groups")] == ["Older people"]
    await actions.end(one, clock.today() - timedelta(days=1), version=1, by=worker)
    assert await queries.leads_on("groups") == ()
    assert (await queries.who_knows("older", page=1, seen_by=worker)).total == 0
    assert [(seen.area, seen.is_current) for seen in await queries.mine(worker)] == [("Older people", False)]
    with pytest.raises(RuleBroken):
        await actions.change(one, an_interest("Younger people"), version=2, by=worker)
    with pytest.raises(RuleBroken):
        await actions.end(one, clock.today(), version=2, by=worker)


@pytest.mark.parametrize("days", [-10, 1])
async def test_it_cannot_end_before_it_began_or_tomorrow(worker, days):
    one = await held(worker, since_on=clock.today() - timedelta(days=5))
    with pytest.raises(RuleBroken):
        await actions.end(one, clock.today() + timedelta(days=days), version=1, by=worker)


async def test_a_part_with_no_lead_has_none_and_two_may_lead(worker, coach):
    assert await queries.leads_on("map") == ()
    await held(worker, leads_on=LeadsOn.MAP)
    await held(coach, "Gardens", leads_on=LeadsOn.MAP)
    assert {lead.name for lead in await queries.leads_on("map")} == {worker.name, coach.name}


@pytest.mark.parametrize(
    ("part", "page"),
    [
        (LeadsOn.VOLUNTEERS, "/volunteers"),
        (LeadsOn.GROUPS, "/groups"),
        (LeadsOn.LEARNING, "/learning/desk"),
        (LeadsOn.LIBRARY, "/library/review"),
        (LeadsOn.FORUM, "/forum/desk"),
        (LeadsOn.MAP, "/directory/coverage"),
    ],
)
async def test_each_part_says_whom_to_ask(part, page, worker, client_for):
    one = await held(worker, leads_on=part)
    leads = f'<a class="nhsuk-link" href="/interests/{one}">'
    assert leads in (await (await client_for(Role.MANAGER)).get(page)).text
    assert leads not in (await (await client_for(Role.EVALUATOR)).get(page)).text


async def test_nobody_changes_a_colleagues_interest_and_nothing_is_lost(worker, coach):
    one = await held(worker)
    with pytest.raises(NotFound):
        await actions.change(one, an_interest("Mine now"), version=1, by=coach)
    await actions.change(one, an_interest("Carers"), version=1, by=worker)
    with pytest.raises(Stale):
        await actions.change(one, an_interest("Younger people"), version=1, by=worker)
    assert (await queries.one(one, coach)).area == "Carers"


async def test_without_news_nothing_is_kept(worker, mute):
    mute()
    with pytest.raises(RuntimeError):
        await held(worker)
    assert await value("SELECT count(*) FROM interest") == 0


# ── plan and talks ──


async def test_a_step_is_planned_done_once_and_seen_by_who_supervises(worker, coach):
    one = await held(worker)
    colleague = await a_member(Role.LINK_WORKER)
    step = await actions.plan_step(
        one, replace(A_STEP, due_on=clock.today() - timedelta(days=1)), submission=uuid4(), by=worker
    )
    assert [step.late for step in (await queries.one(one, worker)).steps] == [True]
    assert len((await queries.one(one, coach)).steps) == 1
    assert (await queries.one(one, colleague)).steps == ()
    with pytest.raises(NotFound):
        await actions.finish_step(step, version=1, by=coach)
    await actions.finish_step(step, version=1, by=worker)
    await actions.finish_step(step, version=1, by=worker)
    assert [step.done_on for step in (await queries.one(one, worker)).steps] == [clock.today()]
    assert await value("SELECT count(*) FROM event WHERE what = 'interest.step_done'") == 1


async def test_a_talk_is_read_by_the_two_who_were_there(worker, coach):
    one = await held(worker)
    manager = await a_member(Role.MANAGER)
    await actions.note_talk(one, a_talk(supervisor=coach.id), submission=uuid4(), by=worker)
    await actions.note_talk(one, a_talk(words="Another day."), submission=uuid4(), by=manager)
    seen = {who.name: {talk.words for talk in (await queries.one(one, who)).talks} for who in (worker, coach, manager)}
    assert seen == {
        worker.name: {"How it goes.", "Another day."},
        coach.name: {"How it goes."},
        manager.name: {"Another day."},
    }


async def test_a_talk_is_with_somebody_who_supervises(worker):
    one, colleague = await held(worker), await a_member(Role.LINK_WORKER)
    for supervisor in (colleague.id, worker.id, None, uuid4()):
        with pytest.raises(RuleBroken):
            await actions.note_talk(one, a_talk(supervisor=supervisor), submission=uuid4(), by=worker)
    with pytest.raises(NotFound):
        await actions.note_talk(one, a_talk(), submission=uuid4(), by=colleague)
    assert await rows("SELECT id FROM interest_talk") == []


# ── pages ──


async def test_somebody_adds_plans_and_speaks_of_an_interest(client_for, worker, coach):
    browser = await client_for(worker)
    assert "Older people" in (await browser.get("/interests/mine")).text
    answer = await post(browser, "/interests/new", {"area": "Carers", "basis": "life", "leads_on": "groups"})
    here = answer.headers["location"]
    answer = await post(browser, f"{here}/steps", {"words": "Read the guide"}, page=here)
    assert answer.status_code == 303
    answer = await post(browser, f"{here}/talk", {"supervisor": str(coach.id), "words": "Went well."})
    assert answer.status_code == 303
    page = (await browser.get(here)).text
    for said in ("Read the guide", "Went well.", "Community groups", "From life"):
        assert said in page
    assert worker.name in (await (await client_for(coach)).get("/interests?q=carer")).text


async def test_what_cannot_be_read_comes_back_with_every_word(client_for, worker):
    browser = await client_for(worker)
    answer = await post(browser, "/interests/new", {"area": "", "words": "I lend books", "since-day": "31"})
    assert answer.status_code == 422
    assert "I lend books" in answer.text
    assert "There is a problem" in answer.text


@pytest.mark.parametrize("path", ["/interests", "/interests/mine", "/interests/new"])
async def test_others_have_no_interests_here(client_for, visitor, path):
    assert (await (await client_for(Role.PRACTICE_REFERRER)).get(path)).status_code == 403
    assert (await visitor.get(path)).status_code in {302, 303}


async def test_a_page_asks_little_however_many_there_are(client_for, worker):
    for number in range(35):
        await held(worker, f"Interest {number:02}")
    browser = await client_for(worker)
    with count_queries() as counted:
        page = await browser.get("/interests?q=interest&page=2")
    assert page.status_code == 200
    assert "Showing <b>31</b> to <b>35</b> of <b>35</b>" in page.text
    assert counted.count <= 12
    assert "More than 3" in (await browser.get("/interests/mine")).text


@pytest.mark.parametrize("query", ["q=%00", "page=99999", "page=-1", "q=" + "x" * 900, "q=%F0%9F%98%80"])
async def test_nonsense_in_an_address_is_answered(client_for, worker, query):
    assert (await (await client_for(worker)).get(f"/interests?{query}")).status_code in {200, 400}
