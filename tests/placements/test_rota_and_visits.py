"""Shifts taken, swapped and given back; lone visits, and whoever has not said that they are back."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.kit import clock
from livewell.kit.db import value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.placements import actions, letters, queries
from tests.factories.assets import an_asset
from tests.factories.placements import a_pair, a_shift, a_visit, as_guest, begun, the_shift
from tests.factories.volunteers import a_coordinator, a_ready_volunteer, a_role


async def test_of_a_hundred_at_once_one_takes_it(committed_db):
    coordinator = await a_coordinator()
    role = await a_role(coordinator)
    people = [await a_ready_volunteer(coordinator, role) for _ in range(10)]
    shift = await a_shift(role, coordinator)

    async def try_it(number: int) -> bool:
        who = people[number % len(people)]
        with suppress(RuleBroken):
            await actions.take(shift, volunteer=who, by=as_guest(who))
            return True
        return False

    # Somebody who presses twice has it once, so each of the ten is counted by who holds it in the end.
    results = await asyncio.gather(*(try_it(number) for number in range(100)))
    holder = (await the_shift(shift)).volunteer
    assert {people[number % 10] for number, took in enumerate(results) if took} == {holder}
    assert await value("SELECT count(*) FROM event WHERE what = 'shift.taken'") == 1


async def test_a_swap_is_asked_for_and_taken_by_another():
    pair = await a_pair()
    other = await a_ready_volunteer(pair.coordinator, pair.role)
    shift = await a_shift(pair.role, pair.coordinator)
    await actions.take(shift, volunteer=pair.volunteer, by=as_guest(pair.volunteer))
    await actions.ask_swap(shift, by=as_guest(pair.volunteer))
    assert [one.id for one in await queries.to_take(other)] == [shift]
    await actions.take(shift, volunteer=other, by=as_guest(other))
    kept = await the_shift(shift)
    assert (kept.state, kept.volunteer) == ("taken", other)
    with pytest.raises(NotFound):
        await actions.give_back(shift, by=as_guest(pair.volunteer))
    await actions.give_back(shift, by=as_guest(other))
    assert (await the_shift(shift)).volunteer is None


async def test_nobody_is_in_two_places():
    pair = await a_pair()
    one, two = await a_shift(pair.role, pair.coordinator), await a_shift(pair.role, pair.coordinator)
    await actions.take(one, volunteer=pair.volunteer, by=as_guest(pair.volunteer))
    assert two not in {seen.id for seen in await queries.to_take(pair.volunteer)}
    with pytest.raises(RuleBroken, match="something else"):
        await actions.take(two, volunteer=pair.volunteer, by=as_guest(pair.volunteer))


async def test_a_meeting_that_is_called_off_takes_its_shifts_with_it():
    pair = await a_pair()
    asset = await an_asset(name="Fictional café")
    at = clock.now() + timedelta(days=2)
    shift = await a_shift(pair.role, pair.coordinator, asset=asset, starts_at=at, people=3, weeks=2)
    seen = await queries.shift(shift)
    assert await actions.cancel_meeting(asset, seen.day, by=pair.coordinator) == 3
    assert await queries.rota(asset, seen.day, seen.day) == ()
    assert len(await queries.rota(asset, seen.day, seen.day + timedelta(days=7))) == 3


async def test_somebody_elses_visit_is_nobody_elses_to_take():
    pair = await a_pair()
    visit = await a_visit(pair, await begun(pair))
    other = await a_ready_volunteer(pair.coordinator, pair.role)
    with pytest.raises(NotFound):
        await actions.take(visit, volunteer=other, by=as_guest(other))
    with pytest.raises(NotFound):
        await actions.check_in(visit, by=as_guest(other))
    with pytest.raises(RuleBroken, match="not swapped"):
        await actions.ask_swap(visit, by=as_guest(pair.volunteer))


async def test_an_address_is_no_place_for_a_visit():
    pair = await a_pair()
    placement = await begun(pair)
    at = clock.now() + timedelta(days=1)
    with pytest.raises(RuleBroken, match="never somebody"):
        await actions.plan_visit(
            placement, starts_at=at, minutes=60, place="1 Green Lane, NG2 6AB", submission=uuid4(), by=pair.coordinator
        )


async def test_in_and_out_keep_the_hours_and_no_place():
    pair = await a_pair()
    visit = await a_visit(pair, await begun(pair))
    starts = (await queries.shift(visit)).starts_at
    with clock.at(starts - timedelta(hours=3)), pytest.raises(RuleBroken, match="two hours before"):
        await actions.check_in(visit, by=as_guest(pair.volunteer))
    with clock.at(starts):
        await actions.check_in(visit, by=as_guest(pair.volunteer))
        await actions.check_in(visit, by=as_guest(pair.volunteer))
    with clock.at(starts + timedelta(minutes=50)):
        assert await actions.check_out(visit, by=as_guest(pair.volunteer)) is False
        assert await actions.check_out(visit, by=as_guest(pair.volunteer)) is False
    found = await queries.hours(volunteer=pair.volunteer)
    assert (found.total, found.minutes) == (1, 50)


# Both nights of the year on which an hour is missing or comes twice.
NIGHTS = {"forward": datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "back": datetime(2027, 10, 31, 0, 30, tzinfo=UTC)}


@pytest.mark.parametrize("night", NIGHTS)
async def test_no_word_is_said_again_until_it_is_settled_in_words(night):
    with clock.at(NIGHTS[night] - timedelta(days=2)):
        pair = await a_pair()
        visit = await a_visit(pair, await begun(pair), NIGHTS[night])
    ends = NIGHTS[night] + timedelta(hours=1)
    with clock.at(NIGHTS[night]):
        await actions.check_in(visit, by=as_guest(pair.volunteer))
    with clock.at(ends + timedelta(minutes=14)):
        assert await actions.look_out() == 0
    for minutes, said in ((15, 1), (16, 0), (30, 1)):
        with clock.at(ends + timedelta(minutes=minutes)):
            assert await actions.look_out() == said
    with clock.at(ends + timedelta(minutes=31)):
        assert [one.id for one in await queries.not_back()] == [visit]
        with pytest.raises(RuleBroken, match="Say what you did"):
            await actions.settle(visit, words=" ", by=pair.coordinator)
        with pytest.raises(RuleBroken, match="safe"):
            await actions.note_done(visit, by=pair.coordinator)
        await actions.settle(visit, words="Rang: she is on the bus.", by=pair.coordinator)
    with clock.at(ends + timedelta(hours=3)):
        assert await actions.look_out() == 0
        assert await queries.not_back() == ()


async def test_a_late_word_settles_it_by_itself():
    pair = await a_pair()
    visit = await a_visit(pair, await begun(pair))
    ends = (await queries.shift(visit)).ends_at
    with clock.at(ends + timedelta(minutes=20)):
        assert await actions.look_out() == 1
        assert await actions.check_out(visit, by=as_guest(pair.volunteer)) is True
        assert await queries.not_back() == ()
    kept = await the_shift(visit)
    assert kept.alert_settled_at is not None
    assert kept.alert_settled_by is None


async def test_a_calendar_names_nobody_and_its_address_ends():
    pair = await a_pair(said={"first_name": "Wandacanary"})
    await a_visit(pair, await begun(pair))
    token = await actions.make_calendar(by=as_guest(pair.volunteer))
    owner = await actions.whose_calendar(token)
    assert owner == pair.volunteer
    feed = letters.as_feed(await queries.feed(owner)).decode()
    assert feed.count("BEGIN:VEVENT") == 1
    assert "CLASS:PRIVATE" in feed
    name = await value("SELECT name FROM volunteer WHERE id = $1", pair.volunteer)
    assert "Wandacanary" not in feed
    assert name not in feed
    await actions.end_calendar(by=as_guest(pair.volunteer))
    assert await actions.whose_calendar(token) is None
