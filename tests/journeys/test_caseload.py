"""The caseload: whose people are on it, what is due, and what it costs."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.journeys import queries
from livewell.journeys.rules import NextStep, Stage, Wanted
from livewell.kit import clock
from livewell.kit.db import count_queries
from livewell.measures.actions import choose
from livewell.outcomes.actions import review
from livewell.outcomes.forms import Reviewed
from livewell.places.actions import change_settings
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.coaching import an_agreed_goal
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.linkwork import an_introduction
from tests.factories.measures import a_pam
from tests.factories.safety import a_matter
from tests.factories.sessions import a_held_session, a_session
from tests.factories.staff import a_member

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


async def a_team():
    coach = await a_member(Role.HEALTH_COACH)
    return coach, await a_member(Role.LINK_WORKER, area=coach.area)


async def due_for(journey, member):
    found = await queries.case(journey, seen_by=member)
    return found.due.step


async def test_each_person_has_the_one_thing_due_next():
    coach, worker = await a_team()
    fresh = await an_open_journey(coach)
    assert await due_for(fresh, coach) is NextStep.FIRST_CONTACT
    coaching = await an_open_journey(coach, stage=Stage.COACHING)
    assert await due_for(coaching, coach) is NextStep.SESSION_TO_BOOK
    await a_session(coaching, coach)
    assert await due_for(coaching, coach) is NextStep.ASSESSMENT
    await a_session(coaching, coach, clock.now() - timedelta(hours=3))
    assert await due_for(coaching, coach) is NextStep.SESSION_TO_NOTE
    introduced = await an_open_journey(coach, stage=Stage.INTRODUCED)
    assert await due_for(introduced, coach) is NextStep.INTRODUCTION
    linked = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=worker)
    assert await due_for(linked, worker) is NextStep.SESSION_TO_BOOK


async def test_the_service_decides_when_an_introduction_and_a_review_are_due():
    thursday = datetime(2026, 11, 12, 10, tzinfo=UTC)
    with clock.at(thursday):
        coach, worker = await a_team()
        asked = await an_open_journey(coach, stage=Stage.COACHING)
        await an_agreed_goal(asked, coach)
        await an_introduction(asked, coach, worker)
        at_work = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=worker)
        await an_agreed_goal(at_work, coach)

    async def due(journey):
        found = (await queries.case(journey, seen_by=coach)).due
        return found.step, found.on

    with clock.at(thursday):
        assert await due(asked) == (NextStep.INTRODUCTION, date(2026, 11, 17))
        await change_settings({"introduction_working_days": 1, "review_after_days": 7}, by=coach)
        assert await due(asked) == (NextStep.INTRODUCTION, date(2026, 11, 13))
        await a_session(at_work, worker, thursday + timedelta(days=20))
        assert await due(at_work) == (NextStep.REVIEW, date(2026, 11, 19))
    with clock.at(thursday + timedelta(days=3)):
        await review(
            at_work, Reviewed((), None, None, persons_words="", agreed="We go on."), submission=uuid4(), by=worker
        )
        assert await due(at_work) == (NextStep.REVIEW, date(2026, 11, 22))


async def test_patient_activation_comes_round():
    with clock.at(datetime(2026, 8, 1, 10, tzinfo=UTC)):
        coach, _ = await a_team()
        journey = await an_open_journey(coach, stage=Stage.COACHING)
        await a_pam(journey, coach)
    with clock.at(datetime(2026, 11, 2, 10, tzinfo=UTC)):
        for _ in range(2):
            await a_held_session(journey, coach)
        from livewell.coaching import actions
        from livewell.coaching.actions import Answers

        await actions.save_assessment(journey, answers=Answers(hopes="Sing"), version=0, finish=True, by=coach)
        await an_agreed_goal(journey, coach)
        found = await queries.case(journey, seen_by=coach)
        assert (found.due.step, found.due.days_over) == (NextStep.PAM, 1)
        # A site that has switched it off asks nobody for it.
        manager = await a_member(Role.MANAGER)
        await choose("pam", on=False, version=0, by=manager)
        assert await due_for(journey, coach) is NextStep.SESSION_TO_BOOK
        await choose("pam", on=True, version=1, by=manager)
        await a_pam(journey, coach)
        assert await due_for(journey, coach) is NextStep.SESSION_TO_BOOK


async def test_whose_people_are_on_it():
    coach, worker = await a_team()
    colleague = await a_member(Role.HEALTH_COACH, area=coach.area)
    own = await an_open_journey(coach)
    linked = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=worker)
    others = await an_open_journey(colleague)
    elsewhere = await an_open_journey(await a_member(Role.HEALTH_COACH))

    async def shown(member, **wanted):
        return {case.journey for case in (await queries.caseload(Wanted(**wanted), seen_by=member)).cases}

    assert await shown(coach) == {own, linked, others}
    assert await shown(coach, worker=coach.id) == {own, linked}
    assert await shown(coach, worker=worker.id) == {linked}
    assert await shown(worker) == {linked}
    manager = await a_member(Role.MANAGER)
    assert await shown(manager) >= {own, linked, others, elsewhere}
    assert await shown(manager, area=coach.area) == {own, linked, others}
    assert await shown(await a_member(Role.EVALUATOR)) == set()


async def test_filters_and_orders():
    with clock.at(NOW - timedelta(days=40)):
        coach, _ = await a_team()
        old = await an_open_journey(coach, first_name="Zoë", family_name="Ålund")
    with clock.at(NOW - timedelta(days=1)):
        new = await an_open_journey(coach, first_name="Bo", family_name="Zed")
        spoke = await an_open_journey(coach, stage=Stage.COACHING, family_name="Middle")
    with clock.at(NOW):

        async def shown(**wanted):
            found = await queries.caseload(Wanted(**wanted), seen_by=coach)
            return [case.journey for case in found.cases]

        assert await shown(sort="name") == [old, spoke, new]
        assert (await shown(sort="wait"))[0] == old
        assert (await shown(sort="due"))[0] == old
        assert await shown(due="overdue") == [old]
        assert set(await shown(due="soon")) == {new, spoke}
        assert await shown(due=NextStep.SESSION_TO_BOOK) == [spoke]
        assert set(await shown(stage=Stage.CONTACTING)) == {old, new}
        waited = {case.journey: case.waiting_days for case in (await queries.caseload(Wanted(), seen_by=coach)).cases}
        assert waited == {old: 40, new: 1, spoke: 1}


async def test_finding_by_name_in_any_order_number_or_reference():
    coach, _ = await a_team()
    journey = await an_open_journey(coach, first_name="Zoë", family_name="O'Brien", nhs_number="9990000018")
    await an_open_journey(coach, first_name="Zara", family_name="Brown")
    for words in ("zoe o'brien", "O'BRIEN Zoë", "zo", "999 000 0018"):
        found = await queries.find(words, seen_by=coach)
        assert [case.journey for case in found.cases] == [journey], words
    for words in ("", "brien", "nobody", "999 000 0026"):
        assert (await queries.find(words, seen_by=coach)).cases == []
    assert (await queries.find("zoe", seen_by=await a_member(Role.HEALTH_COACH))).cases == []


async def test_an_open_safety_matter_and_never_contact_are_flagged(client_for):
    coach, _ = await a_team()
    journey = await an_open_journey(coach, never_contact=True)
    await a_matter(coach, person=(await the_journey(journey)).person, journey=journey)
    page = await (await client_for(coach)).get("/caseload")
    assert ">Safety</strong>" in page.text
    assert ">Never contact</strong>" in page.text


async def sixty_people(coach):
    from livewell.journeys.tables import Journey, StageChange
    from livewell.people.tables import Person

    people = [
        Person(first_name="Mary", family_name=f"Testperson{n:03}", created_at=NOW, preferred_name="") for n in range(60)
    ]
    await Person.insert(*people)
    journeys = [
        Journey(
            person=person.id,
            area=coach.area,
            health_coach=coach.id,
            stage=Stage.COACHING,
            opened_at=NOW - timedelta(days=number),
            reached_at=NOW,
            first_contact_due_on=NOW.date(),
        )
        for number, person in enumerate(people)
    ]
    await Journey.insert(*journeys)
    await StageChange.insert(
        *(StageChange(journey=one.id, to_stage="coaching", changed_at=one.opened_at) for one in journeys)
    )


@pytest.mark.parametrize("role", [Role.HEALTH_COACH, Role.MANAGER])
async def test_sixty_people_cost_at_most_twelve_queries(client_for, role):
    coach = await a_member(Role.HEALTH_COACH)
    await sixty_people(coach)
    client = await client_for(coach if role is Role.HEALTH_COACH else await a_member(role))
    with count_queries() as ran:
        page = await client.get("/caseload?sort=name")
    assert page.status_code == 200
    assert ran.count <= 12
    assert "Showing <b>1</b> to <b>25</b> of <b>60</b> people" in page.text
    last = await client.get("/caseload?sort=name&page=3")
    assert "Testperson059" in last.text
    assert "Showing <b>51</b> to <b>60</b>" in last.text


@pytest.mark.parametrize("role", list(Role))
async def test_who_may_open_it(client_for, role):
    client = await client_for(role)
    allowed = role in {Role.HEALTH_COACH, Role.LINK_WORKER, Role.MANAGER}
    assert (await client.get("/caseload")).status_code == (200 if allowed else 403)


async def test_filters_are_tags_that_can_be_taken_off_and_rubbish_is_ignored(client_for):
    coach, worker = await a_team()
    await an_open_journey(coach)
    client = await client_for(coach)
    page = await client.get(f"/caseload?whose={worker.id}&stage=contacting&due=overdue")
    assert page.text.count("Remove this filter") == 3
    assert "Nobody fits these filters." in page.text
    page = await client.get("/caseload?whose=x&stage=x&due=x&sort=x&page=-1&area=x")
    assert page.status_code == 200
    assert "Remove this filter" not in page.text


@pytest.mark.parametrize(
    ("asked", "is_open"),
    [
        ("", False),
        ("?whose=area", False),
        ("?sort=x&stage=x", False),
        ("?sort=name", True),
        ("?stage=contacting", True),
    ],
)
async def test_people_come_first_and_filters_open_once_they_are_used(client_for, asked, is_open):
    coach, _ = await a_team()
    await an_open_journey(coach)
    page = await (await client_for(coach)).get(f"/caseload{asked}")
    filters = page.text.split('<form class="lw-filters', 1)[1].split("</form>", 1)[0]
    assert (" open" in filters.split("<details", 1)[1].split(">", 1)[0]) is is_open
    for name in ("stage", "due", "sort"):
        assert f'name="{name}"' in filters


async def test_searching_puts_no_name_in_an_address(client_for):
    coach, _ = await a_team()
    await an_open_journey(coach, first_name="Zelda", family_name="Quick")
    client = await client_for(coach)
    page = await client.get("/caseload")
    form = form_to(page, "/caseload/search")
    found = await client.post(form.action, data={**form.data, "words": "quick"})
    assert found.status_code == 200
    assert "Zelda Quick" in found.text
    assert "?words" not in found.text
    nobody = await post(client, "/caseload/search", {"words": "xyzzy"}, page="/caseload")
    assert "Zelda Quick" not in nobody.text
