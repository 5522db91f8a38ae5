"""Every status has moves, words and a colour, and no status is a dead end nobody meant or an island."""

import importlib
from enum import StrEnum

import pytest

from tests.house.the_house import modules

COLOURS = {"white", "grey", "green", "aqua-green", "blue", "purple", "pink", "red", "orange", "yellow"}
"""The colours of the NHS tag: https://service-manual.nhs.uk/design-system/components/tag"""

MACHINES = [
    (module.name, importlib.import_module(module.name))
    for module in modules()
    if "\nMOVES: " in module.text or "\nMOVES = " in module.text
]
each_machine = pytest.mark.parametrize(("name", "rules"), MACHINES, ids=[name for name, _ in MACHINES])


def test_the_house_has_its_machines():
    assert {"livewell.referrals.rules", "livewell.journeys.rules"} <= {name for name, _ in MACHINES}


@each_machine
def test_every_status_has_moves_words_and_a_colour(name, rules):
    statuses = type(next(iter(rules.MOVES)))
    assert issubclass(statuses, StrEnum)
    assert set(rules.MOVES) == set(rules.LABELS) == set(statuses)
    for words, colour in rules.LABELS.values():
        assert words
        assert colour in COLOURS


@each_machine
def test_every_status_can_be_reached_and_none_moves_to_itself(name, rules):
    first, *rest = rules.MOVES
    reached, before = {first}, set()
    while reached != before:
        before = set(reached)
        reached |= {to for status in before for to in rules.MOVES[status]}
    assert not set(rest) - reached
    assert not [status for status, to in rules.MOVES.items() if status in to]


@each_machine
def test_a_move_that_is_not_listed_is_refused_in_words(name, rules):
    from livewell.kit.errors import RuleBroken

    if not hasattr(rules, "check_move"):
        return
    for status, allowed in rules.MOVES.items():
        for to in set(rules.MOVES) - allowed:
            with pytest.raises(RuleBroken) as refused:
                rules.check_move(status, to)
            assert str(refused.value).endswith(".")
        for to in allowed:
            rules.check_move(status, to)
