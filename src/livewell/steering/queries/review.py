"""Yearly reviews of coproduction, each beside the one before, with a picture."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from livewell.kit import charts
from livewell.kit.charts import Chart
from livewell.kit.dates import in_london, say_day
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.steering.rules.review import LEVEL_LABELS, RATINGS, Answer, Compared, Level, compared


@dataclass(frozen=True)
class ReviewSeen:
    """One year's review; `before_year` is that of the one before it, None for the first."""

    id: UUID
    year: int
    meeting: UUID | None
    meeting_title: str
    answers: dict[str, Answer]
    level: Level
    words: str
    reviewed_on: date
    reviewed_by: str
    before_year: int | None
    before_level: Level | None
    lines: tuple[Compared, ...]
    chart: Chart
    before_chart: Chart | None
    version: int

    @property
    def level_label(self) -> str:
        """How far power is shared, in words."""
        return LEVEL_LABELS[self.level]

    @property
    def before_level_label(self) -> str:
        """How far it was shared the time before; "" for the first."""
        return LEVEL_LABELS[self.before_level] if self.before_level else ""


_REVIEW = """
    SELECT r.id, r.year, r.meeting, coalesce(m.title, '') AS meeting_title, r.answers, r.level, r.words, r.reviewed_on,
           coalesce(s.name, '') AS reviewed_by, r.version
      FROM coproduction_review r LEFT JOIN forum_meeting m ON m.id = r.meeting
      LEFT JOIN staff_user s ON s.id = r.reviewed_by
"""


async def reviews() -> list[tuple[UUID, int, str]]:
    """Every review as its id, its year and the level in words, the last year first."""
    found = await rows("SELECT id, year, level FROM coproduction_review ORDER BY year DESC")
    return [(one["id"], one["year"], LEVEL_LABELS[Level(one["level"])]) for one in found]


async def review(review_id: UUID) -> ReviewSeen:
    """One review beside the one before it. NotFound when there is none such."""
    found = await row(f"{_REVIEW} WHERE r.id = $1", review_id)
    if found is None:
        raise NotFound
    before = await row(f"{_REVIEW} WHERE r.year < $1 ORDER BY r.year DESC LIMIT 1", found["year"])
    answers = _answers(found)
    earlier = _answers(before) if before else None
    lines = compared(answers, earlier)
    return ReviewSeen(
        id=found["id"],
        year=found["year"],
        meeting=found["meeting"],
        meeting_title=found["meeting_title"],
        answers=answers,
        level=Level(found["level"]),
        words=found["words"],
        reviewed_on=found["reviewed_on"],
        reviewed_by=found["reviewed_by"],
        before_year=before["year"] if before else None,
        before_level=Level(before["level"]) if before else None,
        lines=tuple(lines),
        chart=_chart(found["year"], [(one.question, one.now.rating) for one in lines]),
        before_chart=_chart(before["year"], [(one.question, one.before.rating) for one in lines if one.before])
        if before
        else None,
        version=found["version"],
    )


async def held_meetings() -> list[tuple[str, str]]:
    """The last thirty meetings that were held, to say at which one a review was spoken about."""
    found = await rows(
        "SELECT id, title, starts_at FROM forum_meeting WHERE state = 'held' ORDER BY starts_at DESC, id LIMIT 30"
    )
    return [(str(one["id"]), f"{one['title']}, {say_day(in_london(one['starts_at']).date())}") for one in found]


def _answers(found: dict[str, Any]) -> dict[str, Answer]:
    return {key: Answer(one["rating"], one["words"]) for key, one in json.loads(found["answers"]).items()}


def _chart(year: int, ratings: list[tuple[str, int]]) -> Chart:
    return charts.bars(
        f"How we work together, {year}, from 1 to 4", ratings, unit="answer", column="Question", longest=max(RATINGS)
    )
