"""Keeping count of what was looked for and not found."""

from uuid import uuid4

from livewell.finding.queries.statement import Here
from livewell.finding.queries.words import terms_in
from livewell.finding.rules import Asked
from livewell.finding.rules.saying import when_code
from livewell.kit import clock
from livewell.kit.db import execute, transaction


async def note_unmet(asked: Asked, here: Here | None) -> None:
    """
    Count one search that found nothing, by ward and in codes: no place smaller than a ward, nobody, and of the words only
    which of our own needs and activities they speak of.
    """
    need, activity = await terms_in(asked.words)
    async with transaction():
        await execute(
            """
            INSERT INTO unmet_search AS u (id, "on", ward, need, activity, kind, way, "when", times)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)
            ON CONFLICT ("on", ward, need, activity, kind, way, "when") DO UPDATE SET times = u.times + 1
            """,
            uuid4(),
            clock.today(),
            here.ward if here else "",
            asked.need or need,
            asked.activity or activity,
            asked.kind.value if asked.kind else "",
            asked.ways[0].value if asked.ways else "",
            when_code(asked),
        )
