"""Accents go, letters and capitals stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.accents import without_accents


@pytest.mark.parametrize(
    ("said", "plain"),
    [("Zoë", "Zoe"), ("café", "cafe"), ("Llŷn", "Llyn"), ("Łódź", "Łodz"), ("ﬁne", "fine"), ("Ａ１", "A1"), ("", "")],
)
def test_a_name_without_its_accents(said, plain):
    assert without_accents(said) == plain


@given(st.text())
def test_twice_is_once(said):
    once = without_accents(said)
    assert without_accents(once) == once
