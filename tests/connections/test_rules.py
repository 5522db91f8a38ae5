from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets.rules import Audience, Feature, Way
from livewell.assets.rules.first_words import first_words
from livewell.assets.rules.vocabulary import Taxonomy, Term, Vocabulary
from livewell.connections import rules
from livewell.connections.rules import END_LABELS, LABELS, MOVES, ConnectionStatus, EndReason
from livewell.kit.errors import RuleBroken
from livewell.people.rules import AccessNeed

S = ConnectionStatus
TODAY = date(2026, 11, 20)
WORDS = Vocabulary.of(first_words())


def test_every_code_has_words():
    assert set(END_LABELS) == set(EndReason)
    assert set(LABELS) == set(MOVES) == set(S)


@pytest.mark.parametrize(
    ("now", "to"),
    [
        (S.SUGGESTED, S.SETTLED),
        (S.INTRODUCED, S.SUGGESTED),
        (S.INTRODUCED, S.SETTLED),
        (S.ATTENDED, S.INTRODUCED),
        (S.SETTLED, S.ATTENDED),
        (S.ENDED, S.SUGGESTED),
        (S.ENDED, S.ENDED),
    ],
)
def test_what_cannot_be_is_said(now, to):
    with pytest.raises(RuleBroken, match=f"already “{LABELS[now][0].lower()}”"):
        rules.check_move(now, to)


@given(st.lists(st.sampled_from(S), max_size=10))
def test_a_connection_only_goes_forward(wanted):
    order = list(S)
    now, been = S.SUGGESTED, [S.SUGGESTED]
    for to in wanted:
        try:
            rules.check_move(now, to)
        except RuleBroken:
            continue
        now = to
        been.append(now)
    places = [order.index(one) for one in been]
    assert places == sorted(set(places))


@given(st.sampled_from(S))
def test_a_visit_moves_it_once_and_never_back(now):
    if now is S.ENDED:
        return
    after = rules.after_visit(now)
    assert after == now or (after is S.ATTENDED and after in MOVES[now])
    assert rules.after_visit(after) is after


@pytest.mark.parametrize(
    ("now", "days", "already", "sentence"),
    [
        (S.ENDED, 0, False, "has ended"),
        (S.SUGGESTED, 1, False, "noted when it has been"),
        (S.ATTENDED, 0, True, "noted already"),
    ],
)
def test_a_visit_that_cannot_be_noted(now, days, already, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        rules.check_visit(now, TODAY + timedelta(days=days), today=TODAY, already=already)


def test_a_visit_today_can_be_noted():
    rules.check_visit(S.SETTLED, TODAY, today=TODAY, already=False)


@pytest.mark.parametrize(
    ("note", "agreed", "fine"),
    [("", False, True), (" \n", False, True), ("Hard of hearing.", True, True), ("Hard of hearing.", False, False)],
)
def test_a_group_is_told_only_what_was_agreed(note, agreed, fine):
    if fine:
        rules.check_note(note, agreed=agreed)
    else:
        with pytest.raises(RuleBroken, match="only what the person has agreed to"):
            rules.check_note(note, agreed=agreed)


def test_a_slip_needs_agreement_and_another_reason_needs_words():
    rules.check_slip(agreed=True)
    with pytest.raises(RuleBroken, match="agreed to what it says"):
        rules.check_slip(agreed=False)
    rules.check_end(EndReason.COST, "")
    rules.check_end(EndReason.OTHER, "Moved to Leeds.")
    with pytest.raises(RuleBroken, match="what the other reason is"):
        rules.check_end(EndReason.OTHER, " ")


def test_every_need_says_which_features_go_with_it():
    assert set(rules.FEATURES_FOR) == set(AccessNeed)
    assert rules.features_for([AccessNeed.QUIET, AccessNeed.STEP_FREE]) == (Feature.STEP_FREE, Feature.QUIET)
    assert rules.features_for([AccessNeed.OTHER, AccessNeed.LARGE_PRINT]) == ()


@pytest.mark.parametrize(
    ("goal", "need", "activity"),
    [
        ("I want to walk to the library and back", "", "walking"),
        ("Have somebody to talk to once a week", "company", ""),
        ("Sing again, as I did before I was bereaved", "grief", "singing"),
        ("Play walking football on Fridays", "", "ball_games"),
        ("", "", ""),
        ("'; DROP TABLE term; --", "", ""),
        ("Feel like myself again", "", ""),
    ],
)
def test_a_goal_speaks_of_a_need_and_an_activity(goal, need, activity):
    assert rules.guessed(goal, WORDS) == rules.Guessed(need, activity)


@pytest.mark.parametrize(
    "goal", ["Go to Andy's Man Club", "go to andy’s man club", "A get-together", "Meet at the café"]
)
def test_what_staff_call_a_thing_is_read_as_searches_read_it(goal):
    called = ("Andy's Man Club", "Get-together", "Café")
    term = Term(UUID(int=1), "men", Taxonomy.ACTIVITIES, "Men's groups", synonyms=called)
    assert rules.guessed(goal, Vocabulary.of([term])).activity == "men"


@given(st.text(max_size=400))
def test_whatever_a_goal_says_the_guess_is_of_our_own_words(goal):
    guess = rules.guessed(goal, WORDS)
    assert not guess.need or WORDS.terms[guess.need].taxonomy is Taxonomy.NEEDS
    assert not guess.activity or WORDS.terms[guess.activity].taxonomy is Taxonomy.ACTIVITIES


def test_a_search_begins_with_what_is_known():
    begun = rules.asked_for(
        way=Way.GIVE, guess=rules.Guessed("grief", "singing"), features=(Feature.QUIET,), has_home=True
    )
    assert (begun.ways, begun.features, begun.place) == ((Way.GIVE,), (Feature.QUIET,), rules.HOME)
    assert (begun.activity, begun.need) == ("singing", "")
    assert rules.asked_for(way=None, guess=rules.Guessed("grief"), features=(), has_home=False).need == "grief"
    assert not rules.asked_for(way=None, guess=rules.Guessed(), features=(), has_home=False).narrowed


@pytest.mark.parametrize(
    ("audiences", "said"),
    [
        ((), []),
        ((Audience.MEN,), ["It is for men."]),
        ((Audience.WOMEN, Audience.OLDER), ["It is for women."]),
        ((Audience.MEN, Audience.WOMEN), []),
        ((Audience.CARERS,), []),
    ],
)
def test_a_group_for_men_or_for_women_says_so(audiences, said):
    assert rules.only_for(audiences) == said


@pytest.mark.parametrize(("count", "words"), [(0, "already"), (1, "Suggested."), (3, "3 suggested")])
def test_what_was_done_with_a_shortlist_is_said(count, words):
    assert words in rules.say_suggested(count)


@pytest.mark.parametrize(("place", "home"), [("home", True), (" Home ", True), ("", False), ("Home Farm", False)])
def test_home_is_a_word_of_its_own(place, home):
    assert rules.is_home(place) is home
