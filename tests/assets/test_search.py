"""A search finds what it should, the nearest first, exactly as a slow and simple search would."""

from datetime import timedelta
from random import Random

import pytest
from geopy.distance import great_circle
from hypothesis import given, settings
from hypothesis import strategies as st

from livewell.assets import queries
from livewell.assets.rules import AssetKind, Way
from livewell.kit import clock
from livewell.kit.db import count_queries, execute, rows
from livewell.kit.errors import NotFound
from livewell.kit.geo import Point
from tests.factories.assets import an_asset, an_organisation

HERE = Point.on_grid(458500, 337500)


def away(east: int, north: int) -> Point:
    return Point.on_grid(HERE.easting + east, HERE.northing + north)


async def names(words: str = "", **more: object) -> list[str]:
    return [asset.name for asset in await queries.search(words, **more)]


# By words.


async def test_words_are_found_wherever_a_listing_says_them() -> None:
    society = await an_organisation(name="Edwalton Growers")
    await an_asset(
        name="Strollers", what="A gentle amble and tea", who_for="Anybody unsteady", place_name="Library steps"
    )
    await an_asset(name="Café Éclair", kind="cafe", what="Cake", ways=["take_notice"])
    await an_asset(name="Beans", what="Digging", organisation=society, ways=["give"])
    assert await names("stroller") == ["Strollers"]
    assert await names("ambling") == ["Strollers"]
    assert await names("unsteady") == ["Strollers"]
    assert await names("library tea") == ["Strollers"]
    assert await names("cafe eclair") == ["Café Éclair"]
    assert await names("CAFÉ") == ["Café Éclair"]
    assert await names("take notice") == ["Café Éclair"]
    assert await names("edwalton") == ["Beans"]
    await execute("UPDATE organisation SET name = 'Wolds Growers' WHERE id = $1", society)
    assert await names("wolds") == ["Beans"]
    assert await names("edwalton") == []


async def test_a_word_that_is_not_finished_finds_already() -> None:
    await an_asset(name="Gardening circle", what="Beans")
    for typed in ("ga", "gard", "garden", "gardening"):
        assert await names(typed) == ["Gardening circle"]


async def test_the_name_counts_for_more_than_the_rest() -> None:
    await an_asset(name="A tea room", what="Cakes")
    await an_asset(name="Choir", what="We sing, then there is tea")
    await an_asset(name="Zumba", what="No music at all")
    assert await names("tea") == ["A tea room", "Choir"]


async def test_words_people_say_find_what_listings_mean() -> None:
    await an_asset(name="Sunday lunch", what="Good company and a pie")
    await an_asset(name="Memory Café", what="Songs and cake")
    assert await names("lonely") == ["Sunday lunch"]
    assert await names("dementia") == ["Memory Café"]


async def test_when_nothing_has_all_words_what_has_some_is_shown_and_said() -> None:
    await an_asset(name="Chess", what="Boards and clocks")
    await an_asset(name="Strollers", what="A walk")
    found = await queries.find("chess skydiving")
    assert [asset.name for asset in found.rows] == ["Chess"]
    assert found.loosely
    slip = await queries.find("strolers")
    assert [asset.name for asset in slip.rows] == ["Strollers"]
    assert slip.loosely
    assert (await queries.find("the and of")).rows != []
    nothing = await queries.find("xylophone")
    assert (nothing.rows, nothing.loosely) == ([], False)


@settings(max_examples=60)
@given(st.text(max_size=60))
async def test_no_search_is_too_strange(text: str) -> None:
    await queries.search(text, near=HERE, within_miles=1)
    await queries.search(text)


@pytest.mark.parametrize("words", ["' | !a:* & (", "a & b", "<->", "!", "\\", "it's", "a:*b"])
async def test_operators_are_only_letters(words: str) -> None:
    await queries.search(words)


# By kind, Way, and whether it is shown.


async def test_kind_and_way_narrow_a_search() -> None:
    await an_asset(name="Walk", kind="group", ways=["be_active"])
    await an_asset(name="Course", kind="course", ways=["learn"])
    assert await names(kind=AssetKind.COURSE) == ["Course"]
    assert await names(way=Way.BE_ACTIVE) == ["Walk"]
    assert await names(kind=AssetKind.COURSE, way=Way.BE_ACTIVE) == []


async def test_what_is_hidden_is_found_only_by_those_who_edit() -> None:
    key = await an_asset(name="Walk", published=False)
    assert await names("walk") == []
    assert [asset.name for asset in (await queries.find("walk", hidden_too=True)).rows] == ["Walk"]
    with pytest.raises(NotFound):
        await queries.asset(key)
    assert (await queries.asset(key, hidden_too=True)).name == "Walk"


# By distance.


async def test_the_nearest_comes_first_and_what_is_nowhere_comes_last() -> None:
    await an_asset(name="Line")
    await an_asset(name="Far", at=away(3000, 4000))
    await an_asset(name="Near", at=away(300, 400))
    found = await queries.search(near=HERE)
    assert [asset.name for asset in found] == ["Near", "Far", "Line"]
    assert [None if asset.miles is None else round(asset.miles, 1) for asset in found] == [0.3, 3.1, None]
    assert await names(near=HERE, within_miles=1) == ["Near", "Line"]


async def test_search_agrees_with_measuring_everything() -> None:
    chance = Random(1948)
    words = ("walk", "tea", "song", "chess")
    for number in range(300):
        spread = chance.choice((900, 6000, 25000))
        await an_asset(
            name=f"Thing {number:03}",
            what=f"{chance.choice(words)} and {chance.choice(words)}",
            kind=chance.choice(("group", "club")),
            ways=[chance.choice(("connect", "give"))],
            published=chance.random() > 0.1,
            at=away(chance.randint(-spread, spread), chance.randint(-spread, spread)),
        )
    everything = [dict(row) for row in await rows("SELECT * FROM asset WHERE published")]
    for _ in range(60):
        near = away(chance.randint(-9000, 9000), chance.randint(-9000, 9000))
        within = chance.choice((None, 1, 2, 5, 10))
        word = chance.choice(("", *words))
        kind = chance.choice((None, AssetKind.CLUB))
        way = chance.choice((None, Way.GIVE))
        limit = chance.choice((5, 20, 400))

        measured = [
            (
                great_circle((near.latitude, near.longitude), (one["latitude"], one["longitude"])).miles,
                one["name"],
                str(one["id"]),
            )
            for one in everything
            if word in one["what"]
            and (kind is None or one["kind"] == kind.value)
            and (way is None or way.value in one["ways"])
        ]
        expected = sorted(one for one in measured if within is None or one[0] <= within)[:limit]
        found = await queries.search(word, near=near, within_miles=within, kind=kind, way=way, limit=limit)
        assert [str(asset.id) for asset in found] == [key for _, _, key in expected]
        assert [asset.miles for asset in found] == pytest.approx([miles for miles, _, _ in expected])


async def test_a_long_list_is_cut_and_says_so() -> None:
    for number in range(5):
        await an_asset(name=f"Walk {number}", at=away(100 * number, 0))
    for near in (None, HERE):
        found = await queries.find("walk", near=near, limit=3)
        assert [asset.name for asset in found.rows] == ["Walk 0", "Walk 1", "Walk 2"]
        assert found.more
        assert not (await queries.find("walk", near=near, limit=5)).more


# When somebody may need help now.


async def test_urgent_support_comes_first_when_words_suggest_it() -> None:
    await an_asset(name="Far Haven", kind="crisis", what="A calm room", at=away(9000, 0))
    await an_asset(name="Near Haven", kind="crisis", what="A calm room", at=away(900, 0))
    await an_asset(name="Night Line", kind="crisis", what="Somebody to talk to")
    await an_asset(name="Hidden Haven", kind="crisis", what="A calm room", published=False)
    await an_asset(name="Crisis of Faith reading group", what="Books", at=away(10, 0))
    found = await queries.find("crisis", near=HERE)
    assert [asset.name for asset in found.urgent] == ["Night Line", "Near Haven", "Far Haven"]
    assert [asset.name for asset in found.rows] == ["Crisis of Faith reading group"]
    assert (await names("I want to die", kind=AssetKind.CAFE))[0] in {"Far Haven", "Near Haven", "Night Line"}
    assert (await queries.find("reading", near=HERE)).urgent == []


# The rest.


async def test_a_search_asks_at_most_three_times() -> None:
    with count_queries() as ran:
        await queries.find("crisis nowhere xylophone", near=HERE, within_miles=5)
    assert ran.count <= 3


async def test_what_nobody_checked_for_long_is_listed_the_longest_first() -> None:
    now = clock.now()
    await an_asset(name="Fresh")
    await an_asset(name="Old", checked_at=now - timedelta(days=200))
    await an_asset(name="Older", checked_at=now - timedelta(days=400))
    await an_asset(name="Never", checked_at=None)
    await an_asset(name="Hidden", checked_at=None, published=False)
    assert [asset.name for asset in await queries.to_check()] == ["Never", "Older", "Old"]


async def test_the_index_answers_by_distance() -> None:
    await execute("SET LOCAL enable_seqscan = off")
    plan = await rows(
        "EXPLAIN SELECT id FROM asset a WHERE a.easting IS NOT NULL"
        " ORDER BY point(a.easting::float8, a.northing::float8) <-> point(458500, 337500) LIMIT 40"
    )
    assert "asset_by_place" in str(plan)
    plan = await rows("EXPLAIN SELECT id FROM asset a WHERE a.words @@ to_tsquery('livewell', 'walk')")
    assert "asset_by_words" in str(plan)
