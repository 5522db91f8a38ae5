"""Turns of threads are brief inside, and as they were afterwards, whatever happened."""

import sys

import pytest

from livewell.kit import turns


def test_turns_are_brief_inside_and_usual_afterwards():
    usual = sys.getswitchinterval()
    with turns.brief():
        brief = sys.getswitchinterval()
        with turns.brief():
            assert sys.getswitchinterval() == brief
        assert sys.getswitchinterval() == brief
    assert brief < usual
    assert sys.getswitchinterval() == usual


def test_turns_are_usual_after_a_fault():
    usual = sys.getswitchinterval()
    with pytest.raises(LookupError), turns.brief():
        raise LookupError
    assert sys.getswitchinterval() == usual
