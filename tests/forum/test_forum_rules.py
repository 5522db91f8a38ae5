"""What the forum's rules say: moves, days of meetings, figures that find nobody, overdue actions."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.forum import rules
from livewell.forum.rules import agenda, meetings
from livewell.kit.dates import in_london
from livewell.kit.errors import RuleBroken
from tests.house.test_docs import DOCS, rows_of

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("moves", "labels"),
    [
        (rules.MEMBER_MOVES, rules.MEMBER_LABELS),
        (agenda.ITEM_MOVES, agenda.ITEM_LABELS),
        (agenda.ACTION_MOVES, agenda.ACTION_LABELS),
        (meetings.MEETING_MOVES, meetings.MEETING_LABELS),
    ],
)
def test_every_state_has_its_moves_its_words_and_its_colour(moves, labels):
    assert set(moves) == set(labels) == set(type(next(iter(moves))))
    assert len({words for words, _ in labels.values()}) == len(labels)


def test_no_move_is_possible_that_is_not_named():
    for check, moves in (
        (rules.check_member_move, rules.MEMBER_MOVES),
        (agenda.check_item_move, agenda.ITEM_MOVES),
        (agenda.check_action_move, agenda.ACTION_MOVES),
        (meetings.check_meeting_move, meetings.MEETING_MOVES),
    ):
        for now, allowed in moves.items():
            for to in moves:
                if to in allowed:
                    check(now, to)
                else:
                    with pytest.raises(RuleBroken):
                        check(now, to)


@pytest.mark.parametrize(
    ("heading", "moves", "labels"),
    [
        ("A member of the forum", rules.MEMBER_MOVES, rules.MEMBER_LABELS),
        ("A meeting of the forum", meetings.MEETING_MOVES, meetings.MEETING_LABELS),
        ("An item of the forum's agenda", agenda.ITEM_MOVES, agenda.ITEM_LABELS),
        ("An action of the forum", agenda.ACTION_MOVES, agenda.ACTION_LABELS),
    ],
)
def test_the_pathway_page_has_every_state_its_words_and_its_moves(heading, moves, labels):
    section = (DOCS / "pathway.md").read_text().split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    said = {}
    for state, words, to in rows_of(section):
        said[state.strip("`")] = (words, set(re.findall(r"`(\w+)`", to)))
    assert said == {state.value: (labels[state][0], {one.value for one in moves[state]}) for state in moves}


# ── the next meeting ──


@given(
    st.integers(0, 1500 * 24).map(lambda hours: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hours)),
    st.integers(1, 13),
    st.integers(0, 200),
)
def test_the_next_meeting_is_on_the_same_weekday_at_the_same_time_and_still_to_come(last, weeks, days):
    now = last + timedelta(days=days)
    found = meetings.next_start(last, weeks=weeks, now=now)
    assert found is not None
    assert found > now
    before, after = in_london(last), in_london(found)
    assert before.weekday() == after.weekday()
    # An hour that does not exist on the day the clocks go forward is an hour later on the wall.
    assert abs((datetime.combine(TODAY, after.time()) - datetime.combine(TODAY, before.time())).total_seconds()) in {
        0,
        3600,
    }
    assert (after.date() - before.date()).days % (7 * weeks) == 0


def test_six_in_the_evening_stays_six_when_the_clocks_change():
    found = meetings.next_start(datetime(2026, 10, 13, 17, tzinfo=UTC), weeks=2, now=datetime(2026, 10, 14, tzinfo=UTC))
    assert found == datetime(2026, 10, 27, 18, tzinfo=UTC)
    assert meetings.next_start(None, weeks=2, now=found) is None


def test_minutes_begin_on_the_london_day_of_the_meeting():
    late = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # half past midnight on 2 June in London
    assert not meetings.may_be_held(late, date(2026, 6, 1))
    assert meetings.may_be_held(late, date(2026, 6, 2))


# ── figures ──

LABELS = {"a": "A", "b": "B", "c": "C"}


@given(st.fixed_dictionaries({code: st.integers(0, 30) for code in LABELS}), st.integers(0, 30))
def test_a_composition_says_no_small_number_and_gives_none_away(counts, silent):
    whole = sum(counts.values()) + silent
    shown = rules.composition(counts, LABELS, whole=whole)
    said = [count for _, count in shown if count is not None]
    assert not [count for count in said if 0 < count < rules.SMALLEST_SHOWN]
    hidden = len(shown) - len(said)
    if hidden == 1:
        # Only where nobody else is: what is missing then is everybody.
        assert sum(said) == 0
    if whole < rules.SMALLEST_SHOWN:
        assert not said


@given(st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(0, 12), st.integers(1, 900)), min_size=1))
def test_time_that_few_people_gave_is_not_said(lines):
    shown = rules.amounts(lines)
    for name, (people, amount) in lines.items():
        if 0 < people < rules.SMALLEST_SHOWN:
            assert shown[name] is None
        elif shown[name] is not None:
            assert shown[name] == amount


def test_several_answers_are_counted_without_a_whole():
    assert rules.counted({"a": 4, "b": 5}, LABELS) == [("A", None), ("B", 5), ("C", 0)]


def test_a_meeting_is_shown_once_five_have_said_how_it_was():
    one = meetings.Pulse(5, 4, 3, "transformative", "Good tea")
    assert meetings.pulse_figures([one] * 4, smallest=5) is None
    found = meetings.pulse_figures([one] * 4 + [meetings.Pulse(1, 4, 3, "descriptive")], smallest=5)
    assert found is not None
    assert [mean for _, mean in found.means] == [4.2, 4.0, 3.0]
    assert dict(found.levels)[meetings.LEVEL_LABELS[meetings.Level.TRANSFORMATIVE]] == 4
    assert found.words == ("Good tea",) * 4


@pytest.mark.parametrize(
    ("state", "due", "label"),
    [
        (agenda.ActionState.OPEN, TODAY, "To do"),
        (agenda.ActionState.OPEN, TODAY - timedelta(days=1), "Overdue"),
        (agenda.ActionState.DONE, TODAY - timedelta(days=1), "Done"),
        (agenda.ActionState.DROPPED, TODAY - timedelta(days=1), "Let go"),
    ],
)
def test_an_action_is_overdue_the_day_after_its_day(state, due, label):
    assert agenda.action_label(state, due, TODAY)[0] == label


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 minutes"), (1, "1 minute"), (60, "1 hour"), (150, "2 hours 30 minutes")]
)
def test_time_in_words(minutes, said):
    assert meetings.say_minutes(minutes) == said


@pytest.mark.parametrize(("pence", "said"), [(0, "£0"), (1250, "£12.50"), (100_000, "£1,000"), (105, "£1.05")])
def test_money_in_words(pence, said):
    assert meetings.say_pence(pence) == said
