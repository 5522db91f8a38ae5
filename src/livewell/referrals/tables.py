"""Referrals, every entry as it was sent, and questions asked about them."""

from piccolo.columns import JSONB, UUID, Array, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.journeys.tables import Journey
from livewell.kit.db import DB
from livewell.people.tables import Person
from livewell.places.tables import Area, Practice
from livewell.staff.tables import StaffUser


class Referral(Table, db=DB):
    """Somebody asked Live Well to be in touch with a person. It lives until triage decides."""

    id = UUID(primary_key=True)
    reference = Varchar(length=12, unique=True, help_text="LW-4F7K-92, to read aloud.")
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    journey = ForeignKey(Journey, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    area = ForeignKey(Area, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    practice = ForeignKey(
        Practice,
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
        index=True,
        help_text="Of the referrer, when a practice sent it.",
    )
    status = Varchar(length=24, default="received", index=True)
    referrer_type = Varchar(length=20)
    pathway = Varchar(length=20)
    referrer = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    referrer_name = Varchar(length=120, default="")
    referrer_role = Varchar(length=80, default="")
    referrer_organisation = Varchar(length=160, default="")
    referrer_phone = Varchar(length=30, default="")
    reply_to = Varchar(length=254, default="", help_text="The e-mail address that hears what came of it.")
    needs = Array(base_column=Varchar(length=24), default=list)
    reason = Text()
    check_condition = Varchar(length=80, default="", help_text="The condition of an annual check.")
    check_on = Date(null=True, default=None)
    safety = Varchar(length=12)
    safety_detail = Text(default="")
    urgent = Boolean(default=False)
    person_agrees = Boolean(help_text="The person knows of this referral and agrees.")
    helped_by = Varchar(length=120, default="", help_text="Who is helping with a self-referral.")
    received_at = Timestamptz(index=True)
    triage_due_on = Date()
    decided_at = Timestamptz(null=True, default=None)
    decided_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    decline_reason = Varchar(length=24, default="")
    decline_suggestion = Text(default="", help_text="What the person can still use.")
    eligible = Boolean(null=True, default=None, help_text="Empty when it could not be told.")
    not_eligible_why = Varchar(length=40, default="")
    override_why = Text(default="", help_text="Why staff accepted although the check said no.")
    version = Integer(default=1)

    referral_has_a_reference = Check(reference != "")
    referral_has_a_reason = Check(reason != "")
    referral_decided_pair = Check(
        (decided_at.is_null() & decided_by.is_null()) | (decided_at.is_not_null() & decided_by.is_not_null())
    )


class ReferralEntry(Table, db=DB):
    """The form exactly as it was sent. Never changed."""

    id = UUID(primary_key=True)
    referral = ForeignKey(Referral, null=False, on_delete=OnDelete.restrict, index=True)
    channel = Varchar(length=20, help_text="professional, self, for_someone, registry")
    as_sent = JSONB()
    sent_at = Timestamptz()


class InformationRequest(Table, db=DB):
    """A coach asked the referrer something, and what they answered."""

    id = UUID(primary_key=True)
    referral = ForeignKey(Referral, null=False, on_delete=OnDelete.restrict, index=True)
    question = Text()
    asked_at = Timestamptz()
    asked_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    answer = Text(default="")
    answered_at = Timestamptz(null=True, default=None)
    answered_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)

    information_request_asks = Check(question != "")
    information_request_answered_pair = Check(
        (answered_at.is_null() & answered_by.is_null()) | (answered_at.is_not_null() & answered_by.is_not_null())
    )


class RegistryInvitation(Table, db=DB):
    """A letter to somebody on a practice register, with a code to answer by."""

    id = UUID(primary_key=True)
    practice = ForeignKey(Practice, null=False, on_delete=OnDelete.restrict, index=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    register = Varchar(length=40, help_text="smi, copd, diabetes, three_or_more")
    batch = UUID(index=True, help_text="Those that were made together and are printed together.")
    code = Varchar(length=12, unique=True, help_text="7K4F-92QX, on the letter; it works with the date of birth only.")
    invited_at = Timestamptz()
    invited_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    answer = Varchar(length=12, default="", help_text="accepted, declined; empty while there is no reply.")
    answered_at = Timestamptz(null=True, default=None)
    referral = ForeignKey(Referral, null=True, default=None, on_delete=OnDelete.restrict)
