"""
The directory in the shape of Open Referral UK 3.0 (https://openreferraluk.org/): organisations, what they offer
(an asset is a service there), locations, and an asset at a location; and what keeps the directory true.
"""

from typing import Any

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    Boolean,
    Bytea,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    Numeric,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.kit.db import DB


class Organisation(Table, db=DB):
    """Who runs it: a village hall committee, a library service, a parish council."""

    id = UUID(primary_key=True)
    name = Varchar(length=160)
    what = Text(default="", help_text="What it is and does.")
    sector = Varchar(length=30, default="")
    email = Varchar(length=254, default="", help_text="A mailbox of the organisation, shown to everybody.")
    phone = Varchar(length=30, default="")
    website = Varchar(length=300, default="")
    charity_number = Varchar(length=12, default="")
    company_number = Varchar(length=12, default="")
    source = Varchar(length=20, default="team")
    created_at = Timestamptz()
    changed_at = Timestamptz(index=True)
    version = Integer(default=1)

    organisation_has_a_name = Check(name != "")


class Location(Table, db=DB):
    """A place where things happen; several listings may share it."""

    id = UUID(primary_key=True)
    name = Varchar(length=160, default="")
    address = Varchar(length=300, default="", help_text="Street and number.")
    town = Varchar(length=80, default="")
    county = Varchar(length=80, default="")
    postcode = Varchar(length=10, default="", index=True)
    uprn = Varchar(length=12, default="", help_text="Unique Property Reference Number.")
    easting = Integer(null=True, default=None)
    northing = Integer(null=True, default=None)
    latitude = DoublePrecision(null=True, default=None)
    longitude = DoublePrecision(null=True, default=None)
    ward = Varchar(length=12, default="", help_text="The ONS code of the ward it lies in.")
    district = Varchar(length=12, default="", help_text="The ONS code of the district it lies in.")
    features = Array(base_column=Varchar(length=20), default=list)
    access = Text(default="", help_text="Getting in, in words.")
    access_url = Varchar(length=300, default="")
    getting_there = Text(default="")
    hidden = Boolean(default=False, help_text="Its address is for those who work here alone.")
    changed_at = Timestamptz()


class Asset(Table, db=DB):
    """Something the community already offers: a service in HSDS-UK 3.0."""

    id = UUID(primary_key=True)
    name = Varchar(length=160)
    kind = Varchar(length=20)
    organisation = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    what = Text(help_text="What it is and what happens there, for somebody who has never been.")
    first_time = Text(default="", help_text="What to expect the first time.")
    who_you_meet = Text(default="")
    when_words = Text(default="", help_text="Every time it happens, in words; made from its times.")
    when_note = Text(default="", help_text="About its times, where patterns do not say it.")
    delivery = Array(base_column=Varchar(length=10), default=list)
    who_for = Text(default="")
    audiences = Array(base_column=Varchar(length=24), default=list)
    minimum_age = SmallInt(null=True, default=None)
    maximum_age = SmallInt(null=True, default=None)
    needs = Array(base_column=Varchar(length=40), default=list)
    activities = Array(base_column=Varchar(length=40), default=list)
    ways = Array(base_column=Varchar(length=20), default=list)
    languages = Array(base_column=Varchar(length=8), default=list)
    features = Array(base_column=Varchar(length=20), default=list)
    access = Text(default="", help_text="Taking part, in words.")
    free = Boolean(null=True, default=None)
    cost_note = Text(default="", help_text="What it costs, in words; empty when not known.")
    joining = Varchar(length=10, default="")
    joining_note = Text(default="")
    capacity = Varchar(length=14, default="")
    places_left = SmallInt(null=True, default=None)
    capacity_note = Text(default="")
    group_size = SmallInt(null=True, default=None)
    safeguarding = Text(default="")
    website = Varchar(length=300, default="")
    alert = Text(default="", help_text="A short notice on top of the listing.")
    running = Varchar(length=20, default="active")
    published = Boolean(default=True)
    source = Varchar(length=20, default="team", help_text="Where it came from first.")
    merged_into: ForeignKey[Any] = ForeignKey("self", null=True, default=None, on_delete=OnDelete.restrict)
    # What is known of how true it is; each has its own record in the room that found it out.
    assured_at = Timestamptz(null=True, default=None, help_text="When somebody last made sure all of this is right.")
    assured_how = Varchar(length=12, default="")
    assured_until = Date(null=True, default=None)
    owner_confirmed_at = Timestamptz(null=True, default=None)
    met_on = Date(null=True, default=None, help_text="The last day on which somebody counted who came.")
    open_problems = SmallInt(default=0, help_text="Reports that something is wrong, not yet answered.")
    used = Integer(default=0, help_text="How often people were connected with it in the last year.")
    answers_days = SmallInt(null=True, default=None, help_text="Days it usually takes to hear back.")
    trust = SmallInt(default=0, help_text="0 to 100; see rules/trust.py.")
    created_at = Timestamptz()
    changed_at = Timestamptz(index=True)
    version = Integer(default=1)

    asset_has_a_name = Check(name != "")
    asset_says_what_it_is = Check(what != "")


class AssetAtLocation(Table, db=DB):
    """An asset at one of its places: a service at location in HSDS-UK 3.0."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    location = ForeignKey(Location, null=False, on_delete=OnDelete.restrict, index=True)
    meeting_point = Varchar(length=200, default="")
    position = SmallInt(default=0)


class Schedule(Table, db=DB):
    """One pattern of times: see rules/times.py for what a pattern says."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    at_location = ForeignKey(AssetAtLocation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    pattern = JSONB(help_text="rules/times.py, as_json.")
    position = SmallInt(default=0)


class Contact(Table, db=DB):
    """Whom to ask for."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    name = Varchar(length=120, default="")
    role = Varchar(length=120, default="")
    phone = Varchar(length=30, default="")
    email = Varchar(length=254, default="")
    shown = Boolean(default=True, help_text="Whether everybody may read it.")
    position = SmallInt(default=0)


class CostOption(Table, db=DB):
    """One price."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    option = Varchar(length=160, default="")
    amount = Numeric(digits=(8, 2), null=True, default=None, help_text="Pounds.")
    words = Varchar(length=160, default="")
    position = SmallInt(default=0)


class ServiceArea(Table, db=DB):
    """Where it comes to, or takes people from."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    name = Varchar(length=160, default="")
    codes = Array(base_column=Varchar(length=12), default=list, help_text="ONS codes of wards and districts.")
    polygon = JSONB(null=True, default=None, help_text="A GeoJSON Polygon or MultiPolygon, WGS 84.")
    everywhere = Boolean(default=False)
    position = SmallInt(default=0)


class Photo(Table, db=DB):
    """A photograph of it, made safe and small, with words for those who cannot see it."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    alt = Varchar(length=200, help_text="What it shows.")
    media_type = Varchar(length=20)
    width = Integer()
    height = Integer()
    data = Bytea()
    thumbnail = Bytea()
    position = SmallInt(default=0)
    added_at = Timestamptz()

    photo_has_words = Check(alt != "")


class Term(Table, db=DB):
    """A need or an activity of our own vocabulary, with the other words people use for it."""

    id = UUID(primary_key=True)
    code = Varchar(length=40, unique=True)
    taxonomy = Varchar(length=12, help_text="needs or activities.")
    name = Varchar(length=80)
    what = Text(default="")
    parent = Varchar(length=40, default="", help_text="The code of the wider term.")
    synonyms = Array(base_column=Varchar(length=60), default=list)
    retired = Boolean(default=False)
    changed_at = Timestamptz()
    version = Integer(default=1)

    term_has_a_name = Check(name != "")


class ListingVersion(Table, db=DB):
    """A listing as it was before it was changed. Rows are never changed."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    number = Integer()
    listing = JSONB(help_text="rules/listing.py, as_json.")
    replaced_at = Timestamptz()
    replaced_by = Varchar(length=160, help_text="Who changed it then, in words.")
    why = Varchar(length=20, help_text="A code: edited, approved, restored, imported, merged.")


class ProposedChange(Table, db=DB):
    """What somebody outside the team would like a listing to say; it waits for a link worker where it must."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    organisation = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict)
    listing = JSONB(help_text="The whole listing as proposed; rules/listing.py, as_json.")
    based_on = Integer(null=True, default=None, help_text="The version it began from.")
    fields = Array(base_column=Varchar(length=30), default=list, help_text="Those that wait.")
    source = Varchar(length=20, default="owner")
    proposed_at = Timestamptz(index=True)
    proposed_by = Varchar(length=160, help_text="Who asks, in words.")
    reply_to = Varchar(length=254, default="", help_text="Where to say what was decided.")
    state = Varchar(length=12, default="waiting")
    decided_at = Timestamptz(null=True, default=None)
    decided_by = UUID(null=True, default=None, help_text="The staff account.")
    sentence = Text(default="", help_text="What they were told.")
    version = Integer(default=1)

    decided_has_when = Check("(state = 'waiting') = (decided_at IS NULL)")


class Assurance(Table, db=DB):
    """Somebody made sure that a listing is right: who, when, how, what, and until when. Rows are never changed."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    how = Varchar(length=12)
    what = Array(base_column=Varchar(length=30), default=list, help_text="What was checked.")
    done_at = Timestamptz()
    done_by = UUID(null=True, default=None, help_text="The staff account; empty for the owner.")
    done_by_name = Varchar(length=160)
    until = Date()
    listing_version = Integer()
    note = Text(default="")


class SearchRow(Table, db=DB):
    """
    What a search looks at: one row per published asset and place, or per published asset that is at no place.

    Made with the listing in one transaction, and made again by `livewell index`; migrations/m0010 adds the words
    (tsvector), the weekly minutes and the dated times (ranges), which Piccolo has no columns for, and the marks of
    rules/found_at.py.
    """

    id = UUID(primary_key=True, help_text="The asset at its location, or the asset.")
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    easting = Integer(null=True, default=None)
    northing = Integer(null=True, default=None)
    ward = Varchar(length=12, default="")
    kind = SmallInt(help_text="The place of the kind in AssetKind.")
    ways = Integer(default=0, help_text="A bit for each Way.")
    audiences = Integer(default=0, help_text="A bit for each audience.")
    features = Integer(default=0, help_text="A bit for each feature of the group and of the place.")
    delivery = Integer(default=0, help_text="A bit for each way it reaches people.")
    languages = Integer(default=0, help_text="A bit for each language.")
    minimum_age = SmallInt(default=0)
    maximum_age = SmallInt(default=200)
    free = SmallInt(default=-1, help_text="1 free, 0 not, -1 not known.")
    capacity = SmallInt(default=0, help_text="The place of the capacity in Capacity, from 1; 0 not said.")
    terms = Array(base_column=Varchar(length=40), default=list)
    covers = Array(
        base_column=Varchar(length=12), default=list, help_text="Codes of wards and districts; * everywhere."
    )
    trust = SmallInt(default=0)
    assured_on = Date(null=True, default=None)
    next_at = Timestamptz(null=True, default=None)
    good_until = Date(
        null=True, default=None, help_text="The last day on which its times are right without making it again."
    )


class Word(Table, db=DB):
    """A word that listings use, against which what people type is corrected and completed."""

    word = Varchar(length=60, primary_key=True)
    seen = Integer(default=1)
