"""
From the British National Grid to latitude and longitude, by Ordnance Survey's published formulae.

"A guide to coordinate systems in Great Britain", annexes B and C:
https://www.ordnancesurvey.co.uk/documents/resources/guide-coordinate-systems-great-britain.pdf
The one Helmert shift for the whole country is good to about 5 metres, which is right for maps and miles.
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

# Airy 1830, on which the grid is drawn, and GRS80, which WGS84 shares: semi-axes in metres (annex A).
AIRY = (6_377_563.396, 6_356_256.909)
WGS84 = (6_378_137.0, 6_356_752.3141)
# The National Grid projection: scale on the central meridian, true and false origins.
F0 = 0.9996012717
LATITUDE_0 = radians(49)
LONGITUDE_0 = radians(-2)
NORTHING_0 = -100_000.0
EASTING_0 = 400_000.0
# OSGB36 to WGS84: metres, parts in one, and seconds of arc (the table in section 6.6, signs turned round).
SHIFT = (446.448, -125.157, 542.060)
SCALE = 1 - 20.4894e-6
TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
_CLOSE_ENOUGH = 1e-5  # metres


def to_latitude_and_longitude(easting: float, northing: float) -> tuple[float, float]:
    """Degrees north and east on WGS84 of a point in metres on the British National Grid, to about 5 metres."""
    return _shifted(*airy_latitude_and_longitude(easting, northing))


def airy_latitude_and_longitude(easting: float, northing: float) -> tuple[float, float]:
    """Radians north and east on the Airy ellipsoid (annex C.2), exact to a millimetre."""
    a, b = AIRY
    e2 = 1 - (b / a) ** 2
    latitude = LATITUDE_0
    arc = 0.0
    while northing - NORTHING_0 - arc >= _CLOSE_ENOUGH:
        latitude += (northing - NORTHING_0 - arc) / (a * F0)
        arc = meridional_arc(latitude)

    shrink = 1 - e2 * sin(latitude) ** 2
    nu = a * F0 / sqrt(shrink)
    rho = nu * (1 - e2) / shrink
    eta2 = nu / rho - 1
    t = tan(latitude)
    t2 = t * t
    secant = 1 / cos(latitude)
    d = easting - EASTING_0

    north = (
        latitude
        - t / (2 * rho * nu) * d**2
        + t / (24 * rho * nu**3) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2) * d**4
        - t / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t2**2) * d**6
    )
    east = (
        LONGITUDE_0
        + secant / nu * d
        - secant / (6 * nu**3) * (nu / rho + 2 * t2) * d**3
        + secant / (120 * nu**5) * (5 + 28 * t2 + 24 * t2**2) * d**5
        - secant / (5040 * nu**7) * (61 + 662 * t2 + 1320 * t2**2 + 720 * t2**3) * d**7
    )
    return north, east


def meridional_arc(latitude: float) -> float:
    """Metres along the central meridian from the true origin to a latitude in radians (annex C)."""
    a, b = AIRY
    n = (a - b) / (a + b)
    less, more = latitude - LATITUDE_0, latitude + LATITUDE_0
    return (
        b
        * F0
        * (
            (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
            + (15 / 8) * (n**2 + n**3) * sin(2 * less) * cos(2 * more)
            - (35 / 24) * n**3 * sin(3 * less) * cos(3 * more)
        )
    )


def _shifted(latitude: float, longitude: float) -> tuple[float, float]:
    """From radians on Airy 1830 to degrees on WGS84 by the seven-parameter shift, heights left at nought."""
    a, b = AIRY
    e2 = 1 - (b / a) ** 2
    nu = a / sqrt(1 - e2 * sin(latitude) ** 2)
    x = nu * cos(latitude) * cos(longitude)
    y = nu * cos(latitude) * sin(longitude)
    z = (1 - e2) * nu * sin(latitude)
    rx, ry, rz = TURN
    x, y, z = (
        SHIFT[0] + SCALE * x - rz * y + ry * z,
        SHIFT[1] + rz * x + SCALE * y - rx * z,
        SHIFT[2] - ry * x + rx * y + SCALE * z,
    )
    a, b = WGS84
    e2 = 1 - (b / a) ** 2
    p = hypot(x, y)
    # Bowring's closed form: below a tenth of a millimetre on the ground.
    beta = atan2(a * z, b * p)
    north = atan2(z + (a * a - b * b) / b * sin(beta) ** 3, p - e2 * a * cos(beta) ** 3)
    return degrees(north), degrees(atan2(y, x))
