"""Volunteers at work: who is asked for, who is matched with whom, the rota, hours, costs, supervision and thanks."""

from piccolo.columns import UUID, Array, Boolean, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from livewell.assets.tables import Asset
from livewell.journeys.tables import Journey
from livewell.kit.db import DB
from livewell.people.tables import Person
from livewell.staff.tables import StaffUser
from livewell.volunteers.tables import Volunteer, VolunteerRole


class BefrienderAsked(Table, db=DB):
    """A worker asks for company for somebody, with only what that person agreed to say."""

    id = UUID(primary_key=True)
    journey = ForeignKey(Journey, null=False, on_delete=OnDelete.restrict, index=True)
    first_name = Varchar(length=80, help_text="As they like to be called.")
    ward = Varchar(
        length=12, default="", help_text="Nothing nearer than a ward; empty when their address is protected."
    )
    times = Array(base_column=Varchar(length=20), default=list)
    languages = Array(base_column=Varchar(length=10), default=list)
    interests = Array(base_column=Varchar(length=40), default=list)
    access = Array(
        base_column=Varchar(length=20), default=list, help_text="What a befriender needs to be able to help with."
    )
    words = Text(default="", help_text="What they would like a befriender to know.")
    agreed_at = Timestamptz(help_text="When the person agreed to be asked for.")
    state = Varchar(length=10, default="open", index=True, help_text="open, matched, ended or taken_back.")
    asked_at = Timestamptz(index=True)
    asked_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    ended_why = Text(default="")
    version = Integer(default=1)


class DoNotMatch(Table, db=DB):
    """A volunteer and a person who are never brought together. Why, only the safety team reads."""

    id = UUID(primary_key=True)
    volunteer = ForeignKey(Volunteer, null=False, on_delete=OnDelete.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    why = Text()
    noted_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    ended_at = Timestamptz(null=True, default=None)

    one_row_for_a_pair = Unique([volunteer, person])


class Placement(Table, db=DB):
    """A volunteer in a role: with one person, or with a group."""

    id = UUID(primary_key=True)
    volunteer = ForeignKey(Volunteer, null=False, on_delete=OnDelete.restrict, index=True)
    role = ForeignKey(VolunteerRole, null=False, on_delete=OnDelete.restrict, index=True)
    asked = ForeignKey(BefrienderAsked, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    asset = ForeignKey(Asset, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    leads = Boolean(default=False, help_text="They lead the group.")
    state = Varchar(
        length=10, default="proposed", index=True, help_text="proposed, active, stopped, ended or declined."
    )
    why_them = Text(default="", help_text="Why they may suit, as it was explained.")
    volunteer_agreed_at = Timestamptz(null=True, default=None)
    person_agreed_at = Timestamptz(null=True, default=None, help_text="Said to a worker, or in their own space.")
    begins_on = Date(null=True, default=None)
    review_on = Date(null=True, default=None, index=True)
    stopped_why = Varchar(length=20, default="", help_text="check, training, concern, paused or asked.")
    ended_on = Date(null=True, default=None)
    ended_why = Text(default="")
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    version = Integer(default=1)

    for_a_person_or_a_group = Check("num_nonnulls(asked, asset) <= 1")


class Shift(Table, db=DB):
    """One time a volunteer is needed: at a group, a café, or with one person alone."""

    id = UUID(primary_key=True)
    role = ForeignKey(VolunteerRole, null=False, on_delete=OnDelete.restrict, index=True)
    placement = ForeignKey(Placement, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    asset = ForeignKey(Asset, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    volunteer = ForeignKey(Volunteer, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    starts_at = Timestamptz(index=True)
    ends_at = Timestamptz()
    place = Varchar(length=200, default="", help_text="A public place, or empty; never somebody's address.")
    what = Varchar(length=160, default="")
    alone = Boolean(default=False, help_text="A lone visit: somebody looks out for the end of it.")
    state = Varchar(length=10, default="open", help_text="open, taken, swap, done, missed or cancelled.")
    checked_in_at = Timestamptz(null=True, default=None)
    checked_out_at = Timestamptz(null=True, default=None)
    alerted_at = Timestamptz(null=True, default=None, help_text="When somebody was told that they had not come back.")
    alert_settled_at = Timestamptz(null=True, default=None)
    alert_settled_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    alert_words = Text(default="")
    made_at = Timestamptz()
    version = Integer(default=1)

    shift_ends_after_it_starts = Check("ends_at > starts_at")


class VolunteerHours(Table, db=DB):
    """Time that a volunteer gave."""

    id = UUID(primary_key=True)
    volunteer = ForeignKey(Volunteer, null=False, on_delete=OnDelete.restrict, index=True)
    given_on = Date(index=True)
    minutes = Integer()
    what = Varchar(length=160, default="")
    shift = ForeignKey(Shift, null=True, default=None, on_delete=OnDelete.restrict, unique=True)
    asset = ForeignKey(Asset, null=True, default=None, on_delete=OnDelete.restrict)
    noted_at = Timestamptz()
    noted_by = ForeignKey(
        StaffUser, null=True, default=None, on_delete=OnDelete.restrict, help_text="Nobody: themself."
    )
    struck_at = Timestamptz(null=True, default=None)

    hours_are_of_a_day = Check("minutes BETWEEN 1 AND 1440")


class VolunteerExpense(Table, db=DB):
    """What a volunteer spent for us, in pence, and what became of it."""

    id = UUID(primary_key=True)
    volunteer = ForeignKey(Volunteer, null=False, on_delete=OnDelete.restrict, index=True)
    spent_on = Date()
    pence = Integer()
    miles = SmallInt(null=True, default=None)
    what = Varchar(length=200)
    receipt = Bytea(null=True, default=None)
    receipt_type = Varchar(length=40, default="")
    state = Varchar(length=10, default="claimed", index=True, help_text="claimed, approved, declined or paid.")
    sentence = Text(default="")
    claimed_at = Timestamptz()
    claimed_by = ForeignKey(
        StaffUser, null=True, default=None, on_delete=OnDelete.restrict, help_text="Nobody: the volunteer themself."
    )
    decided_at = Timestamptz(null=True, default=None)
    decided_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    paid_on = Date(null=True, default=None)
    version = Integer(default=1)

    expense_is_money = Check("pence > 0")


class VolunteerSupervision(Table, db=DB):
    """A volunteer and their supervisor talk: due, then held. They read what was agreed; the rest is the supervisor's."""

    id = UUID(primary_key=True)
    volunteer = ForeignKey(Volunteer, null=False, on_delete=OnDelete.restrict, index=True)
    supervisor = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict, index=True)
    due_on = Date(index=True)
    held_on = Date(null=True, default=None)
    going_well = Text(default="")
    difficult = Text(default="")
    wellbeing = Text(default="")
    agreed = Text(default="")
    noted_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)


class VolunteerConcern(Table, db=DB):
    """Somebody is worried: a volunteer about something they saw, or somebody about a volunteer."""

    id = UUID(primary_key=True)
    volunteer = ForeignKey(Volunteer, null=False, on_delete=OnDelete.restrict, index=True)
    about = Varchar(length=10, help_text="person (the one they visit) or volunteer.")
    placement = ForeignKey(Placement, null=True, default=None, on_delete=OnDelete.restrict)
    matter = UUID(null=True, default=None, help_text="The safety matter it became.")
    words = Text()
    urgent = Boolean(default=False)
    raised_at = Timestamptz()
    raised_by = ForeignKey(
        StaffUser, null=True, default=None, on_delete=OnDelete.restrict, help_text="Nobody: the volunteer."
    )
    state = Varchar(length=12, default="raised", index=True, help_text="raised, acknowledged or closed.")
    taken_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    outcome = Text(default="")
    closed_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)


class VolunteerThanks(Table, db=DB):
    """A word of thanks, a reference we wrote, or years of service."""

    id = UUID(primary_key=True)
    volunteer = ForeignKey(Volunteer, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=10, help_text="thanks, reference or service.")
    years = SmallInt(null=True, default=None)
    words = Text(default="")
    given_at = Timestamptz()
    given_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
