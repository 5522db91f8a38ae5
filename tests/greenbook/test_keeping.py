"""Sharing, order, taking out, deleting and taking a copy: the owner's alone to do."""

import json
from uuid import uuid4

import pytest

from livewell.greenbook import actions, queries
from livewell.greenbook.rules import FIRST
from livewell.greenbook.rules.pages import Sharing
from livewell.kit import drafts
from livewell.kit.db import rows, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.factories.coaching import an_agreed_goal
from tests.factories.people import a_person
from tests.factories.staff import a_member
from tests.greenbook.some_books import a_leaf_with, a_note, an_owner, the_leaf, the_page, written

TABLES = ("book_page", "page_before", "page_shared", "page_seen")


async def rows_of():
    return {table: await value(f"SELECT count(*) FROM {table}") for table in TABLES}


async def test_who_could_read_a_page_and_when_is_kept_for_its_owner():
    owner = await an_owner()
    page = await a_leaf_with(owner, "connect", now="My sister")
    for sharing in (Sharing.WORKER, Sharing.WORKER, Sharing.GP, Sharing.ME):
        await actions.share(page.id, sharing=sharing, by=owner.by)
    shared = (await queries.of_page(page)).shared
    assert sorted(one.label for one in shared) == ["My worker", "My worker and my GP"]
    assert all(one.ended_at is not None for one in shared)


async def test_who_opened_a_page_is_told_to_its_owner_and_changes_are_marked():
    owner = await an_owner()
    page = await a_leaf_with(owner, "connect", sharing=Sharing.WORKER, now="My sister")

    async def is_new():
        return [one.is_new for one in await queries.shared_pages(owner.journey, owner.coach)]

    assert await is_new() == [True]
    await actions.note_opened([page.id], by=owner.coach)
    await actions.note_opened([page.id], by=owner.coach)
    assert await is_new() == [False]
    assert [one.name for one in (await queries.of_page(page)).read_by] == [owner.coach.name]
    await written(owner, page.id, now="My sister and my brother")
    assert await is_new() == [True]


async def test_what_is_taken_out_is_private_from_then_on():
    owner = await an_owner()
    page = await a_leaf_with(owner, "connect", sharing=Sharing.GP, now="My sister")
    await actions.take_out(page.id, by=owner.by)
    await actions.take_out(page.id, by=owner.by)
    assert await queries.shared_pages(owner.journey, owner.coach) == []
    assert [one.id for one in (await queries.own_book(owner.by)).taken_out] == [page.id]
    with pytest.raises(RuleBroken, match="Put it back"):
        await actions.share(page.id, sharing=Sharing.WORKER, by=owner.by)
    await actions.put_back(page.id, by=owner.by)
    again = await the_page(owner, page.id)
    assert (again.words, again.sharing, again.removed_at) == ({"now": "My sister"}, Sharing.ME, None)
    assert [one.leaf for one in (await queries.own_book(owner.by)).pages] == list(FIRST)


async def test_a_deleted_page_leaves_nothing_of_itself():
    owner = await an_owner()
    note = await a_note(owner, "My dog", "Rex", sharing=Sharing.WORKER)
    await written(owner, note.id, words="Rex the second")
    await actions.note_opened([note.id], by=owner.coach)
    for by in (owner.by, owner.coach):
        await drafts.keep(actions.draft_owner(by), actions.DRAFT, str(note.id), {"answer-words": "Rex the th"})
    await actions.delete_page(note.id, by=owner.by)
    assert await rows_of() == {"book_page": len(FIRST), "page_before": 0, "page_shared": 0, "page_seen": 0}
    assert await value("SELECT count(*) FROM draft") == 0
    told = await rows("SELECT subject, details::text AS details FROM event WHERE what = 'greenbook.page_deleted'")
    assert [(one["subject"], one["details"]) for one in told] == [((await queries.book_of(owner.person)).id, "{}")]


async def test_a_deleted_leaf_is_an_empty_one_in_its_place():
    owner = await an_owner()
    page = await a_leaf_with(owner, "bad_day", sharing=Sharing.GP, start="Tea")
    await actions.delete_page(page.id, by=owner.by)
    fresh = await the_page(owner, (await the_leaf(owner, "bad_day")).id)
    assert fresh.id != page.id
    assert (fresh.words, fresh.sharing, fresh.version) == ({}, Sharing.ME, 1)
    assert [one.leaf for one in (await queries.own_book(owner.by)).pages] == list(FIRST)


async def test_an_emptied_book_is_a_new_one_and_stays_theirs():
    owner = await an_owner()
    await a_leaf_with(owner, "bad_day", sharing=Sharing.GP, start="Tea")
    await a_note(owner, "My dog", "Rex")
    before = await queries.book_of(owner.person)
    await actions.empty(by=owner.by)
    after = await queries.book_of(owner.person)
    assert after.id == before.id
    assert after.emptied_at is not None
    assert await rows_of() == {"book_page": len(FIRST), "page_before": 0, "page_shared": 0, "page_seen": 0}
    assert await value("SELECT count(*) FROM book_page WHERE words <> '{}'") == 0


async def test_nobody_but_the_owner_keeps_the_book():
    owner, other = await an_owner(), await an_owner()
    page = await a_note(owner, "My dog", "Rex", sharing=Sharing.GP)
    for by in (other.by, owner.coach, await a_member(Role.MANAGER), as_themself(await a_person())):
        for verb in (
            lambda by: actions.share(page.id, sharing=Sharing.ME, by=by),
            lambda by: actions.move(page.id, up=True, by=by),
            lambda by: actions.take_out(page.id, by=by),
            lambda by: actions.put_back(page.id, by=by),
            lambda by: actions.delete_page(page.id, by=by),
        ):
            with pytest.raises(NotFound):
                await verb(by)
    for by in (owner.coach, await a_member(Role.MANAGER)):
        with pytest.raises(NotFound):
            await actions.empty(by=by)
    assert (await the_page(owner, page.id)).words == {"words": "Rex"}


async def test_the_copy_holds_everything_and_says_what_it_is(home_client_for):
    owner = await an_owner()
    await an_agreed_goal(owner.journey, owner.coach, in_words="I want to sing in the choir")
    page = await a_leaf_with(owner, "bad_day", sharing=Sharing.WORKER, start="Tea")
    await written(owner, page.id, start="Tea and toast")
    gone = await a_note(owner, "Zażółć", "الأحد", sharing=Sharing.ME)
    await actions.take_out(gone.id, by=owner.by)
    client = await home_client_for(owner.person)
    answer = await client.get("/my/green-book/download")
    assert answer.headers["content-disposition"] == 'attachment; filename="my-green-book.json"'
    assert "no-store" in answer.headers["cache-control"]
    document = json.loads(answer.content)
    assert (document["schema"], document["version"], document["template"]) == ("live-well-green-book", 1, "2026-11")
    by_title = {one["title"]: one for one in document["pages"]}
    day = by_title["When I am having a bad day"]
    assert day["words"] == [{"key": "start", "question": "I can start with", "answer": "Tea and toast"}]
    assert [one["words"] for one in day["earlier"]] == [{"start": "Tea"}]
    assert [one["sharing"] for one in day["shared"]] == ["worker"]
    assert by_title["Zażółć"]["words"][0]["answer"] == "الأحد"
    assert by_title["Zażółć"]["taken_out_at"] is not None
    assert [one["in_my_words"] for one in document["goals"]] == ["I want to sing in the choir"]
    assert owner.coach.name not in answer.text


async def test_goals_are_shown_as_they_are_and_not_copied(home_client_for):
    owner = await an_owner()
    await an_agreed_goal(owner.journey, owner.coach, in_words="I want to sing in the choir")
    client = await home_client_for(owner.person)
    leaf = await the_leaf(owner, "goals")
    assert "sing in the choir" in (await client.get(f"/my/green-book/{leaf.id}")).text
    assert "sing in the choir" in (await client.get(f"/my/green-book/{leaf.id}/read")).text
    assert await value("SELECT count(*) FROM book_page WHERE words::text LIKE '%choir%'") == 0


async def test_what_the_download_of_nobody_says():
    with pytest.raises(NotFound):
        await queries.download(as_themself(await a_person()))


async def test_a_page_of_a_book_is_a_page_of_that_book_alone():
    owner = await an_owner()
    with pytest.raises(NotFound):
        await queries.own_page(uuid4(), owner.by)
