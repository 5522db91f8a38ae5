"""Where a listing comes to: everywhere, wards, and areas drawn on a map in words."""

import json
from typing import Any
from uuid import UUID

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point as MapPoint
from shapely.geometry import shape

from livewell.assets import queries
from livewell.assets.forms.areas import called
from livewell.assets.rules import Delivery, drawn, found_at
from livewell.assets.rules.listing import Covered
from livewell.assets.rules.searched import DRAWN
from livewell.kit.actor import SYSTEM
from livewell.kit.db import value
from livewell.kit.geo import METRES_IN_A_MILE, Point
from livewell.places import actions as places
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.assets import a_listing, a_venue, an_asset, an_asset_from, an_organisation
from tests.factories.places import a_ward_feature, ward_file
from tests.factories.staff import a_member
from tests.kit.test_geo import a_postcode
from tests.signed_in import ClientFor

HERE = Point.on_grid(458500, 337500)
EAST, NORTH = Point.on_grid(460500, 337500), Point.on_grid(458500, 339500)
TRIANGLE = {
    "type": "Polygon",
    "coordinates": [[[one.longitude, one.latitude] for one in (HERE, EAST, NORTH, HERE)]],
}
WARDS = (("E1", "Abbey"), ("E2", "Bingham"), ("E3", "Cotgrave"))


def a_square(middle: Point, metres: int) -> dict[str, Any]:
    corners = [
        Point.on_grid(middle.easting + x * metres, middle.northing + y * metres)
        for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    ]
    return {"type": "Polygon", "coordinates": [[[one.longitude, one.latitude] for one in corners]]}


# ── the rules ──


@given(easting=st.integers(200_000, 640_000), northing=st.integers(60_000, 640_000), miles=st.floats(0.2, 60))
def test_a_circle_is_as_far_as_it_says(easting: int, northing: int, miles: float) -> None:
    polygon = drawn.around(easting, northing, miles * METRES_IN_A_MILE)
    middle = Point.on_grid(easting, northing)
    ring = polygon["coordinates"][0]
    assert ring[0] == ring[-1]
    for longitude, latitude in ring:
        away = geodesic((middle.latitude, middle.longitude), (latitude, longitude)).miles
        assert away == pytest.approx(miles, rel=0.003, abs=0.01)
    assert shape(polygon).is_valid
    assert shape(polygon).covers(MapPoint(middle.longitude, middle.latitude))


@pytest.mark.parametrize(
    "corners",
    [
        [],
        [(-1.1, 52.9)],
        [(-1.1, 52.9), (-1.0, 52.9)],
        [(-1.1, 52.9), (-1.0, 52.9), (-1.1, 52.9)],
        [(-1.2, 52.9), (-1.1, 52.9), (-1.0, 52.9)],
        [(-1.2, 52.9), (-1.0, 53.0), (-1.0, 52.9), (-1.2, 53.0)],
    ],
)
def test_corners_that_make_no_area_make_none(corners: list[tuple[float, float]]) -> None:
    assert drawn.between(corners) is None


def test_an_area_is_known_again_whatever_holds_its_numbers() -> None:
    in_tuples = {"coordinates": (tuple(tuple(one) for one in TRIANGLE["coordinates"][0]),), "type": "Polygon"}
    assert drawn.fingerprint(in_tuples) == drawn.fingerprint(TRIANGLE)
    assert drawn.plain(in_tuples) == TRIANGLE


def test_wards_are_called_by_their_names() -> None:
    assert called(("E3", "E1"), WARDS) == "Abbey, Cotgrave"
    assert called((), WARDS) == ""
    assert called(("E1", "E07000176"), WARDS) == ""
    many = tuple((f"E{n}", f"Ward of the fictional number {n}") for n in range(20))
    said = called([code for code, _ in many], many)
    assert said.endswith("and 16 more wards")
    assert len(said) <= 160


# ── the form ──


async def covers_of(key: UUID) -> tuple[Covered, ...]:
    return (await queries.asset(key, hidden_too=True)).listing.covers


async def test_miles_around_a_postcode_are_an_area(client_for: ClientFor) -> None:
    await a_postcode("NG2 6AB", HERE.easting, HERE.northing)
    await places.load_wards(
        ward_file(
            a_ward_feature("E05000001", "Abbey", a_square(HERE, 1000)),
            a_ward_feature("E05000002", "Far away", a_square(Point.on_grid(480_000, 337_500), 1000)),
        ),
        by=SYSTEM,
    )
    key = await an_asset_from(a_listing(delivery=(Delivery.PHONE,), venues=(a_venue(HERE),)))
    client = await client_for(Role.LINK_WORKER)
    path = f"/directory/{key}/edit/areas"
    saved = await post(client, path, {"everywhere": "no", "miles_0": "2.5", "around_0": "ng26ab"})
    assert saved.status_code == 303, saved.text
    (covered,) = await covers_of(key)
    assert covered.name == "Within 2.5 miles of NG2 6AB"
    assert shape(covered.polygon).covers(MapPoint(HERE.longitude, HERE.latitude))
    home = await client.get(f"/directory/{key}")
    assert "Within 2.5 miles of NG2 6AB" in home.text
    # It is drawn, its wards are named, and it stays as it is when the page is saved again.
    page = await client.get(path)
    assert "It reaches Abbey." in page.text
    assert "<svg" in page.text
    assert (await client.post(path, data=form_to(page, path).data)).status_code == 303
    assert await covers_of(key) == (covered,)
    # Somebody on the telephone who keeps to an area is not for everybody.
    assert await value("SELECT covers FROM search_row WHERE asset = $1", key) == [DRAWN]
    assert found_at.EVERYBODY not in await value("SELECT found_at FROM search_row WHERE asset = $1", key)
    # Called otherwise, with another beside it.
    more = await post(client, path, {"drawn_name_0": "Round the church", "do": "add-areas"})
    assert more.status_code == 200
    form = form_to(more, path)
    assert form.data["areas"] == ["0", "1"]
    there = {"drawn_name_1": "The triangle", "corners_1": f"NG2 6AB\n{EAST.latitude}, {EAST.longitude}\n{NORTH.latitude} {NORTH.longitude}"}  # fmt: skip
    saved = await client.post(path, data=form.data | there)
    assert saved.status_code == 303, saved.text
    first, second = await covers_of(key)
    assert first == Covered("Round the church", (), covered.polygon)
    assert second.name == "The triangle"
    assert shape(second.polygon).area == pytest.approx(shape(TRIANGLE).area, rel=0.01)
    # Taken away again, it is gone; the version before still has it.
    fewer = await post(client, path, {"do": "remove-areas-0"})
    assert (await client.post(path, data=form_to(fewer, path).data)).status_code == 303
    assert await covers_of(key) == (second,)
    (before, *_) = await queries.versions(key)
    assert before.listing.covers == (first, second)


async def test_an_outline_of_a_map_program_is_an_area(client_for: ClientFor) -> None:
    key = await an_asset_from(a_listing())
    client = await client_for(Role.LINK_WORKER)
    path = f"/directory/{key}/edit/areas"
    feature = json.dumps({"type": "Feature", "properties": {}, "geometry": TRIANGLE})
    saved = await post(client, path, {"drawn_name_0": "The triangle", "geojson_0": feature})
    assert saved.status_code == 303, saved.text
    assert await covers_of(key) == (Covered("The triangle", (), TRIANGLE),)
    page = await client.get(path)
    assert "It reaches none of the wards that are loaded." in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"miles_0": "3"}, "Give the postcode in the middle"),
        ({"around_0": "NG2 6AB"}, "Say within how many miles"),
        ({"miles_0": "0", "around_0": "NG2 6AB"}, "Miles must be more than 0"),
        ({"miles_0": "600", "around_0": "NG2 6AB"}, "Miles must be"),
        ({"miles_0": "a few", "around_0": "NG2 6AB"}, "Miles must be a number"),
        ({"miles_0": "3", "around_0": "NG99 9ZZ"}, "We do not know where NG99 9ZZ is"),
        ({"miles_0": "3", "around_0": "the church"}, "must be a full UK postcode"),
        ({"drawn_name_0": "Only a name"}, "Say where this area is"),
        ({"miles_0": "3", "around_0": "NG2 6AB", "corners_0": "NG2 6AB"}, "Say in one way where the area is"),
        ({"drawn_name_0": "A", "corners_0": "NG2 6AB"}, "These corners make no area"),
        ({"drawn_name_0": "A", "corners_0": "NG2 6AB\nthe church"}, "We do not know where the church is"),
        ({"drawn_name_0": "A", "corners_0": "-1.05, 52.91\nNG2 6AB"}, "is not in the United Kingdom"),
        ({"drawn_name_0": "A", "corners_0": "NG2 6AB\n" * 101}, "Give 100 corners at most"),
        ({"corners_0": "NG2 6AB"}, "Say what people call this area"),
        ({"drawn_name_0": "A", "geojson_0": "{"}, "is not GeoJSON"),
        ({"drawn_name_0": "A", "geojson_0": '{"type": "Point", "coordinates": [0, 52]}'}, "must hold a Polygon"),
        ({"drawn_name_0": "A", "geojson_0": "[" * 5000}, "is not GeoJSON"),
        ({"drawn_name_0": "x" * 161, "miles_0": "3", "around_0": "NG2 6AB"}, "must be 160 characters or fewer"),
    ],
)
async def test_an_area_that_cannot_be_is_asked_again_with_every_word(
    client_for: ClientFor, typed: dict[str, str], sentence: str
) -> None:
    await a_postcode("NG2 6AB", HERE.easting, HERE.northing)
    key = await an_asset_from(a_listing())
    client = await client_for(Role.LINK_WORKER)
    path = f"/directory/{key}/edit/areas"
    page = await post(client, path, {"area_name": "Ramp & <rail> 🙂", **typed})
    assert page.status_code == 422
    assert sentence in page.text
    form = form_to(page, path)
    assert form.data["area_name"] == ["Ramp & <rail> 🙂"]
    for name, text in typed.items():
        assert [one.strip() for one in form.data[name]] == [text.strip()]
    assert await covers_of(key) == ()


async def test_wards_say_their_names_until_somebody_calls_them_otherwise(client_for: ClientFor) -> None:
    await places.load_wards(
        ward_file(
            a_ward_feature("E05000001", "Abbey", a_square(HERE, 1000)),
            a_ward_feature("E05000002", "Bingham", a_square(Point.on_grid(480_000, 337_500), 1000)),
        ),
        by=SYSTEM,
    )
    key = await an_asset_from(a_listing(venues=(a_venue(HERE),)))
    client = await client_for(Role.LINK_WORKER)
    path = f"/directory/{key}/edit/areas"
    both = ["E05000001", "E05000002"]
    for typed, wanted in (
        ({"codes": both}, ("Abbey, Bingham", tuple(both))),
        ({"codes": both[:1]}, ("Abbey", tuple(both[:1]))),
        ({"codes": both, "area_name": "The two"}, ("The two", tuple(both))),
        ({"codes": both[1:]}, ("The two", tuple(both[1:]))),
        ({"area_name": ""}, ("Bingham", tuple(both[1:]))),
        ({"codes": []}, None),
    ):
        assert (await post(client, path, typed)).status_code == 303
        found = [(one.name, one.codes) for one in await covers_of(key)]
        assert found == ([wanted] if wanted else [])
    page = await client.get(f"/community/{key}")
    assert "Bingham" not in page.text
    assert (await post(client, path, {"codes": both})).status_code == 303
    assert "Abbey, Bingham" in (await client.get(f"/community/{key}")).text


async def test_places_and_areas_are_looked_at_on_one_page(client_for: ClientFor) -> None:
    """A link worker may write both otherwise at once: the lines of one are not the lines of the other."""
    await a_postcode("NG2 6AB", HERE.easting, HERE.northing)
    own = await an_organisation(name="Fictional Growers")
    key = await an_asset(name="Beans", organisation=own, at=HERE, place_name="The shed")
    editor = await client_for(await a_member(Role.ORGANISATION_EDITOR, organisation=own))
    path = f"/my-listings/{key}/edit"
    more = {"lines": ["0", "1"], "name_1": "The hut", "town_1": "Bunny"}
    assert (await post(editor, f"{path}/where", more)).status_code == 303
    drawn_here = {"miles_0": "1", "around_0": "NG2 6AB"}
    assert (await post(editor, f"{path}/areas", drawn_here)).status_code == 303
    assert await covers_of(key) == ()
    worker = await client_for(Role.LINK_WORKER)
    (change,) = await queries.waiting()
    assert {"venues", "covers"} <= set(change.fields)
    amend = f"/directory/changes/{change.id}/amend"
    form = form_to(await post(worker, amend, {"do": "add-areas"}), amend)
    assert (form.data["lines"], form.data["areas"]) == (["0", "1"], ["0", "1"])
    assert (await post(worker, amend, {})).status_code == 303
    after = (await queries.asset(key, hidden_too=True)).listing
    assert [one.name for one in after.venues] == ["The shed", "The hut"]
    assert [one.name for one in after.covers] == ["Within 1 mile of NG2 6AB"]
