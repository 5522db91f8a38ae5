"""What somebody has begun to write."""

from datetime import timedelta

from livewell.kit import clock, drafts
from livewell.kit.db import value


async def test_a_draft_is_kept_replaced_and_dropped():
    await drafts.keep("staff:1", "assessment", "j1", {"story": "He used to dance"})
    await drafts.keep("staff:1", "assessment", "j1", {"story": "He used to dance ☂", "hopes": ["again"]})
    assert await drafts.kept("staff:1", "assessment", "j1") == {"story": "He used to dance ☂", "hopes": ["again"]}
    assert await value("SELECT count(*) FROM draft") == 1
    await drafts.drop("staff:1", "assessment", "j1")
    assert await drafts.kept("staff:1", "assessment", "j1") is None


async def test_a_draft_is_its_writers_alone():
    await drafts.keep("staff:1", "assessment", "j1", {"story": "mine"})
    assert await drafts.kept("staff:2", "assessment", "j1") is None
    assert await drafts.kept("staff:1", "assessment", "j2") is None
    assert await drafts.kept("staff:1", "referral", "j1") is None
    await drafts.drop("staff:2", "assessment", "j1")
    assert await drafts.kept("staff:1", "assessment", "j1") == {"story": "mine"}


async def test_drafts_nobody_came_back_to_are_forgotten():
    with clock.at(clock.now() - drafts.KEPT - timedelta(days=1)):
        await drafts.keep("staff:1", "assessment", "old", {})
    await drafts.keep("staff:1", "assessment", "new", {})
    await drafts.forget_old()
    assert await drafts.kept("staff:1", "assessment", "old") is None
    assert await drafts.kept("staff:1", "assessment", "new") == {}
