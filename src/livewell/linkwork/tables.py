"""Introductions to link workers."""

from piccolo.columns import UUID, Array, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.journeys.tables import Journey
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class Introduction(Table, db=DB):
    """The coach brings a person and a link worker together."""

    id = UUID(primary_key=True)
    journey = ForeignKey(Journey, null=False, on_delete=OnDelete.restrict, index=True)
    link_worker = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict, index=True)
    status = Varchar(length=20, default="asked")
    how = Varchar(length=20)
    meeting_at = Timestamptz(null=True, default=None)
    reasons = Array(base_column=Varchar(length=20), default=list)
    summary = Text()
    person_agrees = Boolean()
    elsewhere_why = Text(default="", help_text="Why a link worker of another area.")
    no_goal_why = Text(default="", help_text="Why the coach's stage ended without a goal and a step.")
    asked_at = Timestamptz()
    asked_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    taken_on_at = Timestamptz(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None, help_text="The last answer: taken on, or handed back.")
    answered_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    answer_why = Text(default="")
    version = Integer(default=1)

    introduction_has_a_summary = Check(summary != "")
