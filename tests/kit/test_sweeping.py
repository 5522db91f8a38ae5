"""Python looks for rings seldom inside, and as before afterwards, whatever happened."""

import gc

import pytest

from livewell.kit import sweeping


def test_it_is_seldom_inside_and_as_before_afterwards():
    before = gc.get_threshold()
    frozen = gc.get_freeze_count()
    with sweeping.seldom():
        inside = gc.get_threshold()
        assert inside[0] > before[0]
        assert gc.get_freeze_count() > frozen
        with sweeping.seldom():
            assert gc.get_threshold() == inside
        assert gc.get_threshold() == inside
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_it_is_as_before_after_a_failure():
    before = gc.get_threshold()
    with pytest.raises(KeyError), sweeping.seldom():
        raise KeyError
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_rings_made_inside_are_found_afterwards():
    class Ring:
        """Holds itself."""

    with sweeping.seldom():
        ring = Ring()
        ring.ring = ring
        number = id(ring)
        del ring
    gc.collect()
    assert not any(id(one) == number and type(one).__name__ == "Ring" for one in gc.get_objects())
