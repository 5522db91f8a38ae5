"""Maps: every place is on them once, groups have names, nothing is inline, and the picture stays small."""

import json
import re
import xml.etree.ElementTree as ET
from math import hypot
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livewell.kit import maps
from livewell.kit.geo import METRES_IN_A_MILE, Point
from livewell.kit.geo_grid import to_latitude_and_longitude
from livewell.kit.maps_clusters import gather
from livewell.kit.maps_drawing import LARGEST, NARROW_RADIUS, RADIUS
from livewell.kit.maps_outlines import ground, names_under
from livewell.kit.maps_parts import Cluster, box_around, frame_for, say_numbers

SVG = "{http://www.w3.org/2000/svg}"


def a_pin(number: int | None, easting: int, northing: int, **more: Any) -> maps.Pin:
    return maps.Pin(number, Point.on_grid(easting, northing), f"Group {number}", f"#place-{number}", **more)


def a_square(west: int, south: int, side: int = 4000) -> dict[str, Any]:
    """A square on the grid as GeoJSON, with a corner every 100 metres of its sides."""
    steps = range(0, side, 100)
    round_it = [
        *((west + step, south) for step in steps),
        *((west + side, south + step) for step in steps),
        *((west + side - step, south + side) for step in steps),
        *((west, south + side - step) for step in steps),
        (west, south),
    ]
    ring = [list(reversed(to_latitude_and_longitude(*corner))) for corner in round_it]
    return {"type": "Polygon", "coordinates": [ring]}


def parsed(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)


def told(the_map: maps.Map) -> dict[str, Any]:
    found = re.fullmatch(r"<script type=\"application/json\" data-map-data>(.*)</script>", the_map.data, re.DOTALL)
    assert found
    answer: dict[str, Any] = json.loads(found[1])
    return answer


pins = st.lists(
    st.builds(a_pin, st.integers(1, 999), st.integers(446_000, 478_000), st.integers(322_000, 347_000)), max_size=60
)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([4], "number 4"),
        ([3, 4], "numbers 3 and 4"),
        ([3, 4, 7, 9, 11], "numbers 3, 4, 7, 9 and 11"),
        ([1, 2, 3], "numbers 1 to 3"),
        ([1, 3, 4, 5, 6, 9], "numbers 1, 3 to 6 and 9"),
        ([*range(1, 20, 2)], "numbers 1, 3, 5, 7, 9, 11, 13, 15 and 2 more"),
        ([1, 3, 5, 7, 9, 11, 13, 15, *range(20, 30)], "numbers 1, 3, 5, 7, 9, 11, 13, 15 and 10 more"),
    ],
)
def test_numbers_are_said_as_people_say_them(numbers: list[int], said: str) -> None:
    assert say_numbers(numbers) == said


@pytest.mark.parametrize(
    ("places", "name"),
    [
        ([(3, "Ruddington"), (4, "Ruddington"), (7, "Bunny")], "3 near Ruddington, numbers 3, 4 and 7"),
        ([(9, ""), (2, "")], "2 close together, numbers 2 and 9"),
        ([(None, "Bunny"), (None, "")], "2 near Bunny"),
        ([(None, "Bunny"), (5, "Leake")], "2 near Bunny, number 5"),
    ],
)
def test_a_group_is_named_by_where_most_of_it_is(places: list[tuple[int | None, str]], name: str) -> None:
    found = tuple(a_pin(number, 457_000, 333_000, near=near) for number, near in places)
    assert Cluster(found, 0, 0).name == name


@given(found=pins, apart=st.floats(10, 120), most=st.integers(1, 30))
def test_every_pin_is_in_one_mark_and_no_two_marks_touch(found: list[maps.Pin], apart: float, most: int) -> None:
    frame = frame_for((446_000, 322_000, 478_000, 347_000), width=720, height=520, margin=40)
    made = gather(found, frame, apart=apart, most=most)
    assert sorted(id(pin) for one in made for pin in one.pins) == sorted(id(pin) for pin in found)
    assert len(made) <= most
    for index, one in enumerate(made):
        assert all(hypot(one.x - other.x, one.y - other.y) >= apart for other in made[:index])
        if len(one.pins) == 1:
            assert (one.x, one.y) == frame.place(one.pins[0].point.easting, one.pins[0].point.northing)
    firsts = [min(pin.number or 0 for pin in one.pins) for one in made]
    assert firsts == sorted(firsts)


@given(
    points=st.lists(st.tuples(st.integers(80_000, 656_000), st.integers(5_000, 657_000)), min_size=1, max_size=20),
    width=st.integers(200, 1200),
    height=st.integers(200, 1200),
)
def test_a_frame_holds_what_it_is_made_for_and_is_never_too_close(
    points: list[tuple[int, int]], width: int, height: int
) -> None:
    frame = frame_for(box_around(points), width=width, height=height, margin=40)
    assert all(frame.holds(Point.on_grid(*one), margin=39.9) for one in points)
    assert min(width, height) * frame.metres >= METRES_IN_A_MILE
    west, south, east, north = frame.box
    assert (east - west) / (north - south) == pytest.approx(width / height)


def test_shared_borders_stay_shared_and_straight_sides_lose_their_corners() -> None:
    west, east = maps.outlines_of([("West", a_square(455_000, 330_000)), ("East", a_square(459_000, 330_000))])
    assert (west.name, east.name) == ("West", "East")
    assert sum(len(ring) for ring in west.rings) < 20
    assert ground(west).intersection(ground(east)).area < 1
    assert ground(west).union(ground(east)).area == pytest.approx(2 * 4000**2, rel=0.001)


def test_an_outline_lies_where_its_geojson_does() -> None:
    (ring,) = maps.simplify(a_square(455_000, 330_000))
    assert box_around(ring) == pytest.approx((455_000, 330_000, 459_000, 334_000), abs=1)


@pytest.mark.parametrize("wrapped", [False, True])
def test_features_islands_and_holes_are_understood(wrapped: bool) -> None:
    outer, hole = a_square(455_000, 330_000)["coordinates"][0], a_square(456_000, 331_000, 1000)["coordinates"][0]
    island = a_square(470_000, 330_000, 500)["coordinates"][0]
    geometry = {"type": "MultiPolygon", "coordinates": [[outer, hole], [island]]}
    rings = maps.simplify({"type": "Feature", "properties": {}, "geometry": geometry} if wrapped else geometry)
    assert len(rings) == 3
    outline = maps.Outline("With a hole", rings)
    spots = [Point.on_grid(455_500, 330_500), Point.on_grid(456_500, 331_500), Point.on_grid(470_200, 330_200)]
    assert names_under(spots, [outline]) == ["With a hole", "", "With a hole"]


@pytest.mark.parametrize(
    "geojson",
    [
        {},
        {"type": "Point", "coordinates": [-1.1, 52.9]},
        {"type": "Feature", "geometry": None},
        {"type": "Polygon", "coordinates": [[[-1, 52], [-1, 53]]]},
        {"type": "Polygon", "coordinates": "nothing"},
        {"type": "Polygon"},
    ],
)
def test_what_is_no_outline_is_said_to_be_none(geojson: dict[str, Any]) -> None:
    with pytest.raises(maps.NotAnOutline):
        maps.simplify(geojson)


def test_the_same_areas_are_worked_out_once() -> None:
    areas = [("West", a_square(455_000, 330_000))]
    assert maps.outlines_of(areas) is maps.outlines_of(json.loads(json.dumps(areas)))


def test_an_empty_outline_draws_nothing() -> None:
    empty = maps.Outline("Nowhere", maps.simplify({"type": "MultiPolygon", "coordinates": []}))
    assert empty.rings == ()
    parsed(maps.draw_map([a_pin(1, 457_000, 333_000)], outlines=[empty], title="One"))


def test_every_place_is_a_link_with_a_name_on_both_drawings() -> None:
    found = [a_pin(1, 457_000, 333_000), a_pin(2, 463_000, 333_000), a_pin(None, 457_000, 326_000)]
    drawn = parsed(maps.draw_map(found, title="Places near <NG2> & round it"))
    assert drawn.find(f"{SVG}title").text == "Places near <NG2> & round it"  # type: ignore[union-attr]
    links = [(link.get("href"), link.get("aria-label"), link.get("data-pins")) for link in drawn.iter(f"{SVG}a")]
    assert links == 2 * [
        ("#place-1", "1. Group 1", "1"),
        ("#place-2", "2. Group 2", "2"),
        ("#place-None", "Group None", ""),
    ]


def test_pins_on_one_another_become_one_mark_that_leads_to_the_list() -> None:
    found = [a_pin(number, 457_000 + number, 333_000) for number in (3, 4, 7, 9, 11)]
    areas = maps.outlines_of([("Ruddington", a_square(455_000, 330_000))])
    made = maps.make_map(found, outlines=areas, title="Places", list_href="#list")
    links = [(link.get("href"), link.get("aria-label")) for link in parsed(made.picture).iter(f"{SVG}a")]
    assert links == 2 * [("#list", "5 near Ruddington, numbers 3, 4, 7, 9 and 11")]
    assert (made.shows_single, made.shows_groups) == (False, True)
    assert [pin["near"] for pin in told(made)["pins"]] == ["Ruddington"] * 5


def test_a_pins_own_village_goes_before_the_outline_it_is_in() -> None:
    areas = maps.outlines_of([("Ruddington", a_square(455_000, 330_000))])
    found = [a_pin(number, 457_000, 333_000, near="Flawforth") for number in (1, 2)]
    assert "2 near Flawforth, numbers 1 and 2" in maps.draw_map(found, outlines=areas, title="Places")


def test_a_circle_is_as_large_as_its_miles_and_what_is_outside_is_said() -> None:
    here = maps.Pin(None, Point.on_grid(457_000, 333_000), "You: NG11 6AB", "", kind="here")
    far = [a_pin(2, 487_000, 333_000), a_pin(3, 488_000, 333_000), a_pin(4, 489_000, 333_000)]
    made = maps.make_map([a_pin(1, 457_500, 334_500), *far], here=here, radius_miles=2, title="Near")
    circle = next(one for one in parsed(made.picture).iter(f"{SVG}circle") if one.get("stroke-dasharray"))
    frame = frame_for(
        tuple(
            one + way * 2 * METRES_IN_A_MILE for one, way in zip((457_000, 333_000) * 2, (-1, -1, 1, 1), strict=True)
        ),  # type: ignore[arg-type]
        width=720,
        height=520,
        margin=40,
    )
    assert float(circle.get("r", 0)) == pytest.approx(2 * METRES_IN_A_MILE / frame.metres, abs=0.1)
    assert made.note == "3 places are further away than the map shows: numbers 2 to 4 in the list."
    assert made.here == "You: NG11 6AB"
    assert len(told(made)["pins"]) == 4


def test_one_place_far_away_does_not_make_all_else_small() -> None:
    areas = maps.outlines_of([("Ruddington", a_square(455_000, 330_000))])
    made = maps.make_map(
        [a_pin(1, 457_000, 333_000), a_pin(2, 530_000, 180_000)], outlines=areas, title="Places in Ruddington"
    )
    assert made.note == "1 place is further away than the map shows: number 2 in the list."
    assert maps.make_map([a_pin(2, 530_000, 180_000)], title="One place").note == ""


@pytest.mark.parametrize("some", [[], [a_pin(1, 457_000, 333_000)]])
def test_a_map_needs_neither_pins_nor_outlines(some: list[maps.Pin]) -> None:
    drawn = parsed(maps.draw_map(some, title="Places"))
    assert len(list(drawn.iter(f"{SVG}a"))) == 2 * len(some)


def test_a_thousand_places_are_a_small_picture_and_all_of_the_data() -> None:
    areas = [
        (f"Ward number {across} {up}", a_square(446_000 + 4000 * across, 322_000 + 4000 * up))
        for across in range(8)
        for up in range(6)
    ]
    many = [
        maps.Pin(
            number,
            Point.on_grid(446_000 + number * 7919 % 32_000, 322_000 + number * 104_729 % 24_000),
            f"A rather long name for a group that meets on Tuesdays, number {number}",
            f"/directory/listing/{number}",
        )
        for number in range(1, 1001)
    ]
    made = maps.make_map(many, outlines=maps.outlines_of(areas), title="A thousand places")
    assert len(made.picture.encode()) <= LARGEST == 40_000
    assert len(told(made)["pins"]) == 1000
    shown = [int(text[1:]) for text in re.findall(r">(×\d+)<", made.picture)]
    assert sum(shown) <= 2000
    assert len(shown) >= 10


@settings(max_examples=30, deadline=None)
@given(found=pins)
def test_the_picture_is_sound_whatever_is_on_it(found: list[maps.Pin]) -> None:
    drawn = maps.draw_map(found, title="Places")
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", drawn)
    assert len(drawn.encode()) <= LARGEST
    tree = parsed(drawn)
    for group, radius in zip(tree.findall(f"{SVG}g")[1:], (RADIUS, NARROW_RADIUS), strict=True):
        middles = [
            (float(circle.get("cx", 0)), float(circle.get("cy", 0)))
            for link in group.iter(f"{SVG}a")
            for circle in link.iter(f"{SVG}circle")
        ]
        for index, (x, y) in enumerate(middles):
            assert radius <= x <= 720 - radius
            assert radius <= y <= 520 - radius
            assert all(hypot(x - a, y - b) >= 2 * radius - 0.2 for a, b in middles[:index])


def test_a_label_cannot_leave_its_place() -> None:
    wild = "</script><script>alert(1)</script><!-- & \" ' \u2028"
    made = maps.make_map([maps.Pin(1, Point.on_grid(457_000, 333_000), wild, '#"><b>')], title=wild)
    assert "<script>" not in made.picture
    assert made.data.count("<") == 2
    assert told(made)["pins"][0]["label"] == wild
    assert told(made)["title"] == wild
    assert next(parsed(made.picture).iter(f"{SVG}a")).get("aria-label") == f"1. {wild}"


def test_what_is_urgent_has_a_shape_of_its_own() -> None:
    made = maps.make_map([a_pin(1, 457_000, 333_000, kind="urgent"), a_pin(2, 463_000, 333_000)], title="Places")
    assert made.has_urgent
    shapes = [[one.tag.removeprefix(SVG) for one in link][1] for link in parsed(made.picture).iter(f"{SVG}a")]
    assert shapes == ["polygon", "circle"] * 2
