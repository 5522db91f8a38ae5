"""Many at once, on the real program: one form sent often is one referral, and one of many deciders wins."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack

import httpx
import pytest

from livewell.kit import cookies
from livewell.kit.db import value
from livewell.referrals.tables import Referral
from livewell.staff.rules import Role
from tests.browsing import form_to
from tests.factories.people import a_person
from tests.factories.places import an_area
from tests.factories.referrals import a_referral
from tests.factories.staff import a_member, a_sign_in
from tests.referring import a_professional_referral

SENDINGS = 50
DECIDERS = 20


@pytest.fixture
async def browser_of(live_server):
    """`await browser_of(member)`: a client in which they are signed in."""
    async with AsyncExitStack() as stack:

        async def sign_in(member):
            async with live_server.database():
                token = await a_sign_in(member)
            # As many lines as there are requests at once: none waits for another on this side.
            client = httpx.AsyncClient(
                base_url=live_server.address, timeout=60, limits=httpx.Limits(max_connections=SENDINGS)
            )
            client.cookies.set(cookies.SIGN_IN, token, domain="127.0.0.1")
            return await stack.enter_async_context(client)

        yield sign_in


async def test_a_form_that_arrives_fifty_times_at_once_is_one_referral(live_server, browser_of):
    async with live_server.database():
        gp = await a_member(Role.PRACTICE_REFERRER)
        before = await Referral.count()
    client, url = await browser_of(gp), "/refer/professional"
    typed = form_to(await client.get(url), url).data | a_professional_referral()
    answers = await asyncio.gather(*(client.post(url, data=typed) for _ in range(SENDINGS)))
    assert Counter(answer.status_code for answer in answers) == {303: SENDINGS}
    assert len({answer.headers["location"] for answer in answers}) == 1
    async with live_server.database():
        assert await Referral.count() == before + 1
        assert await value("SELECT count(*) FROM referral WHERE referrer = $1", gp.id) == 1
        assert await value("SELECT count(*) FROM person WHERE nhs_number = $1", typed["nhs_number"]) == 1
        assert await value("SELECT count(*) FROM event WHERE what = 'referral.received' AND by_id = $1", gp.id) == 1


async def test_of_twenty_who_accept_a_referral_at_once_one_wins(live_server, browser_of):
    async with live_server.database():
        area = await an_area()
        referral = await a_referral(person=await a_person(), area=area)
        coaches = [await a_member(Role.HEALTH_COACH, area=area) for _ in range(DECIDERS)]
    page = f"/triage/{referral}"
    clients = [await browser_of(coach) for coach in coaches]
    forms = [form_to(await client.get(page), f"{page}/accept").data for client in clients]
    answers = await asyncio.gather(
        *(client.post(f"{page}/accept", data=form) for client, form in zip(clients, forms, strict=True))
    )
    assert Counter(answer.status_code for answer in answers) == {303: 1, 409: DECIDERS - 1}
    assert all("<h1" in answer.text for answer in answers if answer.status_code == 409)
    [winner] = [coach for coach, answer in zip(coaches, answers, strict=True) if answer.status_code == 303]
    async with live_server.database():
        journeys = "SELECT count(*) FROM journey WHERE area = $1"
        assert await value(journeys, area) == 1
        assert await value("SELECT health_coach FROM journey WHERE area = $1", area) == winner.id
        assert (
            await value("SELECT count(*) FROM event WHERE what = 'referral.accepted' AND subject = $1", referral) == 1
        )


async def test_accepting_and_declining_at_once_is_one_decision(live_server, browser_of):
    async with live_server.database():
        area = await an_area()
        coaches = [await a_member(Role.HEALTH_COACH, area=area) for _ in range(2)]
    accepts, declines = [await browser_of(coach) for coach in coaches]
    for _ in range(5):
        async with live_server.database():
            referral = await a_referral(person=await a_person(), area=area)
        page = f"/triage/{referral}"
        yes = form_to(await accepts.get(page), f"{page}/accept").data
        no = form_to(await declines.get(page), f"{page}/decline").data
        no |= {"decline_reason": "other_service", "suggestion": "Their own area has a service."}
        answers = await asyncio.gather(
            accepts.post(f"{page}/accept", data=yes), declines.post(f"{page}/decline", data=no)
        )
        assert sorted(answer.status_code for answer in answers) == [303, 409]
        async with live_server.database():
            decided = (
                "SELECT count(*) FROM event WHERE what IN ('referral.accepted', 'referral.declined') AND subject = $1"
            )
            assert await value(decided, referral) == 1
