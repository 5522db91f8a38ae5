"""What the people who work here know and care about, and what they learn for it."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class Interest(Table, db=DB):
    """One thing that somebody of the team is the one to ask about, from when until when."""

    id = UUID(primary_key=True)
    staff_user = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict, index=True)
    area = Varchar(length=120, help_text="What it is: older people, social media, hoarding.")
    basis = Varchar(length=12, help_text="life, employment, interest, hobby or culture.")
    words = Text(default="", help_text="What they offer to colleagues.")
    leads_on = Varchar(length=12, default="", help_text="The part of Live Well they lead on; empty for none.")
    since_on = Date()
    until_on = Date(null=True, default=None)
    noted_at = Timestamptz()
    version = Integer(default=1)

    interest_has_an_area = Check(area != "")
    interest_ends_after_it_began = Check("until_on IS NULL OR until_on >= since_on")


class InterestStep(Table, db=DB):
    """One step of somebody's development plan for an interest."""

    id = UUID(primary_key=True)
    interest = ForeignKey(Interest, null=False, on_delete=OnDelete.restrict, index=True)
    words = Text()
    training = Varchar(length=160, default="", help_text="The course or the person it is learned from.")
    due_on = Date(null=True, default=None)
    done_on = Date(null=True, default=None)
    noted_at = Timestamptz()
    version = Integer(default=1)

    interest_step_says_what = Check(words != "")


class InterestTalk(Table, db=DB):
    """An interest was spoken of in supervision. Both who were there may read it, nobody else."""

    id = UUID(primary_key=True)
    interest = ForeignKey(Interest, null=False, on_delete=OnDelete.restrict, index=True)
    held_on = Date()
    supervisor = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    words = Text()
    agreed = Text(default="")
    training_agreed = Boolean(default=False)
    noted_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)

    interest_talk_says_what = Check(words != "")
