"""The small fund: pots, applications, who judged, what was awarded and paid, what came of it, and gifts in kind."""

from piccolo.columns import UUID, Array, Boolean, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from livewell.assets.tables import Asset
from livewell.forum.tables import ForumMeeting, ForumMember
from livewell.gaps.tables import Gap
from livewell.groups.tables import CommunityGroup
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class FundPot(Table, db=DB):
    """Money for new things, in pence, with what it is for and until when one may ask."""

    id = UUID(primary_key=True)
    slug = Varchar(length=120, unique=True)
    name = Varchar(length=120)
    about = Text(default="")
    criteria = Text(default="", help_text="One on each line.")
    kind = Varchar(length=10, default="small", help_text="small, or partner: for a commissioned partner.")
    pence = Integer(help_text="What is in it.")
    most_pence = Integer(help_text="The most for one award.")
    given_by = Varchar(length=160, default="")
    opens_on = Date()
    closes_on = Date()
    report_within = SmallInt(default=180, help_text="Days after the payment.")
    to_forum = Boolean(default=False, help_text="What its panel may read waits for the forum's next agenda by itself.")
    closed_at = Timestamptz(null=True, default=None)
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    version = Integer(default=1)

    pot_has_money = Check("pence > 0 AND most_pence > 0 AND most_pence <= pence")
    pot_closes_after_it_opens = Check("closes_on >= opens_on")


class FundApplication(Table, db=DB):
    """Somebody asks for money from a pot: half written, sent, judged, paid, told of."""

    id = UUID(primary_key=True)
    pot = ForeignKey(FundPot, null=False, on_delete=OnDelete.restrict, index=True)
    reference = Varchar(length=12, unique=True, help_text="What stands on letters: F-0001.")
    state = Varchar(
        length=10, default="begun", index=True, help_text="begun, sent, asked, awarded, declined, withdrawn or closed."
    )
    name = Varchar(length=120)
    email = Varchar(length=254, index=True)
    phone = Varchar(length=30, default="")
    group_name = Varchar(length=160, default="", help_text="Empty for somebody by themself.")
    what = Text(default="")
    who_for = Text(default="")
    how_many = SmallInt(null=True, default=None)
    ward = Varchar(length=12, default="")
    way = Varchar(length=20, default="")
    pence = Integer(null=True, default=None, help_text="How much is asked for.")
    costs = Text(default="", help_text="What it is spent on.")
    other_money = Text(default="")
    kept_safe = Text(default="", help_text="How people are kept safe and welcome.")
    afterwards = Text(default="", help_text="How it goes on when the money is spent.")
    gap = ForeignKey(Gap, null=True, default=None, on_delete=OnDelete.restrict)
    community_group = ForeignKey(CommunityGroup, null=True, default=None, on_delete=OnDelete.restrict)
    shown_at = Timestamptz(
        null=True, default=None, help_text="When the fund's keeper had read it and put it before the panel."
    )
    helped_by = ForeignKey(
        StaffUser, null=True, default=None, on_delete=OnDelete.restrict, help_text="Who wrote it down for them."
    )
    begun_at = Timestamptz()
    sent_at = Timestamptz(null=True, default=None, index=True)
    withdrawn_at = Timestamptz(null=True, default=None)
    forgotten_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)


class FundQuestion(Table, db=DB):
    """What the fund asked back about an application, and what was answered."""

    id = UUID(primary_key=True)
    application = ForeignKey(FundApplication, null=False, on_delete=OnDelete.restrict, index=True)
    question = Text()
    asked_at = Timestamptz()
    asked_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    answer = Text(default="")
    answered_at = Timestamptz(null=True, default=None)

    question_has_words = Check(question != "")


class FundPanellist(Table, db=DB):
    """A member of the forum who judges what is asked of a pot."""

    id = UUID(primary_key=True)
    pot = ForeignKey(FundPot, null=False, on_delete=OnDelete.restrict)
    member = ForeignKey(ForumMember, null=False, on_delete=OnDelete.restrict, index=True)

    each_panellist_once = Unique([pot, member])


class FundOpinion(Table, db=DB):
    """What a panellist says of an application, or that they stand back because it is too near to them."""

    id = UUID(primary_key=True)
    application = ForeignKey(FundApplication, null=False, on_delete=OnDelete.restrict)
    member = ForeignKey(ForumMember, null=False, on_delete=OnDelete.restrict, index=True)
    conflict = Boolean(default=False)
    conflict_words = Text(default="")
    meets = Array(base_column=SmallInt(), default=list, help_text="Numbers of the criteria it meets.")
    says = Varchar(length=8, default="", help_text="yes, part or no.")
    words = Text(default="")
    given_at = Timestamptz()
    noted_by = ForeignKey(
        StaffUser, null=True, default=None, on_delete=OnDelete.restrict, help_text="Who wrote it down for them."
    )
    version = Integer(default=1)

    one_opinion_each = Unique([application, member])
    near_ones_stand_back = Check("NOT conflict OR (says = '' AND cardinality(meets) = 0)")


class FundDecision(Table, db=DB):
    """What the panel decided, with its reasons, what the applicant reads, and what else they are offered."""

    id = UUID(primary_key=True)
    application = ForeignKey(FundApplication, null=False, on_delete=OnDelete.restrict, unique=True)
    pence = Integer(default=0, help_text="0 when it is declined.")
    reasons = Text(help_text="For the minutes.")
    conditions = Text(default="")
    feedback = Text(help_text="For the applicant.")
    onward = Text(help_text="What else they are offered.")
    meeting = ForeignKey(ForumMeeting, null=True, default=None, on_delete=OnDelete.restrict)
    decided_by_names = Text(default="", help_text="Who decided.")
    decided_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    told_at = Timestamptz(null=True, default=None)
    report_due_on = Date(null=True, default=None, index=True, help_text="Set by the first payment.")
    reminders = SmallInt(default=0, help_text="How often they were reminded of their report.")
    released_pence = Integer(default=0, help_text="What went back to the pot when it was closed.")
    closed_at = Timestamptz(null=True, default=None)
    closed_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    closed_words = Text(default="")

    decision_says_why = Check("reasons <> '' AND feedback <> '' AND onward <> ''")
    award_is_money = Check("pence >= 0 AND released_pence BETWEEN 0 AND pence")


class FundPayment(Table, db=DB):
    """Money that went out, or came back (below nothing)."""

    id = UUID(primary_key=True)
    application = ForeignKey(FundApplication, null=False, on_delete=OnDelete.restrict, index=True)
    pence = Integer()
    paid_on = Date()
    how = Varchar(length=10, help_text="bank, cheque, card, cash or returned.")
    reference = Varchar(length=60, default="")
    noted_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)

    payment_is_money = Check("pence <> 0 AND ((pence < 0) = (how = 'returned'))")


class FundReport(Table, db=DB):
    """What came of an award, by those who had it: a story and a few figures."""

    id = UUID(primary_key=True)
    application = ForeignKey(FundApplication, null=False, on_delete=OnDelete.restrict, unique=True)
    story = Text()
    reach = Varchar(length=10, default="team", help_text="team, reports or public: how far it may go.")
    people = SmallInt()
    times_met = SmallInt(null=True, default=None)
    spent_pence = Integer()
    still_going = Boolean(null=True, default=None)
    learned = Text(default="")
    reported_at = Timestamptz()
    read_at = Timestamptz(null=True, default=None)
    read_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    hidden_why = Text(default="", help_text="Why the team keeps it from others, whatever was agreed.")
    version = Integer(default=1)

    report_counts = Check("people >= 0 AND spent_pence >= 0 AND (times_met IS NULL OR times_met >= 0)")


class GiftInKind(Table, db=DB):
    """Something given that is not money: a room, a minibus, time of an expert; and what it is worth."""

    id = UUID(primary_key=True)
    what = Varchar(length=200)
    giver = Varchar(length=160)
    asset = ForeignKey(Asset, null=True, default=None, on_delete=OnDelete.restrict)
    community_group = ForeignKey(CommunityGroup, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    pence = Integer(null=True, default=None, help_text="What it would have cost; empty when nobody can say.")
    valued_how = Varchar(length=200, default="", help_text="Where the value comes from.")
    given_on = Date(index=True)
    until_on = Date(null=True, default=None)
    noted_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    struck_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)

    gift_with_a_value_says_how = Check("pence IS NULL OR (pence >= 0 AND valued_how <> '')")
