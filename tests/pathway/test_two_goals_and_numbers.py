"""Drinking less, four weeks without a cigarette, and a first day as a volunteer: two goals and what the figures say (U3)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import sqrt

import pytest

from livewell.assets.rules import Way
from livewell.coaching import queries as coaching
from livewell.coaching.rules import Domain, Occasion
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.measures import queries as measures
from livewell.outcomes import queries as outcomes
from livewell.outcomes.rules import WhatNext
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.coaching import an_agreed_goal
from tests.factories.journeys import an_open_journey
from tests.factories.measures import a_pam
from tests.factories.places import an_area
from tests.factories.staff import a_member

START = datetime(2026, 5, 4, 10, tzinfo=UTC)
DRINK = "I want to drink on weekends only"
GIVE = "I want to be some use to somebody"
IMPORTANCE = {"drink": 8, "give": 6}


async def test_two_goals_from_baseline_to_ending(client_for):
    coach, link_worker = await given_a_coach_and_a_link_worker()
    journey, goals = await given_two_agreed_goals_and_a_first_score(coach, link_worker)
    await then_there_is_nothing_to_compare_yet(journey)

    await when_they_look_back_after_three_months(client_for, link_worker, journey, goals)
    await then_the_review_stands_beside_the_baseline(journey)

    await when_it_ends_with_both_goals_reached(client_for, link_worker, journey, goals)
    await then_the_figure_is_kiresuk_and_shermans(journey)
    await then_the_change_in_activation_is_said_with_care(journey, coach)
    await then_what_comes_next_is_volunteering(journey)


# ── the steps ──


async def given_a_coach_and_a_link_worker():
    area = await an_area(name="Central")
    return await a_member(Role.HEALTH_COACH, area=area), await a_member(Role.LINK_WORKER, area=area)


async def given_two_agreed_goals_and_a_first_score(coach, link_worker):
    with clock.at(START):
        journey = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=link_worker, first_name="Dev")
        goals = {
            "drink": await an_agreed_goal(
                journey,
                coach,
                in_words=DRINK,
                way=Way.TAKE_NOTICE,
                domain=Domain.CONDITION,
                importance=IMPORTANCE["drink"],
                baseline=-1,
            ),
            "give": await an_agreed_goal(
                journey,
                coach,
                in_words=GIVE,
                way=Way.GIVE,
                domain=Domain.EMPLOYMENT,
                importance=IMPORTANCE["give"],
                baseline=-2,
            ),
        }
        await a_pam(journey, coach, "51.0")
    return journey, goals


async def then_there_is_nothing_to_compare_yet(journey):
    attainment = await coaching.attainment(journey)
    assert (attainment.total, attainment.rated, attainment.latest_t) == (2, 0, None)


async def when_they_look_back_after_three_months(client_for, link_worker, journey, goals):
    with clock.at(START + timedelta(days=92)):
        answer = await post(
            await client_for(link_worker),
            f"/journeys/{journey}/review",
            {
                f"goal-{goals['drink']}-person": "0",
                f"goal-{goals['drink']}-worker": "1",
                f"goal-{goals['give']}-worker": "-1",
                "pam_score": "55.6",
                "pam_how": "together",
                "persons_words": "No cigarette for four weeks either.",
                "agreed": "Visit the food bank on Tuesday and see how it feels.",
            },
        )
        assert answer.status_code == 303, answer.text


async def then_the_review_stands_beside_the_baseline(journey):
    found = {goal.in_words: goal for goal in await coaching.goals(journey)}
    assert (found[DRINK].baseline, found[DRINK].latest) == (-1, 0)  # the person's word comes before the worker's
    assert (found[GIVE].baseline, found[GIVE].latest) == (-2, -1)
    assert {rating.occasion for rating in found[DRINK].ratings} == {Occasion.BASELINE, Occasion.REVIEW}
    [review] = await outcomes.reviews(journey)
    assert review.persons_words == "No cigarette for four weeks either."


async def when_it_ends_with_both_goals_reached(client_for, link_worker, journey, goals):
    ending = f"/journeys/{journey}/ending"
    with clock.at(START + timedelta(days=150)):
        answer = await post(
            await client_for(link_worker),
            ending,
            {
                f"goal-{goals['drink']}-person": "1",
                f"goal-{goals['give']}-person": "0",
                "pam_score": "67.8",
                "pam_how": "together",
                "groups_before": "0",
                "groups_now": "1",
                "what_next": ["volunteer"],
                "what_next_detail": "Tuesdays at the food bank.",
                "may_contact_about_volunteering": "no",
                "expectation": "partly",
                "summary": "Drinks on weekends only, has stopped smoking, and helps at the food bank on Tuesdays.",
                "asks": "yes",
                "ask_of_practice": "Please offer a stop-smoking check in a month.",
            },
            page=f"{ending}?reason=goals_met",
        )
        assert answer.status_code == 303, answer.text


def kiresuk_and_sherman(*rated: tuple[int, int]) -> float:
    """T from (weight, level) pairs by the published formula, rho 0.3: https://doi.org/10.1007/BF01530764 ."""
    total = sum(weight * level for weight, level in rated)
    squares, whole = sum(weight**2 for weight, _ in rated), sum(weight for weight, _ in rated)
    return 50 + 10 * total / sqrt(0.7 * squares + 0.3 * whole**2)


async def then_the_figure_is_kiresuk_and_shermans(journey):
    attainment = await coaching.attainment(journey)
    drink, give = IMPORTANCE["drink"], IMPORTANCE["give"]
    assert attainment.baseline_t == pytest.approx(kiresuk_and_sherman((drink, -1), (give, -2)))
    assert attainment.latest_t == pytest.approx(kiresuk_and_sherman((drink, 1), (give, 0)))
    assert attainment.words == "Reached 2 of 2 goals."


async def then_the_change_in_activation_is_said_with_care(journey, coach):
    panel = await measures.panel(journey, coach)
    assert [score.score for score in panel.standing] == [Decimal("51.0"), Decimal("55.6"), Decimal("67.8")]
    assert panel.change


async def then_what_comes_next_is_volunteering(journey):
    kept = await outcomes.ending(journey)
    assert kept is not None
    assert (kept.what_next, kept.may_contact_about_volunteering) == ((WhatNext.VOLUNTEER,), False)
    assert kept.ask_of_practice == "Please offer a stop-smoking check in a month."
