"""The marks by which a search finds a row: nothing that fits is without one of those that are looked up."""

from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets.rules.found_at import (
    EVERYBODY,
    HOURS,
    MOST_MARKS,
    SQUARE,
    area,
    around,
    marks,
    parts_of_week,
    square,
    wide_square,
)
from livewell.assets.rules.times import WEEK

eastings = st.integers(0, 700_000)
northings = st.integers(0, 1_300_000)
offsets = st.integers(-40_000, 40_000)


@st.composite
def slots(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Minutes of the week, half open."""
    pairs = draw(st.lists(st.tuples(st.integers(0, WEEK), st.integers(0, WEEK)), max_size=4))
    return [(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]


def of_row(
    easting: int | None, northing: int | None, slots: list[tuple[int, int]], covers: tuple[str, ...] = ()
) -> set[int]:
    """The marks of a row at a place that reaches nobody beyond it."""
    return set(
        marks(easting=easting, northing=northing, slots=slots, covers=covers, reaches=easting is None, everybody=False)
    )


@given(eastings, northings, offsets, offsets, st.floats(1, 40_000), slots(), slots())
def test_what_is_near_enough_and_happens_then_is_found(
    easting: int,
    northing: int,
    east: int,
    north: int,
    metres: float,
    happens: list[tuple[int, int]],
    asked: list[tuple[int, int]],
) -> None:
    there = (max(easting + east, 0), max(northing + north, 0))
    of_it = of_row(*there, happens)
    if hypot(there[0] - easting, there[1] - northing) > metres:
        return
    looked_up = around(easting, northing, metres)
    assert not looked_up or of_it & set(looked_up)
    meet = any(opens < last and first < closes for opens, closes in happens for first, last in asked)
    looked_up = around(easting, northing, metres, asked)
    assert not meet or not looked_up or of_it & set(looked_up)


@given(eastings, northings, st.floats(1, 200_000), st.none() | slots())
def test_never_more_marks_are_looked_up_than_pay(
    easting: int, northing: int, metres: float, asked: list[tuple[int, int]] | None
) -> None:
    looked_up = around(easting, northing, metres, asked)
    assert len(looked_up) <= MOST_MARKS
    assert len(set(looked_up)) == len(looked_up)


@given(eastings, northings, st.tuples(offsets, offsets), st.floats(500, 16_100))
def test_what_lies_a_square_beyond_a_circle_is_not_looked_at(
    easting: int, northing: int, away: tuple[int, int], metres: float
) -> None:
    there = (max(easting + away[0], 0), max(northing + away[1], 0))
    if hypot(there[0] - easting, there[1] - northing) > metres + SQUARE * 2**0.5:
        assert of_row(*there, []).isdisjoint(around(easting, northing, metres))


def test_wide_squares_are_looked_up_within_and_small_ones_along_the_edge() -> None:
    looked_up = around(462_500, 342_500, 8_000)
    assert wide_square(462_500, 342_500) in looked_up
    assert square(462_500, 342_500) not in looked_up
    assert square(462_500 - 8_000, 342_500) in looked_up
    assert len(looked_up) < 30


@pytest.mark.parametrize("metres", [1609.344, 5 * 1609.344, 10 * 1609.344])
def test_ten_miles_are_looked_up_by_their_squares(metres: float) -> None:
    assert around(460_000, 340_000, metres)


def test_many_hours_over_many_squares_are_left_to_the_squares() -> None:
    whole_week = [(0, WEEK)]
    assert around(460_000, 340_000, 8_000, whole_week) == around(460_000, 340_000, 8_000)
    one_square = around(461_250, 341_250, 1_000, [(0, HOURS + 1)])
    assert one_square == [square(461_250, 341_250) + 1, square(461_250, 341_250) + 2]


def test_a_square_and_its_hours_are_nobody_elses() -> None:
    here = of_row(462_500, 342_500, [(0, WEEK)])
    assert len(here) == 2 + WEEK // HOURS
    here.remove(wide_square(462_500, 342_500))
    for east, north in ((SQUARE, 0), (-SQUARE, 0), (0, SQUARE), (0, -SQUARE)):
        assert here.isdisjoint(of_row(462_500 + east, 342_500 + north, [(0, WEEK)]))


def test_what_reaches_people_is_found_by_its_areas() -> None:
    assert of_row(None, None, [(0, 60)], ("E05009710", "E07000176")) == {area("E05009710"), area("E07000176")}
    assert of_row(462_500, 342_500, [], ("E05009710",)) == {square(462_500, 342_500), wide_square(462_500, 342_500)}
    for_all = marks(easting=None, northing=None, slots=[], covers=(), reaches=True, everybody=True)
    assert for_all == [EVERYBODY]


@given(st.text(max_size=12))
def test_the_mark_of_an_area_is_a_number_that_postgresql_holds(code: str) -> None:
    assert -(2**31) <= area(code) < EVERYBODY


@given(slots())
def test_parts_of_the_week_are_those_that_are_touched(happens: list[tuple[int, int]]) -> None:
    touched = {part for part in range(WEEK // HOURS) for opens, closes in happens
               if opens < (part + 1) * HOURS and part * HOURS < closes}  # fmt: skip
    assert parts_of_week(happens) == sorted(touched)
