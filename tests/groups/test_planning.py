"""What was planned for a group: kept, refused, shown beside what came, and nowhere more than is known."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from livewell.fund import actions as fund
from livewell.groups import actions
from livewell.groups.queries.planning import plan_of
from livewell.groups.rules.planning import Plan, check_plan, share, time_over
from livewell.kit import clock
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Role
from livewell.threads.queries.case import case_of
from tests.browsing import form_to, post
from tests.factories.fund import a_keeper, a_pot, awarded, payment
from tests.factories.groups import a_group, a_running_group, time_given
from tests.factories.staff import a_member

JANUARY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("came", "planned", "part"),
    [
        (0, 100, 0),
        (50, 100, 50),
        (1, 200, 1),
        (1, 201, 0),
        (150, 100, 150),
        (5, 0, None),
        (None, 5, None),
        (5, None, None),
    ],
)
def test_what_came_of_what_was_planned(came, planned, part):
    assert share(came, planned) == part


@given(some.integers(0, 10**9), some.integers(1, 10**9))
def test_a_share_is_never_more_than_half_a_per_cent_off(came, planned):
    assert abs(share(came, planned) * planned - 100 * came) * 2 <= planned


@given(some.dates(JANUARY, date(2030, 1, 1)), some.integers(1, 2000), some.integers(-3000, 3000))
def test_the_time_of_a_plan_goes_from_nothing_to_all(begun, days, now):
    over = time_over(begun, begun + timedelta(days=days), begun + timedelta(days=now))
    assert 0 <= over <= 100
    assert (over == 100) == (now >= days)


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (Plan(None, None, None, date(2026, 6, 1)), "at least one"),
        (Plan(1, None, None, JANUARY), "after the group began"),
    ],
)
def test_a_plan_says_something_and_ends_later(plan, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        check_plan(plan, begun_on=JANUARY)


@pytest.fixture
async def worker():
    return await a_member(Role.LINK_WORKER)


def a_plan(**changes):
    usual = {
        "pence": 40_000,
        "minutes": 600,
        "people": 12,
        "until": clock.today() + timedelta(days=100),
        "words": "We asked.",
    }
    return Plan(**(usual | changes))


async def test_a_plan_is_kept_and_put_right(worker):
    group = await a_group(worker)
    assert await plan_of(group) is None
    await actions.plan_group(group, a_plan(), version=1, by=worker)
    with pytest.raises(Stale):
        await actions.plan_group(group, a_plan(people=20), version=1, by=worker)
    await actions.plan_group(group, a_plan(people=20), version=2, by=worker)
    kept = await plan_of(group)
    assert kept == a_plan(people=20)


async def test_there_is_no_plan_for_no_group(worker):
    with pytest.raises(NotFound):
        await plan_of(uuid4())
    with pytest.raises(NotFound):
        await actions.plan_group(uuid4(), a_plan(), version=None, by=worker)


async def test_what_came_is_gathered_from_who_knows_it(worker):
    group = await a_running_group(worker)
    await time_given(group, worker, minutes=90)
    keeper = await a_keeper()
    seen = await awarded(await a_pot(keeper), keeper)
    await fund.link_group(seen.id, group, by=keeper)
    await fund.pay(seen.id, payment(pence=10_000), submission=group, by=keeper)
    await actions.plan_group(group, a_plan(), version=None, by=worker)
    case = await case_of(group)
    assert (case.so_far.pence, case.so_far.minutes >= 90) == (10_000, True)
    assert case.rows[0] == ("Money", "£400", "£100", "25%")
    assert "Money, 25" in case.chart.svg


async def test_without_a_plan_or_a_register_nothing_is_made_up(worker):
    case = await case_of(await a_group(worker))
    assert case.chart is None
    assert case.rows == [
        ("Money", "Not planned", "£0", "–"),
        ("Time of the team", "Not planned", "0 hours", "–"),
        ("Different people", "Not planned", "Not known: no register is kept", "–"),
    ]


async def test_the_pages_of_a_plan(client_for, worker):
    client = await client_for(worker)
    group = await a_group(worker)
    home = f"/groups/{group}"
    assert f"{home}/case" in (await client.get(home)).text
    page = (await client.get(f"{home}/case")).text
    assert "Nothing was planned yet" in page
    assert "They do not say what would have happened" in page
    wrong = await post(client, f"{home}/plan", {"people": "many", "words": "We asked"})
    assert wrong.status_code == 422
    for kept in ("many", "We asked", "Say until which day"):
        assert kept in wrong.text
    until = clock.today() + timedelta(days=50)
    typed = {
        "until-day": str(until.day), "until-month": str(until.month), "until-year": str(until.year),
        "pounds": "250.50", "hours": "12.5", "people": "15",
    }  # fmt: skip
    assert (await post(client, f"{home}/plan", typed)).status_code == 303
    assert (await plan_of(group)) == Plan(25_050, 750, 15, until)
    data = form_to(await client.get(f"{home}/plan"), f"{home}/plan").data
    assert (data["pounds"], data["hours"], data["people"]) == (["250.50"], ["12.5"], ["15"])
    assert "£250.50" in (await client.get(f"{home}/case")).text


@pytest.mark.parametrize(("role", "reads", "plans"), [(Role.EVALUATOR, 200, 403), (Role.PRACTICE_REFERRER, 403, 403)])
async def test_who_may_open_them(client_for, worker, role, reads, plans):
    client = await client_for(role)
    group = await a_group(worker)
    assert (await client.get(f"/groups/{group}/case")).status_code == reads
    assert (await client.get(f"/groups/{group}/plan")).status_code == plans
