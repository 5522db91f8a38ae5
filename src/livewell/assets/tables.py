"""Organisations and what they offer."""

from piccolo.columns import UUID, Array, Boolean, DoublePrecision, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.kit.db import DB


class Organisation(Table, db=DB):
    """Who runs it: a village hall committee, a library service, a parish council."""

    id = UUID(primary_key=True)
    name = Varchar(length=160)
    sector = Varchar(length=30, default="")

    organisation_has_a_name = Check(name != "")


class Asset(Table, db=DB):
    """Something the community already offers."""

    id = UUID(primary_key=True)
    name = Varchar(length=160)
    kind = Varchar(length=20)
    organisation = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    what = Text(help_text="What it is and what happens there, for somebody who has never been.")
    place_name = Varchar(length=160, default="")
    postcode = Varchar(length=10, default="")
    easting = Integer(null=True, default=None)
    northing = Integer(null=True, default=None)
    latitude = DoublePrecision(null=True, default=None)
    longitude = DoublePrecision(null=True, default=None)
    when = Text(default="", help_text="In words: Thursdays 1.30pm to 3pm.")
    cost = Varchar(length=160, default="", help_text="In words; empty when not known.")
    free = Boolean(null=True, default=None)
    who_for = Text(default="")
    access = Text(default="", help_text="Getting in and taking part, in words.")
    ways = Array(base_column=Varchar(length=20), default=list)
    contact_name = Varchar(length=120, default="")
    contact_phone = Varchar(length=30, default="")
    contact_email = Varchar(length=254, default="")
    website = Varchar(length=300, default="")
    published = Boolean(default=True)
    checked_at = Timestamptz(null=True, default=None, help_text="When somebody last made sure all of this is right.")
    created_at = Timestamptz()
    changed_at = Timestamptz()
    version = Integer(default=1)

    asset_has_a_name = Check(name != "")
    asset_says_what_it_is = Check(what != "")
