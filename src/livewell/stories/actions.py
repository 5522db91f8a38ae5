"""Giving a story, changing it, taking it back; and the team reading it before it goes any further."""

from uuid import UUID

from livewell.journeys import queries as journeys
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor, Resident
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Member
from livewell.stories import rules
from livewell.stories.forms import StoryTyped
from livewell.stories.rules import StoryState
from livewell.stories.tables import Story


async def give(typed: StoryTyped, *, submission: UUID | None = None, by: Resident) -> UUID:
    """Give one's own story; gives its id. The same form twice is one story."""
    return await _give(by.person, typed, submission=submission, by=by)


async def write_down(journey_id: UUID, typed: StoryTyped, *, submission: UUID | None = None, by: Member) -> UUID:
    """Write down a story that somebody told, with the reach they agreed to. NotFound when `by` may not see the journey."""
    async with transaction():
        journey = await journeys.journey_for(journey_id, by, open_only=False)
        return await _give(journey.person, typed, submission=submission, by=by)


async def _give(person: UUID, typed: StoryTyped, *, submission: UUID | None, by: Actor) -> UUID:
    async with transaction():
        if submission is not None and (before := await once.already_done(submission, "stories.story")):
            return UUID(before)
        story = Story(
            person=person,
            title=typed.title,
            words=typed.words,
            reach=typed.reach.value,
            named_as=typed.named_as,
            wording_version=rules.WORDING_VERSION,
            given_at=clock.now(),
            written_down_by=by.staff_id,
        )
        await story.save()
        await news.tell("story.given", subject=story.id, by=by, person=person, reach=typed.reach)
        if submission is not None:
            await once.remember(submission, "stories.story", str(story.id))
    return story.id


async def change(story_id: UUID, typed: StoryTyped, *, version: int, by: Resident) -> None:
    """
    Change one's own story, or how far it may go: it is read again before it goes any further.

    NotFound for anybody else's; Stale when it was changed meanwhile; RuleBroken when it was taken back.
    """
    async with transaction():
        story = await _own(story_id, by)
        if story.version != version:
            raise Stale({"Your story": story.words}, {"Your story": typed.words})
        if story.state != StoryState.GIVEN:
            rules.check_move(StoryState(story.state), to=StoryState.GIVEN)
        story.title, story.words, story.edited_words = typed.title, typed.words, ""
        story.reach, story.named_as = typed.reach.value, typed.named_as
        story.wording_version = rules.WORDING_VERSION
        story.state = StoryState.GIVEN
        story.read_at, story.read_by = None, None
        story.version += 1
        await story.save()
        await news.tell("story.changed", subject=story.id, by=by, person=by.person, reach=typed.reach)


async def take_back(story_id: UUID, *, by: Resident) -> None:
    """Take one's own story back: its words are gone, and nobody reads it from now on. NotFound for anybody else's."""
    async with transaction():
        story = await _own(story_id, by)
        rules.check_move(StoryState(story.state), to=StoryState.WITHDRAWN)
        story.state = StoryState.WITHDRAWN
        story.title = story.words = story.edited_words = story.named_as = ""
        story.withdrawn_at = clock.now()
        story.version += 1
        await story.save()
        await news.tell("story.taken_back", subject=story.id, by=by, person=by.person)


async def mark_read(story_id: UUID, *, version: int, by: Member) -> None:
    """
    One of the team has read it, and nothing in it points at anybody who did not agree: it may go as far as it may.

    NotFound when there is none such; Stale when the person changed it meanwhile; RuleBroken when it was taken back.
    """
    async with transaction():
        story = await Story.objects().where(Story.id == story_id).lock_rows("UPDATE").first()
        if story is None:
            raise NotFound
        rules.check_move(StoryState(story.state), to=StoryState.READ)
        if story.version != version:
            raise Stale({"The story now": story.words}, {})
        story.state = StoryState.READ
        story.read_at, story.read_by = clock.now(), by.id
        story.version += 1
        await story.save()
        await news.tell("story.read", subject=story.id, by=by, person=story.person)


async def _own(story_id: UUID, by: Resident) -> Story:
    story = (
        await Story.objects().where((Story.id == story_id) & (Story.person == by.person)).lock_rows("UPDATE").first()
    )
    if story is None:
        raise NotFound
    if story.state == StoryState.WITHDRAWN:
        raise RuleBroken("You took this story back.")
    return story
