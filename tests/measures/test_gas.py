"""Goal attainment against published numbers, and against the wrong formulas that are in print and in public code."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.measures import gas
from livewell.measures.gas import Rated


def rated(levels, weights=None):
    return [Rated(level, weight) for level, weight in zip(levels, weights or [1] * len(levels), strict=True)]


@pytest.mark.parametrize(
    ("levels", "weights", "expected"),
    [
        ((-2, 0, -1, 2, 0, 1), (3, 5, 1, 4, 2, 6), 55.0),
        ((0, 1, 1), None, 59.12871),
        ((2, 1, 2), None, 72.82177),
        ((2, 2, 2), None, 77.38613),
        ((0, -1, 1), None, 50.0),
        ((0, 1, -1), (6, 2, 3), 48.80986),
    ],
)
def test_published_examples(levels, weights, expected):
    assert gas.t_score(rated(levels, weights)) == pytest.approx(expected, abs=5e-6)


@pytest.mark.parametrize(
    ("goals", "per_point", "lowest", "low", "high", "highest"),
    [
        (1, 10.0000, 30.00, 40.00, 60.00, 70.00),
        (2, 6.2017, 25.19, 37.60, 62.40, 74.81),
        (3, 4.5644, 22.61, 36.31, 63.69, 77.39),
        (4, 3.6274, 20.98, 35.49, 64.51, 79.02),
        (5, 3.0151, 19.85, 34.92, 65.08, 80.15),
        (6, 2.5820, 19.02, 34.51, 65.49, 80.98),
        (7, 2.2588, 18.38, 34.19, 65.81, 81.62),
    ],
)
def test_equal_weights_look_up(goals, per_point, lowest, low, high, highest):
    for level, expected in ((-2, lowest), (-1, low), (1, high), (2, highest)):
        assert gas.t_score(rated([level] * goals)) == pytest.approx(expected, abs=0.005)
    one_up = gas.t_score(rated([1] + [0] * (goals - 1)))
    assert one_up - 50 == pytest.approx(per_point, abs=0.00005)


@pytest.mark.parametrize(
    ("total", "expected"),
    list(
        zip(
            range(-6, 7),
            (22.61, 27.18, 31.74, 36.31, 40.87, 45.44, 50.00, 54.56, 59.13, 63.69, 68.26, 72.82, 77.39),
            strict=True,
        )
    ),
)
def test_three_goals_by_their_sum(total, expected):
    levels = [max(-2, min(2, total - rest)) for rest in (0,)]
    first = levels[0]
    second = max(-2, min(2, total - first))
    third = total - first - second
    assert gas.t_score(rated([first, second, third])) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda s, n: 50 + 10 * s / sqrt(n * (1 - 0.3)),
        lambda s, n: 50 + 10 * s / sqrt(0.7 * n**2 + 0.3 * n * s),
    ],
)
def test_not_the_wrong_formulas_of_public_code(wrong):
    assert gas.t_score(rated([0, 1, 1])) != pytest.approx(wrong(2, 3), abs=0.01)
    assert gas.t_score(rated([2, 1, 2])) != pytest.approx(wrong(5, 3), abs=0.01)


def test_a_goal_without_weight_does_not_count():
    assert gas.t_score(rated([2, -2], [3, 0])) == gas.t_score(rated([2], [3])) == 70


def test_when_no_goal_has_weight_all_count_the_same():
    assert gas.t_score(rated([2, 1, 2], [0, 0, 0])) == gas.t_score(rated([2, 1, 2]))


def test_no_goals_no_score():
    assert gas.t_score([]) is None
    assert gas.shown_t_score([]) is None


@pytest.mark.parametrize("bad", [Rated(3), Rated(-3), Rated(1, -1)])
def test_what_is_no_rating_is_refused(bad):
    with pytest.raises(ValueError):
        gas.t_score([bad])


@pytest.mark.parametrize("rho", [-0.1, 1.1])
def test_what_is_no_correlation_is_refused(rho):
    with pytest.raises(ValueError):
        gas.t_score([Rated(1)], rho)


def test_shown_from_two_goals_up():
    assert gas.shown_t_score([Rated(1)]) is None
    assert gas.shown_t_score([Rated(1, 5), Rated(2, 0)]) is None
    assert gas.shown_t_score([Rated(1), Rated(1)]) == pytest.approx(62.40, abs=0.005)


@pytest.mark.parametrize(("levels", "reached"), [((), 0), ((-1, -2), 0), ((0, 1, 2, -1), 3)])
def test_reached_means_as_hoped_or_more(levels, reached):
    assert gas.reached(rated(levels)) == reached


def test_change_is_over_the_same_goals_with_the_weights_of_the_start():
    before = {"a": Rated(-1, 8), "b": Rated(-2, 4), "only then": Rated(-1, 9)}
    after = {"a": Rated(0, 1), "b": Rated(1, 1), "only now": Rated(2, 9)}
    change = gas.change(before, after)
    assert change.goals == 2
    assert change.before == gas.t_score(rated([-1, -2], [8, 4]))
    assert change.after == gas.t_score(rated([0, 1], [8, 4]))


def test_change_of_one_goal_has_no_t():
    change = gas.change({"a": Rated(-1)}, {"a": Rated(1)})
    assert (change.before, change.after, change.goals) == (None, None, 1)


goals = st.lists(st.tuples(st.integers(-2, 2), st.integers(1, 10)), min_size=1, max_size=8)


@given(goals, st.integers(2, 9))
def test_scaling_all_weights_changes_nothing(pairs, factor):
    plain = gas.t_score([Rated(level, weight) for level, weight in pairs])
    scaled = gas.t_score([Rated(level, weight * factor) for level, weight in pairs])
    assert plain == pytest.approx(scaled)


@given(goals)
def test_turned_around_it_mirrors_at_fifty(pairs):
    one = gas.t_score([Rated(level, weight) for level, weight in pairs])
    other = gas.t_score([Rated(-level, weight) for level, weight in pairs])
    assert one + other == pytest.approx(100)


@given(st.lists(st.integers(-2, 2), min_size=1, max_size=8))
def test_without_correlation_and_weights_it_is_the_plain_sum(levels):
    assert gas.t_score(rated(levels), rho=0) == pytest.approx(50 + 10 * sum(levels) / sqrt(len(levels)))


@given(goals, st.data())
def test_a_goal_that_goes_better_never_lowers_it(pairs, data):
    which = data.draw(st.integers(0, len(pairs) - 1))
    better = [(min(2, level + (number == which)), weight) for number, (level, weight) in enumerate(pairs)]
    assert gas.t_score([Rated(*pair) for pair in better]) >= gas.t_score([Rated(*pair) for pair in pairs])
