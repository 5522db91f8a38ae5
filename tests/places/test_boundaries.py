import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.geo import Point
from livewell.places import actions, queries
from livewell.places.forms import Boundary, BoundaryUnreadable, read_boundary
from tests.factories.places import NORTH, a_practice, an_area
from tests.factories.staff import a_member

IN_NORTH = Point(457000, 337500, 52.935, -1.13)
ELSEWHERE = Point(530000, 180000, 51.5, -0.12)


def feature(geometry):
    return {"type": "Feature", "properties": {"name": "North"}, "geometry": geometry}


MULTI = {"type": "MultiPolygon", "coordinates": [NORTH["coordinates"]]}


@pytest.mark.parametrize(
    "data",
    [NORTH, MULTI, feature(NORTH), {"type": "FeatureCollection", "features": [feature(MULTI)]}],
)
@pytest.mark.parametrize("as_bytes", [False, True])
def test_every_way_of_saying_a_polygon_is_read(data, as_bytes):
    text = json.dumps(data)
    found = read_boundary(b"\xef\xbb\xbf" + text.encode() if as_bytes else text)
    assert found.points == 5
    assert found.geojson["type"] in {"Polygon", "MultiPolygon"}


def ring(*points):
    return {"type": "Polygon", "coordinates": [[*points]]}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("", "Choose a GeoJSON file"),
        ("not json", "cannot be read as JSON"),
        ("[" * 30_000, "cannot be read as JSON"),
        ("[" * 50_000, "more than 20,000 points"),
        (" " * 2_000_001, "too big"),
        ([1, 2], "does not begin with an object"),
        ({"type": "Point", "coordinates": [0, 52]}, "must hold a Polygon"),
        ({"type": "Feature", "geometry": None}, "does not begin with an object"),
        ({"type": "FeatureCollection", "features": []}, "one area"),
        ({"type": "FeatureCollection", "features": [feature(NORTH)] * 2}, "one area"),
        ({"type": "Polygon"}, "do not make a polygon"),
        ({"type": "Polygon", "coordinates": "here"}, "do not make a polygon"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]]]}, "do not make a polygon"),
        ({"type": "Polygon", "coordinates": [[[True, 52], [1, 52], [1, 53], [True, 52]]]}, "do not make a polygon"),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}, "do not make a polygon"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        (ring([-1, 52], [-1.1, 52.1], [-1, 52.1], [-1.1, 52], [-1, 52]), "crosses or touches itself"),
        (ring([52, -1], [52.1, -1], [52.1, -1.1], [52, -1]), "longitude first"),
        (ring([450000, 330000], [460000, 330000], [460000, 340000], [450000, 330000]), "longitude first"),
        ('{"type":"Polygon","coordinates":[[[NaN,52],[1,52],[1,53],[NaN,52]]]}', "do not make a polygon"),
        ('{"type":"Polygon","coordinates":[[[1e999,52],[1,52],[1,53],[1e999,52]]]}', "do not make a polygon"),
    ],
)
def test_what_is_no_boundary_is_refused_in_words(data, sentence):
    with pytest.raises(BoundaryUnreadable, match=sentence):
        read_boundary(data if isinstance(data, str) else json.dumps(data))


json_like = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(json_like, json_like)
def test_no_file_breaks_the_reader(coordinates, other):
    for kind in ("Polygon", "MultiPolygon", "FeatureCollection", "Feature"):
        data = {"type": kind, "coordinates": coordinates, "geometry": other, "features": [other]}
        try:
            assert isinstance(read_boundary(json.dumps(data)), Boundary)
        except BoundaryUnreadable:
            continue


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content):
    with pytest.raises(BoundaryUnreadable):
        read_boundary(content)


async def an_area_with(boundary):
    area = await an_area()
    await actions.set_boundary(area, read_boundary(json.dumps(boundary)), by=await a_member())
    return area


async def test_a_referral_goes_to_the_area_of_the_practice_else_of_the_home():
    north = await an_area_with(NORTH)
    south = await an_area()
    practice = await a_practice(area=south)
    assert await queries.area_for(practice, IN_NORTH) == south
    assert await queries.area_for(None, IN_NORTH) == north
    assert await queries.area_for(None, ELSEWHERE) is None
    assert await queries.area_for(None, None) is None
    assert await queries.area_for(practice, None) == south
    assert await queries.lives_here(IN_NORTH)
    assert not await queries.lives_here(ELSEWHERE)


async def test_a_new_boundary_counts_at_once():
    area = await an_area_with(NORTH)
    moved = ring([-0.2, 51.4], [0, 51.4], [0, 51.6], [-0.2, 51.6], [-0.2, 51.4])
    await actions.set_boundary(area, read_boundary(json.dumps(moved)), by=await a_member())
    assert await queries.area_for(None, IN_NORTH) is None
    assert await queries.area_for(None, ELSEWHERE) == area
