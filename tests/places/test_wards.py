"""Wards: what a file of them may be, what becomes of it, and which ward a point is in."""

import asyncio
import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point as MapPoint
from shapely.geometry import mapping, shape

from livewell import demo
from livewell.kit import clock, db, news
from livewell.kit.actor import SYSTEM
from livewell.kit.geo import Point
from livewell.kit.geo_forward import to_easting_and_northing
from livewell.places import actions, queries
from livewell.places.forms import FileUnreadable, WardDrawn, read_wards
from livewell.places.forms.wards import MOST_WARD_POINTS
from tests.factories.places import ABBEY, LUTTERELL, a_place_name, a_ward_feature, ward_file

RUSHCLIFFE = Path(demo.__file__).with_name("rushcliffe_wards.geojson").read_bytes()
BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[-1.14, 52.92], [-1.1, 52.94], [-1.1, 52.92], [-1.14, 52.94], [-1.14, 52.92]]],
}


def at(longitude, latitude):
    easting, northing = to_easting_and_northing(latitude, longitude)
    return Point(round(easting), round(northing), latitude, longitude)


def ring(*points):
    return {"type": "Polygon", "coordinates": [[*points]]}


async def told():
    found = await db.rows("SELECT what, details FROM event ORDER BY told_in")
    return [(row["what"], json.loads(row["details"])) for row in found]


# ── reading ──


@pytest.mark.parametrize(
    "properties",
    [
        {"WD25CD": "E05014965", "WD25NM": "Abbey"},
        {"WD24CD": "E05014965", "WD24NM": "Abbey"},
        {"wd99cd": " E05014965 ", "wd99nm": " Abbey ", "WD99NMW": " "},
        {"code": "E05014965", "name": "Abbey"},
    ],
)
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_every_year_of_the_office_for_national_statistics_is_read(properties, bom):
    feature = {"type": "Feature", "properties": properties, "geometry": ABBEY}
    (ward,) = read_wards(bom + json.dumps(ward_file(feature)).encode())
    assert (ward.code, ward.name, ward.district) == ("E05014965", "Abbey", "")
    assert (ward.west, ward.south, ward.east, ward.north) == (-1.14, 52.92, -1.1, 52.94)
    assert shape(ABBEY).covers(MapPoint(ward.longitude, ward.latitude))
    back = Point.on_grid(ward.easting, ward.northing)
    assert abs(back.latitude - ward.latitude) < 1e-4
    assert abs(back.longitude - ward.longitude) < 1e-4


def test_a_boundary_that_crosses_itself_is_put_right():
    (ward,) = read_wards(ward_file(a_ward_feature("E05014965", "Abbey", BOW_TIE)))
    polygon = shape(json.loads(ward.geojson))
    assert polygon.is_valid
    assert polygon.geom_type == "MultiPolygon"
    assert polygon.area == pytest.approx(0.04 * 0.02 / 2)
    assert polygon.covers(MapPoint(ward.longitude, ward.latitude))


def test_lines_that_fall_out_of_what_is_put_right_are_left():
    spike = ring(
        [-1.14, 52.92], [-1.1, 52.92], [-1.1, 52.94], [-1.1, 52.96], [-1.1, 52.94], [-1.14, 52.94], [-1.14, 52.92]
    )
    (ward,) = read_wards(ward_file(a_ward_feature("E05014965", "Abbey", spike)))
    assert json.loads(ward.geojson)["type"] == "Polygon"
    assert ward.north == 52.94


def test_heights_are_left():
    high = ring(*([*point, 27.5] for point in ABBEY["coordinates"][0]))
    (ward,) = read_wards(ward_file(a_ward_feature("E05014965", "Abbey", high)))
    assert json.loads(ward.geojson)["coordinates"] == ABBEY["coordinates"]


def feature(**changes):
    return a_ward_feature("E05014965", "Abbey", ABBEY) | changes


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not empty"),
        (b"not json", "cannot be read as JSON"),
        (b"\x00\xff\xfe", "cannot be read as JSON"),
        (b"[" * 100_000, "cannot be read as JSON"),
        (b'{"a":' * 100_000, "cannot be read as JSON"),
        (b" " * 20_000_000, "too big"),
        (b"[" * 700_000, "more than 300,000 points"),
        (b"1" * 10_000, "cannot be read as JSON"),
        ([1], "must be a GeoJSON FeatureCollection"),
        (feature(), "must be a GeoJSON FeatureCollection"),
        ({"type": "FeatureCollection"}, "must be a GeoJSON FeatureCollection"),
        ({"type": "FeatureCollection", "features": []}, "no wards"),
        ({"type": "FeatureCollection", "features": [feature()] * 1_001}, "has 1,001 wards"),
        (ward_file("Abbey"), "Ward 1: it has no properties"),
        (ward_file(feature(properties=None)), "Ward 1: it has no properties"),
        (ward_file(feature(properties={"WD25NM": "Abbey"})), "no code like E05014965"),
        (ward_file(feature(properties={"WD25CD": 7, "WD25NM": "Abbey"})), "no code like E05014965"),
        (ward_file(feature(properties={"WD25CD": "E05014965"})), "no name that can be kept"),
        (ward_file(feature(), feature()), "Ward 2: E05014965 is there already"),
        (ward_file(a_ward_feature("E05014965", "<script>alert(1)</script>", ABBEY)), "no name that can be kept"),
        (ward_file(a_ward_feature("E05014965", "A" * 81, ABBEY)), "no name that can be kept"),
        (ward_file(a_ward_feature("E05014965", "Ab\u202ebey", ABBEY)), "no name that can be kept"),
        (ward_file(a_ward_feature("E05014965", "12", ABBEY)), "no name that can be kept"),
        (ward_file(a_ward_feature("E0501496<", "Abbey", ABBEY)), "no code like"),
        (ward_file(feature(geometry=None)), "Abbey: it must be a Polygon or a MultiPolygon"),
        (ward_file(feature(geometry={"type": []})), "it must be a Polygon or a MultiPolygon"),
        (ward_file(feature(geometry={"type": "Point", "coordinates": [-1, 52]})), "must be a Polygon"),
        (ward_file(feature(geometry={"type": "Polygon"})), "do not make a polygon"),
        (ward_file(feature(geometry={"type": "Polygon", "coordinates": []})), "no area"),
        (ward_file(feature(geometry=ring([-1, 52], [-1.1, 52.1], [-1, 52]))), "no area|do not make a polygon"),
        (ward_file(feature(geometry=ring([52, -1], [52.1, -1], [52.1, -1.1], [52, -1]))), "longitude first"),
        (
            ward_file(feature(geometry=ring([458e3, 33e4], [46e4, 33e4], [46e4, 34e4], [458e3, 33e4]))),
            "longitude first",
        ),
        (json.dumps(ward_file()).replace("-1.14", "NaN").encode(), "cannot be read as JSON"),
        (json.dumps(ward_file()).replace("-1.14", "-Infinity").encode(), "cannot be read as JSON"),
        (json.dumps(ward_file()).replace("-1.14", "1e999").encode(), "do not make a polygon"),
        (ward_file(feature(geometry=ring([float("nan"), 52], [-1, 52], [-1, 53]))), "do not make a polygon"),
    ],
)
def test_what_is_no_file_of_wards_is_refused_in_words(data, sentence):
    if not isinstance(data, bytes | dict):
        data = json.dumps(data).encode()
    with pytest.raises(FileUnreadable, match=sentence):
        read_wards(data)


def test_a_million_points_are_too_many_however_they_come():
    half = MOST_WARD_POINTS // 2
    many = ring(*([-1.14 + 0.04 * number / half, 52.92] for number in range(half)), [-1.12, 52.94], [-1.14, 52.92])
    whole = ward_file(*(a_ward_feature(f"E0501496{number}", "Abbey", many) for number in range(3)))
    with pytest.raises(FileUnreadable, match="more than 300,000 points"):
        read_wards(whole)
    with pytest.raises(FileUnreadable, match=r"more than 300,000 points|too big"):
        read_wards(json.dumps(whole).encode())


def test_every_fault_is_said_and_no_more_than_anybody_reads():
    with pytest.raises(FileUnreadable) as refused:
        read_wards(ward_file(*[feature(properties={})] * 30))
    assert len(refused.value.sentences) == 21
    assert refused.value.sentences[-1] == "And 10 more like these"


json_like = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(json_like, json_like)
def test_no_file_breaks_the_reader(first, second):
    properties = {"WD25CD": "E05014965", "WD25NM": "Abbey"}
    for features in (
        first,
        [first, second],
        [{"properties": first, "geometry": second}],
        [{"properties": properties, "geometry": first}],
        [{"properties": properties, "geometry": {"type": "MultiPolygon", "coordinates": second}}],
        [{"properties": {"WD25CD": first, "WD25NM": second}, "geometry": ABBEY}],
    ):
        try:
            found = read_wards(json.dumps({"type": "FeatureCollection", "features": features}).encode())
        except FileUnreadable:
            continue
        assert all(isinstance(ward, WardDrawn) for ward in found)


# ── keeping ──

ROWS = (
    "SELECT id, code, name, district, boundary, fingerprint, easting, northing, latitude, longitude, west, south, east,"
    " north, position FROM ward ORDER BY code"
)
NAMES = "SELECT id, name, plain_name, kind, easting, northing FROM place_name ORDER BY plain_name, kind"


async def test_loading_the_same_wards_twice_leaves_the_same_rows():
    assert await actions.load_wards(RUSHCLIFFE, by=SYSTEM) == 24
    before = await db.rows(ROWS), await db.rows(NAMES)
    assert await actions.load_wards(RUSHCLIFFE, by=SYSTEM) == 24
    assert (await db.rows(ROWS), await db.rows(NAMES)) == before
    seen = await queries.wards()
    assert len(seen) == 24
    assert (seen[0].code, seen[0].name, seen[0].district) == ("E05014965", "Abbey", "E07000176")
    assert (await queries.wards_loaded()).count == 24
    assert (await queries.wards_loaded()).loaded_at <= clock.now()
    assert await told() == [("wards.loaded", {"wards": 24, "names": 24})] * 2


async def test_the_outlines_are_what_was_drawn():
    await actions.load_wards(ward_file(), by=SYSTEM)
    found = await queries.outlines()
    assert [(one.name, one.code) for one in found] == [("Abbey", "E05014965"), ("Lutterell", "E05014980")]
    assert found[0].geojson == json.loads(json.dumps(mapping(shape(ABBEY))))


async def test_a_ward_in_a_new_file_takes_the_place_of_its_code_and_others_stay():
    await actions.load_wards(ward_file(), by=SYSTEM)
    await a_place_name("Abbey", kind="other")
    assert (await queries.ward_of(at(-1.12, 52.93))).name == "Abbey"
    renamed = ward_file(a_ward_feature("E05014965", "Abbey Park", BOW_TIE))
    assert await actions.load_wards(renamed, by=SYSTEM) == 1
    assert [ward.name for ward in await queries.wards()] == ["Abbey Park", "Lutterell"]
    # The new drawing counts at once: this point is in the gap of the bow tie.
    assert await queries.ward_of(at(-1.12, 52.938)) is None
    assert (await queries.ward_of(at(-1.101, 52.93))).name == "Abbey Park"
    names = {(row["name"], row["kind"]) for row in await db.rows("SELECT name, kind FROM place_name")}
    assert names == {("Abbey", "other"), ("Abbey Park", "ward"), ("Lutterell", "ward")}


async def test_a_name_that_another_ward_still_has_stays():
    two = ward_file(a_ward_feature("E05014965", "Abbey", ABBEY), a_ward_feature("E05014980", "Abbey", LUTTERELL))
    await actions.load_wards(two, by=SYSTEM)
    await actions.load_wards(ward_file(a_ward_feature("E05014980", "Lutterell", LUTTERELL)), by=SYSTEM)
    names = {row["name"] for row in await db.rows("SELECT name FROM place_name")}
    assert names == {"Abbey", "Lutterell"}


async def test_wards_that_cannot_be_told_or_read_are_not_kept(monkeypatch):
    with pytest.raises(FileUnreadable):
        await actions.load_wards(ward_file(feature(), feature(properties={})), by=SYSTEM)
    assert await queries.wards() == []

    async def lost(*_, **__):
        raise OSError

    monkeypatch.setattr(news, "tell", lost)
    with pytest.raises(OSError):
        await actions.load_wards(ward_file(), by=SYSTEM)
    assert (await queries.wards(), await queries.place_names("Abbey")) == ([], [])


async def test_two_loads_at_the_same_moment_are_one_after_the_other(committed_db):
    await asyncio.gather(*(actions.load_wards(RUSHCLIFFE, by=SYSTEM) for _ in range(3)))
    assert len(await queries.wards()) == 24
    assert await db.value("SELECT count(*) FROM place_name") == 24


# ── which ward a point is in ──


@cache
def drawn():
    return {ward.code: shape(json.loads(ward.geojson)) for ward in read_wards(RUSHCLIFFE)}


# Around Rushcliffe, with every corner of every ward as well.
corners = st.deferred(
    lambda: st.sampled_from(
        [
            point
            for polygon in drawn().values()
            for part in getattr(polygon, "geoms", [polygon])
            for point in part.exterior.coords
        ]
    )
)
anywhere = st.tuples(st.floats(-1.32, -0.76), st.floats(52.76, 53.06))


async def test_the_ward_of_a_point_is_the_one_that_covers_it():
    await actions.load_wards(RUSHCLIFFE, by=SYSTEM)

    async def check(place):
        covering = {code for code, polygon in drawn().items() if polygon.covers(MapPoint(place))}
        found = await queries.ward_of(at(*place))
        assert (found is None) == (not covering)
        assert found is None or found.code in covering

    await of_many(check)


async def of_many(check):
    """Ask about many points in one test, so that the wards are loaded once."""
    places = []

    @settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
    @given(anywhere | corners)
    def gather(place):
        places.append(place)

    gather()
    for place in places:
        await check(place)


async def test_a_point_on_the_line_between_two_wards_is_in_the_same_one_each_time():
    await actions.load_wards(ward_file(), by=SYSTEM)
    assert {(await queries.ward_of(at(-1.14, 52.93))).name for _ in range(5)} == {"Abbey"}
    assert (await queries.ward_of(at(-1.15, 52.93))).name == "Lutterell"
    assert await queries.ward_of(at(-1.19, 52.93)) is None
    assert await queries.ward_of(at(-1.13, 52.93 + 0.011)) is None


async def test_where_an_older_drawing_overlaps_a_newer_the_newer_counts(monkeypatch):
    await actions.load_wards(ward_file(), by=SYSTEM)
    later = clock.now().replace(year=clock.now().year + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    await actions.load_wards(ward_file(a_ward_feature("E05099999", "New Abbey", ABBEY)), by=SYSTEM)
    assert (await queries.ward_of(at(-1.12, 52.93))).name == "New Abbey"
