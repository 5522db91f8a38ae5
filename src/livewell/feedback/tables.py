"""The outbox: every message, and how its sending went."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.kit.db import DB
from livewell.referrals.tables import Referral


class Message(Table, db=DB):
    """One e-mail to one address. It says nothing that names the person: the page and the PDF do."""

    id = UUID(primary_key=True)
    kind = Varchar(length=20)
    referral = ForeignKey(Referral, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    cause = Varchar(length=80, unique=True, help_text="The event and audience it answers, so that it is made once.")
    to = Varchar(length=254)
    subject = Varchar(length=200)
    body = Text()
    attach_summary = Varchar(length=10, default="", help_text="ended, when the one-page PDF goes with it.")
    status = Varchar(length=12, default="waiting", index=True)
    attempts = Integer(default=0)
    made_at = Timestamptz()
    due_at = Timestamptz(index=True)
    leased_until = Timestamptz(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    last_error = Text(default="")

    message_has_an_address = Check(to != "")
