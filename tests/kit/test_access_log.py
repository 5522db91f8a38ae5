"""Who opened which record."""

from uuid import uuid4

from livewell.kit import access_log
from livewell.kit.actor import PUBLIC_VISITOR, Actor
from livewell.kit.db import execute, row

ASHA = Actor(id=uuid4(), name="Asha Kaur", kind="staff")


async def test_an_opening_says_who_saw_whose_record_and_why():
    record, person = uuid4(), uuid4()
    await execute("CREATE TEMP TABLE file (id uuid, person uuid) ON COMMIT DROP")
    await execute("INSERT INTO file VALUES ($1, $2)", record, person)
    await access_log.opened(
        kind="journey",
        record=record,
        by=ASHA,
        whose="SELECT person FROM file WHERE id = $1",
        page="record.show",
        reason="safety",
    )
    kept = await row("SELECT who, kind, record, person, page, reason FROM opening")
    assert kept == {
        "who": ASHA.id,
        "kind": "journey",
        "record": record,
        "person": person,
        "page": "record.show",
        "reason": "safety",
    }


async def test_a_record_about_nobody_and_a_visitor_without_a_name():
    await access_log.opened(kind="asset", record=uuid4(), by=PUBLIC_VISITOR)
    assert await row("SELECT who, person FROM opening") == {"who": None, "person": None}
