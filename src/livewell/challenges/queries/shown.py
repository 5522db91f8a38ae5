"""What everybody may read of votes that are closed and were not secret: how many chose what, small numbers hidden."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.challenges.rules.votes import Outcome, outcome
from livewell.gaps.rules.numbers import Count, shown, total
from livewell.kit import charts
from livewell.kit.charts import Chart
from livewell.kit.db import rows, value

PAGE = 20


@dataclass(frozen=True)
class ShownVote:
    """One vote without anybody in it. `chart` has no bar where a number is hidden."""

    id: UUID
    question: str
    challenge_title: str
    closed_at: datetime
    outcome: Outcome
    voices: Count
    chart: Chart


async def shown_votes(page: int = 1) -> tuple[list[ShownVote], int]:
    """A page of them, the last closed first, and how many there are."""
    number = await value("SELECT count(*) FROM forum_vote WHERE for_everybody AND NOT secret AND closed_at IS NOT NULL")
    found = await rows(
        """
        SELECT f.id, f.question, f.closed_at, coalesce(c.title, '') AS challenge_title,
               array_agg(o.words ORDER BY o.position, o.id) AS words,
               array_agg(o.counted + (SELECT count(*) FROM ballot b WHERE b.vote = f.id AND o.id = ANY(b.choices))
                         ORDER BY o.position, o.id) AS voices
          FROM forum_vote f JOIN vote_option o ON o.vote = f.id LEFT JOIN challenge c ON c.id = f.challenge
         WHERE f.for_everybody AND NOT f.secret AND f.closed_at IS NOT NULL
         GROUP BY f.id, c.title ORDER BY f.closed_at DESC, f.id LIMIT $1 OFFSET $2
        """,
        PAGE,
        (page - 1) * PAGE,
    )
    return [_shown(one) for one in found], int(number)


def _shown(one: dict[str, Any]) -> ShownVote:
    counts = list(zip(one["words"], map(int, one["voices"]), strict=True))
    seen = [(words, shown(number)) for words, number in counts]
    return ShownVote(
        one["id"],
        one["question"],
        one["challenge_title"],
        one["closed_at"],
        outcome(counts),
        total(count for _, count in seen),
        charts.bars(
            "What was chosen", [(words, count.number) for words, count in seen], unit="voices", column="Answer"
        ),
    )
