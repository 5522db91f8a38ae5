"""Writing on a page: what it does, what it refuses, and what it leaves behind."""

from uuid import uuid4

import pytest

from livewell.greenbook import actions, queries
from livewell.greenbook.rules.pages import Sharing, WrittenHow
from livewell.kit import drafts
from livewell.kit.db import rows, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Role
from tests.factories.staff import a_member
from tests.greenbook.some_books import a_leaf_with, a_note, an_owner, the_leaf, the_page, written


async def news_of(person):
    return [
        one["what"]
        for one in await rows(
            "SELECT what FROM event WHERE person = $1 AND what LIKE 'greenbook.%' ORDER BY told_in", person
        )
    ]


async def together(owner, page, by=None, *, how=WrittenHow.TOGETHER, version=None, **words):
    await actions.write_together(
        page.id,
        journey=owner.journey,
        words=words,
        title=page.own_title,
        how=how,
        version=page.version if version is None else version,
        submission=uuid4(),
        by=by or owner.coach,
    )


async def test_what_was_there_before_is_kept_for_the_owner():
    owner = await an_owner()
    page = await the_leaf(owner, "bad_day")
    await written(owner, page.id, start="Tea")
    await written(owner, page.id, start="Tea, then a walk")
    now = await written(owner, page.id, start="")
    of_page = await queries.of_page(now)
    assert [one.answers for one in of_page.earlier] == [
        [("I can start with", "Tea, then a walk")],
        [("I can start with", "Tea")],
    ]
    assert now.words == {}
    assert not now.has_words


async def test_the_same_words_again_change_nothing():
    owner = await an_owner()
    page = await written(owner, (await the_leaf(owner, "bad_day")).id, start="Tea")
    assert (await written(owner, page.id, start="Tea")).version == page.version
    assert await value("SELECT count(*) FROM page_before") == 0


async def test_what_a_page_does_not_ask_is_not_kept():
    owner = await an_owner()
    page = await written(owner, (await the_leaf(owner, "bad_day")).id, start="Tea", source="<b>", other="x")
    assert page.words == {"start": "Tea"}


async def test_nobody_hears_of_a_private_page_and_the_team_of_a_shared_one():
    owner = await an_owner()
    before = await news_of(owner.person)
    page = await written(owner, (await the_leaf(owner, "bad_day")).id, start="Tea")
    assert await news_of(owner.person) == before
    await actions.share(page.id, sharing=Sharing.WORKER, by=owner.by)
    await written(owner, page.id, start="Tea and toast")
    assert await news_of(owner.person) == [*before, "greenbook.page_shared", "greenbook.page_changed"]


async def test_stale_shows_both():
    owner = await an_owner()
    page = await written(owner, (await the_leaf(owner, "bad_day")).id, start="Tea")
    with pytest.raises(Stale) as caught:
        await actions.write(
            page.id, words={"start": "Coffee"}, title="", version=page.version - 1, submission=uuid4(), by=owner.by
        )
    assert caught.value.theirs["I can start with"] == "Tea"
    assert caught.value.yours["I can start with"] == "Coffee"
    with pytest.raises(Stale):
        await actions.write(page.id, words={}, title="", version=None, submission=uuid4(), by=owner.by)


async def test_a_page_that_is_taken_out_is_not_written_on():
    owner = await an_owner()
    page = await a_note(owner, "My dog")
    await actions.take_out(page.id, by=owner.by)
    with pytest.raises(RuleBroken, match="taken out"):
        await written(owner, page.id, words="Rex")


async def test_only_the_owner_writes_alone():
    owner, other = await an_owner(), await an_owner()
    page = await a_note(owner, "My dog", "Rex", sharing=Sharing.GP)
    for by in (other.by, owner.coach, await a_member(Role.MANAGER)):
        with pytest.raises(NotFound):
            await actions.write(page.id, words={}, title="x", version=page.version, submission=uuid4(), by=by)
        with pytest.raises(NotFound):
            await actions.add_note(title="x", submission=uuid4(), by=by) if by is not other.by else await the_page(
                other, page.id
            )


async def test_written_together_says_so():
    owner = await an_owner()
    page = await a_leaf_with(owner, "connect", sharing=Sharing.WORKER, now="My sister")
    await together(owner, page, how=WrittenHow.PAPER, now="My sister, and Ann")
    seen = await the_page(owner, page.id)
    assert (seen.words, seen.written_how, seen.changed_by_name) == (
        {"now": "My sister, and Ann"},
        "paper",
        owner.coach.name,
    )
    with pytest.raises(Stale):
        await together(owner, page, now="Something else")


async def test_who_does_not_work_with_them_does_not_write():
    owner, other = await an_owner(), await an_owner()
    page = await a_leaf_with(owner, "connect", sharing=Sharing.GP, now="My sister")
    strangers = [other.coach, await a_member(Role.LINK_WORKER), owner.by, other.by]
    strangers += [await a_member(role) for role in (Role.PRACTICE_REFERRER, Role.EVALUATOR, Role.ADMINISTRATOR)]
    for by in strangers:
        with pytest.raises(NotFound):
            await together(owner, page, by, now="x")
    with pytest.raises(NotFound):  # A page of somebody else, by way of a journey that is theirs.
        await actions.write_together(
            page.id,
            journey=other.journey,
            words={},
            title="",
            how=WrittenHow.TOGETHER,
            version=page.version,
            submission=uuid4(),
            by=other.coach,
        )


async def test_a_page_that_became_private_shows_nothing_to_who_was_writing():
    """Not even what it says now: that would be a private word in a page about two versions."""
    owner = await an_owner()
    page = await a_leaf_with(owner, "connect", sharing=Sharing.WORKER, now="My sister")
    await drafts.keep(actions.draft_owner(owner.coach), actions.DRAFT, str(page.id), {"answer-now": "My si"})
    await actions.share(page.id, sharing=Sharing.ME, by=owner.by)
    await written(owner, page.id, now="Nobody")
    assert await drafts.kept(actions.draft_owner(owner.coach), actions.DRAFT, str(page.id)) is None
    with pytest.raises(NotFound):
        await together(owner, page, now="x")


@pytest.mark.parametrize("private_words", ["", "Nobody must know"])
async def test_beginning_together_opens_no_private_page(private_words):
    """The worker sees the same, whether or not something private stands on that leaf."""
    owner = await an_owner()
    leaf = await the_leaf(owner, "triggers")
    if private_words:
        await written(owner, leaf.id, happenings=private_words)
    submission = uuid4()
    page_id = await actions.begin_together(
        owner.journey, leaf="triggers", title="", submission=submission, by=owner.coach
    )
    assert page_id == await actions.begin_together(
        owner.journey, leaf="triggers", title="", submission=submission, by=owner.coach
    )
    assert page_id == await actions.begin_together(
        owner.journey, leaf="triggers", title="", submission=uuid4(), by=owner.coach
    )
    _book, page = await queries.shared_page(owner.journey, page_id, owner.coach)
    assert (page.title, page.words, page.version, page.sharing) == ("What can throw me", {}, 1, Sharing.WORKER)
    assert [one.title for one in await queries.shared_pages(owner.journey, owner.coach)] == ["What can throw me"]
    assert (page_id == leaf.id) is not bool(private_words)
    titles = [one.title for one in (await queries.own_book(owner.by)).pages]
    assert titles.count("What can throw me") == (2 if private_words else 1)
    if private_words:
        first = titles.index("What can throw me")
        assert titles[first + 1] == "What can throw me"
        assert (await the_page(owner, leaf.id)).is_private


async def test_a_leaf_somebody_is_writing_on_alone_is_not_the_one():
    owner = await an_owner()
    leaf = await the_leaf(owner, "triggers")
    await drafts.keep(actions.draft_owner(owner.by), actions.DRAFT, str(leaf.id), {"answer-happenings": "Sund"})
    page = await actions.begin_together(owner.journey, leaf="triggers", title="", submission=uuid4(), by=owner.coach)
    assert page != leaf.id
    was = await a_leaf_with(owner, "learn", sharing=Sharing.WORKER, now="Piano")
    await written(owner, was.id, now="")
    await actions.share(was.id, sharing=Sharing.ME, by=owner.by)
    page = await actions.begin_together(owner.journey, leaf="learn", title="", submission=uuid4(), by=owner.coach)
    assert page != was.id


async def test_a_note_begun_together_and_what_is_refused():
    owner = await an_owner()
    note = await actions.begin_together(owner.journey, leaf="", title="Bus times", submission=uuid4(), by=owner.coach)
    assert (await the_page(owner, note)).title == "Bus times"
    with pytest.raises(NotFound):
        await actions.begin_together(owner.journey, leaf="no_such", title="", submission=uuid4(), by=owner.coach)
    for by in (owner.by, (await an_owner()).coach):
        with pytest.raises(NotFound):
            await actions.begin_together(owner.journey, leaf="learn", title="", submission=uuid4(), by=by)


@pytest.mark.parametrize("verb", ["write", "begin", "share", "delete", "empty"])
async def test_what_cannot_be_told_does_not_stay(verb, mute):
    owner = await an_owner()
    page = await a_leaf_with(owner, "learn", sharing=Sharing.WORKER, now="Piano")
    mute()
    with pytest.raises(RuntimeError):
        match verb:
            case "write":
                await written(owner, page.id, now="Cello")
            case "begin":
                await actions.begin_together(owner.journey, leaf="", title="x", submission=uuid4(), by=owner.coach)
            case "share":
                await actions.share(page.id, sharing=Sharing.ME, by=owner.by)
            case "delete":
                await actions.delete_page(page.id, by=owner.by)
            case "empty":
                await actions.empty(by=owner.by)
    after = await the_page(owner, page.id)
    assert (after.words, after.sharing, after.version) == ({"now": "Piano"}, Sharing.WORKER, page.version)
    assert await value("SELECT count(*) FROM book_page WHERE kind = 'note'") == 0
