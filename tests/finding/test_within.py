"""A search in a whole district or area of the service: what lies in it, and what comes to it, and nothing else."""

import pytest

from livewell.assets.rules import Delivery
from livewell.assets.rules.listing import Covered
from livewell.finding import queries
from livewell.finding.queries import Whole
from livewell.finding.rules import Asked
from livewell.kit.actor import SYSTEM
from livewell.kit.db import count_queries, rows
from livewell.kit.geo import Point
from livewell.places import actions as places
from tests.factories.assets import a_listing, a_venue, an_asset_from
from tests.factories.places import NORTH, an_area, ward_file

# The wards of the file reach from 451,000 to 460,500 east and from 336,000 to 338,300 north.
MIDDLE, EDGE, OUTSIDE, FAR = (
    Point.on_grid(easting, northing)
    for easting, northing in ((457000, 337000), (459900, 336500), (462500, 337000), (457000, 360000))
)


@pytest.fixture
async def district():
    """A district of two wards with things in it, beside it, and for it."""
    await places.load_wards(ward_file(), by=SYSTEM)
    for name, at in (("Middle", MIDDLE), ("Edge", EDGE), ("Outside", OUTSIDE), ("Far", FAR)):
        await an_asset_from(a_listing(name=f"{name} Walk", venues=(a_venue(at),)))
    for name, covered in (("Home", "E07000176"), ("Elsewhere", "E07000999")):
        await an_asset_from(
            a_listing(name=f"{name} Help", delivery=(Delivery.HOME,), covers=(Covered(codes=(covered,)),))
        )
    await an_asset_from(a_listing(name="Line", delivery=(Delivery.PHONE,), covers=(Covered(everywhere=True),)))


async def names_in(**asked) -> set[str]:
    looked = await queries.where_is(asked["place"])
    assert isinstance(looked.here, Whole)
    found = await queries.find(Asked(**asked), here=looked.here)
    _, shown = await queries.shown(found)
    assert await queries.how_many([Asked(**asked)], here=looked.here) == [len(shown)]
    return {one.asset.name for one in shown}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, {"Middle Walk", "Edge Walk", "Home Help", "Line"}),
        ({"words": "walk"}, {"Middle Walk", "Edge Walk", "Home Help", "Line"}),
        ({"words": "edge"}, {"Edge Walk"}),
        ({"words": "outside"}, set()),
        ({"within": 2, "words": "outside"}, {"Outside Walk"}),
        ({"within": 1, "words": "outside"}, set()),
        ({"within": 2, "words": "edge"}, {"Edge Walk"}),
        ({"within": 20, "words": "far"}, {"Far Walk"}),
        ({"words": "edge middle"}, {"Edge Walk", "Middle Walk"}),
        ({"delivery": Delivery.HOME}, {"Home Help"}),
    ],
)
async def test_what_lies_in_a_district_or_comes_to_it_is_found(district, asked, names):
    assert await names_in(place="Rushcliffe", **asked) == names


async def test_an_area_of_the_service_is_looked_in_whole(district):
    await an_area(name="North", boundary=NORTH)
    assert await names_in(place="north", words="walk") == {"Middle Walk", "Edge Walk", "Line"}
    assert await names_in(place="north", words="outside") == set()


async def test_a_page_says_in_what_it_looks_and_what_else_to_try(visitor, district):
    page = (await visitor.get("/community?place=Rushcliffe&q=walk")).text
    assert "Looking in Rushcliffe." in page
    assert "In Rushcliffe" in page
    assert "miles from the middle" in page
    assert "Covers Rushcliffe, in people’s homes" in page
    assert "We could not find" not in page
    nothing = (await visitor.get("/community?place=Rushcliffe&q=outside")).text
    assert "Within 5 miles of Rushcliffe</a>: 1 found" in nothing
    assert "Anywhere</a>: 1 found" in nothing
    assert "However far away" not in nothing


async def test_a_page_about_a_district_asks_few_questions(visitor, district):
    path = "/community?place=Rushcliffe&q=walk&day=tue&free=yes"
    await visitor.get(path)
    with count_queries() as counted:
        await visitor.get(path)
    assert counted.count <= 14, counted.ran


async def test_what_was_missed_in_a_district_is_counted_without_a_ward(visitor, district):
    await visitor.get("/community?place=Rushcliffe&q=outside&sought=yes")
    assert await rows("SELECT ward, times FROM unmet_search") == [{"ward": "", "times": 1}]
