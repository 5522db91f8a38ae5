"""Keeping the safety plan that a person agreed, and what they say about it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

from livewell.crisis.queries.plans import plan
from livewell.crisis.rules.plans import PARTS, check_plan
from livewell.crisis.tables import SafetyPlan, SafetyPlanWord
from livewell.journeys import queries as journeys
from livewell.kit import clock, news, once
from livewell.kit.actor import Resident
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Member


async def agree_plan(
    journey_id: UUID,
    *,
    words: Mapping[str, str],
    with_whom: str,
    together: bool,
    agreed_on: date,
    review_on: date,
    version: int,
    by: Member,
) -> UUID:
    """
    Keep a new version of somebody's safety plan; those before it stay. Gives its id.

    `words` maps the columns of PARTS; `version` is the number of the plan the page was read with, 0 for none.
    NotFound when `by` may not see the journey; RuleBroken for an empty plan, one made without the person, or days that
    cannot be; Stale when somebody else saved meanwhile.
    """
    async with transaction():
        journey = await journeys.journey_for(journey_id, by, open_only=False, alone=True)
        before = await plan(journey.person)
        tidy = {code: words.get(code, "").strip() for code in PARTS}
        if (before.number if before else 0) != version:
            theirs = before.parts if before else {}
            different = [code for code in PARTS if theirs.get(code, "") != tidy[code]]
            raise Stale(
                {PARTS[code][0]: theirs.get(code, "") for code in different},
                {PARTS[code][0]: tidy[code] for code in different},
            )
        check_plan(tidy, together=together, agreed_on=agreed_on, review_on=review_on, today=clock.today())
        row = SafetyPlan(
            id=uuid4(),
            person=journey.person,
            journey=journey.id,
            number=version + 1,
            with_whom=with_whom.strip(),
            agreed_on=agreed_on,
            review_on=review_on,
            written_at=clock.now(),
            written_by=by.id,
        )
        for code, text in tidy.items():
            setattr(row, code, text)
        await row.save()
        await news.tell(
            "safety_plan.agreed",
            subject=row.id,
            by=by,
            journey=journey.id,
            person=journey.person,
            number=row.number,
            agreed_on=agreed_on,
            review_on=review_on,
        )
    return UUID(str(row.id))


async def say_about_plan(*, words: str, submission: UUID, by: Resident) -> None:
    """The person says something about their own plan. NotFound when they have none."""
    async with transaction():
        if await once.already_done(submission, "safety_plan.say") is not None:
            return
        found = await plan(by.person)
        if found is None:
            raise NotFound
        if not words.strip():
            raise RuleBroken("Write what you would like to say.")
        row = SafetyPlanWord(id=uuid4(), plan=found.id, words=words.strip(), said_at=clock.now())
        await row.save()
        await news.tell("safety_plan.spoken_of", subject=found.id, by=by, journey=found.journey, person=by.person)
        await once.remember(submission, "safety_plan.say", str(found.id))
