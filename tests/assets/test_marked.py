"""Changed words within a text: nothing of either is lost, and it takes no longer the more alike they are."""

from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets.rules.marked import Piece, Was, marked

_WORDS = st.sampled_from(
    ["walk", "tea", "Ring", "Ann", "at", "10:30", "the", ".", ",", " ", " ", "\n", "\n\n", "–", "é"]
)
_TEXTS = st.lists(_WORDS, max_size=300).map("".join) | st.text(max_size=80)


def out_of(pieces: list[Piece], left_out: Was) -> str:
    return "".join(one.text for one in pieces if one.was is not left_out)


def said(before: str, after: str) -> str:
    signs = {Was.KEPT: "{}", Was.OUT: "[-{}-]", Was.IN: "[+{}+]"}
    return "".join(signs[one.was].format(one.text) for one in marked(before, after))


@given(_TEXTS, _TEXTS)
def test_both_texts_can_be_read_from_it(before: str, after: str) -> None:
    pieces = marked(before, after)
    assert out_of(pieces, Was.OUT) == after.replace("\r\n", "\n")
    assert out_of(pieces, Was.IN) == before.replace("\r\n", "\n")
    assert all(one.text for one in pieces)
    assert all(one.was is not other.was for one, other in pairwise(pieces))


@given(_TEXTS)
def test_what_stayed_the_same_is_not_marked(text: str) -> None:
    assert all(one.was is Was.KEPT for one in marked(text, text))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "", ""),
        ("", "New", "[+New+]"),
        ("Old", "", "[-Old-]"),
        ("We walk by the river.", "We walk by the canal.", "We walk by the [-river-][+canal+]."),
        ("We walk.", "We walk slowly.", "We walk[+ slowly+]."),
        ("Bring a coat and boots.", "Bring boots.", "Bring [-a coat and -]boots."),
        ("Tuesdays, 10:30 to 12:00", "Tuesdays, 10:45 to 12:00", "Tuesdays, [-10:30-][+10:45+] to 12:00"),
        ("ann@walkers.example", "anne@walkers.example", "[-ann@walkers.example-][+anne@walkers.example+]"),
        # A space between changed words is no island.
        ("We meet at the old mill on Mondays.", "We meet at a new barn on Mondays.",
         "We meet at [-the old mill-][+a new barn+] on Mondays."),
        # Two texts that have next to nothing in common are two texts.
        ("A choir for all who love to sing together", "Tea, cake and games for everybody",
         "[-A choir for all who love to sing together-][+Tea, cake and games for everybody+]"),
        ("One.\n\nTwo.", "One.\n\nTwo.\n\nThree.", "One.\n\nTwo.[+\n\nThree.+]"),
        ("a\r\nb c d", "a\nb c e", "a\nb c [-d-][+e+]"),
    ],
)  # fmt: skip
def test_what_is_marked(before: str, after: str, told: str) -> None:
    assert said(before, after) == told


PROSE = " ".join(f"word{n} and the tea of day {n % 7}," for n in range(1_500))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(PROSE, PROSE.replace("day 3", "day three"), id="many small changes in ten thousand words"),
        pytest.param("tea " * 10_000, "tea cake " * 10_000, id="the same word again and again"),
        pytest.param("a b " * 5_000, "b a " * 5_000, id="two words turned round"),
        pytest.param(
            " ".join(map(str, range(10_000))), " ".join(map(str, reversed(range(10_000)))), id="the other way round"
        ),
        pytest.param(" ".join(map(str, range(10_000))), "x " * 10_000, id="nothing in common"),
        pytest.param("x" * 1_000_000, "x" * 1_000_001, id="a word of a megabyte"),
        pytest.param("x " * 500_000, "y " * 500_000, id="a megabyte of words"),
        pytest.param("." * 1_000_000, "," * 1_000_000, id="a megabyte of dots"),
    ],
)
def test_long_texts_take_no_long_time(before: str, after: str) -> None:
    began = perf_counter()
    pieces = marked(before, after)
    assert perf_counter() - began < 8
    assert out_of(pieces, Was.OUT) == after
    assert out_of(pieces, Was.IN) == before


def test_a_changed_word_is_found_in_ten_thousand() -> None:
    changed = PROSE.replace("word700 ", "word-seven-hundred ")
    assert [one.text for one in marked(PROSE, changed) if one.was is not Was.KEPT] == ["word700", "word-seven-hundred"]
