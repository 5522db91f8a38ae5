"""A feed in many batches comes in as one: the next is looked up while the one before is still being written."""

import json

import pytest

from livewell.assets.actions import many
from livewell.kit.db import rows, value
from livewell.openreferral.reading import sources
from tests.openreferral.feeds import a_service
from tests.openreferral.test_in import a_file_feed, bring

LISTED = "It is listed here already, so it is changed here and not by a feed."


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(sources, "A_BATCH", 3)
    monkeypatch.setattr(many, "_A_BATCH", 2)
    monkeypatch.setattr(many, "_FIRST_PART", 1)


async def names():
    return sorted(one["name"] for one in await rows("SELECT name FROM asset"))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 20])
async def test_everything_comes_once_however_many_batches_it_takes(count):
    feed = await a_file_feed()
    services = [a_service(number) for number in range(count)]
    first = await bring(feed, services)
    assert (first.new, first.refused, first.complete) == (count, 0, True)
    assert await names() == sorted(one["name"] for one in services)
    assert int(await value("SELECT count(*) FROM search_row")) == count
    again = await bring(feed, services)
    assert (again.new, again.unchanged, again.changed, again.gone) == (0, count, 0, 0)


async def test_what_is_new_changed_and_gone_is_told_apart_across_batches():
    feed = await a_file_feed()
    await bring(feed, [a_service(number) for number in range(10)])
    services = [a_service(number) for number in (*range(4), *range(10, 16))]
    services[1] |= {"description": "Now on the first floor."}
    services[3] |= {"description": "Now with tea."}
    second = await bring(feed, services)
    assert (second.new, second.unchanged, second.changed, second.gone) == (6, 2, 2, 6)


async def test_two_with_one_identifier_in_batches_side_by_side_are_one_and_the_other_is_said():
    feed = await a_file_feed()
    services = [a_service(number) for number in range(6)]
    services[4] |= {"id": services[1]["id"].upper(), "name": "The same in capitals"}
    assert services[4]["id"] != services[1]["id"]
    outcome = await bring(feed, services)
    assert (outcome.new, outcome.refused) == (5, 1)
    (refused,) = outcome.findings["refused"]
    assert (refused["name"], refused["reason"]) == ("The same in capitals", LISTED)
    assert "The same in capitals" not in await names()


async def test_a_place_that_many_batches_share_is_one_place_and_stays_as_it_came_first():
    feed = await a_file_feed()
    services = [a_service(number) for number in range(8)]
    shared = services[0]["service_at_locations"][0]["location"]
    for number, one in enumerate(services):
        said = json.loads(json.dumps(shared))
        one["service_at_locations"][0]["location"] = said | {"name": f"The hall as service {number} calls it"}
    outcome = await bring(feed, services)
    assert (outcome.new, outcome.refused) == (8, 0)
    (hall,) = await rows("SELECT name FROM location")
    assert hall["name"] == "The hall as service 0 calls it"
    assert int(await value("SELECT count(*) FROM asset_at_location")) == 8


async def test_what_was_understood_before_a_feed_breaks_off_comes_in():
    feed = await a_file_feed()
    whole = "\n".join(json.dumps(a_service(number)) for number in range(9))

    def broken(_services):
        return (whole + '\n{"id": "cut off, "name"').encode()

    outcome = await bring(feed, [], form=broken)
    assert (outcome.new, outcome.complete) == (9, False)
    assert outcome.sentence
    assert len(await names()) == 9
