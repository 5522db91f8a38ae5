"""New services are written side by side, where nothing that two of them share is written by both."""

import asyncio
from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.db import rows, value
from livewell.openreferral.actions import adding
from livewell.openreferral.rules.lanes import lanes
from tests.openreferral.feeds import a_service
from tests.openreferral.test_batches import LISTED, names
from tests.openreferral.test_in import a_file_feed, bring

MARKS = st.lists(st.frozensets(st.integers(0, 12), max_size=3), max_size=40)


@pytest.mark.parametrize(
    ("marks", "dealt"),
    [
        ((), []),
        (({"a"},), [[0]]),
        (({"a"}, {"b"}), [[0], [1]]),
        (({"a"}, {"a"}), [[0, 1]]),
        (({"a"}, {"b"}, {"a", "b"}), [[0, 1, 2]]),
        (({"a"}, {"b"}, {"a"}, {"c"}, {"b"}), [[0, 2, 3], [1, 4]]),
        ((set(), set(), set(), set()), [[0, 2], [1, 3]]),
    ],
)
def test_those_who_share_a_mark_are_in_one_lane(marks, dealt):
    assert lanes(range(len(marks)), marks.__getitem__, 2) == dealt


@given(marks=MARKS, count=st.integers(1, 4))
def test_everything_is_in_one_lane_in_its_order_and_no_mark_in_two(marks, count):
    dealt = lanes(range(len(marks)), marks.__getitem__, count)
    assert sorted(place for lane in dealt for place in lane) == list(range(len(marks)))
    assert len(dealt) <= count
    assert all(lane and lane == sorted(lane) for lane in dealt)
    in_lanes = Counter(mark for lane in dealt for mark in {mark for place in lane for mark in marks[place]})
    assert set(in_lanes.values()) <= {1}


@given(count=st.integers(1, 400), lanes_at_most=st.integers(1, 5))
def test_what_shares_nothing_is_dealt_out_evenly(count, lanes_at_most):
    long = [len(lane) for lane in lanes(range(count), lambda _: (), lanes_at_most)]
    assert max(long) - min(long) <= 1


@pytest.fixture
def narrow(monkeypatch):
    monkeypatch.setattr(adding, "WORTH_LANES", 4)


def of_societies(count, societies):
    """So many services at places of their own, dealt to so many organisations."""
    return [
        a_service(
            number,
            organization={"id": str(UUID(int=0xDEF00 + number % societies)), "name": f"Society {number % societies}"},
        )
        for number in range(count)
    ]


@pytest.fixture
def at_once(monkeypatch):
    """The most that were being written at one time."""
    most, now = [0], [0]
    add_all = adding.Adding._add_all

    async def counted(self, new):
        now[0] += 1
        most[0] = max(most[0], now[0])
        try:
            await asyncio.sleep(0)
            await add_all(self, new)
        finally:
            now[0] -= 1

    monkeypatch.setattr(adding.Adding, "_add_all", counted)
    return most


@pytest.mark.usefixtures("committed_db", "narrow")
async def test_two_lanes_bring_in_what_one_would_and_the_same_again_changes_nothing(at_once):
    feed = await a_file_feed()
    services = of_societies(40, 7)
    first = await bring(feed, services)
    assert (first.new, first.refused, first.complete) == (40, 0, True)
    assert at_once == [2]
    assert await names() == sorted(one["name"] for one in services)
    assert [one["name"] for one in await rows("SELECT name FROM organisation ORDER BY name")] == [
        f"Society {number}" for number in range(7)
    ]
    assert await value("SELECT count(*) FROM search_row") == 40
    # Every word is counted once for each listing that says it, whichever lane that was in.
    assert await value("SELECT seen FROM word WHERE word = 'digging'") == 40
    again = await bring(feed, services)
    assert (again.new, again.unchanged, again.changed, again.gone) == (0, 40, 0, 0)


@pytest.mark.usefixtures("committed_db", "narrow")
async def test_one_organisation_under_several_identifiers_and_one_place_of_many_are_written_once(at_once):
    feed = await a_file_feed()
    services = of_societies(30, 30)
    for number, one in enumerate(services):
        one["organization"]["name"] = "The Same Society" if number % 3 else f"Society {number}"
        if number % 5 == 0:
            one["service_at_locations"][0]["location"] = services[0]["service_at_locations"][0]["location"]
    outcome = await bring(feed, services)
    assert (outcome.new, outcome.refused) == (30, 0)
    assert at_once[0] <= 2
    assert await value("SELECT count(*) FROM organisation WHERE name = 'The Same Society'") == 1
    assert await value("SELECT count(*) FROM location") == 25


@pytest.mark.usefixtures("committed_db", "narrow")
async def test_one_that_cannot_be_kept_costs_nobody_else_their_place_in_either_lane():
    feed = await a_file_feed()
    services = of_societies(24, 24)
    services[20] |= {"id": services[3]["id"].upper(), "name": "The same in capitals"}
    assert services[20]["id"] != services[3]["id"]
    outcome = await bring(feed, services)
    assert (outcome.new, outcome.refused) == (23, 1)
    assert outcome.findings["refused"] == [{"name": "The same in capitals", "reason": LISTED}]
    assert len(await names()) == 23


@pytest.mark.usefixtures("committed_db", "narrow")
async def test_when_one_lane_breaks_the_other_ends_and_the_reading_says_so(monkeypatch):
    feed = await a_file_feed()
    add_all = adding.Adding._add_all

    async def one_breaks(self, new):
        if any(one.listing.name.endswith(" 0") for one in new):
            raise ConnectionResetError("gone")
        await asyncio.sleep(0.05)
        await add_all(self, new)

    monkeypatch.setattr(adding.Adding, "_add_all", one_breaks)
    broken = await bring(feed, of_societies(20, 20))
    assert (broken.new, broken.complete) == (10, False)
    assert broken.sentence
    assert len(await names()) == 10
    monkeypatch.setattr(adding.Adding, "_add_all", add_all)
    after = await bring(feed, of_societies(20, 20))
    assert (after.new, after.unchanged) == (10, 10)
