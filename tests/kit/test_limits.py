"""How often is too often."""

import asyncio
from datetime import UTC, datetime, timedelta

from livewell.kit import clock, limits
from livewell.kit.db import rows, value
from livewell.kit.limits import too_many

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def tries(number, *, at=NOW, bucket="sign in", key="asha"):
    with clock.at(at):
        return [await too_many(bucket, key, 5, MINUTE) for _ in range(number)]


async def test_five_are_allowed_and_the_sixth_is_not():
    assert await tries(7) == [False] * 5 + [True] * 2


async def test_it_drains_evenly():
    await tries(5)
    assert await tries(2, at=NOW + timedelta(seconds=12)) == [False, True]
    assert await tries(6, at=NOW + timedelta(seconds=12) + MINUTE) == [False] * 5 + [True]


async def test_hammering_locks_nobody_out_for_longer():
    await tries(500)
    assert await tries(1, at=NOW + timedelta(seconds=12)) == [False]


async def test_buckets_and_keys_do_not_share_a_count():
    await tries(6)
    assert await tries(1, bucket="reset password") == [False]
    assert await tries(1, key="ben") == [False]
    assert await tries(1, bucket="sign", key=" in\nasha") == [False]


async def test_no_address_is_kept():
    await tries(1, key="asha@practice.example")
    assert "asha" not in str(await rows("SELECT * FROM rate_limit"))


async def test_many_at_once_are_counted_one_by_one(committed_db):
    answers = await asyncio.gather(*(too_many("sign in", "asha", 5, timedelta(hours=1)) for _ in range(50)))
    assert answers.count(False) == 5


async def test_drained_buckets_are_forgotten():
    await tries(1, at=NOW)
    await tries(1, at=NOW + 2 * MINUTE, key="ben")
    with clock.at(NOW + 2 * MINUTE):
        await limits.forget_old()
    assert await value("SELECT count(*) FROM rate_limit") == 1
