"""
The order of tests: what takes long comes first, and each half of the run begins with its own share of it.

Two workers start with a half each and take from the other's end what is left (`--dist worksteal`), so the last tests of
a run are small ones, and both end together. Whoever has the demonstration keeps it: its tests stand in one half.

A test that waits for another process (a browser, a server) and fails is run once more. Both runs are shown: the last
lines of the whole run name it under RERUN, with what went wrong, and whoever sees that mends its cause.
"""

import gc

import pytest

DEMONSTRATION = {"live_demo", "seeded", "rushcliffe"}
BESIDE_OTHERS = {"live_server", "chromium", "own_server"}
"""What runs in processes of its own, and takes the time that the machine gives it."""
LONG = BESIDE_OTHERS | {"committed_db"}
FIRST = ("tests/browser/test_every_page.py", "tests/browser/test_no_dead_links.py")
"""The longest of all."""


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """The same tests: those of the demonstration, half of the small ones, the other long ones, the other half."""
    demonstration: list[pytest.Item] = []
    long: list[pytest.Item] = []
    small: list[pytest.Item] = []
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        (demonstration if asked & DEMONSTRATION else long if asked & LONG else small).append(item)
    demonstration.sort(key=lambda item: not item.nodeid.startswith(FIRST))
    half = max(0, len(items) // 2 - len(demonstration))
    return [*demonstration, *small[:half], *long, *small[half:]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = in_order(items)
    for item in items:
        if BESIDE_OTHERS.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_collection_finish() -> None:
    """What was collected stays to the end: nobody needs to look again and again whether it is still there."""
    gc.collect()
    gc.freeze()
