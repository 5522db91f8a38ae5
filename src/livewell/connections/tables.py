"""Connections, their changes, and the times somebody went along."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from livewell.assets.tables import Asset
from livewell.coaching.tables import Goal
from livewell.journeys.tables import Journey
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class Connection(Table, db=DB):
    """A person and something in the community that may help with a goal."""

    id = UUID(primary_key=True)
    journey = ForeignKey(Journey, null=False, on_delete=OnDelete.restrict, index=True)
    goal = ForeignKey(Goal, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    status = Varchar(length=20, default="suggested")
    why_this = Text(default="", help_text="Why it may suit, in the person's words.")
    introduced_to = Varchar(length=120, default="", help_text="The named person who will look out for them.")
    note_for_group = Text(default="", help_text="What the group should know; only what the person agreed to.")
    note_agreed = Boolean(default=False)
    end_reason = Varchar(length=20, default="")
    end_note = Text(default="")
    made_at = Timestamptz()
    made_by = ForeignKey(
        StaffUser,
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
        help_text="Nobody when the person did it alone.",
    )
    version = Integer(default=1)


class ConnectionChange(Table, db=DB):
    """Every move: from, to, by, when."""

    id = UUID(primary_key=True)
    connection = ForeignKey(Connection, null=False, on_delete=OnDelete.restrict, index=True)
    from_status = Varchar(length=20, default="")
    to_status = Varchar(length=20)
    changed_at = Timestamptz()
    changed_by = ForeignKey(
        StaffUser,
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
        help_text="Nobody when the person did it alone.",
    )


class Visit(Table, db=DB):
    """One time the person went along."""

    id = UUID(primary_key=True)
    connection = ForeignKey(Connection, null=False, on_delete=OnDelete.restrict, index=True)
    went_on = Date()
    accompanied = Boolean(default=False)
    noted_at = Timestamptz()
    noted_by = ForeignKey(
        StaffUser,
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
        help_text="Nobody when the person did it alone.",
    )
    for_me = Varchar(length=10, default="", help_text="What the person said of it: yes, not_sure or no.")
