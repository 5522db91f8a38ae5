"""A person is found by what is known of them, by those who may see them, and the search leaves no trace of whom."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.db import row, value
from livewell.kit.forms import Form
from livewell.record import forms, queries, rules
from livewell.record.rules import Wanted
from livewell.referrals.actions import same_person, undo_same_person
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.feedback import a_case, a_sent_referral, somebody
from tests.factories.staff import a_member


@pytest.fixture
async def place():
    coach = await a_member(Role.HEALTH_COACH)
    worker = await a_member(Role.LINK_WORKER, area=coach.area)
    zoe = await somebody(
        first_name="Zoë",
        preferred_name="Zed",
        family_name="O'Hare-Smith",
        born_on=date(1960, 5, 17),
        nhs_number="9990000018",
    )
    journey = await a_case(coach, person=zoe, link_worker=worker.id, stage="link_work")
    await a_sent_referral(None, journey=journey, reference="LW-TEST-01")
    other = await somebody(first_name="Zoe", family_name="Patel", born_on=date(1971, 1, 2))
    await a_case(coach, person=other)
    far = await somebody(first_name="Zoe", family_name="Faraway")
    await a_case(await a_member(Role.HEALTH_COACH), person=far)
    return coach, worker, journey


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(name="zoe"), {"O'Hare-Smith", "Patel"}),
        (Wanted(name="Zoë"), {"O'Hare-Smith", "Patel"}),
        (Wanted(name="o'hare zoe"), {"O'Hare-Smith"}),
        (Wanted(name="zed"), {"O'Hare-Smith"}),
        (Wanted(name="O'HARE-SM"), {"O'Hare-Smith"}),
        (Wanted(name="oe"), set()),
        (Wanted(name="%"), set()),
        (Wanted(name="__"), set()),
        (Wanted(born_on=date(1960, 5, 17)), {"O'Hare-Smith"}),
        (Wanted(name="zoe", born_on=date(1971, 1, 2)), {"Patel"}),
        (Wanted(name="patel", born_on=date(1960, 5, 17)), set()),
        (Wanted(nhs_number="9990000018"), {"O'Hare-Smith"}),
        (Wanted(reference="LW-TEST-01"), {"O'Hare-Smith"}),
        (Wanted(), set()),
    ],
)
async def test_who_is_found(place, wanted, found):
    coach, _, _ = place
    people = await queries.people(wanted, seen_by=coach)
    assert {person.name.split()[-1] for person in people} == found


async def test_each_finds_only_whom_they_may_see(place):
    coach, worker, journey = place
    manager, evaluator = await a_member(Role.MANAGER), await a_member(Role.EVALUATOR)

    async def found(member):
        return {person.name.split()[-1] for person in await queries.people(Wanted(name="zoe"), seen_by=member)}

    assert await found(coach) == {"O'Hare-Smith", "Patel"}
    assert await found(worker) == {"O'Hare-Smith"}
    assert await found(manager) == {"O'Hare-Smith", "Patel", "Faraway"}
    assert await found(evaluator) == set()
    (one,) = await queries.people(Wanted(name="zed"), seen_by=worker)
    assert one.href == f"/journeys/{journey}"
    assert (one.name, one.legal_name) == ("Zed O'Hare-Smith", "Zoë O'Hare-Smith")


async def test_a_record_that_gave_up_its_referrals_is_found_no_more_until_that_is_undone():
    coach = await a_member(Role.HEALTH_COACH)
    alike = {"first_name": "Wren", "family_name": "Twice", "born_on": date(1950, 3, 4)}
    goes_on, gives_up = await somebody(**alike), await somebody(**alike)
    await a_sent_referral(None, person=goes_on, area=coach.area)
    referral = await a_sent_referral(None, person=gives_up, area=coach.area)
    await a_sent_referral(None, person=gives_up, area=None, status="declined")

    async def found():
        return {person.person for person in await queries.people(Wanted(name="wren twice"), seen_by=coach)}

    assert await found() == {goes_on, gives_up}
    assert await same_person(referral, other=goes_on, by=coach) == goes_on
    assert await found() == {goes_on}
    await undo_same_person(referral, by=coach)
    assert await found() == {goes_on, gives_up}


async def test_those_who_still_wait_are_found_by_those_who_decide(place):
    coach, worker, _ = place
    waiting = await a_sent_referral(None, person=await somebody(first_name="Quentin"), area=coach.area)
    await a_sent_referral(
        None, person=await somebody(first_name="Quentina"), area=(await a_member(Role.HEALTH_COACH)).area
    )
    (one,) = await queries.people(Wanted(name="quentin"), seen_by=coach)
    assert one.href == f"/triage/{waiting}"
    assert await queries.people(Wanted(name="quentin"), seen_by=worker) == ()


async def test_at_most_25_are_shown():
    coach = await a_member(Role.HEALTH_COACH)
    for _ in range(rules.MOST_FOUND + 3):
        await a_case(coach, person=await somebody(first_name="Many"))
    assert len(await queries.people(Wanted(name="many"), seen_by=coach)) == rules.MOST_FOUND


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Noor Khan", Wanted(name="Noor Khan")),
        ("khan, noor", Wanted(name="khan, noor")),
        ("999 000 0018", Wanted(nhs_number="9990000018")),
        ("17/5/1960", Wanted(born_on=date(1960, 5, 17))),
        ("noor 17 May 1960", Wanted(name="noor", born_on=date(1960, 5, 17))),
        ("17.05.1960 Noor", Wanted(name="Noor", born_on=date(1960, 5, 17))),
    ],
)
def test_one_box_understands(typed, wanted):
    form = Form({"words": typed})
    assert forms.read_search(form) == wanted
    assert form.ok


@pytest.mark.parametrize("typed", ["", " ", "a", "999 000 0019", "31/2/1960", "-"])
def test_what_cannot_be_looked_for_is_said(typed):
    form = Form({"words": typed})
    assert forms.read_search(form).is_empty
    assert form.errors


@given(st.text(max_size=130))
def test_nothing_that_can_be_typed_breaks_it(typed):
    form = Form({"words": typed})
    wanted = forms.read_search(form)
    assert form.ok != wanted.is_empty


async def test_the_page_posts_and_logs_that_somebody_searched_but_not_for_what(place, client_for, caplog):
    coach, _, journey = place
    client = await client_for(coach)
    page = await post(client, "/search", {"words": "o'hare"})
    assert page.status_code == 200
    assert f"/journeys/{journey}" in page.text
    assert page.text.count("<h1") == 1
    opening = await row("SELECT * FROM opening WHERE who = $1 AND kind = 'search'", coach.id)
    assert opening is not None
    assert "hare" not in str(opening).lower()
    assert "hare" not in caplog.text.lower()
    assert await value("SELECT count(*) FROM event WHERE details::text ILIKE '%hare%'") == 0


async def test_as_you_type_it_answers_with_the_piece_alone(place, client_for):
    coach, _, journey = place
    client = await client_for(coach)
    piece = await post(client, "/search", {"words": "o'hare"}, headers={"hx-request": "true"})
    assert piece.status_code == 200
    assert "<h1" not in piece.text
    assert f"/journeys/{journey}" in piece.text
    short = await post(client, "/search", {"words": "o"}, headers={"hx-request": "true"})
    assert short.status_code == 200
    assert "two letters" in short.text


async def test_nothing_typed_is_an_error_with_the_words_kept(place, client_for):
    client = await client_for(place[0])
    page = await post(client, "/search", {"words": "999 000 0019"})
    assert page.status_code == 422
    assert "999 000 0019" in page.text
    assert "Check each digit" in page.text


async def test_the_words_never_come_by_address(place, client_for):
    client = await client_for(place[0])
    page = await client.get("/search?words=o'hare")
    assert "Hare" not in page.text


@pytest.mark.parametrize(
    "role", [Role.PRACTICE_REFERRER, Role.EVALUATOR, Role.ADMINISTRATOR, Role.VOLUNTEER_COORDINATOR]
)
async def test_others_cannot_search(role, client_for):
    assert (await (await client_for(role)).get("/search")).status_code == 403
