"""Meetings of groups, their parts, the register of names, and what people say of a listing."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from livewell.assets.tables import Asset
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class Gathering(Table, db=DB):
    """A group met, and somebody wrote down who came or how many."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict)
    met_on = Date()
    starts = SmallInt(null=True, default=None, help_text="A minute of the London day; empty when nobody said.")
    newcomers = SmallInt(null=True, default=None, help_text="How many came for the first time; empty when not known.")
    note = Text(default="")
    recorded_at = Timestamptz()
    recorded_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    recorded_by_name = Varchar(length=160, help_text="Those who run a group have no account.")
    changed_at = Timestamptz()
    version = Integer(default=1)

    each_meeting_once = Unique([asset, met_on, starts], nulls_distinct=False)
    minute_is_of_a_day = Check("starts BETWEEN 0 AND 1439")
    newcomers_are_people = Check("newcomers >= 0")


class GatheringPart(Table, db=DB):
    """One part of a meeting, such as the walk or the tea, and how many heads were counted."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, null=False, on_delete=OnDelete.restrict)
    label = Varchar(length=60)
    heads = SmallInt(null=True, default=None, help_text="Empty when nobody counted.")
    position = SmallInt(default=0)

    each_part_once = Unique([gathering, position])
    heads_are_people = Check("heads >= 0")


class Attender(Table, db=DB):
    """A name in the register of a group, as the group says it. It leads to no record of a person."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    name = Varchar(length=80)
    since_on = Date(help_text="When the register first had the name.")
    left_on = Date(null=True, default=None)
    erased_at = Timestamptz(null=True, default=None, help_text="When the name was taken out; the counts stay.")
    version = Integer(default=1)

    erased_means_no_name = Check("(name = '') = (erased_at IS NOT NULL)")


class GatheringAttender(Table, db=DB):
    """Somebody of the register was at a meeting."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, null=False, on_delete=OnDelete.restrict)
    attender = ForeignKey(Attender, null=False, on_delete=OnDelete.restrict, index=True)

    each_once = Unique([gathering, attender])


class AssetComment(Table, db=DB):
    """What somebody of the place says of a listing: stars from 1 to 5, and words. Nothing is shown until it is approved."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    overall = SmallInt()
    welcome = SmallInt(null=True, default=None)
    access = SmallInt(null=True, default=None)
    words = Text(default="")
    first_name = Varchar(length=40, default="")
    urgent = Boolean(default=False, help_text="The words may be about somebody in danger.")
    state = Varchar(length=12, default="waiting", index=True)
    reason = Varchar(length=24, default="", help_text="Why it is not shown.")
    said_at = Timestamptz()
    decided_at = Timestamptz(null=True, default=None)
    decided_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)

    decided_has_when = Check("(state = 'waiting') = (decided_at IS NULL)")
    declined_has_why = Check("(state = 'declined') = (reason <> '')")
    stars_are_one_to_five = Check(
        "overall BETWEEN 1 AND 5 AND welcome BETWEEN 1 AND 5 AND access BETWEEN 1 AND 5",
    )


class CommentAnswer(Table, db=DB):
    """What those who run it answer to a comment, once."""

    id = UUID(primary_key=True)
    comment = ForeignKey(AssetComment, null=False, on_delete=OnDelete.restrict, unique=True)
    words = Text()
    by_name = Varchar(length=160, help_text="Who wrote it down.")
    state = Varchar(length=12, default="waiting", index=True)
    answered_at = Timestamptz()
    decided_at = Timestamptz(null=True, default=None)
    decided_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)

    answer_has_words = Check(words != "")
    decided_has_when = Check("(state = 'waiting') = (decided_at IS NULL)")
