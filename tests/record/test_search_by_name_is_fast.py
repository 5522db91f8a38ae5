"""Names are found by their index, whatever is typed, and as they always were: the first letters of every word."""

import pytest

from livewell.kit import db
from livewell.kit.db import count_queries
from livewell.record.queries.search import people
from livewell.record.rules import Wanted
from livewell.staff.rules import Role
from tests.factories.journeys import an_open_journey
from tests.factories.staff import a_member

MANY = """
    INSERT INTO person (id, first_name, family_name, created_at)
    SELECT gen_random_uuid(), (ARRAY['Anna', 'Bela', 'Chloé', 'Dev', 'Elin', 'Femi'])[1 + n % 6],
           substr(md5(n::text), 1, 7), now() FROM generate_series(1, 20000) AS n
"""


@pytest.fixture
async def coach():
    coach = await a_member(Role.HEALTH_COACH)
    await an_open_journey(coach, first_name="Zoë", family_name="O’Brien-Smythe")
    await db.execute(MANY)
    await db.execute("ANALYZE person")
    return coach


@pytest.mark.parametrize("typed", ["zoe", "ZOË", "smythe zoe", "O’Brien", "o’brien-sm z"])
async def test_a_name_is_found_by_the_index_among_many(coach, typed):
    with count_queries() as ran:
        found = await people(Wanted(name=typed), seen_by=coach)
    if "smythe zoe" in typed:
        assert found == ()  # A word begins after a space, as it always did.
    else:
        assert [one.name for one in found] == ["Zoë O’Brien-Smythe"]
    assert ran.count == 1


@pytest.mark.parametrize("words", [["% zo%"], ["% zoe%", "% smy%"], ["% z%", "% obr%"]])
async def test_the_plan_reads_the_index_and_not_every_record(coach, words):
    conditions = " AND ".join(
        f"names_of_person(p.first_name, p.preferred_name, p.family_name) LIKE plain_words('{word}')" for word in words
    )
    plan = await db.rows(f"EXPLAIN SELECT id FROM person p WHERE {conditions}")
    text = "\n".join(row["QUERY PLAN"] for row in plan)
    assert "person_names" in text
    assert "Seq Scan" not in text


@pytest.mark.parametrize("typed", ["%", "_", "\\", "zo%", "z_e", "zoe\\"])
async def test_what_means_something_to_the_database_is_only_a_letter(coach, typed):
    assert await people(Wanted(name=typed + "xx"), seen_by=coach) == ()
