"""How often is too often: rate limits counted in the database, so that every process counts together."""

import hashlib
from datetime import timedelta

from piccolo.columns import Timestamptz, Varchar
from piccolo.table import Table

from livewell.kit import clock
from livewell.kit.db import DB, execute, value


class RateLimit(Table, db=DB):
    """How full one bucket is, as the instant at which it will be empty again."""

    id = Varchar(length=64, primary_key=True, help_text="SHA-256 of the bucket and its key: no address is kept.")
    empty_at = Timestamptz(index=True)


async def too_many(bucket: str, key: str, allowed: int, within: timedelta) -> bool:
    """
    Count one try, and say whether it is one too many.

    A bucket holds `allowed` tries and drains evenly over `within`; a refused try does not fill it, so hammering never
    locks anybody out for longer. Buckets of different names never share a count. Call it outside the transaction of
    what it guards, or a roll-back forgets the try. https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
    """
    now = clock.now()
    counted = await value(
        """
        INSERT INTO rate_limit AS full_until (id, empty_at) VALUES ($1, $2::timestamptz + $3::interval)
        ON CONFLICT (id) DO UPDATE SET empty_at = greatest(full_until.empty_at, $2) + $3
        WHERE greatest(full_until.empty_at, $2) + $3 <= $2 + $4::interval
        RETURNING id
        """,
        hashlib.sha256(f"{bucket}\n{key}".encode()).hexdigest(),
        now,
        within / allowed,
        within,
    )
    return counted is None


async def forget_old() -> None:
    """Delete the buckets that have drained."""
    await execute("DELETE FROM rate_limit WHERE empty_at < $1", clock.now())
