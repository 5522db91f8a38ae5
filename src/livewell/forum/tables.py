"""The coproduction forum: its members, its meetings, what is on the agenda, what is decided, and who does it."""

from piccolo.columns import UUID, Array, Boolean, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from livewell.assets.tables import Asset
from livewell.gaps.tables import Gap
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser
from livewell.upkeep.tables import VisitFollowOn


class ForumMember(Table, db=DB):
    """Somebody of the forum: a name and what they bring. Their sector and experience count only in composition figures."""

    id = UUID(primary_key=True)
    name = Varchar(length=120)
    email = Varchar(length=254, default="", index=True, help_text="In small letters; empty for who has letters.")
    phone = Varchar(length=30, default="")
    skills = Text(default="")
    interests = Text(default="")
    networks = Text(default="", help_text="The people and places they know.")
    offers = Text(default="", help_text="How they would help.")
    introduction = Text(default="")
    introduction_shown = Boolean(default=False, help_text="They agreed that other members read it.")
    name_public = Boolean(default=False, help_text="They agreed to be named in public summaries.")
    needs = Text(default="", help_text="What makes it easier to take part.")
    sector = Varchar(length=20, default="")
    lived_experience = Array(base_column=Varchar(length=20), default=list)
    came_from = Varchar(length=12, default="public", help_text="public, listing, visit, invited, helper or staff.")
    asset = ForeignKey(Asset, null=True, default=None, on_delete=OnDelete.restrict)
    follow_on = ForeignKey(VisitFollowOn, null=True, default=None, on_delete=OnDelete.restrict, unique=True)
    staff_user = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict, unique=True)
    why = Text(default="", help_text="What they said when they asked to join.")
    state = Varchar(length=10, default="asked", index=True, help_text="asked, member, declined or left.")
    sentence = Text(default="", help_text="What they were told.")
    asked_at = Timestamptz(index=True)
    joined_on = Date(null=True, default=None)
    left_on = Date(null=True, default=None)
    forgotten_at = Timestamptz(null=True, default=None, help_text="When name and address were taken out.")
    version = Integer(default=1)

    member_has_a_name = Check("name <> '' OR forgotten_at IS NOT NULL")
    member_joined_some_day = Check("state <> 'member' OR joined_on IS NOT NULL")


class ForumGroup(Table, db=DB):
    """A sub-group of the forum, or the steering group."""

    id = UUID(primary_key=True)
    name = Varchar(length=120)
    purpose = Text(default="")
    steering = Boolean(default=False)
    begun_on = Date()
    ended_on = Date(null=True, default=None)
    version = Integer(default=1)


class ForumGroupPlace(Table, db=DB):
    """A member in a sub-group."""

    id = UUID(primary_key=True)
    forum_group = ForeignKey(ForumGroup, null=False, on_delete=OnDelete.restrict)
    member = ForeignKey(ForumMember, null=False, on_delete=OnDelete.restrict, index=True)
    since_on = Date()

    each_member_once = Unique([forum_group, member])


class ForumMeeting(Table, db=DB):
    """One meeting: planned, invited to, held, and its minutes."""

    id = UUID(primary_key=True)
    forum_group = ForeignKey(ForumGroup, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    title = Varchar(length=120)
    starts_at = Timestamptz(index=True)
    ends_at = Timestamptz()
    place = Varchar(length=160, default="")
    address = Varchar(length=300, default="")
    remote = Varchar(length=300, default="", help_text="How to take part from elsewhere.")
    access = Text(default="", help_text="Getting in, hearing, resting, eating.")
    what_will_happen = Text(default="", help_text="For the letter: what to expect, from the door to the end.")
    facilitator = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    facilitator_name = Varchar(length=120, default="", help_text="When it is somebody without an account.")
    state = Varchar(length=10, default="planned", index=True, help_text="planned, invited, held or cancelled.")
    sequence = SmallInt(default=0, help_text="How often it was moved, for calendars (RFC 5545, 3.8.7.4).")
    moved_why = Text(default="")
    summary = Text(default="", help_text="In plain words, for everybody.")
    summary_shown_at = Timestamptz(null=True, default=None)
    held_at = Timestamptz(null=True, default=None)
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)

    meeting_ends_after_it_starts = Check("ends_at > starts_at")


class MeetingPlace(Table, db=DB):
    """A member and a meeting: invited, answered, came."""

    id = UUID(primary_key=True)
    meeting = ForeignKey(ForumMeeting, null=False, on_delete=OnDelete.restrict)
    member = ForeignKey(ForumMember, null=False, on_delete=OnDelete.restrict, index=True)
    invited_at = Timestamptz(null=True, default=None)
    told_sequence = SmallInt(default=-1, help_text="The newest date they were told of.")
    answer = Varchar(length=8, default="", help_text="room, remote or no; empty while not known.")
    answered_at = Timestamptz(null=True, default=None)
    answered_sequence = SmallInt(default=-1, help_text="For which date they answered.")
    came = Varchar(length=8, default="", help_text="room, remote or no; empty while not known.")
    offered = Text(default="", help_text="How they offered to help at this meeting.")

    each_member_once_a_meeting = Unique([meeting, member])


class AgendaItem(Table, db=DB):
    """Something to speak about: waiting for a meeting, on its agenda, spoken about, or carried over."""

    id = UUID(primary_key=True)
    meeting = ForeignKey(ForumMeeting, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    position = SmallInt(default=0)
    kind = Varchar(length=12, help_text="gap, action, nomination, challenge, approval, fund or item.")
    title = Varchar(length=160)
    words = Text(default="")
    gap = ForeignKey(Gap, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    action = UUID(
        null=True,
        default=None,
        index=True,
        help_text="The overdue action it is about; no key, for actions come of items.",
    )
    about = UUID(
        null=True, default=None, help_text="What of a room above it is about: a challenge, a nomination, a book."
    )
    who_can_help = Text(default="")
    what_exists = Text(default="")
    where_expertise = Text(default="")
    proposed_by = ForeignKey(ForumMember, null=True, default=None, on_delete=OnDelete.restrict)
    proposed_name = Varchar(length=120, default="", help_text="Of somebody who is no member.")
    minutes = SmallInt(null=True, default=None)
    state = Varchar(length=10, default="waiting", index=True, help_text="waiting, on, discussed, carried or dropped.")
    said = Text(default="", help_text="What was said, for the minutes; nobody is named who did not agree.")
    goes_on = UUID(
        null=True,
        default=None,
        index=True,
        help_text="The item that waits again, where this one is what stays in the minutes.",
    )
    proposed_at = Timestamptz()
    version = Integer(default=1)

    agenda_item_has_a_title = Check(title != "")


class ForumDecision(Table, db=DB):
    """What the forum decided."""

    id = UUID(primary_key=True)
    meeting = ForeignKey(ForumMeeting, null=False, on_delete=OnDelete.restrict, index=True)
    item = ForeignKey(AgendaItem, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(
        length=12, help_text="challenge, value, aim, objective, evidence, model, review, group, course, fund or other."
    )
    words = Text()
    tags = Array(base_column=Varchar(length=12), default=list, help_text="partnership, duplication or gap.")
    shown = Boolean(default=True, help_text="In the public summary.")
    decided_at = Timestamptz()
    version = Integer(default=1)

    decision_has_words = Check(words != "")


class ForumAction(Table, db=DB):
    """What somebody said they would do, by when, and whether it was done."""

    id = UUID(primary_key=True)
    meeting = ForeignKey(ForumMeeting, null=False, on_delete=OnDelete.restrict, index=True)
    decision = ForeignKey(ForumDecision, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    words = Text()
    owner = ForeignKey(ForumMember, null=False, on_delete=OnDelete.restrict, index=True)
    due_on = Date(index=True)
    state = Varchar(length=10, default="open", index=True, help_text="open, done or dropped.")
    done_on = Date(null=True, default=None)
    came_of_it = Text(default="")
    reminded_on = Date(null=True, default=None, help_text="When its owner was reminded of the day it has now.")
    version = Integer(default=1)

    action_has_words = Check(words != "")


class MeetingPulse(Table, db=DB):
    """How one member found a meeting, said at its close without a name."""

    id = UUID(primary_key=True)
    meeting = ForeignKey(ForumMeeting, null=False, on_delete=OnDelete.restrict, index=True)
    everyone_spoke = SmallInt(help_text="1 to 5.")
    evidence_used = SmallInt()
    power_shared = SmallInt()
    level = Varchar(length=14, default="", help_text="descriptive, intermediate or transformative.")
    words = Text(default="")
    given_at = Timestamptz()

    pulse_is_one_to_five = Check(
        "everyone_spoke BETWEEN 1 AND 5 AND evidence_used BETWEEN 1 AND 5 AND power_shared BETWEEN 1 AND 5"
    )


class PulseGiven(Table, db=DB):
    """That a member said how a meeting was, so that they say it once; not what they said."""

    id = UUID(primary_key=True)
    meeting = ForeignKey(ForumMeeting, null=False, on_delete=OnDelete.restrict)
    member = ForeignKey(ForumMember, null=False, on_delete=OnDelete.restrict)

    each_member_says_it_once = Unique([meeting, member])


class Contribution(Table, db=DB):
    """Time a member gave to the forum, whether somebody paid for it, and what it cost them."""

    id = UUID(primary_key=True)
    member = ForeignKey(ForumMember, null=False, on_delete=OnDelete.restrict, index=True)
    meeting = ForeignKey(ForumMeeting, null=True, default=None, on_delete=OnDelete.restrict)
    given_on = Date(index=True)
    minutes = Integer()
    what = Varchar(length=160, default="")
    paid_by = Varchar(length=12, default="unpaid", help_text="unpaid, employer, live_well or other.")
    expenses_pence = Integer(default=0)
    expenses_paid_on = Date(null=True, default=None)
    noted_at = Timestamptz()
    struck_at = Timestamptz(null=True, default=None)

    contribution_is_of_a_day = Check("minutes BETWEEN 1 AND 1440 AND expenses_pence >= 0")
