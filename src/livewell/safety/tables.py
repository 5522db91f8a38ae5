"""Safety matters and every step taken on them."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.kit.db import DB
from livewell.people.tables import Person
from livewell.staff.tables import StaffUser


class SafetyMatter(Table, db=DB):
    """Something that cannot wait for the next session."""

    id = UUID(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    journey = UUID(null=True, default=None, index=True, help_text="Journeys stand above safety.")
    area = UUID(null=True, default=None, index=True, help_text="Whose team answers.")
    kind = Varchar(length=20)
    urgent = Boolean(default=False)
    duty = ForeignKey(
        StaffUser, null=True, default=None, on_delete=OnDelete.restrict, help_text="The duty contact it was opened for."
    )
    raised_from = Varchar(length=20, help_text="session, assessment, referral, record, measure")
    what = Text()
    done_so_far = Text(default="")
    status = Varchar(length=20, default="raised")
    raised_at = Timestamptz()
    raised_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    due_at = Timestamptz()
    acknowledged_at = Timestamptz(null=True, default=None)
    acknowledged_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    closed_at = Timestamptz(null=True, default=None)
    closed_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    outcome = Text(default="")
    last_reminded_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)

    safety_matter_says_what = Check(what != "")


class SafetyStep(Table, db=DB):
    """One thing that was done about it."""

    id = UUID(primary_key=True)
    matter = ForeignKey(SafetyMatter, null=False, on_delete=OnDelete.restrict, index=True)
    what = Text()
    done_at = Timestamptz()
    done_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)

    safety_step_says_what = Check(what != "")
