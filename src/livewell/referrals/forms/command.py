"""The one command behind every door: everything that a referral says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from livewell.people.forms import Details
from livewell.people.rules import Agreed, Identity
from livewell.referrals.rules import Channel, Need, Pathway, ReferrerType, SafetyAnswer


@dataclass(frozen=True)
class Referrer:
    """Who asks, and where the answer goes."""

    type: ReferrerType
    account: UUID | None = None
    practice: UUID | None = None
    """The practice that sent it, when a practice did."""
    name: str = ""
    role: str = ""
    organisation: str = ""
    phone: str = ""
    reply_to: str = ""


@dataclass(frozen=True)
class ReceiveReferral:
    """Somebody asks Live Well to be in touch with a person."""

    channel: Channel
    identity: Identity
    details: Details
    referrer: Referrer
    pathway: Pathway
    needs: tuple[Need, ...]
    reason: str
    safety: SafetyAnswer
    safety_detail: str = ""
    urgent: bool = False
    check_condition: str = ""
    check_on: date | None = None
    person_agrees: bool = True
    helped_by: str = ""
    consents: tuple[Agreed, ...] = ()
    consent_how: str = "form"
    as_sent: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The form exactly as it was typed, by the names of its boxes."""
