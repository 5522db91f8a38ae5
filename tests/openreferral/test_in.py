"""Feeds come in: once, again, changed, gone, in every shape and within every bound."""

import json
import tracemalloc
from dataclasses import replace
from uuid import uuid4

import pytest

from livewell import settings as told
from livewell.assets import actions as assets
from livewell.assets import queries as asset_queries
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR, SYSTEM
from livewell.kit.db import rows, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.kit.fetching import FetchRefused
from livewell.openreferral.actions import feeds as actions
from livewell.openreferral.actions.command import ask_or_go
from livewell.openreferral.queries import feeds, known
from livewell.openreferral.reading.address import AddressSource
from livewell.openreferral.reading.sources import Bounds, FileSource
from livewell.openreferral.reading.splitting import LONGEST_SERVICE, NotServices, Splitter
from tests.openreferral.conftest import CHOIR
from tests.openreferral.feeds import a_service, in_pages, page_of, served
from tests.signed_in import SETTINGS


@pytest.fixture
def allow():
    """`allow(address)`: this loopback feed may be read, as an operator would say it."""

    def use(address):
        told.use(replace(SETTINGS, feed_hosts=address.removeprefix("http://")))

    yield use
    told.use(SETTINGS)


async def a_feed(address="https://directory.example/oruk/v3", **changes):
    return await actions.add_feed(
        **(
            {"name": "County directory", "address": address, "daily": False, "submission": uuid4(), "by": SYSTEM}
            | changes
        )
    )


async def a_file_feed():
    return await actions.feed_of_file("A file", "file", SYSTEM)


async def bring(feed, services, *, look_only=False, form=None):
    file = form(services) if form else "\n".join(json.dumps(one) for one in services).encode()
    run = await actions.ask_to_read(
        feed, look_only=look_only, submission=uuid4(), file=file, file_name="f.ndjson", by=SYSTEM
    )
    return await actions.do_run(run)


async def imported(feed):
    found = await rows("SELECT asset FROM imported_service WHERE feed = $1", feed)
    return {one.name: one for one in (await asset_queries.assets_by_id([row["asset"] for row in found])).values()}


# ── the same again, changed, gone ──


async def test_a_look_writes_nothing_and_the_reading_writes_it_all():
    feed = await a_file_feed()
    services = [a_service(n) for n in range(5)]
    looked = await bring(feed, services, look_only=True)
    assert (looked.new, await value("SELECT count(*) FROM asset")) == (5, 0)
    done = await bring(feed, services)
    assert (done.new, done.changed, done.unchanged, done.refused) == (5, 0, 0, 0)
    found = await imported(feed)
    seen = found["Fictional allotment 3"]
    assert seen.source.value == "imported"
    assert seen.organisation == "Allotment Society"
    assert seen.listing.contacts[0].phone == "01632 960456"
    assert seen.places[0].name == "Field 3"
    assert await value("SELECT count(*) FROM organisation") == 1


async def test_the_same_again_changes_nothing():
    feed = await a_file_feed()
    services = [a_service(n) for n in range(4)]
    await bring(feed, services)
    before = await rows("SELECT id, version, changed_at FROM asset ORDER BY id")
    again = await bring(feed, list(reversed(services)))
    assert (again.new, again.changed, again.unchanged, again.gone) == (0, 0, 4, 0)
    assert await rows("SELECT id, version, changed_at FROM asset ORDER BY id") == before


async def test_what_the_feed_changed_is_taken_and_what_was_changed_here_waits_beside():
    feed = await a_file_feed()
    await bring(feed, [a_service(1), a_service(2)])
    ours = (await imported(feed))["Fictional allotment 1"]
    await assets.change(ours.id, replace(ours.listing, what="Our own words."), version=ours.version, by=SYSTEM)
    done = await bring(feed, [a_service(1, description="Their new words.", alert="Closed in May"), a_service(2)])
    assert (done.changed, done.unchanged, done.proposed) == (1, 1, 1)
    seen = await asset_queries.asset(ours.id)
    assert (seen.listing.what, seen.listing.alert) == ("Our own words.", "Closed in May")
    waiting = await rows("SELECT source, fields, listing FROM proposed_change WHERE asset = $1", ours.id)
    assert [(one["source"], one["fields"]) for one in waiting] == [("imported", ["what"])]
    assert json.loads(waiting[0]["listing"])["what"] == "Their new words."
    again = await bring(feed, [a_service(1, description="Their new words.", alert="Closed in May"), a_service(2)])
    assert (again.changed, again.unchanged, again.proposed) == (0, 2, 0)


async def test_a_place_that_was_corrected_here_is_not_written_over_by_a_new_service_there():
    feed = await a_file_feed()
    await bring(feed, [a_service(1)])
    ours = (await imported(feed))["Fictional allotment 1"]
    venue = replace(ours.listing.venues[0], name="The right name", hidden=True)
    await assets.change(ours.id, replace(ours.listing, venues=(venue,)), version=ours.version, by=SYSTEM)
    second = a_service(2)
    second["service_at_locations"][0]["location"] = a_service(1)["service_at_locations"][0]["location"]
    await bring(feed, [a_service(1), second])
    places = await rows("SELECT name, hidden FROM location")
    assert [(one["name"], one["hidden"]) for one in places] == [("The right name", True)]


async def test_a_feed_cannot_take_over_what_is_not_its_own(directory):
    feed = await a_file_feed()
    seen = await asset_queries.asset(directory.ids["Safe evening meal"])
    thief = a_service(1, id=str(seen.id))
    neighbour = a_service(2)
    neighbour["service_at_locations"][0]["location"]["id"] = str(seen.places[0].location)
    done = await bring(feed, [thief, neighbour])
    assert (done.new, done.refused) == (1, 1)
    assert "listed here already" in done.findings["refused"][0]["reason"]
    after = await asset_queries.asset(seen.id)
    assert (after.listing, after.version) == (seen.listing, seen.version)


async def test_what_is_gone_is_flagged_and_told_and_stays_listed():
    feed = await a_file_feed()
    await bring(feed, [a_service(n) for n in range(3)])
    done = await bring(feed, [a_service(0), a_service(1)])
    assert done.gone == 1
    gone = await rows(
        "SELECT i.asset, a.published FROM imported_service AS i JOIN asset AS a ON a.id = i.asset WHERE gone_at IS NOT NULL"
    )
    assert [one["published"] for one in gone] == [True]
    assert await value("SELECT subject FROM event WHERE what = 'feed.service_gone'") == gone[0]["asset"]
    assert (await bring(feed, [a_service(0), a_service(1)])).gone == 0
    back = await bring(feed, [a_service(n) for n in range(3)])
    assert (back.unchanged, await value("SELECT count(*) FROM imported_service WHERE gone_at IS NOT NULL")) == (3, 0)
    assert await rows("SELECT subject FROM event WHERE what = 'feed.service_back'") == [{"subject": gone[0]["asset"]}]


async def test_a_look_names_what_would_be_gone_and_marks_nothing(monkeypatch):
    monkeypatch.setattr(known, "A_BATCH", 2)
    feed = await a_file_feed()
    await bring(feed, [a_service(n) for n in range(5)])
    looked = await bring(feed, [a_service(0), a_service(3), a_service(7)], look_only=True)
    assert (looked.gone, looked.new, looked.unchanged) == (3, 1, 2)
    assert {one["name"] for one in looked.findings["gone"]} == {f"Fictional allotment {n}" for n in (1, 2, 4)}
    assert await value("SELECT count(*) FROM imported_service WHERE gone_at IS NOT NULL") == 0


async def test_a_feed_that_is_suddenly_empty_takes_nothing_away():
    feed = await a_file_feed()
    await bring(feed, [a_service(1)])
    done = await bring(feed, [], form=lambda _: b"[]")
    assert (done.gone, done.complete) == (0, False)
    assert "Nothing is taken as gone" in done.sentence


async def test_likely_duplicates_are_shown_before_anything_is_written(directory):
    feed = await a_file_feed()
    looked = await bring(feed, [a_service(1, name="Bingham gentle walker")], look_only=True)
    assert looked.findings["alike"][0]["other"] == "Bingham gentle walkers"


async def test_one_that_cannot_be_kept_does_not_keep_the_others_out(monkeypatch):
    feed = await a_file_feed()
    services = [a_service(1), {"name": "No id"}, {"id": "7"}, "words", a_service(1), a_service(2, id="not-a-uuid")]
    done = await bring(feed, services)
    assert (done.new, done.refused) == (2, 4)
    reasons = " ".join(one["reason"] for one in done.findings["refused"])
    assert "no identifier" in reasons
    assert "no name" in reasons
    assert "twice" in reasons
    assert (await bring(feed, services)).unchanged == 2


async def test_a_broken_batch_leaves_nothing_half_done(mute):
    feed = await a_file_feed()
    run = await actions.ask_to_read(
        feed, look_only=False, submission=uuid4(), file=json.dumps([a_service(1)]).encode(), by=SYSTEM
    )
    mute()
    await actions.do_run(run)
    assert await value("SELECT count(*) FROM asset") == 0
    assert await value("SELECT count(*) FROM imported_service") == 0
    assert (await feeds.run(run)).is_over


# ── files ──

FORMS = {
    "lines": lambda services: "\n".join(json.dumps(one) for one in services).encode(),
    "a list": lambda services: json.dumps(services).encode(),
    "a list over many lines": lambda services: json.dumps(services, indent=2).encode(),
    "a page": lambda services: json.dumps(page_of(services, 1, 100)).encode(),
    "a page of version 1": lambda services: json.dumps(
        {"totalElements": len(services), "content": services, "last": True}
    ).encode(),
    "with a byte order mark": lambda services: b"\xef\xbb\xbf" + json.dumps(services).encode(),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
async def test_files_of_every_shape_are_read(form):
    feed = await a_file_feed()
    done = await bring(feed, [a_service(n) for n in range(3)], form=form)
    assert (done.new, done.complete) == (3, True), done


@pytest.mark.parametrize(
    "file",
    [b"<html>", b"{", b'[{"id": 1}', b'[{"id": "1", "name": "x"}, {]', b"PK\x03\x04 broken", b"null", b"[" * 100_000],
)
async def test_what_is_no_feed_is_said_in_a_sentence(file):
    feed = await a_file_feed()
    run = await actions.ask_to_read(feed, look_only=False, submission=uuid4(), file=file, by=SYSTEM)
    await actions.do_run(run)
    seen = await feeds.run(run)
    assert seen.is_over
    assert seen.sentence.endswith((".", "?"))
    assert await value("SELECT count(*) FROM asset") == 0


@pytest.mark.parametrize("size", [1, 7, 64, 4096])
def test_a_stream_is_split_wherever_it_is_cut(size):
    services = [a_service(n, name=f"Café “{n}” [}}]") for n in range(4)]
    for form in FORMS.values():
        whole = form(services)
        splitter = Splitter()
        found = [one for start in range(0, len(whole), size) for one in splitter.split(whole[start : start + size])]
        assert [*found, *splitter.split(b"", last=True)] == services


def test_one_endless_service_is_refused():
    splitter = Splitter()
    with pytest.raises(NotServices):
        for _ in range(LONGEST_SERVICE // 1_000_000 + 3):
            list(splitter.split(b'[{"name": "' + b"x" * 1_000_000))


async def test_memory_does_not_grow_with_the_file(tmp_path):
    path = tmp_path / "many.ndjson"
    with path.open("w") as file:
        for number in range(20_000):
            file.write(json.dumps(a_service(number)) + "\n")
    tracemalloc.start()
    count = 0
    async for batch in FileSource(path).batches():
        count += len(batch)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert most < 20_000_000


# ── over the network ──


async def read(address, *, bounds=None, path="/oruk/v3"):
    bounds = bounds or Bounds(page_seconds=5, seconds=20)
    source = AddressSource(f"{address}{path}", allow_hosts=frozenset({address.removeprefix("http://")}), bounds=bounds)
    return source, [one async for batch in source.batches() for one in batch]


async def test_a_feed_is_walked_to_its_end_from_its_root():
    services = [a_service(n) for n in range(7)]
    with served(in_pages(services)) as (address, asked):
        source, found = await read(address)
    assert found == services
    assert (source.reading.complete, source.reading.expected, source.reading.sentence) == (True, 7, "")
    assert len(asked) == 5


async def test_a_list_that_only_names_services_is_fetched_one_by_one():
    services = [a_service(n) for n in range(5)]

    def answer(path, asked):
        if path == "/oruk/v3/services":
            return 200, page_of([{"id": one["id"]} for one in services], int(asked["page"]), 2)
        found = [one for one in services if path.endswith(one["id"])]
        return (200, found[0]) if found and found[0] is not services[3] else (500, {})

    with served(answer) as (address, _):
        source, found = await read(address, path="/oruk/v3/services")
    assert found == [*services[:3], services[4]]
    assert len(source.reading.trouble) == 1


async def test_a_feed_of_version_1_and_its_envelope():
    services = [a_service(n) for n in range(3)]

    def answer(_, asked):
        number = int(asked["page"])
        return 200, {"totalElements": 3, "totalPages": 2, "number": number, "size": 2, "first": number == 1,
                     "last": number == 2, "content": services[(number - 1) * 2 : number * 2]}  # fmt: skip

    with served(answer) as (address, _):
        source, found = await read(address, path="/services")
    assert (found, source.reading.complete) == (services, True)


async def test_a_feed_that_gives_the_same_page_for_ever_is_left_with_a_sentence():
    page = page_of([a_service(1), a_service(2)], 1, 2) | {"total_pages": 99, "last_page": False}
    with served(lambda _path, _asked: (200, page)) as (address, asked):
        source, found = await read(address, path="/services")
    assert len(found) == 2
    assert not source.reading.complete
    assert "same page" in source.reading.sentence
    assert len(asked) == 2


ENDLESS = [
    (Bounds(pages=5, page_seconds=5), "5 pages"),
    (Bounds(services=6, page_seconds=5), "6 services"),
    (Bounds(total_bytes=3000, page_seconds=5), "MB"),
    (Bounds(seconds=0.05, page_seconds=5), "too long"),
]


@pytest.mark.parametrize(("bounds", "said"), ENDLESS)
async def test_a_feed_that_never_ends_is_left(bounds, said):
    def answer(_, asked):
        number = int(asked["page"])
        return 200, {"last_page": False, "contents": [a_service(number * 2), a_service(number * 2 + 1)]}

    with served(answer) as (address, _):
        source, found = await read(address, path="/services", bounds=bounds)
    assert said in source.reading.sentence
    assert not source.reading.complete
    assert len(found) < 2000


async def test_a_feed_that_changes_under_us_takes_nothing_away():
    services = [a_service(n) for n in range(6)]

    def answer(_, asked):
        number = int(asked["page"])
        return 200, page_of(services if number == 1 else services[:5], number, 2)

    with served(answer) as (address, _):
        source, _ = await read(address, path="/services")
    assert "changed while it was read" in source.reading.sentence
    assert not source.reading.complete


async def test_lines_are_read_as_they_come():
    services = [a_service(n) for n in range(3)]
    body = "\n".join(json.dumps(one) for one in services).encode()
    with served(lambda _path, _asked: (200, body)) as (address, _):
        source, found = await read(address, path="/services?format=ndjson")
    assert (found, source.reading.complete) == (services, True)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/x", "http://10.0.0.1/x", "http://[::1]/x", "http://169.254.169.254/latest"]
)
async def test_no_private_address_is_read(address):
    with pytest.raises(FetchRefused):
        async for _ in AddressSource(address).batches():
            pass


async def test_a_feed_that_answers_with_a_page_for_people_says_so(allow):
    with served(lambda _path, _asked: (200, b"<html>Hello</html>")) as (address, _):
        allow(address)
        run = await actions.ask_to_read(await a_feed(f"{address}/x"), look_only=True, submission=uuid4(), by=SYSTEM)
        await actions.do_run(run)
    seen = await feeds.run(run)
    assert seen.failed
    assert "web page" in seen.sentence


# ── feeds, by the clock and by hand ──


async def test_a_daily_feed_is_read_when_its_time_comes_and_once(allow):
    with served(in_pages([a_service(1)])) as (address, _):
        allow(address)
        feed = await a_feed(f"{address}/oruk/v3", daily=True)
        await actions.ask_for_what_is_due()
        assert await feeds.runs(feed) == []
        with clock.at(clock.now() + actions.A_DAY):
            await actions.ask_for_what_is_due()
            await actions.ask_for_what_is_due()
            assert len(await feeds.runs(feed)) == 1
            run = await actions._claim()
            assert await actions._claim() is None
            await actions.do_run(run)
    seen = await feeds.feed(feed)
    assert (seen.services, seen.last_read_at is not None) == (1, True)


async def test_a_reading_whose_worker_died_is_taken_up_again():
    feed = await a_file_feed()
    await actions.ask_to_read(feed, look_only=False, submission=uuid4(), file=b"[]", by=SYSTEM)
    first = await actions._claim()
    assert await actions._claim() is None
    with clock.at(clock.now() + actions.LEASE * 2):
        assert await actions._claim() == first


async def test_feeds_are_added_once_and_refused_in_words():
    submission = uuid4()
    first = await a_feed(submission=submission)
    assert await a_feed(submission=submission) == first
    with pytest.raises(RuleBroken, match="already"):
        await a_feed()
    for address in ("ftp://x.example", "directory", "javascript:alert(1)", "https://user:word@x.example"):
        with pytest.raises(RuleBroken, match="https://"):
            await a_feed(address)
    seen = await feeds.feed(first)
    await actions.switch_daily(first, daily=True, version=seen.version, by=SYSTEM)
    with pytest.raises(Stale):
        await actions.switch_daily(first, daily=False, version=seen.version, by=SYSTEM)
    with pytest.raises(NotFound):
        await actions.switch_daily(uuid4(), daily=True, version=1, by=SYSTEM)


async def test_visitors_bring_nothing_in():
    feed = await a_file_feed()
    run = await actions.ask_to_read(
        feed, look_only=False, submission=uuid4(), file=json.dumps([a_service(1)]).encode(), by=SYSTEM
    )
    await actions.do_run(run, by=PUBLIC_VISITOR)
    assert await value("SELECT count(*) FROM asset") == 0


async def test_the_command_looks_asks_and_brings_in(tmp_path):
    path = tmp_path / "feed.ndjson"
    path.write_text(json.dumps(a_service(1)) + "\n")
    said: list[str] = []
    await ask_or_go(str(path), name="", look_only=False, sure=False, say=said.append, ask=lambda _: False)
    assert said[-1] == "Nothing was written."
    await ask_or_go(str(path), name="", look_only=True, sure=False, say=said.append, ask=lambda _: True)
    assert await value("SELECT count(*) FROM asset") == 0
    await ask_or_go(str(path), name="", look_only=False, sure=True, say=said.append, ask=lambda _: False)
    assert await value("SELECT count(*) FROM asset") == 1
    assert any("1 were added" in one for one in said)
    with pytest.raises(RuleBroken, match="no file"):
        await ask_or_go(str(tmp_path / "none"), name="", look_only=True, sure=True, say=said.append, ask=lambda _: True)
    path.write_text("<html>")
    with pytest.raises(RuleBroken):
        await ask_or_go(str(path), name="", look_only=False, sure=True, say=said.append, ask=lambda _: True)


async def test_what_was_exported_comes_into_another_house_the_same(directory, visitor):
    exported = (await visitor.get("/oruk/v3/services?format=ndjson&full=true")).text
    home = await a_file_feed()
    own = await bring(home, [json.loads(line) for line in exported.splitlines()])
    assert (own.new, own.refused) == (0, 4)  # Our own listings come back, and are left as they are.
    moved = [json.loads(line.replace(line[7:43], str(uuid4()))) for line in exported.splitlines()]
    done = await bring(home, moved)
    assert (done.new, done.refused) == (4, 0)
    found = (await imported(home))["Ruddington choir"]
    assert found.listing.what == CHOIR.what
