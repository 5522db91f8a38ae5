"""The library of the demo: given by people and staff, read by two, used; and some that wait, went back or were withdrawn."""

from datetime import timedelta
from random import Random
from uuid import UUID, uuid4

from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.demo.pictures import DRAWINGS, drawn
from livewell.demo.shelf import OLD_TIMES, SHELF, SHOPS, WALKING, Book
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import execute, value
from livewell.library import actions as library
from livewell.library import queries
from livewell.library.forms import Details, Given, Publishing, Words
from livewell.library.rules import Kind, Use
from livewell.staff.rules import Member

WAITING = Given(
    Kind.TIPS,
    Words(
        "Keeping warm while you wait for the bus",
        "From somebody who waits a lot.",
        "- Stamp, then walk to the next stop\n- A folded newspaper is a good seat\n- Two thin jumpers beat one thick\n",
    ),
    "Halina",
    "halina@reader.example",
)
BEING_READ = Given(
    Kind.LIST,
    Words(
        "Cafés where nobody minds how long you sit",
        "Five of them, tried by me.",
        "I sat in each for an hour with one pot of tea. I will bring you the list of names on Thursday.\n",
    ),
    "",
    "",
)
WENT_BACK = Given(
    Kind.GUIDE,
    Words("The best windows in the county", "Why you need new ones.", "Ring my nephew. Say that Ted sent you.\n"),
    "Ted",
    "",
)
SAID = (
    (0, True, "I rang the lift scheme and they came. Thank you."),
    (0, False, "Our shop does not deliver any more."),
    (2, True, "The bit about being met at the gate is what I needed."),
    (5, True, ""),
    (6, True, ""),
)
"""Of which item of the shelf, whether it was helpful, and what they said."""


async def stock(here: Neighbourhood) -> None:
    """Do all of it through the room's own actions."""
    items = [await _put_up(here, number, book) for number, book in enumerate(SHELF)]
    await _with_a_picture(here, items[SHELF.index(WALKING)])
    await _another_version(here, items[0])
    await _due(here, items[SHELF.index(SHELF[1])])
    old = await _put_up(here, 3, OLD_TIMES)
    with clock.at(ago(200, 10)):
        seen = await queries.any_item(old)
        why = "The winter is over, and so are its times."
        await library.withdraw(old, why=why, version=seen.version, by=await here.link_worker(1))
    await _given_lately(here)
    await _used(here, items)


async def _put_up(here: Neighbourhood, number: int, book: Book) -> UUID:
    """Given by one, found by what another says, published by a third."""
    by, publisher = await here.link_worker(number), await here.link_worker(number + 1)
    given = Given(book.kind, Words(book.title, book.summary, book.body), book.credit, "")
    with clock.at(ago(book.days + 4, 11)):
        item = await library.give(given, submission=here.new_id(), by=PUBLIC_VISITOR if book.credit else by)
        details = Details(
            kind=book.kind,
            readers=book.readers,
            language="en",
            easy=book.easy,
            conditions=book.conditions,
            needs=book.needs,
            ways=book.ways,
            whom=book.whom,
            credit=book.credit,
        )
        await library.describe(item, details, version=1, by=publisher)
    with clock.at(ago(book.days, 15)):
        await _publish(item, owner=by, by=publisher)
    return item


async def _publish(item: UUID, *, owner: Member, by: Member) -> None:
    assert owner.id is not None  # They work here.
    said = Publishing(owner.id, clock.today() + timedelta(days=365))
    await library.publish(item, said, version=(await queries.any_item(item)).version, by=by)


async def _with_a_picture(here: Neighbourhood, item: UUID) -> None:
    """A picture is added, and another version shows it."""
    _, draw, alt = DRAWINGS[0]
    by, publisher = await here.link_worker(2), await here.link_worker(3)
    with clock.at(ago(40, 10)):
        await library.add_file(item, drawn(draw), name="the walk.png", words=alt, submission=here.new_id(), by=by)
        seen = await queries.any_item(item)
        body = f"{WALKING.body}\n![{alt}]({seen.files[0].name})\n"
        await library.write(item, Words(WALKING.title, WALKING.summary, body), version=seen.version, by=by)
    with clock.at(ago(39, 10)):
        await _publish(item, owner=by, by=publisher)


async def _another_version(here: Neighbourhood, item: UUID) -> None:
    """Somebody wrote a better version of the first that nobody has published yet."""
    with clock.at(ago(1, 16)):
        seen = await queries.any_item(item)
        body = SHOPS.body.replace("Most larger shops deliver.", "Ask which shops deliver to your road: it changes.")
        words = Words(SHOPS.title, SHOPS.summary, body)
        await library.write(item, words, version=seen.version, by=await here.link_worker(4))


async def _due(here: Neighbourhood, item: UUID) -> None:
    """Whoever keeps the second promised to look again last week."""
    by = await here.link_worker(1)
    assert by.id is not None
    said = Publishing(by.id, ago(6).date())
    with clock.at(ago(60, 9)):
        seen = await queries.any_item(item)
        await library.still_right(item, said, version=seen.version, by=by)


async def _given_lately(here: Neighbourhood) -> None:
    for days, given in ((2, WAITING), (5, BEING_READ), (9, WENT_BACK)):
        with clock.at(ago(days, 13)):
            item = await library.give(given, submission=here.new_id(), by=PUBLIC_VISITOR)
        by = await here.link_worker(days)
        with clock.at(ago(days - 1, 13)):
            if given is BEING_READ:
                await library.begin(item, version=1, by=by)
            elif given is WENT_BACK:
                sentence = "Thank you, Ted. We cannot sell things here. How did you keep the draught out before?"
                await library.send_back(item, sentence=sentence, version=1, by=by)


async def _used(here: Neighbourhood, items: list[UUID]) -> None:
    """Two months of reading, as the pages would have counted it; and what readers said."""
    chance = Random(21)
    for number, item in enumerate(items):
        for days in range(60):
            for use, most in ((Use.READ, 9), (Use.PRINTED, 2), (Use.ADDED, 1)):
                times = chance.randint(0, max(0, most - number // 2))
                if times:
                    await execute(
                        "INSERT INTO library_use (id, item, day, what, times) VALUES ($1, $2, $3, $4, $5)",
                        uuid4(),
                        item,
                        clock.today() - timedelta(days=days + 1),
                        use.value,
                        times,
                    )
    for number, (book, helpful, words) in enumerate(SAID):
        with clock.at(ago(number + 1, 19)):
            await library.say(items[book], helpful=helpful, words=words, submission=here.new_id(), by=PUBLIC_VISITOR)
    first = await value("SELECT id FROM library_opinion WHERE words <> '' ORDER BY said_at LIMIT 1")
    await library.seen(first, by=await here.link_worker(0))
