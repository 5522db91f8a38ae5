"""A mail server and a text service on this machine, and somebody with a journey and one of everything."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest_asyncio

from livewell import settings as told
from livewell.journeys.rules import Stage
from livewell.journeys.tables import Journey
from livewell.kit import deliveries
from livewell.kit.db import execute
from livewell.staff.rules import Member, Role
from tests.factories.assets import an_asset
from tests.factories.coaching import an_agreed_goal
from tests.factories.connections import a_connection
from tests.factories.journeys import an_open_journey
from tests.factories.sessions import a_held_session, a_session
from tests.factories.staff import a_member
from tests.front.browser import browsing, chromium, page
from tests.owners.conftest import Postbox, a_postbox

__all__ = ["browsing", "chromium", "page"]

BORN = date(1951, 4, 9)
BIRTHDAY = {"born-day": "9", "born-month": "4", "born-year": "1951"}
KEY = "notify-11111111-2222-4333-8444-555555555555-66666666-7777-4888-9999-000000000000"


@pytest_asyncio.fixture
async def postbox(app: Any) -> AsyncIterator[Postbox]:
    """A mail server, and everybody listening who listens."""
    before = told.settings()
    async with a_postbox() as (box, port):
        told.use(replace(before, smtp_security="none", smtp_host="127.0.0.1", smtp_port=port))
        try:
            yield box
        finally:
            told.use(before)


@dataclass
class TextService:
    """What a service in the shape of GOV.UK Notify was asked to send; `status` is what it answers."""

    status: int = 201
    asked: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        named = {name.lower(): text for name, text in lines.items()}
        body = await reader.readexactly(int(named["content-length"]))
        assert head.startswith("POST /v2/notifications/sms ")
        self.asked.append(json.loads(body))
        self.tokens.append(named["authorization"].removeprefix("Bearer "))
        writer.write(f"HTTP/1.1 {self.status} Taken\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}".encode())
        await writer.drain()
        writer.close()


@pytest_asyncio.fixture
async def text_service() -> AsyncIterator[TextService]:
    """A text service on this machine."""
    before, service = told.settings(), TextService()
    server = await asyncio.start_server(service.answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    told.use(replace(before, texts_url=f"http://127.0.0.1:{port}", texts_key=KEY, texts_template="a-template"))
    try:
        yield service
    finally:
        told.use(before)
        server.close()


async def person_of(journey: UUID) -> UUID:
    return (await Journey.select(Journey.person).where(Journey.id == journey).first())["person"]  # type: ignore[index]


@dataclass
class Story:
    """Somebody with one of everything, and their coach."""

    coach: Member
    journey: UUID
    person: UUID
    goal: UUID
    session: UUID
    held: UUID
    connection: UUID


async def a_story(**person: Any) -> Story:
    """A journey with a goal, a session to come, one that was, and a place."""
    coach = await a_member(Role.HEALTH_COACH, name="Priya Okafor", phone="01632 960555")
    usual = {"first_name": "Mary", "email": "mary@home.example", "phone": "07700 900123", "born_on": BORN}
    never = person.pop("never_contact", False)
    journey = await an_open_journey(coach, stage=Stage.COACHING, **(usual | person))
    if never:  # Nobody would have rung them; they came by themself.
        await execute("UPDATE person SET never_contact = true WHERE id = $1", await person_of(journey))
    return Story(
        coach=coach,
        journey=journey,
        person=await person_of(journey),
        goal=await an_agreed_goal(journey, coach),
        session=await a_session(journey, coach),
        held=await a_held_session(journey, coach, notes="NOBODY READS THIS", shared_note="We met and laughed."),
        connection=await a_connection(journey, coach, asset=await an_asset(name="The Fictional Choir")),
    )


@pytest_asyncio.fixture
async def story() -> Story:
    """Somebody with one of everything."""
    return await a_story()


async def carried() -> None:
    """All news that waits is heard."""
    await deliveries.deliver_all()
