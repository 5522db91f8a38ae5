"""What goes wrong on a bad day: a hundred at once, a check that ends at midnight, and both at the change of the clocks."""

import asyncio
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.db import execute, transaction, value
from livewell.kit.errors import RuleBroken
from livewell.placements import actions, queries
from tests.factories.journeys import an_open_journey
from tests.factories.placements import a_pair, a_shift, an_ask, as_guest, begun, the_placement

CHANGES = (
    # The last day, the last minute of it in London, and the first one after it; the clocks go forward on 29 March 2026 and
    # back on 25 October 2026.
    (date(2026, 3, 28), datetime(2026, 3, 28, 23, 59, tzinfo=UTC), datetime(2026, 3, 29, 0, 0, tzinfo=UTC)),
    (date(2026, 3, 29), datetime(2026, 3, 29, 22, 59, tzinfo=UTC), datetime(2026, 3, 29, 23, 0, tzinfo=UTC)),
    (date(2026, 10, 24), datetime(2026, 10, 24, 22, 59, tzinfo=UTC), datetime(2026, 10, 24, 23, 0, tzinfo=UTC)),
    (date(2026, 10, 25), datetime(2026, 10, 25, 23, 59, tzinfo=UTC), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)),
)


@pytest.mark.parametrize(("last_day", "last_minute", "first_minute"), CHANGES)
async def test_what_somebody_helps_with_stops_at_midnight_in_london(last_day, last_minute, first_minute):
    with clock.at(last_minute - timedelta(days=40)):
        pair = await a_pair(
            volunteer={"certificate_on": last_day.replace(year=last_day.year - 3), "done_on": clock.today()}
        )
        placement = await begun(pair)
    with clock.at(last_minute):
        assert await actions.stop_the_unready() == 0
        assert (await the_placement(placement)).state == "active"
        shift = await a_shift(pair.role, pair.coordinator, starts_at=first_minute + timedelta(minutes=30))
        with pytest.raises(RuleBroken, match="not ready"):
            await actions.take(shift, volunteer=pair.volunteer, by=as_guest(pair.volunteer))
        with pytest.raises(asyncpg.CheckViolationError):
            async with transaction():
                await execute("UPDATE shift SET volunteer = $2, state = 'taken' WHERE id = $1", shift, pair.volunteer)
    with clock.at(first_minute):
        assert await actions.stop_the_unready() == 1
        made = await the_placement(placement)
        assert (made.state, made.stopped_why) == ("stopped", "check")


async def test_of_a_hundred_suggestions_at_once_one_takes_the_last_room_of_a_volunteer(committed_db):
    pair = await a_pair(volunteer={"most_people": 1})
    others = [await an_ask(await an_open_journey(pair.coach, stage=Stage.COACHING), pair.coach) for _ in range(4)]
    asked = [pair.asked, *others]

    async def suggest(number: int) -> bool:
        with suppress(RuleBroken):
            await actions.propose(
                asked[number % len(asked)], volunteer=pair.volunteer, submission=uuid4(), by=pair.coordinator
            )
            return True
        return False

    assert sum(await asyncio.gather(*(suggest(number) for number in range(100)))) == 1
    assert await value("SELECT count(*) FROM placement") == 1
    assert len([one for one, how_far in await queries.asked_for() if how_far == "The volunteer is being asked"]) == 1


async def test_of_a_hundred_answers_at_once_one_counts(committed_db):
    pair = await a_pair()
    placement = await actions.propose(pair.asked, volunteer=pair.volunteer, submission=uuid4(), by=pair.coordinator)
    me = as_guest(pair.volunteer)

    async def answer(number: int) -> None:
        with suppress(RuleBroken):
            await (actions.agree if number % 2 else actions.decline)(placement, side="volunteer", by=me)

    await asyncio.gather(*(answer(number) for number in range(100)))
    assert (await the_placement(placement)).state == "declined", "Whoever says no at last has said no."
    assert await value("SELECT count(*) FROM event WHERE what = 'placement.declined'") == 1
    assert await value("SELECT count(*) FROM event WHERE what = 'placement.agreed'") <= 1
