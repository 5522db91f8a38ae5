"""Which word was meant: what people type wrong, and what they typed right and nobody has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.finding import queries
from livewell.finding.queries.words import understood
from livewell.finding.rules import Asked, spelling
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


async def test_what_people_say_and_no_listing_says_is_put_right_too():
    await an_asset_from(a_listing(name="Long table", what="Company and a chat, with parking."))
    assert (await understood("lonly")).instead == "lonely"
    assert (await queries.find(Asked(words="lonly"))).total == 1
    assert (await understood("lonly", as_typed=True)).instead == ""
    assert (await understood("parkinsons")).instead == "parkinson"
    assert (await understood("chior")).instead == "choir"
    assert (await understood("tabel chta")).instead in {"table chta", "table chat"}
