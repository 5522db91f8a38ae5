"""Introductions for tests: made by the same action the product uses."""

from typing import Any
from uuid import UUID, uuid4

from livewell.linkwork import actions
from livewell.linkwork.rules import How, Reason
from livewell.linkwork.tables import Introduction
from livewell.staff.rules import Member

SUMMARY = "Grew up on a farm, knows every bird, and would like company the first times."


async def an_introduction(journey: UUID, coach: Member, link_worker: Member, **changes: Any) -> UUID:
    """An introduction by name, waiting for the link worker; it says why there is no goal unless told otherwise."""
    given: dict[str, Any] = {
        "link_worker": link_worker.id,
        "how": How.BY_NAME,
        "meeting_at": None,
        "reasons": (Reason.GETTING_THERE,),
        "summary": SUMMARY,
        "person_agrees": True,
        "no_goal_why": "Wants to meet the link worker first.",
        "submission": uuid4(),
    } | changes
    return await actions.introduce(journey, **given, by=coach)


async def the_introduction(introduction_id: UUID) -> Introduction:
    """The row as it stands now."""
    found = await Introduction.objects().where(Introduction.id == introduction_id).first()
    assert found is not None
    return found
