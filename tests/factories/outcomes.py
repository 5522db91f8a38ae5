"""Endings for tests: made by the same action the product uses."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from livewell.journeys.rules import EndReason
from livewell.measures.rules.taking import How
from livewell.outcomes import actions
from livewell.outcomes.forms import EndingCommand, Pam
from livewell.outcomes.rules import Expectation, WhatNext
from livewell.staff.rules import Member


def a_command(**changes: Any) -> EndingCommand:
    """A planned ending with everything said, for somebody without agreed goals."""
    given: dict[str, Any] = {
        "reason": EndReason.GOALS_MET,
        "planned": True,
        "pam": Pam(Decimal("67.8"), None, "", How.TOGETHER),
        "groups_before": 0,
        "groups_now": 2,
        "what_next": (WhatNext.GROUP,),
        "expectation": Expectation.MET,
        "persons_words": "I have people to talk to now.",
        "summary": "Joined the walking group and goes every week.",
    } | changes
    return EndingCommand(**given)


async def an_ending(journey: UUID, by: Member, **changes: Any) -> UUID:
    """End a journey; gives the ending's id."""
    return await actions.end(journey, a_command(**changes), submission=uuid4(), by=by)
