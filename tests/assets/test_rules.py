"""What a search means, and what two versions of a listing say differently."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets import rules
from livewell.assets.rules import AssetKind, Feature, Sector, Way, saying, searching
from livewell.assets.rules.bits import bits, from_bits
from livewell.assets.rules.differences import both_texts, in_words
from livewell.assets.rules.listing import Listing, Venue
from livewell.assets.rules.times import Pattern, Repeats

LISTING = Listing(name="Strollers", kind=AssetKind.GROUP, what="A walk", ways=(Way.CONNECT,), free=True)


def test_every_kind_way_and_sector_has_words() -> None:
    assert set(rules.KIND_LABELS) == set(AssetKind)
    assert set(rules.WAY_LABELS) == set(Way)
    assert set(rules.SECTOR_LABELS) == set(Sector)


@pytest.mark.parametrize(
    "words",
    [
        "suicide",
        "feeling suicidal",
        "I want to kill myself",
        "I want to die",
        "end it all",
        "self harm",
        "self-harm help",
        "hurting myself",
        "took an overdose",
        "domestic abuse",
        "my husband hits me",
        "he is threatening us",
        "sexual violence",
        "I don't feel unsafe",  # rather wrong than missed
        "not safe at home",
        "scared to go home",
        "crisis",
        "EMERGENCY housing",
        "urgent help",
        "I can\u2019t go on",
        "I cant go on",
        "homeless tonight",
        "nowhere to sleep",
        "hearing voices",
        # As people spell it, and say it.
        "sucide",
        "suicde",
        "suicied",
        "sucidal thoughts",
        "suiside",
        "siucide",
        "kms",
        "kil my self",
        "i wanna die",
        "feel like dying",
        "take my own life",
        "ending my life",
        "dont want to be here",
        "I don\u2019t want to live",
        "no reason to live",
        "no point in living",
        "better off dead",
        "selfharm",
        "cutting myself",
        "over dose",
        "domestic violance",
        "my partner hit me",
        "raped",
        "sexual asault",
        "emergancy",
        "cant cope anymore",
        "samaratans",
        "homless",
        "nowhere to live",
    ],
)
def test_words_that_may_be_a_crisis_are_heard(words: str) -> None:
    assert searching.suggests_crisis(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "walking",
        "die cutting craft",
        "art class",
        "safe cycling",
        "dying swan ballet",
        "therapy dogs",
        "killer quiz",
        "voices choir",
        "knit",
        "supper club",
        "sudoku",
        "suede craft",
        "Sussex dance",
        "sunday",
        "grape picking",
        "hit the gym",
        "beat the blues",
        "I want to die-cut",
        "help with violin",
        "like to dive",
    ],
)
def test_ordinary_words_are_not(words: str) -> None:
    assert not searching.suggests_crisis(words)


@given(st.text())
def test_any_text_is_answered_and_makes_a_query_without_operators(text: str) -> None:
    words = searching.search_words(text)
    assert len(words) <= searching.LONGEST_SEARCH
    assert all(word.isalnum() for word in words)
    assert searching.suggests_crisis(text) in (True, False)


@pytest.mark.parametrize("text", ["Men's Shed", "men\u2019s shed", "men`s shed", "MENS SHED"])
def test_whose_it_is_makes_no_word_of_its_own(text: str) -> None:
    assert searching.search_words(text) == ["mens", "shed"]


def test_all_words_are_asked_for_and_the_last_may_be_unfinished() -> None:
    assert searching.tsquery(["tea", "wal"]) == "tea & wal:*"
    assert searching.tsquery(["tea", "wal"], every=False) == "tea | wal:*"
    assert searching.tsquery(["dementia", "tea"]) == "(dementia | memory) & tea:*"
    assert searching.tsquery(["carer"]) == "(carer:* | carers | looking <-> after <-> somebody)"


def test_only_what_differs_is_shown() -> None:
    other = replace(LISTING, name="Walkers", free=None, ways=(Way.CONNECT, Way.LEARN))
    assert both_texts(LISTING, other) == (
        {"Name": "Strollers", "Is it free?": "Yes", "Ways to Wellbeing": "Connect"},
        {"Name": "Walkers", "Is it free?": "", "Ways to Wellbeing": "Connect, Learn"},
    )
    assert both_texts(LISTING, LISTING) == ({}, {})
    assert in_words(LISTING)["Name"] == "Strollers"


@given(st.sets(st.sampled_from(Feature)))
def test_choices_come_back_from_their_bits(chosen: set[Feature]) -> None:
    assert set(from_bits(Feature, bits(Feature, chosen))) == chosen


def test_a_hidden_place_lends_its_times_and_not_its_name() -> None:
    on_tuesdays = Pattern(Repeats.WEEKLY, weekdays=(1,), opens=600, closes=660)
    venues = (
        Venue(name="The Old Bakery", patterns=(on_tuesdays,)),
        Venue(name="Marigold House", town="Keyworth", postcode="NG12 5AA", hidden=True, patterns=(on_tuesdays,)),
    )
    said = saying.when(Listing(name="x", kind=AssetKind.GROUP, what="x", venues=venues))
    assert said.startswith("The Old Bakery: Tuesdays")
    assert not {"Marigold", "Keyworth", "NG12"} & set(said.replace(",", " ").split())
