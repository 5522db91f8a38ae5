from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from livewell.kit import clock, db
from livewell.referrals import actions
from livewell.referrals.queries import triage
from livewell.referrals.rules import SafetyAnswer
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.people import a_person, an_identity, an_nhs_number, some_details
from tests.factories.places import a_practice, an_area
from tests.factories.referrals import a_command, a_referral
from tests.factories.staff import a_member
from tests.signed_in import ClientFor


async def test_the_queue_is_urgent_first_then_the_longest_wait(client_for: ClientFor) -> None:
    coach = await client_for(Role.HEALTH_COACH)
    assert coach.member is not None
    area = coach.member.area
    now = clock.now()
    for name, age, urgent in (("Newest", 1, False), ("Oldest", 9, False), ("Pressing", 2, True)):
        await a_referral(
            person=await a_person(family_name=name),
            area=area,
            urgent=urgent,
            received_at=now - timedelta(days=age),
            triage_due_on=clock.today() - timedelta(days=age - 2),
        )
    await a_referral(person=await a_person(family_name="Elsewhere"), area=await an_area())
    await a_referral(person=await a_person(family_name="Homeless"), area=None)
    page = (await coach.get("/triage")).text
    places = [page.index(name) for name in ("Pressing", "Oldest", "Newest", "Homeless")]
    assert places == sorted(places)
    assert "Elsewhere" not in page
    assert "9 days – overdue" in page
    assert "Waiting for a decision (4)" in page
    assert "Nobody is waiting" not in page


async def test_tabs_hold_what_they_say(client_for: ClientFor) -> None:
    coach = await client_for(Role.HEALTH_COACH)
    assert coach.member is not None
    asked = await a_referral(person=await a_person(family_name="Askedone"), area=coach.member.area)
    await actions.ask(asked, question="When?", by=coach.member)
    taken = await a_referral(person=await a_person(family_name="Takenone"), area=coach.member.area)
    await actions.accept(taken, by=coach.member)
    for tab, there, absent in (
        ("waiting", "Askedone", "Takenone"),
        ("asked", "Askedone", "Takenone"),
        ("accepted", "Takenone", "Askedone"),
        ("declined", "There are no such referrals", "Takenone"),
        ("nonsense", "Askedone", "Takenone"),
    ):
        page = (await coach.get(f"/triage?show={tab}&page=x")).text
        assert there in page, tab
        assert absent not in page, tab


async def test_a_long_queue_has_pages_and_four_queries(client_for: ClientFor) -> None:
    manager = await client_for(Role.MANAGER)
    for _ in range(26):
        await a_referral()
    with db.count_queries() as ran:
        page = (await manager.get("/triage")).text
    assert "Showing <b>1</b> to <b>25</b> of <b>26</b>" in page
    assert ran.count <= 6, ran.statements
    assert "Showing <b>26</b> to <b>26</b>" in (await manager.get("/triage?page=2")).text


async def test_one_referral_shows_everything_that_came_with_it(client_for: ClientFor) -> None:
    coach = await client_for(Role.HEALTH_COACH)
    assert coach.member is not None
    practice = await a_practice(area=coach.member.area, name="River Surgery")
    number = an_nhs_number()
    await a_person(first_name="Mary", family_name="Okafor", born_on=date(1948, 3, 12), nhs_number=None)
    command = a_command(
        as_sent={
            "first_name": ["Mary"],
            "born-day": ["12"],
            "born-month": ["3"],
            "born-year": ["1948"],
            "nhs_number": [number],
            "needs": ["lonely", "inactive"],
            "practice": [str(practice)],
            "reason": ["In her words:\n<b>come soon</b>"],
            "safety": ["yes"],
        }
    )
    command = replace(
        command,
        identity=an_identity(nhs_number=number, first_name="Mary", family_name="Okafor", born_on=date(1948, 3, 12)),
        details=some_details(practice=practice),
        safety=SafetyAnswer.YES,
        safety_detail="A dog at home",
    )
    referral = await actions.receive(command, submission=uuid4(), by=coach.member)
    with db.count_queries() as ran:
        answer = await coach.get(f"/triage/{referral}")
    page = answer.text
    assert answer.status_code == 200
    assert ran.count <= 14, ran.statements
    for words in (
        "Safety: there is something to know",
        "A dog at home",
        "Eligible: an adult",
        "12 March 1948",
        "Lonely or isolated, Not active",
        "River Surgery",
        "&lt;b&gt;come soon&lt;/b&gt;",
        "Is this the same person?",
        "/help-now",
    ):
        assert words in page, words
    assert await db.value("SELECT count(*) FROM opening WHERE record = $1", referral) == 1


async def test_the_desk_by_hand(client_for: ClientFor) -> None:
    coach = await client_for(Role.HEALTH_COACH)
    assert coach.member is not None
    facts = {"first_name": "Mary", "family_name": "Okafor", "born_on": date(1948, 3, 12), "nhs_number": None}
    older, newer = await a_person(**facts), await a_person(**facts)
    referral = await a_referral(person=newer, area=coach.member.area)
    here = f"/triage/{referral}"
    answer = await post(coach, f"{here}/compare", {"same": "yes"}, page=here)
    assert answer.headers["location"] == here
    assert await db.value("SELECT person FROM referral WHERE id = $1", referral) == older
    await post(coach, f"{here}/undo-same", page=here)
    assert await db.value("SELECT person FROM referral WHERE id = $1", referral) == newer
    await post(coach, f"{here}/compare", {"same": "no"}, page=here)
    assert "Is this the same person?" not in (await coach.get(here)).text
    await post(coach, f"{here}/urgent", {"urgent": "yes"}, page=here)
    assert "Not urgent after all" in (await coach.get(here)).text
    await post(coach, f"{here}/ask", {"question": "Which number?"}, page=here)
    request = await db.value("SELECT id FROM information_request")
    await post(coach, f"{here}/answer/{request}", {"answer": "Her daughter’s"}, page=here)
    assert "Her daughter’s" in (await coach.get(here)).text
    accepted = await post(coach, f"{here}/accept", page=here)
    journey = await db.value("SELECT journey FROM referral WHERE id = $1", referral)
    assert accepted.headers["location"] == f"/journeys/{journey}"
    assert f"/journeys/{journey}" in (await coach.get(here)).text


async def test_declining_by_hand(client_for: ClientFor) -> None:
    coach = await client_for(Role.HEALTH_COACH)
    assert coach.member is not None
    referral = await a_referral(area=coach.member.area)
    here = f"/triage/{referral}"
    wrong = await post(coach, f"{here}/decline", {"suggestion": "Words to keep"}, page=here)
    assert wrong.status_code == 422
    assert form_to(wrong, f"{here}/decline").data["suggestion"][0].strip() == "Words to keep"
    assert "Choose a reason" in wrong.text
    await post(
        coach, f"{here}/decline", {"decline_reason": "other_service", "suggestion": "The memory café"}, page=here
    )
    page = (await coach.get(here)).text
    assert "Another service fits better" in page
    assert "The memory café" in page
    assert f"{here}/accept" not in page


@pytest.mark.parametrize(
    ("step", "field"), [("ask", "question"), ("accept", "health_coach"), ("compare", "same"), ("decline", "suggestion")]
)
async def test_what_is_missing_is_said(client_for: ClientFor, step: str, field: str) -> None:
    manager = await client_for(Role.MANAGER)
    facts = {"first_name": "Mary", "family_name": "Okafor", "born_on": date(1948, 3, 12), "nhs_number": None}
    await a_person(**facts)
    referral = await a_referral(person=await a_person(**facts), area=None)
    here = f"/triage/{referral}"
    answer = await post(manager, f"{here}/{step}", page=here)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


async def test_somebody_not_eligible_needs_a_reason_and_no_area_needs_one(client_for: ClientFor) -> None:
    manager = await client_for(Role.MANAGER)
    coach = await a_member(Role.HEALTH_COACH)
    referral = await a_referral(area=None, eligible=False, not_eligible_why="outside_area")
    here = f"/triage/{referral}"
    wrong = await post(manager, f"{here}/accept", {"health_coach": str(coach.id)}, page=here)
    assert wrong.status_code == 422
    assert 'href="#override_why"' in wrong.text
    assert 'href="#area"' in wrong.text
    done = await post(
        manager,
        f"{here}/accept",
        {"health_coach": str(coach.id), "area": str(coach.area), "override_why": "Moves here soon"},
        page=here,
    )
    assert done.status_code == 303


async def test_deciding_twice_is_said_and_strangers_find_nothing(client_for: ClientFor) -> None:
    coach = await client_for(Role.HEALTH_COACH)
    assert coach.member is not None
    referral = await a_referral(area=coach.member.area)
    here = f"/triage/{referral}"
    accept = form_to(await coach.get(here), f"{here}/accept")
    assert (await coach.post(f"{here}/accept", data=accept.data)).status_code == 303
    again = await coach.post(f"{here}/accept", data=accept.data)
    assert again.status_code == 409
    assert "already accepted" in again.text
    other = await client_for(Role.HEALTH_COACH)
    assert (await other.get(here)).status_code == 404
    csrf = form_to(await other.get("/refer/professional"), "/refer/professional").data["csrf"]
    for step in ("accept", "ask", "decline", "urgent", "compare", "undo-same", f"answer/{uuid4()}"):
        answer = await other.post(
            f"{here}/{step}",
            data={
                "csrf": csrf,
                "question": "?",
                "answer": "?",
                "same": "yes",
                "other": str(uuid4()),
                "decline_reason": "duplicate",
                "suggestion": "x",
            },
        )
        assert answer.status_code == 404, step
    assert (await coach.get(f"/triage/{uuid4()}")).status_code == 404


@pytest.mark.parametrize(
    "role",
    [role for role in Role if role not in {Role.HEALTH_COACH, Role.MANAGER}],
)
async def test_nobody_else_triages(client_for: ClientFor, role: Role) -> None:
    client = await client_for(role)
    assert (await client.get("/triage")).status_code == 403
    assert (await client.get(f"/triage/{await a_referral()}")).status_code == 403
    assert (await client.get("/invitations")).status_code == 403


async def test_a_visitor_is_asked_to_sign_in(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get("/triage")).status_code in {303, 401}


async def test_the_referrer_answers_on_the_receipt(client_for: ClientFor) -> None:
    gp = await client_for(Role.PRACTICE_REFERRER)
    coach = await a_member(Role.HEALTH_COACH)
    assert gp.member is not None
    referral = await a_referral(area=coach.area, practice=gp.member.practice)
    asked = await actions.ask(referral, question="Which number may we ring?", by=coach)
    here = f"/refer/received/{referral}"
    assert "Which number may we ring?" in (await gp.get(here)).text
    wrong = await post(gp, f"{here}/answer/{asked}", {"answer": " "}, page=here)
    assert wrong.status_code == 422
    await post(gp, f"{here}/answer/{asked}", {"answer": "Her daughter’s"}, page=here)
    assert "Her daughter’s" in (await gp.get(here)).text
    assert await db.value("SELECT status FROM referral WHERE id = $1", referral) == "received"


async def test_how_long_somebody_waited_counts_london_days() -> None:
    manager = await a_member(Role.MANAGER)
    # 23:30 UTC in July is the next day in London.
    await a_referral(received_at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC), triage_due_on=date(2026, 7, 6))
    with clock.at(datetime(2026, 7, 2, 9, 0, tzinfo=UTC)):
        (line,) = (await triage.queue(seen_by=manager, tab="waiting", page=1)).lines
        assert (line.waited, line.overdue) == ("less than a day", False)
    with clock.at(datetime(2026, 7, 7, 9, 0, tzinfo=UTC)):
        (line,) = (await triage.queue(seen_by=manager, tab="waiting", page=1)).lines
        assert line.waited == "5 days – overdue"
