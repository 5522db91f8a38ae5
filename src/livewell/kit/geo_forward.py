"""
From latitude and longitude to the British National Grid: `geo_grid` the other way round.

"A guide to coordinate systems in Great Britain", annexes B and C:
https://www.ordnancesurvey.co.uk/documents/resources/guide-coordinate-systems-great-britain.pdf
"""

from math import atan2, cos, hypot, radians, sin, sqrt, tan

from livewell.kit.geo_grid import (
    AIRY,
    EASTING_0,
    F0,
    LONGITUDE_0,
    NORTHING_0,
    SCALE,
    SHIFT,
    TURN,
    WGS84,
    meridional_arc,
)

_CLOSE_ENOUGH = 1e-12  # radians: less than a hundredth of a millimetre


def to_easting_and_northing(latitude: float, longitude: float) -> tuple[float, float]:
    """Metres east and north on the British National Grid of degrees on WGS84, to about 5 metres."""
    return airy_easting_and_northing(*_shifted_back(radians(latitude), radians(longitude)))


def airy_easting_and_northing(latitude: float, longitude: float) -> tuple[float, float]:
    """Metres on the grid of radians on the Airy ellipsoid (annex C.1), exact to a millimetre."""
    a, b = AIRY
    e2 = 1 - (b / a) ** 2
    shrink = 1 - e2 * sin(latitude) ** 2
    nu = a * F0 / sqrt(shrink)
    rho = nu * (1 - e2) / shrink
    eta2 = nu / rho - 1
    s, c = sin(latitude), cos(latitude)
    t2 = tan(latitude) ** 2
    d = longitude - LONGITUDE_0
    northing = (
        meridional_arc(latitude)
        + NORTHING_0
        + nu / 2 * s * c * d**2
        + nu / 24 * s * c**3 * (5 - t2 + 9 * eta2) * d**4
        + nu / 720 * s * c**5 * (61 - 58 * t2 + t2**2) * d**6
    )
    easting = (
        EASTING_0
        + nu * c * d
        + nu / 6 * c**3 * (nu / rho - t2) * d**3
        + nu / 120 * c**5 * (5 - 18 * t2 + t2**2 + 14 * eta2 - 58 * t2 * eta2) * d**5
    )
    return easting, northing


def _shifted_back(latitude: float, longitude: float) -> tuple[float, float]:
    """From radians on WGS84 to radians on Airy 1830: the shift of `geo_grid` undone, heights left at nought."""
    a, b = WGS84
    e2 = 1 - (b / a) ** 2
    nu = a / sqrt(1 - e2 * sin(latitude) ** 2)
    x = nu * cos(latitude) * cos(longitude) - SHIFT[0]
    y = nu * cos(latitude) * sin(longitude) - SHIFT[1]
    z = (1 - e2) * nu * sin(latitude) - SHIFT[2]
    rx, ry, rz = TURN
    # The turns are a millionth of a radian, so their inverse is their transpose to a part in a million million.
    x, y, z = (
        x / SCALE + rz * y - ry * z,
        -rz * x + y / SCALE + rx * z,
        ry * x - rx * y + z / SCALE,
    )
    a, b = AIRY
    e2 = 1 - (b / a) ** 2
    p = hypot(x, y)
    north, before = atan2(z, p * (1 - e2)), 0.0
    while abs(north - before) > _CLOSE_ENOUGH:
        before = north
        nu = a / sqrt(1 - e2 * sin(north) ** 2)
        north = atan2(z + e2 * nu * sin(north), p)
    return north, atan2(y, x)
