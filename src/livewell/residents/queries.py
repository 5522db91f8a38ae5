"""Who is in their own space in this browser."""

import hashlib

from livewell.kit import clock, db
from livewell.kit.actor import resident
from livewell.kit.door import AtHome


def hash_of(token: str) -> bytes:
    """What is kept of a token. It has 256 bits of chance, so one fast hash is enough."""
    return hashlib.sha256(token.encode()).digest()


async def find_at_home(token: str) -> AtHome | None:
    """The person whose own space this browser is in: one statement for each request. None when the visit is over."""
    now = clock.now()
    found = await db.row(
        """
        WITH found AS (
            SELECT v.id, v.person, v.idle_seconds, v.ends_at, v.last_seen_at, p.language
            FROM resident_visit v JOIN person p ON p.id = v.person
            WHERE v.token_hash = $1 AND v.left_at IS NULL AND v.ends_at > $2
              AND v.last_seen_at > $2 - make_interval(secs => v.idle_seconds)
        ), seen AS (
            UPDATE resident_visit SET last_seen_at = $2 FROM found
            WHERE resident_visit.id = found.id AND found.last_seen_at < $2 - interval '20 seconds'
        )
        SELECT * FROM found
        """,
        hash_of(token),
        now,
    )
    if found is None:
        return None
    return AtHome(
        resident=resident(found["person"], found["id"], found["language"]),
        ends_at=found["ends_at"],
        idle_seconds=found["idle_seconds"],
        token_hash=hash_of(token).hex(),
    )
