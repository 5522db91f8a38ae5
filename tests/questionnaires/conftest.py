"""A coach with a person who has an e-mail address; a mail server that keeps what it is given; and the front's Chromium."""

from dataclasses import dataclass
from uuid import UUID

import pytest_asyncio

from livewell.journeys.rules import Stage
from livewell.staff.rules import Member
from tests.factories.journeys import a_coach_and_a_journey, the_journey
from tests.factories.questionnaires import with_email
from tests.front.browser import browsing, chromium, page
from tests.owners.conftest import postbox

__all__ = ["browsing", "chromium", "page", "postbox"]

EMAIL = "mary@home.example"


@dataclass(frozen=True)
class Work:
    """A coach, one of their journeys, and the person it is about."""

    coach: Member
    journey: UUID
    person: UUID

    def at(self, path: str) -> str:
        """An address of the journey."""
        return f"/journeys/{self.journey}{path}"


@pytest_asyncio.fixture
async def work() -> Work:
    """An open journey with the coach."""
    coach, journey = await a_coach_and_a_journey(Stage.COACHING)
    person = (await the_journey(journey)).person
    await with_email(person, EMAIL)
    return Work(coach, journey, person)
