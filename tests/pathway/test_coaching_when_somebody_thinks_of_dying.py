"""In a session she says that she thinks of ending her life: help in one click, a pathway, and a plan that is hers (U10)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.crisis.actions import pathways, plans, walks
from livewell.crisis.queries.pathways import guide
from livewell.crisis.queries.plans import plan, words_about
from livewell.crisis.queries.walks import walk as the_walk
from livewell.crisis.rules.pathways import StepDone
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.db import value
from livewell.kit.deliveries import deliver_all
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Event
from livewell.safety import actions as safety
from livewell.safety import queries as matters
from livewell.safety.rules import RaisedFrom, SafetyKind, SafetyStatus
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.factories.crisis import PLAN, SUICIDAL_THOUGHTS, a_plan, an_approved_pathway
from tests.factories.journeys import an_open_journey
from tests.factories.people import a_person
from tests.factories.places import an_area
from tests.factories.sessions import a_session
from tests.factories.staff import a_member

THREE = datetime(2026, 11, 18, 15, tzinfo=UTC)
SAID = "Said that she does not want to wake up, and has thought of how."
HELP = ("999", "111", "116 123")


def at(minutes: int):
    return clock.at(THREE + timedelta(minutes=minutes))


@pytest.fixture
async def story(app):
    """A link worker in a session, the coaches of the area, and the site's lead."""
    area = await an_area(name="South")
    people = {
        "coach": await a_member(Role.HEALTH_COACH, area=area),
        "link_worker": await a_member(Role.LINK_WORKER, area=area),
        "elsewhere": await a_member(Role.LINK_WORKER),
        "lead": await a_member(Role.MANAGER),
    }
    with at(0):
        journey = await an_open_journey(
            people["coach"], stage=Stage.LINK_WORK, link_worker=people["link_worker"], first_name="Rosalind"
        )
        await a_session(journey, people["link_worker"], THREE)
    return people, journey, as_themself(await value("SELECT person FROM journey WHERE id = $1", journey))


async def test_before_anybody_approved_it_there_is_a_plain_warning_and_help(story, client_for):
    people, journey, _her = story
    await then_it_is_one_click_from_her_record_and_help_stands_there(journey, people, client_for)
    await then_it_says_that_it_is_not_ready_and_tells_no_steps(journey, people, client_for)
    await then_it_cannot_be_followed(journey, people)


async def test_from_the_words_in_a_session_to_a_plan_that_is_hers(story, client_for):
    people, journey, her = story
    await given_the_sites_lead_supplied_and_approved_it(people)
    walk = await when_the_link_worker_begins_it_with_a_double_press(journey, people)
    matter = await then_a_safety_matter_is_open_and_the_area_knows(walk, people)
    await when_every_step_is_written_down_as_it_was(walk, people)
    await when_the_pathway_is_changed_the_walk_stays_what_was_followed(walk, people)
    await when_it_ends_the_matter_stays_until_somebody_closes_it(walk, matter, people)
    await when_they_agree_a_safety_plan_and_she_reads_it_at_home(journey, people, her)
    await then_she_sees_nothing_of_the_matter_and_the_plan_is_hers_alone(matter, people, her)
    await then_no_news_holds_a_word_of_it()


async def then_it_is_one_click_from_her_record_and_help_stands_there(journey, people, client_for):
    client = await client_for(people["link_worker"])
    there = f"/journeys/{journey}/pathways"
    with at(1):
        for page in (f"/journeys/{journey}", f"/journeys/{journey}/about/sessions"):
            assert there in (await client.get(page)).text, page
        shown = (await client.get(there)).text
    for number in HELP:
        assert number in shown
    assert f"{there}/{SUICIDAL_THOUGHTS}" in shown


async def then_it_says_that_it_is_not_ready_and_tells_no_steps(journey, people, client_for):
    client = await client_for(people["link_worker"])
    with at(1):
        shown = (await client.get(f"/journeys/{journey}/pathways/{SUICIDAL_THOUGHTS}")).text
    assert "This pathway is not ready" in shown
    assert "Begin this pathway now" not in shown
    for number in HELP:
        assert number in shown
    assert (await guide(SUICIDAL_THOUGHTS)).content.steps == ()


async def then_it_cannot_be_followed(journey, people):
    with pytest.raises(RuleBroken, match="Nobody has approved"):
        await _begin(journey, people["link_worker"])
    assert await value("SELECT count(*) FROM safety_matter") == 0


async def given_the_sites_lead_supplied_and_approved_it(people):
    with at(-60):
        await an_approved_pathway(people["lead"])
        assert (await guide(SUICIDAL_THOUGHTS)).is_ready


async def when_the_link_worker_begins_it_with_a_double_press(journey, people):
    twice = uuid4()
    with at(3):
        begun = {await _begin(journey, people["link_worker"], submission=twice) for _ in range(2)}
        assert len(begun) == 1
        with pytest.raises(NotFound):
            await _begin(journey, people["elsewhere"])
    return begun.pop()


async def then_a_safety_matter_is_open_and_the_area_knows(walk, people):
    with at(4):
        await deliver_all()
        (matter,) = await matters.waiting(seen_by=people["coach"])
        assert (matter.kind, matter.urgent, matter.raised_from) == (
            SafetyKind.SUICIDAL_THOUGHTS,
            True,
            RaisedFrom.SESSION,
        )
        assert SAID in matter.what
        assert (await the_walk(walk, seen_by=people["link_worker"])).matter == matter.id
        told = await value("SELECT count(*) FROM message WHERE kind = 'safety_alert'")
        assert told == 1
    return matter.id


async def when_every_step_is_written_down_as_it_was(walk, people):
    by = people["link_worker"]
    with at(6):
        steps = (await the_walk(walk, seen_by=by)).steps
        with pytest.raises(RuleBroken):  # What could not be done needs a word why.
            await walks.write_step(walk, 2, what=StepDone.COULD_NOT, words="", submission=uuid4(), by=by)
        for one in steps:
            done = StepDone.COULD_NOT if one.number == 2 else StepDone.DONE
            words = "No signal in the lane; rang from the shop." if one.number == 2 else ""
            await walks.write_step(walk, one.number, what=done, words=words, submission=uuid4(), by=by)
        seen = await the_walk(walk, seen_by=by)
        assert seen.left == []
        assert "No signal in the lane; rang from the shop." in "\n".join(seen.said())


async def when_the_pathway_is_changed_the_walk_stays_what_was_followed(walk, people):
    with at(8):
        before = (await the_walk(walk, seen_by=people["link_worker"])).content
        await pathways.withdraw_pathway(SUICIDAL_THOUGHTS, by=people["lead"])
        assert (await the_walk(walk, seen_by=people["link_worker"])).content == before


async def when_it_ends_the_matter_stays_until_somebody_closes_it(walk, matter, people):
    with at(50):
        await walks.end_walk(walk, outcome="Her sister stays tonight.", submission=uuid4(), by=people["link_worker"])
        assert not (await the_walk(walk, seen_by=people["link_worker"])).is_open
        with pytest.raises(RuleBroken):
            await walks.write_step(walk, 1, what=StepDone.DONE, words="", submission=uuid4(), by=people["link_worker"])
        assert (await matters.matter(matter, seen_by=people["coach"])).status is SafetyStatus.RAISED
        await safety.acknowledge(matter, by=people["coach"])
        assert await matters.waiting(seen_by=people["coach"]) == ()


async def when_they_agree_a_safety_plan_and_she_reads_it_at_home(journey, people, her):
    with clock.at(THREE + timedelta(days=2)):
        with pytest.raises(RuleBroken):  # A plan made without her is no plan of hers.
            await plans.agree_plan(
                journey,
                words=PLAN,
                with_whom="",
                together=False,
                agreed_on=clock.today(),
                review_on=clock.today() + timedelta(days=30),
                version=0,
                by=people["link_worker"],
            )
        await a_plan(journey, people["link_worker"])
        found = await plan(her.person)
        assert found is not None
        assert found.parts["staff_do"] == PLAN["staff_do"]


async def then_she_sees_nothing_of_the_matter_and_the_plan_is_hers_alone(matter, people, her):
    with clock.at(THREE + timedelta(days=3)):
        twice = uuid4()
        for _ in range(2):
            await plans.say_about_plan(words="My sister has a new number.", submission=twice, by=her)
        assert [one.words for one in await words_about(her.person)] == ["My sister has a new number."]
        stranger = as_themself(await a_person())
        with pytest.raises(NotFound):
            await plans.say_about_plan(words="x", submission=uuid4(), by=stranger)


async def then_no_news_holds_a_word_of_it():
    told = str(await Event.select())
    for words in ("wake up", "sister", "Rosalind", *PLAN.values(), "No signal"):
        assert words not in told


async def _begin(journey, by, **changes):
    given = {"words": SAID, "raised_from": RaisedFrom.SESSION, "submission": uuid4()} | changes
    return await walks.begin_walk(journey, SUICIDAL_THOUGHTS, **given, by=by)
