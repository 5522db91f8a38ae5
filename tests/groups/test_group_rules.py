"""The rules of a group's life: which stage follows, what it needs to stand by itself, and which signs it gives."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.groups import rules
from livewell.groups.rules import DO_LABELS, LABELS, MOVES, STEP_HINTS, STEP_LABELS, Stage, Step
from livewell.groups.rules.lasting import (
    Given,
    Leads,
    Week,
    falling_words,
    lacks_independence,
    minutes_before,
    monday_of,
    say_minutes,
    weeks_of,
)
from livewell.groups.rules.programme import check_entry
from livewell.groups.rules.watching import ALERT_LABELS, Alert, Came, Watched, watch
from livewell.kit.errors import RuleBroken

DAY = date(2026, 6, 1)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
GIVEN = st.lists(st.builds(Given, DAYS, st.integers(1, 600)), max_size=40)


def test_everything_has_its_words():
    assert set(MOVES) == set(LABELS) == set(Stage)
    assert set(DO_LABELS) == set(Stage) - {Stage.IDEA}
    assert set(STEP_LABELS) == set(STEP_HINTS) == set(Step)
    assert set(ALERT_LABELS) == set(Alert)


@pytest.mark.parametrize("now", list(Stage))
@pytest.mark.parametrize("to", list(Stage))
def test_which_stage_follows(now, to):
    if to in MOVES[now]:
        rules.check_move(now, to)
    else:
        with pytest.raises(RuleBroken, match="does not go to"):
            rules.check_move(now, to)


@pytest.mark.parametrize(
    ("now", "to", "needed"),
    [
        (Stage.IDEA, Stage.FORMING, False),
        (Stage.SUPPORTED, Stage.INDEPENDENT, False),
        (Stage.INDEPENDENT, Stage.SUPPORTED, True),
        (Stage.SUPPORTED, Stage.PAUSED, True),
        (Stage.FORMING, Stage.CLOSED, True),
        (Stage.CLOSED, Stage.FORMING, True),
        (Stage.PAUSED, Stage.SUPPORTED, True),
    ],
)
def test_when_somebody_says_why(now, to, needed):
    assert rules.needs_why(now, to) is needed
    if needed:
        with pytest.raises(RuleBroken, match="Say why"):
            rules.check_why(now, to, " ")
    rules.check_why(now, to, "" if not needed else "As agreed.")


def test_only_the_way_by_itself_leads_through_support():
    """Nobody comes to run by itself but from running with support."""
    assert [now for now in Stage if Stage.INDEPENDENT in MOVES[now]] == [Stage.SUPPORTED]


@pytest.mark.parametrize(
    ("done", "following"),
    [(set(), Step.IDEA), ({Step.IDEA}, Step.PEOPLE), ({Step.IDEA, Step.PLACE}, Step.PEOPLE), (set(Step), None)],
)
def test_what_is_next(done, following):
    assert rules.next_step(frozenset(done)) is following


@pytest.mark.parametrize(
    ("days_before", "counts"), [(0, True), (1, True), (27, True), (28, False), (29, False), (-1, False)]
)
def test_four_weeks_are_twenty_eight_days(days_before, counts):
    minutes = minutes_before([Given(DAY - timedelta(days=days_before), 30)], DAY)
    assert minutes == (30 if counts else 0)


@pytest.mark.parametrize(
    ("leads", "given_on", "lacks"),
    [
        ([], None, 1),
        ([Leads(DAY)], None, 0),
        ([Leads(DAY + timedelta(days=1))], None, 1),
        ([Leads(date(2026, 1, 1), DAY)], None, 1),
        ([Leads(date(2026, 1, 1), DAY), Leads(DAY)], None, 0),
        ([Leads(DAY)], DAY - timedelta(days=27), 1),
        ([Leads(DAY)], DAY - timedelta(days=28), 0),
        ([], DAY, 2),
    ],
)
def test_what_it_lacks_to_stand_by_itself(leads, given_on, lacks):
    given_time = [Given(given_on, 60)] if given_on else []
    assert len(lacks_independence(leads, given_time, DAY)) == lacks


@given(GIVEN, DAYS, DAYS)
def test_no_minute_is_lost_in_the_weeks(given_time, first, last):
    weeks = weeks_of(given_time, first=first, last=max(first, last))
    assert sum(week.minutes for week in weeks) == sum(one.minutes for one in given_time)
    assert all(week.monday.weekday() == 0 for week in weeks)
    assert all(after.monday - before.monday == timedelta(weeks=1) for before, after in pairwise(weeks))
    assert weeks[0].monday <= monday_of(first)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (150, "2 hours 30 minutes"),
    ],
)
def test_minutes_as_people_say_them(minutes, said):
    assert say_minutes(minutes) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        ([60] * 7, ""),
        (
            [120] * 4 + [0] * 4,
            "2 hours a week in the first 4 weeks, nothing in the last 4: less than at the beginning.",
        ),
        ([60] * 8, "1 hour a week in the first 4 weeks, and the same in the last 4."),
        (
            [0] * 4 + [30] * 4,
            "Nothing in the first 4 weeks, 30 minutes a week in the last 4: more than at the beginning.",
        ),
    ],
)
def test_how_the_time_fell(minutes, said):
    weeks = [Week(DAY + timedelta(weeks=number), one) for number, one in enumerate(minutes)]
    assert falling_words(weeks) == said


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Say what happens"),
        ({"ends": 600}, "ends after it starts"),
        ({"ends": 1441}, "on the same day"),
        ({"on": DAY - timedelta(days=1)}, "is over"),
        ({"on": DAY + timedelta(days=800)}, "too far away"),
    ],
)
def test_what_no_programme_can_hold(changes, sentence):
    usual = {"title": "Tea", "on": DAY, "starts": 600, "ends": 660, "today": DAY}
    check_entry(**usual)
    with pytest.raises(RuleBroken, match=sentence):
        check_entry(**(usual | changes))


# ── signs ──


def watched(counts=(), *, new=1, last=DAY, leads=(), settled=None, review_on=None, runs_since=None):
    """Weekly meetings, the last of them on `last`."""
    first = last - timedelta(weeks=len(counts) - 1) if counts else last
    meetings = [Came(first + timedelta(weeks=number), count, new) for number, count in enumerate(counts)]
    return Watched(meetings, leads, runs_since or first, review_on, settled or {})


def kinds(group, today=DAY):
    return {one.kind for one in watch(group, today=today)}


@pytest.mark.parametrize(
    ("counts", "falls"),
    [
        ((6, 6, 6, 6, 4, 4, 4, 4), False),
        ((6, 6, 6, 6, 4, 4, 4, 3), True),
        ((6, 6, 6, 3, 3, 3, 3), False),
        ((9, 9, 6, 6, 6, 6, 3, 3, 3, 3), True),
        ((0, 0, 0, 0, 0, 0, 0, 0), False),
        ((3, 3, 3, 3, 6, 6, 6, 6), False),
    ],
)
def test_fewer_come(counts, falls):
    assert (Alert.FALLING in kinds(watched(counts))) is falls


@given(st.lists(st.integers(0, 50), min_size=8, max_size=20))
def test_fewer_come_is_under_two_thirds(counts):
    falls = Alert.FALLING in kinds(watched(tuple(counts)))
    assert falls == (3 * sum(counts[-4:]) < 2 * sum(counts[-8:-4]))


@pytest.mark.parametrize(
    ("meetings", "new", "says"), [(8, 0, True), (7, 0, False), (8, 1, False), (8, None, False), (20, 0, True)]
)
def test_nobody_new(meetings, new, says):
    assert (Alert.NO_NEW in kinds(watched((5,) * meetings, new=new))) is says


@pytest.mark.parametrize(("days", "says"), [(34, False), (35, True), (100, True)])
def test_it_has_not_met(days, says):
    assert (Alert.NOT_MET in kinds(watched((5,), last=DAY - timedelta(days=days)))) is says
    never = Watched((), (), DAY - timedelta(days=days), None, {})
    assert (Alert.NOT_MET in kinds(never)) is says


def test_its_lead_has_left():
    left = Leads(date(2026, 1, 1), DAY - timedelta(days=1))
    assert Alert.LEAD_LEFT in kinds(watched((5,), leads=(left,)))
    assert Alert.LEAD_LEFT not in kinds(watched((5,)))
    assert Alert.LEAD_LEFT not in kinds(watched((5,), leads=(left, Leads(DAY))))


@pytest.mark.parametrize(("days", "says"), [(-1, True), (0, True), (1, False)])
def test_a_review_is_due(days, says):
    assert (Alert.REVIEW_DUE in kinds(watched((5,), review_on=DAY + timedelta(days=days)))) is says


def test_what_was_settled_waits_for_something_new():
    falls = (6, 6, 6, 6, 1, 1, 1, 1)
    left = (Leads(date(2026, 1, 1), DAY - timedelta(days=1)),)
    everything = dict.fromkeys(Alert, DAY)
    quiet = watched(falls, new=0, leads=left, review_on=DAY, settled=everything)
    assert kinds(quiet) == set()
    # Five more weeks in which nothing is different: it has not met, and it says no more than that.
    assert kinds(quiet, DAY + timedelta(weeks=5)) == {Alert.NOT_MET}
    # Eight more meetings at which fewer still come, and nobody new.
    more = watched((*falls, 4, 4, 4, 4, 1, 1, 1, 1), new=0, last=DAY + timedelta(weeks=8), settled=everything)
    assert kinds(more, DAY + timedelta(weeks=8)) == {Alert.FALLING, Alert.NO_NEW}
