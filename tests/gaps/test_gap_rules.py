"""What may become of a gap; which two are alike; how small numbers are said; which steps can be."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.gaps.rules import (
    LABELS,
    MOVES,
    GapKind,
    GapState,
    Outcome,
    StepKind,
    Wanted,
    check_move,
    check_outcome,
    check_wanted,
)
from livewell.gaps.rules.alike import likeness
from livewell.gaps.rules.numbers import SMALLEST_SHOWN, shown, total, whole
from livewell.gaps.rules.steps import check_step
from livewell.kit.errors import RuleBroken

TODAY = date(2026, 11, 22)


def test_every_state_has_moves_and_words() -> None:
    assert set(MOVES) == set(LABELS) == set(GapState)
    assert all(state not in after for state, after in MOVES.items())


@given(st.sampled_from(GapState), st.sampled_from(GapState))
def test_a_move_is_open_or_refused_with_a_sentence(now: GapState, to: GapState) -> None:
    if to in MOVES[now]:
        check_move(now, to)
    else:
        with pytest.raises(RuleBroken):
            check_move(now, to)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (Wanted("A walking group for men"), Wanted("Men's walking group"), True),
        (Wanted("Somewhere to sing"), Wanted("A singing group in the daytime"), False),
        (Wanted("Somewhere to sing", need="company"), Wanted("Sing in the daytime", need="company"), True),
        (Wanted("A men’s shed"), Wanted("Swimming lessons"), False),
        (Wanted("A café", for_whom=("men",)), Wanted("A café", for_whom=("women",)), False),
        (Wanted("A café", for_whom=("men",)), Wanted("A café"), True),
        (Wanted("Cooking", kind=GapKind.LEARNING), Wanted("Cooking"), False),
        (Wanted("Group"), Wanted("Group"), True),
    ],
)
def test_what_is_the_same(one: Wanted, other: Wanted, alike: bool) -> None:
    assert (likeness(one, other) > 0) is alike


TITLES = st.text(min_size=1, max_size=40)
SAID = st.builds(
    Wanted,
    title=TITLES,
    need=st.sampled_from(["", "company", "walking"]),
    way=st.sampled_from(["", "connect"]),
    for_whom=st.lists(st.sampled_from(["men", "women"]), unique=True).map(tuple),
)


@given(SAID, SAID)
def test_likeness_is_the_same_both_ways(one: Wanted, other: Wanted) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(SAID)
def test_everything_is_like_itself(one: Wanted) -> None:
    assert likeness(one, one) > 0 or not one.title.strip() or not any(letter.isalnum() for letter in one.title)


@given(st.integers(0, 600))
def test_no_small_number_is_shown(number: int) -> None:
    assert str(whole(number)) == str(number)
    assert (str(shown(number)) == str(number)) is (number == 0 or number >= SMALLEST_SHOWN)


@given(st.lists(st.integers(0, 40), max_size=8))
def test_a_sum_is_true_and_gives_no_hidden_number_away(numbers: list[int]) -> None:
    said = total(shown(one) for one in numbers)
    hidden = [one for one in numbers if 0 < one < SMALLEST_SHOWN]
    if said.number is None:
        assert 0 < sum(numbers) < SMALLEST_SHOWN
    elif said.at_least:
        assert hidden
        assert said.number <= sum(numbers)
        # All that is said can be worked out from what is shown.
        assert said.number == sum(one for one in numbers if one >= SMALLEST_SHOWN) + len(hidden)
    else:
        assert not hidden
        assert said.number == sum(numbers)


def test_sums_of_sums_stay_bounds() -> None:
    assert str(total([shown(7), shown(3)])) == "At least 8"
    assert str(total([total([shown(7), shown(3)]), shown(9)])) == "At least 17"
    assert str(total([shown(2)])) == "Fewer than 5"


@pytest.mark.parametrize(("title", "people"), [(" ", 1), ("A shed", 0), ("A shed", 501)])
def test_a_gap_says_what_and_for_how_many(title: str, people: int) -> None:
    with pytest.raises(RuleBroken):
        check_wanted(Wanted(title), people)


def test_nothing_needs_a_reason() -> None:
    check_outcome(Outcome.GROUP, "")
    with pytest.raises(RuleBroken):
        check_outcome(Outcome.NONE, " ")


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "fine"),
    [
        ({}, True),
        ({"whom": ""}, False),
        ({"whom": "", "listed": True}, True),
        ({"done_on": TODAY + DAY}, False),
        ({"done_on": TODAY - 400 * DAY}, False),
        ({"next_on": TODAY + 30 * DAY}, True),
        ({"next_on": TODAY - 30 * DAY}, False),
        ({"next_on": TODAY + 400 * DAY}, False),
        ({"next_on": TODAY + DAY, "kind": StepKind.REFUSED}, False),
        ({"kind": StepKind.CHANGED}, True),
    ],
)
def test_which_steps_can_be(changes: dict[str, object], fine: bool) -> None:
    told = {
        "kind": StepKind.ASKED,
        "whom": "Leisure centre",
        "listed": False,
        "done_on": TODAY,
        "next_on": None,
    } | changes
    kind = told.pop("kind")
    if fine:
        check_step(kind, today=TODAY, **told)
    else:
        with pytest.raises(RuleBroken):
            check_step(kind, today=TODAY, **told)
