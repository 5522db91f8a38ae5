"""Goals with their steps and ratings, and what was reached of them all together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.assets.rules import WAY_LABELS, Way
from livewell.coaching import rules
from livewell.coaching.rules import Domain, GoalStatus, Occasion, Rater
from livewell.journeys import queries as journeys
from livewell.kit import clock, db
from livewell.kit.errors import NotFound
from livewell.measures import gas
from livewell.staff.rules import Member


@dataclass(frozen=True)
class StepFacts:
    """One small step."""

    id: UUID
    what: str
    due_on: date | None
    done_at: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether its day has gone by and it is not done."""
        return self.done_at is None and self.due_on is not None and self.due_on < clock.today()


@dataclass(frozen=True)
class RatingFacts:
    """How far the goal was reached, once, as one of the two saw it."""

    occasion: Occasion
    rater: Rater
    level: int
    rated_at: datetime
    rated_by: UUID | None
    """Nobody when the person did it alone."""

    @property
    def words(self) -> str:
        """The level in plain words."""
        return (
            rules.BASELINES.get(self.level, rules.ATTAINMENT_LABELS[self.level])
            if self.is_baseline
            else (rules.ATTAINMENT_LABELS[self.level])
        )

    @property
    def is_baseline(self) -> bool:
        """Whether it says where the person stood when the goal was agreed."""
        return self.occasion is Occasion.BASELINE


@dataclass(frozen=True)
class GoalFacts:
    """A goal as every page shows it."""

    id: UUID
    journey: UUID
    position: int
    in_words: str
    way: Way
    way_label: str
    domain: Domain
    domain_label: str
    importance: int
    confidence: int
    weight: int
    levels: dict[int, str]
    """-2 to +2 -> the sentence, empty where a draft has none yet."""
    status: GoalStatus
    may_share: bool
    made_at: datetime
    agreed_at: datetime | None
    set_aside_why: str
    replaces: UUID | None
    replaced_by: UUID | None
    """The draft that will take its place, or the one that did."""
    version: int
    steps: list[StepFacts]
    ratings: list[RatingFacts]
    """The oldest first."""

    @property
    def status_label(self) -> tuple[str, str]:
        """The words and the colour of the status."""
        return rules.LABELS[self.status]

    @property
    def is_draft(self) -> bool:
        """Whether it is still being worked out."""
        return self.status is GoalStatus.DRAFT

    @property
    def was_replaced(self) -> bool:
        """Whether a newer version took its place."""
        return self.status is GoalStatus.REPLACED

    @property
    def is_living(self) -> bool:
        """Whether it is being worked out, or agreed and standing."""
        return self.is_draft or self.is_agreed

    @property
    def is_agreed(self) -> bool:
        """Whether the person has agreed it and it stands."""
        return self.status is GoalStatus.AGREED

    @property
    def baseline(self) -> int | None:
        """Where the person stood when it was agreed."""
        return _latest([rating for rating in self.ratings if rating.is_baseline])

    @property
    def latest(self) -> int | None:
        """The latest rating since, the person's before the worker's."""
        since = [rating for rating in self.ratings if not rating.is_baseline]
        own = [rating for rating in since if rating.rater is Rater.PERSON]
        return _latest(own or since)

    def latest_of(self, rater: Rater) -> int | None:
        """The latest rating of one of the two since it was agreed."""
        return _latest([rating for rating in self.ratings if not rating.is_baseline and rating.rater is rater])

    @property
    def latest_words(self) -> str:
        """The latest rating in plain words, empty before the first review."""
        return "" if self.latest is None else rules.ATTAINMENT_LABELS[self.latest]


def _latest(ratings: Sequence[RatingFacts]) -> int | None:
    return ratings[-1].level if ratings else None


@dataclass(frozen=True)
class Attainment:
    """What was reached of all agreed goals. T is None until two goals were rated at the start and since."""

    baseline_t: float | None
    latest_t: float | None
    worker_t: float | None
    """The same as the worker sees it, where they rated two goals or more: it is kept beside and never instead."""
    reached: int
    """Agreed goals whose latest rating is 0 or more."""
    total: int
    """Agreed goals."""
    rated: int
    """Of these, those looked at since they were agreed."""
    set_aside: int
    """Counted apart, never left out silently."""

    @property
    def words(self) -> str:
        """One plain sentence."""
        if not self.rated:
            return "Not looked back at since they were agreed."
        goals = "goal" if self.total == 1 else "goals"
        return f"Reached {self.reached} of {self.total} {goals}."


_GOALS = """
    SELECT g.*, (SELECT n.id FROM goal n WHERE n.replaces = g.id ORDER BY n.made_at DESC LIMIT 1) AS replaced_by
      FROM goal g
"""


async def goals(journey_id: UUID) -> list[GoalFacts]:
    """Every goal of a journey in its order, whatever became of it: three queries. Ask first who may see the journey."""
    found = await db.rows(f"{_GOALS} WHERE g.journey = $1 ORDER BY g.position, g.made_at, g.id", journey_id)
    return await _with_steps_and_ratings(found)


async def goal(goal_id: UUID, seen_by: Member) -> GoalFacts:
    """One goal. NotFound when there is none such, or its journey is not for `seen_by`."""
    condition, args = journeys.seen_by_sql(seen_by, "j", 2)
    found = await db.rows(
        f"{_GOALS} JOIN journey j ON j.id = g.journey WHERE g.id = $1 AND {condition}", goal_id, *args
    )
    if not found:
        raise NotFound
    return (await _with_steps_and_ratings(found))[0]


async def attainment(journey_id: UUID) -> Attainment:
    """What was reached of a journey's goals. Ask first who may see the journey."""
    return attainment_of(await goals(journey_id))


def attainment_of(found: Sequence[GoalFacts]) -> Attainment:
    """The same from goals that were read already. Before and since are over the same goals with the same weights."""
    agreed = [goal for goal in found if goal.status is GoalStatus.AGREED]
    before = {str(goal.id): gas.Rated(goal.baseline, goal.weight) for goal in agreed if goal.baseline is not None}
    since = {str(goal.id): gas.Rated(goal.latest, goal.weight) for goal in agreed if goal.latest is not None}
    change = gas.change(before, since)
    worker = {
        str(goal.id): gas.Rated(level, goal.weight)
        for goal in agreed
        if (level := goal.latest_of(Rater.WORKER)) is not None
    }
    return Attainment(
        baseline_t=change.before,
        latest_t=change.after,
        worker_t=gas.change(before, worker).after,
        reached=gas.reached(list(since.values())),
        total=len(agreed),
        rated=len(since),
        set_aside=sum(goal.status is GoalStatus.SET_ASIDE for goal in found),
    )


async def _with_steps_and_ratings(found: list[dict[str, Any]]) -> list[GoalFacts]:
    if not found:
        return []
    ids = [row["id"] for row in found]
    steps: dict[UUID, list[StepFacts]] = {goal_id: [] for goal_id in ids}
    for row in await db.rows(
        "SELECT goal, id, what, due_on, done_at FROM goal_step WHERE goal = ANY($1) ORDER BY position, id", ids
    ):
        steps[row.pop("goal")].append(StepFacts(**row))
    ratings: dict[UUID, list[RatingFacts]] = {goal_id: [] for goal_id in ids}
    for row in await db.rows(
        """
        SELECT goal, occasion, rater, level, rated_at, rated_by FROM goal_rating
         WHERE goal = ANY($1) ORDER BY rated_at, id
        """,
        ids,
    ):
        ratings[row.pop("goal")].append(
            RatingFacts(**{**row, "occasion": Occasion(row["occasion"]), "rater": Rater(row["rater"])})
        )
    return [_goal(row, steps[row["id"]], ratings[row["id"]]) for row in found]


def _goal(row: dict[str, Any], steps: list[StepFacts], ratings: list[RatingFacts]) -> GoalFacts:
    return GoalFacts(
        id=row["id"],
        journey=row["journey"],
        position=row["position"],
        in_words=row["in_words"],
        way=Way(row["way"]),
        way_label=WAY_LABELS[Way(row["way"])],
        domain=Domain(row["domain"]),
        domain_label=rules.DOMAIN_LABELS[Domain(row["domain"])],
        importance=row["importance"],
        confidence=row["confidence"],
        weight=row["weight"],
        levels={
            -2: row["level_much_less"],
            -1: row["level_less"],
            0: row["level_hoped"],
            1: row["level_more"],
            2: row["level_much_more"],
        },
        status=GoalStatus(row["status"]),
        may_share=row["may_share"],
        made_at=row["made_at"],
        agreed_at=row["agreed_at"],
        set_aside_why=row["set_aside_why"],
        replaces=row["replaces"],
        replaced_by=row["replaced_by"],
        version=row["version"],
        steps=steps,
        ratings=ratings,
    )
