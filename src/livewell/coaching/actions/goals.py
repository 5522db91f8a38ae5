"""Goals: drafted in the person's own words, agreed with them, changed as a new version, set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from livewell.assets.rules import Way
from livewell.coaching import rules
from livewell.coaching.rules import Domain, GoalStatus, Occasion, Rater
from livewell.coaching.tables import Goal, GoalRating, GoalStep
from livewell.journeys import queries as journeys
from livewell.journeys.queries import JourneyFacts
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale


@dataclass(frozen=True)
class GoalWords:
    """A goal as it is written on the page."""

    in_words: str
    way: Way
    domain: Domain
    importance: int
    confidence: int
    level_much_less: str = ""
    level_less: str = ""
    level_hoped: str = ""
    level_more: str = ""
    level_much_more: str = ""
    may_share: bool = False


@dataclass(frozen=True)
class StepWords:
    """One small step towards it."""

    what: str
    due_on: date | None = None


LEVEL_COLUMNS: dict[int, str] = {
    -2: "level_much_less",
    -1: "level_less",
    0: "level_hoped",
    1: "level_more",
    2: "level_much_more",
}
"""Attainment level -> the column that holds its sentence."""


async def draft_goal(
    journey_id: UUID,
    *,
    words: GoalWords,
    steps: Sequence[StepWords] = (),
    submission: UUID | None = None,
    by: Actor,
) -> UUID:
    """
    Write a goal down while it is being worked out; gives its id. The same submission twice is one goal.

    NotFound when `by` may not see the journey; RuleBroken when it has ended.
    """
    async with transaction():
        if submission is not None and (before := await once.already_done(submission, "coaching.goal")):
            return UUID(before)
        journey = await journeys.journey_for(journey_id, by, alone=True)
        goal = await _new_goal(journey, words=words, steps=steps, replaces=None, by=by)
        await news.tell("goal.drafted", subject=goal.id, by=by, journey=journey_id, person=journey.person)
        if submission is not None:
            await once.remember(submission, "coaching.goal", str(goal.id))
    return goal.id


async def edit_goal(
    goal_id: UUID, *, words: GoalWords, steps: Sequence[StepWords] = (), version: int, by: Actor
) -> None:
    """
    Change a goal that is still being worked out.

    NotFound when `by` may not see it; RuleBroken when it was agreed or the journey has ended; Stale when somebody else
    saved meanwhile.
    """
    async with transaction():
        goal, journey = await _open_goal(goal_id, by)
        if goal.status != GoalStatus.DRAFT:
            raise RuleBroken("This goal is agreed, so its words stay. Change it by writing a new version.")
        if goal.version != version:
            raise Stale(_in_words(goal), _in_words(words))
        for name, text in vars(words).items():
            setattr(goal, name, text)
        goal.version += 1
        await goal.save()
        before = await GoalStep.select(GoalStep.what, GoalStep.done_at).where(GoalStep.goal == goal.id)
        await GoalStep.delete().where(GoalStep.goal == goal.id)
        await _write_steps(goal.id, steps, done={step["what"]: step["done_at"] for step in before})
        await news.tell("goal.edited", subject=goal.id, by=by, journey=journey.id, person=journey.person)


async def agree_goal(goal_id: UUID, *, baseline: int, version: int, by: Actor) -> None:
    """
    The person agrees a goal: its words, five levels and weight are frozen, and `baseline` says where they stand today.

    A level left empty takes the plain words of `rules.SIMPLE_SCALE`, so an agreed goal always has five. The weight is
    its importance, 1 to 10. A new version takes the place of the old one now. NotFound, RuleBroken and Stale as
    `edit_goal`; RuleBroken for a baseline other than -2 or -1.
    """
    if baseline not in rules.BASELINES:
        raise RuleBroken("Say where the person stands today: some of it is there, or nothing yet.")
    async with transaction():
        goal, journey = await _open_goal(goal_id, by)
        rules.check_move(GoalStatus(goal.status), to=GoalStatus.AGREED)
        if goal.version != version:
            raise Stale(_in_words(goal), {})
        for level, column in LEVEL_COLUMNS.items():
            if not getattr(goal, column):
                setattr(goal, column, rules.SIMPLE_SCALE[level])
        now = clock.now()
        goal.status = GoalStatus.AGREED
        goal.weight = goal.importance
        goal.agreed_at, goal.agreed_by = now, by.id
        goal.version += 1
        await goal.save()
        if goal.replaces is not None:
            await _replace(goal.replaces)
        await GoalRating(
            goal=goal.id,
            occasion=Occasion.BASELINE,
            rater=Rater.PERSON,
            level=baseline,
            rated_at=now,
            rated_by=by.staff_id,
        ).save()
        await news.tell(
            "goal.agreed",
            subject=goal.id,
            by=by,
            journey=journey.id,
            person=journey.person,
            way=goal.way,
            domain=goal.domain,
            replaces=goal.replaces,
        )


async def change_goal(
    goal_id: UUID,
    *,
    words: GoalWords,
    steps: Sequence[StepWords] = (),
    submission: UUID | None = None,
    by: Actor,
) -> UUID:
    """
    Begin a new version of an agreed goal; gives its id. The old one stands until the new one is agreed.

    NotFound when `by` may not see it; RuleBroken when it is not agreed, a new version is begun already, or the journey
    has ended.
    """
    async with transaction():
        if submission is not None and (before := await once.already_done(submission, "coaching.goal")):
            return UUID(before)
        goal, journey = await _open_goal(goal_id, by)
        if goal.status != GoalStatus.AGREED:
            raise RuleBroken("Only an agreed goal gets a new version.")
        if await value("SELECT id FROM goal WHERE replaces = $1 AND status = 'draft'", goal.id) is not None:
            raise RuleBroken("A new version of this goal is being worked out already. Go on with that one.")
        newer = await _new_goal(journey, words=words, steps=steps, replaces=goal, by=by)
        await news.tell(
            "goal.drafted", subject=newer.id, by=by, journey=journey.id, person=journey.person, replaces=goal.id
        )
        if submission is not None:
            await once.remember(submission, "coaching.goal", str(newer.id))
    return newer.id


async def set_aside_goal(goal_id: UUID, *, why: str, by: Actor) -> None:
    """Set a goal aside with the reason. NotFound when `by` may not see it; RuleBroken when it is past that, or no reason."""
    if not why.strip():
        raise RuleBroken("Say why the goal is set aside.")
    async with transaction():
        goal, journey = await _open_goal(goal_id, by)
        rules.check_move(GoalStatus(goal.status), to=GoalStatus.SET_ASIDE)
        goal.status = GoalStatus.SET_ASIDE
        goal.set_aside_why = why
        goal.version += 1
        await goal.save()
        await news.tell("goal.set_aside", subject=goal.id, by=by, journey=journey.id, person=journey.person)


async def put_first(goal_id: UUID, *, by: Actor) -> UUID:
    """
    Put a goal before the others, which keep their order: it matters most now. Gives its journey's id.

    NotFound when `by` may not see it; RuleBroken when it was replaced or set aside, or the journey has ended.
    """
    async with transaction():
        goal, journey = await _open_goal(goal_id, by)
        if goal.status not in {GoalStatus.DRAFT, GoalStatus.AGREED}:
            raise RuleBroken("This goal was replaced or set aside.")
        order = (
            await Goal.select(Goal.id).where(Goal.journey == journey.id).order_by(Goal.position, Goal.made_at, Goal.id)
        )
        ids = [goal.id, *(one["id"] for one in order if one["id"] != goal.id)]
        await execute(
            "UPDATE goal SET position = n FROM unnest($1::uuid[]) WITH ORDINALITY AS o(id, n) WHERE goal.id = o.id", ids
        )
        await news.tell("goal.put_first", subject=goal.id, by=by, journey=journey.id, person=journey.person)
    return journey.id


async def tick_step(step_id: UUID, *, done: bool, by: Actor) -> UUID:
    """Mark a step done, or not done after all; gives its journey's id. NotFound when `by` may not see it."""
    async with transaction():
        goal_id = await value("SELECT goal FROM goal_step WHERE id = $1", step_id)
        if goal_id is None:
            raise NotFound
        goal, journey = await _open_goal(goal_id, by)
        step = await GoalStep.objects().get(GoalStep.id == step_id)
        if step is None:  # Steps of a draft are written afresh when it is edited.
            raise NotFound
        if bool(step.done_at) != done:
            step.done_at = clock.now() if done else None
            await step.save()
            verb = "done" if done else "undone"
            await news.tell(
                f"goal.step_{verb}", subject=step.id, by=by, journey=journey.id, person=journey.person, goal=goal.id
            )
    return journey.id


async def _new_goal(
    journey: JourneyFacts, *, words: GoalWords, steps: Sequence[StepWords], replaces: Goal | None, by: Actor
) -> Goal:
    if replaces is None:
        last = await value("SELECT max(position) FROM goal WHERE journey = $1", journey.id)
    goal = Goal(
        journey=journey.id,
        position=replaces.position if replaces else (last or 0) + 1,
        made_at=clock.now(),
        made_by=by.id,
        replaces=replaces.id if replaces else None,
        **vars(words),
    )
    await goal.save()
    await _write_steps(goal.id, steps)
    return goal


async def _write_steps(
    goal_id: UUID, steps: Sequence[StepWords], done: Mapping[str, datetime | None] | None = None
) -> None:
    kept = done or {}
    if steps:
        await GoalStep.insert(
            *(
                GoalStep(
                    goal=goal_id,
                    what=step.what,
                    due_on=step.due_on,
                    done_at=kept.get(step.what),
                    position=position,
                )
                for position, step in enumerate(steps, 1)
            )
        )


async def _replace(goal_id: UUID) -> None:
    old = await Goal.objects().where(Goal.id == goal_id).lock_rows("UPDATE").first()
    if old is not None and old.status == GoalStatus.AGREED:
        old.status = GoalStatus.REPLACED
        old.version += 1
        await old.save()


async def _open_goal(goal_id: UUID, by: Actor) -> tuple[Goal, JourneyFacts]:
    journey_id = await value("SELECT journey FROM goal WHERE id = $1", goal_id)
    if journey_id is None:
        raise NotFound
    journey = await journeys.journey_for(journey_id, by)
    goal = await Goal.objects().where(Goal.id == goal_id).lock_rows("UPDATE").first()
    assert goal is not None  # Goals are never deleted.
    return goal, journey


def _in_words(goal: Goal | GoalWords) -> dict[str, str]:
    return {
        "The goal": goal.in_words,
        **{rules.ATTAINMENT_LABELS[level]: getattr(goal, column) for level, column in LEVEL_COLUMNS.items()},
    }
