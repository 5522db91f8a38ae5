"""The browser tests of this room use the front's Chromium; a link worker is at hand."""

import pytest_asyncio

from livewell.staff.rules import Member, Role
from tests.factories.staff import a_member
from tests.front.browser import browsing, chromium, page

__all__ = ["browsing", "chromium", "page"]


@pytest_asyncio.fixture
async def worker() -> Member:
    """A link worker."""
    return await a_member(Role.LINK_WORKER)
