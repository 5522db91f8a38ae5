"""A coordinator and a role are at hand; the browser is the front's."""

import pytest_asyncio

from tests.factories.volunteers import a_coordinator, a_role
from tests.front.browser import browsing, chromium, page

__all__ = ["browsing", "chromium", "page"]


@pytest_asyncio.fixture
async def coordinator():
    """Somebody who runs the volunteering."""
    return await a_coordinator()


@pytest_asyncio.fixture
async def role(coordinator):
    """A befriender's role: a standard check, one reference, one training."""
    return await a_role(coordinator)
