"""Carrying news to its listeners: at least once, each in a transaction of its own, until heard or given up."""

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.errors import NotFound
from livewell.kit.logs import in_short
from livewell.kit.news import LISTENERS, Heard

LEASE = timedelta(minutes=2)
"""How long one worker may hold a delivery before another may take it."""

LONGEST_LISTENING = 60.0
"""Seconds a listener may take; well inside the lease, so that two never act at once."""

TRIES = 12
"""Then the delivery is given up and a manager sees it. With the waits below that is about nine hours."""

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=2)


@dataclass(frozen=True)
class GivenUp:
    """A delivery that no try could carry."""

    id: UUID
    what: str
    subject: UUID
    listener: str
    attempts: int
    happened_at: datetime
    given_up_at: datetime
    last_error: str


def wait_before(attempt: int) -> timedelta:
    """How long to wait after the nth failed try (from 1): twice as long each time, up to two hours."""
    return min(LONGEST_WAIT, FIRST_WAIT * float(2 ** (attempt - 1)))


async def deliver_one() -> bool:
    """Carry the delivery that has been due longest. False when none is due."""
    taken = await _claim()
    if taken is None:
        return False
    try:
        async with asyncio.timeout(LONGEST_LISTENING), transaction():
            await _hand_over(taken)
    except Exception as error:  # noqa: BLE001  A listener's failure is news for the operator, not for the worker.
        await _put_back(taken, error)
    return True


async def deliver_all() -> int:
    """Carry everything that is due now; gives how many were tried."""
    tried = 0
    while await deliver_one():
        tried += 1
    return tried


async def _claim() -> dict[str, Any] | None:
    """Take a delivery under a lease, in a transaction that ends before the listener acts."""
    now = clock.now()
    async with transaction():
        return await row(
            """
            UPDATE delivery SET attempts = attempts + 1, leased_until = $2
            FROM event
            WHERE event.id = delivery.event AND delivery.id = (
                SELECT id FROM delivery
                WHERE heard_at IS NULL AND given_up_at IS NULL AND due_at <= $1
                  AND (leased_until IS NULL OR leased_until < $1)
                ORDER BY due_at LIMIT 1
                FOR UPDATE SKIP LOCKED
            )
            RETURNING delivery.id, delivery.attempts, delivery.listener, event.id AS event, event.what, event.subject,
                      event.journey, event.person, event.by_id, event.happened_at, event.details
            """,
            now,
            now + LEASE,
        )


async def _hand_over(taken: dict[str, Any]) -> None:
    """What the listener changes and that it has heard are one: both are kept or neither."""
    listener = LISTENERS.get(taken["what"], {}).get(taken["listener"])
    if listener is None:
        raise NotFound(f"Nobody called {taken['listener']} listens to {taken['what']}.")
    await listener(
        Heard(
            event=taken["event"],
            what=taken["what"],
            subject=taken["subject"],
            journey=taken["journey"],
            person=taken["person"],
            by_id=taken["by_id"],
            happened_at=taken["happened_at"],
            details=json.loads(taken["details"]),
        )
    )
    # The number of the try is the lease's token: a worker that was too slow finds another there and undoes its own.
    ours = await value(
        """
        UPDATE delivery SET heard_at = $3, leased_until = NULL, last_error = NULL
        WHERE id = $1 AND attempts = $2 AND heard_at IS NULL RETURNING id
        """,
        taken["id"],
        taken["attempts"],
        clock.now(),
    )
    if ours is None:
        raise TimeoutError("Another worker took this delivery over.")


async def _put_back(taken: dict[str, Any], error: Exception) -> None:
    now = clock.now()
    await execute(
        """
        UPDATE delivery SET leased_until = NULL, last_error = $3, due_at = $4, given_up_at = $5
        WHERE id = $1 AND attempts = $2 AND heard_at IS NULL
        """,
        taken["id"],
        taken["attempts"],
        in_short(error),
        now + wait_before(taken["attempts"]),
        now if taken["attempts"] >= TRIES else None,
    )


async def given_up() -> list[GivenUp]:
    """The deliveries that were given up, the latest first."""
    return [
        GivenUp(**found)
        for found in await rows(
            """
            SELECT delivery.id, event.what, event.subject, listener, attempts, event.happened_at, given_up_at,
                   coalesce(last_error, '') AS last_error
            FROM delivery JOIN event ON event.id = delivery.event
            WHERE given_up_at IS NOT NULL ORDER BY given_up_at DESC LIMIT 200
            """
        )
    ]


async def send_again(delivery: UUID) -> None:
    """Give a delivery that was given up all its tries again, from now; raises `NotFound` when it was not given up."""
    again = await value(
        """
        UPDATE delivery SET attempts = 0, given_up_at = NULL, due_at = $2 WHERE id = $1 AND given_up_at IS NOT NULL
        RETURNING id
        """,
        delivery,
        clock.now(),
    )
    if again is None:
        raise NotFound


async def counts() -> dict[str, int]:
    """How many deliveries wait and how many were given up, for /metrics."""
    found = await row(
        """
        SELECT count(*) FILTER (WHERE given_up_at IS NULL) AS waiting,
               count(*) FILTER (WHERE given_up_at IS NOT NULL) AS given_up
        FROM delivery WHERE heard_at IS NULL
        """
    )
    return {name: int(number) for name, number in (found or {}).items()}
