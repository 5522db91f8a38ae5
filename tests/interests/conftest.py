"""Colleagues who know different things; the browser tests use the front's Chromium."""

import pytest_asyncio

from livewell.staff.rules import Member, Role
from tests.factories.staff import a_member
from tests.front.browser import browsing, chromium, page

__all__ = ["browsing", "chromium", "page"]


@pytest_asyncio.fixture
async def worker() -> Member:
    return await a_member(Role.LINK_WORKER)


@pytest_asyncio.fixture
async def coach() -> Member:
    return await a_member(Role.HEALTH_COACH)
