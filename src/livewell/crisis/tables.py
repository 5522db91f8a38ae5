"""Pathways for difficult situations, and each time one was walked."""

from piccolo.columns import JSONB, UUID, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Unique
from piccolo.table import Table

from livewell.journeys.tables import Journey
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class Pathway(Table, db=DB):
    """What to do when something difficult happens. Shown as ready only once the one who answers for it approved it."""

    id = UUID(primary_key=True)
    key = Varchar(length=40, unique=True, help_text="suicidal_thoughts …: what stands in its address.")
    title = Varchar(length=160)
    trigger = Text(help_text="When it is for.")
    owner = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    external_author = Varchar(length=160, default="")
    steps = JSONB(default="[]", help_text="[{key, title, words, to_supply}] in their order.")
    contacts = JSONB(default="[]", help_text="[{name, phone, when, source}]")
    review_on = Date(null=True, default=None)
    state = Varchar(length=10, default="draft", index=True)
    approved_at = Timestamptz(null=True, default=None)
    approved_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    approved_as = Varchar(length=160, default="", help_text="In which role: the site's clinical safety lead.")
    version = Integer(default=1)


class PathwayBefore(Table, db=DB):
    """A pathway as it was approved before."""

    id = UUID(primary_key=True)
    pathway = ForeignKey(Pathway, null=False, on_delete=OnDelete.restrict, index=True)
    number = Integer()
    content = JSONB()
    approved_at = Timestamptz(null=True, default=None)
    approved_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    kept_at = Timestamptz()

    one_row_for_each_number = Unique([pathway, number])


class PathwayWalk(Table, db=DB):
    """One time a pathway was used for somebody. It opened a safety matter."""

    id = UUID(primary_key=True)
    pathway = ForeignKey(Pathway, null=False, on_delete=OnDelete.restrict, index=True)
    pathway_version = Integer()
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
