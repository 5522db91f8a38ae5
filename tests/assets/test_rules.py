"""What a search means, and what two versions of a listing say differently."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets import rules
from livewell.assets.rules import AssetKind, Listing, Sector, Way

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
    ],
)
def test_words_that_may_be_a_crisis_are_heard(words: str) -> None:
    assert rules.suggests_crisis(words)


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
    ],
)
def test_ordinary_words_are_not(words: str) -> None:
    assert not rules.suggests_crisis(words)


@given(st.text())
def test_any_text_is_answered_and_makes_a_query_without_operators(text: str) -> None:
    words = rules.search_words(text)
    assert len(words) <= rules.LONGEST_SEARCH
    assert all(word.isalnum() for word in words)
    assert rules.suggests_crisis(text) in (True, False)


def test_all_words_are_asked_for_and_the_last_may_be_unfinished() -> None:
    assert rules.tsquery(["tea", "wal"]) == "tea & wal:*"
    assert rules.tsquery(["tea", "wal"], every=False) == "tea | wal:*"
    assert rules.tsquery(["dementia", "tea"]) == "(dementia | memory) & tea:*"
    assert rules.tsquery(["carer"]) == "(carer:* | carers | look <-> after)"


@pytest.mark.parametrize(("days", "stale"), [(0, False), (182, False), (183, True)])
def test_a_listing_goes_stale_after_half_a_year(days: int, stale: bool) -> None:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert rules.is_stale(now - timedelta(days=days), now) is stale
    assert rules.is_stale(None, now)


def test_only_what_differs_is_shown() -> None:
    other = replace(LISTING, name="Walkers", free=None, ways=(Way.CONNECT, Way.LEARN))
    assert rules.differences(LISTING, other) == (
        {"Name": "Strollers", "Is it free?": "Yes", "Ways to Wellbeing": "Connect"},
        {"Name": "Walkers", "Is it free?": "Not known", "Ways to Wellbeing": "Connect, Learn"},
    )
    assert rules.differences(LISTING, LISTING) == ({}, {})
