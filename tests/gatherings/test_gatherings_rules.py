"""What a meeting's counts may be, what they add up to, and what they warn of; all of it against slow and simple counting."""

from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.gatherings.rules.comments import FEWEST_TO_SHOW, mean_to_show
from livewell.gatherings.rules.figures import Meeting, about, figures, in_order, to_places
from livewell.gatherings.rules.meetings import (
    attendance,
    most_there_can_have_been,
    same_name,
    what_does_not_fit,
)
from livewell.gatherings.rules.signs import new_faces, signs

THURSDAY = date(2018, 1, 11)
PEOPLE = [UUID(int=number) for number in range(1, 13)]


def a_row(*came, new=None, first=THURSDAY):
    """Weekly meetings of so many people, counted by heads."""
    said = new if new is not None else [None] * len(came)
    return [
        Meeting(first + timedelta(weeks=week), heads=(heads,), newcomers=count)
        for week, (heads, count) in enumerate(zip(came, said, strict=True))
    ]


# ── one meeting ──


@pytest.mark.parametrize(
    ("named", "counts", "newcomers", "came", "most"),
    [
        (0, (9, 10), 2, 10, 19),
        (0, (9,), None, 9, 9),
        (7, (), None, 7, 7),
        (7, (None, None), None, 7, 7),
        (12, (9, 10), None, 12, 19),
        (3, (9, None), None, 9, None),
        (0, (1, 1), 2, 2, 2),
        (0, (0,), 0, 0, 0),
    ],
)
def test_how_many_came(named, counts, newcomers, came, most):
    assert attendance(named=named, counts=counts, newcomers=newcomers) == came
    assert most_there_can_have_been(named=named, counts=counts) == most


@pytest.mark.parametrize(
    ("named", "counts", "newcomers", "field"),
    [
        (0, (), None, "counts"),
        (0, (None, None), 3, "counts"),
        (0, (0,), None, None),
        (8, (7,), None, "counts"),
        (8, (4, 4), None, None),
        (8, (4, 3), None, "counts"),
        (8, (4, None), None, None),
        (8, (), 9, "newcomers"),
        (0, (5,), 6, "newcomers"),
        (0, (5, 5), 10, None),
        (8, (), 8, None),
    ],
)
def test_what_cannot_be_is_said(named, counts, newcomers, field):
    wrong = what_does_not_fit(named=named, counts=counts, newcomers=newcomers)
    assert (wrong[0] if wrong else None) == field


# Who was in which part: two parts, and whether somebody's name was taken.
each_person = st.tuples(st.sampled_from([(True, False), (False, True), (True, True)]), st.booleans(), st.booleans())


@given(st.lists(each_person, max_size=12))
def test_whatever_really_happens_fits_and_nobody_is_counted_twice(people):
    """However people move between the parts, honest counts are taken, and come to no more people than there were."""
    counts = (sum(parts[0] for parts, _, _ in people), sum(parts[1] for parts, _, _ in people))
    named = sum(name for _, name, _ in people)
    new = sum(first for _, _, first in people)
    assert what_does_not_fit(named=named, counts=counts, newcomers=new) is None
    came = attendance(named=named, counts=counts, newcomers=new)
    most = most_there_can_have_been(named=named, counts=counts)
    assert came <= len(people) <= most


@pytest.mark.parametrize(
    ("one", "other", "same"), [("Ann", " ann ", True), ("Ann B", "ANN  b", True), ("Ann", "Anne", False)]
)
def test_two_names_are_one_whatever_their_capitals(one, other, same):
    assert same_name(one, other) is same


# ── all meetings ──


@st.composite
def histories(draw):
    """Up to twelve meetings on different days, with a register, heads, or both."""
    days = draw(st.lists(st.integers(0, 200), unique=True, max_size=12))
    meetings = []
    for day in days:
        named = draw(st.frozensets(st.sampled_from(PEOPLE)))
        heads = tuple(draw(st.lists(st.none() | st.integers(0, 30), max_size=3)))
        newcomers = draw(st.none() | st.integers(0, 5))
        meetings.append(
            Meeting(THURSDAY + timedelta(days=day), draw(st.none() | st.integers(0, 1439)), named, heads, newcomers)
        )
    return meetings


@given(histories())
def test_figures_are_what_counting_on_fingers_gives(meetings):
    attendances, people, everybody = 0, [], 0
    for meeting in meetings:
        came = len(meeting.named)
        for heads in meeting.heads:
            if heads is not None and heads > came:
                came = heads
        if meeting.newcomers is not None and meeting.newcomers > came:
            came = meeting.newcomers
        attendances += came
        everybody += came == len(meeting.named)
        for person in meeting.named:
            if person not in people:
                people.append(person)
    found = figures(meetings)
    assert (found.meetings, found.attendances, found.with_everybody) == (len(meetings), attendances, everybody)
    assert found.different == (len(people) or None)
    assert found.new == sum(one.newcomers or 0 for one in meetings)
    if meetings:
        assert found.mean == Fraction(attendances, len(meetings))
        assert abs(Fraction(found.mean_exact) - found.mean) <= Fraction(1, 200)
    else:
        assert (found.mean, found.mean_words, found.mean_exact) == (None, "not known", "")
    if found.different is not None:
        assert found.different <= found.attendances


@given(histories())
def test_the_order_in_which_meetings_are_written_down_changes_nothing(meetings):
    today = THURSDAY + timedelta(days=200)
    assert figures(meetings) == figures(meetings[::-1])
    assert signs(meetings, today=today) == signs(meetings[::-1], today=today)


@given(histories())
def test_new_faces_are_those_nobody_wrote_down_before(meetings):
    ordered = in_order(meetings)
    for place, found in enumerate(new_faces(ordered)):
        meeting, before = ordered[place], ordered[:place]
        if meeting.newcomers is not None:
            assert found == meeting.newcomers
        elif found is not None:
            assert any(one.named for one in before)
            assert found == sum(all(person not in one.named for one in before) for person in meeting.named)


def test_the_published_example():
    came = (4, 5, 5, 6, 4, 5, 6, 6, 5, 7, 6, 5, 6, 6, 5, 7, 6, 7, 10)
    found = figures(a_row(*came))
    assert (found.meetings, found.attendances, found.mean_exact, found.mean_words) == (19, 111, "5.84", "about 6")


@pytest.mark.parametrize(
    ("mean", "words"),
    [
        (Fraction(111, 19), "about 6"),
        (Fraction(6), "6"),
        (Fraction(13, 2), "about 7"),
        (Fraction(11, 2), "about 6"),
        (Fraction(1, 3), "fewer than 1"),
        (Fraction(0), "0"),
        (Fraction(4, 3), "about 1"),
    ],
)
def test_a_mean_is_said_as_people_say_it(mean, words):
    assert about(mean) == words


@pytest.mark.parametrize(
    ("number", "places", "text"), [(Fraction(1, 8), 2, "0.13"), (Fraction(2, 3), 1, "0.7"), (Fraction(5), 2, "5.00")]
)
def test_halves_go_up(number, places, text):
    assert to_places(number, places) == text


@pytest.mark.parametrize(
    ("meetings", "words"),
    [
        ([], "Not known yet"),
        (a_row(5, 6), "Not known: heads were counted, not names"),
        ([Meeting(THURSDAY, named=frozenset(PEOPLE[:1]))], "1 different person, from the register"),
        ([Meeting(THURSDAY, named=frozenset(PEOPLE[:4]))], "4 different people, from the register"),
        (
            [Meeting(THURSDAY, named=frozenset(PEOPLE[:4])), *a_row(5, first=date(2018, 2, 1))],
            "At least 4 different people: the register has everybody in 1 of 2 meetings",
        ),
        (
            [Meeting(THURSDAY, named=frozenset(PEOPLE[:4]), heads=(6,))],
            "At least 4 different people: the register has everybody in 0 of 1 meetings",
        ),
    ],
)
def test_different_people_are_said_as_honestly_as_they_are_known(meetings, words):
    assert figures(meetings).different_words == words


# ── signs ──


@pytest.mark.parametrize(
    ("came", "said"),
    [
        ((8, 8, 8, 8, 4, 4, 4, 4), "4 each time at the last 4 meetings; 8 at the 4 before."),
        ((9, 8, 9, 8, 5, 4, 4, 4), "About 4 each time at the last 4 meetings; about 9 at the 4 before."),
        ((8, 8, 8, 8, 6, 6, 6, 6), "6 each time at the last 4 meetings; 8 at the 4 before."),
        ((8, 8, 8, 8, 7, 6, 6, 6), None),
        ((2, 2, 2, 2, 1, 1, 1, 2), None),
        ((4, 4, 4, 4, 8, 8, 8, 8), None),
        ((8, 8, 8, 4, 4, 4, 4), None),
        ((), None),
    ],
)
def test_a_group_that_shrinks_is_noticed(came, said):
    found = [one.words for one in signs(a_row(*came), today=THURSDAY) if one.title == "Fewer people come"]
    assert found == ([said] if said else [])


@pytest.mark.parametrize(
    ("new", "noticed"),
    [
        ([3, 0, 0, 0, 0, 0, 0, 0, 0, 0], True),
        ([3, 0, 0, 0, 0, 0, 0, 0, 0, 1], False),
        ([3, 0, 0, 0, 0, 0, 0, 0, None, 0], False),
        ([None] * 10, False),
        ([0, 0, 0, 0], False),
    ],
)
def test_a_group_that_nobody_new_joins_is_noticed(new, noticed):
    meetings = a_row(*[5] * len(new), new=new)
    found = signs(meetings, today=meetings[-1].on)
    assert ("Nobody new comes" in [one.title for one in found]) is noticed


def test_a_register_says_by_itself_that_nobody_new_comes():
    same = [Meeting(THURSDAY + timedelta(weeks=week), named=frozenset(PEOPLE[:5])) for week in range(10)]
    assert [one.title for one in signs(same, today=same[-1].on)] == ["Nobody new comes"]
    joined = [*same[:-1], Meeting(same[-1].on, named=frozenset(PEOPLE[:6]))]
    assert signs(joined, today=same[-1].on) == ()


def test_meetings_that_nobody_wrote_down_lately_say_nothing_of_new_faces():
    meetings = a_row(*[5] * 10, new=[0] * 10)
    assert signs(meetings, today=meetings[-1].on + timedelta(weeks=7)) == ()


# ── stars ──


@given(st.lists(st.integers(1, 5), max_size=12))
def test_a_mean_of_fewer_than_five_is_never_shown(stars):
    mean = mean_to_show(stars)
    assert (mean is None) == (len(stars) < FEWEST_TO_SHOW)
    if mean is not None:
        assert 1 <= mean <= 5
        assert mean * len(stars) == sum(stars)
