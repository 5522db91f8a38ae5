"""Pathways and safety plans for tests: written and approved by the same actions the product uses."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from livewell.crisis.actions import pathways as actions
from livewell.crisis.actions import plans, walks
from livewell.crisis.actions.pathways import PathwayWords
from livewell.crisis.queries import pathways as queries
from livewell.crisis.rules.first_pathways import FIRST_PATHWAYS
from livewell.crisis.rules.pathways import Step
from livewell.kit import clock
from livewell.safety.rules import RaisedFrom
from livewell.staff.rules import Member, Role
from tests.factories.staff import a_member

SUICIDAL_THOUGHTS = FIRST_PATHWAYS[0].id
"""The first of the pathways that a new Live Well has headings for."""


async def supplied(pathway_id: UUID, manager: Member) -> None:
    """Somebody has supplied words for every step, checked every number, and said who owns it and until when; nobody has approved them."""
    found = await queries.pathway(pathway_id)
    steps = tuple(Step(one.title, f"Synthetic words for a test: {one.title.lower()}.") for one in found.content.steps)
    contacts = tuple(replace(one, checked_on=clock.today().isoformat()) for one in found.content.contacts)
    await actions.change_pathway(
        pathway_id,
        PathwayWords(
            replace(found.content, steps=steps, contacts=contacts), manager.id, clock.today() + timedelta(days=365)
        ),
        version=found.version,
        by=manager,
    )


async def an_approved_pathway(manager: Member | None = None, pathway_id: UUID = SUICIDAL_THOUGHTS) -> UUID:
    """A pathway that can be followed; gives its id."""
    by = manager or await a_member(Role.MANAGER)
    await supplied(pathway_id, by)
    found = await queries.pathway(pathway_id)
    await actions.approve_pathway(
        pathway_id, approved_as="Dr Ada Fairweather, clinical safety lead", version=found.version, by=by
    )
    return pathway_id


async def a_walk(journey: UUID, by: Member, *, words: str = "", pathway_id: UUID | None = None) -> UUID:
    """A pathway being followed for somebody; approves it first where it was not given."""
    return await walks.begin_walk(
        journey,
        pathway_id or await an_approved_pathway(),
        words=words,
        raised_from=RaisedFrom.SESSION,
        submission=uuid4(),
        by=by,
    )


PLAN: dict[str, str] = {
    "feels_safe": "My sister, the allotment, the radio on low.",
    "triggers": "The anniversary in March.",
    "keep_small": "A walk before lunch. Ring Joan.",
    "staff_do": "Ask me straight. Do not talk over me.",
    "who_to_call": "Joan, 01632 960123",
    "choice": "I decide about my tablets. If I stop answering, ring Joan.",
}


async def a_plan(journey: UUID, by: Member, *, version: int = 0, **changes: Any) -> UUID:
    """A safety plan that the two agreed today; `changes` go over its words."""
    return await plans.agree_plan(
        journey,
        words=PLAN | changes,
        with_whom="",
        together=True,
        agreed_on=clock.today(),
        review_on=clock.today() + timedelta(days=90),
        version=version,
        by=by,
    )
