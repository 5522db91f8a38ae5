"""The copy somebody takes with them: their learning and their befriender are in it, and nobody else's words."""

import json
from datetime import timedelta
from types import ModuleType

import pytest_asyncio

from livewell.journeys.tables import Journey
from livewell.kit import clock
from livewell.kit.db import execute, value
from livewell.learning import actions as learning
from livewell.learning import tables as learning_tables
from livewell.learning.forms.people import PlanWords, Said
from livewell.learning.queries import courses
from livewell.learning.rules import ComesAs
from livewell.people.tables import Person
from livewell.placements import actions as placements
from livewell.placements import tables as placements_tables
from livewell.staff.rules import Role
from livewell.worker import prepare
from tests.at_home import HomeClientFor, as_themself
from tests.factories.learning import a_place, a_run, some_sessions, somebody
from tests.factories.placements import Pair, a_pair, as_guest, begun, proposed
from tests.factories.staff import a_member
from tests.residents.conftest import person_of

FILE = "/my/privacy/my-record.json"
THEIRS = {
    "booking.needs": "MINE-needs",
    "learning_plan.want": "MINE-want",
    "learning_plan.looked_back": "MINE-looked-back",
    "course_outcome.words": "MINE-came-of-it",
    "course_outcome.next_step": "MINE-next",
    "befriender_asked.words": "MINE-company",
}
"""Where they wrote something of their own -> a word that has to be in their copy."""
NEVER = "zqx-canary"
"""What is somebody else's, or the team's: it is in nobody's copy."""


@pytest_asyncio.fixture
async def pair() -> Pair:
    prepare()
    return await a_pair(volunteer={"name": f"Ada {NEVER}"}, said={"words": THEIRS["befriender_asked.words"]})


async def learned(person) -> None:
    """They booked a course, came, said what came of it, and keep a plan."""
    worker, me = await a_member(Role.LINK_WORKER), as_themself(person)
    run = await a_run(by=worker, sessions=some_sessions(times=1))
    who = somebody("Mary Clifton", comes_as=ComesAs.CLIENT, person=person, email="")
    made = await a_place(run, who, by=me, needs=THEIRS["booking.needs"])
    other = await a_place(run, somebody(f"Other {NEVER}"))
    (session,) = (await courses.run(run)).sessions
    with clock.at(session.ends_at + timedelta(minutes=1)):
        await learning.note_attendance(session.id, came={made.id, other.id}, by=worker)
        said = Said({"confident": 5}, THEIRS["course_outcome.words"], THEIRS["course_outcome.next_step"])
        await learning.say_what_came(made.id, said, by=me)
    words = PlanWords(want=THEIRS["learning_plan.want"], looked_back=THEIRS["learning_plan.looked_back"])
    await learning.write_plan(words, version=0, by=me)


async def test_their_learning_and_their_befriender_are_in_it(pair: Pair, home_client_for: HomeClientFor):
    person = await person_of(pair.journey)
    await begun(pair)
    await learned(person)
    answer = await (await home_client_for(person)).get(FILE)
    for place, word in THEIRS.items():
        assert word in answer.text, place
    assert NEVER not in answer.text
    held = json.loads(answer.content)
    assert held["what_you_said_came_of_courses"][0]["answers"] == {"I feel more confident": 5}
    assert held["certificates"][0]["number"] == await value(
        "SELECT f.number FROM certificate f JOIN booking b ON b.id = f.booking WHERE b.person = $1", person
    )
    assert held["course_sessions"][0]["came"] is True
    assert [one["first_name"] for one in held["befrienders"]] == ["Ada"]


async def test_it_is_nobody_elses(pair: Pair, home_client_for: HomeClientFor):
    await begun(pair)
    await learned(await person_of(pair.journey))
    other = await a_pair(said={"words": "Quite another"})
    held = json.loads((await (await home_client_for(await person_of(other.journey))).get(FILE)).content)
    assert not any(word in str(held) for word in THEIRS.values())
    assert held["courses_you_booked"] == held["certificates"] == held["your_plan_to_learn"] == []
    assert held["befrienders"] == []


async def test_whoever_said_no_and_what_coordinators_wrote_is_not_in_it(pair: Pair, home_client_for: HomeClientFor):
    placement = await proposed(pair)
    await execute(f"UPDATE placement SET why_them = '{NEVER}', ended_why = '{NEVER}'")
    client = await home_client_for(await person_of(pair.journey))
    assert json.loads((await client.get(FILE)).content)["befrienders"] == [], "Nobody has said yes yet."
    await placements.decline(placement, side="volunteer", by=as_guest(pair.volunteer))
    answer = await client.get(FILE)
    assert json.loads(answer.content)["befrienders"] == []
    assert NEVER not in answer.text


async def test_every_table_of_both_rooms_that_names_a_person_is_in_it_or_said_why_not():
    """A new table that names a person or a journey is thought about here."""
    assert _naming_people(learning_tables) | _naming_people(placements_tables) == {
        "booking",
        "learning_plan",
        "befriender_asked",
        "do_not_match",
    }, (
        "Put a new table into residents/queries/taken_away.py. Why two are kept apart is the safety team's and stays out."
    )


def _naming_people(room: ModuleType) -> set[str]:
    """The tables of a room with a column that names a person or a journey."""
    tables = [one for one in vars(room).values() if isinstance(one, type) and one.__module__ == room.__name__]
    return {
        table._meta.tablename
        for table in tables
        for column in table._meta.foreign_key_columns
        if column._foreign_key_meta.resolved_references in {Person, Journey}
    }
