"""The browser tests of this room use the front's Chromium; a link worker, a mail server and a keeper's tab are at hand."""

import asyncio
import email as standard_email
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from email.policy import default

import pytest_asyncio
from aiosmtpd.smtp import SMTP

from livewell import settings as told
from livewell.staff.rules import Member, Role
from tests.factories.staff import a_member
from tests.front.browser import browsing, chromium, page

__all__ = ["browsing", "chromium", "page"]


class Postbox:
    """What a mail server was given; `answer` is what it says to an address."""

    def __init__(self) -> None:
        self.taken = []
        self.answer = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.taken.append(standard_email.message_from_bytes(envelope.content, policy=default))
        return "250 Taken"

    def links(self, number: int = -1) -> list[str]:
        """The paths in one message, in their order."""
        return re.findall(r"https?://[^/\s]+(/\S*)", self.taken[number].get_content())


@asynccontextmanager
async def a_postbox() -> AsyncIterator[tuple[Postbox, int]]:
    """A mail server on this machine, and its port."""
    box = Postbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0)
    try:
        yield box, server.sockets[0].getsockname()[1]
    finally:
        server.close()


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


@pytest_asyncio.fixture
async def worker() -> Member:
    """A link worker."""
    return await a_member(Role.LINK_WORKER)
