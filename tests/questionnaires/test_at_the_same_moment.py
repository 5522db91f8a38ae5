"""Two at the same moment, on a database where commits are real: one asking, one score, one matter, one use of a link."""

import asyncio
from uuid import uuid4

import pytest

from livewell.journeys.rules import Stage
from livewell.kit.db import value
from livewell.kit.errors import RuleBroken
from livewell.measures.rules.taking import How as Taken
from livewell.questionnaires import actions
from tests.at_home import as_themself
from tests.factories.journeys import a_coach_and_a_journey, the_journey
from tests.factories.questionnaires import a_key_to, all_answers, an_asking, phq9_set_up

pytestmark = pytest.mark.usefixtures("committed_db")


async def test_two_who_ask_for_the_same_ask_once():
    coach, journey = await a_coach_and_a_journey(Stage.COACHING)
    asked = await asyncio.gather(*(an_asking(journey, coach) for _ in range(4)), return_exceptions=True)
    assert sorted(isinstance(one, RuleBroken) for one in asked) == [False, True, True, True]
    assert await value("SELECT count(*) FROM asking") == 1


async def test_worker_and_person_who_answer_at_once_are_one_score():
    coach, journey = await a_coach_and_a_journey(Stage.COACHING)
    person = as_themself((await the_journey(journey)).person)
    asking = await an_asking(journey, coach)
    done = await asyncio.gather(
        *(
            actions.answer(
                asking,
                journey=journey,
                answers=all_answers("ons4", 5),
                how=Taken.SELF,
                submission=uuid4(),
                by=by,
            )
            for by in (coach, person)
        ),
        return_exceptions=True,
    )
    assert sorted(isinstance(one, RuleBroken) for one in done) == [False, True]
    assert await value("SELECT count(*) FROM score") == 1


async def test_a_link_pressed_many_times_at_once_is_one_score_and_one_matter():
    coach, journey = await a_coach_and_a_journey(Stage.COACHING)
    await phq9_set_up(coach)
    asking = await an_asking(journey, coach, "phq9")
    bearer = await actions.bearer(await a_key_to(asking))
    assert bearer is not None
    submission = uuid4()
    done = await asyncio.gather(
        *(
            actions.answer_by_link(bearer, answers=all_answers("phq9", thoughts=1), submission=submission)
            for _ in range(4)
        )
    )
    assert len(set(done)) == 1
    assert done[0].needs_help
    assert await value("SELECT count(*) FROM score") == 1
    assert await value("SELECT count(*) FROM safety_matter") == 1


async def test_two_sheets_by_one_link_at_once_are_one():
    coach, journey = await a_coach_and_a_journey(Stage.COACHING)
    asking = await an_asking(journey, coach)
    bearer = await actions.bearer(await a_key_to(asking))
    assert bearer is not None
    done = await asyncio.gather(
        *(actions.answer_by_link(bearer, answers=all_answers("ons4", number), submission=uuid4()) for number in (3, 7)),
        return_exceptions=True,
    )
    assert sorted(isinstance(one, RuleBroken) for one in done) == [False, True]
    assert await value("SELECT count(*) FROM score") == 1
