"""What a coach or link worker thought about a session, for themself."""

from piccolo.columns import JSONB, UUID, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from livewell.kit.db import DB
from livewell.sessions.tables import Session
from livewell.staff.tables import StaffUser


class Reflection(Table, db=DB):
    """One worker's look back at one session. Nobody else reads it until they share it, and then only who supervises them."""

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, on_delete=OnDelete.restrict, unique=True)
    worker = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict, index=True)
    themes = JSONB(default="{}", help_text="Theme -> yes, partly, next_time or not_this_time.")
    words = Text(default="")
    made_at = Timestamptz(index=True)
    changed_at = Timestamptz()
    shared_at = Timestamptz(null=True, default=None)
    shared_with = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)
