"""Somebody who serves the forum, browsers of members, and the front's Chromium."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from uuid import UUID

import pytest_asyncio

from livewell.kit import cookies
from livewell.staff.rules import Member, Role
from tests.factories.challenges import a_token
from tests.factories.staff import a_member
from tests.front.browser import browsing, chromium, page
from tests.signed_in import Client, a_client

__all__ = ["browsing", "chromium", "page"]


@pytest_asyncio.fixture
async def facilitator() -> Member:
    """Who serves the forum."""
    return await a_member(Role.FORUM_FACILITATOR)


@pytest_asyncio.fixture
async def member_client_for(app: object) -> AsyncIterator[Callable[[UUID], Awaitable[Client]]]:
    """`await member_client_for(member_id)`: a browser in which that member is at their own pages."""
    async with AsyncExitStack() as stack:

        async def come_in(member: UUID) -> Client:
            client = await stack.enter_async_context(a_client(app))
            client.cookies.set(cookies.cookie_name(cookies.MEMBER, secure=False), await a_token(member))
            return client

        yield come_in
