"""Every listener hears news that is told, and only actions tell news."""

import ast
import re

from tests.house.the_house import modules

WHAT = re.compile(r"[a-z_]+\.[a-z_]+")


def told():
    """What every action says: {what: where}. A name that is not a plain string is looked for in its whole module."""
    found = {}
    for module in modules():
        for call in module.calls():
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name != "tell" or not call.args or module.room in {"demo", "kit"}:
                continue
            first = call.args[0]
            texts = [
                node.value for node in ast.walk(first) if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ]
            if not texts:
                texts = [string.value for string in module.strings()]
            for text in texts:
                if WHAT.fullmatch(text):
                    found.setdefault(text, []).append(module)
    return found


def test_every_listener_hears_news_that_is_told():
    from livewell.listeners import POLICY

    # Every kind of guest is sent a link: the one place that tells it makes the name from the kind's (kit.guests).
    doors = {what for what in POLICY if what.endswith(".asked_link")}
    assert not set(POLICY) - doors - set(told())


def test_only_actions_tell_news():
    assert not {module.name: what for what, where in told().items() for module in where if module.part != "actions"}


def test_news_is_called_after_its_room_or_record():
    assert len(told()) > 10
    assert not [what for what in told() if len(what) > 60]


def test_listeners_have_names_that_stay_and_chores_too():
    from livewell.listeners import BY_THE_CLOCK, POLICY
    from livewell.worker import HOUSEKEEPING

    for listeners in POLICY.values():
        for name, listener in listeners.items():
            assert 0 < len(name) <= 80
            assert callable(listener)
    names = [chore.name for chore in (*BY_THE_CLOCK, *HOUSEKEEPING)]
    assert len(names) == len(set(names))
