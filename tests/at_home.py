"""People in their own space: a visit to it, and a client in which somebody is there."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest_asyncio

from livewell.kit import clock, cookies
from livewell.kit.actor import Resident, resident
from livewell.kit.cookies import new_token
from livewell.residents.queries import hash_of
from livewell.residents.tables import ResidentVisit
from tests.signed_in import Client, a_client

HomeClientFor = Callable[..., Awaitable[Client]]
"""`await home_client_for(person_id)`: a client in which that person is in their own space."""


async def a_visit(
    person_id: UUID,
    *,
    came_how: str = "email",
    shared_device: bool = False,
    idle: timedelta = timedelta(minutes=20),
    lasts: timedelta = timedelta(hours=8),
    came_at: datetime | None = None,
    browser: str = "",
) -> str:
    """Somebody comes into their own space; gives the token for the cookie `kit.cookies.HOME`."""
    token, at = new_token(), came_at or clock.now()
    await ResidentVisit(
        id=uuid4(),
        person=person_id,
        token_hash=hash_of(token),
        came_how=came_how,
        shared_device=shared_device,
        idle_seconds=int(idle.total_seconds()),
        came_at=at,
        last_seen_at=at,
        ends_at=at + lasts,
        browser=browser,
    ).save()
    return token


def as_themself(person_id: UUID, *, language: str = "en") -> Resident:
    """The person as actions and queries know them, for tests that ask no page."""
    return resident(person_id, uuid4(), language)


@pytest_asyncio.fixture
async def home_client_for(app: Any) -> AsyncIterator[HomeClientFor]:
    """`await home_client_for(person_id, **as_a_visit)`: a client in which they are in their own space."""
    async with AsyncExitStack() as stack:

        async def come_in(person_id: UUID, **changes: Any) -> Client:
            client = await stack.enter_async_context(a_client(app))
            client.cookies.set(cookies.cookie_name(cookies.HOME, secure=False), await a_visit(person_id, **changes))
            return client

        yield come_in
