"""Beside the assessment: open questions to pick from, and words the service would rather not use, offered after saving."""

from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livewell.coaching.questions import QUESTIONS, offered
from livewell.coaching.rules import SECTIONS
from livewell.kit.wording import find, read_list
from livewell.places import queries as places
from livewell.places.rules import KINDER_WORDS
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.connections import a_connection
from tests.factories.journeys import a_coach_and_a_journey
from tests.factories.referrals import a_referral
from tests.factories.sessions import a_held_session, a_session

CLOSED = ("Do ", "Does ", "Did ", "Are ", "Is ", "Was ", "Have ", "Has ", "Can ", "Could ", "Will ", "Would ")


def test_every_section_has_several_open_questions_of_its_own():
    assert list(QUESTIONS) == list(SECTIONS)
    every = [question for questions in QUESTIONS.values() for question in questions]
    assert len(every) == len(set(every)) >= 45
    for questions in QUESTIONS.values():
        assert len(questions) >= 4
    for question in every:
        assert question.endswith("?")
        assert not question.startswith(CLOSED), f"{question} can be answered with yes or no"
        assert "wrong with you" not in question
        assert find(question, read_list(KINDER_WORDS)) == []


def test_strengths_come_before_conditions():
    sections = list(QUESTIONS)
    assert sections[0] == "strengths"
    assert sections.index("conditions") > sections.index("hopes")
    assert "What has happened that brought us here today?" in QUESTIONS["story"]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.uuids(), st.sampled_from(list(QUESTIONS)))
def test_the_same_questions_are_offered_to_everybody_in_another_order(journey, section):
    assert sorted(offered(section, journey)) == sorted(QUESTIONS[section])
    assert offered(section, journey) == offered(section, UUID(str(journey)))


def test_not_everybody_is_asked_the_same_first():
    assert len({offered("strengths", uuid4())[0] for _ in range(60)}) > 2


async def test_questions_stand_beside_each_section_without_a_script(client_for):
    coach, journey = await a_coach_and_a_journey()
    text = (await (await client_for(coach)).get(f"/journeys/{journey}/assessment")).text
    assert text.count("Ask another way") == len(SECTIONS)
    for section in SECTIONS:
        assert f"<q>{offered(section, journey)[0]}</q>" in text


async def test_after_saving_another_way_to_put_it_is_offered_and_nothing_is_changed(client_for):
    coach, journey = await a_coach_and_a_journey()
    client, page = await client_for(coach), f"/journeys/{journey}/assessment"
    assert "Another way to put it" not in (await client.get(page)).text
    typed = {"story": "She is non-compliant with her tablets.", "strengths": "She says “I am manipulative”."}
    assert (await post(client, page, typed)).status_code == 303
    text = (await client.get(page)).text
    assert text.count("Another way to put it") == 1
    assert "You wrote “non-compliant”" in text
    assert "has reasons of their own" in text
    assert typed["story"] in text
    # Saving the very same words again is no error: it is an offer.
    assert (await post(client, page, typed)).status_code == 303


async def test_a_page_with_errors_offers_it_too(client_for):
    coach, journey = await a_coach_and_a_journey()
    answer = await post(
        await client_for(coach), f"/journeys/{journey}/assessment", {"hopes": "He refuses help.", "groups": "many"}
    )
    assert answer.status_code == 422
    assert "You wrote “refuses”" in answer.text


async def test_the_list_is_the_services_own(client_for):
    coach, journey = await a_coach_and_a_journey()
    manager = await client_for(Role.MANAGER)
    settings = "/places/settings"
    wrong = await post(manager, settings, {"kinder_words": "bed blocker = waits to go home\nno sign here"})
    assert wrong.status_code == 422
    assert "Line 2 needs a word, an equals sign and what to say instead" in wrong.text
    assert "no sign here" in wrong.text
    assert (await post(manager, settings, {"kinder_words": "bed blocker = waits to go home"})).status_code == 303
    assert [one.word for one in await places.kinder_words()] == ["bed blocker"]
    client, page = await client_for(coach), f"/journeys/{journey}/assessment"
    await post(client, page, {"story": "A bed blocker, and non-compliant."})
    text = (await client.get(page)).text
    assert "waits to go home" in text
    assert "You wrote “non-compliant”" not in text
    assert (await post(manager, settings, {"kinder_words": ""})).status_code == 303
    assert "Another way to put it" not in (await client.get(page)).text


async def test_notes_of_a_session_are_read_back_to_their_writer_alone(client_for):
    coach, journey = await a_coach_and_a_journey()
    session = await a_held_session(journey, coach, notes="He is manipulative.")
    mine = (await (await client_for(coach)).get(f"/sessions/{session}")).text
    assert "You wrote “manipulative”" in mine
    theirs = (await (await client_for(Role.MANAGER)).get(f"/sessions/{session}")).text
    assert "You wrote" not in theirs
    assert "data-wording-list" in (await (await client_for(coach)).get(f"/sessions/{session}/correct")).text


@pytest.mark.parametrize("where", ["assessment", "session", "connection", "triage"])
async def test_where_staff_write_of_people_the_words_are_there_for_the_script(client_for, where):
    coach, journey = await a_coach_and_a_journey()
    if where == "assessment":
        page = f"/journeys/{journey}/assessment"
    elif where == "session":
        from datetime import timedelta

        from livewell.kit import clock

        page = f"/sessions/{await a_session(journey, coach, clock.now() - timedelta(hours=1))}/hold"
    elif where == "connection":
        page = f"/connections/{await a_connection(journey, coach)}"
    else:
        page = f"/triage/{await a_referral(area=coach.area)}"
    text = (await (await client_for(coach)).get(page)).text
    assert "data-wording-list" in text
    assert 'data-word="attention-seeking"' in text
    assert " data-wording>" in text
    assert "language-hints." in text
