"""The first view of a record: the journey in short, and entries that belong together told as one."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from livewell.record.queries.timeline import Entry
from livewell.record.queries.together import together
from livewell.staff.rules import Role
from tests.factories.staff import a_member
from tests.record.test_record import case  # noqa: F401  A journey on which everything happened.

START = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)


def entry(code: str, *, minutes: float = 0, by: str = "Ama", text: str = "", tag=None, struck: str = "") -> Entry:
    return Entry(
        at=START - timedelta(minutes=minutes),
        title=code,
        by=by,
        text=text,
        href="",
        tag=tag,
        struck=struck,
        kind=code.partition(".")[0],
        code=code,
    )


def test_a_stage_and_what_moved_it_are_one():
    moved = entry("journey.moved", tag=("Waiting for a link worker", "yellow"), text="Goals are agreed.")
    found = together([entry("introduction.asked", text="Likes company."), moved, entry("session.held", minutes=9)])
    assert [one.code for one in found] == ["introduction.asked", "session.held"]
    assert found[0].tag == ("Waiting for a link worker", "yellow")
    assert found[0].text == "Likes company.\n\nGoals are agreed."


def test_steps_done_at_once_are_one_in_the_order_they_were_done():
    found = together([entry("goal.step_done", text="Second"), entry("goal.step_done", minutes=1, text="First")])
    assert len(found) == 1
    assert (found[0].title, found[0].text) == ("2 steps done", "First\n\nSecond")


def test_what_does_not_belong_together_stays_apart():
    for pair in (
        [entry("goal.agreed"), entry("goal.agreed", minutes=30)],
        [entry("goal.agreed"), entry("goal.agreed", by="Joe")],
        [entry("goal.agreed", struck="Replaced."), entry("goal.agreed")],
        [entry("safety.raised"), entry("safety.acknowledged")],
        [entry("contact.tried"), entry("contact.tried")],
        [entry("journey.moved"), entry("session.held")],
    ):
        assert together(pair) == tuple(pair)


CODES = ["journey.moved", "contact.tried", "goal.step_done", "safety.raised", "session.held", "greenbook.issued"]


@given(st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(["Ama", "Joe"]), st.integers(0, 9)), max_size=12))
def test_nothing_written_is_lost_and_the_order_stays(drawn):
    entries = [
        entry(code, by=by, minutes=minutes, text=f"text {number} here")
        for number, (code, by, minutes) in enumerate(sorted(drawn, key=lambda one: one[2]))
    ]
    found = together(entries)
    told = "\n".join(one.text for one in found)
    assert all(one.text in told for one in entries)
    assert sum(one.code == "safety.raised" for one in found) == sum(one.code == "safety.raised" for one in entries)


async def test_the_first_view_begins_with_the_journey_in_short(case, client_for):  # noqa: F811
    coach, _, _, journey = case
    client = await client_for(coach)
    page = (await client.get(f"/journeys/{journey}")).text
    assert page.index("In short") < page.index("What has happened</h2>")
    assert page.index("Open safety matter") < page.index("Next:") < page.index("What you can do")
    for narrowed in ("?show=sessions", "?page=2"):
        assert "In short" not in (await client.get(f"/journeys/{journey}{narrowed}")).text


async def test_nobody_else_reads_it_in_short(case, client_for):  # noqa: F811
    _, _, _, journey = case
    stranger = await a_member(Role.LINK_WORKER)
    assert (await (await client_for(stranger)).get(f"/journeys/{journey}")).status_code == 404
    assert (await (await client_for(stranger)).get(f"/journeys/{uuid4()}")).status_code == 404
