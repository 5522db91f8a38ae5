"""The clients of the tests are what they say."""

from livewell.kit.db import value
from livewell.staff.rules import Role


async def test_a_client_is_signed_in_and_a_visitor_is_not(client_for, visitor):
    coach = await client_for(Role.HEALTH_COACH)
    assert coach.member.role is Role.HEALTH_COACH
    assert (await coach.get("/healthz")).status_code == 200
    assert await value("SELECT count(*) FROM sign_in") == 1
    assert (await visitor.get("/no-such-page")).status_code == 404


async def test_every_test_begins_with_an_empty_house():
    assert await value("SELECT count(*) FROM sign_in") == 0
