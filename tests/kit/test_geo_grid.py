"""The grid agrees with Ordnance Survey's own worked example and with its published test points."""

from math import degrees

import pytest
from geopy.distance import geodesic

from livewell.kit.geo_grid import airy_latitude_and_longitude, to_latitude_and_longitude

# OSTN15 test points in England and just over its borders: grid metres, and ETRS89 degrees.
# https://www.ordnancesurvey.co.uk/business-government/tools-support/os-net/for-developers
OSTN15 = [
    (91492.146, 11318.804, 49.92226393730, -6.29977752014),
    (170370.718, 11572.405, 49.96006137820, -5.20304609998),
    (250359.811, 62016.569, 50.43885825610, -4.10864563561),
    (449816.371, 75335.861, 50.57563665000, -1.29782277240),
    (438710.920, 114792.250, 50.93127937910, -1.45051433700),
    (639821.835, 169565.858, 51.37447025550, 1.44454730409),
    (362269.991, 169978.690, 51.42754743020, -2.54407618349),
    (530624.974, 178388.464, 51.48936564950, -0.11992557180),
    (599445.590, 225722.826, 51.89436637350, 0.89724327012),
    (389544.190, 261912.153, 52.25529381630, -2.15458614387),
    (474335.969, 262047.755, 52.25160951230, -0.91248956970),
    (562180.547, 319784.995, 52.75136687170, 0.40153547065),
    (454002.834, 340834.943, 52.96219109410, -1.19747655922),
]


def test_the_worked_example_on_the_airy_ellipsoid() -> None:
    # Annex C of the guide: Caister water tower, E 651409.903 N 313177.270.
    north, east = airy_latitude_and_longitude(651409.903, 313177.270)
    assert degrees(north) == pytest.approx(52 + 39 / 60 + 27.2531 / 3600, abs=1e-8)
    assert degrees(east) == pytest.approx(1 + 43 / 60 + 4.5177 / 3600, abs=1e-8)


@pytest.mark.parametrize("point", OSTN15)
def test_known_points_are_within_five_metres(point: tuple[float, float, float, float]) -> None:
    easting, northing, *degrees_there = point
    assert geodesic(to_latitude_and_longitude(easting, northing), degrees_there).m < 5
