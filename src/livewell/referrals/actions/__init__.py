"""Everything that changes a referral, and the invitations that lead to one."""

from livewell.referrals.actions.receiving import receive
from livewell.referrals.actions.registry import answer_invitation, invite
from livewell.referrals.actions.triage import (
    accept,
    answer,
    ask,
    decline,
    different_people,
    same_person,
    set_urgent,
    undo_same_person,
)

__all__ = [
    "accept",
    "answer",
    "answer_invitation",
    "ask",
    "decline",
    "different_people",
    "invite",
    "receive",
    "same_person",
    "set_urgent",
    "undo_same_person",
]
