"""Finding words a service would rather not use: whole words, never inside quotation marks, in the order of the list."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livewell.kit.wording import Hint, Instead, find, read_list, unread_lines
from livewell.places.rules import KINDER_WORDS

WORDS = read_list("non-compliant = has reasons of their own\nrefuses = says no\nhard to reach = not found yet")


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("She is non-compliant.", ["non-compliant"]),
        ("NON COMPLIANT again", ["NON COMPLIANT"]),
        ("noncompliant", ["noncompliant"]),
        ("non‑compliant", ["non‑compliant"]),
        ("He refuses, and is hard-to-reach", ["refuses", "hard-to-reach"]),
        ("refuses and Refuses", ["refuses"]),
        ("He refused. Refusesx. xrefuses. refuses_", []),
        ("She says of herself: “I am non-compliant”.", []),
        ('She says "non-compliant" and refuses', ["refuses"]),
        ("An open “ quote, and he refuses", ["refuses"]),
        ("", []),
        ("Mends clocks.", []),
    ],
)
def test_what_is_found(text, typed):
    assert [hint.typed for hint in find(text, WORDS)] == typed


def test_the_list_is_written_a_line_at_a_time():
    assert read_list("  a b  =  c = d \n\nx\n=y\nz=\n") == (Instead("a b", "c = d"),)
    assert unread_lines("a = b\n\nx\n=y\nz=") == [3, 4, 5]
    assert unread_lines("") == []


def test_what_comes_with_live_well_can_be_read_and_is_gentle():
    assert unread_lines(KINDER_WORDS) == []
    shipped = read_list(KINDER_WORDS)
    assert {"non-compliant", "attention-seeking", "manipulative", "lacking motivation", "did not engage"} <= {
        one.word for one in shipped
    }
    # No alternative is itself on the list, and none gives orders.
    for one in shipped:
        assert find(one.instead, shipped) == []
        assert "must" not in one.instead
        assert "never" not in one.instead
    # A difficult week is no label of a person.
    assert find("It was a difficult week, and she found it difficult to sleep.", shipped) == []


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(), st.text(min_size=1))
def test_any_text_and_any_list_can_be_read(text, listed):
    for hint in find(text, read_list(listed)):
        assert isinstance(hint, Hint)
        assert hint.typed in text
        assert hint.instead
