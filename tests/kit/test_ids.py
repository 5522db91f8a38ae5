"""References survive being read aloud, and a slip is caught."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.ids import ALPHABET, new_reference, tidy_reference

references = st.integers(min_value=0).map(lambda seed: new_reference(random.Random(seed)))


def test_a_reference_looks_like_the_ones_on_paper() -> None:
    reference = new_reference()
    assert len(reference) == 10
    assert reference[:3] == "LW-"
    assert reference[7] == "-"
    assert tidy_reference(reference) == reference


def test_the_same_chance_gives_the_same_reference() -> None:
    assert new_reference(random.Random(7)) == new_reference(random.Random(7))


@pytest.mark.parametrize("change", [str.lower, lambda t: t.replace("-", " "), lambda t: t.replace("-", "")])
@given(reference=references)
def test_however_it_is_written_it_is_read(change, reference: str) -> None:
    assert tidy_reference(change(reference)) == reference


@given(reference=references)
def test_without_lw_and_with_letters_said_alike_it_is_read(reference: str) -> None:
    tail = reference.removeprefix("LW-")
    assert tidy_reference(tail) == reference
    assert tidy_reference(tail.replace("0", "O").replace("1", "I")) == reference
    assert tidy_reference("LW " + tail.replace("0", "o").replace("1", "l")) == reference


@given(reference=references, place=st.integers(0, 5), letter=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_caught(reference: str, place: int, letter: str) -> None:
    letters = list(reference.removeprefix("LW-").replace("-", ""))
    if letters[place] == letter:
        return
    letters[place] = letter
    assert tidy_reference("".join(letters)) is None


@given(reference=references, one=st.integers(0, 5), other=st.integers(0, 5))
def test_two_characters_swapped_are_caught(reference: str, one: int, other: int) -> None:
    letters = list(reference.removeprefix("LW-").replace("-", ""))
    if letters[one] == letters[other]:
        return
    letters[one], letters[other] = letters[other], letters[one]
    assert tidy_reference("".join(letters)) is None


@pytest.mark.parametrize("text", ["", "LW", "LW-4F7K-9", "LW-4F7K-92X", "LW-4U7K-92", "LW-4F7K-9é", "LW-****-**"])
def test_what_cannot_be_a_reference_is_not(text: str) -> None:
    assert tidy_reference(text) is None


@given(st.text())
def test_any_text_at_all_is_answered(text: str) -> None:
    tidy = tidy_reference(text)
    assert tidy is None or tidy_reference(tidy) == tidy
