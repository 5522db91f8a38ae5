"""Visits and what follows from them, reports that something is wrong, use by month, and listings that may be one."""

from piccolo.columns import UUID, Array, Boolean, Date, ForeignKey, Integer, Real, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from livewell.assets.tables import Asset
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class AssetVisit(Table, db=DB):
    """Somebody of the team goes to see something the community offers: planned, done or called off."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    visitor = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict, index=True)
    state = Varchar(length=12, default="planned")
    planned_on = Date(null=True, default=None)
    visited_on = Date(null=True, default=None)
    met = Varchar(length=200, default="", help_text="Who was met there.")
    explained = Boolean(null=True, default=None, help_text="Whether Live Well was explained.")
    materials = Varchar(length=300, default="", help_text="What was left there.")
    serves = Text(default="", help_text="Who it serves.")
    offers = Text(default="", help_text="What it offers.")
    access = Text(default="", help_text="How accessible it is, in words.")
    features = Array(base_column=Varchar(length=20), default=list)
    languages = Array(base_column=Varchar(length=8), default=list)
    welcoming = Boolean(null=True, default=None, help_text="Whether people with long-term conditions are made welcome.")
    group_size = SmallInt(null=True, default=None)
    cost = Varchar(length=200, default="")
    wishes = Text(default="", help_text="What they would like from Live Well, in their words.")
    says = Varchar(length=10, default="", help_text="What the visit says of the listing.")
    began_listing = Boolean(default=False, help_text="There was no listing before.")
    made_at = Timestamptz()
    recorded_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)

    done_says_when = Check("(state = 'done') = (visited_on IS NOT NULL)")
    planned_says_when = Check("state = 'done' OR planned_on IS NOT NULL")


class VisitFollowOn(Table, db=DB):
    """One thing that those who run it would like, until somebody has done it."""

    id = UUID(primary_key=True)
    visit = ForeignKey(AssetVisit, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20)
    done_at = Timestamptz(null=True, default=None)
    done_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    sentence = Varchar(length=300, default="", help_text="What came of it.")

    one_of_each = Unique([visit, kind])


class ProblemReport(Table, db=DB):
    """Somebody says that something in a listing is wrong."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    topic = Varchar(length=20)
    words = Text(default="")
    reply_to = Varchar(length=254, default="", help_text="Where to answer; forgotten once the answer is sent.")
    wants_answer = Boolean(default=False)
    urgent = Boolean(default=False, help_text="The words may be about somebody in danger.")
    state = Varchar(length=12, default="waiting", index=True)
    sentence = Text(default="", help_text="What was answered.")
    reported_at = Timestamptz(index=True)
    decided_at = Timestamptz(null=True, default=None)
    decided_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    told_at = Timestamptz(null=True, default=None, help_text="When the answer was sent.")
    version = Integer(default=1)

    decided_has_when = Check("(state = 'waiting') = (decided_at IS NULL)")


class AssetUse(Table, db=DB):
    """How often people were connected with something in one month. No person is named."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict)
    month = Date(index=True, help_text="Its first day.")
    times = Integer(default=0)

    one_count_a_month = Unique([asset, month])


class LikelyDuplicate(Table, db=DB):
    """Two listings that may be one, and what somebody decided."""

    id = UUID(primary_key=True)
    one = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, help_text="The one with the smaller id.")
    other = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    likeness = Real(help_text="How alike the names are, 0 to 1.")
    metres = Integer(null=True, default=None)
    same_phone = Boolean(default=False)
    same_email = Boolean(default=False)
    state = Varchar(length=10, default="open", index=True)
    kept = ForeignKey(Asset, null=True, default=None, on_delete=OnDelete.restrict, help_text="Whose address was kept.")
    kept_version = Integer(
        null=True, default=None, help_text="Its version before it took the other's words; else none."
    )
    brought = Array(base_column=UUID(), default=list, help_text="What was one with the other already, and came along.")
    found_at = Timestamptz()
    decided_at = Timestamptz(null=True, default=None)
    decided_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)

    each_pair_once = Unique([one, other])
    smaller_first = Check("one < other")
    open_or_decided = Check("(state = 'open') = (decided_at IS NULL)")
