"""Feeds as nobody should write them and somebody does: each comes in, or is refused in a sentence, and twice is once."""

import gzip
import json
from uuid import uuid4

import pytest

from livewell.assets.rules import times
from livewell.kit.actor import SYSTEM
from livewell.kit.db import value
from livewell.openreferral.actions import feeds as actions
from livewell.openreferral.reading.splitting import NotServices
from tests.openreferral.feeds import a_service, page_of, served
from tests.openreferral.test_out_of_order import bring, read
from tests.openreferral.test_round_trip import back, out

FIVE = [a_service(n) for n in range(5)]
TEXT = json.dumps(FIVE)
LINES = "\n".join(map(json.dumps, FIVE))

WHOLE = {
    "UTF-8 with its mark": b"\xef\xbb\xbf" + TEXT.encode(),
    "UTF-16": TEXT.encode("utf-16"),
    "UTF-16 without its mark": TEXT.encode("utf-16-le"),
    "UTF-16 the other way round": TEXT.encode("utf-16-be"),
    "UTF-32": TEXT.encode("utf-32"),
    "lines in UTF-16": LINES.encode("utf-16"),
    "packed UTF-16": gzip.compress(TEXT.encode("utf-16")),
    "NaN": TEXT.replace("52.95", "NaN").encode(),
    "infinity": LINES.replace("52.95", "-Infinity").encode(),
    "a name said twice": TEXT.replace('"name": "Fictional', '"name": "First", "name": "Fictional').encode(),
    "lines as Windows ends them": LINES.replace("\n", "\r\n").encode(),
    "lines with a mark before each": ("\x1e" + LINES.replace("\n", "\n\x1e")).encode(),
    "lines that are not one line": "\n".join(json.dumps(one, indent=1) for one in FIVE).encode(),
    "a list in something": json.dumps({"data": {"services": FIVE}, "total_items": 5}).encode(),
    "a list far behind": json.dumps({"notes": "x" * 300_000, "contents": FIVE}).encode(),
    "another list before": json.dumps({"links": [{"items": [1, 2]}], "contents": FIVE}).encode(),
    "a page with more behind its list": json.dumps({"contents": FIVE, "total_items": 5, "links": {"x": [{}]}}).encode(),
    "half a letter": TEXT.replace("Digging", "\\ud800 Digging").encode(),
}


@pytest.mark.parametrize("file", WHOLE.values(), ids=WHOLE)
async def test_it_comes_in_and_the_same_again_changes_nothing(file):
    first, again = await bring(file), await bring(file)
    assert (first.new, first.refused, first.failed, first.complete) == (5, 0, False, True), first
    assert (again.unchanged, again.new, again.changed, again.gone) == (5, 0, 0, 0)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-16"])
async def test_letters_are_what_they_were(encoding):
    await bring(json.dumps([a_service(1, name="Café “talk”")], ensure_ascii=False).encode(encoding))
    assert await value("SELECT name FROM asset") == "Café “talk”"


BEHIND = {
    "words": (TEXT + " and so on").encode(),
    "another list": (TEXT + TEXT).encode(),
    "another page": json.dumps({"contents": FIVE}).encode() * 2,
    "lines of pages": b"\n".join(json.dumps({"contents": [one]}).encode() for one in FIVE),
    "a page of several": json.dumps({"total_items": 50, "contents": FIVE}).encode(),
    "its number behind it": json.dumps({"contents": FIVE, "total_items": 50}).encode(),
}


@pytest.mark.parametrize("file", BEHIND.values(), ids=BEHIND)
async def test_what_may_not_be_all_takes_nothing_away_and_says_so(file):
    feed = await actions.feed_of_file("A file", "file", SYSTEM)
    await bring([a_service(99)], feed=feed)
    seen = await bring(file, feed=feed)
    assert seen.new >= 1
    assert (seen.complete, seen.gone, seen.failed) == (False, 0, False)
    assert seen.finding("notes")[-1]["name"] == "The file"


async def test_where_a_file_is_broken_is_said():
    seen = await bring((LINES + "\n{broken").encode())
    assert (seen.failed, seen.sentence) == (
        True,
        "Behind service 5 it breaks off, or holds something that is not JSON.",
    )


@pytest.mark.parametrize("file", [b"id,name\n1,A", b"%PDF-1.7", b"<?xml version='1.0'?><a/>", b"call([])", b"/* */ []"])
async def test_what_is_something_else_is_not_taken_for_a_web_page_alone(file):
    seen = await bring(file)
    assert (seen.failed, seen.sentence) == (True, "It is not JSON. Is it a web page, or a file of another kind?")


ORGANISATION = {"id": str(uuid4()), "name": "A society", "organization_identifiers": []}
OTHERS = [
    (ORGANISATION, "an organisation"),
    ({"id": "1", "name": "A society", "services": []}, "an organisation"),
    ({"id": "1", "name": "Sport", "taxonomy": "ours"}, "a word of a vocabulary"),
    ({"id": "1", "name": "Sports", "taxonomy_terms": []}, "a word of a vocabulary"),
]


@pytest.mark.parametrize(("document", "what"), OTHERS)
async def test_organisations_and_words_do_not_become_listings(document, what):
    seen = await bring([document])
    assert (seen.new, seen.refused) == (0, 1)
    assert f"It is {what}, not a service" in seen.refusals[0][1]


async def test_things_of_the_wrong_shape_are_left_out_and_the_rest_comes_in():
    odd = [
        [a_service(1)],
        5,
        None,
        a_service(2, organization=[{"id": "1", "name": "Org"}]),
        a_service(3, service_at_locations={"a": 1}),
        a_service(4, contacts="none", id=7),
        a_service(5, id={"a": 1}),
        a_service(6, id=None),
        a_service(7, id="x" * 500),
    ]
    first, again = await bring(odd), await bring(odd)
    assert (first.new, first.refused) == (4, 5)
    assert (again.unchanged, again.new) == (4, 0)


# ── pages ──

TEN = [a_service(n) for n in range(10)]


def paged(change=lambda page, number: page, *, first=1, per_page=3):
    def answer(_path, asked):
        number = int(asked.get("page", "1"))
        return 200, change(page_of(TEN, number - first + 1, per_page), number)

    return answer


def _without(*names):
    return lambda page, _: {name: said for name, said in page.items() if name not in names}


def _as(**changes):
    return lambda page, _: page | changes


def _version_1(page, number):
    return {
        "totalElements": 10, "totalPages": 4, "number": number, "size": 3, "first": number == 0, "last": number == 3,
        "content": page["contents"],
    }  # fmt: skip


def _strict(refused):
    def answer(path, asked):
        return (400, {"error": "unknown parameter"}) if refused & asked.keys() else paged()(path, asked)

    return answer


def _last_for_ever(_path, asked):
    page = page_of(TEN, min(int(asked["page"]), 4), 3)
    return 200, {name: page[name] for name in ("total_items", "contents")}


def _moving(_path, asked):
    """What was on page 1 comes again on page 2, because something was put before it."""
    number = int(asked["page"])
    some = TEN[max(0, (number - 1) * 3 - 1) : number * 3 - (number > 1)]
    return 200, {"total_items": 10, "total_pages": 5, "contents": some}


def _shuffled(_path, asked):
    number = int(asked["page"])
    return 200, page_of([TEN[(one * 3 + number) % 10] for one in range(10)], number, 3)


GOOD = {
    "more pages than there are": paged(_as(total_pages=99, last_page=False)),
    "numbers as text": paged(lambda page, _: {name: said if isinstance(said, list) else str(said) for name, said in page.items()}),
    "no numbers": paged(_without("total_items", "total_pages", "last_page", "first_page", "page_number", "empty")),
    "fewer than none": paged(_as(total_items=-1)),
    "counted from nought": paged(_version_1, first=0),
    "nothing but the page may be asked": _strict({"full", "per_page"}),
    "full is not known": _strict({"full"}),
    "its last page for ever": _last_for_ever,
    "a page that moved on": _moving,
    "in UTF-16": paged(lambda page, _: json.dumps(page).encode("utf-16")),
    "with a mark": paged(lambda page, _: b"\xef\xbb\xbf" + json.dumps(page).encode()),
}  # fmt: skip


@pytest.mark.parametrize("answer", GOOD.values(), ids=GOOD)
async def test_every_page_is_read(answer):
    with served(answer) as (address, _):
        source, found = await read(address)
    assert {one["id"] for one in found} == {one["id"] for one in TEN}
    assert (source.reading.complete, source.reading.sentence) == (True, "")


DOUBTFUL = {
    "fewer pages than there are": paged(_as(total_pages=2, last_page=False)),
    "the first is said to be the last": paged(_as(last_page=True)),
    "an empty one in the middle": paged(lambda page, number: page | ({"contents": []} if number == 2 else {})),
    "another order on each page": _shuffled,
    "many more than any feed has": paged(_as(total_items=10**25)),
    "pages in a circle": paged(lambda _, number: page_of(TEN, (number - 1) % 3 + 1, 3) | {"last_page": False, "total_pages": 99}),
}  # fmt: skip


@pytest.mark.parametrize("answer", DOUBTFUL.values(), ids=DOUBTFUL)
async def test_what_may_be_missing_is_not_taken_as_gone(answer):
    with served(answer) as (address, _):
        source, found = await read(address)
    assert found
    assert not source.reading.complete
    assert source.reading.sentence.endswith(".")


async def test_a_page_that_says_null_has_nothing_and_one_that_says_nothing_is_none():
    with served(lambda *_: (200, {"total_items": 0, "contents": None})) as (address, _):
        assert (await read(address))[1] == []
    with served(lambda *_: (200, {"total_items": 0})) as (address, _), pytest.raises(NotServices):
        await read(address)


async def test_a_page_as_older_windows_writes_it_is_read():
    page = json.dumps(page_of([a_service(1, name="Café")], 1, 3), ensure_ascii=False).encode("cp1252")
    with served(lambda *_: (200, page)) as (address, _):
        assert (await read(address))[1][0]["name"] == "Café"


# ── times ──

HOURS = {"opens_at": "10:00", "closes_at": "12:00"}
RULES = [
    ({"freq": "MONTHLY", "byday": "-1FR"}, "Last Friday of the month, 10am to midday"),
    ({"freq": "MONTHLY", "byday": "FR", "bysetpos": -1}, "Last Friday of the month, 10am to midday"),
    ({"dtstart": "2026-12-05"}, "5 December 2026, 10am to midday"),
    ({"freq": "WEEKLY", "dtstart": "2026-12-05"}, "Saturdays from 5 December 2026, 10am to midday"),
    ({"freq": "WEEKLY", "byday": "MO", "until": "20261231T235959Z"}, "Mondays until 31 December 2026, 10am to midday"),
    ({"freq": "WEEKLY", "byday": "MO", "until": "31/12/2026"}, "Mondays until 31 December 2026, 10am to midday"),
    ({"freq": "WEEKLY", "byday": "MO", "until": "2026-12-31T00:00:00+01:00"}, "Mondays until 31 December 2026, 10am to midday"),
    ({"freq": "WEEKLY", "byday": "MO", "count": 2, "dtstart": "2026-11-02"},
     "Mondays from 2 November 2026 until 9 November 2026, 10am to midday"),
    ({"freq": "WEEKLY", "byday": "WE", "interval": 2, "dtstart": "2026-11-04"},
     "Every other Wednesday from 4 November 2026, 10am to midday"),
    ({"rrule": "RRULE:FREQ=MONTHLY;BYDAY=2TU"}, "Second Tuesday of the month, 10am to midday"),
    ({"weekday": "Monday"}, "Mondays 10am to midday"),
    ({"byday": "TU", "opens_at": "9am", "closes_at": "5.30 PM"}, "Tuesdays 9am to 5:30pm"),
    ({"byday": "TU", "opens_at": "0900", "closes_at": "noon"}, "Tuesdays 9am to midday"),
    ({"byday": "TU", "opens_at": "09:00:00+01:00", "closes_at": "2026-11-02T10:00:00Z"}, "Tuesdays 9am to 10am"),
    ({"byday": "TU", "opens_at": "12 noon", "closes_at": "12am"}, "Tuesdays midday to midnight"),
]  # fmt: skip


@pytest.mark.parametrize(("schedule", "said"), RULES)
def test_a_rule_is_read_as_it_is_meant(schedule, said):
    assert times.all_in_words(back({"id": "x", "name": "A", "schedules": [HOURS | schedule]}).listing.patterns) == said


KEPT_IN_WORDS = [
    ({"freq": "WEEKLY", "byday": "WE", "interval": 2}, "Wednesday. weekly, every 2. 10:00 to 12:00"),
    ({"freq": "DAILY", "interval": 2}, "daily, every 2. 10:00 to 12:00"),
    ({"freq": "WEEKLY", "byday": "MO", "count": 5}, "Monday. weekly. times: 5. 10:00 to 12:00"),
    ({"freq": "YEARLY", "bymonth": 12, "bymonthday": 25}, "yearly. day of the month 25, month 12. 10:00 to 12:00"),
    ({"valid_from": "2026-12-01", "valid_to": "2026-12-05"}, "from 2026-12-01, to 2026-12-05. 10:00 to 12:00"),
    (
        {"freq": "WEEKLY", "byday": "MO", "dtstart": "2026-02-31"},
        "Monday. weekly. beginning 2026-02-31. 10:00 to 12:00",
    ),
    ({"byday": "TU", "opens_at": "25:00", "closes_at": "26:00"}, "Tuesday. 25:00 to 26:00"),
]


@pytest.mark.parametrize(("schedule", "said"), KEPT_IN_WORDS)
def test_a_rule_that_no_pattern_holds_is_kept_whole_in_words(schedule, said):
    listing = back({"id": "x", "name": "A", "schedules": [HOURS | schedule]}).listing
    assert (listing.patterns, listing.when_note) == ((), said)


# ── areas and days ──

SQUARE = [[-1, 52], [0, 52], [0, 53], [-1, 53], [-1, 52]]
POLYGON = {"type": "Polygon", "coordinates": [SQUARE]}
DRAWN = [
    POLYGON,
    json.dumps(POLYGON),
    {"type": "Polygon", "coordinates": [SQUARE[:-1]]},
    {"type": "Polygon", "coordinates": [[[north, east] for east, north in SQUARE]]},
    {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POLYGON}]},
    json.dumps({"type": "GeometryCollection", "geometries": [POLYGON]}),
]


@pytest.mark.parametrize("extent", DRAWN)
@pytest.mark.parametrize("kind", ["geojson", "GeoJSON", None, ""])
def test_a_drawn_area_is_what_it_means(extent, kind):
    heard = back({"id": "x", "name": "A", "service_areas": [{"name": "N", "extent": extent, "extent_type": kind}]})
    assert heard.listing.covers[0].polygon == POLYGON


def test_a_border_that_crosses_itself_is_made_an_area(judge):
    crossed = {"type": "Polygon", "coordinates": [[[0, 52], [1, 53], [1, 52], [0, 53], [0, 52]]]}
    heard = back({"id": "x", "name": "A", "service_areas": [{"name": "N", "extent": crossed}]})
    polygon = heard.listing.covers[0].polygon
    assert (polygon["type"], len(polygon["coordinates"])) == ("MultiPolygon", 2)
    assert not judge.faults("service", out(heard.listing))


NOT_DRAWN = [
    "POLYGON((0 0,1 1,2 2,0 0))",
    "not json",
    {"type": "Point", "coordinates": [0, 52]},
    {"type": "Polygon", "coordinates": []},
    {"type": "Polygon", "coordinates": [[[-1, 52]] * 4]},
    {"type": "Polygon", "coordinates": [[[-1, 52], [500, 52], [0, 53], [-1, 52]]]},
    {"type": "Polygon", "coordinates": [[["-1", 52], [0, 52], [0, 53], [-1, 52]]]},
    '{"type":"Polygon","coordinates":[[[NaN,1],[2,2],[3,3],[NaN,1]]]}',
    {"type": "Feature", "geometry": {"type": "Feature", "geometry": {"type": "Feature"}}},
]


@pytest.mark.parametrize("extent", NOT_DRAWN)
def test_what_is_no_area_is_left_out_with_a_word(extent):
    heard = back({"id": "x", "name": "A", "service_areas": [{"name": "N", "extent": extent}]})
    assert [(one.name, one.polygon) for one in heard.listing.covers] == [("N", None)]
    assert "A drawn area could not be read; its name is kept." in heard.notes


DAYS = [
    ("2026-11-22", "2026-11-22"),
    ("2026-11-22T10:00:00", "2026-11-22"),
    ("2026-11-22 10:00", "2026-11-22"),
    ("2026-11-22T10:00:00.123456789Z", "2026-11-22"),
    ("2026-11-22T23:30:00-05:00", "2026-11-23"),
    ("2026-06-22T23:30:00Z", "2026-06-23"),
    ("2026-11-22T10:00:00+0100", "2026-11-22"),
    ("22/11/2026", "2026-11-22"),
    ("2026-02-31", None),
    ("yesterday", None),
    (1_700_000_000, None),
    ("0000-00-00", None),
    ("2026-11", None),
]


@pytest.mark.parametrize(("said", "day"), DAYS)
def test_the_day_it_was_assured_is_a_day_or_is_not_said(said, day):
    assert back({"id": "x", "name": "A", "assured_date": said}).beside.get("assured_date") == day
