"""Quality flags, each at its edge: they are shown, and never take a score away."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from livewell.measures.rules.loading import INSTRUMENTS
from livewell.measures.rules.taking import FLAG_LABELS, Flag, How, MadeWith, Taken, answer_flags, score_flags

DAY = date(2026, 3, 2)
MADE = MadeWith("", "pam-72.5", "")
PAM = INSTRUMENTS["pam"]


def every(name, value):
    return {item.id: value for item in INSTRUMENTS[name].scored_items}


@pytest.mark.parametrize(
    ("name", "answers", "expected"),
    [
        ("pam", every("pam", 1), [Flag.STRAIGHT_LINE_LOWEST]),
        ("pam", every("pam", 4), [Flag.STRAIGHT_LINE_HIGHEST]),
        ("pam", every("pam", 2), [Flag.STRAIGHT_LINE_MID]),
        ("pam", every("pam", 3), [Flag.STRAIGHT_LINE_MID]),
        ("pam", every("pam", 3) | {"1": 4}, []),
        ("pam", every("pam", 3) | {"1": 0, "2": 0, "3": 4}, []),
        ("pam", every("pam", 3) | {"1": 0, "2": 0, "3": 0, "4": 4}, [Flag.NA_HEAVY]),
        ("phq9", every("phq9", 0), []),
        ("phq9", every("phq9", 1), [Flag.STRAIGHT_LINE_MID, Flag.ITEM_9]),
        ("phq9", every("phq9", 3), [Flag.STRAIGHT_LINE_HIGHEST, Flag.ITEM_9]),
        ("loneliness", every("loneliness", 3), []),
        ("citizenship", every("citizenship", 1), []),
        ("roles", every("roles", 1), []),
        ("service_use", every("service_use", 0), []),
    ],
)
def test_what_answers_raise_by_themselves(name, answers, expected):
    assert answer_flags(INSTRUMENTS[name], answers, how=How.TOGETHER, seconds=None) == expected


@pytest.mark.parametrize(("value", "asks"), [(0, False), (1, True), (2, True), (3, True)])
def test_item_9_asks_for_help_from_1_up_even_when_it_is_the_only_answer(value, asks):
    flags = answer_flags(INSTRUMENTS["phq9"], {"thoughts": value}, how=How.SELF, seconds=None)
    assert (Flag.ITEM_9 in flags) is asks


@pytest.mark.parametrize(
    ("seconds", "how", "fast"),
    [(13.9, How.SELF, True), (14.0, How.SELF, False), (1.0, How.TOGETHER, False), (None, How.SELF, False)],
)
def test_less_than_two_seconds_a_question_by_oneself_is_fast(seconds, how, fast):
    answers = every("gad7", 1) | {"afraid": 2}
    assert (Flag.FAST in answer_flags(INSTRUMENTS["gad7"], answers, how=how, seconds=seconds)) is fast


def taken(score="50.0", on=DAY, how=How.SELF, made=MADE):
    return Taken(None if score is None else Decimal(score), on, how, made)


LATER = DAY + timedelta(90)


@pytest.mark.parametrize(
    ("now", "before", "first", "expected"),
    [
        (taken(), None, None, []),
        (taken("100"), None, None, [Flag.CEILING]),
        (taken("0"), None, None, [Flag.CEILING]),
        (taken("75.0", LATER), taken(), taken(), [Flag.BIG_JUMP]),
        (taken("74.9", LATER), taken(), taken(), []),
        (taken("25.0", LATER), taken(), taken(), [Flag.BIG_JUMP]),
        (taken("51.0", DAY + timedelta(59)), taken(), taken(), [Flag.RETEST_EARLY]),
        (taken("51.0", DAY + timedelta(60)), taken(), taken(), []),
        (taken("51.0", LATER, How.PROXY), taken(), taken(), [Flag.MODE_CHANGE]),
        (taken("51.0", LATER, How.TOGETHER), taken(), taken(), [Flag.MODE_CHANGE]),
        (taken("51.0", LATER, How.PAPER), taken(), taken(), []),
        (taken("51.0", LATER, How.SCORE_ONLY), taken(), taken(), []),
        (taken("51.0", LATER, made=MadeWith("", "pam-67.1", "")), taken(), taken(), [Flag.VERSION_CHANGE]),
        (taken("51.0", LATER, made=MadeWith("", "pam-72.5", "a")), taken(), taken(), [Flag.VERSION_CHANGE]),
        (taken(None, LATER), taken(), taken(), []),
    ],
)
def test_what_a_score_raises_beside_the_others(now, before, first, expected):
    assert score_flags(PAM, now, before=before, first=first) == expected


def test_on_a_narrow_scale_a_quarter_is_a_step_and_no_jump():
    narrow = INSTRUMENTS["loneliness"]
    flags = score_flags(narrow, taken("9", LATER), before=taken("4"), first=taken("4"))
    assert Flag.BIG_JUMP not in flags


@pytest.mark.parametrize(
    ("first", "later", "alike"),
    [
        (("", "c", "t"), ("", "c", "t"), True),
        (("", "c", "t"), ("external-1", "c", "t"), True),
        (("sum-1", "", ""), ("sum-2", "", ""), False),
        (("", "c", "t"), ("", "d", "t"), False),
        (("", "c", "t"), ("", "c", "u"), False),
    ],
)
def test_only_scores_made_alike_are_compared(first, later, alike):
    assert MadeWith(*first).is_like(MadeWith(*later)) is alike


def test_every_flag_has_words():
    assert set(FLAG_LABELS) == set(Flag)
