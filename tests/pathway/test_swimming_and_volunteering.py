"""She swims again, drives there by herself, and would now like to give something back (U9)."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from livewell.assets.rules import Way
from livewell.coaching.rules import Domain
from livewell.connections import queries as connections
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.outcomes import queries as outcomes
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.assets import an_asset
from tests.factories.coaching import an_agreed_goal
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.places import an_area
from tests.factories.staff import a_member

FRIDAY = datetime(2026, 9, 4, 10, tzinfo=UTC)
GOAL = "I want to swim again, and get there by myself"


async def test_from_the_first_swim_to_offering_to_volunteer(client_for):
    coach, link_worker = await given_a_coach_and_a_link_worker()
    journey, goal = await given_somebody_who_wants_to_swim(coach, link_worker)
    pool = await given_a_pool_nearby()

    connection = await when_the_link_worker_suggests_the_pool(client_for, link_worker, journey, goal, pool)
    await when_they_go_together_twice_and_she_drives_alone_after_that(client_for, link_worker, connection)
    await when_she_has_settled_in(client_for, link_worker, connection)
    await when_the_journey_ends_with_an_offer_to_volunteer(client_for, link_worker, journey, goal)

    await then_the_connection_tells_the_whole_story(coach, connection)
    await then_the_ending_is_a_planned_one(journey)
    await then_the_coordinator_sees_a_name_and_a_number_and_nothing_else(client_for, journey)
    await then_nobody_who_works_with_her_sees_that_list(client_for, link_worker)


# ── the steps ──


async def given_a_coach_and_a_link_worker():
    area = await an_area(name="Central")
    return await a_member(Role.HEALTH_COACH, area=area), await a_member(Role.LINK_WORKER, area=area)


async def given_somebody_who_wants_to_swim(coach, link_worker):
    with clock.at(FRIDAY):
        journey = await an_open_journey(
            coach,
            stage=Stage.LINK_WORK,
            link_worker=link_worker,
            first_name="Josephine",
            preferred_name="Jo",
            family_name="Albright",
            phone="01632 960444",
        )
        goal = await an_agreed_goal(
            journey, coach, in_words=GOAL, way=Way.BE_ACTIVE, domain=Domain.EXERCISE, baseline=-2
        )
    return journey, goal


async def given_a_pool_nearby():
    return await an_asset(
        name="Rushcliffe Arena pool", kind="facility", what="Quiet lanes before ten.", ways=["be_active"]
    )


async def when_the_link_worker_suggests_the_pool(client_for, link_worker, journey, goal, pool):
    find = f"/journeys/{journey}/connections/new?goal={goal}&words=pool"
    with clock.at(FRIDAY):
        client = await client_for(link_worker)
        assert "Rushcliffe Arena pool" in (await client.get(find)).text
        assert (await post(client, f"/journeys/{journey}/connections", page=find)).status_code == 303
        shown = (await client.get(f"/journeys/{journey}/about/connections")).text
        assert "Already one of Jo’s connections" in (await client.get(find)).text
    found = re.search(r'href="/connections/([0-9a-f-]{36})"', shown)
    assert found
    return UUID(found[1])


async def when_they_go_together_twice_and_she_drives_alone_after_that(client_for, link_worker, connection):
    page = f"/connections/{connection}"
    for week, together in ((1, "yes"), (2, "yes"), (3, "no"), (4, "no"), (5, "no")):
        with clock.at(FRIDAY + timedelta(weeks=week)):
            day = clock.today()
            went = {"went_on-day": str(day.day), "went_on-month": str(day.month), "went_on-year": str(day.year)}
            answer = await post(
                await client_for(link_worker), f"{page}/visits", went | {"accompanied": together}, page=page
            )
            assert answer.status_code == 303, answer.text


async def when_she_has_settled_in(client_for, link_worker, connection):
    page = f"/connections/{connection}"
    with clock.at(FRIDAY + timedelta(weeks=6)):
        assert (await post(await client_for(link_worker), f"{page}/settle", page=page)).status_code == 303


async def when_the_journey_ends_with_an_offer_to_volunteer(client_for, link_worker, journey, goal):
    ending = f"/journeys/{journey}/ending"
    with clock.at(FRIDAY + timedelta(weeks=8)):
        answer = await post(
            await client_for(link_worker),
            ending,
            {
                f"goal-{goal}-person": "2",
                f"goal-{goal}-worker": "1",
                "pam_not_done": "declined",
                "groups_before": "0",
                "groups_now": "1",
                "what_next": ["group", "volunteer"],
                "what_next_detail": "Would like to welcome others at the pool.",
                "may_contact_about_volunteering": "yes",
                "expectation": "met",
                "persons_words": "I drive there on my own now. I did not think I would.",
                "summary": "Swims every Friday and drives there by herself.",
                "asks": "no",
            },
            page=f"{ending}?reason=moved_on",
        )
        assert answer.status_code == 303, answer.text


async def then_the_connection_tells_the_whole_story(coach, connection):
    shown = await connections.connection(connection, seen_by=coach)
    assert (shown.status, shown.visits, shown.goal_words) == ("settled", 5, GOAL)
    assert [visit.accompanied for visit in shown.visited] == [False, False, False, True, True]
    assert [change.to for change in shown.history] == ["suggested", "attended", "settled"]


async def then_the_ending_is_a_planned_one(journey):
    stands, kept = await the_journey(journey), await outcomes.ending(journey)
    assert kept is not None
    assert (stands.stage, stands.end_planned, kept.planned) == (Stage.CLOSED, True, True)
    assert kept.may_share_words is False


async def then_the_coordinator_sees_a_name_and_a_number_and_nothing_else(client_for, journey):
    with clock.at(FRIDAY + timedelta(weeks=8)):
        client = await client_for(Role.VOLUNTEER_COORDINATOR)
        page = (await client.get("/volunteers/interest")).text
        assert "Jo Albright" in page
        assert "01632 960444" in page
        for words in ("swim", "Swims", "pool", "I drive there", str(journey)):
            assert words not in page
        assert (await client.get(f"/journeys/{journey}")).status_code == 403


async def then_nobody_who_works_with_her_sees_that_list(client_for, link_worker):
    assert (await (await client_for(link_worker)).get("/volunteers/interest")).status_code == 403
