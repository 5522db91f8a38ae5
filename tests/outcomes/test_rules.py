from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.journeys.rules import EndReason
from livewell.kit.errors import RuleBroken
from livewell.outcomes import rules
from livewell.outcomes.rules import (
    EXPECTATION_LABELS,
    WHAT_NEXT_LABELS,
    Expectation,
    Section,
    WhatNext,
)

TODAY = date(2026, 11, 20)
E = EndReason
FEW = {E.UNABLE_TO_CONTACT, E.DIED}
TOGETHER = {E.GOALS_MET, E.MOVED_ON}


def test_every_code_has_words():
    assert set(WHAT_NEXT_LABELS) == set(WhatNext)
    assert set(EXPECTATION_LABELS) == set(Expectation)


@pytest.mark.parametrize("reason", list(EndReason))
def test_what_an_ending_asks_for(reason):
    asked, needed = rules.makes_sense(reason), rules.needed(reason)
    assert needed <= asked
    assert (asked == {Section.SUMMARY}) is (reason in FEW)
    assert (Section.GOALS in needed) is (reason in TOGETHER)
    assert (Section.SUMMARY in needed) is (reason not in FEW)


@pytest.mark.parametrize(
    ("reason", "planned"),
    [(E.GOALS_MET, True), (E.MOVED_ON, True), (E.UNABLE_TO_CONTACT, False), (E.DIED, False), (E.MOVED_AWAY, None)],
)
def test_whether_it_was_planned(reason, planned):
    assert rules.planned_by(reason) is planned
    for said in (True, False):
        if planned is None or planned is said:
            rules.check_planned(reason, planned=said)
        else:
            with pytest.raises(RuleBroken, match="planned"):
                rules.check_planned(reason, planned=said)


@given(reason=st.sampled_from(EndReason), answered=st.sets(st.sampled_from(Section)))
def test_an_ending_is_refused_exactly_when_something_it_needs_is_missing(reason, answered):
    if rules.needed(reason) <= answered:
        rules.check_sections(reason, answered)
    else:
        with pytest.raises(RuleBroken, match=r"^Before this ending: "):
            rules.check_sections(reason, answered)


@pytest.mark.parametrize(("days", "fresh"), [(None, False), (0, True), (28, True), (29, False)])
def test_a_score_is_good_for_four_weeks(days, fresh):
    latest = None if days is None else TODAY - timedelta(days=days)
    assert rules.pam_is_fresh(latest, TODAY) is fresh


def test_nobody_is_contacted_about_volunteering_who_did_not_say_so():
    rules.check_volunteering([WhatNext.VOLUNTEER], may_contact=True)
    rules.check_volunteering([WhatNext.VOLUNTEER], may_contact=False)
    rules.check_volunteering([], may_contact=False)
    with pytest.raises(RuleBroken, match="would like to volunteer"):
        rules.check_volunteering([WhatNext.GROUP], may_contact=True)
