"""Sessions, and what was agreed in them."""

from piccolo.columns import UUID, Array, Boolean, Bytea, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.assets.tables import Asset
from livewell.journeys.tables import Journey
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class Session(Table, db=DB):
    """One meeting of a person with their coach or link worker."""

    id = UUID(primary_key=True)
    journey = ForeignKey(Journey, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20)
    worker = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict, index=True)
    status = Varchar(length=20, default="booked")
    planned_for = Timestamptz(index=True)
    minutes = Integer(default=45)
    place = Varchar(length=20)
    place_detail = Varchar(length=200, default="")
    asset = ForeignKey(
        Asset, null=True, default=None, on_delete=OnDelete.restrict, help_text="Where we went along together."
    )
    purposes = Array(base_column=Varchar(length=20), default=list)
    notes = Text(default="", help_text="For the team; never shown to the referrer.")
    shared_note = Text(default="", help_text="What the person is happy for the referrer to read.")
    cancelled_by = Varchar(length=10, default="")
    why = Text(default="", help_text="Why it was missed or cancelled, kindly.")
    beyond_guide_why = Text(default="")
    booked_at = Timestamptz()
    booked_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    settled_at = Timestamptz(null=True, default=None, help_text="When it was marked held, missed or cancelled.")
    sequence = Integer(default=0, help_text="Goes up when the booking moves: the calendar's SEQUENCE.")
    version = Integer(default=1)

    noted_at = Timestamptz(null=True, default=None, help_text="When the note as it stands was written.")

    session_has_minutes = Check(minutes > 0)


class SessionAction(Table, db=DB):
    """Something somebody said they would do."""

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, on_delete=OnDelete.restrict, index=True)
    what = Varchar(length=300)
    by_person = Boolean(default=True, help_text="True when the person will do it, false when the worker will.")
    due_on = Date(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)

    session_action_says_what = Check(what != "")


class SessionCorrection(Table, db=DB):
    """What a note said before it was put right. Never changed."""

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, on_delete=OnDelete.restrict, index=True)
    notes = Text(default="")
    shared_note = Text(default="")
    written_at = Timestamptz(help_text="When these words were written.")
    corrected_at = Timestamptz()
    corrected_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)


class DiaryLink(Table, db=DB):
    """A secret address of one's own diary, for a calendar program. Only the SHA-256 of its token is kept."""

    id = UUID(primary_key=True)
    staff_user = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict, index=True)
    token_hash = Bytea(unique=True)
    made_at = Timestamptz()
    revoked_at = Timestamptz(null=True, default=None)
