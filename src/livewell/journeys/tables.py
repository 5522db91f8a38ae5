"""Journeys, their changes of stage, and attempts to make contact."""

from typing import Any

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.kit.db import DB
from livewell.people.tables import Person
from livewell.places.tables import Area, Practice
from livewell.staff.tables import StaffUser


class Journey(Table, db=DB):
    """One person's time with Live Well, from accepted to closed. It knows no room above it."""

    id = UUID(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    area = ForeignKey(Area, null=False, on_delete=OnDelete.restrict, index=True)
    practice = ForeignKey(Practice, null=True, default=None, on_delete=OnDelete.restrict)
    stage = Varchar(length=20, default="contacting", index=True)
    health_coach = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    link_worker = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    opened_at = Timestamptz(index=True)
    first_contact_due_on = Date()
    reached_at = Timestamptz(null=True, default=None, help_text="The first time we spoke.")
    closed_at = Timestamptz(null=True, default=None)
    end_reason = Varchar(length=20, default="")
    end_planned = Boolean(null=True, default=None)
    previous: ForeignKey[Any] = ForeignKey(
        LazyTableReference("Journey", module_path=__name__), null=True, default=None, on_delete=OnDelete.restrict
    )
    version = Integer(default=1)

    journey_closed_has_a_reason = Check(
        (closed_at.is_null() & (end_reason == "")) | (closed_at.is_not_null() & (end_reason != ""))
    )


class StageChange(Table, db=DB):
    """Every move: from, to, by, when, why."""

    id = UUID(primary_key=True)
    journey = ForeignKey(Journey, null=False, on_delete=OnDelete.restrict, index=True)
    from_stage = Varchar(length=20, default="", help_text="Empty for the opening.")
    to_stage = Varchar(length=20)
    changed_at = Timestamptz()
    changed_by = UUID(null=True, default=None)
    why = Text(default="")


class ContactAttempt(Table, db=DB):
    """One try at making contact, and how it went."""

    id = UUID(primary_key=True)
    journey = ForeignKey(Journey, null=False, on_delete=OnDelete.restrict, index=True)
    tried_at = Timestamptz()
    tried_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    method = Varchar(length=10)
    outcome = Varchar(length=20)
    note = Text(default="")
