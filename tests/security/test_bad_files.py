"""Hostile photographs, spreadsheets, addresses and cookies: refused in a sentence or left out, and nothing is changed."""

import html
import io
import re
import struct
import zipfile
import zlib
from typing import Any

import pytest
from itsdangerous import Signer
from PIL import Image

from livewell.assets import queries as listings
from livewell.kit import cookies
from livewell.kit.door import PUBLIC
from livewell.kit.edge import handlers_of
from tests.browsing import form_to
from tests.security.a_town import OURS, SCRIPT, Town, every_table, fingerprint, holds, said_wrong, town
from tests.security.test_fuzz import undone_again
from tests.signed_in import SETTINGS, a_client

__all__ = ["every_table", "town"]

# ── photographs ──


def a_png(width: int, height: int) -> bytes:
    """A picture that says it is this large, and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rest = chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rest


def a_jpeg() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(made, "JPEG")
    return made.getvalue()


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
PHOTOS = {
    "drawing.svg": SVG,
    "drawing.jpg": SVG,
    "page.png": b"<!doctype html><script>alert(1)</script>",
    "bomb.png": a_png(60_000, 60_000),
    "wide.png": a_png(2**31 - 1, 2**31 - 1),
    "half.jpg": a_jpeg()[:120],
    "moving.gif": b"GIF89a" + b"\xff" * 200,
    "zip.jpg": b"PK\x03\x04" + b"\0" * 100,
    "nothing.jpg": b"",
    "noise.webp": b"RIFF\xff\xff\xff\xffWEBPVP8 " + b"\xff" * 100,
}


@pytest.mark.parametrize("who", ["worker", "keeper", "editor"])
async def test_a_hostile_photo_is_refused_with_a_sentence(town: Town, who: str) -> None:
    home = {"worker": "/directory", "keeper": "/own/listings", "editor": "/my-listings"}[who]
    path, browser = f"{home}/{town.ids['asset']}/photos", town.browsers[who]
    form, before = form_to(await browser.get(path), path), await fingerprint()
    for name, data in PHOTOS.items():
        async with undone_again():
            answer = await browser.post(
                path, data={**form.data, "alt": "Walkers & <tea> 🙂"}, files={"photo": (name, data, "image/jpeg")}
            )
            assert answer.status_code == 422, (name, answer.status_code)
            assert said_wrong(answer), name
            assert holds(answer, "Walkers & <tea> 🙂"), name
            assert await fingerprint() == before, name
    whole = {**form.data, "alt": "Walkers"}
    for _ in range(2):
        answer = await browser.post(path, data=whole, files={"photo": ("walk.jpg", a_jpeg(), "image/jpeg")})
        assert answer.status_code == 303
    assert len((await listings.asset(town.ids["asset"])).photos) == 1


# ── spreadsheets ──


def a_workbook(sheet: bytes, parts: int = 0) -> bytes:
    """A workbook whose first sheet is this, with so many more parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for number in range(parts):
            archive.writestr(f"xl/more/{number}.xml", "x")
    return made.getvalue()


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
FILES = {
    "bomb.xlsx": a_workbook(b"0" * 60_000_000),
    "laughs.xlsx": a_workbook(LAUGHS),
    "many.xlsx": a_workbook(b"<worksheet/>", 5_000),
    "half.xlsx": a_workbook(b"<worksheet/>")[:60],
    "picture.csv": a_jpeg(),
    "nothing.csv": b"",
    "columns.csv": ("," * 5000).encode(),
    "names.csv": b"colour,shape\nred,round\n",
    "nul.csv": b"name,description\n\x00,x\n\x00" * 10,
}


async def test_a_hostile_sheet_is_refused_with_a_sentence(town: Town) -> None:
    path, browser = "/directory/import", town.browsers["worker"]
    form, before = form_to(await browser.get(path), path), await fingerprint()
    for name, data in FILES.items():
        async with undone_again():
            answer = await browser.post(
                path, data={**form.data, "name": "Parish <list>"}, files={"file": (name, data, "text/csv")}
            )
            assert answer.status_code == 422, (name, answer.status_code)
            assert said_wrong(answer), name
            assert holds(answer, "Parish <list>"), name
            assert await fingerprint() == before, name


# ── addresses with anything after the question mark ──

QUERIES: list[dict[str, str]] = [
    {"q": "walk " * 1000, "place": "x" * 5000, "page": "-1", "within": "nan", "from": "31/02/2027", "sort": "worst"},
    {"q": "!!!((&|", "place": "91.5,400.2", "within": "1e400", "age": "-1", "page": "1000000000", "to": "2026-02-31"},
    {"q": "<script>alert(1)</script>", "place": "NG2 6ABC!", "age": "9" * 300, "miles": "inf", "show": "decided'"},
    {"q": "\u202e🙂' OR 1=1 --", "from": "2027-06-30", "to": "2027-06-01", "feature": "moat", "way": "sideways"},
    {"page": "٣", "from": "9999-12-31", "part": "\x07", "need": "'; --", "since": "ever", "ward": "🙂", "fresh": "x"},
]


async def test_no_query_makes_a_page_fall_over(town: Town, app: Any) -> None:
    ids = {"asset_id": "asset", "collection_id": "collection", "change_id": "change", "pair_id": "pair"}
    wrong, before = [], await fingerprint()
    for path, who in sorted(_pages_of_ours(app)):
        named_ids = re.findall(r"{(\w+):uuid}", path)
        if "{" in re.sub(r"{\w+:uuid}", "", path) or not set(named_ids) <= set(ids) or path.endswith(("pdf", "zip")):
            continue
        address = re.sub(r"{(\w+):uuid}", lambda found: str(town.ids[ids[found[1]]]), path)
        for query in QUERIES:
            answer = await town.browsers[who].get(address, params=query)
            if answer.status_code >= 500 or SCRIPT in answer.text or "<script>alert(1)" in answer.text:
                wrong.append(f"{path} {query}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert await fingerprint() == before


def _pages_of_ours(app: Any) -> set[tuple[str, str]]:
    return {
        (route.path, "visitor" if handler.opt["permission"] == PUBLIC else "worker")
        for route in app.routes
        for handler in handlers_of(route)
        if "GET" in handler.http_methods and route.path.startswith(OURS)
    }


@pytest.mark.parametrize("path", ["/community", "/community/words", "/directory", "/oruk/v3/services"])
async def test_a_question_of_100_kilobytes_is_answered_shortly_or_refused(app: Any, path: str) -> None:
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"q=" + b"x" * 100_000,
        "root_path": "",
        "headers": [(b"host", b"livewell.example")],
        "client": ("192.0.2.1", 50_000),
        "server": ("livewell.example", 80),
    }
    told: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        told.append(message)

    await app(scope, receive, send)
    assert told[0]["status"] in {200, 303, 400, 414}
    assert sum(len(one.get("body", b"")) for one in told[1:]) < 200_000


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("NG2 6ABC!", "We could not find NG2 6ABC!"),
        ("99.9,400.0", "We could not find"),
        ("0.0,0.0", "not in England"),
        ("48.85,2.35", "not in England"),
        ("🙂", "We could not find"),
    ],
)
async def test_a_place_that_is_none_is_said_and_the_search_goes_on(town: Town, place: str, sentence: str) -> None:
    answer = await town.browsers["visitor"].get("/community", params={"place": place, "q": "strollers"})
    assert answer.status_code == 200
    assert sentence in html.unescape(answer.text)
    assert "Fictional Strollers of the Hall" in answer.text
    assert holds(answer, f'value="{place}"')


@pytest.mark.parametrize(
    "asked",
    [
        {"page": "-1"},
        {"page": "0"},
        {"page": "nan"},
        {"page": "1" * 400},
        {"per_page": "1e9"},
        {"per_page": "-5"},
        {"proximity": "inf", "postcode": "NG2 6AB"},
        {"proximity": "nan", "postcode": "NG2 6AB"},
        {"postcode": "Bingham"},
        {"modified_after": "31 February"},
        {"modified_after": "2026-02-31T00:00:00"},
        {"taxonomy_term_id": "' OR 1=1 --"},
        {"format": "xml"},
        {"no_such": "parameter"},
        {"minimal": "perhaps"},
    ],
)
async def test_a_wrong_parameter_of_the_standard_is_named(town: Town, asked: dict[str, str]) -> None:
    answer = await town.browsers["visitor"].get("/oruk/v3/services", params=asked)
    assert answer.status_code == 400
    said_so = answer.json()
    assert said_so["parameter"] in asked
    assert said_so["reason"].endswith(".")


# ── a shortlist that somebody made up ──

COOKIES = [
    "",
    "nonsense",
    "a.b",
    "." * 4000,
    "x" * 3900,
    "é🙂",
    Signer("another secret", salt="livewell.shortlist").sign(b"AAAA").decode(),
    Signer(SETTINGS.secret_key or "", salt="livewell.another").sign(b"A" * 22).decode(),
    Signer(SETTINGS.secret_key or "", salt="livewell.shortlist").sign(b"!!!!").decode(),
    Signer(SETTINGS.secret_key or "", salt="livewell.shortlist").sign(b"QUJD").decode(),
]


@pytest.mark.parametrize("number", range(len(COOKIES)))
async def test_a_forged_shortlist_is_an_empty_one(town: Town, app: Any, number: int) -> None:
    name = cookies.cookie_name(cookies.SHORTLIST, secure=False)
    async with a_client(app) as visitor:
        for path in ("/community/shortlist", "/community", town.path("/community/{asset}")):
            answer = await visitor.get(path, headers={"cookie": f"{name}={COOKIES[number]}".encode()})
            assert answer.status_code == 200
            assert "My list (" not in answer.text
