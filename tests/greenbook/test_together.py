"""The team's pages of a book: what is shared, and writing it together, as a browser does it."""

from uuid import uuid4

import pytest

from livewell.greenbook import actions, queries
from livewell.greenbook.rules import GIVEN_LABELS, GivenHow
from livewell.greenbook.rules.pages import Sharing
from livewell.kit.db import rows, value
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.staff import a_member
from tests.greenbook.some_books import a_leaf_with, an_owner, the_page, written


async def test_a_page_is_begun_and_written_together(client_for):
    owner = await an_owner()
    client = await client_for(owner.coach)
    url = f"/journeys/{owner.journey}/green-book/write"
    for wrong in ({}, {"leaf": "bad_day"}, {"leaf": "note", "agreed": "yes"}, {"leaf": "no_such", "agreed": "yes"}):
        assert (await post(client, url, wrong)).status_code == 422
    begun = await post(client, url, {"leaf": "bad_day", "agreed": "yes"})
    at = begun.headers["location"]
    assert (await post(client, at, {"answer-start": "Tea"})).status_code == 422
    too_long = await post(client, at, {"answer-start": "x" * 4001, "answer-kind": "Well done", "how": "paper"})
    assert too_long.status_code == 422
    assert "Well done" in too_long.text
    saved = await post(client, at, {"answer-start": "Tea", "how": "paper"})
    assert saved.headers["location"] == f"/journeys/{owner.journey}/about/green-book"
    page = await the_page(owner, (await queries.shared_pages(owner.journey, owner.coach))[0].id)
    assert (page.words, page.written_how, page.changed_by_name) == ({"start": "Tea"}, "paper", owner.coach.name)
    part = (await client.get(f"/journeys/{owner.journey}/about/green-book")).text
    assert "When I am having a bad day" in part
    assert "Changed since you read it" not in part


async def test_two_people_on_a_shared_page_lose_nothing(client_for):
    owner = await an_owner()
    page = await a_leaf_with(owner, "bad_day", sharing=Sharing.WORKER, start="Tea")
    client = await client_for(owner.coach)
    at = f"/journeys/{owner.journey}/green-book/pages/{page.id}"
    form = form_to(await client.get(at), at)
    await written(owner, page.id, start="Tea and a walk")
    answer = await client.post(at, data={**form.data, "answer-start": "Coffee", "how": "together"})
    assert answer.status_code == 409
    assert "Tea and a walk" in answer.text
    assert "Coffee" in answer.text
    assert "Changed since you read it" in (await client.get(f"/journeys/{owner.journey}/about/green-book")).text


async def test_the_same_form_twice_is_written_once(client_for):
    owner = await an_owner()
    page = await a_leaf_with(owner, "bad_day", sharing=Sharing.WORKER, start="Tea")
    client = await client_for(owner.coach)
    at = f"/journeys/{owner.journey}/green-book/pages/{page.id}"
    form = {**form_to(await client.get(at), at).data, "answer-start": "Coffee", "how": "together"}
    assert [(await client.post(at, data=form)).status_code for _ in range(2)] == [303, 303]
    assert (await the_page(owner, page.id)).version == page.version + 1


async def test_a_draft_waits_for_the_one_who_wrote_it(client_for):
    owner = await an_owner()
    page = await a_leaf_with(owner, "bad_day", sharing=Sharing.WORKER, start="Tea")
    at = f"/journeys/{owner.journey}/green-book/pages/{page.id}"
    mine = await client_for(owner.coach)
    form = form_to(await mine.get(at), at)
    assert (await mine.post(f"{at}/draft", data={**form.data, "answer-start": "Half a sen"})).status_code == 204
    assert "Half a sen" in (await mine.get(at)).text
    manager = await client_for(await a_member(Role.MANAGER))
    assert "Half a sen" not in (await manager.get(at)).text
    await written(owner, page.id, start="Tea and a walk")
    assert "The page was changed since" in (await mine.get(at)).text
    assert (await post(mine, f"{at}/draft/drop", page=at)).status_code == 303
    assert "Half a sen" not in (await mine.get(at)).text


async def test_reading_is_logged_and_told_to_the_owner(client_for):
    owner = await an_owner()
    page = await a_leaf_with(owner, "bad_day", sharing=Sharing.WORKER, start="Tea")
    client = await client_for(owner.coach)
    await client.get(f"/journeys/{owner.journey}/green-book/pages/{page.id}")
    opened = await rows("SELECT kind, record, person FROM opening WHERE page = 'greenbook.shared_page'")
    assert opened == [{"kind": "journey", "record": owner.journey, "person": owner.person}]
    assert [one.name for one in (await queries.of_page(page)).read_by] == [owner.coach.name]


async def test_the_timeline_says_what_is_shared_now(client_for):
    owner = await an_owner()
    page = await a_leaf_with(owner, "bad_day", sharing=Sharing.GP, start="Tea")
    client = await client_for(owner.coach)
    record = f"/journeys/{owner.journey}?show=goals"
    assert "Shares a page of their Green Book with us and their GP" in (await client.get(record)).text
    await actions.share(page.id, sharing=Sharing.ME, by=owner.by)
    assert "Shares a page" not in (await client.get(record)).text


@pytest.mark.parametrize("how", list(GivenHow))
async def test_noting_that_they_have_it(client_for, how):
    owner = await an_owner()
    client = await client_for(owner.coach)
    url = f"/journeys/{owner.journey}/green-book/given"
    assert (await post(client, url)).status_code == 422
    answer = await post(client, url, {"how": how.value})
    assert answer.headers["location"] == f"/journeys/{owner.journey}"
    assert (await queries.book_of(owner.person)).given_how == how
    assert GIVEN_LABELS[how] in (await client.get(f"/journeys/{owner.journey}/about/green-book")).text


async def test_somebody_without_a_book(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    client = await client_for(coach)
    assert "No Green Book yet" in (await client.get(f"/journeys/{journey}/about/green-book")).text
    assert (await client.get(f"/journeys/{journey}/green-book/write")).status_code == 409
    assert (await client.get(f"/journeys/{journey}/green-book/pages/{uuid4()}")).status_code == 404
    person = (await the_journey(journey)).person
    assert await value("SELECT count(*) FROM green_book WHERE person = $1", person) == 0
