"""What the steering group looks at: milestones, risks to the project, and how coproduction itself is going."""

from piccolo.columns import JSONB, UUID, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.forum.tables import ForumMeeting, ForumMember
from livewell.kit.db import DB
from livewell.places.tables import Area
from livewell.staff.tables import StaffUser


class Milestone(Table, db=DB):
    """Something of the project plan that is to be there by a day."""

    id = UUID(primary_key=True)
    title = Varchar(length=160)
    words = Text(default="")
    owner = Varchar(length=120)
    due_on = Date(index=True)
    state = Varchar(length=10, default="open", help_text="open, done or dropped.")
    done_on = Date(null=True, default=None)
    why = Text(default="", help_text="What came of it, or why it was dropped.")
    version = Integer(default=1)

    milestone_has_a_title = Check(title != "")


class MilestoneMove(Table, db=DB):
    """That a milestone is due on another day, and why."""

    id = UUID(primary_key=True)
    milestone = ForeignKey(Milestone, null=False, on_delete=OnDelete.restrict, index=True)
    from_on = Date()
    to_on = Date()
    why = Text()
    moved_at = Timestamptz()
    moved_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)

    milestone_moves_for_a_reason = Check(why != "")


class ProjectRisk(Table, db=DB):
    """Something that could go wrong with the project (never with a person), and what is done about it."""

    id = UUID(primary_key=True)
    title = Varchar(length=160)
    words = Text(default="")
    likely = Varchar(length=10, help_text="unlikely, possible or likely.")
    matters = Varchar(length=10, help_text="little, some or much.")
    mitigation = Text(default="")
    owner = Varchar(length=120)
    state = Varchar(length=10, default="open", help_text="open, watched or closed.")
    noted_on = Date()
    looked_at_on = Date(null=True, default=None)
    closed_why = Text(default="")
    version = Integer(default=1)

    project_risk_has_a_title = Check(title != "")


class CoproductionReview(Table, db=DB):
    """A yearly look of the forum at itself: each of ten things, the level it has reached, what it will change."""

    id = UUID(primary_key=True)
    year = Integer(unique=True)
    meeting = ForeignKey(ForumMeeting, null=True, default=None, on_delete=OnDelete.restrict)
    answers = JSONB(default="{}", help_text="The key of a question -> {rating: 1 to 4, words}.")
    level = Varchar(length=14, help_text="descriptive, intermediate or transformative.")
    words = Text(default="")
    reviewed_on = Date()
    reviewed_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    version = Integer(default=1)


class TeamPlan(Table, db=DB):
    """The yearly plan of an area's team with those who use the service: what they have, what they find, what comes first."""

    id = UUID(primary_key=True)
    area = ForeignKey(Area, null=False, on_delete=OnDelete.restrict, index=True)
    begins_on = Date()
    review_on = Date(index=True)
    assets_words = Text(default="", help_text="Talents, contacts and networks in the team.")
    benchmarks = JSONB(default="[]", help_text="[{statement, rating, words}], written by the team.")
    state = Varchar(length=10, default="draft", help_text="draft, open or closed.")
    in_force_on = Date(null=True, default=None)
    version = Integer(default=1)


class TeamPriority(Table, db=DB):
    """One of three to five priorities, led by somebody of the staff together with somebody who uses the service."""

    id = UUID(primary_key=True)
    plan = ForeignKey(TeamPlan, null=False, on_delete=OnDelete.restrict, index=True)
    title = Varchar(length=160)
    quick_win = Boolean(default=False, help_text="A quick win, not a longer project.")
    staff_lead = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    member_lead = ForeignKey(ForumMember, null=False, on_delete=OnDelete.restrict)
    due_on = Date()
    state = Varchar(length=10, default="open", help_text="open, done or dropped.")
    came_of_it = Text(default="")
    noted_at = Timestamptz()
    version = Integer(default=1)
