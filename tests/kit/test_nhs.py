"""NHS numbers are read however they are spaced, and only when the check digit is right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.nhs import say_nhs_number, tidy_nhs_number


def check_digit(nine: str) -> int:
    """The data dictionary's steps, written out again as an oracle (10 means: not used)."""
    rest = 11 - sum(int(d) * w for d, w in zip(nine, range(10, 1, -1), strict=True)) % 11
    return 0 if rest == 11 else rest


@pytest.mark.parametrize(
    "typed",
    [
        "9990000018",
        "999 000 0018",
        " 999-000-0018 ",
        "999\u00a0000\u20110018",
        "NHS number: 999 000 0018",
        "nhs no. 9990000018",
        "９９９ ０００ ００１８",
    ],
)
def test_it_is_read_however_it_is_spaced(typed: str) -> None:
    assert tidy_nhs_number(typed) == "9990000018"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "999",
        "999000001",
        "99900000180",
        "9990000019",
        "9990000O18",
        "0000000000",
        "1111111111",
        "٩٩٩٠٠٠٠٠١٨x",
    ],
)
def test_what_is_not_one_is_refused(typed: str) -> None:
    assert tidy_nhs_number(typed) is None


@given(st.integers(999_000_000, 999_999_999).map(str), st.integers(0, 9))
def test_only_the_right_check_digit_passes(nine: str, last: int) -> None:
    right = check_digit(nine)
    typed = f"{nine}{last}"
    if len(set(typed)) == 1:
        return
    assert (tidy_nhs_number(typed) is not None) is (right == last)


@given(st.text())
def test_any_text_at_all_is_answered(text: str) -> None:
    tidy = tidy_nhs_number(text)
    assert tidy is None or len(tidy) == 10


def test_it_is_said_three_three_four() -> None:
    assert say_nhs_number("9990000018") == "999 000 0018"
    assert say_nhs_number("not known") == "not known"
