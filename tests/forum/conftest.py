"""Somebody who serves the forum, a mail server, and the front's Chromium."""

import pytest_asyncio

from livewell.staff.rules import Member
from tests.factories.forum import a_facilitator
from tests.front.browser import browsing, chromium, page
from tests.owners.conftest import postbox

__all__ = ["browsing", "chromium", "page", "postbox"]


@pytest_asyncio.fixture
async def by() -> Member:
    """Somebody who serves the forum."""
    return await a_facilitator()
