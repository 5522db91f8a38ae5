"""Listings that may be one: found, decided once, remembered and undone."""

from uuid import uuid4

import pytest

from livewell.assets import queries as listings
from livewell.kit.db import value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.geo import Point
from livewell.upkeep import actions, queries
from livewell.upkeep.queries.duplicates import both
from livewell.upkeep.rules.merging import Side
from tests.factories.assets import an_asset
from tests.factories.upkeep import renamed

HERE = Point.on_grid(458500, 337500)


def near(metres: int) -> Point:
    return Point.on_grid(458500 + metres, 337500)


async def two(one: dict, other: dict) -> None:
    await an_asset(**one)
    await an_asset(**other)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ({"name": "Soup and company", "at": HERE}, {"name": "Soup & Company Club", "at": near(100)}, 1),
        ({"name": "Soup and company", "at": HERE}, {"name": "Soup and company", "at": near(150)}, 1),
        ({"name": "Soup and company", "at": HERE}, {"name": "Soup and company", "at": near(200)}, 0),
        ({"name": "The Strollers Group", "at": HERE}, {"name": "The Singers Group", "at": HERE}, 0),
        (
            {"name": "Soup and company", "contact_phone": "01632 960001"},
            {"name": "Soup company", "contact_phone": "01632960001", "at": near(9000)},
            1,
        ),
        (
            {"name": "Soup and company", "contact_email": "Soup@example.com"},
            {"name": "Soup company", "contact_email": "soup@example.com"},
            1,
        ),
        ({"name": "Chess", "contact_phone": "01632 960001"}, {"name": "Swimming", "contact_phone": "01632 960001"}, 0),
        ({"name": "Soup and company", "at": HERE}, {"name": "Soup and company", "at": HERE, "published": False}, 0),
        ({"name": "Soup and company"}, {"name": "Soup and company"}, 0),
    ],
)
async def test_two_are_likely_one_when_their_names_and_their_place_or_contact_are_alike(one, other, found):
    await two(one, other)
    assert await actions.find_duplicates() == found
    assert len(await queries.pairs(decided=False)) == found


@pytest.mark.parametrize(("sharing", "found"), [(3, 3), (21, 0)])
async def test_a_number_that_many_share_says_nothing_about_two_of_them(sharing, found):
    for _ in range(sharing):
        await an_asset(name="Council sport", contact_phone="01632 960001")
    assert await actions.find_duplicates() == found


async def a_pair(worker):
    await two(
        {"name": "Soup and company", "at": HERE, "who_for": "Everybody"}, {"name": "Soup company", "at": near(40)}
    )
    await actions.find_duplicates()
    (found,) = await queries.pairs(decided=False)
    return found


async def merged(pair, worker, *, keep=Side.LEFT, sides=None, submission=None):
    seen = await both(pair.id)
    return await actions.merge(
        pair.id,
        sides=sides or {},
        keep=keep,
        versions=(seen.left.version, seen.right.version),
        submission=submission or uuid4(),
        by=worker,
    )


async def test_a_pair_says_why(worker):
    assert (await a_pair(worker)).why.endswith("% alike, 40 metres apart")


@pytest.mark.parametrize("keep", [Side.LEFT, Side.RIGHT])
async def test_two_are_made_one_and_two_again(worker, keep):
    pair = await a_pair(worker)
    was = {one: (await listings.asset(one)).listing for one in (pair.one, pair.other)}
    kept = await merged(pair, worker, keep=keep, sides={"name": Side.RIGHT})
    gone = pair.other if kept == pair.one else pair.one
    assert kept == (pair.one if keep is Side.LEFT else pair.other)
    assert await listings.moved_to(gone) == kept
    assert (await listings.asset(kept)).name == was[pair.other].name
    assert await queries.pairs(decided=False) == []
    (decided,) = await queries.pairs(decided=True)
    assert (decided.kept, decided.decided_by, decided.label[0]) == (kept, worker.name, "Made one")
    for _ in range(2):
        await actions.undo(pair.id, by=worker)
    assert (await listings.asset(gone)).listing == was[gone]
    assert [one.id for one in await queries.pairs(decided=False)] == [pair.id]


async def test_a_double_click_merges_once(worker):
    pair = await a_pair(worker)
    submission = uuid4()
    versions = (1, 1)
    answers = [
        await actions.merge(pair.id, sides={}, keep=Side.LEFT, versions=versions, submission=submission, by=worker)
        for _ in range(2)
    ]
    assert answers == [pair.one, pair.one]


async def test_what_is_different_stays_different(worker):
    pair = await a_pair(worker)
    for _ in range(2):
        await actions.different(pair.id, by=worker)
    assert await actions.find_duplicates() == 1
    assert await queries.pairs(decided=False) == []
    with pytest.raises(RuleBroken, match="two different things"):
        await merged(pair, worker)
    await actions.undo(pair.id, by=worker)
    assert len(await queries.pairs(decided=False)) == 1


async def test_a_pair_that_is_no_longer_alike_is_forgotten(worker):
    pair = await a_pair(worker)
    await renamed(pair.other, "Something else entirely", by=worker)
    assert await actions.find_duplicates() == 0
    assert await value("SELECT count(*) FROM likely_duplicate") == 0


async def test_a_listing_changed_meanwhile_is_not_merged_unread(worker):
    pair = await a_pair(worker)
    with pytest.raises(RuleBroken, match="Read them again"):
        await actions.merge(pair.id, sides={}, keep=Side.LEFT, versions=(1, 9), submission=uuid4(), by=worker)
    assert await listings.moved_to(pair.other) is None


async def test_no_such_pair(worker):
    for act in (actions.different, actions.undo):
        with pytest.raises(NotFound):
            await act(uuid4(), by=worker)
    with pytest.raises(NotFound):
        await actions.merge(uuid4(), sides={}, keep=Side.LEFT, versions=(1, 1), submission=uuid4(), by=worker)


async def test_a_decision_that_fails_leaves_nothing(worker, mute):
    pair = await a_pair(worker)
    mute()
    with pytest.raises(RuntimeError, match="no news"):
        await merged(pair, worker)
    with pytest.raises(RuntimeError, match="no news"):
        await actions.different(pair.id, by=worker)
    assert len(await queries.pairs(decided=False)) == 1
    assert await listings.moved_to(pair.other) is None
