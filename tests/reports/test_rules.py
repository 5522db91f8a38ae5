"""Small numbers stay hidden, also from somebody who adds and subtracts and knows the rules."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livewell.reports import rules
from livewell.reports.rules import BeforeAfter, Protected, protect, rounded


def table(lines: list[list[int]]) -> tuple[Protected, list[list[int]]]:
    rows = [f"r{i}" for i in range(len(lines))]
    columns = [f"c{j}" for j in range(len(lines[0]))]
    counts = {(row, column): lines[i][j] for i, row in enumerate(rows) for j, column in enumerate(columns)}
    whole = [[*line, sum(line)] for line in lines]
    whole.append([sum(column) for column in zip(*whole, strict=True)])
    return protect(counts, rows, columns), whole


def a_table(most: int, height: int = 5, width: int = 5):
    return st.tuples(st.integers(1, height), st.integers(1, width)).flatmap(
        lambda shape: st.lists(
            st.lists(st.one_of(st.integers(0, 9), st.integers(0, most)), min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        )
    )


@given(a_table(400))
def test_no_small_number_is_shown_and_all_others_are_rounded(lines):
    shown, whole = table(lines)
    for i, line in enumerate(whole):
        for j, count in enumerate(line):
            cell = shown.cells[i][j]
            if 0 < count < 8:
                assert cell is None
            if cell is not None:
                assert cell == rounded(count)
                assert cell % 5 == 0
                assert abs(cell - count) <= 2


@given(a_table(400))
def test_nothing_is_hidden_where_nothing_is_small(lines):
    shown, whole = table(lines)
    if not any(0 < count < 8 for line in whole for count in line):
        assert all(cell is not None for line in shown.cells for cell in line)


def rank(matrix: list[list[Fraction]]) -> int:
    matrix, done = [list(line) for line in matrix], 0
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((i for i in range(done, len(matrix)) if matrix[i][column]), None)
        if pivot is None:
            continue
        matrix[done], matrix[pivot] = matrix[pivot], matrix[done]
        for i in range(len(matrix)):
            if i != done and matrix[i][column]:
                factor = matrix[i][column] / matrix[done][column]
                matrix[i] = [a - factor * b for a, b in zip(matrix[i], matrix[done], strict=True)]
        done += 1
    return done


@settings(max_examples=200)
@given(a_table(60, 4, 4))
def test_no_hidden_number_follows_from_exact_sums(lines):
    """A stronger attacker than there is: all that is shown is known exactly. No small number may be solved for."""
    shown, whole = table(lines)
    height, width = len(whole), len(whole[0])
    unknown = [(i, j) for i in range(height) for j in range(width) if shown.cells[i][j] is None]
    place = {cell: n for n, cell in enumerate(unknown)}
    equations = []
    for line in [[(i, j) for j in range(width)] for i in range(height)] + [
        [(i, j) for i in range(height)] for j in range(width)
    ]:
        equation = [Fraction(0)] * len(unknown)
        for cell in line:
            if cell in place:
                equation[place[cell]] = Fraction(-1 if cell == line[-1] else 1)
        equations.append(equation)
    for cell in unknown:
        if 0 < whole[cell[0]][cell[1]] < 8:
            alone = [Fraction(int(n == place[cell])) for n in range(len(unknown))]
            assert rank([*equations, alone]) > rank(equations), f"{cell} can be solved for"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), min_size=2, max_size=2), min_size=1, max_size=2))
def test_every_hidden_number_could_have_been_another(lines):
    """Every table that would have been shown in the same way, found by trying them all."""
    shown, _whole = table(lines)
    height, width = len(lines), len(lines[0])
    small = [(i, j) for i in range(height) for j in range(width) if 0 < lines[i][j] < 8]
    if not small:
        return
    could_be: dict[tuple[int, int], set[int]] = {cell: set() for cell in small}
    choices = [
        range(1, 8)
        if (i, j) in small
        else range(16)
        if shown.cells[i][j] is None
        else [n for n in range(shown.cells[i][j] - 2, shown.cells[i][j] + 3) if n == 0 or n >= 8]
        if shown.cells[i][j]
        else [0]
        for i in range(height)
        for j in range(width)
    ]
    for guess in product(*choices):
        other = [list(guess[i * width : (i + 1) * width]) for i in range(height)]
        full = [[*line, sum(line)] for line in other]
        full.append([sum(column) for column in zip(*full, strict=True)])
        margins = [(i, width) for i in range(height + 1)] + [(height, j) for j in range(width)]
        if all(
            shown.cells[i][j] is None or (rounded(full[i][j]) == shown.cells[i][j] and not 0 < full[i][j] < 8)
            for i, j in margins
        ):
            for cell in small:
                could_be[cell].add(other[cell[0]][cell[1]])
    for cell, values in could_be.items():
        assert lines[cell[0]][cell[1]] in values
        assert len(values) >= 2, f"{cell} must be {values}"


@pytest.mark.parametrize(
    "lines",
    [
        [[7, 7, 7, 7]],
        [[1] * 12],
        [[3, 100]],
        [[3, 100], [100, 100]],
        [[3, 0], [0, 0]],
        [[0, 0], [0, 0]],
        [[1483, 3], [1, 200]],
        [[5]],
    ],
)
def test_awkward_tables(lines):
    shown, whole = table(lines)
    for i, line in enumerate(whole):
        for j, count in enumerate(line):
            if 0 < count < 8:
                assert shown.cells[i][j] is None
    hidden = {(i, j) for i, line in enumerate(shown.cells) for j, cell in enumerate(line) if cell is None}
    spans = rules._spans(whole, {cell for cell in hidden if 0 < whole[cell[0]][cell[1]] < 8}, hidden)
    for (i, j), (low, high) in spans.items():
        if 0 < whole[i][j] < 8:
            assert low <= whole[i][j] <= high
            assert high - low >= rules.NARROWEST


def test_a_plain_example():
    shown, _ = table([[3, 41], [52, 38]])
    assert shown.cell("r0", "c0") is None
    assert shown.cell("r1", "All") in {90, None}
    assert sum(cell is None for line in shown.cells for cell in line) >= 4


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (1483, 1485)])
def test_one_number_alone(count, shown):
    assert rules.protect_one(count) == shown


@given(st.integers(0, 10**6))
def test_rounding(count):
    assert rounded(count) % 5 == 0
    assert abs(rounded(count) - count) <= 2


def test_before_and_after_of_few_people_is_not_shown():
    assert rules.before_after(7, 50.0, 60.0) == BeforeAfter(None, None, None)
    assert rules.before_after(0, None, None) == BeforeAfter(0, None, None)
    shown = rules.before_after(41, 50.04, 57.26)
    assert (shown.people, shown.first, shown.last, shown.change) == (40, 50.0, 57.3, 7.3)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_an_evaluators_periods_never_overlap_and_are_over(today):
    everything, *quarters = rules.evaluator_periods(today)
    assert (everything.first, everything.until) == (None, None)
    assert len(quarters) == 8
    for later, earlier in pairwise(quarters):
        assert earlier.until == later.first
    assert quarters[0].until <= today
    assert all(one.first.day == 1 and 89 <= (one.until - one.first).days <= 92 for one in quarters)
    assert len({one.code for one in quarters}) == 8


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_a_managers_periods_reach_today(today):
    for one in rules.manager_periods(today):
        assert one.until is None
        assert one.first is None or one.first < today - timedelta(days=29)
    assert rules.period("nonsense", rules.manager_periods(today)).code == "year"
    assert rules.period("month", rules.manager_periods(today)).code == "month"


def test_every_stage_has_its_words_and_its_meaning():
    assert set(rules.STAGE_LABELS) == set(rules.STAGE_MEANINGS) == set(rules.Stage)
