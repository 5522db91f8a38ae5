"""Names of places: how they compare, what a file of them may be, and which place somebody means."""

import asyncio
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point as MapPoint
from shapely.geometry import shape

from livewell.kit import db, news
from livewell.kit.actor import SYSTEM
from livewell.places import actions, queries
from livewell.places.forms import FileUnreadable, NamesRead, read_place_names
from livewell.places.rules import letters_off, plain_name, taken_for
from livewell.places.tables import PlaceName
from tests.factories.places import a_place_name, a_ward_feature, an_area, ward_file

OURS = """Name,Kind,Postcode,Easting,Northing
West Bridgford,town,ng2 6ab,,
Bingham,Town,,470400,339900
“The Green”,other,,458600.4,337000.6
"""


def open_names(*places):
    """Lines of a tile: a road that is no place, and these."""
    lines = [("Loughborough Road", "", "transportNetwork", "Named Road", 458000, 336000), *places]
    return "\n".join(
        f"osgb{number},http://data.ordnancesurvey.co.uk/id/{number},{name},,{other},,{type_},{local},{easting},{northing}"
        + "," * 24
        for number, (name, other, type_, local, easting, northing) in enumerate(lines, 4000000074559833)
    ).encode()


def village(name, easting, northing, *, local="Village", other=""):
    return (name, other, "populatedPlace", local, easting, northing)


# ── comparing ──


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Bingham", "bingham"),
        ("  WEST   Bridgford ", "west bridgford"),
        ("Radcliffe-on-Trent", "radcliffe on trent"),
        ("St. Mary’s", "st marys"),
        ("St Mary's", "st marys"),
        ("Keyworth & Wolds", "keyworth and wolds"),
        ("Château d'Œuf", "chateau doeuf"),
        ("Ynys Môn", "ynys mon"),
        ("Westward Ho!", "westward ho"),
        ("%_'; DROP", "drop"),
        ("…", ""),
        ("", ""),
    ],
)
def test_names_compare_without_capitals_accents_spaces_and_marks(name, plain):
    assert plain_name(name) == plain


@given(st.text(max_size=100))
def test_a_plain_name_is_letters_digits_and_single_spaces_and_stays_so(text):
    plain = plain_name(text)
    assert plain == plain_name(plain)
    assert all(one.isalnum() or one == " " for one in plain)
    assert plain == " ".join(plain.split())


# ── reading ──


def test_a_list_of_our_own_is_read():
    read = read_place_names(OURS.encode())
    assert not read.national
    assert [(one.name, one.kind, one.postcode, one.easting, one.northing) for one in read.places] == [
        ("West Bridgford", "town", "NG2 6AB", 0, 0),
        ("Bingham", "town", "", 470400, 339900),
        ("“The Green”", "other", "", 458600, 337001),
    ]


def test_a_list_that_excel_wrote_is_read():
    content = "name,kind,postcode\r\nThe Châlet,other,NG2 6AB\r\n".encode("cp1252")
    assert read_place_names(content).places[0].name == "The Châlet"


def test_of_open_names_only_populated_places_are_taken():
    read = read_place_names(
        open_names(
            village("Bingham", 470400, 339900, local="Town"),
            village("Nottingham", 457000, 340000, local="City"),
            village("Car Colston", 472000, 342900),
            village("Compton Acres", 456900, 335900, local="Suburban Area"),
            village("Caerdydd", 318200, 176400, local="City", other="Cardiff"),
        )
    )
    assert read.national
    assert [(one.name, one.kind) for one in read.places] == [
        ("Bingham", "town"),
        ("Nottingham", "town"),
        ("Car Colston", "village"),
        ("Compton Acres", "other"),
        ("Caerdydd", "town"),
        ("Cardiff", "town"),
    ]


HEADED = "name,kind,easting,northing\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not empty"),
        (b" \n\n ", "not empty"),
        (b" " * 20_000_000, "too big"),
        ("place,where\nBingham,NG13 8AA\n", "The first line must name the columns"),
        ("name,kind\nBingham,town\n", "The first line must name the columns"),
        (HEADED, "no places"),
        (HEADED + "Bingham,city,470400,339900\n", "Line 2: the kind must be town, village, ward or other"),
        (HEADED + "Bingham\n", "Line 2: the kind"),
        (HEADED + ",town,470400,339900\n", "Line 2: the name is missing"),
        (HEADED + "<b>Bingham</b>,town,470400,339900\n", "marks that cannot be kept"),
        (HEADED + f"{'B' * 81},town,470400,339900\n", "too long"),
        (HEADED + "Bingham,town,,\n", "Bingham has neither a postcode nor"),
        (HEADED + "Bingham,town,nan,inf\n", "Bingham has neither"),
        (HEADED + "Bingham,town,1e400,2\n", "Bingham has neither"),
        (HEADED + "Bingham,town,-1.1,52.9\n", "Bingham has neither"),
        (HEADED + "Bingham,town,339900,4703990\n", "Bingham has neither"),
        ("name,kind,postcode\nBingham,town,Bingham\n", "Bingham has no full UK postcode"),
        (
            HEADED + "Bingham,town,470400,339900\nBING-HAM,town,1,1\nbingham,town,1,1\n",
            "Line 4: bingham is there already as a town, on line 2. Where there are two, say the district",
        ),
        (
            "name,kind,easting,northing,district\nSutton,village,1,1,Rushcliffe\nSutton,village,2,2,rushcliffe\n",
            "Line 3: Sutton is there already as a village, on line 2$",
        ),
        ("name,kind,easting,northing,district\nSutton,village,1,1,<b>\n", "the district of Sutton is too long"),
        (HEADED + '"Bingham,town,470400,339900\n', "cannot be read as CSV"),
        (HEADED + f"{'B' * 200_000},town,1,1\n", "cannot be read as CSV"),
        (open_names(village("Bingham", "east", "north")), "Line 2: Bingham has neither"),
        (open_names(village("Bingham", 470400, 339900)) + b",x", "Line 2: it has 35 columns"),
        (open_names(), "no places"),
        (HEADED + "".join(f"P{number},other,458600,337000\n" for number in range(50_001)), "more than 50,000"),
    ],
)
def test_what_is_no_list_of_places_is_refused_in_words(content, sentence):
    with pytest.raises(FileUnreadable, match=sentence):
        read_place_names(content if isinstance(content, bytes) else content.encode())


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: (HEADED + text).encode()))
def test_no_file_breaks_the_reader(content):
    with suppress(FileUnreadable):
        assert isinstance(read_place_names(content), NamesRead)


# ── keeping ──


async def kept():
    rows = await db.rows("SELECT name, kind, easting, northing FROM place_name ORDER BY plain_name, kind")
    return [tuple(row.values()) for row in rows]


async def a_postcode():
    await db.execute("INSERT INTO postcode VALUES ('NG26AB', 458000, 337100, 52.93, -1.14, 'E07000176')")


async def test_loading_the_same_names_twice_leaves_the_same_rows():
    await a_postcode()
    assert await actions.load_place_names(OURS.encode(), by=SYSTEM) == 3
    before = await PlaceName.select(PlaceName.all_columns(exclude=[PlaceName.loaded_at])).order_by(PlaceName.id)
    assert await actions.load_place_names(OURS.encode(), by=SYSTEM) == 3
    after = await PlaceName.select(PlaceName.all_columns(exclude=[PlaceName.loaded_at])).order_by(PlaceName.id)
    assert after == before
    assert await kept() == [
        ("Bingham", "town", 470400, 339900),
        ("“The Green”", "other", 458600, 337001),
        ("West Bridgford", "town", 458000, 337100),
    ]
    told = await db.rows("SELECT what, details FROM event ORDER BY told_in")
    assert [(row["what"], json.loads(row["details"])) for row in told] == [("place_names.loaded", {"names": 3})] * 2
    assert (await queries.names_loaded()).count == 3


async def test_a_name_in_a_new_list_takes_the_place_of_the_same_name():
    await a_place_name("Bing-ham", kind="town", easting=1000, northing=1000)
    await actions.load_place_names(f"{HEADED}Bing Ham,town,470400,339900\n".encode(), by=SYSTEM)
    assert await kept() == [("Bing Ham", "town", 470400, 339900)]


async def test_a_postcode_nobody_knows_is_said_with_its_line_and_nothing_is_kept():
    with pytest.raises(FileUnreadable, match="Line 2: we do not know where NG2 6AB is"):
        await actions.load_place_names(OURS.encode(), by=SYSTEM)
    assert await kept() == []


async def test_of_places_with_one_name_the_nearest_to_our_wards_is_kept():
    far, near = village("Newton", 300000, 600000), village("Newton", 468200, 341500)
    await actions.load_place_names(open_names(far), by=SYSTEM)
    assert await kept() == [("Newton", "village", 300000, 600000)]
    await actions.load_wards(ward_file(), by=SYSTEM)
    await actions.load_place_names(open_names(far, near, village("Newton", 500000, 200000)), by=SYSTEM)
    await actions.load_place_names(open_names(far), by=SYSTEM)
    assert ("Newton", "village", 468200, 341500) in await kept()


async def test_names_that_cannot_be_told_are_not_kept(monkeypatch):
    async def lost(*_, **__):
        raise OSError

    monkeypatch.setattr(news, "tell", lost)
    with pytest.raises(OSError):
        await actions.load_place_names(open_names(village("Bingham", 470400, 339900)), by=SYSTEM)
    assert await kept() == []


async def test_two_loads_at_the_same_moment_do_not_wait_for_each_other_in_a_ring(committed_db):
    lists = [
        (HEADED + "".join(f"Place {number},other,458600,337000\n" for number in order)).encode()
        for order in (range(300), reversed(range(300)), range(300))
    ]
    await asyncio.gather(*(actions.load_place_names(one, by=SYSTEM) for one in lists))
    assert (await queries.names_loaded()).count == 300


# ── finding ──


@pytest.fixture
async def rushcliffe():
    for name, kind in (
        ("West Bridgford", "town"),
        ("Bingham", "town"),
        ("Bingham North", "ward"),
        ("Bingham South", "ward"),
        ("Cotgrave", "ward"),
        ("Cotgrave", "town"),
        ("East Bridgford", "village"),
        ("Radcliffe on Trent", "village"),
        ("Cropwell Bishop", "village"),
        ("Cropwell Butler", "village"),
        ("Compton Acres", "ward"),
        ("Ynys Môn", "other"),
        ("Upper Saxondale", "village"),
        ("Lower Saxondale", "village"),
    ):
        await a_place_name(name, kind=kind)


@pytest.mark.usefixtures("rushcliffe")
@pytest.mark.parametrize(
    ("typed", "name", "kind"),
    [
        ("Bingham", "Bingham", "town"),
        ("  bingham  ", "Bingham", "town"),
        ("WEST BRIDGFORD", "West Bridgford", "town"),
        ("radcliffe-on-trent", "Radcliffe on Trent", "village"),
        ("Cotgrave", "Cotgrave", "town"),
        ("ynys mon", "Ynys Môn", "other"),
        ("Bingham North", "Bingham North", "ward"),
        # A beginning that one place has.
        ("West Br", "West Bridgford", "town"),
        ("Radc", "Radcliffe on Trent", "village"),
        ("Comp", "Compton Acres", "ward"),
        # Only wards begin like Bingham N; of what begins like Bing, only one is a town or a village.
        ("Bing", "Bingham", "town"),
        ("Bingham N", "Bingham North", "ward"),
        # Nearly right.
        ("West Bridgeford", "West Bridgford", "town"),
        ("Westbridgford", "West Bridgford", "town"),
        ("Radcliff upon Trent", "Radcliffe on Trent", "village"),
        ("Bingam", "Bingham", "town"),
        # East and West are equally like it, and one of them is a town.
        ("Bridgford", "West Bridgford", "town"),
        ("Bridgford West", "West Bridgford", "town"),
        ("Bridgeford, West", "West Bridgford", "town"),
        ("West Bridg ford", "West Bridgford", "town"),
        ("Ratclife", "Radcliffe on Trent", "village"),
        ("Radcliffe Trent", "Radcliffe on Trent", "village"),
        ("Cropwel Bishop", "Cropwell Bishop", "village"),
        ("Cotgravve", "Cotgrave", "town"),
    ],
)
async def test_the_place_somebody_means_is_found(typed, name, kind):
    found = await queries.find_place_name(typed)
    assert found is not None
    assert (found.name, found.kind) == (name, kind)
    assert (found.point.easting, found.point.northing) == (458600, 337000)


@pytest.mark.usefixtures("rushcliffe")
@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "…", "%", "Bin", "Cro", "Cropwell", "Crop", "Saxondale", "Nowhere at all", "B" * 81, "NG2 6AB", "\x00",
        "') OR 1=1 --", "Birmingham", "Trent", "North Bridgford", "Cropwell Baker", "Nottingham", "Upper Cropwell",
    ],
)  # fmt: skip
async def test_what_could_be_anywhere_is_no_place(typed):
    assert await queries.find_place_name(typed) is None


@pytest.mark.usefixtures("rushcliffe")
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Birmingham", ["Bingham"]),
        ("Cropwell", ["Cropwell Bishop", "Cropwell Butler"]),
        ("Saxondale", ["Lower Saxondale", "Upper Saxondale"]),
        ("Vingham", ["Bingham"]),
        ("Wingham Nort", ["Bingham North"]),
        ("Nottingham", []),
        ("Nowhere at all", []),
        ("Cro", []),
        ("", []),
        ("B" * 81, []),
    ],
)
async def test_names_that_may_be_meant_are_offered(typed, names):
    assert await queries.names_like(typed) == names


@pytest.mark.parametrize(
    ("typed", "name", "slips"),
    [
        ("bingham", "bingham", 0),
        ("bingam", "bingham", 1),
        ("binghma", "bingham", 1),
        ("birmingham", "bingham", None),
        ("bunnny", "bunny", 1),
        # A short word is another place with any other letter in it, and so is one that begins otherwise.
        ("derby", "denby", None),
        ("sutton", "hutton", None),
        ("west bridgford", "east bridgford", None),
        ("upper bunny", "upper benny", None),
        ("bridgford west", "west bridgford", 0),
        ("westbridgeford", "west bridgford", 1),
        ("ratclife", "radcliffe on trent", 2),
        ("radcliff upon trent", "radcliffe on trent", 1),
        ("ratcliffe on soar", "radcliffe on trent", None),
        ("stanton on wolds", "stanton on the wolds", 0),
        ("sutton bonnington", "sutton bonington", 1),
        ("leake", "east leake", 0),
        ("trent", "radcliffe on trent", None),
        ("on the", "on the wold", None),
        ("", "bingham", None),
    ],
)
def test_what_is_a_slip_and_what_another_place(typed, name, slips):
    assert taken_for(typed, name) == slips


@given(st.text("abc e", max_size=30), st.text("abc e", max_size=30))
def test_what_may_be_taken_for_a_name_may_be_offered_too(typed, name):
    typed, name = plain_name(typed), plain_name(name)
    assert taken_for(typed, typed) == (0 if typed else None)
    count = taken_for(typed, name)
    if count == 0 and len(typed.replace(" ", "")) >= 4:
        assert letters_off(typed, name) is not None


# ── several of one name ──

SUTTONS = "name,kind,easting,northing,district,county\n" + "".join(
    f"Sutton,{kind},{easting},{northing},{district},{county}\n"
    for kind, easting, northing, district, county in (
        ("village", 476300, 337700, "Rushcliffe", "Nottinghamshire"),
        ("village", 468100, 384900, "Bassetlaw", "Nottinghamshire"),
        ("village", 509500, 298900, "", "Rutland"),
        ("other", 476400, 337800, "Rushcliffe", ""),
    )
)


async def test_villages_of_one_name_stand_in_their_districts():
    await actions.load_wards(ward_file(), by=SYSTEM)
    for _ in range(2):
        assert await actions.load_place_names(SUTTONS.encode(), by=SYSTEM) == 4
    found = await queries.find_place_name("sutton")
    # The nearest to our wards; what is called so beside it is the same place.
    assert (found.within, [one.full_name for one in found.others]) == (
        "Rushcliffe",
        ["Sutton (Bassetlaw)", "Sutton (Rutland)"],
    )
    for typed in ("Sutton (Bassetlaw)", "sutton bassetlaw", "SUTTON, Bassetlaw"):
        there = await queries.find_place_name(typed)
        assert (there.full_name, there.others) == ("Sutton (Bassetlaw)", ())
    told = await queries.find_place_name("Sutton", within=["4 High Street", "rutland"])
    assert told.full_name == "Sutton (Rutland)"
    assert (await queries.find_place_name("Sutt")).full_name == "Sutton (Rushcliffe)"
    assert (await queries.find_place_name("Suttton")).full_name == "Sutton (Rushcliffe)"


async def test_without_wards_the_first_district_is_taken():
    await actions.load_place_names(SUTTONS.encode(), by=SYSTEM)
    assert (await queries.find_place_name("sutton")).within == "Bassetlaw"


async def test_a_list_that_says_districts_takes_the_place_of_one_that_did_not():
    await a_place_name("Sutton", easting=476000, northing=337000)
    await a_place_name("Sutton", kind="town", easting=476000, northing=337000)
    await actions.load_place_names(SUTTONS.encode(), by=SYSTEM)
    assert await db.value("SELECT count(*) FROM place_name WHERE kind = 'village'") == 3
    # The other way round only what lies there is the same place.
    await actions.load_place_names(f"{HEADED}Sutton,village,468000,385000\n".encode(), by=SYSTEM)
    found = await db.rows("SELECT within FROM place_name WHERE kind = 'village' ORDER BY within")
    assert [row["within"] for row in found] == ["", "Rushcliffe", "Rutland"]


def test_open_names_say_districts_or_counties():
    line = open_names(village("Sutton", 468100, 384900)).decode().splitlines()[1].split(",")
    unitary = [*line]
    line[21], line[24], unitary[24] = "Bassetlaw", "Nottinghamshire", "Rutland"
    read = read_place_names("\n".join(map(",".join, (line, unitary))).encode())
    assert [one.within for one in read.places] == ["Bassetlaw", "Rutland"]


def ring(*corners):
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in (*corners, corners[0])]]}


async def test_an_area_of_the_service_is_found_by_its_name_from_its_middle():
    await an_area(name="Rushcliffe", boundary=ring((-1.2, 52.8), (-1.0, 52.8), (-1.0, 53.0), (-1.2, 53.0)))
    await a_place_name("Rushcliffe Halt")
    found = await queries.find_place_name(" rushcliffe ")
    assert (found.name, found.kind) == ("Rushcliffe", "area")
    assert found.point.latitude == pytest.approx(52.9, abs=0.0001)
    assert found.point.longitude == pytest.approx(-1.1, abs=0.0001)
    # A place of that very name is what people know better.
    await a_place_name("Rushcliffe", kind="other")
    assert (await queries.find_place_name("Rushcliffe")).kind == "other"


async def test_the_middle_of_an_area_is_inside_it():
    bend = ring((-1.2, 52.8), (-1.0, 52.8), (-1.0, 52.81), (-1.19, 52.81), (-1.19, 53.0), (-1.2, 53.0))
    await an_area(name="The Bend", boundary=bend)
    point = (await queries.find_place_name("the bend")).point
    assert shape(bend).covers(MapPoint(point.longitude, point.latitude))


async def test_an_area_that_is_not_drawn_is_no_place():
    await an_area(name="Rushcliffe", boundary=None)
    assert await queries.find_place_name("Rushcliffe") is None


SQUARES = {
    "Sconce": ring((-0.9, 53.0), (-0.8, 53.0), (-0.8, 53.1), (-0.9, 53.1)),
    "Minster": ring((-1.0, 53.0), (-0.9, 53.0), (-0.9, 53.1), (-1.0, 53.1)),
}


async def two_districts():
    """Two wards of Newark and Sherwood, and the two of Rushcliffe."""
    newark = {"LAD25CD": "E07000175", "LAD25NM": "Newark and Sherwood"}
    file = ward_file(
        *(a_ward_feature(f"E0501500{at}", name, ring_, **newark) for at, (name, ring_) in enumerate(SQUARES.items()))
    )
    await actions.load_wards(file, by=SYSTEM)
    await actions.load_wards(ward_file(), by=SYSTEM)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Rushcliffe", "Rushcliffe"),
        ("rushcliffe borough", "Rushcliffe"),
        ("Borough of Rushcliffe", "Rushcliffe"),
        ("RUSHCLIFFE DISTRICT COUNCIL", "Rushcliffe"),
        ("rushclif", "Rushcliffe"),
        ("Rushclife", "Rushcliffe"),
        ("Newark & Sherwood", "Newark and Sherwood"),
        ("newark and sherwood", "Newark and Sherwood"),
        ("newark", "Newark and Sherwood"),
        ("rus", None),
        ("Ashfield", None),
        ("district", None),
    ],
)
async def test_a_district_is_found_by_its_name(typed, found):
    await two_districts()
    seen = await queries.find_place_name(typed)
    assert (seen.name if seen else None) == found
    assert seen is None or (seen.kind, seen.outline is None) == ("district", False)


async def test_a_district_is_as_large_as_its_wards_and_seen_from_its_middle():
    await two_districts()
    found = await queries.find_place_name("Newark and Sherwood")
    assert found.district == "E07000175"
    assert found.point.latitude == pytest.approx(53.05, abs=0.001)
    assert found.point.longitude == pytest.approx(-0.9, abs=0.001)
    # A tenth of a degree of latitude is 11.1 km, two tenths of longitude here are 13.4 km.
    assert found.outline.area == pytest.approx(11_126 * 13_397, rel=0.01)
    # Its wards are loaded anew, and it is drawn anew.
    ward = a_ward_feature(
        "E05015000", "Sconce", ring((-0.9, 53.0), (-0.7, 53.0), (-0.7, 53.1), (-0.9, 53.1)),
        LAD25CD="E07000175", LAD25NM="Newark and Sherwood",
    )  # fmt: skip
    await actions.load_wards(ward_file(ward), by=SYSTEM)
    assert (await queries.find_place_name("newark")).outline.area == pytest.approx(11_126 * 20_090, rel=0.01)


async def test_a_town_is_known_better_than_its_district_and_a_district_better_than_a_ward():
    await two_districts()
    await a_place_name("Rushcliffe", kind="ward")
    assert (await queries.find_place_name("Rushcliffe")).kind == "district"
    await a_place_name("Rushcliffe", kind="town")
    assert (await queries.find_place_name("Rushcliffe")).kind == "town"
    await a_place_name("Newark", kind="village")
    assert (await queries.find_place_name("newark")).kind == "village"


async def test_wards_that_do_not_say_their_district_make_up_none():
    ward = a_ward_feature("E05014965", "Abbey", SQUARES["Sconce"], LAD25NM="", LAD25CD="")
    await actions.load_wards(ward_file(ward), by=SYSTEM)
    assert await queries.find_place_name("Rushcliffe") is None


@pytest.mark.usefixtures("rushcliffe")
async def test_places_are_offered_by_the_beginning_of_any_word():
    async def offered(prefix, limit=10):
        return [one.name for one in await queries.place_names(prefix, limit)]

    assert await offered("bi") == ["Bingham", "Bingham North", "Bingham South", "Cropwell Bishop"]
    assert await offered("bridg") == ["West Bridgford", "East Bridgford"]
    assert await offered("cotgrave") == ["Cotgrave"]
    assert await offered("b", 1) == ["Bingham"]
    assert await offered("b", 0) == await offered("b", -1) == []
    assert await offered("") == await offered("%") == await offered("B" * 81) == []


@given(st.text(max_size=60))
def test_no_text_makes_a_pattern(text):
    assert not {"%", "_", "\\"} & set(plain_name(text))
