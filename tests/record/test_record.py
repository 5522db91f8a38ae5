"""One page for one person: what is due first, everything that happened, and nobody sees whom they must not."""

from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.coaching.tables import Goal
from livewell.journeys.tables import ContactAttempt
from livewell.kit import clock
from livewell.kit.db import count_queries, value
from livewell.measures.tables import Score
from livewell.record import queries, rules
from livewell.record.rules import Filter, Part
from livewell.safety.tables import SafetyMatter
from livewell.staff.rules import Role
from tests.factories.feedback import a_case, a_meeting, a_message, a_no, a_sent_referral, somebody
from tests.factories.staff import a_member


@pytest.fixture
async def case():
    """A person with something from most rooms on their record."""
    coach = await a_member(Role.HEALTH_COACH, name="Ama Boateng")
    worker = await a_member(Role.LINK_WORKER, area=coach.area, name="Joe Hart")
    person = await somebody(
        first_name="Edith",
        preferred_name="Edie",
        family_name="Marlowe",
        nhs_number="9990000018",
        when_not_to_contact="Not before eleven",
        may_leave_voicemail=False,
        needs_interpreter=True,
        language="Polish",
        access_needs=["step_free"],
    )
    journey = await a_case(coach, person=person, stage="link_work", link_worker=worker.id)
    referral = await a_sent_referral(
        await a_member(Role.PRACTICE_REFERRER), journey=journey, reason="Lonely since May."
    )
    await ContactAttempt(
        id=uuid4(),
        journey=journey,
        tried_at=clock.now() - timedelta(days=19),
        tried_by=coach.id,
        method="phone",
        outcome="no_answer",
    ).save()
    await a_meeting(journey, coach, notes="Talked about the allotment.")
    await a_meeting(journey, worker, status="missed", why="The bus did not come.")
    await a_meeting(journey, worker, status="booked", at=clock.now() + timedelta(days=3), settled_at=None)
    await Goal(
        id=uuid4(),
        journey=journey,
        in_words="Sing again",
        way="connect",
        domain="groups",
        importance=8,
        confidence=5,
        status="replaced",
        made_at=clock.now(),
        made_by=coach.id,
        agreed_at=clock.now(),
        agreed_by=coach.id,
    ).save()
    first = Score(
        id=uuid4(),
        person=person,
        journey=journey,
        instrument="pam",
        score="47.4",
        level=2,
        taken_at=clock.now(),
        noted_at=clock.now(),
        taken_by=coach.id,
    )
    await first.save()
    await Score(
        id=uuid4(),
        person=person,
        journey=journey,
        instrument="pam",
        score="57.4",
        level=3,
        taken_at=clock.now(),
        noted_at=clock.now(),
        taken_by=coach.id,
        replaces=first.id,
    ).save()
    await SafetyMatter(
        id=uuid4(),
        person=person,
        journey=journey,
        area=coach.area,
        kind="self_neglect",
        raised_from="session",
        what="CANARY-safety",
        raised_at=clock.now(),
        raised_by=coach.id,
        due_at=clock.now(),
    ).save()
    await a_message(referral=referral, kind="accepted", status="sent", sent_at=clock.now())
    await a_no(person, "tell_referrer")
    return coach, worker, person, journey


async def test_the_page_holds_everything_in_at_most_12_queries(case, client_for):
    coach, _, _, journey = case
    client = await client_for(coach)
    with count_queries() as ran:
        page = await client.get(f"/journeys/{journey}")
    assert page.status_code == 200
    assert ran.count <= 12, ran.statements
    for told in (
        "Edie Marlowe",
        "999 000 0018",
        "Not before eleven",
        "no voicemail",
        "Polish, needs an interpreter",
        "Step-free places",
        "Open safety matter",
        "Said no:",
        "Lonely since May.",
        "Phone call: no answer",
        "Talked about the allotment.",
        "The bus did not come.",
        "Could not make it",
        "Sing again",
        "Replaced by a newer version",
        "Patient activation 57.4",
        "Message to the referrer",
        "Joe Hart",
        "Ama Boateng",
        "A safety matter was raised",
    ):
        assert told in page.text, told
    assert "CANARY" not in page.text
    assert (
        page.text.index('class="lw-next') < page.text.index("What can be done")
        if "What can be done" in page.text
        else True
    )
    assert page.text.count("<s>") >= 2, "what was put right is struck through, not taken away"
    assert "EM" in page.text.split("</title>")[0]
    assert "Marlowe" not in page.text.split("</title>")[0]


async def test_what_is_due_stands_before_what_happened(case, client_for):
    coach, _, _, journey = case
    page = (await (await client_for(coach)).get(f"/journeys/{journey}")).text
    assert page.index("Next:") < page.index("What has happened</h2>")


async def test_opening_it_is_written_down(case, client_for):
    coach, _, person, journey = case
    await (await client_for(coach)).get(f"/journeys/{journey}")
    assert await value("SELECT count(*) FROM opening WHERE who = $1 AND person = $2", coach.id, person) == 1


@pytest.mark.parametrize("only", list(Filter))
async def test_each_filter_shows_its_own_and_nothing_else(case, only):
    coach, _, person, journey = case
    everything = await queries.timeline(journey, person, seen_by=coach)
    shown = await queries.timeline(journey, person, seen_by=coach, only=only)
    assert set(shown.entries) <= set(everything.entries)
    kinds = {
        Filter.SESSIONS: {"session"},
        Filter.CONTACT: {"contact"},
        Filter.GOALS: {"goal", "score"},
        Filter.CONNECTIONS: set(),
        Filter.REFERRALS: {"referral", "journey", "consent"},
        Filter.SAFETY: {"safety"},
        Filter.MESSAGES: {"message"},
    }
    if only is Filter.ALL:
        assert {entry.kind for entry in shown.entries} == set().union(*kinds.values())
    else:
        assert {entry.kind for entry in shown.entries} == kinds[only]
    moments = [entry.at for entry in shown.entries]
    assert moments == sorted(moments, reverse=True)


async def test_a_long_timeline_comes_in_pages(case, client_for):
    coach, _, person, journey = case
    for number in range(40):
        await a_meeting(journey, coach, at=clock.now() - timedelta(days=100 + number))
    first = await queries.timeline(journey, person, seen_by=coach)
    assert len(first.entries) == rules.PAGE
    whole = []
    for page in range(1, first.pages + 1):
        whole += (await queries.timeline(journey, person, seen_by=coach, page=page)).entries
    assert len(whole) == first.total
    page = await (await client_for(coach)).get(f"/journeys/{journey}?page=2")
    assert "Previous" in page.text
    for odd in ("?page=0", "?page=x", "?page=9999", "?show=nonsense"):
        assert (await (await client_for(coach)).get(f"/journeys/{journey}{odd}")).status_code == 200


async def test_only_those_who_may_see_it_do(case, client_for):
    coach, worker, _, journey = case
    colleague = await a_member(Role.HEALTH_COACH, area=coach.area)
    stranger = await a_member(Role.HEALTH_COACH)
    other_worker = await a_member(Role.LINK_WORKER, area=coach.area)
    for member, status in (
        (coach, 200),
        (worker, 200),
        (colleague, 200),
        (await a_member(Role.MANAGER), 200),
        (stranger, 404),
        (other_worker, 404),
        (await a_member(Role.PRACTICE_REFERRER), 403),
        (await a_member(Role.EVALUATOR), 403),
        (await a_member(Role.ADMINISTRATOR), 403),
        (await a_member(Role.ORGANISATION_EDITOR), 403),
        (await a_member(Role.VOLUNTEER_COORDINATOR), 403),
    ):
        client = await client_for(member)
        assert (await client.get(f"/journeys/{journey}")).status_code == status, member.role
        assert (await client.get(f"/journeys/{journey}/about/stage")).status_code == status, member.role


async def test_a_link_worker_is_led_to_no_safety_matter_that_is_not_theirs(case):
    coach, worker, person, journey = case

    async def links(member):
        shown = await queries.timeline(journey, person, seen_by=member, only=Filter.SAFETY)
        return {entry.href for entry in shown.entries}

    assert await links(worker) == {""}
    assert all(href.startswith("/safety/") for href in await links(coach))


async def test_a_secret_address_and_a_never_contact_are_not_given_away(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    person = await somebody(
        address="12 CANARY Close", postcode="NG2 6AB", protected_address=True, never_contact=True, phone="01632 960999"
    )
    journey = await a_case(coach, person=person, stage="contacting")
    page = await (await client_for(coach)).get(f"/journeys/{journey}")
    assert "CANARY" not in page.text
    assert "NG2 6AB" not in page.text
    assert "Address kept secret" in page.text
    assert "Never contact:" in page.text
    assert "01632 960999" not in page.text
    assert "attempts/new" not in page.text
    assert f"/journeys/{journey}/met" in page.text


async def test_earlier_journeys_are_listed_when_they_may_be_seen(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    elsewhere = await a_member(Role.HEALTH_COACH)
    person = await somebody()
    before = await a_case(coach, person=person, stage="closed")
    hidden = await a_case(elsewhere, person=person, stage="closed")
    now = await a_case(coach, person=person)
    page = await (await client_for(coach)).get(f"/journeys/{now}")
    assert str(before) in page.text
    assert str(hidden) not in page.text
    ended = await (await client_for(coach)).get(f"/journeys/{before}")
    assert "This journey has ended: Reached what they set out to do, planned together." in ended.text
    assert "Open again as a new journey" in ended.text


@pytest.mark.parametrize("part", list(Part))
async def test_every_part_is_a_page(case, client_for, part):
    coach, _, _, journey = case
    client = await client_for(coach)
    with count_queries() as ran:
        page = await client.get(f"/journeys/{journey}/about/{part.value}")
    assert page.status_code == 200
    assert ran.count <= 12, ran.statements
    assert page.text.count("<h1") == 1


async def test_a_part_that_there_is_not(case, client_for):
    coach, _, _, journey = case
    assert (await (await client_for(coach)).get(f"/journeys/{journey}/about/secrets")).status_code == 404


@pytest.mark.parametrize("stage", ["contacting", "coaching", "introduced", "link_work", "closed"])
@pytest.mark.parametrize("role", [Role.HEALTH_COACH, Role.MANAGER])
async def test_every_link_of_the_page_leads_to_a_page(stage, role, client_for):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await a_case(coach, stage=stage)
    client = await client_for(coach if role is coach.role else role)
    record = await queries.record(journey, seen_by=client.member)
    links = {action.href for action in record.actions} | (
        {record.next.href} if record.next and record.next.href else set()
    )
    assert links
    for link in links:
        answer = await client.get(link)
        assert answer.status_code in {200, 303, 409}, link


async def test_a_no_to_the_evaluation_is_no_mark_on_anybody(case, client_for):
    coach, _, person, journey = case
    await a_no(person, "evaluation")
    page = (await (await client_for(coach)).get(f"/journeys/{journey}")).text
    assert page.count("Said no:") == 1
