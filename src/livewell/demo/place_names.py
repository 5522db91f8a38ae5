"""The demo's wards, the towns and villages people search near, and school terms."""

from datetime import date, datetime
from pathlib import Path

from livewell.demo.ledger import Ledger
from livewell.kit.geo import Point
from livewell.places.forms import WardDrawn, read_wards
from livewell.places.rules import plain_name
from livewell.places.tables import PlaceName, SchoolTerm, Ward

PLACE_TABLES = (Ward, PlaceName, SchoolTerm)
"""What is written here, in an order that the ledger can write."""

# The 24 wards of Rushcliffe, May 2025, generalised, from the Open Geography Portal; coordinates to about a metre.
# Contains OS data © Crown copyright and database right 2025. Source: Office for National Statistics licensed under the
# Open Government Licence v.3.0. The pages that draw them say so too (kit.geo.ATTRIBUTION).
_WARDS = Path(__file__).with_name("rushcliffe_wards.geojson")

SETTLEMENTS = (
    # Name, kind, and the middle of it in metres on the National Grid.
    ("West Bridgford", "town", 458600, 337000), ("Lady Bay", "other", 459200, 338200), ("Edwalton", "village", 459900, 335200),
    ("Gamston", "village", 460300, 337200), ("Ruddington", "village", 457300, 333100), ("Keyworth", "village", 461300, 330800),
    ("East Leake", "village", 455200, 326300), ("Cotgrave", "town", 464300, 335300), ("Radcliffe on Trent", "village", 464800, 339300),
    ("Bingham", "town", 470400, 339900), ("Gotham", "village", 453600, 330100), ("Sutton Bonington", "village", 450500, 325200),
    ("Tollerton", "village", 461500, 334700), ("Cropwell Bishop", "village", 468400, 335500), ("Aslockton", "village", 474200, 340200),
)  # fmt: skip

TERMS = (
    # Made up, in the shape of a school year in Nottinghamshire.
    ("Autumn 2025, first half", date(2025, 9, 2), date(2025, 10, 17)),
    ("Autumn 2025, second half", date(2025, 11, 3), date(2025, 12, 19)),
    ("Spring 2026, first half", date(2026, 1, 5), date(2026, 2, 13)),
    ("Spring 2026, second half", date(2026, 2, 23), date(2026, 3, 27)),
    ("Summer 2026, first half", date(2026, 4, 13), date(2026, 5, 22)),
    ("Summer 2026, second half", date(2026, 6, 1), date(2026, 7, 22)),
    ("Autumn 2026, first half", date(2026, 9, 2), date(2026, 10, 16)),
    ("Autumn 2026, second half", date(2026, 11, 2), date(2026, 12, 18)),
    ("Spring 2027, first half", date(2027, 1, 4), date(2027, 2, 12)),
    ("Spring 2027, second half", date(2027, 2, 22), date(2027, 3, 25)),
    ("Summer 2027, first half", date(2027, 4, 12), date(2027, 5, 28)),
    ("Summer 2027, second half", date(2027, 6, 7), date(2027, 7, 23)),
)


def make_place_names(ledger: Ledger, *, now: datetime) -> None:
    """Add the wards of Rushcliffe with their names, fifteen towns and villages, and two years of school terms."""
    for position, ward in enumerate(read_wards(_WARDS.read_bytes()), 1):
        _add_ward(ledger, ward, position, now)
    for name, kind, easting, northing in SETTLEMENTS:
        _add_name(ledger, name, kind, Point.on_grid(easting, northing), now)
    for name, first_on, last_on in TERMS:
        ledger.add(SchoolTerm, name=name, first_on=first_on, last_on=last_on)


def _add_ward(ledger: Ledger, ward: WardDrawn, position: int, now: datetime) -> None:
    values = {name: value for name, value in vars(ward).items() if name != "geojson"}
    ledger.add(Ward, **values, boundary=ward.geojson, position=position, loaded_at=now)
    point = Point(ward.easting, ward.northing, ward.latitude, ward.longitude)
    _add_name(ledger, ward.name, "ward", point, now)


def _add_name(ledger: Ledger, name: str, kind: str, point: Point, now: datetime) -> None:
    ledger.add(PlaceName, name=name, plain_name=plain_name(name), kind=kind, **vars(point), loaded_at=now)
