"""What the forum works on: challenges with their evidence and options, votes, what it stands for, what it approves."""

from piccolo.columns import UUID, Array, Boolean, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from livewell.forum.tables import AgendaItem, ForumDecision, ForumMeeting, ForumMember
from livewell.gaps.tables import Gap
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class Challenge(Table, db=DB):
    """A shared challenge and the idea that grows from it: discussed, developed, testing, amended, evaluated."""

    id = UUID(primary_key=True)
    title = Varchar(length=160)
    goal = Text(default="")
    state = Varchar(length=12, default="discussed", index=True)
    gap = ForeignKey(Gap, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    sides = Array(base_column=Varchar(length=12), default=list, help_text="knowledge, community or leaders.")
    owner = ForeignKey(ForumMember, null=True, default=None, on_delete=OnDelete.restrict)
    begun_on = Date()
    closed_on = Date(null=True, default=None)
    closed_why = Text(default="")
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)

    challenge_has_a_title = Check(title != "")


class ChallengeMove(Table, db=DB):
    """Every change of state, with what was learned or decided then."""

    id = UUID(primary_key=True)
    challenge = ForeignKey(Challenge, null=False, on_delete=OnDelete.restrict, index=True)
    from_state = Varchar(length=12, default="")
    to_state = Varchar(length=12)
    words = Text(default="")
    decision = ForeignKey(ForumDecision, null=True, default=None, on_delete=OnDelete.restrict)
    moved_at = Timestamptz()
    moved_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)


class ChallengeEvidence(Table, db=DB):
    """What is known about it: research, an example from practice, local figures, somebody's experience."""

    id = UUID(primary_key=True)
    challenge = ForeignKey(Challenge, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=12, help_text="research, practice, local_data or experience.")
    title = Varchar(length=160)
    words = Text(default="")
    link = Varchar(length=500, default="")
    given_by = ForeignKey(ForumMember, null=True, default=None, on_delete=OnDelete.restrict)
    given_at = Timestamptz()
    struck_at = Timestamptz(null=True, default=None)


class ChallengeOption(Table, db=DB):
    """One thing that could be done."""

    id = UUID(primary_key=True)
    challenge = ForeignKey(Challenge, null=False, on_delete=OnDelete.restrict, index=True)
    title = Varchar(length=160)
    words = Text(default="")
    position = SmallInt(default=0)
    chosen_at = Timestamptz(null=True, default=None)
    decision = ForeignKey(ForumDecision, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)


class ForumVote(Table, db=DB):
    """A question put to the members, in the room and elsewhere, until a moment."""

    id = UUID(primary_key=True)
    challenge = ForeignKey(Challenge, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    item = ForeignKey(AgendaItem, null=True, default=None, on_delete=OnDelete.restrict)
    meeting = ForeignKey(ForumMeeting, null=True, default=None, on_delete=OnDelete.restrict)
    question = Varchar(length=300)
    scenario = Text(default="", help_text="A story to choose for, where there is one.")
    most = SmallInt(default=1, help_text="How many options one member may choose.")
    secret = Boolean(default=True)
    for_everybody = Boolean(
        default=False, help_text="Once closed, everybody may read how many chose what; never of a secret vote."
    )
    opens_at = Timestamptz()
    closes_at = Timestamptz()
    closed_at = Timestamptz(null=True, default=None)
    of_members = Integer(null=True, default=None, help_text="How many had a voice when it closed.")
    made_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)

    vote_closes_after_it_opens = Check("closes_at > opens_at")


class VoteOption(Table, db=DB):
    """One answer to choose."""

    id = UUID(primary_key=True)
    vote = ForeignKey(ForumVote, null=False, on_delete=OnDelete.restrict, index=True)
    words = Varchar(length=300)
    position = SmallInt(default=0)
    counted = SmallInt(default=0, help_text="Hands in the room and papers, counted without names.")

    nobody_counts_below_nothing = Check("counted >= 0")


class Voted(Table, db=DB):
    """That a member voted, and how: in the room, from elsewhere, or in writing. Not for what."""

    id = UUID(primary_key=True)
    vote = ForeignKey(ForumVote, null=False, on_delete=OnDelete.restrict)
    member = ForeignKey(ForumMember, null=False, on_delete=OnDelete.restrict)
    how = Varchar(length=8, help_text="room, remote or writing.")
    voted_at = Timestamptz()

    each_member_votes_once = Unique([vote, member])


class Ballot(Table, db=DB):
    """What one member chose. In a secret vote it says not who."""

    id = UUID(primary_key=True)
    vote = ForeignKey(ForumVote, null=False, on_delete=OnDelete.restrict, index=True)
    choices = Array(base_column=UUID(), default=list)
    member = ForeignKey(ForumMember, null=True, default=None, on_delete=OnDelete.restrict)


class Charter(Table, db=DB):
    """What the forum stands for: goals and values, in versions it agreed on."""

    id = UUID(primary_key=True)
    number = SmallInt(unique=True)
    goals = Text(default="", help_text="One on each line.")
    values = Text(default="", help_text="One on each line: a word, then what it means.")
    change = Text(default="", help_text="What is different.")
    state = Varchar(length=10, default="draft", help_text="draft, put or approved.")
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    approved_at = Timestamptz(null=True, default=None)
    decision = ForeignKey(ForumDecision, null=True, default=None, on_delete=OnDelete.restrict)
    version = Integer(default=1)


class PutToForum(Table, db=DB):
    """Something of another part of Live Well that the forum is asked to approve."""

    id = UUID(primary_key=True)
    kind = Varchar(length=14, help_text="book_template, library_item or charter.")
    subject = UUID(index=True)
    title = Varchar(length=160)
    item = ForeignKey(AgendaItem, null=False, on_delete=OnDelete.restrict, index=True)
    state = Varchar(length=10, default="put", help_text="put, approved, changes or taken_back.")
    decision = ForeignKey(ForumDecision, null=True, default=None, on_delete=OnDelete.restrict)
    words = Text(default="")
    put_at = Timestamptz()
    put_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    decided_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)
