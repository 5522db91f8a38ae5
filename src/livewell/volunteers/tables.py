"""Roles for volunteers, the people who would take them, and everything that comes before they are ready."""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Real,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from livewell.assets.tables import Asset
from livewell.kit.db import DB
from livewell.people.tables import Person
from livewell.staff.tables import StaffUser


class VolunteerRole(Table, db=DB):
    """Something a volunteer can do, for whom and where, what it needs, and a named person to ring about it."""

    id = UUID(primary_key=True)
    slug = Varchar(length=120, unique=True)
    title = Varchar(length=120)
    family = Varchar(length=16, help_text="befriender, group_supporter, cafe_host, trainer, driver or other.")
    about = Text(default="")
    not_part_of_it = Text(default="", help_text="What a volunteer in this role does not do.")
    asset = ForeignKey(Asset, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    organisation_name = Varchar(length=160, default="", help_text="Who it is for, when it is not a listing.")
    postcode = Varchar(length=10, default="", help_text="Near where; empty for all over the place.")
    easting = Real(null=True, default=None)
    northing = Real(null=True, default=None)
    ward = Varchar(length=12, default="")
    times = Array(base_column=Varchar(length=20), default=list, help_text="Parts of the week: mon_morning.")
    times_words = Varchar(length=200, default="")
    ways = Array(base_column=Varchar(length=20), default=list)
    check_level = Varchar(length=20, default="none", help_text="none, basic, standard, enhanced or enhanced_barred.")
    trainings = Array(
        base_column=Varchar(length=30), default=list, help_text="Topics that must be completed and in date."
    )
    references_wanted = SmallInt(default=2)
    most_people = SmallInt(default=1, help_text="How many people one volunteer sees at most in this role.")
    contact_name = Varchar(length=120)
    contact_phone = Varchar(length=30, default="")
    contact_email = Varchar(length=254, default="")
    places = SmallInt(null=True, default=None, help_text="How many are looked for; empty for as many as come.")
    open = Boolean(default=True)
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)

    volunteer_role_has_a_title = Check(title != "")
    volunteer_role_has_somebody_to_ring = Check(contact_name != "")


class Volunteer(Table, db=DB):
    """Somebody who gives, or would like to give, their time. Nothing of why they may once have come to Live Well."""

    id = UUID(primary_key=True)
    name = Varchar(length=120)
    email = Varchar(length=254, default="", index=True, help_text="In small letters.")
    phone = Varchar(length=30, default="")
    postcode = Varchar(length=10, default="")
    easting = Real(null=True, default=None)
    northing = Real(null=True, default=None)
    ward = Varchar(length=12, default="")
    born_on = Date(null=True, default=None, help_text="Asked only where a role needs a check.")
    languages = Array(base_column=Varchar(length=10), default=list)
    interests = Array(base_column=Varchar(length=40), default=list, help_text="Codes of our vocabulary of activities.")
    interests_words = Text(default="")
    times = Array(base_column=Varchar(length=20), default=list)
    travels = Varchar(length=10, default="", help_text="walks, bus, cycles or drives.")
    miles = SmallInt(default=5, help_text="How far they would go.")
    can_help_with = Array(base_column=Varchar(length=20), default=list, help_text="Access needs they can meet.")
    adjustments = Text(default="", help_text="What they need themself; they wrote it for us to read.")
    most_people = SmallInt(default=1)
    why = Text(default="", help_text="Why they would like to, in their words.")
    help_to_apply = Boolean(default=False)
    helped_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    stage = Varchar(length=12, default="interested", index=True)
    person = ForeignKey(
        Person,
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
        unique=True,
        help_text="Themself, when they came by way of Live Well and agreed; opens no record.",
    )
    was_client = Boolean(default=False)
    heard_how = Varchar(length=20, default="")
    agreed_at = Timestamptz(null=True, default=None, help_text="When they agreed that we keep this.")
    coordinator = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    came_at = Timestamptz(index=True)
    ready_on = Date(null=True, default=None, help_text="When they first were recruited, checked and trained.")
    left_on = Date(null=True, default=None)
    forgotten_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)

    volunteer_has_a_name = Check("name <> '' OR forgotten_at IS NOT NULL")


class VolunteerWish(Table, db=DB):
    """A volunteer would like this role."""

    id = UUID(primary_key=True)
    volunteer = ForeignKey(Volunteer, null=False, on_delete=OnDelete.restrict)
    role = ForeignKey(VolunteerRole, null=False, on_delete=OnDelete.restrict, index=True)
    wished_at = Timestamptz()

    each_wish_once = Unique([volunteer, role])


class VolunteerMove(Table, db=DB):
    """Every change of stage, with what they were told and what else they were offered."""

    id = UUID(primary_key=True)
    volunteer = ForeignKey(Volunteer, null=False, on_delete=OnDelete.restrict, index=True)
    from_stage = Varchar(length=12, default="")
    to_stage = Varchar(length=12)
    why = Text(default="", help_text="For the coordinators.")
    feedback = Text(default="", help_text="What the volunteer was told.")
    onward = Text(default="", help_text="What they were offered instead or next.")
    moved_at = Timestamptz()
    moved_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)


class VolunteerTalk(Table, db=DB):
    """The conversation before somebody is taken on: set questions, two who ask, one of them with experience of their own."""

    id = UUID(primary_key=True)
    volunteer = ForeignKey(Volunteer, null=False, on_delete=OnDelete.restrict, index=True)
    planned_for = Timestamptz(null=True, default=None)
    held_on = Date(null=True, default=None)
    asked_by = Text(default="", help_text="Names of those who asked.")
    lived_experience = Boolean(default=False, help_text="One of them has experience of their own.")
    answers = JSONB(default="{}", help_text="The key of a question -> what was said.")
    agreed = Text(default="")
    suits = Boolean(null=True, default=None)
    noted_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)


class VolunteerReference(Table, db=DB):
    """Somebody who knows the volunteer was asked about them, by a link to their address."""

    id = UUID(primary_key=True)
    volunteer = ForeignKey(Volunteer, null=False, on_delete=OnDelete.restrict, index=True)
    name = Varchar(length=120)
    email = Varchar(length=254, default="")
    knows_them = Varchar(length=160, default="", help_text="How they know each other.")
    state = Varchar(
        length=10, default="waiting", index=True, help_text="waiting, asked, answered, declined or taken_back."
    )
    asked_at = Timestamptz(null=True, default=None)
    reminded_at = Timestamptz(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answers = JSONB(default="{}")
    suits = Boolean(null=True, default=None, help_text="What a coordinator makes of it.")
    read_at = Timestamptz(null=True, default=None)
    read_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)


class VolunteerCheck(Table, db=DB):
    """A DBS check that somebody saw: its level and day, no more of it than the last digits."""

    id = UUID(primary_key=True)
    volunteer = ForeignKey(Volunteer, null=False, on_delete=OnDelete.restrict, index=True)
    level = Varchar(length=20)
    certificate_on = Date()
    last_digits = Varchar(length=4, help_text="Of the certificate's number.")
    update_service = Boolean(default=False)
    update_checked_on = Date(null=True, default=None)
    ends_on = Date(index=True, help_text="The last day it counts.")
    disclosed = Boolean(default=False, help_text="There was something on it; what, only those named may read.")
    counts = Boolean(default=True, help_text="False while a disclosure is being thought about, or was decided against.")
    seen_on = Date()
    noted_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    withdrawn_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)

    four_digits = Check("last_digits ~ '^[0-9]{4}$'")


class VolunteerDisclosure(Table, db=DB):
    """What was on a certificate, what it means for the role, and what was decided. Only the named read it."""

    id = UUID(primary_key=True)
    check_seen = ForeignKey(VolunteerCheck, null=False, on_delete=OnDelete.restrict, unique=True)
    readers = Array(base_column=UUID(), default=list, help_text="Staff accounts that may read it.")
    words = Text(help_text="What was spoken about; never a copy of the certificate.")
    assessment = Text(default="")
    decision = Varchar(length=10, default="", help_text="go_on, limits or no; empty while it is thought about.")
    limits = Text(default="")
    decided_at = Timestamptz(null=True, default=None)
    decided_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    noted_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    version = Integer(default=1)


class TrainingCohort(Table, db=DB):
    """A group of volunteers who do their training together."""

    id = UUID(primary_key=True)
    name = Varchar(length=120)
    topics = Array(base_column=Varchar(length=30), default=list)
    begins_on = Date()
    ends_on = Date()
    place = Varchar(length=160, default="")
    times_words = Varchar(length=200, default="")
    trainer = Varchar(length=160, default="")
    places = SmallInt(default=12)
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)

    cohort_ends_after_it_began = Check("ends_on >= begins_on")


class CohortPlace(Table, db=DB):
    """A volunteer in a cohort."""

    id = UUID(primary_key=True)
    cohort = ForeignKey(TrainingCohort, null=False, on_delete=OnDelete.restrict)
    volunteer = ForeignKey(Volunteer, null=False, on_delete=OnDelete.restrict, index=True)
    state = Varchar(length=10, default="booked", help_text="booked, completed, part or missed.")
    booked_at = Timestamptz()
    version = Integer(default=1)

    one_place_each = Unique([cohort, volunteer])


class VolunteerTraining(Table, db=DB):
    """A topic that a volunteer completed, and until when that counts."""

    id = UUID(primary_key=True)
    volunteer = ForeignKey(Volunteer, null=False, on_delete=OnDelete.restrict, index=True)
    topic = Varchar(length=30)
    done_on = Date()
    ends_on = Date(null=True, default=None, index=True, help_text="The last day it counts; empty for always.")
    cohort = ForeignKey(TrainingCohort, null=True, default=None, on_delete=OnDelete.restrict)
    noted_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    withdrawn_at = Timestamptz(null=True, default=None)


class VolunteerWarned(Table, db=DB):
    """Somebody was told that a check or a training will end: each once for 60, 30 and 7 days, and on the day."""

    id = UUID(primary_key=True)
    volunteer = ForeignKey(Volunteer, null=False, on_delete=OnDelete.restrict)
    what = Varchar(length=40, help_text="check, or the topic of a training.")
    ends_on = Date()
    days = SmallInt()
    warned_at = Timestamptz()

    each_warning_once = Unique([volunteer, what, ends_on, days])
