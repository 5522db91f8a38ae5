"""The life of a group: lines of its list are done, and it goes from stage to stage."""

from datetime import date, timedelta
from uuid import UUID

from livewell.groups import rules
from livewell.groups.actions.beginning import note_move, note_step
from livewell.groups.queries.figures import given
from livewell.groups.queries.held import Held, held
from livewell.groups.queries.parts import leads_of
from livewell.groups.rules import STAGE_OF, Stage, Step, lasting
from livewell.kit import clock, news
from livewell.kit.actor import Actor
from livewell.kit.dates import say_day
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import RuleBroken, Stale

_FORMS_WITH = frozenset({Step.PEOPLE, Step.PLACE, Step.FLYER, Step.LISTING, Step.FIRST_SESSION})
"""With any of these a group is more than an idea."""


async def tick(
    group_id: UUID, step: Step | str, *, on: date, words: str = "", version: int | None = None, by: Actor
) -> None:
    """
    Say on which day a line of the set-up list was done, or put that right; with the first line after the idea, it forms.

    The lines of a stage go with the change of stage. Raises `NotFound`, `Stale` when somebody else wrote this line since
    `version` (0 for a line that was not done), and `RuleBroken` for a day that cannot be.
    """
    step = Step(step)
    if step in STAGE_OF:
        await move(group_id, STAGE_OF[step], on=on, words=words, by=by)
        return
    async with transaction():
        found = await held(group_id)
        rules.check_day(on, today=clock.today(), not_before=None if step is Step.IDEA else found.begun_on)
        await _nobody_was_first(group_id, step, on, words, version)
        if step is Step.IDEA and on != found.begun_on:
            raise RuleBroken("The idea is as old as the group: change when it began.")
        await note_step(group_id, step, on=on, words=words, by=by)
        await execute(
            "UPDATE group_step SET version = $3 WHERE community_group = $1 AND step = $2",
            group_id,
            step.value,
            (version or 0) + 1,
        )
        await news.tell("group.step_done", subject=group_id, by=by, step=step.value, on=on)
        if found.stage is Stage.IDEA and step in _FORMS_WITH:
            await _go(found, Stage.FORMING, on=on, by=by)


async def _nobody_was_first(group_id: UUID, step: Step, on: date, words: str, version: int | None) -> None:
    if version is None:
        return
    kept = await row(
        "SELECT done_on, words, version FROM group_step WHERE community_group = $1 AND step = $2", group_id, step.value
    )
    if (kept["version"] if kept else 0) != version:
        theirs = (kept["done_on"], kept["words"]) if kept else (None, "")
        raise Stale(theirs=_in_words(*theirs), yours=_in_words(on, words))


def _in_words(on: date | None, words: str) -> dict[str, str]:
    return {"When": say_day(on) if on else "", "Words": words}


async def move(
    group_id: UUID,
    to: Stage | str,
    *,
    on: date | None = None,
    why: str = "",
    words: str = "",
    version: int | None = None,
    by: Actor,
) -> None:
    """
    A group goes on to another stage, on a day that may lie in the past; `words` stand on its list.

    Raises `NotFound`, and `RuleBroken` when that stage does not follow, nobody says why where it is needed, the day is
    before the last change, or, for a group that is to run by itself, with what it lacks.
    """
    to, today = Stage(to), clock.today()
    day = on or today
    async with transaction():
        found = await held(group_id, version=version)
        rules.check_move(found.stage, to)
        rules.check_why(found.stage, to, why)
        last = await value("SELECT max(moved_on) FROM group_move WHERE community_group = $1", group_id)
        rules.check_day(day, today=today, not_before=last)
        if to is Stage.INDEPENDENT:
            await _stands_by_itself(group_id, day)
        step = next((one for one, stage in STAGE_OF.items() if stage is to), None)
        if step is not None:
            await note_step(group_id, step, on=day, words=words or why, by=by)
        await _go(found, to, on=day, why=why, by=by)


async def _stands_by_itself(group_id: UUID, on: date) -> None:
    leads = [lead.leads for lead in await leads_of(group_id)]
    lacks = lasting.lacks_independence(leads, await given(group_id), on)
    if lacks:
        raise RuleBroken(f"It does not run by itself yet. {' '.join(lacks)}")


async def _go(found: Held, to: Stage, *, on: date, why: str = "", by: Actor) -> None:
    review_on = found.review_on
    if to in rules.RUNNING and review_on is None:
        review_on = max(on + rules.FIRST_REVIEW_AFTER, clock.today() + timedelta(days=1))
    await execute(
        """
        UPDATE community_group SET stage = $2::text,
               independent_on = CASE WHEN $2::text = 'independent' THEN $3::date ELSE independent_on END,
               closed_on = CASE WHEN $2::text = 'closed' THEN $3::date END, review_on = $4, version = version + 1
        WHERE id = $1
        """,
        found.id,
        to.value,
        on,
        review_on if to in rules.RUNNING else found.review_on,
    )
    await note_move(found.id, found.stage, to, on=on, why=why, by=by)
    await news.tell("group.moved", subject=found.id, by=by, stage=to.value, on=on)
