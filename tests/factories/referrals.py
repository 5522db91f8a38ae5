"""Referrals for tests."""

from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock, ids
from livewell.kit.dates import add_working_days
from livewell.people.rules import Agreed, ConsentKind
from livewell.referrals.forms.command import ReceiveReferral, Referrer
from livewell.referrals.rules import Channel, Need, Pathway, ReferrerType, SafetyAnswer
from livewell.referrals.tables import Referral
from livewell.staff.rules import Member
from tests.factories.people import a_person, an_identity, some_details


async def a_referral(*, person: UUID | None = None, area: UUID | None = None, **changes: Any) -> UUID:
    """A referral that waits for triage, from a GP without an account."""
    referral = Referral(
        **(
            {
                "id": uuid4(),
                "reference": ids.new_reference(),
                "person": person or await a_person(),
                "area": area,
                "referrer_type": "gp",
                "referrer_name": "Dr A. Example",
                "reply_to": "dr@practice.example",
                "pathway": "consultation",
                "needs": ["lonely"],
                "reason": "Lonely since her husband died.",
                "safety": "none_known",
                "person_agrees": True,
                "received_at": clock.now(),
                "triage_due_on": add_working_days(clock.today(), 2),
                "eligible": True,
            }
            | changes
        )
    )
    await referral.save()
    return referral.id


def a_command(*, by: Member | None = None, **changes: Any) -> ReceiveReferral:
    """A referral that is about to be received, from `by` or from nobody we know."""
    referrer = Referrer(
        type=ReferrerType.GP,
        account=by.id if by else None,
        practice=by.practice if by else None,
        name=by.name if by else "Dr A. Example",
        reply_to="dr@practice.example",
    )
    facts: dict[str, Any] = {
        "channel": Channel.PROFESSIONAL,
        "identity": an_identity(),
        "details": some_details(practice=by.practice if by else None),
        "referrer": referrer,
        "pathway": Pathway.CONSULTATION,
        "needs": (Need.LONELY,),
        "reason": "Lonely since her husband died.",
        "safety": SafetyAnswer.NONE_KNOWN,
        "consents": (Agreed(ConsentKind.SERVICE, given=True), Agreed(ConsentKind.TELL_REFERRER, given=True)),
        "consent_how": "via_referrer",
        "as_sent": {"reason": ["Lonely since her husband died."]},
    }
    return ReceiveReferral(**(facts | changes))
