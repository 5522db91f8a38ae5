"""Asking those who offer something already whether it can change: one dated step after another."""

from datetime import date
from uuid import UUID, uuid4

from livewell.assets import queries as listings
from livewell.gaps.queries.raised import held
from livewell.gaps.rules import AT_WORK, StepKind
from livewell.gaps.rules.steps import check_step
from livewell.gaps.tables import GapChange, GapStep
from livewell.kit import clock, news, once
from livewell.kit.db import execute, transaction
from livewell.kit.errors import RuleBroken
from livewell.staff.rules import Member

_KIND = "gap.tried"


async def try_with(
    gap_id: UUID,
    *,
    kind: StepKind,
    words: str,
    done_on: date,
    next_on: date | None = None,
    asset: UUID | None = None,
    with_whom: str = "",
    submission: UUID,
    by: Member,
) -> UUID:
    """
    Write down what was tried with a listing, or with an organisation that is not listed; gives the step's id.

    The first step takes an open gap up. `next_on` is when somebody asks again; a later step with the same one settles it.
    Raises `NotFound` for no such gap or listing, and `RuleBroken` when it is settled, names nobody, or its days are wrong.
    """
    check_step(kind, whom=with_whom, listed=asset is not None, done_on=done_on, next_on=next_on, today=clock.today())
    async with transaction():
        before = await once.already_done(submission, _KIND)
        if before is not None:
            return UUID(before)
        found = await held(gap_id)
        if found.state not in AT_WORK or found.joined_to is not None:
            raise RuleBroken("Only a gap that is open can be worked on.")
        if asset is not None:
            await listings.asset(asset, hidden_too=True)
        now = clock.now()
        step = GapStep(
            id=uuid4(),
            gap=gap_id,
            asset=asset,
            with_whom="" if asset is not None else with_whom.strip(),
            kind=kind.value,
            words=words.strip(),
            done_on=done_on,
            next_on=next_on,
            noted_at=now,
            noted_by=by.id,
        )
        await step.save()
        if found.state.value == "open":
            await execute("UPDATE gap SET state = 'taken_up', version = version + 1 WHERE id = $1", gap_id)
            change = GapChange(
                id=uuid4(),
                gap=gap_id,
                from_state="open",
                to_state="taken_up",
                changed_at=now,
                changed_by=by.staff_id,
            )
            await change.save()
        await news.tell(_KIND, subject=gap_id, by=by, step=kind.value, asset=asset)
        await once.remember(submission, _KIND, str(step.id))
    return UUID(str(step.id))
