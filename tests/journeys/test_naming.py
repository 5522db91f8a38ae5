"""Who is looked for in words that leave the team: only the people whom the writer may see."""

import pytest

from livewell.journeys.queries import refuse_too_much
from livewell.journeys.queries.naming import too_much
from livewell.kit.actor import PUBLIC_VISITOR, SYSTEM
from livewell.kit.errors import RuleBroken
from livewell.staff.rules import Role
from tests.factories.journeys import an_open_journey
from tests.factories.staff import a_member
from tests.factories.upkeep import two_wards


@pytest.fixture
async def coach():
    return await a_member(Role.HEALTH_COACH)


async def of(words, by, **more):
    return await too_much({"words": words}, by=by, **more)


async def test_of_a_journey_every_name_is_looked_for(coach):
    journey = await an_open_journey(coach, first_name="Jean", family_name="Testperson")
    assert "name" in (await of("Testperson asked", coach, journey=journey))["words"]
    assert "first name" in (await of("Jean asked", coach, journey=journey))["words"]
    assert await of("Jean asked", coach) == {}


async def test_of_the_others_a_whole_name(coach):
    await an_open_journey(coach, first_name="Jean", family_name="Testperson", preferred_name="Jeanie")
    for words in ("ask jean testperson", "Jeanie Testperson’s choir", "Testperson, Jean"):
        assert "words" in await of(words, coach), words
    assert await of("Jean and the Testpersons", coach) == {}


async def test_nobody_learns_that_a_stranger_comes_to_live_well(coach):
    journey = await an_open_journey(coach, first_name="Jean", family_name="Testperson")
    for role in (Role.FORUM_FACILITATOR, Role.LINK_WORKER, Role.ORGANISATION_EDITOR, Role.EVALUATOR):
        stranger = await a_member(role)
        assert await of("Jean Testperson", stranger) == {}
        assert await of("Jean Testperson", stranger, journey=journey) == {}
    assert "words" in await of("Jean Testperson", await a_member(Role.MANAGER))


async def test_whoever_is_called_like_a_place_does_not_take_its_name_from_it(coach):
    await two_wards()
    journey = await an_open_journey(coach, first_name="Jean", family_name="Abbey")
    assert await of("A choir in Abbey", coach, journey=journey) == {}
    assert "words" in await of("For Mrs Abbey", coach, journey=journey)


async def test_what_others_say_is_read_by_the_team_first():
    for by in (PUBLIC_VISITOR, SYSTEM):
        assert await of("Ring 01632 960001", by) == {}


async def test_an_action_refuses_with_the_same_sentence(coach):
    with pytest.raises(RuleBroken, match=r"^Leave the postcode out: a ward is near enough\.$"):
        await refuse_too_much("A choir", "near NG2 6AB", by=coach)
    await refuse_too_much("A choir", "", by=coach)
