"""A volunteer who is forgotten: no word of theirs, and none about them, stays in any table of the two rooms."""

from uuid import uuid4

import pytest_asyncio

from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import execute, row, rows, value
from livewell.kit.deliveries import deliver_all
from livewell.kit.news import Heard
from livewell.listeners import install
from livewell.placements import actions, queries
from livewell.placements.actions.calendars import CALENDAR
from livewell.placements.forms.caring import Spoken
from livewell.volunteers import actions as volunteers
from tests.factories.placements import a_pair, a_shift, a_visit, as_guest, begun, the_placement, the_request, the_shift
from tests.factories.volunteers import a_coordinator

WORD = "zqxcanary"
STAYS = {("do_not_match", "why"), ("volunteer_concern", "outcome")}
"""Why two are kept apart, for the safety of whoever was visited; and what came of a concern."""


@pytest_asyncio.fixture
async def pair():
    install()
    return await a_pair(volunteer={"name": f"Ada {WORD}", "email": f"{WORD}@people.example"})


async def one_of_everything(pair):
    """Everything that is ever written about a volunteer, each with the word in it."""
    placement, me = await begun(pair), as_guest(pair.volunteer)
    await a_visit(pair, placement)
    await actions.add_hours(
        pair.volunteer, given_on=clock.today(), minutes=90, what=WORD, submission=uuid4(), by=pair.coordinator
    )
    await actions.claim(
        pair.volunteer,
        spent_on=clock.today(),
        pence=420,
        miles=None,
        what=WORD,
        receipt=(WORD.encode(), "application/pdf"),
        submission=uuid4(),
        by=me,
    )
    spoken = Spoken(held_on=clock.today(), going_well=WORD, difficult=WORD, wellbeing=WORD, agreed=WORD)
    await actions.note_supervision(pair.volunteer, spoken, version=1, submission=uuid4(), by=pair.coordinator)
    await actions.thank(pair.volunteer, kind="reference", words=WORD, submission=uuid4(), by=pair.coordinator)
    closed = await a_concern(pair)
    await actions.take_on(closed, by=pair.coordinator)
    await actions.close(closed, outcome="They talked.", submission=uuid4(), by=pair.coordinator)
    await actions.make_calendar(by=me)
    await execute(f"UPDATE placement SET why_them = '{WORD}', ended_why = '{WORD}'")
    await execute(f"UPDATE shift SET alert_words = '{WORD}', place = '{WORD}', what = '{WORD}'")
    await execute(f"UPDATE volunteer_expense SET sentence = '{WORD}'")
    return placement


async def a_concern(pair):
    return await actions.raise_concern(
        pair.volunteer, words=f"{WORD} was late.", urgent=False, submission=uuid4(), by=pair.coach
    )


async def forgotten(pair):
    await volunteers.forget(pair.volunteer, by=PUBLIC_VISITOR)
    await deliver_all()


async def where_it_stands() -> set[tuple[str, str]]:
    """Every table and column of the two rooms that holds the word, read from the database, not from a list of ours."""
    found = await rows(
        """
        SELECT c.table_name, c.column_name FROM information_schema.columns c
        WHERE c.table_schema = 'public' AND (c.table_name LIKE 'volunteer%' OR c.table_name IN
              ('training_cohort', 'cohort_place', 'befriender_asked', 'do_not_match', 'placement', 'shift'))
        """
    )
    assert len({one["table_name"] for one in found}) >= 19
    return {
        (one["table_name"], one["column_name"])
        for one in found
        if await value(
            f"SELECT EXISTS (SELECT FROM {one['table_name']} WHERE {one['column_name']}::text ILIKE '%{WORD}%'"
            f" OR {one['column_name']}::text ILIKE '%{WORD.encode().hex()}%')"
        )
    }


async def test_no_word_stays_in_any_table_of_the_two_rooms(pair):
    await one_of_everything(pair)
    before = await where_it_stands()
    planted = {"volunteer", "placement", "shift", "volunteer_expense", "volunteer_hours", "volunteer_supervision"}
    assert planted | {"volunteer_concern", "volunteer_thanks"} <= {table for table, _column in before}
    assert ("volunteer_expense", "receipt") in before
    await forgotten(pair)
    assert await where_it_stands() == set()


async def test_days_counts_and_money_stay_and_what_came_of_a_concern(pair):
    placement = await one_of_everything(pair)
    await forgotten(pair)
    kept = await row("SELECT minutes FROM volunteer_hours")
    spent = await row("SELECT pence, spent_on FROM volunteer_expense")
    concern = await row("SELECT outcome, words, raised_at FROM volunteer_concern")
    assert (kept["minutes"], spent["pence"]) == (90, 420)
    assert (concern["outcome"], concern["words"]) == ("They talked.", "")
    assert await value("SELECT count(*) FROM volunteer_supervision") == 1, "What was planned is planned no more."
    assert await value("SELECT kind FROM volunteer_thanks") == "reference"
    assert (await the_placement(placement)).state == "ended"
    assert (await the_request(pair.asked)).state == "open", "Somebody else is looked for."
    assert (await queries.asked_for())[0][1] == "Nobody is suggested yet"
    keys = "SELECT count(*) FROM door_key WHERE purpose = $1 AND subject = $2 AND ended_at IS NULL"
    assert not await value(keys, CALENDAR, pair.volunteer)


async def test_what_is_still_looked_into_keeps_its_words_until_it_is_closed(pair):
    concern = await a_concern(pair)
    await forgotten(pair)
    assert await where_it_stands() == {("volunteer_concern", "words")}
    other = await a_coordinator()
    await actions.take_on(concern, by=other)
    await actions.close(concern, outcome="They had left.", submission=uuid4(), by=other)
    assert await where_it_stands() == set()


async def test_why_two_are_kept_apart_stays_for_whoever_was_visited(pair):
    await actions.keep_apart(pair.journey, volunteer=pair.volunteer, why=WORD, submission=uuid4(), by=pair.coach)
    await forgotten(pair)
    assert await where_it_stands() <= STAYS


async def test_a_shift_with_a_group_is_open_to_others_and_keeps_its_place(pair):
    shift = await a_shift(pair.role, pair.coordinator)
    await actions.take(shift, volunteer=pair.volunteer, by=as_guest(pair.volunteer))
    await forgotten(pair)
    made = await the_shift(shift)
    assert (made.state, made.volunteer, made.place) == ("open", None, "Fictional Village Hall")


async def test_heard_twice_is_once(pair):
    await one_of_everything(pair)
    await forgotten(pair)
    again = await row("SELECT * FROM event WHERE what = 'volunteer.forgotten'")
    await actions.forget_volunteer(
        Heard(again["id"], again["what"], again["subject"], None, None, None, again["happened_at"])
    )
    assert await value("SELECT count(*) FROM placement WHERE state = 'ended'") == 1
