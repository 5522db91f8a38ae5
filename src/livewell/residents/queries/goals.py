"""Somebody's own goals: their words, the steps to tick, and how far they are as they see it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from livewell.coaching.rules import ATTAINMENT_LABELS, BASELINES, Occasion
from livewell.kit import db
from livewell.kit.actor import Resident
from livewell.kit.languages import gettext


@dataclass(frozen=True)
class OwnStep:
    """One small step."""

    id: UUID
    goal: UUID
    what: str
    due_on: date | None
    is_done: bool


@dataclass(frozen=True)
class OwnRating:
    """How far they were, as they said on a day."""

    words: str
    """In English, translated where it is shown."""
    level: int
    at: datetime


@dataclass(frozen=True)
class OwnGoal:
    """A goal that was agreed."""

    id: UUID
    journey: UUID
    in_words: str
    way: str
    levels: dict[int, str]
    """-2 to +2 -> the sentence."""
    steps: tuple[OwnStep, ...]
    ratings: tuple[OwnRating, ...]
    """Their own, the newest first; the worker's view is no part of this page."""
    journey_open: bool

    @property
    def done(self) -> int:
        """How many steps are ticked."""
        return sum(step.is_done for step in self.steps)

    @property
    def level(self) -> int | None:
        """Where they stand by their own word; None before they said."""
        return self.ratings[0].level if self.ratings else None

    @property
    def ladder(self) -> tuple[tuple[int, str, bool], ...]:
        """The five levels from the top: (level, words, whether they stand there)."""
        return tuple((level, self.levels[level], level == self.level) for level in sorted(self.levels, reverse=True))


_GOALS = """
    SELECT g.id, g.journey, g.in_words, g.way, g.level_much_less, g.level_less, g.level_hoped, g.level_more,
           g.level_much_more, j.closed_at IS NULL AS journey_open,
           (SELECT coalesce(json_agg(json_build_object('id', st.id, 'what', st.what, 'due_on', st.due_on,
                   'is_done', st.done_at IS NOT NULL) ORDER BY st.position, st.id), '[]')
              FROM goal_step st WHERE st.goal = g.id) AS steps,
           (SELECT coalesce(json_agg(json_build_object('level', r.level, 'at', r.rated_at, 'occasion', r.occasion)
                   ORDER BY r.rated_at DESC, r.id), '[]')
              FROM goal_rating r WHERE r.goal = g.id AND r.rater = 'person') AS ratings
      FROM goal g JOIN journey j ON j.id = g.journey
     WHERE j.person = $1 AND g.status = 'agreed'
       AND j.id = (SELECT k.id FROM journey k WHERE k.person = $1
                   ORDER BY k.closed_at IS NULL DESC, k.opened_at DESC LIMIT 1)
     ORDER BY g.position, g.made_at, g.id
"""

_COLUMNS = {-2: "level_much_less", -1: "level_less", 0: "level_hoped", 1: "level_more", 2: "level_much_more"}


async def goals_of(by: Resident) -> list[OwnGoal]:
    """Every agreed goal of their journey: one statement."""
    made = []
    for one in await db.rows(_GOALS, by.person):
        steps = tuple(
            OwnStep(
                UUID(step["id"]),
                one["id"],
                step["what"],
                date.fromisoformat(step["due_on"]) if step["due_on"] else None,
                step["is_done"],
            )
            for step in json.loads(one["steps"])
        )
        ratings = tuple(
            OwnRating(_words(each["level"], each["occasion"]), each["level"], datetime.fromisoformat(each["at"]))
            for each in json.loads(one["ratings"])
        )
        levels = {level: _said(one[column], level) for level, column in _COLUMNS.items()}
        made.append(
            OwnGoal(one["id"], one["journey"], one["in_words"], one["way"], levels, steps, ratings, one["journey_open"])
        )
    return made


def _said(words: str, level: int) -> str:
    """What they wrote for a level; our plain words for it, in the language that holds now, where they wrote nothing."""
    return gettext(ATTAINMENT_LABELS[level]) if words in {"", ATTAINMENT_LABELS[level]} else words


def _words(level: int, occasion: str) -> str:
    return BASELINES.get(level, ATTAINMENT_LABELS[level]) if occasion == Occasion.BASELINE else ATTAINMENT_LABELS[level]
