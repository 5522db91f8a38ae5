"""Who keeps which listing without an account, who says that they should, and when they were asked about it."""

from piccolo.columns import UUID, ForeignKey, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.assets.tables import Asset, Organisation
from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class Keeper(Table, db=DB):
    """Somebody who may change one listing, or every listing of one organisation, by a link and without a password."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    organisation = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    email = Varchar(length=254, default="", index=True, help_text="In small letters; empty for who has a letter.")
    name = Varchar(length=120)
    how = Varchar(length=10)
    approved_at = Timestamptz()
    approved_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict, help_text="Or themself.")

    keeps_one_thing = Check("(asset IS NULL) <> (organisation IS NULL)")


class KeeperClaim(Table, db=DB):
    """Somebody says that they run a listing; a link worker decides."""

    id = UUID(primary_key=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    name = Varchar(length=120)
    email = Varchar(length=254)
    belongs = Varchar(length=10, default="", help_text="How they belong to it; empty for who was named.")
    words = Text(default="")
    named_by = ForeignKey(Keeper, null=True, default=None, on_delete=OnDelete.restrict)
    state = Varchar(length=10, default="waiting", index=True)
    sentence = Text(default="", help_text="What they were told.")
    claimed_at = Timestamptz(index=True)
    decided_at = Timestamptz(null=True, default=None)
    decided_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    version = SmallInt(default=1)

    decided_has_when = Check("(state = 'waiting') = (decided_at IS NULL)")


class DigestSent(Table, db=DB):
    """One listing in one message that asked those who run it whether it is still right."""

    id = UUID(primary_key=True)
    digest = UUID(index=True, help_text="The message; one for each address and time.")
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    email = Varchar(length=254)
    name = Varchar(length=120, default="")
    asked_at = Timestamptz(index=True)
    sent_at = Timestamptz(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answer = Varchar(length=10, default="")

    answered_has_what = Check("(answer = '') = (answered_at IS NULL)")
