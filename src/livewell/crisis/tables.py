"""Pathways for difficult situations, each time one was walked, and safety plans made with the person."""

from piccolo.columns import JSONB, UUID, Boolean, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from livewell.journeys.tables import Journey
from livewell.kit.db import DB
from livewell.people.tables import Person
from livewell.staff.tables import StaffUser


class Pathway(Table, db=DB):
    """
    What to do when something difficult happens, as it is being written.

    Staff follow the approved version that `in_use` numbers, never this text; while that is empty the pathway is not ready.
    """

    id = UUID(primary_key=True)
    key = Varchar(length=40, unique=True, help_text="suicidal_thoughts …: what stands in its address.")
    title = Varchar(length=160)
    trigger = Text(help_text="When it is for.")
    owner = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    external_author = Varchar(length=160, default="")
    kind = Varchar(length=20, default="other", help_text="The kind of safety matter that it opens.")
    urgent = Boolean(default=True, help_text="Whether somebody must answer that matter within half an hour.")
    steps = JSONB(
        default="[]", help_text="[{title, words}] in their order; a step without words is still to be supplied."
    )
    contacts = JSONB(default="[]", help_text="[{name, phone, when, source, checked_on}]")
    review_on = Date(null=True, default=None)
    state = Varchar(length=10, default="draft", index=True)
    approved_at = Timestamptz(null=True, default=None)
    approved_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    approved_as = Varchar(length=200, default="", help_text="Who answers for it, by name and role.")
    in_use = Integer(null=True, default=None, help_text="The number of the approved version that staff follow.")
    version = Integer(default=1)

    pathway_has_a_title = Check(title != "")


class PathwayBefore(Table, db=DB):
    """A pathway as it was approved, numbered from 1. Never changed."""

    id = UUID(primary_key=True)
    pathway = ForeignKey(Pathway, null=False, on_delete=OnDelete.restrict, index=True)
    number = Integer()
    content = JSONB()
    approved_at = Timestamptz()
    approved_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    approved_as = Varchar(length=200)

    one_row_for_each_number = Unique([pathway, number])


class PathwayWalk(Table, db=DB):
    """One time a pathway was used for somebody. It opened a safety matter."""

    id = UUID(primary_key=True)
    pathway = ForeignKey(Pathway, null=False, on_delete=OnDelete.restrict, index=True)
    pathway_number = Integer(help_text="Which approved version was followed.")
    content = JSONB(help_text="Its steps and contacts as they were.")
    journey = ForeignKey(Journey, null=False, on_delete=OnDelete.restrict, index=True)
    matter = UUID(help_text="The safety matter it opened.")
    begun_at = Timestamptz(index=True)
    begun_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    outcome = Text(default="")
    version = Integer(default=1)


class PathwayDone(Table, db=DB):
    """What was done at one step of a walk. Added, never changed."""

    id = UUID(primary_key=True)
    walk = ForeignKey(PathwayWalk, null=False, on_delete=OnDelete.restrict, index=True)
    step = SmallInt(help_text="Its number, from 1.")
    what = Varchar(length=12, help_text="done, not_needed or could_not")
    words = Text(default="")
    done_at = Timestamptz()
    done_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)


class SafetyPlan(Table, db=DB):
    """One version of what a person and their worker agreed would help. A change is a new version; none is changed."""

    id = UUID(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    journey = ForeignKey(Journey, null=False, on_delete=OnDelete.restrict, index=True)
    number = Integer(help_text="From 1.")
    feels_safe = Text(default="")
    triggers = Text(default="")
    keep_small = Text(default="")
    staff_do = Text(default="")
    who_to_call = Text(default="")
    choice = Text(default="", help_text="What was agreed about choice and safety, in their words.")
    with_whom = Varchar(length=200, default="", help_text="Who else was there.")
    agreed_on = Date()
    review_on = Date()
    written_at = Timestamptz()
    written_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)

    one_plan_for_each_number = Unique([person, number])


class SafetyPlanWord(Table, db=DB):
    """What a person said about their plan, in their own space. Added, never changed."""

    id = UUID(primary_key=True)
    plan = ForeignKey(SafetyPlan, null=False, on_delete=OnDelete.restrict, index=True)
    words = Text()
    said_at = Timestamptz()

    safety_plan_word_says_something = Check(words != "")
