"""The browser tests of this room use the front's Chromium; two who keep the library are at hand."""

import pytest_asyncio

from livewell.staff.rules import Member, Role
from tests.factories.staff import a_member
from tests.front.browser import browsing, chromium, page

__all__ = ["browsing", "chromium", "page"]


@pytest_asyncio.fixture
async def coach() -> Member:
    """A health coach, who keeps the library."""
    return await a_member(Role.HEALTH_COACH)


@pytest_asyncio.fixture
async def worker() -> Member:
    """A link worker, who keeps the library too."""
    return await a_member(Role.LINK_WORKER)
