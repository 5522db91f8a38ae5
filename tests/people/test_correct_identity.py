"""A name, a date of birth or an NHS number that was wrong: put right once, with what it was and why."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from livewell.kit import clock, db
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.kit.forms import Form
from livewell.kit.nhs import say_nhs_number
from livewell.people import actions, queries
from livewell.people.actions import NumberTaken
from livewell.people.forms import IdentityForm
from livewell.people.rules import Identity
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.journeys import an_open_journey
from tests.factories.people import a_person, an_nhs_number
from tests.factories.staff import a_member

NUMBER, ANOTHER = an_nhs_number(), an_nhs_number()


async def known(person):
    found = await queries.person(person)
    assert found is not None
    return found


@pytest.fixture
async def coach():
    return await a_member(Role.HEALTH_COACH)


async def correct(person, coach, *, version=1, submission=None, why="Misread on the referral", **changes):
    identity = replace((await known(person)).identity, **changes)
    return await actions.correct_identity(
        person, identity=identity, why=why, version=version, submission=submission or uuid4(), by=coach
    )


async def test_what_was_wrong_is_right_and_what_it_was_is_kept(coach):
    person = await a_person(first_name="Zofa", nhs_number=None, born_on=date(1951, 4, 9))
    assert await correct(person, coach, first_name="Zofia", nhs_number=NUMBER, born_on=date(1951, 9, 4))
    after = await known(person)
    assert (after.identity.first_name, after.identity.nhs_number) == ("Zofia", NUMBER)
    assert after.identity.born_on == date(1951, 9, 4)
    assert after.version == 2
    rows = {one.field: one for one in await queries.corrections(person)}
    assert set(rows) == {"first_name", "nhs_number", "born_on"}
    assert (rows["first_name"].was, rows["first_name"].now) == ("Zofa", "Zofia")
    assert rows["born_on"].row[:4] == ("Date of birth", "9 April 1951", "4 September 1951", "Misread on the referral")
    assert rows["nhs_number"].row[1:3] == ("Not known", say_nhs_number(NUMBER))
    assert all(one.by_name == coach.name for one in rows.values())
    event = await db.row("SELECT what, details FROM event")
    assert event["what"] == "person.identity_corrected"
    assert "Zof" not in event["details"]
    assert NUMBER not in event["details"]


async def test_sent_twice_is_once_and_nothing_changed_is_nothing(coach):
    person, submission = await a_person(first_name="Zofa"), uuid4()
    for _ in range(2):
        assert await correct(person, coach, submission=submission, first_name="Zofia")
    assert (await known(person)).version == 2
    assert not await correct(person, coach, version=2)
    assert len(await queries.corrections(person)) == 1


async def test_whoever_is_second_sees_both_and_nothing_is_written(coach):
    person = await a_person(first_name="Zofa")
    await correct(person, coach, first_name="Zofia")
    with pytest.raises(Stale) as stale:
        await correct(person, coach, first_name="Sofia")
    assert stale.value.theirs == {"First name": "Zofia"}
    assert stale.value.yours == {"First name": "Sofia"}
    with pytest.raises(NotFound):
        await actions.correct_identity(
            uuid4(), identity=(await known(person)).identity, why="x", version=1, submission=uuid4(), by=coach
        )


async def test_two_records_never_have_one_number(coach):
    person, other = await a_person(nhs_number=None), await a_person(nhs_number=NUMBER)
    submission = uuid4()
    with pytest.raises(NumberTaken) as taken:
        await correct(person, coach, submission=submission, nhs_number=NUMBER)
    assert taken.value.other == other
    assert (await known(person)).identity.nhs_number is None
    assert await queries.corrections(person) == []
    assert await correct(person, coach, submission=submission, nhs_number=ANOTHER)


async def test_a_record_that_was_joined_gives_its_number_up_and_gets_it_back(coach):
    person, other = await a_person(nhs_number=ANOTHER), await a_person(nhs_number=NUMBER)
    decision = await actions.decide_same(goes_on=person, other=other, moved=[], by=coach)
    assert await correct(person, coach, nhs_number=NUMBER)
    assert (await known(other)).identity.nhs_number is None
    await actions.undo_same(decision, by=coach)
    assert (await known(other)).identity.nhs_number == NUMBER


async def test_of_two_who_write_one_number_at_the_same_moment_one_is_told(committed_db, coach):
    one, two = await a_person(nhs_number=None), await a_person(nhs_number=None)
    number = an_nhs_number()
    came = await asyncio.gather(
        correct(one, coach, nhs_number=number), correct(two, coach, nhs_number=number), return_exceptions=True
    )
    assert [done for done in came if done is True] == [True]
    assert next(type(done) for done in came if done is not True) in {NumberTaken, RuleBroken}
    assert await db.value("SELECT count(*) FROM person WHERE nhs_number = $1", number) == 1


@pytest.mark.parametrize(
    ("number", "demo", "says"),
    [
        ("999 000 0018", True, ""),
        ("943 476 5919", False, ""),
        ("943 476 5919", True, "begins with 999"),
        ("999 000 0019", False, "has a mistake in it"),
        ("999 000", False, "must be 10 digits"),
    ],
)
def test_a_number_is_checked_and_a_demonstration_takes_nobodys(number, demo, says):
    form = Form({"first_name": "Zofia", "family_name": "Marlpool", "nhs_number": number, "why": "Misread"})
    IdentityForm.read(form, demo=demo)
    assert form.ok is not bool(says)
    assert says in " ".join(error.sentence for error in form.errors)


def test_a_name_and_a_reason_are_asked_for():
    form = Form({"first_name": " ", "born-day": "31", "born-month": "2", "born-year": "1950", "why": ""})
    IdentityForm.read(form, demo=False)
    assert {error.field for error in form.errors} == {"first_name", "family_name", "born", "why"}


# ── the pages ──


async def test_a_coach_puts_it_right_from_the_persons_page_and_it_stands_on_the_timeline(client_for, coach):
    journey = await an_open_journey(coach)
    client = await client_for(coach)
    page = f"/journeys/{journey}/person/identity"
    assert page in (await client.get(f"/journeys/{journey}/person")).text
    refused = await post(client, page, {"first_name": "Zofia"})
    assert refused.status_code == 422
    assert 'value="Zofia"' in refused.text
    done = await post(client, page, {"first_name": "Zofia", "why": "They showed us their NHS letter"})
    assert done.headers["location"] == f"/journeys/{journey}"
    timeline = (await client.get(f"/journeys/{journey}")).text
    assert "First name put right; it was" in timeline
    assert "They showed us their NHS letter" in timeline
    assert "They showed us their NHS letter" in (await client.get(page)).text
    opened = await db.value(
        "SELECT count(*) FROM opening WHERE who = $1 AND page = 'referrals.identity_page'", coach.id
    )
    assert opened == 3


@pytest.mark.parametrize("seen", [True, False])
async def test_a_number_of_another_record_leads_to_where_the_two_are_looked_at(client_for, coach, seen):
    journey = await an_open_journey(coach)
    elsewhere = coach if seen else await a_member(Role.HEALTH_COACH)
    other = await an_open_journey(elsewhere, family_name="Widmerpole")
    person = await db.value("SELECT person FROM journey WHERE id = $1", other)
    await db.execute("UPDATE person SET nhs_number = $2 WHERE id = $1", person, NUMBER)
    client = await client_for(coach)
    refused = await post(client, f"/journeys/{journey}/person/identity", {"nhs_number": NUMBER, "why": "From a letter"})
    assert refused.status_code == 422
    assert "Another record has this NHS number" in refused.text
    assert (f"/journeys/{other}" in refused.text) is seen
    assert ("Tell your manager" in refused.text) is not seen
    assert "Widmerpole" not in refused.text
    assert "From a letter" in refused.text


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.LINK_WORKER, 403), (Role.MANAGER, 200), (Role.HEALTH_COACH, 404), (Role.ADMINISTRATOR, 403)],
)
async def test_who_may(client_for, role, status):
    journey = await an_open_journey(await a_member(Role.HEALTH_COACH))
    assert (await (await client_for(role)).get(f"/journeys/{journey}/person/identity")).status_code == status


def test_identity_is_what_the_form_gives_back():
    day = date(1951, 4, 9)
    form = IdentityForm.filled(Identity(NUMBER, "Zofia", "Marlpool", day, "NG2 5GQ"))
    assert form.day("born", "Date of birth") == day
    assert form.typed("nhs_number") == NUMBER
    assert clock.today() > day
