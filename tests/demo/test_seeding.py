"""A seeded demo: what the plan promised is what the database says."""

import pytest

from livewell.assets.rules import AssetKind
from livewell.demo.planned import SMALL
from livewell.demo.seeding import SIZES, seed
from livewell.kit.db import rows, value


async def test_a_small_rushcliffe_is_whole(seeded):
    assert await value("SELECT count(*) FROM referral") == SMALL.referrals
    supported = """
        SELECT count(*) FROM referral WHERE EXISTS
            (SELECT 1 FROM session WHERE session.journey = referral.journey AND kind = 'coach' AND status = 'held')
    """
    assert await value(supported) == SMALL.supported
    kinds = {row["kind"] for row in await rows("SELECT DISTINCT kind FROM asset")}
    assert kinds == {kind.value for kind in AssetKind}
    roles = {row["role"] for row in await rows("SELECT DISTINCT role FROM staff_user")}
    assert len(roles) == 9  # every role there is
    assert await value("SELECT count(*) FROM staff_user WHERE role = 'health_coach'") == 3
    assert await value("SELECT count(*) FROM staff_user WHERE role = 'link_worker'") == 6
    assert await value("SELECT count(*) FROM safety_matter WHERE status = 'raised'") == 1
    # The last weeks went through the actions, so they left their news behind.
    assert await value("SELECT count(*) FROM event WHERE what = 'referral.received'") >= 4
    assert any("rushcliffe-is-fictional" in sentence for sentence in seeded)


async def test_seeding_twice_is_seeding_once(seeded):
    before = await value("SELECT count(*) FROM person")
    said = []
    await seed("small", said=said.append)
    assert await value("SELECT count(*) FROM person") == before
    assert said
    assert said[0].startswith("Sign in")


async def test_an_unknown_size_is_refused(committed_db):
    with pytest.raises(KeyError):
        await seed("enormous", said=lambda _: None)
    assert set(SIZES) == {"full", "small"}


async def test_nobody_in_the_demo_could_be_real(seeded):
    assert not await rows("SELECT email FROM staff_user WHERE email NOT LIKE '%.example'")
    assert not await rows("SELECT nhs_number FROM person WHERE nhs_number NOT LIKE '999%'")
    assert not await rows("SELECT phone FROM person WHERE phone <> '' AND phone NOT LIKE '07700 900%'")
    assert not await rows("SELECT email FROM contact WHERE email <> '' AND email NOT LIKE '%.example'")


AHEAD = {"due_at", "starts_at", "ends_at", "closes_at", "meeting_at", "leased_until", "empty_at", "next_at"}
"""Instants that may lie ahead: what is due, what ends, what is planned."""


async def test_nothing_has_happened_that_is_still_to_come(seeded):
    columns = await rows(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND data_type = 'timestamp with time zone' AND column_name LIKE '%\\_at'"
    )
    assert len(columns) > 40
    ahead = [
        f"{column['table_name']}.{column['column_name']}"
        for column in columns
        if column["column_name"] not in AHEAD
        and await value(f'SELECT count(*) FROM "{column["table_name"]}" WHERE "{column["column_name"]}" > now()')
    ]
    assert ahead == []
