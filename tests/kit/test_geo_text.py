"""Postcodes are read however people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.geo_text import postcode_area, tidy_part_postcode, tidy_postcode


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("ng2 6ab", "NG2 6AB"),
        ("NG26AB", "NG2 6AB"),
        ("ng2\u00a06ab", "NG2 6AB"),
        ("m1 1ae", "M1 1AE"),
        ("b33 8th", "B33 8TH"),
        ("cr26xh", "CR2 6XH"),
        ("dn551pt", "DN55 1PT"),
        ("w1a 1hq", "W1A 1HQ"),
        ("EC1A1BB", "EC1A 1BB"),
        ("gir 0aa", "GIR 0AA"),
        ("ng1 Oaa", "NG1 0AA"),
    ],
)
def test_whole_postcodes(typed: str, tidy: str) -> None:
    assert tidy_postcode(typed) == tidy


@pytest.mark.parametrize(
    "typed", ["", "NG2", "NG2 6", "NG2 6A", "NG2 6AC", "NG222 6AB", "6AB NG2", "QQ1 1AA", "NG2 6AB 1"]
)
def test_what_is_not_a_whole_postcode(typed: str) -> None:
    assert tidy_postcode(typed) is None


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("ng2", "NG2"),
        ("NG 2", None),
        ("ng2 6", "NG2 6"),
        ("ng26", "NG26"),
        ("w1a", "W1A"),
        ("ng", None),
        ("ng2 6ab", None),
        ("", None),
    ],
)
def test_parts_of_postcodes(typed: str, tidy: str | None) -> None:
    assert tidy_part_postcode(typed) == tidy


@pytest.mark.parametrize(("typed", "area"), [("ng2 6ab", "NG"), ("n1 1aa", "N"), ("NG", "NG"), ("2", None), ("", None)])
def test_areas(typed: str, area: str | None) -> None:
    assert postcode_area(typed) == area


@given(st.text(max_size=12))
def test_tidying_twice_changes_nothing(typed: str) -> None:
    for tidy in (tidy_postcode, tidy_part_postcode):
        once = tidy(typed)
        assert once is None or tidy(once) == once
