"""The yearly review of coproduction: kept once a year, and put right while that year is spoken about."""

import json
from uuid import UUID, uuid4

from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.steering.forms.review import ReviewTyped

_KEEP = "steering.review"


async def keep_review(year: int, typed: ReviewTyped, *, submission: UUID, by: Actor) -> UUID:
    """Keep the answers of a year; gives the id. RuleBroken when that year has its review already."""
    async with transaction():
        before = await once.already_done(submission, _KEEP)
        if before is not None:
            return UUID(before)
        made = await value(
            """
            INSERT INTO coproduction_review (id, year, meeting, answers, level, words, reviewed_on, reviewed_by, version)
            VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, 1) ON CONFLICT (year) DO NOTHING RETURNING id
            """,
            uuid4(),
            year,
            typed.meeting,
            _as_json(typed),
            typed.level.value,
            typed.words,
            clock.today(),
            by.staff_id,
        )
        if made is None:
            raise RuleBroken(f"{year} has its review already. Open it, and put it right there.")
        await news.tell("coproduction_review.kept", subject=made, by=by, year=year)
        await once.remember(submission, _KEEP, str(made))
    return UUID(str(made))


async def change_review(review_id: UUID, typed: ReviewTyped, *, version: int | None, by: Actor) -> None:
    """Put it right. NotFound; Stale when somebody else did meanwhile."""
    async with transaction():
        found = await row("SELECT words, version FROM coproduction_review WHERE id = $1 FOR UPDATE", review_id)
        if found is None:
            raise NotFound
        if found["version"] != version:
            raise Stale({"What will change": found["words"]}, {"What will change": typed.words})
        await execute(
            """
            UPDATE coproduction_review SET answers = $2::jsonb, level = $3, words = $4, meeting = $5, reviewed_on = $6,
                   reviewed_by = $7, version = version + 1 WHERE id = $1
            """,
            review_id,
            _as_json(typed),
            typed.level.value,
            typed.words,
            typed.meeting,
            clock.today(),
            by.staff_id,
        )
        await news.tell("coproduction_review.changed", subject=review_id, by=by)


def _as_json(typed: ReviewTyped) -> str:
    return json.dumps({key: {"rating": one.rating, "words": one.words} for key, one in typed.answers.items()})
