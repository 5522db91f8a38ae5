"""From an ending to volunteering in one step: name and how to reach them go over, and nothing that was ever clinical."""

from uuid import uuid4

import asyncpg
import pytest

from livewell.journeys.rules import Stage as JourneyStage
from livewell.kit import clock
from livewell.kit.db import execute, rows, transaction, value
from livewell.kit.deliveries import deliver_all
from livewell.kit.errors import NotFound, RuleBroken
from livewell.outcomes.rules import WhatNext
from livewell.people.tables import Person
from livewell.staff.rules import Role
from livewell.volunteers import actions, queries
from livewell.volunteers.actions import telling
from livewell.volunteers.routes import desk
from livewell.volunteers.rules import Stage
from tests.browsing import post
from tests.factories.journeys import an_open_journey
from tests.factories.outcomes import an_ending
from tests.factories.sessions import a_session
from tests.factories.staff import a_member
from tests.factories.volunteers import a_coordinator, at_own_pages
from tests.signed_in import a_client

WILLING = {"what_next": (WhatNext.VOLUNTEER,), "may_contact_about_volunteering": True}
CANARY = "CANARYWORDS"


@pytest.fixture
async def coach():
    return await a_member(Role.HEALTH_COACH)


@pytest.fixture
def mails(app, monkeypatch):
    sent = []

    async def keep(email):
        sent.append(email)

    monkeypatch.setattr(telling, "send_email", keep)
    return sent


async def ended(coach, **changes):
    journey = await an_open_journey(
        coach, first_name="Edith", family_name="Marlowe", phone="01632 960777", email="e@people.example"
    )
    person = await value("SELECT person FROM journey WHERE id = $1", journey)
    await an_ending(journey, coach, **(WILLING | changes))
    return person


async def listed(who):
    return [one.name for one in await queries.volunteer_interest(seen_by=who)]


async def test_only_those_who_agreed_are_offered_and_their_last_word_counts(coach):
    coordinator = await a_coordinator()
    person = await ended(coach)
    await ended(coach, may_contact_about_volunteering=False)
    assert await listed(coordinator) == ["Edith Marlowe"]
    for other in (coach, await a_member(Role.MANAGER)):
        assert await listed(other) == []
    await Person.update({Person.never_contact: True}).where(Person.id == person)
    assert await listed(coordinator) == []
    with pytest.raises(RuleBroken, match="may be contacted"):
        await actions.begin_said_before(person, by=coordinator)


async def test_one_step_each_for_those_who_said_so_before(client_for, coach, mails):
    person = await ended(coach)
    coordinator = await a_coordinator()
    client = await client_for(coordinator)
    answer = await post(client, f"/volunteers/interest/{person}", {}, page="/volunteers/interest")
    assert answer.status_code == 303
    page = (await client.get(answer.headers["location"])).text
    for words in ("Edith Marlowe", "01632 960777", "e@people.example", "Once supported by Live Well"):
        assert words in page
    assert await listed(coordinator) == []
    await deliver_all()
    [mail] = mails
    assert (mail.to, mail.subject) == ("e@people.example", "Volunteering with Live Well")
    again = await actions.begin_said_before(person, by=coordinator)
    assert answer.headers["location"].endswith(str(again))
    with pytest.raises(NotFound):
        await actions.begin_said_before(person, by=await a_member(Role.MANAGER))
    with pytest.raises(NotFound):
        await actions.begin_said_before(uuid4(), by=coordinator)


async def test_those_who_said_so_come_a_page_at_a_time(client_for, coach, mails, monkeypatch):
    monkeypatch.setattr(desk, "_A_PAGE", 1)
    older, newer = await ended(coach), await ended(coach)
    client = await client_for(await a_coordinator())
    first = (await client.get("/volunteers/interest")).text
    second = (await client.get("/volunteers/interest?page=2")).text
    assert f"/volunteers/interest/{newer}" in first
    assert f"/volunteers/interest/{older}" not in first
    assert f"/volunteers/interest/{older}" in second
    assert (await client.get("/volunteers/interest?page=99")).text.count(f"/volunteers/interest/{older}") == 1


async def test_ticked_at_the_ending_they_are_a_volunteer_when_the_news_is_heard(coach, mails):
    person = await ended(coach, begin_volunteering=True)
    await deliver_all()
    await deliver_all()
    [made] = await rows("SELECT name, stage, was_client, person, helped_by FROM volunteer")
    assert made == {
        "name": "Edith Marlowe",
        "stage": Stage.INTERESTED.value,
        "was_client": True,
        "person": person,
        "helped_by": coach.id,
    }
    assert [mail.subject for mail in mails if mail.to == "e@people.example"] == ["Volunteering with Live Well"]
    with pytest.raises(RuleBroken, match="becomes a volunteer"):
        await ended(coach, begin_volunteering=True, may_contact_about_volunteering=False)


async def test_the_ending_asks_for_it_and_keeps_every_word(client_for, coach):
    journey = await an_open_journey(coach, first_name="Edith")
    client, page = await client_for(coach), f"/journeys/{journey}/ending"
    assert "Make Edith a volunteer now" in (await client.get(f"{page}?reason=goals_met")).text
    typed = {"begin_volunteering": "yes", "what_next": ["volunteer"], "may_contact_about_volunteering": "no"}
    answer = await post(client, page, typed, page=f"{page}?reason=goals_met")
    assert answer.status_code == 422
    assert "Only somebody who agrees to be contacted about it becomes a volunteer" in answer.text


async def test_nothing_clinical_is_carried_over(client_for, app, coach):
    journey = await an_open_journey(
        coach, stage=JourneyStage.COACHING, first_name="Edith", family_name="Marlowe", email="e@people.example"
    )
    await a_session(journey, coach)
    person = await value("SELECT person FROM journey WHERE id = $1", journey)
    await an_ending(
        journey,
        coach,
        **WILLING,
        persons_words=CANARY,
        summary=CANARY,
        what_next_detail=CANARY,
        expectation_words=CANARY,
        ask_of_practice=CANARY,
        cancel_sessions=True,
    )
    await plant(person, journey)
    planted = await tables_with(CANARY)
    assert planted >= {"person", "ending", "assessment", "session"}
    coordinator = await a_coordinator()
    made = await actions.begin_said_before(person, by=coordinator)
    assert await tables_with(CANARY) == planted, "No other table has a word of it."
    assert not {table for table in planted if table.startswith(("volunteer", "training_cohort", "cohort"))}
    staff = await client_for(coordinator)
    worker = await client_for(coach)
    async with a_client(app) as client:
        own = await at_own_pages(client, made)
        for who, path in (
            *(
                (staff, path)
                for path in (
                    "/volunteers",
                    f"/volunteers/{made}",
                    f"/volunteers/{made}/details",
                    f"/volunteers/{made}/step",
                )
            ),
            (worker, f"/volunteers/{made}"),
            *(
                (own, f"/volunteer/me{path}")
                for path in ("", "/details", "/references", "/checks", "/training", "/copy")
            ),
        ):
            answer = await who.get(path)
            assert answer.status_code == 200, path
            for word in (CANARY, str(person), str(journey), "NG2 6AB", "67.8"):
                assert word not in answer.text, path


async def plant(person, journey):
    """A word in every column of text that belongs to this person or journey, whatever table it is in."""
    await an_empty_referral_and_assessment(person, journey)
    columns = await rows(
        """
        SELECT c.table_name, c.column_name, owner.column_name AS owner
        FROM information_schema.columns c
        JOIN information_schema.columns owner
          ON owner.table_name = c.table_name AND owner.table_schema = 'public' AND owner.column_name IN ('person', 'journey')
        WHERE c.table_schema = 'public' AND c.data_type = 'text' AND c.table_name NOT LIKE 'volunteer%'
        """
    )
    for one in columns:
        await _plant_in(
            one["table_name"], one["column_name"], one["owner"], person if one["owner"] == "person" else journey
        )
    for column in ("address", "when_not_to_contact", "access_needs_detail"):
        await _plant_in("person", column, "id", person)


async def _plant_in(table, column, owner, record):
    try:
        async with transaction():
            await execute(f'UPDATE "{table}" SET "{column}" = $1 WHERE "{owner}" = $2', CANARY, record)
    except asyncpg.PostgresError:
        return  # Rows that are never changed, and columns that hold codes alone, carry no words of anybody.


async def an_empty_referral_and_assessment(person, journey):
    await execute(
        """
        INSERT INTO assessment (id, journey, expectations, started_at, started_by)
        SELECT gen_random_uuid(), $1, 'x', $2, id FROM staff_user LIMIT 1
        """,
        journey,
        clock.now(),
    )
    assert person


async def tables_with(word):
    """Every table of the house in which the word stands anywhere."""
    found = set()
    for one in await rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"):
        table = one["table_name"]
        if await value(f'SELECT EXISTS (SELECT 1 FROM "{table}" t WHERE t::text LIKE $1)', f"%{word}%"):
            found.add(table)
    return found
