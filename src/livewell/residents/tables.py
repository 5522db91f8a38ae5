"""A person's own space: visits to it, the codes that open it, and what they ask of their team there."""

from piccolo.columns import UUID, Boolean, Bytea, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from livewell.kit.db import DB
from livewell.people.tables import Person
from livewell.sessions.tables import Session
from livewell.staff.tables import StaffUser


class ResidentVisit(Table, db=DB):
    """One browser in which somebody is in their own space. Only the SHA-256 of its token is kept."""

    id = UUID(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    token_hash = Bytea(unique=True)
    came_how = Varchar(length=10, help_text="email, text or paper")
    shared_device = Boolean(default=False)
    idle_seconds = Integer()
    came_at = Timestamptz()
    last_seen_at = Timestamptz()
    ends_at = Timestamptz()
    left_at = Timestamptz(null=True, default=None)
    browser = Varchar(length=200, default="")


class ResidentCode(Table, db=DB):
    """A one-time code that opens somebody's own space: sent by text, or printed and handed over."""

    id = UUID(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    code_hash = Bytea(index=True)
    how = Varchar(length=10, help_text="text or paper")
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    ends_at = Timestamptz()
    tries = SmallInt(default=0)
    used_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class SessionWish(Table, db=DB):
    """Somebody asked for a session to be moved or called off."""

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, on_delete=OnDelete.restrict, index=True)
    what = Varchar(length=10, help_text="move or cancel")
    words = Text(default="")
    asked_at = Timestamptz(index=True)
    answered_at = Timestamptz(null=True, default=None)
    answered_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    answer = Text(default="", help_text="What the worker said to the person.")
