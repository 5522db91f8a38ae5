"""Reviews and endings."""

from piccolo.columns import UUID, Array, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.journeys.tables import Journey
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class Review(Table, db=DB):
    """One look back and ahead, at any time. The ratings of goals are kept with the goals."""

    id = UUID(primary_key=True)
    journey = ForeignKey(Journey, null=False, on_delete=OnDelete.restrict, index=True)
    persons_words = Text(default="", help_text="What the person says of it.")
    agreed = Text(default="", help_text="What was agreed for the time until the next one.")
    groups_now = Integer(null=True, default=None)
    reviewed_at = Timestamptz()
    reviewed_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)


class Ending(Table, db=DB):
    """The last review of a journey. One for each, written when it closes."""

    id = UUID(primary_key=True)
    journey = ForeignKey(Journey, null=False, on_delete=OnDelete.restrict, unique=True)
    groups_before = Integer(null=True, default=None, help_text="Groups the person belonged to at the start.")
    groups_now = Integer(null=True, default=None)
    what_next = Array(base_column=Varchar(length=20), default=list)
    what_next_detail = Text(default="")
    may_contact_about_volunteering = Boolean(default=False)
    expectation = Varchar(length=12)
    expectation_words = Text(default="")
    persons_words = Text(default="", help_text="What the person says of their time with Live Well.")
    may_share_words = Boolean(default=False)
    summary = Text(default="", help_text="For the referrer: what was done and what came of it.")
    ask_of_practice = Text(default="", help_text="Empty when nothing is needed from the practice.")
    written_at = Timestamptz()
    written_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)


class Reopening(Table, db=DB):
    """Why a journey followed one that had ended."""

    id = UUID(primary_key=True)
    journey = ForeignKey(Journey, null=False, on_delete=OnDelete.restrict, unique=True, help_text="The new one.")
    why = Text()
    reopened_at = Timestamptz()
    reopened_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)

    reopening_says_why = Check(why != "")
