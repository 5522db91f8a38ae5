"""Messages between a person and their team."""

from piccolo.columns import UUID, Boolean, ForeignKey, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.journeys.tables import Journey
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class TeamMessage(Table, db=DB):
    """One message on one journey, from the person or to them. Never changed."""

    id = UUID(primary_key=True)
    journey = ForeignKey(Journey, null=False, on_delete=OnDelete.restrict, index=True)
    from_person = Boolean()
    staff_user = ForeignKey(
        StaffUser, null=True, default=None, on_delete=OnDelete.restrict, help_text="Who wrote it, when staff did."
    )
    words = Text()
    sent_at = Timestamptz(index=True)
    read_at = Timestamptz(null=True, default=None, help_text="By the other side, for the first time.")
    read_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)

    team_message_has_words = Check(words != "")
    team_message_has_a_sender = Check("from_person = (staff_user IS NULL)")
