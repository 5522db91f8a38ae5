"""What has to be made sure of next, and how much each listing is used."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.assets.rules.listing import ContactPerson
from livewell.kit import clock
from livewell.kit.db import count_queries, execute, rows
from livewell.kit.geo import Point
from livewell.kit.news import Heard
from livewell.upkeep import actions, queries
from livewell.upkeep.rules.freshness import Since
from tests.factories.assets import a_listing, a_venue, an_asset, an_asset_from, an_organisation
from tests.factories.upkeep import a_report, made_sure, two_wards

ABBEY = Point.on_grid(458500, 337000)
LUTTERELL = Point.on_grid(456500, 337000)


async def names(**wanted) -> list[str]:
    return [one.asset.name for one in (await queries.queue(**({"since": Since.NINE} | wanted))).rows]


async def aged(name: str, days: int | None, *, used: int = 0, **changes):
    asset = await an_asset(name=name, **changes)
    await made_sure(asset, days_ago=days, used=used)
    return asset


@pytest.mark.parametrize(
    ("days", "since", "waits"),
    [
        (181, Since.SIX, False),
        (182, Since.SIX, True),
        (182, Since.NINE, False),
        (273, Since.NINE, False),
        (274, Since.NINE, True),
        (274, Since.TWELVE, False),
        (365, Since.TWELVE, True),
        (None, Since.TWELVE, True),
    ],
)
async def test_a_listing_joins_the_queue_on_the_day(days, since, waits):
    await aged("Strollers", days)
    assert await names(since=since) == (["Strollers"] if waits else [])


async def test_the_order_of_the_queue_is_that_of_the_rule():
    for number, (days, used, problems) in enumerate(
        [(280, 9, 0), (300, 2, 0), (1000, 0, 0), (274, 0, 3), (400, 2, 1), (None, 5, 0), (3, 4, 1)]
    ):
        asset = await aged(f"Listing {number}", days, used=used)
        for _ in range(problems):
            await a_report(asset)
    found = (await queries.queue(since=Since.NINE)).rows
    assert len(found) == 7
    by_rule = sorted(found, key=lambda one: (-one.urgency, one.asset.name.lower()))
    assert [one.asset.name for one in found] == [one.asset.name for one in by_rule]


async def test_a_report_brings_a_fresh_listing_into_the_queue():
    asset = await aged("Strollers", 1)
    assert await names() == []
    await a_report(asset)
    assert await names() == ["Strollers"]


async def test_what_nobody_can_see_or_is_over_is_not_in_the_queue():
    await aged("Hidden", 400, published=False)
    over = await aged("Over", 400)
    await execute("UPDATE asset SET running = 'defunct' WHERE id = $1", over)
    assert await names() == []


async def test_the_queue_is_narrowed_by_ward_and_by_having_a_number():
    await two_wards()
    for name, at, phone in (("A", ABBEY, "01632 960001"), ("B", ABBEY, ""), ("C", LUTTERELL, "01632 960002")):
        asset = await an_asset_from(
            a_listing(name=name, venues=(a_venue(at),), contacts=(ContactPerson("Anne", "", phone, "", shown=False),))
        )
        await made_sure(asset, days_ago=400)
    assert await queries.wards() == [("E05014965", "Abbey"), ("E05014980", "Lutterell")]
    assert await names(ward="E05014965") == ["A", "B"]
    assert await names(to_phone=True) == ["A", "C"]
    (one,) = (await queries.queue(since=Since.NINE, ward="E05014980", to_phone=True)).rows
    assert (one.call, one.phone) == ("Anne", "01632 960002")
    assert await names(ward="nonsense") == []


async def test_where_a_listing_has_no_number_its_organisation_is_rung():
    own = await an_organisation(name="Fictional Society")
    await execute("UPDATE organisation SET phone = '01632 960100' WHERE id = $1", own)
    about = {"organisation": own, "organisation_name": "Fictional Society"}
    for name, contacts in (("A", ()), ("B", (ContactPerson("Anne", "", "01632 960001", ""),))):
        asset = await an_asset_from(a_listing(name=name, contacts=contacts, **about))
        await made_sure(asset, days_ago=400)
    found = (await queries.queue(since=Since.NINE, to_phone=True)).rows
    assert {(one.asset.name, one.call, one.phone) for one in found} == {
        ("A", "Fictional Society", "01632 960100"),
        ("B", "Anne", "01632 960001"),
    }


async def test_pages_of_the_queue_do_not_ask_more_with_more_listings():
    for number in range(40):
        await aged(f"Listing {number:02}", 300)
    with count_queries() as counted:
        found = await queries.queue(since=Since.NINE, first=30)
    assert (len(found.rows), found.total) == (10, 40)
    assert counted.count <= 4


NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([], ""),
        ([(None, None)], ""),
        ([(0, None)], "Asked by email, today: no answer yet"),
        ([(1, None)], "Asked by email, yesterday: no answer yet"),
        ([(26, None), (12, None)], "Asked by email twice, last 12 days ago: no answer yet"),
        ([(40, None), (26, None), (12, None)], "Asked by email 3 times, last 12 days ago: no answer yet"),
        # What was answered since waits for nobody; what was asked before somebody made sure neither.
        ([(26, None), (12, 11)], ""),
        ([(26, 20), (12, None)], "Asked by email, 12 days ago: no answer yet"),
        ([(301, None)], ""),
    ],
)
async def test_a_row_says_how_often_nobody_answered(asked, said):
    with clock.at(NOW):
        asset = await aged("Strollers", 300)
        for sent, answered in asked:
            sent_at, answered_at = (
                NOW - timedelta(days=days) if days is not None else None for days in (sent, answered)
            )
            digest = uuid4()
            # Two addresses of one message are asked once.
            for address in ("sam@strollers.example", "post@strollers.example"):
                await execute(
                    "INSERT INTO digest_sent (id, digest, asset, email, asked_at, sent_at, answered_at, answer)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                    uuid4(), digest, asset, address, sent_at or NOW, sent_at, answered_at, "right" if answered_at else "",
                )  # fmt: skip
        (row,) = (await queries.queue(since=Since.NINE)).rows
        assert row.unanswered == said


# ── use ──


def heard(asset, at: datetime) -> Heard:
    return Heard(uuid4(), "connection.suggested", uuid4(), None, None, None, at, {"asset": str(asset)})


async def used(asset) -> int:
    found = await rows("SELECT used FROM asset WHERE id = $1", asset)
    return int(found[0]["used"])


async def test_use_is_counted_by_month_in_london_and_for_a_year():
    asset = await an_asset()
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    with clock.at(now):
        for at in (now, now, datetime(2025, 12, 1, 9, tzinfo=UTC), datetime(2025, 11, 30, 9, tzinfo=UTC)):
            await actions.note_use(heard(asset, at))
        # Half past midnight on the first of July is still June in UTC.
        await actions.note_use(heard(asset, datetime(2026, 6, 30, 23, 30, tzinfo=UTC)))
        assert await used(asset) == 4
    found = await rows("SELECT month, times FROM asset_use WHERE asset = $1 ORDER BY month", asset)
    assert [(one["month"], one["times"]) for one in found] == [
        (date(2025, 11, 1), 1),
        (date(2025, 12, 1), 1),
        (date(2026, 7, 1), 1),
        (date(2026, 11, 1), 2),
    ]


async def test_use_fades_as_months_go_by():
    asset = await an_asset()
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    with clock.at(now):
        await actions.note_use(heard(asset, now))
        assert await actions.count_again() == 0
    with clock.at(datetime(2027, 10, 31, 9, tzinfo=UTC)):
        assert await actions.count_again() == 0
        assert await used(asset) == 1
    with clock.at(datetime(2027, 11, 1, 9, tzinfo=UTC)):
        assert await actions.count_again() == 1
        assert await used(asset) == 0


async def test_use_of_a_merged_listing_is_that_of_the_one_kept(worker):
    kept, other = await an_asset(), await an_asset()
    now = clock.now()
    await actions.note_use(heard(other, now))
    await assets.merge(kept, other, listing=(await listings.asset(kept)).listing, by=worker)
    await actions.note_use(heard(other, now))
    await actions.note_use(heard(kept, now))
    assert await used(kept) == 3


async def test_a_connection_is_use(app):
    from livewell.listeners import POLICY

    assert POLICY["connection.suggested"]["count_use"] is actions.note_use
