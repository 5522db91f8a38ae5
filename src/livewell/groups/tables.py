"""New groups and cafés from the first idea until they stand by themselves, and what the team put in on the way."""

from piccolo.columns import JSONB, UUID, Array, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from livewell.assets.tables import Asset
from livewell.forum.tables import AgendaItem
from livewell.gaps.tables import Gap
from livewell.kit.db import DB
from livewell.places.tables import Area
from livewell.staff.tables import StaffUser
from livewell.volunteers.tables import Volunteer


class CommunityGroup(Table, db=DB):
    """One group the team helps to begin and to last. What the public sees of it is its listing."""

    id = UUID(primary_key=True)
    name = Varchar(length=120)
    kind = Varchar(length=10, default="group", help_text="group or cafe.")
    about = Text(default="")
    gap = ForeignKey(Gap, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    item = ForeignKey(AgendaItem, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    asset = ForeignKey(Asset, null=True, default=None, on_delete=OnDelete.restrict, unique=True)
    area = ForeignKey(Area, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    stage = Varchar(
        length=12, default="idea", index=True, help_text="idea, forming, supported, independent, paused or closed."
    )
    supporter = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    funder = Varchar(length=160, default="")
    begun_on = Date()
    independent_on = Date(null=True, default=None)
    closed_on = Date(null=True, default=None)
    review_on = Date(null=True, default=None, index=True, help_text="When its lasting is looked at next.")
    planned_pence = Integer(null=True, default=None, help_text="What its case says that it costs until planned_until.")
    planned_minutes = Integer(null=True, default=None, help_text="The team's time that its case plans.")
    planned_people = SmallInt(null=True, default=None, help_text="How many people its case plans to reach.")
    planned_until = Date(null=True, default=None)
    planned_words = Text(default="", help_text="On what the plan rests.")
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)

    community_group_has_a_name = Check(name != "")


class GroupMove(Table, db=DB):
    """Every change of stage: from, to, on which day, by whom, why."""

    id = UUID(primary_key=True)
    community_group = ForeignKey(CommunityGroup, null=False, on_delete=OnDelete.restrict, index=True)
    from_stage = Varchar(length=12, default="")
    to_stage = Varchar(length=12)
    moved_on = Date()
    why = Text(default="")
    noted_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)


class GroupStep(Table, db=DB):
    """A line of the set-up list that was done, on which day."""

    id = UUID(primary_key=True)
    community_group = ForeignKey(CommunityGroup, null=False, on_delete=OnDelete.restrict)
    step = Varchar(length=16, help_text="idea, people, place, flyer, listing, first_session, supported or independent.")
    done_on = Date()
    words = Text(default="")
    noted_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)

    each_step_once = Unique([community_group, step])


class GroupInput(Table, db=DB):
    """Time somebody of the team gave to a group on one day."""

    id = UUID(primary_key=True)
    community_group = ForeignKey(CommunityGroup, null=False, on_delete=OnDelete.restrict, index=True)
    staff_user = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict, index=True)
    given_on = Date(index=True)
    minutes = Integer()
    what = Varchar(length=160, default="")
    noted_at = Timestamptz()
    struck_at = Timestamptz(null=True, default=None)

    input_is_of_a_day = Check("minutes BETWEEN 1 AND 1440")


class GroupLead(Table, db=DB):
    """Who leads a group, from when until when. Once it is a volunteer, the same person stands there too."""

    id = UUID(primary_key=True)
    community_group = ForeignKey(CommunityGroup, null=False, on_delete=OnDelete.restrict, index=True)
    name = Varchar(length=120)
    volunteer = ForeignKey(Volunteer, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    since_on = Date()
    until_on = Date(null=True, default=None)
    left_why = Text(default="")
    version = Integer(default=1)

    lead_has_a_name = Check(name != "")


class GroupReview(Table, db=DB):
    """A look at whether a group will last: its questions, what was said, what was agreed."""

    id = UUID(primary_key=True)
    community_group = ForeignKey(CommunityGroup, null=False, on_delete=OnDelete.restrict, index=True)
    held_on = Date()
    answers = JSONB(default="{}")
    agreed = Text(default="")
    next_on = Date(null=True, default=None)
    noted_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)


class GroupAlert(Table, db=DB):
    """A sign that a group needs somebody: fewer come, nobody new, its lead has left."""

    id = UUID(primary_key=True)
    community_group = ForeignKey(CommunityGroup, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=12, help_text="falling, no_new, lead_left, not_met or review_due.")
    says = Text(default="")
    raised_at = Timestamptz(index=True)
    settled_at = Timestamptz(null=True, default=None)
    settled_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    words = Text(default="", help_text="What was done about it.")
    version = Integer(default=1)


class ProgrammeEntry(Table, db=DB):
    """One thing in the programme of a café or a group: what happens on a day, and who hosts."""

    id = UUID(primary_key=True)
    community_group = ForeignKey(CommunityGroup, null=False, on_delete=OnDelete.restrict, index=True)
    title = Varchar(length=160)
    words = Text(default="")
    kind = Varchar(length=12, help_text="drop_in, learning, talk, peer, activity or advice.")
    happens_on = Date(index=True)
    starts = SmallInt(help_text="A minute of the London day.")
    ends = SmallInt()
    host = Varchar(length=120, default="")
    host_volunteer = ForeignKey(Volunteer, null=True, default=None, on_delete=OnDelete.restrict)
    refreshments = Varchar(length=160, default="")
    cancelled_why = Text(default="")
    version = Integer(default=1)

    programme_minutes_are_of_a_day = Check("starts BETWEEN 0 AND 1439 AND ends BETWEEN 1 AND 1440 AND ends > starts")


class FlyersGiven(Table, db=DB):
    """Where and when printed flyers were handed out."""

    id = UUID(primary_key=True)
    community_group = ForeignKey(CommunityGroup, null=False, on_delete=OnDelete.restrict, index=True)
    given_on = Date()
    place = Varchar(length=160)
    number = Integer()
    noted_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)


class Outreach(Table, db=DB):
    """The team went somewhere to be met: a village event, a health week, a club's evening."""

    id = UUID(primary_key=True)
    name = Varchar(length=160)
    held_on = Date(index=True)
    place = Varchar(length=160, default="")
    partners = Array(base_column=Varchar(length=160), default=list)
    words = Text(default="")
    people = SmallInt(null=True, default=None, help_text="About how many were met.")
    noted_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    version = Integer(default=1)

    outreach_has_a_name = Check(name != "")


class OutreachLead(Table, db=DB):
    """Something that may come of an outreach, and what became of it."""

    id = UUID(primary_key=True)
    outreach = ForeignKey(Outreach, null=False, on_delete=OnDelete.restrict, index=True)
    words = Text()
    who = Varchar(length=160, default="", help_text="The organisation, or whom to ask.")
    community_group = ForeignKey(CommunityGroup, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    gap = ForeignKey(Gap, null=True, default=None, on_delete=OnDelete.restrict)
    asset = ForeignKey(Asset, null=True, default=None, on_delete=OnDelete.restrict)
    settled_on = Date(null=True, default=None)
    came_of_it = Text(default="")
    version = Integer(default=1)
