"""The rules of ideas, votes, the charter and approvals: tables of cases, and what is always true."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.challenges.rules import approvals, charter, ideas, votes
from livewell.challenges.rules.approvals import PutState
from livewell.challenges.rules.charter import CharterState
from livewell.challenges.rules.ideas import Evidence, IdeaState
from livewell.challenges.rules.votes import How, Phase, Turnout
from livewell.kit.errors import RuleBroken
from livewell.steering.rules import plan, teams

D, V, T, A, E = IdeaState
PATHWAY = Path(__file__).parents[2] / "docs/pathway.md"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moves", "labels", "states"),
    [
        (ideas.MOVES, ideas.LABELS, IdeaState),
        (charter.MOVES, charter.LABELS, CharterState),
        (approvals.MOVES, approvals.LABELS, PutState),
    ],
)
def test_every_state_has_its_moves_and_words(moves, labels, states):
    assert set(moves) == set(labels) == set(states)


@pytest.mark.parametrize(
    ("heading", "moves", "labels"),
    [
        ("A challenge of the forum", ideas.MOVES, ideas.LABELS),
        ("What the forum stands for", charter.MOVES, charter.LABELS),
        ("What the forum is asked to approve", approvals.MOVES, approvals.LABELS),
        ("A milestone of the project", plan.MILESTONE_MOVES, plan.MILESTONE_LABELS),
        ("A risk to the project", plan.RISK_MOVES, plan.RISK_LABELS),
        ("A team's plan", teams.PLAN_MOVES, teams.PLAN_LABELS),
        ("A priority of a team's plan", teams.PRIORITY_MOVES, teams.PRIORITY_LABELS),
    ],
)
def test_the_pathway_page_says_what_is_true(heading, moves, labels):
    section = PATHWAY.read_text().split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:3] == "| `"
    ]
    said = {state.strip("`"): (words, set(re.findall(r"`(\w+)`", to))) for state, words, to in cells}
    assert said == {one.value: (labels[one][0], {to.value for to in moves[one]}) for one in moves}


def test_the_states_of_an_idea_are_exactly_these():
    assert [one.value for one in IdeaState] == ["discussed", "developed", "testing", "amended", "evaluated"]
    assert set(ideas.MOVE_WORDS) == set(IdeaState)


@pytest.mark.parametrize(
    ("now", "to", "chosen", "words", "refused"),
    [
        (D, V, False, "We spoke.", None),
        (D, T, True, "x", "not its next step"),
        (V, T, False, "x", "Choose first"),
        (V, T, True, "x", None),
        (V, D, False, "x", None),
        (T, A, True, "It rained.", None),
        (A, T, True, "With umbrellas.", None),
        (A, E, True, "x", "not its next step"),
        (T, E, True, " ", "few words"),
        (T, E, True, "It works.", None),
        (E, T, True, "x", "not its next step"),
    ],
)
def test_an_idea_moves_step_by_step(now, to, chosen, words, refused):
    if refused is None:
        ideas.check_step(now, to, chosen=chosen, words=words)
    else:
        with pytest.raises(RuleBroken, match=refused):
            ideas.check_step(now, to, chosen=chosen, words=words)


def test_a_closed_challenge_goes_nowhere():
    assert ideas.next_states(T, closed=True) == ()
    assert ideas.next_states(T, closed=False) == (A, E)


@pytest.mark.parametrize(
    ("given_kinds", "said"),
    [
        (set(), "There is no evidence yet."),
        ({Evidence.EXPERIENCE}, "Do not rely on one kind. Still missing: what research found, "),
        (
            {Evidence.RESEARCH, Evidence.PRACTICE, Evidence.LOCAL_DATA},
            "Not yet whole. Still missing: what people here live through.",
        ),
        (set(Evidence), ""),
    ],
)
def test_what_evidence_is_missing_is_said(given_kinds, said):
    found = ideas.balance(given_kinds)
    assert found.startswith(said)
    assert bool(found) == bool(said)


@given(st.sets(st.sampled_from(Evidence)))
def test_missing_and_given_are_the_four(kinds):
    assert set(ideas.missing_kinds(kinds)) | kinds == set(Evidence)
    assert not set(ideas.missing_kinds(kinds)) & kinds


@pytest.mark.parametrize(
    ("opens", "closes", "closed", "found"),
    [
        (1, 2, None, Phase.WAITING),
        (0, 1, None, Phase.OPEN),
        (-1, 1, None, Phase.OPEN),
        (-2, 0, None, Phase.COUNTING),
        (-2, -1, None, Phase.COUNTING),
        (-2, 1, 0, Phase.CLOSED),
    ],
)
def test_the_phase_of_a_vote(opens, closes, closed, found):
    at = [None if one is None else NOW + timedelta(hours=one) for one in (opens, closes, closed)]
    assert votes.phase(opens_at=at[0], closes_at=at[1], closed_at=at[2], now=NOW) is found


@pytest.mark.parametrize(
    ("words", "most", "refused"),
    [
        (["Yes", "No"], 1, None),
        (["Yes"], 1, "2 to 10"),
        ([str(one) for one in range(11)], 1, "2 to 10"),
        (["Yes", "yes"], 1, "the same"),
        (["Yes", "No"], 2, "fewer than there are"),
        (["A", "B", "C"], 2, None),
        (["A", "B", "C"], 0, "at least one"),
    ],
)
def test_what_may_be_asked(words, most, refused):
    if refused is None:
        votes.check_options(words, most)
    else:
        with pytest.raises(RuleBroken, match=refused):
            votes.check_options(words, most)


def test_what_may_be_chosen():
    one, two, three = uuid4(), uuid4(), uuid4()
    votes.check_choices([one], [one, two], 1)
    votes.check_choices([one, two], [one, two, three], 2)
    for chosen, most in (([], 1), ([uuid4()], 1), ([one, two], 1), ([one, one], 2)):
        with pytest.raises(RuleBroken):
            votes.check_choices(chosen, [one, two, three], most)


@given(st.dictionaries(st.uuids(), st.integers(0, 20), max_size=6), st.integers(0, 20), st.integers(1, 4))
def test_no_more_is_counted_than_there_can_be(counted: dict[UUID, int], ticked, most):
    fits = all(number <= ticked for number in counted.values()) and sum(counted.values()) <= ticked * most
    if fits:
        votes.check_count(counted, ticked=ticked, most=most)
    else:
        with pytest.raises(RuleBroken, match="More hands"):
            votes.check_count(counted, ticked=ticked, most=most)


@pytest.mark.parametrize(
    ("counts", "first", "tie", "said"),
    [
        ([("A", 3), ("B", 2)], ("A",), False, "“A” was chosen, with 3 voices."),
        ([("A", 1), ("B", 0)], ("A",), False, "“A” was chosen, with 1 voice."),
        ([("A", 2), ("B", 2), ("C", 1)], ("A", "B"), True, "It is a tie: “A” and “B” have 2 voices each."),
        ([("A", 1), ("B", 1), ("C", 1)], ("A", "B", "C"), True, "It is a tie: “A”, “B” and “C” have 1 voice each."),
        ([("A", 0), ("B", 0)], (), False, "Nobody chose"),
        ([], (), False, "Nobody chose"),
    ],
)
def test_ties_are_said_to_be_ties(counts, first, tie, said):
    found = votes.outcome(counts)
    assert (found.first, found.is_tie) == (first, tie)
    assert found.sentence.startswith(said)


@given(st.lists(st.tuples(st.text(min_size=1), st.integers(0, 50)), max_size=10))
def test_what_came_out_has_the_most_voices(counts):
    found = votes.outcome(counts)
    assert found.voices == max((number for _, number in counts), default=0)
    assert all((words, found.voices) in counts for words in found.first)


def test_turnout_is_said_by_way():
    turnout = Turnout({How.ROOM: 4, How.REMOTE: 2, How.WRITING: 0}, 9)
    assert turnout.sentence == "6 of 9 members voted: 4 in the room, 2 from elsewhere."
    assert Turnout({}, 3).sentence == "0 of 3 members voted."


def test_a_charter_is_read_by_line():
    assert charter.lines(" One \n\n Two") == ("One", "Two")
    assert charter.value_parts("Patience: nobody is hurried: ever") == ("Patience", "nobody is hurried: ever")
    assert charter.value_parts("Patience") == ("Patience", "")
    found = charter.differing(["a", "b"], ["b", "c"])
    assert (found.came, found.went) == (("c",), ("a",))


@given(st.lists(st.text()), st.lists(st.text()))
def test_differing_tells_the_way_from_one_to_the_other(before, now):
    found = charter.differing(before, now)
    assert (set(before) - set(found.went)) | set(found.came) == set(now)


def test_nobody_approves_for_the_forum():
    approvals.check_decision(held=True, about_it=True)
    with pytest.raises(RuleBroken, match="meeting has to be held"):
        approvals.check_decision(held=False, about_it=True)
    with pytest.raises(RuleBroken, match="something else"):
        approvals.check_decision(held=True, about_it=False)
