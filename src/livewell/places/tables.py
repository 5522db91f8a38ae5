"""Areas, practices and service settings."""

from piccolo.columns import JSONB, UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
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
