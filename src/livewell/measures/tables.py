"""One table of scores, whatever the instrument."""

from piccolo.columns import UUID, Array, ForeignKey, Integer, Numeric, SmallInt, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.kit.db import DB
from livewell.people.tables import Person
from livewell.staff.tables import StaffUser


class Score(Table, db=DB):
    """One person's score on one instrument on one day, or the reason there is none. Never changed: a correction is a new row."""

    id = UUID(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    journey = UUID(index=True, help_text="The journey it was taken in; journeys stand above measures.")
    instrument = Varchar(length=20, help_text="pam")
    score = Numeric(digits=(4, 1), null=True, default=None)
    level = SmallInt(null=True, default=None)
    cuts = Varchar(length=40, default="", help_text="The version of the cut-points the level was read from.")
    not_done = Varchar(
        length=20, default="", help_text="declined, not_done or not_suitable; empty when there is a score."
    )
    not_done_why = Varchar(length=300, default="")
    how = Varchar(length=20, default="score_only")
    flags = Array(base_column=Varchar(length=30), default=list)
    taken_at = Timestamptz()
    noted_at = Timestamptz(help_text="When it was written down.")
    taken_by = ForeignKey(StaffUser, null=True, on_delete=OnDelete.restrict)
    replaces = UUID(null=True, default=None, help_text="The score this one corrects.")
    sequence = Integer(default=1, help_text="1 is the baseline of this journey.")

    score_or_reason = Check((score.is_not_null() & (not_done == "")) | (score.is_null() & (not_done != "")))
