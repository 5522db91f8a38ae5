"""Areas, practices, service settings, wards, place names and school terms."""

from piccolo.columns import (
    JSONB,
    UUID,
    Boolean,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from livewell.kit.db import DB


class Area(Table, db=DB):
    """A part of the place with a team of its own: North, Central and South in Rushcliffe."""

    id = UUID(primary_key=True)
    name = Varchar(length=80, unique=True)
    boundary = JSONB(null=True, default=None, help_text="A GeoJSON Polygon or MultiPolygon, WGS 84.")
    position = Integer(default=0, help_text="The order in lists.")
    version = Integer(default=1)

    area_has_a_name = Check(name != "")


class Practice(Table, db=DB):
    """A GP practice whose people may come to Live Well."""

    id = UUID(primary_key=True)
    name = Varchar(length=120)
    ods_code = Varchar(length=12, unique=True, help_text="Organisation Data Service code.")
    area = ForeignKey(Area, null=False, on_delete=OnDelete.restrict)
    reply_email = Varchar(length=254, default="", help_text="Where word of referrals goes when nobody else is named.")
    phone = Varchar(length=30, default="")
    postcode = Varchar(length=10, default="")
    listed = Boolean(default=True, help_text="People registered here are eligible.")
    version = Integer(default=1)

    practice_has_a_name = Check(name != "")
    practice_has_a_code = Check(ods_code != "")


class ServiceSetting(Table, db=DB):
    """One choice the service has made, where it differs from what we ship."""

    key = Varchar(length=60, primary_key=True)
    value = Text()
    changed_at = Timestamptz()
    changed_by = UUID(null=True, default=None, help_text="The staff account; no key, for accounts stand above places.")


class Ward(Table, db=DB):
    """One electoral ward, as the Office for National Statistics draws it; loading it again replaces it by its code."""

    id = UUID(primary_key=True)
    code = Varchar(length=12, unique=True, help_text="ONS code: E05014965.")
    name = Varchar(length=80)
    district = Varchar(length=12, default="", help_text="ONS code of the local authority district, when the file said.")
    district_name = Varchar(length=80, default="", help_text="Its name: Rushcliffe, when the file said.")
    boundary = JSONB(help_text="A GeoJSON Polygon or MultiPolygon, WGS 84.")
    fingerprint = Varchar(length=64, help_text="SHA-256 of the boundary: the same drawing is kept in memory once.")
    easting = Integer(help_text="Metres east on the British National Grid of a point inside.")
    northing = Integer(help_text="Metres north of the same point.")
    latitude = DoublePrecision(help_text="Degrees north of the same point, WGS84.")
    longitude = DoublePrecision(help_text="Degrees east of the same point, WGS84.")
    west = DoublePrecision(help_text="The smallest longitude of the boundary.")
    south = DoublePrecision(help_text="The smallest latitude of the boundary.")
    east = DoublePrecision(help_text="The largest longitude of the boundary.")
    north = DoublePrecision(help_text="The largest latitude of the boundary.")
    position = Integer(default=0, help_text="The order in lists.")
    loaded_at = Timestamptz()

    ward_has_a_code = Check(code != "")
    ward_has_a_name = Check(name != "")


class PlaceName(Table, db=DB):
    """A town, a village, a ward or another place, to search near by its name."""

    id = UUID(primary_key=True)
    name = Varchar(length=80)
    plain_name = Varchar(length=80, help_text="The name as it is compared: small letters, no accents, no marks.")
    kind = Varchar(length=10, help_text="town, village, ward or other.")
    within = Varchar(length=80, default="", help_text="The district or county it lies in, when the list said.")
    plain_within = Varchar(length=80, default="", help_text="The same as it is compared.")
    easting = Integer(help_text="Metres east on the British National Grid.")
    northing = Integer(help_text="Metres north on the British National Grid.")
    latitude = DoublePrecision(help_text="Degrees north, WGS84.")
    longitude = DoublePrecision(help_text="Degrees east, WGS84.")
    loaded_at = Timestamptz()

    place_has_a_name = Check(plain_name != "")
    place_has_a_kind = Check("kind IN ('town', 'village', 'ward', 'other')")
    one_place_of_a_name_and_kind_in_a_district = Unique([plain_name, kind, plain_within])


class SchoolTerm(Table, db=DB):
    """The days between which schools are open, for groups that run in term time only."""

    id = UUID(primary_key=True)
    name = Varchar(length=60)
    first_on = Date()
    last_on = Date()
    version = Integer(default=1)

    term_has_a_name = Check(name != "")
    term_ends_after_it_begins = Check(first_on <= last_on)
