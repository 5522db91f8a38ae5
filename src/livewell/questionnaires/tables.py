"""Which instruments somebody was asked to fill in, how, and by when."""

from piccolo.columns import UUID, Date, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.journeys.tables import Journey
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class Asking(Table, db=DB):
    """One instrument that one person was asked for: open until it is answered, declined or taken back."""

    id = UUID(primary_key=True)
    journey = ForeignKey(Journey, null=False, on_delete=OnDelete.restrict, index=True)
    instrument = Varchar(length=30)
    how = Varchar(length=10, help_text="space, link, paper, together, worker or score")
    reference = Varchar(length=12, null=True, default=None, unique=True, help_text="What stands on the paper one.")
    words = Text(default="", help_text="What the worker says beside it, to the person.")
    due_on = Date(null=True, default=None)
    asked_at = Timestamptz(index=True)
    asked_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    reminded_at = Timestamptz(null=True, default=None, help_text="The one reminder, when it was put on its way.")
    state = Varchar(length=10, default="open", index=True)
    score = UUID(null=True, default=None, help_text="The score that answered it.")
    ended_at = Timestamptz(null=True, default=None)

    ended_has_when = Check("(state = 'open') = (ended_at IS NULL)")
