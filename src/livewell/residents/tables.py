"""A person's own space: visits to it, the codes that open it, and what they ask of their team there."""

from piccolo.columns import UUID, Boolean, Bytea, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
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
    code_hash = Bytea(index=True, help_text="Keyed: of a text, also bound to the browser that asked for it.")
    how = Varchar(length=10, help_text="text or paper")
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    ends_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class WayInAsked(Table, db=DB):
    """
    Something that waits to go to an address: a way in that somebody asked for, or word that an address was changed.

    It is written down whether or not anybody has the address, and is gone as soon as it has been looked at.
    """

    id = UUID(primary_key=True)
    how = Varchar(length=10, help_text="email, text, or changed for a notice")
    sent_to = Varchar(length=254)
    person = ForeignKey(
        Person, null=True, default=None, on_delete=OnDelete.restrict, help_text="Known when the team sends it."
    )
    browser_hash = Bytea(default=b"", help_text="Of the browser that asked for a text.")
    asked_at = Timestamptz(index=True)

    way_in_goes_somewhere = Check(sent_to != "")


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
