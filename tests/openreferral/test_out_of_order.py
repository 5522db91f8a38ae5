"""Feeds that are out of order: faults in the middle, counts that are wrong, texts made to hurt, and two readings at once."""

import asyncio
import gzip
import json
import time
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest

from livewell import settings as told
from livewell.assets.rules.listing import Venue
from livewell.kit import clock
from livewell.kit.actor import SYSTEM
from livewell.kit.db import execute, rows, value
from livewell.kit.errors import RuleBroken
from livewell.openreferral.actions import feeds as actions
from livewell.openreferral.actions.command import ask_or_go
from livewell.openreferral.queries import feeds
from livewell.openreferral.reading.address import AddressSource
from livewell.openreferral.reading.sources import Bounds, FileSource
from livewell.openreferral.reading.splitting import NotServices
from livewell.openreferral.rules.addresses import as_uri
from livewell.openreferral.rules.cleaning import amount, line, phone, text
from tests.openreferral.conftest import CHOIR
from tests.openreferral.feeds import a_service, in_pages, page_of, served
from tests.openreferral.test_round_trip import back, out
from tests.signed_in import SETTINGS

QUICK = Bounds(page_seconds=5, seconds=20, again_after=(0.01, 0.01))


@pytest.fixture
def allow():
    """`allow(address)`: this loopback feed may be read, as an operator would say it."""

    def use(address):
        told.use(replace(SETTINGS, feed_hosts=address.removeprefix("http://")))

    yield use
    told.use(SETTINGS)


async def read(address, *, bounds=QUICK, path="/services"):
    source = AddressSource(f"{address}{path}", allow_hosts=frozenset({address.removeprefix("http://")}), bounds=bounds)
    return source, [one async for batch in source.batches() for one in batch]


async def bring(services, *, look_only=False, feed=None):
    feed = feed or await actions.feed_of_file("A file", "file", SYSTEM)
    file = services if isinstance(services, bytes) else json.dumps(services).encode()
    run = await actions.ask_to_read(feed, look_only=look_only, submission=uuid4(), file=file, by=SYSTEM)
    await actions.do_run(run)
    return await feeds.run(run)


# ── texts and numbers that are made to hurt, or were only pasted ──

HURTFUL = [
    ("<p><![if !supportLists]>·<![endif]> Tea</p>", "· Tea"),
    ("<b>x</b><![nothing of the kind", "x"),
    ("<b>x</b><<![CDATA[![nothing> y", "x"),
    ("<p><![CDATA[words]]></p>", "words"),
    ("5 < 6 <b>and</b> 7 > 6", "5 < 6 and 7 > 6"),
]


@pytest.mark.parametrize(("said", "begins"), HURTFUL)
def test_html_that_is_broken_or_comes_from_a_word_processor_is_read(said, begins):
    assert text(said).startswith(begins)


@pytest.mark.parametrize("piece", ["<a", "<!--", "<!", "</a", "<?", "<![", "<![a", "&a", "<script>", "<!-->", "&#x"])
def test_no_text_takes_long(piece):
    began = time.process_time()
    text("<b>x</b>" + piece * (100_000 // len(piece)))
    assert time.process_time() - began < 1.5


@pytest.mark.parametrize(
    "said", ["1e999999999", "-1e999999999", 10**5000, "9" * 100_000, float("nan"), float("inf"), "NaN"], ids=range(7)
)
def test_no_number_is_too_large_to_be_none(said):
    assert amount(said) is None
    assert isinstance(line(said, longest=20), str)


CORNERS = [[-1, 52], [0, 52], [0, 53], [-1, 52]]
ODD = [
    {"cost_options": [{"amount": "1e999999999"}]},
    {"service_at_locations": [{"location": {"name": "Hall", "latitude": 10**400, "longitude": 0}}]},
    {"service_areas": [{"extent": {"type": "Polygon", "coordinates": [[[*one, 10**400] for one in CORNERS]]}}]},
    {"service_areas": [{"extent": {"type": "MultiPolygon", "coordinates": [[CORNERS], 7]}}]},
    {"minimum_age": 10**5000, "description": 10**5000},
    {"description": "<b>x</b><![nothing of the kind"},
    {"live_well": {"pattern": {"repeats": "weekly", "opens": 10**400}, "places_left": 10**400}},
    {"schedules": [{"live_well": {"pattern": {"repeats": "weekly", "weekdays": [10**400], "opens": 1e300}}}]},
    {"schedules": [{"freq": "WEEKLY", "interval": 10**400, "byday": "MO", "dtstart": "9" * 500}]},
]


@pytest.mark.parametrize("changes", ODD)
def test_a_service_with_something_impossible_in_it_is_understood_without_that(changes):
    assert back({"id": "x", "name": "A service", **changes}).listing.name == "A service"


def test_corners_that_say_how_high_they_lie_are_on_the_map_like_all_others():
    corners = [[-1, 52, 80], [0, 52], [0, 53], [-1, 52, 80]]
    heard = back({"id": "x", "name": "A", "service_areas": [{"extent": {"type": "Polygon", "coordinates": [corners]}}]})
    assert heard.listing.covers[0].polygon == {"type": "Polygon", "coordinates": [CORNERS]}


NUMBERS = [
    ("01632 960123 ext 45", ("01632 960123 ext 45", "")),
    ("01632.960.456, Extension: 7 (Sam)", ("01632 960 456 ext 7", "Sam")),
    ("01632 960456x12", ("01632 960456 ext 12", "")),
    ("Fax 01632 960456 ex-directory", ("01632 960456", "Fax ex-directory")),
    ("07700 900123 explore", ("07700 900123", "explore")),
    ("999", ("999", "")),
]


@pytest.mark.parametrize(("said", "understood"), NUMBERS)
def test_an_extension_is_a_part_of_the_number(said, understood):
    assert phone(said) == understood


@pytest.mark.parametrize("said", ["می\u200cخواهم", "שלום\u200f!", "\U0001fae9", "\U0001f469\u200d\U0001f373", "\ue000"])
def test_letters_of_every_script_and_new_emoji_are_kept(said):
    assert text(said) == said


@pytest.mark.parametrize("said", ["a\u202eb", "a\u2066b", "a\u00adb", "a\ufeffb", "a\x00b", "a\x1bb", "a\ud800b"])
def test_what_nobody_sees_is_taken_out(said):
    assert text(said) == "ab"


def test_a_place_without_a_postcode_keeps_its_address():
    venue = Venue(
        name="The green", address="1 Lane", town="Bingham", county="Nottinghamshire", getting_there="Past it."
    )
    heard = back(out(replace(CHOIR, venues=(venue,))))
    assert replace(heard.listing.venues[0], location=None) == venue


def test_an_address_keeps_what_comes_after_its_sign():
    assert as_uri("https://club.example/#/events é") == "https://club.example/#/events%20%C3%A9"


async def test_a_refused_name_that_cannot_be_kept_does_not_keep_the_reading_from_ending():
    seen = await bring(b'[{"name": "No id \\u0000 \\ud800 here"}, ' + json.dumps(a_service(1)).encode() + b"]")
    assert (seen.new, seen.refused, seen.failed) == (1, 1, False)
    assert seen.refusals[0][0].startswith("No id")


# ── faults in the middle ──


async def test_a_fault_that_is_over_a_moment_later_is_no_fault():
    services = [a_service(n) for n in range(6)]
    answer, faults = in_pages(services), iter([503, 429])

    def sometimes(path, asked):
        fault = next(faults, None) if asked.get("page") in {"2", "3"} else None
        return (fault, {}) if fault else answer(path, asked)

    with served(sometimes) as (address, asked):
        source, found = await read(address, path="/oruk/v3/services")
    assert (found, source.reading.complete) == (services, True)
    assert len(asked) == 5


async def test_what_came_before_a_fault_stays_and_is_counted_and_the_next_reading_goes_on(allow, monkeypatch):
    monkeypatch.setattr(actions, "AddressSource", partial(AddressSource, bounds=QUICK))
    services = [a_service(n) for n in range(6)]
    answer, broken = in_pages(services), [True]

    def breaks(path, asked):
        return (500, {}) if asked.get("page") == "3" and broken else answer(path, asked)

    with served(breaks) as (address, _):
        allow(address)
        feed = await actions.add_feed(
            name="County", address=f"{address}/oruk/v3", daily=False, submission=uuid4(), by=SYSTEM
        )
        seen = []
        for _ in range(2):
            run = await actions.ask_to_read(feed, look_only=False, submission=uuid4(), by=SYSTEM)
            await actions.do_run(run)
            seen.append(await feeds.run(run))
            broken.clear()
    first, second = seen
    assert (first.failed, first.read, first.new, first.complete) == (True, 4, 4, False)
    assert first.sentence == (
        "The address answered with the fault 500. Until then 4 were added and 0 changed. They stay, and the next reading goes on."
    )
    assert (second.failed, second.new, second.unchanged, second.gone) == (False, 2, 4, 0)


async def test_a_feed_that_has_nothing_behind_its_last_page_is_whole():
    services = [a_service(n) for n in range(4)]

    def answer(_, asked):
        some = services[(int(asked["page"]) - 1) * 2 :][:2]
        return (200, {"contents": some}) if some else (404, {})

    with served(answer) as (address, _):
        source, found = await read(address)
    assert (found, source.reading.complete) == (services, True)


async def test_a_feed_that_gives_fewer_than_it_says_takes_nothing_away():
    page = page_of([a_service(n) for n in range(9)], 1, 3) | {"total_pages": 1, "last_page": True}
    with served(lambda _path, _asked: (200, page)) as (address, _):
        source, found = await read(address)
    assert len(found) == 3
    assert not source.reading.complete
    assert source.reading.sentence == "The feed says that it has 9 and gave 3. What is missing is not taken as gone."


async def test_a_number_of_five_thousand_digits_is_left_out_and_the_page_is_read():
    page = json.dumps(page_of([a_service(1)], 1, 2)).replace('"latitude": 52.95', f'"latitude": {"9" * 5000}').encode()
    with served(lambda _path, _asked: (200, page)) as (address, _):
        _, found = await read(address)
    assert len(found) == 1


async def test_what_is_nested_too_deeply_is_said_in_a_sentence():
    with served(lambda _path, _asked: (200, b"[" * 50_000)) as (address, _), pytest.raises(NotServices):
        await read(address)
    seen = await bring(b"[" + b"[" * 900 + b"]" * 900 + b", " + json.dumps(a_service(1)).encode() + b"]")
    assert (seen.new, seen.refused) == (1, 1)


async def test_a_file_that_is_packed_is_unpacked_within_its_bounds(tmp_path):
    path = tmp_path / "services.ndjson.gz"
    path.write_bytes(gzip.compress(json.dumps(a_service(1)).encode()))
    assert [one async for batch in FileSource(path).batches() for one in batch] == [a_service(1)]
    bomb = gzip.compress(b"[" + b" " * 3_000_000)
    with pytest.raises(NotServices, match="larger"):
        [one async for batch in FileSource(bomb, replace(QUICK, total_bytes=1_000_000)).batches() for one in batch]
    for broken in (gzip.compress(b"[]")[:-6], b"\x1f\x8b\x08 no more of it"):
        with pytest.raises(NotServices):
            [one async for batch in FileSource(broken).batches() for one in batch]


# ── two at once ──


async def test_no_feed_is_read_twice_at_the_same_time():
    feed = await actions.feed_of_file("A file", "file", SYSTEM)
    first = await actions.ask_to_read(feed, look_only=False, submission=uuid4(), file=b"[]", begun=True, by=SYSTEM)
    assert await actions._claim() is None  # The worker leaves it to whoever began it.
    with pytest.raises(RuleBroken, match="being read at this moment"):
        await actions.ask_to_read(feed, look_only=True, submission=uuid4(), begun=True, by=SYSTEM)
    waiting = await actions.ask_to_read(feed, look_only=False, submission=uuid4(), file=b"[]", by=SYSTEM)
    assert await actions._claim() is None
    await actions.do_run(first)
    assert await actions._claim() == waiting


async def test_the_command_does_not_read_what_is_being_read(tmp_path):
    path = tmp_path / "feed.ndjson"
    path.write_text(json.dumps(a_service(1)))
    feed = await actions.feed_of_file("feed.ndjson", "file", SYSTEM)
    await actions.ask_to_read(feed, look_only=False, submission=uuid4(), file=b"[]", begun=True, by=SYSTEM)

    async def again():
        await ask_or_go(str(path), name="", look_only=False, sure=True, say=lambda _: None, ask=lambda _: False)

    with pytest.raises(RuleBroken, match="being read at this moment"):
        await again()
    with clock.at(clock.now() + actions.LEASE + timedelta(seconds=1)):  # Whoever read it is gone.
        await again()
    assert await value("SELECT count(*) FROM asset") == 1


async def test_a_reading_shows_signs_of_life_while_its_feed_is_slow(allow, monkeypatch):
    monkeypatch.setattr(actions, "SIGN_OF_LIFE", 0.02)

    def slow(_path, _asked):
        time.sleep(0.3)
        return 200, page_of([a_service(1)], 1, 2)

    with served(slow) as (address, _):
        allow(address)
        feed = await actions.add_feed(
            name="Slow", address=f"{address}/services", daily=False, submission=uuid4(), by=SYSTEM
        )
        run = await actions.ask_to_read(feed, look_only=False, submission=uuid4(), begun=True, by=SYSTEM)
        await execute("UPDATE import_run SET leased_until = $2 WHERE id = $1", run, clock.now())
        doing = asyncio.create_task(actions.do_run(run))
        await asyncio.sleep(0.15)
        assert await value("SELECT leased_until > $2 FROM import_run WHERE id = $1", run, clock.now())
        await doing


async def test_one_identifier_in_two_feeds_is_of_the_first():
    await bring([a_service(1)])
    other = await actions.feed_of_file("Another", "file", SYSTEM)
    seen = await bring([a_service(1, name="Taken over"), a_service(2, id=str(UUID(int=5)))], feed=other)
    assert (seen.new, seen.refused) == (1, 1)
    assert [one["name"] for one in await rows("SELECT name FROM asset WHERE name = 'Taken over'")] == []
