"""Whatever is typed into a form of somebody's own space, a sentence comes back, no word is lost, and nothing is changed."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest_asyncio

from livewell.kit import clock
from livewell.kit.db import value
from livewell.residents import actions
from livewell.residents.rules import WishFor
from tests.at_home import HomeClientFor, as_themself
from tests.factories.sessions import a_session
from tests.residents.conftest import a_story
from tests.security.a_town import Sheet, Town, every_table, on
from tests.security.test_bad_listings import Wrong, _every_body, _every_code, _every_word, _twice
from tests.signed_in import a_client

__all__ = ["every_table"]

WENT = on("went_on", clock.today() - timedelta(days=1))
SHEETS = [
    Sheet("visitor", "/my/come-in", {"email": "nobody@home.example"}),
    Sheet("person", "/my/details", {"pronouns": "she"}),
    Sheet("person", "/my/sessions/{session}", {"what": "move", "words": "Thursday"}),
    Sheet("person", "/my/places/{connection}/went", WENT, "/my/places/{connection}"),
    Sheet("person", "/my/goals/{goal}/how-far", {"level": "1"}, "/my/goals"),
    Sheet("coach", "/session-wishes/{wish}", {"answer": "Yes."}, "/session-wishes"),
]
BUTTONS = [
    Sheet("person", "/my/steps/{step}/tick", {}, "/my/goals"),
    Sheet("person", "/my/places/{connection}/how-it-was", {"for_me": "yes"}, "/my/places/{connection}"),
    Sheet("person", "/my/sharing", {}, "/my/sharing"),
    Sheet("coach", "/journeys/{journey}/own-space/link", {}, "/journeys/{journey}/own-space"),
    Sheet("coach", "/journeys/{journey}/own-space/end", {}, "/journeys/{journey}/own-space"),
]


@pytest_asyncio.fixture
async def home(app: Any, client_for: Any, home_client_for: HomeClientFor) -> AsyncIterator[Town]:
    """Somebody with one of everything, in their own space, and their coach."""
    story = await a_story()
    by = as_themself(story.person)
    other = await a_session(story.journey, story.coach, clock.now() + timedelta(days=9))
    await actions.ask_about_session(other, what=WishFor.CANCEL, words="", by=by)
    await actions.went(
        story.connection, went_on=clock.today() - timedelta(days=30), for_me=None, submission=uuid4(), by=by
    )
    made = Town(
        {
            "session": story.session,
            "connection": story.connection,
            "goal": story.goal,
            "journey": story.journey,
            "step": await value("SELECT id FROM goal_step WHERE goal = $1", story.goal),
            "wish": await value("SELECT id FROM session_wish"),
        }
    )
    async with a_client(app) as visitor:
        made.browsers = {
            "visitor": visitor,
            "person": await home_client_for(story.person),
            "coach": await client_for(story.coach),
        }
        yield made


async def test_no_word_makes_a_form_fall_over_or_lose_another(home: Town) -> None:
    await Wrong().each(home, _every_word, SHEETS)


async def test_numbers_and_codes_that_are_none_change_nothing(home: Town) -> None:
    await Wrong().each(home, _every_code, SHEETS)


async def test_a_form_without_its_token_with_nothing_in_it_or_a_megabyte_is_refused(home: Town) -> None:
    await Wrong().each(home, _every_body, SHEETS)


async def test_a_double_press_is_one(home: Town) -> None:
    await Wrong().each(home, _twice, [*SHEETS, *BUTTONS])
