"""Which word was meant: what people type wrong, and what they typed right and nobody has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets.rules import AssetKind
from livewell.assets.rules.searching import SMALL_WORDS
from livewell.finding import queries
from livewell.finding.queries.words import understood
from livewell.finding.rules import Asked, spelling
from livewell.kit.db import execute, rows
from tests.factories.assets import a_listing, an_asset_from

SAID = dict.fromkeys(("walking", "gardening", "choir", "lonely", "long", "parking", "swimming", "company", "craft"), 10)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wlaking", "walking"),
        ("walkng", "walking"),
        ("gardning", "gardening"),
        ("choire", "choir"),
        ("chior", "choir"),
        ("lonly", "lonely"),
        ("swiming", "swimming"),
        ("crafft", "craft"),
        ("parkinsons", ""),
        ("xylophone", ""),
        ("zebra", ""),
    ],
)
def test_slips_are_forgiven_and_other_words_are_not_taken_for_ours(typed, meant):
    assert spelling.meant(typed, SAID) == meant
    assert not meant or meant in spelling.alike(typed, SAID)


WORDS = st.text(alphabet="abcd", min_size=1, max_size=8)


@given(WORDS, WORDS)
def test_slips_are_counted_from_both_sides(one, other):
    assert spelling.slips(one, other) == spelling.slips(other, one)
    assert (spelling.slips(one, other) == 0) is (one == other)
    assert abs(len(one) - len(other)) <= spelling.slips(one, other) <= max(len(one), len(other))


@given(WORDS, st.lists(WORDS, max_size=8))
def test_no_word_that_was_meant_is_overlooked(typed, words):
    meant = spelling.meant(typed, dict.fromkeys(words, 1))
    assert not meant or meant in spelling.alike(typed, words)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("walkingclub", ""), ("craftcompany", "craft company"), ("longchoir", "long choir"), ("long", ""), ("tonton", "")],
)
def test_two_words_written_as_one_are_two(typed, words):
    assert spelling.apart(typed, SAID | {"ton": 3}) == words
    assert all(one + other == typed and min(len(one), len(other)) >= 3 for one, other in spelling.halves(typed))


LISTINGS = {
    "Strollers": "Walking and a coffee morning.",
    "The shed": "For men who mend.",
    "Lift share": "With room for a wheelchair.",
    "Anglers": "Rods to borrow.",
    "Quiet hour": "Autism friendly. Assistance dogs welcome.",
    "Company": "Somebody to talk to.",
    "Cycling": "Bicycles from recycled parts. Good for the psyche.",
}


@pytest.mark.parametrize(
    ("typed", "found", "instead"),
    [
        # While somebody types: at every letter of the word.
        *((typed, {"Strollers"}, "") for typed in ("wa", "wal", "walk", "walki", "walkin", "walking")),
        # PostgreSQL takes a y at the end for an i, and no walk begins with "walkin".
        *((typed, {"Cycling"}, "") for typed in ("bic", "bicy", "bicyc", "bicycl", "bicycles")),
        ("recy", {"Cycling"}, ""),
        ("psy", {"Cycling"}, ""),
        ("coffe mornings", {"Strollers"}, ""),
        # Without a space, or with one too many.
        ("menshed", {"The shed"}, "men shed"),
        ("coffeemorning", {"Strollers"}, "coffee morning"),
        ("wheel chair", {"Lift share"}, ""),
        ("wheel chair lift", {"Lift share"}, ""),
        # By another name.
        ("fishing", {"Anglers"}, ""),
        ("autistic", {"Quiet hour"}, ""),
        ("lonely", {"Company"}, ""),
        # "that", "will" and "hard" are near, and not what was meant.
        ("thai chi", set(), "tai chi"),
        ("slimming", set(), ""),
        ("kill myself", set(), ""),
        ("self harm", set(), ""),
        ("suicde", set(), "suicide"),
    ],
)
async def test_what_is_found_is_what_was_meant(typed, found, instead):
    for name, what in LISTINGS.items():
        await an_asset_from(a_listing(name=name, what=what))
    await an_asset_from(a_listing(name="Swimming", what="That will be hard."))
    await an_asset_from(a_listing(name="Line", what="When somebody thinks of suicide.", kind=AssetKind.CRISIS))
    answer = await queries.find(Asked(words=typed))
    _, shown = await queries.shown(answer)
    assert {one.asset.name for one in shown} == found
    assert answer.words.instead == instead


async def test_a_term_whose_name_is_nearly_only_small_words_is_found_by_its_name_alone():
    """Of "Getting about" only "get" is looked for, and nobody who needs a lift is helped by all who get something."""
    await an_asset_from(a_listing(name="Lift share", what="A seat in a car.", needs=("getting_about",)))
    await an_asset_from(a_listing(name="Tea", what="Get a cup of tea, and talk about it."))
    _, shown = await queries.shown(await queries.find(Asked(words="bus")))
    assert [(one.asset.name, one.why) for one in shown] == [
        ("Lift share", "About “Getting about” (need, close to “bus”)")
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "shanks's pony",
        "Shanks’ Pony",
        "shanks pony",
        "shankspony",
        "SHANKS PONY near the canal",
        "out and about",
        "Out & About",
        "creme brulee",
        "crème brûlée",
        "andys man club",
        "andy's man club",
        "self esteem",
        "self-esteem",
    ],
)
async def test_what_staff_say_a_term_is_also_called_is_found_at_once_however_it_is_typed(typed):
    await an_asset_from(a_listing(name="Strollers", what="By the canal.", activities=("walking",)))
    await an_asset_from(a_listing(name="Tea", what="And cake."))
    before = await queries.find(Asked(words=typed))
    assert before.words.only_small or before.loosely or not before.total
    names = ["shanks’s pony", "Out and about", "crème brûlée", "Andy’s Man Club", "self-esteem"]
    await execute("UPDATE term SET synonyms = $1, version = version + 1 WHERE code = 'walking'", names)
    found = await queries.find(Asked(words=typed))
    _, shown = await queries.shown(found)
    assert [one.asset.name for one in shown] == ["Strollers"]
    assert not found.loosely


@pytest.mark.parametrize("typed", ["gŵyl", "gwyl", "GWYL", "Gwŷl", "côr gŵyl", "cor gwyl"])
async def test_accents_do_not_matter(typed):
    await an_asset_from(a_listing(name="Côr Gŵyl", what="In Welsh."))
    await an_asset_from(a_listing(name="Girl guides", what="The girls grow, core and all."))
    found = await queries.find(Asked(words=typed))
    assert [one.asset.name for one in (await queries.shown(found))[1]] == ["Côr Gŵyl"]
    assert found.words.instead == ""


async def test_how_near_is_no_word_of_what_is_looked_for():
    await an_asset_from(a_listing(name="Strollers", what="A walk."))
    await an_asset_from(a_listing(name="Tea", what="Near a bus stop. Walks, too."))
    for typed in ("walks near me", "walk nearby", "nearest walk"):
        assert (await queries.find(Asked(words=typed))).total == 2, typed
    assert (await queries.find(Asked(words="near"))).total == 1


async def test_small_words_are_those_that_searches_leave_out():
    left = await rows(
        "SELECT word FROM unnest($1::text[]) AS word WHERE to_tsvector('livewell', word) <> ''", [*SMALL_WORDS]
    )
    assert left == []


async def test_completion_begins_with_what_is_called_so():
    await an_asset_from(a_listing(name="Strollers", what="A walk."))
    assert [one.lower() for one in await queries.completions("walk")][:2] == ["walking", "football and ball games"]


async def test_one_word_for_two_is_said_once_and_without_wonder():
    await an_asset_from(a_listing(name="Lift share", what="With room for a wheelchair."))
    _, (one,) = await queries.shown(await queries.find(Asked(words="wheel chair")))
    assert one.why == "Has “wheelchair” in what it offers"


async def test_what_people_say_and_no_listing_says_is_put_right_too():
    await an_asset_from(a_listing(name="Long table", what="Company and a chat, with parking."))
    assert (await understood("lonly")).instead == "lonely"
    assert (await queries.find(Asked(words="lonly"))).total == 1
    assert (await understood("lonly", as_typed=True)).instead == ""
    assert (await understood("parkinsons")).instead == "parkinson"
    assert (await understood("chior")).instead == "choir"
    assert (await understood("tabel chta")).instead in {"table chta", "table chat"}
