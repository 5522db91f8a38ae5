"""Items of the library, as somebody gives them and as everybody reads them."""

import io
import wave
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from PIL import Image

from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.library import actions, queries
from livewell.library.forms import Details, Given, Publishing, Words
from livewell.library.rules import Kind, Readers
from livewell.staff.rules import Member, Role
from tests.factories.staff import a_member

BODY = "# First\n\nAsk the driver.\n\n- It is free\n- It is slow\n"


def given(title: str = "Getting to the shops", **changes: Any) -> Given:
    """What somebody gives who signed in nowhere."""
    words = Words(title, changes.pop("summary", "What to do when the bus does not come."), changes.pop("body", BODY))
    return Given(**({"kind": Kind.GUIDE, "words": words, "credit": "Ann", "reply_to": ""} | changes))


def details(**changes: Any) -> Details:
    """What an item is found by: nothing in particular."""
    return Details(
        **(
            {
                "kind": Kind.GUIDE,
                "readers": Readers.PUBLIC,
                "language": "en",
                "easy": False,
                "conditions": (),
                "needs": (),
                "ways": (),
                "whom": (),
                "credit": "Ann",
            }
            | changes
        )
    )


def a_year_on() -> date:
    return clock.today() + timedelta(days=365)


async def submitted(title: str = "Getting to the shops", **changes: Any) -> UUID:
    """An item that somebody gave and nobody has read."""
    return await actions.give(given(title, **changes), submission=uuid4(), by=PUBLIC_VISITOR)


async def published(
    title: str = "Getting to the shops",
    *,
    by: Member | None = None,
    review_on: date | None = None,
    found_by: Details | None = None,
    **changes: Any,
) -> queries.ItemSeen:
    """An item that everybody reads, or with `found_by` staff alone."""
    keeper = by or await a_member(Role.LINK_WORKER)
    item = await submitted(title, **changes)
    if found_by is not None:
        await actions.describe(item, found_by, version=await version_of(item), by=keeper)
    said = Publishing(keeper.id or uuid4(), review_on or a_year_on())
    await actions.publish(item, said, version=await version_of(item), by=keeper)
    return await queries.any_item(item)


async def staff_only(title: str = "Closing the building", **changes: Any) -> queries.ItemSeen:
    """An item that staff alone may read."""
    return await published(title, found_by=details(readers=Readers.STAFF), **changes)


async def version_of(item: UUID) -> int:
    """What the hidden field of its page holds now."""
    return (await queries.any_item(item)).version


async def another_version(item: UUID, body: str, *, by: Member, publisher: Member) -> int:
    """The item with another text, written by one and published by another."""
    seen = await queries.any_item(item)
    await actions.write(item, Words(seen.title, "A sentence.", body), version=seen.version, by=by)
    said = Publishing(publisher.id or uuid4(), a_year_on())
    return await actions.publish(item, said, version=await version_of(item), by=publisher)


def a_picture(colour: str = "green", size: tuple[int, int] = (80, 60)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, "PNG")
    return written.getvalue()


def a_recording() -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\x00\x00" * 800)
    return written.getvalue()


def a_pdf(extra: bytes = b"") -> bytes:
    """The smallest PDF there is, with something more in its catalogue."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + extra + b">>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        b"trailer\n<< /Root 1 0 R /Size 3 >>\n%%EOF\n"
    )


async def with_picture(item: UUID, *, by: Member, name: str = "bench.png") -> queries.FileSeen:
    """The item with a picture; gives the picture."""
    await actions.add_file(item, a_picture(), name=name, words="A bench", submission=uuid4(), by=by)
    return (await queries.any_item(item)).files[-1]
