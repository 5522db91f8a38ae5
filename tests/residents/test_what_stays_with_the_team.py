"""What the team keeps to itself stands on no page of somebody's own space, in no file and in no title."""

import re

import pytest

from livewell.doctor import routes_of
from livewell.kit import db
from livewell.staff.rules import Role
from tests.factories.feedback import a_sent_referral
from tests.factories.linkwork import an_introduction
from tests.factories.places import a_practice
from tests.factories.safety import a_matter
from tests.factories.staff import a_member
from tests.residents.conftest import a_story

CANARY = "zqx-canary"

TEAMS_OWN = {
    "session": ("notes", "why", "beyond_guide_why"),
    "contact_attempt": ("note",),
    "stage_change": ("why",),
    "introduction": ("summary", "answer_why", "no_goal_why", "elsewhere_why"),
    "referral": ("reason",),
    "assessment": ("safety", "intensity_why", "conditions_detail"),
    "safety_matter": ("what", "done_so_far", "outcome"),
    "connection": ("end_note",),
    "person": ("address",),
}
"""Table -> the columns that hold what a worker wrote for the team, or an address that is protected."""


async def planted():
    """Every one of those columns that there is says the word; gives how many rows do."""
    rows = 0
    for table, columns in TEAMS_OWN.items():
        there = await db.rows(
            "SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND column_name = ANY($2)",
            table,
            list(columns),
        )
        assert there, table
        sets = ", ".join(f"{one['column_name']} = '{CANARY} ' || {one['column_name']}" for one in there)
        await db.execute(f"UPDATE {table} SET {sets}")
        rows += await db.value(f"SELECT count(*) FROM {table}")
    return rows


@pytest.fixture
async def mary(home_client_for):
    story = await a_story()
    coach = story.coach
    doctor = await a_member(Role.PRACTICE_REFERRER, practice=await a_practice(area=coach.area))
    await a_sent_referral(doctor, journey=story.journey)
    await a_matter(coach, area=coach.area, person=story.person, journey=story.journey)
    await an_introduction(story.journey, coach, await a_member(Role.LINK_WORKER, area=coach.area))
    await db.execute("UPDATE person SET protected_address = true")
    assert await planted() >= 8
    client = await home_client_for(story.person)
    client.ids = {"session_id": story.held, "connection_id": story.connection}
    return client


async def test_no_page_and_no_file_of_theirs_shows_it(mary, app):
    looked = 0
    for route in routes_of(app):
        path = route["path"]
        if "GET" not in route["methods"] or route["permission"] != "own space":
            continue
        for name, one in mary.ids.items():
            path = path.replace(f"{{{name}:uuid}}", str(one))
        if "{" in path or path.endswith(".pdf"):
            continue
        answer = await mary.get(path)
        assert answer.status_code in {200, 404}, f"{path} answers {answer.status_code}"
        looked += answer.status_code == 200
        assert CANARY not in answer.text, path
        visible = re.sub(r"<nav.*?</nav>|<footer.*?</footer>|<header.*?</header>", "", answer.text, flags=re.DOTALL)
        assert "safety matter" not in visible.lower(), path
    assert looked > 12


async def test_that_a_matter_was_raised_is_not_told(mary):
    assert "matter" not in (await mary.get("/my/privacy/my-record.json")).text
