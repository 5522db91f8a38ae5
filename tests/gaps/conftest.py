"""The browser tests of this room use the front's Chromium; a link worker and a mail server are at hand."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio

from livewell import settings as told
from livewell.staff.rules import Member, Role
from tests.factories.staff import a_member
from tests.front.browser import browsing, chromium, page
from tests.owners.conftest import Postbox, a_postbox

__all__ = ["browsing", "chromium", "page"]


@pytest_asyncio.fixture
async def worker() -> Member:
    """A link worker."""
    return await a_member(Role.LINK_WORKER)


@pytest_asyncio.fixture
async def postbox(app) -> AsyncIterator[Postbox]:
    """A mail server, and everybody listening who listens."""
    before = told.settings()
    async with a_postbox() as (box, port):
        told.use(replace(before, smtp_security="none", smtp_host="127.0.0.1", smtp_port=port))
        try:
            yield box
        finally:
            told.use(before)
