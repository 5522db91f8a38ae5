"""What people looked for and is not there: gaps, everybody who asked for the same, and what was tried."""

from typing import Any

from piccolo.columns import UUID, Array, Boolean, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.assets.tables import Asset
from livewell.journeys.tables import Journey
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class Gap(Table, db=DB):
    """Something people want near by that is not there. It names nobody."""

    id = UUID(primary_key=True)
    title = Varchar(length=120, help_text="What is wanted, in a few words.")
    words = Text(default="", help_text="What is wanted, by those who asked; read before anybody else sees it.")
    kind = Varchar(length=12, default="provision", help_text="provision or learning.")
    way = Varchar(length=20, default="", help_text="One of the Five Ways.")
    need = Varchar(length=40, default="", help_text="A code of our vocabulary of needs.")
    ward = Varchar(length=12, default="", index=True, help_text="The ONS code; empty for anywhere.")
    times = Array(base_column=Varchar(length=20), default=list, help_text="When it would suit, as codes.")
    for_whom = Array(base_column=Varchar(length=20), default=list, help_text="Codes of assets.rules.Audience.")
    state = Varchar(length=12, default="waiting", index=True, help_text="waiting, open, taken_up, settled or hidden.")
    outcome = Varchar(length=10, default="", help_text="group, forum, change or none.")
    why = Text(default="", help_text="Why it was settled so.")
    joined_to: ForeignKey[Any] = ForeignKey(
        LazyTableReference("Gap", module_path=__name__),
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
        help_text="The gap that is the same and goes on.",
    )
    raised_at = Timestamptz(index=True)
    raised_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    settled_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)

    gap_has_a_title = Check(title != "")
    settled_has_an_outcome = Check("(state = 'settled') = (outcome <> '' AND settled_at IS NOT NULL)")
    none_says_why = Check("outcome <> 'none' OR why <> ''")


class GapVoice(Table, db=DB):
    """One time that somebody asked for it: where it came from, and for how many."""

    id = UUID(primary_key=True)
    gap = ForeignKey(Gap, null=False, on_delete=OnDelete.restrict, index=True)
    source = Varchar(
        length=12, help_text="session, search, decline, full, update, public, learning, outreach or forum."
    )
    journey = ForeignKey(
        Journey,
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
        index=True,
        help_text="Counts one person once; leads nowhere from the gap.",
    )
    people = SmallInt(default=1, help_text="For how many it was said.")
    words = Text(default="", help_text="What they said; only the team reads it.")
    ward = Varchar(length=12, default="")
    asset = ForeignKey(
        Asset, null=True, default=None, on_delete=OnDelete.restrict, help_text="What was full or did not suit."
    )
    reply_to = Varchar(length=254, default="", help_text="Where somebody wishes to hear what came of it.")
    would_help = Boolean(default=False, help_text="They would help to set something up.")
    name = Varchar(length=120, default="")
    urgent = Boolean(default=False, help_text="The words may be about somebody in danger.")
    said_at = Timestamptz(index=True)
    said_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    read_at = Timestamptz(null=True, default=None)
    told_at = Timestamptz(null=True, default=None, help_text="When they heard; their address is forgotten then.")

    voice_is_of_people = Check("people BETWEEN 1 AND 500")


class GapStep(Table, db=DB):
    """One thing that was tried with somebody who already offers something: asked, answered, agreed, refused, changed."""

    id = UUID(primary_key=True)
    gap = ForeignKey(Gap, null=False, on_delete=OnDelete.restrict, index=True)
    asset = ForeignKey(Asset, null=True, default=None, on_delete=OnDelete.restrict)
    with_whom = Varchar(length=160, default="", help_text="The organisation, when it is not listed.")
    kind = Varchar(length=10)
    words = Text()
    done_on = Date()
    next_on = Date(null=True, default=None, index=True, help_text="When somebody asks again.")
    noted_at = Timestamptz()
    noted_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)

    step_says_what = Check(words != "")


class GapChange(Table, db=DB):
    """Every move: from, to, by, when, why."""

    id = UUID(primary_key=True)
    gap = ForeignKey(Gap, null=False, on_delete=OnDelete.restrict, index=True)
    from_state = Varchar(length=12, default="")
    to_state = Varchar(length=12)
    outcome = Varchar(length=10, default="")
    why = Text(default="")
    changed_at = Timestamptz()
    changed_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
