"""A session's moves, its words, and when the guide asks for a reason."""

from datetime import date

import pytest

from livewell.kit.errors import RuleBroken
from livewell.sessions import rules
from livewell.sessions.rules import CancelledBy, Guide, Place, Purpose, SessionKind, SessionStatus


@pytest.mark.parametrize("now", list(SessionStatus))
@pytest.mark.parametrize("to", list(SessionStatus))
def test_only_a_booked_session_becomes_anything(now, to):
    if now is SessionStatus.BOOKED and to is not SessionStatus.BOOKED:
        rules.check_move(now, to)
    else:
        with pytest.raises(RuleBroken, match="already"):
            rules.check_move(now, to)


def test_every_word_is_there():
    assert set(rules.LABELS) == set(SessionStatus) == set(rules.MOVES)
    assert set(rules.KIND_LABELS) == set(SessionKind)
    assert set(rules.PLACE_LABELS) == set(Place)
    assert set(rules.PURPOSE_LABELS) == set(Purpose)
    assert set(rules.CANCELLED_BY_LABELS) == set(CancelledBy)


@pytest.mark.parametrize(
    ("already", "passes", "words"),
    [
        (0, False, "Session 1 of about 5"),
        (4, False, "Session 5 of about 5"),
        (5, False, "Session 6 of about 6"),
        (6, True, "Session 7, beyond the guide of 6"),
        (20, True, "Session 21, beyond the guide of 6"),
    ],
)
def test_the_guide_warns_beyond_its_most(already, passes, words):
    guide = Guide(usual=5, at_most=6)
    assert rules.passes_guide(already, guide) is passes
    assert rules.number_in_words(already + 1, guide) == words


def test_a_session_is_marked_on_its_day_or_later():
    rules.check_is_past(date(2026, 11, 20), date(2026, 11, 20))
    rules.check_is_past(date(2026, 11, 19), date(2026, 11, 20))
    with pytest.raises(RuleBroken, match="still to come"):
        rules.check_is_past(date(2026, 11, 21), date(2026, 11, 20))


def test_only_the_hash_of_a_secret_address_is_kept():
    assert rules.hash_of("a") != rules.hash_of("b")
    assert len(rules.hash_of("a")) == 32
