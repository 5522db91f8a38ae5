"""What a link worker did for the community in a week, and the little miracles of it."""

from piccolo.columns import JSONB, UUID, Boolean, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from livewell.journeys.tables import Journey
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class WeeklyUpdate(Table, db=DB):
    """One week of one worker: what the house already knew, and what they wrote beside it."""

    id = UUID(primary_key=True)
    staff_user = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    week = Date(index=True, help_text="Its Monday.")
    state = Varchar(length=8, default="begun", index=True, help_text="begun, sent or away.")
    known = JSONB(default="{}", help_text="What was counted when it was sent: groups, contacts, visits, gaps, minutes.")
    groups_words = Text(default="")
    contacts = SmallInt(null=True, default=None, help_text="Contacts made in the community.")
    contacts_words = Text(default="")
    visits_words = Text(default="")
    gaps_words = Text(default="")
    opportunities = Text(default="")
    challenges_words = Text(default="")
    minutes = Integer(null=True, default=None, help_text="Given to the community that week.")
    away_why = Varchar(length=120, default="")
    reminded_at = Timestamptz(null=True, default=None)
    begun_at = Timestamptz()
    sent_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)

    each_week_once = Unique([staff_user, week])
    week_is_a_monday = Check("EXTRACT(ISODOW FROM week) = 1")


class LittleMiracle(Table, db=DB):
    """Something small that went well, told with the consent of whom it is about."""

    id = UUID(primary_key=True)
    weekly_update = ForeignKey(WeeklyUpdate, null=False, on_delete=OnDelete.restrict, index=True)
    words = Text()
    about_somebody = Boolean(default=False)
    journey = ForeignKey(Journey, null=True, default=None, on_delete=OnDelete.restrict)
    agreed = Boolean(default=False, help_text="Whom it is about agreed; without it only the team reads it.")
    reach = Varchar(length=10, default="team", help_text="team, reports or public: how far it may go.")
    named_as = Varchar(length=120, default="")
    wording_version = Varchar(length=20, default="")
    told_at = Timestamptz(index=True)
    withdrawn_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)

    miracle_has_words = Check("words <> '' OR withdrawn_at IS NOT NULL")
    goes_no_further_without_consent = Check("agreed OR NOT about_somebody OR reach = 'team'")
