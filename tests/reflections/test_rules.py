"""Ten themes, whom one may show them, and how they are set side by side."""

from datetime import date, timedelta
from itertools import product
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livewell.kit.errors import RuleBroken
from livewell.reflections import rules
from livewell.reflections.rules import THEMES, Answer, Colleague
from livewell.staff.rules import Role

TODAY = date(2026, 11, 22)


def test_ten_themes_each_asked_of_oneself():
    assert len(THEMES) == 10
    for label, question in THEMES.values():
        assert label
        assert question.endswith("?")
        assert " I " in question or " we " in question or "they" in question
    assert len({question for _, question in THEMES.values()}) == 10


@pytest.mark.parametrize(("writer", "reader", "same_area"), list(product(Role, Role, (True, False))))
def test_who_may_be_shown_one(writer, reader, same_area):
    here, there = uuid4(), uuid4()
    shown = rules.supervises(Colleague(uuid4(), reader, here), Colleague(uuid4(), writer, here if same_area else there))
    wanted = (writer, reader, same_area) in {
        (Role.LINK_WORKER, Role.HEALTH_COACH, True),
        (Role.HEALTH_COACH, Role.MANAGER, True),
        (Role.HEALTH_COACH, Role.MANAGER, False),
    }
    assert shown is wanted


def test_nobody_supervises_themself_and_no_area_is_no_area():
    one = uuid4()
    assert not rules.supervises(Colleague(one, Role.MANAGER, None), Colleague(one, Role.HEALTH_COACH, None))
    assert not rules.supervises(Colleague(uuid4(), Role.HEALTH_COACH, None), Colleague(uuid4(), Role.LINK_WORKER, None))


@pytest.mark.parametrize(
    ("themes", "words", "fits"),
    [
        ({}, "", False),
        ({}, "  ", False),
        ({}, "A good hour.", True),
        ({"hope": Answer.YES}, "", True),
        ({"speed": Answer.YES}, "x", False),
    ],
)
def test_what_can_be_kept(themes, words, fits):
    if fits:
        rules.check_reflection(themes, words)
        return
    with pytest.raises(RuleBroken):
        rules.check_reflection(themes, words)


@pytest.mark.parametrize(
    ("days_ago", "before", "lately"),
    [
        (0, (0, 0), (1, 1)),
        (90, (0, 0), (1, 1)),
        (91, (1, 1), (0, 0)),
        (181, (1, 1), (0, 0)),
        (182, (0, 0), (0, 0)),
        (-1, (0, 0), (0, 0)),
    ],
)
def test_three_months_stand_beside_the_three_before(days_ago, before, lately):
    (hope,) = [
        one
        for one in rules.trends([(TODAY - timedelta(days_ago), {"hope": Answer.PARTLY})], TODAY)
        if one.theme == "hope"
    ]
    assert ((hope.before, hope.before_of), (hope.lately, hope.lately_of)) == (before, lately)


def test_what_did_not_come_up_counts_for_nothing():
    kept = [(TODAY, {"hope": answer}) for answer in Answer]
    (hope,) = [one for one in rules.trends(kept, TODAY) if one.theme == "hope"]
    assert (hope.lately, hope.lately_of, hope.lately_words, hope.before_words) == (2, 3, "2 of 3", "–")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dates(date(2026, 1, 1), TODAY), st.dictionaries(st.sampled_from(list(THEMES)), st.sampled_from(Answer))
        )
    )
)
def test_no_part_is_more_than_its_whole(kept):
    found = rules.trends(kept, TODAY)
    assert [one.theme for one in found] == list(THEMES)
    for one in found:
        assert 0 <= one.before <= one.before_of
        assert 0 <= one.lately <= one.lately_of
        assert one.before_of + one.lately_of <= len(kept)
