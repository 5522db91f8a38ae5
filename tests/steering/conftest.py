"""Somebody who steers, a member of the forum, and the front's Chromium."""

from uuid import UUID

import pytest_asyncio

from livewell.staff.rules import Member, Role
from tests.factories.challenges import a_voice
from tests.factories.staff import a_member
from tests.front.browser import browsing, chromium, page

__all__ = ["browsing", "chromium", "page"]


@pytest_asyncio.fixture
async def manager() -> Member:
    """Somebody who steers."""
    return await a_member(Role.MANAGER)


@pytest_asyncio.fixture
async def voice(manager: Member) -> UUID:
    """A member of the forum."""
    return await a_voice(manager, "Bilal")
