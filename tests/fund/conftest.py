"""Somebody who keeps the fund; the browser tests use the front's Chromium."""

import pytest_asyncio

from livewell.staff.rules import Member
from tests.factories.fund import a_keeper
from tests.front.browser import browsing, chromium, page

__all__ = ["browsing", "chromium", "page"]


@pytest_asyncio.fixture
async def keeper() -> Member:
    return await a_keeper()
