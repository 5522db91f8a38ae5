"""The way to the grid agrees with Ordnance Survey's worked example, and undoes the way from it."""

from math import hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.geo_forward import airy_easting_and_northing, to_easting_and_northing
from livewell.kit.geo_grid import to_latitude_and_longitude
from tests.kit.test_geo_grid import OSTN15


def test_the_worked_example_on_the_airy_ellipsoid() -> None:
    # Annex C of the guide: Caister water tower, E 651409.903 N 313177.270.
    found = airy_easting_and_northing(radians(52 + 39 / 60 + 27.2531 / 3600), radians(1 + 43 / 60 + 4.5177 / 3600))
    assert found == pytest.approx((651409.903, 313177.270), abs=0.001)


@pytest.mark.parametrize("point", OSTN15)
def test_known_points_are_within_five_metres(point: tuple[float, float, float, float]) -> None:
    easting, northing, latitude, longitude = point
    x, y = to_easting_and_northing(latitude, longitude)
    assert hypot(x - easting, y - northing) < 5


@given(easting=st.floats(80_000, 660_000), northing=st.floats(5_000, 660_000))
def test_there_and_back_is_the_same_place(easting: float, northing: float) -> None:
    x, y = to_easting_and_northing(*to_latitude_and_longitude(easting, northing))
    assert hypot(x - easting, y - northing) < 0.25
