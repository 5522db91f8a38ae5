"""Stories: given, changed, taken back, read before they go further, and no further than their owner said."""

from uuid import uuid4

import pytest

from livewell.kit.actor import resident
from livewell.kit.db import rows, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Role
from livewell.stories import actions, queries
from livewell.stories.forms import StoryTyped
from livewell.stories.rules import Reach
from tests.browsing import form_to, post
from tests.factories.journeys import a_coach_and_a_journey
from tests.factories.people import a_person
from tests.factories.staff import a_member

WORDS = "I came with a flat tyre and left with a walking group."


def told(reach=Reach.PUBLIC, words=WORDS):
    return StoryTyped("The tyre", words, reach, "Dot")


async def somebody():
    return resident(await a_person(), uuid4())


async def version_of(story):
    return (await queries.one_story(story)).version


@pytest.mark.parametrize(
    ("reach", "read", "in_reports", "for_everybody"),
    [
        (Reach.TEAM, True, False, False),
        (Reach.REPORTS, True, True, False),
        (Reach.PUBLIC, True, True, True),
        (Reach.PUBLIC, False, False, False),
    ],
)
async def test_a_story_goes_as_far_as_its_owner_said_and_no_further(
    visitor, client_for, reach, read, in_reports, for_everybody
):
    coach = await a_member(Role.HEALTH_COACH)
    story = await actions.give(told(reach), by=await somebody())
    if read:
        await actions.mark_read(story, version=1, by=coach)
    assert (WORDS in (await visitor.get("/stories")).text) is for_everybody
    assert (WORDS in (await (await client_for(Role.EVALUATOR)).get("/report-stories")).text) is in_reports
    assert WORDS in (await (await client_for(coach)).get("/team-stories/" + str(story))).text
    assert (await (await client_for(Role.EVALUATOR)).get("/team-stories")).status_code == 403


async def test_taking_it_back_leaves_no_words(visitor):
    by = await somebody()
    coach = await a_member(Role.HEALTH_COACH)
    story = await actions.give(told(), by=by)
    await actions.mark_read(story, version=1, by=coach)
    await actions.take_back(story, by=by)
    assert WORDS not in (await visitor.get("/stories")).text
    assert await queries.own_stories(by) == []
    assert not any(WORDS in str(one) for one in await rows("SELECT * FROM story"))
    for again in (actions.take_back(story, by=by), actions.change(story, told(), version=4, by=by)):
        with pytest.raises(RuleBroken):
            await again
    with pytest.raises(NotFound):
        await queries.one_story(story)
    with pytest.raises(RuleBroken):
        await actions.mark_read(story, version=4, by=coach)


async def test_a_changed_story_waits_to_be_read_again(visitor):
    by = await somebody()
    coach = await a_member(Role.HEALTH_COACH)
    story = await actions.give(told(), by=by)
    await actions.mark_read(story, version=1, by=coach)
    await actions.change(story, told(words="Another ending."), version=2, by=by)
    assert "Another ending." not in (await visitor.get("/stories")).text
    with pytest.raises(Stale):
        await actions.change(story, told(), version=2, by=by)
    with pytest.raises(Stale):
        await actions.mark_read(story, version=2, by=coach)
    await actions.mark_read(story, version=3, by=coach)
    assert "Another ending." in (await visitor.get("/stories")).text


async def test_nobody_else_changes_it_or_finds_out_whose_it_is(client_for):
    by, other = await somebody(), await somebody()
    story = await actions.give(told(Reach.TEAM), by=by)
    for forbidden in (
        actions.change(story, told(), version=1, by=other),
        actions.take_back(story, by=other),
        queries.own_story(story, other),
    ):
        with pytest.raises(NotFound):
            await forbidden
    page = (await (await client_for(Role.MANAGER)).get(f"/team-stories/{story}")).text
    assert str(by.person) not in page
    name = await value("SELECT family_name FROM person WHERE id = $1", by.person)
    assert name not in page


async def test_on_their_own_pages(home_client_for):
    by = await somebody()
    client = await home_client_for(by.person)
    wrong = await post(client, "/my/stories/new", {"words": WORDS, "reach": "the moon"})
    assert wrong.status_code == 422
    assert WORDS in wrong.text
    assert (await post(client, "/my/stories/new", {"words": WORDS, "reach": "team"})).status_code == 303
    story = (await queries.own_stories(by))[0]
    assert (await post(client, f"/my/stories/{story.id}", {"words": "Shorter.", "reach": "public"})).status_code == 303
    assert "Shorter." in (await client.get("/my/stories")).text
    stranger = await home_client_for((await somebody()).person)
    assert (await stranger.get(f"/my/stories/{story.id}")).status_code == 404
    gone = await post(client, f"/my/stories/{story.id}/take-back", {}, page=f"/my/stories/{story.id}")
    assert gone.status_code == 303
    assert "Shorter." not in (await client.get("/my/stories")).text


async def test_written_down_with_a_worker(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    url = f"/journeys/{journey}/story"
    assert (await post(client, url, {"words": WORDS})).status_code == 422
    assert (await post(client, url, {"words": WORDS, "reach": "reports"})).status_code == 303
    found = (await queries.for_the_team())[0]
    assert (found.words, found.written_down_by) == (WORDS, coach.name)
    assert (await (await client_for(Role.LINK_WORKER)).get(url)).status_code == 404


async def test_a_mistake_does_not_turn_an_old_page_into_a_new_one(home_client_for):
    """What was changed elsewhere meanwhile is not written over because the form had to be sent twice."""
    by = await somebody()
    client = await home_client_for(by.person)
    story = await actions.give(told(), by=by)
    page = form_to(await client.get(f"/my/stories/{story}"), f"/my/stories/{story}").data
    await actions.change(story, told(words="Said on the telephone."), version=1, by=by)
    wrong = await client.post(f"/my/stories/{story}", data={**page, "words": ""})
    assert wrong.status_code == 422
    again = form_to(wrong, f"/my/stories/{story}").data
    answer = await client.post(f"/my/stories/{story}", data={**again, "words": "Said on the laptop."})
    assert answer.status_code == 409
    assert "Said on the telephone." in answer.text
    assert "Said on the laptop." in answer.text
