"""Loading wards and names from pages and from the command line, and what the demo has of them."""

import json
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from livewell import demo
from livewell.demo.community import VILLAGES
from livewell.demo.ledger import Ledger
from livewell.demo.place_names import PLACE_TABLES, TERMS, make_place_names
from livewell.kit import clock, db
from livewell.kit.geo import Point
from livewell.places import queries
from livewell.places.rules import Term, wrong_with_term
from livewell.staff.rules import Role
from tests.browsing import form_to
from tests.factories.places import a_ward_feature, ward_file
from tests.live import SECRET, livewell

NAMES = "name,kind,easting,northing\nBingham,town,470400,339900\nGotham,village,453600,330100\n"
UPLOADS = {"/places/wards": "wards_file", "/places/names": "names_file"}


async def send(client, path, content, filename="file"):
    form = form_to(await client.get("/places"), path)
    return await client.post(path, data=form.data, files={UPLOADS[path]: (filename, content)})


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
async def test_whoever_manages_places_loads_wards_and_names(client_for, role):
    client = await client_for(role)
    empty = await client.get("/places")
    assert "No wards are loaded yet." in empty.text
    assert "No names are loaded yet." in empty.text
    answer = await send(client, "/places/wards", json.dumps(ward_file()), "wards.geojson")
    assert answer.status_code == 303
    page = await client.get(answer.headers["location"])
    assert "2 wards are loaded." in page.text
    assert "2 wards are loaded, the newest on" in page.text
    answer = await send(client, "/places/names", NAMES, "names.csv")
    page = await client.get(answer.headers["location"])
    assert "2 names of places are loaded." in page.text
    assert "2 names are loaded, the newest on" in page.text
    assert "Contains OS data © Crown copyright and database right" in page.text
    assert (await queries.find_place_name("Gotham")).point.northing == 330100


@pytest.mark.parametrize("path", UPLOADS)
@pytest.mark.parametrize("content", [b"", b"\x00\xff not a file of anything", b"<html><script>alert(1)</script>"])
async def test_a_file_that_cannot_be_read_is_explained(client_for, path, content):
    manager = await client_for(Role.MANAGER)
    answer = await send(manager, path, content)
    assert answer.status_code == 422
    assert f'href="#{UPLOADS[path]}"' in answer.text
    assert "alert(1)" not in answer.text
    without = form_to(await manager.get("/places"), path)
    assert (await manager.post(path, data=without.data)).status_code == 422


@pytest.mark.parametrize("path", UPLOADS)
async def test_a_file_of_twenty_megabytes_is_refused_before_it_is_read(client_for, path):
    manager = await client_for(Role.MANAGER)
    assert (await send(manager, path, b" " * 20_000_000)).status_code == 413
    assert (await send(manager, path, b" " * 8_999_000)).status_code == 422


async def test_every_line_that_is_wrong_is_said(client_for):
    manager = await client_for(Role.MANAGER)
    answer = await send(manager, "/places/names", NAMES + "Nowhere,city,1,1\n<b>Bold</b>,town,1,1\n")
    assert answer.status_code == 422
    assert "Line 4: the kind must be town, village, ward or other" in answer.text
    assert "Line 5: the name is missing" in answer.text
    assert "Bold" not in answer.text
    assert (await queries.names_loaded()).count == 0


async def test_a_name_with_marks_is_shown_as_it_is(client_for):
    manager = await client_for(Role.MANAGER)
    broken = ward_file(a_ward_feature("E05014965", "Keyworth & “Wolds”", {"type": "Point", "coordinates": [1, 1]}))
    answer = await send(manager, "/places/wards", json.dumps(broken))
    assert "Keyworth &amp; “Wolds”: it must be a Polygon" in answer.text


# ── the command line ──


@pytest.fixture
def named(committed_db, tmp_path):
    return {
        "LIVEWELL_DATABASE_URL": committed_db,
        "LIVEWELL_SECRET_KEY": SECRET,
        "LIVEWELL_DATA_DIR": str(tmp_path),
    }


async def test_an_operator_loads_wards_and_names(named, tmp_path):
    wards = Path(demo.__file__).with_name("rushcliffe_wards.geojson")
    ran = livewell("places", "load-wards", str(wards), **named)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == [f"Reading {wards} (1 of 1) …", "24 wards are loaded."]
    names = tmp_path / "names.csv"
    names.write_text(NAMES)
    ran = livewell("places", "load-names", str(names), str(names), **named)
    assert ran.returncode == 0
    assert ran.stdout.count("2 names of places are loaded.") == 2
    assert await db.value("SELECT count(*) FROM place_name") == 26
    told = await db.rows("SELECT by_kind FROM event")
    assert {row["by_kind"] for row in told} == {"system"}


async def test_an_operator_is_told_every_line_that_is_wrong(named, tmp_path):
    names = tmp_path / "names.csv"
    names.write_text(NAMES + "Nowhere,city,1,1\n,town,1,1\n")
    ran = livewell("places", "load-names", str(names), **named)
    assert ran.returncode == 1
    assert ran.stderr.splitlines() == [
        f"Error: Nothing of {names} is loaded.",
        "Line 4: the kind must be town, village, ward or other",
        "Line 5: the name is missing, too long, or has marks that cannot be kept",
    ]
    ran = livewell("places", "load-wards", str(tmp_path / "nothing.geojson"), **named)
    assert ran.returncode == 2
    assert "does not exist" in ran.stderr


# ── the demo ──


async def test_the_demo_has_wards_villages_and_terms():
    ledger = Ledger(seed=1)
    make_place_names(ledger, now=clock.now())
    await ledger.write(PLACE_TABLES)
    assert len(await queries.wards()) == len(await queries.outlines()) == 24
    # Each town or village stands in the ward that it stands in.
    expected = {
        "West Bridgford": {"Musters", "Abbey", "Trent Bridge"},
        "Lady Bay": {"Lady Bay"},
        "Edwalton": {"Edwalton"},
        "Gamston": {"Gamston"},
        "Ruddington": {"Ruddington"},
        "Keyworth": {"Keyworth & Wolds"},
        "East Leake": {"Leake"},
        "Cotgrave": {"Cotgrave"},
        "Radcliffe on Trent": {"Radcliffe on Trent"},
        "Bingham": {"Bingham North", "Bingham South"},
        "Gotham": {"Gotham"},
        "Sutton Bonington": {"Soar Valley"},
        "Tollerton": {"Tollerton"},
        "Cropwell Bishop": {"Cropwell", "Nevile & Langar"},
        "Aslockton": {"Cranmer"},
    }
    assert set(expected) == {name for name, _ in VILLAGES}
    found = {}
    for name in expected:
        place = await queries.find_place_name(name)
        assert place.name == name
        ward = await queries.ward_of(place.point)
        found[name] = ward.name if ward else None
    assert {name: ward for name, ward in found.items() if ward not in expected[name]} == {}
    for seen in await queries.wards():
        assert (await queries.ward_of(Point.on_grid(seen.easting, seen.northing))).code == seen.code


async def test_the_terms_of_the_demo_are_terms():
    ledger = Ledger(seed=1)
    make_place_names(ledger, now=clock.now())
    await ledger.write(PLACE_TABLES)
    assert await queries.terms() == tuple((first, last) for _, first, last in TERMS)
    terms = [Term(*term) for term in TERMS]
    for number, term in enumerate(terms):
        assert wrong_with_term(term, terms[:number]) == {}
        assert term.first_on.weekday() < 5
        assert term.last_on.weekday() < 5
    gaps = [after.first_on - before.last_on for before, after in pairwise(terms)]
    assert all(timedelta(days=9) <= gap <= timedelta(days=50) for gap in gaps)


def test_the_wards_of_the_demo_are_small_and_say_whose_they_are():
    file = Path(demo.__file__).with_name("rushcliffe_wards.geojson")
    assert file.stat().st_size <= 80_000
    source = Path(demo.__file__).with_name("place_names.py").read_text()
    assert "Contains OS data © Crown copyright and database right 2025." in source
