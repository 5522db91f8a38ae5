"""Clients that talk to the application in this process, so that they share the test's transaction."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
import pytest_asyncio

from livewell import settings as told
from livewell.kit import cookies
from livewell.settings import Settings
from livewell.staff.rules import Member, Role

ADDRESS = "http://livewell.example"
SETTINGS = Settings(secret_key="for tests alone, and long enough to be one", public_url=ADDRESS)
told.use(SETTINGS)


class Client(httpx.AsyncClient):
    """A browser's tab; `member` is who is signed in, or None."""

    member: Member | None = None


ClientFor = Callable[..., Awaitable[Client]]


@pytest.fixture(scope="session")
def app() -> Any:
    """The whole application, with everybody listening who listens."""
    from livewell.app import create_app  # Tests of rules alone need not wait for the whole house.
    from livewell.worker import prepare

    prepare()
    return create_app()


def a_client(app: Any) -> Client:
    # An address that no other test counts tries by does not exist: every test's counts are rolled back with it.
    transport = httpx.ASGITransport(app=app, client=("192.0.2.1", 50_000), raise_app_exceptions=True)
    return Client(transport=transport, base_url=ADDRESS, headers={"sec-fetch-site": "same-origin"})


@pytest_asyncio.fixture
async def visitor(app: Any) -> AsyncIterator[Client]:
    """Somebody who has not signed in."""
    async with a_client(app) as client:
        yield client


@pytest_asyncio.fixture
async def client_for(app: Any) -> AsyncIterator[ClientFor]:
    """`await client_for(Role.HEALTH_COACH)` or `await client_for(member)`: a client in which they are signed in."""
    from tests.factories.staff import a_member, a_sign_in

    async with AsyncExitStack() as stack:

        async def sign_in(who: Role | Member, **changes: Any) -> Client:
            member = who if isinstance(who, Member) else await a_member(who, **changes)
            client = await stack.enter_async_context(a_client(app))
            client.member = member
            client.cookies.set(cookies.cookie_name(cookies.SIGN_IN, secure=False), await a_sign_in(member))
            return client

        yield sign_in
