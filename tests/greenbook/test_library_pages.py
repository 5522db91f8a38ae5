"""Pages of the library inside a book: put in, written beside, and still there when the library has them no more."""

from uuid import uuid4

import pytest

from livewell.greenbook import actions, queries
from livewell.greenbook.rules.pages import Sharing
from livewell.kit.db import execute, value
from livewell.kit.errors import NotFound
from tests.browsing import post
from tests.factories.library import another_version, published, staff_only
from tests.factories.staff import a_member
from tests.greenbook.some_books import an_owner, the_page, written

HOME = "/my/green-book"


async def test_a_page_of_the_library_goes_into_a_book(home_client_for):
    owner = await an_owner()
    item = await published("Sleeping well")
    client = await home_client_for(owner.person)
    assert "Sleeping well" in (await client.get(f"{HOME}/add/{item.id}")).text
    added = await post(client, f"{HOME}/add/{item.id}")
    again = await post(client, f"{HOME}/add/{item.id}")
    assert added.headers["location"] == again.headers["location"]
    page = next(one for one in (await queries.own_book(owner.by)).pages if one.is_from_library)
    assert (page.title, page.is_private, page.has_words) == ("Sleeping well", True, False)
    assert "From the library" in (await client.get(HOME)).text
    assert await value("SELECT sum(times) FROM library_use WHERE item = $1 AND what = 'added'", item.id) == 1


async def test_it_stays_as_it_was_when_the_library_changes_it_or_takes_it_away(home_client_for):
    owner = await an_owner()
    keeper, other = await a_member(), await a_member()
    item = await published("Sleeping well", by=keeper)
    page_id = await actions.add_library_page(person=owner.person, item=item.id, version=item.published, by=owner.by)
    was = (await the_page(owner, page_id)).source
    await written(owner, page_id, words="It helps me to read")
    await another_version(item.id, "Something else altogether.", by=keeper, publisher=other)
    await execute("UPDATE book_page SET item = $2 WHERE id = $1", page_id, uuid4())  # As in a library begun anew.
    page = await the_page(owner, page_id)
    assert (page.source, page.words) == (was, {"words": "It helps me to read"})
    client = await home_client_for(owner.person)
    for path in ("", "/read"):
        shown = await client.get(f"{HOME}/{page_id}{path}")
        assert shown.status_code == 200
        assert "It helps me to read" in shown.text
        assert "Something else altogether" not in shown.text
        assert was.split("\n")[0].strip("# ") in shown.text


async def test_what_is_beside_it_is_shared_with_it(client_for):
    owner = await an_owner()
    item = await published("Sleeping well")
    page_id = await actions.add_library_page(person=owner.person, item=item.id, version=item.published, by=owner.by)
    await written(owner, page_id, words="It helps me to read")
    client = await client_for(owner.coach)
    at = f"/journeys/{owner.journey}/green-book/pages/{page_id}"
    assert (await client.get(at)).status_code == 404
    await actions.share(page_id, sharing=Sharing.WORKER, by=owner.by)
    answer = await post(client, at, {"answer-words": "It helps me to read aloud", "how": "together"})
    assert answer.status_code == 303
    page = await the_page(owner, page_id)
    assert page.words == {"words": "It helps me to read aloud"}
    assert page.source
    assert [one.answers for one in (await queries.of_page(page)).earlier] == [[("", "It helps me to read")]]


async def test_what_is_not_for_them_does_not_go_in(home_client_for):
    owner, other = await an_owner(), await an_owner()
    item = await staff_only()
    client = await home_client_for(owner.person)
    await client.get(HOME)
    for nothing in (item.id, uuid4()):
        assert (await client.get(f"{HOME}/add/{nothing}")).status_code == 404
    public = await published("Sleeping well")
    with pytest.raises(NotFound):
        await actions.add_library_page(person=owner.person, item=public.id, version=99, by=owner.by)
    for by in (other.by, owner.coach):
        with pytest.raises(NotFound):
            await actions.add_library_page(person=owner.person, item=public.id, version=public.published, by=by)


async def test_nothing_of_the_librarys_markup_runs(home_client_for):
    owner = await an_owner()
    item = await published("Sleeping well")
    page_id = await actions.add_library_page(person=owner.person, item=item.id, version=item.published, by=owner.by)
    await execute(
        "UPDATE book_page SET words = jsonb_set(words, '{source}', to_jsonb($2::text)), item = NULL WHERE id = $1",
        page_id,
        "<script>alert(1)</script>[x](javascript:alert(1)) **bold**",
    )
    shown = await (await home_client_for(owner.person)).get(f"{HOME}/{page_id}")
    assert "<script>alert" not in shown.text
    assert 'href="javascript' not in shown.text
    assert "<strong>bold</strong>" in shown.text
