"""The overview counts what there is; the figures hold nobody."""

import csv
import re
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest

from livewell.kit import clock
from livewell.kit.db import count_queries
from livewell.measures.tables import Score
from livewell.outcomes.tables import Ending
from livewell.reports import letters, queries, rules
from livewell.reports.rules import Period, Stage
from livewell.safety.tables import SafetyMatter
from livewell.staff.rules import Role
from tests.factories.feedback import a_case, a_meeting, a_message, a_no, a_sent_referral, somebody
from tests.factories.places import a_practice, an_area
from tests.factories.staff import a_member

ALL = Period("all", "Everything so far")


@pytest.fixture
async def service():
    """Two areas, and referrals that came to every point."""
    north, south = await an_area(name="North Riding", position=1), await an_area(name="South Riding", position=2)
    coach = await a_member(Role.HEALTH_COACH, area=north, name="Ama Boateng")
    worker = await a_member(Role.LINK_WORKER, area=north, name="Joe Hart")
    practice = await a_practice(area=north, name="Heron Surgery")
    await a_practice(area=south, name="Quiet Surgery")
    referrer = await a_member(Role.PRACTICE_REFERRER, practice=practice)
    await a_sent_referral(referrer, area=north, triage_due_on=clock.today() - timedelta(days=1))
    await a_sent_referral(None, area=south, triage_due_on=clock.today())
    await a_sent_referral(referrer, area=north, status="declined")
    await a_sent_referral(referrer, journey=await a_case(coach, stage="contacting"))
    supported = await a_case(coach)
    await a_sent_referral(referrer, journey=supported)
    await a_meeting(supported, coach)
    linked = await a_case(coach, stage="link_work", link_worker=worker.id)
    await a_sent_referral(referrer, journey=linked, referrer_type="nurse")
    await a_meeting(linked, coach)
    await a_meeting(linked, worker, status="booked", at=clock.now() + timedelta(days=2), settled_at=None)
    await a_meeting(linked, worker, status="booked", at=clock.now() - timedelta(days=2), settled_at=None)
    await a_sent_referral(
        referrer, journey=await a_case(coach, stage="closed"), received_at=clock.now() - timedelta(days=60)
    )
    return coach, worker, north, south


async def test_the_numbers_are_those_in_the_tables(service):
    _coach, _worker, north, south = service
    manager = await a_member(Role.MANAGER)
    found = await queries.overview(ALL, None, seen_by=manager)
    assert found.funnel == {
        Stage.RECEIVED: 7,
        Stage.ACCEPTED: 4,
        Stage.SUPPORTED: 2,
        Stage.LINK_WORKER: 1,
        Stage.CONNECTED: 0,
        Stage.ENDED: 1,
    }
    assert [(wait.area, wait.waiting, wait.late) for wait in found.waits if wait.waiting] == [
        ("North Riding", 1, 1),
        ("South Riding", 1, 0),
    ]
    load = {one.name: one for one in found.workers}
    assert (load["Ama Boateng"].open_journeys, load["Ama Boateng"].held) == (3, 2)
    assert (load["Joe Hart"].open_journeys, load["Joe Hart"].coming, load["Joe Hart"].to_note) == (1, 1, 1)
    practices = {one.practice: one for one in found.practices}
    assert practices["Heron Surgery"].by_type == {"GP": 5, "Practice nurse": 1}
    assert practices["Quiet Surgery"].total == 0
    assert found.practices_with_one == 1
    assert found.other_ways == {"The person themself": 1}
    only = await queries.overview(ALL, south, seen_by=manager)
    assert only.funnel[Stage.RECEIVED] == 1
    assert {one.practice for one in only.practices} == {"Quiet Surgery"}
    lately = Period("month", "The last 30 days", clock.today() - timedelta(days=30))
    assert (await queries.overview(lately, north, seen_by=manager)).funnel[Stage.RECEIVED] == 5


async def test_the_overview_puts_safety_first_and_costs_at_most_12_queries(service, client_for):
    coach, _, north, _ = service
    await SafetyMatter(
        id=uuid4(),
        person=await somebody(),
        area=north,
        kind="self_neglect",
        raised_from="session",
        what="CANARY",
        raised_at=clock.now(),
        raised_by=coach.id,
        due_at=clock.now(),
    ).save()
    await a_message(status="given_up")
    client = await client_for(Role.MANAGER)
    with count_queries() as ran:
        page = await client.get("/overview?period=all")
    assert page.status_code == 200
    assert ran.count <= 12, ran.statements
    assert page.text.index("Self-neglect") < page.text.index("Waiting for a decision") < page.text.index("lw-figure")
    assert "CANARY" not in page.text
    assert "1 of 2" in page.text
    for meaning in rules.STAGE_MEANINGS.values():
        assert meaning in page.text
    for odd in ("?period=x&area=y", f"?area={uuid4()}", f"?area={north}"):
        assert (await client.get(f"/overview{odd}")).status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
async def test_the_overview_is_for_managers(role, client_for):
    client = await client_for(role)
    assert (await client.get("/overview")).status_code == 403
    assert (await client.get("/overview.csv")).status_code == 403


@pytest.mark.parametrize("role", list(Role))
async def test_the_figures_are_for_managers_and_evaluators(role, client_for):
    client = await client_for(role)
    status = 200 if role in {Role.MANAGER, Role.EVALUATOR} else 403
    assert (await client.get("/figures")).status_code == status
    assert (await client.get("/figures.csv")).status_code == status


async def test_the_figures_hide_small_numbers_on_the_page_and_in_the_file(service, client_for):
    client = await client_for(Role.EVALUATOR)
    with count_queries() as ran:
        page = await client.get("/figures")
    assert page.status_code == 200
    assert ran.count <= 12
    assert "without a comparison group" in page.text
    assert "Hidden" in page.text
    table = list(csv.reader(StringIO((await client.get("/figures.csv")).text.lstrip("\ufeff"))))
    for name, row, _, count in table[1:]:
        if "Practices" in name or "mean" in row:
            continue
        assert count == "Hidden" or int(count) == 0 or int(count) >= 8, (name, row, count)
    for number in re.findall(
        r">\s*(\d+)(?:\s*\(|\s*<)", page.text.split("<main")[1].split("Practices that referred")[0]
    ):
        assert int(number) == 0 or int(number) >= 8


async def test_nobody_is_named_in_the_figures(service, client_for):
    client = await client_for(Role.EVALUATOR)
    for path in ("/figures", "/figures.csv"):
        text = (await client.get(path)).text
        for name in ("Noor", "Fictional", "Ama Boateng", "Joe Hart", "LW-", "Heron"):
            assert name not in text


async def test_before_and_after_counts_only_those_who_agreed(service):
    coach, *_ = service
    for number in range(20):
        person = await somebody()
        journey = await a_case(coach, person=person, stage="closed")
        await a_sent_referral(None, journey=journey)
        if number < 10:
            await a_no(person, "evaluation", given=True)
        elif number < 15:
            await a_no(person, "evaluation", given=True)
            await a_no(person, "evaluation", given=False)
        for sequence, score in ((1, 40 + number), (2, 50 + number)):
            await Score(
                id=uuid4(),
                person=person,
                journey=journey,
                instrument="pam",
                score=score,
                level=2,
                taken_at=clock.now() + timedelta(days=sequence),
                noted_at=clock.now(),
                taken_by=coach.id,
                sequence=sequence,
            ).save()
        await Ending(
            id=uuid4(),
            journey=journey,
            expectation="met",
            groups_before=0,
            groups_now=2,
            written_at=clock.now(),
            written_by=coach.id,
        ).save()
    found = await queries.figures(ALL)
    assert (found.activation.people, found.activation.change) == (10, 10.0)
    assert found.activation.first == 44.5
    assert (found.groups.people, found.groups.change) == (10, 2.0)


async def test_a_big_table_shows_rounded_numbers(service):
    coach, _, _, _ = service
    for _ in range(23):
        journey = await a_case(coach)
        await a_sent_referral(None, journey=journey)
        await a_meeting(journey, coach)
    found = await queries.figures(ALL)
    assert found.furthest.cell("Supported by a health coach", "North Riding") == 25
    assert found.needs[0] == ("Lonely or isolated", 30)


async def test_the_overview_as_a_file(service, client_for):
    coach, *_ = service
    coach_row = await a_member(Role.HEALTH_COACH, area=coach.area, name="=HYPERLINK(1)")
    text = (await (await client_for(Role.MANAGER)).get("/overview.csv?period=all")).text
    table = list(csv.reader(StringIO(text.lstrip("\ufeff"))))
    assert ["How far referrals came", "", "Received", "7"] in table
    assert coach_row.name not in [cell for line in table for cell in line]
    assert f"'{coach_row.name}" in [cell for line in table for cell in line]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1", "a\n=1", 'x","=1']
)
def test_no_cell_becomes_a_formula(text):
    (row,) = list(csv.reader(StringIO(letters.csv_text(["What"], [[text]]).lstrip("\ufeff"), newline="")))[1:]
    assert not row[0].lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert row[0].removeprefix("'") == text


def test_numbers_stay_numbers():
    assert letters.csv_text(["n"], [[-3], [2.5], [None]]) == '\ufeffn\r\n-3\r\n2.5\r\n""\r\n'
