"""Assessments, goals, steps and ratings."""

from typing import Any

from piccolo.columns import (
    UUID,
    Array,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.journeys.tables import Journey
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser

# The ends of the two scales of a goal.
SCALE_TOP = 10
LEVEL_BOTTOM, LEVEL_TOP = -2, 2


class Assessment(Table, db=DB):
    """What the coach and the person found out together: strengths first, conditions after. Saved as they go."""

    id = UUID(primary_key=True)
    journey = ForeignKey(Journey, null=False, on_delete=OnDelete.restrict, unique=True)
    strengths = Text(default="")
    what_matters = Text(default="")
    story = Text(default="")
    hopes = Text(default="")
    people_around = Text(default="")
    conditions = Array(base_column=Varchar(length=30), default=list)
    conditions_detail = Text(default="")
    needs = Text(default="")
    adjustments = Text(default="")
    groups = Integer(null=True, default=None, help_text="Groups and activities they belong to at the start.")
    expectations = Text(default="", help_text="What they expect of Live Well.")
    safety = Text(default="", help_text="What was said about safety; a matter that cannot wait is raised in safety.")
    skipped = Array(base_column=Varchar(length=30), default=list)
    intensity = Varchar(length=20, default="", help_text="The coach's choice: light, steady or close.")
    intensity_why = Text(default="")
    started_at = Timestamptz()
    started_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    completed_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)


class Goal(Table, db=DB):
    """Something the person wants, in their own words. Its levels are frozen when it is agreed."""

    id = UUID(primary_key=True)
    journey = ForeignKey(Journey, null=False, on_delete=OnDelete.restrict, index=True)
    position = SmallInt(default=1)
    in_words = Text()
    way = Varchar(length=20)
    domain = Varchar(length=20)
    importance = SmallInt(help_text="1 to 10")
    confidence = SmallInt(help_text="1 to 10")
    weight = SmallInt(default=1, help_text="Frozen with the levels.")
    level_much_less = Text(default="")
    level_less = Text(default="")
    level_hoped = Text(default="")
    level_more = Text(default="")
    level_much_more = Text(default="")
    status = Varchar(length=20, default="draft")
    may_share = Boolean(default=False, help_text="The person is happy for the referrer to see it.")
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    agreed_at = Timestamptz(null=True, default=None)
    agreed_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    set_aside_why = Text(default="")
    replaces: ForeignKey[Any] = ForeignKey(
        LazyTableReference("Goal", module_path=__name__), null=True, default=None, on_delete=OnDelete.restrict
    )
    version = Integer(default=1)

    goal_has_words = Check(in_words != "")
    goal_importance_is_1_to_10 = Check((importance >= 1) & (importance <= SCALE_TOP))
    goal_confidence_is_1_to_10 = Check((confidence >= 1) & (confidence <= SCALE_TOP))


class GoalStep(Table, db=DB):
    """One small step towards a goal."""

    id = UUID(primary_key=True)
    goal = ForeignKey(Goal, null=False, on_delete=OnDelete.restrict, index=True)
    what = Varchar(length=300)
    due_on = Date(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)
    position = SmallInt(default=1)

    goal_step_says_what = Check(what != "")


class Indicator(Table, db=DB):
    """Something that is counted or measured on the way to a goal, where somebody wants that."""

    id = UUID(primary_key=True)
    goal = ForeignKey(Goal, null=False, on_delete=OnDelete.restrict, index=True)
    name = Varchar(length=120)
    unit = Varchar(length=40, default="")
    wanted = Numeric(digits=(10, 2), null=True, default=None, help_text="Where they would like to get to.")
    lower_is_better = Boolean(default=False)
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    ended_at = Timestamptz(null=True, default=None)

    indicator_has_a_name = Check(name != "")


class Reading(Table, db=DB):
    """One value of an indicator on one day. A slip of the pen is struck, never changed."""

    id = UUID(primary_key=True)
    indicator = ForeignKey(Indicator, null=False, on_delete=OnDelete.restrict, index=True)
    value = Numeric(digits=(10, 2))
    on = Date()
    noted_at = Timestamptz()
    noted_by = ForeignKey(
        StaffUser,
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
        help_text="Nobody when the person did it alone.",
    )
    struck_at = Timestamptz(null=True, default=None)


class GoalRating(Table, db=DB):
    """How far a goal was reached, as the person or the worker sees it: -2 to +2."""

    id = UUID(primary_key=True)
    goal = ForeignKey(Goal, null=False, on_delete=OnDelete.restrict, index=True)
    occasion = Varchar(length=10)
    rater = Varchar(length=10)
    level = SmallInt()
    rated_at = Timestamptz()
    rated_by = ForeignKey(
        StaffUser,
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
        help_text="Nobody when the person did it alone.",
    )

    goal_rating_is_a_level = Check((level >= LEVEL_BOTTOM) & (level <= LEVEL_TOP))
