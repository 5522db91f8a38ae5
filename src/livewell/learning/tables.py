"""Courses, when they run, who is booked and who came, what people would like to learn, and what came of it."""

from typing import Any

from piccolo.columns import JSONB, UUID, Array, Boolean, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from livewell.assets.tables import Asset
from livewell.forum.tables import AgendaItem, ForumMember
from livewell.gaps.tables import Gap
from livewell.kit.db import DB
from livewell.people.tables import Person
from livewell.staff.tables import StaffUser


class Nomination(Table, db=DB):
    """Something that somebody would like people to be able to learn here."""

    id = UUID(primary_key=True)
    title = Varchar(length=160)
    why = Text(default="")
    came_from = Varchar(length=14, help_text="forum, organisation, client, team or public.")
    name = Varchar(length=120, default="")
    organisation_name = Varchar(length=160, default="")
    reply_to = Varchar(length=254, default="")
    language = Varchar(length=8, default="en", help_text="In which the page was read, and the answer is written.")
    people = SmallInt(null=True, default=None, help_text="For about how many.")
    category = Varchar(length=20, default="", help_text="As of a course; empty while nobody said.")
    ward = Varchar(length=12, default="", help_text="The ONS code; empty for anywhere.")
    gap = ForeignKey(Gap, null=True, default=None, on_delete=OnDelete.restrict)
    item = ForeignKey(AgendaItem, null=True, default=None, on_delete=OnDelete.restrict)
    state = Varchar(length=10, default="waiting", index=True, help_text="waiting, open, planned, declined or hidden.")
    sentence = Text(default="", help_text="What those who asked were told.")
    nominated_at = Timestamptz(index=True)
    told_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)

    nomination_has_a_title = Check(title != "")


class NominationVote(Table, db=DB):
    """Somebody would like it too: one voice for each voter, known only by a number."""

    id = UUID(primary_key=True)
    nomination = ForeignKey(Nomination, null=False, on_delete=OnDelete.restrict)
    voter = Varchar(length=64, help_text="A hash of who voted; the same voter has the same one for each nomination.")
    came_from = Varchar(length=14)
    voted_at = Timestamptz()

    each_voter_once = Unique([nomination, voter])


class Course(Table, db=DB):
    """Something to learn, ours or a partner's."""

    id = UUID(primary_key=True)
    slug = Varchar(length=120, unique=True)
    title = Varchar(length=160)
    kind = Varchar(length=12, default="course", help_text="course, taster or workshop.")
    category = Varchar(length=20, help_text="self_management and others of learning.rules.")
    about = Text(default="")
    learn = Text(default="", help_text="What one will be able to do after it; one on each line.")
    provider = Varchar(length=160, default="")
    own = Boolean(default=True)
    asset = ForeignKey(
        Asset, null=True, default=None, on_delete=OnDelete.restrict, index=True, help_text="Its listing on the map."
    )
    open_to = Array(
        base_column=Varchar(length=12), default=list, help_text="clients, team, forum, volunteers or everybody."
    )
    eligibility = Text(default="", help_text="Who may come, where not everybody may.")
    access = Text(default="")
    cost = Varchar(length=120, default="")
    ways = Array(base_column=Varchar(length=20), default=list)
    subject_trainer = Varchar(length=120, default="")
    lived_trainer = Varchar(length=120, default="", help_text="The trainer with experience of their own.")
    trainers_accredited = Boolean(default=False)
    needed_sessions = SmallInt(
        null=True, default=None, help_text="How many sessions complete it; empty for two in three."
    )
    nomination = ForeignKey(Nomination, null=True, default=None, on_delete=OnDelete.restrict)
    gap = ForeignKey(Gap, null=True, default=None, on_delete=OnDelete.restrict)
    leads_to: ForeignKey[Any] = ForeignKey(
        LazyTableReference("Course", module_path=__name__),
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
        help_text="What a taster is a taste of.",
    )
    state = Varchar(length=10, default="draft", index=True, help_text="draft, open or ended.")
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)

    course_has_a_title = Check(title != "")
    course_needs_sessions = Check("needed_sessions IS NULL OR needed_sessions BETWEEN 1 AND 100")


class CoursePrinciple(Table, db=DB):
    """One of the six principles that somebody looked at and found true of a course."""

    id = UUID(primary_key=True)
    course = ForeignKey(Course, null=False, on_delete=OnDelete.restrict)
    principle = Varchar(length=20)
    held_at = Timestamptz()
    held_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)

    each_principle_once = Unique([course, principle])


class CourseRun(Table, db=DB):
    """One time that a course is held: its sessions, places and waiting list."""

    id = UUID(primary_key=True)
    course = ForeignKey(Course, null=False, on_delete=OnDelete.restrict, index=True)
    place = Varchar(length=160, default="")
    asset = ForeignKey(
        Asset, null=True, default=None, on_delete=OnDelete.restrict, help_text="The place, when it is listed."
    )
    places = SmallInt()
    waiting_places = SmallInt(default=10)
    booking_opens_on = Date(null=True, default=None)
    booking_closes_on = Date(null=True, default=None)
    state = Varchar(length=10, default="open", index=True, help_text="open, closed, done or cancelled.")
    cancelled_why = Text(default="")
    contact = Varchar(length=160, default="")
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)

    run_has_places = Check("places BETWEEN 1 AND 1000 AND waiting_places BETWEEN 0 AND 1000")


class CourseSession(Table, db=DB):
    """One session of a run."""

    id = UUID(primary_key=True)
    run = ForeignKey(CourseRun, null=False, on_delete=OnDelete.restrict, index=True)
    starts_at = Timestamptz(index=True)
    ends_at = Timestamptz()
    words = Varchar(length=200, default="")
    moved_why = Text(default="")
    cancelled_why = Text(default="")
    version = Integer(default=1)

    course_session_ends_after_it_starts = Check("ends_at > starts_at")


class Booking(Table, db=DB):
    """Somebody has a place in a run, waits for one, or had one. It is the same whoever they are."""

    id = UUID(primary_key=True)
    run = ForeignKey(CourseRun, null=False, on_delete=OnDelete.restrict, index=True)
    comes_as = Varchar(length=12, help_text="client, team, forum, volunteer or resident; for figures alone.")
    person = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    staff_user = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    member = ForeignKey(ForumMember, null=True, default=None, on_delete=OnDelete.restrict)
    name = Varchar(length=120, help_text="As it stands on the register.")
    email = Varchar(length=254, default="")
    phone = Varchar(length=30, default="")
    needs = Text(default="", help_text="What makes it easier to take part.")
    to_tell = Varchar(length=12, default="", index=True, help_text="What somebody without e-mail is still to be told.")
    state = Varchar(length=10, default="booked", index=True, help_text="booked, waiting, offered, cancelled or gone.")
    offered_until = Timestamptz(null=True, default=None, help_text="A place that came free is held until then.")
    accompanied_by = Varchar(length=120, default="", help_text="Who comes along the first time.")
    accompanied_staff = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    booked_at = Timestamptz(index=True)
    booked_by = ForeignKey(
        StaffUser, null=True, default=None, on_delete=OnDelete.restrict, help_text="Nobody: themself."
    )
    cancelled_at = Timestamptz(null=True, default=None)
    cancelled_why = Text(default="")
    reminded_at = Timestamptz(null=True, default=None)
    completed_on = Date(null=True, default=None)
    forgotten_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)

    booking_has_a_name = Check("name <> '' OR forgotten_at IS NOT NULL")


class CourseAttendance(Table, db=DB):
    """Somebody came to a session, or did not."""

    id = UUID(primary_key=True)
    booking = ForeignKey(Booking, null=False, on_delete=OnDelete.restrict)
    session = ForeignKey(CourseSession, null=False, on_delete=OnDelete.restrict, index=True)
    came = Boolean()
    accompanied = Boolean(default=False)
    noted_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)

    each_session_once = Unique([booking, session])


class LearningPlan(Table, db=DB):
    """What somebody would like to learn and how: theirs, shared with their worker when they say so."""

    id = UUID(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, unique=True)
    want = Text(default="")
    why = Text(default="")
    helps = Text(default="", help_text="What helps them to learn.")
    know_by = Text(default="", help_text="How they will know that it went well.")
    steps = Text(default="")
    looked_back = Text(default="")
    shared = Boolean(default=False)
    changed_at = Timestamptz()
    changed_by = ForeignKey(
        StaffUser, null=True, default=None, on_delete=OnDelete.restrict, help_text="Nobody: themself."
    )
    version = Integer(default=1)


class CourseOutcome(Table, db=DB):
    """What came of a course for somebody who was there: a short form of our own."""

    id = UUID(primary_key=True)
    booking = ForeignKey(Booking, null=False, on_delete=OnDelete.restrict, unique=True)
    answers = JSONB(default="{}", help_text="The key of a question -> 1 to 5.")
    words = Text(default="")
    next_step = Text(default="")
    said_at = Timestamptz()


class Certificate(Table, db=DB):
    """A certificate that somebody completed a course."""

    id = UUID(primary_key=True)
    booking = ForeignKey(Booking, null=False, on_delete=OnDelete.restrict, unique=True)
    number = Varchar(length=20, unique=True)
    issued_on = Date()
    name = Varchar(length=120)
